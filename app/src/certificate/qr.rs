//! What the signed record in a QR code is worth, in words.

use crate::ui::{self, Tone};
use domain::certificate::QrCheck;
use leptos::prelude::*;

/// Tells it above the facts.
pub(super) fn told(check: &QrCheck) -> AnyView {
    let (tone, title, body) = match check {
        QrCheck::Genuine => (
            Tone::Good,
            "二维码中的签名有效".to_owned(),
            "二维码自带的记录由本街道的密钥签发，与登记的内容一致。".to_owned(),
        ),
        QrCheck::Unreadable => (
            Tone::Warn,
            "二维码中的签名记录不完整".to_owned(),
            "可能没有扫全，或者网址被截断、改动过。请重新扫描；仍然这样的，以登记的内容为准。".to_owned(),
        ),
        QrCheck::UnknownKey { key } => (
            Tone::Bad,
            "二维码由不认识的密钥签发".to_owned(),
            format!("密钥指纹开头为 {key}，不是本街道的密钥，这份证明可能是伪造的。请向街道应急办反映。"),
        ),
        QrCheck::Forged => (
            Tone::Bad,
            "二维码中的签名是伪造的".to_owned(),
            "记录写着本街道的密钥，但签名对不上，内容被改动过，不可采信。请向街道应急办反映。".to_owned(),
        ),
        QrCheck::OtherCertificate { serial, revision } => (
            Tone::Bad,
            "二维码里的记录属于另一份证明".to_owned(),
            format!("签名记录是编号 {serial} 第 {revision} 版的，被移到了这份证明上，不可采信。"),
        ),
        QrCheck::Differs => (
            Tone::Bad,
            "登记的内容与签发时的签名不一致".to_owned(),
            "签名记录是真的，但登记的姓名、单位、培训、日期或成绩与签发时不同。请保留证明，向街道和区级部门反映。"
                .to_owned(),
        ),
    };
    view! { <ui::Notice tone=tone title=title body=body/> }.into_any()
}

//! `anxun certificate verify FILE.pdf`: offline, against this installation's signing certificate.

use super::say;
use crate::{config::Config, keys};
use anyhow::Context as _;
use document::sign::{Fault, Verdict, verify};
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Checks a file; 0 where it is genuine and whole, 1 where it is not.
pub(super) fn check(config: &Config, file: &Path, trusted: Option<PathBuf>) -> anyhow::Result<ExitCode> {
    let pdf = std::fs::read(file).with_context(|| format!("无法读取 {}", file.display()))?;
    let trusted = trusted.unwrap_or_else(|| keys::certificate_path(config));
    let trusted = std::fs::read_to_string(&trusted)
        .with_context(|| format!("无法读取签发证书 {}；可用 --trusted 指定", trusted.display()))?;
    match verify(&pdf, &trusted) {
        Verdict::Genuine(marks) => {
            say("签名有效，文件自签发后没有改动。");
            say(&format!("编号：{}", marks.serial));
            say(&format!("姓名：{}", marks.holder));
            say(&format!("单位：{}", marks.unit));
            say(&format!("培训：{}（{} 学时）", marks.training, marks.hours));
            say(&format!("成绩：{}", marks.score));
            say(&format!("签发：{} {}", marks.issuer, marks.issued_on));
            if let Some(until) = marks.valid_until {
                say(&format!("有效期至：{until}"));
            }
            say("是否已撤销，请扫描证明上的二维码查询。");
            Ok(ExitCode::SUCCESS)
        }
        Verdict::Invalid(fault) => {
            say(&format!("这份文件不可信：{}", reason(&fault)));
            Ok(ExitCode::from(1))
        }
    }
}

fn reason(fault: &Fault) -> &'static str {
    match fault {
        Fault::TooLarge { .. } => "文件过大，不是本平台签发的证明。",
        Fault::NotAPdf => "不是 PDF 文件，或者文件已损坏。",
        Fault::Unsigned => "没有数字签名。",
        Fault::PartlyCovered => "签名没有覆盖整个文件，签发后被追加过内容。",
        Fault::Altered => "签发后内容被改动过。",
        Fault::ForeignSignature => "签名不是本平台的。",
        Fault::BadTrust => "用来核对的签发证书无法读取。",
        Fault::NotACertificate => "虽有本平台签名，但不是培训考核合格证明。",
    }
}

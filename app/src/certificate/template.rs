//! How the street's certificates look: what may be set, tried on a specimen before it counts.

use crate::{
    layout::{self, Desk},
    text,
    ui::{self, Column, Kind, cells, choice, fact},
};
use contract::{
    Frame,
    certificate::{TemplateLine, TemplatesView},
};
use domain::certificate::{Border, Template};
use leptos::prelude::*;

/// Where this page stands.
const PATH: &str = "/office/certificates/templates";

/// The office's page of the look of certificates.
#[must_use]
pub fn templates(frame: &Frame, view: &TemplatesView) -> String {
    let desk = Desk {
        subtitle: "改动只影响启用以后签发的证明；以前签发的保持原样。标题和声明固定，不能修改".into(),
        crumbs: vec![ui::NavItem::new("/office/certificates", "证明")],
        ..Desk::titled("证明样式")
    };
    layout::desk(frame, desk, || view! { {preview(view)}{form(frame, view)}{versions(view)} }.into_any())
}

/// The specimen of the draft, or of what is in use.
fn preview(view: &TemplatesView) -> AnyView {
    let shown = view.draft.as_ref().or(view.current());
    let Some(line) = shown else { return ().into_any() };
    let (file, title) = match &view.draft {
        Some(draft) => ("draft".to_owned(), format!("预览：第 {} 版草稿（尚未启用）", draft.version)),
        None => (line.version.to_string(), format!("现行样式：{}", name(line.version))),
    };
    let long = if view.long { "?long=true" } else { "" };
    let address = format!("{PATH}/{file}.pdf{long}");
    // Viewers that know these words show the page alone.
    let framed = format!("{address}#toolbar=0&navpanes=0&view=Fit");
    let (other, words) = match view.long {
        true => (PATH.to_owned(), "换成普通样例"),
        false => (format!("{PATH}?long=true"), "换成最长的姓名和名称"),
    };
    let acts = view.draft.as_ref().map(|draft| {
        let publish = format!("启用第 {} 版", draft.version);
        view! {
            <div class="actions">
                <ui::PostForm action="/api/certificate/publish-template" inline=true>
                    <ui::Button kind=Kind::Primary>{publish}</ui::Button>
                </ui::PostForm>
                <ui::PostForm action="/api/certificate/drop-template" inline=true>
                    <ui::Button>"放弃草稿"</ui::Button>
                </ui::PostForm>
            </div>
        }
    });
    view! {
        <ui::Card title=title>
            <iframe class="specimen" src=framed title="证明样张"></iframe>
            <p class="small"><a href=address>"打开样张（PDF）"</a>" · "<a href=other>{words}</a></p>
            {acts}
        </ui::Card>
    }
    .into_any()
}

fn name(version: u32) -> String {
    if version == 0 { "默认样式".to_owned() } else { format!("第 {version} 版") }
}

/// What stands in the form: what was typed, else the draft, else what is in use.
fn form(frame: &Frame, view: &TemplatesView) -> AnyView {
    let Some(line) = view.draft.as_ref().or(view.current()) else { return ().into_any() };
    let fresh = frame.flash.typed.is_empty();
    let value = |field: &str, kept: String| if fresh { kept } else { frame.typed(field) };
    let signatory = |at: usize| line.signatories.get(at).cloned().unwrap_or_default();
    let (subtitle, issuer) = (value("subtitle", line.subtitle.clone()), value("issuer", line.issuer.clone()));
    let first = value("signatory_1", signatory(0));
    let second = value("signatory_2", signatory(1));
    let months = value("months", line.months.to_string());
    let border = vec![value("border", line.border.code().into())];
    let names = ["subtitle", "issuer", "signatory_1", "signatory_2", "months", "border", "seal"];
    let [no_subtitle, no_issuer, no_first, no_second, no_months, no_border, no_seal] =
        names.map(|name| text::field_error(&frame.flash, name));
    let dropped = !frame.typed("drop_seal").is_empty();
    let borders = Border::ALL.map(|border| choice(border.code(), border.term())).to_vec();
    let drop = line.sealed.then(|| {
        view! { <ui::Check label="不再使用印章图片" name="drop_seal" checked=dropped/> }
    });
    let now = if line.sealed {
        "已有印章图片；重新选择即替换"
    } else {
        "没有印章图片，签发的证明不带印章"
    };
    let hint = format!(
        "{now}。只上传本单位自己的印章图片，PNG 或 JPEG，不超过 512 KB，每边不超过 800 像素；程序不会画印章。"
    );
    view! {
        <ui::Card title="设置样式">
            <ui::PostForm action="/api/certificate/try-template" multipart=true>
                <ui::Field label="副标题" name="subtitle" value=subtitle
                    maxlength=u32::from(Template::MOST_SUBTITLE) error=no_subtitle
                    hint="印在标题下面，可以不填。不能写法定证书的名称。"/>
                <ui::Field label="发证单位" name="issuer" value=issuer
                    maxlength=u32::from(Template::MOST_ISSUER) error=no_issuer required=true/>
                <ui::Field label="签署栏（一）" name="signatory_1" value=first
                    maxlength=u32::from(Template::MOST_SIGNATORY) error=no_first
                    hint="例如：培训负责人：张三。可以不填。"/>
                <ui::Field label="签署栏（二）" name="signatory_2" value=second
                    maxlength=u32::from(Template::MOST_SIGNATORY) error=no_second/>
                <ui::Field label="有效期（月）" name="months" kind="number" inputmode="numeric" min="1"
                    max=Template::MOST_MONTHS.to_string() value=months
                    error=no_months hint="年度培训一般为 12 个月。" required=true/>
                <ui::ChoiceGroup legend="边框颜色" name="border" options=borders
                    selected=border error=no_border required=true/>
                <ui::FileField label="印章图片" name="seal" accept="image/png,image/jpeg,.png,.jpg,.jpeg" hint=hint
                    error=no_seal/>
                {drop}
                <div class="actions"><ui::Button kind=Kind::Primary>"预览"</ui::Button></div>
                <p class="small muted">"点“预览”只保存为草稿，看过样张再启用。"</p>
            </ui::PostForm>
        </ui::Card>
    }
    .into_any()
}

fn versions(view: &TemplatesView) -> AnyView {
    let columns = vec![
        Column::text("版本"),
        Column::text("副标题"),
        Column::text("发证单位"),
        Column::text("签署栏"),
        Column::number("有效期"),
        Column::text("边框"),
        Column::text("印章"),
        Column::text("启用时间"),
        Column::text("样张"),
    ];
    let current = view.current().map(|line| line.version);
    let rows = view.versions.iter().map(|line| row(line, current == Some(line.version))).collect();
    view! {
        <ui::Card title="全部版本">
            <ui::Table caption="全部版本" columns=columns rows=rows cards=true/>
            <ui::Facts items=vec![fact("固定不变", "标题“安全生产培训考核合格证明”和页脚的声明")]/>
        </ui::Card>
    }
    .into_any()
}

fn row(line: &TemplateLine, current: bool) -> Vec<ui::Cell> {
    let href = format!("{PATH}/{}.pdf", line.version);
    let or_none = |text: String| if text.is_empty() { "—".to_owned() } else { text };
    let version = if current { format!("{}（现行）", name(line.version)) } else { name(line.version) };
    cells![
        version,
        or_none(line.subtitle.clone()),
        line.issuer.clone(),
        or_none(line.signatories.join("；")),
        format!("{} 个月", line.months),
        line.border.term(),
        if line.sealed { "有" } else { "无" },
        line.made_at.map_or_else(|| "—".to_owned(), text::minute),
        view! { <a href=href>"PDF"</a> },
    ]
}

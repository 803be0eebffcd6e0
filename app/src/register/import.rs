//! Importing a register: the page to send a workbook from, and what it would do, row by row.

use crate::{
    layout::{self, Desk},
    text,
    ui::{self, Cell, Column, Kind, Link, NavItem, Tone, cells},
};
use contract::{
    Frame,
    organization::Verdict,
    register::{Register, RegisterPreview, RegisterVerdict},
};
use leptos::prelude::*;

/// The largest workbook in mebibytes.
const LIMIT: &str = "Excel 工作簿（.xlsx），不超过 10 MB，最多 20000 行";

fn list(register: Register) -> NavItem {
    NavItem::new(format!("/office/registers/{}", register.code()), register.term())
}

/// Renders the page to send a workbook from.
#[must_use]
pub fn import(frame: &Frame, register: Register) -> String {
    let title = format!("导入{}", register.term());
    let error = text::field_error(&frame.flash, "file").unwrap_or_default();
    let page = Desk {
        subtitle: "先检查，后写入：上传后逐行列出结果，确认后才一次写入。".into(),
        crumbs: vec![list(register)],
        ..Desk::titled(&title)
    };
    layout::desk(frame, page, || {
        let template = format!("/office/registers/import/{}/template.xlsx", register.code());
        let file = format!("{}模板.xlsx", register.term());
        view! {
            <div class="grid">
                <ui::Card title="第一步：填写模板" span=2>
                    <p>"类别可从下拉列表选择，填写说明在模板的第二张表。别处导出的台账只要列名对得上，也能直接上传。"</p>
                    <div class="actions"><ui::LinkButton href=template download=file>"下载模板"</ui::LinkButton></div>
                </ui::Card>
                <ui::Card title="第二步：上传检查" span=2>
                    <ui::PostForm action="/api/register/preview-import" multipart=true>
                        <input type="hidden" name="register" value=register.code()/>
                        <ui::FileField label="工作簿" name="file" accept=".xlsx" hint=LIMIT error=error required=true/>
                        <div class="actions"><ui::Button kind=Kind::Primary>"上传并检查"</ui::Button></div>
                    </ui::PostForm>
                </ui::Card>
            </div>
        }
        .into_any()
    })
}

/// Renders what a kept workbook's import would do.
#[must_use]
pub fn preview(frame: &Frame, view: &RegisterPreview) -> String {
    let start = format!("/office/registers/import/{}", view.register.code());
    let page = Desk {
        subtitle: format!("{} · {} 上传 · 还没有写入任何数据", view.file, text::minute(view.at)),
        crumbs: vec![list(view.register), NavItem::new(start.clone(), "导入")],
        ..Desk::titled("检查结果")
    };
    layout::desk(frame, page, || {
        let link = Link::to(format!("{start}/{}", view.upload));
        let rows = view.rows.iter().map(line).collect();
        let tally = view.tally;
        let counts = format!(
            "共 {} 行：新增 {}，更新 {}，无变化 {}，需修改 {}。",
            tally.total(),
            tally.new,
            tally.changed,
            tally.unchanged,
            tally.wrong
        );
        let columns = ["行", "内容", "结果", "说明"].map(Column::text).into();
        let (pager, verdict) = (view.pager, verdict(view, &start));
        view! {
            <ui::Card><p>{counts}</p>{verdict}</ui::Card>
            <ui::Card title="逐行结果">
                <ui::Table caption="逐行结果" columns=columns rows=rows cards=true/>
                <ui::Pager link=link page=pager.page size=pager.size total=pager.total/>
            </ui::Card>
        }
        .into_any()
    })
}

fn verdict(view: &RegisterPreview, start: &str) -> AnyView {
    let again = view! { <ui::LinkButton href=start.to_owned()>"换一个文件"</ui::LinkButton> };
    if view.tally.wrong > 0 {
        let title = format!("有 {} 行需要修改，暂不能导入。", view.tally.wrong);
        let marked = format!("{start}/{}/marked.xlsx", view.upload);
        return view! {
            <ui::Notice tone=Tone::Bad title=title body="下载标注好的工作簿，按最后一列的说明改好，直接重新上传即可。">
                <ui::LinkButton href=marked kind=Kind::Primary download="台账-需修改.xlsx">"下载标注好的工作簿"</ui::LinkButton>
                {again}
            </ui::Notice>
        }
        .into_any();
    }
    if view.tally.new + view.tally.changed == 0 {
        return view! { <ui::Notice tone=Tone::Good title="系统里的内容与文件一致，不需要导入。">{again}</ui::Notice> }
            .into_any();
    }
    let (register, upload) = (view.register.code(), view.upload.to_string());
    view! {
        <ui::Notice tone=Tone::Good title="全部行都可以导入。" body="点“确认导入”后一次写入，并记入日志。"/>
        <ui::PostForm action="/api/register/import">
            <input type="hidden" name="register" value=register/>
            <input type="hidden" name="upload" value=upload/>
            <div class="actions"><ui::Button kind=Kind::Primary>"确认导入"</ui::Button>{again}</div>
        </ui::PostForm>
    }
    .into_any()
}

fn line(row: &RegisterVerdict) -> Vec<Cell> {
    let (tone, words) = match row.verdict {
        Verdict::Wrong => (Tone::Bad, "需修改"),
        Verdict::New => (Tone::Good, "新增"),
        Verdict::Changed => (Tone::Accent, "更新"),
        Verdict::Unchanged => (Tone::Neutral, "无变化"),
    };
    let said = |text: &str| if text.is_empty() { "（空）".to_owned() } else { text.to_owned() };
    let faults: Vec<_> = row
        .faults
        .iter()
        .map(|fault| {
            let value = (!fault.value.is_empty()).then(|| format!("“{}”", fault.value));
            view! { <li><strong>{fault.column.clone()}</strong>" "{value}<br/>{text::cell_fault(fault)}</li> }
        })
        .collect();
    let changes: Vec<_> = row
        .changes
        .iter()
        .map(|c| format!("{}：{} → {}", c.column, said(&c.from), said(&c.to)))
        .map(|line| view! { <li>{line}</li> })
        .collect();
    cells![
        row.row,
        row.label.clone(),
        view! { <ui::Badge tone=tone>{words}</ui::Badge> },
        view! { <ul class="remarks small">{faults}{changes}</ul> },
    ]
}

//! The page that tells row by row what an import would do.

use crate::{
    layout::{self, Desk},
    text,
    ui::{self, Cell, Column, Kind, Link, NavItem, Tone, cells},
};
use contract::{
    Frame,
    organization::{CellChange, PreviewView, RowVerdict, Tally, Verdict},
};
use leptos::prelude::*;

/// Renders what a kept workbook's import would do.
#[must_use]
pub fn preview(frame: &Frame, view: &PreviewView) -> String {
    let view = view.clone();
    let page = Desk {
        subtitle: format!("{} · {} 上传 · 还没有写入任何数据", view.file, text::minute(view.at)),
        crumbs: vec![NavItem::new("/office/import", "导入名册")],
        ..Desk::titled("检查结果")
    };
    layout::desk(frame, page, move || {
        let link = Link::to(format!("/office/import/{}", view.upload));
        let columns = ["表", "行", "内容", "结果", "说明"].map(Column::text).into();
        let head = summary(&view);
        let rows = view.rows.into_iter().map(line).collect();
        let pager = view.pager;
        view! {
            {head}
            <ui::Card title="逐行结果">
                <ui::Table caption="逐行结果" columns=columns rows=rows cards=true/>
                <ui::Pager link=link page=pager.page size=pager.size total=pager.total/>
            </ui::Card>
        }
        .into_any()
    })
}

fn summary(view: &PreviewView) -> AnyView {
    let tally = &view.tally;
    let areas = (!tally.new_areas.is_empty()).then(|| {
        let title = format!("将新建 {} 个管理区：{}。", tally.new_areas.len(), tally.new_areas.join("、"));
        view! { <ui::Notice tone=Tone::Warn title=title body="如果只是写法不同，请在文件里改成已有的管理区名称后重新上传。"/> }
    });
    let counts = vec![count_row("单位", tally.units), count_row("人员", tally.people)];
    let columns = vec![
        Column::text("表"),
        Column::number("新增"),
        Column::number("更新"),
        Column::number("无变化"),
        Column::number("需修改"),
        Column::number("合计"),
    ];
    let verdict = verdict(view);
    view! {
        <ui::Card>
            {areas}
            {verdict}
            <ui::Table caption="各表行数" columns=columns rows=counts/>
        </ui::Card>
    }
    .into_any()
}

fn verdict(view: &PreviewView) -> AnyView {
    let (upload, tally) = (view.upload, &view.tally);
    let wrong = tally.wrong();
    if wrong > 0 {
        let title = format!("有 {wrong} 行需要修改，暂不能导入。");
        let errors = format!("/office/import/{upload}/errors.xlsx");
        return view! {
            <ui::Notice tone=Tone::Bad title=title body="下载标注好的工作簿，按最后一列的说明改好，直接重新上传即可。">
                <ui::LinkButton href=errors kind=Kind::Primary download="名册-需修改.xlsx">"下载标注好的工作簿"</ui::LinkButton>
                <ui::LinkButton href="/office/import">"重新上传"</ui::LinkButton>
            </ui::Notice>
        }
        .into_any();
    }
    let writes = tally.units.new + tally.units.changed + tally.people.new + tally.people.changed;
    if writes == 0 {
        return view! {
            <ui::Notice tone=Tone::Good title="系统里的内容与名册一致，不需要导入。">
                <ui::LinkButton href="/office/enterprises">"查看单位"</ui::LinkButton>
            </ui::Notice>
        }
        .into_any();
    }
    let title = format!("全部 {} 行都可以导入。", tally.units.total() + tally.people.total());
    view! {
        <ui::Notice tone=Tone::Good title=title body="点“确认导入”后一次写入，并记入日志。"/>
        <ui::PostForm action="/api/organization/import">
            <input type="hidden" name="upload" value=upload.to_string()/>
            <div class="actions">
                <ui::Button kind=Kind::Primary>"确认导入"</ui::Button>
                <ui::LinkButton href="/office/import">"换一个文件"</ui::LinkButton>
            </div>
        </ui::PostForm>
    }
    .into_any()
}

fn count_row(name: &'static str, tally: Tally) -> Vec<Cell> {
    cells![name, tally.new, tally.changed, tally.unchanged, tally.wrong, tally.total()]
}

fn line(row: RowVerdict) -> Vec<Cell> {
    let (tone, words) = match row.verdict {
        Verdict::Wrong => (Tone::Bad, "需修改"),
        Verdict::New => (Tone::Good, "新增"),
        Verdict::Changed => (Tone::Accent, "更新"),
        Verdict::Unchanged => (Tone::Neutral, "无变化"),
    };
    let faults: Vec<_> = row
        .faults
        .iter()
        .map(|fault| {
            let value = (!fault.value.is_empty()).then(|| format!("“{}”", shortened(&fault.value)));
            let sentence = text::cell_fault(fault);
            view! { <li><strong>{fault.column.clone()}</strong>" "{value}<br/>{sentence}</li> }
        })
        .collect();
    let changes: Vec<_> = row.changes.iter().map(change).collect();
    cells![
        row.sheet.term(),
        row.row,
        row.label,
        view! { <ui::Badge tone=tone>{words}</ui::Badge> },
        view! { <ul class="remarks small">{faults}{changes}</ul> },
    ]
}

fn change(change: &CellChange) -> AnyView {
    let said = |text: &str| if text.is_empty() { "（空）".to_owned() } else { shortened(text) };
    let line = format!("{}：{} → {}", change.column, said(&change.from), said(&change.to));
    view! { <li>{line}</li> }.into_any()
}

/// At most 60 characters of a cell.
fn shortened(text: &str) -> String {
    let mut short: String = text.chars().take(60).collect();
    if text.chars().nth(60).is_some() {
        short.push('…');
    }
    short
}

//! Questions from a file: choosing it, and question by question what its import would do.

use super::{
    diff::difference,
    question::wording,
    questions::{address, crumbs},
};
use crate::{
    layout::{self, Desk},
    text,
    ui::{self, Cell, Column, Kind, Link, Tone, cells, choice},
};
use contract::{
    Frame,
    bank::{AlikeQuestion, ImportRow, QuestionImportPage, QuestionImportPreview, QuestionVerdict},
    exchange::{CellIssue, Format},
};
use leptos::prelude::*;

/// Renders the page on which a file is chosen.
#[must_use]
pub fn page(frame: &Frame, view: &QuestionImportPage) -> String {
    let home = address(&view.bank);
    let desk = Desk {
        crumbs: crumbs(&view.bank),
        subtitle: "先检查，后写入：上传后逐题列出结果，确认后才一次写入，成为草稿。".into(),
        ..Desk::titled("导入题目")
    };
    layout::desk(frame, desk, || {
        let template = format!("{home}/import/template.xlsx");
        let form = form(frame, view);
        view! {
            <div class="grid">
                <ui::Card title="第一步：填写模板" span=2>
                    <p>"模板里有填写说明、各种题型的示例和下拉列表。别处的题库也能直接上传：列名、题型、答案的常见写法都认得，列的先后不限。"</p>
                    <ul>
                        <li>"新题的题号留空，由系统编号；保留题号的，内容有变化就是修改原题。"</li>
                        <li>"没有变化的题不会改动，文件里没有的题不会停用。"</li>
                        <li>"图片不导入，请写成文字。旧版 .xls 请先另存为 .xlsx。"</li>
                    </ul>
                    <div class="actions">
                        <ui::LinkButton href=template download="题库模板.xlsx">"下载模板"</ui::LinkButton>
                    </div>
                </ui::Card>
                <ui::Card title="第二步：上传检查" span=2>{form}</ui::Card>
            </div>
        }
        .into_any()
    })
}

fn form(frame: &Frame, view: &QuestionImportPage) -> AnyView {
    let (error, note) = (text::field_error(&frame.flash, "file").unwrap_or_default(), frame.typed("note"));
    let hint = format!("Excel、CSV、GIFT、Aiken 或 QTI 题包，不超过 {} MB、20000 题", view.limit_mib);
    let formats = Format::ALL.iter().map(|format| choice(format.code(), format.term())).collect();
    let wrong = text::field_error(&frame.flash, "note").unwrap_or_default();
    let (format, basis, bank) = (frame.typed("format"), frame.typed("basis"), view.bank.code.clone());
    let kinds = vec![choice("plan", "街道方案"), choice("practice", "标准")];
    view! {
        <ui::PostForm action="/api/bank/preview-import" multipart=true>
            <input type="hidden" name="bank" value=bank/>
            <ui::FileField label="题库文件" name="file" accept=".xlsx,.csv,.txt,.gift,.zip" hint=hint error=error required=true/>
            <ui::SelectField label="格式" name="format" options=formats value=format blank="自动识别"/>
            <ui::SelectField label="没有写依据的题" name="basis" options=kinds value=basis blank="按缺少依据处理"
                hint="别的系统导出的题多半没有依据；可以为整个文件指定一个"/>
            <ui::Field label="指定的依据" name="note" value=note error=wrong maxlength=100
                hint="方案的条目，如 二(五)3；或标准编号，如 GB 30871-2022"/>
            <div class="actions"><ui::Button kind=Kind::Primary>"上传并检查"</ui::Button></div>
        </ui::PostForm>
    }
    .into_any()
}

/// Renders what a kept file's import would do.
#[must_use]
pub fn preview(frame: &Frame, view: &QuestionImportPreview) -> String {
    let home = address(&view.bank);
    let mut crumbs = crumbs(&view.bank);
    crumbs.push(ui::NavItem::new(format!("{home}/import"), "导入题目"));
    let at = text::minute(view.at);
    let desk = Desk {
        crumbs,
        subtitle: format!("{} · {} · {at} 上传 · 还没有写入任何题目", view.file, view.format.term()),
        ..Desk::titled("检查结果")
    };
    layout::desk(frame, desk, || {
        let here = Link::to(format!("{home}/import/{}", view.upload));
        let link = here.with("verdict", &view.query.verdict);
        let rows = view.rows.iter().map(|row| line(&home, row)).collect();
        let columns = ["位置", "题目", "结果", "说明"].map(Column::text).into();
        let (verdict, notes) = (verdict(frame, view, &home), notes(view));
        view! {
            <ui::Card>{verdict}{notes}</ui::Card>
            {tabs(view, &here)}
            <div class="import-list">
                <ui::Table caption="逐题结果" columns=columns rows=rows cards=true empty="没有这样的题目"/>
            </div>
            <ui::Pager link=link page=view.pager.page size=view.pager.size total=view.pager.total/>
        }
        .into_any()
    })
}

fn tabs(view: &QuestionImportPreview, here: &Link) -> AnyView {
    let tally = view.tally;
    let tab = |code: &str, label: &str, count: u32| {
        let current = (view.query.verdict == code).then_some("page");
        let href = here.with("verdict", code).to_string();
        view! { <a class="state" href=href aria-current=current>{format!("{label} {count}")}</a> }
    };
    view! {
        <nav class="states" aria-label="检查结果">
            {tab("", "全部", tally.total())}
            {tab("wrong", "需修改", tally.wrong)}
            {tab("new", "新题", tally.new)}
            {tab("changed", "修改", tally.changed)}
            {tab("same", "无变化", tally.same)}
            {tab("alike", "与别的题相近", tally.alike)}
        </nav>
    }
    .into_any()
}

fn notes(view: &QuestionImportPreview) -> Option<AnyView> {
    let notes: Vec<_> = view.notes.iter().map(|note| view! { <li>{text::file_note(note)}</li> }).collect();
    (!notes.is_empty()).then(|| {
        view! { <ui::Disclosure label=format!("读取时的说明 {} 条", view.notes.len())><ul>{notes}</ul></ui::Disclosure> }
            .into_any()
    })
}

fn verdict(frame: &Frame, view: &QuestionImportPreview, home: &str) -> AnyView {
    let tally = view.tally;
    if tally.wrong > 0 {
        let title = format!("有 {} 题需要修改，暂不能导入。", tally.wrong);
        let marked = format!("{home}/import/{}/marked.xlsx", view.upload);
        let again = format!("{home}/import");
        return view! {
            <ui::Notice tone=Tone::Bad title=title body="下载标注好的工作簿，按“需要修改”一列的说明改好，直接重新上传即可。">
                <ui::LinkButton href=marked kind=Kind::Primary download="题库-需修改.xlsx">"下载标注好的工作簿"</ui::LinkButton>
                <ui::LinkButton href=again>"重新上传"</ui::LinkButton>
            </ui::Notice>
        }
        .into_any();
    }
    if tally.new + tally.changed == 0 {
        let home = home.to_owned();
        return view! {
            <ui::Notice tone=Tone::Good title="文件里的题与题库一致，不需要导入。">
                <ui::LinkButton href=home>"查看题目"</ui::LinkButton>
            </ui::Notice>
        }
        .into_any();
    }
    let title = format!(
        "{} 题都可以导入：新题 {}，修改 {}，无变化 {}。",
        tally.total(),
        tally.new,
        tally.changed,
        tally.same
    );
    let alike = (tally.alike > 0).then(|| {
        let title = format!("其中 {} 题与题库或文件里别的题相近，请看过再定。", tally.alike);
        view! { <ui::Notice tone=Tone::Warn title=title body="相近 93% 以上的题不能一起发布，请合并或改写其中一题。"/> }
    });
    let again = format!("{home}/import");
    let (bank, upload, reason) = (view.bank.code.clone(), view.upload.to_string(), frame.typed("reason"));
    view! {
        <ui::Notice tone=Tone::Good title=title body="点“确认导入”后全部成为您的草稿，提交并经同事审核后才会发布。"/>
        {alike}
        <ui::PostForm action="/api/bank/import">
            <input type="hidden" name="bank" value=bank/>
            <input type="hidden" name="upload" value=upload/>
            <ui::Field label="导入说明" name="reason" value=reason maxlength=200
                hint="给审核的同事看，例如：2026 年新规补充题；不填则写文件名"/>
            <div class="actions">
                <ui::Button kind=Kind::Primary>"确认导入"</ui::Button>
                <ui::LinkButton href=again>"换一个文件"</ui::LinkButton>
            </div>
        </ui::PostForm>
    }
    .into_any()
}

fn line(home: &str, row: &ImportRow) -> Vec<Cell> {
    let (tone, words) = match row.verdict {
        QuestionVerdict::Wrong => (Tone::Bad, "需修改"),
        QuestionVerdict::New => (Tone::Good, "新题"),
        QuestionVerdict::Changed => (Tone::Accent, "修改"),
        QuestionVerdict::Same => (Tone::Neutral, "无变化"),
    };
    let near = row.alike.is_some().then(|| view! { " "<ui::Badge tone=Tone::Warn>"相近"</ui::Badge> });
    let issues: Vec<_> = row.issues.iter().map(|found| issue(row, found)).collect();
    let notes: Vec<_> =
        row.notes.iter().map(|note| view! { <li class="muted">{text::row_note(note)}</li> }).collect();
    let change = row.before.as_ref().map(|before| {
        let body = difference(Some(before), row.after.as_ref());
        view! { <ui::Disclosure label="改动">{body}</ui::Disclosure> }
    });
    let alike = row.alike.as_ref().map(|other| beside(home, row, other));
    let silent = issues.is_empty() && notes.is_empty() && change.is_none() && alike.is_none();
    let nothing = silent.then_some("—");
    let id = row.id.clone().unwrap_or_default();
    cells![
        text::place(&row.place),
        view! { <span class="clamp">{row.stem.clone()}</span><span class="small muted">{id}</span> },
        view! { <ui::Badge tone=tone>{words}</ui::Badge>{near} },
        view! { <ul class="remarks small">{issues}{notes}</ul>{change}{alike}{nothing} },
    ]
}

fn issue(row: &ImportRow, issue: &CellIssue) -> AnyView {
    let column = issue.column.map_or_else(|| "整题".to_owned(), |column| column.title().to_owned());
    // The questions of a case stand in rows of their own.
    let place = (issue.row != row.place.row && issue.row > 0).then(|| format!("第 {} 行 ", issue.row));
    let value = (!issue.value.is_empty()).then(|| format!("“{}”", super::short(&issue.value)));
    view! { <li>{place}<strong>{column}</strong>" "{value}<br/>{text::cell_issue(issue)}</li> }.into_any()
}

/// Two questions that ask nearly the same, side by side where there is room.
fn beside(home: &str, row: &ImportRow, other: &AlikeQuestion) -> AnyView {
    let label = format!("与 {} 相近 {}.{}%", other.id, other.likeness / 10, other.likeness % 10);
    let there = match &other.place {
        Some(place) => text::place(place).into_any(),
        None => {
            let href = format!("{home}/questions/{}", other.id);
            view! { <a href=href>{other.id.clone()}</a> }.into_any()
        }
    };
    let (here, own, others) =
        (text::place(&row.place), row.after.as_ref().map(wording), wording(&other.question));
    view! {
        <ui::Disclosure label=label>
            <div class="beside">
                <div><p class="small muted">{here}</p>{own}</div>
                <div><p class="small muted">{there}</p>{others}</div>
            </div>
        </ui::Disclosure>
    }
    .into_any()
}

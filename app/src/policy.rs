//! The training policy matrix: versions, rows, differences, and the form of a row.

use crate::{
    audience::clause_fields,
    layout::{self, Desk},
    text::{self, field_error},
    ui::{self, Column, Kind, Link, NavItem, Tone, cells, choice, fact},
};
use contract::{
    Frame,
    policy::{PolicyRowView, PolicyView, VersionLine},
};
use domain::{
    audience::Clause,
    policy::{Change, Frequency, Part, Row, Topic, Trust},
};
use leptos::prelude::*;

/// The page of one version.
#[must_use]
pub fn page(frame: &Frame, view: &PolicyView) -> String {
    let subtitle = match view.in_force {
        Some(number) => format!("现行第 {number} 版 · 凡培训必考核"),
        None => "还没有生效的版本，培训责任暂不计算".into(),
    };
    let draft = view.versions.iter().any(|version| version.status == "draft");
    let actions = (view.may_edit && !draft).then(|| begin(view.versions.is_empty()));
    layout::desk(frame, Desk { subtitle, actions, ..Desk::titled("培训制度") }, || {
        let Some(shown) = &view.shown else {
            return view! {
                <ui::Empty title="还没有培训制度" body="起草后由另一位同事批准，到生效日期起，系统按它算出每个人的培训责任。"/>
            }
            .into_any();
        };
        view! {
            {head(frame, view, shown)}
            {compared(view)}
            {matrix(view, shown)}
            {versions(view)}
        }
        .into_any()
    })
}

fn begin(first: bool) -> AnyView {
    let words = if first { "按法定要求起草" } else { "起草新版本" };
    view! {
        <ui::PostForm action="/api/policy/begin" inline=true>
            <ui::Button kind=Kind::Primary>{words}</ui::Button>
        </ui::PostForm>
    }
    .into_any()
}

fn status(line: &VersionLine, in_force: Option<u32>) -> AnyView {
    let (tone, word) = match line.status.as_str() {
        "draft" => (Tone::Warn, "草案"),
        "dropped" => (Tone::Neutral, "已作废"),
        _ if in_force == Some(line.number) => (Tone::Good, "现行"),
        _ if in_force.is_some_and(|number| number > line.number) => (Tone::Neutral, "历史"),
        _ => (Tone::Accent, "已批准，待生效"),
    };
    view! { <ui::Badge tone=tone>{word}</ui::Badge> }.into_any()
}

fn head(frame: &Frame, view: &PolicyView, shown: &VersionLine) -> AnyView {
    let mut facts = vec![
        fact(
            "版本",
            view! { <span>{format!("第 {} 版 ", shown.number)}{status(shown, view.in_force)}</span> },
        ),
        fact("生效日期", text::date(shown.effective_on)),
        fact("起草", shown.drafted_by.clone()),
    ];
    if let (Some(name), Some(at)) = (&shown.approved_by, shown.approved_at) {
        facts.push(fact("批准", format!("{name}，{}", text::minute(at))));
    }
    if !shown.note.is_empty() {
        facts.push(fact("说明", shown.note.clone()));
    }
    let acts = (shown.status == "draft" && view.may_edit).then(|| draft_acts(frame, view, shown));
    view! { <ui::Card title="版本"><ui::Facts items=facts columns=true/>{acts}</ui::Card> }.into_any()
}

fn draft_acts(frame: &Frame, view: &PolicyView, shown: &VersionLine) -> AnyView {
    let error = |name: &str| field_error(&frame.flash, name).unwrap_or_default();
    let (number, dropped) = (shown.number.to_string(), shown.number.to_string());
    let typed =
        |name: &str, stored: String| Some(frame.typed(name)).filter(|t| !t.is_empty()).unwrap_or(stored);
    let (date, note) = (typed("date", text::date(shown.effective_on)), typed("note", shown.note.clone()));
    let (undated, noted) = (error("date"), error("note"));
    let approve = if view.may_approve {
        view! {
            <ui::PostForm action="/api/policy/approve" inline=true>
                <input type="hidden" name="number" value=number/>
                <ui::Button kind=Kind::Primary>"批准这一版"</ui::Button>
            </ui::PostForm>
        }
        .into_any()
    } else {
        view! { <p class="small muted">"您最后改动过这份草案，请由应急办另一位同事核对后批准。"</p> }
            .into_any()
    };
    view! {
        <ui::PostForm action="/api/policy/settle" inline=true>
            <ui::Field label="生效日期" name="date" kind="date" value=date error=undated required=true/>
            <ui::Field label="说明" name="note" value=note error=noted/>
            <ui::Button>"保存日期和说明"</ui::Button>
        </ui::PostForm>
        <div class="actions">
            {approve}
            <ui::LinkButton href="/office/policy/row">"添加一条要求"</ui::LinkButton>
            <ui::Disclosure label="作废草案" button=Kind::Plain>
                <ui::PostForm action="/api/policy/drop">
                    <input type="hidden" name="number" value=dropped/>
                    <p class="small muted">"草案留作记录，不能再改。"</p>
                    <ui::Button>"确认作废"</ui::Button>
                </ui::PostForm>
            </ui::Disclosure>
        </div>
    }
    .into_any()
}

fn matrix(view: &PolicyView, shown: &VersionLine) -> AnyView {
    let edits = view.may_edit && shown.status == "draft";
    let mut columns = vec![
        Column::text("要求"),
        Column::text("适用"),
        Column::text("频次和期限"),
        Column::text("学时"),
        Column::text("内容和范围"),
        Column::text("考核"),
        Column::text("依据"),
    ];
    if edits {
        columns.push(Column::text("办理"));
    }
    let rows = view.rows.iter().map(|row| line(row, edits)).collect();
    view! { <ui::Table caption="培训要求" columns=columns rows=rows cards=true empty="这一版还没有要求"/> }
        .into_any()
}

fn line(row: &Row, edits: bool) -> Vec<ui::Cell> {
    let tone = match row.trust {
        Trust::Verbatim | Trust::Own => Tone::Good,
        Trust::Corroborated => Tone::Neutral,
        Trust::Background => Tone::Warn,
    };
    let trust = row.trust.term();
    let law = (!row.law.is_empty()).then(|| view! { <span>{row.basis()}</span><br/> });
    let mut cells = cells![
        view! { <strong>{row.title.clone()}</strong><br/><span class="small muted">{row.topic.term()}</span> },
        text::clause(&row.scope, &[]),
        text::rhythm(row),
        text::hours(row.hours),
        view! { <span>{row.content.clone()}</span><br/><span class="small muted">{row.reach.clone()}</span> },
        "须经考核",
        view! { {law}<ui::Badge tone=tone>{trust}</ui::Badge> },
    ];
    if edits {
        let href = Link::to("/office/policy/row").with("code", &row.code).to_string();
        let code = row.code.clone();
        cells.push(
            view! {
                <a href=href>"修改"</a>
                <ui::PostForm action="/api/policy/remove-row" inline=true>
                    <input type="hidden" name="code" value=code/>
                    <button class="link small" type="submit">"删去"</button>
                </ui::PostForm>
            }
            .into_any(),
        );
    }
    cells
}

fn compared(view: &PolicyView) -> AnyView {
    let Some((number, changes)) = &view.compared else { return ().into_any() };
    let part = |part: &Part| match part {
        Part::Scope => "适用",
        Part::Frequency => "频次",
        Part::Hours => "学时",
        Part::Days => "期限",
        Part::Words => "名称、内容或范围",
        Part::Basis => "依据",
    };
    let short = |row: &Row| format!("{}，{}，{}", text::rhythm(row), text::hours(row.hours), row.basis());
    let rows = changes.iter().map(|change| match change {
        Change::Added(row) => {
            cells![
                view! { <ui::Badge tone=Tone::Good>"新增"</ui::Badge> },
                row.title.clone(),
                "—",
                short(row)
            ]
        }
        Change::Removed(row) => {
            cells![view! { <ui::Badge tone=Tone::Bad>"删去"</ui::Badge> }, row.title.clone(), short(row), "—"]
        }
        Change::Changed { before, after, parts } => {
            let parts = parts.iter().map(part).collect::<Vec<_>>().join("、");
            let (mut was, mut is) = (short(before), short(after));
            if before.scope != after.scope {
                was = format!("{was}；{}", text::clause(&before.scope, &[]));
                is = format!("{is}；{}", text::clause(&after.scope, &[]));
            }
            cells![
                view! { <ui::Badge tone=Tone::Warn>{format!("改动：{parts}")}</ui::Badge> },
                after.title.clone(),
                was,
                is,
            ]
        }
    });
    let rows = rows.collect();
    let columns = ["变化", "要求", "原来", "现在"].map(Column::text).to_vec();
    let caption = format!("与第 {number} 版的差异");
    view! { <ui::Table caption=caption caption_shown=true columns=columns rows=rows cards=true empty="两版没有差异"/> }
        .into_any()
}

fn versions(view: &PolicyView) -> AnyView {
    let shown = view.shown.as_ref().map(|shown| shown.number);
    let rows = view.versions.iter().map(|version| {
        let href = Link::to("/office/policy").with("version", version.number).to_string();
        let compare = shown.filter(|shown| *shown != version.number).map(|shown| {
            let href = Link::to("/office/policy").with("version", shown).with("compare", version.number);
            view! { <a href=href.to_string()>{format!("与第 {shown} 版对照")}</a> }
        });
        cells![
            view! { <a href=href>{format!("第 {} 版", version.number)}</a> },
            status(version, view.in_force),
            text::date(version.effective_on),
            version.rows.to_string(),
            version.note.clone(),
            version.approved_by.clone().unwrap_or_else(|| "—".into()),
            compare,
        ]
    });
    let rows = rows.collect();
    let columns = vec![
        Column::text("版本"),
        Column::text("状态"),
        Column::text("生效日期"),
        Column::number("条数"),
        Column::text("说明"),
        Column::text("批准"),
        Column::text("对照"),
    ];
    view! { <ui::Table caption="全部版本" caption_shown=true columns=columns rows=rows cards=true/> }
        .into_any()
}

/// The form of a row.
#[must_use]
pub fn row_form(frame: &Frame, view: &PolicyRowView) -> String {
    let crumbs = vec![NavItem::new(format!("/office/policy?version={}", view.number), "培训制度")];
    let title = if view.row.is_some() { "修改要求" } else { "添加要求" };
    layout::desk(frame, Desk { crumbs, ..Desk::titled(title) }, || {
        let (row, flash) = (view.row.clone(), frame.flash.clone());
        let (stored, typed) = (view.row.clone(), frame.flash.typed.clone());
        let error = move |name: &str| field_error(&flash, name).unwrap_or_default();
        let value = move |name: &str, of: fn(&Row) -> String| {
            let typed = typed.get(name).cloned().filter(|typed| !typed.is_empty());
            typed.or(stored.as_ref().map(of)).unwrap_or_default()
        };
        let topics = Topic::OF_ROWS.iter().map(|t| choice(t.code(), t.term())).collect();
        let frequencies = Frequency::ALL.iter().map(|f| choice(f.code(), f.term())).collect();
        let trusts = Trust::ALL.iter().map(|t| choice(t.code(), t.term())).collect();
        let none = Clause::default();
        let scope = clause_fields(0, row.as_ref().map_or(&none, |row| &row.scope), None);
        let unticked = (!error("audience").is_empty())
            .then(|| view! { <p class="field-error">"请至少勾选一项适用对象。"</p> });
        view! {
            <div class="measure">
            <ui::PostForm action="/api/policy/save-row">
                <input type="hidden" name="old" value=row.map(|row| row.code.clone()).unwrap_or_default()/>
                <ui::Field label="名称" name="title" value=value("title", |r| r.title.clone()) error=error("title") required=true/>
                <ui::Field label="代号" name="code" value=value("code", |r| r.code.clone()) error=error("code")
                    hint="小写字母、数字和连字符，各版之间靠它对照" required=true/>
                <ui::SelectField label="类别" name="topic" options=topics value=value("topic", |r| r.topic.code().into())
                    error=error("topic") blank="请选择" required=true/>
                <ui::Card title="适用">{unticked}{scope}</ui::Card>
                <ui::SelectField label="频次" name="frequency" options=frequencies
                    value=value("frequency", |r| r.frequency.code().into()) error=error("frequency") blank="请选择" required=true/>
                <ui::Field label="学时" name="hours" inputmode="numeric" value=value("hours", |r| r.hours.to_string())
                    error=error("hours") hint="填 0 表示参加一次并合格即可"/>
                <ui::Field label="期限（天）" name="within_days" inputmode="numeric"
                    value=value("within_days", |r| r.within_days.to_string()) error=error("within_days")
                    hint="任职、入职、转岗后多少天内完成，上岗前填 0；每年、每半年的不填"/>
                <ui::TextArea label="内容" name="content" value=value("content", |r| r.content.clone()) error=error("content") rows=3/>
                <ui::TextArea label="范围" name="reach" value=value("reach", |r| r.reach.clone()) rows=2/>
                <ui::Field label="依据的法规" name="law" value=value("law", |r| r.law.clone()) error=error("law")
                    hint="写名称，不抄条文；街道自己的规定留空"/>
                <ui::Field label="条款" name="article" value=value("article", |r| r.article.clone()) hint="例如 第9条"/>
                <ui::SelectField label="依据可靠程度" name="trust" options=trusts value=value("trust", |r| r.trust.code().into())
                    error=error("trust") blank="请选择" required=true/>
                <p class="small muted">"考核是每项培训的必备环节，不能取消。"</p>
                <ui::Button kind=Kind::Primary>"保存到草案"</ui::Button>
            </ui::PostForm>
            </div>
        }
        .into_any()
    })
}

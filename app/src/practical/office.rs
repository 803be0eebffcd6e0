//! Practical assessments as the office sees them.

use super::{hundredths, points, verdict};
use crate::{
    layout::{self, Desk},
    text::{self, field_error},
    ui::{self, Column, Kind, Link, NavItem, cells, choice, fact},
};
use contract::{
    Frame,
    practical::{CandidateLine, SessionForm, SessionView, SessionsView, SheetLine, SheetView},
};
use domain::{
    exam::Points,
    organization::vocabulary_role::Role,
    practical::{Item, Verdict},
};
use leptos::prelude::*;

fn is_office(frame: &Frame) -> bool {
    frame.visitor.as_ref().is_some_and(|v| v.role == Role::Office)
}

fn crumbs() -> Vec<NavItem> {
    vec![NavItem::new("/office/practical", "实操考核")]
}

/// The list of assessments and score sheets.
#[must_use]
pub fn list(frame: &Frame, view: &SessionsView) -> String {
    let office = is_office(frame);
    let actions = office.then(|| {
        view! {
            <ui::LinkButton href="/team/practical">"我的评分"</ui::LinkButton>
            <ui::LinkButton href="/office/practical/sheets/new">"新建评分表"</ui::LinkButton>
            <ui::LinkButton href="/office/practical/new" kind=Kind::Primary>"新建实操考核"</ui::LinkButton>
        }
        .into_any()
    });
    layout::desk(frame, Desk { actions, ..Desk::titled("实操考核") }, || {
        let columns = vec![
            Column::text("考核"),
            Column::text("评分表"),
            Column::text("日期"),
            Column::number("人数"),
            Column::number("已出结果"),
        ];
        let rows = view.sessions.iter().map(|session| {
            let href = format!("/office/practical/{}", session.id);
            cells![
                view! { <a href=href>{session.title.clone()}</a> },
                session.sheet.clone(),
                text::date(session.held_on),
                session.people.to_string(),
                session.settled.to_string(),
            ]
        });
        let rows = rows.collect();
        let pager = view.pager;
        view! {
            <ui::Table caption="实操考核" columns=columns rows=rows cards=true empty="还没有实操考核"/>
            <ui::Pager link=Link::to("/office/practical") page=pager.page size=pager.size total=pager.total/>
            {sheets(&view.sheets, office)}
        }
        .into_any()
    })
}

fn sheets(sheets: &[SheetLine], office: bool) -> AnyView {
    let columns = vec![
        Column::text("评分表"),
        Column::text("岗位"),
        Column::number("版本"),
        Column::number("项目"),
        Column::text("制定时间"),
        Column::text("办理"),
    ];
    let rows = sheets.iter().map(|sheet| {
        let href = format!("/office/practical/sheets/{}", sheet.id);
        let again = Link::to("/office/practical/sheets/new").with("from", sheet.id).to_string();
        cells![
            view! { <a href=href>{sheet.title.clone()}</a> },
            sheet.post.clone(),
            sheet.version.to_string(),
            sheet.items.to_string(),
            text::minute(sheet.created_at),
            office.then(|| view! { <a href=again>"修订"</a> }),
        ]
    });
    let rows = rows.collect();
    view! {
        <ui::Card title="评分表">
            <ui::Table caption="评分表" columns=columns rows=rows cards=true empty="还没有评分表"/>
        </ui::Card>
    }
    .into_any()
}

/// The form for a version of a score sheet; `from` is the version before.
#[must_use]
pub fn sheet_form(frame: &Frame, from: Option<&SheetView>) -> String {
    let title = if from.is_some() { "修订评分表" } else { "新建评分表" };
    layout::desk(frame, Desk { crumbs: crumbs(), ..Desk::titled(title) }, || {
        let typed = |name: &str, known: String| {
            let typed = frame.typed(name);
            if typed.is_empty() { known } else { typed }
        };
        let flash = frame.flash.clone();
        let error = move |name: &str| field_error(&flash, name).unwrap_or_default();
        let known = |pick: fn(&SheetView) -> String| from.map(pick).unwrap_or_default();
        let name = typed("title", known(|v| v.line.title.clone()));
        let post = typed("post", known(|v| v.line.post.clone()));
        let mark = from.map_or_else(|| "80".to_owned(), |v| points(v.sheet.pass_mark()));
        let mark = typed("pass_mark", mark);
        let items = typed("items", known(|v| written(v.sheet.items())));
        view! {
            <div class="measure">
            <ui::PostForm action="/api/practical/make-sheet">
                <ui::Field label="名称" name="title" value=name error=error("title")
                    hint="同名的评分表会保存为新版本，已建立的考核仍用原版本" required=true/>
                <ui::Field label="岗位" name="post" value=post error=error("post") required=true/>
                <ui::Field label="合格线" name="pass_mark" value=mark error=error("pass_mark")
                    inputmode="decimal" required=true/>
                <ui::TextArea label="评分项目" name="items" value=items error=error("items") rows=14
                    hint="每行一项：项目｜标准｜分值，合计 100 分。否决项在行末加“｜否决”，分值可以是 0"/>
                <ui::Button kind=Kind::Primary>"保存"</ui::Button>
            </ui::PostForm>
            </div>
        }
        .into_any()
    })
}

/// Items as they are typed.
fn written(items: &[Item]) -> String {
    let lines = items.iter().map(|item| {
        let veto = if item.veto { "｜否决" } else { "" };
        format!("{}｜{}｜{}{veto}", item.title, item.criterion, points(item.points))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// A blank score sheet, to be printed.
#[must_use]
pub fn sheet(frame: &Frame, view: &SheetView) -> String {
    let line = &view.line;
    let subtitle =
        format!("{} · 第 {} 版 · {} 分合格", line.post, line.version, points(view.sheet.pass_mark()));
    layout::desk(frame, Desk { crumbs: crumbs(), subtitle, ..Desk::titled(&line.title) }, || {
        let columns = vec![
            Column::number("序号"),
            Column::text("项目"),
            Column::text("标准"),
            Column::number("分值"),
            Column::text("否决项"),
            Column::text("得分"),
        ];
        let rows = (1..).zip(view.sheet.items()).map(|(number, item): (usize, &Item)| {
            let worth = if item.points == Points::ZERO { "—".to_owned() } else { points(item.points) };
            let veto = if item.veto { "□ 没有做到" } else { "" };
            cells![number.to_string(), item.title.clone(), item.criterion.clone(), worth, veto, ""]
        });
        let rows = rows.collect();
        let blanks = ["姓名", "单位", "日期", "合计", "考评员签名"];
        let blanks = blanks.map(|name| fact(name, "＿＿＿＿＿＿＿＿")).into_iter().collect();
        view! {
            <ui::Facts items=blanks columns=true/>
            <ui::Table caption=line.title.clone() columns=columns rows=rows/>
            <p class="small muted">"否决项有一位考评员认定没有做到，即为不合格。得分取考评员的平均分，保留两位小数。"</p>
        }
        .into_any()
    })
}

/// The form for a new assessment.
#[must_use]
pub fn session_form(frame: &Frame, view: &SessionForm) -> String {
    layout::desk(frame, Desk { crumbs: crumbs(), ..Desk::titled("新建实操考核") }, || {
        let flash = frame.flash.clone();
        let typed = flash.typed.clone();
        let error = move |name: &str| field_error(&flash, name).unwrap_or_default();
        let typed = move |name: &str| typed.get(name).cloned().unwrap_or_default();
        let chosen: Vec<String> = typed("judges").split(',').map(str::to_owned).collect();
        let sheets = view
            .sheets
            .iter()
            .map(|s| choice(s.id.to_string(), format!("{}（第 {} 版，{}）", s.title, s.version, s.post)));
        let sheets: Vec<_> = sheets.collect();
        let judges = view.judges.iter().map(|j| choice(j.account.to_string(), j.label.clone())).collect();
        let trainings =
            view.trainings.iter().map(|(id, title)| choice(id.to_string(), title.clone())).collect();
        view! {
            <div class="measure">
            <ui::PostForm action="/api/practical/open">
                <ui::Field label="名称" name="title" value=typed("title") error=error("title") required=true/>
                <ui::SelectField label="评分表" name="sheet" options=sheets value=typed("sheet")
                    error=error("sheet") blank="请选择" required=true/>
                <ui::Field label="日期" name="held_on" kind="date" value=typed("held_on")
                    error=error("held_on") required=true/>
                <ui::ChoiceGroup legend="考评员" name="judges" options=judges many=true selected=chosen
                    error=error("judges") hint="至少两位；各自打分，都提交后才互相可见"/>
                <ui::SelectField label="所属培训" name="training" options=trainings value=typed("training")
                    blank="不属于培训"/>
                <ui::TextArea label="人员" name="people" value=typed("people") error=error("people") rows=8
                    hint="每行一人：姓名，手机号。不填则取所选培训的学员"/>
                <ui::Button kind=Kind::Primary>"建立"</ui::Button>
            </ui::PostForm>
            </div>
        }
        .into_any()
    })
}

/// An assessment with its results.
#[must_use]
pub fn session(frame: &Frame, view: &SessionView) -> String {
    let file = format!("/office/practical/{}/results.xlsx", view.line.id);
    let name = format!("{}成绩.xlsx", view.line.title);
    let actions =
        Some(view! { <ui::LinkButton href=file download=name>"导出 Excel"</ui::LinkButton> }.into_any());
    layout::desk(frame, Desk { crumbs: crumbs(), actions, ..Desk::titled(&view.line.title) }, || {
        let sheet = format!("/office/practical/sheets/{}", view.sheet.id);
        let mut facts = vec![
            fact("日期", text::date(view.line.held_on)),
            fact("评分表", view! { <a href=sheet>{view.line.sheet.clone()}</a> }),
            fact("考评员", view.judges.join("、")),
            fact("进度", format!("{} / {} 人已出结果", view.line.settled, view.line.people)),
        ];
        if let Some((id, title)) = &view.training {
            let href = format!("/office/trainings/{id}");
            facts.push(fact("所属培训", view! { <a href=href>{title.clone()}</a> }));
        }
        let mut columns = vec![Column::text("姓名"), Column::text("单位")];
        columns.extend(view.judges.iter().map(|judge| Column::number(judge.clone())));
        columns.extend([Column::text("结果"), Column::text("合议")]);
        let office = is_office(frame);
        let rows = view.people.iter().map(|person| row(view, person, office)).collect();
        view! {
            <ui::Card><ui::Facts items=facts/></ui::Card>
            <ui::Table caption="成绩" columns=columns rows=rows cards=true/>
            {(office && !view.eligible.is_empty()).then(|| further(view))}
        }
        .into_any()
    })
}

fn row(view: &SessionView, person: &CandidateLine, office: bool) -> Vec<ui::Cell> {
    let mut row = cells![person.name.clone(), person.unit.clone()];
    row.extend(person.totals.iter().map(|total| total.map_or("—".into(), hundredths).into_any()));
    row.push(verdict(person.verdict));
    let disputed = matches!(person.verdict, Verdict::Disputed { .. });
    let act = match &person.note {
        Some(note) => note.clone().into_any(),
        None if office && disputed => {
            let (session, person) = (view.line.id.to_string(), person.person.to_string());
            view! {
                <ui::Disclosure label="写合议说明">
                    <ui::PostForm action="/api/practical/reconcile">
                        <input type="hidden" name="session" value=session/>
                        <input type="hidden" name="person" value=person/>
                        <ui::Field label="两位考评员如何达成一致" name="reason" required=true/>
                        <ui::Button>"记录"</ui::Button>
                    </ui::PostForm>
                </ui::Disclosure>
            }
            .into_any()
        }
        None => "—".into_any(),
    };
    row.push(act);
    row
}

fn further(view: &SessionView) -> AnyView {
    let judges = view.eligible.iter().map(|j| choice(j.account.to_string(), j.label.clone())).collect();
    let id = view.line.id.to_string();
    view! {
        <ui::Disclosure label="增加考评员">
            <p class="small">"两位考评员相差超过 20 分时，可以写合议说明，也可以请第三位考评员评分；第三位只评有分歧的人员。"</p>
            <ui::PostForm action="/api/practical/add-judge">
                <input type="hidden" name="session" value=id/>
                <ui::SelectField label="考评员" name="account" options=judges/>
                <ui::Button>"增加"</ui::Button>
            </ui::PostForm>
        </ui::Disclosure>
    }
    .into_any()
}

//! Trainings as the office sees them.

use crate::{
    layout::{self, Desk},
    text::{self, field_error},
    ui::{self, Column, Kind, Link, NavItem, Tone, cells, choice, fact},
};
use contract::{
    Frame, Pager,
    training::{AttendeeLine, BankChoice, OfficeTraining, TrainingLine},
};
use domain::organization::{Position, vocabulary_role::Role};
use leptos::prelude::*;

fn is_office(frame: &Frame) -> bool {
    frame.visitor.as_ref().is_some_and(|v| v.role == Role::Office)
}

/// The list of trainings.
#[must_use]
pub fn list(frame: &Frame, lines: &[TrainingLine], pager: Pager) -> String {
    let new = is_office(frame).then(|| {
        view! { <ui::LinkButton href="/office/trainings/new" kind=Kind::Primary>"新建培训"</ui::LinkButton> }.into_any()
    });
    let page = Desk { actions: new, subtitle: "凡培训必考核".into(), ..Desk::titled("培训") };
    layout::desk(frame, page, || {
        let columns = vec![
            Column::text("培训"),
            Column::text("状态"),
            Column::text("截止"),
            Column::number("应训"),
            Column::number("合格"),
            Column::number("未出结果"),
        ];
        let rows = lines.iter().map(|line| {
            let href = format!("/office/trainings/{}", line.id);
            let open = format!("/office/trainings/{}?result=open", line.id);
            cells![
                view! { <a href=href>{line.title.clone()}</a> },
                status(line),
                text::date(line.due_on),
                line.counts.all().to_string(),
                line.counts.passed.to_string(),
                view! { <a href=open>{line.counts.open.to_string()}</a> },
            ]
        });
        let rows = rows.collect();
        view! {
            <ui::Table caption="培训" columns=columns rows=rows cards=true empty="还没有培训"/>
            <ui::Pager link=Link::to("/office/trainings") page=pager.page size=pager.size total=pager.total/>
        }
        .into_any()
    })
}

fn status(line: &TrainingLine) -> AnyView {
    let (tone, word) = match (line.status.as_str(), line.has_test) {
        ("draft", false) => (Tone::Warn, "草稿 · 缺考核"),
        ("draft", true) => (Tone::Neutral, "草稿"),
        ("published", _) => (Tone::Accent, "进行中"),
        _ => (Tone::Good, "已结束"),
    };
    view! { <ui::Badge tone=tone>{word}</ui::Badge> }.into_any()
}

/// The form for a new training.
#[must_use]
pub fn form(frame: &Frame, banks: &[BankChoice]) -> String {
    let crumbs = vec![NavItem::new("/office/trainings", "培训")];
    layout::desk(frame, Desk { crumbs, ..Desk::titled("新建培训") }, || {
        let flash = frame.flash.clone();
        let typed = flash.typed.clone();
        let value = move |name: &str| typed.get(name).cloned().unwrap_or_default();
        let error = move |name: &str| field_error(&flash, name).unwrap_or_default();
        let typed = frame.flash.typed.clone();
        let chosen = move |name: &str| {
            typed
                .get(name)
                .map(|all| all.split(',').map(str::to_owned).collect::<Vec<_>>())
                .unwrap_or_default()
        };
        let audience = Position::ALL.iter().map(|p| choice(p.code(), p.term())).collect();
        let banks = banks.iter().map(|b| choice(b.id.to_string(), b.label.clone())).collect();
        view! {
            <div class="measure">
            <ui::PostForm action="/api/training/create">
                <ui::Field label="培训名称" name="title" value=value("title") error=error("title") required=true/>
                <ui::Field label="学时" name="hours" value=value("hours") error=error("hours") inputmode="numeric"
                    hint="1 学时为 45 分钟" required=true/>
                <ui::ChoiceGroup legend="对象" name="audience" options=audience many=true
                    selected=chosen("audience") error=error("audience")/>
                <ui::Field label="截止日期" name="due_on" kind="date" value=value("due_on") error=error("due_on")
                    required=true/>
                <ui::Field label="讲师或机构" name="lecturer" value=value("lecturer")/>
                <ui::TextArea label="课件内容" name="lesson" value=value("lesson") error=error("lesson") rows=12
                    hint="可用 Markdown：# 标题，- 条目，**强调**"/>
                <ui::ChoiceGroup legend="考核用题库" name="banks" options=banks many=true
                    selected=chosen("banks") error=error("banks")
                    hint="默认组卷：单选 30 题、多选 10 题、判断 10 题，90 分钟，80 分合格，可考 3 次"/>
                <ui::Button kind=Kind::Primary>"保存草稿"</ui::Button>
            </ui::PostForm>
            </div>
        }
        .into_any()
    })
}

/// One training with its attendees.
#[must_use]
pub fn detail(frame: &Frame, view: &OfficeTraining) -> String {
    let crumbs = vec![NavItem::new("/office/trainings", "培训")];
    let actions = is_office(frame).then(|| actions(view));
    let page = Desk { crumbs, actions, ..Desk::titled(&view.line.title) };
    layout::desk(frame, page, || {
        let audience = view.audience.iter().map(|p| p.term()).collect::<Vec<_>>().join("、");
        let test = match view.test {
            Some(test) => format!(
                "{} 题，{} 分钟，{} 分合格，最多 {} 次",
                test.items,
                test.minutes,
                text::points(test.pass_mark),
                test.attempts
            ),
            None => "还没有考核".to_owned(),
        };
        let facts = vec![
            fact("状态", status(&view.line)),
            fact("对象", format!("{audience}（现有 {} 人）", view.meant)),
            fact("学时", view.hours.to_string()),
            fact("截止", text::date(view.line.due_on)),
            fact("讲师", view.lecturer.clone()),
            fact("考核", test),
        ];
        let monitor = view.exam.map(|exam| {
            view! {
                <p class="actions">
                    <a href=format!("/office/exams/{exam}")>"查看考试情况"</a>
                    <a href=format!("/office/exams/{exam}/monitor")>"查看考试现场"</a>
                </p>
            }
        });
        let lesson = view.lesson_html.clone();
        view! {
            <ui::Card><ui::Facts items=facts/>{monitor}</ui::Card>
            {(is_office(frame) && view.line.status == "draft").then(|| choose_test(frame, view))}
            {(view.line.status != "draft").then(|| attendees(frame, view))}
            <ui::Disclosure label="课件内容"><article class="lesson measure" inner_html=lesson></article></ui::Disclosure>
        }
        .into_any()
    })
}

fn actions(view: &OfficeTraining) -> AnyView {
    let id = view.line.id.to_string();
    match view.line.status.as_str() {
        "draft" => view! {
            <ui::PostForm action="/api/training/publish" inline=true>
                <input type="hidden" name="training" value=id/>
                <ui::Button kind=Kind::Primary>"发布"</ui::Button>
            </ui::PostForm>
        }
        .into_any(),
        "published" => view! {
            <ui::PostForm action="/api/training/close" inline=true>
                <input type="hidden" name="training" value=id/>
                <ui::Button>"结束并归档"</ui::Button>
            </ui::PostForm>
        }
        .into_any(),
        _ => ().into_any(),
    }
}

fn choose_test(frame: &Frame, view: &OfficeTraining) -> AnyView {
    let banks = view.banks.iter().map(|b| choice(b.id.to_string(), b.label.clone())).collect();
    let error = field_error(&frame.flash, "banks").unwrap_or_default();
    let id = view.line.id.to_string();
    let button = if view.line.has_test { "换成所选题库" } else { "设为考核" };
    view! {
        <ui::Card title="考核用题库">
            <ui::PostForm action="/api/training/choose-test">
                <input type="hidden" name="training" value=id/>
                <ui::ChoiceGroup legend="从这些题库抽题" name="banks" options=banks many=true error=error/>
                <ui::Button>{button}</ui::Button>
            </ui::PostForm>
        </ui::Card>
    }
    .into_any()
}

fn attendees(frame: &Frame, view: &OfficeTraining) -> AnyView {
    let counts = view.line.counts;
    let path = format!("/office/trainings/{}", view.line.id);
    let tabs = [
        ("", "全部", counts.all()),
        ("open", "未出结果", counts.open),
        ("passed", "合格", counts.passed),
        ("failed", "不合格", counts.failed),
        ("excused", "免考", counts.excused),
    ];
    let tabs = tabs.map(|(key, label, count)| {
        let href = Link::to(path.clone()).with("result", key).to_string();
        let here = (key == view.filter).then_some("page");
        view! { <a class="button" href=href aria-current=here>{format!("{label} {count}")}</a> }
    });
    let columns = vec![
        Column::text("姓名"),
        Column::text("单位"),
        Column::text("岗位"),
        Column::text("学完课件"),
        Column::text("结果"),
        Column::text("办理"),
    ];
    let office = is_office(frame) && view.line.status == "published";
    let rows = view.attendees.iter().map(|a| attendee(a, view, office)).collect();
    let all = (office && view.filter == "failed" && counts.failed > 0)
        .then(|| retrain(&view.line.id.to_string(), None, "全部重新培训"));
    let link = Link::to(path).with("result", &view.filter);
    view! {
        <nav class="actions" aria-label="按结果筛选">{tabs}</nav>
        {all}
        <ui::Table caption="学员" columns=columns rows=rows cards=true/>
        <ui::Pager link=link page=view.pager.page size=view.pager.size total=view.pager.total/>
    }
    .into_any()
}

fn attendee(line: &AttendeeLine, view: &OfficeTraining, office: bool) -> Vec<ui::Cell> {
    let (tone, word) = match line.result.as_deref() {
        Some("passed") => (Tone::Good, "合格"),
        Some("failed") => (Tone::Bad, "不合格"),
        Some(_) => (Tone::Neutral, "免考"),
        None => (Tone::Warn, "未出结果"),
    };
    let (training, person) = (view.line.id.to_string(), line.person.to_string());
    let round = (line.round > 1).then(|| {
        view! { <span class="small muted">{format!(" 第 {} 轮", line.round)}</span> }
    });
    let failed = line.result.as_deref() == Some("failed");
    let again = (office && failed).then(|| retrain(&training, Some(&person), "重新培训"));
    let act = (office && line.result.is_none()).then(move || {
        view! {
            <ui::Disclosure label="免考">
                <ui::PostForm action="/api/training/excuse">
                    <input type="hidden" name="training" value=training/>
                    <input type="hidden" name="person" value=person/>
                    <ui::Field label="理由" name="reason" required=true/>
                    <ui::Button>"予以免考"</ui::Button>
                </ui::PostForm>
            </ui::Disclosure>
        }
    });
    cells![
        line.name.clone(),
        line.unit.clone(),
        line.position.clone(),
        line.lesson_read_at.map(text::minute).unwrap_or_else(|| "—".into()),
        view! { <ui::Badge tone=tone>{word}</ui::Badge>{round} },
        (act, again),
    ]
}

/// Orders the training again, for one or for all who failed.
fn retrain(training: &str, person: Option<&str>, label: &'static str) -> AnyView {
    let (training, person) = (training.to_owned(), person.map(str::to_owned));
    view! {
        <ui::Disclosure label=label>
            <ui::PostForm action="/api/training/retrain">
                <input type="hidden" name="training" value=training/>
                {person.map(|person| view! { <input type="hidden" name="person" value=person/> })}
                <p class="small muted">"需重新学习课件，考核机会从头计算，已有成绩保留。每人最多 3 轮。"</p>
                <ui::Field label="理由" name="reason" required=true/>
                <ui::Button>"安排重新培训"</ui::Button>
            </ui::PostForm>
        </ui::Disclosure>
    }
    .into_any()
}

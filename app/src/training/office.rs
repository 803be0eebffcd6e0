//! Trainings as the office sees them.

use crate::{
    layout::{self, Desk},
    text::{self, field_error},
    ui::{self, Column, Kind, Link, NavItem, Tone, cells, choice, fact},
};
use contract::{
    Frame,
    training::{AttendeeLine, NewForm, OfficeTraining, TrainingLine, TrainingsView},
};
use domain::{
    contest::Round,
    organization::{Position, vocabulary_role::Role},
    training::TrainingKind,
};
use leptos::prelude::*;

fn is_office(frame: &Frame) -> bool {
    frame.visitor.as_ref().is_some_and(|v| v.role == Role::Office)
}

/// The list of trainings, contests and tests of officials.
#[must_use]
pub fn list(frame: &Frame, view: &TrainingsView) -> String {
    let (lines, pager) = (&view.lines, view.pager);
    let kind = view.kind.unwrap_or(TrainingKind::Training);
    let new = is_office(frame).then(|| {
        let href = Link::to("/office/trainings/new").with("kind", kind_code(kind));
        view! { <ui::LinkButton href=href.to_string() kind=Kind::Primary>{format!("新建{}", kind.term())}</ui::LinkButton> }.into_any()
    });
    let page = Desk { actions: new, subtitle: "凡培训必考核".into(), ..Desk::titled("培训") };
    layout::desk(frame, page, || {
        let columns = vec![
            Column::text("名称"),
            Column::text("类别"),
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
                line.kind.term(),
                status(line),
                text::date(line.due_on),
                line.counts.all().to_string(),
                line.counts.passed.to_string(),
                view! { <a href=open>{line.counts.open.to_string()}</a> },
            ]
        });
        let rows = rows.collect();
        let link = Link::to("/office/trainings").with("kind", view.kind.map_or("", TrainingKind::code));
        let kinds = view.kinds.iter().map(|kind| choice(kind.code(), kind.term())).collect();
        let chosen = view.kind.map_or("", TrainingKind::code);
        view! {
            <ui::Filters link=link.clone() fields=&["kind"]>
                <ui::SelectField label="类别" name="kind" options=kinds value=chosen blank="全部"/>
            </ui::Filters>
            <ui::Table caption="培训" columns=columns rows=rows cards=true empty="还没有培训"/>
            <ui::Pager link=link page=pager.page size=pager.size total=pager.total/>
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

/// The code in an address; a training needs none.
const fn kind_code(kind: TrainingKind) -> &'static str {
    if kind.teaches() { "" } else { kind.code() }
}

/// The form for a new training, contest or test of officials.
#[must_use]
pub fn form(frame: &Frame, view: &NewForm) -> String {
    let crumbs = vec![NavItem::new("/office/trainings", "培训")];
    let kind = view.kind;
    let title = format!("新建{}", kind.term());
    layout::desk(frame, Desk { crumbs, ..Desk::titled(&title) }, || {
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
        let audience = Position::ALL.iter().filter(|p| kind.is_for(**p)).map(|p| choice(p.code(), p.term()));
        let audience: Vec<_> = audience.collect();
        let banks = view.banks.iter().map(|b| choice(b.id.to_string(), b.label.clone())).collect();
        let hours = kind.teaches().then(|| {
            view! {
                <ui::Field label="学时" name="hours" value=value("hours") error=error("hours") inputmode="numeric"
                    hint="1 学时为 45 分钟" required=true/>
            }
        });
        let meant = view.follows.is_none().then(|| {
            view! {
                <ui::ChoiceGroup legend="对象" name="audience" options=audience many=true
                    selected=chosen("audience") error=error("audience")/>
            }
        });
        let lesson = kind.teaches().then(|| {
            view! {
                <ui::Field label="讲师或机构" name="lecturer" value=value("lecturer")/>
                <ui::TextArea label="课件内容" name="lesson" value=value("lesson") error=error("lesson") rows=12
                    hint="可用 Markdown：# 标题，- 条目，**强调**"/>
            }
        });
        let contest = (kind == TrainingKind::Contest).then(|| contest_fields(frame, view));
        let day = if kind == TrainingKind::Contest { "竞赛日期" } else { "截止日期" };
        let paper = match kind {
            TrainingKind::Training => {
                "先按对象套用预设：单选 30 题、多选 10 题、判断 10 题，80 分合格，可考 3 次。保存草稿后可在“考核方案”里逐项修改"
            }
            TrainingKind::Contest => {
                "单选 30 题、多选 10 题、判断 10 题，30 分钟，只考一次；所有人同一套题、同一顺序，选项各自打乱"
            }
            TrainingKind::Officials => "单选 30 题、多选 8 题、判断 8 题，60 分钟，80 分合格，可考 3 次",
        };
        view! {
            {kinds(view)}
            <div class="measure">
            <ui::PostForm action="/api/training/create">
                <input type="hidden" name="kind" value=kind.code()/>
                <ui::Field label=format!("{}名称", kind.term()) name="title" value=value("title") error=error("title")
                    required=true/>
                {hours}
                {meant}
                <ui::Field label=day name="due_on" kind="date" value=value("due_on") error=error("due_on")
                    required=true/>
                {contest}
                {lesson}
                <ui::ChoiceGroup legend="考核用题库" name="banks" options=banks many=true
                    selected=chosen("banks") error=error("banks")
                    hint=paper/>
                <ui::Button kind=Kind::Primary>"保存草稿"</ui::Button>
            </ui::PostForm>
            </div>
        }
        .into_any()
    })
}

/// The ways to the forms of the other kinds.
fn kinds(view: &NewForm) -> AnyView {
    if view.follows.is_some() {
        return ().into_any();
    }
    let links = TrainingKind::ALL.iter().map(|kind| {
        let href = Link::to("/office/trainings/new").with("kind", kind_code(*kind)).to_string();
        let here = (*kind == view.kind).then_some("page");
        view! { <a class="button" href=href aria-current=here>{kind.term()}</a> }
    });
    view! { <nav class="actions" aria-label="类别">{links.collect::<Vec<_>>()}</nav> }.into_any()
}

/// What only a contest asks: its hours on the day, its round, and who of the round before takes part.
fn contest_fields(frame: &Frame, view: &NewForm) -> AnyView {
    let error = |name: &str| field_error(&frame.flash, name).unwrap_or_default();
    let follows = view.follows.as_ref().map(|(id, title)| {
        let hint = format!("取“{title}”的前几名");
        let takes = frame.typed("takes");
        view! {
            <input type="hidden" name="follows" value=id.to_string()/>
            <ui::Field label="晋级人数" name="takes" value=takes error=error("takes") hint=hint
                inputmode="numeric" required=true/>
        }
    });
    let first = view.follows.is_none();
    let rounds = Round::ALL.iter().filter(|round| first || **round != Round::Preliminary);
    let rounds: Vec<_> = rounds.map(|round| choice(round.code(), round.term())).collect();
    let typed = frame.typed("round");
    let chosen = match (typed.is_empty(), first) {
        (false, _) => typed,
        (true, true) => Round::Preliminary.code().to_owned(),
        (true, false) => Round::Final.code().to_owned(),
    };
    view! {
        {follows}
        <ui::ChoiceGroup legend="轮次" name="round" options=rounds selected=vec![chosen] error=error("round")/>
        <ui::Field label="开始时间" name="from" kind="time" value=frame.typed("from") error=error("from")
            hint="不填则发布后随时可以开始"/>
        <ui::Field label="结束时间" name="until" kind="time" value=frame.typed("until") error=error("until")
            hint="不填则到当天结束。结束前不显示答案，也不排名次"/>
    }
    .into_any()
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
        let kind = view.line.kind;
        let mut facts = vec![
            fact("类别", kind.term()),
            fact("状态", status(&view.line)),
            fact("对象", format!("{audience}（现有 {} 人）", view.meant)),
            fact("截止", text::date(view.line.due_on)),
            fact("考核", test),
        ];
        if kind.teaches() {
            facts.push(fact("学时", view.hours.to_string()));
            facts.push(fact("讲师", view.lecturer.clone()));
        }
        let after = match kind {
            TrainingKind::Training => None,
            TrainingKind::Contest => {
                Some((format!("/office/trainings/{}/ranking", view.line.id), "名次和推荐"))
            }
            TrainingKind::Officials => Some(("/office/officials".to_owned(), "按部门统计")),
        };
        let after = after.map(|(href, words)| view! { <p><a href=href>{words}</a></p> });
        let parts = kind.teaches().then(|| format!("/office/trainings/{}/lessons", view.line.id));
        let parts = parts.map(|href| view! { <p><a href=href>"课件的各个部分"</a></p> });
        let (lesson, ways) = (view.lesson_html.clone(), crate::session::ways(view));
        let audience = format!("/office/trainings/{}/audience", view.line.id);
        let archive = format!("/office/trainings/{}/archive", view.line.id);
        view! {
            <ui::Card>
                <ui::Facts items=facts/>
                {after}
                {parts}
                <p><a href=audience>"设定对象、看应训名单"</a></p>
                {ways}
                <p><a href=archive>"一期一档"</a></p>
            </ui::Card>
            {exam(frame, view)}
            {(view.line.status != "draft").then(|| attendees(frame, view))}
            {kind.teaches().then(|| view! {
                <ui::Disclosure label="课件内容">
                    <article class="lesson measure" inner_html=lesson></article>
                </ui::Disclosure>
            })}
        }
        .into_any()
    })
}

fn actions(view: &OfficeTraining) -> AnyView {
    let id = view.line.id.to_string();
    // Before there is a test, writing its blueprint is the next step.
    let kind = if view.line.has_test { Kind::Primary } else { Kind::Plain };
    match view.line.status.as_str() {
        "draft" => view! {
            <ui::PostForm action="/api/training/publish" inline=true>
                <input type="hidden" name="training" value=id/>
                <ui::Button kind=kind>"发布"</ui::Button>
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

/// The test of a training, and the ways to its blueprint.
fn exam(frame: &Frame, view: &OfficeTraining) -> AnyView {
    let path = format!("/office/trainings/{}/test", view.line.id);
    let may_write = is_office(frame) && view.line.status == "draft";
    let (words, kind) = match (may_write, view.line.has_test) {
        (true, false) => ("编制考核方案", Kind::Primary),
        (true, true) => ("修改考核方案", Kind::Plain),
        (false, _) => ("查看考核方案", Kind::Plain),
    };
    let preview = (is_office(frame) && view.line.has_test).then(|| {
        view! { <ui::LinkButton href=format!("{path}/preview")>"预览样卷"</ui::LinkButton> }
    });
    let monitor = view.exam.filter(|_| view.line.status != "draft").map(|exam| {
        view! {
            <ui::LinkButton href=format!("/office/exams/{exam}")>"查看考试情况"</ui::LinkButton>
            <ui::LinkButton href=format!("/office/exams/{exam}/monitor")>"查看考试现场"</ui::LinkButton>
        }
    });
    let missing = (!view.line.has_test).then(|| {
        view! { <p>"凡培训必考核：先编制考核方案，才能发布。"</p> }
    });
    view! {
        <ui::Card title="考核">
            {missing}
            <div class="actions"><ui::LinkButton href=path kind=kind>{words}</ui::LinkButton>{preview}{monitor}</div>
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
                    <ui::Button>"提出免考"</ui::Button>
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

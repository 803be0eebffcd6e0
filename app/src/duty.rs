//! What people owe: the office's list, one person, and what examinees and principals see on their phone.

pub mod coverage;

use crate::{
    layout::{self, Desk},
    text::{self, field_error},
    ui::{self, Column, Link, NavItem, Tone, cells, choice, fact},
};
use contract::{
    Frame,
    duty::{DutiesView, DutyGroup, DutyRow, MyDuties, PersonDuties, UnitDuties},
};
use domain::{
    duty::{Duty, State},
    organization::{Position, Sector},
    policy::{Topic, Trust},
};
use leptos::prelude::*;

/// The tone of a state.
const fn tone(state: State) -> Tone {
    match state {
        State::Overdue => Tone::Bad,
        State::DueSoon => Tone::Warn,
        State::Open => Tone::Neutral,
        State::Met => Tone::Good,
    }
}

fn badge(state: State) -> AnyView {
    view! { <ui::Badge tone=tone(state)>{state.term()}</ui::Badge> }.into_any()
}

fn link(path: &str, view: &DutiesView) -> Link {
    let query = &view.query;
    Link::to(path)
        .with("state", &query.state)
        .with("topic", &query.topic)
        .with("area", &query.area)
        .with("sector", &query.sector)
        .with("position", &query.position)
        .with("unit", &query.unit)
        .with("q", &query.q)
}

/// The office's list.
#[must_use]
pub fn list(frame: &Frame, view: &DutiesView) -> String {
    let at = view.computed_at.map(|at| format!("计算于 {}", text::minute(at)));
    let at = if view.computing {
        "正在重新计算，稍后刷新可看到最新结果".into()
    } else {
        at.unwrap_or_default()
    };
    let subtitle =
        if view.unit_name.is_empty() { at } else { format!("只看：{} · {at}", view.unit_name) };
    let export = link("/office/duties.xlsx", view).to_string();
    let actions = view.may_manage.then(|| {
        view! {
            <ui::LinkButton href=export download="培训责任清单.xlsx">"导出 Excel（记入日志）"</ui::LinkButton>
            <ui::PostForm action="/api/duty/refresh" inline=true><ui::Button>"立即重算"</ui::Button></ui::PostForm>
        }
        .into_any()
    });
    layout::desk(frame, Desk { actions, subtitle, ..Desk::titled("培训责任") }, || {
        let no_policy = (!view.has_policy).then(|| {
            view! {
                <ui::Notice tone=Tone::Warn title="还没有生效的培训制度" body="培训责任按制度计算，制度批准生效后才有应训清单。">
                    <ui::LinkButton href="/office/policy">"去看培训制度"</ui::LinkButton>
                </ui::Notice>
            }
        });
        view! {
            {no_policy}
            {figures(view)}
            {filters(view)}
            {rows(view)}
            {groups(view)}
        }
        .into_any()
    })
}

fn figures(view: &DutiesView) -> AnyView {
    let all = view.tally;
    let whole = all.overdue + all.soon + all.open + all.met;
    let figures = [
        (State::Overdue, all.overdue),
        (State::DueSoon, all.soon),
        (State::Open, all.open),
        (State::Met, all.met),
    ];
    let figures = figures.map(|(state, count)| {
        let href = link("/office/duties", view).with("state", state.code()).to_string();
        let aside = (view.query.state == state.code())
            .then(|| view! { <ui::Badge tone=Tone::Accent>"已筛选"</ui::Badge> }.into_any());
        view! {
            <ui::Figure label=state.term() value=count.to_string() share=Some((count, whole)) tone=tone(state)
                aside=aside.unwrap_or_else(|| ().into_any()) href=href link="看名单" note=format!("共 {whole} 项")/>
        }
    });
    view! { <div class="grid">{figures}</div> }.into_any()
}

fn filters(view: &DutiesView) -> AnyView {
    let query = view.query.clone();
    let states = State::ALL.iter().map(|s| choice(s.code(), s.term())).collect();
    let topics = Topic::ALL.iter().map(|t| choice(t.code(), t.term())).collect();
    let areas = view.areas.iter().map(|(id, name)| choice(id.to_string(), name.clone())).collect();
    let sectors = Sector::ENTERPRISE.iter().map(|s| choice(s.code(), s.term())).collect();
    let positions = Position::ALL.iter().map(|p| choice(p.code(), p.term())).collect();
    view! {
        <ui::Filters link=link("/office/duties", view) fields=&["state", "topic", "area", "sector", "position", "q", "unit"]>
            <ui::Field label="姓名或单位" name="q" kind="search" value=query.q/>
            <ui::SelectField label="状态" name="state" options=states value=query.state blank="未完成"/>
            <ui::SelectField label="类别" name="topic" options=topics value=query.topic blank="全部"/>
            <ui::SelectField label="管理区" name="area" options=areas value=query.area blank="全部"/>
            <ui::SelectField label="行业领域" name="sector" options=sectors value=query.sector blank="全部"/>
            <ui::SelectField label="岗位" name="position" options=positions value=query.position blank="全部"/>
        </ui::Filters>
    }
    .into_any()
}

fn rows(view: &DutiesView) -> AnyView {
    let columns = vec![
        Column::text("姓名"),
        Column::text("岗位"),
        Column::text("单位"),
        Column::text("管理区"),
        Column::text("培训责任"),
        Column::text("学时"),
        Column::text("到期"),
        Column::text("状态"),
        Column::text("依据"),
    ];
    let lines = view.rows.iter().map(row).collect();
    let pager = view.pager;
    view! {
        <ui::Table caption="培训责任" columns=columns rows=lines cards=true empty="没有符合条件的培训责任"/>
        <ui::Pager link=link("/office/duties", view) page=pager.page size=pager.size total=pager.total/>
    }
    .into_any()
}

fn row(row: &DutyRow) -> Vec<ui::Cell> {
    let person = format!("/office/duties/{}", row.person);
    let unit = Link::to("/office/duties").with("unit", row.unit).to_string();
    let hours = if row.hours == 0 { "—".to_owned() } else { format!("{} / {}", row.hours_done, row.hours) };
    cells![
        view! { <a href=person>{row.name.clone()}</a> },
        row.position.clone(),
        view! { <a href=unit>{row.unit_name.clone()}</a> },
        row.area.clone(),
        row.title.clone(),
        view! { <span class="num">{hours}</span> },
        view! { <span class="num">{text::date(row.due_on)}</span> },
        badge(row.state),
        view! { <span class="small">{row.basis.clone()}</span> },
    ]
}

fn groups(view: &DutiesView) -> AnyView {
    let table = |caption: &'static str, key: &'static str, groups: &[DutyGroup]| {
        let rows = groups.iter().map(|group| {
            let to = |state: State, count: u64| {
                let href = link("/office/duties", view).with(key, &group.code).with("state", state.code());
                view! { <a class="num" href=href.to_string()>{count.to_string()}</a> }
            };
            let tally = group.tally;
            cells![
                group.term.clone(),
                to(State::Overdue, tally.overdue),
                to(State::DueSoon, tally.soon),
                to(State::Open, tally.open),
                to(State::Met, tally.met),
            ]
        });
        let rows = rows.collect();
        let mut columns = vec![Column::text(caption)];
        columns.extend(["逾期", "即将到期", "未到期", "已完成"].map(Column::number));
        view! { <ui::Table caption=format!("按{caption}") caption_shown=true columns=columns rows=rows/> }
    };
    let (by_area, by_sector) =
        (table("管理区", "area", &view.by_area), table("行业领域", "sector", &view.by_sector));
    let (by_position, by_topic) =
        (table("岗位", "position", &view.by_position), table("类别", "topic", &view.by_topic));
    view! {
        <ui::Disclosure label="按管理区、行业、岗位和类别汇总" open=true>
            {by_area}
            {by_sector}
            {by_position}
            {by_topic}
        </ui::Disclosure>
    }
    .into_any()
}

/// One person's duties, for the office.
#[must_use]
pub fn person(frame: &Frame, view: &PersonDuties) -> String {
    let crumbs = vec![NavItem::new("/office/duties", "培训责任")];
    let title = format!("{}的培训责任", view.name);
    layout::desk(frame, Desk { crumbs, ..Desk::titled(&title) }, || {
        let unit = format!("/office/enterprises/{}", view.unit);
        let facts = vec![
            fact("单位", view! { <a href=unit>{view.unit_name.clone()}</a> }),
            fact("岗位", view.position.clone()),
            fact("入职", text::date(view.joined_on)),
            fact("任现岗", text::date(view.since)),
        ];
        let rows = view.duties.iter().map(|duty| {
            let state = duty.state(view.today);
            cells![
                duty.title.clone(),
                duty.frequency.map_or("到期前", domain::policy::Frequency::term),
                text::progress(duty),
                view! { <span class="num">{text::date(duty.due_on)}</span> },
                badge(state),
                view! { {basis(duty)} },
                met_by(duty),
            ]
        });
        let rows = rows.collect();
        let (posts, correct) = (posts(view), view.may_manage.then(|| correct(frame, view)));
        let columns =
            ["培训责任", "频次", "进度", "到期", "状态", "依据", "完成依据"].map(Column::text).to_vec();
        view! {
            <ui::Card title="任职">
                <ui::Facts items=facts columns=true/>
                {posts}{correct}
            </ui::Card>
            <ui::Table caption="培训责任" columns=columns rows=rows cards=true empty="按现行制度没有培训责任"/>
        }
        .into_any()
    })
}

fn basis(duty: &Duty) -> AnyView {
    let doubt = matches!(duty.trust, Trust::Corroborated | Trust::Background);
    let doubt = doubt.then(|| view! { <span class="muted">{format!("（{}）", duty.trust.term())}</span> });
    let version = (duty.version > 0).then(|| {
        let href = format!("/office/policy?version={}", duty.version);
        view! { " "<a href=href>{format!("第 {} 版制度", duty.version)}</a> }
    });
    view! { <span class="small">{duty.basis.clone()}{doubt}{version}</span> }.into_any()
}

fn met_by(duty: &Duty) -> AnyView {
    let lines: Vec<_> = duty
        .credits
        .iter()
        .map(|credit| {
            let words = format!("{}《{}》{} 学时", credit.on, credit.title, credit.hours);
            view! { <p class="small">{words}</p> }
        })
        .collect();
    if lines.is_empty() { "—".into_any() } else { lines.into_any() }
}

fn posts(view: &PersonDuties) -> AnyView {
    let lines: Vec<_> = view
        .posts
        .iter()
        .map(|(position, since, reason)| {
            let reason = reason.as_ref().map(|reason| format!("，更正：{reason}")).unwrap_or_default();
            view! { <li class="small">{format!("{since} 起 {position}{reason}")}</li> }
        })
        .collect();
    (!lines.is_empty()).then(|| view! { <ul>{lines}</ul> }).into_any()
}

fn correct(frame: &Frame, view: &PersonDuties) -> AnyView {
    let error = |name: &str| field_error(&frame.flash, name).unwrap_or_default();
    let (undated, reasonless) = (error("held_on"), error("reason"));
    let wrong = !undated.is_empty() || !reasonless.is_empty();
    let (held_on, reason, person) = (frame.typed("held_on"), frame.typed("reason"), view.person.to_string());
    view! {
        <ui::Disclosure label="更正任职日期" open=wrong>
            <div class="measure">
            <ui::PostForm action="/api/duty/correct-post">
                <input type="hidden" name="person" value=person/>
                <p class="small muted">"名册导入日不等于任职日。以任命文件或劳动合同为准更正，原记录保留。"</p>
                <ui::Field label="任现岗日期" name="held_on" kind="date" value=held_on error=undated required=true/>
                <ui::Field label="理由" name="reason" value=reason error=reasonless required=true/>
                <ui::Button>"更正"</ui::Button>
            </ui::PostForm>
            </div>
        </ui::Disclosure>
    }
    .into_any()
}

/// The own duties, as a card of the examinee's home.
#[must_use]
pub fn my_card(view: &MyDuties) -> AnyView {
    if view.duties.is_empty() {
        return ().into_any();
    }
    let left = view.duties.iter().filter(|duty| duty.met_on.is_none()).count();
    let aside = if left == 0 {
        view! { <ui::Badge tone=Tone::Good>"全部完成"</ui::Badge> }.into_any()
    } else {
        view! { <ui::Badge tone=Tone::Warn>{format!("还有 {left} 项")}</ui::Badge> }.into_any()
    };
    let lines: Vec<_> = view.duties.iter().map(|duty| my_line(duty, duty.state(view.today))).collect();
    view! { <ui::Card title="我的培训责任" id="duties" aside=aside>{lines}</ui::Card> }.into_any()
}

fn my_line(duty: &Duty, state: State) -> AnyView {
    let about = format!("{}；{}", text::due(state, duty.due_on), text::progress(duty));
    let about = if state == State::Met { text::progress(duty) } else { about };
    let doubt = if matches!(duty.trust, Trust::Corroborated | Trust::Background) {
        format!("（{}）", duty.trust.term())
    } else {
        String::new()
    };
    let basis = format!("依据：{}{doubt}", duty.basis);
    view! {
        <div>
            <div class="row"><strong>{duty.title.clone()}</strong>{badge(state)}</div>
            <p class="small">{about}</p>
            <p class="small muted">{basis}</p>
        </div>
    }
    .into_any()
}

/// What the people of a unit have not met, as a card of who leads it.
#[must_use]
pub fn unit_card(view: &UnitDuties) -> AnyView {
    if !view.leads {
        return ().into_any();
    }
    let tally = view.tally;
    let words = format!(
        "逾期 {} 项，30 天内到期 {} 项，未到期 {} 项，已完成 {} 项",
        tally.overdue, tally.soon, tally.open, tally.met
    );
    let lines: Vec<_> = view
        .lacking
        .iter()
        .map(|(name, position, duty)| {
            let state = duty.state(view.today);
            let who = format!("{name} · {position}");
            let about =
                format!("{}；{}；{}", duty.title, text::due(state, duty.due_on), text::progress(duty));
            view! {
                <div>
                    <div class="row"><span>{who}</span>{badge(state)}</div>
                    <p class="small">{about}</p>
                    <p class="small muted">{format!("依据：{}", duty.basis)}</p>
                </div>
            }
        })
        .collect();
    view! { <ui::Card title="本单位培训责任"><p class="small">{words}</p>{lines}</ui::Card> }.into_any()
}

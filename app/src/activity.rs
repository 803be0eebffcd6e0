//! Public activities: the month on a calendar, the list, one activity, campaigns.

use crate::{
    layout::{self, Desk},
    text::{self, field_error},
    ui::{self, Column, Kind, Link, NavItem, Tone, cells, choice, fact},
};
use contract::{
    Frame,
    activity::{ActivityCalendar, ActivityChoices, ActivityLine, ActivityView, CalendarDay, CampaignLine},
};
use domain::activity::{ActivityState, ActivityTag};
use leptos::prelude::*;

const WEEKDAYS: [&str; 7] = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];

fn badge(state: Option<ActivityState>) -> AnyView {
    let tone = match state {
        Some(ActivityState::Held) => Tone::Good,
        Some(ActivityState::Planned) => Tone::Accent,
        Some(ActivityState::Cancelled) | None => Tone::Neutral,
    };
    view! { <ui::Badge tone=tone>{state.map_or("—", ActivityState::term)}</ui::Badge> }.into_any()
}

fn tags() -> Vec<ui::Choice> {
    ActivityTag::ALL.iter().map(|tag| choice(tag.code(), tag.term())).collect()
}

fn named(list: &[(impl ToString, String)]) -> Vec<ui::Choice> {
    list.iter().map(|(id, name)| choice(id.to_string(), name.clone())).collect()
}

/// The calendar of a month, and all activities below it.
#[must_use]
pub fn calendar(frame: &Frame, view: &ActivityCalendar) -> String {
    let new = view.may_write.then(|| {
        view! { <ui::LinkButton href="/office/activities/new" kind=Kind::Primary>"登记活动"</ui::LinkButton> }
    });
    let actions = view! {
        {new}<ui::LinkButton href="/office/activities/campaigns">"专项活动"</ui::LinkButton>
    }
    .into_any();
    let subtitle = "活动、培训场次和培训截止日".to_owned();
    let desk = Desk { actions: Some(actions), subtitle, ..Desk::titled("活动日历") };
    layout::desk(frame, desk, || {
        let link = |month: &str| Link::to("/office/activities").with("month", month).with("tag", &view.tag);
        let (before, after) = (link(&view.before).to_string(), link(&view.after).to_string());
        let mut all = vec![choice("", "全部")];
        all.extend(tags());
        let filter = Link::to("/office/activities").with("month", &view.month).with("tag", &view.tag);
        let (month, label, tag) = (view.month.clone(), view.month.clone(), view.tag.clone());
        let grid = grid(view);
        let list = list(view);
        view! {
            <ui::Filters link=filter fields=&["tag"] label="查看">
                <ui::SelectField label="类别" name="tag" options=all value=tag/>
            </ui::Filters>
            <section class="month" aria-label=label>
                <div class="month-head">
                    <a href=before>"上个月"</a><h2>{month}</h2><a href=after>"下个月"</a>
                </div>
                {grid}
            </section>
            {list}
        }
        .into_any()
    })
}

fn grid(view: &ActivityCalendar) -> AnyView {
    let head: Vec<_> = WEEKDAYS.iter().map(|day| view! { <th scope="col">{*day}</th> }).collect();
    let rows: Vec<_> = view
        .weeks
        .iter()
        .map(|week| view! { <tr>{week.iter().enumerate().map(|(n, day)| cell(n, day)).collect::<Vec<_>>()}</tr> })
        .collect();
    let nothing = view.weeks.iter().flatten().all(|day| day.entries.is_empty());
    let nothing = nothing.then(|| view! { <p class="muted month-nothing">"这个月还没有安排。"</p> });
    view! {
        <table class="month-grid">
            <caption class="hidden">{format!("{} 的安排", view.month)}</caption>
            <thead><tr>{head}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
        {nothing}
    }
    .into_any()
}

fn cell(weekday: usize, day: &CalendarDay) -> AnyView {
    let entries: Vec<_> = day
        .entries
        .iter()
        .map(|entry| {
            view! {
                <li><a href=entry.href.clone()>{entry.label.clone()}</a>
                    <span class="small muted">{entry.kind.clone()}</span></li>
            }
        })
        .collect();
    let mut class = vec!["month-day"];
    class.extend((!day.inside).then_some("outside"));
    class.extend(entries.is_empty().then_some("free"));
    let number = chrono::Datelike::day(&day.day).to_string();
    let full = format!("{} {}", text::date(day.day), WEEKDAYS.get(weekday).copied().unwrap_or_default());
    let today = day.today.then_some("date");
    view! {
        <td class=class.join(" ") aria-current=today>
            <span class="month-number num" aria-hidden="true">{number}</span>
            <span class="month-full small">{full}</span>
            {(!entries.is_empty()).then(|| view! { <ul>{entries}</ul> })}
        </td>
    }
    .into_any()
}

fn list(view: &ActivityCalendar) -> AnyView {
    let columns = vec![
        Column::text("日期"),
        Column::text("活动"),
        Column::text("类别"),
        Column::text("地点"),
        Column::text("管理区"),
        Column::number("人数"),
        Column::text("状态"),
    ];
    let rows = view.lines.iter().map(|line: &ActivityLine| {
        let href = format!("/office/activities/{}", line.id);
        cells![
            text::date(line.held_on),
            view! { <a href=href>{line.title.clone()}</a> },
            line.tag.map_or("—", ActivityTag::term),
            line.place.clone(),
            if line.area.is_empty() { "全街道".to_owned() } else { line.area.clone() },
            line.headcount.map_or("—".to_owned(), |n| n.to_string()),
            badge(line.state),
        ]
    });
    let rows = rows.collect();
    let mut link = Link::to("/office/activities").with("month", &view.month).with("tag", &view.tag);
    if let Some(campaign) = view.campaign {
        link = link.with("campaign", campaign);
    }
    let pager = view.pager;
    let caption = if view.campaign.is_some() { "这个专项的活动" } else { "全部活动" };
    view! {
        <ui::Table caption=caption caption_shown=true columns=columns rows=rows cards=true empty="还没有登记活动"/>
        <ui::Pager link=link page=pager.page size=pager.size total=pager.total/>
    }
    .into_any()
}

/// The form of a new activity.
#[must_use]
pub fn form(frame: &Frame, view: &ActivityChoices) -> String {
    let crumbs = vec![NavItem::new("/office/activities", "活动日历")];
    layout::desk(frame, Desk { crumbs, ..Desk::titled("登记活动") }, || {
        let typed = frame.flash.typed.clone();
        let value = move |name: &str| typed.get(name).cloned().unwrap_or_default();
        let flash = frame.flash.clone();
        let error = move |name: &str| field_error(&flash, name).unwrap_or_default();
        let key = Some(value("key")).filter(|key| !key.is_empty()).unwrap_or_else(|| view.key.to_string());
        let mut areas = vec![choice("", "全街道")];
        areas.extend(named(&view.areas));
        let mut campaigns = vec![choice("", "不属于专项活动")];
        campaigns.extend(named(&view.campaigns));
        view! {
            <div class="measure">
            <ui::PostForm action="/api/activity/plan">
                <input type="hidden" name="key" value=key/>
                <ui::Field label="活动名称" name="title" value=value("title") error=error("title") required=true maxlength=60/>
                <ui::SelectField label="类别" name="tag" options=tags() value=value("tag") error=error("tag")/>
                <ui::Field label="日期" name="held_on" kind="date" value=value("held_on") error=error("held_on") required=true/>
                <ui::Field label="地点" name="place" value=value("place") error=error("place") required=true maxlength=60/>
                <ui::Field label="组织单位" name="organiser" value=value("organiser") error=error("organiser") required=true maxlength=60/>
                <ui::SelectField label="范围" name="area" options=areas value=value("area") error=error("area")/>
                <ui::SelectField label="专项活动" name="campaign" options=campaigns value=value("campaign") error=error("campaign")/>
                <p class="small muted">"全民应急演练是事先公布的活动；四不演练不在这里登记，也不会出现在日历上。"</p>
                <ui::Button kind=Kind::Primary>"登记"</ui::Button>
            </ui::PostForm>
            </div>
        }
        .into_any()
    })
}

/// One activity.
#[must_use]
pub fn detail(frame: &Frame, view: &ActivityView) -> String {
    let crumbs = vec![NavItem::new("/office/activities", "活动日历")];
    layout::desk(frame, Desk { crumbs, ..Desk::titled(&view.line.title) }, || {
        let line = &view.line;
        let area = if line.area.is_empty() { "全街道".to_owned() } else { line.area.clone() };
        let mut facts = vec![
            fact("状态", badge(line.state)),
            fact("类别", line.tag.map_or("—", ActivityTag::term)),
            fact("日期", text::date(line.held_on)),
            fact("地点", line.place.clone()),
            fact("组织单位", line.organiser.clone()),
            fact("范围", area),
        ];
        facts.extend(view.campaign.clone().map(|name| fact("专项活动", name)));
        facts.extend(line.headcount.map(|n| fact("参加人数", format!("{n} 人"))));
        if !line.said.is_empty() {
            let label =
                if line.state == Some(ActivityState::Cancelled) { "取消原因" } else { "活动情况" };
            facts.push(fact(label, line.said.clone()));
        }
        let (hold, cancel) = (hold(frame, view), cancel(frame, view));
        view! { <ui::Card><ui::Facts items=facts/></ui::Card>{hold}{cancel} }.into_any()
    })
}

fn hold(frame: &Frame, view: &ActivityView) -> AnyView {
    if !view.may_hold {
        let waits = view.may_cancel.then(|| {
            view! { <p class="small muted">"活动当天起可以登记人数和情况。"</p> }
        });
        return waits.into_any();
    }
    let id = view.line.id.to_string();
    let typed = |name: &str| frame.flash.typed.get(name).cloned().unwrap_or_default();
    let error = |name: &str| field_error(&frame.flash, name).unwrap_or_default();
    let (headcount, remarks) = (typed("headcount"), typed("remarks"));
    let (wrong_headcount, wrong_remarks) = (error("headcount"), error("remarks"));
    view! {
        <ui::Card title="登记举办情况">
            <div class="measure">
            <ui::PostForm action="/api/activity/hold">
                <input type="hidden" name="activity" value=id/>
                <ui::Field label="参加人数" name="headcount" value=headcount error=wrong_headcount inputmode="numeric" required=true/>
                <ui::TextArea label="活动情况" name="remarks" value=remarks error=wrong_remarks rows=3 hint="500 字以内，登记后不能再改"/>
                <ui::Button kind=Kind::Primary>"登记，活动已举办"</ui::Button>
            </ui::PostForm>
            </div>
        </ui::Card>
    }
    .into_any()
}

fn cancel(frame: &Frame, view: &ActivityView) -> AnyView {
    if !view.may_cancel {
        return ().into_any();
    }
    let id = view.line.id.to_string();
    let reason = frame.flash.typed.get("reason").cloned().unwrap_or_default();
    let wrong = field_error(&frame.flash, "reason").unwrap_or_default();
    let open = !wrong.is_empty();
    view! {
        <ui::Disclosure label="取消这次活动" open=open>
            <ui::PostForm action="/api/activity/cancel">
                <input type="hidden" name="activity" value=id/>
                <ui::Field label="原因" name="reason" value=reason error=wrong required=true maxlength=200/>
                <ui::Button>"取消活动"</ui::Button>
            </ui::PostForm>
        </ui::Disclosure>
    }
    .into_any()
}

/// The campaigns with their figures.
#[must_use]
pub fn campaigns(frame: &Frame, lines: &[CampaignLine], may_write: bool) -> String {
    let crumbs = vec![NavItem::new("/office/activities", "活动日历")];
    let actions = may_write.then(|| {
        view! { <ui::LinkButton href="/office/activities/campaigns/new" kind=Kind::Primary>"新建专项活动"</ui::LinkButton> }
            .into_any()
    });
    layout::desk(frame, Desk { crumbs, actions, ..Desk::titled("专项活动") }, || {
        if lines.is_empty() {
            return view! { <ui::Empty title="还没有专项活动" body="把安全生产月等的活动和培训归到一起，看完成了多少。"/> }
                .into_any();
        }
        lines.iter().map(campaign).collect::<Vec<_>>().into_any()
    })
}

fn campaign(line: &CampaignLine) -> AnyView {
    let of = |done: u32, goal: u32| match goal {
        0 => done.to_string(),
        goal => format!("{done} / {goal}"),
    };
    let days = format!("{} 至 {}", text::date(line.from_on), text::date(line.until_on));
    let (name, term) = (line.name.clone(), line.tag.map_or("—", ActivityTag::term));
    let month = line.from_on.format("%Y-%m").to_string();
    let href = Link::to("/office/activities").with("month", &month).with("campaign", line.id).to_string();
    let held = format!("{} 场（已安排 {} 场）", of(line.held, line.goal_activities), line.planned);
    let mut facts = vec![
        fact("时间", days),
        fact("已举办", view! { <a href=href>{held}</a> }),
        fact("参加", format!("{} 人次", of(line.people, line.goal_people))),
    ];
    if !line.trainings.is_empty() {
        let links: Vec<_> = line
            .trainings
            .iter()
            .map(|(id, title)| {
                let href = format!("/office/trainings/{id}");
                view! { <li><a href=href>{title.clone()}</a></li> }
            })
            .collect();
        facts.push(fact("培训", view! { <ul class="plain">{links}</ul> }));
    }
    let aside = view! { <ui::Badge tone=Tone::Accent>{term}</ui::Badge> }.into_any();
    view! { <ui::Card title=name aside=aside><ui::Facts items=facts/></ui::Card> }.into_any()
}

/// The form of a new campaign.
#[must_use]
pub fn campaign_form(frame: &Frame, view: &ActivityChoices) -> String {
    let crumbs = vec![
        NavItem::new("/office/activities", "活动日历"),
        NavItem::new("/office/activities/campaigns", "专项活动"),
    ];
    layout::desk(frame, Desk { crumbs, ..Desk::titled("新建专项活动") }, || {
        let typed = frame.flash.typed.clone();
        let value = move |name: &str| typed.get(name).cloned().unwrap_or_default();
        let flash = frame.flash.clone();
        let error = move |name: &str| field_error(&flash, name).unwrap_or_default();
        let key = Some(value("key")).filter(|key| !key.is_empty()).unwrap_or_else(|| view.key.to_string());
        let trainings = named(&view.trainings);
        let some = !trainings.is_empty();
        let trainings = some.then(|| {
            view! { <ui::ChoiceGroup legend="包含的培训" name="trainings" options=trainings many=true/> }
        });
        view! {
            <div class="measure">
            <ui::PostForm action="/api/activity/begin-campaign">
                <input type="hidden" name="key" value=key/>
                <ui::Field label="名称" name="title" value=value("title") error=error("title") required=true maxlength=60/>
                <ui::SelectField label="类别" name="tag" options=tags() value=value("tag") error=error("tag")/>
                <ui::Field label="开始日期" name="from" kind="date" value=value("from") error=error("from") required=true/>
                <ui::Field label="结束日期" name="until" kind="date" value=value("until") error=error("until") required=true/>
                <ui::Field label="目标场次" name="goal_activities" value=value("goal_activities") error=error("goal_activities") inputmode="numeric" hint="不定目标的不填"/>
                <ui::Field label="目标人次" name="goal_people" value=value("goal_people") error=error("goal_people") inputmode="numeric" hint="不定目标的不填"/>
                {trainings}
                <ui::Button kind=Kind::Primary>"新建"</ui::Button>
            </ui::PostForm>
            </div>
        }
        .into_any()
    })
}

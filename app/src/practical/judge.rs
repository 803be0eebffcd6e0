//! What a judge sees: whom to judge, and one person's sheet.

use super::{hundredths, points, verdict};
use crate::{
    layout,
    text::{self, field_error},
    ui::{self, Kind, Link, Tone},
};
use contract::{
    Frame,
    practical::{JudgeView, SessionLine, ToJudge},
};
use domain::{
    exam::Points,
    practical::{Given, Item},
};
use leptos::prelude::*;

/// The assessments that somebody judges.
#[must_use]
pub fn list(frame: &Frame, sessions: &[SessionLine]) -> String {
    layout::phone(frame, "实操评分", || {
        if sessions.is_empty() {
            return view! {
                <ui::Empty title="没有要评的实操考核" body="应急办指定您为考评员后，这里会出现要评的人员。"/>
            }
            .into_any();
        }
        let cards = sessions.iter().map(|session| {
            let href = format!("/team/practical/{}", session.id);
            let left = session.people.saturating_sub(session.settled);
            let tone = if left == 0 { Tone::Good } else { Tone::Warn };
            let words = if left == 0 { "已评完".to_owned() } else { format!("还有 {left} 人") };
            let badge = view! { <ui::Badge tone=tone>{words}</ui::Badge> }.into_any();
            let about = format!("{} · {}", text::date(session.held_on), session.sheet);
            view! {
                <ui::Card title=session.title.clone() aside=badge>
                    <p class="small muted">{about}</p>
                    <ui::LinkButton href=href wide=true>"打开"</ui::LinkButton>
                </ui::Card>
            }
        });
        cards.collect::<Vec<_>>().into_any()
    })
}

/// An assessment, or one person's sheet in it.
#[must_use]
pub fn page(frame: &Frame, view: &JudgeView) -> String {
    layout::phone(frame, &view.title, || match &view.shown {
        Some((person, given)) => {
            let shown = view.people.iter().find(|p| p.person == *person);
            shown.map_or_else(|| ().into_any(), |shown| sheet(frame, view, shown, given.as_deref()))
        }
        None => people(view),
    })
}

fn people(view: &JudgeView) -> AnyView {
    let about = format!("{} · {}", text::date(view.held_on), view.sheet_title);
    let left = view.people.iter().filter(|p| p.own.is_none()).count();
    let head = match left {
        0 => "都已评完。".to_owned(),
        n => format!("还有 {n} 人要评。提交后不能再改；别人的评分在都提交后才显示。"),
    };
    let rows = view.people.iter().map(|person| {
        let href = Link::to(format!("/team/practical/{}", view.id)).with("person", person.person).to_string();
        view! {
            <div class="row">
                <div><a href=href>{person.name.clone()}</a><div class="small muted">{person.unit.clone()}</div></div>
                {standing(person)}
            </div>
        }
    });
    let rows: Vec<_> = rows.collect();
    view! { <p class="muted">{about}</p><ui::Card><p>{head}</p>{rows}</ui::Card> }.into_any()
}

fn standing(person: &ToJudge) -> AnyView {
    match (person.own, person.verdict) {
        (Some(_), Some(found)) => verdict(found),
        _ => view! { <ui::Badge tone=Tone::Warn>"待评"</ui::Badge> }.into_any(),
    }
}

fn sheet(frame: &Frame, view: &JudgeView, person: &ToJudge, given: Option<&[Given]>) -> AnyView {
    let back = format!("/team/practical/{}", view.id);
    let items = view.sheet.items();
    let content = match given {
        Some(given) => {
            let found = person.verdict.map(verdict);
            let rows = items.iter().zip(given).map(|(item, given)| {
                let failed = given.failed.then(|| view! { <ui::Badge tone=Tone::Bad>"否决项不合格"</ui::Badge> });
                let points = format!("{} / {} 分", points(given.points), points(item.points));
                view! { <div class="row"><span>{item.title.clone()}</span><span>{failed}" "{points}</span></div> }
            });
            let rows: Vec<_> = rows.collect();
            let total = person.own.map(hundredths).unwrap_or_default();
            let others = (!person.others.is_empty()).then(|| {
                let others = person.others.iter().map(|t| format!("{} 分", hundredths(*t)));
                let others = others.collect::<Vec<_>>().join("、");
                view! { <p>{format!("其他考评员：{others}")}</p> }
            });
            view! {
                <ui::Notice tone=Tone::Good title=format!("您已评 {total} 分") body="评分已提交，不能再改。"/>
                <ui::Card><p>{found}</p>{others}{rows}</ui::Card>
            }
            .into_any()
        }
        None => form(frame, view, person),
    };
    view! {
        <p><a href=back>"返回名单"</a></p>
        <h2>{person.name.clone()}</h2>
        <p class="muted">{person.unit.clone()}</p>
        {content}
    }
    .into_any()
}

fn form(frame: &Frame, view: &JudgeView, person: &ToJudge) -> AnyView {
    let error = field_error(&frame.flash, "points");
    let error = error.map(|error| view! { <ui::Notice tone=Tone::Bad title=error/> });
    let fields = (1..).zip(view.sheet.items()).map(|(number, item)| field(frame, number, item));
    let fields: Vec<_> = fields.collect();
    let (session, who) = (view.id.to_string(), person.person.to_string());
    view! {
        {error}
        <ui::PostForm action="/api/practical/hand-in">
            <input type="hidden" name="session" value=session/>
            <input type="hidden" name="person" value=who/>
            {fields}
            <ui::Button kind=Kind::Primary wide=true>"提交评分"</ui::Button>
            <p class="small muted">"提交后不能再改。"</p>
        </ui::PostForm>
    }
    .into_any()
}

fn field(frame: &Frame, number: usize, item: &Item) -> AnyView {
    let (points_name, veto_name) = (format!("points_{number}"), format!("veto_{number}"));
    let worth = item.points > Points::ZERO;
    let label = if worth {
        format!("{number}. {}（{} 分）", item.title, points(item.points))
    } else {
        format!("{number}. {}", item.title)
    };
    let veto = item.veto.then(|| {
        let checked = !frame.typed(&veto_name).is_empty();
        view! { <ui::Check label="否决项：没有做到" name=veto_name.clone() checked=checked/> }
    });
    let points = if worth {
        let value = frame.typed(&points_name);
        view! {
            <ui::Field label=label name=points_name value=value hint=item.criterion.clone() inputmode="decimal"
                required=true/>
        }
        .into_any()
    } else {
        view! { <p class="field-label">{label}</p><p class="field-hint">{item.criterion.clone()}</p> }
            .into_any()
    };
    view! { <ui::Card>{points}{veto}</ui::Card> }.into_any()
}

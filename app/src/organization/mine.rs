//! The own unit, on a phone.

use super::{unit::reasons, units::badges};
use crate::{
    layout,
    ui::{self, fact},
};
use contract::{Frame, duty::UnitDuties, organization::UnitView};
use domain::organization::{Position, Sector};
use leptos::prelude::*;

/// Renders the own unit.
#[must_use]
pub fn mine(frame: &Frame, view: &UnitView, duties: &UnitDuties) -> String {
    let (view, training) = (view.clone(), crate::duty::unit_card(duties));
    layout::phone(frame, "本单位", move || {
        let unit = &view.unit;
        let basics = vec![
            fact("单位", unit.name.clone()),
            fact("行业领域", unit.sector.map_or("—", Sector::term)),
            fact("管理区", unit.area.clone()),
            fact("从业人数", format!("{} 人", unit.headcount)),
            fact("情况", if unit.facts.is_empty() { "—".into_any() } else { badges(unit) }),
        ];
        let duties = vec![
            fact("应急演练", if unit.half_yearly { "每半年至少一次" } else { "每年至少一次" }),
            fact("依据", reasons(unit.high_hazard, unit.crowded)),
        ];
        let people: Vec<_> = view
            .people
            .iter()
            .map(|p| {
                let about = format!("{} · {}", p.position.map_or("—", Position::term), p.mobile);
                view! { <div class="row"><span>{p.name.clone()}</span><span class="small muted num">{about}</span></div> }
            })
            .collect();
        // Who sees the people leads the unit.
        let leads = (!people.is_empty()).then(|| {
            view! {
                <ui::LinkButton href="/my/enterprise/registers" wide=true>"证书和场所台账"</ui::LinkButton>
                <ui::LinkButton href="/my/enterprise/archive" wide=true>"本单位培训档案"</ui::LinkButton>
            }
        });
        // Who leads the unit sees its people, and enters what it did.
        let carriers = (!people.is_empty()).then(|| {
            view! { <ui::LinkButton href="/my/enterprise/carriers" kind=ui::Kind::Primary wide=true>"记晨会等五个载体"</ui::LinkButton> }
        });
        let people = (!people.is_empty()).then(|| view! { <ui::Card title="人员">{people}</ui::Card> });
        view! {
            <ui::Card title="基本情况"><ui::Facts items=basics/></ui::Card>
            {carriers}
            <ui::Card title="演练责任"><ui::Facts items=duties/></ui::Card>
            {leads}
            {training}
            {people}
            <p class="small muted">"信息有误，请联系街道应急办更正。"</p>
        }
        .into_any()
    })
}

//! The page of a unit.

use super::{people, units::badges};
use crate::{
    layout::{self, Desk},
    text,
    ui::{self, NavItem, fact},
};
use contract::{Frame, organization::UnitView};
use domain::organization::Sector;
use leptos::prelude::*;

/// Renders the page of a unit.
#[must_use]
pub fn unit(frame: &Frame, view: &UnitView) -> String {
    let view = view.clone();
    let title = view.unit.name.clone();
    let page = Desk {
        subtitle: format!("{} · {}", view.unit.area, view.unit.sector.map_or("—", Sector::term)),
        crumbs: vec![NavItem::new("/office/enterprises", "单位")],
        actions: Some(actions(&view)),
        ..Desk::titled(&title)
    };
    layout::desk(frame, page, move || {
        let unit = &view.unit;
        let basics = vec![
            fact("统一社会信用代码", view! { <span class="code">{unit.credit_code.clone()}</span> }),
            fact("地址", said(&unit.address)),
            fact("从业人数", format!("{} 人", unit.headcount)),
            fact("情况", if unit.facts.is_empty() { "—".into_any() } else { badges(unit) }),
            fact("登记时间", text::minute(view.created_at)),
            fact("最近更新", text::minute(view.updated_at)),
        ];
        let duties = vec![
            fact("应急演练", if unit.half_yearly { "每半年至少一次" } else { "每年至少一次" }),
            fact("依据", reasons(unit.high_hazard, unit.crowded)),
        ];
        let count = format!("共 {} 人", view.people.len());
        let all = format!("/office/people?unit={}", unit.id);
        let rows = view.people.into_iter().map(|person| people::line(person, false)).collect();
        view! {
            <div class="grid">
                <ui::Card title="基本情况" span=2><ui::Facts items=basics/></ui::Card>
                <ui::Card title="本单位的演练责任" span=2><ui::Facts items=duties/></ui::Card>
            </div>
            <ui::Card title="人员" aside=view! { <span class="small muted">{count}</span> }.into_any()>
                <ui::Table caption="人员" columns=people::columns(false) rows=rows cards=true empty="还没有登记人员"/>
                <p class="small"><a href=all>"在人员名单中查看"</a></p>
            </ui::Card>
        }
        .into_any()
    })
}

/// The ways to what is kept of the unit.
fn actions(view: &UnitView) -> AnyView {
    let to = |what: &str| format!("/office/enterprises/{}/{what}", view.unit.id);
    view! {
        <ui::LinkButton href=to("registers")>"证书和场所台账"</ui::LinkButton>
        <ui::LinkButton href=to("archive")>"一企一档"</ui::LinkButton>
    }
    .into_any()
}

fn said(text: &str) -> String {
    if text.is_empty() { "—".into() } else { text.into() }
}

/// Why a unit owes what it owes.
pub(super) fn reasons(high_hazard: bool, crowded: bool) -> &'static str {
    match (high_hazard, crowded) {
        (true, true) => "高危生产经营单位，且属人员密集场所",
        (true, false) => "高危生产经营单位（山东省安全生产条例第十九条）",
        (false, true) => "人员密集场所（消防法第七十三条）",
        (false, false) => "一般生产经营单位",
    }
}

//! Demo data: the places that the units' facts speak of, special operators with their licences, and a few gaps, so
//! that every list has something to show. The same every time but for the day.

use crate::{Cx, Failure};
use chrono::{Days, Months, NaiveDate};
use domain::{
    hash::hash,
    organization::{Facts, Position, Sector, UnitClass},
    register::{PlaceKind, StatutoryKind, WorkCategory, fact_of},
    stream::KeyStream,
};
use std::collections::HashMap;
use storage::{
    organization::{PersonRow, UnitRow},
    register::{PlaceRow, SpecialPostRow, StatutoryRow},
};
use uuid::Uuid;

/// Names of places with where they are and what is dangerous there, by kind.
const PLACES: [(PlaceKind, &str, &str, &str, &str); 8] = [
    (PlaceKind::ConfinedSpace, "污水池", "厂区东北角", "污水、污泥", "硫化氢中毒、缺氧窒息"),
    (PlaceKind::ConfinedSpace, "地下水泵井", "办公楼北侧", "积水", "缺氧窒息、淹溺"),
    (PlaceKind::ConfinedSpace, "除尘器箱体", "车间西侧室外", "木粉尘", "粉尘爆炸、缺氧窒息"),
    (PlaceKind::HotWork, "机修焊接工位", "机修间", "氧气、乙炔", "火灾、回火爆炸"),
    (PlaceKind::HotWork, "临时动火点", "仓库外空地", "钢结构", "火灾、触电"),
    (PlaceKind::HeightWork, "厂房屋面", "一号厂房", "彩钢瓦", "高处坠落"),
    (PlaceKind::HeightWork, "行车检修平台", "二号车间", "检修平台", "高处坠落、物体打击"),
    (PlaceKind::HeightWork, "外墙广告牌", "沿街立面", "钢架", "高处坠落"),
];
/// Who issues in the demo.
const ISSUER: &str = "某省应急管理厅";

/// Loads the registers into a street that has its units and people; `office` is who entered them.
pub async fn load(cx: &Cx, as_of: NaiveDate, office: Uuid) -> Result<(), Failure> {
    let reader = cx.reader();
    let mut units = storage::organization::all_units(&reader, cx.street()).await?;
    units.retain(|unit| Sector::from_code(&unit.sector).is_some_and(Sector::is_enterprise));
    // Identifiers are made anew each time; credit codes and mobiles are not.
    units.sort_by(|a, b| a.credit_code.cmp(&b.credit_code));
    let mut people: HashMap<Uuid, Vec<PersonRow>> = HashMap::new();
    for person in storage::organization::person_keys(&reader, cx.street()).await? {
        people.entry(person.unit_id).or_default().push(person);
    }
    people.values_mut().for_each(|people| people.sort_by(|a, b| a.mobile.cmp(&b.mobile)));
    let mut made =
        Made { cx, as_of, office, stream: KeyStream::new(&hash(b"anxun demo registers v1")), serial: 0 };
    let (mut places, mut posts, mut certificates) = (Vec::new(), Vec::new(), Vec::new());
    for unit in &units {
        places.extend(made.places(unit));
        for person in people.get(&unit.id).into_iter().flatten() {
            let (post, own) = made.papers(unit, person);
            posts.extend(post);
            certificates.extend(own);
        }
    }
    let tx = cx.begin().await?;
    storage::register::add_places(&tx, places).await?;
    for post in posts {
        storage::register::add_post(&tx, post).await?;
    }
    storage::register::add_statutory(&tx, certificates).await?;
    Ok(tx.commit().await?)
}

struct Made<'a> {
    cx: &'a Cx,
    as_of: NaiveDate,
    office: Uuid,
    stream: KeyStream,
    serial: u32,
}

impl Made<'_> {
    fn before(&mut self, most: u32) -> NaiveDate {
        self.as_of.checked_sub_days(Days::new(u64::from(self.stream.below(most)))).unwrap_or(self.as_of)
    }

    /// A place for each supervised fact, but for one in eight units, where the register is behind; and now and then
    /// one that the unit's facts do not know yet.
    fn places(&mut self, unit: &UnitRow) -> Vec<PlaceRow> {
        let facts = Facts::from_codes(&unit.facts);
        let mut rows = Vec::new();
        for kind in PlaceKind::SUPERVISED {
            let holds = fact_of(kind).is_some_and(|fact| facts.has(fact));
            let chance = self.stream.below(100);
            let enter = if holds { chance < 88 } else { chance < 2 };
            let of_kind: Vec<_> = PLACES.iter().filter(|place| place.0 == kind).collect();
            let most = u32::try_from(of_kind.len()).unwrap_or(1);
            let first = self.stream.below(most) as usize;
            let count = 1 + self.stream.below(2) as usize;
            if enter {
                let chosen = (0..count).map(|n| of_kind[(first + n) % of_kind.len()]);
                rows.extend(chosen.map(|place| self.place(unit, place)).collect::<Vec<_>>());
            }
        }
        rows
    }

    fn place(&mut self, unit: &UnitRow, place: &(PlaceKind, &str, &str, &str, &str)) -> PlaceRow {
        let (kind, name, location, medium, risk) = *place;
        let hazard = kind.hazard().map_or("", |hazard| hazard.code());
        let proposed = self.stream.below(40) == 0;
        let checked_on = self.before(300);
        PlaceRow {
            kind: kind.code().into(),
            location: location.into(),
            medium: medium.into(),
            risk: risk.into(),
            guardian: ["班组长", "安全员", "设备主管"][self.stream.below(3) as usize].into(),
            checked_on: Some(checked_on),
            state: if proposed { "proposed" } else { "active" }.into(),
            changed_at: Some(self.cx.now()),
            changed_by: Some(self.office),
            ..storage::drill::plain_risk_point(self.cx.street(), self.cx.new_uuid(), unit.id, name, hazard)
        }
    }

    /// Who works at a dangerous post of a unit with such places is a special operator; who leads a high-hazard unit
    /// holds the authority's certificate. One in twelve has none.
    fn papers(&mut self, unit: &UnitRow, person: &PersonRow) -> (Option<SpecialPostRow>, Vec<StatutoryRow>) {
        let facts = Facts::from_codes(&unit.facts);
        let class = Sector::from_code(&unit.sector).map(|sector| UnitClass::of(sector, &facts));
        let high = class.is_some_and(|class| class.high_hazard_shandong);
        let holds = self.stream.below(12) > 0;
        let position = Position::from_code(&person.position);
        let (kind, category) = match position {
            Some(Position::Principal) if high => (StatutoryKind::Principal, None),
            Some(Position::SafetyManager | Position::SafetyDirector) if high => {
                (StatutoryKind::Manager, None)
            }
            Some(Position::DangerousPost) => {
                let work = [WorkCategory::Welding, WorkCategory::Electric, WorkCategory::Height];
                (StatutoryKind::SpecialWork, Some(work[self.stream.below(3) as usize]))
            }
            _ => return (None, Vec::new()),
        };
        let post = category.map(|category| SpecialPostRow {
            street: self.cx.street().to_owned(),
            person_id: person.id,
            category: category.code().into(),
            noted_at: self.cx.now(),
            noted_by: self.office,
        });
        let own = holds.then(|| self.certificate(person, kind, category));
        (post, own.into_iter().collect())
    }

    fn certificate(
        &mut self,
        person: &PersonRow,
        kind: StatutoryKind,
        category: Option<WorkCategory>,
    ) -> StatutoryRow {
        self.serial += 1;
        // Six years with a review after three for special work, three years for the others.
        let years = if category.is_some() { 6 } else { 3 };
        let issued_on = self.before(years * 365 + 20).pred_opt().unwrap_or(self.as_of);
        let after = |months: u32| issued_on.checked_add_months(Months::new(months)).unwrap_or(issued_on);
        let proposed = self.stream.below(30) == 0;
        let at = (!proposed).then(|| self.cx.now());
        StatutoryRow {
            street: self.cx.street().to_owned(),
            id: self.cx.new_uuid(),
            person_id: person.id,
            kind: kind.code().into(),
            category: category.map(|category| category.code().into()),
            number: format!("YS{}{:05}", issued_on.format("%Y"), self.serial),
            issuer: ISSUER.into(),
            issued_on,
            valid_until: after(years * 12),
            // Most of those whose review lies in the past have passed it: nothing is due before the end.
            review_by: category
                .filter(|_| after(36) >= self.as_of || self.stream.below(8) == 0)
                .map(|_| after(36)),
            state: if proposed { "proposed" } else { "active" }.into(),
            entered_at: self.cx.now(),
            entered_by: self.office,
            confirmed_at: at,
            confirmed_by: at.map(|_| self.office),
            removed_at: None,
            removed_by: None,
            remove_reason: None,
        }
    }
}

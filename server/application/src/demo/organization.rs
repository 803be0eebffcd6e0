//! Demo data: a street with its areas, units, people, teams and accounts.
//!
//! The roster is made from a fixed seed and goes in through the same import as any other.

mod people;
mod units;
mod words;

use crate::{
    Cx, Failure,
    account::{NewAccount, add_account},
    organization::{choices, import_file},
};
use contract::{Refusal, organization::RosterTally};
use document::roster::{RawPerson, RawUnit};
use domain::{
    audit::{Event, Subject},
    hash::hash,
    organization::{DivisionCode, vocabulary_role::Role},
    stream::KeyStream,
};
use storage::{
    audit::By,
    organization::{AreaRow, StreetRow, TeamRow},
};
use uuid::Uuid;

/// The demo street's division code.
pub const STREET: &str = "370112104";
/// The password of every demo account.
pub const PASSWORD: &str = "Anxun-2026";
/// The unit whose principal signs in as the first examinee.
pub const FIRST_UNIT: &str = "恒达木业有限公司";
/// The first principal's mobile; further people have the numbers after it.
pub const FIRST_MOBILE: u64 = 19_900_000_001;

/// Units of the demo street.
const UNITS: usize = 400;
/// People of the demo street.
const PEOPLE: usize = 1_500;

/// An account that was made.
#[derive(Clone, Debug)]
pub struct DemoAccount {
    /// The account.
    pub id: Uuid,
    /// To sign in with.
    pub login: String,
    /// Whose it is.
    pub name: String,
    /// The role.
    pub role: Role,
    /// Where they belong.
    pub place: String,
}

/// What was loaded.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The figures of the roster's import.
    pub roster: RosterTally,
    /// The accounts, all with [`PASSWORD`].
    pub accounts: Vec<DemoAccount>,
}

/// The demo street's code, typed.
pub fn street() -> Result<DivisionCode, Failure> {
    Ok(DivisionCode::parse(STREET).map_err(|e| anyhow::anyhow!("{e}"))?)
}

/// Makes the demo roster: the same units and people every time.
#[must_use]
pub fn rows() -> (Vec<RawUnit>, Vec<RawPerson>) {
    let mut stream = KeyStream::new(&hash(b"anxun demo street v1"));
    let units = units::make(&mut stream, UNITS);
    let people = people::make(&mut stream, &units, PEOPLE);
    (units, people)
}

/// Makes the demo roster as a workbook.
pub async fn roster() -> Result<Vec<u8>, Failure> {
    let written = tokio::task::spawn_blocking(|| {
        let (units, people) = rows();
        document::roster::write(&units, &people, &choices(words::AREAS.map(str::to_owned).to_vec()))
    });
    let written = written.await.map_err(|e| anyhow::anyhow!("the demo roster: {e}"))?;
    written.map_err(|refusal| Failure::Broken(refusal.into()))
}

/// Loads the street, its roster, its teams and the accounts. Refuses when there is a street already.
pub async fn load(cx: &Cx) -> Result<Loaded, Failure> {
    if !storage::organization::streets(&cx.reader()).await?.is_empty() {
        return Err(Refusal::AlreadyThere.into());
    }
    let file = roster().await?;
    let (areas, teams) = add_street(cx).await?;
    let roster = import_file(cx, file).await?;
    let accounts = add_accounts(cx, areas.first(), &teams).await?;
    let tx = cx.begin().await?;
    let event = Event::DemoLoaded { units: roster.units.new, people: roster.people.new };
    cx.log_by(&tx, By::System, event, Subject::new("street", STREET)).await?;
    tx.commit().await?;
    Ok(Loaded { roster, accounts })
}

async fn add_street(cx: &Cx) -> Result<(Vec<AreaRow>, Vec<TeamRow>), Failure> {
    let street = StreetRow {
        code: STREET.into(),
        name: "唐王街道".into(),
        letters: "TW".into(),
        created_at: cx.now(),
    };
    let areas: Vec<AreaRow> = words::AREAS
        .into_iter()
        .zip(1..)
        .map(|(name, sort)| AreaRow { street: STREET.into(), id: cx.new_uuid(), name: name.into(), sort })
        .collect();
    let teams: Vec<TeamRow> = ["第一演练组", "第二演练组", "第三演练组"]
        .into_iter()
        .map(|name| TeamRow { street: STREET.into(), id: cx.new_uuid(), name: name.into() })
        .collect();
    let tx = cx.begin().await?;
    storage::organization::add_street(&tx, street).await?;
    storage::organization::add_areas(&tx, areas.clone()).await?;
    storage::organization::add_teams(&tx, teams.clone()).await?;
    tx.commit().await?;
    Ok((areas, teams))
}

async fn add_accounts(
    cx: &Cx,
    area: Option<&AreaRow>,
    teams: &[TeamRow],
) -> Result<Vec<DemoAccount>, Failure> {
    let mut wanted = vec![
        staff("office", "周明", Role::Office, "应急办"),
        staff("office2", "韩雪", Role::Office, "应急办"),
        staff("auditor", "孙正", Role::Auditor, "区应急局"),
        staff("admin", "管理员", Role::Admin, "唐王街道"),
    ];
    if let Some(area) = area {
        let (account, new) = staff("area1", "马骏", Role::Area, &area.name);
        wanted.push((account, NewAccount { area_id: Some(area.id), ..new }));
    }
    for (number, team) in teams.iter().enumerate() {
        let (account, new) = staff(&format!("team{}", number + 1), &team.name, Role::Team, &team.name);
        wanted.push((account, NewAccount { team_id: Some(team.id), ..new }));
    }
    for (mobile, person, name, unit) in examinees(cx).await? {
        let (account, new) = staff(&mobile, &name, Role::Examinee, &unit);
        wanted.push((account, NewAccount { person_id: Some(person), ..new }));
    }
    let mut accounts = Vec::new();
    for (account, new) in wanted {
        let id = add_account(cx, new).await?;
        accounts.push(DemoAccount { id, ..account });
    }
    Ok(accounts)
}

fn staff(login: &str, name: &str, role: Role, place: &str) -> (DemoAccount, NewAccount) {
    let account =
        DemoAccount { id: Uuid::nil(), login: login.into(), name: name.into(), role, place: place.into() };
    let new = NewAccount {
        login: login.into(),
        name: name.into(),
        password: PASSWORD.into(),
        must_change: false,
        role,
        area_id: None,
        person_id: None,
        team_id: None,
    };
    (account, new)
}

/// The people who can sign in: the first two principals, and the first with a rare name.
async fn examinees(cx: &Cx) -> Result<Vec<(String, Uuid, String, String)>, Failure> {
    let reader = cx.reader();
    let people = storage::organization::person_keys(&reader, cx.street()).await?;
    let units = storage::organization::all_units(&reader, cx.street()).await?;
    let mobiles = [FIRST_MOBILE, FIRST_MOBILE + 1, FIRST_MOBILE + 2].map(|m| m.to_string());
    let found = mobiles.into_iter().filter_map(|mobile| {
        let person = people.iter().find(|p| p.mobile == mobile)?;
        let unit = units.iter().find(|u| u.id == person.unit_id)?;
        Some((mobile, person.id, person.name.clone(), unit.name.clone()))
    });
    Ok(found.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::organization::{CreditCode, Employment, Fact, Facts, Mobile, Position, Sector, UnitClass};
    use std::collections::HashSet;

    #[test]
    fn the_demo_roster_is_the_same_every_time() {
        assert_eq!(rows(), rows());
    }

    #[test]
    fn the_demo_roster_has_the_size_and_shape_of_a_street() {
        let (units, people) = rows();
        assert_eq!((units.len(), people.len()), (UNITS, PEOPLE));
        let names: HashSet<_> = units.iter().map(|u| &u.name).collect();
        let codes: HashSet<_> = units.iter().map(|u| u.credit_code.as_str()).collect();
        let mobiles: HashSet<_> = people.iter().map(|p| &p.mobile).collect();
        assert_eq!((names.len(), codes.len(), mobiles.len()), (UNITS, UNITS, PEOPLE));
        assert!(units.iter().all(|u| CreditCode::parse(&u.credit_code).is_ok()));
        let sectors: HashSet<_> = units.iter().map(|u| Sector::from_term(&u.sector).unwrap()).collect();
        assert_eq!(sectors.len(), 12);
        let areas: HashSet<_> = units.iter().map(|u| &u.area).collect();
        assert_eq!(areas.len(), 8);
        assert!(
            people.iter().all(|p| Mobile::parse(&p.mobile).is_some() && codes.contains(p.unit_code.as_str()))
        );
        assert!(people.iter().all(|p| Employment::from_term(&p.employment).is_some()));
        let principals = people.iter().filter(|p| Position::from_term(&p.post) == Some(Position::Principal));
        assert_eq!(principals.map(|p| &p.unit_code).collect::<HashSet<_>>().len(), UNITS);
        assert_eq!((units[0].name.as_str(), people[0].name.as_str()), (FIRST_UNIT, "王立新"));
    }

    #[test]
    fn a_believable_part_of_the_units_owes_half_yearly_drills() {
        let (units, _) = rows();
        let half_yearly = units.iter().filter(|u| {
            let facts = Fact::ALL.iter().zip(&u.facts).filter(|(_, said)| *said == "是").map(|(f, _)| *f);
            UnitClass::of(Sector::from_term(&u.sector).unwrap(), &Facts(facts.collect()))
                .drills_each_half_year()
        });
        assert!((80..200).contains(&half_yearly.count()));
    }
}

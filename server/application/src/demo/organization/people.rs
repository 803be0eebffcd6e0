//! The demo street's people.

use super::{
    FIRST_MOBILE,
    units::pick,
    words::{FAMILY_NAMES, GIVEN_NAMES, RARE_NAMES},
};
use document::roster::{RawPerson, RawUnit};
use domain::{
    organization::{Employment, Fact, Position, Sector},
    stream::KeyStream,
};

/// Makes people until there are `count`: a principal for every unit, then managers and leaders where the
/// law or the size asks for them, then workers of dangerous and other posts.
pub(super) fn make(stream: &mut KeyStream, units: &[RawUnit], count: usize) -> Vec<RawPerson> {
    let mut posts: Vec<(&RawUnit, Position)> = units.iter().map(|u| (u, Position::Principal)).collect();
    let heads = |unit: &RawUnit| unit.headcount.parse::<u32>().unwrap_or(0);
    let managers = units.iter().filter(|u| heads(u) >= 12 || risky(u));
    posts.extend(managers.map(|u| (u, Position::SafetyManager)));
    posts.extend(units.iter().filter(|u| heads(u) >= 200).map(|u| (u, Position::SafetyDirector)));
    posts.extend(units.iter().filter(|u| heads(u) >= 40).map(|u| (u, Position::TeamLeader)));
    posts.extend(units.iter().filter(|u| risky(u)).map(|u| (u, Position::DangerousPost)));
    posts.truncate(count);
    while posts.len() < count && !units.is_empty() {
        let unit = &units[stream.below(u32::try_from(units.len()).unwrap_or(1)) as usize];
        let position =
            if risky(unit) && stream.below(100) < 35 { Position::DangerousPost } else { Position::Frontline };
        posts.push((unit, position));
    }
    let people = posts.into_iter().zip(FIRST_MOBILE..).enumerate();
    people.map(|(place, ((unit, position), mobile))| person(stream, unit, position, mobile, place)).collect()
}

fn person(
    stream: &mut KeyStream,
    unit: &RawUnit,
    position: Position,
    mobile: u64,
    place: usize,
) -> RawPerson {
    RawPerson {
        row: 0,
        rounded: false,
        unit_code: unit.credit_code.clone(),
        name: name(stream, place),
        mobile: mobile.to_string(),
        post: position.term().to_owned(),
        employment: employment(stream, unit, position).term().to_owned(),
    }
}

/// The two principals who sign in have plain names, the third a rare one; every 180th person too.
fn name(stream: &mut KeyStream, place: usize) -> String {
    match place {
        0 => "王立新".to_owned(),
        1 => "刘凤英".to_owned(),
        2 => RARE_NAMES[0].to_owned(),
        _ if place % 180 == 60 => RARE_NAMES[(place / 180) % RARE_NAMES.len()].to_owned(),
        _ => format!("{}{}", pick(stream, &FAMILY_NAMES), pick(stream, &GIVEN_NAMES)),
    }
}

fn employment(stream: &mut KeyStream, unit: &RawUnit, position: Position) -> Employment {
    if !matches!(position, Position::DangerousPost | Position::Frontline) {
        return Employment::Employee;
    }
    let dispatches = says(unit, Fact::Dispatch);
    match stream.below(100) {
        0..12 if dispatches => Employment::Dispatched,
        12..20 => Employment::Contractor,
        20..26 => Employment::Flexible,
        _ => Employment::Employee,
    }
}

fn risky(unit: &RawUnit) -> bool {
    let sector = Sector::from_term(&unit.sector);
    matches!(sector, Some(Sector::Construction | Sector::HazardousChemicals))
        || [Fact::ConfinedSpace, Fact::HotWork, Fact::Dust, Fact::Ammonia].into_iter().any(|f| says(unit, f))
}

fn says(unit: &RawUnit, fact: Fact) -> bool {
    unit.facts[fact as usize] == "是"
}

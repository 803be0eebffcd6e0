//! The demo street's units.

use super::{
    FIRST_UNIT,
    words::{AREAS, ROADS, SECTORS, SectorWords, TRADE_NAMES},
};
use document::roster::{FACTS, RawUnit};
use domain::{
    organization::{CreditCode, Fact, Sector},
    stream::KeyStream,
};
use std::collections::HashSet;

/// The characters of the last part of a credit code.
const CODE_CHARACTERS: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Makes units; the first is the one that the manual speaks of.
pub(super) fn make(stream: &mut KeyStream, count: usize) -> Vec<RawUnit> {
    let mut sectors: Vec<&SectorWords> =
        SECTORS.iter().flat_map(|s| std::iter::repeat_n(s, s.units)).take(count).collect();
    stream.shuffle(&mut sectors);
    // The two that sign in: a wood works with explosive dust, a cold store with ammonia.
    bring_forward(&mut sectors, 0, Sector::Furniture);
    bring_forward(&mut sectors, 1, Sector::Food);
    let (mut names, mut codes) = (HashSet::new(), HashSet::new());
    let named = [(FIRST_UNIT, Fact::Dust), ("鲁泉冷链食品有限公司", Fact::Ammonia)];
    names.extend(named.iter().map(|(name, _)| (*name).to_owned()));
    let mut units = Vec::with_capacity(count);
    for (place, sector) in sectors.into_iter().enumerate() {
        let mut unit = make_one(stream, sector, &mut names, &mut codes);
        if let Some((name, fact)) = named.get(place) {
            unit.name = (*name).to_owned();
            unit.headcount = "86".into();
            unit.facts[*fact as usize] = "是".into();
        }
        units.push(unit);
    }
    units
}

fn bring_forward(sectors: &mut [&SectorWords], place: usize, wanted: Sector) {
    if let Some(found) = (place..sectors.len()).find(|i| sectors[*i].sector == wanted) {
        sectors.swap(place, found);
    }
}

fn make_one(
    stream: &mut KeyStream,
    sector: &SectorWords,
    names: &mut HashSet<String>,
    codes: &mut HashSet<String>,
) -> RawUnit {
    let (least, most) = sector.headcount;
    // Small units are more frequent than large ones: the lesser of two throws.
    let headcount = least + stream.below(most - least + 1).min(stream.below(most - least + 1));
    let facts = std::array::from_fn(|place| {
        let fact = Fact::from_term(FACTS[place]);
        let chance = sector.facts.iter().find(|(f, _)| Some(*f) == fact).map_or(0, |(_, chance)| *chance);
        if chance > 0 && stream.below(100) < chance { "是" } else { "否" }.to_owned()
    });
    RawUnit {
        row: 0,
        rounded: false,
        name: name(stream, sector, names),
        credit_code: code(stream, codes),
        area: area(stream, sector.sector).to_owned(),
        sector: sector.sector.term().to_owned(),
        address: format!("唐王街道{}{}号", pick(stream, &ROADS), 1 + stream.below(380)),
        headcount: headcount.to_string(),
        facts,
    }
}

fn name(stream: &mut KeyStream, sector: &SectorWords, names: &mut HashSet<String>) -> String {
    loop {
        let name = format!("{}{}", pick(stream, &TRADE_NAMES), pick(stream, sector.endings));
        if names.insert(name.clone()) {
            return name;
        }
    }
}

fn code(stream: &mut KeyStream, codes: &mut HashSet<String>) -> String {
    loop {
        let tail: String = (0..6).map(|_| char::from(CODE_CHARACTERS[stream.below(31) as usize])).collect();
        if let Ok(code) = CreditCode::complete(&format!("91370112MA3{tail}"))
            && codes.insert(code.as_str().to_owned())
        {
            return code.as_str().to_owned();
        }
    }
}

/// Works stand in the industrial park, warehouses in the logistics park, the rest all over.
fn area(stream: &mut KeyStream, sector: Sector) -> &'static str {
    let home = match sector {
        Sector::Furniture | Sector::Machinery | Sector::BuildingMaterials | Sector::HazardousChemicals => {
            Some(5)
        }
        Sector::Warehouse | Sector::Food => Some(6),
        Sector::Education | Sector::Care => Some(7),
        _ => None,
    };
    match home {
        Some(home) if stream.below(100) < 45 => AREAS[home],
        _ => pick(stream, &AREAS),
    }
}

pub(super) fn pick<'a>(stream: &mut KeyStream, list: &[&'a str]) -> &'a str {
    list[stream.below(u32::try_from(list.len()).unwrap_or(1)) as usize]
}

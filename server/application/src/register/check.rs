//! What the rows of a register's sheet mean: a verdict for each, and what is to be stored. Pure.

use super::{
    Ground,
    cells::{Reading, number},
    sheet::{places, statutory},
};
use chrono::NaiveDate;
use contract::{
    organization::{CellChange, CellProblem, Tally, Verdict},
    register::RegisterVerdict,
};
use document::form::RawRow;
use domain::{
    organization::{CreditCode, Mobile},
    register::{EntryState, Misfit, PlaceKind, StatutoryKind, WorkCategory, checked},
};
use std::collections::HashMap;
use storage::{
    organization::{PersonRow, UnitRow},
    register::{PlaceRow, StatutoryRow},
};
use uuid::Uuid;

/// What a street holds already.
pub(super) struct Known {
    pub ground: Ground,
    pub statutory: Vec<StatutoryRow>,
    pub places: Vec<PlaceRow>,
    pub today: NaiveDate,
}

/// A certificate of a right row, and the entry that it replaces.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct GoodStatutory {
    pub person: Uuid,
    pub kind: StatutoryKind,
    pub category: Option<WorkCategory>,
    pub number: String,
    pub issuer: String,
    pub issued_on: NaiveDate,
    pub valid_until: NaiveDate,
    pub review_by: Option<NaiveDate>,
    pub replaces: Option<Uuid>,
}

/// A place of a right row, and the entry that it changes.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct GoodPlace {
    pub unit: Uuid,
    pub kind: PlaceKind,
    pub name: String,
    pub location: String,
    pub medium: String,
    pub risk: String,
    pub amount: i32,
    pub guardian: String,
    pub checked_on: Option<NaiveDate>,
    pub changes: Option<PlaceRow>,
}

/// A sheet after its check; only new and changed rows are kept to be stored.
#[derive(Default)]
pub(super) struct Checked {
    pub verdicts: Vec<RegisterVerdict>,
    pub tally: Tally,
    pub statutory: Vec<GoodStatutory>,
    pub places: Vec<GoodPlace>,
}

impl Checked {
    fn note(
        &mut self,
        reading: Reading<'_>,
        label: String,
        known: bool,
        changes: Vec<CellChange>,
    ) -> Verdict {
        let verdict = match (reading.faults.is_empty(), known, changes.is_empty()) {
            (false, ..) => Verdict::Wrong,
            (true, false, _) => Verdict::New,
            (true, true, false) => Verdict::Changed,
            (true, true, true) => Verdict::Unchanged,
        };
        self.tally.count(verdict);
        let changes = if verdict == Verdict::Changed { changes } else { Vec::new() };
        let (row, faults) = (reading.raw.row, reading.faults);
        self.verdicts.push(RegisterVerdict { row, label, verdict, faults, changes });
        verdict
    }
}

/// The values of a row beside those that are stored.
fn changes(pairs: &[(&'static str, String, String)]) -> Vec<CellChange> {
    let differ = pairs.iter().filter(|(_, from, to)| from != to);
    differ
        .map(|(column, from, to)| CellChange { column: (*column).into(), from: from.clone(), to: to.clone() })
        .collect()
}

fn unit<'k>(
    reading: &mut Reading<'_>,
    units: &HashMap<&str, &'k UnitRow>,
    column: usize,
) -> Option<&'k UnitRow> {
    let typed = reading.raw.cell(column).to_owned();
    let problem = match CreditCode::parse(&typed) {
        Ok(code) => match units.get(code.as_str()) {
            Some(unit) => return Some(unit),
            None => CellProblem::UnknownUnit,
        },
        Err(_) if typed.trim().is_empty() => CellProblem::Empty,
        Err(_) if reading.raw.rounded => CellProblem::CodeRounded,
        Err(_) => CellProblem::UnknownUnit,
    };
    reading.fault(column, problem);
    None
}

fn by_code(known: &Known) -> HashMap<&str, &UnitRow> {
    known.ground.units.values().map(|unit| (unit.credit_code.as_str(), unit)).collect()
}

/// What rows of certificates are compared with, by key.
struct Registered<'k> {
    units: HashMap<&'k str, &'k UnitRow>,
    people: HashMap<(Uuid, &'k str), &'k PersonRow>,
    stored: HashMap<(&'k str, Option<&'k str>, &'k str), &'k StatutoryRow>,
    today: NaiveDate,
}

/// Checks the rows of statutory certificates.
pub(super) fn check_statutory(rows: &[RawRow], known: &Known) -> Checked {
    use statutory::{NAME, NAMES, NUMBER};
    let active = known.ground.people.values().filter(|p| p.active);
    let registered = Registered {
        units: by_code(known),
        people: active.map(|p| ((p.unit_id, p.mobile.as_str()), p)).collect(),
        stored: known
            .statutory
            .iter()
            .map(|row| ((row.kind.as_str(), row.category.as_deref(), row.number.as_str()), row))
            .collect(),
        today: known.today,
    };
    let mut seen: HashMap<(StatutoryKind, Option<WorkCategory>, String), u32> = HashMap::new();
    let mut checked_rows = Checked::default();
    for raw in rows {
        let mut reading = Reading::new(raw, &NAMES);
        let mut good = read_statutory(&mut reading, &registered);
        let mut there = None;
        if let Some(good) = &mut good {
            if let Some(first) = seen.insert((good.kind, good.category, good.number.clone()), raw.row) {
                reading.fault(NUMBER, CellProblem::SameEntry { row: first });
            }
            let key = (good.kind.code(), good.category.map(WorkCategory::code), good.number.as_str());
            there = registered.stored.get(&key).copied();
            good.replaces = there.map(|row| row.id);
            if let Some(row) = there.filter(|row| row.person_id != good.person) {
                let holder = known.ground.people.get(&row.person_id);
                let name = holder.map(|p| p.name.clone()).unwrap_or_default();
                reading.fault(NUMBER, CellProblem::NumberTaken { name });
            }
        }
        let differ = match (&good, there) {
            (Some(good), Some(row)) => statutory_changes(good, row),
            _ => Vec::new(),
        };
        let label = format!("{} {}", raw.cell(NAME).trim(), raw.cell(NUMBER).trim());
        let verdict = checked_rows.note(reading, label, there.is_some(), differ);
        if matches!(verdict, Verdict::New | Verdict::Changed) {
            checked_rows.statutory.extend(good);
        }
    }
    checked_rows
}

/// Reads a row of a certificate; notes all that is wrong with it by itself.
fn read_statutory(reading: &mut Reading<'_>, registered: &Registered<'_>) -> Option<GoodStatutory> {
    use statutory::{CATEGORY, ISSUED, ISSUER, KIND, NUMBER, REVIEW, UNTIL};
    let raw = reading.raw;
    let person = holder(reading, registered);
    let kinds: Vec<_> = StatutoryKind::ALL.iter().map(|kind| kind.term()).collect();
    let kind = reading.term(KIND, StatutoryKind::from_term, &kinds);
    let unnamed = raw.cell(CATEGORY).trim().is_empty();
    let categories: Vec<_> = WorkCategory::ALL.iter().map(|category| category.term()).collect();
    let category = if unnamed { None } else { reading.term(CATEGORY, WorkCategory::from_term, &categories) };
    let typed = reading.words(NUMBER, 40).map(|text| number(&text));
    let issuer = reading.words(ISSUER, 60);
    for (column, text) in [(NUMBER, &typed), (ISSUER, &issuer)] {
        if text.as_ref().is_some_and(|text| text.chars().count() < 2) {
            reading.fault(column, CellProblem::TooShort { least: 2 });
        }
    }
    let issued_on = reading.day(ISSUED);
    let valid_until = reading.day(UNTIL);
    let review_by = reading.optional_day(REVIEW);
    let (kind, issued_on, valid_until, review_by) = (kind?, issued_on?, valid_until?, review_by?);
    if (unnamed || category.is_some())
        && let Err(misfit) = checked(kind, category, issued_on, valid_until, review_by, registered.today)
    {
        let (column, problem) = match misfit {
            Misfit::CategoryMissing | Misfit::CategoryUnwanted => (CATEGORY, CellProblem::CategoryMisfit),
            Misfit::IssuedLater => (ISSUED, CellProblem::DateMisfit),
            Misfit::Validity => (UNTIL, CellProblem::DateMisfit),
            Misfit::Review => (REVIEW, CellProblem::DateMisfit),
        };
        reading.fault(column, problem);
    }
    Some(GoodStatutory {
        person: person?.id,
        kind,
        category,
        number: typed?,
        issuer: issuer?,
        issued_on,
        valid_until,
        review_by,
        replaces: None,
    })
}

/// Finds who holds a certificate: somebody in post, by unit, mobile and name.
fn holder<'k>(reading: &mut Reading<'_>, registered: &Registered<'k>) -> Option<&'k PersonRow> {
    use statutory::{CODE, MOBILE, NAME};
    let unit = unit(reading, &registered.units, CODE);
    let name = reading.words(NAME, 50);
    let mobile = Mobile::parse(reading.raw.cell(MOBILE));
    if mobile.is_none() {
        reading.fault(MOBILE, CellProblem::NotAMobile);
    }
    let (unit, name, mobile) = (unit?, name?, mobile?);
    let person = registered.people.get(&(unit.id, mobile.as_str())).copied().filter(|p| p.name == name);
    if person.is_none() {
        reading.fault(NAME, CellProblem::UnknownPerson);
    }
    person
}

fn statutory_changes(good: &GoodStatutory, row: &StatutoryRow) -> Vec<CellChange> {
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let entry = |code: &str| EntryState::from_code(code).map_or("", EntryState::term).to_owned();
    changes(&[
        ("发证机关", row.issuer.clone(), good.issuer.clone()),
        ("发证日期", row.issued_on.to_string(), good.issued_on.to_string()),
        ("有效期至", row.valid_until.to_string(), good.valid_until.to_string()),
        ("复审日期", day(row.review_by), day(good.review_by)),
        // What a unit entered counts from then on.
        ("状态", entry(&row.state), EntryState::Active.term().to_owned()),
    ])
}

/// Checks the rows of places.
pub(super) fn check_places(rows: &[RawRow], known: &Known) -> Checked {
    use places::{AMOUNT, CHECKED, CODE, GUARDIAN, KIND, LOCATION, MEDIUM, NAME, NAMES, RISK};
    let units = by_code(known);
    let stored: HashMap<(Uuid, &str, &str), &PlaceRow> =
        known.places.iter().map(|row| ((row.unit_id, row.kind.as_str(), row.name.as_str()), row)).collect();
    let mut seen: HashMap<(Uuid, PlaceKind, String), u32> = HashMap::new();
    let mut checked_rows = Checked::default();
    for raw in rows {
        let mut reading = Reading::new(raw, &NAMES);
        let unit = unit(&mut reading, &units, CODE);
        let kind = reading.term(KIND, PlaceKind::from_term, &PlaceKind::SUPERVISED.map(PlaceKind::term));
        let kind = kind.filter(|kind| {
            let supervised = kind.hazard().is_some();
            if !supervised {
                let allowed = PlaceKind::SUPERVISED.iter().map(|k| k.term().to_owned()).collect();
                reading.fault(KIND, CellProblem::UnknownTerm { allowed });
            }
            supervised
        });
        let name = reading.words(NAME, 60);
        let texts = [(LOCATION, 100), (MEDIUM, 60), (RISK, 100), (GUARDIAN, 30)];
        let [location, medium, risk, guardian] = texts.map(|(column, most)| reading.text(column, most));
        let amount = match raw.cell(AMOUNT).trim() {
            "" => Some(1),
            text => text.parse().ok().filter(|amount| (1..=999).contains(amount)),
        };
        if amount.is_none() {
            reading.fault(AMOUNT, CellProblem::NotANumber { most: 999 });
        }
        let checked_on = reading.optional_day(CHECKED);
        if checked_on.flatten().is_some_and(|day| day > known.today) {
            reading.fault(CHECKED, CellProblem::DateMisfit);
        }
        let mut there = None;
        if let (Some(unit), Some(kind), Some(name)) = (unit, kind, &name) {
            if let Some(first) = seen.insert((unit.id, kind, name.clone()), raw.row) {
                reading.fault(NAME, CellProblem::SameEntry { row: first });
            }
            there = stored.get(&(unit.id, kind.code(), name.as_str())).copied();
        }
        let texts = location.zip(medium).zip(risk).zip(guardian);
        let good = match (unit, kind, name, texts, amount, checked_on) {
            (
                Some(unit),
                Some(kind),
                Some(name),
                Some((((location, medium), risk), guardian)),
                Some(amount),
                Some(checked_on),
            ) => Some(GoodPlace {
                unit: unit.id,
                kind,
                name,
                location,
                medium,
                risk,
                amount,
                guardian,
                checked_on,
                changes: there.cloned(),
            }),
            _ => None,
        };
        let differ = match (&good, there) {
            (Some(good), Some(row)) => place_changes(good, row),
            _ => Vec::new(),
        };
        let label = format!("{} {}", unit.map_or("", |u| u.name.as_str()), raw.cell(NAME).trim());
        let verdict = checked_rows.note(reading, label, there.is_some(), differ);
        if matches!(verdict, Verdict::New | Verdict::Changed) {
            checked_rows.places.extend(good);
        }
    }
    checked_rows
}

fn place_changes(good: &GoodPlace, row: &PlaceRow) -> Vec<CellChange> {
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let entry = EntryState::from_code(&row.state).map_or("", EntryState::term).to_owned();
    changes(&[
        ("位置", row.location.clone(), good.location.clone()),
        ("介质或物料", row.medium.clone(), good.medium.clone()),
        ("主要风险", row.risk.clone(), good.risk.clone()),
        ("数量", row.amount.to_string(), good.amount.to_string()),
        ("监护人", row.guardian.clone(), good.guardian.clone()),
        ("最近检查日期", day(row.checked_on), day(good.checked_on)),
        ("状态", entry, EntryState::Active.term().to_owned()),
    ])
}

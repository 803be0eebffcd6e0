//! The rows of the sheet of people.

use super::{Checked, Known, Row, changes};
use contract::organization::{CellChange, CellProblem, RosterSheet, Verdict};
use document::roster::{RawPerson, RosterSheets};
use domain::organization::{Employment, Position};
use std::collections::{HashMap, HashSet};
use storage::organization::PersonRow;

/// What a right row says of a person, with what it leaves out filled in from what is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct GoodPerson {
    pub unit_code: String,
    pub name: String,
    pub mobile: String,
    pub position: Position,
    pub employment: Employment,
    pub verdict: Verdict,
}

/// Checks the people. `codes` are the credit codes of the file's own units.
pub(super) fn check(sheets: &RosterSheets, known: &Known, codes: &HashSet<String>, checked: &mut Checked) {
    let mut seen: HashMap<(String, String), (u32, String)> = HashMap::with_capacity(sheets.people.len());
    for raw in &sheets.people {
        let mut row =
            Row { sheet: RosterSheet::People, row: raw.row, label: raw.name.clone(), faults: Vec::new() };
        let code = row.code("单位统一社会信用代码", &raw.unit_code, raw.rounded);
        let code = code.filter(|code| {
            let there = codes.contains(code) || known.unit(code).is_some();
            if !there {
                row.fault("单位统一社会信用代码", &raw.unit_code, CellProblem::UnknownUnit);
            }
            there
        });
        let name = row.name("姓名", &raw.name);
        let mobile = row.mobile("手机号", &raw.mobile);
        if let (Some(code), Some(name), Some(mobile)) = (&code, &name, &mobile) {
            match seen.get(&(code.clone(), mobile.clone())) {
                Some((first, other)) if other == name => {
                    row.fault("手机号", &raw.mobile, CellProblem::SamePerson { row: *first });
                }
                Some((first, other)) => {
                    row.fault(
                        "手机号",
                        &raw.mobile,
                        CellProblem::OtherName { row: *first, name: other.clone() },
                    );
                }
                None => drop(seen.insert((code.clone(), mobile.clone()), (raw.row, name.clone()))),
            }
        }
        let stored = match (&code, &mobile) {
            (Some(code), Some(mobile)) => known.person(code, mobile),
            _ => None,
        };
        let person = read(raw, code, name, mobile, stored, &mut row);
        let differs = match (&person, stored) {
            (Some(person), Some(stored)) => differences(person, stored),
            _ => Vec::new(),
        };
        let verdict = row.verdict(stored.is_some(), differs);
        checked.tally.people.count(verdict.verdict);
        if let Some(person) = person.filter(|_| verdict.verdict != Verdict::Wrong) {
            checked.people.push(GoodPerson { verdict: verdict.verdict, ..person });
        }
        checked.verdicts.push(verdict);
    }
}

fn read(
    raw: &RawPerson,
    code: Option<String>,
    name: Option<String>,
    mobile: Option<String>,
    stored: Option<&PersonRow>,
    row: &mut Row,
) -> Option<GoodPerson> {
    let position = row.term("岗位类别", &raw.post, Position::from_term, || {
        Position::ALL.iter().map(|p| p.term().to_owned()).collect()
    });
    let employment = if raw.employment.trim().is_empty() {
        // Left out: as stored, and the unit's own worker where nothing is.
        stored.and_then(|s| Employment::from_code(&s.employment)).or(Some(Employment::Employee))
    } else {
        row.term("用工形式", &raw.employment, Employment::from_term, || {
            Employment::ALL.iter().map(|e| e.term().to_owned()).collect()
        })
    };
    Some(GoodPerson {
        unit_code: code?,
        name: name?,
        mobile: mobile?,
        position: position?,
        employment: employment?,
        verdict: Verdict::New,
    })
}

fn differences(person: &GoodPerson, stored: &PersonRow) -> Vec<CellChange> {
    let position = Position::from_code(&stored.position).map_or(stored.position.as_str(), |p| p.term());
    let employment =
        Employment::from_code(&stored.employment).map_or(stored.employment.as_str(), |e| e.term());
    // Somebody who had left and stands in a roster is back.
    let active = if stored.active { "在岗" } else { "离岗" };
    changes(
        ["姓名", "岗位类别", "用工形式", "状态"],
        [stored.name.clone(), position.to_owned(), employment.to_owned(), active.to_owned()],
        &[
            person.name.clone(),
            person.position.term().to_owned(),
            person.employment.term().to_owned(),
            "在岗".to_owned(),
        ],
    )
}

//! The rows of the sheet of units.

use super::{Checked, Known, Row, changes};
use contract::organization::{CellProblem, RosterSheet, Verdict};
use document::roster::{FACTS, RawUnit, RosterSheets};
use domain::organization::{Fact, Facts, Sector};
use std::collections::{HashMap, HashSet};
use storage::organization::UnitRow;

/// What a right row says of a unit, with what it leaves out filled in from what is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct GoodUnit {
    pub name: String,
    pub credit_code: String,
    /// The area's name; it may be new.
    pub area: String,
    pub sector: Sector,
    pub address: String,
    /// 0 to 1,000,000.
    pub headcount: i32,
    pub facts: Facts,
    pub verdict: Verdict,
}

/// Checks the units; gives the credit codes that stand in the sheet, in wrong rows too.
pub(super) fn check(sheets: &RosterSheets, known: &Known, checked: &mut Checked) -> HashSet<String> {
    let mut seen: HashMap<String, u32> = HashMap::with_capacity(sheets.units.len());
    for raw in &sheets.units {
        let mut row =
            Row { sheet: RosterSheet::Units, row: raw.row, label: raw.name.clone(), faults: Vec::new() };
        let code = row.code("统一社会信用代码", &raw.credit_code, raw.rounded);
        if let Some(code) = &code {
            match seen.get(code) {
                Some(first) => {
                    row.fault("统一社会信用代码", &raw.credit_code, CellProblem::SameCode { row: *first });
                }
                None => drop(seen.insert(code.clone(), raw.row)),
            }
        }
        let stored = code.as_deref().and_then(|code| known.unit(code));
        let unit = read(raw, code, stored, &mut row);
        let differs = match (&unit, stored) {
            (Some(unit), Some(stored)) => differences(unit, stored, known),
            _ => Vec::new(),
        };
        let verdict = row.verdict(stored.is_some(), differs);
        checked.tally.units.count(verdict.verdict);
        if let Some(unit) = unit.filter(|_| verdict.verdict != Verdict::Wrong) {
            checked.units.push(GoodUnit { verdict: verdict.verdict, ..unit });
        }
        checked.verdicts.push(verdict);
    }
    seen.into_keys().collect()
}

fn read(raw: &RawUnit, code: Option<String>, stored: Option<&UnitRow>, row: &mut Row) -> Option<GoodUnit> {
    let name = row.text("单位名称", &raw.name, 100);
    let area = row.text("管理区", &raw.area, 50);
    let sector = row.term("行业领域", &raw.sector, Sector::from_term, || {
        Sector::ALL.iter().map(|s| s.term().to_owned()).collect()
    });
    let address = row.optional_text("地址", &raw.address, 200).flatten();
    let headcount = row.headcount("从业人数", &raw.headcount);
    let mut facts = stored.map(|s| Facts::from_codes(&s.facts)).unwrap_or_default();
    for (column, value) in FACTS.iter().zip(&raw.facts) {
        // Nothing said keeps what is stored: an empty cell is unknown, not 否.
        if let (Some(holds), Some(fact)) = (row.yes_no(column, value), Fact::from_term(column)) {
            if holds {
                facts.0.insert(fact)
            } else {
                facts.0.remove(&fact)
            };
        }
    }
    Some(GoodUnit {
        name: name?,
        credit_code: code?,
        area: area?,
        sector: sector?,
        address: address.or_else(|| stored.map(|s| s.address.clone())).unwrap_or_default(),
        headcount: headcount.or_else(|| stored.map(|s| s.headcount)).unwrap_or(0),
        facts,
        verdict: Verdict::New,
    })
}

fn differences(unit: &GoodUnit, stored: &UnitRow, known: &Known) -> Vec<contract::organization::CellChange> {
    let terms = |facts: &Facts| facts.0.iter().map(|f| f.term()).collect::<Vec<_>>().join("、");
    let sector = Sector::from_code(&stored.sector).map_or(stored.sector.as_str(), |s| s.term());
    // A closed unit that stands in a roster works again.
    let closed = if stored.closed_on.is_some() { "已关闭" } else { "在营" };
    changes(
        ["单位名称", "管理区", "行业领域", "地址", "从业人数", "情况", "状态"],
        [
            stored.name.clone(),
            known.area_name(stored.area_id).to_owned(),
            sector.to_owned(),
            stored.address.clone(),
            stored.headcount.to_string(),
            terms(&Facts::from_codes(&stored.facts)),
            closed.to_owned(),
        ],
        &[
            unit.name.clone(),
            unit.area.clone(),
            unit.sector.term().to_owned(),
            unit.address.clone(),
            unit.headcount.to_string(),
            terms(&unit.facts),
            "在营".to_owned(),
        ],
    )
}

//! Reading a roster: the sheets by name, otherwise by their headers.

use super::{FACTS, PERSON_COLUMNS, RawPerson, RawUnit, RosterSheets, UNIT_COLUMNS};
use crate::workbook::{Column, Header, Limits, Row, Sheet, WorkbookRefusal, read_all};

/// Name of the sheet of units.
pub(super) const UNITS: &str = "单位";
/// Name of the sheet of people.
pub(super) const PEOPLE: &str = "人员";

/// Reads a roster of unknown origin.
///
/// Titles above the headers, further sheets and columns, any order of columns, and empty rows do no harm.
///
/// # Errors
/// A file that is no sound workbook, has neither sheet, or lacks required columns in one of them.
pub fn parse(bytes: &[u8], limits: &Limits) -> Result<RosterSheets, WorkbookRefusal> {
    let sheets = read_all(bytes, limits)?;
    let units = locate(&sheets, UNITS, &UNIT_COLUMNS)?;
    let people = locate(&sheets, PEOPLE, &PERSON_COLUMNS)?;
    if units.is_none() && people.is_none() {
        let wanted = UNIT_COLUMNS.iter().chain(&PERSON_COLUMNS).filter(|c| c.required).map(|c| c.name);
        return Err(WorkbookRefusal::NoHeader { wanted: wanted.collect() });
    }
    let mut roster = RosterSheets::default();
    if let Some((sheet, header)) = units {
        roster.units = records(sheet, &header, unit);
        roster.absent.extend(absent(&UNIT_COLUMNS, &header));
    }
    if let Some((sheet, header)) = people {
        roster.people = records(sheet, &header, person);
        roster.absent.extend(absent(&PERSON_COLUMNS, &header));
    }
    Ok(roster)
}

/// The sheet of that name, or else the first one with all required columns.
fn locate<'a>(
    sheets: &'a [Sheet],
    name: &str,
    columns: &[Column],
) -> Result<Option<(&'a Sheet, Header)>, WorkbookRefusal> {
    if let Some(sheet) = sheets.iter().find(|sheet| sheet.name.trim() == name && !sheet.rows.is_empty()) {
        return Ok(Some((sheet, sheet.header(columns)?)));
    }
    let mut partial = None;
    for sheet in sheets.iter().filter(|sheet| !sheet.rows.is_empty()) {
        match sheet.header(columns) {
            Ok(header) => return Ok(Some((sheet, header))),
            Err(WorkbookRefusal::MissingColumns { columns: missing, .. }) => {
                let required = columns.iter().filter(|column| column.required).count();
                // More than half of them: meant as this sheet, and worth a word.
                if missing.len() * 2 < required && partial.is_none() {
                    partial =
                        Some(WorkbookRefusal::MissingColumns { sheet: sheet.name.clone(), columns: missing });
                }
            }
            Err(_) => {}
        }
    }
    partial.map_or(Ok(None), Err)
}

/// The rows below the header that say something in a wanted column.
fn records<T>(sheet: &Sheet, header: &Header, make: impl Fn(&Row, &Header) -> T) -> Vec<T> {
    let says = |row: &&Row| (0..header.positions.len()).any(|wanted| !header.cell(row, wanted).is_empty());
    sheet.below(header).iter().filter(says).map(|row| make(row, header)).collect()
}

fn absent(columns: &[Column], header: &Header) -> Vec<&'static str> {
    let pairs = columns.iter().zip(&header.positions);
    pairs.filter(|(_, position)| position.is_none()).map(|(column, _)| column.name).collect()
}

fn unit(row: &Row, header: &Header) -> RawUnit {
    let cell = |wanted: usize| header.cell(row, wanted).to_owned();
    let first_fact = UNIT_COLUMNS.len() - FACTS.len();
    RawUnit {
        row: row.number,
        rounded: row.rounded,
        name: cell(0),
        credit_code: cell(1),
        area: cell(2),
        sector: cell(3),
        address: cell(4),
        headcount: cell(5),
        facts: std::array::from_fn(|fact| cell(first_fact + fact)),
    }
}

fn person(row: &Row, header: &Header) -> RawPerson {
    let cell = |wanted: usize| header.cell(row, wanted).to_owned();
    RawPerson {
        row: row.number,
        rounded: row.rounded,
        unit_code: cell(0),
        name: cell(1),
        mobile: cell(2),
        post: cell(3),
        employment: cell(4),
    }
}

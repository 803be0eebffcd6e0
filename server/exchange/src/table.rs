//! Tables of questions, whatever file they come from: headers in any order and wording, a row a question, a
//! case a row with the rows of its parts.

mod basis;
mod header;
mod lines;
mod options;
mod row;
mod words;

pub(crate) use lines::lines;
pub(crate) use words::truth;

use std::collections::{BTreeSet, HashMap};

use contract::exchange::{CellIssue, Column, FileNote, Place, Reason, RowNote};
use domain::bank::{KindName, RawPart};

use crate::{
    entry::{Defaults, Entry},
    judge::{Found, judge},
};
use header::{Header, Mark};
use row::{Record, Rules};

/// A table as it stands in a file.
pub(crate) struct Grid {
    /// The name of the sheet; empty for a file without sheets.
    pub name: String,
    /// The filled rows in order.
    pub rows: Vec<GridRow>,
    pub facts: Facts,
}

/// A filled row.
pub(crate) struct GridRow {
    /// From 1.
    pub number: u32,
    /// A number in it lost digits.
    pub rounded: bool,
    pub cells: Vec<String>,
}

/// What a sheet says beside its cells. Rows count from 1, columns from 0.
#[derive(Default)]
pub(crate) struct Facts {
    pub hidden_rows: BTreeSet<u32>,
    pub hidden_columns: BTreeSet<usize>,
    /// Rows at which a picture begins.
    pub pictures: BTreeSet<u32>,
    pub merges: Vec<Merge>,
}

/// A merged range of several rows; only its first cell holds a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Merge {
    pub rows: (u32, u32),
    pub column: usize,
}

/// So many unknown columns are named; more are counted.
const MOST_NAMED: usize = 12;
/// So many cells are filled from merged ones at most: ranges may overlap in a damaged file.
const MOST_FILLED: usize = 500_000;

/// Reads the questions of a table; none if it has no headers.
pub(crate) fn read(mut grid: Grid, defaults: &Defaults, notes: &mut Vec<FileNote>) -> Option<Vec<Entry>> {
    let header = header::find(&grid.rows)?;
    passed_over(&grid, &header, notes);
    let mut filled = fill_merged(&mut grid, &header);
    let rules =
        Rules { own: header.own, has_kind: header.has(Column::Kind), plain_ids: plain_ids(&grid, &header) };
    let mut heading = words::sheet_kind(&grid.name);
    let mut records = Vec::new();
    for grid_row in grid.rows.drain(..).skip(header.at + 1) {
        let (number, rounded) = (grid_row.number, grid_row.rounded);
        if !header.own
            && let Some(kind) = section(&grid_row.cells)
        {
            heading = Some(kind);
            continue;
        }
        let Some(taken) = header.take(grid_row) else { continue };
        let mut record = row::read(taken, heading, &rules);
        if rounded {
            record.notes.push(RowNote::NumberRounded);
        }
        if filled.remove(&number) {
            record.notes.push(RowNote::MergedTaken);
        }
        if grid.facts.hidden_rows.contains(&number) {
            record.notes.push(RowNote::HiddenRow);
        }
        if grid.facts.pictures.contains(&number) {
            record.notes.push(RowNote::PictureLeft);
        }
        records.push(record);
    }
    Some(group(&grid.name, records).into_iter().map(|found| judge(found, defaults)).collect())
}

/// Tells of columns that are not read, and of hidden ones that are.
fn passed_over(grid: &Grid, header: &Header, notes: &mut Vec<FileNote>) {
    let titles = grid.rows.get(header.names).map(|row| row.cells.as_slice()).unwrap_or_default();
    let mut more = 0;
    let mut named = 0;
    for (index, title) in titles.iter().enumerate().filter(|(_, title)| !title.is_empty()) {
        let sheet = grid.name.clone();
        match header.marks.get(index).copied().flatten() {
            None if named < MOST_NAMED => {
                named += 1;
                notes.push(FileNote::ColumnIgnored { sheet, title: title.chars().take(40).collect() });
            }
            None => more += 1,
            Some(Mark::Known) => {}
            Some(_) if grid.facts.hidden_columns.contains(&index) => {
                notes.push(FileNote::ColumnHidden { sheet, title: title.clone() });
            }
            Some(_) => {}
        }
    }
    if more > 0 {
        notes.push(FileNote::ColumnsIgnored { sheet: grid.name.clone(), count: more });
    }
}

/// Puts the value of a merged cell into the rows below it, where it says the same of each. Gives those rows.
fn fill_merged(grid: &mut Grid, header: &Header) -> BTreeSet<u32> {
    const SHARED: [Column; 9] = [
        Column::Kind,
        Column::Difficulty,
        Column::Topics,
        Column::Sectors,
        Column::Audiences,
        Column::Law,
        Column::Article,
        Column::Item,
        Column::BasisNote,
    ];
    let mut filled = BTreeSet::new();
    let mut left = MOST_FILLED;
    for merge in &grid.facts.merges {
        let shared =
            matches!(header.marks.get(merge.column), Some(Some(Mark::Field(c))) if SHARED.contains(c));
        let from = grid.rows.partition_point(|row| row.number < merge.rows.0);
        let Some(first) = grid.rows.get(from).filter(|row| shared && row.number == merge.rows.0) else {
            continue;
        };
        let Some(value) = first.cells.get(merge.column).cloned() else { continue };
        for row in grid.rows.iter_mut().skip(from + 1).take_while(|row| row.number <= merge.rows.1) {
            if left == 0 {
                return filled;
            }
            left -= 1;
            if row.cells.len() <= merge.column {
                row.cells.resize(merge.column + 1, String::new());
            }
            if row.cells[merge.column].is_empty() {
                row.cells[merge.column].clone_from(&value);
                filled.insert(row.number);
            }
        }
    }
    filled
}

/// Whether the 题号 only count the rows, so that they are no identifiers.
fn plain_ids(grid: &Grid, header: &Header) -> bool {
    let Some(at) = header.position(Column::Id).filter(|_| !header.own) else { return false };
    let mut ids =
        grid.rows.iter().skip(header.at + 1).filter_map(|row| row.cells.get(at)).filter(|id| !id.is_empty());
    ids.all(|id| id.len() <= 6 && id.bytes().all(|b| b.is_ascii_digit()))
}

/// A line such as 二、多项选择题 between the rows of questions.
fn section(cells: &[String]) -> Option<KindName> {
    let mut filled = cells.iter().filter(|cell| !cell.is_empty());
    let (one, None) = (filled.next()?, filled.next()) else { return None };
    if one.chars().count() > 60 { None } else { words::heading(one) }
}

/// Puts the parts of cases under their cases.
fn group(sheet: &str, records: Vec<Record>) -> Vec<Found> {
    let mut cases: HashMap<String, usize> = HashMap::new();
    let mut found: Vec<Found> = Vec::new();
    let mut parts: Vec<(usize, Record)> = Vec::new();
    for mut record in records {
        let label = record.line.cell(Column::Case).to_owned();
        if record.raw.kind != KindName::Case && !label.is_empty() {
            parts.push((found.len(), record));
            continue;
        }
        if record.raw.kind == KindName::Case {
            let label = if label.is_empty() { record.line.cell(Column::Id).to_owned() } else { label };
            match cases.get(&label).filter(|_| !label.is_empty()) {
                Some(other) => {
                    let row = found.get(*other).map_or(0, |found| found.place.row);
                    record.issue(Column::Case, Reason::CaseRepeated { row });
                }
                None => drop(cases.insert(label, found.len())),
            }
        }
        found.push(record.found(sheet));
    }
    let mut strays = Vec::new();
    for (before, record) in parts {
        match cases.get(record.line.cell(Column::Case)).and_then(|at| found.get_mut(*at)) {
            Some(case) => attach(case, record),
            None => strays.push((before, record)),
        }
    }
    // Each stays where it stood, so that the rows come in the order of the file.
    for (before, mut record) in strays.into_iter().rev() {
        record.issue(Column::Case, Reason::CaseUnknown);
        found.insert(before, record.found(sheet));
    }
    found
}

fn attach(case: &mut Found, record: Record) {
    const OF_THE_CASE: [Column; 12] = [
        Column::Id,
        Column::Difficulty,
        Column::Topics,
        Column::Sectors,
        Column::Audiences,
        Column::Law,
        Column::Article,
        Column::Item,
        Column::BasisNote,
        Column::Evidence,
        Column::ValidFrom,
        Column::ValidTo,
    ];
    let Record { line, raw, issues, notes } = record;
    if OF_THE_CASE.iter().any(|column| !line.cell(*column).is_empty()) {
        case.notes.push(RowNote::PartDetailsDropped);
    }
    // What only a case has is not looked at in a part.
    case.issues
        .extend(issues.into_iter().filter(|issue| !issue.column.is_some_and(|c| OF_THE_CASE.contains(&c))));
    case.notes.extend(notes.into_iter().filter(|note| *note != RowNote::DifficultyAssumed));
    case.raw.parts.push(RawPart {
        kind: raw.kind,
        stem: raw.stem,
        options: raw.options,
        answer: raw.answer,
        answers: raw.answers,
        pin_last: false,
        explanation: raw.explanation,
    });
    case.lines.push(line);
}

impl Record {
    fn issue(&mut self, column: Column, reason: Reason) {
        let value = self.line.cell(column).to_owned();
        self.issues.push(CellIssue { row: self.line.row, column: Some(column), value, reason });
    }
    fn found(self, sheet: &str) -> Found {
        let place = Place { part: sheet.to_owned(), row: self.line.row };
        Found { place, raw: self.raw, lines: vec![self.line], issues: self.issues, notes: self.notes }
    }
}

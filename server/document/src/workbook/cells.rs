//! Cells as text, streamed: a sheet with one cell in the last row costs one row.

use std::io::Cursor;

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx};

use super::{Limits, Row, Sheet, WorkbookRefusal};

/// Numbers from here on have more digits than Excel keeps (15).
const EXACT: f64 = 1e15;

/// Reads the visible sheets of a checked container.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Vec<Sheet>, WorkbookRefusal> {
    let mut workbook = Xlsx::new(Cursor::new(bytes))
        .map_err(|error: calamine::XlsxError| WorkbookRefusal::broken(&error))?;
    let names: Vec<String> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    let mut room = limits.unpacked;
    names.into_iter().map(|name| sheet(&mut workbook, name, limits, &mut room)).collect()
}

/// `room` is what is left for text: one long shared string may stand in every cell.
fn sheet(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    name: String,
    limits: &Limits,
    room: &mut u64,
) -> Result<Sheet, WorkbookRefusal> {
    let mut reader =
        workbook.worksheet_cells_reader(&name).map_err(|error| WorkbookRefusal::broken(&error))?;
    let mut rows: Vec<Row> = Vec::new();
    while let Some(cell) = reader.next_cell().map_err(|error| WorkbookRefusal::broken(&error))? {
        let text = text(cell.get_value());
        if text.is_empty() {
            continue;
        }
        *room =
            room.checked_sub(text.len() as u64).ok_or(WorkbookRefusal::ZipBomb { limit: limits.unpacked })?;
        let (row, column) = cell.get_position();
        let (number, column) = (row.saturating_add(1), usize::try_from(column).unwrap_or(usize::MAX));
        if column >= limits.columns {
            return Err(WorkbookRefusal::TooManyColumns { sheet: name, limit: limits.columns });
        }
        if rows.last().is_none_or(|last| last.number != number) {
            if rows.len() == limits.rows {
                return Err(WorkbookRefusal::TooManyRows { sheet: name, limit: limits.rows });
            }
            rows.push(Row { number, ..Row::default() });
        }
        let Some(last) = rows.last_mut() else { continue };
        last.rounded |= matches!(cell.get_value(), DataRef::Float(value) if value.abs() >= EXACT);
        if last.cells.len() <= column {
            last.cells.resize(column + 1, String::new());
        }
        last.cells[column] = text;
    }
    Ok(Sheet { name, rows })
}

fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) => trimmed(text),
        DataRef::SharedString(text) => trimmed(text),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number_text(*number),
        DataRef::Bool(truth) => if *truth { "是" } else { "否" }.to_owned(),
        DataRef::DateTime(moment) => date_text(moment),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => trimmed(text),
        DataRef::Error(error) => error.to_string(),
    }
}

/// The digits that Excel shows: at most 15, no scientific notation, no point in whole numbers.
fn number_text(number: f64) -> String {
    let shown =
        if number.abs() < EXACT { format!("{number:.14e}").parse().unwrap_or(number) } else { number };
    // Not "-0".
    if shown == 0.0 { "0".to_owned() } else { shown.to_string() }
}

/// Without white space and byte order marks at the ends.
fn trimmed(text: &str) -> String {
    text.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}' || c == '\u{200B}').to_owned()
}

fn date_text(moment: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let value = moment.as_f64();
    let time = format!("{hour:02}:{minute:02}:{second:02}");
    if moment.is_duration() || (0.0..1.0).contains(&value) {
        time
    } else if value.fract() == 0.0 {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02} {time}")
    }
}

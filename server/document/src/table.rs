//! A list as a workbook: title, frozen headers, typed cells, ready to be printed.

mod paint;

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

pub use paint::{Paint, write_text};

/// A cell of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Text, never a formula, whatever it begins with.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// Hundredths, shown with two decimals: 9250 is 92.50.
    Hundredths(i64),
    /// Hundredths of a percent: 9250 is 92.50 %.
    Percent(i64),
    /// A day, shown as 2026-11-23.
    Date(NaiveDate),
    /// Nothing.
    Empty,
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<NaiveDate> for Cell {
    fn from(date: NaiveDate) -> Self {
        Self::Date(date)
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(cell: Option<T>) -> Self {
        cell.map_or(Self::Empty, Into::into)
    }
}

/// A column of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListColumn {
    /// Its header.
    pub name: String,
    /// Its width in Latin characters (a Chinese one takes two), 1 to 255.
    pub width: u8,
}

/// A list to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// The name of the sheet; what Excel forbids in it is replaced.
    pub sheet: String,
    /// The line above the headers, for instance with the filter and the day.
    pub title: String,
    /// The columns, at least one.
    pub columns: Vec<ListColumn>,
    /// The rows: a cell per column; missing ones stay empty.
    pub rows: Vec<Vec<Cell>>,
    /// The day that stands in the file's properties.
    pub made_on: NaiveDate,
}

/// Why a workbook was not written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WriteRefusal {
    /// More rows than a sheet of Excel holds.
    #[error("{rows} rows are more than a sheet holds ({limit})")]
    TooManyRows {
        /// The rows.
        rows: usize,
        /// The most.
        limit: usize,
    },
    /// No columns, or a row with more cells than there are columns.
    #[error("row {row} has {cells} cells for {columns} columns")]
    Shape {
        /// The row, counted from 0.
        row: usize,
        /// Its cells.
        cells: usize,
        /// The columns.
        columns: usize,
    },
    /// The writer failed: a defect, not the operator's mistake.
    #[error("the workbook could not be written: {reason}")]
    Engine {
        /// What it said.
        reason: String,
    },
}

impl From<XlsxError> for WriteRefusal {
    fn from(error: XlsxError) -> Self {
        Self::Engine { reason: error.to_string() }
    }
}

/// Rows of a sheet of Excel without the title and the headers.
const MOST_ROWS: usize = 1_048_574;
/// The height of one line of text in points.
const LINE: f64 = 15.0;
/// Excel's tallest row, 409 points, in lines.
const MOST_LINES: u32 = 27;
/// The row of the headers, counted from 0.
const HEADER: u32 = 1;

/// Writes the headers and rows of a list as comma-separated values (RFC 4180), in UTF-8 with a mark that Excel needs.
/// Text that a spreadsheet would take for a formula is preceded by an apostrophe.
#[must_use]
pub fn write_csv(list: &List) -> Vec<u8> {
    let mut out = String::from('\u{feff}');
    let headers: Vec<String> = list.columns.iter().map(|column| quoted(&column.name)).collect();
    out.push_str(&headers.join(","));
    for row in &list.rows {
        out.push_str("\r\n");
        let cells: Vec<String> = row.iter().map(csv_cell).collect();
        out.push_str(&cells.join(","));
    }
    out.push_str("\r\n");
    out.into_bytes()
}

fn csv_cell(cell: &Cell) -> String {
    let hundredths =
        |n: i64| format!("{}{}.{:02}", if n < 0 { "-" } else { "" }, n.abs() / 100, n.abs() % 100);
    match cell {
        Cell::Text(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r']) => quoted(&format!("'{text}")),
        Cell::Text(text) => quoted(text),
        Cell::Whole(number) => number.to_string(),
        Cell::Hundredths(number) => hundredths(*number),
        Cell::Percent(number) => format!("{}%", hundredths(*number)),
        Cell::Date(day) => day.to_string(),
        Cell::Empty => String::new(),
    }
}

fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\r', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

/// Writes a list; the same list gives the same bytes.
///
/// # Errors
/// Rows that do not fit a sheet or the columns.
pub fn write(list: &List) -> Result<Vec<u8>, WriteRefusal> {
    check(list)?;
    let paint = Paint::new();
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(&list.title, list.made_on)?);
    fill(workbook.add_worksheet(), list, &paint)?;
    Ok(workbook.save_to_buffer()?)
}

/// Fills a sheet with a list that was checked.
pub(crate) fn fill(sheet: &mut Worksheet, list: &List, paint: &Paint) -> Result<(), WriteRefusal> {
    sheet.set_name(sheet_name(&list.sheet))?;
    title_and_headers(sheet, list, paint)?;
    for (index, cells) in list.rows.iter().enumerate() {
        let row = HEADER + 1 + u32::try_from(index).unwrap_or(u32::MAX);
        for (column, cell) in (0_u16..).zip(cells) {
            write_cell(sheet, row, column, cell, paint)?;
        }
        let lines = lines(&list.columns, cells);
        if lines > 1 {
            // Not every program fits the height to wrapped text when it opens a file.
            sheet.set_row_height(row, LINE * f64::from(lines))?;
        }
    }
    let last_row = HEADER + u32::try_from(list.rows.len()).unwrap_or(u32::MAX);
    sheet.autofilter(HEADER, 0, last_row, last_column(list))?;
    sheet.set_freeze_panes(HEADER + 1, 0)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, HEADER)?;
    Ok(())
}

pub(crate) fn check(list: &List) -> Result<(), WriteRefusal> {
    let columns = list.columns.len();
    if list.rows.len() > MOST_ROWS {
        return Err(WriteRefusal::TooManyRows { rows: list.rows.len(), limit: MOST_ROWS });
    }
    if columns == 0 {
        return Err(WriteRefusal::Shape { row: 0, cells: 0, columns });
    }
    match list.rows.iter().position(|row| row.len() > columns) {
        Some(row) => Err(WriteRefusal::Shape { row, cells: list.rows[row].len(), columns }),
        None => Ok(()),
    }
}

/// How many lines the text of a row takes within the widths of its columns.
fn lines(columns: &[ListColumn], cells: &[Cell]) -> u32 {
    let of = |column: &ListColumn, text: &str| {
        // One less than its width, because a break does not fall on the last place each time.
        let fits = u32::from(column.width.saturating_sub(1).max(2));
        let taken = |line: &str| line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<u32>();
        text.lines().map(|line| taken(line).div_ceil(fits).max(1)).sum::<u32>()
    };
    let each = columns.iter().zip(cells).map(|(column, cell)| match cell {
        Cell::Text(text) => of(column, text),
        _ => 1,
    });
    each.max().unwrap_or(1).clamp(1, MOST_LINES)
}

fn last_column(list: &List) -> u16 {
    u16::try_from(list.columns.len() - 1).unwrap_or(u16::MAX)
}

fn title_and_headers(sheet: &mut Worksheet, list: &List, paint: &Paint) -> Result<(), WriteRefusal> {
    match last_column(list) {
        0 => write_text(sheet, 0, 0, &list.title, &paint.title)?,
        last => {
            sheet.merge_range(0, 0, 0, last, "", &paint.title)?;
            write_text(sheet, 0, 0, &list.title, &paint.title)?;
        }
    }
    sheet.set_row_height(0, 30)?;
    sheet.set_row_height(HEADER, 22)?;
    for (index, column) in (0_u16..).zip(&list.columns) {
        sheet.set_column_width(index, f64::from(column.width.max(1)))?;
        write_text(sheet, HEADER, index, &column.name, &paint.header)?;
    }
    Ok(())
}

fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    paint: &Paint,
) -> Result<(), WriteRefusal> {
    match cell {
        Cell::Text(text) => write_text(sheet, row, column, text, &paint.text)?,
        Cell::Whole(number) => drop(sheet.write_with_format(row, column, *number as f64, &paint.whole)?),
        Cell::Hundredths(number) => {
            sheet.write_with_format(row, column, *number as f64 / 100.0, &paint.hundredths)?;
        }
        Cell::Percent(number) => {
            sheet.write_with_format(row, column, *number as f64 / 10_000.0, &paint.percent)?;
        }
        Cell::Date(date) => drop(sheet.write_with_format(row, column, &excel_date(*date)?, &paint.date)?),
        Cell::Empty => drop(sheet.write_blank(row, column, &paint.text)?),
    }
    Ok(())
}

fn excel_date(date: NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    let part = |number: u32| u8::try_from(number).unwrap_or(u8::MAX);
    let year = u16::try_from(date.year()).unwrap_or(u16::MAX);
    ExcelDateTime::from_ymd(year, part(date.month()), part(date.day()))
}

/// Properties without the clock of the machine.
///
/// # Errors
/// A day that Excel does not know.
pub fn properties(title: &str, made_on: NaiveDate) -> Result<rust_xlsxwriter::DocProperties, WriteRefusal> {
    let properties = rust_xlsxwriter::DocProperties::new().set_title(title);
    Ok(properties.set_creation_datetime(&excel_date(made_on)?))
}

/// A name that Excel takes: 1 to 31 characters, none of `[]:*?/\`, no apostrophe at the ends.
pub(crate) fn sheet_name(name: &str) -> String {
    let replaced = name.replace(['[', ']', ':', '*', '?', '/', '\\'], "_");
    // Excel counts UTF-16 units; a rare character takes two.
    let mut units = 0;
    let short: String = replaced
        .chars()
        .take_while(|character| {
            units += character.len_utf16();
            units <= 31
        })
        .collect();
    match short.trim_matches('\'').trim() {
        "" => "Sheet1".to_owned(),
        name => name.to_owned(),
    }
}

/// A format with thin borders and the text in the middle of the row's height.
pub(crate) fn bordered() -> Format {
    Format::new()
        .set_border(rust_xlsxwriter::FormatBorder::Thin)
        .set_border_color("D0D5DD")
        .set_align(FormatAlign::VerticalCenter)
}

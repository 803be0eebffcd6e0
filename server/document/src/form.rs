//! A sheet that people fill in: its template, its reading, and the same sheet with what is wrong in each row.
//!
//! All values are texts here: what they mean and whether they hold is decided elsewhere.

use chrono::NaiveDate;
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, Formula, IgnoreError, Workbook, Worksheet, XlsxError,
};

use crate::table::{Paint, WriteRefusal, properties, write_text};
use crate::workbook::{Column, Limits, WorkbookRefusal, read_all};

/// Header of the column that says what is wrong; an import passes over it.
const PROBLEMS: &str = "问题（改正后可直接重新导入）";
/// Name of the hidden sheet behind the drop-downs.
const OPTIONS: &str = "选项";
/// Rows that get drop-downs and a text format.
const PREPARED_ROWS: u32 = 2_000;

/// What a column asks for.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The column as it is found again.
    pub column: Column,
    /// How to fill it in.
    pub explanation: &'static str,
    /// An example.
    pub example: &'static str,
    /// Its width in Latin characters.
    pub width: u8,
    /// What its drop-down offers; none where empty.
    pub choices: Vec<String>,
}

/// A sheet to be filled in.
#[derive(Debug, Clone)]
pub struct Form {
    /// The name of the sheet.
    pub sheet: &'static str,
    /// The title in the file's properties and above the instructions.
    pub title: &'static str,
    /// The columns in their order.
    pub columns: Vec<Asked>,
    /// What to know before filling it in.
    pub notes: Vec<&'static str>,
}

/// A row as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RawRow {
    /// Its row in the sheet, from 1 on.
    pub row: u32,
    /// A number in the row lost its last digits in Excel.
    pub rounded: bool,
    /// A text per column of the form.
    pub cells: Vec<String>,
}

impl RawRow {
    /// The text in a column of the form.
    #[must_use]
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}

/// What is wrong in a row: the index of the column, if it is one, and a sentence.
pub type Fault = (Option<usize>, String);

/// Reads a sheet of unknown origin: the one of the form's name, else the first with its headers.
///
/// # Errors
/// A file that is no sound workbook, or has no sheet with the required columns.
pub fn parse(form: &Form, bytes: &[u8], limits: &Limits) -> Result<Vec<RawRow>, WorkbookRefusal> {
    let sheets = read_all(bytes, limits)?;
    let columns: Vec<Column> = form.columns.iter().map(|asked| asked.column).collect();
    let named = sheets.iter().find(|sheet| sheet.name.trim() == form.sheet && !sheet.rows.is_empty());
    let (sheet, header) = match named {
        Some(sheet) => (sheet, sheet.header(&columns)?),
        None => {
            let mut found = Err(WorkbookRefusal::Empty);
            for sheet in sheets.iter().filter(|sheet| !sheet.rows.is_empty()) {
                match sheet.header(&columns) {
                    Ok(header) => {
                        found = Ok((sheet, header));
                        break;
                    }
                    Err(refusal) => found = Err(refusal),
                }
            }
            found?
        }
    };
    let rows = sheet.below(&header).iter().map(|row| RawRow {
        row: row.number,
        rounded: row.rounded,
        cells: (0..columns.len()).map(|wanted| header.cell(row, wanted).to_owned()).collect(),
    });
    Ok(rows.filter(|row| row.cells.iter().any(|cell| !cell.is_empty())).collect())
}

/// The empty sheet with instructions and drop-downs.
///
/// # Errors
/// The writer failed.
pub fn template(form: &Form) -> Result<Vec<u8>, WriteRefusal> {
    book(form, &[], false)
}

/// The rows with the faulty cells coloured and a last column that says what is wrong: corrected, the file can be
/// imported as it is.
///
/// # Errors
/// The writer failed, or more rows than a sheet holds.
pub fn marked(form: &Form, rows: &[(RawRow, Vec<Fault>)]) -> Result<Vec<u8>, WriteRefusal> {
    book(form, rows, true)
}

fn book(form: &Form, rows: &[(RawRow, Vec<Fault>)], marks: bool) -> Result<Vec<u8>, WriteRefusal> {
    let paint = Paint::new();
    let mut workbook = Workbook::new();
    // The day of the template's last change: bytes do not depend on the clock.
    let edition = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap_or_default();
    workbook.set_properties(&properties(form.title, edition)?);
    data(workbook.add_worksheet(), form, rows, marks, &paint)?;
    instructions(workbook.add_worksheet(), form, &paint)?;
    let options = workbook.add_worksheet();
    options.set_name(OPTIONS)?.set_hidden(true);
    for (column, asked) in (0_u16..).zip(&form.columns) {
        for (row, value) in (0_u32..).zip(&asked.choices) {
            write_text(options, row, column, value, &rust_xlsxwriter::Format::new())?;
        }
    }
    Ok(workbook.save_to_buffer()?)
}

fn data(
    sheet: &mut Worksheet,
    form: &Form,
    rows: &[(RawRow, Vec<Fault>)],
    marks: bool,
    paint: &Paint,
) -> Result<(), WriteRefusal> {
    sheet.set_name(form.sheet)?;
    sheet.set_row_height(0, 30)?;
    let last = PREPARED_ROWS.max(u32::try_from(rows.len()).unwrap_or(u32::MAX));
    for (index, asked) in (0_u16..).zip(&form.columns) {
        let header = if asked.column.required { &paint.needed } else { &paint.header };
        write_text(sheet, 0, index, asked.column.name, header)?;
        sheet.set_column_width(index, f64::from(asked.width))?;
        // Numbers and dates typed into the template stay text.
        sheet.set_column_format(index, &paint.text)?;
        if let Some(validation) = drop_down(index, asked) {
            sheet.add_data_validation(1, index, last, index, &validation)?;
        }
    }
    let problems = u16::try_from(form.columns.len()).unwrap_or(u16::MAX);
    if marks {
        write_text(sheet, 0, problems, PROBLEMS, &paint.header)?;
        sheet.set_column_width(problems, 48)?;
    }
    for (row, (raw, faults)) in (1_u32..).zip(rows) {
        line(sheet, row, form, raw, faults, paint)?;
    }
    sheet.ignore_error_range(1, 0, last, problems, IgnoreError::NumberStoredAsText)?;
    sheet.set_freeze_panes(1, 1)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    Ok(())
}

fn line(
    sheet: &mut Worksheet,
    row: u32,
    form: &Form,
    raw: &RawRow,
    faults: &[Fault],
    paint: &Paint,
) -> Result<(), XlsxError> {
    for (at, index) in (0..form.columns.len()).zip(0_u16..) {
        let faulty = faults.iter().any(|(column, _)| *column == Some(at));
        write_text(sheet, row, index, raw.cell(at), if faulty { &paint.faulty } else { &paint.text })?;
    }
    if faults.is_empty() {
        return Ok(());
    }
    let said: Vec<&str> = faults.iter().map(|(_, sentence)| sentence.as_str()).collect();
    let problems = u16::try_from(form.columns.len()).unwrap_or(u16::MAX);
    write_text(sheet, row, problems, &said.join("\n"), &paint.fault)
}

fn drop_down(index: u16, asked: &Asked) -> Option<DataValidation> {
    let letter = char::from(b'A' + u8::try_from(index).ok().filter(|index| *index < 26)?);
    if asked.choices.is_empty() {
        return None;
    }
    let range = format!("='{OPTIONS}'!${letter}$1:${letter}${}", asked.choices.len());
    // A warning only: the import decides.
    let validation = DataValidation::new().allow_list_formula(Formula::new(range));
    Some(validation.set_error_style(DataValidationErrorStyle::Warning))
}

fn instructions(sheet: &mut Worksheet, form: &Form, paint: &Paint) -> Result<(), WriteRefusal> {
    sheet.set_name("填写说明")?;
    for (index, width) in (0_u16..).zip([24, 8, 56, 28]) {
        sheet.set_column_width(index, width)?;
    }
    write_text(sheet, 0, 0, form.title, &paint.title)?;
    let mut row = 1;
    for note in &form.notes {
        write_text(sheet, row, 0, note, &rust_xlsxwriter::Format::new())?;
        row += 1;
    }
    row += 1;
    for (index, title) in (0_u16..).zip(["列名", "必填", "说明", "示例"]) {
        write_text(sheet, row, index, title, &paint.header)?;
    }
    for asked in &form.columns {
        row += 1;
        let needed = if asked.column.required { "是" } else { "否" };
        for (index, cell) in (0_u16..).zip([asked.column.name, needed, asked.explanation, asked.example]) {
            write_text(sheet, row, index, cell, &paint.text)?;
        }
    }
    Ok(())
}

//! The sheet of questions: headers, drop-downs, rows.

use contract::exchange::Column;
use document::table::{Paint, write_text};
use domain::bank::{Difficulty, KindName};
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, Formula, IgnoreError, Note, Worksheet, XlsxError,
};

use super::{CHOICES, write::Mark};
use crate::{entry::Line, tags::Tags};

/// The name of the sheet of questions.
pub(super) const QUESTIONS: &str = "题目";
/// The header of the column that says what is to be mended; an import passes over it.
const TO_MEND: &str = "需要修改";
/// Rows that get drop-downs.
const PREPARED_ROWS: u32 = 5_000;
/// The height of one line of text in points, and the most lines of a row.
const LINE: f64 = 15.0;
const MOST_LINES: u32 = 20;

/// A row, and in a marked workbook what is wrong in it.
pub(super) type Marked<'a> = (&'a Line, &'a [Mark]);

/// Writes the sheet; a marked one says in its first column what is to be mended.
pub(super) fn sheet<'a>(
    sheet: &mut Worksheet,
    name: &str,
    rows: impl Iterator<Item = Marked<'a>>,
    is_marked: bool,
    paint: &Paint,
) -> Result<(), XlsxError> {
    sheet.set_name(name)?;
    sheet.set_row_height(0, 30)?;
    let offset = u16::from(is_marked);
    if is_marked {
        write_text(sheet, 0, 0, TO_MEND, &paint.needed)?;
        sheet.set_column_width(0, 44)?;
    }
    for (index, column) in (offset..).zip(Column::ALL) {
        let needed = matches!(column, Column::Kind | Column::Stem | Column::Answer);
        write_text(sheet, 0, index, column.title(), if needed { &paint.needed } else { &paint.header })?;
        sheet.set_column_width(index, width(column))?;
        // What is typed stays text: 01 is a law, 2-1 no date.
        sheet.set_column_format(index, &paint.text)?;
    }
    let mut last = 0;
    for (row, (line, marks)) in (1_u32..).zip(rows) {
        self::row(sheet, row, offset, line, marks, paint)?;
        last = row;
    }
    let last = last.max(PREPARED_ROWS);
    for (index, column) in (offset..).zip(Column::ALL) {
        if let Some(validation) = validation(column) {
            sheet.add_data_validation(1, index, last, index, &validation)?;
        }
    }
    sheet.ignore_error_range(1, 0, last, 26, IgnoreError::NumberStoredAsText)?;
    sheet.set_freeze_panes(1, offset)?;
    sheet.set_landscape().set_paper_size(8).set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0)?;
    Ok(())
}

fn row(
    sheet: &mut Worksheet,
    row: u32,
    offset: u16,
    line: &Line,
    marks: &[Mark],
    paint: &Paint,
) -> Result<(), XlsxError> {
    let mut lines = 1;
    for (index, column) in (offset..).zip(Column::ALL) {
        let text = line.cell(column);
        let said: Vec<&str> = marks
            .iter()
            .filter(|mark| mark.column == Some(column))
            .map(|mark| mark.message.as_str())
            .collect();
        if said.is_empty() && text.is_empty() {
            continue;
        }
        write_text(sheet, row, index, text, if said.is_empty() { &paint.text } else { &paint.faulty })?;
        if !said.is_empty() {
            let note = Note::new(said.join("\n"))
                .set_author("")
                .add_author_prefix(false)
                .set_width(240)
                .set_height(90);
            sheet.insert_note(row, index, &note)?;
        }
        lines = lines.max(taken(text, width(column)));
    }
    if !marks.is_empty() {
        let said: Vec<String> = marks
            .iter()
            .map(|mark| match mark.column {
                Some(column) => format!("{}：{}", column.title(), mark.message),
                None => mark.message.clone(),
            })
            .collect();
        let said = said.join("\n");
        lines = lines.max(taken(&said, 44.0));
        write_text(sheet, row, 0, &said, &paint.fault)?;
    }
    if lines > 1 {
        // Not every program fits the height to wrapped text when it opens a file.
        sheet.set_row_height(row, LINE * f64::from(lines.min(MOST_LINES)))?;
    }
    Ok(())
}

/// How many lines a text takes in a column: a Chinese character is as wide as two Latin ones.
fn taken(text: &str, width: f64) -> u32 {
    // Below this no column of ours needs a second line.
    if text.len() < 8 {
        return 1;
    }
    let wide = |line: &str| line.chars().map(|c| if c.is_ascii() { 1.0 } else { 2.0 }).sum::<f64>();
    text.lines().map(|line| (wide(line) / (width - 1.0)).ceil().clamp(1.0, 100.0) as u32).sum()
}

fn width(column: Column) -> f64 {
    match column {
        Column::Stem => 46.0,
        Column::Explanation => 40.0,
        Column::Evidence => 28.0,
        Column::Id | Column::Topics | Column::Audiences | Column::BasisNote => 18.0,
        Column::Sectors | Column::Answer | Column::ValidFrom | Column::ValidTo | Column::Case => 13.0,
        Column::Kind | Column::Law | Column::Pinned => 10.0,
        Column::Difficulty | Column::Article | Column::Item => 7.0,
        _ => 20.0,
    }
}

/// The lists behind the drop-downs, each in a column of a hidden sheet.
fn lists() -> [(Column, Vec<&'static str>); 4] {
    [
        (Column::Kind, KindName::ALL.iter().map(|kind| kind.term()).collect()),
        (Column::Difficulty, Difficulty::ALL.iter().map(|level| level.term()).collect()),
        (Column::Sectors, Tags::Sectors.words()),
        (Column::Audiences, Tags::Audiences.words()),
    ]
}

/// Writes them.
pub(super) fn choices(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_name(CHOICES)?.set_hidden(true);
    for (column, (_, values)) in (0_u16..).zip(lists()) {
        for (row, value) in (0_u32..).zip(values) {
            sheet.write_string(row, column, value)?;
        }
    }
    Ok(())
}

fn validation(column: Column) -> Option<DataValidation> {
    let (letter, values) = ('A'..)
        .zip(lists())
        .find(|(_, (listed, _))| *listed == column)
        .map(|(letter, (_, values))| (letter, values))?;
    let range = format!("='{CHOICES}'!${letter}$1:${letter}${}", values.len());
    // A warning only: several sectors stand in one cell, and the import decides.
    let style = match column {
        Column::Kind | Column::Difficulty => DataValidationErrorStyle::Stop,
        _ => DataValidationErrorStyle::Information,
    };
    Some(DataValidation::new().allow_list_formula(Formula::new(range)).set_error_style(style))
}

//! A report as a workbook: a first sheet of what is said around the tables, then a sheet for each of them.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate};
use rust_xlsxwriter::Workbook;

use super::{Block, Report, shown};
use crate::table::{List, ListColumn, Paint, WriteRefusal, check, fill, properties, sheet_name, write_text};

/// Writes a report as a workbook.
///
/// # Errors
/// Rows that do not fit a sheet or the columns.
pub fn xlsx(report: &Report) -> Result<Vec<u8>, WriteRefusal> {
    let made_on =
        DateTime::from_timestamp(report.made_at, 0).map_or(NaiveDate::default(), |at| at.date_naive());
    let paint = Paint::new();
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(&report.title, made_on)?);
    overview(workbook.add_worksheet(), report, &paint)?;
    let mut names = HashSet::from(["概况".to_owned()]);
    for table in report.tables() {
        let list = List {
            sheet: unlike(&mut names, &table.name),
            title: format!("{}　{}", report.title, table.name),
            columns: table
                .columns
                .iter()
                .map(|column| ListColumn { name: column.name.clone(), width: column.width })
                .collect(),
            rows: table.rows.clone(),
            made_on,
        };
        check(&list)?;
        fill(workbook.add_worksheet(), &list, &paint)?;
    }
    Ok(workbook.save_to_buffer()?)
}

/// The name, or the name with a number where a sheet has it already.
fn unlike(names: &mut HashSet<String>, name: &str) -> String {
    let short: String = sheet_name(name).chars().take(26).collect();
    let mut found = short.clone();
    let mut number = 2;
    while !names.insert(found.clone()) {
        found = format!("{short} {number}");
        number += 1;
    }
    found
}

fn overview(
    sheet: &mut rust_xlsxwriter::Worksheet,
    report: &Report,
    paint: &Paint,
) -> Result<(), WriteRefusal> {
    sheet.set_name("概况")?;
    sheet.set_column_width(0, 20)?;
    sheet.set_column_width(1, 80)?;
    write_text(sheet, 0, 0, &report.title, &paint.title)?;
    sheet.set_row_height(0, 30)?;
    let mut row = 1;
    let mut say = |name: &str, value: &str, head: bool| -> Result<(), WriteRefusal> {
        write_text(sheet, row, 0, name, if head { &paint.header } else { &paint.text })?;
        write_text(sheet, row, 1, value, &paint.text)?;
        row += 1;
        Ok(())
    };
    if !report.subtitle.is_empty() {
        say("说明", &report.subtitle, true)?;
    }
    for block in &report.blocks {
        match block {
            Block::Heading(text) => say(text, "", true)?,
            Block::Paragraph(text) => say("", text, false)?,
            Block::Notice(text) => say("注意", text, true)?,
            Block::Facts(facts) => {
                for (name, value) in facts {
                    say(name, value, true)?;
                }
            }
            Block::Table(table) => {
                let rows =
                    shown(&crate::table::Cell::Whole(i64::try_from(table.rows.len()).unwrap_or(i64::MAX)));
                let said = if table.rows.is_empty() {
                    table.empty.clone()
                } else {
                    format!("{rows} 行，见同名工作表")
                };
                say(&table.name, &said, true)?;
            }
            Block::Signatures(names) => {
                for name in names {
                    say(name, "", true)?;
                }
            }
        }
    }
    say("出具", &report.issuer, true)?;
    say("内容指纹", &report.fingerprint(), true)
}

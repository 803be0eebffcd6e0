//! Writing a roster: the empty template, a filled one, and one that says row by row what is wrong.

use chrono::NaiveDate;
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, Formula, IgnoreError, Workbook, Worksheet, XlsxError,
};

use super::columns::{FACTS, PERSON_COLUMNS, UNIT_COLUMNS, explanation};
use super::read::{PEOPLE, UNITS};
use super::{RawPerson, RawUnit};
use crate::table::{Paint, WriteRefusal, properties, write_text};
use crate::workbook::Column;

/// Name of the sheet of instructions.
const INSTRUCTIONS: &str = "填写说明";
/// Name of the hidden sheet behind the drop-downs.
const OPTIONS: &str = "选项";
/// Header of the column that says what is wrong; an import passes over it.
const PROBLEMS: &str = "问题（改正后可直接重新导入）";
/// Rows that get drop-downs and a text format.
const PREPARED_ROWS: u32 = 5_000;

/// The values that the drop-downs offer; an empty list gives none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choices {
    /// 管理区.
    pub areas: Vec<String>,
    /// 行业领域.
    pub sectors: Vec<String>,
    /// 岗位类别.
    pub posts: Vec<String>,
    /// 用工形式.
    pub employments: Vec<String>,
}

/// What is wrong in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFault {
    /// The name of the column, one of [`UNIT_COLUMNS`] or [`PERSON_COLUMNS`]; none for the row as a whole.
    pub column: Option<&'static str>,
    /// A sentence for the person who corrects it.
    pub message: String,
}

/// A row with what is wrong in it, if anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marked<T> {
    /// The row as it was read.
    pub record: T,
    /// In the order in which they are to be read.
    pub faults: Vec<RowFault>,
}

/// The empty roster with instructions and drop-downs.
///
/// # Errors
/// The writer failed.
pub fn template(choices: &Choices) -> Result<Vec<u8>, WriteRefusal> {
    write(&[], &[], choices)
}

/// A filled roster of the template's shape, which [`super::parse`] reads back.
///
/// # Errors
/// The writer failed, or more rows than a sheet holds.
pub fn write(units: &[RawUnit], people: &[RawPerson], choices: &Choices) -> Result<Vec<u8>, WriteRefusal> {
    book(units.iter().map(|unit| (unit, None)), people.iter().map(|person| (person, None)), choices)
}

/// The same rows with the faulty cells coloured and a last column that says what is wrong: corrected, the file
/// can be imported as it is.
///
/// # Errors
/// The writer failed, or more rows than a sheet holds.
pub fn write_marked(
    units: &[Marked<RawUnit>],
    people: &[Marked<RawPerson>],
    choices: &Choices,
) -> Result<Vec<u8>, WriteRefusal> {
    book(
        units.iter().map(|unit| (&unit.record, Some(unit.faults.as_slice()))),
        people.iter().map(|person| (&person.record, Some(person.faults.as_slice()))),
        choices,
    )
}

/// A row's texts, and its faults in a marked workbook.
type Line<'a> = (Vec<&'a str>, Option<&'a [RowFault]>);

fn book<'a>(
    units: impl Iterator<Item = (&'a RawUnit, Option<&'a [RowFault]>)>,
    people: impl Iterator<Item = (&'a RawPerson, Option<&'a [RowFault]>)>,
    choices: &Choices,
) -> Result<Vec<u8>, WriteRefusal> {
    let units: Vec<Line<'_>> = units.map(|(unit, faults)| (unit.cells(), faults)).collect();
    let people: Vec<Line<'_>> = people.map(|(person, faults)| (person.cells(), faults)).collect();
    let paint = Paint::new();
    let mut workbook = Workbook::new();
    // The day of the template's last change: bytes do not depend on the clock.
    let edition = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap_or_default();
    workbook.set_properties(&properties("单位和人员名册", edition)?);
    let lists = Lists::new(choices);
    data_sheet(workbook.add_worksheet(), UNITS, &UNIT_COLUMNS, &units, &lists, &paint)?;
    data_sheet(workbook.add_worksheet(), PEOPLE, &PERSON_COLUMNS, &people, &lists, &paint)?;
    instructions(workbook.add_worksheet(), &paint)?;
    lists.write(workbook.add_worksheet())?;
    Ok(workbook.save_to_buffer()?)
}

fn data_sheet(
    sheet: &mut Worksheet,
    name: &str,
    columns: &[Column],
    lines: &[Line<'_>],
    lists: &Lists,
    paint: &Paint,
) -> Result<(), WriteRefusal> {
    /// Rows of a sheet of Excel without the headers.
    const MOST: usize = 1_048_575;
    if lines.len() > MOST {
        return Err(WriteRefusal::TooManyRows { rows: lines.len(), limit: MOST });
    }
    sheet.set_name(name)?;
    sheet.set_row_height(0, 30)?;
    let last = PREPARED_ROWS.max(u32::try_from(lines.len()).unwrap_or(u32::MAX));
    for (index, column) in (0_u16..).zip(columns) {
        let header = if column.required { &paint.needed } else { &paint.header };
        write_text(sheet, 0, index, column.name, header)?;
        sheet.set_column_width(index, width(column.name))?;
        // Codes and numbers of phones typed into the template stay text.
        sheet.set_column_format(index, &paint.text)?;
        if let Some(validation) = lists.validation(column.name) {
            sheet.add_data_validation(1, index, last, index, &validation)?;
        }
    }
    let problems = u16::try_from(columns.len()).unwrap_or(u16::MAX);
    if lines.iter().any(|(_, faults)| faults.is_some()) {
        write_text(sheet, 0, problems, PROBLEMS, &paint.header)?;
        sheet.set_column_width(problems, 48)?;
    }
    for (row, line) in (1_u32..).zip(lines) {
        data_row(sheet, row, columns, line, paint)?;
    }
    sheet.ignore_error_range(1, 0, last, problems, IgnoreError::NumberStoredAsText)?;
    sheet.set_freeze_panes(1, 1)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    Ok(())
}

fn data_row(
    sheet: &mut Worksheet,
    row: u32,
    columns: &[Column],
    (cells, faults): &Line<'_>,
    paint: &Paint,
) -> Result<(), XlsxError> {
    let faults = faults.unwrap_or_default();
    for ((index, column), text) in (0_u16..).zip(columns).zip(cells) {
        let faulty = faults.iter().any(|fault| fault.column == Some(column.name));
        write_text(sheet, row, index, text, if faulty { &paint.faulty } else { &paint.text })?;
    }
    if !faults.is_empty() {
        let said: Vec<String> = faults
            .iter()
            .map(|fault| match fault.column {
                Some(column) => format!("{column}：{}", fault.message),
                None => fault.message.clone(),
            })
            .collect();
        let problems = u16::try_from(columns.len()).unwrap_or(u16::MAX);
        write_text(sheet, row, problems, &said.join("；"), &paint.fault)?;
    }
    Ok(())
}

fn width(column: &str) -> f64 {
    match column {
        "单位名称" | "地址" => 34.0,
        "统一社会信用代码" | "单位统一社会信用代码" => 24.0,
        "行业领域" | "岗位类别" => 18.0,
        "管理区" | "姓名" | "手机号" | "用工形式" => 16.0,
        "从业人数" => 10.0,
        _ => 13.0,
    }
}

fn instructions(sheet: &mut Worksheet, paint: &Paint) -> Result<(), WriteRefusal> {
    sheet.set_name(INSTRUCTIONS)?;
    for (index, width) in (0_u16..).zip([8, 24, 8, 48, 28]) {
        sheet.set_column_width(index, width)?;
    }
    let notes = [
        "名册填写说明",
        "1. 在“单位”表和“人员”表中填写，每行一条；橙色表头为必填，列的先后可以调整，不要改动列名。",
        "2. 信用代码和手机号按文本填写（模板已设为文本格式），以免末几位被改成 0。",
        "3. 同一信用代码的单位再次导入时更新原有信息；可以只填其中一张表。",
        "4. 导入前系统逐行检查，有问题的行会标明原因并可下载修改。",
    ];
    for (row, note) in (0_u32..).zip(notes) {
        let format = if row == 0 { paint.title.clone() } else { rust_xlsxwriter::Format::new() };
        write_text(sheet, row, 0, note, &format)?;
    }
    let mut row = 6;
    for (index, title) in (0_u16..).zip(["工作表", "列名", "必填", "说明", "示例"]) {
        write_text(sheet, row, index, title, &paint.header)?;
    }
    let columns = UNIT_COLUMNS.iter().map(|c| (UNITS, c)).chain(PERSON_COLUMNS.iter().map(|c| (PEOPLE, c)));
    for (name, column) in columns {
        row += 1;
        let (text, example) = explanation(column.name);
        let needed = if column.required { "是" } else { "否" };
        for (index, cell) in (0_u16..).zip([name, column.name, needed, text, example]) {
            write_text(sheet, row, index, cell, &paint.text)?;
        }
    }
    Ok(())
}

/// The lists behind the drop-downs, each in a column of a hidden sheet: a list in the cell itself may hold
/// only 255 characters.
struct Lists {
    yes_no: [String; 2],
    choices: Choices,
}

impl Lists {
    fn new(choices: &Choices) -> Self {
        Self { yes_no: ["是".to_owned(), "否".to_owned()], choices: choices.clone() }
    }

    fn all(&self) -> [(&'static str, &[String]); 5] {
        [
            ("是否", &self.yes_no),
            ("管理区", &self.choices.areas),
            ("行业领域", &self.choices.sectors),
            ("岗位类别", &self.choices.posts),
            ("用工形式", &self.choices.employments),
        ]
    }

    fn write(&self, sheet: &mut Worksheet) -> Result<(), WriteRefusal> {
        sheet.set_name(OPTIONS)?.set_hidden(true);
        for (column, (_, values)) in (0_u16..).zip(self.all()) {
            for (row, value) in (0_u32..).zip(values) {
                write_text(sheet, row, column, value, &rust_xlsxwriter::Format::new())?;
            }
        }
        Ok(())
    }

    fn validation(&self, column: &str) -> Option<DataValidation> {
        let list = if FACTS.contains(&column) { "是否" } else { column };
        let (letter, values) =
            ('A'..).zip(self.all()).find(|(_, (name, _))| *name == list).map(|(l, (_, v))| (l, v))?;
        if values.is_empty() {
            return None;
        }
        let range = format!("='{OPTIONS}'!${letter}$1:${letter}${}", values.len());
        // A warning only: the import decides, and a new area may be under way.
        Some(
            DataValidation::new()
                .allow_list_formula(Formula::new(range))
                .set_error_style(DataValidationErrorStyle::Warning),
        )
    }
}

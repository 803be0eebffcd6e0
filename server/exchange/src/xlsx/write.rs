//! Workbooks out: the bank, the empty template, and what was read with what is wrong in it.

use chrono::NaiveDate;
use contract::exchange::{Artefact, Column, Left, LeftOut};
use document::table::{Paint, properties, write_text};
use domain::bank::{Difficulty, KindName, Question, RawBasis, RawOption, RawPart, RawQuestion};
use rust_xlsxwriter::{Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::{EXAMPLES, INSTRUCTIONS, book};
use crate::{WriteError, clean::clean, entry::Line, meta, table};

/// Excel's limit of a cell, in UTF-16 units.
const MOST_UNITS: usize = 32_767;
/// Rows of a sheet of Excel without the headers.
const MOST_ROWS: usize = 1_048_575;

/// A row of a file with what is wrong in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkedLine<'a> {
    /// The row as it was read.
    pub line: &'a Line,
    /// In the order in which they are to be read; none for a row without fault.
    pub marks: Vec<Mark>,
}

/// What is wrong in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The column; none for the row as a whole.
    pub column: Option<Column>,
    /// A sentence for the person who corrects it.
    pub message: String,
}

/// Writes questions in the shape of the template.
pub(crate) fn write(questions: &[Question]) -> Result<Artefact, WriteError> {
    let (lines, left) = rows(questions);
    let bytes = workbook(lines.iter().map(|line| (line, &[][..])), false).map_err(WriteError::of)?;
    Ok(Artefact { bytes, left })
}

/// The rows of questions, and what they do not hold.
pub(crate) fn rows(questions: &[Question]) -> (Vec<Line>, Vec<LeftOut>) {
    let mut left = Vec::new();
    let mut lines = Vec::new();
    for question in questions {
        let (raw, changed) = clean(question);
        if changed {
            left.push(LeftOut { id: raw.id.clone(), what: Left::Characters });
        }
        let first = u32::try_from(lines.len()).unwrap_or(u32::MAX).saturating_add(2);
        let new = table::lines(&raw, first);
        for column in Column::ALL {
            // A character takes at most as many units as bytes.
            let long = |line: &Line| {
                let text = line.cell(column);
                text.len() > MOST_UNITS && text.encode_utf16().count() > MOST_UNITS
            };
            if new.iter().any(long) {
                left.push(LeftOut { id: raw.id.clone(), what: Left::Column { column } });
            }
        }
        lines.extend(new);
    }
    (lines, left)
}

/// The empty template: instructions, drop-downs, and examples in a sheet of their own.
///
/// # Errors
/// The writer failed.
pub fn template() -> Result<Vec<u8>, WriteError> {
    workbook(std::iter::empty(), false).map_err(WriteError::of)
}

/// What was read, with the faulty cells coloured and commented, and a first column that says what is to be
/// mended: corrected, the file can be imported as it is.
///
/// # Errors
/// The writer failed, or more rows than a sheet holds.
pub fn marked(lines: &[MarkedLine<'_>]) -> Result<Vec<u8>, WriteError> {
    workbook(lines.iter().map(|line| (line.line, line.marks.as_slice())), true).map_err(WriteError::of)
}

fn workbook<'a>(
    rows: impl ExactSizeIterator<Item = book::Marked<'a>>,
    is_marked: bool,
) -> Result<Vec<u8>, WriteError> {
    if rows.len() > MOST_ROWS {
        return Err(WriteError(format!("{} rows are more than a sheet holds", rows.len())));
    }
    let paint = Paint::new();
    let mut workbook = Workbook::new();
    // The day of the template's last change: bytes do not depend on the clock.
    let edition = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap_or_default();
    workbook.set_properties(&properties("题目", edition).map_err(WriteError::of)?);
    book::sheet(workbook.add_worksheet(), book::QUESTIONS, rows, is_marked, &paint)
        .map_err(WriteError::of)?;
    instructions(workbook.add_worksheet(), &paint).map_err(WriteError::of)?;
    let examples: Vec<Line> = examples()
        .iter()
        .scan(2, |row, raw| {
            let lines = table::lines(raw, *row);
            *row += u32::try_from(lines.len()).unwrap_or(0);
            Some(lines)
        })
        .flatten()
        .collect();
    let rows = examples.iter().map(|line| (line, &[][..]));
    book::sheet(workbook.add_worksheet(), EXAMPLES, rows, false, &paint).map_err(WriteError::of)?;
    book::choices(workbook.add_worksheet()).map_err(WriteError::of)?;
    workbook.save_to_buffer().map_err(WriteError::of)
}

fn instructions(sheet: &mut Worksheet, paint: &Paint) -> Result<(), XlsxError> {
    sheet.set_name(INSTRUCTIONS)?;
    for (index, width) in (0_u16..).zip([14, 14, 80]) {
        sheet.set_column_width(index, width)?;
    }
    let notes = [
        "题库填写说明",
        "1. 在“题目”表中填写，每行一题；橙色表头为必填。列的先后可以调整，不需要的列可以删去，不要改动列名。",
        "2. “示例”表给出各种题型的写法，导入时不读取本表和“示例”表。",
        "3. 一格写几项时用顿号隔开（专题、行业、岗位），证据用分号隔开，填空题的几种写法用竖线“|”隔开；内容本身带有这些符号时，用英文双引号把它括起来。",
        "4. 案例题先写一行案例（题型选“案例题”，题干写案情），再逐行写小题，小题的“所属案例”填案例的题号；案例没有题号时，两处填同一个名称，如“案例1”。",
        "5. 导入前系统逐行检查并说明原因，有问题的行可以下载修改；确认之前不会写入任何题目，确认后全部成为待审核的草稿。",
    ];
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for (row, note) in (0_u32..).zip(notes) {
        let format = if row == 0 { &paint.title } else { &wrapped };
        sheet.merge_range(row, 0, row, 2, "", format)?;
        write_text(sheet, row, 0, note, format)?;
        if note.chars().count() > 52 {
            sheet.set_row_height(row, 32)?;
        }
    }
    sheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0);
    let mut row = 7;
    for (index, title) in (0_u16..).zip(["列名", "是否必填", "说明"]) {
        write_text(sheet, row, index, title, &paint.header)?;
    }
    for column in Column::ALL {
        row += 1;
        let (needed, text) = explanation(column);
        for (index, cell) in (0_u16..).zip([column.title(), needed, text]) {
            write_text(sheet, row, index, cell, &paint.text)?;
        }
    }
    Ok(())
}

fn explanation(column: Column) -> (&'static str, &'static str) {
    match column {
        Column::Id => (
            "否",
            "全库唯一，由字母、数字和 . _ - 组成；新题留空，导入时自动编号。修改已有题目时保留原题号。",
        ),
        Column::Kind => ("是", "从下拉列表中选择：单选题、多选题、判断题、填空题、案例题。"),
        Column::Case => ("案例小题", "只有案例的小题填写：所属案例的题号或名称。"),
        Column::Stem => ("是", "题目内容，不超过 4000 字；案例题在这里写案情。"),
        Column::A => ("选择题", "单选题、多选题填写 2 到 8 个选项，中间不要空格；判断题和填空题不填。"),
        Column::B | Column::C | Column::D | Column::E | Column::F | Column::G | Column::H => {
            ("选择题", "同上。")
        }
        Column::Answer => {
            ("是", "单选填一个字母，多选填几个字母如 ACD，判断填“对”或“错”，填空填答案；案例题本身不填。")
        }
        Column::Pinned => ("否", "选项打乱时仍排在最后的选项，填字母，如“以上都对”所在的 D。"),
        Column::Explanation => ("否", "考试后给考生看的解释。"),
        Column::Difficulty => ("否", "易、中、难；不填按“中”。"),
        Column::Topics => ("否", "主要专题写在最前面。"),
        Column::Sectors => ("否", "适用的行业；不填适用于全部行业。"),
        Column::Audiences => ("否", "适用的岗位；不填适用于全部岗位。"),
        Column::Law => ("是", "法规编号（如 01）、“方案”或“标准”；也可以在导入时为整个文件指定。"),
        Column::Article => ("依法规", "法规的条，如 21 或 134-1；依据标准时填标准的条款。"),
        Column::Item => ("否", "法规的项，填数字。"),
        Column::BasisNote => {
            ("依方案、标准", "依据方案时填方案的条目，如 二(五)3；依据标准时填标准编号，如 GB 30871-2022。")
        }
        Column::Evidence => ("否", "原条文中能找到的短语或数字，2 到 4 处。"),
        Column::ValidFrom => ("否", "可以出题的第一天，如 2026-01-01。"),
        Column::ValidTo => ("否", "可以出题的最后一天；条文失效时填写。"),
    }
}

/// One question of each type.
fn examples() -> Vec<RawQuestion> {
    let option = |text: &str, correct: bool| RawOption { text: text.to_owned(), correct, pin_last: false };
    let basis = RawBasis::Plan { clause: "二(五)3".to_owned() };
    let start = |kind, stem: &str, explanation: &str| RawQuestion {
        stem: stem.to_owned(),
        explanation: explanation.to_owned(),
        difficulty: Difficulty::Easy,
        topics: vec!["应急演练".to_owned()],
        basis: Some(basis.clone()),
        ..meta::blank(kind)
    };
    let mut single = start(
        KindName::Single,
        "发现有人在池内晕倒，第一步应当做什么？",
        "不明气体环境下盲目下池会扩大伤亡。",
    );
    single.options = vec![
        option("立即下池救人", false),
        option("报警并阻止他人下池，佩戴装备后施救", true),
        option("回办公室请示", false),
        option("向池内泼水", false),
    ];
    let mut multiple =
        start(KindName::Multiple, "下列哪些属于有限空间？", "封闭或部分封闭、进出口受限的场所都算。");
    multiple.options = vec![
        option("污水井", true),
        option("发酵池", true),
        option("办公室", false),
        option("以上都不是", false),
    ];
    multiple.options[3].pin_last = true;
    let mut statement =
        start(KindName::TrueFalse, "演练可以提前告知企业起火点位置。", "提前告知就检验不出真实能力。");
    statement.answer = Some(false);
    let mut fill = start(KindName::Fill, "有限空间作业要先（　　）、再检测、后作业。", "");
    fill.answers = vec!["通风".to_owned(), "机械通风".to_owned()];
    let mut case = start(
        KindName::Case,
        "某厂清理污水池，监护人中途离开去接电话，池内两人失去联系。",
        "监护人全程不得离开。",
    );
    let part = |kind, stem: &str| RawPart {
        kind,
        stem: stem.to_owned(),
        options: Vec::new(),
        answer: None,
        answers: Vec::new(),
        pin_last: false,
        explanation: String::new(),
    };
    let mut first = part(KindName::Single, "监护人的做法错在哪里？");
    first.options = vec![option("没有带手机", false), option("作业未结束就离开", true)];
    let mut second = part(KindName::TrueFalse, "监护人可以一人兼管两处有限空间。");
    second.answer = Some(false);
    case.parts = vec![first, second];
    vec![single, multiple, statement, fill, case]
}

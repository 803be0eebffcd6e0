//! What is wrong with a file of questions, what was passed over, and what a format leaves out.

use contract::exchange::{
    CellIssue, Column, FileNote, FileProblem, Foreign, Left, Place, Reason, RowNote, Syntax,
};

/// The sentence of a wrong cell: what stands there, and what to do.
#[must_use]
pub fn cell_issue(issue: &CellIssue) -> String {
    reason(&issue.reason, issue.column)
}

fn reason(reason: &Reason, column: Option<Column>) -> String {
    match reason {
        Reason::Missing => match column {
            Some(Column::Answer) => "没有写答案。请补上。".into(),
            Some(Column::Stem) => "没有写题干。请补上。".into(),
            Some(Column::Kind) => "没有写题型。请填单选题、多选题、判断题、填空题或案例题。".into(),
            _ => "没有填写。请补上。".into(),
        },
        Reason::TooLong { have, most } => format!("有 {have} 个字，超过 {most} 个。请缩短。"),
        Reason::ControlCharacter => "含有看不见的控制字符。请删掉后重新输入。".into(),
        Reason::ErrorValue => "公式出错，没有结果。请改成文字或数字。".into(),
        Reason::KindUnknown => "不认识这种题型。请填单选题、多选题、判断题、填空题或案例题。".into(),
        Reason::OptionCount { have } => format!("有 {have} 个选项。选择题应有 2 到 8 个选项。"),
        Reason::OptionGap { filled } => {
            format!("这个选项空着，后面的选项 {filled} 却填了。请把选项依次填好，中间不要空格。")
        }
        Reason::OptionRepeated { first } => format!("与选项 {first} 相同。请改成不同的内容。"),
        Reason::OptionsUnreadable => "只找到一个选项。请每格填一个选项，或每行写一个并标 A、B、C。".into(),
        Reason::AnswerUnreadable => "读不出是哪个选项。请填选项字母，如 A；多选填 ACD。".into(),
        Reason::NotTrueOrFalse => "判断题的答案请填“对”或“错”。".into(),
        Reason::AnswerBeyond { letter, last } => {
            format!("答案是 {letter}，但选项只到 {last}。请核对答案或补上选项。")
        }
        Reason::NotOneRight { have } => {
            format!("单选题只能有一个答案，这里有 {have} 个。请核对答案，或把题型改为多选题。")
        }
        Reason::TooFewRight { have } => {
            format!("多选题至少要有两个答案，这里有 {have} 个。请核对答案，或把题型改为单选题。")
        }
        Reason::DifficultyUnknown => "难度请填易、中、难，不填按“中”。".into(),
        Reason::DateUnreadable => "读不出日期。请写成 2026-11-23。".into(),
        Reason::DatesReversed { from, to } => format!("失效日期 {to} 早于生效日期 {from}。请核对。"),
        Reason::IdMalformed => "题号只能用字母、数字和 . _ -，最多 64 个。新题可以留空，由系统编号。".into(),
        Reason::IdRepeated { place } => {
            format!("题号与{}重复。请改成不同的题号，或留空由系统编号。", self::place(place))
        }
        Reason::LawMalformed => {
            "请填法规编号（如 01）、“方案”或“标准”；依据方案或标准的，把内容写在“依据说明”。".into()
        }
        Reason::ArticleMalformed => "条号请写成 21、134-1 或第二十一条。".into(),
        Reason::ItemMalformed => "项请填数字，如 3。".into(),
        Reason::PlaceMissing => "没有写明依据法规的哪一条、哪一项。请补上。".into(),
        Reason::BasisMissing => "没有写依据。请补上，或在上传时为整个文件指定依据。".into(),
        Reason::TagUnknown { tag } => {
            format!("没有“{tag}”这个行业或岗位。请从模板的下拉列表中选择，几项用顿号隔开。")
        }
        Reason::IdElsewhere { bank } => {
            format!("这个题号已在题库“{bank}”中使用。请换一个，或留空由系统编号。")
        }
        Reason::EditOpen => "这道题有没办完的修改。请先办完或放弃那份修改，再导入。".into(),
        Reason::NotOfThisType { kind } => format!("{}不填这一栏。请清空，或核对题型。", kind.term()),
        Reason::CaseUnknown => "文件里没有这个题号或名称的案例。请核对“所属案例”。".into(),
        Reason::CaseRepeated { row } => format!("与第 {row} 行的案例题号或名称相同。请改成不同的。"),
        Reason::PartCount { have, most } => {
            format!("案例有 {have} 个小题，应有 1 到 {most} 个。请核对小题的“所属案例”。")
        }
        Reason::CaseInCase => "案例里不能再套案例。".into(),
        Reason::Syntax(syntax) => self::syntax(*syntax).into(),
        Reason::Foreign(foreign) => self::foreign(foreign),
    }
}

const fn syntax(syntax: Syntax) -> &'static str {
    match syntax {
        Syntax::BraceOpen => "大括号没有成对，不知道答案到哪里为止。请补上“{”或“}”；内容里的大括号前加“\\”。",
        Syntax::AnswerMark => "大括号里的答案前没有“=”（正确）或“~”（错误）。请补上。",
        Syntax::Weight => "答案的分值百分比应在 -100 到 100 之间。请核对。",
        Syntax::NoAnswerLine => "这道题后面没有“ANSWER: A”这一行。请补上。",
        Syntax::LetterOrder => "选项字母没有从 A 起依次排列。请改正。",
        Syntax::Xml => "这个文件读不出来，不是完整的 XML。请从原系统重新导出。",
        Syntax::Dtd => "这个文件带有自定义的实体或 DTD，为安全起见不读取。请从原系统导出不带 DTD 的题包。",
        Syntax::FileMissing => "清单里写了这个文件，题包里却没有。请从原系统重新导出。",
        Syntax::NoItem => "这个文件里没有题目。请从原系统重新导出。",
        Syntax::NoResponse => "这道题没有写明正确答案。请在原系统补上后重新导出。",
    }
}

fn foreign(foreign: &Foreign) -> String {
    match foreign {
        Foreign::Matching => "平台没有连线、配对题。请改成选择题，或删去这道题。".into(),
        Foreign::Numerical => "平台没有带误差范围的数字题。请改成填空题，写明一个或几个答案。".into(),
        Foreign::Essay => "平台没有简答、论述等要人工阅卷的题。请改成别的题型，或删去这道题。".into(),
        Foreign::Description => "这一段没有题目，只有说明文字。请删去，或补上答案。".into(),
        Foreign::Interaction { name } => {
            format!("平台没有这种题型（{name}）。请改成选择题、判断题或填空题。")
        }
    }
}

/// Where something stands: `“题目”表第 5 行`.
#[must_use]
pub fn place(place: &Place) -> String {
    match (place.part.as_str(), place.row) {
        ("", row) => format!("第 {row} 行"),
        (part, 0) => part.to_owned(),
        (part, row) => format!("“{part}”表第 {row} 行"),
    }
}

/// What the reader did with a question by itself.
#[must_use]
pub const fn row_note(note: &RowNote) -> &'static str {
    match note {
        RowNote::DifficultyAssumed => "没有写难度，按“中”。",
        RowNote::BasisAssumed => "没有写依据，用了上传时指定的依据。",
        RowNote::KindFromHeading => "没有写题型，按工作表名或小标题。",
        RowNote::KindGuessed => "没有写明题型，按选项和答案判断，请核对。",
        RowNote::LettersDropped => "选项前的字母已去掉。",
        RowNote::PictureLeft => "这里有图片，没有导入。请把图里的内容写成文字。",
        RowNote::MarkupDropped => "去掉了字体、颜色等格式，只留文字。",
        RowNote::FeedbackDropped => "各个答案的点评没有导入，需要的请写进解析。",
        RowNote::WeightsDropped => "各个答案的分值没有导入，按考核方案计分。",
        RowNote::NumberRounded => "有超过 15 位的数字，Excel 已把末几位变成 0，请核对并按文本填写。",
        RowNote::HiddenRow => "这一行在表里是隐藏的，也读了。",
        RowNote::MergedTaken => "用了合并单元格的内容。",
        RowNote::PartDetailsDropped => "小题的题号、难度、依据等以案例为准，没有导入。",
        RowNote::CategoryTaken => "用分类名作了专题。",
    }
}

/// What the reader passed over in the file.
#[must_use]
pub fn file_note(note: &FileNote) -> String {
    let on = |sheet: &str| if sheet.is_empty() { String::new() } else { format!("“{sheet}”表：") };
    match note {
        FileNote::ColumnIgnored { sheet, title } => format!("{}没有读“{title}”这一列。", on(sheet)),
        FileNote::ColumnsIgnored { sheet, count } => format!("{}另有 {count} 列没有读。", on(sheet)),
        FileNote::ColumnHidden { sheet, title } => format!("{}“{title}”这一列是隐藏的，也读了。", on(sheet)),
        FileNote::SheetHidden { sheet } => format!("隐藏的“{sheet}”表没有读。"),
        FileNote::SheetSkipped { sheet } => format!("“{sheet}”表没有题目的表头，没有读。"),
        FileNote::ReadAs { encoding } => {
            format!("文件按 {encoding} 编码读取，如有乱码请另存为 UTF-8 后重新上传。")
        }
    }
}

/// Why a file cannot be read, and what to do.
#[must_use]
pub fn file_problem(problem: &FileProblem) -> String {
    match problem {
        FileProblem::Empty => "文件是空的。请填写后再上传。".into(),
        FileProblem::UnknownFormat => "认不出这是哪种格式。请选择格式后重新上传，或改用 Excel 模板。".into(),
        FileProblem::TooLarge { limit } => format!("文件超过 {} MB。请分成几个文件上传。", limit >> 20),
        FileProblem::OldXls => {
            "这是旧版的 .xls 文件。请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”后再上传。".into()
        }
        FileProblem::Encrypted => "文件设有密码。请去掉密码后再上传。".into(),
        FileProblem::NotThisFormat { format } => format!("文件不是 {}。请核对选择的格式。", format.term()),
        FileProblem::Broken => "文件已损坏，读不出来。请重新保存后再上传。".into(),
        FileProblem::ZipBomb { limit } => {
            format!("文件解开后超过 {} MB，不像题库，没有读取。请删去图片和多余的表后再上传。", limit >> 20)
        }
        FileProblem::TooManyRows { limit } => format!("超过 {limit} 行。请分成几个文件上传。"),
        FileProblem::TooManyColumns { limit } => format!("超过 {limit} 列。请删去右边多余的列后再上传。"),
        FileProblem::TooManyQuestions { limit } => format!("超过 {limit} 题。请分成几个文件上传。"),
        FileProblem::NoHeader { wanted } => {
            let wanted: Vec<&str> = wanted.iter().map(|column| column.title()).collect();
            format!("没有找到题目的表头（{}等）。请对照模板写好列名后再上传。", wanted.join("、"))
        }
        FileProblem::NoQuestion => "文件里没有题目。请填写后再上传。".into(),
        FileProblem::Encoding => "文字的编码认不出来。请另存为 UTF-8 或 GBK 后再上传。".into(),
        FileProblem::NoManifest => "压缩包里没有 imsmanifest.xml，不是 QTI 题包。请从原系统重新导出。".into(),
        FileProblem::Dtd => "题包的清单带有自定义的实体或 DTD，为安全起见不读取。请从原系统重新导出。".into(),
    }
}

/// What a format leaves out.
#[must_use]
pub fn left(left: &Left) -> String {
    match left {
        Left::Kind { kind } => format!("{}整题不导出", kind.term()),
        Left::Unsayable { column: Column::Answer } => "答案里有“->”的整题不导出，以免读成配对题".into(),
        Left::Unsayable { column } => format!("{}会被读成别的内容的，整题不导出", column.title()),
        Left::Column { column: Column::Law } => "依据".into(),
        Left::Column { column: Column::Pinned } => "选项固定在最后".into(),
        Left::Column { column } => column.title().into(),
        Left::LineBreaks => "换行（改为空格）".into(),
        Left::Characters => "看不见的控制字符".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_names_what_stands_there_and_what_to_do() {
        let issue = CellIssue {
            row: 5,
            column: Some(Column::Answer),
            value: "D".into(),
            reason: Reason::AnswerBeyond { letter: 'D', last: 'C' },
        };
        assert_eq!(cell_issue(&issue), "答案是 D，但选项只到 C。请核对答案或补上选项。");
        assert_eq!(place(&Place { part: "题目".into(), row: 5 }), "“题目”表第 5 行");
        assert_eq!(place(&Place { part: "items/1.xml".into(), row: 0 }), "items/1.xml");
    }
}

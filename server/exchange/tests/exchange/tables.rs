//! Tables as offices have them, and everything that can be wrong in them.

use contract::exchange::{Column, FileNote, FileProblem, Foreign, Format, Reason, RowNote};
use domain::bank::{Difficulty, Kind, KindName, RawBasis};
use exchange::{Defaults, Limits, guess, read};

use crate::kit::{csv, one, questions, reading, refusal, wrong};

const HEAD: &str = "题型,题干,选项A,选项B,选项C,选项D,答案,难度";

/// What is wrong in a row under the usual headers.
fn faults(row: &str) -> Vec<(Option<Column>, Reason)> {
    wrong(&one(HEAD, row))
        .into_iter()
        .map(|(row, column, reason)| {
            assert_eq!(row, 2);
            (column, reason)
        })
        .collect()
}

#[test]
fn titles_above_other_words_and_unknown_columns_do_no_harm() {
    let text = "某街道安全生产题库,,,,,,,\n制表：应急办,,,,,,,\n\n序号,类型,试题内容,A,B,标准答案,分值,难易程度\n\
                1,单选,甲？,一,二,B,2,容易\n2,判断题,乙。,,,√,,\n";
    let got = reading(text.as_bytes(), Format::Csv);
    let titles: Vec<&str> = got
        .notes
        .iter()
        .filter_map(|note| match note {
            FileNote::ColumnIgnored { title, .. } => Some(title.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(titles, ["序号", "分值"]);
    let questions = questions(&got);
    assert_eq!(questions[0].difficulty(), Difficulty::Easy);
    assert!(matches!(questions[0].kind(), Kind::Single { right: 1, .. }));
    assert!(matches!(questions[1].kind(), Kind::TrueFalse { answer: true }));
    assert_eq!(got.entries[1].place.row, 6, "the blank line counts");
    assert!(got.entries[1].notes.contains(&RowNote::DifficultyAssumed));
}

#[test]
fn letters_may_stand_in_a_row_of_their_own_below_the_options() {
    let text = "题型,题目,选项,,,答案,分值\n,,A,B,C,,\n单选,甲？,一,二,三,C,2\n";
    let got = reading(text.as_bytes(), Format::Csv);
    assert!(matches!(got.notes.as_slice(), [FileNote::ColumnIgnored { title, .. }] if title == "分值"));
    let got = got.entries;
    assert_eq!(got.len(), 1);
    assert!(matches!(got[0].draft.as_ref().unwrap().content().kind(), Kind::Single { right: 2, .. }));
}

#[test]
fn types_come_from_the_column_a_heading_or_the_answer() {
    let text = "题目,选项,答案\n一、单项选择题（每题2分）,,\n甲？,A.一 B.二,A\n二、多选题,,\n乙？,\"A、一\nB、二\nC、三\",AC\n三、判断题,,\n丙。,,错\n";
    let kinds: Vec<KindName> =
        questions(&reading(text.as_bytes(), Format::Csv)).iter().map(|q| q.kind().name()).collect();
    assert_eq!(kinds, [KindName::Single, KindName::Multiple, KindName::TrueFalse]);
    let guessed = csv("题目,A,B,C,答案\n甲？,一,二,三,BC\n乙。,,,,正确\n");
    assert!(guessed.iter().all(|entry| entry.notes.contains(&RowNote::KindGuessed)));
    assert_eq!(wrong(&one(HEAD, ",甲？,一,二,,,A,易")), [(2, Some(Column::Kind), Reason::Missing)]);
}

#[test]
fn every_wrong_cell_is_named_with_its_reason() {
    assert_eq!(faults("奇怪题,甲？,一,二,,,A,易"), [(Some(Column::Kind), Reason::KindUnknown)]);
    assert_eq!(faults("简答题,甲？,一,二,,,A,易"), [(Some(Column::Kind), Reason::Foreign(Foreign::Essay))]);
    assert_eq!(faults("单选题,,一,二,,,A,易"), [(Some(Column::Stem), Reason::Missing)]);
    assert_eq!(
        faults("单选题,甲？,一,二,三,,D,易"),
        [(Some(Column::Answer), Reason::AnswerBeyond { letter: 'D', last: 'C' })]
    );
    assert_eq!(
        faults("单选题,甲？,一,二,三,,AB,易"),
        [(Some(Column::Answer), Reason::NotOneRight { have: 2 })]
    );
    assert_eq!(
        faults("多选题,甲？,一,二,三,,A,易"),
        [(Some(Column::Answer), Reason::TooFewRight { have: 1 })]
    );
    assert_eq!(faults("多选题,甲？,一,二,三,,,易"), [(Some(Column::Answer), Reason::Missing)]);
    assert_eq!(
        faults("单选题,甲？,一,二,一,,A,易"),
        [(Some(Column::C), Reason::OptionRepeated { first: 'A' })]
    );
    assert_eq!(faults("单选题,甲？,一,二,,四,A,易"), [(Some(Column::C), Reason::OptionGap { filled: 'D' })]);
    assert_eq!(faults("单选题,甲？,一,二,,,甲,易"), [(Some(Column::Answer), Reason::AnswerUnreadable)]);
    assert_eq!(faults("判断题,甲。,,,,,也许,易"), [(Some(Column::Answer), Reason::NotTrueOrFalse)]);
    assert_eq!(
        faults("填空题,甲（　）。,一,,,,五,易"),
        [(Some(Column::A), Reason::NotOfThisType { kind: KindName::Fill })]
    );
    assert_eq!(faults("单选题,甲？,一,二,,,A,极难"), [(Some(Column::Difficulty), Reason::DifficultyUnknown)]);
    assert_eq!(faults("单选题,#REF!,一,二,,,A,易"), [(Some(Column::Stem), Reason::ErrorValue)]);
    let long = "长".repeat(4_001);
    assert_eq!(
        faults(&format!("判断题,{long},,,,,对,易")),
        [(Some(Column::Stem), Reason::TooLong { have: 4_001, most: 4_000 })]
    );
    assert_eq!(
        faults("单选题,,一,二,三,,E,极难").into_iter().filter_map(|(column, _)| column).collect::<Vec<_>>(),
        [Column::Answer, Column::Difficulty, Column::Stem],
        "all faults of a row at once"
    );
}

#[test]
fn values_are_kept_beside_the_reason() {
    let entry = one(HEAD, "单选题,甲？,一,二,三,,Ｅ,易");
    assert_eq!(entry.issues[0].value, "Ｅ");
    assert_eq!(entry.lines[0].cell(Column::B), "二");
}

#[test]
fn dates_basis_and_pins_are_read_or_refused() {
    let head = "题型,题干,答案,依据法规,条,项,依据说明,生效日期,失效日期";
    let basis = |row: &str| {
        let entry = one(head, row);
        entry.draft.map(|draft| RawBasis::from(draft.content().basis().clone())).ok_or(entry.issues)
    };
    assert_eq!(
        basis("判断,甲。,对,1,第二十一条,（三）,,2021/9/1,").unwrap(),
        RawBasis::Law { law: "01".into(), article: Some("21".into()), item: Some(3) }
    );
    assert_eq!(
        basis("判断,甲。,对,,5.3,,GB 30871-2022,,").unwrap(),
        RawBasis::Practice { standard: "GB 30871-2022".into(), clause: Some("5.3".into()) }
    );
    let reason = |row: &str| basis(row).unwrap_err()[0].reason.clone();
    assert_eq!(reason("判断,甲。,对,安全生产法,21,,,,"), Reason::LawMalformed);
    assert_eq!(
        reason("判断,甲。,对,,,,安全生产法第二十一条,,"),
        Reason::LawMalformed,
        "no default over a text"
    );
    assert_eq!(reason("判断,甲。,对,01,总则,,,,"), Reason::ArticleMalformed);
    assert_eq!(reason("判断,甲。,对,01,,,,,"), Reason::PlaceMissing);
    assert_eq!(reason("判断,甲。,对,01,1,甲,,,"), Reason::ItemMalformed);
    assert_eq!(reason("判断,甲。,对,01,1,,,明年,"), Reason::DateUnreadable);
    assert!(matches!(reason("判断,甲。,对,01,1,,,2022-01-01,2021-01-01"), Reason::DatesReversed { .. }));
    let text = "题型,题干,答案\n判断,甲。,对\n";
    let none = read(text.as_bytes(), Format::Csv, &Defaults::default(), &Limits::default()).unwrap();
    assert_eq!(none.entries[0].issues[0].reason, Reason::BasisMissing);
    assert!(csv(text)[0].notes.contains(&RowNote::BasisAssumed));
}

#[test]
fn tags_are_words_or_codes_and_a_misspelt_one_is_named() {
    let entry = one("题型,题干,答案,行业,岗位", "判断,甲。,对,粉尘涉爆、machinery,安全员；全部");
    let question = entry.draft.unwrap().content().clone();
    assert_eq!(
        (question.sectors(), question.audiences()),
        (&["dust".to_owned(), "machinery".to_owned()][..], &["safety_manager".to_owned()][..])
    );
    let wrong = wrong(&one("题型,题干,答案,行业", "判断,甲。,对,粉尘涉暴"));
    assert_eq!(wrong, [(2, Some(Column::Sectors), Reason::TagUnknown { tag: "粉尘涉暴".into() })]);
}

#[test]
fn cases_take_their_parts_by_number_or_label() {
    let head = "题号,题型,所属案例,题干,选项A,选项B,答案";
    let text = format!(
        "{head}\nc-1,案例分析题,,案情一,,,\n,单选题,c-1,问一？,一,二,A\n,判断题,,别的。,,,对\n,案例题,案例2,案情二,,,\n,填空题,案例2,问（　）。,,,五\n,判断题,c-1,问二。,,,错\n"
    );
    let got = csv(&text);
    assert_eq!(got.len(), 3);
    let parts: Vec<usize> =
        got.iter().map(|e| e.draft.as_ref().unwrap().content().kind().parts().len()).collect();
    assert_eq!(parts, [2, 0, 1]);
    assert_eq!(got[0].lines.iter().map(|line| line.row).collect::<Vec<_>>(), [2, 3, 7]);
    let broken =
        csv(&format!("{head}\nc-1,案例题,,案情,,,\n,单选题,c-9,问？,一,二,A\n,单选题,c-1,问？,一,二,C\n"));
    assert_eq!(
        wrong(&broken[0]),
        [(4, Some(Column::Answer), Reason::AnswerBeyond { letter: 'C', last: 'B' })]
    );
    assert_eq!(wrong(&broken[1]), [(3, Some(Column::Case), Reason::CaseUnknown)]);
    let empty = one(head, "c-1,案例题,,案情,,,");
    assert_eq!(wrong(&empty), [(2, Some(Column::Kind), Reason::PartCount { have: 0, most: 20 })]);
}

#[test]
fn numbers_of_rows_are_no_identifiers_and_real_ones_stand_once() {
    let got = csv("题号,题型,题干,答案\n1,判断,甲。,对\n2,判断,乙。,错\n");
    assert!(got.iter().all(|entry| entry.draft.as_ref().is_some_and(|draft| draft.id().is_none())));
    let twice = csv("题号,题型,题干,答案\naq-1,判断,甲。,对\naq-1,判断,乙。,错\nä,判断,丙。,错\n");
    assert_eq!(
        twice[0].draft.as_ref().and_then(|draft| draft.id()).map(ToString::to_string),
        Some("aq-1".into())
    );
    assert!(matches!(&twice[1].issues[0].reason, Reason::IdRepeated { place } if place.row == 2));
    assert_eq!(twice[2].issues[0].reason, Reason::IdMalformed);
}

#[test]
fn two_hundred_columns_are_named_up_to_a_dozen() {
    let head: Vec<String> = (0..200).map(|n| format!("备注{n}")).collect();
    let got = reading(format!("题型,题干,答案,{}\n判断,甲。,对\n", head.join(",")).as_bytes(), Format::Csv);
    assert_eq!(got.notes.len(), 13);
    assert!(matches!(got.notes[12], FileNote::ColumnsIgnored { count: 188, .. }));
    let wide: Vec<String> = (0..300).map(|n| format!("列{n}")).collect();
    assert_eq!(
        refusal(format!("题干,{}\n", wide.join(",")).as_bytes(), Format::Csv),
        FileProblem::TooManyColumns { limit: 256 }
    );
}

#[test]
fn gbk_tables_are_read_and_said() {
    let text = "题型,题干,答案\n判断,动火作业须审批。,对\n";
    let made = reading(text.as_bytes(), Format::Csv);
    let exported = exchange::write(&questions(&made), Format::CsvGbk).unwrap().bytes;
    assert!(std::str::from_utf8(&exported).is_err());
    assert_eq!(guess("题库.csv", &exported), Some(Format::CsvGbk));
    let back = reading(&exported, Format::CsvGbk);
    assert_eq!(back.notes, [FileNote::ReadAs { encoding: "GB18030".into() }]);
    assert_eq!(questions(&back), questions(&made));
}

#[test]
fn a_text_that_is_no_table_of_questions_is_refused() {
    assert_eq!(refusal(b"", Format::Csv), FileProblem::Empty);
    assert!(matches!(refusal("姓名,手机\n甲,1\n".as_bytes(), Format::Csv), FileProblem::NoHeader { .. }));
    assert_eq!(refusal("题型,题干,答案\n".as_bytes(), Format::Csv), FileProblem::NoQuestion);
    assert_eq!(refusal(b"PK\x03\x04rest", Format::Csv), FileProblem::Encoding);
    let limits = Limits { rows: 3, bytes: 1_000, ..Limits::default() };
    let text = format!("题型,题干,答案\n{}", "判断,甲。,对\n".repeat(3));
    assert_eq!(
        read(text.as_bytes(), Format::Csv, &Defaults::default(), &limits),
        Err(FileProblem::TooManyRows { limit: 3 })
    );
    let big = vec![b'x'; 1_001];
    assert_eq!(
        read(&big, Format::Csv, &Defaults::default(), &limits),
        Err(FileProblem::TooLarge { limit: 1_000 })
    );
}

//! GIFT and Aiken as others write them.

use contract::exchange::{Column, Foreign, Format, Left, Reason, RowNote, Syntax};
use domain::bank::{Kind, KindName};
use exchange::{guess, write};

use crate::kit::{csv, questions, reading, wrong};

fn gift(text: &str) -> Vec<exchange::Entry> {
    reading(text.as_bytes(), Format::Gift).entries
}

#[test]
fn gift_of_others_is_read() {
    let text = "// made elsewhere\n$CATEGORY: $course$/top/消防\n\n::Q1:: [html]<p>先做<b>什么</b>？</p>{\n=通风#对了\n~检测\n~作业\n####先通风\n}\n\n\
        多选{~%50%甲 ~%50%乙 ~%-100%丙}\n\n地球是圆的 \\{真的\\}\\: \\= {T}\n\n氧含量不低于 {=19.5% =19.5％} 才能进入\n\n六加三是{#9}\n";
    let got = gift(text);
    let kinds: Vec<KindName> =
        got.iter().map(|e| e.draft.as_ref().unwrap().content().kind().name()).collect();
    assert_eq!(
        kinds,
        [KindName::Single, KindName::Multiple, KindName::TrueFalse, KindName::Fill, KindName::Fill]
    );
    let first = got[0].draft.as_ref().unwrap();
    assert_eq!((first.content().stem(), first.content().explanation()), ("先做什么？", "先通风"));
    assert_eq!(first.content().topics(), ["消防"]);
    assert!(first.id().is_none(), "a title is no identifier");
    for note in
        [RowNote::MarkupDropped, RowNote::FeedbackDropped, RowNote::DifficultyAssumed, RowNote::CategoryTaken]
    {
        assert!(got[0].notes.contains(&note), "{note:?}");
    }
    assert_eq!(got[2].draft.as_ref().unwrap().content().stem(), "地球是圆的 {真的}: =");
    assert_eq!(got[3].draft.as_ref().unwrap().content().stem(), "氧含量不低于____才能进入");
    assert_eq!(got[0].place.row, 4);
}

#[test]
fn gift_that_breaks_the_rules_or_asks_otherwise_is_named() {
    for (text, column, reason) in [
        ("甲{=一 ~二", Column::Answer, Reason::Syntax(Syntax::BraceOpen)),
        ("甲{一 ~二}", Column::Answer, Reason::Syntax(Syntax::AnswerMark)),
        ("甲{~%150%一 =二}", Column::Answer, Reason::Syntax(Syntax::Weight)),
        ("甲{=一 -> 二 =三 -> 四}", Column::Kind, Reason::Foreign(Foreign::Matching)),
        ("甲{#3.14:0.01}", Column::Kind, Reason::Foreign(Foreign::Numerical)),
        ("甲{}", Column::Kind, Reason::Foreign(Foreign::Essay)),
        ("只是一段话", Column::Kind, Reason::Foreign(Foreign::Description)),
        ("甲{=一 =二 ~三}", Column::Answer, Reason::NotOneRight { have: 2 }),
        ("甲{~一 ~二}", Column::Answer, Reason::Missing),
    ] {
        assert_eq!(wrong(&gift(text)[0]), [(1, Some(column), reason)], "{text}");
    }
    assert!(gift("看图 [html]{=一 ~二}").iter().all(|entry| entry.draft.is_some()));
    assert!(gift("[html]看图<img src='a.png'>{=一 ~二}")[0].notes.contains(&RowNote::PictureLeft));
}

#[test]
fn aiken_is_read_with_its_lines() {
    let text = "先做什么？\nA. 通风\nB) 检测\nANSWER: A\n\n没有答案的题\nA. 一\nB. 二\n\n答案在外面\nA. 一\nB. 二\nANSWER: D\n\n次序乱了\nA. 一\nC. 二\nANSWER: A\n";
    assert_eq!(guess("题.txt", text.as_bytes()), Some(Format::Aiken));
    let got = reading(text.as_bytes(), Format::Aiken).entries;
    assert!(matches!(got[0].draft.as_ref().unwrap().content().kind(), Kind::Single { right: 0, .. }));
    assert_eq!(wrong(&got[1]), [(6, Some(Column::Answer), Reason::Syntax(Syntax::NoAnswerLine))]);
    assert_eq!(wrong(&got[2]), [(10, Some(Column::Answer), Reason::AnswerBeyond { letter: 'D', last: 'B' })]);
    assert_eq!(wrong(&got[3]), [(15, Some(Column::A), Reason::Syntax(Syntax::LetterOrder))]);
}

#[test]
fn what_a_format_cannot_hold_is_listed_and_never_lost_in_silence() {
    let table = "题号,题型,所属案例,题干,选项A,选项B,答案,解析,专题\nq-1,单选,,甲？,一,二,A,因为,消防\nq-2,多选,,乙？,一,二,AB,,\n\
        q-3,案例,,案情,,,,,\n,判断,q-3,问。,,,对,,\nq-4,填空,,丙（　）,,,一->二,,\n";
    let bank = questions(&reading(table.as_bytes(), Format::Csv));
    let left = |format| -> Vec<(String, Left)> {
        write(&bank, format).unwrap().left.into_iter().map(|one| (one.id, one.what)).collect()
    };
    let kind = |id: &str, kind| (id.to_owned(), Left::Kind { kind });
    assert_eq!(
        left(Format::Gift),
        [kind("q-3", KindName::Case), ("q-4".to_owned(), Left::Unsayable { column: Column::Answer })]
    );
    let aiken = left(Format::Aiken);
    for column in [Column::Id, Column::Explanation, Column::Difficulty, Column::Topics, Column::Law] {
        assert!(aiken.contains(&("q-1".to_owned(), Left::Column { column })), "{column:?}");
    }
    for (id, of) in [("q-2", KindName::Multiple), ("q-3", KindName::Case), ("q-4", KindName::Fill)] {
        assert!(aiken.contains(&kind(id, of)));
    }
    for format in [Format::Xlsx, Format::Csv, Format::CsvGbk, Format::Qti] {
        assert_eq!(left(format), []);
    }
}

#[test]
fn formats_are_told_apart_by_name_and_bytes() {
    for (name, text, format) in [
        ("a.csv", "题干,答案\n一,对", Some(Format::Csv)),
        ("a.txt", "题{=一 ~二}", Some(Format::Gift)),
        ("a.txt", "题\nA. 一\nB. 二\nANSWER: A", Some(Format::Aiken)),
        ("a.gift", "题", Some(Format::Gift)),
        ("a.xls", "whatever", Some(Format::Xlsx)),
        ("a.txt", "一段话", None),
        ("a.pdf", "%PDF-1.4", None),
    ] {
        assert_eq!(guess(name, text.as_bytes()), format, "{name} {text}");
    }
    drop(csv("题型,题干,答案\n判断,甲。,对\n"));
}

//! Packages of QTI as others make them.

use std::io::Write as _;

use contract::exchange::{Column, FileProblem, Foreign, Format, Reason, RowNote, Syntax};
use domain::bank::{Kind, KindName};
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::kit::{reading, refusal};

fn package(files: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn manifest(files: &[&str]) -> String {
    let resources: String = files
        .iter()
        .map(|file| format!("<resource identifier='r' type='imsqti_item_xmlv2p1' href='{file}'/>"))
        .collect();
    format!(
        "<manifest><resources>{resources}<resource type='webcontent' href='a.png'/></resources></manifest>"
    )
}

/// An item as another program writes it, with white space everywhere.
fn item(declarations: &str, body: &str) -> String {
    format!(
        "<?xml version='1.0'?>\n<qti:assessmentItem xmlns:qti='x' identifier='Q.1' title='t'>\n  {declarations}\n  \
         <qti:itemBody>\n    {body}\n  </qti:itemBody>\n</qti:assessmentItem>"
    )
}

fn choice(cardinality: &str, right: &[&str]) -> String {
    let values: String = right.iter().map(|one| format!("<value>{one}</value>")).collect();
    format!(
        "<responseDeclaration identifier='R' cardinality='{cardinality}' baseType='identifier'><correctResponse>{values}</correctResponse></responseDeclaration>"
    )
}

#[test]
fn items_of_others_are_read() {
    let single = item(
        &choice("single", &["b"]),
        "<p>先   做\n   什么？</p><choiceInteraction responseIdentifier='R'><prompt>选一个 &amp; 提交</prompt>\
         <simpleChoice identifier='a'>检测 <feedbackInline identifier='a'>错</feedbackInline></simpleChoice>\
         <simpleChoice identifier='b' fixed='true'>通风<img src='p.png' alt=''/></simpleChoice></choiceInteraction>",
    );
    let statement = item(
        &choice("single", &["y"]),
        "<choiceInteraction responseIdentifier='R'><prompt>甲。</prompt><simpleChoice identifier='y'>True</simpleChoice>\
         <simpleChoice identifier='n'>False</simpleChoice></choiceInteraction>",
    );
    let blank = item(
        "<responseDeclaration identifier='R' cardinality='single' baseType='string'><correctResponse><value>五</value></correctResponse>\
         <mapping><mapEntry mapKey='5' mappedValue='1'/><mapEntry mapKey='六' mappedValue='0'/></mapping></responseDeclaration>",
        "<p>应当在<textEntryInteraction responseIdentifier='R'/>日内上报。</p>",
    );
    let bytes = package(&[
        ("imsmanifest.xml", &manifest(&["s.xml", "items/t%20f.xml", "b.xml"])),
        ("s.xml", &single),
        ("items/t f.xml", &statement.replace("Q.1", "Q.2")),
        ("b.xml", &blank.replace("Q.1", "3")),
    ]);
    let got = reading(&bytes, Format::Qti).entries;
    let first = got[0].draft.as_ref().unwrap();
    assert_eq!(first.content().stem(), "先 做 什么？\n选一个 & 提交");
    let Kind::Single { options, right: 1 } = first.content().kind() else { panic!("{first:?}") };
    assert_eq!((options[0].text.as_str(), options[1].pin_last), ("检测", true));
    assert!(got[0].notes.contains(&RowNote::PictureLeft) && got[0].notes.contains(&RowNote::FeedbackDropped));
    assert!(matches!(got[1].draft.as_ref().unwrap().content().kind(), Kind::TrueFalse { answer: true }));
    let last = got[2].draft.as_ref().unwrap();
    assert_eq!(last.content().stem(), "应当在____日内上报。");
    let Kind::Fill { answers } = last.content().kind() else { panic!("{last:?}") };
    assert_eq!(answers, &["五", "5"]);
    assert_eq!(got[2].place.part, "b.xml");
}

#[test]
fn several_interactions_are_a_case() {
    let declared = choice("single", &["a"]) + &choice("multiple", &["a", "b"]).replace("'R'", "'S'");
    let body = "<p>某厂起火。</p><choiceInteraction responseIdentifier='R'><prompt>先做什么？</prompt><simpleChoice identifier='a'>报警</simpleChoice><simpleChoice identifier='b'>围观</simpleChoice></choiceInteraction>\
        <p>还要做什么？</p><choiceInteraction responseIdentifier='S'><simpleChoice identifier='a'>疏散</simpleChoice><simpleChoice identifier='b'>断电</simpleChoice><simpleChoice identifier='c'>拍照</simpleChoice></choiceInteraction>";
    let bytes = package(&[("imsmanifest.xml", &manifest(&["c.xml"])), ("c.xml", &item(&declared, body))]);
    let got = reading(&bytes, Format::Qti).entries;
    let case = got[0].draft.as_ref().unwrap_or_else(|| panic!("{:?}", got[0].issues)).content().clone();
    assert_eq!((case.stem(), case.kind().parts().len()), ("某厂起火。", 2));
    assert_eq!(case.kind().parts()[1].stem, "还要做什么？");
    assert_eq!(case.kind().parts()[1].kind.name(), KindName::Multiple);
}

#[test]
fn what_cannot_be_read_is_named_by_its_file() {
    let drawing = item("", "<p>画</p><drawingInteraction responseIdentifier='R'/>");
    let undeclared =
        item("", "<choiceInteraction responseIdentifier='R'><prompt>甲？</prompt></choiceInteraction>");
    let bomb =
        "<!DOCTYPE a [<!ENTITY x 'xxxxxxxx'><!ENTITY y '&x;&x;&x;'>]><assessmentItem>&y;</assessmentItem>";
    let files = ["d.xml", "u.xml", "bomb.xml", "cut.xml", "missing.xml", "other.xml"];
    let bytes = package(&[
        ("imsmanifest.xml", &manifest(&files)),
        ("d.xml", &drawing),
        ("u.xml", &undeclared),
        ("bomb.xml", bomb),
        ("cut.xml", "<assessmentItem><itemBody>"),
        ("other.xml", "<html/>"),
    ]);
    let got = reading(&bytes, Format::Qti).entries;
    let found: Vec<(&str, Reason)> =
        got.iter().map(|entry| (entry.place.part.as_str(), entry.issues[0].reason.clone())).collect();
    let syntax = Reason::Syntax;
    assert_eq!(
        found,
        [
            ("d.xml", Reason::Foreign(Foreign::Interaction { name: "drawingInteraction".into() })),
            ("u.xml", syntax(Syntax::NoResponse)),
            ("bomb.xml", syntax(Syntax::Dtd)),
            ("cut.xml", syntax(Syntax::Xml)),
            ("missing.xml", syntax(Syntax::FileMissing)),
            ("other.xml", syntax(Syntax::NoItem)),
        ]
    );
    assert_eq!(got[0].issues[0].column, Some(Column::Kind));
}

#[test]
fn archives_that_are_no_packages_are_refused() {
    assert_eq!(refusal(b"text", Format::Qti), FileProblem::NotThisFormat { format: Format::Qti });
    assert_eq!(refusal(b"PK\x03\x04", Format::Qti), FileProblem::Broken);
    assert_eq!(refusal(&package(&[("a.xml", "<a/>")]), Format::Qti), FileProblem::NoManifest);
    assert_eq!(refusal(&package(&[("imsmanifest.xml", "<!DOCTYPE a><a/>")]), Format::Qti), FileProblem::Dtd);
    assert_eq!(
        refusal(&package(&[("imsmanifest.xml", "<manifest/>")]), Format::Qti),
        FileProblem::NoQuestion
    );
    let nothing = " ".repeat(130 << 20);
    let bomb = package(&[("imsmanifest.xml", &manifest(&["a.xml"])), ("a.xml", &nothing)]);
    assert!(bomb.len() < 1 << 20);
    assert_eq!(refusal(&bomb, Format::Qti), FileProblem::ZipBomb { limit: 128 << 20 });
}

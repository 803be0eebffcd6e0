//! Workbooks as offices have them.

use std::io::{Cursor, Read as _, Write as _};

use contract::exchange::{Column, FileNote, FileProblem, Format, RowNote};
use domain::bank::Kind;
use exchange::{Mark, MarkedLine, guess, marked, template};
use rust_xlsxwriter::{ExcelDateTime, Formula, Image, Workbook, Worksheet};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

use crate::kit::{questions, reading, refusal, wrong};

fn book(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    fill(workbook.add_worksheet());
    workbook.save_to_buffer().unwrap()
}

fn row(sheet: &mut Worksheet, row: u32, cells: &[&str]) {
    for (column, cell) in (0..).zip(cells) {
        sheet.write_string(row, column, *cell).unwrap();
    }
}

/// A picture of one pixel.
fn dot() -> Image {
    let png = [
        0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0,
        0, 0, 1, 8, 2, 0, 0, 0, 0x90, 0x77, 0x53, 0xDE, 0, 0, 0, 12, b'I', b'D', b'A', b'T', 8, 0xD7, 0x63,
        0xF8, 0xCF, 0xC0, 0, 0, 3, 1, 1, 0, 0x18, 0xDD, 0x8D, 0xB0, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xAE,
        0x42, 0x60, 0x82,
    ];
    Image::new_from_buffer(&png).unwrap()
}

const HEAD: [&str; 6] = ["题型", "题干", "选项A", "选项B", "答案", "生效日期"];

#[test]
fn merged_titles_hidden_things_and_pictures_are_read_and_said() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.merge_range(0, 0, 0, 5, "某街道题库", &rust_xlsxwriter::Format::new()).unwrap();
    row(sheet, 1, &HEAD);
    sheet.merge_range(2, 0, 4, 0, "单选题", &rust_xlsxwriter::Format::new()).unwrap();
    for (at, stem) in [(2, "甲？"), (3, "乙？"), (4, "丙？")] {
        sheet.write_string(at, 1, stem).unwrap();
        sheet.write_string(at, 2, "一").unwrap();
        sheet.write_number(at, 3, 3.0).unwrap();
        sheet.write_formula(at, 4, Formula::new("=\"B\"").set_result("B")).unwrap();
    }
    let red = rust_xlsxwriter::Format::new().set_font_color("FF0000");
    let plain = rust_xlsxwriter::Format::new();
    sheet.write_rich_string(2, 1, &[(&plain, "先"), (&red, "做"), (&plain, "什么？")]).unwrap();
    sheet
        .write_with_format(
            2,
            5,
            ExcelDateTime::from_ymd(2021, 9, 1).unwrap(),
            &rust_xlsxwriter::Format::new().set_num_format("yyyy/m/d"),
        )
        .unwrap();
    sheet.set_row_hidden(3).unwrap();
    sheet.set_column_hidden(3).unwrap();
    sheet.insert_image(4, 2, &dot()).unwrap();
    let hidden = workbook.add_worksheet().set_name("旧题").unwrap();
    row(hidden, 0, &HEAD);
    hidden.set_hidden(true);
    row(workbook.add_worksheet().set_name("通讯录").unwrap(), 0, &["姓名", "电话"]);
    let bytes = workbook.save_to_buffer().unwrap();
    assert_eq!(guess("题库.xlsx", &bytes), Some(Format::Xlsx));

    let got = reading(&bytes, Format::Xlsx);
    for note in [
        FileNote::ColumnHidden { sheet: "Sheet1".into(), title: "选项B".into() },
        FileNote::SheetHidden { sheet: "旧题".into() },
        FileNote::SheetSkipped { sheet: "通讯录".into() },
    ] {
        assert!(got.notes.contains(&note), "{note:?} not in {:?}", got.notes);
    }
    let made = questions(&got);
    assert_eq!(made[0].stem(), "先做什么？");
    assert_eq!(made[0].validity().0.map(|day| day.to_string()).as_deref(), Some("2021-09-01"));
    let Kind::Single { options, right: 1 } = made[2].kind() else { panic!("{:?}", made[2]) };
    assert_eq!(options[1].text, "3", "a number as an option is no 3.0");
    assert!(
        got.entries[1].notes.contains(&RowNote::HiddenRow)
            && got.entries[1].notes.contains(&RowNote::MergedTaken)
    );
    assert!(got.entries[2].notes.contains(&RowNote::PictureLeft));
    assert!(!got.entries[0].notes.contains(&RowNote::PictureLeft));
}

#[test]
fn a_blank_row_and_a_hundred_thousand_empty_ones_cost_nothing() {
    let bytes = book(|sheet| {
        row(sheet, 0, &["题型", "题干", "答案"]);
        row(sheet, 1, &["判断", "甲。", "对"]);
        row(sheet, 3, &["判断", "乙。", "错"]);
        let grey = rust_xlsxwriter::Format::new().set_background_color("EEEEEE");
        for at in 4..100_004 {
            sheet.write_blank(at, 0, &grey).unwrap();
        }
    });
    let got = reading(&bytes, Format::Xlsx);
    assert_eq!(got.entries.iter().map(|entry| entry.place.row).collect::<Vec<_>>(), [2, 4]);
}

#[test]
fn a_number_that_lost_its_digits_is_said() {
    let bytes = book(|sheet| {
        row(sheet, 0, &["题型", "题干", "答案"]);
        row(sheet, 1, &["填空", "报警电话是（　）。"]);
        sheet.write_number(1, 2, 123_456_789_012_345_678.0).unwrap();
    });
    assert!(reading(&bytes, Format::Xlsx).entries[0].notes.contains(&RowNote::NumberRounded));
}

#[test]
fn sheets_named_for_a_type_give_it() {
    let mut workbook = Workbook::new();
    for (name, answer) in [("单选题", "A"), ("多选题", "AB")] {
        let sheet = workbook.add_worksheet().set_name(name).unwrap();
        row(sheet, 0, &["题目", "A", "B", "正确答案"]);
        row(sheet, 1, &["甲？", "一", "二", answer]);
    }
    let got = reading(&workbook.save_to_buffer().unwrap(), Format::Xlsx);
    assert!(matches!(questions(&got)[1].kind(), Kind::Multiple { .. }));
    assert_eq!(got.entries[1].place.part, "多选题");
    assert!(got.entries[1].notes.contains(&RowNote::KindFromHeading));
}

#[test]
fn wrong_kinds_of_files_are_named() {
    let mut old = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    old.resize(1024, 0);
    old.extend("Workbook".encode_utf16().flat_map(u16::to_le_bytes));
    old.resize(4096, 0);
    assert_eq!(guess("题库.xls", &old), Some(Format::Xlsx));
    assert_eq!(refusal(&old, Format::Xlsx), FileProblem::OldXls);
    assert_eq!(refusal(b"text", Format::Xlsx), FileProblem::NotThisFormat { format: Format::Xlsx });
    let people = book(|sheet| row(sheet, 0, &["姓名", "电话"]));
    assert!(matches!(refusal(&people, Format::Xlsx), FileProblem::NoHeader { .. }));
    let wide = book(|sheet| {
        row(sheet, 0, &["题型", "题干"]);
        sheet.write_string(1, 300, "x").unwrap();
    });
    assert_eq!(refusal(&wide, Format::Xlsx), FileProblem::TooManyColumns { limit: 256 });
}

#[test]
fn a_bomb_within_a_workbook_is_refused() {
    let small = book(|sheet| row(sheet, 0, &HEAD));
    let mut source = ZipArchive::new(Cursor::new(small)).unwrap();
    let mut target = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..source.len() {
        let mut entry = source.by_index(index).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        target.start_file(name, SimpleFileOptions::default()).unwrap();
        target.write_all(&content).unwrap();
    }
    target.start_file("xl/bomb.bin", SimpleFileOptions::default()).unwrap();
    target.write_all(&vec![0; 130 << 20]).unwrap();
    let bytes = target.finish().unwrap().into_inner();
    assert_eq!(refusal(&bytes, Format::Xlsx), FileProblem::ZipBomb { limit: 128 << 20 });
}

#[test]
fn the_template_is_empty_and_its_examples_are_sound() {
    let bytes = template().unwrap();
    assert_eq!(
        refusal(&bytes, Format::Xlsx),
        FileProblem::NoQuestion,
        "instructions and examples are not read"
    );
    let mut workbook: calamine::Xlsx<_> = calamine::Reader::new(Cursor::new(bytes)).unwrap();
    let range = calamine::Reader::worksheet_range(&mut workbook, "示例").unwrap();
    let text: Vec<String> = range
        .rows()
        .map(|cells| {
            cells
                .iter()
                .map(|cell| format!("\"{}\"", cell.to_string().replace('"', "\"\"")))
                .collect::<Vec<_>>()
                .join(",")
        })
        .collect();
    let got = reading(text.join("\n").as_bytes(), Format::Csv);
    assert_eq!(questions(&got).len(), 5);
    assert!(got.notes.is_empty() && got.entries.iter().all(|entry| entry.notes.is_empty()));
}

#[test]
fn a_marked_workbook_is_corrected_and_imported_as_it_is() {
    let text = "题型,题干,选项A,选项B,答案\n单选题,甲？,一,二,C\n判断题,乙。,,,对\n";
    let got = reading(text.as_bytes(), Format::Csv);
    let lines: Vec<MarkedLine<'_>> = got
        .entries
        .iter()
        .flat_map(|entry| entry.lines.iter().map(move |line| (entry, line)))
        .map(|(entry, line)| {
            let issues = entry.issues.iter().filter(|issue| issue.row == line.row);
            let marks =
                issues.map(|issue| Mark { column: issue.column, message: format!("{:?}", issue.reason) });
            MarkedLine { line, marks: marks.collect() }
        })
        .collect();
    let bytes = marked(&lines).unwrap();
    let again = reading(&bytes, Format::Xlsx);
    assert_eq!(wrong(&again.entries[0])[0].1, Some(Column::Answer));
    assert!(again.entries[1].draft.is_some());
    assert!(again.notes.is_empty(), "the column of what is to be mended is known: {:?}", again.notes);
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut comments = String::new();
    archive.by_name("xl/comments1.xml").unwrap().read_to_string(&mut comments).unwrap();
    assert!(comments.contains("AnswerBeyond"));
}

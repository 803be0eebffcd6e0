//! Files of every wrong kind, and the text of right ones.

use std::io::Write as _;

use document::workbook::{Column, Limits, WorkbookRefusal, read, read_all};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use zip::write::SimpleFileOptions;

fn refusal(bytes: &[u8]) -> WorkbookRefusal {
    read(bytes, &Limits::default()).unwrap_err()
}

fn book(fill: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    fill(workbook.add_worksheet());
    workbook.save_to_buffer().unwrap()
}

/// A compound file with one directory entry of that name.
fn compound(name: &str) -> Vec<u8> {
    let mut bytes = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    bytes.resize(1024, 0);
    let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    entry.resize(128, 0);
    bytes.extend(entry);
    bytes.resize(4096, 0);
    bytes
}

fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in entries {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn a_file_of_the_wrong_kind_is_named_for_what_it_is() {
    assert_eq!(refusal(b""), WorkbookRefusal::Empty);
    assert_eq!(refusal("姓名,手机号\n张三,1".as_bytes()), WorkbookRefusal::NotAWorkbook);
    assert_eq!(refusal(b"%PDF-1.4"), WorkbookRefusal::NotAWorkbook);
    assert_eq!(refusal(&archive(&[("word/document.xml", b"<a/>")])), WorkbookRefusal::NotAWorkbook);
    assert_eq!(refusal(&compound("EncryptedPackage")), WorkbookRefusal::Encrypted);
    assert_eq!(refusal(&compound("Workbook")), WorkbookRefusal::OldXls);
    assert_eq!(refusal(&compound("WordDocument")), WorkbookRefusal::NotAWorkbook);
}

#[test]
fn a_file_of_50_megabytes_is_refused_by_its_size() {
    let huge = vec![0; 50 << 20];
    assert_eq!(refusal(&huge), WorkbookRefusal::TooLarge { bytes: 50 << 20, limit: 20 << 20 });
}

#[test]
fn a_workbook_cut_anywhere_is_broken_and_never_a_panic() {
    let whole = book(|sheet| {
        sheet.write(0, 0, "姓名").unwrap();
    });
    for length in (4..whole.len()).step_by(61) {
        assert!(matches!(refusal(&whole[..length]), WorkbookRefusal::Broken { .. }), "{length}");
    }
}

#[test]
fn a_workbook_with_any_byte_flipped_is_read_or_refused() {
    let whole = book(|sheet| {
        sheet.write(0, 0, "姓名").unwrap();
    });
    for at in (0..whole.len()).step_by(7) {
        let mut changed = whole.clone();
        changed[at] ^= 0x55;
        // Either is right; the point is to come back.
        let _ = read(&changed, &Limits::default());
    }
}

#[test]
fn parts_that_are_no_xml_are_broken() {
    let nonsense =
        archive(&[("xl/workbook.xml", b"<workbook"), ("_rels/.rels", b"?"), ("[Content_Types].xml", b"")]);
    assert!(matches!(refusal(&nonsense), WorkbookRefusal::Broken { .. }));
}

#[test]
fn a_workbook_without_a_filled_cell_is_empty() {
    assert_eq!(refusal(&book(|_| {})), WorkbookRefusal::Empty);
    let blanks = book(|sheet| {
        sheet.write(3, 3, "  \u{3000} ").unwrap();
        sheet.write_blank(9, 9, &Format::new().set_bold()).unwrap();
    });
    assert_eq!(refusal(&blanks), WorkbookRefusal::Empty);
}

#[test]
fn a_bomb_is_refused_before_it_is_parsed_even_when_it_lies_about_its_size() {
    let limits = Limits { unpacked: 1 << 20, ..Limits::default() };
    let zeros = vec![b' '; 8 << 20];
    let mut bomb = archive(&[("xl/workbook.xml", b"<a/>"), ("xl/sharedStrings.xml", &zeros)]);
    assert!(bomb.len() < 100_000);
    let expected = WorkbookRefusal::ZipBomb { limit: 1 << 20 };
    assert_eq!(read(&bomb, &limits).unwrap_err(), expected);
    // The same with a declared size of 8 bytes in both headers of the entry.
    let size = u32::try_from(zeros.len()).unwrap().to_le_bytes();
    let places: Vec<usize> = (0..bomb.len() - 4).filter(|at| bomb[*at..*at + 4] == size).collect();
    assert!(!places.is_empty());
    for at in places {
        bomb[at..at + 4].copy_from_slice(&8_u32.to_le_bytes());
    }
    let refusal = read(&bomb, &limits).unwrap_err();
    assert!(refusal == expected || matches!(refusal, WorkbookRefusal::Broken { .. }), "{refusal:?}");
}

#[test]
fn one_long_text_in_every_cell_is_a_bomb_too() {
    let bytes = book(|sheet| {
        let long = "长".repeat(10_000);
        for row in 0..100 {
            sheet.write(row, 0, long.as_str()).unwrap();
        }
    });
    let limits = Limits { unpacked: 500_000, ..Limits::default() };
    assert_eq!(read(&bytes, &limits).unwrap_err(), WorkbookRefusal::ZipBomb { limit: 500_000 });
}

#[test]
fn too_many_rows_and_content_far_to_the_right_are_refused() {
    let limits = Limits { rows: 10, columns: 5, ..Limits::default() };
    let rows = book(|sheet| {
        for row in 0..11 {
            sheet.write(row * 3, 0, "x").unwrap();
        }
    });
    let sheet = "Sheet1".to_owned();
    assert_eq!(
        read(&rows, &limits).unwrap_err(),
        WorkbookRefusal::TooManyRows { sheet: sheet.clone(), limit: 10 }
    );
    let right = book(|sheet| {
        sheet.write(0, 16_383, "x").unwrap();
    });
    assert_eq!(read(&right, &limits).unwrap_err(), WorkbookRefusal::TooManyColumns { sheet, limit: 5 });
}

#[test]
fn a_cell_in_the_last_row_costs_one_row() {
    let bytes = book(|sheet| {
        sheet.write(0, 0, "first").unwrap();
        sheet.write(1_048_575, 0, "last").unwrap();
    });
    let rows = read(&bytes, &Limits::default()).unwrap().rows;
    assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 1_048_576]);
}

#[test]
fn cells_become_the_text_that_a_person_sees() {
    let date = Format::new().set_num_format("yyyy/m/d");
    let moment = Format::new().set_num_format("yyyy-mm-dd hh:mm");
    let time = Format::new().set_num_format("hh:mm");
    let bytes = book(|sheet| {
        sheet.write(0, 0, " 张三\u{3000}\n").unwrap();
        sheet.write(0, 1, 13_800_000_000_f64).unwrap();
        sheet.write(0, 2, "91370112MA3EXAMPLE").unwrap();
        sheet.write(0, 3, 92.5).unwrap();
        sheet.write(0, 4, 0.1 + 0.2).unwrap();
        sheet.write_with_format(0, 5, ExcelDateTime::from_ymd(2026, 11, 23).unwrap(), &date).unwrap();
        let eight = ExcelDateTime::from_ymd(2026, 11, 23).unwrap().and_hms(8, 30, 0).unwrap();
        sheet.write_with_format(0, 6, &eight, &moment).unwrap();
        sheet.write_with_format(0, 7, ExcelDateTime::from_hms(8, 30, 0).unwrap(), &time).unwrap();
        sheet.write(0, 8, true).unwrap();
        sheet.write(0, 9, Formula::new("=1+1").set_result("2")).unwrap();
        sheet.write(0, 10, -0.0).unwrap();
        sheet.write(0, 11, 123_456_789_012_345_f64).unwrap();
    });
    let sheet = read(&bytes, &Limits::default()).unwrap();
    let expected = [
        "张三",
        "13800000000",
        "91370112MA3EXAMPLE",
        "92.5",
        "0.3",
        "2026-11-23",
        "2026-11-23 08:30:00",
        "08:30:00",
        "是",
        "2",
        "0",
        "123456789012345",
    ];
    assert_eq!(sheet.rows[0].cells, expected);
    assert!(!sheet.rows[0].rounded);
}

#[test]
fn a_number_that_excel_rounded_is_plain_and_marked() {
    let bytes = book(|sheet| {
        sheet.write(0, 0, 370_112_199_001_011_234_f64).unwrap();
    });
    let row = &read(&bytes, &Limits::default()).unwrap().rows[0];
    assert!(row.rounded && row.cells[0].chars().all(|c| c.is_ascii_digit()) && row.cells[0].len() == 18);
}

#[test]
fn headers_are_found_below_titles_in_any_order_and_lacking_ones_are_named() {
    const WANTED: [Column; 3] = [
        Column::required("姓名", &[]),
        Column::required("手机号", &["联系电话"]),
        Column::optional("备注", &[]),
    ];
    let bytes = book(|sheet| {
        sheet.merge_range(0, 0, 0, 3, "某某街道人员名册", &Format::new()).unwrap();
        sheet.write(2, 1, "* 联系\n电话（必填）").unwrap();
        sheet.write(2, 3, "姓 名").unwrap();
        sheet.write(5, 3, "张三").unwrap();
    });
    let sheet = read(&bytes, &Limits::default()).unwrap();
    let header = sheet.header(&WANTED).unwrap();
    assert_eq!(header.positions, [Some(3), Some(1), None]);
    let [row] = sheet.below(&header) else { panic!("one row expected") };
    assert_eq!((row.number, header.cell(row, 0), header.cell(row, 2)), (6, "张三", ""));

    let more = [WANTED.as_slice(), &[Column::required("单位", &[])]].concat();
    let missing = WorkbookRefusal::MissingColumns { sheet: "Sheet1".into(), columns: vec!["单位"] };
    assert_eq!(sheet.header(&more).unwrap_err(), missing);
    let other = [Column::required("甲", &[]), Column::required("乙", &[])];
    assert_eq!(sheet.header(&other).unwrap_err(), WorkbookRefusal::NoHeader { wanted: vec!["甲", "乙"] });
}

#[test]
fn hidden_sheets_are_passed_over() {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().write(0, 0, "seen").unwrap();
    workbook.add_worksheet().set_hidden(true).write(0, 0, "hidden").unwrap();
    let sheets = read_all(&workbook.save_to_buffer().unwrap(), &Limits::default()).unwrap();
    assert_eq!(sheets.iter().map(|sheet| sheet.name.as_str()).collect::<Vec<_>>(), ["Sheet1"]);
}

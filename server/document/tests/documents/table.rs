//! Lists as workbooks.

use document::table::{Cell, List, ListColumn, WriteRefusal, write, write_csv};
use document::workbook::{Limits, read};

use crate::kit::day;

fn list() -> List {
    let column = |name: &str, width| ListColumn { name: name.into(), width };
    List {
        sheet: "完成情况/2026".into(),
        title: "培训完成情况（截至 2026-11-23）".into(),
        columns: vec![
            column("单位", 30),
            column("人数", 8),
            column("平均分", 10),
            column("合格率", 10),
            column("日期", 12),
        ],
        rows: vec![
            vec![
                "示例公司".into(),
                Cell::Whole(36),
                Cell::Hundredths(9250),
                Cell::Percent(9999),
                day(2026, 11, 23).into(),
            ],
            vec!["=cmd|' /C calc'!A0".into(), Cell::Empty, Cell::Hundredths(-5)],
        ],
        made_on: day(2026, 11, 23),
    }
}

#[test]
fn a_list_keeps_its_types_and_its_bytes() {
    let bytes = write(&list()).unwrap();
    let sheet = read(&bytes, &Limits::default()).unwrap();
    assert_eq!(sheet.name, "完成情况_2026");
    assert_eq!(sheet.rows[0].cells, ["培训完成情况（截至 2026-11-23）"]);
    assert_eq!(sheet.rows[1].cells, ["单位", "人数", "平均分", "合格率", "日期"]);
    assert_eq!(sheet.rows[2].cells, ["示例公司", "36", "92.5", "0.9999", "2026-11-23"]);
    assert_eq!(bytes, write(&list()).unwrap());
}

#[test]
fn text_that_looks_like_a_formula_stays_text() {
    let bytes = write(&list()).unwrap();
    let sheet = read(&bytes, &Limits::default()).unwrap();
    assert_eq!(sheet.rows[3].cells, ["=cmd|' /C calc'!A0", "", "-0.05"]);
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut part = |name: &str| std::io::read_to_string(archive.by_name(name).unwrap()).unwrap();
    assert!(!part("xl/worksheets/sheet1.xml").contains("<f>"));
    assert!(part("xl/styles.xml").contains("quotePrefix=\"1\""));
}

#[test]
fn a_list_as_csv_quotes_and_guards_its_cells() {
    let mut list = list();
    list.rows.push(vec!["甲,乙 \"丙\"\n丁".into(), Cell::Percent(5), Cell::Hundredths(-5)]);
    let text = String::from_utf8(write_csv(&list)).unwrap();
    let expected = "\u{feff}单位,人数,平均分,合格率,日期\r\n示例公司,36,92.50,99.99%,2026-11-23\r\n'=cmd|' /C calc'!A0,,-0.05\r\n\
                    \"甲,乙 \"\"丙\"\"\n丁\",0.05%,-0.05\r\n";
    assert_eq!(text, expected);
}

#[test]
fn a_text_longer_than_a_cell_is_cut_and_says_so() {
    let mut list = list();
    list.rows = vec![vec!["𬱖".repeat(20_000).into()]];
    let sheet = read(&write(&list).unwrap(), &Limits::default()).unwrap();
    let text = &sheet.rows[2].cells[0];
    assert!(text.ends_with("𬱖…（已截断）") && text.encode_utf16().count() <= 32_767);
}

#[test]
fn a_list_that_is_no_table_is_refused() {
    let mut wide = list();
    wide.rows.push(vec![Cell::Empty; 6]);
    assert_eq!(write(&wide), Err(WriteRefusal::Shape { row: 2, cells: 6, columns: 5 }));
    let none = List { columns: Vec::new(), rows: Vec::new(), ..list() };
    assert!(matches!(write(&none), Err(WriteRefusal::Shape { .. })));
}

#[test]
fn a_row_is_as_tall_as_its_wrapped_text() {
    let mut long = list();
    long.rows = vec![vec!["短".into()], vec!["很长的题干".repeat(20).into()]];
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(write(&long).unwrap())).unwrap();
    let sheet = std::io::read_to_string(archive.by_name("xl/worksheets/sheet1.xml").unwrap()).unwrap();
    let row = |number: u32| {
        let rest = sheet.split(&format!("<row r=\"{number}\"")).nth(1).unwrap();
        rest.split('>').next().unwrap().to_owned()
    };
    assert!(!row(3).contains("ht="), "{}", row(3));
    let height = row(4).split("ht=\"").nth(1).and_then(|rest| rest.split('"').next()?.parse::<f64>().ok());
    assert!(height.is_some_and(|height| height >= 60.0), "{}", row(4));
}

//! Reports: what stands on the pages, how they break, and what does not fit a font.

use document::report::{Block, Column, Orientation, Report, ReportRefusal, Table, pdf, xlsx};
use document::table::Cell;
use document::workbook::{Limits, read_all};

use crate::kit::{day, fonts, run};

fn table(rows: usize) -> Table {
    let column = |name: &str, width| Column { name: name.into(), width };
    Table {
        name: "应训人员".into(),
        columns: vec![column("姓名", 12), column("单位", 30), column("成绩", 8), column("日期", 12)],
        rows: (1..=rows)
            .map(|n| {
                vec![
                    format!("人员{n}").into(),
                    "示例机械制造有限公司".into(),
                    Cell::Hundredths(9_250),
                    day(2026, 11, 23).into(),
                ]
            })
            .collect(),
        empty: "没有应训人员。".into(),
    }
}

fn report(blocks: Vec<Block>) -> Report {
    Report {
        title: "一期一档".into(),
        subtitle: "2026 年度主要负责人安全培训".into(),
        orientation: Orientation::Landscape,
        blocks,
        issuer: "示例街道办事处".into(),
        made_at: 1_795_413_600,
    }
}

fn text(pdf: &[u8]) -> String {
    let (ok, text) = run("pdftotext", &["-layout", "{}", "-"], pdf);
    assert!(ok, "{text}");
    text
}

fn pages(pdf: &[u8]) -> usize {
    let (_, info) = run("pdfinfo", &["{}"], pdf);
    let line = info.lines().find(|line| line.starts_with("Pages:")).unwrap();
    line["Pages:".len()..].trim().parse().unwrap()
}

#[test]
fn everything_that_is_said_stands_on_the_page() {
    let blocks = vec![
        Block::Notice("本档案缺少：授课人。".into()),
        Block::Facts(vec![("学时".into(), "12".into()), ("授课人".into(), "未登记".into())]),
        Block::Heading("说明".into()),
        Block::Paragraph("第一行\n第二行".into()),
        Block::Table(table(2)),
        Block::Signatures(vec!["经办人".into(), "审核人".into()]),
    ];
    let report = report(blocks);
    let bytes = pdf(&report, &fonts()).unwrap();
    let text = text(&bytes);
    for part in [
        "一期一档",
        "2026 年度主要负责人安全培训",
        "本档案缺少：授课人。",
        "未登记",
        "第二行",
        "人员2",
        "92.5",
        "2026-11-23",
        "审核人：",
        "示例街道办事处",
        "第 1 页，共 1 页",
        &report.fingerprint()[..16],
    ] {
        assert!(text.contains(part), "{part} is not in:\n{text}");
    }
    let (ok, said) = run("qpdf", &["--check", "{}"], &bytes);
    assert!(ok && said.contains("No syntax or stream encoding errors"), "{said}");
    let (_, fonts) = run("pdffonts", &["{}"], &bytes);
    assert!(fonts.lines().skip(2).all(|font| font.contains("yes yes yes")), "{fonts}");
}

#[test]
fn a_long_table_repeats_its_headers_and_counts_its_pages() {
    let report = report(vec![Block::Table(table(2_000))]);
    let bytes = pdf(&report, &fonts()).unwrap();
    let (text, count) = (text(&bytes), pages(&bytes));
    assert!((50..120).contains(&count), "{count} pages");
    assert_eq!(text.matches("姓名").count(), count, "a page without headers");
    assert!(text.contains(&format!("第 {count} 页，共 {count} 页")));
    for n in [1, 777, 2_000] {
        assert_eq!(text.matches(&format!("人员{n} ")).count(), 1, "人员{n}");
    }
    assert!(bytes.len() < 1 << 20, "{} bytes", bytes.len());
    assert_eq!(bytes, pdf(&report, &fonts()).unwrap());
}

#[test]
fn long_cells_are_wrapped_and_one_taller_than_a_page_goes_on_on_the_next() {
    let mut long = table(1);
    let words: String = (1..=3_000).map(|n| format!("{n}号，")).collect();
    long.rows[0][1] = words.into();
    let bytes = pdf(&report(vec![Block::Table(long)]), &fonts()).unwrap();
    let text = text(&bytes);
    assert!(pages(&bytes) > 2);
    for n in [1, 1_500, 2_999] {
        assert!(text.contains(&format!("{n}号，")), "{n} is lost");
    }
    let (_, boxes) = run("pdftotext", &["-bbox", "{}", "-"], &bytes);
    for word in boxes.lines().filter(|line| line.contains("<word")) {
        let edge = |name: &str| -> f64 {
            let from = word.find(name).unwrap() + name.len();
            word[from..].split('"').next().unwrap().parse().unwrap()
        };
        assert!(edge("xMin=\"") > 40.0 && edge("xMax=\"") < 802.0, "beyond the margins: {word}");
        assert!(edge("yMax=\"") < 580.0, "below the foot: {word}");
    }
}

#[test]
fn a_character_that_no_font_has_is_named_and_the_last_page_says_so() {
    let mut rare = table(1);
    rare.rows[0][0] = "张\u{16A40}".into();
    let text = text(&pdf(&report(vec![Block::Table(rare)]), &fonts()).unwrap());
    assert!(text.contains("张[U+16A40]"), "{text}");
    assert!(text.contains("字库中没有以下字符") && text.contains("U+16A40。"), "{text}");
}

#[test]
fn rare_names_and_the_middle_dot_are_found_again() {
    let mut names = table(3);
    for (row, name) in ["张㛃𬱖", "李䶮堃", "阿卜杜拉·买买提"].iter().enumerate() {
        names.rows[row][0] = (*name).into();
    }
    let text = text(&pdf(&report(vec![Block::Table(names)]), &fonts()).unwrap());
    for name in ["张㛃𬱖", "李䶮堃", "阿卜杜拉·买买提"] {
        assert!(text.contains(name), "{name} is not in:\n{text}");
    }
}

#[test]
fn an_empty_table_says_so_and_a_broken_one_is_refused() {
    let text = text(&pdf(&report(vec![Block::Table(table(0))]), &fonts()).unwrap());
    assert!(text.contains("没有应训人员。"), "{text}");
    let mut broken = table(1);
    broken.rows[0].push(Cell::Empty);
    let refusal = pdf(&report(vec![Block::Table(broken)]), &fonts());
    assert!(matches!(refusal, Err(ReportRefusal::Shape { cells: 5, columns: 4, .. })));
    let late = Report { made_at: i64::MAX, ..report(Vec::new()) };
    assert_eq!(pdf(&late, &fonts()), Err(ReportRefusal::MomentOutOfRange));
}

#[test]
fn the_workbook_says_the_same_with_a_sheet_a_table() {
    let twice = vec![
        Block::Facts(vec![("学时".into(), "=12".into())]),
        Block::Table(table(2)),
        Block::Table(table(1)),
    ];
    let report = report(twice);
    let bytes = xlsx(&report).unwrap();
    assert_eq!(bytes, xlsx(&report).unwrap());
    let sheets = read_all(&bytes, &Limits::default()).unwrap();
    let names: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(names, ["概况", "应训人员", "应训人员 2"]);
    let said: String = sheets[0].rows.iter().flat_map(|row| row.cells.clone()).collect();
    assert!(said.contains("=12") && said.contains(&report.fingerprint()), "{said}");
    assert_eq!(sheets[1].rows[2].cells, ["人员1", "示例机械制造有限公司", "92.5", "2026-11-23"]);
}

#[test]
fn ten_thousand_rows_are_drawn_and_written() {
    let report = report(vec![Block::Table(table(10_000))]);
    let bytes = pdf(&report, &fonts()).unwrap();
    assert!(pages(&bytes) > 250 && bytes.len() < 6 << 20, "{} bytes", bytes.len());
    assert!(xlsx(&report).unwrap().len() < 2 << 20);
}

#[test]
fn another_word_is_another_fingerprint() {
    let one = report(vec![Block::Table(table(2))]);
    let mut other = one.clone();
    if let Block::Table(table) = &mut other.blocks[0] {
        table.rows[1][2] = Cell::Hundredths(9_251);
    }
    assert_ne!(one.fingerprint(), other.fingerprint());
}

//! The roster there and back.

use document::roster::{
    Choices, FACTS, Marked, PERSON_COLUMNS, RawPerson, RawUnit, RowFault, UNIT_COLUMNS, parse, template,
    write, write_marked,
};
use document::workbook::{Limits, WorkbookRefusal, read_all};
use rust_xlsxwriter::{Format, Workbook};

fn choices() -> Choices {
    let texts = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect();
    Choices {
        areas: texts(&["东管理区", "西管理区"]),
        sectors: texts(&["工贸", "危险化学品"]),
        posts: texts(&["主要负责人", "一线从业人员"]),
        employments: Vec::new(),
    }
}

fn unit(row: u32) -> RawUnit {
    RawUnit {
        row,
        name: format!("示例{row}号公司"),
        credit_code: "91370112MA3EXAMPLE".into(),
        area: "东管理区".into(),
        sector: "工贸".into(),
        address: "=HYPERLINK(\"x\")".into(),
        headcount: "36".into(),
        facts: std::array::from_fn(|fact| if fact % 2 == 0 { "是".into() } else { String::new() }),
        ..RawUnit::default()
    }
}

fn person(row: u32) -> RawPerson {
    RawPerson {
        row,
        unit_code: "91370112MA3EXAMPLE".into(),
        name: "阿卜杜拉·买买提".into(),
        mobile: "013800000000".into(),
        post: "主要负责人".into(),
        ..RawPerson::default()
    }
}

#[test]
fn the_empty_template_has_all_columns_and_reads_back_as_nothing() {
    let bytes = template(&choices()).unwrap();
    let roster = parse(&bytes, &Limits::default()).unwrap();
    assert!(roster.units.is_empty() && roster.people.is_empty() && roster.absent.is_empty());
    let sheets = read_all(&bytes, &Limits::default()).unwrap();
    assert_eq!(sheets.iter().map(|s| s.name.as_str()).collect::<Vec<_>>(), ["单位", "人员", "填写说明"]);
    assert_eq!(sheets[0].rows[0].cells, UNIT_COLUMNS.map(|column| column.name));
    assert_eq!(sheets[1].rows[0].cells, PERSON_COLUMNS.map(|column| column.name));
    assert_eq!(bytes, template(&choices()).unwrap());
    assert_eq!(FACTS.len(), 11);
}

#[test]
fn a_written_roster_reads_back_as_it_was() {
    let (units, people) = ((2..5).map(unit).collect::<Vec<_>>(), (2..9).map(person).collect::<Vec<_>>());
    let roster = parse(&write(&units, &people, &choices()).unwrap(), &Limits::default()).unwrap();
    assert_eq!((roster.units, roster.people), (units, people));
}

#[test]
fn a_marked_roster_says_what_is_wrong_and_can_be_imported_again() {
    let fault = |column, message: &str| RowFault { column, message: message.to_owned() };
    let units = [
        Marked { record: unit(2), faults: vec![] },
        Marked {
            record: unit(3),
            faults: vec![fault(Some("统一社会信用代码"), "校验位不对"), fault(None, "与第 2 行重复")],
        },
    ];
    let bytes = write_marked(&units, &[], &choices()).unwrap();
    let sheets = read_all(&bytes, &Limits::default()).unwrap();
    assert_eq!(sheets[0].rows[0].cells[17], "问题（改正后可直接重新导入）");
    assert_eq!(sheets[0].rows[1].cells.len(), 17, "a sound row has no remark");
    assert_eq!(sheets[0].rows[2].cells[17], "统一社会信用代码：校验位不对；与第 2 行重复");
    let roster = parse(&bytes, &Limits::default()).unwrap();
    assert_eq!(roster.units, [unit(2), unit(3)]);
}

#[test]
fn a_foreign_list_with_titles_aliases_and_another_order_is_understood() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("2026年企业台账").unwrap();
    sheet.merge_range(0, 0, 1, 5, "某某街道企业台账", &Format::new()).unwrap();
    for (column, title) in
        (0_u16..).zip(["序号", "所属行业", "企业名称", "社会信用代码", "管理区*", "有限空间"])
    {
        sheet.write(3, column, title).unwrap();
    }
    for (column, text) in (0_u16..).zip(["1", "工贸", "示例公司", "91370112MA3EXAMPLE", "东管理区", "否"])
    {
        sheet.write(6, column, text).unwrap();
    }
    sheet.write(7, 0, "2").unwrap();
    let roster = parse(&workbook.save_to_buffer().unwrap(), &Limits::default()).unwrap();
    let [unit] = roster.units.as_slice() else { panic!("one unit expected: {roster:?}") };
    assert_eq!((unit.row, unit.name.as_str(), unit.sector.as_str()), (7, "示例公司", "工贸"));
    assert_eq!((unit.facts[0].as_str(), unit.facts[1].as_str()), ("否", ""));
    assert!(roster.absent.contains(&"动火") && !roster.absent.contains(&"有限空间"));
    assert!(roster.people.is_empty());
}

#[test]
fn a_sheet_that_lacks_columns_is_refused_with_their_names() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("人员").unwrap();
    for (column, title) in (0_u16..).zip(["姓名", "手机号"]) {
        sheet.write(0, column, title).unwrap();
    }
    let refusal = parse(&workbook.save_to_buffer().unwrap(), &Limits::default()).unwrap_err();
    let columns = vec!["单位统一社会信用代码", "岗位类别"];
    assert_eq!(refusal, WorkbookRefusal::MissingColumns { sheet: "人员".into(), columns });
}

#[test]
fn a_workbook_about_something_else_has_no_header() {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().write(0, 0, "值班表").unwrap();
    let refusal = parse(&workbook.save_to_buffer().unwrap(), &Limits::default()).unwrap_err();
    assert!(matches!(refusal, WorkbookRefusal::NoHeader { wanted } if wanted.contains(&"单位名称")));
}

#[test]
fn a_hundred_thousand_empty_formatted_rows_do_no_harm() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("人员").unwrap();
    for (column, title) in (0_u16..).zip(PERSON_COLUMNS.map(|column| column.name)) {
        sheet.write(0, column, title).unwrap();
    }
    let border = Format::new().set_bold();
    for row in 1..=100_000 {
        for column in 0..5 {
            sheet.write_blank(row, column, &border).unwrap();
        }
    }
    sheet.write(100_001, 1, "最后一人").unwrap();
    let roster = parse(&workbook.save_to_buffer().unwrap(), &Limits::default()).unwrap();
    let [person] = roster.people.as_slice() else { panic!("one person expected") };
    assert_eq!((person.row, person.name.as_str()), (100_002, "最后一人"));
}

use super::*;
use contract::organization::CellProblem;
use document::roster::{FACTS, RawPerson, RawUnit};
use domain::organization::{CreditCode, Fact};
use storage::organization::{PersonRow, UnitRow};
use uuid::Uuid;

const CODE: &str = "91350100M000100Y43";

fn unit(row: u32, code: &str) -> RawUnit {
    RawUnit {
        row,
        name: "甲木业有限公司".into(),
        credit_code: code.into(),
        area: "东街".into(),
        sector: "家具木业".into(),
        headcount: "36".into(),
        ..RawUnit::default()
    }
}

fn person(row: u32, name: &str, mobile: &str) -> RawPerson {
    RawPerson {
        row,
        unit_code: CODE.into(),
        name: name.into(),
        mobile: mobile.into(),
        post: "主要负责人".into(),
        ..RawPerson::default()
    }
}

fn run(units: Vec<RawUnit>, people: Vec<RawPerson>, known: &Known) -> Checked {
    check(&RosterSheets { units, people, absent: Vec::new() }, known)
}

fn problems(checked: &Checked) -> Vec<(&str, &CellProblem)> {
    checked.verdicts.iter().flat_map(|v| &v.faults).map(|f| (f.column.as_str(), &f.problem)).collect()
}

fn stored() -> Known {
    let at = chrono::DateTime::UNIX_EPOCH;
    let (area, id) = (Uuid::from_u128(1), Uuid::from_u128(2));
    let unit = UnitRow {
        street: "370112104".into(),
        id,
        name: "甲木业有限公司".into(),
        credit_code: CODE.into(),
        area_id: area,
        sector: "furniture".into(),
        address: "东街1号".into(),
        headcount: 36,
        facts: "dust".into(),
        closed_on: None,
        created_at: at,
        updated_at: at,
    };
    let person = PersonRow {
        street: "370112104".into(),
        id: Uuid::from_u128(3),
        unit_id: id,
        name: "王立新".into(),
        mobile: "13800000001".into(),
        position: "principal".into(),
        employment: "contractor".into(),
        active: true,
        created_at: at,
        updated_at: at,
    };
    Known::of(&[("东街", area)], vec![unit], vec![person])
}

#[test]
fn every_fact_of_the_template_is_one_of_ours() {
    let terms: Vec<&str> = Fact::ALL.iter().map(|f| f.term()).collect();
    assert_eq!(FACTS.to_vec(), terms);
}

#[test]
fn a_new_unit_with_its_person_and_a_new_area_is_taken() {
    let checked = run(vec![unit(2, CODE)], vec![person(2, "王立新", "138 0000 0001")], &Known::default());
    assert_eq!(checked.tally.wrong(), 0);
    assert_eq!((checked.tally.units.new, checked.tally.people.new), (1, 1));
    assert_eq!(checked.tally.new_areas, ["东街"]);
    assert_eq!(checked.people[0].mobile, "13800000001");
}

#[test]
fn a_wrong_check_digit_is_told_with_the_right_one() {
    let checked = run(vec![unit(2, "91350100M000100Y44")], Vec::new(), &Known::default());
    assert_eq!(problems(&checked), [("统一社会信用代码", &CellProblem::CodeCheckDigit { expected: '3' })]);
    assert!(checked.units.is_empty());
}

#[test]
fn every_wrong_cell_of_a_row_is_told_at_once() {
    let mut bad = unit(2, CODE);
    (bad.name, bad.sector, bad.headcount) = (String::new(), "木头".into(), "三十".into());
    bad.facts[3] = "可能".into();
    let checked = run(vec![bad], Vec::new(), &Known::default());
    let columns: Vec<&str> = problems(&checked).into_iter().map(|(column, _)| column).collect();
    assert_eq!(columns, ["单位名称", "行业领域", "从业人数", "粉尘涉爆"]);
}

#[test]
fn a_headcount_is_a_whole_number_up_to_a_million() {
    for (text, good) in [
        ("0", true),
        ("1000000", true),
        ("３６", true),
        ("", true),
        ("1000001", false),
        ("-1", false),
        ("1.5", false),
        ("+3", false),
    ] {
        let checked =
            run(vec![RawUnit { headcount: text.into(), ..unit(2, CODE) }], Vec::new(), &Known::default());
        assert_eq!(checked.tally.wrong() == 0, good, "{text}");
    }
}

#[test]
fn the_same_code_twice_points_at_the_first_row() {
    let checked = run(vec![unit(2, CODE), unit(5, CODE)], Vec::new(), &Known::default());
    assert_eq!(problems(&checked), [("统一社会信用代码", &CellProblem::SameCode { row: 2 })]);
    assert_eq!(checked.tally.units, contract::organization::Tally { new: 1, wrong: 1, ..Default::default() });
}

#[test]
fn one_mobile_is_one_person_in_a_unit() {
    let people = vec![
        person(2, "王立新", "13800000001"),
        person(3, "王立新", "13800000001"),
        person(4, "李四", "+86 138-0000-0001"),
    ];
    let checked = run(vec![unit(2, CODE)], people, &Known::default());
    let other = CellProblem::OtherName { row: 2, name: "王立新".into() };
    assert_eq!(problems(&checked), [("手机号", &CellProblem::SamePerson { row: 2 }), ("手机号", &other)]);
}

#[test]
fn a_person_of_an_unknown_unit_is_refused_and_of_a_stored_one_taken() {
    let alone = |known: &Known| run(Vec::new(), vec![person(2, "李四", "13800000002")], known);
    assert_eq!(problems(&alone(&Known::default())), [("单位统一社会信用代码", &CellProblem::UnknownUnit)]);
    assert_eq!(alone(&stored()).tally.people.new, 1);
}

#[test]
fn a_spoilt_number_is_told_as_such() {
    let spoilt = RawUnit { rounded: true, ..unit(2, "913501001234560001") };
    let code = CreditCode::parse(&spoilt.credit_code);
    assert!(code.is_err());
    assert_eq!(problems(&run(vec![spoilt], Vec::new(), &Known::default()))[0].1, &CellProblem::CodeRounded);
}

#[test]
fn what_a_row_leaves_out_stays_as_it_is_stored() {
    let known = stored();
    let checked = run(
        vec![RawUnit { headcount: String::new(), ..unit(2, CODE) }],
        vec![person(2, "王立新", "13800000001")],
        &known,
    );
    assert_eq!((checked.tally.units.unchanged, checked.tally.people.unchanged), (1, 1));
}

#[test]
fn a_change_says_what_was_and_what_will_be() {
    let mut changed = unit(2, CODE);
    changed.headcount = "40".into();
    changed.facts[3] = "否".into();
    let checked = run(vec![changed], vec![person(2, "王力新", "13800000001")], &stored());
    let said: Vec<(&str, &str, &str)> = checked
        .verdicts
        .iter()
        .flat_map(|v| &v.changes)
        .map(|c| (c.column.as_str(), c.from.as_str(), c.to.as_str()))
        .collect();
    assert_eq!(said, [("从业人数", "36", "40"), ("情况", "粉尘涉爆", ""), ("姓名", "王立新", "王力新")]);
    assert_eq!((checked.tally.units.changed, checked.tally.people.changed), (1, 1));
}

#[test]
fn every_dot_between_the_parts_of_a_name_becomes_the_same() {
    let checked =
        run(vec![unit(2, CODE)], vec![person(2, "阿卜杜拉•买买提", "13800000001")], &Known::default());
    assert_eq!(checked.people[0].name, "阿卜杜拉·买买提");
}

//! The sections that archives of people have in common, and what all sections are made with.

use super::{
    ActivityEntry, CertificateEntry, Heading, Mood, PracticalEntry, Section, SessionEntry, SpotEntry,
    StatutoryEntry, Value,
};
use domain::{
    certificate::Status,
    register::{StatutoryState, WorkCategory},
};

pub(super) const fn column(name: &'static str, width: u8) -> Heading {
    Heading { name, width, figures: false }
}

pub(super) const fn figures(name: &'static str, width: u8) -> Heading {
    Heading { name, width, figures: true }
}

pub(super) fn section(
    title: &'static str,
    empty: &'static str,
    columns: Vec<Heading>,
    rows: Vec<Vec<Value>>,
) -> Section {
    Section { title, columns, rows, empty, pager: None }
}

/// A name before the others, where more than one person is meant.
pub(super) fn named(people: bool, mut columns: Vec<Heading>) -> Vec<Heading> {
    if people {
        columns.insert(0, column("姓名", 12));
    }
    columns
}

pub(super) fn row(people: bool, person: &str, mut cells: Vec<Value>) -> Vec<Value> {
    if people {
        cells.insert(0, Value::Text(person.to_owned()));
    }
    cells
}

/// What archives of people have in common; sections that stay empty for most are left out when they are.
pub(super) fn common(
    signed: &[SessionEntry],
    activities: &[ActivityEntry],
    certificates: &[CertificateEntry],
    statutory: &[StatutoryEntry],
    spot: &[SpotEntry],
    practical: &[PracticalEntry],
    people: bool,
) -> Vec<Section> {
    let mut sections = Vec::new();
    if !signed.is_empty() {
        sections.push(sessions(signed, people));
    }
    if !activities.is_empty() {
        sections.push(others(activities, people));
    }
    sections.push(own_certificates(certificates, people));
    sections.push(registered(statutory, people));
    if !spot.is_empty() {
        sections.push(spot_tests(spot, people));
    }
    if !practical.is_empty() {
        sections.push(judged(practical, people));
    }
    sections
}

pub(super) fn sessions(entries: &[SessionEntry], people: bool) -> Section {
    let rows = entries.iter().map(|entry| {
        row(
            people,
            &entry.person,
            vec![
                Value::Text(entry.training.clone()),
                Value::Date(entry.on),
                Value::asked(&entry.place),
                Value::asked(&entry.lecturer),
                Value::Whole(entry.hours.into()),
                Value::words(entry.how.clone()),
            ],
        )
    });
    let columns = vec![
        column("培训", 34),
        column("日期", 12),
        column("地点", 24),
        column("授课人", 16),
        figures("学时", 6),
        column("签到", 12),
    ];
    section("现场签到", "没有现场签到记录。", named(people, columns), rows.collect())
}

fn others(entries: &[ActivityEntry], people: bool) -> Section {
    let rows = entries.iter().map(|entry| {
        let hours = if entry.hours > 0 { Value::Whole(entry.hours.into()) } else { Value::Nothing };
        let cells = vec![
            Value::Text(entry.title.clone()),
            Value::Date(entry.on),
            Value::words(entry.organiser.clone()),
            hours,
        ];
        row(people, &entry.person, cells)
    });
    let columns = vec![column("活动", 40), column("日期", 12), column("组织方", 24), figures("学时", 6)];
    section("其他培训活动", "没有其他培训活动记录。", named(people, columns), rows.collect())
}

fn own_certificates(entries: &[CertificateEntry], people: bool) -> Section {
    let rows = entries.iter().map(|entry| {
        let state = match entry.status {
            Status::Valid => Value::State("有效".into(), Mood::Good),
            Status::Expiring { days } => Value::State(format!("{days} 天后到期"), Mood::Warn),
            Status::Expired => Value::State("已过期".into(), Mood::Bad),
            Status::Revoked => Value::State("已撤销".into(), Mood::Bad),
            Status::Superseded { .. } => Value::State("已换发".into(), Mood::Plain),
        };
        let cells = vec![
            Value::Text(entry.serial.clone()),
            Value::Text(entry.training.clone()),
            Value::Date(entry.issued_on),
            Value::Date(entry.valid_until),
            state,
        ];
        row(people, &entry.person, cells)
    });
    let columns = vec![
        column("编号", 26),
        column("培训", 36),
        column("签发日期", 12),
        column("有效期至", 12),
        column("状态", 14),
    ];
    section("培训考核合格证明", "没有合格证明。", named(people, columns), rows.collect())
}

/// What a registered certificate is worth, in words.
#[must_use]
pub fn statutory_state(state: StatutoryState) -> Value {
    let mood = |urgent| if urgent { Mood::Bad } else { Mood::Warn };
    match state {
        StatutoryState::Valid => Value::State("有效".into(), Mood::Good),
        StatutoryState::Expiring { days, urgent } => Value::State(format!("{days} 天后到期"), mood(urgent)),
        StatutoryState::ReviewDue { days, urgent } => Value::State(format!("{days} 天内复审"), mood(urgent)),
        StatutoryState::ReviewMissed { days } => Value::State(format!("复审逾期 {days} 天"), Mood::Bad),
        StatutoryState::Expired { days } => Value::State(format!("已过期 {days} 天"), Mood::Bad),
    }
}

fn registered(entries: &[StatutoryEntry], people: bool) -> Section {
    let rows = entries.iter().map(|entry| {
        let state = if entry.confirmed {
            statutory_state(entry.state)
        } else {
            Value::State("待应急办确认".into(), Mood::Warn)
        };
        let cells = vec![
            Value::Text(entry.kind.term().into()),
            Value::words(entry.category.map_or("", WorkCategory::term)),
            Value::Text(entry.number.clone()),
            Value::Text(entry.issuer.clone()),
            Value::Date(entry.issued_on),
            Value::Date(entry.valid_until),
            Value::day(entry.review_by),
            state,
        ];
        row(people, &entry.person, cells)
    });
    let columns = vec![
        column("证书", 24),
        column("作业类别", 18),
        column("证号", 22),
        column("发证机关", 22),
        column("发证日期", 12),
        column("有效期至", 12),
        column("复审日期", 12),
        column("状态", 14),
    ];
    section(
        "法定证书（由主管部门核发，街道只登记）",
        "没有登记法定证书。",
        named(people, columns),
        rows.collect(),
    )
}

fn spot_tests(entries: &[SpotEntry], people: bool) -> Section {
    let rows = entries.iter().map(|entry| {
        let state = match (entry.absent, entry.passed) {
            (true, _) => Value::State("不在场".into(), Mood::Plain),
            (false, Some(true)) => Value::State("合格".into(), Mood::Good),
            (false, Some(false)) => Value::State("不合格".into(), Mood::Bad),
            (false, None) => Value::State("未交卷".into(), Mood::Warn),
        };
        let late = Value::words(if entry.late { "补交" } else { "" });
        row(people, &entry.person, vec![Value::Date(entry.on), Value::points(entry.score), state, late])
    });
    let columns = vec![column("日期", 12), figures("成绩", 8), column("结果", 12), column("备注", 12)];
    section("现场测试", "没有现场测试记录。", named(people, columns), rows.collect())
}

fn judged(entries: &[PracticalEntry], people: bool) -> Section {
    let rows = entries.iter().map(|entry| {
        let state = match entry.passed {
            Some(true) => Value::State("合格".into(), Mood::Good),
            Some(false) => Value::State("不合格".into(), Mood::Bad),
            None => Value::State("未评定".into(), Mood::Warn),
        };
        let cells =
            vec![Value::Text(entry.title.clone()), Value::Date(entry.on), Value::points(entry.score), state];
        row(people, &entry.person, cells)
    });
    let columns = vec![column("实操考核", 40), column("日期", 12), figures("得分", 8), column("结果", 12)];
    section("实操考核", "没有实操考核记录。", named(people, columns), rows.collect())
}

//! The archives laid out: the same words and rows for the screen, the PDF and the workbook.

use super::{
    ArchiveHead, EnterpriseArchive, Layout, Mood, Outcome, PersonArchive, Section, TrainingArchive,
    TrainingFacts, Value,
    common::{column, common, figures, section, sessions},
};
use crate::training::Counts;
use domain::{
    archive::Minimum,
    organization::{Employment, Position, Sector},
};
use uuid::Uuid;

/// So many trainings with gaps are named.
const MOST_TOLD: usize = 6;

impl ArchiveHead {
    fn notices(&self) -> Vec<String> {
        let said = self.missing.iter().map(|missing| {
            let fields: Vec<&str> = missing.fields.iter().copied().map(Minimum::term).collect();
            format!("{}（{}）", missing.about, fields.join("、"))
        });
        let told: Vec<String> = said.take(MOST_TOLD).collect();
        if told.is_empty() {
            return Vec::new();
        }
        let rest = self.missing.len().saturating_sub(MOST_TOLD);
        let more = if rest > 0 { format!("；另有 {rest} 项") } else { String::new() };
        vec![format!("本档案缺少：{}{more}。请补登记，缺少的内容以“未登记”标出。", told.join("；"))]
    }

    fn of_years(&self) -> Value {
        Value::Text(self.year.map_or("全部年度".to_owned(), |year| format!("{year} 年")))
    }
}

impl PersonArchive {
    /// Lays it out.
    #[must_use]
    pub fn layout(&self) -> Layout {
        let facts = vec![
            ("姓名", Value::Text(self.name.clone())),
            ("手机号", Value::Text(self.mobile.clone())),
            ("单位", Value::Text(self.unit_name.clone())),
            ("管理区", Value::words(self.area.clone())),
            ("岗位类别", Value::words(self.position.map_or("", Position::term))),
            ("用工形式", Value::words(self.employment.map_or("", Employment::term))),
            ("状态", Value::Text(if self.active { "在岗" } else { "离岗" }.into())),
            ("合格学时", Value::Text(format!("{} 学时", self.hours))),
            ("记录范围", self.head.of_years()),
        ];
        let mut sections = vec![trainings(self), sittings(self)];
        sections.extend(common(
            &self.sessions,
            &self.activities,
            &self.certificates,
            &self.statutory,
            &self.spot,
            &self.practical,
            false,
        ));
        Layout {
            title: "一人一档",
            about: format!("{}　{}", self.name, self.unit_name),
            notices: self.head.notices(),
            facts,
            sections,
            signatures: &["本人", "建档人"],
        }
    }
}

impl TrainingArchive {
    /// Lays it out.
    #[must_use]
    pub fn layout(&self) -> Layout {
        let counts = self.counts;
        let audience: Vec<&str> = self.audience.iter().copied().map(Position::term).collect();
        let status = match self.status.as_str() {
            "closed" => "已结束归档",
            "published" => "进行中",
            _ => "草稿",
        };
        let mut facts = vec![("类别", Value::Text(self.facts.kind.term().into()))];
        facts.extend(minimum(&self.facts));
        facts.extend([
            ("对象", Value::words(audience.join("、"))),
            ("状态", Value::Text(status.into())),
            ("考核方案", Value::words(self.test.clone())),
            (
                "参加人员",
                if counts.all() == 0 { Value::Unknown } else { Value::Text(format!("{} 人", counts.all())) },
            ),
            ("考核结果", Value::Text(results(counts))),
        ]);
        let mut notices = self.head.notices();
        if self.own_area {
            notices.push("本页只列出您所在管理区的人员。".into());
        }
        let mut sections = Vec::new();
        if !self.sessions.is_empty() {
            sections.push(sessions(&self.sessions, true));
        }
        sections.push(attendees(self));
        Layout {
            title: "一期一档",
            about: self.facts.title.clone(),
            notices,
            facts,
            sections,
            signatures: &["组织人", "授课人", "审核人"],
        }
    }
}

impl EnterpriseArchive {
    /// Lays it out.
    #[must_use]
    pub fn layout(&self) -> Layout {
        let facts = vec![
            ("单位名称", Value::Text(self.name.clone())),
            ("统一社会信用代码", Value::Text(self.credit_code.clone())),
            ("管理区", Value::words(self.area.clone())),
            ("行业领域", Value::words(self.sector.map_or("", Sector::term))),
            ("地址", Value::words(self.address.clone())),
            ("主要负责人", Value::asked(&self.principals.join("、"))),
            ("从业人数", Value::Text(format!("{} 人", self.headcount))),
            ("在册人员", Value::Text(format!("{} 人", self.people))),
            ("记录范围", self.head.of_years()),
        ];
        let mut sections = vec![unit_trainings(self), records(self)];
        sections.extend(common(
            &self.sessions,
            &self.activities,
            &self.certificates,
            &self.statutory,
            &self.spot,
            &self.practical,
            true,
        ));
        Layout {
            title: "一企一档",
            about: self.name.clone(),
            notices: self.head.notices(),
            facts,
            sections,
            signatures: &["单位负责人", "建档人"],
        }
    }
}

fn period(facts: &TrainingFacts) -> Value {
    match facts.from {
        Some(from) => Value::Text(format!("{from} 至 {}", facts.until)),
        None => Value::Unknown,
    }
}

fn hours(facts: &TrainingFacts) -> Value {
    match (facts.hours, facts.kind.teaches()) {
        (_, false) => Value::Nothing,
        (0, true) => Value::Unknown,
        (hours, true) => Value::Whole(hours.into()),
    }
}

fn taught(facts: &TrainingFacts, text: &str) -> Value {
    if facts.kind.teaches() { Value::asked(text) } else { Value::words(text) }
}

/// The law's minimum of a training, as facts.
fn minimum(facts: &TrainingFacts) -> Vec<(&'static str, Value)> {
    vec![
        ("时间", period(facts)),
        ("地点", Value::asked(&facts.place)),
        ("授课人", taught(facts, &facts.lecturer)),
        ("学时", hours(facts)),
        ("内容", taught(facts, &facts.content)),
    ]
}

fn training_link(id: Uuid, title: &str, links: bool) -> Value {
    if links {
        Value::Link(title.to_owned(), format!("/office/trainings/{id}/archive"))
    } else {
        Value::Text(title.to_owned())
    }
}

fn outcome(outcome: &Outcome) -> Value {
    let round = if outcome.round > 1 { format!("（第 {} 轮）", outcome.round) } else { String::new() };
    match outcome.result.as_deref() {
        Some("passed") => Value::State(format!("合格{round}"), Mood::Good),
        Some("failed") => Value::State(format!("不合格{round}"), Mood::Bad),
        Some(_) => {
            let why = outcome.excuse.as_ref().map(|e| format!("：{}（批准：{}）", e.reason, e.approver));
            Value::State(format!("免考{}", why.unwrap_or_default()), Mood::Plain)
        }
        None => Value::State(format!("未出结果{round}"), Mood::Warn),
    }
}

fn trainings(archive: &PersonArchive) -> Section {
    let rows = archive.trainings.iter().map(|(facts, result)| {
        vec![
            Value::Text(facts.title.clone()),
            period(facts),
            Value::asked(&facts.place),
            taught(facts, &facts.content),
            taught(facts, &facts.lecturer),
            hours(facts),
            outcome(result),
            Value::points(result.score),
            Value::day(result.on),
            Value::words(result.serial.clone().unwrap_or_default()),
        ]
    });
    let columns = vec![
        column("培训", 24),
        column("时间", 13),
        column("地点", 14),
        column("内容", 30),
        column("授课人", 12),
        figures("学时", 6),
        column("考核结果", 16),
        figures("成绩", 7),
        column("结果日期", 12),
        column("证明编号", 16),
    ];
    section("培训和考核", "这个范围内没有培训记录。", columns, rows.collect())
}

fn sittings(archive: &PersonArchive) -> Section {
    let rows = archive.trainings.iter().flat_map(|(facts, result)| {
        result.sittings.iter().map(|sitting| {
            let state = match (sitting.voided, sitting.passed) {
                (true, _) => Value::State("已作废".into(), Mood::Plain),
                (false, Some(true)) => Value::State("合格".into(), Mood::Good),
                (false, Some(false)) => Value::State("不合格".into(), Mood::Bad),
                (false, None) => Value::State("未交卷".into(), Mood::Warn),
            };
            vec![
                Value::Text(facts.title.clone()),
                Value::Whole(sitting.number.into()),
                Value::Date(sitting.on),
                Value::points(sitting.score),
                state,
            ]
        })
    });
    let columns = vec![
        column("培训", 40),
        figures("第几次", 8),
        column("日期", 12),
        figures("成绩", 8),
        column("结果", 12),
    ];
    section("考核经过", "这个范围内没有考核记录。", columns, rows.collect())
}

fn attendees(archive: &TrainingArchive) -> Section {
    let rows = archive.attendees.iter().map(|entry| {
        vec![
            Value::Link(entry.name.clone(), format!("/office/people/{}/archive", entry.person)),
            Value::Text(entry.unit.clone()),
            Value::words(entry.position.map_or("", Position::term)),
            Value::day(entry.outcome.studied_on),
            Value::Whole(i64::try_from(entry.outcome.sittings.len()).unwrap_or(i64::MAX)),
            Value::points(entry.outcome.score),
            outcome(&entry.outcome),
            Value::day(entry.outcome.on),
            Value::words(entry.outcome.serial.clone().unwrap_or_default()),
        ]
    });
    let columns = vec![
        column("姓名", 12),
        column("单位", 30),
        column("岗位类别", 18),
        column("学完日期", 12),
        figures("考核次数", 9),
        figures("成绩", 7),
        column("考核结果", 22),
        column("结果日期", 12),
        column("证明编号", 26),
    ];
    let pager = Some(archive.pager);
    Section {
        pager, ..section("参加人员和考核结果", "还没有参加人员。", columns, rows.collect())
    }
}

fn results(counts: Counts) -> String {
    let Counts { open, passed, failed, excused } = counts;
    format!("合格 {passed} 人，不合格 {failed} 人，免考 {excused} 人，未出结果 {open} 人")
}

fn unit_trainings(archive: &EnterpriseArchive) -> Section {
    let rows = archive.trainings.iter().map(|training| {
        let facts = &training.facts;
        let count = |number: u32| Value::Whole(number.into());
        vec![
            training_link(facts.id, &facts.title, archive.links),
            period(facts),
            Value::asked(&facts.place),
            taught(facts, &facts.lecturer),
            hours(facts),
            count(training.counts.all()),
            count(training.counts.passed),
            count(training.counts.failed),
            count(training.counts.excused),
            count(training.counts.open),
        ]
    });
    let columns = vec![
        column("培训", 30),
        column("时间", 14),
        column("地点", 16),
        column("授课人", 14),
        figures("学时", 6),
        figures("应训", 6),
        figures("合格", 6),
        figures("不合格", 7),
        figures("免考", 6),
        figures("未出结果", 9),
    ];
    section("参加的培训", "这个范围内没有培训记录。", columns, rows.collect())
}

fn records(archive: &EnterpriseArchive) -> Section {
    let rows = archive.records.iter().map(|record| {
        let name = if archive.links {
            Value::Link(record.name.clone(), format!("/office/people/{}/archive", record.person))
        } else {
            Value::Text(record.name.clone())
        };
        vec![
            name,
            Value::words(record.position.map_or("", Position::term)),
            Value::Text(record.title.clone()),
            if record.hours > 0 { Value::Whole(record.hours.into()) } else { Value::Nothing },
            outcome(&record.outcome),
            Value::points(record.outcome.score),
            Value::day(record.outcome.on),
            Value::words(record.outcome.serial.clone().unwrap_or_default()),
        ]
    });
    let columns = vec![
        column("姓名", 12),
        column("岗位类别", 18),
        column("培训", 34),
        figures("学时", 6),
        column("考核结果", 24),
        figures("成绩", 7),
        column("结果日期", 12),
        column("证明编号", 24),
    ];
    let pager = Some(archive.pager);
    Section {
        pager, ..section("人员培训记录", "这个范围内没有人员培训记录。", columns, rows.collect())
    }
}

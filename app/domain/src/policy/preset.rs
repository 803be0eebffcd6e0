//! The matrix that a street begins with: the facts of the law, with articles and no sentence of it.

use super::{Frequency, Row, Topic, Trust};
use crate::{
    audience::Clause,
    organization::{Class, Employment, Fact, Position, Sector},
};
use std::collections::BTreeSet;

/// 生产经营单位安全培训规定, by its name.
const HOURS: &str = "生产经营单位安全培训规定";
/// 山东省安全生产条例.
const SHANDONG: &str = "山东省安全生产条例";

/// Principals and everybody who counts as a safety manager.
const LEADING: [Position; 3] = [Position::Principal, Position::SafetyDirector, Position::SafetyManager];
/// Everybody else of a unit.
const WORKERS: [Position; 3] = [Position::TeamLeader, Position::DangerousPost, Position::Frontline];
/// Half a year, within which the first training is due after taking up a post.
const HALF_A_YEAR: u16 = 183;

fn set<T: Ord + Copy>(members: &[T]) -> BTreeSet<T> {
    members.iter().copied().collect()
}

fn row(code: &str, topic: Topic, title: &str, scope: Clause, frequency: Frequency, hours: u16) -> Row {
    Row {
        code: code.into(),
        topic,
        title: title.into(),
        scope,
        frequency,
        hours,
        within_days: 0,
        content: String::new(),
        reach: String::new(),
        law: String::new(),
        article: String::new(),
        trust: Trust::Own,
    }
}

impl Row {
    fn rests_on(self, law: &str, article: &str, trust: Trust) -> Self {
        Self { law: law.into(), article: article.into(), trust, ..self }
    }
    fn teaches(self, content: &str, reach: &str) -> Self {
        Self { content: content.into(), reach: reach.into(), ..self }
    }
    fn within(self, within_days: u16) -> Self {
        Self { within_days, ..self }
    }
}

fn all(posts: &[Position]) -> Clause {
    // Departments are no enterprises, whatever post somebody there has.
    Clause { posts: set(posts), sectors: set(Sector::ENTERPRISE), ..Clause::default() }
}

fn high_hazard(posts: &[Position]) -> Clause {
    Clause { posts: set(posts), classes: set(&[Class::HighHazardHours]), ..Clause::default() }
}

/// Gives the rows TR-01 to TR-11 and TR-15 of the obligation table as a matrix. What the street neither trains nor
/// tests (statutory certificates, TR-12 to TR-14) is registered elsewhere.
#[must_use]
pub fn preset() -> Vec<Row> {
    let mut rows = leading();
    rows.extend(workers());
    rows.extend(special());
    rows
}

fn leading() -> Vec<Row> {
    let law = "安全生产法律法规、风险管控与隐患排查、应急处置与事故报告";
    let who = "本人参加，须经考核";
    vec![
        row("leading-first", Topic::Initial, "负责人和安管人员初次培训", all(&LEADING), Frequency::Once, 32)
            .within(HALF_A_YEAR)
            .rests_on(HOURS, "第9条", Trust::Corroborated)
            .teaches(law, who),
        row(
            "leading-yearly",
            Topic::Annual,
            "负责人和安管人员年度再培训",
            all(&LEADING),
            Frequency::Yearly,
            12,
        )
        .rests_on(HOURS, "第9条", Trust::Corroborated)
        .teaches("新颁布的法律标准、典型事故教训、本行业重大事故隐患判定标准", who),
        row(
            "leading-first-high",
            Topic::Initial,
            "高危单位负责人和安管人员初次培训",
            high_hazard(&LEADING),
            Frequency::Once,
            48,
        )
        .within(HALF_A_YEAR)
        .rests_on(HOURS, "第9条", Trust::Corroborated)
        .teaches(law, who),
        row(
            "leading-yearly-high",
            Topic::Annual,
            "高危单位负责人和安管人员年度再培训",
            high_hazard(&LEADING),
            Frequency::Yearly,
            16,
        )
        .rests_on(HOURS, "第9条", Trust::Corroborated)
        .teaches("新颁布的法律标准、典型事故教训、特殊作业和重大危险源管理", who),
        row(
            "street-yearly",
            Topic::Street,
            "街道主要负责人年度培训",
            all(&[Position::Principal]),
            Frequency::Yearly,
            0,
        )
        .teaches("街道每年组织的安全生产教育培训", "两个全覆盖，考核合格率 100%"),
    ]
}

fn workers() -> Vec<Row> {
    let content = "岗位安全操作规程、危险有害因素、应急处置和逃生自救、劳动防护用品使用";
    let dispatched = Clause {
        employments: set(&[Employment::Dispatched, Employment::Flexible]),
        ..all(&[Position::DangerousPost, Position::Frontline])
    };
    let contractors = Clause {
        employments: set(&[Employment::Contractor]),
        ..all(&[Position::DangerousPost, Position::Frontline])
    };
    vec![
        row("worker-entry", Topic::Entry, "从业人员上岗前培训", all(&WORKERS), Frequency::OnEntry, 24)
            .rests_on(HOURS, "第13条", Trust::Corroborated)
            .teaches(content, "新上岗人员全部参加，合格后上岗"),
        row(
            "worker-entry-high",
            Topic::Entry,
            "高危单位上岗前培训",
            high_hazard(&WORKERS),
            Frequency::OnEntry,
            72,
        )
        .rests_on(HOURS, "第13条", Trust::Corroborated)
        .teaches(content, "新上岗人员全部参加，合格后上岗"),
        row(
            "worker-yearly-high",
            Topic::Annual,
            "高危单位从业人员年度再培训",
            high_hazard(&WORKERS),
            Frequency::Yearly,
            20,
        )
        .rests_on(HOURS, "第13条", Trust::Corroborated)
        .teaches("岗位风险复训、事故案例、应急演练要点", "全体从业人员"),
        row("worker-change", Topic::Change, "转岗复岗人员培训", all(&WORKERS), Frequency::OnChange, 0)
            .rests_on(SHANDONG, "第28条", Trust::Verbatim)
            .teaches("新岗位的风险、操作规程和应急措施", "换岗或离岗六个月以上的人员，合格后上岗"),
        row(
            "dispatched-yearly",
            Topic::Annual,
            "派遣和灵活用工人员统一培训",
            dispatched,
            Frequency::Yearly,
            0,
        )
        .rests_on(SHANDONG, "第29条", Trust::Verbatim)
        .teaches(content, "纳入用工单位统一培训和考核，频次由街道定为每年"),
        row("contractor-entry", Topic::Entry, "外包外租人员进场前培训", contractors, Frequency::OnEntry, 24)
            .rests_on(SHANDONG, "第34条", Trust::Verbatim)
            .teaches("进场告知、现场风险、应急疏散和联系人", "常驻协作单位人员，进场前完成并建档"),
    ]
}

fn special() -> Vec<Row> {
    let everybody: Vec<Position> = Position::ALL.iter().copied().filter(|p| !p.is_official()).collect();
    let with = |posts: &[Position], facts: &[Fact], classes: &[Class]| Clause {
        posts: set(posts),
        facts: set(facts),
        classes: set(classes),
        ..Clause::default()
    };
    let confined = with(
        &[Position::SafetyManager, Position::TeamLeader, Position::DangerousPost],
        &[Fact::ConfinedSpace],
        &[Class::IndustrialTrade],
    );
    let dust = with(
        &[Position::Principal, Position::SafetyManager, Position::TeamLeader, Position::DangerousPost],
        &[Fact::Dust],
        &[],
    );
    let fire = "机关、团体、企业、事业单位消防安全管理规定";
    let evacuation = "火灾危险性、报警和初起火灾扑救、疏散逃生和自救";
    vec![
        row("confined-yearly", Topic::ConfinedSpace, "有限空间作业专题培训", confined, Frequency::Yearly, 0)
            .rests_on("工贸企业有限空间作业安全规定", "第9条", Trust::Verbatim)
            .teaches(
                "作业审批、先通风再检测后作业、监护和应急救援",
                "审批、监护、作业和救援人员，合格方可参与",
            ),
        row("dust-yearly", Topic::Dust, "粉尘防爆专项培训", dust, Frequency::Yearly, 0)
            .rests_on("工贸企业粉尘防爆安全规定", "第8条", Trust::Verbatim)
            .teaches(
                "粉尘爆炸机理、除尘系统运行、清扫和动火管理",
                "有关负责人和粉尘岗位人员，频次由街道定为每年",
            ),
        row(
            "fire-yearly",
            Topic::Fire,
            "消防安全培训",
            with(&everybody, &[Fact::FireKey], &[]),
            Frequency::Yearly,
            0,
        )
        .rests_on(fire, "第36条", Trust::Verbatim)
        .teaches(evacuation, "消防安全重点单位全体员工"),
        row(
            "fire-half-yearly",
            Topic::Fire,
            "公众聚集场所消防安全培训",
            with(&everybody, &[Fact::PublicGathering], &[]),
            Frequency::HalfYearly,
            0,
        )
        .rests_on(fire, "第36条", Trust::Verbatim)
        .teaches(evacuation, "公众聚集场所全体员工"),
    ]
}

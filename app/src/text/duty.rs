//! How audiences, duties and their basis are said.

use contract::audience::NamedArea;
use domain::{
    audience::Clause,
    duty::{Duty, State},
    policy::{Frequency, Row},
};

/// What a clause asks, in one line: `主要负责人、安全总监 · 情况：粉尘涉爆`.
#[must_use]
pub fn clause(clause: &Clause, areas: &[NamedArea]) -> String {
    let joined = |terms: Vec<String>| terms.join("、");
    let area = |id| areas.iter().find(|(known, _)| *known == id).map_or("—", |(_, name)| name.as_str());
    let all: [(&str, Vec<String>); 6] = [
        ("岗位", clause.posts.iter().map(|p| p.term().to_owned()).collect()),
        ("行业", clause.sectors.iter().map(|s| s.term().to_owned()).collect()),
        ("管理区", clause.areas.iter().map(|a| area(a.uuid()).to_owned()).collect()),
        ("用工", clause.employments.iter().map(|e| e.term().to_owned()).collect()),
        ("单位情况", clause.facts.iter().map(|f| f.term().to_owned()).collect()),
        ("单位类别", clause.classes.iter().map(|c| c.term().to_owned()).collect()),
    ];
    let enterprises = clause.sectors.iter().all(|s| s.is_enterprise())
        && clause.sectors.len() == domain::organization::Sector::ENTERPRISE.len();
    let parts: Vec<String> = all
        .into_iter()
        .filter(|(_, terms)| !terms.is_empty())
        .map(|(name, terms)| match name {
            "行业" if enterprises => "各行业企业".to_owned(),
            _ => format!("{name}：{}", joined(terms)),
        })
        .collect();
    if parts.is_empty() { "还没有勾选".into() } else { parts.join("；") }
}

/// The hours of a row, or what stands for them.
#[must_use]
pub fn hours(hours: u16) -> String {
    if hours == 0 { "参加 1 次".into() } else { format!("不少于 {hours} 学时") }
}

/// How often and by when a row asks.
#[must_use]
pub fn rhythm(row: &Row) -> String {
    match (row.frequency, row.within_days) {
        (Frequency::Yearly | Frequency::HalfYearly, _) => row.frequency.term().to_owned(),
        (_, 0) => format!("{}（上岗前）", row.frequency.term()),
        (_, days) => format!("{}（{days} 天内）", row.frequency.term()),
    }
}

/// How far a duty is, in words: `已学 8 / 12 学时`.
#[must_use]
pub fn progress(duty: &Duty) -> String {
    match (duty.hours, duty.met_on) {
        (_, Some(day)) => format!("{day} 完成"),
        (0, None) => "还没有参训合格".into(),
        (hours, None) => format!("已学 {} / {hours} 学时", duty.hours_done),
    }
}

/// What a state asks of somebody.
#[must_use]
pub fn due(state: State, due_on: chrono::NaiveDate) -> String {
    match state {
        State::Met => "已完成".into(),
        State::Overdue => format!("已于 {due_on} 到期"),
        State::DueSoon | State::Open => format!("{due_on} 前完成"),
    }
}

/// What a standing or a result of coverage is called.
#[must_use]
pub fn standing(code: &str) -> &'static str {
    match code {
        "passed" => "合格",
        "reopened" => "新任，待参训",
        "failed" => "不合格",
        "open" => "未出结果",
        "absent" => "未参训",
        "nobody" => "未登记负责人",
        "excused" => "免考",
        "new" => "冻结后新增",
        "closed" => "已关闭",
        "uncovered" => "未覆盖",
        "lacking" => "未合格",
        "counted" => "应考",
        _ => "全部",
    }
}

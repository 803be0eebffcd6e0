//! The report on a bank, for the people who write it.

use super::super::say;
use app::text::{defect, finding};
use application::bank::{BankFolder, FileFault, FileFaultKind};
use domain::bank::{Difficulty, EvidenceState, KindName, Report, Severity};

/// Prints what was found and what the bank holds.
pub(super) fn print(bank: &BankFolder, report: &Report) {
    let (errors, warnings) = (report.count(Severity::Error), report.count(Severity::Warning));
    let verdict = if errors > 0 { "不能使用" } else { "可以使用" };
    say(&format!("题库“{}”（{}）：{verdict}；错误 {errors}，提醒 {warnings}", bank.name, bank.code));
    let counts = &report.counts;
    let kinds =
        KindName::ALL.iter().filter_map(|k| counts.by_kind.get(k).map(|n| format!("{} {n}", k.term())));
    let levels =
        Difficulty::ALL.iter().map(|d| format!("{} {}", d.term(), counts.by_difficulty.get(d).unwrap_or(&0)));
    say(&format!(
        "  {} 题（{}）；难度 {}；今天可用 {} 题",
        counts.total,
        kinds.collect::<Vec<_>>().join("，"),
        levels.collect::<Vec<_>>().join("，"),
        counts.valid_today
    ));
    match report.evidence {
        EvidenceState::Checked { pieces } => say(&format!("  证据 {pieces} 条已逐条核对")),
        EvidenceState::NotChecked => say("  证据没有核对（没有给出法规文本）"),
    }
    for found in &report.findings {
        let severity = match found.severity {
            Severity::Error => "错误",
            Severity::Warning => "提醒",
        };
        let place = found.question.as_ref().map_or_else(
            || "整个题库".to_owned(),
            |id| {
                let file = bank.files.get(id.as_str()).and_then(|f| f.file_name()).and_then(|f| f.to_str());
                format!("{id}（{}）", file.unwrap_or("?"))
            },
        );
        say(&format!("  {severity} {place}：{}", finding(&found.fact)));
    }
}

/// Says what is wrong with a file.
pub(super) fn fault(fault: &FileFault) -> String {
    let file = fault.file.display();
    match &fault.kind {
        FileFaultKind::Unopened(why) => format!("{file}：打不开（{why}）"),
        FileFaultKind::Shape { line: Some(line), message } => {
            format!("{file} 第 {line} 行附近：格式不对（{message}）")
        }
        FileFaultKind::Shape { line: None, message } => format!("{file}：格式不对（{message}）"),
        FileFaultKind::Question { id, defects } => {
            let all: Vec<String> = defects.iter().map(defect).collect();
            format!("{file} 题目 {id}：{}", all.join("；"))
        }
        FileFaultKind::Empty => format!("{file}：里面没有题目或文本"),
    }
}

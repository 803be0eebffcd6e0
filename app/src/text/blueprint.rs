//! What is wrong with the blueprint of a test, in sentences.

use contract::blueprint::BlueprintFault;

/// So much of a topic is named.
const NAMED: usize = 20;

/// The sentence of a fault: where, what, and what to do.
#[must_use]
pub fn blueprint_fault(fault: &BlueprintFault) -> String {
    use BlueprintFault as F;
    match fault {
        F::NoBank => "还没有选题库，请至少选一个。".into(),
        F::BankUnknown => "所选题库中有一个不存在，请重新选择题库。".into(),
        F::BankWithdrawn { bank } => format!("该方案使用的题库“{bank}”已停用，请重新选择题库。"),
        F::QuestionsRepeated => "所选题库里有相同的题目，不能一起组卷。同一题库请只选一个版本。".into(),
        F::CellCount { have: 0, .. } => "还没有题目行，请增加一行。".into(),
        F::CellCount { have, most } => format!("共有 {have} 行，最多 {most} 行，请删去一些。"),
        F::CellUnreadable { cell } => format!("第 {cell} 行的题型、法律或难度无法识别，请重新选择。"),
        F::CellEmpty { cell } => {
            format!("第 {cell} 行：题数请填大于 0 的整数，每题分值请填大于 0 的数，最多两位小数。")
        }
        F::BandReversed { cell } => format!("第 {cell} 行的难度从高到低填反了，请对调。"),
        F::CellShort { cell, kind, topic, have, need, missing } => {
            let topic = topic.as_deref().map(named).unwrap_or_default();
            format!(
                "第 {cell} 行（{kind}{topic}）还缺 {missing} 道：符合的有 {have} 道，连同一份备用卷需要 {need} 道。\
                 请减少题数、放宽条件或再选题库。"
            )
        }
        F::Total { have } => total(*have),
        F::TooManyItems { most } => format!("整份试卷最多 {most} 题，请减少题数。"),
        F::PassMark => "合格线请填 0.01 到 100 分，最多两位小数。".into(),
        F::Minutes => "考核时长请填 1 到 480 分钟。".into(),
        F::Attempts => "考核次数请填 1 到 10 次。".into(),
        F::CoolDown => "补考间隔请填 0 到 720 小时。".into(),
        F::MultipleRule => "请选择多选题的评分办法。".into(),
    }
}

fn named(topic: &str) -> String {
    let mut name: String = topic.chars().take(NAMED).collect();
    if topic.chars().count() > NAMED {
        name.push('…');
    }
    format!("·{name}")
}

fn total(have: u32) -> String {
    let points = |hundredths: u32| super::points(i32::try_from(hundredths).unwrap_or(i32::MAX));
    let (part, over) = (10_000_u32.saturating_sub(have), have.saturating_sub(10_000));
    let advice = if part > 0 {
        format!("还差 {} 分", points(part))
    } else {
        format!("多出 {} 分", points(over))
    };
    format!("各行合计 {} 分，应为 100 分，{advice}。", points(have))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_row_is_named_with_what_is_missing() {
        let fault = BlueprintFault::CellShort {
            cell: 2,
            kind: "多选题".into(),
            topic: Some("粉尘防爆".into()),
            have: 7,
            need: 20,
            missing: 13,
        };
        let sentence = blueprint_fault(&fault);
        assert!(sentence.starts_with("第 2 行（多选题·粉尘防爆）还缺 13 道"), "{sentence}");
    }

    #[test]
    fn the_total_says_how_far_it_is_off() {
        assert!(blueprint_fault(&BlueprintFault::Total { have: 9_850 }).contains("还差 1.5 分"));
        assert!(blueprint_fault(&BlueprintFault::Total { have: u32::MAX }).contains("多出"));
    }
}

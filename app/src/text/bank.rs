//! What is wrong with questions and banks, in sentences.

use contract::bank::QuestionFault;
use domain::bank::{Defect, Fact, Fault, Share};

/// What is wrong with a question as written.
#[must_use]
pub fn defect(defect: &Defect) -> String {
    let part = defect.part.map(|n| format!("第 {n} 问：")).unwrap_or_default();
    let what = match &defect.fault {
        Fault::IdMalformed { id } => format!("题号“{id}”不对，只能用字母、数字和 . _ -，最多 64 个"),
        Fault::StemEmpty => "没有题干".into(),
        Fault::OptionCount { have } => format!("有 {have} 个选项，应为 2 到 8 个"),
        Fault::OptionEmpty { index } => format!("第 {} 个选项是空的", index + 1),
        Fault::RightCount { have } => format!("标了 {have} 个正确选项；单选应标 1 个，多选至少 2 个"),
        Fault::AnswerMissing => "判断题没有写明正确还是错误".into(),
        Fault::AnswersMissing => "填空题没有写答案".into(),
        Fault::AnswerUnusable { index } => format!("第 {} 个答案是空的或超过 200 字", index + 1),
        Fault::NotOfThisType { field } => format!("这种题型不用“{}”", field_name(field)),
        Fault::PartCount { have } => format!("案例有 {have} 问，应为 1 到 20 问"),
        Fault::CaseInCase => "案例里不能再套案例".into(),
        Fault::BasisMissing => "没有写依据".into(),
        Fault::LawMalformed { law } => format!("法规编号“{law}”应为两到三位数字"),
        Fault::ArticleMalformed { article } => format!("条号“{article}”应写成 21 或 134-1"),
        Fault::PlaceMissing => "依据没有写明条、项或出处".into(),
        Fault::EvidenceEmpty { index } => format!("第 {} 条证据是空的", index + 1),
        Fault::ValidityReversed { from, to } => format!("有效期 {from} 至 {to} 前后颠倒"),
    };
    format!("{part}{what}")
}

/// A field of the bank file in the words of the form.
fn field_name(field: &str) -> &str {
    match field {
        "options" => "选项",
        "answer" => "正误",
        "answers" => "填空答案",
        "parts" => "小题",
        "pin_last" => "固定末项",
        other => other,
    }
}

/// The sentence of a fault of a form: where, what, and what to do.
#[must_use]
pub fn question_fault(fault: &QuestionFault) -> String {
    use QuestionFault as F;
    let of = |part: &Option<u8>| part.map(|n| format!("第 {n} 问：")).unwrap_or_default();
    match fault {
        F::Defect { defect: found } => format!("{}。", defect(found)),
        F::KindUnknown { part } => format!("{}请选择题型。", of(part)),
        F::DifficultyMissing => "请选择难度。".into(),
        F::LawMissing => "请选择依据的法规。".into(),
        F::DateUnreadable { text } => format!("日期“{text}”读不出来，请写成 2026-11-23。"),
        F::ItemUnreadable { text } => format!("依据的项“{text}”请写数字，例如 3；没有就留空。"),
        F::TooLong { part, most } => format!("{}有文字超过 {most} 字，请精简。", of(part)),
        F::TopicMissing => "请写专题，多个用顿号分开，主要的写在前面。".into(),
        F::ExplanationMissing => "请写解析：为什么对，依据哪一条。".into(),
        F::OptionsAlike { part, first, second } => {
            format!("{}第 {first} 个和第 {second} 个选项相同，请改写其中一个。", of(part))
        }
        F::TagUnknown { code } => format!("行业或岗位“{code}”不存在，请重新选择。"),
        F::IdTaken { id, bank } => format!("题号“{id}”已在题库“{bank}”中使用，请换一个，或留空由系统编号。"),
        F::ReasonMissing => "这道题已经发布，请写明修改理由，2 到 200 字。".into(),
        F::Unchanged => "内容与已发布的完全相同，没有需要保存的修改。".into(),
    }
}

/// Says what was found and what to do.
#[must_use]
pub fn finding(fact: &Fact) -> String {
    let of = |part: &Option<u8>| part.map(|n| format!("第 {n} 问")).unwrap_or_default();
    match fact {
        Fact::DuplicateId => "题号重复，请改成唯一的题号".into(),
        Fact::LawMissing { law } => format!("没有编号为 {law} 的法规文本"),
        Fact::ArticleMissing { law, article } => format!("法规 {law} 没有第 {article} 条"),
        Fact::ItemMissing { law, item } => format!("法规 {law} 的该处没有第 {item} 项"),
        Fact::EvidenceMissing => "没有写证据，请摘录条文中的 2 到 4 个关键事实或数字".into(),
        Fact::EvidenceCount { have } => format!("有 {have} 条证据，应为 2 到 4 条"),
        Fact::EvidenceNotFound { evidence } => format!("证据“{evidence}”不在所写的条文里"),
        Fact::EvidenceOutsideItem { item } => format!("证据在该条里，但不在第 {item} 项里"),
        Fact::Superseded { law } => format!("法规 {law} 已不再施行，请写明失效日期或改用现行规定"),
        Fact::Expired { since } => format!("已于 {since} 过期，不会再被抽到"),
        Fact::NearDuplicate { of, likeness } => {
            format!("题干与 {of} 相似 {}.{}%，请合并或改写", likeness / 10, likeness % 10)
        }
        Fact::RepeatedOption { part, first, second } => {
            format!("{}第 {} 个与第 {} 个选项相同", of(part), first + 1, second + 1)
        }
        Fact::OptionLengths { part, shortest, longest } => {
            format!("{}选项长短悬殊（{shortest} 字到 {longest} 字），容易看出答案", of(part))
        }
        Fact::OptionOfAnotherKind { part, option } => {
            format!("{}第 {} 个选项与其他选项不是同一类（有的有数字，有的没有）", of(part), option + 1)
        }
        Fact::ReferringOptionNotPinned { part, option } => {
            format!("{}第 {} 个选项指向其他选项（如“以上都对”），请固定为最后一项", of(part), option + 1)
        }
        Fact::NamesALetter => "题干或解析提到选项字母，但选项会打乱，请改为引用内容".into(),
        Fact::CopiesTheText { run } => format!("有连续 {run} 字以上与条文相同，请用自己的话改写"),
        Fact::ExplanationMissing => "没有解析".into(),
        Fact::TagUnknown { tag } => format!("行业或岗位“{tag}”不存在，请改用规定的代码"),
        Fact::TopicMissing => "没有专题".into(),
        Fact::KeyTooOftenLongest { share } => {
            format!("单选题的正确选项最长的有 {}，应不超过 35%", share_text(*share))
        }
        Fact::KeyLettersUneven { options, letters, chi_square } => {
            let letters: Vec<String> =
                ('A'..).zip(letters).map(|(letter, times)| format!("{letter} {times}")).collect();
            let (whole, rest) = (chi_square / 1000, chi_square % 1000);
            format!("{options} 个选项的题，答案字母分布不匀：{}（χ²={whole}.{rest:03}）", letters.join("，"))
        }
        Fact::StatementsUneven { share, chi_square } => {
            let (whole, rest) = (chi_square / 1000, chi_square % 1000);
            format!("判断题中“正确”的有 {}，分布不匀（χ²={whole}.{rest:03}）", share_text(*share))
        }
        Fact::TooMuchPractice { share } => {
            format!("以标准或惯例为依据的有 {}，应不超过 10%", share_text(*share))
        }
    }
}

fn share_text(share: Share) -> String {
    let percent = (share.of_these * 100).checked_div(share.all).unwrap_or(0);
    format!("{} / {}（{percent}%）", share.of_these, share.all)
}

//! Tests of parsing and of the check, on texts made up for them.

use super::{law::LawText, raw::RawPart, *};
use chrono::NaiveDate;

const LAW: &str = "<!-- 来源说明\n标题: 试验法\n时效(截至今日): 现行\n-->\n\n# 试验法\n\n## 第一章　总则\n\n\
第一条 每年至少演练一次，罚款10万元以上20万元以下：\n\n（一）甲单位，三十日；\n\n（二）乙单位。\n\n第二章 附则\n\n\
第三条规定的除外。\n\n第一百三十四条之一　拒不执行的，处一年以下拘役。\n\n## 第二章\n\n第二条 自公布之日起施行。\n";
const LIST: &str =
    "# 判定标准\n\n以下情形：\n\n一、主要负责人未考核。\n\n十二、库存超量。\n\n来源：\n\n一份通知（121号）\n";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn library() -> LawLibrary {
    let mut laws = LawLibrary::default();
    laws.add(LawKey::new("01").unwrap(), LawText::parse(LAW));
    laws.add(LawKey::new("41").unwrap(), LawText::parse(LIST));
    laws.add(LawKey::new("99").unwrap(), LawText::parse(&LAW.replace("现行", "2024年废止")));
    laws
}

fn option(text: &str, correct: bool) -> RawOption {
    RawOption { text: text.into(), correct, pin_last: false }
}

fn raw(id: &str, stem: &str) -> RawQuestion {
    RawQuestion {
        id: id.into(),
        kind: KindName::Single,
        stem: stem.into(),
        options: vec![
            option("甲方", true),
            option("乙方", false),
            option("丙方", false),
            option("丁方", false),
        ],
        answer: None,
        answers: vec![],
        pin_last: false,
        explanation: "有说明".into(),
        difficulty: Difficulty::Medium,
        topics: vec!["职责".into()],
        sectors: vec![],
        audiences: vec![],
        basis: Some(RawBasis::Law { law: "01".into(), article: Some("1".into()), item: None }),
        evidence: vec!["至少演练一次".into(), "10万元".into()],
        valid_from: None,
        valid_to: None,
        parts: vec![],
    }
}

fn parsed(raw: RawQuestion) -> Question {
    Question::parse(raw).unwrap()
}

fn faults(raw: RawQuestion) -> Vec<Fault> {
    Question::parse(raw).unwrap_err().into_iter().map(|d| d.fault).collect()
}

fn facts(questions: &[Question]) -> Vec<(Severity, Fact)> {
    let report = check(questions, Some(&library()), day("2026-11-23"));
    report.findings.into_iter().map(|f| (f.severity, f.fact)).collect()
}

#[test]
fn a_law_text_falls_into_articles_and_items() {
    let law = LawText::parse(LAW);
    assert_eq!(law.title, "试验法");
    assert!(!law.superseded);
    let numbers: Vec<_> = law.article_numbers().map(|n| n.to_string()).collect();
    assert_eq!(numbers, ["1", "2", "134-1"]);
    let first = law.article("1".parse().unwrap()).unwrap();
    assert!(first.holds("１０ 万元以上、20万元"));
    assert!(first.holds("第三条规定的除外"), "a reference is no new article");
    assert!(!first.holds("附则"), "a heading belongs to no article");
    assert_eq!(first.item_holds(1, "三十日"), Some(true));
    assert_eq!(first.item_holds(2, "三十日"), Some(false));
    assert_eq!(first.item_holds(3, "三十日"), None);
    assert!(law.article("134-1".parse().unwrap()).unwrap().holds("一年以下"));
}

#[test]
fn a_text_without_articles_falls_into_items() {
    let list = LawText::parse(LIST);
    assert_eq!((list.item_count(), list.article_numbers().count()), (2, 0));
    assert!(list.item(12).unwrap().holds("库存超量"));
    assert!(!list.item(12).unwrap().holds("121号"), "the source line is no item");
}

#[test]
fn a_bank_file_reads_in_its_stable_shape_and_writes_the_same() {
    let file: BankFile = serde_json::from_str(SAMPLE).unwrap();
    let questions: Vec<_> = file.question.into_iter().map(parsed).collect();
    let kinds: Vec<_> = questions.iter().map(|q| q.kind().name().name()).collect();
    assert_eq!(kinds, ["single", "multiple", "true_false", "fill", "case"]);
    assert_eq!(questions[0].validity().0, Some(day("2021-09-01")));
    assert!(questions[0].kind().options()[3].pin_last, "以上都对 stays last");
    assert!(questions[0].is_for("dust", "principal") && !questions[0].is_for("dust", "frontline"));
    assert_eq!(questions[4].kind().parts().len(), 2);
    for question in questions {
        let json = serde_json::to_string(&question).unwrap();
        assert_eq!(serde_json::from_str::<Question>(&json).unwrap(), question);
    }
}

#[test]
fn an_unknown_field_or_a_damaged_row_is_refused() {
    assert!(serde_json::from_str::<BankFile>(&SAMPLE.replacen("\"stem\"", "\"steam\"", 1)).is_err());
    let json = serde_json::to_string(&parsed(raw("a", "谁负责"))).unwrap();
    assert!(
        serde_json::from_str::<Question>(
            &json.replace("\"correct\":true,", "").replace(",\"correct\":true", "")
        )
        .is_err()
    );
}

#[test]
fn every_defect_is_named_at_once() {
    let mut wrong = raw("no good", " ");
    wrong.options[1] = option(" ", true);
    wrong.answers = vec!["x".into()];
    wrong.basis = Some(RawBasis::Law { law: "1".into(), article: Some("21a".into()), item: None });
    wrong.evidence = vec!["，".into()];
    wrong.valid_from = Some(day("2026-01-02"));
    wrong.valid_to = Some(day("2026-01-01"));
    let found = faults(wrong);
    assert!(found.contains(&Fault::IdMalformed { id: "no good".into() }));
    assert!(found.contains(&Fault::StemEmpty));
    assert!(found.contains(&Fault::OptionEmpty { index: 1 }));
    assert!(found.contains(&Fault::RightCount { have: 2 }));
    assert!(found.contains(&Fault::NotOfThisType { field: "answers".into() }));
    assert!(found.contains(&Fault::LawMalformed { law: "1".into() }));
    assert!(found.contains(&Fault::ArticleMalformed { article: "21a".into() }));
    assert!(found.contains(&Fault::EvidenceEmpty { index: 0 }));
    assert_eq!(found.len(), 9, "{found:?}");
}

#[test]
fn a_multiple_choice_needs_two_right_options_and_a_case_no_case() {
    let mut wrong = raw("a", "谁");
    wrong.kind = KindName::Multiple;
    assert_eq!(faults(wrong), [Fault::RightCount { have: 1 }]);
    let mut case = raw("a", "某厂");
    case.kind = KindName::Case;
    case.options.clear();
    assert_eq!(faults(case.clone()), [Fault::PartCount { have: 0 }]);
    let part = |kind| RawPart {
        kind,
        stem: "问".into(),
        options: vec![],
        answer: None,
        answers: vec![],
        pin_last: false,
        explanation: String::new(),
    };
    case.parts = vec![part(KindName::TrueFalse), part(KindName::Case)];
    let found = Question::parse(case).unwrap_err();
    assert_eq!(found[0], Defect { part: Some(1), fault: Fault::AnswerMissing });
    assert_eq!(found[1], Defect { part: Some(2), fault: Fault::CaseInCase });
}

#[test]
fn a_sound_question_gives_no_finding() {
    assert_eq!(facts(&[parsed(raw("a", "谁负责组织"))]), []);
}

#[test]
fn evidence_must_stand_in_the_named_article() {
    let mut missing = raw("a", "谁负责组织");
    missing.evidence = vec!["30万元".into(), "一次".into()];
    let fact = Fact::EvidenceNotFound { evidence: "30万元".into() };
    assert_eq!(facts(&[parsed(missing.clone())]), [(Severity::Error, fact)]);
    missing.basis = Some(RawBasis::Law { law: "01".into(), article: Some("7".into()), item: None });
    assert!(matches!(facts(&[parsed(missing.clone())])[0].1, Fact::ArticleMissing { .. }));
    missing.basis = Some(RawBasis::Law { law: "77".into(), article: Some("7".into()), item: None });
    assert!(matches!(facts(&[parsed(missing.clone())])[0].1, Fact::LawMissing { .. }));
    missing.basis = Some(RawBasis::Law { law: "41".into(), article: None, item: Some(3) });
    assert!(matches!(facts(&[parsed(missing.clone())])[0].1, Fact::ItemMissing { .. }));
    missing.basis = Some(RawBasis::Law { law: "99".into(), article: Some("1".into()), item: Some(2) });
    missing.evidence = vec!["20万元".into(), "一次".into()];
    let found = facts(&[parsed(missing)]);
    assert!(matches!(found[0].1, Fact::Superseded { .. }));
    assert_eq!(found[1], (Severity::Warning, Fact::EvidenceOutsideItem { item: 2 }));
}

#[test]
fn without_law_texts_the_report_says_that_evidence_was_not_checked() {
    let report = check(&[parsed(raw("a", "谁"))], None, day("2026-11-23"));
    assert_eq!(report.evidence, EvidenceState::NotChecked);
    let report = check(&[parsed(raw("a", "谁"))], Some(&library()), day("2026-11-23"));
    assert_eq!(report.evidence, EvidenceState::Checked { pieces: 2 });
}

#[test]
fn twins_and_near_twins_are_found_and_different_questions_are_not() {
    let stems = [
        "依据《甲法》，单位每年应当组织几次应急演练活动",
        "依据《乙法》，单位每年应当组织几次应急演练活动",
        "粉尘涉爆企业的除尘系统多久清理",
    ];
    let list: Vec<_> = ["a", "b", "c"].into_iter().zip(stems).map(|(id, s)| parsed(raw(id, s))).collect();
    let found = facts(&list);
    let of = QuestionId::new("a").unwrap();
    assert_eq!(found, [(Severity::Error, Fact::NearDuplicate { of, likeness: 1_000 })]);
    assert!(matches!(facts(&[list[0].clone(), list[0].clone()])[0].1, Fact::DuplicateId));
}

#[test]
fn options_are_judged_as_far_as_a_machine_can() {
    let mut odd = raw("a", "谁负责组织");
    odd.options =
        vec![option("3年", true), option("3 年", false), option("以上都对", false), option("长期", false)];
    odd.explanation = "故选Ａ。".into();
    odd.valid_to = Some(day("2026-01-01"));
    let found = facts(&[parsed(odd.clone())]);
    assert!(found.contains(&(Severity::Error, Fact::RepeatedOption { part: None, first: 0, second: 1 })));
    assert!(found.contains(&(Severity::Error, Fact::ReferringOptionNotPinned { part: None, option: 2 })));
    assert!(found.contains(&(Severity::Warning, Fact::NamesALetter)));
    assert!(found.contains(&(Severity::Warning, Fact::Expired { since: day("2026-01-01") })));
    odd.options = vec![
        option("是", true),
        option("一个比别的长得多的选项文字", false),
        option("5人", false),
        option("否", false),
    ];
    let found = facts(&[parsed(odd)]);
    assert!(
        found.contains(&(Severity::Warning, Fact::OptionLengths { part: None, shortest: 1, longest: 13 }))
    );
    assert!(found.contains(&(Severity::Warning, Fact::OptionOfAnotherKind { part: None, option: 2 })));
}

#[test]
fn a_bank_whose_keys_are_long_or_always_a_is_refused() {
    let words =
        ["消防", "粉尘", "危化", "用电", "动火", "吊装", "高处", "有限", "锅炉", "电梯", "燃气", "烟花"];
    let mut list = Vec::new();
    for i in 0..60usize {
        let stem: String = (0..6).map(|k| words[(i * (k + 1) + k * i / 7 + i / 12) % 12]).collect();
        let mut long = raw(&format!("q{i}"), &format!("{stem}{i}"));
        long.options[0].text = "明显更长的甲方".into();
        list.push(parsed(long));
    }
    let found = facts(&list);
    let share = Share { of_these: 60, all: 60 };
    assert!(found.contains(&(Severity::Error, Fact::KeyTooOftenLongest { share })));
    let letters = vec![60, 0, 0, 0];
    let fact = Fact::KeyLettersUneven { options: 4, letters, chi_square: 180_000 };
    assert!(found.contains(&(Severity::Error, fact)));
}

#[test]
fn at_most_a_tenth_rests_on_practice() {
    let stems = [
        "消防通道",
        "粉尘清扫",
        "危化品储存",
        "临时用电",
        "动火作业",
        "吊装作业",
        "高处作业",
        "有限空间",
        "锅炉年检",
    ];
    let mut list: Vec<_> = stems.iter().enumerate().map(|(i, s)| parsed(raw(&format!("q{i}"), s))).collect();
    let mut practice = raw("p", "应急通讯录怎样更新");
    practice.basis = Some(RawBasis::Practice { standard: "GB 30871-2022".into(), clause: None });
    practice.evidence = vec![];
    list.push(parsed(practice.clone()));
    assert_eq!(facts(&list), []);
    practice.id = "p2".into();
    practice.stem = "班前会由谁主持召开".into();
    list.push(parsed(practice));
    let share = Share { of_these: 2, all: 11 };
    assert_eq!(facts(&list), [(Severity::Error, Fact::TooMuchPractice { share })]);
}

#[test]
fn the_version_hash_moves_with_a_key_and_not_with_the_order() {
    let (a, b) = (parsed(raw("a", "甲")), parsed(raw("b", "乙")));
    let mut other = raw("b", "乙");
    other.options[0].correct = false;
    other.options[1].correct = true;
    let hash = version_hash(&[a.clone(), b.clone()]);
    assert_eq!(hash, version_hash(&[b, a.clone()]));
    assert_ne!(hash, version_hash(&[a, parsed(other)]));
}

// The shape of a TOML bank file, written as JSON: the rules crate reads neither, only the shape is its own.
const SAMPLE: &str = r#"{ "question": [
{ "id": "aqf-021-03", "type": "single", "stem": "题干",
  "options": [{ "text": "甲", "correct": true }, { "text": "乙" }, { "text": "丙" },
              { "text": "以上都不对", "pin_last": true }],
  "explanation": "说明", "difficulty": "medium", "topics": ["主要负责人职责"], "sectors": ["all"],
  "audiences": ["principal", "safety_manager"], "basis": { "kind": "law", "law": "01", "article": "21" },
  "evidence": ["一", "二"], "valid_from": "2021-09-01" },
{ "id": "b", "type": "multiple", "stem": "题干",
  "options": [{ "text": "甲", "correct": true }, { "text": "乙", "correct": true }],
  "explanation": "说明", "difficulty": "easy", "basis": { "kind": "plan", "clause": "二(五)3" } },
{ "id": "c", "type": "true_false", "stem": "题干", "answer": false, "explanation": "说明", "difficulty": "hard",
  "basis": { "kind": "practice", "standard": "GB 30871-2022", "clause": "5.3" } },
{ "id": "d", "type": "fill", "stem": "题干", "answers": ["三十", "30"], "explanation": "说明",
  "difficulty": "hard", "basis": { "kind": "law", "law": "41", "item": 3 } },
{ "id": "e", "type": "case", "stem": "某厂", "explanation": "说明", "difficulty": "hard",
  "basis": { "kind": "law", "law": "09", "article": "134-1" },
  "parts": [{ "type": "true_false", "stem": "对吗", "answer": true },
            { "type": "single", "stem": "选哪个", "options": [{ "text": "甲" }, { "text": "乙", "correct": true }] }] }
] }"#;

//! From a form to a question: everything that is wrong with it, at once.

use chrono::NaiveDate;
use contract::bank::{BodyForm, PartForm, QuestionFault, QuestionForm};
use domain::bank::{
    Defect, Difficulty, Fault, KindName, Question, RawBasis, RawPart, RawQuestion, is_audience_tag,
    is_sector_tag, text::fold,
};

/// The most characters of a stem or an explanation.
const LONG: u32 = 2000;
/// The most characters of an option.
const SHORT: u32 = 500;

/// Reads a question; `id` is its number.
///
/// # Errors
/// Gives everything that is wrong.
pub(super) fn understand(form: &QuestionForm, id: &str) -> Result<Question, Vec<QuestionFault>> {
    let mut faults = Vec::new();
    let kind = kind(form.get("kind"), None, &mut faults);
    let difficulty = difficulty(form.get("difficulty"));
    if difficulty.is_none() {
        faults.push(QuestionFault::DifficultyMissing);
    }
    let is_case = kind == Some(KindName::Case);
    text_lengths(None, form.get("stem"), form.get("explanation"), &form.body, &mut faults);
    let parts = if is_case { parts(&form.parts, &mut faults) } else { Vec::new() };
    let topics: Vec<String> = listed(form.get("topics"));
    if topics.is_empty() {
        faults.push(QuestionFault::TopicMissing);
    }
    if form.get("explanation").trim().is_empty() {
        faults.push(QuestionFault::ExplanationMissing);
    }
    known_tags(form, &mut faults);
    let (valid_from, valid_to) =
        (date(form.get("valid_from"), &mut faults), date(form.get("valid_to"), &mut faults));
    let basis = basis(form, &mut faults);
    let (Some(kind), Some(difficulty)) = (kind, difficulty) else { return Err(faults) };
    let body = body(kind, &form.body, None, &mut faults);
    let raw = RawQuestion {
        id: id.to_owned(),
        kind,
        stem: form.get("stem").trim().to_owned(),
        options: body.options,
        answer: body.answer,
        answers: body.answers,
        pin_last: false,
        explanation: form.get("explanation").trim().to_owned(),
        difficulty,
        topics,
        sectors: form.sectors.clone(),
        audiences: form.audiences.clone(),
        basis,
        evidence: form
            .get("evidence")
            .lines()
            .map(str::trim)
            .filter(|l| !l.is_empty())
            .map(str::to_owned)
            .collect(),
        valid_from,
        valid_to,
        parts,
    };
    match Question::parse(raw) {
        Ok(question) if faults.is_empty() => Ok(question),
        Ok(_) => Err(faults),
        Err(defects) => {
            // That no law is chosen was said.
            let unsaid = |d: &Defect| !matches!(&d.fault, Fault::LawMalformed { law } if law.is_empty());
            let defects = defects.into_iter().filter(unsaid);
            faults.extend(defects.map(|defect| QuestionFault::Defect { defect }));
            Err(faults)
        }
    }
}

fn kind(code: &str, part: Option<u8>, faults: &mut Vec<QuestionFault>) -> Option<KindName> {
    let kind = KindName::ALL.into_iter().find(|kind| kind.name() == code);
    if kind.is_none() {
        faults.push(QuestionFault::KindUnknown { part });
    }
    kind
}

fn difficulty(code: &str) -> Option<Difficulty> {
    Difficulty::ALL.into_iter().find(|level| level.name() == code)
}

/// Splits what people write between topics.
fn listed(text: &str) -> Vec<String> {
    text.split(['、', ',', '，', ';', '；', '\n'])
        .map(str::trim)
        .filter(|t| !t.is_empty())
        .map(str::to_owned)
        .collect()
}

fn known_tags(form: &QuestionForm, faults: &mut Vec<QuestionFault>) {
    let sectors = form.sectors.iter().filter(|code| !is_sector_tag(code));
    let unknown = sectors.chain(form.audiences.iter().filter(|code| !is_audience_tag(code)));
    faults.extend(unknown.map(|code| QuestionFault::TagUnknown { code: code.clone() }));
}

fn date(text: &str, faults: &mut Vec<QuestionFault>) -> Option<NaiveDate> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let date = text.parse().ok();
    if date.is_none() {
        faults.push(QuestionFault::DateUnreadable { text: text.to_owned() });
    }
    date
}

fn basis(form: &QuestionForm, faults: &mut Vec<QuestionFault>) -> Option<RawBasis> {
    let given = |input: &str| Some(form.get(input).trim().to_owned()).filter(|text| !text.is_empty());
    match form.get("basis") {
        "law" => {
            let item = given("item").and_then(|text| {
                let item = text.parse().ok();
                if item.is_none() {
                    faults.push(QuestionFault::ItemUnreadable { text });
                }
                item
            });
            let law = given("law").unwrap_or_default();
            if law.is_empty() {
                faults.push(QuestionFault::LawMissing);
            }
            Some(RawBasis::Law { law, article: given("article"), item })
        }
        "plan" => Some(RawBasis::Plan { clause: given("clause").unwrap_or_default() }),
        "practice" => Some(RawBasis::Practice {
            standard: given("standard").unwrap_or_default(),
            clause: given("clause"),
        }),
        _ => None,
    }
}

fn parts(typed: &[PartForm], faults: &mut Vec<QuestionFault>) -> Vec<RawPart> {
    let mut parts = Vec::with_capacity(typed.len());
    for (number, part) in (1u8..).zip(typed) {
        let number = Some(number);
        text_lengths(number, &part.stem, &part.explanation, &part.body, faults);
        let Some(kind) = kind(&part.kind, number, faults) else { continue };
        let body = body(kind, &part.body, number, faults);
        parts.push(RawPart {
            kind,
            stem: part.stem.trim().to_owned(),
            options: body.options,
            answer: body.answer,
            answers: body.answers,
            pin_last: false,
            explanation: part.explanation.trim().to_owned(),
        });
    }
    parts
}

#[derive(Default)]
struct Body {
    options: Vec<domain::bank::RawOption>,
    answer: Option<bool>,
    answers: Vec<String>,
}

/// Takes what belongs to the type; what was typed for another type is passed over.
fn body(kind: KindName, form: &BodyForm, part: Option<u8>, faults: &mut Vec<QuestionFault>) -> Body {
    match kind {
        KindName::Single | KindName::Multiple => {
            let options = form.raw_options();
            for (second, option) in options.iter().enumerate() {
                let said = fold(&option.text);
                let first = options[..second].iter().position(|o| !said.is_empty() && fold(&o.text) == said);
                let place = |index: usize| u8::try_from(index + 1).unwrap_or(u8::MAX);
                faults.extend(first.map(|first| QuestionFault::OptionsAlike {
                    part,
                    first: place(first),
                    second: place(second),
                }));
            }
            Body { options, ..Body::default() }
        }
        KindName::TrueFalse => Body { answer: form.raw_truth(), ..Body::default() },
        KindName::Fill => Body { answers: form.raw_answers(), ..Body::default() },
        KindName::Case => Body::default(),
    }
}

fn text_lengths(
    part: Option<u8>,
    stem: &str,
    explanation: &str,
    body: &BodyForm,
    faults: &mut Vec<QuestionFault>,
) {
    let over = |text: &str, most: u32| text.chars().count() > most as usize;
    if over(stem, LONG) || over(explanation, LONG) {
        faults.push(QuestionFault::TooLong { part, most: LONG });
    }
    if body.options.iter().any(|option| over(option, SHORT)) {
        faults.push(QuestionFault::TooLong { part, most: SHORT });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sound() -> QuestionForm {
        let mut form = QuestionForm::new(KindName::Single);
        form.set("stem", "谁对本单位的安全生产工作全面负责？");
        form.set("explanation", "见第五条。");
        form.set("topics", "职责、 通则");
        form.set("law", "01");
        form.set("article", "5");
        form.set("evidence", "主要负责人\n第一责任人");
        form.body.options[0] = "主要负责人".into();
        form.body.options[1] = "安全总监".into();
        form.body.right = vec!["1".into()];
        form
    }

    #[test]
    fn a_form_becomes_the_question_it_says() {
        let question = understand(&sound(), "q-1").unwrap();
        assert_eq!(question.topics(), ["职责", "通则"]);
        assert_eq!(question.kind().options().len(), 2);
        assert_eq!(QuestionForm::of(&question.clone().into()).get("article"), "5");
        assert_eq!(understand(&QuestionForm::of(&question.clone().into()), "q-1"), Ok(question));
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let mut form = sound();
        form.set("difficulty", "");
        form.set("valid_from", "2026-02-30");
        form.set("item", "三");
        form.set("topics", " 、");
        form.sectors = vec!["mining".into()];
        form.body.options[2] = " 主要负责人 ".into();
        let faults = understand(&form, "q-1").unwrap_err();
        for expected in [
            QuestionFault::DifficultyMissing,
            QuestionFault::TopicMissing,
            QuestionFault::DateUnreadable { text: "2026-02-30".into() },
            QuestionFault::ItemUnreadable { text: "三".into() },
            QuestionFault::TagUnknown { code: "mining".into() },
        ] {
            assert!(faults.contains(&expected), "{expected:?} in {faults:?}");
        }
    }

    #[test]
    fn options_that_say_the_same_and_gaps_between_options_are_wrong() {
        let mut form = sound();
        form.body.options[2] = " 主要负责人 ".into();
        let alike = QuestionFault::OptionsAlike { part: None, first: 1, second: 3 };
        assert_eq!(understand(&form, "q-1"), Err(vec![alike]));
        let mut form = sound();
        form.body.options[3] = "工会主席".into();
        let gap =
            QuestionFault::Defect { defect: Defect { part: None, fault: Fault::OptionEmpty { index: 2 } } };
        assert_eq!(understand(&form, "q-1"), Err(vec![gap]));
    }

    #[test]
    fn what_was_typed_for_another_type_is_passed_over() {
        let mut form = sound();
        form.set("kind", "true_false");
        form.body.truth = "false".into();
        assert!(understand(&form, "q-1").is_ok());
    }
}

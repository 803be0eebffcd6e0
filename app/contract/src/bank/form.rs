//! A question as typed into its form. Nothing in it is judged, so nothing of it is lost.

use domain::bank::{Defect, KindName, RawBasis, RawOption, RawPart, RawQuestion};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The form offers so many options; more are not allowed anyway.
pub const OPTIONS: usize = 8;
/// The form offers at most so many questions of a case.
pub const PARTS: usize = 20;

/// A question as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuestionForm {
    /// The values of the simple inputs, by [`QuestionForm::INPUTS`].
    simple: BTreeMap<&'static str, String>,
    /// The codes of its sectors.
    pub sectors: Vec<String>,
    /// The codes of the positions it is for.
    pub audiences: Vec<String>,
    /// What is asked and what is right; for a case its parts say it.
    pub body: BodyForm,
    /// The questions of a case.
    pub parts: Vec<PartForm>,
}

/// One question of a case as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartForm {
    /// The code of its type.
    pub kind: String,
    /// What it asks.
    pub stem: String,
    /// Why.
    pub explanation: String,
    /// What is right.
    pub body: BodyForm,
}

/// Options, truth or wordings as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BodyForm {
    /// The options, by their places.
    pub options: [String; OPTIONS],
    /// The places of the right ones, from 1.
    pub right: Vec<String>,
    /// `true` or `false`.
    pub truth: String,
    /// Accepted wordings, one a line.
    pub answers: String,
    /// The last option stays last.
    pub pin_last: bool,
}

/// What is wrong with a question as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum QuestionFault {
    /// The question itself is not sound.
    Defect {
        /// How.
        defect: Defect,
    },
    /// No type, or one that does not exist.
    KindUnknown {
        /// Which question of a case, from 1.
        part: Option<u8>,
    },
    /// No difficulty.
    DifficultyMissing,
    /// No law is chosen.
    LawMissing,
    /// A date that is none.
    DateUnreadable {
        /// As typed.
        text: String,
    },
    /// An item of an article that is no number.
    ItemUnreadable {
        /// As typed.
        text: String,
    },
    /// A text is too long.
    TooLong {
        /// Which question of a case, from 1.
        part: Option<u8>,
        /// The most characters.
        most: u32,
    },
    /// There is no topic.
    TopicMissing,
    /// There is no explanation.
    ExplanationMissing,
    /// Two options say the same.
    OptionsAlike {
        /// Which question of a case, from 1.
        part: Option<u8>,
        /// The places, from 1.
        first: u8,
        /// The places, from 1.
        second: u8,
    },
    /// A sector or position that does not exist.
    TagUnknown {
        /// As sent.
        code: String,
    },
    /// The number belongs to another question.
    IdTaken {
        /// As typed.
        id: String,
        /// The code of the bank that has it.
        bank: String,
    },
    /// There is no reason for changing what is published.
    ReasonMissing,
    /// It is just as before.
    Unchanged,
}

impl QuestionForm {
    /// The simple inputs.
    pub const INPUTS: [&'static str; 16] = [
        "id",
        "kind",
        "stem",
        "explanation",
        "difficulty",
        "topics",
        "basis",
        "law",
        "article",
        "item",
        "clause",
        "standard",
        "evidence",
        "valid_from",
        "valid_to",
        "reason",
    ];

    /// The value of a simple input.
    #[must_use]
    pub fn get(&self, input: &str) -> &str {
        self.simple.get(input).map_or("", String::as_str)
    }
    /// Sets a simple input; others are passed over.
    pub fn set(&mut self, input: &str, value: impl Into<String>) {
        if let Some(known) = Self::INPUTS.iter().find(|known| **known == input) {
            self.simple.insert(known, value.into());
        }
    }

    /// Reads what a form holds; nothing where it holds no stem. Repeated values may be joined by commas.
    #[must_use]
    pub fn read<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Option<Self> {
        let (mut form, mut parts) = (Self::default(), BTreeMap::<usize, PartForm>::new());
        let mut any = false;
        let listed = |value: &'a str| value.split(',').filter(|v| !v.is_empty()).map(str::to_owned);
        for (name, value) in pairs {
            any |= name == "stem";
            match name {
                "sectors" => form.sectors.extend(listed(value)),
                "audiences" => form.audiences.extend(listed(value)),
                _ if Self::INPUTS.contains(&name) => form.set(name, value),
                _ => match part_of(name) {
                    Some((number, input)) => parts.entry(number).or_default().take(input, value),
                    None => form.body.take(name, value),
                },
            }
        }
        form.parts = parts.into_values().collect();
        any.then_some(form)
    }

    /// The inputs with what is in them, as they are kept for the next page.
    #[must_use]
    pub fn typed(&self) -> BTreeMap<String, String> {
        let mut all: BTreeMap<String, String> =
            self.simple.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        all.entry("stem".into()).or_default();
        all.insert("sectors".into(), self.sectors.join(","));
        all.insert("audiences".into(), self.audiences.join(","));
        self.body.typed("", &mut all);
        for (number, part) in (1..).zip(&self.parts) {
            let prefix = format!("p{number}-");
            for (input, value) in
                [("kind", &part.kind), ("stem", &part.stem), ("explanation", &part.explanation)]
            {
                all.insert(format!("{prefix}{input}"), value.clone());
            }
            part.body.typed(&prefix, &mut all);
        }
        all
    }

    /// Writes a question into the form.
    #[must_use]
    pub fn of(question: &RawQuestion) -> Self {
        let mut form = Self {
            sectors: question.sectors.clone(),
            audiences: question.audiences.clone(),
            body: BodyForm::of(&question.options, question.answer, &question.answers),
            parts: question.parts.iter().map(PartForm::of).collect(),
            ..Self::default()
        };
        let day = |day: Option<chrono::NaiveDate>| day.map(|d| d.to_string()).unwrap_or_default();
        form.set("id", &*question.id);
        form.set("kind", question.kind.name());
        form.set("stem", &*question.stem);
        form.set("explanation", &*question.explanation);
        form.set("difficulty", question.difficulty.name());
        form.set("topics", question.topics.join("、"));
        form.set("evidence", question.evidence.join("\n"));
        form.set("valid_from", day(question.valid_from));
        form.set("valid_to", day(question.valid_to));
        match &question.basis {
            Some(RawBasis::Law { law, article, item }) => {
                form.set("basis", "law");
                form.set("law", &**law);
                form.set("article", article.clone().unwrap_or_default());
                form.set("item", item.map(|n| n.to_string()).unwrap_or_default());
            }
            Some(RawBasis::Plan { clause }) => {
                form.set("basis", "plan");
                form.set("clause", &**clause);
            }
            Some(RawBasis::Practice { standard, clause }) => {
                form.set("basis", "practice");
                form.set("standard", &**standard);
                form.set("clause", clause.clone().unwrap_or_default());
            }
            None => {}
        }
        form
    }

    /// The form of a new question of a type; a case begins with two questions.
    #[must_use]
    pub fn new(kind: KindName) -> Self {
        let mut form = Self::default();
        form.set("kind", kind.name());
        form.set("basis", "law");
        form.set("difficulty", "medium");
        if kind == KindName::Case {
            let part = PartForm { kind: KindName::Single.name().into(), ..PartForm::default() };
            form.parts = vec![part.clone(), part];
        }
        form
    }
}

/// Splits `p2-stem` into the number of the part and its input.
fn part_of(name: &str) -> Option<(usize, &str)> {
    let (number, input) = name.strip_prefix('p')?.split_once('-')?;
    let number = number.parse().ok().filter(|n| (1..=PARTS).contains(n))?;
    Some((number, input))
}

impl PartForm {
    fn take(&mut self, input: &str, value: &str) {
        match input {
            "kind" => value.clone_into(&mut self.kind),
            "stem" => value.clone_into(&mut self.stem),
            "explanation" => value.clone_into(&mut self.explanation),
            _ => self.body.take(input, value),
        }
    }
    fn of(part: &RawPart) -> Self {
        Self {
            kind: part.kind.name().into(),
            stem: part.stem.clone(),
            explanation: part.explanation.clone(),
            body: BodyForm::of(&part.options, part.answer, &part.answers),
        }
    }
}

impl BodyForm {
    fn take(&mut self, input: &str, value: &str) {
        match input {
            "right" => self.right.extend(value.split(',').filter(|v| !v.is_empty()).map(str::to_owned)),
            "truth" => value.clone_into(&mut self.truth),
            "answers" => value.clone_into(&mut self.answers),
            "pin_last" => self.pin_last = value == "true",
            _ => {
                let place = input.strip_prefix("option-").and_then(|n| n.parse::<usize>().ok());
                if let Some(option) = place.and_then(|n| self.options.get_mut(n.wrapping_sub(1))) {
                    value.clone_into(option);
                }
            }
        }
    }

    fn typed(&self, prefix: &str, all: &mut BTreeMap<String, String>) {
        for (place, option) in (1..).zip(&self.options).filter(|(_, option)| !option.is_empty()) {
            all.insert(format!("{prefix}option-{place}"), option.clone());
        }
        let pinned = if self.pin_last { "true" } else { "" };
        for (input, value) in [
            ("right", self.right.join(",").as_str()),
            ("truth", &self.truth),
            ("answers", &self.answers),
            ("pin_last", pinned),
        ] {
            if !value.is_empty() {
                all.insert(format!("{prefix}{input}"), value.to_owned());
            }
        }
    }

    fn of(options: &[RawOption], answer: Option<bool>, answers: &[String]) -> Self {
        let mut form = Self {
            right: (1..)
                .zip(options)
                .filter(|(_, o)| o.correct)
                .map(|(place, _): (usize, _)| place.to_string())
                .collect(),
            truth: answer.map(|a| a.to_string()).unwrap_or_default(),
            answers: answers.join("\n"),
            pin_last: options.last().is_some_and(|o| o.pin_last),
            ..Self::default()
        };
        for (slot, option) in form.options.iter_mut().zip(options) {
            option.text.clone_into(slot);
        }
        form
    }

    /// The options up to the last one that says something.
    #[must_use]
    pub fn raw_options(&self) -> Vec<RawOption> {
        let used = self.options.iter().rposition(|o| !o.trim().is_empty()).map_or(0, |last| last + 1);
        let raw = |(index, text): (usize, &String)| RawOption {
            text: text.trim().to_owned(),
            correct: self.right.contains(&(index + 1).to_string()),
            pin_last: self.pin_last && index + 1 == used,
        };
        self.options.iter().take(used).enumerate().map(raw).collect()
    }
    /// The accepted wordings.
    #[must_use]
    pub fn raw_answers(&self) -> Vec<String> {
        self.answers.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }
    /// The truth of a statement, where it is chosen.
    #[must_use]
    pub fn raw_truth(&self) -> Option<bool> {
        self.truth.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed_pairs(form: &QuestionForm) -> Vec<(String, String)> {
        form.typed().into_iter().collect()
    }

    #[test]
    fn what_was_typed_comes_back_as_it_was() {
        let mut form = QuestionForm::new(KindName::Case);
        form.set("stem", "某厂“甲”,乙");
        form.set("item", "三");
        form.sectors = vec!["furniture".into(), "food".into()];
        form.parts[0].stem = "问一".into();
        form.parts[0].body.options[0] = "选项,有逗号".into();
        form.parts[0].body.options[3] = "第四".into();
        form.parts[0].body.right = vec!["1".into(), "4".into()];
        form.parts[1].kind = "fill".into();
        form.parts[1].body.answers = "12\n十二".into();
        form.parts[1].body.pin_last = true;
        let pairs = typed_pairs(&form);
        let again = QuestionForm::read(pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())));
        assert_eq!(again, Some(form));
    }

    #[test]
    fn repeated_inputs_of_a_browser_are_taken_together() {
        let form = QuestionForm::read([
            ("stem", ""),
            ("right", "1"),
            ("right", "3"),
            ("sectors", "food"),
            ("sectors", "care"),
        ]);
        let form = form.unwrap();
        assert_eq!(
            (form.body.right, form.sectors),
            (vec!["1".into(), "3".into()], vec!["food".to_owned(), "care".into()])
        );
    }

    #[test]
    fn strangers_are_passed_over() {
        let form = QuestionForm::read([
            ("stem", "x"),
            ("option-9", "x"),
            ("p21-stem", "x"),
            ("p0-stem", "x"),
            ("evil", "x"),
        ]);
        let mut expected = QuestionForm::default();
        expected.set("stem", "x");
        assert_eq!(form, Some(expected));
        assert_eq!(QuestionForm::read([("page", "2")]), None);
    }
}

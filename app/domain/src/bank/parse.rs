//! From a question as written to a sound one, or to the list of what is wrong with it.

use super::{
    basis::{ArticleNumber, Basis, LawKey},
    question::{Choice, Kind, KindName, Part, Question, QuestionId, Sound},
    raw::{RawBasis, RawOption, RawPart, RawQuestion},
    text::{bare, fold},
};
use chrono::NaiveDate;
use core::fmt;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The most options a question may have: letters A to H.
pub const MOST_OPTIONS: usize = 8;
/// The most questions a case may have.
pub const MOST_PARTS: usize = 20;

/// One thing wrong with a question as written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Defect {
    /// Which question of a case, from 1; none for the question itself.
    pub part: Option<u8>,
    /// What is wrong.
    pub fault: Fault,
}

/// What can be wrong with a question as written. Indexes count from 0.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// The identifier is empty, longer than 64, or has other characters than `a–z A–Z 0–9 . _ -`.
    IdMalformed {
        /// As written.
        id: String,
    },
    /// There is no stem.
    StemEmpty,
    /// There are not 2 to 8 options.
    OptionCount {
        /// How many there are.
        have: usize,
    },
    /// An option says nothing.
    OptionEmpty {
        /// Which.
        index: usize,
    },
    /// Not exactly one option of a single-choice question, or fewer than two of a multiple-choice one, are right.
    RightCount {
        /// How many are.
        have: usize,
    },
    /// A statement has no `answer`.
    AnswerMissing,
    /// A blank has no `answers`.
    AnswersMissing,
    /// An accepted wording says nothing, or is longer than a candidate may write (200 characters).
    AnswerUnusable {
        /// Which.
        index: usize,
    },
    /// A field was given that this type does not have.
    NotOfThisType {
        /// Which field.
        field: String,
    },
    /// A case has no questions, or more than 20.
    PartCount {
        /// How many there are.
        have: usize,
    },
    /// A question about a case is itself a case.
    CaseInCase,
    /// Nothing says what it rests on.
    BasisMissing,
    /// A law key is not two or three digits.
    LawMalformed {
        /// As written.
        law: String,
    },
    /// An article is not like "21" or "134-1".
    ArticleMalformed {
        /// As written.
        article: String,
    },
    /// Neither article nor item is given, or the item is 0, or a plan or practice names nothing.
    PlaceMissing,
    /// A piece of evidence says nothing.
    EvidenceEmpty {
        /// Which.
        index: usize,
    },
    /// It ends before it begins.
    ValidityReversed {
        /// First day.
        from: NaiveDate,
        /// Last day.
        to: NaiveDate,
    },
}

/// Everything wrong with a question, as an error for deserializers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Defects(pub Vec<Defect>);

impl fmt::Display for Defects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "defective question: {:?}", self.0)
    }
}
impl std::error::Error for Defects {}

pub(super) fn parse(raw: RawQuestion) -> Result<Question, Vec<Defect>> {
    let mut faults = Faults { part: None, found: Vec::new() };
    let id = QuestionId::new(raw.id.trim());
    if id.is_none() {
        faults.add(Fault::IdMalformed { id: raw.id });
    }
    let basis = basis(raw.basis, &mut faults);
    for (index, evidence) in raw.evidence.iter().enumerate() {
        faults.when(bare(evidence).is_empty(), || Fault::EvidenceEmpty { index });
    }
    if let (Some(from), Some(to)) = (raw.valid_from, raw.valid_to) {
        faults.when(to < from, || Fault::ValidityReversed { from, to });
    }
    let written = Written {
        kind: raw.kind,
        stem: raw.stem,
        options: raw.options,
        answer: raw.answer,
        answers: raw.answers,
        pin_last: raw.pin_last,
    };
    let whole = body(written, raw.parts, &mut faults);
    let (Some(id), Some(basis), Some((stem, kind)), []) = (id, basis, whole, faults.found.as_slice()) else {
        return Err(faults.found);
    };
    Ok(Question(Sound {
        id,
        stem,
        kind,
        explanation: raw.explanation.trim().to_owned(),
        difficulty: raw.difficulty,
        topics: trimmed(raw.topics),
        sectors: trimmed(raw.sectors),
        audiences: trimmed(raw.audiences),
        basis,
        evidence: trimmed(raw.evidence),
        valid_from: raw.valid_from,
        valid_to: raw.valid_to,
    }))
}

struct Faults {
    part: Option<u8>,
    found: Vec<Defect>,
}

impl Faults {
    fn add(&mut self, fault: Fault) {
        self.found.push(Defect { part: self.part, fault });
    }
    fn when(&mut self, wrong: bool, fault: impl FnOnce() -> Fault) {
        if wrong {
            self.add(fault());
        }
    }
}

/// What a question and a question about a case have in common.
struct Written {
    kind: KindName,
    stem: String,
    options: Vec<RawOption>,
    answer: Option<bool>,
    answers: Vec<String>,
    pin_last: bool,
}

fn body(written: Written, parts: Vec<RawPart>, faults: &mut Faults) -> Option<(String, Kind)> {
    use KindName::{Case, Fill, Multiple, Single, TrueFalse};
    let kind = written.kind;
    let stem = written.stem.trim().to_owned();
    faults.when(stem.is_empty(), || Fault::StemEmpty);
    let chooses = matches!(kind, Single | Multiple);
    for (foreign, field) in [
        (!chooses && !written.options.is_empty(), "options"),
        (!chooses && written.pin_last, "pin_last"),
        (kind != TrueFalse && written.answer.is_some(), "answer"),
        (kind != Fill && !written.answers.is_empty(), "answers"),
        (kind != Case && !parts.is_empty(), "parts"),
    ] {
        faults.when(foreign, || Fault::NotOfThisType { field: field.into() });
    }
    let kind = match kind {
        Single | Multiple => choices(kind, written.options, written.pin_last, faults),
        TrueFalse => {
            faults.when(written.answer.is_none(), || Fault::AnswerMissing);
            written.answer.map(|answer| Kind::TrueFalse { answer })
        }
        Fill => {
            faults.when(written.answers.is_empty(), || Fault::AnswersMissing);
            for (index, answer) in written.answers.iter().enumerate() {
                let unusable = fold(answer).is_empty() || answer.chars().count() > 200;
                faults.when(unusable, || Fault::AnswerUnusable { index });
            }
            Some(Kind::Fill { answers: trimmed(written.answers) })
        }
        Case => case(parts, faults),
    };
    kind.map(|kind| (stem, kind))
}

fn choices(kind: KindName, options: Vec<RawOption>, pin_last: bool, faults: &mut Faults) -> Option<Kind> {
    let have = options.len();
    faults.when(!(2..=MOST_OPTIONS).contains(&have), || Fault::OptionCount { have });
    for (index, option) in options.iter().enumerate() {
        faults.when(bare(&option.text).is_empty() && fold(&option.text).is_empty(), || Fault::OptionEmpty {
            index,
        });
    }
    let right: BTreeSet<u8> =
        (0u8..).zip(options.iter().take(200)).filter(|(_, o)| o.correct).map(|(i, _)| i).collect();
    let options = options.into_iter().enumerate().map(|(i, o)| Choice {
        text: o.text.trim().to_owned(),
        pin_last: o.pin_last || (pin_last && i + 1 == have),
    });
    let options = options.collect();
    let wrong = if kind == KindName::Single { right.len() != 1 } else { right.len() < 2 };
    faults.when(wrong, || Fault::RightCount { have: right.len() });
    match kind {
        KindName::Single => right.first().copied().map(|right| Kind::Single { options, right }),
        _ => Some(Kind::Multiple { options, right }),
    }
}

fn case(parts: Vec<RawPart>, faults: &mut Faults) -> Option<Kind> {
    let have = parts.len();
    faults.when(!(1..=MOST_PARTS).contains(&have), || Fault::PartCount { have });
    let mut sound = Vec::with_capacity(have);
    for (number, part) in (1u8..).zip(parts.into_iter().take(MOST_PARTS)) {
        faults.part = Some(number);
        if part.kind == KindName::Case {
            faults.add(Fault::CaseInCase);
            continue;
        }
        let RawPart { kind, stem, options, answer, answers, pin_last, explanation } = part;
        let written = Written { kind, stem, options, answer, answers, pin_last };
        if let Some((stem, kind)) = body(written, Vec::new(), faults) {
            sound.push(Part { stem, kind, explanation: explanation.trim().to_owned() });
        }
    }
    faults.part = None;
    Some(Kind::Case { parts: sound })
}

fn basis(raw: Option<RawBasis>, faults: &mut Faults) -> Option<Basis> {
    match raw {
        None => {
            faults.add(Fault::BasisMissing);
            None
        }
        Some(RawBasis::Law { law, article, item }) => {
            let key = LawKey::new(&law);
            faults.when(key.is_none(), || Fault::LawMalformed { law });
            let place = article.as_deref().map(str::parse::<ArticleNumber>).transpose();
            faults.when((article.is_none() && item.is_none()) || item == Some(0), || Fault::PlaceMissing);
            match place {
                Ok(article) => key.map(|law| Basis::Law { law, article, item }),
                Err(article) => {
                    faults.add(Fault::ArticleMalformed { article });
                    None
                }
            }
        }
        Some(RawBasis::Plan { clause }) => {
            faults.when(clause.trim().is_empty(), || Fault::PlaceMissing);
            Some(Basis::Plan { clause: clause.trim().to_owned() })
        }
        Some(RawBasis::Practice { standard, clause }) => {
            faults.when(standard.trim().is_empty(), || Fault::PlaceMissing);
            Some(Basis::Practice { standard: standard.trim().to_owned(), clause })
        }
    }
}

fn trimmed(texts: Vec<String>) -> Vec<String> {
    texts.into_iter().map(|t| t.trim().to_owned()).filter(|t| !t.is_empty()).collect()
}

//! Judging a bank (04-exams, "Question bank").

use super::{
    basis::Basis,
    finding::{Counts, EvidenceState, Fact, Finding, Report, Severity, Share},
    law::{LawLibrary, Passage},
    question::{Choice, Kind, Question, QuestionId},
    spread,
    tag::{is_audience_tag, is_sector_tag},
    text::{bare, fold},
};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// The greatest share of a bank that may rest on practice, in percent.
const PRACTICE_PERCENT: usize = 10;
/// The longest option may be this many times as long as the shortest.
const LENGTH_RATIO: usize = 4;
/// Options shorter than this are not judged by length.
const LENGTH_FLOOR: usize = 12;
/// A run of this many characters shared with the article counts as copied.
const COPIED_RUN: usize = 40;

/// Judges a bank on a day.
///
/// Errors: a missing law, article or item; missing evidence or evidence that does not stand in its article; a
/// superseded text under a question without a last day; the same identifier twice; stems at least 93 % alike;
/// repeated options; 以上都对 not pinned; the key the longest option in more than 35 % of 20 or more
/// single-choice questions; key letters with χ² beyond the 0.1 % bound; more than 10 % practice. Everything
/// else is a warning: stems at least 85 % alike, χ² beyond the 1 % bound, one piece of evidence or more than
/// four, options of unlike length or kind, a named letter, a copied run, an expired question, no
/// explanation, no topic.
#[must_use]
pub fn check(questions: &[Question], laws: Option<&LawLibrary>, today: NaiveDate) -> Report {
    let mut findings = duplicate_ids(questions);
    let mut pieces = 0;
    for question in questions {
        let mut notes = Notes { id: question.id(), found: &mut findings };
        alone(question, today, &mut notes);
        if let Some(laws) = laws {
            pieces += against_laws(question, laws, &mut notes);
        }
    }
    let counts = count(questions, today);
    findings.extend(spread::keys(questions, counts.key_longest));
    findings.extend(spread::near_duplicates(questions));
    let practice = counts.by_basis.get("practice").copied().unwrap_or(0);
    let share = Share { of_these: practice, all: questions.len() };
    if share.exceeds(PRACTICE_PERCENT) {
        let fact = Fact::TooMuchPractice { share };
        findings.push(Finding { severity: Severity::Error, question: None, fact });
    }
    findings.sort_by(|a, b| (a.severity, &a.question).cmp(&(b.severity, &b.question)));
    let evidence = match laws {
        Some(_) => EvidenceState::Checked { pieces },
        None => EvidenceState::NotChecked,
    };
    Report { findings, counts, evidence }
}

struct Notes<'a> {
    id: &'a QuestionId,
    found: &'a mut Vec<Finding>,
}

impl Notes<'_> {
    fn error(&mut self, fact: Fact) {
        self.found.push(Finding { severity: Severity::Error, question: Some(self.id.clone()), fact });
    }
    fn warning(&mut self, fact: Fact) {
        self.found.push(Finding { severity: Severity::Warning, question: Some(self.id.clone()), fact });
    }
}

fn duplicate_ids(questions: &[Question]) -> Vec<Finding> {
    let mut times: BTreeMap<&QuestionId, usize> = BTreeMap::new();
    for question in questions {
        *times.entry(question.id()).or_default() += 1;
    }
    let repeated = times.into_iter().filter(|(_, n)| *n > 1);
    repeated
        .map(|(id, _)| Finding {
            severity: Severity::Error,
            question: Some(id.clone()),
            fact: Fact::DuplicateId,
        })
        .collect()
}

/// What can be said of a question without looking at anything else.
fn alone(question: &Question, today: NaiveDate, notes: &mut Notes<'_>) {
    options(question.kind(), None, notes);
    for (number, part) in (1u8..).zip(question.kind().parts()) {
        options(&part.kind, Some(number), notes);
    }
    if question.explanation().is_empty() {
        notes.warning(Fact::ExplanationMissing);
    }
    if question.topics().is_empty() {
        notes.warning(Fact::TopicMissing);
    }
    let sectors = question.sectors().iter().filter(|tag| !is_sector_tag(tag));
    for tag in sectors.chain(question.audiences().iter().filter(|tag| !is_audience_tag(tag))) {
        notes.error(Fact::TagUnknown { tag: tag.clone() });
    }
    if names_a_letter(question.stem()) || names_a_letter(question.explanation()) {
        notes.warning(Fact::NamesALetter);
    }
    if let (_, Some(to)) = question.validity()
        && to < today
    {
        notes.warning(Fact::Expired { since: to });
    }
    if matches!(question.basis(), Basis::Law { .. }) {
        match question.evidence().len() {
            0 => notes.error(Fact::EvidenceMissing),
            2..=4 => {}
            have => notes.warning(Fact::EvidenceCount { have }),
        }
    }
}

fn options(kind: &Kind, part: Option<u8>, notes: &mut Notes<'_>) {
    let options = kind.options();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (second, option) in options.iter().enumerate() {
        // Punctuation counts when an option is nothing else, such as a sign.
        let text = Some(bare(&option.text)).filter(|t| !t.is_empty()).unwrap_or_else(|| fold(&option.text));
        if let Some(first) = seen.insert(text.clone(), second) {
            notes.error(Fact::RepeatedOption { part, first, second });
        }
        if refers_to_others(&text) && !option.pin_last {
            notes.error(Fact::ReferringOptionNotPinned { part, option: second });
        }
    }
    let free: Vec<(usize, &Choice)> = options.iter().enumerate().filter(|(_, o)| !o.pin_last).collect();
    let length = |choice: &Choice| choice.text.chars().count();
    let lengths = free.iter().map(|(_, o)| length(o));
    if let (Some(shortest), Some(longest)) = (lengths.clone().min(), lengths.max())
        && longest >= LENGTH_FLOOR
        && longest > LENGTH_RATIO * shortest
    {
        notes.warning(Fact::OptionLengths { part, shortest, longest });
    }
    if let Some(option) = odd_one(&free) {
        notes.warning(Fact::OptionOfAnotherKind { part, option });
    }
}

/// Finds the one option of four or more that alone holds a figure, or alone holds none.
fn odd_one(options: &[(usize, &Choice)]) -> Option<usize> {
    if options.len() < 4 {
        return None;
    }
    let has_figure = |o: &Choice| fold(&o.text).chars().any(|c| c.is_ascii_digit());
    let (with, without): (Vec<_>, Vec<_>) = options.iter().partition(|(_, o)| has_figure(o));
    match (with.as_slice(), without.as_slice()) {
        ([(one, _)], _) | (_, [(one, _)]) => Some(*one),
        _ => None,
    }
}

/// Tells an option that speaks of the other options.
fn refers_to_others(text: &str) -> bool {
    let about = ["以上", "上述"].iter().any(|w| text.starts_with(w));
    let all = ["都", "均", "全", "皆", "选项", "说法", "情形", "答案"].iter().any(|w| text.contains(w));
    about && all && text.chars().count() <= 12
}

/// Tells a text that names an option by its letter (选项A, B项, 故选C).
fn names_a_letter(text: &str) -> bool {
    let chars: Vec<char> = fold(text).chars().collect();
    let letter = |at: usize| {
        let alone = chars.get(at + 1).is_none_or(|c| !c.is_ascii_alphanumeric());
        chars.get(at).is_some_and(|c| ('a'..='h').contains(c)) && alone
    };
    let ends = |at: usize, word: &str| {
        let word: Vec<char> = word.chars().collect();
        chars[..at].ends_with(&word)
    };
    (0..chars.len()).any(|at| {
        let before = ["选项", "故选", "答案为", "答案是", "应选"].iter().any(|w| ends(at, w));
        let after = chars.get(at + 1) == Some(&'项')
            && at.checked_sub(1).and_then(|i| chars.get(i)).is_none_or(|c| !c.is_ascii_alphanumeric());
        letter(at) && (before || after)
    })
}

/// Looks a question up in the law texts. Gives how many pieces of evidence were looked up.
fn against_laws(question: &Question, laws: &LawLibrary, notes: &mut Notes<'_>) -> usize {
    let Basis::Law { law, article, item } = question.basis() else { return 0 };
    let Some(text) = laws.get(law) else {
        notes.error(Fact::LawMissing { law: law.clone() });
        return 0;
    };
    if text.superseded && question.validity().1.is_none() {
        notes.error(Fact::Superseded { law: law.clone() });
    }
    let passage = match (article, item) {
        (Some(article), _) => {
            let passage = text.article(*article);
            if passage.is_none() {
                notes.error(Fact::ArticleMissing { law: law.clone(), article: *article });
            }
            passage
        }
        (None, Some(item)) => {
            let passage = text.item(*item);
            if passage.is_none() {
                notes.error(Fact::ItemMissing { law: law.clone(), item: *item });
            }
            passage
        }
        (None, None) => None,
    };
    let Some(passage) = passage else { return 0 };
    if let (Some(_), Some(item)) = (article, item) {
        if !passage.has_item(*item) {
            notes.error(Fact::ItemMissing { law: law.clone(), item: *item });
        } else if !question.evidence().iter().any(|e| passage.item_holds(*item, e) == Some(true)) {
            notes.warning(Fact::EvidenceOutsideItem { item: *item });
        }
    }
    stands(question, passage, notes)
}

fn stands(question: &Question, passage: &Passage, notes: &mut Notes<'_>) -> usize {
    for evidence in question.evidence() {
        if !passage.holds(evidence) {
            notes.error(Fact::EvidenceNotFound { evidence: evidence.clone() });
        }
    }
    let own = [question.stem(), question.explanation()];
    if own.iter().any(|text| passage.shares_run(text, COPIED_RUN)) {
        notes.warning(Fact::CopiesTheText { run: COPIED_RUN });
    }
    question.evidence().len()
}

fn count(questions: &[Question], today: NaiveDate) -> Counts {
    let mut counts = Counts { total: questions.len(), ..Counts::default() };
    counts.key_longest = spread::key_longest(questions);
    for question in questions {
        let basis = match question.basis() {
            Basis::Law { law, .. } => law.to_string(),
            Basis::Plan { .. } => "plan".to_owned(),
            Basis::Practice { .. } => "practice".to_owned(),
        };
        *counts.by_basis.entry(basis).or_default() += 1;
        *counts.by_kind.entry(question.kind().name()).or_default() += 1;
        *counts.by_difficulty.entry(question.difficulty()).or_default() += 1;
        if let Some(topic) = question.topics().first() {
            *counts.by_topic.entry(topic.clone()).or_default() += 1;
        }
        counts.valid_today += usize::from(question.valid_on(today));
    }
    counts
}

/// Lists the laws that a bank rests on.
#[must_use]
pub fn laws_used(questions: &[Question]) -> BTreeSet<super::LawKey> {
    questions.iter().filter_map(|q| q.basis().law().cloned()).collect()
}

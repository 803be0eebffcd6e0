//! What the check of a bank reports.

use super::{
    basis::{ArticleNumber, LawKey},
    question::{Difficulty, KindName, QuestionId},
};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;

/// The result of checking a bank.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// What was found, errors first, then by question.
    pub findings: Vec<Finding>,
    /// What the bank holds.
    pub counts: Counts,
    /// Whether evidence could be checked.
    pub evidence: EvidenceState,
}

impl Report {
    /// Tells whether the bank may be used: no finding is an error.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.findings.iter().all(|f| f.severity != Severity::Error)
    }
    /// Counts the findings of a severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|f| f.severity == severity).count()
    }
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The bank must not be used.
    Error,
    /// An editor should look.
    Warning,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// Which question; none for the bank as a whole.
    pub question: Option<QuestionId>,
    /// What was found.
    pub fact: Fact,
}

/// A number out of a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Share {
    /// How many.
    pub of_these: usize,
    /// Out of how many.
    pub all: usize,
}

impl Share {
    /// Tells whether the share is greater than `percent` hundredths.
    #[must_use]
    pub const fn exceeds(self, percent: usize) -> bool {
        self.of_these * 100 > self.all * percent
    }
}

/// What can be found. Parts count from 1, options and evidence from 0.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub enum Fact {
    /// Two questions have the same identifier.
    DuplicateId,
    /// No law text has this key.
    LawMissing {
        /// Which key.
        law: LawKey,
    },
    /// The law has no such article.
    ArticleMissing {
        /// Which law.
        law: LawKey,
        /// Which article.
        article: ArticleNumber,
    },
    /// The article, or the text without articles, has no such item.
    ItemMissing {
        /// Which law.
        law: LawKey,
        /// Which item.
        item: u16,
    },
    /// A question on a law has no evidence.
    EvidenceMissing,
    /// There are not two to four pieces of evidence.
    EvidenceCount {
        /// How many there are.
        have: usize,
    },
    /// A fact does not stand in the article.
    EvidenceNotFound {
        /// The fact as written.
        evidence: String,
    },
    /// None of the facts stands in the named item, though they stand in its article.
    EvidenceOutsideItem {
        /// Which item.
        item: u16,
    },
    /// The question rests on a text that is no longer in force and has no last day.
    Superseded {
        /// Which law.
        law: LawKey,
    },
    /// The last day has passed.
    Expired {
        /// The last day.
        since: NaiveDate,
    },
    /// Another question asks nearly the same.
    NearDuplicate {
        /// The other one, whose identifier is the smaller.
        of: QuestionId,
        /// How alike, in per mille.
        likeness: u32,
    },
    /// Two options say the same.
    RepeatedOption {
        /// In which question of a case.
        part: Option<u8>,
        /// The one that is repeated.
        first: usize,
        /// Its repetition.
        second: usize,
    },
    /// The longest option is more than four times as long as the shortest.
    OptionLengths {
        /// In which question of a case.
        part: Option<u8>,
        /// Characters of the shortest.
        shortest: usize,
        /// Characters of the longest.
        longest: usize,
    },
    /// All options but one hold figures, or all but one hold none.
    OptionOfAnotherKind {
        /// In which question of a case.
        part: Option<u8>,
        /// The odd one.
        option: usize,
    },
    /// An option refers to the others (以上都对) and is not pinned last.
    ReferringOptionNotPinned {
        /// In which question of a case.
        part: Option<u8>,
        /// Which option.
        option: usize,
    },
    /// A stem or explanation names an option by its letter, but options are shuffled.
    NamesALetter,
    /// A stem or explanation repeats the article word for word over a long run.
    CopiesTheText {
        /// Characters of the run, at least.
        run: usize,
    },
    /// There is no explanation.
    ExplanationMissing,
    /// There is no topic.
    TopicMissing,
    /// A sector or position that nobody knows: nobody would ever be asked.
    TagUnknown {
        /// As written.
        tag: String,
    },
    /// The right option is the longest one too often.
    KeyTooOftenLongest {
        /// Single-choice questions whose key is longer than every other option.
        share: Share,
    },
    /// Key letters are not evenly spread over questions with the same number of options.
    KeyLettersUneven {
        /// How many options these questions have.
        options: usize,
        /// How often each letter is the key, from A.
        letters: Vec<usize>,
        /// χ², in thousandths.
        chi_square: u64,
    },
    /// Statements are true, or false, too often.
    StatementsUneven {
        /// The true ones.
        share: Share,
        /// χ², in thousandths.
        chi_square: u64,
    },
    /// More than a tenth of the bank rests on practice.
    TooMuchPractice {
        /// How many.
        share: Share,
    },
}

/// What a bank holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// All questions.
    pub total: usize,
    /// By law; "plan" and "practice" are counted under these words.
    pub by_basis: BTreeMap<String, usize>,
    /// By type.
    pub by_kind: BTreeMap<KindName, usize>,
    /// By difficulty.
    pub by_difficulty: BTreeMap<Difficulty, usize>,
    /// By main topic.
    pub by_topic: BTreeMap<String, usize>,
    /// Questions that may be asked today.
    pub valid_today: usize,
    /// Single-choice questions whose key is the longest option.
    pub key_longest: Share,
}

/// Whether evidence could be checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceState {
    /// Every piece was looked up.
    Checked {
        /// How many pieces.
        pieces: usize,
    },
    /// The law texts are not at hand.
    NotChecked,
}

//! The shape of a bank file, as an editor writes it. The shape is stable, so that other programs can
//! read it; unknown fields are refused, so that a misspelt one is not lost in silence.

use super::question::{Difficulty, KindName};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One bank file: a list of `[[question]]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BankFile {
    /// The questions in the order of the file.
    #[serde(default)]
    pub question: Vec<RawQuestion>,
}

/// One question as written. [`Question::parse`](super::Question::parse) makes it sound.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawQuestion {
    /// Stable for ever and unique over all banks.
    pub id: String,
    /// 单选, 多选, 判断, 填空 or 案例.
    #[serde(rename = "type")]
    pub kind: KindName,
    /// The question itself.
    pub stem: String,
    /// The options, the right ones marked (single, multiple).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<RawOption>,
    /// The answer of a statement (`true_false`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<bool>,
    /// The accepted wordings of one blank (fill).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<String>,
    /// Short for `pin_last` on the last option.
    #[serde(default, skip_serializing_if = "is_false")]
    pub pin_last: bool,
    /// Why the answer is right, shown after the exam.
    #[serde(default)]
    pub explanation: String,
    /// How hard the author thinks it is.
    pub difficulty: Difficulty,
    /// What it is about, the main topic first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<String>,
    /// The sectors it is for; none means all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sectors: Vec<String>,
    /// The people it is for; none means everybody.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub audiences: Vec<String>,
    /// What it rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<RawBasis>,
    /// Short facts or figures that stand in that article.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<String>,
    /// The first day it may be asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<NaiveDate>,
    /// The last day it may be asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
    /// The questions about a case.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<RawPart>,
}

/// One question about a case, of any type but case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawPart {
    /// Its type; a case within a case is refused.
    #[serde(rename = "type")]
    pub kind: KindName,
    /// The question itself.
    pub stem: String,
    /// As in [`RawQuestion`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<RawOption>,
    /// As in [`RawQuestion`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<bool>,
    /// As in [`RawQuestion`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<String>,
    /// As in [`RawQuestion`].
    #[serde(default, skip_serializing_if = "is_false")]
    pub pin_last: bool,
    /// Why the answer is right.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub explanation: String,
}

/// One option as written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawOption {
    /// What the candidate reads.
    pub text: String,
    /// Whether it belongs to the answer.
    #[serde(default, skip_serializing_if = "is_false")]
    pub correct: bool,
    /// Whether it stays last when options are shuffled (以上都对).
    #[serde(default, skip_serializing_if = "is_false")]
    pub pin_last: bool,
}

/// What a question rests on, as written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum RawBasis {
    /// A law text.
    Law {
        /// Its key, "01".
        law: String,
        /// The article, "21" or "134-1".
        #[serde(default, skip_serializing_if = "Option::is_none")]
        article: Option<String>,
        /// The item, from 1.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        item: Option<u16>,
    },
    /// The street's plan.
    Plan {
        /// Such as "二(五)3".
        clause: String,
    },
    /// A standard or good practice.
    Practice {
        /// Such as "GB 30871-2022".
        standard: String,
        /// Such as "5.3".
        #[serde(default, skip_serializing_if = "Option::is_none")]
        clause: Option<String>,
    },
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

//! What a question holds beside its words, for formats that only carry it along: one line of JSON.

use chrono::NaiveDate;
use contract::exchange::RowNote;
use domain::bank::{Difficulty, KindName, RawBasis, RawQuestion};
use serde::{Deserialize, Serialize};

/// The word before the JSON.
pub(crate) const MARK: &str = "anxun:";

/// The details of a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Meta {
    /// Its type, and those of its parts: 正确/错误 may also be two options.
    #[serde(rename = "type")]
    pub kind: KindName,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<KindName>,
    pub difficulty: Difficulty,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sectors: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub audiences: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<RawBasis>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
    /// Which options stay last, counted from 0.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pinned: Vec<usize>,
}

impl Meta {
    /// The details of a question.
    pub(crate) fn of(raw: &RawQuestion) -> Self {
        let pinned = raw.options.iter().enumerate().filter(|(_, option)| option.pin_last).map(|(at, _)| at);
        Self {
            kind: raw.kind,
            parts: raw.parts.iter().map(|part| part.kind).collect(),
            difficulty: raw.difficulty,
            topics: raw.topics.clone(),
            sectors: raw.sectors.clone(),
            audiences: raw.audiences.clone(),
            basis: raw.basis.clone(),
            evidence: raw.evidence.clone(),
            valid_from: raw.valid_from,
            valid_to: raw.valid_to,
            pinned: pinned.collect(),
        }
    }

    /// One line: `anxun: {…}`.
    pub(crate) fn line(&self) -> String {
        let json = serde_json::to_string(self).expect("plain texts, numbers and dates are always JSON");
        format!("{MARK} {json}")
    }

    /// Reads such a line; anything else is none.
    pub(crate) fn read(line: &str) -> Option<Self> {
        serde_json::from_str(line.trim().strip_prefix(MARK)?).ok()
    }

    /// Puts the details into a question.
    pub(crate) fn put(self, raw: &mut RawQuestion) {
        raw.difficulty = self.difficulty;
        raw.topics = self.topics;
        raw.sectors = self.sectors;
        raw.audiences = self.audiences;
        raw.basis = self.basis;
        raw.evidence = self.evidence;
        (raw.valid_from, raw.valid_to) = (self.valid_from, self.valid_to);
        for at in self.pinned {
            if let Some(option) = raw.options.get_mut(at) {
                option.pin_last = true;
            }
        }
    }
}

/// Puts the details into a question, or notes what is assumed without them.
pub(crate) fn complete(raw: &mut RawQuestion, meta: Option<Meta>, notes: &mut Vec<RowNote>) {
    match meta {
        Some(meta) => meta.put(raw),
        None => notes.push(RowNote::DifficultyAssumed),
    }
}

/// A question of which nothing is known yet.
pub(crate) fn blank(kind: KindName) -> RawQuestion {
    RawQuestion {
        id: String::new(),
        kind,
        stem: String::new(),
        options: Vec::new(),
        answer: None,
        answers: Vec::new(),
        pin_last: false,
        explanation: String::new(),
        difficulty: Difficulty::Medium,
        topics: Vec::new(),
        sectors: Vec::new(),
        audiences: Vec::new(),
        basis: None,
        evidence: Vec::new(),
        valid_from: None,
        valid_to: None,
        parts: Vec::new(),
    }
}

//! Views of the blueprint (组卷方案) of a training's test, and what is typed into its form.

use crate::exam::RightAnswer;
use domain::{
    bank::{Difficulty, RawBasis},
    exam::delivery::DeliveredItem,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Rows beyond this are not read: 40 are allowed, and a form that has some more is shown as it is.
const MOST_ROWS: usize = 60;

/// A blueprint as typed. Nothing in it is judged, so nothing of it is lost.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BlueprintForm {
    /// The bank versions chosen.
    pub banks: Vec<String>,
    /// The rows, in the order of the paper.
    pub cells: Vec<CellForm>,
    /// In points, such as 80.
    pub pass_mark: String,
    /// Minutes of a sitting.
    pub minutes: String,
    /// Sittings of a person.
    pub attempts: String,
    /// Hours between two sittings.
    pub cool_down_hours: String,
    /// `all_or_nothing` or `partial_without_wrong`.
    pub multiple_rule: String,
}

/// A row of a blueprint as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CellForm {
    /// The name of a type of question.
    pub kind: String,
    /// A topic, or nothing for all.
    pub topic: String,
    /// The key of a law, or nothing for all.
    pub law: String,
    /// The name of the easiest level, or nothing.
    pub easiest: String,
    /// The name of the hardest level, or nothing.
    pub hardest: String,
    /// How many questions.
    pub count: String,
    /// Points for each, such as 2.5.
    pub each: String,
}

impl CellForm {
    /// The inputs of a row, before its number: `kind-0`.
    pub const INPUTS: [&'static str; 7] = ["kind", "topic", "law", "easiest", "hardest", "count", "each"];

    fn input(&mut self, name: &str) -> Option<&mut String> {
        Some(match name {
            "kind" => &mut self.kind,
            "topic" => &mut self.topic,
            "law" => &mut self.law,
            "easiest" => &mut self.easiest,
            "hardest" => &mut self.hardest,
            "count" => &mut self.count,
            "each" => &mut self.each,
            _ => return None,
        })
    }
}

impl BlueprintForm {
    /// Reads what a form or an address holds; nothing where it holds none of a blueprint.
    #[must_use]
    pub fn read<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Option<Self> {
        let mut form = Self::default();
        let mut rows: BTreeMap<usize, CellForm> = BTreeMap::new();
        let mut any = false;
        for (name, value) in pairs {
            let slot = match name {
                "banks" => {
                    form.banks.extend(value.split(',').filter(|v| !v.is_empty()).map(str::to_owned));
                    continue;
                }
                "pass_mark" => &mut form.pass_mark,
                "minutes" => &mut form.minutes,
                "attempts" => &mut form.attempts,
                "cool_down_hours" => &mut form.cool_down_hours,
                "multiple_rule" => &mut form.multiple_rule,
                _ => {
                    let row = name.split_once('-').and_then(|(input, row)| Some((input, row.parse().ok()?)));
                    let Some((input, row)) = row.filter(|(_, row)| *row < MOST_ROWS) else { continue };
                    if !CellForm::INPUTS.contains(&input) {
                        continue;
                    }
                    let Some(slot) = rows.entry(row).or_default().input(input) else { continue };
                    slot
                }
            };
            value.clone_into(slot);
            any = true;
        }
        form.banks.sort();
        form.banks.dedup();
        form.cells = rows.into_values().collect();
        any.then_some(form)
    }

    /// Gives the inputs with what stands in them; several banks are joined by commas.
    #[must_use]
    pub fn typed(&self) -> BTreeMap<String, String> {
        let mut all: BTreeMap<String, String> = [
            ("banks", self.banks.join(",")),
            ("pass_mark", self.pass_mark.clone()),
            ("minutes", self.minutes.clone()),
            ("attempts", self.attempts.clone()),
            ("cool_down_hours", self.cool_down_hours.clone()),
            ("multiple_rule", self.multiple_rule.clone()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into();
        for (row, cell) in self.cells.iter().enumerate() {
            let mut cell = cell.clone();
            for input in CellForm::INPUTS {
                let value = cell.input(input).map(std::mem::take).unwrap_or_default();
                all.insert(format!("{input}-{row}"), value);
            }
        }
        all
    }
}

/// What is wrong with a blueprint. Rows count from 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum BlueprintFault {
    /// No bank is chosen.
    NoBank,
    /// A chosen bank is not there.
    BankUnknown,
    /// A chosen bank was withdrawn.
    BankWithdrawn {
        /// Its name and version.
        bank: String,
    },
    /// The chosen banks hold the same question twice.
    QuestionsRepeated,
    /// There are no rows, or more than allowed.
    CellCount {
        /// How many there are.
        have: u32,
        /// How many there may be.
        most: u32,
    },
    /// A row names a type, law or difficulty that does not exist.
    CellUnreadable {
        /// Which.
        cell: u32,
    },
    /// A row has no number of questions or no points.
    CellEmpty {
        /// Which.
        cell: u32,
    },
    /// A row's easiest level is harder than its hardest.
    BandReversed {
        /// Which.
        cell: u32,
    },
    /// The banks have too few questions for a row.
    CellShort {
        /// Which.
        cell: u32,
        /// The type of question, in the field's term.
        kind: String,
        /// Its topic.
        topic: Option<String>,
        /// How many questions fit.
        have: u32,
        /// How many are needed, the spare paper included.
        need: u32,
        /// How many are missing.
        missing: u32,
    },
    /// The rows do not total 100 points.
    Total {
        /// What they total, in hundredths.
        have: u32,
    },
    /// There are too many questions.
    TooManyItems {
        /// How many there may be.
        most: u32,
    },
    /// The pass mark is none.
    PassMark,
    /// The time is none.
    Minutes,
    /// The number of sittings is none.
    Attempts,
    /// The wait between sittings is none.
    CoolDown,
    /// The rule of multiple choice is none.
    MultipleRule,
}

impl BlueprintFault {
    /// The name of the input that it concerns, as error summaries link to it.
    #[must_use]
    pub fn input(&self) -> String {
        match self {
            Self::NoBank | Self::BankUnknown | Self::BankWithdrawn { .. } | Self::QuestionsRepeated => {
                "banks".into()
            }
            Self::CellUnreadable { cell } => format!("kind-{}", cell.saturating_sub(1)),
            Self::BandReversed { cell } => format!("easiest-{}", cell.saturating_sub(1)),
            Self::CellEmpty { cell } | Self::CellShort { cell, .. } => {
                format!("count-{}", cell.saturating_sub(1))
            }
            Self::CellCount { .. } | Self::Total { .. } | Self::TooManyItems { .. } => "cells".into(),
            Self::PassMark => "pass_mark".into(),
            Self::Minutes => "minutes".into(),
            Self::Attempts => "attempts".into(),
            Self::CoolDown => "cool_down_hours".into(),
            Self::MultipleRule => "multiple_rule".into(),
        }
    }
}

/// The blueprint of a training's test.
#[derive(Clone, Debug)]
pub struct BlueprintView {
    /// The training.
    pub training: Uuid,
    /// Its title.
    pub title: String,
    /// Whether the asker may change it: the office, while it is a draft.
    pub editable: bool,
    /// Whether it was published, so that it stays as it is.
    pub published: bool,
    /// Whether a test is saved.
    pub saved: bool,
    /// Whether it was asked to be checked, or refused: then what is wrong is said.
    pub judged: bool,
    /// The banks offered, or those of the test.
    pub banks: Vec<BankOffer>,
    /// What stands in the form.
    pub form: BlueprintForm,
    /// The preset that fits the audience.
    pub preset: &'static str,
    /// How each row stands.
    pub cells: Vec<CellState>,
    /// The topics of the chosen banks with their questions, the most frequent first.
    pub topics: Vec<(String, u32)>,
    /// The laws of the chosen banks with their questions, the most frequent first.
    pub laws: Vec<(String, u32)>,
    /// Questions of a paper.
    pub items: u32,
    /// Points of a paper in hundredths.
    pub total: u32,
    /// Retakes for which there are questions not seen before; nothing where that is not known.
    pub fresh_retakes: Option<u8>,
    /// Everything that is wrong.
    pub faults: Vec<BlueprintFault>,
}

/// A bank that a test can be drawn from.
#[derive(Clone, Debug)]
pub struct BankOffer {
    /// The frozen version.
    pub id: String,
    /// Its name and version.
    pub label: String,
    /// How many questions it has.
    pub questions: u32,
    /// It is chosen.
    pub chosen: bool,
}

/// How a row stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellState {
    /// Points of the whole row in hundredths.
    pub points: u32,
    /// How many questions fit it and how many it needs; nothing while no bank is chosen.
    pub supply: Option<(u32, u32)>,
}

/// A sample paper, drawn with a key of its own: no candidate ever gets it.
#[derive(Clone, Debug)]
pub struct SampleView {
    /// The training.
    pub training: Uuid,
    /// Its title.
    pub title: String,
    /// The address of the form it was drawn from, with what stands in it.
    pub query: String,
    /// How long a sitting lasts.
    pub minutes: u16,
    /// In hundredths.
    pub pass_mark: u32,
    /// What the paper is expected to earn, in hundredths.
    pub expected: u32,
    /// What papers of this blueprint are expected to earn on average, in hundredths.
    pub target: u32,
    /// Questions and points in hundredths by topic, the weightiest first.
    pub topics: Vec<(String, u32, u32)>,
    /// Questions and points in hundredths by difficulty.
    pub difficulties: Vec<(Difficulty, u32, u32)>,
    /// The items.
    pub items: Vec<SampleItem>,
}

/// An item of a sample paper.
#[derive(Clone, Debug)]
pub struct SampleItem {
    /// As a candidate sees it.
    pub shown: DeliveredItem,
    /// What is right, of a case for each of its questions.
    pub answers: Vec<RightAnswer>,
    /// Why.
    pub explanation: String,
    /// What it rests on.
    pub basis: RawBasis,
    /// How hard it is.
    pub difficulty: Difficulty,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_comes_back_as_it_was() {
        let cell = CellForm { kind: "single".into(), topic: "a,b&c".into(), ..CellForm::default() };
        let form = BlueprintForm {
            banks: vec!["x".into(), "y".into()],
            cells: vec![cell, CellForm { count: "-1".into(), ..CellForm::default() }],
            pass_mark: "八十".into(),
            ..BlueprintForm::default()
        };
        let typed = form.typed();
        let again = BlueprintForm::read(typed.iter().map(|(n, v)| (n.as_str(), v.as_str())));
        assert_eq!(again, Some(form));
    }

    #[test]
    fn rows_keep_their_order_and_strangers_are_passed_over() {
        let pairs =
            [("count-10", "3"), ("count-2", "1"), ("count-", "9"), ("count-999", "9"), ("other-1", "9")];
        let form = BlueprintForm::read(pairs).map(|f| f.cells).unwrap_or_default();
        assert_eq!(form.iter().map(|c| c.count.as_str()).collect::<Vec<_>>(), ["1", "3"]);
        assert_eq!(BlueprintForm::read([("page", "2")]), None);
    }
}

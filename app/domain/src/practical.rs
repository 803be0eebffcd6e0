//! Practical assessments (实操考核, A-16): score sheets, judges, and what their sheets come to.

use crate::exam::Points;
use serde::{Deserialize, Serialize};

/// Judges whose totals lie further apart must be reconciled: 20 points.
pub const MOST_APART: Points = Points::whole(20);
/// A person is judged by so many at least.
pub const LEAST_JUDGES: usize = 2;

/// One item of a score sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// What is to be done.
    pub title: String,
    /// By what it is judged.
    pub criterion: String,
    /// What it is worth at most; nothing for a mere veto item.
    pub points: Points,
    /// Failing it fails the whole (否决项).
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub veto: bool,
}

/// A sheet as written; [`Sheet::new`] judges it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SheetDraft {
    /// The items in their order.
    pub items: Vec<Item>,
    /// From how many points on it is passed.
    pub pass_mark: Points,
}

/// A sound score sheet: it totals 100.00 points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "SheetDraft", into = "SheetDraft")]
pub struct Sheet(SheetDraft);

/// What is wrong with a score sheet. Items count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "defect", rename_all = "snake_case")]
pub enum SheetDefect {
    /// There are no items, or more than 40.
    ItemCount {
        /// How many.
        have: usize,
    },
    /// An item is not named, or longer than 100 characters, or its criterion longer than 200.
    Wording {
        /// Which.
        item: usize,
    },
    /// An item is worth nothing and is no veto.
    Worthless {
        /// Which.
        item: usize,
    },
    /// The items do not total 100.00 points.
    Total {
        /// What they total.
        have: Points,
    },
    /// The pass mark is not between 0.01 and 100.00.
    PassMark {
        /// As written.
        have: Points,
    },
}

impl core::fmt::Display for SheetDefect {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "defective score sheet: {self:?}")
    }
}

impl Sheet {
    /// Judges a sheet.
    ///
    /// # Errors
    /// Gives the first defect.
    pub fn new(draft: SheetDraft) -> Result<Self, SheetDefect> {
        if !(1..=40).contains(&draft.items.len()) {
            return Err(SheetDefect::ItemCount { have: draft.items.len() });
        }
        for (item, it) in (1..).zip(&draft.items) {
            let named = (1..=100).contains(&it.title.trim().chars().count());
            if !named || it.criterion.chars().count() > 200 {
                return Err(SheetDefect::Wording { item });
            }
            if it.points == Points::ZERO && !it.veto {
                return Err(SheetDefect::Worthless { item });
            }
        }
        let have: Points = draft.items.iter().map(|item| item.points).sum();
        if have != Points::FULL {
            return Err(SheetDefect::Total { have });
        }
        if draft.pass_mark == Points::ZERO || draft.pass_mark > Points::FULL {
            return Err(SheetDefect::PassMark { have: draft.pass_mark });
        }
        Ok(Self(draft))
    }
    /// The items in their order.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.0.items
    }
    /// From how many points on it is passed.
    #[must_use]
    pub const fn pass_mark(&self) -> Points {
        self.0.pass_mark
    }
}
impl TryFrom<SheetDraft> for Sheet {
    type Error = SheetDefect;
    fn try_from(draft: SheetDraft) -> Result<Self, SheetDefect> {
        Self::new(draft)
    }
}
impl From<Sheet> for SheetDraft {
    fn from(sheet: Sheet) -> Self {
        sheet.0
    }
}

/// What one judge gives for one item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Given {
    /// The points.
    pub points: Points,
    /// The veto item was failed.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub failed: bool,
}

/// A judge's sheet for one person, handed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    given: Vec<Given>,
    total: Points,
    vetoed: bool,
}

/// What is wrong with a judge's sheet. Items count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JudgeRefusal {
    /// Not every item has points, or there are more than items.
    Incomplete {
        /// The first without.
        item: usize,
    },
    /// More points than the item is worth.
    TooMany {
        /// Which.
        item: usize,
        /// What it is worth.
        most: Points,
    },
    /// An item was failed that is no veto item.
    NoVeto {
        /// Which.
        item: usize,
    },
}

impl Judged {
    /// Reads a judge's sheet.
    ///
    /// # Errors
    /// Refuses what is incomplete, above an item's worth, or fails an item that is no veto.
    pub fn new(sheet: &Sheet, given: Vec<Given>) -> Result<Self, JudgeRefusal> {
        if given.len() != sheet.items().len() {
            return Err(JudgeRefusal::Incomplete { item: given.len().min(sheet.items().len()) + 1 });
        }
        for (item, (given, wanted)) in (1..).zip(given.iter().zip(sheet.items())) {
            if given.points > wanted.points {
                return Err(JudgeRefusal::TooMany { item, most: wanted.points });
            }
            if given.failed && !wanted.veto {
                return Err(JudgeRefusal::NoVeto { item });
            }
        }
        let total = given.iter().map(|g| g.points).sum();
        let vetoed = given.iter().any(|g| g.failed);
        Ok(Self { given, total, vetoed })
    }
    /// What was given, item by item.
    #[must_use]
    pub fn given(&self) -> &[Given] {
        &self.given
    }
    /// The sum.
    #[must_use]
    pub const fn total(&self) -> Points {
        self.total
    }
    /// Whether a veto item was failed.
    #[must_use]
    pub const fn vetoed(&self) -> bool {
        self.vetoed
    }
}

/// What the judges' sheets of one person come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Sheets are missing.
    Waiting {
        /// How many are handed in.
        have: usize,
        /// Of how many.
        need: usize,
    },
    /// Two judges lie more than [`MOST_APART`] apart: a third judge or a note on how they agreed is needed.
    Disputed {
        /// How far apart.
        apart: Points,
    },
    /// It is settled.
    Settled {
        /// The mean of the judges, rounded half up to hundredths.
        score: Points,
        /// A veto item was failed, by whichever judge.
        vetoed: bool,
        /// Passed: the mark is reached and nothing vetoed.
        passed: bool,
    },
}

/// Puts the sheets of one person together. `judges` is how many were named at first; all of them hand in before
/// anything is settled. `further` says that one more is named, who judges those in dispute only; `reconciled` that a
/// note tells how two distant judges agreed.
#[must_use]
pub fn verdict(
    sheet: &Sheet,
    handed_in: &[Judged],
    judges: usize,
    further: bool,
    reconciled: bool,
) -> Verdict {
    let (have, need) = (handed_in.len(), judges.max(LEAST_JUDGES));
    if have < need {
        return Verdict::Waiting { have, need };
    }
    let totals = handed_in.iter().map(|j| j.total.get());
    let (least, most) = (totals.clone().min().unwrap_or(0), totals.clone().max().unwrap_or(0));
    let apart = Points::hundredths(most - least);
    if apart > MOST_APART && have == LEAST_JUDGES && !reconciled {
        let waiting = Verdict::Waiting { have, need: LEAST_JUDGES + 1 };
        return if further { waiting } else { Verdict::Disputed { apart } };
    }
    let (sum, n) = (totals.map(u64::from).sum::<u64>(), have as u64);
    let mean = (2 * sum + n) / (2 * n);
    let score = Points::hundredths(u32::try_from(mean).unwrap_or(u32::MAX));
    let vetoed = handed_in.iter().any(|j| j.vetoed);
    Verdict::Settled { score, vetoed, passed: !vetoed && score >= sheet.pass_mark() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(points: u16, veto: bool) -> Item {
        Item {
            title: "穿戴呼吸器".into(),
            criterion: "30 秒内完成".into(),
            points: Points::whole(points),
            veto,
        }
    }
    fn draft() -> SheetDraft {
        SheetDraft {
            items: vec![item(60, false), item(40, true), item(0, true)],
            pass_mark: Points::whole(80),
        }
    }
    fn judged(first: u32, second: u32, failed: bool) -> Judged {
        let given = |points, failed| Given { points: Points::hundredths(points), failed };
        let all = vec![given(first, false), given(second, failed), given(0, false)];
        Judged::new(&Sheet::new(draft()).unwrap(), all).unwrap()
    }
    fn settle(sheets: &[Judged], judges: usize, reconciled: bool) -> Verdict {
        verdict(&Sheet::new(draft()).unwrap(), sheets, judges, false, reconciled)
    }

    #[test]
    fn a_sheet_totals_a_hundred_and_every_item_is_worth_something_or_a_veto() {
        assert!(Sheet::new(draft()).is_ok());
        let with = |change: fn(&mut SheetDraft)| {
            let mut draft = draft();
            change(&mut draft);
            Sheet::new(draft).unwrap_err()
        };
        assert_eq!(with(|d| d.items.clear()), SheetDefect::ItemCount { have: 0 });
        assert_eq!(with(|d| d.items[2].veto = false), SheetDefect::Worthless { item: 3 });
        assert_eq!(with(|d| d.items[0].title.clear()), SheetDefect::Wording { item: 1 });
        let have = Points::whole(90);
        assert_eq!(with(|d| d.items[0].points = Points::whole(50)), SheetDefect::Total { have });
        assert_eq!(with(|d| d.pass_mark = Points::ZERO), SheetDefect::PassMark { have: Points::ZERO });
    }

    #[test]
    fn a_judge_gives_every_item_no_more_than_its_worth() {
        let sheet = Sheet::new(draft()).unwrap();
        let given = |points, failed| Given { points: Points::whole(points), failed };
        assert_eq!(Judged::new(&sheet, vec![given(60, false)]), Err(JudgeRefusal::Incomplete { item: 2 }));
        let most = Points::whole(60);
        let above = vec![given(61, false), given(0, false), given(0, false)];
        assert_eq!(Judged::new(&sheet, above), Err(JudgeRefusal::TooMany { item: 1, most }));
        let no_veto = vec![given(0, true), given(0, false), given(0, false)];
        assert_eq!(Judged::new(&sheet, no_veto), Err(JudgeRefusal::NoVeto { item: 1 }));
    }

    #[test]
    fn the_score_is_the_mean_rounded_half_up() {
        let settled =
            |score, passed| Verdict::Settled { score: Points::hundredths(score), vetoed: false, passed };
        assert_eq!(settle(&[judged(5_000, 3_000, false)], 2, false), Verdict::Waiting { have: 1, need: 2 });
        assert_eq!(
            settle(&[judged(5_000, 3_000, false), judged(5_000, 3_001, false)], 2, false),
            settled(8_001, true)
        );
        assert_eq!(
            settle(&[judged(5_000, 3_000, false), judged(5_000, 2_900, false)], 2, false),
            settled(7_950, false)
        );
    }

    #[test]
    fn a_veto_item_that_one_judge_sees_failed_fails_the_whole() {
        let verdict = settle(&[judged(6_000, 4_000, false), judged(6_000, 4_000, true)], 2, false);
        assert_eq!(verdict, Verdict::Settled { score: Points::FULL, vetoed: true, passed: false });
    }

    #[test]
    fn judges_far_apart_need_a_third_or_a_note() {
        let apart = [judged(6_000, 4_000, false), judged(5_000, 2_900, false)];
        assert_eq!(settle(&apart, 2, false), Verdict::Disputed { apart: Points::whole(21) });
        assert!(matches!(settle(&apart, 2, true), Verdict::Settled { .. }));
        assert_eq!(settle(&apart, 3, false), Verdict::Waiting { have: 2, need: 3 });
        let sheet = Sheet::new(draft()).unwrap();
        assert_eq!(verdict(&sheet, &apart, 2, true, false), Verdict::Waiting { have: 2, need: 3 });
        let three = [apart[0].clone(), apart[1].clone(), judged(6_000, 3_000, false)];
        assert!(matches!(settle(&three, 3, false), Verdict::Settled { .. }));
        assert!(matches!(verdict(&sheet, &three, 2, true, false), Verdict::Settled { .. }));
        let just = [judged(6_000, 4_000, false), judged(5_000, 3_000, false)];
        assert!(matches!(settle(&just, 2, false), Verdict::Settled { .. }), "20 points are not above 20");
    }
}

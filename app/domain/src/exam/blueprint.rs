//! The blueprint of a paper: what is asked, for how many points, in what time.

use super::{points::Points, pool::Pool};
use crate::bank::{Difficulty, KindName, LawKey};
use serde::{Deserialize, Serialize};

/// A range of difficulty, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// The easiest level taken.
    pub easiest: Difficulty,
    /// The hardest level taken.
    pub hardest: Difficulty,
}

/// One cell of a blueprint: so many questions of a type, for so many points each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cell {
    /// Which type.
    pub kind: KindName,
    /// Only questions with this topic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// Only questions on this law.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub law: Option<LawKey>,
    /// Only questions of this difficulty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub band: Option<Band>,
    /// How many questions, from 1.
    pub count: u16,
    /// Points for each.
    pub each: Points,
}

impl Cell {
    /// Makes a cell without filters; `each` in whole points.
    #[must_use]
    pub const fn plain(kind: KindName, count: u16, each: u16) -> Self {
        Self { kind, topic: None, law: None, band: None, count, each: Points::whole(each) }
    }
    /// Gives the points of the whole cell.
    #[must_use]
    pub fn points(&self) -> Points {
        Points::hundredths(self.each.get().saturating_mul(u32::from(self.count)))
    }
}

/// What a multiple-choice answer is worth that is not complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MultipleRule {
    /// Nothing.
    AllOrNothing,
    /// Its share of the right options, rounded down to hundredths, unless a wrong one is chosen.
    PartialWithoutWrong,
}

/// A blueprint as written; [`Blueprint::new`] judges it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BlueprintDraft {
    /// The cells, in the order of the paper.
    pub cells: Vec<Cell>,
    /// From how many points on a paper is passed.
    pub pass_mark: Points,
    /// How long a candidate has, in minutes.
    pub minutes: u16,
    /// How many attempts a candidate has.
    pub attempts: u8,
    /// How long a candidate waits between attempts, in minutes.
    pub cool_down_minutes: u32,
    /// What incomplete multiple-choice answers are worth.
    pub multiple_rule: MultipleRule,
    /// Every candidate gets the same items in the same order; only options are shuffled for each.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub one_paper: bool,
}

/// A sound blueprint: it totals 100.00 points and every number in it can be met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "BlueprintDraft", into = "BlueprintDraft")]
pub struct Blueprint(BlueprintDraft);

/// What is wrong with a blueprint. Cells count from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlueprintDefect {
    /// There are no cells, or more than 40.
    CellCount {
        /// How many there are.
        have: usize,
    },
    /// A cell asks for no questions or gives no points for them.
    EmptyCell {
        /// Which.
        cell: usize,
    },
    /// A cell's easiest level is harder than its hardest.
    BandReversed {
        /// Which.
        cell: usize,
    },
    /// The cells do not total 100.00 points.
    Total {
        /// What they total.
        have: Points,
    },
    /// There are more than 200 questions.
    TooManyItems {
        /// How many.
        have: usize,
    },
    /// The pass mark is not between 0.01 and 100.00.
    PassMark {
        /// As written.
        have: Points,
    },
    /// The time is not between 1 and 480 minutes.
    Minutes {
        /// As written.
        have: u16,
    },
    /// The attempts are not between 1 and 10.
    Attempts {
        /// As written.
        have: u8,
    },
    /// The wait between attempts is longer than 30 days.
    CoolDown {
        /// As written, in minutes.
        have: u32,
    },
}

/// What is wrong with a blueprint, as an error for deserializers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlueprintDefects(pub Vec<BlueprintDefect>);

impl core::fmt::Display for BlueprintDefects {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "defective blueprint: {:?}", self.0)
    }
}

impl Blueprint {
    /// So many cells at most.
    pub const MOST_CELLS: usize = 40;
    /// So many questions at most.
    pub const MOST_ITEMS: usize = 200;
    /// So long a wait between attempts at most: 30 days, in minutes.
    pub const MOST_COOL_DOWN: u32 = 30 * 24 * 60;
    /// So many further papers without a question seen before must be possible: a retake, or a paper in place
    /// of one that was voided.
    pub const RESERVE: u8 = 1;

    /// Judges a blueprint.
    ///
    /// # Errors
    /// Gives every defect at once.
    pub fn new(draft: BlueprintDraft) -> Result<Self, Vec<BlueprintDefect>> {
        let mut found = Vec::new();
        let mut when = |wrong: bool, defect| {
            if wrong {
                found.push(defect);
            }
        };
        let items: usize = draft.cells.iter().map(|c| usize::from(c.count)).sum();
        let total: Points = draft.cells.iter().map(Cell::points).sum();
        let cells = draft.cells.len();
        when(!(1..=Self::MOST_CELLS).contains(&cells), BlueprintDefect::CellCount { have: cells });
        for (cell, wanted) in draft.cells.iter().enumerate() {
            when(wanted.count == 0 || wanted.each == Points::ZERO, BlueprintDefect::EmptyCell { cell });
            let reversed = wanted.band.is_some_and(|band| band.easiest > band.hardest);
            when(reversed, BlueprintDefect::BandReversed { cell });
        }
        when(total != Points::FULL, BlueprintDefect::Total { have: total });
        when(items > Self::MOST_ITEMS, BlueprintDefect::TooManyItems { have: items });
        let mark = draft.pass_mark;
        when(mark == Points::ZERO || mark > Points::FULL, BlueprintDefect::PassMark { have: mark });
        when(!(1..=480).contains(&draft.minutes), BlueprintDefect::Minutes { have: draft.minutes });
        when(!(1..=10).contains(&draft.attempts), BlueprintDefect::Attempts { have: draft.attempts });
        let wait = draft.cool_down_minutes;
        when(wait > Self::MOST_COOL_DOWN, BlueprintDefect::CoolDown { have: wait });
        if found.is_empty() { Ok(Self(draft)) } else { Err(found) }
    }

    /// The yearly assessment: 单选 30×2, 多选 10×3, 判断 10×1, 90 minutes, pass at 80, three attempts a day apart.
    #[must_use]
    pub fn yearly() -> Self {
        Self::usual(30, 0, 90)
    }
    /// The yearly assessment with cases: 单选 25×2, 多选 10×3, 判断 10×1, 案例 2×5.
    #[must_use]
    pub fn yearly_with_cases() -> Self {
        Self::usual(25, 2, 90)
    }
    /// The assessment of workers: the yearly paper in 60 minutes.
    #[must_use]
    pub fn workers() -> Self {
        Self::usual(30, 0, 60)
    }
    /// A knowledge contest: the yearly paper in 30 minutes, one attempt, one paper for all.
    #[must_use]
    pub fn contest() -> Self {
        let usual = Self::usual(30, 0, 30);
        Self(BlueprintDraft { attempts: 1, one_paper: true, ..usual.0 })
    }
    /// A test of officials: 单选 30×2, 多选 8×4, 判断 8×1 in 60 minutes, the rest as in the yearly one; its bank
    /// is smaller. Sound by construction: 60 + 32 + 8 is 100.
    #[must_use]
    pub fn officials() -> Self {
        let cells = vec![
            Cell::plain(KindName::Single, 30, 2),
            Cell::plain(KindName::Multiple, 8, 4),
            Cell::plain(KindName::TrueFalse, 8, 1),
        ];
        Self(BlueprintDraft { cells, ..Self::usual(30, 0, 60).0 })
    }

    /// A spot test: 单选 6×10, 判断 4×10, 10 minutes, one attempt.
    #[must_use]
    pub fn spot() -> Self {
        let cells = vec![Cell::plain(KindName::Single, 6, 10), Cell::plain(KindName::TrueFalse, 4, 10)];
        let usual = Self::usual(30, 0, 10);
        Self(BlueprintDraft { cells, attempts: 1, cool_down_minutes: 0, ..usual.0 })
    }

    /// Sound by construction: 2·singles + 30 + 10 + 5·cases is 100 for (30, 0) and (25, 2).
    fn usual(singles: u16, cases: u16, minutes: u16) -> Self {
        let mut cells = vec![
            Cell::plain(KindName::Single, singles, 2),
            Cell::plain(KindName::Multiple, 10, 3),
            Cell::plain(KindName::TrueFalse, 10, 1),
        ];
        if cases > 0 {
            cells.push(Cell::plain(KindName::Case, cases, 5));
        }
        Self(BlueprintDraft {
            cells,
            pass_mark: Points::whole(80),
            minutes,
            attempts: 3,
            cool_down_minutes: 24 * 60,
            multiple_rule: MultipleRule::AllOrNothing,
            one_paper: false,
        })
    }

    /// The same, with one paper for all candidates or one for each.
    #[must_use]
    pub fn with_one_paper(self, one_paper: bool) -> Self {
        Self(BlueprintDraft { one_paper, ..self.0 })
    }

    /// Gives the cells in the order of the paper.
    #[must_use]
    pub fn cells(&self) -> &[Cell] {
        &self.0.cells
    }
    /// Gives everything, for reading and for editing.
    #[must_use]
    pub fn draft(&self) -> &BlueprintDraft {
        &self.0
    }
    /// Counts the questions of a paper.
    #[must_use]
    pub fn items(&self) -> usize {
        self.0.cells.iter().map(|c| usize::from(c.count)).sum()
    }
}
impl TryFrom<BlueprintDraft> for Blueprint {
    type Error = BlueprintDefects;
    fn try_from(draft: BlueprintDraft) -> Result<Self, BlueprintDefects> {
        Self::new(draft).map_err(BlueprintDefects)
    }
}
impl From<Blueprint> for BlueprintDraft {
    fn from(blueprint: Blueprint) -> Self {
        blueprint.0
    }
}

/// How a pool supplies a cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Supply {
    /// Which cell, from 0.
    pub cell: usize,
    /// How many questions fit it.
    pub have: usize,
    /// How many it needs: those of this paper and of the retakes in reserve, and those that earlier cells
    /// with the same questions may take away.
    pub need: usize,
}

impl Supply {
    /// Gives how many questions are missing.
    #[must_use]
    pub fn missing(&self) -> usize {
        self.need.saturating_sub(self.have)
    }
}

/// Tells of every cell how many questions it finds and needs, whether or not they make a sound blueprint.
/// `reserve` is the number of further papers that one candidate must be able to get without a question seen
/// before; usually attempts − 1.
#[must_use]
pub fn supply(cells: &[Cell], pool: &Pool, reserve: u8) -> Vec<Supply> {
    let papers = 1 + usize::from(reserve);
    let of_cell = |(index, cell): (usize, &Cell)| {
        let fitting: Vec<_> = pool.items().iter().filter(|item| item.fits(cell)).collect();
        // Any other cell of an earlier paper, and any earlier cell of this one, may have taken shared questions.
        let taken = cells.iter().enumerate().filter(|(other, _)| *other != index).map(|(other, rival)| {
            let shared = fitting.iter().filter(|item| item.fits(rival)).count();
            let times = if other < index { papers } else { papers - 1 };
            shared.min(usize::from(rival.count) * times)
        });
        let taken: usize = taken.sum();
        Supply { cell: index, have: fitting.len(), need: usize::from(cell.count) * papers + taken }
    };
    cells.iter().enumerate().map(of_cell).collect()
}

/// Names the cells for which a pool is too small, with so many papers in reserve. An empty list means that no
/// draw can be refused, and that the first `reserve` retakes hold nothing seen, as long as the pool stays.
#[must_use]
pub fn feasible(blueprint: &Blueprint, pool: &Pool, reserve: u8) -> Vec<Supply> {
    supply(blueprint.cells(), pool, reserve).into_iter().filter(|cell| cell.missing() > 0).collect()
}

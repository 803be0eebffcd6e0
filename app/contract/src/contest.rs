//! Views of contests, their rankings and recommendations.

use crate::{Pager, training::TrainingLine};
use chrono::{DateTime, Utc};
use domain::contest::Round;
use serde::Serialize;
use uuid::Uuid;

/// How far a contest is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RankingState {
    /// It is a draft or not over: nobody is ranked.
    Open {
        /// When it closes, where it has a test.
        closes: Option<DateTime<Utc>>,
    },
    /// It is over; the ranking can be published.
    Over {
        /// How many still sit.
        sitting: u32,
        /// How many have handed in.
        handed_in: u32,
    },
    /// The ranking is published.
    Published {
        /// When.
        at: DateTime<Utc>,
        /// The hash that stands in the log.
        hash: String,
        /// The revealed secret of the exam, from which the draws follow.
        exam_key: String,
        /// First place and size of the groups that the draw decided.
        ties: Vec<(u32, u32)>,
    },
}

/// A place in a ranking.
#[derive(Clone, Debug, Serialize)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct RankLine {
    pub place: u32,
    pub person: Uuid,
    pub name: String,
    pub unit: String,
    pub position: String,
    /// In hundredths.
    pub score: i32,
    pub seconds: u32,
    /// How many share score and time; from 2 on the draw decided.
    pub tied: u32,
    /// Whether the recommendation names this person.
    pub recommended: bool,
    /// Why the recommendation leaves this person out.
    pub left_out: Option<String>,
}

/// A recommendation (择优推荐).
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct RecommendationView {
    pub count: u32,
    pub proposed_at: DateTime<Utc>,
    pub proposed_by: String,
    pub approved: Option<(DateTime<Utc>, String)>,
    /// The asker may approve: a member of the office, and not who proposed or changed it last.
    pub may_approve: bool,
}

/// The ranking page of a contest.
#[derive(Clone, Debug)]
pub struct RankingView {
    /// The contest.
    pub line: TrainingLine,
    /// Which round.
    pub round: Round,
    /// The round before, and how many of it take part.
    pub follows: Option<(Uuid, String, u32)>,
    /// The round after.
    pub next: Option<Uuid>,
    /// How far it is.
    pub state: RankingState,
    /// The places shown; none before publication.
    pub rows: Vec<RankLine>,
    /// Where they stand in the whole.
    pub pager: Pager,
    /// Who was meant and did not hand in.
    pub absent: u32,
    /// The recommendation, where one is proposed.
    pub recommendation: Option<RecommendationView>,
}

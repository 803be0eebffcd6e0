//! Contests: their rounds, the ranking, and who is recommended.

mod publish_ranking;
mod recommend;
mod rounds;
mod show_ranking;

pub use publish_ranking::publish_ranking;
pub use recommend::{approve, leave_out, propose};
pub use show_ranking::{export_ranking, show_ranking};

pub(crate) use rounds::{add_round, best_of_previous, plan};

use crate::{Cx, Failure};
use contract::training::Rank;
use domain::{
    contest::{Entry, Ranked},
    exam::Points,
    id::Id,
};
use std::collections::{BTreeMap, HashMap};
use storage::{Reader, contest::PlaceRow, db::Handle};
use uuid::Uuid;

/// Reads a published ranking.
fn ranked(places: &[PlaceRow]) -> Vec<Ranked> {
    let place = |row: &PlaceRow| Ranked {
        place: row.place.unsigned_abs(),
        entry: Entry {
            person: Id::new(row.person_id),
            score: Points::hundredths(row.score.unsigned_abs()),
            seconds: row.seconds.unsigned_abs(),
        },
        tied: row.tied.unsigned_abs(),
    };
    places.iter().map(place).collect()
}

/// The places of a person by training, for their own pages.
pub(crate) async fn my_ranks(cx: &Cx, reader: &Reader, person: Uuid) -> Result<HashMap<Uuid, Rank>, Failure> {
    let places = storage::contest::places_of(reader, cx.street(), person).await?;
    let trainings: Vec<Uuid> = places.iter().map(|place| place.training_id).collect();
    let sizes = storage::contest::sizes(reader, cx.street(), &trainings).await?;
    let rank = |row: &PlaceRow| Rank {
        place: row.place.unsigned_abs(),
        of: sizes.get(&row.training_id).map_or(0, |n| u32::try_from(*n).unwrap_or(u32::MAX)),
    };
    Ok(places.iter().map(|row| (row.training_id, rank(row))).collect())
}

/// What candidates reached, of whom the last sitting counts that was handed in.
async fn entries(cx: &Cx, db: &impl Handle, training: Uuid) -> Result<Vec<Entry>, Failure> {
    let sittings = storage::contest::handed_in(db, cx.street(), &[training]).await?;
    let mut last: BTreeMap<Uuid, Entry> = BTreeMap::new();
    for row in sittings {
        let (Some(score), Some(submitted_at)) = (row.score, row.submitted_at) else { continue };
        let (person, score) = (Id::new(row.person_id), Points::hundredths(score.unsigned_abs()));
        let entry = Entry::of_sitting(person, score, row.started_at, submitted_at, row.deadline);
        last.insert(row.person_id, entry);
    }
    Ok(last.into_values().collect())
}

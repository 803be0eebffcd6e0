//! Publishing the ranking of a contest, with the secret that its draws follow from.

use super::entries;
use crate::{
    Cx, Failure, clock_text,
    exam::{open_key, submit_overdue},
};
use contract::{Refusal, UiError};
use domain::{
    actor::Action,
    audit::{Event, Subject},
    contest::{RankRefusal, Ranked, rank, ranking_hash, ties},
};
use storage::contest::PlaceRow;
use uuid::Uuid;

/// Ranks a contest whose window has closed, and reveals its secret. Sittings whose time is up are handed in first.
/// Gives how many were ranked.
///
/// # Errors
/// Refuses before the window has closed, while somebody sits, where nobody sat, and a second time.
pub async fn publish_ranking(cx: &Cx, training: Uuid) -> Result<u32, Failure> {
    let actor = cx.allow(Action::ManageTrainings)?;
    submit_overdue(cx).await?;
    let tx = cx.begin().await?;
    let contest = storage::contest::find(&tx, cx.street(), training).await?.ok_or_else(Failure::missing)?;
    if contest.published_at.is_some() {
        return Err(Refusal::AlreadyRanked.into());
    }
    let row = storage::training::find(&tx, cx.street(), training).await?.ok_or_else(Failure::missing)?;
    let exam = row.exam_id.filter(|_| row.status != "draft").ok_or(Refusal::NobodySat)?;
    let exam = storage::exam::exam(&tx, cx.street(), exam).await?.ok_or_else(Failure::missing)?;
    let counts = storage::exam::counts(&tx, cx.street(), &[exam.id]).await?;
    let running: i64 = counts.iter().filter(|c| c.state == "open").map(|c| c.attempts).sum();
    let running = u32::try_from(running).unwrap_or(u32::MAX);
    let key = open_key(cx, &exam)?;
    let entries = entries(cx, &tx, training).await?;
    let ranking =
        rank(&key, &entries, running, exam.closes_at, cx.now()).map_err(|refusal| match refusal {
            RankRefusal::StillOpen { closes } => Refusal::RankingTooEarly { closes: clock_text(closes) },
            RankRefusal::Running { count } => Refusal::CandidatesSitting { count },
            RankRefusal::NobodySat => Refusal::NobodySat,
        })?;
    let hash = hex::encode(ranking_hash(&ranking));
    let places = ranking.iter().map(|ranked| place(cx, training, ranked)).collect();
    let by = actor.account.uuid();
    if !storage::contest::publish(&tx, &contest, by, cx.now(), hash.clone(), places).await? {
        return Err(UiError::Conflict.into());
    }
    storage::contest::reveal(&tx, cx.street(), exam.id, &hex::encode(key)).await?;
    let drawn = ties(&ranking);
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let subject = || Subject::new("training", training);
    for (place, candidates) in &drawn {
        cx.log(&tx, Event::TieDrawn { place: *place, candidates: *candidates }, subject()).await?;
    }
    let candidates = count(ranking.len());
    let event = Event::RankingPublished { candidates, ties: count(drawn.len()), ranking_hash: hash };
    cx.log(&tx, event, subject()).await?;
    tx.commit().await?;
    Ok(candidates)
}

fn place(cx: &Cx, training: Uuid, ranked: &Ranked) -> PlaceRow {
    let whole = |n: u32| i32::try_from(n).unwrap_or(i32::MAX);
    PlaceRow {
        street: cx.street().to_owned(),
        training_id: training,
        person_id: ranked.entry.person.uuid(),
        place: whole(ranked.place),
        score: whole(ranked.entry.score.get()),
        seconds: whole(ranked.entry.seconds),
        tied: whole(ranked.tied),
    }
}

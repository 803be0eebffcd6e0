//! Recommending the best of a contest (择优推荐): one proposes, somebody else approves.

use super::ranked;
use crate::{Cx, Failure};
use contract::{Field, FieldProblem, Refusal};
use domain::{
    actor::Action,
    audit::{Event, Subject},
    contest::best,
    id::Id,
};
use storage::{
    Failed, Writer,
    contest::{LeftOutRow, RecommendationRow},
};
use uuid::Uuid;

/// Proposes the best `count` of a ranking; again before the approval replaces the number.
///
/// # Errors
/// Refuses before the ranking is published and once a recommendation is approved.
pub async fn propose(cx: &Cx, training: Uuid, count: &str) -> Result<(), Failure> {
    let actor = cx.allow(Action::ManageTrainings)?;
    let tx = cx.begin().await?;
    let contest = storage::contest::find(&tx, cx.street(), training).await?.ok_or_else(Failure::missing)?;
    if contest.published_at.is_none() {
        return Err(Refusal::NotRanked.into());
    }
    let ranked = storage::contest::places(&tx, cx.street(), training).await?.len();
    let most = i32::try_from(ranked).unwrap_or(i32::MAX);
    let count = count.trim().parse::<i32>().ok().filter(|n| (1..=most).contains(n));
    let count =
        count.ok_or_else(|| Failure::field(Field::Count, FieldProblem::OutOfRange { least: 1, most }))?;
    let there = storage::contest::recommendation(&tx, cx.street(), training).await?;
    if there.as_ref().is_some_and(|row| row.approved_at.is_some()) {
        return Err(Refusal::RecommendationStands.into());
    }
    let row = RecommendationRow {
        street: cx.street().to_owned(),
        training_id: training,
        count,
        proposed_at: cx.now(),
        proposed_by: actor.account.uuid(),
        approved_at: None,
        approved_by: None,
    };
    storage::contest::save_recommendation(&tx, row, there.is_some()).await?;
    let event = Event::RecommendationProposed { count: count.unsigned_abs() };
    cx.log(&tx, event, Subject::new("training", training)).await?;
    Ok(tx.commit().await?)
}

/// Leaves somebody out, with a reason; the next in the ranking moves up. Whoever does so counts as the proposer
/// from then on.
///
/// # Errors
/// Refuses a reason that says nothing, somebody who has no place, and once the recommendation is approved.
pub async fn leave_out(cx: &Cx, training: Uuid, person: Uuid, reason: &str) -> Result<(), Failure> {
    let actor = cx.allow(Action::ManageTrainings)?;
    let reason = reason.trim();
    match reason.chars().count() {
        0 => return Err(Failure::field(Field::Reason, FieldProblem::Empty)),
        1 => return Err(Failure::field(Field::Reason, FieldProblem::TooShort { least: 2 })),
        2..=200 => {}
        _ => return Err(Failure::field(Field::Reason, FieldProblem::TooLong { most: 200 })),
    }
    let tx = cx.begin().await?;
    let row = unapproved(cx, &tx, training).await?;
    let places = storage::contest::places(&tx, cx.street(), training).await?;
    if !places.iter().any(|place| place.person_id == person) {
        return Err(Failure::missing());
    }
    let by = actor.account.uuid();
    let left_out = LeftOutRow {
        street: cx.street().to_owned(),
        training_id: training,
        person_id: person,
        reason: reason.to_owned(),
        left_out_at: cx.now(),
        left_out_by: by,
    };
    match storage::contest::leave_out(&tx, left_out).await {
        Err(Failed::AlreadyThere) => return Err(Refusal::AlreadyThere.into()),
        other => other?,
    }
    let row = RecommendationRow { proposed_at: cx.now(), proposed_by: by, ..row };
    storage::contest::save_recommendation(&tx, row, true).await?;
    cx.log(&tx, Event::CandidateLeftOut, Subject::new("enrolment", format!("{training}/{person}"))).await?;
    Ok(tx.commit().await?)
}

/// Approves a recommendation.
///
/// # Errors
/// Refuses whoever proposed or changed it last, and a second time.
pub async fn approve(cx: &Cx, training: Uuid) -> Result<(), Failure> {
    let actor = cx.allow(Action::ManageTrainings)?;
    let tx = cx.begin().await?;
    let row = unapproved(cx, &tx, training).await?;
    let by = actor.account.uuid();
    if row.proposed_by == by {
        return Err(Refusal::ApproverIsProposer.into());
    }
    let ranking = ranked(&storage::contest::places(&tx, cx.street(), training).await?);
    let left_out = storage::contest::left_out(&tx, cx.street(), training).await?;
    let left_out = left_out.iter().map(|row| Id::new(row.person_id)).collect();
    let count = best(&ranking, row.count.unsigned_abs(), &left_out).len();
    let row = RecommendationRow { approved_at: Some(cx.now()), approved_by: Some(by), ..row };
    storage::contest::save_recommendation(&tx, row, true).await?;
    let whole = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let event = Event::RecommendationApproved { count: whole(count), left_out: whole(left_out.len()) };
    cx.log(&tx, event, Subject::new("training", training)).await?;
    Ok(tx.commit().await?)
}

async fn unapproved(cx: &Cx, tx: &Writer, training: Uuid) -> Result<RecommendationRow, Failure> {
    storage::contest::find(tx, cx.street(), training).await?.ok_or_else(Failure::missing)?;
    let row = storage::contest::recommendation(tx, cx.street(), training).await?;
    let row = row.ok_or(Refusal::NotProposed)?;
    if row.approved_at.is_some() { Err(Refusal::RecommendationStands.into()) } else { Ok(row) }
}

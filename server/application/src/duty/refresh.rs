//! Computing the duties of a whole street, some people a tick.

use super::compute::{Owing, duties_of};
use crate::{Cx, Failure};
use domain::{actor::Action, duty::Duty};
use storage::duty::{RoundRow, SignsRow, StateRow};
use uuid::Uuid;

/// People computed in a step.
const STEP: u64 = 1_000;

/// Takes up to `steps` steps of a thousand people: goes on with a round that is under way, or begins one where the
/// day or anything that duties rest on has changed. Gives how many people were computed; 0 where nothing is to do.
///
/// A step is one short transaction, so that a street of 200,000 holds nobody up; two servers that take the same step
/// write the same rows.
pub async fn refresh_duties(cx: &Cx, steps: usize) -> Result<usize, Failure> {
    let mut computed = 0;
    for _ in 0..steps {
        match step(cx).await? {
            0 => break,
            some => computed += some,
        }
    }
    Ok(computed)
}

/// Computes everything now, for the office; at most 50,000 people, the tick does the rest. Gives how many.
pub async fn refresh_now(cx: &Cx) -> Result<usize, Failure> {
    cx.allow(Action::ManageTrainings)?;
    refresh_duties(cx, 50).await
}

async fn step(cx: &Cx) -> Result<usize, Failure> {
    let reader = cx.reader();
    let signs = signs(cx, storage::duty::signs(&reader, cx.street()).await?);
    let round = storage::duty::round(&reader, cx.street()).await?;
    let round = match round {
        Some(round) if round.done_at.is_none() => round,
        Some(round) if round.signs == signs => return Ok(0),
        before => RoundRow {
            street: cx.street().to_owned(),
            number: before.map_or(1, |before| before.number + 1),
            signs,
            reached: None,
            begun_at: cx.now(),
            done_at: None,
        },
    };
    let people = storage::duty::next_people(&reader, cx.street(), round.reached, None, None, STEP).await?;
    let (count, last) = (people.len(), people.last().map(|(person, _)| person.id));
    let owing = duties_of(cx, &reader, people).await?;
    let states = owing.iter().flat_map(|owing| states(cx, owing, round.number)).collect();
    let done = count < usize::try_from(STEP).unwrap_or(usize::MAX);
    let tx = cx.begin().await?;
    storage::duty::save_states(&tx, states).await?;
    if done {
        storage::duty::forget_before(&tx, cx.street(), round.number).await?;
    }
    let reached: Option<Uuid> = last.or(round.reached);
    storage::duty::save_round(&tx, RoundRow { reached, done_at: done.then(|| cx.now()), ..round }).await?;
    tx.commit().await?;
    // A street without people is computed, too.
    Ok(if done { count } else { count.max(1) })
}

/// The signs in one text.
fn signs(cx: &Cx, signs: Option<SignsRow>) -> String {
    let today = cx.today();
    signs.map_or_else(
        || today.to_string(),
        |s| {
            let of = |at: Option<chrono::DateTime<chrono::Utc>>| at.map_or(0, |at| at.timestamp_millis());
            let times =
                [s.person_at, s.unit_at, s.result_at, s.revoked_at, s.approved_at, s.rule_at, s.external_at]
                    .map(of);
            format!("{today} {} {} {} {times:?}", s.people, s.certificates, s.posts)
        },
    )
}

fn states(cx: &Cx, owing: &Owing, round: i64) -> Vec<StateRow> {
    owing.duties.iter().map(|duty| state(cx, owing, duty, round)).collect()
}

fn state(cx: &Cx, owing: &Owing, duty: &Duty, round: i64) -> StateRow {
    StateRow {
        street: cx.street().to_owned(),
        person_id: owing.row.id,
        code: duty.code.clone(),
        period_from: duty.period.from,
        period_until: duty.period.until,
        topic: duty.topic.code().into(),
        title: duty.title.clone(),
        basis: duty.basis.clone(),
        hours: duty.hours.into(),
        hours_done: duty.hours_done.into(),
        due_on: duty.due_on,
        met_on: duty.met_on,
        unit_id: owing.row.unit_id,
        area_id: owing.row.area_id,
        sector: owing.row.sector.clone(),
        position: owing.row.position.clone(),
        round,
    }
}

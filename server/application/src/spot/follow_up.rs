//! The follow-up training of a unit with a low mastery rate. A training's audience is made of positions, not of
//! one unit, so this is an order of its own with a deadline and a state.

use crate::{Cx, Failure};
use chrono::{NaiveDate, TimeDelta};
use contract::{Field, FieldProblem, Refusal};
use domain::{
    actor::Action,
    audit::{Event, Subject},
    spot::Mastery,
};
use storage::spot::FollowUpRow;
use uuid::Uuid;

/// The last day on which a follow-up can be due.
pub(super) const LONGEST: TimeDelta = TimeDelta::days(90);

/// Orders a follow-up training for the unit of a test that has ended.
///
/// # Errors
/// Refuses a rate that reaches the threshold, a day that is past or more than 90 days away, and a second order.
pub async fn order_follow_up(cx: &Cx, test: Uuid, due_on: &str) -> Result<(), Failure> {
    let by = cx.allow(Action::ManageTrainings)?.account.uuid();
    let due = due_on.trim().parse::<NaiveDate>().ok();
    let due = due.filter(|due| (cx.today()..=cx.today() + LONGEST).contains(due));
    let due_on = due.ok_or_else(|| Failure::field(Field::DueOn, FieldProblem::NotADate))?;
    let tx = cx.begin().await?;
    let row = storage::spot::find_to_change(&tx, cx.street(), test).await?.ok_or_else(Failure::missing)?;
    if row.ended_at.is_none() {
        return Err(Refusal::SpotNotEnded.into());
    }
    if storage::spot::follow_up(&tx, cx.street(), test).await?.is_some() {
        return Err(Refusal::FollowUpThere.into());
    }
    let workers = storage::spot::candidates(&tx, cx.street(), test).await?;
    let tested = super::count(workers.iter().filter(|w| w.handed_in_at.is_some()).count());
    let passed = super::count(workers.iter().filter(|w| w.passed == Some(true)).count());
    if !(Mastery { tested, passed }).is_low() {
        return Err(Refusal::MasteryReached.into());
    }
    let order = FollowUpRow {
        street: row.street,
        test_id: test,
        unit_id: row.unit_id,
        due_on,
        ordered_at: cx.now(),
        ordered_by: by,
        done_at: None,
        done_by: None,
        done_note: None,
    };
    storage::spot::add_follow_up(&tx, order).await?;
    let event = Event::FollowUpOrdered { due_on: due_on.to_string() };
    cx.log(&tx, event, Subject::new("spot_test", test)).await?;
    Ok(tx.commit().await?)
}

/// Notes that a follow-up training was held, and how that was made sure of.
///
/// # Errors
/// Refuses an empty note and a follow-up that is settled already.
pub async fn finish_follow_up(cx: &Cx, test: Uuid, note: &str) -> Result<(), Failure> {
    let by = cx.allow(Action::ManageTrainings)?.account.uuid();
    let note = note.trim();
    let problem = match note.chars().count() {
        0 => Some(FieldProblem::Empty),
        1 => Some(FieldProblem::TooShort { least: 2 }),
        501.. => Some(FieldProblem::TooLong { most: 500 }),
        _ => None,
    };
    if let Some(problem) = problem {
        return Err(Failure::field(Field::Note, problem));
    }
    let tx = cx.begin().await?;
    // The test is the lock.
    storage::spot::find_to_change(&tx, cx.street(), test).await?.ok_or_else(Failure::missing)?;
    let row = storage::spot::follow_up(&tx, cx.street(), test).await?.ok_or_else(Failure::missing)?;
    if row.done_at.is_some() {
        return Err(Refusal::FollowUpSettled.into());
    }
    let done =
        FollowUpRow { done_at: Some(cx.now()), done_by: Some(by), done_note: Some(note.to_owned()), ..row };
    storage::spot::save_follow_up(&tx, done).await?;
    cx.log(&tx, Event::FollowUpDone, Subject::new("spot_test", test)).await?;
    Ok(tx.commit().await?)
}

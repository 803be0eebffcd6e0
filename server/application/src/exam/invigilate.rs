//! What staff do in a sitting: more time, a second opening, voiding. What follows from it stands in [`super::room`].

use super::sitting::{Whose, change, closed};
use crate::{Cx, Failure};
use contract::{Field, FieldError, FieldProblem, Refusal, UiError};
use domain::{
    actor::{Action, Actor, Denied, Role},
    exam::attempt::{Closed, Extra, Reason, ReopenRefusal, Standing},
};
use storage::{db::Handle, exam::AttemptRow};
use uuid::Uuid;

/// A form that gives time.
#[derive(Clone, Debug)]
pub struct MoreTime {
    /// To which sitting.
    pub attempt: Uuid,
    /// Whole minutes, as written.
    pub minutes: String,
    /// Why, as written.
    pub reason: String,
}

/// Gives a running sitting more time, also one that is overdue and not handed in yet; gives its exam.
///
/// # Errors
/// Refuses minutes out of range, a missing reason, and what was handed in or voided.
pub async fn extend_attempt(cx: &Cx, form: MoreTime) -> Result<Uuid, Failure> {
    let row = sitting_to_act_on(cx, form.attempt).await?;
    let (extra, reason) = more_time(&form)?;
    let now = cx.now();
    change(cx, row.id, Whose::Staff, move |attempt, _| {
        attempt.extend(extra, reason.clone(), now).map_err(|why| match attempt.voided() {
            Some(_) => closed(attempt, why).into(),
            None => Refusal::SittingHandedIn.into(),
        })
    })
    .await?;
    Ok(row.exam_id)
}

/// Opens a sitting again that was handed in, for so many minutes from now on; gives its exam.
///
/// # Errors
/// Refuses minutes out of range, a missing reason, and what [`ReopenRefusal`] names.
pub async fn reopen_attempt(cx: &Cx, form: MoreTime) -> Result<Uuid, Failure> {
    let row = sitting_to_act_on(cx, form.attempt).await?;
    let (extra, reason) = more_time(&form)?;
    let standing = standing(cx, &cx.reader(), &row).await?;
    let now = cx.now();
    change(cx, row.id, Whose::Staff, move |attempt, _| {
        let reopened = attempt.reopen(extra, reason.clone(), standing, now);
        reopened.map_err(|why| match why {
            ReopenRefusal::Voided { at } => closed(attempt, Closed { at }).into(),
            other => not_reopened(other).into(),
        })
    })
    .await?;
    Ok(row.exam_id)
}

/// Voids a sitting, also one that was handed in or passed; gives its exam.
///
/// # Errors
/// Refuses a missing reason, what was voided before, and a result that a closed training rests on.
pub async fn void_attempt(cx: &Cx, id: Uuid, reason: &str) -> Result<Uuid, Failure> {
    let row = sitting_to_act_on(cx, id).await?;
    let reason = self::reason(reason).map_err(|problem| Failure::field(Field::Reason, problem))?;
    let now = cx.now();
    change(cx, id, Whose::Staff, move |attempt, _| {
        attempt.void(reason.clone(), now).map_err(|why| closed(attempt, Closed { at: why.at }).into())
    })
    .await?;
    Ok(row.exam_id)
}

/// Finds a sitting for somebody who may act in it: a member of the office, or an area official who is named
/// for the exam, with candidates of the own area. Those of another area are missing, not denied.
async fn sitting_to_act_on(cx: &Cx, id: Uuid) -> Result<AttemptRow, Failure> {
    let actor = cx.allow(Action::Invigilate)?;
    let reader = cx.reader();
    let row = storage::exam::attempt(&reader, cx.street(), id).await?.ok_or_else(Failure::missing)?;
    in_sight(cx, &reader, actor, &row).await?;
    if may_act(cx, &reader, actor, row.exam_id).await? { Ok(row) } else { Err(Denied.into()) }
}

/// Refuses a candidate whom the asker does not see.
pub(super) async fn in_sight(
    cx: &Cx,
    db: &impl Handle,
    actor: &Actor,
    row: &AttemptRow,
) -> Result<(), Failure> {
    if actor.role != Role::Area {
        return Ok(());
    }
    let person = storage::organization::person(db, cx.street(), row.person_id).await?;
    let person = person.ok_or_else(Failure::missing)?;
    let unit = storage::organization::unit(db, cx.street(), person.unit_id).await?;
    let own = unit.is_some_and(|unit| actor.area.is_some_and(|area| area.uuid() == unit.area_id));
    if own { Ok(()) } else { Err(Failure::missing()) }
}

/// Whether somebody may act in the sittings of an exam that they see.
pub(super) async fn may_act(cx: &Cx, db: &impl Handle, actor: &Actor, exam: Uuid) -> Result<bool, Failure> {
    match actor.role {
        Role::Office => Ok(true),
        Role::Area => {
            let named = storage::exam::invigilators(db, cx.street(), exam).await?;
            Ok(named.contains(&actor.account.uuid()))
        }
        _ => Ok(false),
    }
}

/// What a second opening depends on beside the sitting's own steps.
pub(super) async fn standing(cx: &Cx, db: &impl Handle, row: &AttemptRow) -> Result<Standing, Failure> {
    let all = storage::exam::attempts_of(db, cx.street(), row.exam_id, row.person_id).await?;
    let own = all.iter().find(|a| a.id == row.id);
    Ok(Standing {
        passed: own.is_some_and(|a| a.passed == Some(true)),
        later: all.iter().any(|a| a.number > row.number && a.state != "voided"),
    })
}

/// Why a sitting is not opened again, in terms of its sentence.
pub(super) fn not_reopened(why: ReopenRefusal) -> Refusal {
    match why {
        ReopenRefusal::Running => Refusal::SittingRuns,
        // Its reason is told where it is known.
        ReopenRefusal::Voided { .. } => Refusal::SittingVoided { reason: String::new() },
        ReopenRefusal::Passed => Refusal::SittingPassed,
        ReopenRefusal::Later => Refusal::LaterSitting,
        ReopenRefusal::Shown { .. } => Refusal::ResultSeen,
    }
}

/// Reads both fields, and names everything that is wrong with them at once.
fn more_time(form: &MoreTime) -> Result<(Extra, Reason), Failure> {
    let most = i32::try_from(Extra::MOST).unwrap_or(i32::MAX);
    let minutes = form.minutes.trim().parse().ok().and_then(Extra::minutes);
    let minutes = minutes.ok_or(FieldProblem::OutOfRange { least: 1, most });
    match (minutes, reason(&form.reason)) {
        (Ok(minutes), Ok(reason)) => Ok((minutes, reason)),
        (minutes, reason) => {
            let wrong =
                |field, problem: Option<FieldProblem>| problem.map(|problem| FieldError { field, problem });
            let wrong = [wrong(Field::Minutes, minutes.err()), wrong(Field::Reason, reason.err())];
            Err(UiError::Form(wrong.into_iter().flatten().collect()).into())
        }
    }
}

fn reason(written: &str) -> Result<Reason, FieldProblem> {
    Reason::new(written).ok_or_else(|| match written.trim().chars().count() {
        0 => FieldProblem::Empty,
        1 => FieldProblem::TooShort { least: Reason::LEAST },
        _ => FieldProblem::TooLong { most: Reason::MOST },
    })
}

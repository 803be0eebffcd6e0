//! One sitting with everything that happened in it, for those who watch over it.

use super::{
    invigilate::{in_sight, may_act, not_reopened, standing},
    sitting::{Sat, load},
};
use crate::{Cx, Failure};
use contract::{
    Pager,
    exam::{AttemptLog, LogQuery, Moment, SeatState, SeatView, StepLine},
};
use domain::{
    actor::{Action, Actor},
    exam::{
        attempt::{Reason, ReopenRefusal, Step, SubmittedBy, What},
        presence::connection,
    },
};
use std::collections::BTreeSet;
use storage::{Reader, audit::AuditRow};
use uuid::Uuid;

const STEPS_A_PAGE: u64 = 100;

/// Shows a sitting of an exam with its steps, the newest first. An area official sees the own area's people.
pub async fn show_attempt(cx: &Cx, exam: Uuid, id: Uuid, query: LogQuery) -> Result<AttemptLog, Failure> {
    let actor = cx.allow(Action::WatchExam)?;
    let reader = cx.reader();
    let sat = load(&reader, cx.street(), id).await?;
    if sat.row.exam_id != exam {
        return Err(Failure::missing());
    }
    in_sight(cx, &reader, actor, &sat.row).await?;
    view(cx, &reader, actor, sat, query).await
}

async fn view(
    cx: &Cx,
    reader: &Reader,
    actor: &Actor,
    sat: Sat,
    query: LogQuery,
) -> Result<AttemptLog, Failure> {
    let page = query.page.unwrap_or(1).max(1);
    let (row, attempt) = (&sat.row, &sat.attempt);
    let exam = storage::exam::exam(reader, cx.street(), row.exam_id).await?.ok_or_else(Failure::missing)?;
    let presence = storage::exam::presences(reader, cx.street(), &[row.id]).await?.remove(&row.id);
    let seen_at = presence.as_ref().map(|presence| presence.seen_at);
    let closed_for = match attempt.may_reopen(standing(cx, reader, row).await?) {
        Ok(()) | Err(ReopenRefusal::Running | ReopenRefusal::Voided { .. }) => None,
        Err(why) => Some(not_reopened(why)),
    };
    let log = storage::audit::of_subject(reader, cx.street(), "attempt", &row.id.to_string()).await?;
    let mut steps = lines(attempt.steps(), &log);
    steps.push(StepLine { at: row.started_at, what: Moment::Started, by: String::new() });
    let total = steps.len() as u64;
    let skipped = usize::try_from((page - 1).saturating_mul(STEPS_A_PAGE)).unwrap_or(usize::MAX);
    let shown = steps.into_iter().skip(skipped).take(usize::try_from(STEPS_A_PAGE).unwrap_or(usize::MAX));
    Ok(AttemptLog {
        exam: exam.id,
        title: exam.title,
        query,
        items: sat.items().into(),
        now: cx.now(),
        seat: SeatView { connection: connection(seen_at, cx.now()), ..seat(cx, reader, &sat).await? },
        started_at: row.started_at,
        deadline: attempt.deadline(),
        agent: presence.map(|presence| presence.agent).unwrap_or_default(),
        seen_at,
        void_reason: attempt.voided().map(|(_, reason)| reason.as_str().to_owned()),
        may_act: may_act(cx, reader, actor, row.exam_id).await?,
        closed_for,
        steps: shown.collect(),
        pager: Pager { page, size: STEPS_A_PAGE, total },
    })
}

async fn seat(cx: &Cx, reader: &Reader, sat: &Sat) -> Result<SeatView, Failure> {
    let (row, attempt) = (&sat.row, &sat.attempt);
    let person = storage::organization::person(reader, cx.street(), row.person_id).await?;
    let person = person.ok_or_else(Failure::missing)?;
    let unit = storage::organization::unit(reader, cx.street(), person.unit_id).await?;
    let answers = attempt.answers();
    let answered: BTreeSet<u16> =
        answers.iter().filter(|(_, answer)| !answer.is_blank()).map(|(item, _)| item.number).collect();
    let saved = attempt.steps().iter().rev().find(|step| matches!(step.what, What::Answered { .. }));
    Ok(SeatView {
        attempt: row.id,
        person: person.name,
        unit: unit.map(|unit| unit.name).unwrap_or_default(),
        number: row.number.unsigned_abs(),
        state: match (row.state.as_str(), row.score, row.passed, row.submitted_at) {
            ("submitted", Some(score), Some(passed), Some(at)) => SeatState::HandedIn { score, passed, at },
            ("open", ..) => SeatState::Running { seconds_left: attempt.remaining(cx.now()).num_seconds() },
            _ => SeatState::Voided,
        },
        answered: u32::try_from(answered.len()).unwrap_or(u32::MAX),
        last_saved: saved.map(|step| step.at),
        times_left: u32::try_from(attempt.times_left()).unwrap_or(u32::MAX),
        connection: connection(None, cx.now()),
    })
}

/// Steps without their answers, the newest first. Who of the staff acted stands in the log: the n-th act of a
/// kind is the n-th event of that kind.
fn lines(steps: &[Step], log: &[AuditRow]) -> Vec<StepLine> {
    let names = |event: &'static str| {
        log.iter().filter(move |row| row.event == event).map(|row| row.actor_name.clone())
    };
    let (mut extended, mut reopened) = (names("attempt_extended"), names("attempt_reopened"));
    let mut voided = names("attempt_voided");
    let line = |step: &Step| {
        let by = match step.what {
            What::Extended { .. } => extended.next(),
            What::Reopened { .. } => reopened.next(),
            What::Voided { .. } => voided.next(),
            _ => None,
        };
        StepLine { at: step.at, what: moment(&step.what), by: by.unwrap_or_default() }
    };
    let mut lines: Vec<_> = steps.iter().map(line).collect();
    lines.reverse();
    lines
}

fn moment(what: &What) -> Moment {
    let words = |reason: &Reason| reason.as_str().to_owned();
    match what {
        What::Seen { item } => Moment::Seen { item: *item },
        What::Answered { item, late, .. } => Moment::Answered { item: *item, late: *late },
        What::Flagged { item, on } => Moment::Flagged { item: *item, on: *on },
        What::Left => Moment::Left,
        What::Returned => Moment::Returned,
        What::TakenOver { .. } => Moment::TakenOver,
        What::Submitted { by } => Moment::Submitted { by_deadline: *by == SubmittedBy::Deadline },
        What::Extended { seconds, reason } => {
            Moment::Extended { minutes: seconds / 60, reason: words(reason) }
        }
        What::Reopened { seconds, reason, .. } => {
            Moment::Reopened { minutes: seconds / 60, reason: words(reason) }
        }
        What::Voided { reason } => Moment::Voided { reason: words(reason) },
        What::ResultShown => Moment::ResultShown,
    }
}

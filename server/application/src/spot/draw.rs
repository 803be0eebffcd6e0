//! Drawing the workers, and passing over who is absent.

use super::{count, drawn_order, open_seed, own_to_change, place, wanted};
use crate::{Cx, Failure};
use anyhow::anyhow;
use contract::{Field, FieldProblem, Refusal};
use domain::{
    audit::{Event, Subject},
    id::{Id, Person},
    spot::{Absence, Roster, called, order},
};
use std::collections::BTreeSet;
use storage::spot::{CandidateRow, TestRow};
use uuid::Uuid;

/// Who is absent, and why.
#[derive(Clone, Debug)]
pub struct AbsentForm {
    /// The test.
    pub test: Uuid,
    /// The place in the drawn order.
    pub place: i32,
    /// The code of the reason.
    pub reason: String,
    /// The reason in words; needed for 其他.
    pub note: String,
}

/// Draws the workers of a test. The order follows from the bound seed and the frozen roster alone.
///
/// # Errors
/// Refuses a second draw.
pub async fn draw_workers(cx: &Cx, id: Uuid) -> Result<(), Failure> {
    let tx = cx.begin().await?;
    let row = own_to_change(cx, &tx, id).await?;
    if row.drawn_at.is_some() {
        return Err(Refusal::SpotDrawn.into());
    }
    let roster: Roster = serde_json::from_str(&row.roster)
        .map_err(|e| anyhow!("the roster of spot test {id} is damaged: {e}"))?;
    let order = order(&open_seed(cx, &row)?, Id::new(id), &roster);
    let first = called(&order, wanted(&row), &BTreeSet::new());
    let rows = (1..).zip(&order[..first]).map(|(place, person)| called_row(cx, &row, place, *person));
    storage::spot::set_order(&tx, cx.street(), id, cx.now(), serde_json::to_string(&order)?).await?;
    storage::spot::call(&tx, rows.collect()).await?;
    cx.log(&tx, Event::SpotDrawn { called: count(first) }, Subject::new("spot_test", id)).await?;
    Ok(tx.commit().await?)
}

/// Notes that a drawn worker is absent. The next of the order steps in, as long as there is one.
///
/// # Errors
/// Refuses a reason that is none, and a worker who has begun or is absent already.
pub async fn mark_absent(cx: &Cx, form: AbsentForm) -> Result<(), Failure> {
    cx.allow(domain::actor::Action::RunSpotTests)?;
    let (reason, note) = reason(&form)?;
    let tx = cx.begin().await?;
    let row = own_to_change(cx, &tx, form.test).await?;
    if row.ended_at.is_some() {
        return Err(Refusal::SpotEnded.into());
    }
    let rows = storage::spot::candidates(&tx, cx.street(), row.id).await?;
    let worker = rows.iter().find(|worker| worker.place == form.place).ok_or_else(Failure::missing)?;
    if worker.started_at.is_some() || worker.absent_at.is_some() {
        return Err(Refusal::WorkerSettled.into());
    }
    let now_absent = CandidateRow {
        absent_at: Some(cx.now()),
        absent_reason: Some(reason.code().into()),
        absent_note: note,
        ..worker.clone()
    };
    let absent = rows.iter().filter(|r| r.absent_at.is_some() || r.place == form.place);
    let absent: BTreeSet<Id<Person>> = absent.map(|r| Id::new(r.person_id)).collect();
    let order = drawn_order(&row)?;
    let reach = called(&order, wanted(&row), &absent);
    let steps_in = (1..).zip(&order[..reach]).skip(rows.len());
    let steps_in: Vec<_> = steps_in.map(|(place, person)| called_row(cx, &row, place, *person)).collect();
    let event = Event::SpotAbsent {
        place: place(worker),
        reason: reason.code().into(),
        next: steps_in.first().map(place),
    };
    storage::spot::save_candidate(&tx, now_absent).await?;
    storage::spot::call(&tx, steps_in).await?;
    cx.log(&tx, event, Subject::new("spot_test", row.id)).await?;
    Ok(tx.commit().await?)
}

fn reason(form: &AbsentForm) -> Result<(Absence, Option<String>), Failure> {
    let reason = Absence::from_code(&form.reason);
    let reason = reason.ok_or_else(|| Failure::field(Field::Reason, FieldProblem::NothingChosen))?;
    let note = form.note.trim();
    let problem = match note.chars().count() {
        0 if reason == Absence::Other => Some(FieldProblem::Empty),
        1 if reason == Absence::Other => Some(FieldProblem::TooShort { least: 2 }),
        201.. => Some(FieldProblem::TooLong { most: 200 }),
        _ => None,
    };
    match problem {
        Some(problem) => Err(Failure::field(Field::Note, problem)),
        None => Ok((reason, Some(note.to_owned()).filter(|note| !note.is_empty()))),
    }
}

fn called_row(cx: &Cx, test: &TestRow, place: i32, person: Id<Person>) -> CandidateRow {
    CandidateRow {
        street: test.street.clone(),
        test_id: test.id,
        place,
        id: cx.new_uuid(),
        person_id: person.uuid(),
        called_at: cx.now(),
        absent_at: None,
        absent_reason: None,
        absent_note: None,
        started_at: None,
        deadline: None,
        record: None,
        record_hash: None,
        items: None,
        handed_in_at: None,
        answered_at: None,
        late: None,
        answers: None,
        answers_hash: None,
        score: None,
        passed: None,
        result: None,
    }
}

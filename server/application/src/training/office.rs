//! Trainings as the office sees them.

use super::{audience, lesson, mine::test_facts};
use crate::{Cx, Failure, exam::create_exam::bank_label};
use contract::{
    Pager,
    training::{AttendeeLine, BankChoice, Counts, NewForm, OfficeTraining, TrainingLine, TrainingsView},
};
use domain::{
    actor::Action,
    organization::Position,
    training::{OFFICIALS_BANK, TrainingKind},
};
use std::collections::HashMap;
use storage::{
    db::Handle,
    organization::{PersonRow, UnitRow},
    training::{EnrolmentRow, ResultCount, TrainingRow},
};
use uuid::Uuid;

/// Rows a page.
const SIZE: u64 = 50;

/// The kinds that the asker may see: tests of officials are not for everybody.
fn visible_kinds(cx: &Cx) -> Vec<TrainingKind> {
    let may = cx.allow(Action::ReadOfficials).is_ok();
    TrainingKind::ALL.iter().copied().filter(|kind| may || *kind != TrainingKind::Officials).collect()
}

/// Finds a training that the asker may see.
pub(crate) async fn visible(cx: &Cx, db: &impl Handle, id: Uuid) -> Result<TrainingRow, Failure> {
    let row = storage::training::find(db, cx.street(), id).await?.ok_or_else(Failure::missing)?;
    let shown = visible_kinds(cx).iter().any(|kind| kind.code() == row.kind);
    if shown { Ok(row) } else { Err(Failure::missing()) }
}

/// Lists the trainings of the street, the newest first; of one kind where its code is given.
pub async fn list_trainings(cx: &Cx, kind: &str, page: u64) -> Result<TrainingsView, Failure> {
    cx.allow(Action::ReadOffice)?;
    let reader = cx.reader();
    let kinds = visible_kinds(cx);
    let kind = TrainingKind::from_code(kind).filter(|kind| kinds.contains(kind));
    let wanted: Vec<&str> =
        kinds.iter().filter(|k| kind.is_none_or(|kind| kind == **k)).map(|k| k.code()).collect();
    let found = storage::training::page(&reader, cx.street(), &wanted, page, SIZE).await?;
    let ids: Vec<Uuid> = found.rows.iter().map(|t| t.id).collect();
    let counts = storage::training::result_counts(&reader, cx.street(), ids).await?;
    let lines = found.rows.iter().map(|t| line(t, &counts)).collect();
    Ok(TrainingsView { lines, pager: Pager { page, size: SIZE, total: found.total }, kind, kinds })
}

/// Shows what the form for something new offers. `kind` is the code of what is to be made, `follows` the round
/// of a contest whose best are to take part.
pub async fn new_form(cx: &Cx, kind: &str, follows: Option<Uuid>) -> Result<NewForm, Failure> {
    cx.allow(Action::ManageTrainings)?;
    let kind = TrainingKind::from_code(kind).unwrap_or(TrainingKind::Training);
    let follows = match follows.filter(|_| kind == TrainingKind::Contest) {
        Some(id) => {
            let row = visible(cx, &cx.reader(), id).await?;
            Some((row.id, row.title))
        }
        None => None,
    };
    Ok(NewForm { kind, banks: banks_to_choose(cx, kind == TrainingKind::Officials).await?, follows })
}

/// Lists the newest frozen version of each bank; a bank whose newest version was withdrawn is not offered, and
/// the officials' bank for officials alone.
pub async fn banks_to_choose(cx: &Cx, for_officials: bool) -> Result<Vec<BankChoice>, Failure> {
    cx.allow(Action::ManageTrainings)?;
    let reader = cx.reader();
    let mut banks = storage::training::banks(&reader, cx.street()).await?;
    banks.dedup_by(|later, first| later.code == first.code);
    banks.retain(|bank| for_officials || bank.code != OFFICIALS_BANK);
    let withdrawn = storage::bank::withdrawals(&reader, cx.street()).await?;
    banks.retain(|bank| withdrawn.iter().all(|w| w.bank_version_id != bank.id));
    Ok(banks.into_iter().map(|b| BankChoice { label: bank_label(&b), id: b.id }).collect())
}

/// Shows a training with one page of its attendees, filtered by result (`open` for none yet).
pub async fn show_training(cx: &Cx, id: Uuid, filter: &str, page: u64) -> Result<OfficeTraining, Failure> {
    cx.allow(Action::ReadOffice)?;
    let reader = cx.reader();
    let training = visible(cx, &reader, id).await?;
    let counts = storage::training::result_counts(&reader, cx.street(), [id]).await?;
    let positions = audience(&training.audience);
    let meant = crate::audience::count(cx, &reader, &training).await?;
    let wanted = Some(filter).filter(|f| !f.is_empty());
    let shown = storage::training::attendees_page(&reader, cx.street(), id, wanted, page, SIZE).await?;
    let people =
        storage::organization::people_by_ids(&reader, cx.street(), shown.rows.iter().map(|r| r.person_id))
            .await?;
    let units =
        storage::organization::units_by_ids(&reader, cx.street(), people.iter().map(|p| p.unit_id)).await?;
    Ok(OfficeTraining {
        line: line(&training, &counts),
        hours: u16::try_from(training.hours).unwrap_or_default(),
        audience: positions,
        meant,
        test: test_facts(cx, &reader, &training).await?,
        exam: training.exam_id,
        lesson_html: lesson::to_html(&training.lesson),
        lecturer: training.lecturer,
        attendees: lines(shown.rows, people, units),
        pager: Pager { page, size: SIZE, total: shown.total },
        filter: filter.to_owned(),
    })
}

pub(crate) fn line(training: &TrainingRow, counts: &[ResultCount]) -> TrainingLine {
    let count = |result: Option<&str>| {
        counts
            .iter()
            .find(|c| c.training_id == training.id && c.result.as_deref() == result)
            .map_or(0, |c| u32::try_from(c.count).unwrap_or(u32::MAX))
    };
    TrainingLine {
        id: training.id,
        kind: TrainingKind::from_code(&training.kind).unwrap_or(TrainingKind::Training),
        title: training.title.clone(),
        status: training.status.clone(),
        due_on: training.due_on,
        has_test: training.exam_id.is_some(),
        counts: Counts {
            open: count(None),
            passed: count(Some("passed")),
            failed: count(Some("failed")),
            excused: count(Some("excused")),
        },
    }
}

fn lines(rows: Vec<EnrolmentRow>, people: Vec<PersonRow>, units: Vec<UnitRow>) -> Vec<AttendeeLine> {
    let people: HashMap<Uuid, PersonRow> = people.into_iter().map(|p| (p.id, p)).collect();
    let units: HashMap<Uuid, String> = units.into_iter().map(|u| (u.id, u.name)).collect();
    let known = rows.into_iter().filter_map(|row| people.get(&row.person_id).map(|person| (row, person)));
    known
        .map(|(row, person)| AttendeeLine {
            person: person.id,
            name: person.name.clone(),
            unit: units.get(&person.unit_id).cloned().unwrap_or_default(),
            position: Position::from_code(&person.position).map_or("", Position::term).to_owned(),
            lesson_read_at: row.lesson_read_at,
            result: row.result,
            attempt: row.attempt_id,
            round: u8::try_from(row.round).unwrap_or(1),
        })
        .collect()
}

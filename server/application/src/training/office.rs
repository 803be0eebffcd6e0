//! Trainings as the office sees them.

use super::{audience, lesson, mine::test_facts};
use crate::{Cx, Failure};
use contract::{
    Pager,
    training::{AttendeeLine, BankChoice, Counts, OfficeTraining, TrainingLine},
};
use domain::{actor::Action, organization::Position};
use std::collections::HashMap;
use storage::{
    organization::{PersonFilter, PersonRow, UnitRow},
    training::{EnrolmentRow, ResultCount, TrainingRow},
};
use uuid::Uuid;

/// Rows a page.
const SIZE: u64 = 50;

/// Lists the trainings of the street, the newest first.
pub async fn list_trainings(cx: &Cx, page: u64) -> Result<(Vec<TrainingLine>, Pager), Failure> {
    cx.allow(Action::ReadOffice)?;
    let reader = cx.reader();
    let found = storage::training::page(&reader, cx.street(), page, SIZE).await?;
    let ids: Vec<Uuid> = found.rows.iter().map(|t| t.id).collect();
    let counts = storage::training::result_counts(&reader, cx.street(), ids).await?;
    let lines = found.rows.iter().map(|t| line(t, &counts)).collect();
    Ok((lines, Pager { page, size: SIZE, total: found.total }))
}

/// Lists the newest frozen version of each bank.
pub async fn banks_to_choose(cx: &Cx) -> Result<Vec<BankChoice>, Failure> {
    cx.allow(Action::ManageTrainings)?;
    let mut banks = storage::training::banks(&cx.reader(), cx.street()).await?;
    banks.dedup_by(|later, first| later.code == first.code);
    Ok(banks
        .into_iter()
        .map(|b| BankChoice { id: b.id, label: format!("{}（第 {} 版）", b.name, b.version) })
        .collect())
}

/// Shows a training with one page of its attendees, filtered by result (`open` for none yet).
pub async fn show_training(cx: &Cx, id: Uuid, filter: &str, page: u64) -> Result<OfficeTraining, Failure> {
    cx.allow(Action::ReadOffice)?;
    let reader = cx.reader();
    let training = storage::training::find(&reader, cx.street(), id).await?.ok_or_else(Failure::missing)?;
    let counts = storage::training::result_counts(&reader, cx.street(), [id]).await?;
    let positions = audience(&training.audience);
    let meant = PersonFilter {
        positions: positions.iter().map(|p| p.code().to_owned()).collect(),
        active_only: true,
        ..PersonFilter::default()
    };
    let meant = storage::organization::people_page(&reader, cx.street(), &meant, 1, 1).await?.total;
    let wanted = Some(filter).filter(|f| !f.is_empty());
    let shown = storage::training::attendees_page(&reader, cx.street(), id, wanted, page, SIZE).await?;
    let people =
        storage::organization::people_by_ids(&reader, cx.street(), shown.rows.iter().map(|r| r.person_id))
            .await?;
    let units =
        storage::organization::units_by_ids(&reader, cx.street(), people.iter().map(|p| p.unit_id)).await?;
    let draft = training.status == "draft";
    let banks = match draft && cx.allow(Action::ManageTrainings).is_ok() {
        true => banks_to_choose(cx).await?,
        false => Vec::new(),
    };
    Ok(OfficeTraining {
        line: line(&training, &counts),
        hours: u16::try_from(training.hours).unwrap_or_default(),
        audience: positions,
        meant,
        test: test_facts(cx, &reader, &training).await?,
        exam: training.exam_id,
        lesson_html: lesson::to_html(&training.lesson),
        lecturer: training.lecturer,
        banks,
        attendees: lines(shown.rows, people, units),
        pager: Pager { page, size: SIZE, total: shown.total },
        filter: filter.to_owned(),
    })
}

fn line(training: &TrainingRow, counts: &[ResultCount]) -> TrainingLine {
    let count = |result: Option<&str>| {
        counts
            .iter()
            .find(|c| c.training_id == training.id && c.result.as_deref() == result)
            .map_or(0, |c| u32::try_from(c.count).unwrap_or(u32::MAX))
    };
    TrainingLine {
        id: training.id,
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

//! Offering a training to its audience.

use super::{audience, lesson::ready};
use crate::{Cx, Failure, exam::create_exam::refuse_withdrawn};
use contract::Refusal;
use domain::{
    actor::Action,
    audit::{Event, Subject},
    id::Id,
    training::{ClassHours, Draft, PublishRefusal, Title, TrainingKind, publish},
};
use storage::{
    Writer,
    organization::{PersonFilter, PersonRow},
    training::{EnrolmentRow, TrainingRow},
};
use uuid::Uuid;

/// Publishes a draft: its audience of today becomes its attendees. Without a test it is refused, here by the
/// type of what can be published and below by the schema.
pub async fn publish_training(cx: &Cx, id: Uuid) -> Result<u32, Failure> {
    cx.allow(Action::ManageTrainings)?;
    let tx = cx.begin().await?;
    let row = storage::training::find(&tx, cx.street(), id).await?.ok_or_else(Failure::missing)?;
    if row.status != "draft" {
        return Err(Refusal::AlreadyPublished.into());
    }
    let people = meant(cx, &tx, &row).await?;
    let parts = ready(cx, &tx, id).await?;
    publish(draft(&row, parts)?, people.len()).map_err(|refusal| match refusal {
        PublishRefusal::NoAssessment => Refusal::TrainingWithoutTest,
        PublishRefusal::NoLesson | PublishRefusal::NoHours => Refusal::TrainingWithoutLesson,
        PublishRefusal::NobodyMeant => Refusal::NobodyMeant,
    })?;
    if let Some(exam) = row.exam_id {
        let versions = storage::exam::bank_versions(&tx, cx.street(), exam).await?;
        refuse_withdrawn(&tx, cx.street(), &versions).await?;
    }
    let attendees = u32::try_from(people.len()).unwrap_or(u32::MAX);
    storage::training::save(
        &tx,
        TrainingRow { status: "published".into(), published_at: Some(cx.now()), ..row },
    )
    .await?;
    let rows = people.into_iter().map(|person| EnrolmentRow {
        street: person.street,
        training_id: id,
        person_id: person.id,
        lesson_read_at: None,
        result: None,
        result_at: None,
        attempt_id: None,
        excuse_reason: None,
        excused_by: None,
        round: 1,
        round_from: 1,
    });
    storage::training::enrol(&tx, rows.collect()).await?;
    cx.log(&tx, Event::TrainingPublished { attendees }, Subject::new("training", id)).await?;
    tx.commit().await?;
    Ok(attendees)
}

/// Who is meant: everybody in post of the positions, or the best of the round before.
async fn meant(cx: &Cx, tx: &Writer, row: &TrainingRow) -> Result<Vec<PersonRow>, Failure> {
    if let Some(best) = crate::contest::best_of_previous(cx, tx, row.id).await? {
        return Ok(storage::organization::people_by_ids(tx, cx.street(), best).await?);
    }
    let positions = audience(&row.audience).iter().map(|p| p.code().to_owned()).collect();
    let filter = PersonFilter { positions, active_only: true, ..PersonFilter::default() };
    Ok(storage::organization::people_page(tx, cx.street(), &filter, 1, u64::from(u32::MAX)).await?.rows)
}

fn draft(row: &TrainingRow, parts: usize) -> Result<Draft, Failure> {
    let hours = u16::try_from(row.hours).ok().and_then(ClassHours::new);
    let (Some(title), Some(kind)) = (Title::parse(&row.title), TrainingKind::from_code(&row.kind)) else {
        return Err(anyhow::anyhow!("training {} is damaged", row.id).into());
    };
    Ok(Draft { kind, title, hours, lesson: row.lesson.clone(), parts, assessment: row.exam_id.map(Id::new) })
}

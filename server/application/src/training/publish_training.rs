//! Offering a training to its audience.

use super::lesson::ready;
use crate::{
    Cx, Failure,
    audience::{self, new_attendee},
    exam::create_exam::refuse_withdrawn,
};
use contract::Refusal;
use domain::{
    actor::Action,
    audit::{Event, Subject},
    id::Id,
    training::{ClassHours, Draft, PublishRefusal, Title, TrainingKind, publish},
};
use storage::{Writer, training::TrainingRow};
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
    let rows = people.into_iter().map(|person| new_attendee(cx, id, person));
    storage::training::enrol(&tx, rows.collect()).await?;
    cx.log(&tx, Event::TrainingPublished { attendees }, Subject::new("training", id)).await?;
    tx.commit().await?;
    Ok(attendees)
}

/// Who is meant: everybody in post whom the rule of the training means, or the best of the round before.
async fn meant(cx: &Cx, tx: &Writer, row: &TrainingRow) -> Result<Vec<Uuid>, Failure> {
    if let Some(best) = crate::contest::best_of_previous(cx, tx, row.id).await? {
        return Ok(best);
    }
    Ok(audience::everybody(cx, tx, row).await?.into_iter().map(|person| person.id).collect())
}

fn draft(row: &TrainingRow, parts: usize) -> Result<Draft, Failure> {
    let hours = u16::try_from(row.hours).ok().and_then(ClassHours::new);
    let (Some(title), Some(kind)) = (Title::parse(&row.title), TrainingKind::from_code(&row.kind)) else {
        return Err(anyhow::anyhow!("training {} is damaged", row.id).into());
    };
    Ok(Draft { kind, title, hours, lesson: row.lesson.clone(), parts, assessment: row.exam_id.map(Id::new) })
}

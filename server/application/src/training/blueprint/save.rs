//! Saving a blueprint: it becomes the test of its training.

use super::{
    super::create_training::refuse_officials_bank,
    show::{judged, saved},
};
use crate::{Cx, Failure, exam::create_exam};
use contract::{Refusal, blueprint::BlueprintForm};
use domain::{actor::Action, calendar, training::TrainingKind};
use storage::training::TrainingRow;
use uuid::Uuid;

/// Makes the test of a draft as the form says. The same form again changes nothing.
///
/// # Errors
/// Refuses what is not sound, what its banks are too small for, a bank that was withdrawn, and a training that
/// was published.
pub async fn save_blueprint(cx: &Cx, id: Uuid, form: &BlueprintForm) -> Result<(), Failure> {
    cx.allow(Action::ManageTrainings)?;
    let reader = cx.reader();
    let row = storage::training::find(&reader, cx.street(), id).await?.ok_or_else(Failure::missing)?;
    if row.status != "draft" {
        return Err(Refusal::AlreadyPublished.into());
    }
    let (blueprint, versions, _) = judged(cx, &reader, form, None).await?;
    let is_contest = TrainingKind::from_code(&row.kind) == Some(TrainingKind::Contest);
    let blueprint = blueprint.with_one_paper(is_contest);
    refuse_officials_bank(cx, &reader, &row, &versions).await?;
    // Compared as forms, both written from what was understood.
    if saved(cx, &reader, &row).await?.is_some_and(|s| s.form == super::form_of(&blueprint, &versions)) {
        return Ok(());
    }
    let tx = cx.begin().await?;
    let row = storage::training::find(&tx, cx.street(), id).await?.ok_or_else(Failure::missing)?;
    if row.status != "draft" {
        return Err(Refusal::AlreadyPublished.into());
    }
    // A contest keeps the hours that were set for it.
    let before = match row.exam_id.filter(|_| is_contest) {
        Some(exam) => storage::exam::exam(&tx, cx.street(), exam).await?,
        None => None,
    };
    let window = before.map_or((cx.now(), calendar::end_of(row.due_on)), |e| (e.opens_at, e.closes_at));
    let exam = create_exam(cx, &tx, &row.title, &versions, blueprint, window.0, window.1).await?;
    match storage::training::save(&tx, TrainingRow { exam_id: Some(exam), ..row }).await {
        // Somebody published it meanwhile.
        Err(failed) if failed.is_refusal("published_stays") => Err(Refusal::AlreadyPublished.into()),
        Err(other) => Err(other.into()),
        Ok(()) => Ok(tx.commit().await?),
    }
}

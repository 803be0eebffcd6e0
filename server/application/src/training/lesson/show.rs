//! The parts of a training as the office sees them, with the form of one.

use super::{edit::takes, parts::lines};
use crate::{Cx, Failure, training::visible};
use contract::lesson::{FileInput, LessonInput, LessonsView, MediaChoice};
use domain::{actor::Action, lesson::LessonKind, training::TrainingKind};
use storage::{Reader, lesson::LessonRow, training::TrainingRow};
use uuid::Uuid;

/// What is to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writing {
    /// Nothing: the list alone.
    Nothing,
    /// A new part.
    New(LessonKind),
    /// One that is there.
    Part(Uuid),
}

/// Shows the parts of a training, and the form of what is to be written, which drafts alone have.
pub async fn show_lessons(cx: &Cx, training: Uuid, writing: Writing) -> Result<LessonsView, Failure> {
    cx.allow(Action::ReadMedia)?;
    let reader = cx.reader();
    let row = visible(cx, &reader, training).await?;
    if !TrainingKind::from_code(&row.kind).is_some_and(TrainingKind::teaches) {
        return Err(Failure::missing());
    }
    let rows = storage::lesson::of_training(&reader, cx.street(), training).await?;
    let may = row.status == "draft" && cx.allow(Action::ManageTrainings).is_ok();
    let form = if may { form(cx, &reader, &rows, writing).await? } else { None };
    let choices = match form.as_ref().and_then(|form| takes(form.kind)) {
        Some(kind) => choices(cx, &reader, kind).await?,
        None => Vec::new(),
    };
    let finished = finished(cx, &reader, &row, &rows).await?;
    let studied = storage::lesson::study_minutes(&reader, cx.street(), training).await?;
    let minutes: i64 = studied.iter().map(|one| one.minutes).sum();
    let count = |n| u32::try_from(n).unwrap_or(u32::MAX);
    Ok(LessonsView {
        training,
        parts: lines(&rows)?,
        is_new: matches!(writing, Writing::New(_)),
        hours: u16::try_from(row.hours).unwrap_or_default(),
        title: row.title,
        status: row.status,
        finished,
        studied: (count(i64::try_from(studied.len()).unwrap_or(i64::MAX)), count(minutes)),
        form,
        choices,
    })
}

async fn form(
    cx: &Cx,
    reader: &Reader,
    rows: &[LessonRow],
    writing: Writing,
) -> Result<Option<LessonInput>, Failure> {
    let blank = |lesson, kind| LessonInput {
        lesson,
        kind,
        title: String::new(),
        minutes: String::new(),
        body: String::new(),
        files: Vec::new(),
    };
    let id = match writing {
        Writing::Nothing => return Ok(None),
        Writing::New(kind) => return Ok(Some(blank(cx.new_uuid(), kind))),
        Writing::Part(id) => id,
    };
    let row = rows.iter().find(|row| row.id == id).ok_or_else(Failure::missing)?;
    let files = storage::lesson::files(reader, cx.street(), [id]).await?;
    let files = files.into_iter().map(|file| FileInput {
        media: file.media_id.to_string(),
        caption: file.caption,
        alt: file.alt,
    });
    let kind = LessonKind::from_code(&row.kind).unwrap_or(LessonKind::Text);
    Ok(Some(LessonInput {
        title: row.title.clone(),
        minutes: row.minutes.to_string(),
        body: row.body.clone(),
        files: files.collect(),
        ..blank(id, kind)
    }))
}

async fn choices(
    cx: &Cx,
    reader: &Reader,
    kind: domain::media::MediaKind,
) -> Result<Vec<MediaChoice>, Failure> {
    let rows = storage::media::published(reader, cx.street(), kind.code()).await?;
    let label = |row: &storage::media::MediaRow| match row.length_ms {
        Some(ms) => format!("{}（约 {} 分钟）", row.title, (ms + 59_999) / 60_000),
        None => row.title.clone(),
    };
    Ok(rows.iter().map(|row| MediaChoice { id: row.id, label: label(row) }).collect())
}

/// How many attendees finished each part.
async fn finished(
    cx: &Cx,
    reader: &Reader,
    training: &TrainingRow,
    rows: &[LessonRow],
) -> Result<Vec<u32>, Failure> {
    if training.status == "draft" {
        return Ok(Vec::new());
    }
    let counts = storage::lesson::finished_counts(reader, cx.street(), training.id).await?;
    let of = |id: Uuid| counts.iter().find(|(lesson, _)| *lesson == id).map_or(0, |(_, count)| *count);
    Ok(rows.iter().map(|row| u32::try_from(of(row.id)).unwrap_or(u32::MAX)).collect())
}

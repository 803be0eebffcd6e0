//! The parts of a training as they are read from the database.

use crate::{Cx, Failure, media::item};
use anyhow::anyhow;
use contract::lesson::{LessonBody, LessonFile, LessonLine, MyPart, PartState};
use domain::lesson::{LessonKind, Played, percent};
use std::collections::HashMap;
use storage::{
    db::Handle,
    lesson::{LessonMediaRow, LessonRow, LessonViewRow},
    media::MediaRow,
    training::EnrolmentRow,
};
use uuid::Uuid;

/// The lines of parts that stand in their order.
pub(crate) fn lines(rows: &[LessonRow]) -> Result<Vec<LessonLine>, Failure> {
    (1..).zip(rows).map(|(number, row)| line(row, number)).collect()
}

fn line(row: &LessonRow, number: u32) -> Result<LessonLine, Failure> {
    let damaged = || anyhow!("the lesson {} is damaged", row.id);
    Ok(LessonLine {
        id: row.id,
        seq: u32::try_from(row.seq).map_err(|_| damaged())?,
        number,
        kind: LessonKind::from_code(&row.kind).ok_or_else(damaged)?,
        title: row.title.clone(),
        minutes: u16::try_from(row.minutes).map_err(|_| damaged())?,
    })
}

/// What a part holds.
pub(super) async fn body(
    cx: &Cx,
    db: &impl Handle,
    row: &LessonRow,
    line: LessonLine,
) -> Result<LessonBody, Failure> {
    let files = storage::lesson::files(db, cx.street(), [row.id]).await?;
    let media = storage::media::by_ids(db, cx.street(), files.iter().map(|f| f.media_id)).await?;
    let media: HashMap<Uuid, MediaRow> = media.into_iter().map(|m| (m.id, m)).collect();
    let files = files.into_iter().map(|file| read_file(file, &media)).collect::<Result<_, _>>()?;
    Ok(LessonBody { line, html: super::to_html(&row.body), files })
}

fn read_file(file: LessonMediaRow, media: &HashMap<Uuid, MediaRow>) -> Result<LessonFile, Failure> {
    let row = media.get(&file.media_id).ok_or_else(|| anyhow!("the file {} is gone", file.media_id))?;
    let item = item(row)?;
    Ok(LessonFile {
        media: item.id,
        format: item.format,
        title: item.title,
        bytes: item.bytes,
        length_ms: item.length_ms,
        caption: file.caption,
        alt: file.alt,
    })
}

/// The parts of a training with how far an attendee is in the round they are in.
pub(crate) async fn my_parts(
    cx: &Cx,
    db: &impl Handle,
    enrolment: &EnrolmentRow,
) -> Result<Vec<MyPart>, Failure> {
    let rows = storage::lesson::of_training(db, cx.street(), enrolment.training_id).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let (training, person) = (enrolment.training_id, enrolment.person_id);
    let views = storage::lesson::views(db, cx.street(), training, person, enrolment.round).await?;
    let lengths = lengths(cx, db, &rows).await?;
    let parts = lines(&rows)?.into_iter().map(|line| {
        let view = views.iter().find(|view| view.lesson_id == line.id);
        let state = state(view, lengths.get(&line.id).copied());
        MyPart { line, state }
    });
    Ok(parts.collect())
}

/// How long the videos of some parts are, in milliseconds.
async fn lengths(cx: &Cx, db: &impl Handle, rows: &[LessonRow]) -> Result<HashMap<Uuid, u32>, Failure> {
    let videos = rows.iter().filter(|row| row.kind == LessonKind::Video.code()).map(|row| row.id);
    let files = storage::lesson::files(db, cx.street(), videos).await?;
    let media = storage::media::by_ids(db, cx.street(), files.iter().map(|f| f.media_id)).await?;
    let known = files.iter().filter_map(|file| {
        let length = media.iter().find(|m| m.id == file.media_id)?.length_ms?;
        Some((file.lesson_id, u32::try_from(length).ok()?))
    });
    Ok(known.collect())
}

/// How far somebody is with a part.
pub(super) fn state(view: Option<&LessonViewRow>, length_ms: Option<u32>) -> PartState {
    let Some(view) = view else { return PartState::New };
    match view.finished_at {
        Some(at) => PartState::Done { at },
        None => PartState::Open {
            percent: played_ms(view, length_ms)
                .zip(length_ms)
                .map(|(played, length)| percent(played, length)),
        },
    }
}

/// How much of a video somebody has played, where a page ever reported it.
pub(super) fn played_ms(view: &LessonViewRow, length_ms: Option<u32>) -> Option<u64> {
    let played = view.played.as_deref()?;
    Some(Played::parse(played, length_ms.unwrap_or(u32::MAX)).total_ms())
}

/// How many parts are not finished.
pub(crate) fn left(parts: &[MyPart]) -> u32 {
    let left = parts.iter().filter(|part| !matches!(part.state, PartState::Done { .. })).count();
    u32::try_from(left).unwrap_or(u32::MAX)
}

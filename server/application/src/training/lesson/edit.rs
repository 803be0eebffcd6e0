//! Writing the parts of a draft: adding, changing, ordering, removing; and looking at one as an attendee does.

use super::parts::{body, lines};
use crate::{Cx, Failure, training::visible};
use contract::{
    Field, FieldError, FieldProblem, Refusal, UiError,
    lesson::{LessonInput, MyLesson, MyPart, PartState},
};
use domain::{
    actor::Action,
    audit::{Event, Subject},
    lesson::{LessonKind, MOST_MINUTES, MOST_PARTS, MOST_PICTURES, Studied},
    media::{MediaKind, MediaState},
    training::{Title, TrainingKind},
};
use storage::{
    Writer,
    lesson::{LessonMediaRow, LessonRow},
    media::MediaRow,
    training::TrainingRow,
};
use uuid::Uuid;

/// The kind of file that a part takes.
#[must_use]
pub const fn takes(kind: LessonKind) -> Option<MediaKind> {
    match kind {
        LessonKind::Text => None,
        LessonKind::Pdf => Some(MediaKind::Pdf),
        LessonKind::Video => Some(MediaKind::Video),
        LessonKind::Pictures => Some(MediaKind::Picture),
    }
}

/// The most characters of a text.
const MOST_TEXT: u16 = 20_000;
const MOST_WORDS: usize = 200;

/// Finds a draft whose parts may be changed.
async fn draft(cx: &Cx, tx: &Writer, training: Uuid) -> Result<TrainingRow, Failure> {
    let row = storage::training::find(tx, cx.street(), training).await?.ok_or_else(Failure::missing)?;
    // Contests and tests of officials have no lessons.
    if !TrainingKind::from_code(&row.kind).is_some_and(TrainingKind::teaches) {
        return Err(Failure::missing());
    }
    if row.status == "draft" { Ok(row) } else { Err(Refusal::LessonsFrozen.into()) }
}

/// Adds a part at the end, or writes one anew: the form carries its id, so that what is sent twice is one part.
///
/// # Errors
/// Refuses what is wrong in the form, all at once; items of the library that are of another kind or not published;
/// a training that was published.
pub async fn save_lesson(cx: &Cx, training: Uuid, input: LessonInput) -> Result<u32, Failure> {
    cx.allow(Action::ManageTrainings)?;
    let (title, minutes) = understand(&input)?;
    let tx = cx.begin().await?;
    draft(cx, &tx, training).await?;
    let files = files(cx, &tx, &input).await?;
    let rows = storage::lesson::of_training(&tx, cx.street(), training).await?;
    let known = storage::lesson::find(&tx, cx.street(), input.lesson).await?;
    if known.as_ref().is_some_and(|row| row.training_id != training) {
        return Err(Failure::missing());
    }
    let last = rows.last().map_or(0, |row| row.seq);
    let row = LessonRow {
        street: cx.street().to_owned(),
        id: input.lesson,
        training_id: training,
        seq: known.as_ref().map_or(last + 1, |row| row.seq),
        kind: input.kind.code().into(),
        title: title.as_str().to_owned(),
        minutes: i32::from(minutes),
        body: input.body.trim().to_owned(),
    };
    let seq = u32::try_from(row.seq).unwrap_or_default();
    let mut count = rows.len();
    if known.is_some() {
        storage::lesson::save(&tx, row, files).await?;
    } else {
        if count >= MOST_PARTS {
            return Err(Refusal::TooManyParts { most: u32::try_from(MOST_PARTS).unwrap_or(u32::MAX) }.into());
        }
        count += 1;
        storage::lesson::add(&tx, row, files).await?;
    }
    changed(cx, &tx, training, count).await?;
    tx.commit().await?;
    Ok(seq)
}

async fn changed(cx: &Cx, tx: &Writer, training: Uuid, parts: usize) -> Result<(), Failure> {
    let parts = u32::try_from(parts).unwrap_or(u32::MAX);
    cx.log(tx, Event::LessonsChanged { parts }, Subject::new("training", training)).await
}

fn understand(input: &LessonInput) -> Result<(Title, u16), Failure> {
    let mut errors = Vec::new();
    let mut wrong = |field, problem| errors.push(FieldError { field, problem });
    let title = Title::parse(&input.title);
    if title.is_none() {
        wrong(
            Field::Title,
            match input.title.trim().chars().count() {
                0 => FieldProblem::Empty,
                1 => FieldProblem::TooShort { least: 2 },
                _ => FieldProblem::TooLong { most: 60 },
            },
        );
    }
    let minutes = input.minutes.trim().parse::<u16>().ok().filter(|m| (1..=MOST_MINUTES).contains(m));
    if minutes.is_none() {
        wrong(Field::Minutes, FieldProblem::OutOfRange { least: 1, most: MOST_MINUTES.into() });
    }
    let written = input.body.trim().chars().count();
    if input.kind == LessonKind::Text && written == 0 {
        wrong(Field::Body, FieldProblem::Empty);
    } else if written > usize::from(MOST_TEXT) {
        wrong(Field::Body, FieldProblem::TooLong { most: MOST_TEXT });
    }
    let chosen: Vec<_> = input.files.iter().filter(|file| !file.media.is_empty()).collect();
    if takes(input.kind).is_some() && chosen.is_empty() {
        wrong(Field::Media, FieldProblem::NothingChosen);
    }
    if input.kind == LessonKind::Pictures {
        let wordless = (1..).zip(&chosen).find(|(_, file)| file.alt.trim().is_empty());
        let wordy = chosen.iter().any(|file| {
            file.alt.trim().chars().count() > MOST_WORDS || file.caption.trim().chars().count() > MOST_WORDS
        });
        match wordless {
            Some((picture, _)) => wrong(Field::Media, FieldProblem::NoAlt { picture }),
            None if wordy => wrong(Field::Media, FieldProblem::TooLong { most: 200 }),
            None => {}
        }
    }
    match (title, minutes) {
        (Some(title), Some(minutes)) if errors.is_empty() => Ok((title, minutes)),
        _ => Err(UiError::Form(errors).into()),
    }
}

/// The files that the form names: published, of the right kind, one where the part takes one.
async fn files(cx: &Cx, tx: &Writer, input: &LessonInput) -> Result<Vec<LessonMediaRow>, Failure> {
    let Some(kind) = takes(input.kind) else { return Ok(Vec::new()) };
    let most = if input.kind == LessonKind::Pictures { MOST_PICTURES } else { 1 };
    let chosen: Vec<_> = input.files.iter().filter(|file| !file.media.is_empty()).take(most).collect();
    let ids: Vec<Uuid> = chosen.iter().filter_map(|file| file.media.parse().ok()).collect();
    let media = storage::media::by_ids(tx, cx.street(), ids).await?;
    let mut rows = Vec::with_capacity(chosen.len());
    for (place, file) in (1..).zip(chosen) {
        let found = media.iter().find(|m| file.media.parse() == Ok(m.id) && m.kind == kind.code());
        let Some(found) = found else {
            return Err(Failure::field(Field::Media, FieldProblem::NothingChosen));
        };
        refuse_unpublished(found)?;
        rows.push(LessonMediaRow {
            street: cx.street().to_owned(),
            lesson_id: input.lesson,
            place,
            media_id: found.id,
            caption: file.caption.trim().to_owned(),
            alt: file.alt.trim().to_owned(),
        });
    }
    Ok(rows)
}

fn refuse_unpublished(row: &MediaRow) -> Result<(), Failure> {
    if row.state == MediaState::Published.code() {
        return Ok(());
    }
    Err(Refusal::MediaUnpublished { title: row.title.clone() }.into())
}

/// Refuses to publish a training over a file that is not published; gives how many parts there are.
pub(crate) async fn ready(cx: &Cx, tx: &Writer, training: Uuid) -> Result<usize, Failure> {
    let rows = storage::lesson::of_training(tx, cx.street(), training).await?;
    let files = storage::lesson::files(tx, cx.street(), rows.iter().map(|row| row.id)).await?;
    let media = storage::media::by_ids(tx, cx.street(), files.iter().map(|file| file.media_id)).await?;
    media.iter().try_for_each(refuse_unpublished)?;
    Ok(rows.len())
}

/// Moves a part by one place. `seq` is where the page showed it: what is sent twice moves it once.
pub async fn move_lesson(cx: &Cx, training: Uuid, lesson: Uuid, seq: u32, up: bool) -> Result<(), Failure> {
    cx.allow(Action::ManageTrainings)?;
    let tx = cx.begin().await?;
    draft(cx, &tx, training).await?;
    let rows = storage::lesson::of_training(&tx, cx.street(), training).await?;
    let at = rows.iter().position(|row| row.id == lesson).ok_or_else(Failure::missing)?;
    let to = if up { at.checked_sub(1) } else { Some(at + 1) };
    let (Some(one), Some(other)) = (rows.get(at), to.and_then(|to| rows.get(to))) else { return Ok(()) };
    if u32::try_from(one.seq) != Ok(seq) {
        return Ok(());
    }
    storage::lesson::swap(&tx, cx.street(), one, other).await?;
    changed(cx, &tx, training, rows.len()).await?;
    Ok(tx.commit().await?)
}

/// Removes a part from a draft.
pub async fn remove_lesson(cx: &Cx, training: Uuid, lesson: Uuid) -> Result<(), Failure> {
    cx.allow(Action::ManageTrainings)?;
    let tx = cx.begin().await?;
    draft(cx, &tx, training).await?;
    let rows = storage::lesson::of_training(&tx, cx.street(), training).await?;
    let row = rows.iter().find(|row| row.id == lesson).ok_or_else(Failure::missing)?;
    storage::lesson::remove(&tx, cx.street(), row.id).await?;
    changed(cx, &tx, training, rows.len() - 1).await?;
    Ok(tx.commit().await?)
}

/// Shows a part to the office as an attendee sees it; nothing is noted.
pub async fn preview_lesson(cx: &Cx, training: Uuid, seq: u32) -> Result<MyLesson, Failure> {
    cx.allow(Action::ReadMedia)?;
    let reader = cx.reader();
    let row = visible(cx, &reader, training).await?;
    let rows = storage::lesson::of_training(&reader, cx.street(), training).await?;
    let lines = lines(&rows)?;
    let at = lines.iter().position(|line| line.seq == seq).ok_or_else(Failure::missing)?;
    let line = lines[at].clone();
    let (kind, minutes) = (line.kind, line.minutes);
    let body = body(cx, &reader, &rows[at], line).await?;
    let parts = lines.into_iter().map(|line| MyPart { line, state: PartState::New }).collect();
    let studied = Studied { kind, minutes, length_ms: None, played_ms: None, open_ms: 0 };
    Ok(MyLesson {
        training,
        training_title: row.title,
        body,
        state: PartState::New,
        position_ms: 0,
        studied,
        parts,
        preview: true,
    })
}

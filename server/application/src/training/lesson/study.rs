//! An attendee at a part: opening it, where a video stands, finishing it.

use super::parts::{body, left, my_parts, played_ms, state};
use crate::{Cx, Failure};
use contract::{
    Refusal,
    lesson::{LessonBody, MyLesson},
};
use domain::{
    actor::Action,
    audit::{Event, Subject},
    lesson::{FinishRefusal, LessonKind, Played, Studied, finish, percent, take_report},
};
use storage::{
    Failed,
    db::Handle,
    lesson::{LessonRow, LessonViewRow},
    training::EnrolmentRow,
};
use uuid::Uuid;

/// A part with the attendee who asks for it.
struct Mine {
    enrolment: EnrolmentRow,
    row: LessonRow,
    body: LessonBody,
}

impl Mine {
    /// The length of the part's video, in milliseconds.
    fn length_ms(&self) -> Option<u32> {
        self.body.files.first().filter(|_| self.body.line.kind == LessonKind::Video)?.length_ms
    }
    fn studied(&self, cx: &Cx, view: &LessonViewRow) -> Studied {
        Studied {
            kind: self.body.line.kind,
            minutes: self.body.line.minutes,
            length_ms: self.length_ms(),
            played_ms: played_ms(view, self.length_ms()),
            open_ms: millis(cx.now() - view.opened_at),
        }
    }
}

fn millis(time: chrono::TimeDelta) -> u64 {
    u64::try_from(time.num_milliseconds()).unwrap_or(0)
}

/// Finds a part of a training that the asker attends and that teaches.
async fn mine(cx: &Cx, db: &impl Handle, training: Uuid, seq: u32) -> Result<Mine, Failure> {
    let person = cx.actor()?.person.ok_or(domain::actor::Denied)?;
    cx.allow(Action::ActAs(person))?;
    let enrolment = storage::training::enrolment(db, cx.street(), training, person.uuid()).await?;
    let enrolment = enrolment.ok_or_else(Failure::missing)?;
    let rows = storage::lesson::of_training(db, cx.street(), training).await?;
    let mut lines = super::parts::lines(&rows)?;
    let at = lines.iter().position(|line| line.seq == seq).ok_or_else(Failure::missing)?;
    let row = rows.into_iter().nth(at).ok_or_else(Failure::missing)?;
    let body = body(cx, db, &row, lines.swap_remove(at)).await?;
    Ok(Mine { enrolment, row, body })
}

/// Shows a part to an attendee; the first look is when it was opened.
pub async fn my_lesson(cx: &Cx, training: Uuid, seq: u32) -> Result<MyLesson, Failure> {
    let reader = cx.reader();
    let mine = mine(cx, &reader, training, seq).await?;
    let view = match find(cx, &reader, &mine).await? {
        Some(view) => view,
        None => open(cx, &mine).await?,
    };
    let row = storage::training::find(&reader, cx.street(), training).await?.ok_or_else(Failure::missing)?;
    let parts = my_parts(cx, &cx.reader(), &mine.enrolment).await?;
    Ok(MyLesson {
        training,
        training_title: row.title,
        state: state(Some(&view), mine.length_ms()),
        position_ms: u64::try_from(view.position_ms).unwrap_or(0),
        studied: mine.studied(cx, &view),
        body: mine.body,
        parts,
        preview: false,
    })
}

async fn find(cx: &Cx, db: &impl Handle, mine: &Mine) -> Result<Option<LessonViewRow>, Failure> {
    let enrolment = &mine.enrolment;
    let view = storage::lesson::view(db, cx.street(), mine.row.id, enrolment.person_id, enrolment.round);
    Ok(view.await?)
}

/// Notes that a part was opened. Two looks at once are one.
async fn open(cx: &Cx, mine: &Mine) -> Result<LessonViewRow, Failure> {
    let row = LessonViewRow {
        street: cx.street().to_owned(),
        lesson_id: mine.row.id,
        person_id: mine.enrolment.person_id,
        round: mine.enrolment.round,
        training_id: mine.row.training_id,
        opened_at: cx.now(),
        seen_at: cx.now(),
        position_ms: 0,
        played: None,
        finished_at: None,
    };
    let tx = cx.begin().await?;
    match storage::lesson::add_view(&tx, row.clone()).await {
        Ok(()) => tx.commit().await?,
        Err(Failed::AlreadyThere) => {
            drop(tx);
            return find(cx, &cx.reader(), mine).await?.ok_or_else(Failure::missing);
        }
        Err(failed) => return Err(failed.into()),
    }
    Ok(row)
}

/// What a page reports of a video.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Where it stands, in milliseconds.
    pub position_ms: u64,
    /// What the page has played, as `FROM-TO,…` in milliseconds.
    pub played: String,
}

/// How much of a video counts as played.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Watched {
    /// Whole percent; none where the video's length is unknown.
    pub percent: Option<u8>,
    /// Whether the part can be finished now.
    pub enough: bool,
}

/// Takes a report of a page: where the video stands, and what was played. A report that outruns the clock moves the
/// position and nothing else. Sent again it changes nothing. Housekeeping: it leaves no trace of its own.
pub async fn report_video(cx: &Cx, training: Uuid, seq: u32, report: Report) -> Result<Watched, Failure> {
    let tx = cx.begin().await?;
    let mine = mine(cx, &tx, training, seq).await?;
    let mut view = find(cx, &tx, &mine).await?.ok_or_else(Failure::missing)?;
    let Some(length) = mine.length_ms() else {
        // Where the length is unknown, only the position is kept: the minutes of the part count.
        let position_ms = i64::try_from(report.position_ms).unwrap_or(0);
        storage::lesson::save_view(&tx, LessonViewRow { position_ms, ..view }).await?;
        tx.commit().await?;
        return Ok(Watched { percent: None, enough: false });
    };
    let known = Played::parse(view.played.as_deref().unwrap_or_default(), length);
    let reported = Played::parse(&report.played, length);
    let taken = take_report(&known, &reported, millis(cx.now() - view.seen_at));
    if taken.is_some() {
        view.seen_at = cx.now();
    }
    let played = taken.unwrap_or(known);
    view.played = Some(played.to_text());
    view.position_ms = i64::try_from(report.position_ms.min(u64::from(length))).unwrap_or(0);
    let enough = view.finished_at.is_some() || finish(mine.studied(cx, &view)).is_ok();
    storage::lesson::save_view(&tx, view).await?;
    tx.commit().await?;
    Ok(Watched { percent: Some(percent(played.total_ms(), length)), enough })
}

/// What finishing a part leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Finished {
    /// Parts that are left.
    pub left: u32,
    /// The next part that is left, by its place in the address.
    pub next: Option<u32>,
}

/// Finishes a part, and with the last one the lesson. Once is enough; sent again it is the same.
///
/// # Errors
/// Refuses a video of which too little was played, or whose minutes have not passed.
pub async fn finish_lesson(cx: &Cx, training: Uuid, seq: u32) -> Result<Finished, Failure> {
    let tx = cx.begin().await?;
    let mine = mine(cx, &tx, training, seq).await?;
    // Who never opened it has not read it.
    let view = find(cx, &tx, &mine).await?.ok_or_else(Failure::missing)?;
    if view.finished_at.is_none() {
        let studied = mine.studied(cx, &view);
        finish(studied).map_err(|refusal| match refusal {
            FinishRefusal::Wait { minutes } => Refusal::PartTooSoon { minutes },
            FinishRefusal::Watch { percent } => Refusal::VideoNotWatched { percent },
        })?;
        storage::lesson::save_view(&tx, LessonViewRow { finished_at: Some(cx.now()), ..view }).await?;
        let event = Event::LessonFinished {
            seq,
            minutes: studied.minutes.into(),
            percent: studied.played_ms.zip(studied.length_ms).map(|(played, length)| percent(played, length)),
        };
        cx.log(&tx, event, Subject::new("lesson", mine.row.id)).await?;
    }
    let parts = my_parts(cx, &tx, &mine.enrolment).await?;
    let left = left(&parts);
    // A closed training is read for its own sake: what is recorded of its attendees stands.
    if left == 0 && !super::is_closed(cx, &tx, training).await? {
        super::read(cx, &tx, mine.enrolment).await?;
    }
    tx.commit().await?;
    let is_left =
        |part: &&contract::lesson::MyPart| !matches!(part.state, contract::lesson::PartState::Done { .. });
    // First the ones behind it, then what was left out before.
    let later = parts.iter().filter(|part| part.line.seq > seq).find(is_left);
    let next = later.or_else(|| parts.iter().find(is_left)).map(|part| part.line.seq);
    Ok(Finished { left, next })
}

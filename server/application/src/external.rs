//! Activities of the province, the city or the district: recorded with who took part, proved by files,
//! confirmed by another member of the office. Only what is confirmed counts.

use crate::{Cx, Failure, practical::named, session::people};
use chrono::NaiveDate;
use contract::{
    Field, FieldError, FieldProblem, Pager, Refusal, UiError,
    external::{Evidence, ExternalLine, ExternalList, ExternalView},
};
use domain::{
    actor::{Action, may},
    audit::{Event, Subject},
    external::{ConfirmRefusal, Level, MOST_FILES, confirm, media},
    hash::hash,
    id::Id,
};
use std::collections::BTreeSet;
use storage::{
    Failed, Writer,
    external::{EvidenceRow, ExternalRow, ParticipantRow},
};
use uuid::Uuid;

/// Rows of a page.
const SIZE: u64 = 50;
/// The most people of one activity.
const MOST_PEOPLE: usize = 300;

/// An activity, as filled in.
#[derive(Clone, Debug, Default)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct ExternalForm {
    pub key: Option<Uuid>,
    pub title: String,
    pub level: String,
    pub organiser: String,
    pub held_on: String,
    pub hours: String,
    pub people: String,
    pub remark: String,
}

/// Lists the activities, the newest first.
pub async fn list_external(cx: &Cx, page: u64) -> Result<ExternalList, Failure> {
    let actor = cx.allow(Action::ReadOffice)?;
    let reader = cx.reader();
    let found = storage::external::page(&reader, cx.street(), page, SIZE).await?;
    let ids: Vec<Uuid> = found.rows.iter().map(|row| row.id).collect();
    let people = storage::external::participants(&reader, cx.street(), ids).await?;
    let lines = found.rows.into_iter().map(|row| {
        let count = people.iter().filter(|p| p.activity_id == row.id).count();
        line(row, count)
    });
    Ok(ExternalList {
        lines: lines.collect(),
        pager: Pager { page, size: SIZE, total: found.total },
        may_write: may(actor, Action::ManageTrainings).is_ok(),
    })
}

/// Makes the key of a new entry, so that sending it twice records it once.
pub fn new_external(cx: &Cx) -> Result<Uuid, Failure> {
    cx.allow(Action::ManageTrainings)?;
    Ok(cx.new_uuid())
}

/// Shows one activity with its people and its files.
pub async fn show_external(cx: &Cx, id: Uuid) -> Result<ExternalView, Failure> {
    let actor = cx.allow(Action::ReadOffice)?;
    let reader = cx.reader();
    let row = storage::external::find(&reader, cx.street(), id).await?.ok_or_else(Failure::missing)?;
    let who = storage::external::participants(&reader, cx.street(), [id]).await?;
    let named = people(cx, &reader, who.iter().map(|p| p.person_id).collect()).await?;
    let mut people: Vec<(String, String)> =
        named.into_values().map(|(person, unit)| (person.name, unit)).collect();
    people.sort_by(|a, b| (&a.1, &a.0).cmp(&(&b.1, &b.0)));
    let files = storage::external::evidence_of(&reader, cx.street(), id).await?;
    let office = may(actor, Action::ManageTrainings).is_ok();
    let own = row.recorded_by == actor.account.uuid();
    let open = office && row.confirmed_at.is_none();
    Ok(ExternalView {
        may_add: open && files.len() < MOST_FILES,
        may_confirm: open && confirm(Id::new(row.recorded_by), actor.account, files.len()).is_ok(),
        own: open && own,
        evidence: files
            .into_iter()
            .map(|file| Evidence { id: file.id, name: file.name, picture: file.media.starts_with("image/") })
            .collect(),
        line: line(row, people.len()),
        people,
    })
}

/// Records an activity with who took part. Sent twice, it stands once.
pub async fn record_external(cx: &Cx, form: ExternalForm) -> Result<Uuid, Failure> {
    let by = cx.allow(Action::ManageTrainings)?.account.uuid();
    let id = form.key.ok_or(UiError::Unreadable)?;
    let tx = cx.begin().await?;
    let (row, who) = understand(cx, &tx, &form, by, id).await?;
    let count = u32::try_from(who.len()).unwrap_or(u32::MAX);
    let street = cx.street().to_owned();
    let who = who.into_iter().map(|person_id| ParticipantRow {
        street: street.clone(),
        activity_id: id,
        person_id,
    });
    match storage::external::add(&tx, row, who.collect()).await {
        Err(Failed::AlreadyThere) => return Ok(id),
        other => other?,
    }
    cx.log(&tx, Event::ExternalRecorded { people: count }, Subject::new("external", id)).await?;
    tx.commit().await?;
    Ok(id)
}

/// Adds a file that proves an activity: a picture or a PDF, by its first bytes. The same file again is as once.
pub async fn add_evidence(cx: &Cx, id: Uuid, name: &str, content: Vec<u8>) -> Result<(), Failure> {
    let by = cx.allow(Action::ManageTrainings)?.account.uuid();
    let Some(media) = media(&content) else { return Err(Refusal::EvidenceUnreadable.into()) };
    let content_hash = hex::encode(hash(&content));
    let tx = cx.begin().await?;
    let row = storage::external::find(&tx, cx.street(), id).await?.ok_or_else(Failure::missing)?;
    if row.confirmed_at.is_some() {
        return Err(Refusal::ExternalStands.into());
    }
    let before = storage::external::evidence_of(&tx, cx.street(), id).await?;
    if before.iter().any(|file| file.content_hash == content_hash) {
        return Ok(());
    }
    if before.len() >= MOST_FILES {
        return Err(Refusal::EvidenceFull.into());
    }
    let name: String = name.chars().filter(|c| !c.is_control()).take(80).collect();
    let file = EvidenceRow {
        street: cx.street().to_owned(),
        id: cx.new_uuid(),
        activity_id: id,
        place: i32::try_from(before.len()).unwrap_or(0) + 1,
        name: if name.trim().is_empty() { "证明材料".into() } else { name },
        media: media.into(),
        content,
        content_hash: content_hash.clone(),
        added_at: cx.now(),
        added_by: by,
    };
    storage::external::add_evidence(&tx, file).await?;
    cx.log(&tx, Event::EvidenceAdded { content_hash }, Subject::new("external", id)).await?;
    Ok(tx.commit().await?)
}

/// Gives a file with its name and its media type.
pub async fn evidence(cx: &Cx, activity: Uuid, id: Uuid) -> Result<(String, String, Vec<u8>), Failure> {
    cx.allow(Action::ReadOffice)?;
    let file = storage::external::evidence(&cx.reader(), cx.street(), id).await?;
    let file = file.filter(|file| file.activity_id == activity).ok_or_else(Failure::missing)?;
    Ok((file.name, file.media, file.content))
}

/// Confirms an activity, so that it counts. Confirmed again, it is as once.
///
/// # Errors
/// Refuses who recorded it, and what nothing proves.
pub async fn confirm_external(cx: &Cx, id: Uuid) -> Result<(), Failure> {
    let by = cx.allow(Action::ManageTrainings)?.account;
    let tx = cx.begin().await?;
    let row = storage::external::find(&tx, cx.street(), id).await?.ok_or_else(Failure::missing)?;
    let files = storage::external::evidence_of(&tx, cx.street(), id).await?;
    confirm(Id::new(row.recorded_by), by, files.len()).map_err(|refusal| match refusal {
        ConfirmRefusal::OwnRecord => Refusal::ConfirmNeedsSecond,
        ConfirmRefusal::NoEvidence => Refusal::EvidenceFirst,
    })?;
    if row.confirmed_at.is_none()
        && storage::external::confirm(&tx, cx.street(), id, by.uuid(), cx.now()).await?
    {
        cx.log(&tx, Event::ExternalConfirmed, Subject::new("external", id)).await?;
        tx.commit().await?;
    }
    Ok(())
}

fn line(row: ExternalRow, people: usize) -> ExternalLine {
    ExternalLine {
        id: row.id,
        title: row.title,
        level: Level::from_code(&row.level),
        organiser: row.organiser,
        held_on: row.held_on,
        hours: u16::try_from(row.hours).unwrap_or_default(),
        remark: row.remark,
        people: u32::try_from(people).unwrap_or(u32::MAX),
        confirmed: row.confirmed_at.is_some(),
    }
}

async fn understand(
    cx: &Cx,
    tx: &Writer,
    form: &ExternalForm,
    by: Uuid,
    id: Uuid,
) -> Result<(ExternalRow, BTreeSet<Uuid>), Failure> {
    let mut wrong = Vec::new();
    let mut words = |field, text: &str| match text.trim().chars().count() {
        0 => wrong.push(FieldError { field, problem: FieldProblem::Empty }),
        1 => wrong.push(FieldError { field, problem: FieldProblem::TooShort { least: 2 } }),
        2..=60 => {}
        _ => wrong.push(FieldError { field, problem: FieldProblem::TooLong { most: 60 } }),
    };
    words(Field::Title, &form.title);
    words(Field::Organiser, &form.organiser);
    let mut complain = |field, problem| wrong.push(FieldError { field, problem });
    let level = Level::from_code(&form.level);
    if level.is_none() {
        complain(Field::Level, FieldProblem::NothingChosen);
    }
    let held_on = form.held_on.trim().parse::<NaiveDate>().ok();
    let held_on = held_on.filter(|day| domain::carrier::may_enter(*day, cx.today(), true));
    if held_on.is_none() {
        complain(Field::HeldOn, FieldProblem::NotADayPast);
    }
    let hours = match form.hours.trim() {
        "" => Some(0),
        text => text.parse().ok().filter(|hours| (0..=200).contains(hours)),
    };
    if hours.is_none() {
        complain(Field::Hours, FieldProblem::OutOfRange { least: 0, most: 200 });
    }
    if form.remark.trim().chars().count() > 200 {
        complain(Field::Remarks, FieldProblem::TooLong { most: 200 });
    }
    let lines: Vec<&str> = form.people.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let (who, unknown) = if lines.len() > MOST_PEOPLE {
        complain(Field::People, FieldProblem::OutOfRange { least: 1, most: 300 });
        (BTreeSet::new(), 0)
    } else {
        named(cx, tx, &lines).await?
    };
    if unknown > 0 {
        complain(Field::People, FieldProblem::PeopleUnknown { lines: unknown });
    } else if lines.is_empty() {
        complain(Field::People, FieldProblem::Empty);
    }
    let (Some(level), Some(held_on), Some(hours), true) = (level, held_on, hours, wrong.is_empty()) else {
        return Err(UiError::Form(wrong).into());
    };
    let row = ExternalRow {
        street: cx.street().to_owned(),
        id,
        title: form.title.trim().to_owned(),
        level: level.code().into(),
        organiser: form.organiser.trim().to_owned(),
        held_on,
        hours,
        remark: form.remark.trim().to_owned(),
        recorded_at: cx.now(),
        recorded_by: by,
        confirmed_at: None,
        confirmed_by: None,
    };
    Ok((row, who))
}

//! How a training is held, and its sessions: made, changed, taken away.

use super::{found, purpose, teaches};
use crate::{Cx, Failure};
use anyhow::anyhow;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use contract::{Field, FieldError, FieldProblem, Refusal, UiError};
use domain::{
    actor::Action,
    audit::{Event, Subject},
    calendar,
    session::{Mode, Tag, hours_between},
};
use storage::{
    Failed,
    session::{FormRow, SessionRow},
};
use uuid::Uuid;

/// How a training is held, as filled in.
#[derive(Clone, Debug, Default)]
pub struct FormForm {
    /// The training.
    pub training: Uuid,
    /// The code of the mode.
    pub mode: String,
    /// Who is commissioned.
    pub agency: String,
    /// The code of what it is for; empty for nothing special.
    pub tag: String,
}

/// Says how a training is held. The mode stays once somebody has come.
pub async fn save_form(cx: &Cx, form: FormForm) -> Result<(), Failure> {
    let by = cx.allow(Action::ManageTrainings)?.account.uuid();
    let mode = Mode::from_code(&form.mode);
    let mode = mode.ok_or_else(|| Failure::field(Field::Mode, FieldProblem::NothingChosen))?;
    let agency = form.agency.trim();
    if agency.chars().count() > 60 {
        return Err(Failure::field(Field::Agency, FieldProblem::TooLong { most: 60 }));
    }
    let tx = cx.begin().await?;
    let training = storage::training::find(&tx, cx.street(), form.training).await?;
    let training = training.ok_or_else(Failure::missing)?;
    teaches(&training)?;
    if training.status == "closed" {
        return Err(Refusal::TrainingArchived.into());
    }
    let row = FormRow {
        street: cx.street().to_owned(),
        training_id: training.id,
        mode: mode.code().to_owned(),
        agency: agency.to_owned(),
        tag: Tag::from_code(&form.tag).map(|tag| tag.code().to_owned()),
        changed_at: cx.now(),
        changed_by: by,
    };
    match storage::session::save_form(&tx, row).await {
        Err(refused) if refused.is_refusal("form_stands") => return Err(Refusal::ModeStays.into()),
        other => other?,
    }
    let event = Event::TrainingFormSet { mode: mode.code().to_owned() };
    cx.log(&tx, event, Subject::new("training", training.id)).await?;
    Ok(tx.commit().await?)
}

/// A session, as filled in.
#[derive(Clone, Debug, Default)]
pub struct SessionForm {
    /// The training of a new session.
    pub training: Option<Uuid>,
    /// The session to be changed; none for a new one.
    pub session: Option<Uuid>,
    /// What is taught.
    pub topic: String,
    /// Where.
    pub place: String,
    /// By whom.
    pub lecturer: String,
    /// By which agency.
    pub agency: String,
    /// On which day.
    pub date: String,
    /// From when: `09:00`.
    pub from: String,
    /// Until when.
    pub until: String,
    /// Class hours; empty for as many as fit.
    pub hours: String,
    /// The most people; empty for no limit.
    pub capacity: String,
}

/// What was filled in, understood.
struct Understood {
    topic: String,
    place: String,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    hours: i32,
    capacity: Option<i32>,
}

/// Plans a session, or changes one. Sent twice, the same session stands once.
///
/// # Errors
/// Refuses other times once somebody has come, and what does not teach or is online.
pub async fn save_session(cx: &Cx, form: SessionForm) -> Result<Uuid, Failure> {
    let by = cx.allow(Action::ManageTrainings)?.account.uuid();
    let understood = understand(&form)?;
    let tx = cx.begin().await?;
    let (training, before) = match form.session {
        Some(id) => {
            let (row, training) = found(cx, &tx, id).await?;
            (training, Some(row))
        }
        None => {
            let id = form.training.ok_or_else(Failure::missing)?;
            let row = storage::training::find(&tx, cx.street(), id).await?;
            (row.ok_or_else(Failure::missing)?, None)
        }
    };
    teaches(&training)?;
    if training.status == "closed" {
        return Err(Refusal::TrainingArchived.into());
    }
    let mode = super::form_view(storage::session::form(&tx, cx.street(), training.id).await?).mode;
    if !mode.has_sessions() {
        return Err(Refusal::OnlineOnly.into());
    }
    let others = storage::session::of_trainings(&tx, cx.street(), [training.id]).await?;
    let same = |row: &&SessionRow| row.starts_at == understood.starts_at && row.place == understood.place;
    if let (None, Some(twin)) = (&before, others.iter().find(same)) {
        return Ok(twin.id);
    }
    let id = before.as_ref().map_or_else(|| cx.new_uuid(), |row| row.id);
    let sealed = match &before {
        Some(row) => row.sealed_secret.clone(),
        None => {
            let sealed = cx.services().sealer.seal(&purpose(id), cx.random(), &cx.random::<32>());
            sealed.map_err(|e| anyhow!("sealing: {e}"))?
        }
    };
    let (created_at, created_by) =
        before.as_ref().map_or((cx.now(), by), |row| (row.created_at, row.created_by));
    let row = SessionRow {
        street: cx.street().to_owned(),
        id,
        training_id: training.id,
        topic: understood.topic,
        place: understood.place,
        lecturer: form.lecturer.trim().chars().take(60).collect(),
        agency: form.agency.trim().chars().take(60).collect(),
        starts_at: understood.starts_at,
        ends_at: understood.ends_at,
        hours: understood.hours,
        capacity: understood.capacity,
        sealed_secret: sealed,
        created_at,
        created_by,
    };
    let hours = row.hours.unsigned_abs();
    let saved = match before {
        Some(_) => storage::session::save(&tx, row).await,
        None => storage::session::add(&tx, row).await,
    };
    match saved {
        Err(refused) if refused.is_refusal("session_stands") => return Err(Refusal::SessionAttended.into()),
        other => other?,
    }
    cx.log(&tx, Event::SessionPlanned { hours }, Subject::new("session", id)).await?;
    tx.commit().await?;
    Ok(id)
}

/// Takes a session away to which nobody has come; gives its training.
pub async fn remove_session(cx: &Cx, id: Uuid) -> Result<Uuid, Failure> {
    cx.allow(Action::ManageTrainings)?;
    let tx = cx.begin().await?;
    let (_, training) = found(cx, &tx, id).await?;
    if !storage::session::attendance_of(&tx, cx.street(), id).await?.is_empty() {
        return Err(Refusal::SessionAttended.into());
    }
    match storage::session::remove(&tx, cx.street(), id).await {
        // Somebody came between looking and writing.
        Err(Failed::Refused(_)) => return Err(Refusal::SessionAttended.into()),
        other => other?,
    }
    cx.log(&tx, Event::SessionRemoved, Subject::new("session", id)).await?;
    tx.commit().await?;
    Ok(training.id)
}

fn understand(form: &SessionForm) -> Result<Understood, Failure> {
    let mut wrong = Vec::new();
    let mut words = |field, text: &str| {
        let text = text.trim();
        match text.chars().count() {
            0 => wrong.push(FieldError { field, problem: FieldProblem::Empty }),
            1 => wrong.push(FieldError { field, problem: FieldProblem::TooShort { least: 2 } }),
            2..=60 => {}
            _ => wrong.push(FieldError { field, problem: FieldProblem::TooLong { most: 60 } }),
        }
        text.to_owned()
    };
    let (topic, place) = (words(Field::Topic, &form.topic), words(Field::Place, &form.place));
    let mut complain = |field, problem| wrong.push(FieldError { field, problem });
    let date = form.date.trim().parse::<NaiveDate>().ok();
    if date.is_none() {
        complain(Field::Date, FieldProblem::NotADate);
    }
    let time = |text: &str| NaiveTime::parse_from_str(text.trim(), "%H:%M").ok();
    let period = date.zip(time(&form.from).zip(time(&form.until))).map(|(date, (from, until))| {
        (calendar::instant(date.and_time(from)), calendar::instant(date.and_time(until)))
    });
    let period = period.filter(|(from, until)| until > from);
    if date.is_some() && period.is_none() {
        complain(Field::Until, FieldProblem::NotAPeriod);
    }
    let most = period.map_or(24, |(from, until)| i32::from(hours_between(from, until)));
    let hours = match form.hours.trim() {
        "" => Some(most),
        text => text.parse().ok().filter(|hours| (0..=most).contains(hours)),
    };
    if hours.is_none() {
        complain(Field::Hours, FieldProblem::OutOfRange { least: 0, most });
    }
    let capacity = match form.capacity.trim() {
        "" => Some(None),
        text => text.parse().ok().filter(|most| (1..=10_000).contains(most)).map(Some),
    };
    if capacity.is_none() {
        complain(Field::Capacity, FieldProblem::OutOfRange { least: 1, most: 10_000 });
    }
    match (period, hours, capacity) {
        (Some((starts_at, ends_at)), Some(hours), Some(capacity)) if wrong.is_empty() => {
            Ok(Understood { topic, place, starts_at, ends_at, hours, capacity })
        }
        _ => Err(UiError::Form(wrong).into()),
    }
}

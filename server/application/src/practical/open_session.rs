//! Opening a practical assessment: its sheet, its judges, its people.

use super::{read_sheet, sheet_line};
use crate::{Cx, Failure};
use chrono::NaiveDate;
use contract::{
    Field, FieldError, FieldProblem, Refusal, UiError,
    practical::{JudgeChoice, SessionForm},
};
use domain::{
    actor::{Action, Role},
    audit::{Event, Subject},
    organization::Mobile,
    practical::LEAST_JUDGES,
    training::Title,
};
use std::collections::BTreeSet;
use storage::{
    Failed, Writer,
    practical::{CandidateRow, Eligible, JudgeRow, SessionRow},
};
use uuid::Uuid;

/// The most people of one assessment.
const MOST_PEOPLE: usize = 300;

/// What the office fills in for an assessment.
#[derive(Clone, Debug, Default)]
pub struct NewSession {
    /// The title.
    pub title: String,
    /// The version of a score sheet.
    pub sheet: Option<Uuid>,
    /// The training it belongs to, where it does.
    pub training: Option<Uuid>,
    /// The day.
    pub held_on: String,
    /// The accounts of the judges.
    pub judges: Vec<Uuid>,
    /// One person a line, name and mobile number; empty takes the attendees of the training.
    pub people: String,
}

/// Shows what the form for a new assessment offers.
pub async fn session_form(cx: &Cx) -> Result<SessionForm, Failure> {
    cx.allow(Action::ManageTrainings)?;
    let reader = cx.reader();
    let mut rows = storage::practical::sheets(&reader, cx.street()).await?;
    rows.dedup_by(|later, first| later.title == first.title);
    let sheets = rows.iter().map(|row| Ok(sheet_line(row, &read_sheet(row)?)));
    let trainings = storage::training::page(&reader, cx.street(), &["training"], 1, 50).await?.rows;
    let trainings = trainings.into_iter().filter(|t| t.status != "draft").map(|t| (t.id, t.title));
    Ok(SessionForm {
        sheets: sheets.collect::<Result<_, Failure>>()?,
        judges: storage::practical::eligible(&reader, cx.street()).await?.iter().map(choice).collect(),
        trainings: trainings.collect(),
    })
}

pub(super) fn choice(eligible: &Eligible) -> JudgeChoice {
    let role = Role::from_code(&eligible.role).map_or("", Role::term);
    JudgeChoice { account: eligible.account, label: format!("{}（{role}）", eligible.name) }
}

/// Opens an assessment.
///
/// # Errors
/// Refuses fewer than two judges, people who are not known, and what the form lacks.
pub async fn open_session(cx: &Cx, form: NewSession) -> Result<Uuid, Failure> {
    let actor = cx.allow(Action::ManageTrainings)?;
    let tx = cx.begin().await?;
    let mut wrong = Vec::new();
    let title = Title::parse(&form.title);
    let mut complain = |field, problem| wrong.push(FieldError { field, problem });
    if title.is_none() {
        complain(Field::Title, FieldProblem::TooShort { least: 2 });
    }
    let held_on = form.held_on.trim().parse::<NaiveDate>().ok();
    if held_on.is_none() {
        complain(Field::HeldOn, FieldProblem::NotADate);
    }
    let sheet = match form.sheet {
        Some(sheet) => storage::practical::sheet(&tx, cx.street(), sheet).await?,
        None => None,
    };
    if sheet.is_none() {
        complain(Field::Sheet, FieldProblem::NothingChosen);
    }
    let eligible = storage::practical::eligible(&tx, cx.street()).await?;
    let judges: BTreeSet<Uuid> =
        form.judges.iter().copied().filter(|judge| eligible.iter().any(|e| e.account == *judge)).collect();
    if judges.len() < LEAST_JUDGES {
        complain(Field::Judges, FieldProblem::TooFew { least: 2 });
    }
    let people = match people(cx, &tx, &form).await? {
        Ok(people) => people,
        Err(problem) => {
            complain(Field::People, problem);
            BTreeSet::new()
        }
    };
    let (Some(title), Some(held_on), Some(sheet), true) = (title, held_on, sheet, wrong.is_empty()) else {
        return Err(UiError::Form(wrong).into());
    };
    let id = cx.new_uuid();
    let (street, now) = (cx.street().to_owned(), cx.now());
    let row = SessionRow {
        street: street.clone(),
        id,
        title: title.as_str().to_owned(),
        sheet_id: sheet.id,
        training_id: form.training,
        held_on,
        created_at: now,
        created_by: actor.account.uuid(),
    };
    let whole = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let event = Event::PracticalOpened { judges: whole(judges.len()), candidates: whole(people.len()) };
    let judge = |account_id| JudgeRow { street: street.clone(), session_id: id, account_id, named_at: now };
    let candidate = |person_id| CandidateRow {
        street: street.clone(),
        session_id: id,
        person_id,
        note: None,
        noted_at: None,
        noted_by: None,
    };
    let (judges, people) =
        (judges.into_iter().map(judge).collect(), people.into_iter().map(candidate).collect());
    storage::practical::add_session(&tx, row, judges, people).await?;
    cx.log(&tx, event, Subject::new("practical_session", id)).await?;
    tx.commit().await?;
    Ok(id)
}

/// Finds who is judged: the lines, each a name and a mobile number, or the attendees of the training.
async fn people(
    cx: &Cx,
    tx: &Writer,
    form: &NewSession,
) -> Result<Result<BTreeSet<Uuid>, FieldProblem>, Failure> {
    let lines: Vec<&str> = form.people.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let mut found = BTreeSet::new();
    if lines.is_empty()
        && let Some(training) = form.training
    {
        let attendees = storage::training::attendees(tx, cx.street(), [training]).await?;
        let own = attendees.iter().filter(|a| a.result.as_deref() != Some("excused"));
        found.extend(own.map(|a| a.person_id));
    }
    if lines.len() > MOST_PEOPLE || found.len() > MOST_PEOPLE {
        return Ok(Err(FieldProblem::OutOfRange { least: 1, most: 300 }));
    }
    let (named, unknown) = named(cx, tx, &lines).await?;
    found.extend(named);
    Ok(match (unknown, found.is_empty()) {
        (0, false) => Ok(found),
        (0, true) => Err(FieldProblem::Empty),
        (lines, _) => Err(FieldProblem::PeopleUnknown { lines }),
    })
}

/// Finds people in post by lines, each a name and a mobile number; and how many lines name nobody.
pub(crate) async fn named(cx: &Cx, tx: &Writer, lines: &[&str]) -> Result<(BTreeSet<Uuid>, u16), Failure> {
    let (mut found, mut unknown) = (BTreeSet::new(), 0_u16);
    for line in lines {
        let split = line.rsplit_once([',', '，', ' ', '\t', '、']);
        let known = match split.and_then(|(name, mobile)| Some((name.trim(), Mobile::parse(mobile)?))) {
            Some((name, mobile)) => {
                let people =
                    storage::organization::people_by_mobile(tx, cx.street(), mobile.as_str()).await?;
                people.into_iter().find(|p| p.active && p.name == name)
            }
            None => None,
        };
        match known {
            Some(person) => drop(found.insert(person.id)),
            None => unknown = unknown.saturating_add(1),
        }
    }
    Ok((found, unknown))
}

/// Names a further judge, who judges those in dispute.
pub async fn add_judge(cx: &Cx, session: Uuid, account: Uuid) -> Result<(), Failure> {
    cx.allow(Action::ManageTrainings)?;
    let tx = cx.begin().await?;
    let row = storage::practical::session(&tx, cx.street(), session).await?.ok_or_else(Failure::missing)?;
    let eligible = storage::practical::eligible(&tx, cx.street()).await?;
    if !eligible.iter().any(|e| e.account == account) {
        return Err(Failure::field(Field::Judges, FieldProblem::NothingChosen));
    }
    // A further judge is told from the first ones by the instant of naming.
    let named_at = cx.now().max(row.created_at + chrono::TimeDelta::milliseconds(1));
    let judge =
        JudgeRow { street: cx.street().to_owned(), session_id: session, account_id: account, named_at };
    match storage::practical::add_judge(&tx, judge).await {
        Err(Failed::AlreadyThere) => return Err(Refusal::AlreadyThere.into()),
        other => other?,
    }
    cx.log(&tx, Event::PracticalJudgeAdded, Subject::new("practical_session", session)).await?;
    Ok(tx.commit().await?)
}

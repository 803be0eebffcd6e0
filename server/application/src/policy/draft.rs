//! Writing, approving and dropping a draft of the matrix.

use super::rows;
use crate::{Cx, Failure, audience::tick};
use chrono::NaiveDate;
use contract::{Field, FieldError, FieldProblem, Refusal, UiError, policy::PolicyRowForm};
use domain::{
    actor::Action,
    audience::Clause,
    audit::{Event, Subject},
    policy::{Frequency, MOST_ROWS, Row, RowRefusal, Topic, Trust, preset},
};
use storage::{Failed, Writer, policy::PolicyRow};

/// Begins a draft: a copy of the version that was approved last, or the preset where there is none or it is asked
/// for. Gives its number; where a draft is under way it gives that one, so that sending twice makes one.
pub async fn begin_policy(cx: &Cx, from_preset: bool) -> Result<u32, Failure> {
    let actor = cx.allow(Action::ManageTrainings)?;
    let tx = cx.begin().await?;
    let all = storage::policy::all(&tx, cx.street()).await?;
    if let Some(draft) = all.iter().find(|version| version.status == "draft") {
        return Ok(draft.number.unsigned_abs());
    }
    let last = all.iter().find(|version| version.status == "approved");
    let body = match last.filter(|_| !from_preset) {
        Some(version) => version.body.clone(),
        None => serde_json::to_string(&preset())?,
    };
    let number = all.first().map_or(1, |version| version.number + 1);
    let row = PolicyRow {
        street: cx.street().to_owned(),
        number,
        status: "draft".into(),
        body,
        note: String::new(),
        effective_on: cx.today(),
        drafted_by: actor.account.uuid(),
        drafted_at: cx.now(),
        changed_by: actor.account.uuid(),
        changed_at: cx.now(),
        approved_by: None,
        approved_at: None,
    };
    match storage::policy::add(&tx, row).await {
        Err(Failed::AlreadyThere) => return Err(UiError::Conflict.into()),
        other => other?,
    }
    log(cx, &tx, number, "drafted").await?;
    tx.commit().await?;
    Ok(number.unsigned_abs())
}

/// Writes a row of the draft; `old` is the code it had, empty for a new one. `scope` are pairs such as `s.post`.
pub async fn save_policy_row(
    cx: &Cx,
    old: &str,
    form: &PolicyRowForm,
    scope: &[(String, String)],
) -> Result<u32, Failure> {
    cx.allow(Action::ManageTrainings)?;
    let row = understand(form, scope)?;
    change(cx, |rows| {
        let place = rows.iter().position(|known| known.code == old);
        if rows.iter().enumerate().any(|(at, known)| known.code == row.code && Some(at) != place) {
            return Err(Refusal::AlreadyThere.into());
        }
        match place {
            Some(place) => rows[place] = row,
            None if !old.is_empty() => return Err(Failure::missing()),
            None if rows.len() >= MOST_ROWS => return Err(Refusal::PolicyTooLong.into()),
            None => rows.push(row),
        }
        Ok(())
    })
    .await
}

/// Takes a row out of the draft.
pub async fn remove_policy_row(cx: &Cx, code: &str) -> Result<u32, Failure> {
    cx.allow(Action::ManageTrainings)?;
    change(cx, |rows| {
        let before = rows.len();
        rows.retain(|row| row.code != code);
        if rows.len() == before { Err(Failure::missing()) } else { Ok(()) }
    })
    .await
}

/// Says from when the draft is to hold, and why it was written.
pub async fn settle_policy(cx: &Cx, effective_on: &str, note: &str) -> Result<u32, Failure> {
    let actor = cx.allow(Action::ManageTrainings)?;
    let day = day(cx, effective_on)?;
    let note = note.trim();
    if note.chars().count() > 200 {
        return Err(Failure::field(Field::Note, FieldProblem::TooLong { most: 200 }));
    }
    let tx = cx.begin().await?;
    let draft = draft(cx, &tx).await?;
    let changed = PolicyRow {
        effective_on: day,
        note: note.to_owned(),
        changed_by: actor.account.uuid(),
        changed_at: cx.now(),
        ..draft.clone()
    };
    keep(cx, tx, &draft, &changed, "changed").await
}

/// Approves the draft, by somebody else than who changed it last. It holds from its date on.
pub async fn approve_policy(cx: &Cx, number: u32) -> Result<u32, Failure> {
    let actor = cx.allow(Action::ManageTrainings)?;
    let tx = cx.begin().await?;
    let draft = draft(cx, &tx).await?;
    if draft.number.unsigned_abs() != number {
        return Err(UiError::Conflict.into());
    }
    if draft.changed_by == actor.account.uuid() {
        return Err(Refusal::SecondPersonNeeded.into());
    }
    day(cx, &draft.effective_on.to_string())?;
    if rows(&draft)?.is_empty() {
        return Err(Refusal::PolicyEmpty.into());
    }
    let approved = PolicyRow {
        status: "approved".into(),
        approved_by: Some(actor.account.uuid()),
        approved_at: Some(cx.now()),
        ..draft.clone()
    };
    keep(cx, tx, &draft, &approved, "approved").await
}

/// Drops the draft; it stays readable.
pub async fn drop_policy(cx: &Cx, number: u32) -> Result<u32, Failure> {
    cx.allow(Action::ManageTrainings)?;
    let tx = cx.begin().await?;
    let draft = draft(cx, &tx).await?;
    if draft.number.unsigned_abs() != number {
        return Err(UiError::Conflict.into());
    }
    let dropped = PolicyRow { status: "dropped".into(), ..draft.clone() };
    keep(cx, tx, &draft, &dropped, "dropped").await
}

async fn draft(cx: &Cx, tx: &Writer) -> Result<PolicyRow, Failure> {
    let all = storage::policy::all(tx, cx.street()).await?;
    all.into_iter().find(|version| version.status == "draft").ok_or_else(|| Refusal::PolicyNoDraft.into())
}

async fn change(cx: &Cx, act: impl FnOnce(&mut Vec<Row>) -> Result<(), Failure>) -> Result<u32, Failure> {
    let actor = cx.actor()?;
    let tx = cx.begin().await?;
    let draft = draft(cx, &tx).await?;
    let mut changed = rows(&draft)?;
    act(&mut changed)?;
    let changed = PolicyRow {
        body: serde_json::to_string(&changed)?,
        changed_by: actor.account.uuid(),
        changed_at: cx.now(),
        ..draft.clone()
    };
    keep(cx, tx, &draft, &changed, "changed").await
}

async fn keep(cx: &Cx, tx: Writer, before: &PolicyRow, after: &PolicyRow, act: &str) -> Result<u32, Failure> {
    if !storage::policy::save(&tx, before, after).await? {
        return Err(UiError::Conflict.into());
    }
    log(cx, &tx, after.number, act).await?;
    tx.commit().await?;
    Ok(after.number.unsigned_abs())
}

async fn log(cx: &Cx, tx: &Writer, number: i32, act: &str) -> Result<(), Failure> {
    let event = Event::PolicyMoved { version: number.unsigned_abs(), act: act.into() };
    cx.log(tx, event, Subject::new("policy", number)).await
}

/// A day from which a version may hold: today or later, so that no past is written anew.
fn day(cx: &Cx, text: &str) -> Result<NaiveDate, Failure> {
    let day = text.trim().parse::<NaiveDate>().ok().filter(|day| *day >= cx.today());
    day.ok_or_else(|| Failure::field(Field::Date, FieldProblem::NotADate))
}

fn understand(form: &PolicyRowForm, scope: &[(String, String)]) -> Result<Row, Failure> {
    let mut clause = Clause::default();
    for (name, value) in scope {
        if let Some(set) = name.strip_prefix("c0.") {
            tick(&mut clause, set, value);
        }
    }
    let mut wrong = Vec::new();
    let mut number = |field, text: &str, most: u16| {
        let text = text.trim();
        let number = if text.is_empty() { Some(0) } else { text.parse().ok().filter(|n| *n <= most) };
        if number.is_none() {
            wrong.push(FieldError {
                field,
                problem: FieldProblem::OutOfRange { least: 0, most: most.into() },
            });
        }
        number.unwrap_or(0)
    };
    let (hours, within_days) =
        (number(Field::Hours, &form.hours, 200), number(Field::Days, &form.within_days, 400));
    let chosen = [
        (Field::Topic, Topic::from_code(&form.topic).is_some()),
        (Field::Frequency, Frequency::from_code(&form.frequency).is_some()),
        (Field::Trust, Trust::from_code(&form.trust).is_some()),
    ];
    let missing = chosen.into_iter().filter(|(_, there)| !there);
    wrong.extend(missing.map(|(field, _)| FieldError { field, problem: FieldProblem::NothingChosen }));
    let (Some(topic), Some(frequency), Some(trust), true) = (
        Topic::from_code(&form.topic),
        Frequency::from_code(&form.frequency),
        Trust::from_code(&form.trust),
        wrong.is_empty(),
    ) else {
        return Err(UiError::Form(wrong).into());
    };
    let own = |text: &str| text.trim().to_owned();
    let row = Row {
        code: own(&form.code),
        topic,
        title: own(&form.title),
        scope: clause,
        frequency,
        hours,
        within_days,
        content: own(&form.content),
        reach: own(&form.reach),
        law: own(&form.law),
        article: own(&form.article),
        trust,
    };
    row.checked().map_err(|refusal| {
        let (field, problem) = match refusal {
            RowRefusal::Code => (Field::Code, FieldProblem::NotACode),
            RowRefusal::Title => (Field::Title, FieldProblem::TooShort { least: 2 }),
            RowRefusal::Hours => (Field::Hours, FieldProblem::OutOfRange { least: 0, most: 200 }),
            RowRefusal::Days => (Field::Days, FieldProblem::OutOfRange { least: 0, most: 400 }),
            RowRefusal::Words => (Field::Content, FieldProblem::TooLong { most: 300 }),
            RowRefusal::Basis => (Field::Law, FieldProblem::Empty),
            RowRefusal::Scope => (Field::Audience, FieldProblem::NothingChosen),
            RowRefusal::Topic => (Field::Topic, FieldProblem::NothingChosen),
        };
        Failure::field(field, problem)
    })
}

//! Making a training, with or without its test yet.

use crate::{Cx, Failure, contest, exam};
use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc};
use contract::{Field, FieldError, FieldProblem, Refusal, UiError};
use domain::{
    actor::Action,
    audit::{Event, Subject},
    calendar,
    exam::{Blueprint, Preset, retake::Window},
    organization::Position,
    training::{ClassHours, OFFICIALS_BANK, Title, TrainingKind},
};
use storage::{Writer, db::Handle, training::TrainingRow};
use uuid::Uuid;

/// What the office fills in for a new training.
#[derive(Clone, Debug, Default)]
pub struct NewTraining {
    /// The title.
    pub title: String,
    /// Class hours.
    pub hours: String,
    /// The codes of the positions that are meant.
    pub audience: Vec<String>,
    /// The lesson in Markdown.
    pub lesson: String,
    /// Who teaches.
    pub lecturer: String,
    /// By when it is due.
    pub due_on: String,
    /// The bank versions that the test is drawn from; none leaves a draft without test.
    pub banks: Vec<Uuid>,
    /// The code of what is made; empty for a training.
    pub kind: String,
    /// Of a contest: from when on the due date it can be sat (`09:00`); empty for at once.
    pub from: String,
    /// Of a contest: until when; empty for the end of the day.
    pub until: String,
    /// Of a contest: the code of its round; empty for the first.
    pub round: String,
    /// Of a contest: the round before.
    pub follows: Option<Uuid>,
    /// Of a contest: how many of the best of the round before take part.
    pub takes: String,
}

/// What was filled in, understood.
struct Understood {
    kind: TrainingKind,
    title: Title,
    /// None for what does not teach.
    hours: Option<ClassHours>,
    audience: Vec<Position>,
    due_on: NaiveDate,
    window: Window,
}

/// Makes a draft. Where banks are chosen its test is made at once, so a short bank is refused here.
pub async fn create_training(cx: &Cx, form: NewTraining) -> Result<Uuid, Failure> {
    let actor = cx.allow(Action::ManageTrainings)?;
    let understood = understand(&form, cx.now())?;
    let id = cx.new_uuid();
    let tx = cx.begin().await?;
    let round = contest::plan(cx, &tx, id, understood.kind, &form).await?;
    let mut row = TrainingRow {
        street: cx.street().to_owned(),
        id,
        kind: understood.kind.code().to_owned(),
        title: understood.title.as_str().to_owned(),
        year: understood.due_on.year(),
        hours: understood.hours.map_or(0, |hours| hours.get().into()),
        audience: understood.audience.iter().map(|p| p.code()).collect::<Vec<_>>().join(","),
        lesson: form.lesson,
        lecturer: form.lecturer.trim().to_owned(),
        due_on: understood.due_on,
        exam_id: None,
        status: "draft".into(),
        created_at: cx.now(),
        created_by: actor.account.uuid(),
        published_at: None,
        closed_at: None,
    };
    if let Some(audience) = round.as_ref().and_then(|round| round.audience.clone()) {
        row.audience = audience;
    }
    if !form.banks.is_empty() {
        row.exam_id = Some(make_test(cx, &tx, &row, form.banks, understood.window).await?);
    }
    storage::training::add(&tx, row).await?;
    if let Some(round) = round {
        contest::add_round(&tx, round).await?;
    }
    cx.log(&tx, Event::TrainingCreated, Subject::new("training", id)).await?;
    tx.commit().await?;
    Ok(id)
}

/// Gives a draft the usual test of its audience over these banks.
pub async fn choose_test(cx: &Cx, id: Uuid, banks: Vec<Uuid>) -> Result<(), Failure> {
    cx.allow(Action::ManageTrainings)?;
    if banks.is_empty() {
        return Err(Failure::field(Field::Banks, FieldProblem::NothingChosen));
    }
    let tx = cx.begin().await?;
    let row = storage::training::find(&tx, cx.street(), id).await?.ok_or_else(Failure::missing)?;
    if row.status != "draft" {
        return Err(Refusal::AlreadyPublished.into());
    }
    let window = match row.exam_id {
        // The window that was chosen before stays.
        Some(exam) => {
            let exam = storage::exam::exam(&tx, cx.street(), exam).await?.ok_or_else(Failure::missing)?;
            Window { opens: exam.opens_at, closes: exam.closes_at }
        }
        None => Window { opens: cx.now(), closes: calendar::end_of(row.due_on) },
    };
    let exam = make_test(cx, &tx, &row, banks, window).await?;
    storage::training::save(&tx, TrainingRow { exam_id: Some(exam), ..row }).await?;
    Ok(tx.commit().await?)
}

async fn make_test(
    cx: &Cx,
    tx: &Writer,
    row: &TrainingRow,
    banks: Vec<Uuid>,
    window: Window,
) -> Result<Uuid, Failure> {
    refuse_officials_bank(cx, tx, row, &banks).await?;
    let blueprint = match TrainingKind::from_code(&row.kind) {
        Some(TrainingKind::Contest) => Blueprint::contest(),
        Some(TrainingKind::Officials) => Blueprint::officials(),
        Some(TrainingKind::Training) | None => {
            Preset::for_audience(&super::audience(&row.audience)).blueprint()
        }
    };
    exam::create_exam(cx, tx, &row.title, &banks, blueprint, window.opens, window.closes).await
}

/// Refuses the officials' bank for an audience that is not officials alone.
pub(crate) async fn refuse_officials_bank(
    cx: &Cx,
    db: &impl Handle,
    row: &TrainingRow,
    banks: &[Uuid],
) -> Result<(), Failure> {
    if super::audience(&row.audience).iter().all(|p| p.is_official()) {
        return Ok(());
    }
    let all = storage::training::banks(db, cx.street()).await?;
    if all.iter().any(|bank| bank.code == OFFICIALS_BANK && banks.contains(&bank.id)) {
        return Err(Refusal::OfficialsBank.into());
    }
    Ok(())
}

/// Reads the window of a test: a contest may have its hours on the day, everything else runs from now to its end.
fn window(
    kind: TrainingKind,
    form: &NewTraining,
    due_on: NaiveDate,
    now: DateTime<Utc>,
) -> Result<Window, FieldError> {
    let whole = Window { opens: now, closes: calendar::end_of(due_on) };
    let time = |text: &str| NaiveTime::parse_from_str(text.trim(), "%H:%M").ok();
    let instant = |time: NaiveTime| calendar::instant(due_on.and_time(time));
    let wrong = |field| FieldError { field, problem: FieldProblem::NotAPeriod };
    if kind != TrainingKind::Contest {
        return Ok(whole);
    }
    let opens = match form.from.trim() {
        "" => whole.opens,
        text => time(text).map(instant).ok_or_else(|| wrong(Field::From))?,
    };
    let closes = match form.until.trim() {
        "" => whole.closes,
        text => time(text).map(instant).ok_or_else(|| wrong(Field::Until))?,
    };
    if closes > opens && closes > now { Ok(Window { opens, closes }) } else { Err(wrong(Field::Until)) }
}

fn understand(form: &NewTraining, now: DateTime<Utc>) -> Result<Understood, Failure> {
    let today = calendar::date_of(now);
    let kind = TrainingKind::from_code(&form.kind).unwrap_or(TrainingKind::Training);
    let mut wrong = Vec::new();
    let mut complain = |field, problem| wrong.push(FieldError { field, problem });
    let title = Title::parse(&form.title);
    match form.title.trim().chars().count() {
        _ if title.is_some() => {}
        0 => complain(Field::Title, FieldProblem::Empty),
        1 => complain(Field::Title, FieldProblem::TooShort { least: 2 }),
        _ => complain(Field::Title, FieldProblem::TooLong { most: 60 }),
    }
    let hours = form.hours.trim().parse().ok().and_then(ClassHours::new);
    if hours.is_none() && kind.teaches() {
        complain(Field::Hours, FieldProblem::OutOfRange { least: 1, most: 200 });
    }
    let audience: Vec<Position> = form.audience.iter().filter_map(|c| Position::from_code(c)).collect();
    if audience.is_empty() && form.follows.is_none() {
        complain(Field::Audience, FieldProblem::NothingChosen);
    } else if !audience.iter().all(|p| kind.is_for(*p)) {
        complain(Field::Audience, FieldProblem::OfficialsOnly);
    }
    let due_on = form.due_on.trim().parse::<NaiveDate>().ok().filter(|d| *d >= today);
    if due_on.is_none() {
        complain(Field::DueOn, FieldProblem::NotADate);
    }
    if form.lesson.chars().count() > 50_000 {
        complain(Field::Lesson, FieldProblem::TooLong { most: 50_000 });
    }
    let window = due_on.map(|due_on| window(kind, form, due_on, now)).transpose();
    let window = window.unwrap_or_else(|error| {
        wrong.push(error);
        None
    });
    let hours = hours.filter(|_| kind.teaches());
    match (title, due_on, window) {
        (Some(title), Some(due_on), Some(window)) if wrong.is_empty() => {
            Ok(Understood { kind, title, hours, audience, due_on, window })
        }
        _ => Err(UiError::Form(wrong).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let form = NewTraining { hours: "两".into(), due_on: "昨天".into(), ..NewTraining::default() };
        let Err(failure) = understand(&form, "2026-11-23T01:00:00Z".parse().unwrap()) else {
            panic!("taken")
        };
        let Some(UiError::Form(wrong)) = failure.told() else { panic!("{failure:?}") };
        let fields: Vec<Field> = wrong.iter().map(|w| w.field).collect();
        assert_eq!(fields, [Field::Title, Field::Hours, Field::Audience, Field::DueOn]);
    }

    #[test]
    fn a_contest_has_its_hours_on_the_day_and_neither_class_hours_nor_a_lesson() {
        let form = NewTraining {
            title: "知识竞赛".into(),
            kind: "contest".into(),
            audience: vec!["principal".into()],
            due_on: "2026-11-24".into(),
            from: "09:00".into(),
            until: "09:40".into(),
            ..NewTraining::default()
        };
        let now: DateTime<Utc> = "2026-11-23T01:00:00Z".parse().unwrap();
        let understood = understand(&form, now).unwrap();
        assert_eq!(understood.hours, None);
        assert_eq!(understood.window.opens, "2026-11-24T01:00:00Z".parse::<DateTime<Utc>>().unwrap());
        assert_eq!(understood.window.closes, "2026-11-24T01:40:00Z".parse::<DateTime<Utc>>().unwrap());
        for (from, until) in [("09:40", "09:00"), ("九点", "10:00"), ("09:00", "26:00")] {
            let form = NewTraining { from: from.into(), until: until.into(), ..form.clone() };
            let Err(failure) = understand(&form, now) else { panic!("{from} to {until} is taken") };
            let Some(UiError::Form(wrong)) = failure.told() else { panic!("{failure:?}") };
            assert_eq!(wrong[0].problem, FieldProblem::NotAPeriod);
        }
    }

    #[test]
    fn a_test_of_officials_takes_officials_alone() {
        let form = NewTraining {
            title: "干部测试".into(),
            kind: "officials".into(),
            audience: vec!["leader".into(), "principal".into()],
            due_on: "2026-11-24".into(),
            ..NewTraining::default()
        };
        let Err(failure) = understand(&form, "2026-11-23T01:00:00Z".parse().unwrap()) else {
            panic!("taken")
        };
        let Some(UiError::Form(wrong)) = failure.told() else { panic!("{failure:?}") };
        assert_eq!(wrong[0].problem, FieldProblem::OfficialsOnly);
    }
}

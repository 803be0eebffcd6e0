//! Making a training, with or without its test yet.

use super::audience;
use crate::{Cx, Failure, exam};
use chrono::{Datelike, NaiveDate};
use contract::{Field, FieldError, FieldProblem, Refusal, UiError};
use domain::{
    actor::Action,
    audit::{Event, Subject},
    calendar,
    exam::Preset,
    organization::Position,
    training::{ClassHours, Title},
};
use storage::{Writer, training::TrainingRow};
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
}

/// What was filled in, understood.
struct Understood {
    title: Title,
    hours: ClassHours,
    audience: Vec<Position>,
    due_on: NaiveDate,
}

/// Makes a draft. Where banks are chosen its test is made at once, so a short bank is refused here.
pub async fn create_training(cx: &Cx, form: NewTraining) -> Result<Uuid, Failure> {
    let actor = cx.allow(Action::ManageTrainings)?;
    let understood = understand(&form, cx.today())?;
    let id = cx.new_uuid();
    let mut row = TrainingRow {
        street: cx.street().to_owned(),
        id,
        title: understood.title.as_str().to_owned(),
        year: understood.due_on.year(),
        hours: i32::from(understood.hours.get()),
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
    let tx = cx.begin().await?;
    if !form.banks.is_empty() {
        row.exam_id = Some(make_test(cx, &tx, &row, form.banks).await?);
    }
    storage::training::add(&tx, row).await?;
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
    let exam = make_test(cx, &tx, &row, banks).await?;
    storage::training::save(&tx, TrainingRow { exam_id: Some(exam), ..row }).await?;
    Ok(tx.commit().await?)
}

async fn make_test(cx: &Cx, tx: &Writer, row: &TrainingRow, banks: Vec<Uuid>) -> Result<Uuid, Failure> {
    let closes_at = calendar::end_of(row.due_on);
    let blueprint = Preset::for_audience(&audience(&row.audience)).blueprint();
    exam::create_exam(cx, tx, &row.title, &banks, blueprint, cx.now(), closes_at).await
}

fn understand(form: &NewTraining, today: NaiveDate) -> Result<Understood, Failure> {
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
    if hours.is_none() {
        complain(Field::Hours, FieldProblem::OutOfRange { least: 1, most: 200 });
    }
    let audience: Vec<Position> = form.audience.iter().filter_map(|c| Position::from_code(c)).collect();
    if audience.is_empty() {
        complain(Field::Audience, FieldProblem::NothingChosen);
    }
    let due_on = form.due_on.trim().parse::<NaiveDate>().ok().filter(|d| *d >= today);
    if due_on.is_none() {
        complain(Field::DueOn, FieldProblem::NotADate);
    }
    if form.lesson.chars().count() > 50_000 {
        complain(Field::Lesson, FieldProblem::TooLong { most: 50_000 });
    }
    match (title, hours, due_on) {
        (Some(title), Some(hours), Some(due_on)) if wrong.is_empty() => {
            Ok(Understood { title, hours, audience, due_on })
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
        let Err(failure) = understand(&form, "2026-11-23".parse().unwrap()) else { panic!("taken") };
        let Some(UiError::Form(wrong)) = failure.told() else { panic!("{failure:?}") };
        let fields: Vec<Field> = wrong.iter().map(|w| w.field).collect();
        assert_eq!(fields, [Field::Title, Field::Hours, Field::Audience, Field::DueOn]);
    }
}

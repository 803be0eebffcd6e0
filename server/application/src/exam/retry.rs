//! Trying a question of the wrong-answer book again. Nothing is scored; what was tried is noted, because the
//! next sitting asks for it.

use super::{
    asked::{Asked, Looked, approved, ids},
    mistakes::{Opened, find, number, open},
    reveal::reveal,
};
use crate::{Cx, Failure};
use anyhow::anyhow;
use contract::{Refusal, exam::ItemResult, results::RetryView};
use domain::{
    audit::{Event, Subject},
    bank::{KindName, QuestionId},
    exam::{
        GivenAnswer, ItemRef,
        attempt::{Answers, Sheet},
        delivery::deliver,
        grade,
        grading::Rules,
    },
    id::Id,
};
use storage::{Failed, results::StudyMarkRow};
use uuid::Uuid;

/// What was chosen for the question (0) or the questions of a case (from 1), as sent.
pub type Given = Vec<(u8, String)>;

/// A question that was tried again, or marked as understood.
#[derive(Clone, Debug)]
pub struct Retried {
    /// The training it belongs to.
    pub training: Uuid,
    /// What comes next in the book of the same training.
    pub next: Option<(Uuid, String)>,
}

/// Shows a question of the asker's book as it was asked. Where `given` holds something and the question was
/// tried since the sitting, the answer is shown.
pub async fn show_mistake(
    cx: &Cx,
    attempt: Uuid,
    question: &str,
    given: &Given,
) -> Result<RetryView, Failure> {
    let opened = open(cx).await?;
    let (of, id) = find(&opened, attempt, question)?;
    let tried = opened.tried.contains(&(Id::new(attempt), id.clone()));
    let asked = asked(cx, of).await?;
    let number = number(of, &id)?;
    let drawn = of.record.paper.items.iter().find(|item| item.number == number);
    let drawn = drawn.ok_or_else(Failure::missing)?;
    let item = deliver(drawn, asked.get(of.row.exam_id, &id)?)
        .map_err(|e| anyhow!("{id} of {attempt} cannot be shown: {e:?}"))?;
    let revealed = match tried && !given.is_empty() {
        true => Some(judge(cx, &asked, of, &id, &read(of, number, given)?).await?),
        false => None,
    };
    let own: Vec<_> = of_training(&opened, of.row.training_id);
    Ok(RetryView {
        attempt,
        question: question.to_owned(),
        training: of.row.training_id,
        item,
        revealed,
        left: u32::try_from(own.len()).unwrap_or(u32::MAX),
        next: next(&own, attempt, question),
    })
}

/// Notes that a question of the asker's book was tried again with an answer; the page then shows what is right.
///
/// # Errors
/// Refuses an answer that says nothing or makes no sense.
pub async fn check_mistake(cx: &Cx, attempt: Uuid, question: &str, given: &Given) -> Result<(), Failure> {
    let opened = open(cx).await?;
    let (of, id) = find(&opened, attempt, question)?;
    let answers = read(of, number(of, &id)?, given)?;
    if answers.values().all(domain::exam::Answer::is_blank) {
        return Err(Refusal::AnswerMalformed.into());
    }
    mark(cx, attempt, &id, false).await
}

/// Takes a question out of the asker's book because it is understood. It comes back when it is answered wrongly
/// again.
pub async fn understand_mistake(cx: &Cx, attempt: Uuid, question: &str) -> Result<Retried, Failure> {
    let opened = open(cx).await?;
    let (of, id) = find(&opened, attempt, question)?;
    let own = of_training(&opened, of.row.training_id);
    let (training, next) = (of.row.training_id, next(&own, attempt, question));
    mark(cx, attempt, &id, true).await?;
    Ok(Retried { training, next })
}

fn of_training(opened: &Opened, training: Uuid) -> Vec<(Uuid, String)> {
    let of =
        |attempt: Uuid| opened.looked.iter().any(|l| l.row.id == attempt && l.row.training_id == training);
    let own = opened.mistakes.iter().filter(|m| of(m.attempt.uuid()));
    own.map(|m| (m.attempt.uuid(), m.question.as_str().to_owned())).collect()
}

/// The one after this one, from the last to the first; none where there is no other.
fn next(own: &[(Uuid, String)], attempt: Uuid, question: &str) -> Option<(Uuid, String)> {
    let here = own.iter().position(|(of, id)| *of == attempt && id == question);
    let after = here.map_or(0, |here| here + 1);
    own.get(after).or_else(|| own.first()).filter(|(of, id)| *of != attempt || id != question).cloned()
}

async fn asked(cx: &Cx, of: &Looked) -> Result<Asked, Failure> {
    let of_paper = ids(of.record.paper.items.iter().map(|item| &item.id));
    Asked::load(&cx.reader(), cx.street(), &[of.row.exam_id], of_paper).await
}

/// Reads what was chosen, in the letters shown.
fn read(of: &Looked, number: u16, given: &Given) -> Result<Answers, Failure> {
    let sheet = Sheet::of(&of.record.paper);
    let mut answers = Answers::new();
    for (part, text) in given {
        let item = ItemRef { number, part: *part };
        let kind = super::sitting::kind(&of.record, item).ok_or(Refusal::NoSuchItem)?;
        let given = match kind {
            KindName::TrueFalse => match text.as_str() {
                "true" => GivenAnswer::TrueFalse(true),
                "false" => GivenAnswer::TrueFalse(false),
                _ => return Err(Refusal::AnswerMalformed.into()),
            },
            KindName::Fill => GivenAnswer::Fill(text.clone()),
            KindName::Single | KindName::Multiple | KindName::Case => GivenAnswer::Letters(text.clone()),
        };
        let answer = sheet.read(item, given).ok_or(Refusal::NoSuchItem)?;
        answers.insert(item, answer.map_err(|_| Refusal::AnswerMalformed)?);
    }
    Ok(answers)
}

async fn judge(
    cx: &Cx,
    asked: &Asked,
    of: &Looked,
    id: &QuestionId,
    answers: &Answers,
) -> Result<Vec<ItemResult>, Failure> {
    let exam = of.row.exam_id;
    let key = asked.key(exam, &of.record.paper, &approved(&cx.reader(), cx.street(), exam).await?)?;
    let rules = Rules::of(&of.record.blueprint);
    let result = grade(Id::new(of.row.id), &key, answers, rules, cx.now());
    let (number, question) = (number(of, id)?, asked.get(exam, id)?);
    let marks = result.items.iter().filter(|mark| mark.item.number == number);
    marks.map(|mark| reveal(&of.record, &key, question, mark, answers.get(&mark.item))).collect()
}

async fn mark(cx: &Cx, attempt: Uuid, question: &QuestionId, understood: bool) -> Result<(), Failure> {
    let tx = cx.begin().await?;
    let row = StudyMarkRow {
        street: cx.street().to_owned(),
        attempt_id: attempt,
        question_id: question.as_str().to_owned(),
        understood,
        at: cx.now(),
    };
    match storage::results::add_mark(&tx, row).await {
        // Once is enough.
        Err(Failed::AlreadyThere) => return Ok(()),
        other => other?,
    }
    let event = Event::MistakeStudied { question: question.as_str().to_owned(), understood };
    cx.log(&tx, event, Subject::new("attempt", attempt)).await?;
    Ok(tx.commit().await?)
}

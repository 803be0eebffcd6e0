//! Trainings as their attendees see them.

use super::lesson;
use crate::{
    Cx, Failure,
    exam::{gate::mistakes_left, last_regrades},
};
use contract::training::{
    AttemptFact, MyCertificate, MyHome, MyTraining, MyTrainingPage, Rank, Standing, TestFacts,
};
use domain::{actor::Action, certificate, exam::Blueprint, training::TrainingKind};
use std::collections::HashMap;
use storage::{
    Reader,
    certificate::CertificateHead,
    training::{EnrolmentRow, TrainingRow},
};
use uuid::Uuid;

/// Shows an examinee's home.
pub async fn my_home(cx: &Cx) -> Result<MyHome, Failure> {
    let person = cx.actor()?.person.ok_or(domain::actor::Denied)?;
    cx.allow(Action::ActAs(person))?;
    let reader = cx.reader();
    let enrolments = storage::training::of_person(&reader, cx.street(), person.uuid()).await?;
    let ids: Vec<Uuid> = enrolments.iter().map(|e| e.training_id).collect();
    let trainings = storage::training::by_ids(&reader, cx.street(), ids).await?;
    let trainings: HashMap<Uuid, TrainingRow> = trainings.into_iter().map(|t| (t.id, t)).collect();
    let sittings = storage::training::sittings(&reader, cx.street(), person.uuid(), None).await?;
    let certificates = storage::certificate::of_person(&reader, cx.street(), person.uuid()).await?;
    let ranks = crate::contest::my_ranks(cx, &reader, person.uuid()).await?;
    let mut mine = Vec::new();
    for enrolment in &enrolments {
        let Some(training) = trainings.get(&enrolment.training_id) else { continue };
        let own: Vec<_> = sittings.iter().filter(|s| s.training_id == training.id).collect();
        let left =
            mistakes_left(&reader, cx.street(), teaches(training), enrolment, &owned(&own), training.exam_id)
                .await?;
        mine.push(one(training, enrolment, &own, &certificates, ranks.get(&training.id).copied(), left));
    }
    mine.sort_by_key(|t| (is_done(&t.standing), t.due_on, t.id));
    Ok(MyHome {
        today: cx.today(),
        trainings: mine,
        certificates: certificates.iter().map(|c| mine_of(cx, c)).collect(),
    })
}

/// Shows a training to one of its attendees.
pub async fn my_training(cx: &Cx, id: Uuid) -> Result<MyTrainingPage, Failure> {
    let person = cx.actor()?.person.ok_or(domain::actor::Denied)?;
    cx.allow(Action::ActAs(person))?;
    let reader = cx.reader();
    let enrolment = storage::training::enrolment(&reader, cx.street(), id, person.uuid()).await?;
    let enrolment = enrolment.ok_or_else(Failure::missing)?;
    let training = storage::training::find(&reader, cx.street(), id).await?.ok_or_else(Failure::missing)?;
    let sittings = storage::training::sittings(&reader, cx.street(), person.uuid(), Some(id)).await?;
    let certificates = storage::certificate::of_person(&reader, cx.street(), person.uuid()).await?;
    let test = test_facts(cx, &reader, &training).await?.ok_or_else(Failure::missing)?;
    let rank = crate::contest::my_ranks(cx, &reader, person.uuid()).await?.get(&id).copied();
    let next = sittings.iter().map(|s| s.number).max().unwrap_or(0) + 1;
    let seat = match training.exam_id {
        Some(exam) => crate::exam::my_seat(cx, &reader, exam, person.uuid(), next).await?,
        None => None,
    };
    let parts = lesson::my_parts(cx, &reader, &enrolment).await?;
    let left =
        mistakes_left(&reader, cx.street(), teaches(&training), &enrolment, &sittings, training.exam_id)
            .await?;
    let ids: Vec<Uuid> = sittings.iter().map(|s| s.id).collect();
    let regrades = last_regrades(storage::results::regrades(&reader, cx.street(), &ids).await?);
    Ok(MyTrainingPage {
        training: one(&training, &enrolment, &sittings.iter().collect::<Vec<_>>(), &certificates, rank, left),
        lesson_html: lesson::to_html(&training.lesson),
        parts,
        lecturer: training.lecturer,
        test,
        seat,
        sessions: crate::session::my_sessions(cx, &reader, id, person.uuid()).await?,
        attempts: sittings
            .into_iter()
            .map(|s| AttemptFact {
                id: s.id,
                number: s.number,
                started_at: s.started_at,
                score: regrades.get(&s.id).map_or(s.score, |r| Some(r.score)),
                passed: regrades.get(&s.id).map_or(s.passed, |r| Some(r.passed)),
                voided: s.state == "voided",
            })
            .collect(),
    })
}

/// Whether there is a lesson to be read.
fn teaches(training: &TrainingRow) -> bool {
    TrainingKind::from_code(&training.kind).is_none_or(TrainingKind::teaches)
}

fn one(
    training: &TrainingRow,
    enrolment: &EnrolmentRow,
    sittings: &[&storage::row::attempt::Model],
    certificates: &[CertificateHead],
    rank: Option<Rank>,
    mistakes: u32,
) -> MyTraining {
    let kind = TrainingKind::from_code(&training.kind).unwrap_or(TrainingKind::Training);
    let serial =
        |attempt: Uuid| certificates.iter().find(|c| c.attempt_id == attempt).map(|c| c.serial.clone());
    let open = sittings.iter().find(|s| s.state == "open");
    let standing = match (enrolment.result.as_deref(), enrolment.attempt_id, open) {
        (Some("passed"), Some(attempt), _) => Standing::Passed { attempt, serial: serial(attempt) },
        (Some("failed"), Some(attempt), _) => Standing::Failed { attempt },
        (Some(_), ..) => Standing::Excused,
        (None, _, Some(open)) => Standing::Sitting { attempt: open.id, deadline: open.deadline },
        (None, _, None) if kind.teaches() && enrolment.lesson_read_at.is_none() => Standing::Lesson,
        (None, _, None) => {
            let own = sittings.iter().filter(|s| s.number >= enrolment.round_from && s.state != "voided");
            Standing::Test { used: u8::try_from(own.count()).unwrap_or(u8::MAX), mistakes }
        }
    };
    MyTraining {
        id: training.id,
        kind,
        title: training.title.clone(),
        hours: u16::try_from(training.hours).unwrap_or_default(),
        due_on: training.due_on,
        standing,
        rank,
        round: u8::try_from(enrolment.round).unwrap_or(1),
    }
}

fn owned(sittings: &[&storage::row::attempt::Model]) -> Vec<storage::row::attempt::Model> {
    sittings.iter().map(|sitting| (*sitting).clone()).collect()
}

const fn is_done(standing: &Standing) -> bool {
    matches!(standing, Standing::Passed { .. } | Standing::Excused)
}

fn mine_of(cx: &Cx, head: &CertificateHead) -> MyCertificate {
    MyCertificate {
        serial: head.serial.clone(),
        training: head.training_title.clone(),
        score: head.score,
        valid_until: head.valid_until,
        status: certificate::status(head.valid_until, head.revoked_at.is_some(), cx.today()),
    }
}

/// Reads how a training's test is, where it has one.
pub(crate) async fn test_facts(
    cx: &Cx,
    reader: &Reader,
    training: &TrainingRow,
) -> Result<Option<TestFacts>, Failure> {
    let Some(exam) = training.exam_id else { return Ok(None) };
    let exam = storage::training::exam(reader, cx.street(), exam).await?.ok_or_else(Failure::missing)?;
    let blueprint: Blueprint = serde_json::from_str(&exam.blueprint)?;
    let draft = blueprint.draft();
    Ok(Some(TestFacts {
        items: u32::try_from(blueprint.items()).unwrap_or(u32::MAX),
        minutes: u32::from(draft.minutes),
        pass_mark: i32::try_from(draft.pass_mark.get()).unwrap_or(i32::MAX),
        attempts: draft.attempts,
    }))
}

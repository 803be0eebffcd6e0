//! Corrected keys: one member of the office proposes, another one decides; approving judges the sittings again.

use super::{
    asked::{Asked, correction, ids},
    exam_detail::{lines, review},
    reason::reason,
    regrade::{effect, keep, papers, plan},
};
use crate::{Cx, Failure};
use contract::{
    Refusal,
    results::{CorrectionView, Effect},
};
use domain::{
    actor::Action,
    audit::{Event, Subject},
    bank::{Kind, Question, QuestionId, text::fold},
    exam::{grading::Right, regrade::Correction},
};
use std::collections::BTreeSet;
use storage::{Failed, results::CorrectionRow};
use uuid::Uuid;

/// What the office fills in to correct a key.
#[derive(Clone, Debug, Default)]
pub struct Proposal {
    /// The exam.
    pub exam: Uuid,
    /// The question's identifier.
    pub question: String,
    /// The question of a case, from 1; 0 for the question itself.
    pub part: u8,
    /// What is right.
    pub right: Proposed,
    /// Why.
    pub reason: String,
}

/// A key as it is filled in, options by their place in the bank from 0.
#[derive(Clone, Debug, Default)]
pub enum Proposed {
    /// Nothing was chosen.
    #[default]
    Nothing,
    /// These options.
    Options(BTreeSet<u8>),
    /// Whether the statement holds.
    Truth(bool),
    /// One of these wordings.
    Words(Vec<String>),
    /// Full points for everybody.
    Anything,
}

/// Proposes a corrected key. Results stay as they are until somebody else approves it.
///
/// # Errors
/// Refuses a key that does not fit or is valid already, a second proposal for the same question while one
/// waits, and a reason that is too short or too long.
pub async fn propose_correction(cx: &Cx, form: Proposal) -> Result<Uuid, Failure> {
    let actor = cx.allow(Action::CorrectResults)?;
    let reason = reason(&form.reason)?;
    let id = QuestionId::new(&form.question).ok_or_else(Failure::missing)?;
    let tx = cx.begin().await?;
    storage::exam::exam(&tx, cx.street(), form.exam).await?.ok_or_else(Failure::missing)?;
    let asked = Asked::load(&tx, cx.street(), &[form.exam], ids([&id])).await?;
    let question = asked.find(form.exam, &id).ok_or_else(Failure::missing)?;
    let right = fitting(question, form.part, form.right)?;
    let known = super::asked::approved(&tx, cx.street(), form.exam).await?;
    if review(question, form.part, &known).is_some_and(|part| part.key == right) {
        return Err(Refusal::KeyUnchanged.into());
    }
    let row = CorrectionRow {
        street: cx.street().to_owned(),
        id: cx.new_uuid(),
        exam_id: form.exam,
        question_id: form.question.clone(),
        part: form.part.into(),
        corrected: serde_json::to_string(&right)?,
        reason: reason.to_owned(),
        proposed_by: actor.account.uuid(),
        proposed_at: cx.now(),
        approved: None,
        decided_by: None,
        decided_at: None,
    };
    let correction = row.id;
    match storage::results::propose(&tx, row).await {
        Err(Failed::AlreadyThere) => return Err(Refusal::CorrectionWaits.into()),
        other => other?,
    }
    let event = Event::CorrectionProposed { question: form.question, part: form.part.into() };
    cx.log(&tx, event, Subject::new("correction", correction)).await?;
    tx.commit().await?;
    Ok(correction)
}

/// Takes a key that fits the type of the question.
fn fitting(question: &Question, part: u8, proposed: Proposed) -> Result<Right, Failure> {
    let kind = match usize::from(part).checked_sub(1) {
        None => Some(question.kind()),
        Some(at) => question.kind().parts().get(at).map(|part| &part.kind),
    };
    let kind = kind.filter(|kind| !matches!(kind, Kind::Case { .. })).ok_or_else(Failure::missing)?;
    let named = |chosen: &BTreeSet<u8>, options: usize| chosen.iter().all(|o| usize::from(*o) < options);
    let right = match (kind, proposed) {
        (_, Proposed::Anything) => Some(Right::Anything),
        (Kind::Single { options, .. }, Proposed::Options(chosen)) if named(&chosen, options.len()) => {
            chosen.first().filter(|_| chosen.len() == 1).map(|one| Right::One(*one))
        }
        (Kind::Multiple { options, .. }, Proposed::Options(chosen)) if named(&chosen, options.len()) => {
            Some(chosen).filter(|chosen| chosen.len() >= 2).map(Right::Many)
        }
        (Kind::TrueFalse { .. }, Proposed::Truth(holds)) => Some(Right::Truth(holds)),
        (Kind::Fill { .. }, Proposed::Words(words)) => {
            let words: Vec<String> = words.into_iter().filter(|word| !fold(word).is_empty()).collect();
            Some(words).filter(|words| !words.is_empty()).map(Right::Words)
        }
        _ => None,
    };
    right.ok_or_else(|| Refusal::KeyMisfits.into())
}

/// Shows a correction with what it would change, or has changed.
pub async fn show_correction(cx: &Cx, id: Uuid) -> Result<CorrectionView, Failure> {
    let actor = cx.allow(Action::ReviewExam)?.account.uuid();
    let reader = cx.reader();
    let row = storage::results::correction(&reader, cx.street(), id).await?.ok_or_else(Failure::missing)?;
    let exam = storage::exam::exam(&reader, cx.street(), row.exam_id).await?.ok_or_else(Failure::missing)?;
    let own = correction(&row)?;
    let asked = Asked::load(&reader, cx.street(), &[exam.id], ids([&own.question])).await?;
    let question = asked.get(exam.id, &own.question)?;
    let part = review(question, own.part, &before(cx, &row).await?).ok_or_else(Failure::missing)?;
    let effect = match row.approved {
        Some(true) => done(cx, &row).await?,
        _ => preview(cx, &row, &own).await?,
    };
    let waits = row.decided_at.is_none() && cx.allow(Action::CorrectResults).is_ok();
    let (may_approve, may_refuse) = (waits && row.proposed_by != actor, waits);
    let line = lines(cx, &asked, vec![row]).await?.pop().ok_or_else(Failure::missing)?;
    Ok(CorrectionView {
        exam: exam.id,
        title: exam.title,
        line,
        part,
        amended: own.right,
        effect,
        may_approve,
        may_refuse,
    })
}

/// The corrections that were approved before one was decided; all where it waits.
async fn before(cx: &Cx, row: &CorrectionRow) -> Result<Vec<Correction>, Failure> {
    let all = storage::results::corrections(&cx.reader(), cx.street(), &[row.exam_id]).await?;
    let earlier = |other: &&CorrectionRow| {
        other.approved == Some(true)
            && other.id != row.id
            && row.decided_at.is_none_or(|at| other.decided_at.is_some_and(|own| own <= at))
    };
    all.iter().filter(earlier).map(correction).collect()
}

async fn preview(cx: &Cx, row: &CorrectionRow, own: &Correction) -> Result<Effect, Failure> {
    let reader = cx.reader();
    let attempts = storage::results::attempts(&reader, cx.street(), row.exam_id).await?;
    let papers = papers(&reader, cx.street(), row.exam_id, &attempts, own).await?;
    Ok(effect(&plan(cx, &reader, &papers, attempts, row).await?))
}

/// What an approved correction has changed.
async fn done(cx: &Cx, row: &CorrectionRow) -> Result<Effect, Failure> {
    let rows = storage::results::regrades_by(&cx.reader(), cx.street(), row.id).await?;
    let exam = storage::exam::exam(&cx.reader(), cx.street(), row.exam_id).await?;
    let mark = super::create_exam::blueprint(&exam.ok_or_else(Failure::missing)?)?.draft().pass_mark;
    let mark = super::finish::hundredths(mark);
    let count = |wanted: fn(&storage::results::RegradeRow, i32) -> bool| {
        u32::try_from(rows.iter().filter(|r| wanted(r, mark)).count()).unwrap_or(u32::MAX)
    };
    Ok(Effect {
        regraded: count(|_, _| true),
        higher: count(|r, _| r.score > r.old_score),
        lower: count(|r, _| r.score < r.old_score),
        become_passed: count(|r, _| r.passed && !r.old_passed),
        kept: count(|r, mark| r.passed && r.score < mark),
    })
}

/// Decides about a correction. Approving it needs somebody else than who proposed it, and judges every sitting
/// handed in that had the question again; the old results stay. Refusing may also be a withdrawal.
///
/// # Errors
/// Refuses the proposer's own approval, and a correction that somebody has decided about.
pub async fn decide_correction(cx: &Cx, id: Uuid, approve: bool) -> Result<(Uuid, Effect), Failure> {
    let actor = cx.allow(Action::CorrectResults)?.account.uuid();
    let reader = cx.reader();
    let row = storage::results::correction(&reader, cx.street(), id).await?.ok_or_else(Failure::missing)?;
    if row.decided_at.is_some() {
        return Err(Refusal::AlreadyDecided.into());
    }
    if approve && row.proposed_by == actor {
        return Err(Refusal::SecondPersonNeeded.into());
    }
    let own = correction(&row)?;
    let attempts = storage::results::attempts(&reader, cx.street(), row.exam_id).await?;
    let papers = papers(&reader, cx.street(), row.exam_id, &attempts, &own).await?;
    let tx = cx.begin().await?;
    let mut changed = Vec::new();
    if approve {
        let attempts = storage::results::attempts_to_change(&tx, cx.street(), row.exam_id).await?;
        changed = plan(cx, &tx, &papers, attempts, &row).await?;
    }
    if !storage::results::decide(&tx, cx.street(), id, approve, actor, cx.now()).await? {
        return Err(Refusal::AlreadyDecided.into());
    }
    let effect = effect(&changed);
    keep(cx, &tx, changed).await?;
    let event = Event::CorrectionDecided {
        approved: approve,
        regraded: effect.regraded,
        became_passed: effect.become_passed,
    };
    cx.log(&tx, event, Subject::new("correction", id)).await?;
    tx.commit().await?;
    Ok((row.exam_id, effect))
}

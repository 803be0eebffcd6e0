//! An exam as it is reviewed: who took part, what was asked, which keys were corrected.

use super::{
    asked::{Asked, Looked, correction, ids, looked},
    create_exam::blueprint,
    figures::compute,
    finish::hundredths,
    watch::line,
};
use crate::{Cx, Failure};
use contract::results::{
    AskedItem, CorrectionLine, Decided, ExamDetail, ItemView, Participation, ReviewedPart,
};
use domain::{
    actor::Action,
    bank::{Kind, Question, QuestionId},
    exam::{grading::Right, regrade::Correction},
};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use storage::results::CorrectionRow;
use uuid::Uuid;

/// Shows an exam to who reviews it.
pub async fn exam_detail(cx: &Cx, id: Uuid) -> Result<ExamDetail, Failure> {
    cx.allow(Action::ReviewExam)?;
    let reader = cx.reader();
    let exam = storage::exam::exam(&reader, cx.street(), id).await?.ok_or_else(Failure::missing)?;
    let training = storage::training::of_exam(&reader, cx.street(), id).await?;
    let counts = storage::exam::counts(&reader, cx.street(), &[id]).await?;
    let rows = storage::results::attempts(&reader, cx.street(), id).await?;
    let looked = looked(&reader, cx.street(), rows).await?;
    let sums = sums(&looked);
    let waiting = storage::results::corrections(&reader, cx.street(), &[id]).await?;
    let questions: BTreeSet<QuestionId> =
        sums.keys().cloned().chain(waiting.iter().filter_map(|r| QuestionId::new(&r.question_id))).collect();
    let asked = Asked::load(&reader, cx.street(), &[id], ids(&questions)).await?;
    let mut computed = compute(cx, &exam, &looked, &asked).await?;
    let items = sums.iter().map(|(question, (count, right))| {
        let of = asked.get(id, question)?;
        Ok(AskedItem {
            question: question.as_str().to_owned(),
            kind: of.kind().name(),
            stem: of.stem().to_owned(),
            asked: *count,
            right: *right,
            figures: computed.items.remove(question),
        })
    });
    let mut corrections = lines(cx, &asked, waiting).await?;
    corrections.sort_by_key(|line| line.decided.is_some());
    Ok(ExamDetail {
        items: items.collect::<Result<_, Failure>>()?,
        figures: computed.exam,
        equivalence: computed.equivalence,
        pass_mark: hundredths(blueprint(&exam)?.draft().pass_mark),
        participation: participation(cx, training.as_ref().map(|t| t.id), &looked).await?,
        training: training.map(|t| t.id),
        exam: line(cx, &exam, &counts)?,
        amendments: corrections,
        may_correct: cx.allow(Action::CorrectResults).is_ok(),
    })
}

async fn participation(cx: &Cx, training: Option<Uuid>, looked: &[Looked]) -> Result<Participation, Failure> {
    let results = storage::training::result_counts(&cx.reader(), cx.street(), training).await?;
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let people: BTreeSet<Uuid> = looked.iter().map(|l| l.row.person_id).collect();
    let passed: BTreeSet<Uuid> = looked.iter().filter(|l| l.valid.passed).map(|l| l.row.person_id).collect();
    Ok(Participation {
        meant: results.iter().map(|r| u32::try_from(r.count).unwrap_or(0)).sum(),
        sat: count(people.len()),
        handed_in: count(looked.len()),
        passed: count(passed.len()),
        regraded: count(looked.iter().filter(|l| l.row.score != Some(l.valid.score)).count()),
    })
}

/// How often each question was asked, and answered in full.
pub(super) fn sums(looked: &[Looked]) -> BTreeMap<QuestionId, (u32, u32)> {
    let mut sums: BTreeMap<QuestionId, (u32, u32)> = BTreeMap::new();
    for answered in looked.iter().flat_map(|l| &l.handed_in.questions) {
        let (asked, right) = sums.entry(answered.question.clone()).or_default();
        *asked += 1;
        *right += u32::from(answered.right);
    }
    sums
}

/// Shows a question of an exam with its key.
pub async fn exam_item(cx: &Cx, id: Uuid, question: &str) -> Result<ItemView, Failure> {
    cx.allow(Action::ReviewExam)?;
    let reader = cx.reader();
    let exam = storage::exam::exam(&reader, cx.street(), id).await?.ok_or_else(Failure::missing)?;
    let wanted = QuestionId::new(question).ok_or_else(Failure::missing)?;
    let rows = storage::results::attempts(&reader, cx.street(), id).await?;
    let looked = looked(&reader, cx.street(), rows).await?;
    let sums = sums(&looked);
    let all: BTreeSet<QuestionId> = sums.keys().cloned().chain([wanted.clone()]).collect();
    let asked = Asked::load(&reader, cx.street(), &[id], ids(&all)).await?;
    let found = asked.find(id, &wanted).ok_or_else(Failure::missing)?;
    let figures = compute(cx, &exam, &looked, &asked).await?.items.remove(&wanted);
    let (count, right) = sums.get(&wanted).copied().unwrap_or_default();
    let mut corrections = storage::results::corrections(&reader, cx.street(), &[id]).await?;
    let approved: Vec<CorrectionRow> =
        corrections.iter().filter(|row| row.approved == Some(true)).cloned().collect();
    let approved = approved.iter().map(correction).collect::<Result<Vec<_>, _>>()?;
    corrections.retain(|row| row.question_id == question);
    let last = u8::try_from(found.kind().parts().len()).unwrap_or(u8::MAX);
    let parts = (0..=last).filter_map(|part| review(found, part, &approved)).collect();
    Ok(ItemView {
        exam: id,
        title: exam.title,
        question: question.to_owned(),
        asked: count,
        right,
        story: if found.kind().parts().is_empty() { String::new() } else { found.stem().to_owned() },
        parts,
        explanation: found.explanation().to_owned(),
        basis: found.basis().clone().into(),
        figures,
        amendments: lines(cx, &asked, corrections).await?,
        may_correct: cx.allow(Action::CorrectResults).is_ok(),
    })
}

/// Shows what of a question is answered, with its key as corrected; nothing for a case as a whole.
pub(super) fn review(question: &Question, part: u8, corrections: &[Correction]) -> Option<ReviewedPart> {
    let (kind, stem) = match usize::from(part).checked_sub(1) {
        None => (question.kind(), question.stem()),
        Some(at) => question.kind().parts().get(at).map(|part| (&part.kind, part.stem.as_str()))?,
    };
    let key = match kind {
        Kind::Single { right, .. } => Right::One(*right),
        Kind::Multiple { right, .. } => Right::Many(right.clone()),
        Kind::TrueFalse { answer } => Right::Truth(*answer),
        Kind::Fill { answers } => Right::Words(answers.clone()),
        Kind::Case { .. } => return None,
    };
    let last = corrections.iter().rev().find(|c| c.question == *question.id() && c.part == part);
    Some(ReviewedPart {
        part,
        kind: kind.name(),
        stem: stem.to_owned(),
        options: kind.options().iter().map(|option| option.text.clone()).collect(),
        key: last.map_or(key, |correction| correction.right.clone()),
    })
}

/// Shows corrections with who proposed and decided them.
pub(super) async fn lines(
    cx: &Cx,
    asked: &Asked,
    rows: Vec<CorrectionRow>,
) -> Result<Vec<CorrectionLine>, Failure> {
    let people = rows.iter().flat_map(|row| [Some(row.proposed_by), row.decided_by]).flatten();
    let people: BTreeSet<Uuid> = people.collect();
    let names = storage::account::by_ids(&cx.reader(), people).await?;
    let names: HashMap<Uuid, String> = names.into_iter().map(|a| (a.id, a.name)).collect();
    let name = |id: Uuid| names.get(&id).cloned().unwrap_or_default();
    let line = |row: CorrectionRow| {
        let own = correction(&row)?;
        let part = asked.find(row.exam_id, &own.question).and_then(|q| review(q, own.part, &[]));
        let decided = row.approved.zip(row.decided_by).zip(row.decided_at);
        Ok(CorrectionLine {
            id: row.id,
            question: row.question_id,
            part: own.part,
            stem: part.map(|part| part.stem).unwrap_or_default(),
            proposed_by: name(row.proposed_by),
            proposed_at: row.proposed_at,
            reason: row.reason,
            decided: decided.map(|((approved, by), at)| Decided { approved, by: name(by), at }),
        })
    };
    rows.into_iter().map(line).collect()
}

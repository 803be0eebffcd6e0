//! The figures of an exam and of its questions, from each person's first sitting: later ones were studied for.

use super::{
    asked::{Asked, Looked, approved, stored},
    create_exam::blueprint,
    exam_detail::review,
    pool,
    sitting::restore,
};
use crate::{Cx, Failure};
use contract::results::{EquivalenceFacts, ExamFigures, ItemFigures, ItemFlag, OptionFact};
use domain::{
    bank::{Kind, Question, QuestionId},
    exam::{
        Answer, Paper, Points, equivalence,
        grading::Right,
        statistics::{self, Figures, Flag, ItemStatistics, Response},
    },
};
use std::collections::{BTreeMap, BTreeSet};
use storage::exam::{ExamRow, StepRow};
use uuid::Uuid;

/// The figures of an exam.
pub(super) struct Computed {
    /// Of the whole; how many sittings there are where they are too few.
    pub exam: Result<ExamFigures, u32>,
    /// Of each question that enough people had.
    pub items: BTreeMap<QuestionId, ItemFigures>,
    /// How alike the papers are, where there are enough of them.
    pub equivalence: Option<EquivalenceFacts>,
}

/// Computes the figures of an exam.
pub(super) async fn compute(
    cx: &Cx,
    exam: &ExamRow,
    looked: &[Looked],
    asked: &Asked,
) -> Result<Computed, Failure> {
    let first = first_sittings(looked);
    let corrections = approved(&cx.reader(), cx.street(), exam.id).await?;
    let ids: Vec<Uuid> = first.iter().map(|l| l.row.id).collect();
    let mut steps: BTreeMap<Uuid, Vec<StepRow>> = BTreeMap::new();
    for step in storage::results::steps_of(&cx.reader(), cx.street(), &ids).await? {
        steps.entry(step.attempt_id).or_default().push(step);
    }
    let mut attempts = Vec::with_capacity(first.len());
    for of in &first {
        attempts.push(responses(of, steps.remove(&of.row.id).unwrap_or_default())?);
    }
    let mut known = BTreeMap::new();
    for id in attempts.iter().flatten().map(|r| &r.id).collect::<BTreeSet<_>>() {
        let question = asked.get(exam.id, id)?;
        let right = review(question, 0, &corrections).map(|part| part.key);
        known.insert(id.clone(), question_facts(question, right));
    }
    let items = statistics::items(&attempts, &known);
    let items = items.into_iter().filter_map(|(id, figures)| Some((id, item(figures.known()?))));
    let have = u32::try_from(attempts.len()).unwrap_or(u32::MAX);
    let whole = match statistics::exam(&attempts) {
        Figures::Known(figures) => Ok(whole(&figures, &first)),
        Figures::TooFew { .. } => Err(have),
    };
    let equivalence = match whole.is_ok() {
        true => equivalence_of(cx, exam, &first, asked).await?,
        false => None,
    };
    Ok(Computed { exam: whole, items: items.collect(), equivalence })
}

/// The first sitting that each person handed in.
fn first_sittings(looked: &[Looked]) -> Vec<&Looked> {
    let mut first: BTreeMap<Uuid, &Looked> = BTreeMap::new();
    for of in looked {
        let known = first.entry(of.row.person_id).or_insert(of);
        if of.row.number < known.row.number {
            *known = of;
        }
    }
    first.into_values().collect()
}

/// How the items of a sitting were answered; a case is one.
fn responses(of: &Looked, steps: Vec<StepRow>) -> Result<Vec<Response>, Failure> {
    let answers = restore(&of.row, steps, &of.record)?.answers();
    let marks = stored(of.row.id, &of.valid.result)?.items;
    let response = |item: &domain::exam::DrawnItem| {
        let own = || marks.iter().filter(|mark| mark.item.number == item.number);
        let chosen = match answers.get(&domain::exam::ItemRef::item(item.number)) {
            Some(Answer::Choice(chosen)) => chosen.clone(),
            Some(Answer::TrueFalse(holds)) => BTreeSet::from([u8::from(!holds)]),
            Some(Answer::Fill(_)) | None => BTreeSet::new(),
        };
        Response {
            id: item.id.clone(),
            number: item.number,
            earned: own().map(|mark| mark.points).sum::<Points>(),
            of: own().map(|mark| mark.of).sum::<Points>(),
            chosen,
        }
    };
    Ok(of.record.paper.items.iter().map(response).collect())
}

fn question_facts(question: &Question, right: Option<Right>) -> statistics::Asked {
    let options = question.kind().options().len();
    let options = if matches!(question.kind(), Kind::TrueFalse { .. }) { 2 } else { options };
    let options = u8::try_from(options).unwrap_or(u8::MAX);
    let right = match right {
        Some(Right::One(right)) => BTreeSet::from([right]),
        Some(Right::Many(right)) => right,
        Some(Right::Truth(holds)) => BTreeSet::from([u8::from(!holds)]),
        // Whatever is chosen earns the points.
        Some(Right::Anything) => (0..options).collect(),
        Some(Right::Words(_)) | None => BTreeSet::new(),
    };
    statistics::Asked { kind: question.kind().name(), options, right }
}

/// A figure in thousandths.
#[expect(clippy::cast_possible_truncation, reason = "figures are small, and rounded on purpose")]
fn thousandths(figure: f64) -> i32 {
    (figure * 1000.0).round() as i32
}

/// Points in hundredths.
#[expect(clippy::cast_possible_truncation, reason = "points are small, and rounded on purpose")]
fn hundredths(points: f64) -> i32 {
    (points * 100.0).round() as i32
}

fn whole(figures: &statistics::ExamStatistics, first: &[&Looked]) -> ExamFigures {
    let mut distribution = vec![0; 10];
    for of in first {
        let decade = usize::try_from(of.valid.score / 1000).unwrap_or(0).min(9);
        distribution[decade] += 1;
    }
    ExamFigures {
        attempts: u32::try_from(figures.attempts).unwrap_or(u32::MAX),
        mean: hundredths(figures.scores.mean),
        median: hundredths(figures.scores.median),
        deviation: hundredths(figures.scores.deviation),
        distribution,
        reliability: figures.reliability.map(|r| thousandths(r.alpha)),
        standard_error: figures.reliability.map(|r| hundredths(r.standard_error)),
    }
}

fn item(figures: &ItemStatistics) -> ItemFigures {
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let flag = |flag: &Flag| match flag {
        Flag::TooEasy => ItemFlag::TooEasy,
        Flag::NearGuessing => ItemFlag::NearGuessing,
        Flag::WeakDiscrimination => ItemFlag::WeakDiscrimination,
        Flag::AttractsTheStrong { option } => ItemFlag::AttractsTheStrong { option: *option },
    };
    let option = |row: &statistics::OptionRow| OptionFact {
        option: row.option,
        right: row.right,
        all: count(row.all),
        high: count(row.high),
        low: count(row.low),
    };
    ItemFigures {
        attempts: count(figures.attempts),
        facility: thousandths(figures.facility),
        item_rest: figures.discrimination.map(|d| thousandths(d.item_rest)),
        efficiency: figures.discrimination.map(|d| thousandths(d.efficiency / 100.0)),
        options: figures.options.iter().map(option).collect(),
        high: count(figures.groups.0),
        low: count(figures.groups.1),
        flags: figures.flags.iter().map(flag).collect(),
    }
}

async fn equivalence_of(
    cx: &Cx,
    exam: &ExamRow,
    first: &[&Looked],
    asked: &Asked,
) -> Result<Option<EquivalenceFacts>, Failure> {
    let questions = pool::of_exam(&cx.reader(), exam).await?;
    let papers: Vec<Paper> = first.iter().map(|of| of.record.paper.clone()).collect();
    let right = |id: &QuestionId| match asked.find(exam.id, id)?.kind() {
        Kind::Single { right, .. } => Some(*right),
        _ => None,
    };
    let found = equivalence::compare(&blueprint(exam)?, &questions.pool, &papers, right);
    Ok(found.map(|found| EquivalenceFacts {
        papers: u32::try_from(found.papers).unwrap_or(u32::MAX),
        overlap: thousandths(found.overlap.mean),
        most_overlap: u32::try_from(found.overlap.most).unwrap_or(u32::MAX),
        expected: hundredths(found.expected.mean),
        spread: hundredths(found.expected.deviation),
        exposure: thousandths(found.exposure.largest),
        key: found.key.map(|key| {
            let four = key.times.get(&4).cloned().unwrap_or_default();
            (four, thousandths(key.chi_square), u32::try_from(key.freedom).unwrap_or(u32::MAX))
        }),
    }))
}

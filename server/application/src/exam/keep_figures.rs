//! The figures of questions, kept by exam, so that a bank's pages need not read every sitting.

use super::{
    asked::{Asked, ids, looked},
    exam_detail::sums,
    figures::compute,
};
use crate::{Cx, Failure};
use domain::bank::QuestionId;
use std::collections::BTreeSet;
use storage::bank::figure::{FigureStateRow, ItemFigureRow, StaleExam};

/// Brings the figures of at most `most` exams up to their results; gives how many were behind.
pub async fn keep_figures(cx: &Cx, most: usize) -> Result<usize, Failure> {
    let stale = storage::bank::figure::stale_exams(&cx.reader(), cx.street()).await?;
    let behind = stale.len();
    for exam in stale.into_iter().take(most) {
        keep(cx, exam).await?;
    }
    Ok(behind.min(most))
}

async fn keep(cx: &Cx, stale: StaleExam) -> Result<(), Failure> {
    let reader = cx.reader();
    let exam = storage::exam::exam(&reader, cx.street(), stale.id).await?.ok_or_else(Failure::missing)?;
    let rows = storage::results::attempts(&reader, cx.street(), exam.id).await?;
    let looked = looked(&reader, cx.street(), rows).await?;
    let sums = sums(&looked);
    let questions: BTreeSet<QuestionId> = sums.keys().cloned().collect();
    let asked = Asked::load(&reader, cx.street(), &[exam.id], ids(&questions)).await?;
    let mut computed = compute(cx, &exam, &looked, &asked).await?;
    let mut rows = Vec::with_capacity(sums.len());
    let count = |n: u32| i32::try_from(n).unwrap_or(i32::MAX);
    for (question, (times, full)) in sums {
        let figures = computed.items.remove(&question);
        rows.push(ItemFigureRow {
            street: cx.street().to_owned(),
            exam_id: exam.id,
            question_id: question.as_str().to_owned(),
            asked: count(times),
            full_marks: count(full),
            figures: figures.as_ref().map(serde_json::to_string).transpose()?,
        });
    }
    let whole = |n: i64| i32::try_from(n).unwrap_or(i32::MAX);
    let state = FigureStateRow {
        street: cx.street().to_owned(),
        exam_id: exam.id,
        sittings: whole(stale.sittings),
        regrades: whole(stale.regrades),
    };
    let tx = cx.begin().await?;
    storage::bank::figure::keep_figures(&tx, state, rows).await?;
    Ok(tx.commit().await?)
}

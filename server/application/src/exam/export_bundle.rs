//! The proof of a paper.

use super::{create_exam::open_key, sitting::load};
use crate::{Cx, Failure, clock_text};
use contract::Refusal;
use domain::{
    actor::Action,
    audit::{Event, Subject},
    exam::{Hex32, PaperBundle},
};
use uuid::Uuid;

/// Exports what anybody needs to draw the paper of a sitting again. It holds the exam's secret, from which the
/// papers of all candidates follow, so it is given only when nobody sits the exam and nobody can any more:
/// after the window has closed. It names nobody.
pub async fn export_paper_bundle(cx: &Cx, id: Uuid) -> Result<PaperBundle, Failure> {
    cx.allow(Action::Audit)?;
    let reader = cx.reader();
    let sat = load(&reader, cx.street(), id).await?;
    let exam =
        storage::exam::exam(&reader, cx.street(), sat.row.exam_id).await?.ok_or_else(Failure::missing)?;
    let counts = storage::exam::counts(&reader, cx.street(), &[exam.id]).await?;
    let running: i64 = counts.iter().filter(|c| c.state == "open").map(|c| c.attempts).sum();
    if running > 0 {
        return Err(Refusal::SittingsRunning { count: u32::try_from(running).unwrap_or(u32::MAX) }.into());
    }
    if cx.now() < exam.closes_at {
        return Err(Refusal::ExamStillOpen { closes: clock_text(exam.closes_at) }.into());
    }
    let questions = cx.system.sittings.frozen.questions(&reader, &exam).await?;
    let key = open_key(cx, &exam)?;
    let bundle = PaperBundle {
        record: (*sat.record).clone(),
        pool: questions.pool.items().to_vec(),
        exam_key: Hex32(key),
    };
    let tx = cx.begin().await?;
    cx.log(&tx, Event::BundleExported { kind: "paper".into() }, Subject::new("attempt", id)).await?;
    tx.commit().await?;
    Ok(bundle)
}

//! The papers of a room for printing. What is printed holds nothing of what is right.

use super::show;
use crate::{Cx, Failure, exam::sitting::parse_record};
use anyhow::anyhow;
use contract::exam::{PapersView, PrintedPaper};
use domain::{
    actor::Action,
    audit::{Event, Subject},
    exam::delivery::{DeliveredItem, deliver_paper},
};
use storage::{
    Reader,
    exam::{ExamRow, SeatRow},
};
use uuid::Uuid;

/// Shows every paper of a room; that they were shown is logged.
pub async fn print_papers(cx: &Cx, exam: Uuid, room: Uuid) -> Result<PapersView, Failure> {
    cx.allow(Action::ManageTrainings)?;
    let reader = cx.reader();
    let (line, room_line, seats) = show::read(cx, &reader, exam, room).await?;
    let row = storage::exam::exam(&reader, cx.street(), exam).await?.ok_or_else(Failure::missing)?;
    let rows = storage::exam::seat_rows(&reader, cx.street(), room).await?;
    let mut papers = Vec::with_capacity(rows.len());
    for (seat, paper) in seats.into_iter().zip(&rows) {
        let items = items(cx, &reader, &row, paper).await?;
        let mark = paper.content_hash.chars().take(8).collect();
        papers.push(PrintedPaper { seat, mark, items });
    }
    let tx = cx.begin().await?;
    let event = Event::PapersPrinted { papers: u32::try_from(papers.len()).unwrap_or(u32::MAX) };
    cx.log(&tx, event, Subject::new("exam_room", room)).await?;
    tx.commit().await?;
    Ok(PapersView { exam: line, room: room_line, papers })
}

/// The items of a seat's paper, as its candidate sees them.
pub(super) async fn items(
    cx: &Cx,
    reader: &Reader,
    exam: &ExamRow,
    seat: &SeatRow,
) -> Result<Vec<DeliveredItem>, Failure> {
    let questions = cx.system.sittings.frozen.questions(reader, exam).await?;
    let record = parse_record(&seat.record)?;
    let delivered = deliver_paper(&record.paper, |id| questions.find(id));
    Ok(delivered.map_err(|e| anyhow!("the paper of seat {} cannot be shown: {e:?}", seat.seat))?)
}

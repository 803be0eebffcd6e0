//! Keying in the answers of somebody who sat on paper: the same attempt, the same rules, the office's hand.

use super::{papers, show};
use crate::{
    Cx, Failure,
    exam::{
        sitting::{Whose, change, parse_record},
        start_attempt::{begin_prepared, prepared},
    },
};
use anyhow::anyhow;
use contract::{
    Refusal,
    exam::{PapersView, PrintedPaper},
};
use domain::{
    actor::Action,
    audit::{Event, Subject},
    bank::KindName,
    exam::{
        Attempt, GivenAnswer, ItemRef, PaperRecord,
        attempt::{Sheet, SubmittedBy},
    },
};
use std::collections::BTreeMap;
use storage::exam::SeatRow;
use uuid::Uuid;

/// What was keyed in: by item what stands on the paper, empty where nothing does.
#[derive(Clone, Debug, Default)]
pub struct KeyedIn {
    /// The exam.
    pub exam: Uuid,
    /// The room.
    pub room: Uuid,
    /// Who sat.
    pub person: Uuid,
    /// By item.
    pub answers: BTreeMap<ItemRef, String>,
}

/// Shows the paper of a seat with a field for each answer.
pub async fn key_in_form(cx: &Cx, exam: Uuid, room: Uuid, person: Uuid) -> Result<PapersView, Failure> {
    cx.allow(Action::ManageTrainings)?;
    let reader = cx.reader();
    let (line, room_line, seats) = show::read(cx, &reader, exam, room).await?;
    let row = storage::exam::exam(&reader, cx.street(), exam).await?.ok_or_else(Failure::missing)?;
    let seat = seats.into_iter().find(|seat| seat.person == person).ok_or_else(Failure::missing)?;
    if seat.state.is_some() {
        return Err(Refusal::SitsAlready.into());
    }
    let paper = own_paper(cx, room, person).await?;
    let items = papers::items(cx, &reader, &row, &paper).await?;
    let mark = paper.content_hash.chars().take(8).collect();
    Ok(PapersView { exam: line, room: room_line, papers: vec![PrintedPaper { seat, mark, items }] })
}

async fn own_paper(cx: &Cx, room: Uuid, person: Uuid) -> Result<SeatRow, Failure> {
    let rows = storage::exam::seat_rows(&cx.reader(), cx.street(), room).await?;
    rows.into_iter().find(|row| row.person_id == person).ok_or_else(Failure::missing)
}

/// Keys a paper in and hands it in. All answers are understood before anything is written.
///
/// # Errors
/// Refuses before the room begins, a person who sits or sat this time already, and answers that make no sense,
/// naming their items.
pub async fn key_in(cx: &Cx, form: KeyedIn) -> Result<Uuid, Failure> {
    cx.allow(Action::ManageTrainings)?;
    let reader = cx.reader();
    let room = storage::exam::room(&reader, cx.street(), form.room).await?;
    let room = room.filter(|room| room.exam_id == form.exam).ok_or_else(Failure::missing)?;
    if cx.now() < room.starts_at {
        let opens = crate::clock_text(room.starts_at);
        return Err(Refusal::RoomNotOpen { place: room.place, opens }.into());
    }
    let seat = own_paper(cx, form.room, form.person).await?;
    let record = parse_record(&seat.record)?;
    let answers = understand(&record, &form.answers)?;
    let exam = storage::exam::exam(&reader, cx.street(), form.exam).await?.ok_or_else(Failure::missing)?;
    let training = storage::training::of_exam(&reader, cx.street(), exam.id).await?;
    let training = training.ok_or_else(Failure::missing)?;
    let (attempt, paper) = prepared(cx, &seat, training.id, &record);
    let started = begin_prepared(cx, attempt, paper).await?;
    let id = started.filter(|started| started.fresh).ok_or(Refusal::SitsAlready)?.attempt;
    let (count, now) = (answers.len(), cx.now());
    change(cx, id, Whose::Any, move |attempt, _| {
        for (seq, (item, given)) in (1u64..).zip(&answers) {
            let kept = attempt.answer(*item, given.clone(), seq, Attempt::FIRST_LEASE, now);
            kept.map_err(|e| anyhow!("{e:?}"))?;
        }
        attempt.submit(SubmittedBy::Candidate, now).map_err(|e| anyhow!("{e:?}"))?;
        Ok(())
    })
    .await?;
    let tx = cx.begin().await?;
    let event = Event::AnswersKeyedIn { answers: u32::try_from(count).unwrap_or(u32::MAX) };
    cx.log(&tx, event, Subject::new("attempt", id)).await?;
    tx.commit().await?;
    Ok(id)
}

/// Reads what was keyed in against the paper; an item that is left empty was not answered.
fn understand(
    record: &PaperRecord,
    typed: &BTreeMap<ItemRef, String>,
) -> Result<Vec<(ItemRef, GivenAnswer)>, Failure> {
    let sheet = Sheet::of(&record.paper);
    let (mut answers, mut wrong) = (Vec::new(), Vec::new());
    for (item, text) in typed.iter().filter(|(_, text)| !text.trim().is_empty()) {
        let kind = crate::exam::sitting::kind(record, *item);
        let given = kind.and_then(|kind| read(kind, text));
        match given.filter(|given| matches!(sheet.read(*item, given.clone()), Some(Ok(_)))) {
            Some(given) => answers.push((*item, given)),
            None => wrong.push(item.to_string()),
        }
    }
    if wrong.is_empty() {
        Ok(answers)
    } else {
        Err(Refusal::KeyedInWrong { items: wrong.join("、") }.into())
    }
}

/// Reads an answer as people write it on paper.
fn read(kind: KindName, text: &str) -> Option<GivenAnswer> {
    let text = text.trim();
    match kind {
        KindName::TrueFalse => match text {
            "对" | "正确" | "√" | "✓" | "T" | "t" | "是" => Some(GivenAnswer::TrueFalse(true)),
            "错" | "错误" | "×" | "✗" | "X" | "x" | "F" | "f" | "否" => {
                Some(GivenAnswer::TrueFalse(false))
            }
            _ => None,
        },
        KindName::Single | KindName::Multiple => {
            let parting = |c: char| c.is_whitespace() || matches!(c, ',' | '，' | '、' | ';' | '；');
            Some(GivenAnswer::Letters(text.chars().filter(|c| !parting(*c)).collect()))
        }
        KindName::Fill => Some(GivenAnswer::Fill(text.to_owned())),
        KindName::Case => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_as_people_write_it() {
        let letters = |text: &str| read(KindName::Multiple, text);
        assert_eq!(letters(" A、C，D "), Some(GivenAnswer::Letters("ACD".into())));
        assert_eq!(read(KindName::TrueFalse, "√"), Some(GivenAnswer::TrueFalse(true)));
        assert_eq!(read(KindName::TrueFalse, "×"), Some(GivenAnswer::TrueFalse(false)));
        assert_eq!(read(KindName::TrueFalse, "A"), None);
        assert_eq!(read(KindName::Fill, " 24小时 "), Some(GivenAnswer::Fill("24小时".into())));
    }
}

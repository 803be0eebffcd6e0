//! What a candidate does in a sitting.

use super::sitting::{Whose, change, closed, kind};
use crate::{Cx, Failure};
use chrono::{DateTime, Utc};
use contract::{Refusal, exam::Saved};
use domain::{
    bank::KindName,
    exam::{
        Answer, AnswerRefusal, Attempt, GivenAnswer, ItemRef, PaperRecord,
        attempt::{NoteRefusal, Receipt},
    },
};
use uuid::Uuid;

/// An answer as it is sent.
#[derive(Clone, Debug)]
pub struct AnswerForm {
    /// In which sitting.
    pub attempt: Uuid,
    /// To what.
    pub item: ItemRef,
    /// The lease of the device.
    pub lease: u32,
    /// The number the device gave this answer.
    pub seq: u64,
    /// The answer; none where the form sent nothing, which takes back a choice.
    pub given: Option<GivenAnswer>,
    /// A plain form was sent to go on: where nothing is chosen and nothing was, nothing is saved.
    pub lenient: bool,
}

/// What became of an answer.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The acknowledgement; none where there was nothing to save.
    pub saved: Option<Saved>,
    /// Another answer than this one is current: the form was older than what is saved.
    pub outdated: bool,
    /// How many items the paper has.
    pub items: u16,
    /// The sitting is handed in, now or before.
    pub submitted: bool,
}

/// Keeps an answer. When this returns, the answer is durable.
///
/// # Errors
/// Refuses what is not on the paper or makes no sense, a device that was taken over, a number that was used
/// for another answer, and everything once the candidate has handed in. Being late is not refused.
pub async fn save_answer(cx: &Cx, form: AnswerForm) -> Result<Kept, Failure> {
    let (id, item, seq, now) = (form.attempt, form.item, form.seq, cx.now());
    change(cx, id, Whose::Own, move |attempt, record| {
        let kept = keep(attempt, record, form.clone(), now)?;
        let saved = kept.as_ref().map(|(receipt, _)| Saved {
            seq,
            late: matches!(receipt, Receipt::Late | Receipt::Already { late: true }),
            remaining_ms: attempt.remaining(now).num_milliseconds(),
        });
        Ok(Kept {
            saved,
            outdated: kept.is_some_and(|(_, answer)| attempt.current(item) != Some(&answer)),
            items: items(record),
            submitted: attempt.submitted().is_some(),
        })
    })
    .await
}

fn keep(
    attempt: &mut Attempt,
    record: &PaperRecord,
    form: AnswerForm,
    now: DateTime<Utc>,
) -> Result<Option<(Receipt, Answer)>, Failure> {
    let given = match form.given {
        Some(given) => given,
        None => match kind(record, form.item).ok_or(Refusal::NoSuchItem)? {
            KindName::Single | KindName::Multiple if !form.lenient => GivenAnswer::Letters(String::new()),
            // A plain page cannot uncheck a radio button; it can uncheck every box.
            KindName::Multiple if attempt.current(form.item).is_some_and(|a| !Answer::is_blank(a)) => {
                GivenAnswer::Letters(String::new())
            }
            _ if form.lenient => return Ok(None),
            _ => return Err(Refusal::AnswerMalformed.into()),
        },
    };
    let read = attempt.sheet().read(form.item, given.clone()).ok_or(Refusal::NoSuchItem)?;
    let answer = read.map_err(|_| Refusal::AnswerMalformed)?;
    // Turning a page sends again what is saved already.
    if form.lenient && attempt.current(form.item) == Some(&answer) {
        return Ok(None);
    }
    let receipt = attempt.answer(form.item, given, form.seq, form.lease, now).map_err(refused)?;
    Ok(Some((receipt, answer)))
}

fn refused(why: AnswerRefusal) -> Refusal {
    match why {
        AnswerRefusal::NotOnPaper { .. } => Refusal::NoSuchItem,
        AnswerRefusal::Malformed { .. } => Refusal::AnswerMalformed,
        AnswerRefusal::SequenceReused { .. } => Refusal::StaleForm,
        AnswerRefusal::Submitted { .. } => Refusal::AlreadySubmitted,
        AnswerRefusal::TakenOver { .. } => Refusal::TakenOver,
    }
}

/// Marks an item for a second look, or unmarks it. Gives how many items the paper has.
pub async fn flag_item(cx: &Cx, id: Uuid, item: ItemRef, on: bool) -> Result<u16, Failure> {
    let now = cx.now();
    change(cx, id, Whose::Own, move |attempt, record| {
        let item = answerable(attempt, item);
        attempt.flag(item, on, now).map_err(|why| noted(attempt, why))?;
        Ok(items(record))
    })
    .await
}

/// Notes that the candidate left the page or came back.
pub async fn note_visibility(cx: &Cx, id: Uuid, left: bool) -> Result<(), Failure> {
    let now = cx.now();
    change(cx, id, Whose::Own, move |attempt, _| {
        let noted = if left { attempt.leave(now) } else { attempt.come_back(now) };
        noted.map_err(|why| closed(attempt, why).into())
    })
    .await
}

/// Gives the right to write to the asking device; gives its lease. What the first had saved stays.
pub async fn take_over(cx: &Cx, id: Uuid) -> Result<u32, Failure> {
    let now = cx.now();
    change(cx, id, Whose::Own, move |attempt, _| {
        attempt.take_over(now).map_err(|why| closed(attempt, why).into())
    })
    .await
}

/// How many items a paper has.
fn items(record: &PaperRecord) -> u16 {
    u16::try_from(record.paper.items.len()).unwrap_or(u16::MAX)
}

/// What stands for an item: itself, or the first question of a case.
pub(super) fn answerable(attempt: &Attempt, item: ItemRef) -> ItemRef {
    if item.part == 0 && !attempt.sheet().has(item) { ItemRef { part: 1, ..item } } else { item }
}

fn noted(attempt: &Attempt, why: NoteRefusal) -> Refusal {
    match why {
        NoteRefusal::NotOnPaper { .. } => Refusal::NoSuchItem,
        NoteRefusal::Submitted { at } => closed(attempt, domain::exam::attempt::Closed { at }),
    }
}

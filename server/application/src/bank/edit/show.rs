//! One question with its proposal, its past and its figures.

use super::{aim, head, head::names, read_body, read_edit, state};
use crate::{Cx, Failure, training::right};
use contract::{
    bank::{EditShown, HistoryLine, PastEdit, QuestionPage, Shown, StateCode, UseLine},
    exam::RightAnswer,
};
use domain::{
    actor::{Action, may},
    bank::{
        Question,
        edit::{EditAct, EditState},
    },
    exam::delivery::as_written,
};
use std::collections::HashMap;
use storage::{Reader, bank::edit::EditRow};
use uuid::Uuid;

/// Shows a question of a bank: as it is, as it is to be, as it was, and how it was answered.
pub async fn show_question(cx: &Cx, code: &str, id: &str) -> Result<QuestionPage, Failure> {
    let actor = cx.allow(Action::ReviewExam)?;
    let may_edit = may(actor, Action::EditBanks).is_ok();
    let reader = cx.reader();
    let bank = head(cx, &reader, code).await?;
    let lives = storage::bank::edit::history(&reader, cx.street(), code, id).await?;
    let edits = storage::bank::edit::edits_of(&reader, cx.street(), code, id).await?;
    if edits.is_empty() && lives.iter().all(|(_, body)| body.is_none()) {
        return Err(Failure::missing());
    }
    let current = match lives.last() {
        Some((_, Some(body))) => Some(read_body(id, body)?),
        _ => None,
    };
    let history = history(id, lives)?;
    let people = names(&reader, &edits).await?;
    let mut open = None;
    let mut past = Vec::new();
    for row in edits {
        if EditState::OPEN.contains(&state(&row)?) {
            let own = row.author == actor.account.uuid();
            open = Some(edit_shown(&row, current.as_ref(), &people, own, may_edit)?);
        } else {
            past.push(past_edit(&row, &people)?);
        }
    }
    let uses = uses(cx, &reader, id).await?;
    Ok(QuestionPage { bank, id: id.to_owned(), current: current.map(shown), open, history, past, uses })
}

/// A question as a candidate sees it, with its answers.
pub(crate) fn shown(question: Question) -> Shown {
    let order = |options: usize| (0..u8::try_from(options).unwrap_or(u8::MAX)).collect::<Vec<u8>>();
    let answer = |kind: &domain::bank::Kind| right(kind, &order(kind.options().len()));
    let answers: Vec<RightAnswer> = match question.kind().parts() {
        [] => vec![answer(question.kind())],
        parts => parts.iter().map(|part| answer(&part.kind)).collect(),
    };
    Shown { item: as_written(&question), answers, raw: question.into() }
}

/// The versions in which the question appeared, changed or left; the newest first.
fn history(
    id: &str,
    lives: Vec<(storage::bank::BankVersionRow, Option<String>)>,
) -> Result<Vec<HistoryLine>, Failure> {
    let mut lines = Vec::new();
    let mut before: Option<Question> = None;
    for (version, body) in lives {
        let after = body.as_deref().map(|body| read_body(id, body)).transpose()?;
        if after != before {
            lines.push(HistoryLine {
                version: version.version,
                at: version.published_at,
                before: before.map(Into::into),
                after: after.clone().map(Into::into),
            });
        }
        before = after;
    }
    lines.reverse();
    Ok(lines)
}

fn edit_shown(
    row: &EditRow,
    current: Option<&Question>,
    people: &HashMap<Uuid, String>,
    own: bool,
    may_edit: bool,
) -> Result<EditShown, Failure> {
    let (base, body) = read_edit(row)?;
    let now = state(row)?;
    let acts = [EditAct::Write, EditAct::Submit, EditAct::Approve, EditAct::Return, EditAct::Discard];
    Ok(EditShown {
        id: row.id,
        state: StateCode(now),
        aim: aim(row),
        author: people.get(&row.author).cloned().unwrap_or_default(),
        own,
        written_at: row.written_at,
        reason: row.reason.clone(),
        reviewed: row
            .reviewer
            .zip(row.reviewed_at)
            .map(|(by, at)| (people.get(&by).cloned().unwrap_or_default(), at)),
        note: row.note.clone(),
        stale: base.as_ref() != current,
        base: base.map(Into::into),
        body: body.map(shown),
        acts: acts.into_iter().filter(|act| may_edit && act.on(now, own).is_ok()).collect(),
    })
}

fn past_edit(row: &EditRow, people: &HashMap<Uuid, String>) -> Result<PastEdit, Failure> {
    Ok(PastEdit {
        state: StateCode(state(row)?),
        aim: aim(row),
        author: people.get(&row.author).cloned().unwrap_or_default(),
        written_at: row.written_at,
        reviewer: row.reviewer.and_then(|by| people.get(&by).cloned()),
        reason: row.reason.clone(),
    })
}

async fn uses(cx: &Cx, reader: &Reader, id: &str) -> Result<Vec<UseLine>, Failure> {
    let rows = storage::bank::figure::figures_of(reader, cx.street(), id).await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.exam_id).collect();
    let titles = storage::exam::titles(reader, cx.street(), &ids).await?;
    let titles: HashMap<Uuid, String> = titles.into_iter().collect();
    let count = |n: i32| u32::try_from(n).unwrap_or(0);
    let line = |row: storage::bank::figure::ItemFigureRow| {
        Ok(UseLine {
            exam: row.exam_id,
            title: titles.get(&row.exam_id).cloned().unwrap_or_default(),
            asked: count(row.asked),
            full: count(row.full_marks),
            figures: row.figures.as_deref().map(serde_json::from_str).transpose()?,
        })
    };
    rows.into_iter().map(line).collect()
}

//! The questions of a bank, or the proposals to change them, a page at a time.

use super::{aim, head, read_body, state};
use crate::{Cx, Failure};
use contract::{
    Pager,
    bank::{BankPage, EditLine, QuestionLine, QuestionQuery, StateCode, Use},
};
use domain::{
    actor::Action,
    bank::{Question, edit::EditState},
};
use std::collections::HashMap;
use storage::{
    Reader,
    bank::{
        QuestionRow,
        edit::{EditRow, QuestionFilter},
        figure::ItemSum,
    },
};
use uuid::Uuid;

const PAGE: u64 = 30;

/// Lists one page of a bank's published questions, or of its open proposals.
pub async fn list_questions(cx: &Cx, code: &str, query: QuestionQuery) -> Result<BankPage, Failure> {
    let actor = cx.allow(Action::ReviewExam)?.account.uuid();
    let reader = cx.reader();
    let bank = head(cx, &reader, code).await?;
    let counts = storage::bank::edit::edit_counts(&reader, cx.street()).await?;
    let count = |state: EditState| {
        let own = counts.iter().filter(|c| c.bank == code && c.state == state.code());
        own.map(|c| u32::try_from(c.edits).unwrap_or(0)).sum()
    };
    let version = bank.newest.as_ref().map(|v| v.id);
    let topics = match version {
        Some(version) => storage::bank::edit::topics(&reader, cx.street(), version).await?,
        None => Vec::new(),
    };
    let page = query.page.unwrap_or(1).max(1);
    let (rows, total) = match query.state.as_str() {
        "" => published(cx, &reader, code, version, &query, page, actor).await?,
        state => proposed(cx, &reader, code, state, &query, page, actor).await?,
    };
    Ok(BankPage {
        published: topics.iter().map(|(_, n)| u32::try_from(*n).unwrap_or(0)).sum(),
        states: EditState::OPEN.map(|state| (StateCode(state), count(state))).into(),
        topics: topics.into_iter().map(|(topic, _)| topic).collect(),
        rows,
        pager: Pager { page, size: PAGE, total },
        query,
        bank,
    })
}

/// What a query asks of the database.
pub(crate) fn filter(query: &QuestionQuery) -> QuestionFilter {
    QuestionFilter {
        text: query.q.clone(),
        kind: query.kind.clone(),
        difficulty: query.difficulty.clone(),
        topic: query.topic.clone(),
        law: query.law.clone(),
        sector: query.sector.clone(),
        audience: query.audience.clone(),
    }
}

async fn published(
    cx: &Cx,
    reader: &Reader,
    code: &str,
    version: Option<Uuid>,
    query: &QuestionQuery,
    page: u64,
    actor: Uuid,
) -> Result<(Vec<QuestionLine>, u64), Failure> {
    let Some(version) = version else { return Ok((Vec::new(), 0)) };
    let found =
        storage::bank::edit::questions_page(reader, cx.street(), version, &filter(query), page, PAGE).await?;
    let ids: Vec<String> = found.rows.iter().map(|row| row.id.clone()).collect();
    let edits = storage::bank::edit::open_edits(reader, cx.street(), code, &ids).await?;
    let edits: HashMap<String, EditRow> = edits.into_iter().map(|e| (e.question_id.clone(), e)).collect();
    let uses = uses(cx, reader, &ids).await?;
    let line = |row: QuestionRow| {
        let question = read_body(&row.id, &row.body)?;
        let edit = edits.get(&row.id).map(|edit| edit_line(edit, actor)).transpose()?;
        Ok(question_line(&question, edit, uses.get(&row.id).copied().unwrap_or_default()))
    };
    let rows = found.rows.into_iter().map(line).collect::<Result<_, Failure>>()?;
    Ok((rows, found.total))
}

async fn proposed(
    cx: &Cx,
    reader: &Reader,
    code: &str,
    state: &str,
    query: &QuestionQuery,
    page: u64,
    actor: Uuid,
) -> Result<(Vec<QuestionLine>, u64), Failure> {
    let state = EditState::OPEN.into_iter().find(|s| s.code() == state).map_or("", EditState::code);
    let found =
        storage::bank::edit::edits_page(reader, cx.street(), code, state, &filter(query), page, PAGE).await?;
    let ids: Vec<String> = found.rows.iter().map(|row| row.question_id.clone()).collect();
    let uses = uses(cx, reader, &ids).await?;
    let line = |row: EditRow| {
        let text = row.body.as_deref().or(row.base.as_deref()).unwrap_or_default();
        let question = read_body(&row.question_id, text)?;
        let used = uses.get(&row.question_id).copied().unwrap_or_default();
        Ok(question_line(&question, Some(edit_line(&row, actor)?), used))
    };
    let rows = found.rows.into_iter().map(line).collect::<Result<_, Failure>>()?;
    Ok((rows, found.total))
}

async fn uses(cx: &Cx, reader: &Reader, ids: &[String]) -> Result<HashMap<String, Use>, Failure> {
    let sums = storage::bank::figure::item_sums(reader, cx.street(), ids).await?;
    let count = |n: i64| u32::try_from(n).unwrap_or(0);
    let sum = |s: ItemSum| {
        let used = Use { exams: count(s.exams), asked: count(s.asked), full: count(s.full_marks) };
        (s.question_id, used)
    };
    Ok(sums.into_iter().map(sum).collect())
}

fn edit_line(row: &EditRow, actor: Uuid) -> Result<EditLine, Failure> {
    Ok(EditLine { id: row.id, state: StateCode(state(row)?), aim: aim(row), own: row.author == actor })
}

fn question_line(question: &Question, edit: Option<EditLine>, use_: Use) -> QuestionLine {
    QuestionLine {
        id: question.id().to_string(),
        kind: question.kind().name(),
        difficulty: question.difficulty(),
        topic: question.topics().first().cloned().unwrap_or_default(),
        stem: question.stem().to_owned(),
        basis: Some(question.basis().clone().into()),
        edit,
        use_,
    }
}

//! Writing a proposal: a new question, a changed one, or that one is to leave the bank.

use super::{create::length, head, read_body, state, understand::understand};
use crate::{Cx, Failure};
use contract::{
    Field, Refusal,
    bank::{QuestionFault, QuestionForm, WritePage},
};
use domain::{
    actor::Action,
    audit::{Event, Subject},
    bank::{
        BankCode, KindName, Question, QuestionId,
        edit::{EditAct, EditRefusal, EditState, next_id},
    },
};
use storage::{
    Failed, Writer,
    bank::edit::{EditRow, Move},
    db::Handle,
};
use uuid::Uuid;

/// Shows the form of a new question (`id` is none) or of one that is there.
pub async fn show_form(cx: &Cx, code: &str, id: Option<&str>, kind: &str) -> Result<WritePage, Failure> {
    let actor = cx.allow(Action::EditBanks)?.account.uuid();
    let reader = cx.reader();
    let bank = head(cx, &reader, code).await?;
    let topics = match &bank.newest {
        Some(version) => storage::bank::edit::topics(&reader, cx.street(), version.id).await?,
        None => Vec::new(),
    };
    let topics = topics.into_iter().map(|(topic, _)| topic).collect();
    let Some(id) = id else {
        let kind = KindName::ALL.into_iter().find(|k| k.name() == kind).unwrap_or(KindName::Single);
        let form = QuestionForm::new(kind);
        return Ok(WritePage { bank, id: None, published: false, form, note: String::new(), topics });
    };
    let standing = Standing::load(cx, &reader, code, id).await?;
    if standing.current.is_none() && standing.open.is_none() {
        return Err(Failure::missing());
    }
    let (mut text, mut reason, mut note) = (standing.current.clone(), String::new(), String::new());
    if let Some(row) = &standing.open {
        step(EditAct::Write, row, actor)?;
        text = row.body.as_deref().map(|body| read_body(id, body)).transpose()?.or(text);
        (reason, note) = (row.reason.clone(), row.note.clone());
    }
    let mut form = text.map(|question| QuestionForm::of(&question.into())).unwrap_or_default();
    form.set("reason", reason);
    Ok(WritePage { bank, id: Some(id.to_owned()), published: standing.current.is_some(), form, note, topics })
}

/// How a question stands.
struct Standing {
    current: Option<Question>,
    open: Option<EditRow>,
}

impl Standing {
    async fn load(cx: &Cx, db: &impl Handle, code: &str, id: &str) -> Result<Self, Failure> {
        let newest = storage::bank::newest(db, cx.street(), code).await?;
        let current = match newest {
            Some(version) => {
                storage::bank::questions_by_ids(db, cx.street(), &[version.id], [id.to_owned()]).await?.pop()
            }
            None => None,
        };
        let current = current.map(|row| read_body(id, &row.body)).transpose()?;
        let open = storage::bank::edit::open_edits(db, cx.street(), code, &[id.to_owned()]).await?.pop();
        Ok(Self { current, open })
    }
}

/// Decides about an act on a proposal.
pub(super) fn step(act: EditAct, row: &EditRow, actor: Uuid) -> Result<EditState, Failure> {
    act.on(state(row)?, row.author == actor).map_err(|why| match why {
        EditRefusal::NotNow { state } => Refusal::EditNotNow { state: state.term().into() }.into(),
        EditRefusal::OthersDraft => Refusal::EditOfAnother.into(),
        EditRefusal::OwnReview => Refusal::SecondPersonNeeded.into(),
    })
}

/// Keeps a question as a draft, and hands it in where `submit` says so; `id` is none for a new one. Gives its
/// number.
///
/// # Errors
/// Refuses a question that is not sound with everything that is wrong, a number that is taken, and a question
/// that somebody else is changing.
pub async fn write_question(
    cx: &Cx,
    code: &str,
    id: Option<&str>,
    form: &QuestionForm,
    submit: bool,
) -> Result<String, Failure> {
    let actor = cx.allow(Action::EditBanks)?.account.uuid();
    let tx = cx.begin().await?;
    let bank = storage::bank::edit::bank(&tx, cx.street(), code).await?.ok_or_else(Failure::missing)?;
    let (number, standing) = match id {
        Some(id) => {
            let standing = Standing::load(cx, &tx, code, id).await?;
            if standing.current.is_none() && standing.open.is_none() {
                return Err(Failure::missing());
            }
            (id.to_owned(), standing)
        }
        None => (number(cx, &tx, &bank.code, form).await?, Standing { current: None, open: None }),
    };
    if let Some(row) = &standing.open {
        step(EditAct::Write, row, actor)?;
    }
    let question = judged(form, &number, standing.current.as_ref())?;
    if let (None, Some(sent)) = (id, sent_before(cx, &tx, code, actor, form).await?) {
        if submit && sent.state == EditState::Draft.code() {
            hand_in(cx, &tx, sent.id, sent.bank).await?;
            tx.commit().await?;
        }
        return Ok(sent.question_id);
    }
    let row = EditRow {
        kind: question.kind().name().name().into(),
        difficulty: question.difficulty().name().into(),
        topic: question.topics().first().cloned().unwrap_or_default(),
        body: Some(serde_json::to_string(&question)?),
        ..blank(cx, code, &number, &standing, form.get("reason"), actor)?
    };
    keep(cx, &tx, row, standing.open.is_some(), submit).await?;
    tx.commit().await?;
    Ok(number)
}

/// Proposes that a question leaves the bank, and hands the proposal in.
pub async fn retire_question(cx: &Cx, code: &str, id: &str, reason: &str) -> Result<(), Failure> {
    let actor = cx.allow(Action::EditBanks)?.account.uuid();
    if let Some(problem) = length(reason, 2, 200) {
        return Err(Failure::field(Field::Reason, problem));
    }
    let tx = cx.begin().await?;
    let standing = Standing::load(cx, &tx, code, id).await?;
    let question = standing.current.as_ref().ok_or_else(Failure::missing)?;
    if standing.open.is_some() {
        return Err(Refusal::EditsOpen { questions: vec![id.to_owned()] }.into());
    }
    let row = EditRow {
        kind: question.kind().name().name().into(),
        difficulty: question.difficulty().name().into(),
        topic: question.topics().first().cloned().unwrap_or_default(),
        ..blank(cx, code, id, &standing, reason, actor)?
    };
    keep(cx, &tx, row, false, true).await?;
    Ok(tx.commit().await?)
}

/// The question, or everything that is wrong with it.
fn judged(form: &QuestionForm, number: &str, current: Option<&Question>) -> Result<Question, Failure> {
    let (question, mut faults) = match understand(form, number) {
        Ok(question) => (Some(question), Vec::new()),
        Err(faults) => (None, faults),
    };
    if current.is_some() && length(form.get("reason"), 2, 200).is_some() {
        faults.push(QuestionFault::ReasonMissing);
    }
    if question.is_some() && question.as_ref() == current {
        faults.push(QuestionFault::Unchanged);
    }
    match question {
        Some(question) if faults.is_empty() => Ok(question),
        _ => Err(Refusal::QuestionFaulty { faults }.into()),
    }
}

/// The open proposal of a new question that its author has sent before: pressing twice on a slow line makes no
/// second one.
async fn sent_before(
    cx: &Cx,
    tx: &Writer,
    code: &str,
    author: Uuid,
    form: &QuestionForm,
) -> Result<Option<EditRow>, Failure> {
    for state in [EditState::Submitted, EditState::Draft] {
        for row in storage::bank::edit::edits_in(tx, cx.street(), code, state.code()).await? {
            let new = row.author == author && row.base.is_none() && row.kind == form.get("kind");
            let Some(body) = row.body.as_deref().filter(|_| new) else { continue };
            if understand(form, &row.question_id).as_ref() == Ok(&read_body(&row.question_id, body)?) {
                return Ok(Some(row));
            }
        }
    }
    Ok(None)
}

/// The number of a new question: as typed, if it is free, else the next one.
async fn number(cx: &Cx, tx: &Writer, code: &str, form: &QuestionForm) -> Result<String, Failure> {
    let typed = form.get("id").trim();
    if typed.is_empty() {
        let code =
            BankCode::parse(code).ok_or_else(|| anyhow::anyhow!("the bank {code} has no sound code"))?;
        let taken = storage::bank::edit::taken_ids(tx, cx.street(), &format!("{code}-")).await?;
        return Ok(next_id(&code, taken.iter().map(String::as_str)).as_str().to_owned());
    }
    // A malformed number is told with everything else that is wrong.
    if QuestionId::new(typed).is_some() {
        let taken = storage::bank::edit::banks_of_ids(tx, cx.street(), &[typed.to_owned()]).await?;
        if let Some((id, bank)) = taken.into_iter().next() {
            return Err(Refusal::QuestionFaulty { faults: vec![QuestionFault::IdTaken { id, bank }] }.into());
        }
    }
    Ok(typed.to_owned())
}

/// A proposal without its body.
fn blank(
    cx: &Cx,
    code: &str,
    number: &str,
    standing: &Standing,
    reason: &str,
    author: Uuid,
) -> Result<EditRow, Failure> {
    Ok(EditRow {
        street: cx.street().to_owned(),
        id: standing.open.as_ref().map_or_else(|| cx.new_uuid(), |row| row.id),
        bank: code.to_owned(),
        question_id: number.to_owned(),
        batch: standing.open.as_ref().and_then(|row| row.batch),
        base: standing.current.as_ref().map(serde_json::to_string).transpose()?,
        body: None,
        kind: String::new(),
        difficulty: String::new(),
        topic: String::new(),
        reason: reason.trim().chars().take(200).collect(),
        author,
        written_at: cx.now(),
        state: EditState::Draft.code().into(),
        reviewer: None,
        reviewed_at: None,
        note: standing.open.as_ref().map(|row| row.note.clone()).unwrap_or_default(),
        bank_version_id: None,
    })
}

async fn keep(cx: &Cx, tx: &Writer, row: EditRow, again: bool, submit: bool) -> Result<(), Failure> {
    let (id, bank, question) = (row.id, row.bank.clone(), row.question_id.clone());
    if again {
        if !storage::bank::edit::rewrite(tx, row).await? {
            return Err(contract::UiError::Conflict.into());
        }
    } else {
        match storage::bank::edit::add_edits(tx, vec![row]).await {
            Err(Failed::AlreadyThere) => return Err(Refusal::EditsOpen { questions: vec![question] }.into()),
            other => other?,
        }
    }
    let event = Event::QuestionEdited { bank: bank.clone(), question };
    cx.log(tx, event, Subject::new("bank_edit", id)).await?;
    if submit { hand_in(cx, tx, id, bank).await } else { Ok(()) }
}

async fn hand_in(cx: &Cx, tx: &Writer, id: Uuid, bank: String) -> Result<(), Failure> {
    let state = EditState::Submitted.code();
    let step = Move { from: EditState::Draft.code(), to: state, reviewed: None, note: "", version: None };
    storage::bank::edit::move_edits(tx, cx.street(), &[id], &step).await?;
    let event = Event::EditsMoved { bank, state: state.into(), count: 1 };
    cx.log(tx, event, Subject::new("bank_edit", id)).await
}

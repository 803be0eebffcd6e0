//! Practical assessments as the office sees them: the list, the results, their workbook, and agreeing on a dispute.

use super::{Session, names, open_session::choice, read_sheet, sheet_line};
use crate::{Cx, Failure};
use contract::{
    Field, FieldProblem, Pager, Refusal, UiError,
    practical::{CandidateLine, SessionLine, SessionView, SessionsView},
};
use document::table::{Cell, List, ListColumn, write};
use domain::{
    actor::Action,
    audit::{Event, Subject},
    practical::Verdict,
};
use uuid::Uuid;

/// Rows a page.
const SIZE: u64 = 20;

/// Lists the assessments of the street, the newest first, and the score sheets.
pub async fn list_sessions(cx: &Cx, page: u64) -> Result<SessionsView, Failure> {
    cx.allow(Action::ReadOffice)?;
    let (reader, page) = (cx.reader(), page.max(1));
    let found = storage::practical::sessions_page(&reader, cx.street(), page, SIZE).await?;
    let mut sessions = Vec::with_capacity(found.rows.len());
    for row in &found.rows {
        sessions.push(line(&Session::load(cx, &reader, row.id).await?)?);
    }
    let mut rows = storage::practical::sheets(&reader, cx.street()).await?;
    rows.dedup_by(|later, first| later.title == first.title);
    let sheets = rows.iter().map(|row| Ok(sheet_line(row, &read_sheet(row)?)));
    Ok(SessionsView {
        sessions,
        pager: Pager { page, size: SIZE, total: found.total },
        sheets: sheets.collect::<Result<_, Failure>>()?,
    })
}

fn line(session: &Session) -> Result<SessionLine, Failure> {
    let mut settled = 0;
    for candidate in &session.candidates {
        settled += u32::from(matches!(session.verdict(candidate)?, Verdict::Settled { .. }));
    }
    Ok(SessionLine {
        id: session.row.id,
        title: session.row.title.clone(),
        sheet: format!("{}（第 {} 版）", session.sheet_row.title, session.sheet_row.version),
        held_on: session.row.held_on,
        people: u32::try_from(session.candidates.len()).unwrap_or(u32::MAX),
        settled,
    })
}

/// Shows an assessment with its results. Totals are told where all have handed in.
pub async fn show_session(cx: &Cx, id: Uuid) -> Result<SessionView, Failure> {
    cx.allow(Action::ReadOffice)?;
    let reader = cx.reader();
    let session = Session::load(cx, &reader, id).await?;
    let people = people(cx, &session).await?;
    let mut judges = Vec::with_capacity(session.judges.len());
    for judge in &session.judges {
        let account = storage::account::by_id(&reader, judge.account_id).await?;
        judges.push(account.map(|a| a.name).unwrap_or_default());
    }
    let training = match session.row.training_id {
        Some(id) => storage::training::find(&reader, cx.street(), id).await?.map(|t| (id, t.title)),
        None => None,
    };
    let mut eligible = Vec::new();
    if cx.allow(Action::ManageTrainings).is_ok() {
        eligible = storage::practical::eligible(&reader, cx.street()).await?;
        eligible.retain(|e| !session.judges.iter().any(|judge| judge.account_id == e.account));
    }
    Ok(SessionView {
        line: line(&session)?,
        sheet: sheet_line(&session.sheet_row, &session.sheet),
        training,
        judges,
        people,
        eligible: eligible.iter().map(choice).collect(),
    })
}

async fn people(cx: &Cx, session: &Session) -> Result<Vec<CandidateLine>, Failure> {
    let names = names(cx, &cx.reader(), session.candidates.iter().map(|c| c.person_id)).await?;
    let mut lines = Vec::with_capacity(session.candidates.len());
    for candidate in &session.candidates {
        let (name, unit) = names.get(&candidate.person_id).cloned().unwrap_or_default();
        let verdict = session.verdict(candidate)?;
        let told = !matches!(verdict, Verdict::Waiting { .. });
        let total = |judge: &storage::practical::JudgeRow| {
            let mut scores = session.of_person(candidate.person_id);
            let score = scores.find(|score| told && score.account_id == judge.account_id);
            score.map(|score| score.total.unsigned_abs())
        };
        lines.push(CandidateLine {
            person: candidate.person_id,
            name,
            unit,
            verdict,
            totals: session.judges.iter().map(total).collect(),
            note: candidate.note.clone(),
        });
    }
    lines.sort_by(|a, b| (&a.unit, &a.name, a.person).cmp(&(&b.unit, &b.name, b.person)));
    Ok(lines)
}

/// Notes how two distant judges agreed on somebody; their mean counts then.
///
/// # Errors
/// Refuses where nothing is in dispute, and a note that says nothing.
pub async fn reconcile(cx: &Cx, session: Uuid, person: Uuid, note: &str) -> Result<(), Failure> {
    let actor = cx.allow(Action::ManageTrainings)?;
    let note = note.trim();
    match note.chars().count() {
        0 => return Err(Failure::field(Field::Reason, FieldProblem::Empty)),
        1 => return Err(Failure::field(Field::Reason, FieldProblem::TooShort { least: 2 })),
        2..=200 => {}
        _ => return Err(Failure::field(Field::Reason, FieldProblem::TooLong { most: 200 })),
    }
    let tx = cx.begin().await?;
    let loaded = Session::load(cx, &tx, session).await?;
    let candidate = loaded.candidates.iter().find(|c| c.person_id == person).ok_or_else(Failure::missing)?;
    if !loaded.in_dispute(candidate)? {
        return Err(Refusal::NotDisputed.into());
    }
    if !storage::practical::note(&tx, candidate, note, actor.account.uuid(), cx.now()).await? {
        return Err(UiError::Conflict.into());
    }
    let subject = Subject::new("practical_score", format!("{session}/{person}"));
    cx.log(&tx, Event::PracticalReconciled, subject).await?;
    Ok(tx.commit().await?)
}

/// Writes the results of an assessment. Gives the file's name and its bytes; that it was read is logged.
pub async fn export_results(cx: &Cx, id: Uuid) -> Result<(String, Vec<u8>), Failure> {
    let view = show_session(cx, id).await?;
    let count = u32::try_from(view.people.len()).unwrap_or(u32::MAX);
    let mut columns = vec![("姓名".to_owned(), 16), ("单位".to_owned(), 36)];
    columns.extend(view.judges.iter().map(|judge| (format!("考评员 {judge}"), 16)));
    columns.extend([("得分".to_owned(), 10), ("结果".to_owned(), 16), ("合议说明".to_owned(), 36)]);
    let rows = view.people.into_iter().map(|person| {
        let (score, word) = match person.verdict {
            Verdict::Settled { score, vetoed, passed } => {
                let word = match (vetoed, passed) {
                    (true, _) => "不合格（否决项）",
                    (false, true) => "合格",
                    (false, false) => "不合格",
                };
                (Cell::Hundredths(score.get().into()), word)
            }
            Verdict::Disputed { .. } => (Cell::Empty, "待合议"),
            Verdict::Waiting { .. } => (Cell::Empty, "未评完"),
        };
        let total = |t: Option<u32>| t.map_or(Cell::Empty, |total| Cell::Hundredths(total.into()));
        let mut cells: Vec<Cell> = vec![person.name.into(), person.unit.into()];
        cells.extend(person.totals.into_iter().map(total));
        cells.extend([score, word.into(), person.note.into()]);
        cells
    });
    let title = view.line.title;
    let list = List {
        sheet: "实操考核".into(),
        title: format!("{title}（{}，共 {count} 人）", view.line.held_on),
        rows: rows.collect(),
        columns: columns.into_iter().map(|(name, width)| ListColumn { name, width }).collect(),
        made_on: cx.today(),
    };
    let bytes = tokio::task::spawn_blocking(move || write(&list)).await.map_err(anyhow::Error::from)?;
    let bytes = bytes.map_err(anyhow::Error::from)?;
    let tx = cx.begin().await?;
    let event = Event::PersonalDataRead { list: "practical".into(), rows: count };
    cx.log(&tx, event, Subject::new("practical_session", id)).await?;
    tx.commit().await?;
    Ok((format!("{title}成绩.xlsx"), bytes))
}

//! Judging: each judge fills in a sheet for each person, alone; others' scores are told when all have handed in.

use super::{Session, hundredths, judged, names};
use crate::{Cx, Failure};
use contract::{
    Field, FieldProblem, Refusal,
    practical::{JudgeView, SessionLine, ToJudge},
};
use domain::{
    actor::{Action, Actor},
    audit::{Event, Subject},
    exam::Points,
    practical::{Given, JudgeRefusal, Judged, Verdict},
};
use storage::{
    Failed,
    practical::{CandidateRow, JudgeRow, ScoreRow},
};
use uuid::Uuid;

/// Lists the assessments that the asker judges.
pub async fn my_sessions(cx: &Cx) -> Result<Vec<SessionLine>, Failure> {
    let actor = cx.allow(Action::JudgePractical)?;
    let reader = cx.reader();
    let rows = storage::practical::sessions_of_judge(&reader, cx.street(), actor.account.uuid()).await?;
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        let session = Session::load(cx, &reader, row.id).await?;
        let judge = judge(&session, actor)?;
        let mine = mine(&session, judge)?;
        let own = actor.account.uuid();
        let done = mine.iter().filter(|c| session.of_person(c.person_id).any(|s| s.account_id == own));
        let whole = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        lines.push(SessionLine {
            id: row.id,
            title: row.title,
            sheet: session.sheet_row.title.clone(),
            held_on: row.held_on,
            people: whole(mine.len()),
            settled: whole(done.count()),
        });
    }
    Ok(lines)
}

/// Shows an assessment to one of its judges, with the sheet of one person.
pub async fn show_to_judge(cx: &Cx, id: Uuid, person: Option<Uuid>) -> Result<JudgeView, Failure> {
    let actor = cx.allow(Action::JudgePractical)?;
    let reader = cx.reader();
    let session = Session::load(cx, &reader, id).await?;
    let judge = judge(&session, actor)?;
    let own = judge.account_id;
    let mine = mine(&session, judge)?;
    let names = names(cx, &reader, mine.iter().map(|c| c.person_id)).await?;
    let mut people = Vec::with_capacity(mine.len());
    for candidate in &mine {
        let (name, unit) = names.get(&candidate.person_id).cloned().unwrap_or_default();
        let score = session.of_person(candidate.person_id).find(|s| s.account_id == own);
        let verdict = session.verdict(candidate)?;
        let told = score.is_some() && !matches!(verdict, Verdict::Waiting { .. });
        let others = session.of_person(candidate.person_id).filter(|s| told && s.account_id != own);
        people.push(ToJudge {
            person: candidate.person_id,
            name,
            unit,
            own: score.map(|s| s.total.unsigned_abs()),
            verdict: score.map(|_| verdict),
            others: others.map(|s| s.total.unsigned_abs()).collect(),
        });
    }
    people.sort_by(|a, b| (a.own.is_some(), &a.name, a.person).cmp(&(b.own.is_some(), &b.name, b.person)));
    let shown = match person {
        Some(person) => {
            let known = mine.iter().any(|c| c.person_id == person);
            let score = session.of_person(person).find(|s| s.account_id == own);
            let given = score.map(|s| judged(&session.sheet, s).map(|j| j.given().to_vec())).transpose()?;
            Some((known.then_some(person).ok_or_else(Failure::missing)?, given))
        }
        None => None,
    };
    Ok(JudgeView {
        id,
        title: session.row.title.clone(),
        held_on: session.row.held_on,
        sheet_title: session.sheet_row.title.clone(),
        sheet: session.sheet.clone(),
        people,
        shown,
    })
}

/// Hands the asker's sheet for a person in. It stands from then on.
///
/// # Errors
/// Refuses who is no judge, what is incomplete or above an item's worth, and a second sheet.
pub async fn hand_in(
    cx: &Cx,
    session: Uuid,
    person: Uuid,
    given: Vec<(String, bool)>,
) -> Result<(), Failure> {
    let actor = cx.allow(Action::JudgePractical)?;
    let tx = cx.begin().await?;
    let loaded = Session::load(cx, &tx, session).await?;
    let judge = judge(&loaded, actor)?;
    let own = judge.account_id;
    if loaded.of_person(person).any(|s| s.account_id == own) {
        return Err(Refusal::SheetHandedIn.into());
    }
    if !mine(&loaded, judge)?.iter().any(|c| c.person_id == person) {
        return Err(Failure::missing());
    }
    let judged = read(&loaded, given)?;
    let total = judged.total().get();
    let row = ScoreRow {
        street: cx.street().to_owned(),
        session_id: session,
        person_id: person,
        account_id: own,
        given: serde_json::to_string(judged.given())?,
        total: i32::try_from(total).unwrap_or(i32::MAX),
        vetoed: judged.vetoed(),
        handed_in_at: cx.now(),
    };
    match storage::practical::hand_in(&tx, row).await {
        Err(Failed::AlreadyThere) => return Err(Refusal::SheetHandedIn.into()),
        other => other?,
    }
    let event = Event::PracticalJudged { total, vetoed: judged.vetoed() };
    cx.log(&tx, event, Subject::new("practical_score", format!("{session}/{person}"))).await?;
    Ok(tx.commit().await?)
}

fn read(session: &Session, given: Vec<(String, bool)>) -> Result<Judged, Failure> {
    let items = session.sheet.items();
    let wrong = |item: usize| {
        let most = item.checked_sub(1).and_then(|at| items.get(at)).map_or(0, |item| item.points.get());
        let item = u16::try_from(item).unwrap_or(u16::MAX);
        Failure::field(Field::Points, FieldProblem::ItemPoints { item, most })
    };
    let mut read = Vec::with_capacity(given.len());
    for (item, (points, failed)) in (1..).zip(given) {
        // An item that is a mere veto has no points to give.
        let none = items.get(item - 1).is_some_and(|item| item.points == Points::ZERO);
        let points = if none { Some(0) } else { hundredths(&points) };
        let points = Points::hundredths(points.ok_or_else(|| wrong(item))?);
        read.push(Given { points, failed });
    }
    Judged::new(&session.sheet, read).map_err(|refusal| match refusal {
        JudgeRefusal::Incomplete { item }
        | JudgeRefusal::TooMany { item, .. }
        | JudgeRefusal::NoVeto { item } => wrong(item),
    })
}

/// The asker as a judge of a session; to others it does not exist.
fn judge<'a>(session: &'a Session, actor: &Actor) -> Result<&'a JudgeRow, Failure> {
    let own = actor.account.uuid();
    session.judges.iter().find(|judge| judge.account_id == own).ok_or_else(Failure::missing)
}

/// Whom a judge judges: everybody, or, for one who was named later, those in dispute.
fn mine<'a>(session: &'a Session, judge: &JudgeRow) -> Result<Vec<&'a CandidateRow>, Failure> {
    let mut mine = Vec::with_capacity(session.candidates.len());
    for candidate in &session.candidates {
        let handed_in =
            session.of_person(candidate.person_id).any(|score| score.account_id == judge.account_id);
        if !session.is_further(judge) || handed_in || session.in_dispute(candidate)? {
            mine.push(candidate);
        }
    }
    Ok(mine)
}

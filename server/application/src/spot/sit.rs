//! A worker's way from the code to the paper and its result.

use super::{Asked, code::token_hash, count, open_seed, place, seat::Seat};
use crate::{Cx, Failure, clock_text, exam};
use anyhow::anyhow;
use chrono::TimeDelta;
use contract::{
    Refusal,
    spot::{SpotResult, SpotSheet, SpotShown, SpotWelcome},
};
use domain::{
    audit::{Event, Subject},
    exam::{
        Attempt, AttemptNumber, PaperKey, PaperRecord, attempt::AttemptSnapshot, delivery::deliver_paper,
        draw, record::Drawing,
    },
    hash::hash,
    id::Id,
    spot::{self, LATE_WINDOW, Standing, paper_key},
};
use std::collections::BTreeSet;
use storage::spot::CandidateRow;

/// Shows what a code leads to. Looking binds nothing: messengers look at links before people do.
///
/// # Errors
/// Refuses a code that is unknown, used by another device, expired or replaced.
pub async fn show_spot(cx: &Cx, token: &str, device: Option<&str>) -> Result<SpotShown, Failure> {
    let seat = Seat::find(cx, token, device).await?;
    let blueprint = seat.blueprint()?;
    let (name, unit) = seat.names().await?;
    if seat.standing == Standing::Fresh {
        return Ok(SpotShown::Welcome(SpotWelcome {
            token: token.to_owned(),
            name,
            unit,
            items: count(blueprint.items()),
            minutes: blueprint.draft().minutes,
            pass_mark: exam::hundredths(blueprint.draft().pass_mark),
            begun: seat.worker.started_at.is_some(),
            here: seat.code.here,
        }));
    }
    if seat.worker.handed_in_at.is_some() {
        return Ok(SpotShown::Result(result(&seat, name, unit)?));
    }
    let deadline = seat.worker.deadline.ok_or_else(|| anyhow!("{} has no deadline", seat.worker.id))?;
    if cx.now() > deadline + LATE_WINDOW {
        return Err(Refusal::SpotTooLate { until: clock_text(deadline + LATE_WINDOW) }.into());
    }
    let (record, questions) = (seat.record()?, seat.questions()?);
    let found = exam::by_id(&questions);
    let items = deliver_paper(&record.paper, |id| found.get(id).copied())
        .map_err(|e| anyhow!("the paper of {} cannot be shown: {e:?}", seat.worker.id))?;
    Ok(SpotShown::Sheet(SpotSheet {
        token: token.to_owned(),
        slot: seat.code.token_hash[..8].to_owned(),
        name,
        unit,
        items,
        deadline_ms: deadline.timestamp_millis(),
        now_ms: cx.now().timestamp_millis(),
        over: cx.now() > deadline + Attempt::GRACE,
    }))
}

/// Binds a code to this device and begins, or goes on with what was begun. `fresh` is the cookie that the device
/// is given. Confirming twice on one device is the same as once; tells whether the code was bound now.
///
/// # Errors
/// Refuses a code that another device was faster with.
pub async fn confirm(cx: &Cx, token: &str, device: Option<&str>, fresh: &str) -> Result<bool, Failure> {
    let seat = Seat::find(cx, token, device).await?;
    if seat.standing == Standing::Bound {
        return Ok(false);
    }
    let drawn = if seat.worker.started_at.is_none() { Some(begun(&seat).await?) } else { None };
    let cx = &seat.cx;
    let tx = cx.begin().await?;
    let test = storage::spot::find_to_change(&tx, cx.street(), seat.test.id).await?;
    if test.is_none_or(|test| test.ended_at.is_some()) {
        return Err(Refusal::SpotEnded.into());
    }
    let now = storage::spot::candidate(&tx, cx.street(), seat.test.id, seat.code.place).await?;
    let now = now.ok_or_else(Failure::missing)?;
    if now.absent_at.is_some() || now.handed_in_at.is_some() {
        return Err(Refusal::WorkerSettled.into());
    }
    if !storage::spot::bind_code(&tx, &seat.code.token_hash, &token_hash(fresh), cx.now()).await? {
        return Err(Refusal::SpotCodeUsed.into());
    }
    let place = place(&now);
    let event = match drawn {
        Some(row) if now.started_at.is_none() => {
            let paper_hash = row.record_hash.clone().unwrap_or_default();
            storage::spot::save_candidate(&tx, row).await?;
            Event::SpotStarted { place, paper_hash }
        }
        _ => Event::SpotResumed { place },
    };
    cx.log(&tx, event, Subject::new("spot_test", seat.test.id)).await?;
    tx.commit().await?;
    Ok(true)
}

/// Draws the paper of a worker, as [`domain::spot`] says.
async fn begun(seat: &Seat) -> Result<CandidateRow, Failure> {
    let (cx, test, blueprint) = (&seat.cx, &seat.test, seat.blueprint()?);
    let asked: Asked = serde_json::from_str(&test.questions)
        .map_err(|e| anyhow!("the questions of spot test {} are damaged: {e}", test.id))?;
    let tags: BTreeSet<&str> = asked.tags.iter().map(String::as_str).collect();
    let questions = exam::of_versions(&cx.reader(), cx.street(), &asked.versions, test.opened_on).await?;
    let bank = questions.bank;
    let mut all = questions.into_all();
    let (pool, general) =
        spot::select(&mut all, &tags).map_err(|e| anyhow!("the pool of {} is none: {e:?}", test.id))?;
    let key = PaperKey {
        exam_key: paper_key(&open_seed(cx, test)?, Id::new(test.id)),
        candidate: Id::new(seat.worker.person_id),
        attempt: AttemptNumber::new(1).ok_or_else(|| anyhow!("1 is the number of an attempt"))?,
        seating: None,
    };
    let paper = draw(&blueprint, &pool, &key, &general)
        .map_err(|e| anyhow!("the pool of spot test {} is short: {e:?}", test.id))?;
    let found = exam::by_id(&all);
    let items: Vec<_> = paper.items.iter().filter_map(|item| found.get(&item.id)).collect();
    let items = serde_json::to_string(&items)?;
    let from = Drawing { blueprint: &blueprint, pool: &pool, key: &key, seen: &general };
    let record = serde_json::to_string(&PaperRecord::new(Id::new(test.id), bank, from, paper))?;
    Ok(CandidateRow {
        started_at: Some(cx.now()),
        deadline: Some(cx.now() + TimeDelta::minutes(blueprint.draft().minutes.into())),
        record_hash: Some(hex::encode(hash(record.as_bytes()))),
        record: Some(record),
        items: Some(items),
        ..seat.worker.clone()
    })
}

/// The result of a worker who has handed in.
fn result(seat: &Seat, name: String, unit: String) -> Result<SpotResult, Failure> {
    let worker = &seat.worker;
    let damaged = || anyhow!("the result of {} is damaged", worker.id);
    let (Some(score), Some(passed), Some(handed_in_at), Some(late), Some(stored), Some(answers)) =
        (worker.score, worker.passed, worker.handed_in_at, worker.late, &worker.result, &worker.answers)
    else {
        return Err(damaged().into());
    };
    let stored: exam::StoredResult = serde_json::from_str(stored)?;
    let (record, questions) = (seat.record()?, seat.questions()?);
    let snapshot: AttemptSnapshot = serde_json::from_str(answers)?;
    let attempt = Attempt::restore(snapshot, &record.paper).map_err(|_| damaged())?;
    let found = exam::by_id(&questions);
    let mut items = Vec::with_capacity(stored.items.len());
    for mark in &stored.items {
        let drawn = record.paper.items.iter().find(|drawn| drawn.number == mark.item.number);
        let question = drawn.and_then(|drawn| found.get(&drawn.id)).ok_or_else(damaged)?;
        items.push(exam::item_result(&record.paper, &attempt, mark, question));
    }
    let back = seat.cx.actor.as_ref().filter(|_| seat.code.here).map(|_| seat.test.id);
    Ok(SpotResult {
        name,
        unit,
        score,
        pass_mark: exam::hundredths(stored.rules.pass_mark),
        passed,
        late,
        handed_in_at,
        items,
        back,
    })
}

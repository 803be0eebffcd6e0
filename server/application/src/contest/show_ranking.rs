//! The ranking of a contest, on its page and as a workbook. Nobody is ranked before it is published.

use super::ranked;
use crate::{Cx, Failure, clock_text, training};
use contract::{
    Pager,
    contest::{RankLine, RankingState, RankingView, RecommendationView},
};
use document::table::{Cell, List, ListColumn, write};
use domain::{
    actor::{Action, may},
    audit::{Event, Subject},
    contest::{Round, best, ties},
    id::Id,
    organization::Position,
};
use std::collections::{BTreeSet, HashMap};
use storage::{
    Reader,
    contest::{ContestRow, LeftOutRow, PlaceRow, RecommendationRow},
    training::TrainingRow,
};
use uuid::Uuid;

/// Rows a page.
const SIZE: u64 = 100;

/// Shows the ranking page of a contest.
pub async fn show_ranking(cx: &Cx, id: Uuid, page: u64) -> Result<RankingView, Failure> {
    cx.allow(Action::ReadOffice)?;
    let reader = cx.reader();
    let row = training::visible(cx, &reader, id).await?;
    let contest = storage::contest::find(&reader, cx.street(), id).await?.ok_or_else(Failure::missing)?;
    let places = storage::contest::places(&reader, cx.street(), id).await?;
    let recommendation = storage::contest::recommendation(&reader, cx.street(), id).await?;
    let left_out = storage::contest::left_out(&reader, cx.street(), id).await?;
    let all = lines(cx, &reader, &places, recommendation.as_ref(), &left_out).await?;
    let (page, total) = (page.max(1), u64::try_from(all.len()).unwrap_or(u64::MAX));
    let skipped = usize::try_from((page - 1).saturating_mul(SIZE)).unwrap_or(usize::MAX);
    let counts = storage::training::result_counts(&reader, cx.street(), [id]).await?;
    let line = training::line(&row, &counts);
    let state = state(cx, &reader, &row, &contest, &places).await?;
    let handed_in = match &state {
        RankingState::Published { .. } => u32::try_from(all.len()).unwrap_or(u32::MAX),
        RankingState::Over { handed_in, .. } => *handed_in,
        RankingState::Open { .. } => 0,
    };
    let over = !matches!(state, RankingState::Open { .. });
    Ok(RankingView {
        round: Round::from_code(&contest.round).unwrap_or(Round::Preliminary),
        follows: follows(cx, &reader, &contest).await?,
        next: storage::contest::following(&reader, cx.street(), id).await?.map(|next| next.training_id),
        absent: if over { line.counts.all().saturating_sub(handed_in) } else { 0 },
        rows: all.into_iter().skip(skipped).take(usize::try_from(SIZE).unwrap_or(100)).collect(),
        pager: Pager { page, size: SIZE, total },
        recommendation: shown(cx, &reader, recommendation).await?,
        state,
        line,
    })
}

async fn follows(
    cx: &Cx,
    reader: &Reader,
    contest: &ContestRow,
) -> Result<Option<(Uuid, String, u32)>, Failure> {
    let (Some(id), Some(takes)) = (contest.follows, contest.takes) else { return Ok(None) };
    let row = storage::training::find(reader, cx.street(), id).await?;
    Ok(row.map(|row| (id, row.title, takes.unsigned_abs())))
}

async fn state(
    cx: &Cx,
    reader: &Reader,
    row: &TrainingRow,
    contest: &ContestRow,
    places: &[PlaceRow],
) -> Result<RankingState, Failure> {
    let exam = match row.exam_id {
        Some(exam) => storage::exam::exam(reader, cx.street(), exam).await?,
        None => None,
    };
    if let (Some(at), Some(hash)) = (contest.published_at, &contest.ranking_hash) {
        let exam_key = exam.and_then(|exam| exam.revealed_key).unwrap_or_default();
        let ties = ties(&ranked(places));
        return Ok(RankingState::Published { at, hash: hash.clone(), exam_key, ties });
    }
    let Some(exam) = exam.filter(|exam| row.status != "draft" && cx.now() >= exam.closes_at) else {
        let exam = row.exam_id;
        let closes = match exam {
            Some(id) => storage::exam::exam(reader, cx.street(), id).await?.map(|exam| exam.closes_at),
            None => None,
        };
        return Ok(RankingState::Open { closes });
    };
    let counts = storage::exam::counts(reader, cx.street(), &[exam.id]).await?;
    let sum = |state: &str| {
        let of_state: i64 = counts.iter().filter(|c| c.state == state).map(|c| c.attempts).sum();
        u32::try_from(of_state).unwrap_or(u32::MAX)
    };
    Ok(RankingState::Over { sitting: sum("open"), handed_in: sum("submitted") })
}

async fn lines(
    cx: &Cx,
    reader: &Reader,
    places: &[PlaceRow],
    recommendation: Option<&RecommendationRow>,
    left_out: &[LeftOutRow],
) -> Result<Vec<RankLine>, Failure> {
    let people =
        storage::organization::people_by_ids(reader, cx.street(), places.iter().map(|p| p.person_id)).await?;
    let units =
        storage::organization::units_by_ids(reader, cx.street(), people.iter().map(|p| p.unit_id)).await?;
    let units: HashMap<Uuid, String> = units.into_iter().map(|u| (u.id, u.name)).collect();
    let people: HashMap<Uuid, _> = people.into_iter().map(|p| (p.id, p)).collect();
    let reasons: HashMap<Uuid, &str> = left_out.iter().map(|l| (l.person_id, l.reason.as_str())).collect();
    let without = reasons.keys().map(|person| Id::new(*person)).collect();
    let count = recommendation.map_or(0, |row| row.count.unsigned_abs());
    let chosen: BTreeSet<Uuid> =
        best(&ranked(places), count, &without).into_iter().map(|person| person.uuid()).collect();
    let line = |row: &PlaceRow| {
        let person = people.get(&row.person_id);
        RankLine {
            place: row.place.unsigned_abs(),
            person: row.person_id,
            name: person.map(|p| p.name.clone()).unwrap_or_default(),
            unit: person.and_then(|p| units.get(&p.unit_id).cloned()).unwrap_or_default(),
            position: person
                .and_then(|p| Position::from_code(&p.position))
                .map_or("", Position::term)
                .to_owned(),
            score: row.score,
            seconds: row.seconds.unsigned_abs(),
            tied: row.tied.unsigned_abs(),
            recommended: chosen.contains(&row.person_id),
            left_out: reasons.get(&row.person_id).map(|reason| (*reason).to_owned()),
        }
    };
    Ok(places.iter().map(line).collect())
}

async fn shown(
    cx: &Cx,
    reader: &Reader,
    row: Option<RecommendationRow>,
) -> Result<Option<RecommendationView>, Failure> {
    let Some(row) = row else { return Ok(None) };
    let name = async |account: Uuid| -> Result<String, Failure> {
        Ok(storage::account::by_id(reader, account).await?.map(|a| a.name).unwrap_or_default())
    };
    let approved = match (row.approved_at, row.approved_by) {
        (Some(at), Some(by)) => Some((at, name(by).await?)),
        _ => None,
    };
    let actor = cx.actor()?;
    let office = may(actor, Action::ManageTrainings).is_ok();
    Ok(Some(RecommendationView {
        count: row.count.unsigned_abs(),
        proposed_at: row.proposed_at,
        proposed_by: name(row.proposed_by).await?,
        may_approve: office && approved.is_none() && actor.account.uuid() != row.proposed_by,
        approved,
    }))
}

/// Writes a published ranking with its recommendation. Gives the file's name and its bytes; that it was read is
/// logged, because it names people.
pub async fn export_ranking(cx: &Cx, id: Uuid) -> Result<(String, Vec<u8>), Failure> {
    cx.allow(Action::ReadOffice)?;
    let reader = cx.reader();
    let row = training::visible(cx, &reader, id).await?;
    let contest = storage::contest::find(&reader, cx.street(), id).await?.ok_or_else(Failure::missing)?;
    let published = contest.published_at.ok_or(contract::Refusal::NotRanked)?;
    let places = storage::contest::places(&reader, cx.street(), id).await?;
    let recommendation = storage::contest::recommendation(&reader, cx.street(), id).await?;
    let left_out = storage::contest::left_out(&reader, cx.street(), id).await?;
    let lines = lines(cx, &reader, &places, recommendation.as_ref(), &left_out).await?;
    let approved = recommendation.is_some_and(|row| row.approved_at.is_some());
    let columns = [
        ("名次", 8),
        ("姓名", 16),
        ("单位", 36),
        ("岗位", 20),
        ("得分", 10),
        ("用时", 12),
        ("抽签", 16),
        ("推荐", 12),
        ("不推荐的理由", 36),
    ];
    let count = u32::try_from(lines.len()).unwrap_or(u32::MAX);
    let list = List {
        sheet: "名次".into(),
        title: format!("{}名次（{} 公布，共 {count} 人）", row.title, clock_text(published)),
        columns: columns.map(|(name, width)| ListColumn { name: name.into(), width }).to_vec(),
        rows: lines.into_iter().map(|line| cells(line, approved)).collect(),
        made_on: cx.today(),
    };
    let bytes = tokio::task::spawn_blocking(move || write(&list)).await.map_err(anyhow::Error::from)?;
    let bytes = bytes.map_err(anyhow::Error::from)?;
    let tx = cx.begin().await?;
    let event = Event::PersonalDataRead { list: "ranking".into(), rows: count };
    cx.log(&tx, event, Subject::new("training", id)).await?;
    tx.commit().await?;
    Ok((format!("{}名次.xlsx", row.title), bytes))
}

fn cells(line: RankLine, approved: bool) -> Vec<Cell> {
    let recommended = match (line.recommended, approved) {
        (true, true) => "推荐",
        (true, false) => "拟推荐",
        (false, _) => "",
    };
    vec![
        Cell::Whole(line.place.into()),
        line.name.into(),
        line.unit.into(),
        line.position.into(),
        Cell::Hundredths(line.score.into()),
        format!("{}分{:02}秒", line.seconds / 60, line.seconds % 60).into(),
        if line.tied > 1 { format!("{} 人同分同时", line.tied) } else { String::new() }.into(),
        recommended.into(),
        line.left_out.into(),
    ]
}

//! The office's list of spot tests with their rates, and as a workbook.

use crate::{Cx, Failure};
use chrono::{Datelike, NaiveDate};
use contract::{
    Pager,
    spot::{FollowUpView, OfficeSpot, SpotLine, SpotQuery, SpotRate, SpotState, SpotTally},
};
use document::table::{Cell, List, ListColumn, write};
use domain::{
    actor::{Action, Role, may},
    organization::Sector,
    spot::Mastery,
};
use std::collections::BTreeMap;
use storage::spot::{SpotFilter, Tally, TestRow};
use uuid::Uuid;

/// Rows of a page.
const SIZE: usize = 50;
/// More tests than a street holds in a year; keeps the memory bounded.
const MOST: u64 = 20_000;
/// So many units with the lowest rates are shown.
const LOWEST: usize = 20;

/// The office's page. An area's official sees the tests of the own area.
pub async fn office_spot(cx: &Cx, query: SpotQuery) -> Result<OfficeSpot, Failure> {
    let actor = cx.allow(Action::ReadOffice)?;
    let (year, lines) = found(cx, &query).await?;
    let page = query.page.parse().unwrap_or(1).max(1);
    let areas = storage::organization::areas(&cx.reader(), cx.street()).await?;
    let bound = actor.role == Role::Area;
    let sectors = Sector::ALL.iter().map(|sector| sector.term());
    let by_sector = grouped(&lines, |line| line.sector.map_or("", Sector::term).to_owned());
    let mut by_unit = grouped(&lines, |line| line.unit.clone());
    by_unit.retain(|rate| rate.tally.rate.is_some());
    by_unit.sort_by_key(|rate| rate.tally.rate);
    by_unit.truncate(LOWEST);
    Ok(OfficeSpot {
        year,
        areas: if bound { Vec::new() } else { areas.into_iter().map(|a| (a.id, a.name)).collect() },
        total: sum(lines.iter()),
        by_sector: sectors.filter_map(|name| by_sector.iter().find(|r| r.name == name).cloned()).collect(),
        by_unit,
        pager: Pager { page, size: SIZE as u64, total: lines.len() as u64 },
        rows: lines.into_iter().skip((page as usize - 1).saturating_mul(SIZE)).take(SIZE).collect(),
        may_run: may(actor, Action::RunSpotTests).is_ok(),
        query,
    })
}

/// Writes the tests of a query. Gives the file's name and its bytes.
pub async fn export_spot(cx: &Cx, query: SpotQuery) -> Result<(String, Vec<u8>), Failure> {
    cx.allow(Action::ReadOffice)?;
    let (year, lines) = found(cx, &query).await?;
    let columns = [
        ("日期", 12),
        ("单位", 36),
        ("管理区", 14),
        ("行业领域", 12),
        ("检查组", 12),
        ("状态", 10),
        ("抽到", 8),
        ("不在场", 8),
        ("测试人数", 10),
        ("合格", 8),
        ("其中补交", 10),
        ("掌握率", 10),
        ("补训", 24),
    ];
    let list = List {
        sheet: "现场测试".into(),
        title: format!("{year}年现场测试台账（{} 导出，共 {} 次）", cx.today(), lines.len()),
        columns: columns.map(|(name, width)| ListColumn { name: name.into(), width }).to_vec(),
        rows: lines.into_iter().map(cells).collect(),
        made_on: cx.today(),
    };
    let bytes = tokio::task::spawn_blocking(move || write(&list)).await.map_err(anyhow::Error::from)?;
    Ok((format!("{year}年现场测试台账.xlsx"), bytes.map_err(anyhow::Error::from)?))
}

fn cells(line: SpotLine) -> Vec<Cell> {
    let tally = line.tally;
    let follow_up = line.follow_up.map(|order| match order.done_at {
        Some(_) => "已办结".to_owned(),
        None => format!("{} 前完成{}", order.due_on, if order.overdue { "（已逾期）" } else { "" }),
    });
    let state = match line.state {
        SpotState::Opened => "未抽取",
        SpotState::Running => "进行中",
        SpotState::Ended => "已结束",
    };
    vec![
        domain::calendar::date_of(line.opened_at).into(),
        line.unit.into(),
        line.area.into(),
        line.sector.map(Sector::term).into(),
        line.team.unwrap_or_else(|| "应急办".into()).into(),
        state.into(),
        Cell::Whole(tally.called.into()),
        Cell::Whole(tally.absent.into()),
        Cell::Whole(tally.tested.into()),
        Cell::Whole(tally.passed.into()),
        Cell::Whole(tally.late.into()),
        tally.rate.map_or(Cell::Empty, |rate| Cell::Percent(i64::from(rate) * 10)),
        follow_up.into(),
    ]
}

/// The year and the tests of a query, the latest first.
async fn found(cx: &Cx, query: &SpotQuery) -> Result<(i32, Vec<SpotLine>), Failure> {
    let actor = cx.actor()?;
    let year = query.year.parse().ok().filter(|year| (2000..=2100).contains(year));
    let year = year.unwrap_or_else(|| cx.today().year());
    let day = |month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_else(|| cx.today());
    // An area's official without an area sees none: no area has the nil identifier.
    let own = (actor.role == Role::Area).then(|| actor.area.map_or(Uuid::nil(), domain::id::Id::uuid));
    let filter = SpotFilter {
        from: day(1, 1),
        to: day(12, 31),
        area: own.or_else(|| query.area.parse().ok()),
        sector: Sector::from_code(&query.sector).map(|sector| sector.code().to_owned()),
        text: query.q.clone(),
    };
    let rows = storage::spot::tests(&cx.reader(), cx.street(), &filter, MOST).await?;
    let mut lines = lines(cx, rows).await?;
    lines.retain(|line| match query.state.as_str() {
        "opened" => line.state == SpotState::Opened,
        "running" => line.state == SpotState::Running,
        "ended" => line.state == SpotState::Ended,
        "low" => line.tally.low,
        "follow_up" => line.follow_up.as_ref().is_some_and(|order| order.done_at.is_none()),
        _ => true,
    });
    Ok((year, lines))
}

/// Rows with what belongs to them.
pub(super) async fn lines(cx: &Cx, rows: Vec<TestRow>) -> Result<Vec<SpotLine>, Failure> {
    let (reader, street) = (cx.reader(), cx.street());
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let tallies = storage::spot::tallies(&reader, street, &ids).await?;
    let tallies: BTreeMap<Uuid, Tally> = tallies.into_iter().map(|tally| (tally.test_id, tally)).collect();
    let orders = storage::spot::follow_ups(&reader, street, &ids).await?;
    let mut orders: BTreeMap<Uuid, _> = orders.into_iter().map(|order| (order.test_id, order)).collect();
    let units: std::collections::BTreeSet<Uuid> = rows.iter().map(|row| row.unit_id).collect();
    let units = storage::organization::units_by_ids(&reader, street, units).await?;
    let units: BTreeMap<Uuid, String> = units.into_iter().map(|unit| (unit.id, unit.name)).collect();
    let areas = storage::organization::areas(&reader, street).await?;
    let areas: BTreeMap<Uuid, String> = areas.into_iter().map(|area| (area.id, area.name)).collect();
    let teams = storage::organization::teams(&reader, street).await?;
    let teams: BTreeMap<Uuid, String> = teams.into_iter().map(|team| (team.id, team.name)).collect();
    let line = |row: TestRow| SpotLine {
        id: row.id,
        opened_at: row.opened_at,
        unit: units.get(&row.unit_id).cloned().unwrap_or_default(),
        area: areas.get(&row.area_id).cloned().unwrap_or_default(),
        sector: Sector::from_code(&row.sector),
        team: row.team_id.and_then(|team| teams.get(&team).cloned()),
        state: match (row.drawn_at, row.ended_at) {
            (None, _) => SpotState::Opened,
            (_, None) => SpotState::Running,
            _ => SpotState::Ended,
        },
        tally: tallies.get(&row.id).map(tally).unwrap_or_default(),
        follow_up: orders.remove(&row.id).map(|order| FollowUpView {
            overdue: order.done_at.is_none() && order.due_on < cx.today(),
            due_on: order.due_on,
            ordered_at: order.ordered_at,
            done_at: order.done_at,
            note: order.done_note,
        }),
    };
    Ok(rows.into_iter().map(line).collect())
}

fn tally(row: &Tally) -> SpotTally {
    let number = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    rated(SpotTally {
        called: number(row.called),
        absent: number(row.absent),
        tested: number(row.tested),
        passed: number(row.passed),
        late: number(row.late),
        ..SpotTally::default()
    })
}

fn rated(tally: SpotTally) -> SpotTally {
    let mastery = Mastery { tested: tally.tested, passed: tally.passed };
    SpotTally { rate: mastery.per_mille(), low: mastery.is_low(), ..tally }
}

fn sum<'a>(lines: impl Iterator<Item = &'a SpotLine>) -> SpotTally {
    rated(lines.fold(SpotTally::default(), |sum, line| SpotTally {
        called: sum.called + line.tally.called,
        absent: sum.absent + line.tally.absent,
        tested: sum.tested + line.tally.tested,
        passed: sum.passed + line.tally.passed,
        late: sum.late + line.tally.late,
        ..sum
    }))
}

fn grouped(lines: &[SpotLine], name: impl Fn(&SpotLine) -> String) -> Vec<SpotRate> {
    let mut groups: BTreeMap<String, Vec<&SpotLine>> = BTreeMap::new();
    for line in lines {
        groups.entry(name(line)).or_default().push(line);
    }
    let rate = |(name, lines): (String, Vec<&SpotLine>)| SpotRate {
        name,
        tests: super::count(lines.len()),
        tally: sum(lines.into_iter()),
    };
    groups.into_iter().map(rate).collect()
}

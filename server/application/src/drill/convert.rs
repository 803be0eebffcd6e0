//! Rows into what the rules and the pages take.

use super::year::{Year, slot_at};
use crate::Failure;
use chrono::{DateTime, TimeDelta, Utc};
use contract::{
    Refusal,
    drill::{DayHead, YearHead},
};
use domain::{
    drill::{
        stage::{Mark, Stage, StageName, StageRefusal},
        stage_record::StageRecord,
    },
    id::Id,
    progress::DrillFact,
};
use storage::drill::{DrawHead, DrillRow, StepRow};

/// The mark of the begin, which the rules keep apart from the others.
pub(super) const START: &str = "start";

/// What the yearly figures take of finished drills.
#[must_use]
pub fn facts(rows: &[DrillRow]) -> Vec<DrillFact> {
    rows.iter()
        .map(|row| DrillFact {
            held_on: row.held_on,
            unit: Id::new(row.unit_id),
            area: Id::new(row.area_id),
            comprehensive: row.kind == "comprehensive",
            four_no: row.four_no,
            by_street: row.organiser == "street",
            notice_exception: row.notice_exception.is_some(),
        })
        .collect()
}

/// Rebuilds the stage of a drawn drill from its rows.
pub(super) fn stage(row: &DrillRow, steps: &[StepRow]) -> Result<Stage, Failure> {
    let damaged = || anyhow::anyhow!("the drill {} is damaged", row.id);
    let name = StageName::from_code(&row.stage).ok_or_else(damaged)?;
    let (team, slot) = row.team_id.zip(row.slot.as_deref()).ok_or_else(damaged)?;
    let ended = row.finished_at;
    let record = StageRecord {
        stage: name,
        team: Id::new(team),
        slot_at: slot_at(row.held_on, slot)?,
        dispatched_at: row.dispatched_at,
        arrived_at: row.arrived_at,
        scenario: row.scenario_id.map(Id::new),
        place: row.place_id.map(Id::new),
        started_at: row.started_at,
        marks: steps.iter().filter_map(|step| Some((Mark::from_code(&step.mark)?, step.at))).collect(),
        ended_at: ended.filter(|_| name == StageName::Finished),
        aborted_at: ended.filter(|_| name == StageName::Aborted),
        abort_reason: row.abort_reason.clone(),
    };
    Ok(Stage::restore(&record).map_err(|_| damaged())?)
}

/// Brings a changed stage into its row.
pub(super) fn apply(row: &mut DrillRow, stage: &Stage) {
    let record = stage.snapshot();
    row.stage = record.stage.code().to_owned();
    row.dispatched_at = record.dispatched_at;
    row.arrived_at = record.arrived_at;
    row.scenario_id = record.scenario.map(Id::uuid);
    row.place_id = record.place.map(Id::uuid);
    row.started_at = record.started_at;
    row.finished_at = record.ended_at.or(record.aborted_at);
    row.abort_reason = record.abort_reason;
}

/// The sentence's facts of a refused step.
pub(super) fn refused(refusal: StageRefusal) -> Failure {
    match refusal {
        StageRefusal::TooEarly { not_before } => {
            Refusal::NotReleased { at: domain::calendar::local(not_before).format("%H:%M").to_string() }
                .into()
        }
        StageRefusal::NoScenario => Refusal::NoScenario.into(),
        StageRefusal::NoPlace => Refusal::NoRiskPoint.into(),
        StageRefusal::SafetyNotConfirmed => Refusal::SafetyNotConfirmed.into(),
        StageRefusal::OtherTeam => Failure::missing(),
        StageRefusal::NoReason => Failure::field(contract::Field::Reason, contract::FieldProblem::Empty),
        StageRefusal::WrongStage { .. } | StageRefusal::AlreadyMarked { .. } => Refusal::WrongStage.into(),
    }
}

/// When a team may be told its unit.
pub(super) fn release_at(slot_at: DateTime<Utc>, year: &Year) -> DateTime<Utc> {
    slot_at - TimeDelta::minutes(year.policy.lead_minutes)
}

/// An opened year for a page.
pub(super) fn year_head(year: &Year) -> YearHead {
    YearHead {
        year: year.row.year,
        anchor_a: year.row.anchor_a.clone(),
        anchor_b: year.row.anchor_b.clone(),
        days: year.policy.draw.days,
        opened_at: year.row.opened_at,
        slots: year.policy.slots.clone(),
    }
}

/// What is open about a day, for a page.
pub(super) fn day_head(head: DrawHead) -> DayHead {
    DayHead {
        day: u32::try_from(head.day).unwrap_or_default(),
        date: head.date,
        inputs_hash: head.inputs_hash,
        frozen_at: head.frozen_at,
        drawn_at: head.drawn_at,
        table_hash: head.table_hash,
        size: head.size.and_then(|size| u32::try_from(size).ok()),
        published_at: head.published_at,
        link_a: head.link_a,
        link_b: head.link_b,
    }
}

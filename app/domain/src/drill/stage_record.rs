//! A drill's stage as plain data, for storage.

use super::stage::{Mark, Run, Stage, StageName, Trip, Visit};
use crate::id::{Id, RiskPoint, ScenarioCard, Team};
use chrono::{DateTime, Utc};

/// A stage with every field in the open. What has not happened yet is absent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageRecord {
    /// Where the drill stands.
    pub stage: StageName,
    /// The drawn team.
    pub team: Id<Team>,
    /// The begin of its slot.
    pub slot_at: DateTime<Utc>,
    /// When the team was told the unit.
    pub dispatched_at: Option<DateTime<Utc>>,
    /// When the team was there.
    pub arrived_at: Option<DateTime<Utc>>,
    /// The scenario drawn then.
    pub scenario: Option<Id<ScenarioCard>>,
    /// The place drawn then.
    pub place: Option<Id<RiskPoint>>,
    /// When the clock began to run.
    pub started_at: Option<DateTime<Utc>>,
    /// The marks in the order they were set, without the end.
    pub marks: Vec<(Mark, DateTime<Utc>)>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// When it was broken off.
    pub aborted_at: Option<DateTime<Utc>>,
    /// Why it was broken off.
    pub abort_reason: Option<String>,
}

/// A record that no drill can have led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Corrupt {
    /// What the record says its stage is.
    pub stage: StageName,
}

impl Stage {
    /// Lays the stage open for storage.
    #[must_use]
    pub fn snapshot(&self) -> StageRecord {
        let sealed = |stage, team, slot_at| StageRecord {
            stage,
            team,
            slot_at,
            dispatched_at: None,
            arrived_at: None,
            scenario: None,
            place: None,
            started_at: None,
            marks: Vec::new(),
            ended_at: None,
            aborted_at: None,
            abort_reason: None,
        };
        let trip_of = |stage, trip: &Trip| StageRecord {
            dispatched_at: Some(trip.dispatched_at),
            ..sealed(stage, trip.team, trip.slot_at)
        };
        let visit_of = |stage, visit: &Visit| StageRecord {
            arrived_at: Some(visit.arrived_at),
            scenario: Some(visit.scenario),
            place: Some(visit.place),
            ..trip_of(stage, &visit.trip)
        };
        let run_of = |stage, run: &Run| StageRecord {
            started_at: Some(run.started_at),
            marks: run.marks.clone(),
            ..visit_of(stage, &run.visit)
        };
        let stage = self.name();
        match self {
            Self::Drawn { team, slot_at } => sealed(stage, *team, *slot_at),
            Self::Dispatched(trip) => trip_of(stage, trip),
            Self::Arrived(visit) => visit_of(stage, visit),
            Self::Running(run) => run_of(stage, run),
            Self::Finished { run, ended_at } => {
                StageRecord { ended_at: Some(*ended_at), ..run_of(stage, run) }
            }
            Self::Aborted { before, at, reason } => StageRecord {
                stage,
                aborted_at: Some(*at),
                abort_reason: Some(reason.clone()),
                ..before.snapshot()
            },
        }
    }

    /// Rebuilds a stage from storage. Refuses what no drill can have led to: times that run backwards, a
    /// scenario before the arrival, a mark set twice.
    pub fn restore(record: &StageRecord) -> Result<Self, Corrupt> {
        let rebuilt = rebuild(record).ok_or(Corrupt { stage: record.stage })?;
        // What the named stage has no room for would be lost: then the record is not one of this stage.
        if rebuilt.snapshot() == *record { Ok(rebuilt) } else { Err(Corrupt { stage: record.stage }) }
    }
}

fn rebuild(record: &StageRecord) -> Option<Stage> {
    let mut stage = Stage::drawn(record.team, record.slot_at);
    if let Some(dispatched_at) = record.dispatched_at {
        // The lead of the day it was made is not known any more, so it is not judged again.
        stage = Stage::Dispatched(Trip { team: record.team, slot_at: record.slot_at, dispatched_at });
    }
    if let Some(arrived_at) = record.arrived_at {
        let Stage::Dispatched(trip) = stage else { return None };
        let (scenario, place) = (record.scenario?, record.place?);
        if arrived_at < trip.dispatched_at {
            return None;
        }
        stage = Stage::Arrived(Visit { trip, arrived_at, scenario, place });
    }
    if let Some(started_at) = record.started_at {
        stage = stage.start(started_at, true).ok()?;
    }
    for (mark, at) in &record.marks {
        stage = stage.mark(*mark, *at).ok()?;
    }
    if let Some(ended_at) = record.ended_at {
        stage = stage.mark(Mark::End, ended_at).ok()?;
    }
    if let Some(aborted_at) = record.aborted_at {
        stage = stage.abort(record.abort_reason.as_deref()?, aborted_at).ok()?;
    }
    Some(stage)
}

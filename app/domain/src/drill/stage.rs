//! What happens to one drawn drill, in three reveals (03-drills, section 4).

use super::{
    bundle,
    chain::DayKey,
    draw::{Purpose, pick},
};
use crate::id::{Id, RiskPoint, ScenarioCard, Team, Unit};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// How many minutes before its slot a team learns its unit, unless the street sets another figure.
pub const DISPATCH_LEAD_MINUTES: i64 = 30;

/// Where a drill stands. Only its own transitions make the later stages, so a scenario and a place cannot
/// exist before the team has arrived, and nobody but one team learns of the unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Drawn and sealed. Nobody knows the unit.
    #[non_exhaustive]
    Drawn {
        /// The drawn team.
        team: Id<Team>,
        /// The begin of the drawn slot.
        slot_at: DateTime<Utc>,
    },
    /// The team knows the unit.
    Dispatched(Trip),
    /// The team is there; scenario and place exist from now on.
    Arrived(Visit),
    /// The clock runs.
    Running(Run),
    /// It ended.
    #[non_exhaustive]
    Finished {
        /// How it went.
        run: Run,
        /// When it ended.
        ended_at: DateTime<Utc>,
    },
    /// It was broken off.
    #[non_exhaustive]
    Aborted {
        /// Where it stood.
        before: Box<Stage>,
        /// When.
        at: DateTime<Utc>,
        /// Why.
        reason: String,
    },
}

/// A team on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Trip {
    /// The team.
    pub team: Id<Team>,
    /// The begin of its slot.
    pub slot_at: DateTime<Utc>,
    /// When it was told the unit.
    pub dispatched_at: DateTime<Utc>,
}

/// A team at the unit.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Visit {
    /// How it came there.
    pub trip: Trip,
    /// When it confirmed that it is there.
    pub arrived_at: DateTime<Utc>,
    /// The scenario card drawn then.
    pub scenario: Id<ScenarioCard>,
    /// The risk point drawn then.
    pub place: Id<RiskPoint>,
}

/// A running drill.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Run {
    /// Where, and with what scenario.
    pub visit: Visit,
    /// When the clock began to run.
    pub started_at: DateTime<Utc>,
    /// The marks in the order they were set.
    pub marks: Vec<(Mark, DateTime<Utc>)>,
}

/// A point on the timeline. Each is set once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// The alarm was given.
    Alarm,
    /// The first responder acted.
    FirstResponse,
    /// Everybody was counted.
    Headcount,
    /// The event was under control.
    Control,
    /// The drill ended.
    End,
}

impl Mark {
    /// Every mark, in the usual order.
    pub const ALL: [Self; 5] = [Self::Alarm, Self::FirstResponse, Self::Headcount, Self::Control, Self::End];

    /// The stable code, as stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Alarm => "alarm",
            Self::FirstResponse => "first_response",
            Self::Headcount => "headcount",
            Self::Control => "control",
            Self::End => "end",
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mark| mark.code() == code)
    }
}

/// The name of a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StageName {
    /// Drawn and sealed.
    Drawn,
    /// On the way.
    Dispatched,
    /// There.
    Arrived,
    /// Under way.
    Running,
    /// Ended.
    Finished,
    /// Broken off.
    Aborted,
}

impl StageName {
    /// Every name, in order.
    pub const ALL: [Self; 6] =
        [Self::Drawn, Self::Dispatched, Self::Arrived, Self::Running, Self::Finished, Self::Aborted];

    /// The stable code, as stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Drawn => "drawn",
            Self::Dispatched => "dispatched",
            Self::Arrived => "arrived",
            Self::Running => "running",
            Self::Finished => "finished",
            Self::Aborted => "aborted",
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|name| name.code() == code)
    }
}

/// Why a drill cannot go on like this.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StageRefusal {
    /// It stands elsewhere.
    WrongStage {
        /// Where.
        stage: StageName,
    },
    /// Another team was drawn, or is on its way already.
    OtherTeam,
    /// The time lies before what has to come first.
    TooEarly {
        /// The earliest possible time.
        not_before: DateTime<Utc>,
    },
    /// The unit has no scenario card to draw from.
    NoScenario,
    /// The unit has no risk point to draw from.
    NoPlace,
    /// Nobody confirmed that it is safe to begin.
    SafetyNotConfirmed,
    /// The mark stands already.
    AlreadyMarked {
        /// Which.
        mark: Mark,
        /// Since when.
        at: DateTime<Utc>,
    },
    /// An abort needs a reason.
    NoReason,
}

/// Scenario and place as drawn on arrival, with the lists they were drawn from. Only
/// [`draw_on_arrival`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OnArrival {
    /// The unit.
    pub unit: Id<Unit>,
    /// The scenario cards, ordered by id, each once.
    pub scenarios: Vec<Id<ScenarioCard>>,
    /// The unit's risk points, ordered by id, each once.
    pub places: Vec<Id<RiskPoint>>,
    /// The drawn card.
    pub scenario: Id<ScenarioCard>,
    /// The drawn risk point.
    pub place: Id<RiskPoint>,
}

/// Draws scenario and place from a unit's current cards and risk points, given in any order.
pub fn draw_on_arrival(
    key: &DayKey,
    unit: Id<Unit>,
    scenarios: &[Id<ScenarioCard>],
    places: &[Id<RiskPoint>],
) -> Result<OnArrival, StageRefusal> {
    let scenarios = ordered(scenarios);
    let places = ordered(places);
    let name = unit.to_string();
    let scenario = pick(key, Purpose::Scenario, &name, scenarios.len()).ok_or(StageRefusal::NoScenario)?;
    let place = pick(key, Purpose::Place, &name, places.len()).ok_or(StageRefusal::NoPlace)?;
    let (scenario, place) = (scenarios[scenario], places[place]);
    Ok(OnArrival { unit, scenarios, places, scenario, place })
}

impl OnArrival {
    /// The arrival as it is published in the day's bundle.
    #[must_use]
    pub fn published(&self) -> bundle::Arrival {
        bundle::Arrival {
            unit: self.unit.to_string(),
            scenarios: self.scenarios.iter().map(ToString::to_string).collect(),
            places: self.places.iter().map(ToString::to_string).collect(),
            scenario: self.scenario.to_string(),
            place: self.place.to_string(),
        }
    }
}

/// Ascending by id: the same order as of their text, which is what a bundle shows.
fn ordered<K>(ids: &[Id<K>]) -> Vec<Id<K>> {
    let mut ids = ids.to_vec();
    ids.sort();
    ids.dedup();
    ids
}

impl Stage {
    /// Begins with what the draw gave.
    #[must_use]
    pub const fn drawn(team: Id<Team>, slot_at: DateTime<Utc>) -> Self {
        Self::Drawn { team, slot_at }
    }

    /// The name.
    #[must_use]
    pub const fn name(&self) -> StageName {
        match self {
            Self::Drawn { .. } => StageName::Drawn,
            Self::Dispatched(_) => StageName::Dispatched,
            Self::Arrived(_) => StageName::Arrived,
            Self::Running(_) => StageName::Running,
            Self::Finished { .. } => StageName::Finished,
            Self::Aborted { .. } => StageName::Aborted,
        }
    }

    /// Tells whether a team may know the unit: its own team, from the dispatch on.
    #[must_use]
    pub fn shows_unit_to(&self, team: Id<Team>) -> bool {
        match self {
            Self::Drawn { .. } => false,
            Self::Dispatched(trip) => trip.team == team,
            Self::Arrived(visit) => visit.trip.team == team,
            Self::Running(run) | Self::Finished { run, .. } => run.visit.trip.team == team,
            Self::Aborted { before, .. } => before.shows_unit_to(team),
        }
    }

    /// Tells the team its unit: only the drawn team, and not earlier than `lead` before the slot.
    pub fn dispatch(
        &self,
        team: Id<Team>,
        now: DateTime<Utc>,
        lead: TimeDelta,
    ) -> Result<Self, StageRefusal> {
        let Self::Drawn { team: drawn, slot_at } = self else {
            return Err(self.elsewhere());
        };
        same_team(*drawn, team)?;
        // A lead too long for the calendar cannot forbid anything.
        not_before(now, slot_at.checked_sub_signed(lead).unwrap_or(DateTime::<Utc>::MIN_UTC))?;
        Ok(Self::Dispatched(Trip { team, slot_at: *slot_at, dispatched_at: now }))
    }

    /// Confirms that the team is there, and reveals what was drawn for it.
    pub fn arrive(
        &self,
        team: Id<Team>,
        now: DateTime<Utc>,
        drawn: &OnArrival,
    ) -> Result<Self, StageRefusal> {
        let Self::Dispatched(trip) = self else {
            return Err(self.elsewhere());
        };
        same_team(trip.team, team)?;
        not_before(now, trip.dispatched_at)?;
        let (scenario, place) = (drawn.scenario, drawn.place);
        Ok(Self::Arrived(Visit { trip: trip.clone(), arrived_at: now, scenario, place }))
    }

    /// Starts the clock, once the team has confirmed that it is safe.
    pub fn start(&self, now: DateTime<Utc>, safe: bool) -> Result<Self, StageRefusal> {
        let Self::Arrived(visit) = self else {
            return Err(self.elsewhere());
        };
        if !safe {
            return Err(StageRefusal::SafetyNotConfirmed);
        }
        not_before(now, visit.arrived_at)?;
        Ok(Self::Running(Run { visit: visit.clone(), started_at: now, marks: Vec::new() }))
    }

    /// Sets a mark, at a time not before the start; marks may come in any order, but [`Mark::End`] comes
    /// last and finishes the drill.
    pub fn mark(&self, mark: Mark, at: DateTime<Utc>) -> Result<Self, StageRefusal> {
        let Self::Running(run) = self else {
            return Err(self.elsewhere());
        };
        not_before(at, run.started_at)?;
        if let Some((mark, at)) = run.marks.iter().find(|(set, _)| *set == mark) {
            return Err(StageRefusal::AlreadyMarked { mark: *mark, at: *at });
        }
        let mut run = run.clone();
        if mark == Mark::End {
            if let Some(latest) = run.marks.iter().map(|(_, at)| *at).max() {
                not_before(at, latest)?;
            }
            return Ok(Self::Finished { run, ended_at: at });
        }
        run.marks.push((mark, at));
        Ok(Self::Running(run))
    }

    /// Breaks it off: at any stage before its end, with a reason. Real emergencies come first.
    pub fn abort(&self, reason: &str, now: DateTime<Utc>) -> Result<Self, StageRefusal> {
        if matches!(self, Self::Finished { .. } | Self::Aborted { .. }) {
            return Err(self.elsewhere());
        }
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(StageRefusal::NoReason);
        }
        Ok(Self::Aborted { before: Box::new(self.clone()), at: now, reason: reason.to_owned() })
    }

    fn elsewhere(&self) -> StageRefusal {
        StageRefusal::WrongStage { stage: self.name() }
    }
}

fn same_team(drawn: Id<Team>, team: Id<Team>) -> Result<(), StageRefusal> {
    if drawn == team { Ok(()) } else { Err(StageRefusal::OtherTeam) }
}

fn not_before(at: DateTime<Utc>, not_before: DateTime<Utc>) -> Result<(), StageRefusal> {
    if at < not_before { Err(StageRefusal::TooEarly { not_before }) } else { Ok(()) }
}

#[cfg(test)]
mod tests;

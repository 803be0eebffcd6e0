//! Whether a drill was four-no (四不): four facts, each proven by the record (A-13; 01-rules, "Yearly
//! four-no targets").

use super::stage::Stage;
use chrono::{DateTime, Utc};

/// What the record of a drill says that bears on the four facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrillRecord {
    /// When the team was there.
    pub arrived_at: Option<DateTime<Utc>>,
    /// When the clock began to run.
    pub started_at: Option<DateTime<Utc>>,
    /// The first moment at which anybody of the unit was told or could have seen it: a notice sent, a page
    /// opened. Views by the street and the team do not count.
    pub seen_by_unit_at: Option<DateTime<Utc>>,
    /// How many scripts are attached.
    pub scripts: u32,
    /// When the scenario was drawn; absent if it was chosen.
    pub scenario_drawn_at: Option<DateTime<Utc>>,
    /// When the place was drawn; absent if it was chosen.
    pub place_drawn_at: Option<DateTime<Utc>>,
}

impl DrillRecord {
    /// Reads the record of a drawn drill. Scenario and place are drawn on arrival, or do not exist.
    #[must_use]
    pub fn of(stage: &Stage, seen_by_unit_at: Option<DateTime<Utc>>, scripts: u32) -> Self {
        let record = stage.snapshot();
        Self {
            arrived_at: record.arrived_at,
            started_at: record.started_at,
            seen_by_unit_at,
            scripts,
            scenario_drawn_at: record.scenario.and(record.arrived_at),
            place_drawn_at: record.place.and(record.arrived_at),
        }
    }
}

/// What stands against a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// The drill never began.
    NeverStarted,
    /// The unit could know of it before it began.
    SeenBefore {
        /// Since when.
        at: DateTime<Utc>,
    },
    /// Scripts are attached.
    Scripted {
        /// How many.
        scripts: u32,
    },
    /// It was chosen, not drawn.
    NotDrawn,
    /// It was drawn before the team was there.
    DrawnBeforeArrival {
        /// When.
        at: DateTime<Utc>,
    },
}

/// One of the four facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fact {
    /// The record proves it.
    Proven,
    /// The record speaks against it.
    Refuted(Flaw),
    /// Nobody can tell any more: an imported drill says so.
    Declared {
        /// What it says.
        holds: bool,
    },
}

impl Fact {
    /// Tells whether the fact holds, proven or declared.
    #[must_use]
    pub const fn holds(self) -> bool {
        matches!(self, Self::Proven | Self::Declared { holds: true })
    }
}

/// The four facts of a drill. There is no way to tick one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// 不提前通知: the unit had no way to see it before the start.
    pub notice: Fact,
    /// 不设定脚本: no script is attached.
    pub script: Fact,
    /// 不预设场景: the scenario was drawn on the spot.
    pub scenario: Fact,
    /// 不预设地点: the place was drawn on the spot.
    pub place: Fact,
}

/// How a finished drill enters the yearly share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counting {
    /// On both sides.
    FourNo,
    /// Below the line only.
    Other,
    /// On neither side: it had to be announced (公安部令61号 art. 40, 应急管理部令5号 art. 44).
    LeftOut,
}

impl Evidence {
    /// Computes the four facts from a record.
    #[must_use]
    pub fn of(record: &DrillRecord) -> Self {
        Self {
            notice: notice(record),
            script: match record.scripts {
                0 => Fact::Proven,
                scripts => Fact::Refuted(Flaw::Scripted { scripts }),
            },
            scenario: drawn(record, record.scenario_drawn_at),
            place: drawn(record, record.place_drawn_at),
        }
    }

    /// Takes over what an imported drill says of itself, in the order notice, script, scenario, place.
    #[must_use]
    pub fn declared([notice, script, scenario, place]: [bool; 4]) -> Self {
        let fact = |holds| Fact::Declared { holds };
        Self { notice: fact(notice), script: fact(script), scenario: fact(scenario), place: fact(place) }
    }

    /// The four facts, in their usual order.
    #[must_use]
    pub const fn facts(&self) -> [Fact; 4] {
        [self.notice, self.script, self.scenario, self.place]
    }

    /// Tells whether all four hold.
    #[must_use]
    pub fn counts_as_four_no(&self) -> bool {
        self.facts().into_iter().all(Fact::holds)
    }

    /// Tells whether any of the four is only declared.
    #[must_use]
    pub fn is_declared(&self) -> bool {
        self.facts().iter().any(|fact| matches!(fact, Fact::Declared { .. }))
    }

    /// Tells how a finished drill enters the share. `notice_exception`: it had to be announced;
    /// `exceptions_count`: the street's setting whether such drills enter all the same, by default not.
    #[must_use]
    pub fn counting(&self, notice_exception: bool, exceptions_count: bool) -> Counting {
        if notice_exception && !exceptions_count {
            Counting::LeftOut
        } else if self.counts_as_four_no() {
            Counting::FourNo
        } else {
            Counting::Other
        }
    }
}

fn notice(record: &DrillRecord) -> Fact {
    match (record.started_at, record.seen_by_unit_at) {
        (None, _) => Fact::Refuted(Flaw::NeverStarted),
        (Some(started), Some(at)) if at < started => Fact::Refuted(Flaw::SeenBefore { at }),
        _ => Fact::Proven,
    }
}

fn drawn(record: &DrillRecord, drawn_at: Option<DateTime<Utc>>) -> Fact {
    match (record.started_at, record.arrived_at, drawn_at) {
        (None, ..) => Fact::Refuted(Flaw::NeverStarted),
        (_, _, None) => Fact::Refuted(Flaw::NotDrawn),
        (_, Some(arrived), Some(at)) if at >= arrived => Fact::Proven,
        (_, _, Some(at)) => Fact::Refuted(Flaw::DrawnBeforeArrival { at }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_780_000_000 + 60 * minute, 0).unwrap()
    }

    fn clean() -> DrillRecord {
        DrillRecord {
            arrived_at: Some(at(0)),
            started_at: Some(at(5)),
            seen_by_unit_at: None,
            scripts: 0,
            scenario_drawn_at: Some(at(0)),
            place_drawn_at: Some(at(0)),
        }
    }

    #[test]
    fn a_clean_record_proves_all_four() {
        let evidence = Evidence::of(&clean());
        assert_eq!(evidence.facts(), [Fact::Proven; 4]);
        assert!(evidence.counts_as_four_no() && !evidence.is_declared());
    }

    #[test]
    fn each_fact_alone_can_break_it() {
        let broken = [
            DrillRecord { seen_by_unit_at: Some(at(4)), ..clean() },
            DrillRecord { scripts: 1, ..clean() },
            DrillRecord { scenario_drawn_at: None, ..clean() },
            DrillRecord { place_drawn_at: Some(at(-1)), ..clean() },
        ];
        for (index, record) in broken.iter().enumerate() {
            let evidence = Evidence::of(record);
            assert!(!evidence.counts_as_four_no());
            let refuted = evidence.facts().iter().position(|f| matches!(f, Fact::Refuted(_)));
            assert_eq!(refuted, Some(index));
        }
    }

    #[test]
    fn what_the_unit_sees_after_the_start_is_no_notice() {
        assert!(Evidence::of(&DrillRecord { seen_by_unit_at: Some(at(5)), ..clean() }).counts_as_four_no());
    }

    #[test]
    fn a_drill_that_never_started_proves_nothing() {
        assert!(!Evidence::of(&DrillRecord { started_at: None, ..clean() }).counts_as_four_no());
    }

    #[test]
    fn imported_drills_count_as_declared() {
        let evidence = Evidence::declared([true; 4]);
        assert!(evidence.counts_as_four_no() && evidence.is_declared());
        assert!(!Evidence::declared([true, true, false, true]).counts_as_four_no());
    }

    #[test]
    fn announced_fire_drills_leave_both_sides_unless_the_street_says_otherwise() {
        let evidence = Evidence::of(&clean());
        assert_eq!(evidence.counting(true, false), Counting::LeftOut);
        assert_eq!(evidence.counting(true, true), Counting::FourNo);
        assert_eq!(evidence.counting(false, false), Counting::FourNo);
        assert_eq!(Evidence::declared([false; 4]).counting(false, false), Counting::Other);
    }
}

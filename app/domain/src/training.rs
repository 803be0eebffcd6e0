//! Trainings: every one ends in a test (A-06, 凡培训必考核).

use crate::id::{Exam, Id};
use serde::{Deserialize, Serialize};

/// Training time in whole class hours (学时, 45 minutes each).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ClassHours(u16);

impl ClassHours {
    /// Takes 1 to 200 class hours.
    #[must_use]
    pub const fn new(hours: u16) -> Option<Self> {
        if hours >= 1 && hours <= 200 { Some(Self(hours)) } else { None }
    }
    /// Gives the number of class hours.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }
}

/// A training's title: 2 to 60 characters without control characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title(String);

impl Title {
    /// Reads a title; outer spaces are dropped.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let title = text.trim();
        let good = (2..=60).contains(&title.chars().count()) && !title.chars().any(char::is_control);
        good.then(|| Self(title.to_owned()))
    }
    /// Gives the title.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A training as it may be offered. `assessment` is not optional.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What it is called.
    pub title: Title,
    /// How long it takes.
    pub hours: ClassHours,
    /// The test that it ends in.
    pub assessment: Id<Exam>,
}

/// A training in the making, where the test may still be missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// What it is called.
    pub title: Title,
    /// How long it takes.
    pub hours: ClassHours,
    /// The lesson's text.
    pub lesson: String,
    /// The test, where one is chosen already.
    pub assessment: Option<Id<Exam>>,
}

/// Why a training cannot be published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PublishRefusal {
    /// It has no test.
    NoAssessment,
    /// It has no lesson.
    NoLesson,
    /// Nobody is meant.
    NobodyMeant,
}

/// Publishes a training. Without a test there is no [`Plan`] to publish.
pub fn publish(draft: Draft, attendees: usize) -> Result<Plan, PublishRefusal> {
    let Draft { title, hours, lesson, assessment } = draft;
    let assessment = assessment.ok_or(PublishRefusal::NoAssessment)?;
    if lesson.trim().is_empty() {
        return Err(PublishRefusal::NoLesson);
    }
    if attendees == 0 {
        return Err(PublishRefusal::NobodyMeant);
    }
    Ok(Plan { title, hours, assessment })
}

/// What became of one attendee.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AttendeeResult {
    /// Nothing yet.
    Open,
    /// Passed the test.
    Passed,
    /// Failed the test for good.
    Failed,
    /// Excused with a reason by an approver.
    Excused {
        /// Why.
        reason: String,
    },
}

/// Why a training cannot be closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CloseRefusal {
    /// So many attendees have no result.
    WithoutResult(usize),
}

/// Closes a training once every attendee has passed, failed or been excused.
pub fn close(results: &[AttendeeResult]) -> Result<(), CloseRefusal> {
    let open = results.iter().filter(|r| **r == AttendeeResult::Open).count();
    if open == 0 { Ok(()) } else { Err(CloseRefusal::WithoutResult(open)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn draft(assessment: Option<Id<Exam>>) -> Draft {
        Draft {
            title: Title::parse("年度培训").unwrap(),
            hours: ClassHours::new(12).unwrap(),
            lesson: "第一课".into(),
            assessment,
        }
    }

    #[test]
    fn a_training_without_a_test_cannot_be_published() {
        assert_eq!(publish(draft(None), 3), Err(PublishRefusal::NoAssessment));
        assert!(publish(draft(Some(Id::new(Uuid::nil()))), 3).is_ok());
        assert_eq!(publish(draft(Some(Id::new(Uuid::nil()))), 0), Err(PublishRefusal::NobodyMeant));
    }

    #[test]
    fn a_training_is_not_closed_over_an_attendee_without_result() {
        let excused = AttendeeResult::Excused { reason: "住院".into() };
        assert_eq!(close(&[AttendeeResult::Passed, excused.clone()]), Ok(()));
        assert_eq!(close(&[AttendeeResult::Open, excused]), Err(CloseRefusal::WithoutResult(1)));
    }
}

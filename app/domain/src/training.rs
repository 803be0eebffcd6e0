//! Trainings: every one ends in a test (A-06, 凡培训必考核). Contests and tests of officials are a
//! test without a lesson.

use crate::{
    id::{Account, Exam, Id},
    organization::{Position, vocabulary::vocabulary},
};
use serde::{Deserialize, Serialize};

vocabulary! {
    /// What kind of assessment is offered under a title.
    TrainingKind {
        /// A lesson that ends in a test; the only kind that certificates and coverage rest on.
        Training = "training", "培训";
        /// A knowledge contest: one paper for all, a ranking.
        Contest = "contest", "知识竞赛";
        /// A test of officials: for them alone, unknown to enterprises.
        Officials = "officials", "干部测试";
    }
}

impl TrainingKind {
    /// Whether it teaches: it has class hours and a lesson that comes before the test.
    #[must_use]
    pub const fn teaches(self) -> bool {
        matches!(self, Self::Training)
    }
    /// Whether somebody of this position may be meant: tests of officials are for officials alone.
    #[must_use]
    pub const fn is_for(self, position: Position) -> bool {
        match self {
            Self::Training | Self::Contest => true,
            Self::Officials => position.is_official(),
        }
    }
}

/// The code of the bank that is asked of officials alone.
pub const OFFICIALS_BANK: &str = "officials";

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
    /// How long it takes; contests and tests of officials have no class hours.
    pub hours: Option<ClassHours>,
    /// The test that it ends in.
    pub assessment: Id<Exam>,
}

/// A training in the making, where the test may still be missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// What is offered.
    pub kind: TrainingKind,
    /// What it is called.
    pub title: Title,
    /// How long it takes, where it takes class hours.
    pub hours: Option<ClassHours>,
    /// The lesson's text.
    pub lesson: String,
    /// How many parts it has beside the text.
    pub parts: usize,
    /// The test, where one is chosen already.
    pub assessment: Option<Id<Exam>>,
}

/// Why a training cannot be published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PublishRefusal {
    /// It has no test.
    NoAssessment,
    /// It is to teach and has neither a text nor a part.
    NoLesson,
    /// It is to teach and has no class hours.
    NoHours,
    /// Nobody is meant.
    NobodyMeant,
}

/// Publishes a training. Without a test there is no [`Plan`] to publish.
pub fn publish(draft: Draft, attendees: usize) -> Result<Plan, PublishRefusal> {
    let Draft { kind, title, hours, lesson, parts, assessment } = draft;
    let assessment = assessment.ok_or(PublishRefusal::NoAssessment)?;
    if kind.teaches() && lesson.trim().is_empty() && parts == 0 {
        return Err(PublishRefusal::NoLesson);
    }
    if kind.teaches() && hours.is_none() {
        return Err(PublishRefusal::NoHours);
    }
    if attendees == 0 {
        return Err(PublishRefusal::NobodyMeant);
    }
    Ok(Plan { title, hours, assessment })
}

/// An excuse that holds: asked for with a reason, approved by somebody else of the office where there is somebody.
/// Only [`Excuse::approve`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excuse {
    reason: String,
    approver: Id<Account>,
}

/// Why an excuse is not approved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExcuseRefusal {
    /// The reason has fewer than 2 or more than 200 characters.
    Reason,
    /// Who asks does not approve, as long as the office has somebody else.
    OwnRequest,
}

impl Excuse {
    /// Approves a request. `others` are the members of the office beside `proposer` who could approve.
    ///
    /// # Errors
    /// Refuses what [`ExcuseRefusal`] names.
    pub fn approve(
        reason: &str,
        proposer: Id<Account>,
        approver: Id<Account>,
        others: usize,
    ) -> Result<Self, ExcuseRefusal> {
        if !(2..=200).contains(&reason.chars().count()) {
            return Err(ExcuseRefusal::Reason);
        }
        if proposer == approver && others > 0 {
            return Err(ExcuseRefusal::OwnRequest);
        }
        Ok(Self { reason: reason.to_owned(), approver })
    }
    /// An excuse as it was stored, where it has both its reason and its approver.
    #[must_use]
    pub fn stored(reason: Option<&str>, approver: Option<Id<Account>>) -> Option<Self> {
        let reason = reason.filter(|reason| reason.chars().count() >= 2)?;
        Some(Self { reason: reason.to_owned(), approver: approver? })
    }
    /// Why.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }
    /// Who approved it.
    #[must_use]
    pub const fn approver(&self) -> Id<Account> {
        self.approver
    }
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
    Excused(Excuse),
}

/// Why a training cannot be closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CloseRefusal {
    /// Nobody attended, so there is nothing to be closed.
    Nobody,
    /// So many attendees have no result.
    WithoutResult(usize),
}

/// A training that may be closed: every attendee has passed, failed or been excused. Made from their results and
/// from nothing else, so that whatever closes a training has looked at all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closable {
    passed: u32,
    failed: u32,
    excused: u32,
}

impl Closable {
    /// Looks at the results of all attendees.
    ///
    /// # Errors
    /// Refuses what [`CloseRefusal`] names.
    pub fn of(results: &[AttendeeResult]) -> Result<Self, CloseRefusal> {
        let count = |wanted: fn(&AttendeeResult) -> bool| results.iter().filter(|r| wanted(r)).count();
        let open = count(|r| *r == AttendeeResult::Open);
        if results.is_empty() {
            return Err(CloseRefusal::Nobody);
        }
        if open > 0 {
            return Err(CloseRefusal::WithoutResult(open));
        }
        let count = |wanted| u32::try_from(count(wanted)).unwrap_or(u32::MAX);
        Ok(Self {
            passed: count(|r| *r == AttendeeResult::Passed),
            failed: count(|r| *r == AttendeeResult::Failed),
            excused: count(|r| matches!(r, AttendeeResult::Excused(_))),
        })
    }
    /// Who passed.
    #[must_use]
    pub const fn passed(self) -> u32 {
        self.passed
    }
    /// Who failed.
    #[must_use]
    pub const fn failed(self) -> u32 {
        self.failed
    }
    /// Who was excused.
    #[must_use]
    pub const fn excused(self) -> u32 {
        self.excused
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn draft(assessment: Option<Id<Exam>>) -> Draft {
        Draft {
            kind: TrainingKind::Training,
            title: Title::parse("年度培训").unwrap(),
            hours: ClassHours::new(12),
            lesson: "第一课".into(),
            parts: 0,
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
    fn a_contest_needs_a_test_but_neither_lesson_nor_hours() {
        let bare = |kind, exam| Draft { kind, hours: None, lesson: String::new(), ..draft(exam) };
        let exam = Some(Id::new(Uuid::nil()));
        assert_eq!(publish(bare(TrainingKind::Training, exam), 3), Err(PublishRefusal::NoLesson));
        let in_parts = Draft { lesson: " ".into(), parts: 1, ..draft(exam) };
        assert!(publish(in_parts, 3).is_ok());
        let taught = Draft { hours: None, ..draft(exam) };
        assert_eq!(publish(taught, 3), Err(PublishRefusal::NoHours));
        for kind in [TrainingKind::Contest, TrainingKind::Officials] {
            assert!(publish(bare(kind, exam), 3).is_ok());
            assert_eq!(publish(bare(kind, None), 3), Err(PublishRefusal::NoAssessment));
        }
    }

    #[test]
    fn a_test_of_officials_is_for_officials_alone() {
        let meant: Vec<_> = Position::ALL.iter().filter(|p| TrainingKind::Officials.is_for(**p)).collect();
        let officials = [
            Position::Leader,
            Position::CommitteeMember,
            Position::AreaOfficial,
            Position::EnforcementOfficer,
        ];
        assert_eq!(meant, officials.iter().collect::<Vec<_>>());
    }

    fn somebody(n: u128) -> Id<Account> {
        Id::new(Uuid::from_u128(n))
    }

    #[test]
    fn an_excuse_is_approved_by_another_member_of_the_office_where_there_is_one() {
        let approve = |approver, others| Excuse::approve("住院", somebody(1), somebody(approver), others);
        assert_eq!(approve(1, 1), Err(ExcuseRefusal::OwnRequest));
        assert_eq!(approve(2, 1).unwrap().approver(), somebody(2));
        assert_eq!(approve(1, 0).unwrap().reason(), "住院");
        assert_eq!(Excuse::approve("病", somebody(1), somebody(2), 1), Err(ExcuseRefusal::Reason));
        assert_eq!(
            Excuse::approve(&"病".repeat(201), somebody(1), somebody(2), 1),
            Err(ExcuseRefusal::Reason)
        );
        assert_eq!(Excuse::stored(Some("住院"), None), None);
        assert_eq!(Excuse::stored(None, Some(somebody(2))), None);
    }

    #[test]
    fn a_training_is_not_closed_over_an_attendee_without_result() {
        let excused = AttendeeResult::Excused(Excuse::stored(Some("住院"), Some(somebody(2))).unwrap());
        let closable =
            Closable::of(&[AttendeeResult::Passed, excused.clone(), AttendeeResult::Failed]).unwrap();
        assert_eq!((closable.passed(), closable.failed(), closable.excused()), (1, 1, 1));
        assert_eq!(Closable::of(&[AttendeeResult::Open, excused]), Err(CloseRefusal::WithoutResult(1)));
        assert_eq!(Closable::of(&[]), Err(CloseRefusal::Nobody));
    }

    proptest::proptest! {
        #[test]
        fn closable_means_that_nobody_is_open(kinds in proptest::collection::vec(0_u8..4, 0..40)) {
            let results: Vec<AttendeeResult> = kinds
                .iter()
                .map(|kind| match kind {
                    0 => AttendeeResult::Open,
                    1 => AttendeeResult::Passed,
                    2 => AttendeeResult::Failed,
                    _ => AttendeeResult::Excused(Excuse::stored(Some("住院"), Some(somebody(2))).unwrap()),
                })
                .collect();
            match Closable::of(&results) {
                Ok(all) => {
                    proptest::prop_assert!(!kinds.contains(&0) && !kinds.is_empty());
                    let total = all.passed() + all.failed() + all.excused();
                    proptest::prop_assert_eq!(total as usize, kinds.len());
                }
                Err(CloseRefusal::Nobody) => proptest::prop_assert!(kinds.is_empty()),
                Err(CloseRefusal::WithoutResult(open)) => {
                    proptest::prop_assert_eq!(open, kinds.iter().filter(|kind| **kind == 0).count());
                }
            }
        }
    }
}

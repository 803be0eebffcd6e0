//! Views of trainings.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{certificate::Status, organization::Position, training::TrainingKind};
use uuid::Uuid;

/// Where an attendee stands with a training.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The lesson is to be read.
    Lesson,
    /// The test is to be taken; so many sittings are used.
    Test {
        /// Sittings used in this round.
        used: u8,
        /// Wrong answers of the last sitting that are to be worked through first.
        mistakes: u32,
    },
    /// A sitting is under way.
    Sitting {
        /// Which.
        attempt: Uuid,
        /// Until when.
        deadline: DateTime<Utc>,
    },
    /// Passed.
    Passed {
        /// By which sitting.
        attempt: Uuid,
        /// The certificate's number.
        serial: Option<String>,
    },
    /// Failed for good.
    Failed {
        /// By which sitting.
        attempt: Uuid,
    },
    /// Excused.
    Excused,
}

/// A training as one of its attendees sees it in a list.
#[derive(Clone, Debug)]
pub struct MyTraining {
    /// The training.
    pub id: Uuid,
    /// What it is.
    pub kind: TrainingKind,
    /// Its title.
    pub title: String,
    /// Class hours.
    pub hours: u16,
    /// By when it is due.
    pub due_on: NaiveDate,
    /// Where the attendee stands.
    pub standing: Standing,
    /// The own place in a contest whose ranking is published.
    pub rank: Option<Rank>,
    /// The training is taken for the how-manyeth time.
    pub round: u8,
}

/// A place in a ranking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rank {
    /// The place, from 1.
    pub place: u32,
    /// Of how many.
    pub of: u32,
}

/// An examinee's home.
#[derive(Clone, Debug)]
pub struct MyHome {
    /// Today.
    pub today: NaiveDate,
    /// What is offered, what is still to be done first.
    pub trainings: Vec<MyTraining>,
    /// Certificates, the newest first.
    pub certificates: Vec<MyCertificate>,
}

/// A certificate as its holder sees it.
#[derive(Clone, Debug)]
pub struct MyCertificate {
    /// Its number.
    pub serial: String,
    /// For what.
    pub training: String,
    /// The score in hundredths.
    pub score: i32,
    /// The last day of validity.
    pub valid_until: NaiveDate,
    /// What it is worth today.
    pub status: Status,
}

/// A training as one of its attendees sees it.
#[derive(Clone, Debug)]
pub struct MyTrainingPage {
    /// The training.
    pub training: MyTraining,
    /// The lesson as harmless HTML.
    pub lesson_html: String,
    /// Its parts, with how far the attendee is.
    pub parts: Vec<crate::lesson::MyPart>,
    /// Who teaches.
    pub lecturer: String,
    /// How the test is: items, minutes, pass mark in whole points, sittings.
    pub test: TestFacts,
    /// Sittings so far.
    pub attempts: Vec<AttemptFact>,
    /// The seat for the next sitting, where there is one.
    pub seat: Option<crate::exam::MySeat>,
    /// Its sessions, where it is taught on site.
    pub sessions: Option<crate::session::MySessions>,
}

/// How a test is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct TestFacts {
    pub items: u32,
    pub minutes: u32,
    pub pass_mark: i32,
    pub attempts: u8,
}

/// One sitting so far.
#[derive(Clone, Debug)]
pub struct AttemptFact {
    /// Which.
    pub id: Uuid,
    /// Its number, from 1.
    pub number: i32,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// The score in hundredths, once handed in.
    pub score: Option<i32>,
    /// Whether it passed.
    pub passed: Option<bool>,
    /// Whether it was voided; it counts for nothing then.
    pub voided: bool,
}

/// A training in the office's list.
#[derive(Clone, Debug)]
pub struct TrainingLine {
    /// The training.
    pub id: Uuid,
    /// What it is.
    pub kind: TrainingKind,
    /// Its title.
    pub title: String,
    /// `draft`, `published` or `closed`.
    pub status: String,
    /// By when it is due.
    pub due_on: NaiveDate,
    /// Whether it has a test.
    pub has_test: bool,
    /// Attendees by result.
    pub counts: Counts,
}

/// Attendees by result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct Counts {
    pub open: u32,
    pub passed: u32,
    pub failed: u32,
    pub excused: u32,
}

impl Counts {
    /// All attendees.
    #[must_use]
    pub const fn all(self) -> u32 {
        self.open + self.passed + self.failed + self.excused
    }
}

/// A bank that a test can be drawn from.
#[derive(Clone, Debug)]
pub struct BankChoice {
    /// The frozen version.
    pub id: Uuid,
    /// Its name and version.
    pub label: String,
}

/// A training as the office sees it.
#[derive(Clone, Debug)]
pub struct OfficeTraining {
    /// Its line in the list.
    pub line: TrainingLine,
    /// Class hours.
    pub hours: u16,
    /// Who is meant.
    pub audience: Vec<Position>,
    /// How many are meant today.
    pub meant: u64,
    /// Who teaches.
    pub lecturer: String,
    /// The lesson as harmless HTML.
    pub lesson_html: String,
    /// The exam, where there is one.
    pub exam: Option<Uuid>,
    /// How the test is, where there is one.
    pub test: Option<TestFacts>,
    /// The attendees shown.
    pub attendees: Vec<AttendeeLine>,
    /// Where the attendees shown stand in the whole.
    pub pager: crate::Pager,
    /// The result the attendees are filtered by.
    pub filter: String,
}

/// An attendee in the office's list.
#[derive(Clone, Debug)]
pub struct AttendeeLine {
    /// The person.
    pub person: Uuid,
    /// Their name.
    pub name: String,
    /// Their unit.
    pub unit: String,
    /// Their position.
    pub position: String,
    /// When the lesson was read.
    pub lesson_read_at: Option<DateTime<Utc>>,
    /// The result's code.
    pub result: Option<String>,
    /// The sitting that decided.
    pub attempt: Option<Uuid>,
    /// The training is taken for the how-manyeth time.
    pub round: u8,
}

/// What the form for something new needs to know.
#[derive(Clone, Debug)]
pub struct NewForm {
    /// What is to be made.
    pub kind: TrainingKind,
    /// The banks to choose from.
    pub banks: Vec<BankChoice>,
    /// The round before, whose best take part.
    pub follows: Option<(Uuid, String)>,
}

/// The list of trainings.
#[derive(Clone, Debug)]
pub struct TrainingsView {
    /// The trainings shown.
    pub lines: Vec<TrainingLine>,
    /// Where they stand in the whole.
    pub pager: crate::Pager,
    /// The kind shown; all where none.
    pub kind: Option<TrainingKind>,
    /// The kinds that the asker may see.
    pub kinds: Vec<TrainingKind>,
}

//! Views of the figures of officials' tests.

use chrono::NaiveDate;
use domain::officials::Figures;
use uuid::Uuid;

/// Figures under a name.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct DepartmentLine {
    pub name: String,
    pub figures: Figures,
}

/// Figures of one test.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct TestLine {
    pub training: Uuid,
    pub title: String,
    pub due_on: NaiveDate,
    pub figures: Figures,
}

/// The page of the officials' tests of a year.
#[derive(Clone, Debug)]
pub struct OfficialsView {
    /// Which year.
    pub year: i32,
    /// The years that can be chosen, the newest first.
    pub years: Vec<i32>,
    /// All departments.
    pub all: Figures,
    /// By department, by name.
    pub departments: Vec<DepartmentLine>,
    /// Test by test, the newest first.
    pub tests: Vec<TestLine>,
}

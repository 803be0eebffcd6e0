//! Views of the office's first page.

use crate::training::TrainingLine;
use chrono::NaiveDate;
use domain::progress::YearFigures;

/// The office's first page.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct OfficeHome {
    pub street: String,
    pub today: NaiveDate,
    pub units: u64,
    pub people: u64,
    /// Trainings that are offered and not closed.
    pub running: Vec<TrainingLine>,
    /// This year's four-no figures on the default basis.
    pub four_no: YearFigures,
}

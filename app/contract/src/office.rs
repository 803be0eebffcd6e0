//! Views of the office's first page.

use crate::training::TrainingLine;
use chrono::NaiveDate;
use domain::progress::YearFigures;

/// The administrator's page: the state of the installation.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct AdminHome {
    pub version: &'static str,
    pub database: &'static str,
    pub missing_steps: usize,
    pub accounts: u64,
    pub streets: Vec<String>,
    pub certificate_fonts: bool,
    pub public_url: String,
}

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

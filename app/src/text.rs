//! Every sentence that a user can be shown about what went wrong or right, and how figures are written.

mod bank;
mod basis;
mod blueprint;
mod duty;
mod exchange;
mod lesson;
mod roster;
mod zh;

pub use bank::{defect, finding, question_fault};
pub use basis::{LAWS, basis, ground, law_name};
pub use blueprint::blueprint_fault;
pub use duty::{clause, due, hours, progress, rhythm, standing};
pub use exchange::{cell_issue, file_note, file_problem, left, place, row_note};
use lesson::{done as lesson_done, refusal as lesson_refusal};
pub use lesson::{length, size};
pub use roster::cell_fault;
pub use zh::{done, field_problem, sentence};

use chrono::{DateTime, NaiveDate, Utc};
use contract::{Flash, UiError};

/// A score or points in hundredths, as people write it: `92` or `92.5`.
#[must_use]
pub fn points(hundredths: i32) -> String {
    let (whole, rest) = (hundredths / 100, (hundredths % 100).abs());
    match rest {
        0 => whole.to_string(),
        r if r % 10 == 0 => format!("{whole}.{}", r / 10),
        r => format!("{whole}.{r:02}"),
    }
}

/// A share in tenths of a percent: `88.5%`; a dash of nothing.
#[must_use]
pub fn per_mille(share: Option<u32>) -> String {
    share.map_or_else(|| "—".to_owned(), |p| format!("{}.{}%", p / 10, p % 10))
}

/// A date: `2026-11-23`.
#[must_use]
pub fn date(date: NaiveDate) -> String {
    date.format("%Y-%m-%d").to_string()
}

/// The street's wall-clock time of an instant: `2026-11-23 15:30`.
#[must_use]
pub fn minute(at: DateTime<Utc>) -> String {
    domain::calendar::local(at).format("%Y-%m-%d %H:%M").to_string()
}

/// The same to the second: `2026-11-23 15:30:02`.
#[must_use]
pub fn second(at: DateTime<Utc>) -> String {
    domain::calendar::local(at).format("%Y-%m-%d %H:%M:%S").to_string()
}

/// Numbers of questions in a sentence.
pub(crate) fn ids(questions: &[String]) -> String {
    format!("题目 {}", questions.join("、"))
}

/// What a form's field is told, where something is wrong with it.
#[must_use]
pub fn field_error(flash: &Flash, name: &str) -> Option<String> {
    let Some(UiError::Form(errors)) = &flash.error else { return None };
    errors.iter().find(|e| e.field.name() == name).map(|e| field_problem(e.problem))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_written_as_people_write_them() {
        assert_eq!((points(9200), points(9250), points(9275)), ("92".into(), "92.5".into(), "92.75".into()));
        assert_eq!((per_mille(Some(885)), per_mille(None)), ("88.5%".into(), "—".into()));
        assert_eq!(second("2026-11-23T07:30:02Z".parse().unwrap()), "2026-11-23 15:30:02");
    }
}

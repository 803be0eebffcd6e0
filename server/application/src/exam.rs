//! Exams: making one, sitting it, its result, watching it, proving a paper.

mod answer;
mod create_exam;
mod export_bundle;
mod finish;
mod pool;
mod show_result;
mod show_sheet;
mod sit_at_once;
mod sitting;
mod start_attempt;
mod submit;
mod watch;

pub use answer::{AnswerForm, Kept, flag_item, note_visibility, save_answer, take_over};
pub use create_exam::create_exam;
pub(crate) use create_exam::open_key;
pub use export_bundle::export_paper_bundle;
pub use show_result::show_result;
pub use show_sheet::{Shown, show_sheet};
pub(crate) use sit_at_once::sit_at_once;
pub use start_attempt::{Started, start_attempt};
pub use submit::{submit_attempt, submit_overdue};
pub use watch::{list_exams, monitor};

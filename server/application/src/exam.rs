//! Exams: making one, sitting it, its result, watching it, proving a paper.

mod answer;
mod create_exam;
mod export_bundle;
mod finish;
mod frozen;
mod pool;
mod room;
mod show_result;
mod show_sheet;
mod sit_at_once;
mod sitting;
mod start_attempt;
mod submit;
mod watch;
mod writer;

pub use answer::{AnswerForm, Kept, flag_item, note_visibility, save_answer, take_over};
pub use create_exam::create_exam;
pub(crate) use create_exam::open_key;
pub use export_bundle::export_paper_bundle;
pub use room::{
    KeyedIn, NewRoom, key_in, key_in_form, list_rooms, my_seat, open_room, print_papers, show_room,
};
pub use show_result::show_result;
pub use show_sheet::{Shown, show_sheet};
pub(crate) use sit_at_once::sit_at_once;
pub use start_attempt::{Started, start_attempt, start_attempt_with};
pub use submit::{submit_attempt, submit_overdue};
pub use watch::{list_exams, monitor};
pub use writer::{Figures, Sittings};

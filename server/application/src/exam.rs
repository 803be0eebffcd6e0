//! Exams: making one, sitting it, its result, watching it, proving a paper.

mod answer;
mod clock;
pub(crate) mod create_exam;
mod export_bundle;
mod finish;
mod frozen;
mod invigilate;
mod look;
mod name_invigilator;
pub(crate) mod pool;
mod room;
mod show_result;
mod show_sheet;
mod sit_at_once;
mod sitting;
mod staff;
mod start_attempt;
mod submit;
mod voided;
mod watch;
mod writer;

pub use answer::{AnswerForm, Kept, flag_item, note_visibility, save_answer, take_over};
pub use clock::clock;
pub use create_exam::create_exam;
pub(crate) use create_exam::open_key;
pub use export_bundle::export_paper_bundle;
pub use room::{
    KeyedIn, NewRoom, key_in, key_in_form, list_rooms, my_seat, open_room, print_papers, show_room,
};
pub use invigilate::{MoreTime, extend_attempt, reopen_attempt, void_attempt};
pub use look::show_attempt;
pub use name_invigilator::{name_invigilator, release_invigilator};
pub(crate) use finish::{StoredResult, by_id, hundredths};
pub(crate) use pool::of_versions;
pub(crate) use show_result::item_result;
pub use show_result::show_result;
pub use show_sheet::{Shown, show_sheet};
pub(crate) use sit_at_once::sit_at_once;
pub use start_attempt::{Started, start_attempt, start_attempt_with};
pub use submit::{submit_attempt, submit_overdue};
pub use voided::show_voided;
pub use watch::{list_exams, monitor};
pub use writer::{Figures, Sittings};

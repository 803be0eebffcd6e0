//! Trainings: made, offered, read, closed. Every one ends in a test.

mod blueprint;
mod create_training;
mod lesson;
mod mine;
mod office;
mod publish_training;
mod settle;

pub(crate) use blueprint::right;
pub use blueprint::{Act, sample_paper, save_blueprint, show_blueprint};
pub(crate) use create_training::refuse_officials_bank;
pub use create_training::{NewTraining, choose_test, create_training};
pub use lesson::{
    Finished, Report, Watched, Writing, finish_lesson, lesson_read, move_lesson, my_lesson, preview_lesson,
    remove_lesson, report_video, save_lesson, show_lessons,
};
pub(crate) use mine::test_facts;
pub use mine::{my_home, my_training};
pub use office::{banks_to_choose, list_trainings, new_form, show_training};
pub(crate) use office::{line, visible};
pub use publish_training::publish_training;
pub(crate) use settle::understood;
pub use settle::{Excused, close_training, decide_excuse, excuse, pending_excuses};

use domain::organization::Position;

/// Reads the stored audience.
pub(crate) fn audience(codes: &str) -> Vec<Position> {
    codes.split(',').filter_map(Position::from_code).collect()
}

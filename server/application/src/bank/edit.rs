//! Editing a bank: proposals are written, reviewed by somebody else, and frozen as a version.

mod create;
mod head;
mod list;
mod moves;
mod publish;
mod show;
mod take_in;
mod understand;
mod versions;
mod write;

pub use create::{NewBank, create_bank};
pub use list::list_questions;
pub use moves::{Many, move_edit, move_edits};
pub use publish::{preview_publication, publish_edits};
pub use show::show_question;
pub use take_in::{Taken, take_in};
pub use versions::show_versions;
pub use write::{retire_question, show_form, write_question};

pub(crate) use head::head;
pub(crate) use list::filter as question_filter;

use crate::Failure;
use anyhow::anyhow;
use contract::bank::Aim;
use domain::bank::{Question, edit::EditState};
use storage::bank::edit::EditRow;

/// Reads a question as it is stored.
pub(crate) fn read_body(id: &str, body: &str) -> Result<Question, Failure> {
    serde_json::from_str(body).map_err(|e| anyhow!("the question {id} is damaged: {e}").into())
}

/// Reads what a proposal starts from and what it leads to.
fn read_edit(row: &EditRow) -> Result<(Option<Question>, Option<Question>), Failure> {
    let read = |text: &Option<String>| text.as_deref().map(|t| read_body(&row.question_id, t)).transpose();
    Ok((read(&row.base)?, read(&row.body)?))
}

fn state(row: &EditRow) -> Result<EditState, Failure> {
    Ok(EditState::from_code(&row.state)
        .ok_or_else(|| anyhow!("the proposal {} is in no known state", row.id))?)
}

const fn aim(row: &EditRow) -> Aim {
    match (&row.base, &row.body) {
        (None, _) => Aim::Add,
        (Some(_), Some(_)) => Aim::Change,
        (Some(_), None) => Aim::Retire,
    }
}

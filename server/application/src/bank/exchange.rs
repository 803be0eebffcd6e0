//! Files of questions: kept, looked at, taken in as drafts, given out.

mod check;
mod export;
mod import;
mod preview;

pub use export::{Exported, export_questions, show_export};
pub use import::import_questions;
pub use preview::{
    KeptFile, NewFile, keep_questions, marked_questions, preview_questions, question_template, show_import,
};

use crate::Failure;

/// The largest file in mebibytes.
pub const LIMIT_MIB: u32 = 20;

/// Works where no request waits.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Failure> {
    Ok(tokio::task::spawn_blocking(work).await.map_err(|e| anyhow::anyhow!("a task on a file ended: {e}"))?)
}

/// Passes on what was written.
fn written<T>(result: Result<T, ::exchange::WriteError>) -> Result<T, Failure> {
    result.map_err(|error| Failure::Broken(error.into()))
}

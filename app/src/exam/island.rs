//! The island of the exam page: the sheet with everything it needs to go on without a network.
#![expect(missing_docs, reason = "the macro makes types of its own")]

use super::{
    desk::{Desk, Told},
    sheet::sheet,
};
use contract::exam::SheetView;
use leptos::prelude::*;

/// The sheet of a sitting.
#[island]
pub fn ExamSheet(
    /// What the server knows.
    view: SheetView,
    /// What the last request had to say.
    told: Option<Told>,
) -> impl IntoView {
    let desk = Desk::new(view, told);
    #[cfg(feature = "hydrate")]
    super::live::take_up(desk);
    sheet(desk)
}

//! The sheet of a sitting.

use crate::layout;
use contract::{Frame, exam::SheetView};
use leptos::prelude::*;

/// Renders the sheet.
#[must_use]
pub fn sheet(frame: &Frame, view: &SheetView) -> String {
    let title = view.title.clone();
    layout::phone(frame, &title, || ().into_any())
}

//! The pages of an exam.

use super::{desk::Told, island::ExamSheet};
use crate::{
    render::{Reacts, document},
    text,
};
use contract::{Frame, exam::SheetView};
use leptos::prelude::*;

/// The page on which somebody sits an exam.
#[must_use]
pub fn sheet(frame: &Frame, view: &SheetView) -> String {
    let bad = frame.flash.error.as_ref().map(|error| Told::bad(text::sentence(error)));
    let done = frame.flash.done.as_deref().filter(|code| *code != "answer_saved").and_then(text::done);
    let told = bad.or(done.map(|words| Told { bad: false, words: words.to_owned() }));
    let (title, view) = (view.title.clone(), view.clone());
    document(frame, &title, Reacts::Yes, move || {
        view! {
            <a class="skip" href="#main">"跳到正文"</a>
            <ExamSheet view=view told=told/>
        }
        .into_any()
    })
}

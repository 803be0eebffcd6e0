//! The pages of an exam.

use super::{clock, desk::Told, island::ExamSheet};
use crate::{
    render::{Reacts, document},
    text,
};
use contract::{
    Frame,
    exam::{News, SheetView},
};
use leptos::prelude::*;

/// The page on which somebody sits an exam.
#[must_use]
pub fn sheet(frame: &Frame, view: &SheetView) -> String {
    let bad = frame.flash.error.as_ref().map(|error| Told::bad(text::sentence(error)));
    let done = frame.flash.done.as_deref().filter(|code| *code != "answer_saved").and_then(text::done);
    let told = bad.or(done.map(Told::good)).or_else(|| news(view));
    let (title, view) = (view.title.clone(), view.clone());
    document(frame, &title, Reacts::Yes, move || {
        view! {
            <a class="skip" href="#main">"跳到正文"</a>
            <ExamSheet view=view told=told/>
        }
        .into_any()
    })
}

/// What an invigilator has just done, as a sentence above the question.
fn news(view: &SheetView) -> Option<Told> {
    view.news.map(|news| {
        Told::good(match news {
            News::Extended { minutes } => clock::extended(minutes.into(), view.deadline_ms),
            News::Reopened => clock::reopened(view.deadline_ms),
        })
    })
}

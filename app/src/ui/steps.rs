//! A course of steps and where it stands.

use leptos::prelude::*;

/// Says how far a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Behind.
    Done,
    /// Next to do.
    Now,
    /// Ahead.
    Ahead,
}

/// One step with a remark at its end: a time, a state, a link.
pub struct Step {
    progress: Progress,
    label: AnyView,
    remark: AnyView,
}

/// Makes a step.
pub fn step(progress: Progress, label: impl IntoAny, remark: impl IntoAny) -> Step {
    Step { progress, label: label.into_any(), remark: remark.into_any() }
}

/// Lists steps in their order.
#[component]
pub fn Steps(
    /// The steps.
    items: Vec<Step>,
) -> AnyView {
    let items = items.into_iter().map(|item| {
        // The dots say it to the eye, the hidden word to screen readers.
        let (state, word) = match item.progress {
            Progress::Done => (Some("done"), Some("已完成：")),
            Progress::Now => (Some("now"), Some("当前：")),
            Progress::Ahead => (None, None),
        };
        let current = (item.progress == Progress::Now).then_some("step");
        view! {
            <li data-state=state aria-current=current>
                <span>{word.map(|word| view! { <span class="hidden">{word}</span> })}{item.label}</span>
                <span class="small muted num">{item.remark}</span>
            </li>
        }
    });
    view! { <ol class="steps">{items.collect::<Vec<_>>()}</ol> }.into_any()
}

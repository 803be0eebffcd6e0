//! Charts as pictures drawn on the server, each with its numbers as a table behind it.
//!
//! Values are whole numbers in whatever unit the page counts (hundredths of a percent, drills, people);
//! how they are read is passed in beside them. Meaning never rests on colour alone: targets are dashed,
//! what is short is hatched, and every bar carries its number.

mod geometry;
mod pace;
mod ring;
mod targets;

pub use pace::{PaceChart, PaceMonth};
pub use ring::Ring;
pub use targets::{TargetBar, TargetChart};

use leptos::prelude::*;

use super::{Cell, Column, Text};

/// A drawing and what is said about it.
struct Picture {
    /// Unique on the page.
    id: &'static str,
    /// The class that sets the size of its letters.
    kind: &'static str,
    title: String,
    summary: String,
    note: Text,
    view_box: &'static str,
    drawing: AnyView,
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
}

/// Puts drawing, caption and the table that opens on demand together.
fn figure(picture: Picture) -> AnyView {
    let Picture { id, kind, title, summary, note, view_box, drawing, columns, rows } = picture;
    let (title_id, summary_id) = (format!("{id}-title"), format!("{id}-summary"));
    let labelled_by = format!("{title_id} {summary_id}");
    let caption = title.clone();
    view! {
        <figure class=format!("chart {kind}") id=id>
            <svg viewBox=view_box role="img" aria-labelledby=labelled_by>
                <title id=title_id>{title}</title>
                <desc id=summary_id>{summary}</desc>
                {drawing}
            </svg>
            {note.into_option().map(|note| view! { <figcaption class="small muted">{note}</figcaption> })}
            <details class="disclosure chart-numbers">
                <summary class="disclosure-label small">"数据表"</summary>
                <super::Table caption=caption columns=columns rows=rows/>
            </details>
        </figure>
    }
    .into_any()
}

/// Draws the hatching of what is short, to be filled with `url(#…)`.
fn hatching(id: &str) -> AnyView {
    view! {
        <defs>
            <pattern id=format!("{id}-hatch") width="8" height="8" patternUnits="userSpaceOnUse">
                <path class="chart-hatch" d="M-1 1 1-1M0 8 8 0M7 9 9 7"></path>
            </pattern>
        </defs>
    }
    .into_any()
}

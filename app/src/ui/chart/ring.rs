//! A share as a ring with its number in the middle.

use leptos::prelude::*;

use super::geometry::thousandths;
use crate::ui::{Text, Tone};

/// Draws the reached part of a whole as a ring; it holds a single number, so no table stands behind it.
#[component]
pub fn Ring(
    /// An id unique on the page.
    id: &'static str,
    /// What is measured.
    #[prop(into)]
    title: String,
    /// How the share is read, such as 91 分.
    #[prop(into)]
    reading: String,
    /// The part reached, in the unit of `whole`.
    value: u64,
    /// The whole.
    whole: u64,
    /// What the share means.
    #[prop(default = Tone::Accent)]
    tone: Tone,
    /// What stands under the number.
    #[prop(optional, into)]
    note: Text,
) -> AnyView {
    let (title_id, dashes) = (format!("{id}-title"), format!("{} 1000", thousandths(value, whole)));
    let labelled_by = title_id.clone();
    let named = format!("{title}：{reading}");
    view! {
        <figure class="chart ring" data-tone=tone.name()>
            <svg viewBox="0 0 120 120" role="img" aria-labelledby=labelled_by>
                <title id=title_id>{named}</title>
                <circle class="ring-track" cx="60" cy="60" r="52"></circle>
                <circle
                    class="ring-part"
                    cx="60"
                    cy="60"
                    r="52"
                    pathLength="1000"
                    stroke-dasharray=dashes
                    transform="rotate(-90 60 60)"
                ></circle>
                <text class="ring-reading" x="60" y="69" text-anchor="middle">{reading}</text>
            </svg>
            {note.into_option().map(|note| view! { <figcaption class="small muted">{note}</figcaption> })}
        </figure>
    }
    .into_any()
}

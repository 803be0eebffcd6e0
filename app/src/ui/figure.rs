//! One number of a dashboard and the list behind it.

use leptos::prelude::*;

use super::{Meter, Text, Tone};

/// Shows a number large, with its share as a bar and a link to the rows it counts.
#[component]
pub fn Figure(
    /// What is counted (`h2`).
    #[prop(into)]
    label: String,
    /// The number as it is read, such as 96.4%.
    #[prop(into)]
    value: String,
    /// The part and the whole of the bar.
    #[prop(optional_no_strip)]
    share: Option<(u64, u64)>,
    /// What the number means.
    #[prop(default = Tone::Accent)]
    tone: Tone,
    /// A badge at the end of the heading.
    #[prop(optional)]
    aside: Option<AnyView>,
    /// The address of the list behind the number.
    #[prop(optional, into)]
    href: Text,
    /// The words of that link.
    #[prop(optional, into)]
    link: Text,
    /// What stands beside the link: the whole, the target.
    #[prop(optional, into)]
    note: Text,
    /// How many of the four columns of a `.grid` it takes.
    #[prop(default = 1)]
    span: u8,
) -> AnyView {
    let bar = share.map(|(part, whole)| {
        view! { <Meter label=label.clone() value=part max=whole tone=tone/> }
    });
    let link = href.into_option().zip(link.into_option());
    view! {
        <section class="card figure" data-span=(span > 1).then(|| span.to_string())>
            <div class="row"><h2>{label}</h2>{aside}</div>
            <p class="figure-value num">{value}</p>
            {bar}
            <p class="figure-foot small">
                {link.map(|(href, words)| view! { <a href=href>{words}</a> })}
                {note.into_option().map(|note| view! { <span class="muted">{note}</span> })}
            </p>
        </section>
    }
    .into_any()
}

//! Several lines of text.

use leptos::prelude::*;

use super::Text;
use super::field::{Ids, frame};

/// Asks for a longer answer: a reason, an observation.
#[component]
pub fn TextArea(
    /// What is asked.
    #[prop(into)]
    label: String,
    /// The parameter.
    #[prop(into)]
    name: String,
    /// What was entered before.
    #[prop(optional, into)]
    value: Text,
    /// How to answer.
    #[prop(optional, into)]
    hint: Text,
    /// Why the answer was refused.
    #[prop(optional, into)]
    error: Text,
    /// The lines shown at first.
    #[prop(default = 4)]
    rows: u8,
    /// The most characters.
    #[prop(optional)]
    maxlength: Option<u32>,
    /// Must be answered.
    #[prop(optional)]
    required: bool,
) -> AnyView {
    let ids = Ids::new(&name, &hint, &error);
    let control = view! {
        <textarea
            class="input"
            id=ids.control.clone()
            name=name
            rows=rows.to_string()
            maxlength=maxlength.map(|most| most.to_string())
            required=required
            aria-invalid=error.is_some().then_some("true")
            aria-describedby=ids.described_by()
        >
            {value.into_option().unwrap_or_default()}
        </textarea>
    };
    frame(ids, label, required, hint, error, control)
}

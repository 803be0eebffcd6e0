//! One statement to agree with.

use leptos::prelude::*;

use super::Text;
use super::field::Ids;

/// Asks for a yes; without it the parameter is absent.
#[component]
pub fn Check(
    /// The statement.
    #[prop(into)]
    label: String,
    /// The parameter.
    #[prop(into)]
    name: String,
    /// What is sent for a yes.
    #[prop(default = "true".into(), into)]
    value: String,
    /// Agreed before.
    #[prop(optional)]
    checked: bool,
    /// What a yes leads to.
    #[prop(optional, into)]
    hint: Text,
    /// Why the answer was refused.
    #[prop(optional, into)]
    error: Text,
) -> AnyView {
    let ids = Ids::new(&name, &hint, &error);
    let invalid = error.is_some();
    view! {
        <div class="field" data-invalid=invalid.then_some("true")>
            <label class="check">
                <input
                    type="checkbox"
                    id=ids.control.clone()
                    name=name
                    value=value
                    checked=checked
                    aria-invalid=invalid.then_some("true")
                    aria-describedby=ids.described_by()
                />
                <span>{label}</span>
            </label>
            {ids.remarks(hint, error)}
        </div>
    }
    .into_any()
}

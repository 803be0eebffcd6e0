//! One of a longer list.

use leptos::prelude::*;

use super::field::{Ids, frame};
use super::{Choice, Text};

/// Asks for one of many values; up to five are better asked by `ChoiceGroup`.
#[component]
pub fn SelectField(
    /// What is asked.
    #[prop(into)]
    label: String,
    /// The parameter.
    #[prop(into)]
    name: String,
    /// The values offered.
    options: Vec<Choice>,
    /// The value chosen before.
    #[prop(optional, into)]
    value: Text,
    /// The words of an empty first value, such as 全部.
    #[prop(optional, into)]
    blank: Text,
    /// How to answer.
    #[prop(optional, into)]
    hint: Text,
    /// Why the answer was refused.
    #[prop(optional, into)]
    error: Text,
    /// Must be answered.
    #[prop(optional)]
    required: bool,
) -> AnyView {
    let ids = Ids::new(&name, &hint, &error);
    let options: Vec<_> = options
        .into_iter()
        .map(|option| {
            let selected = value.as_deref() == Some(option.value.as_str());
            view! { <option value=option.value selected=selected>{option.label}</option> }
        })
        .collect();
    let control = view! {
        <select
            class="input"
            id=ids.control.clone()
            name=name
            required=required
            aria-invalid=error.is_some().then_some("true")
            aria-describedby=ids.described_by()
        >
            {blank.into_option().map(|words| view! { <option value="">{words}</option> })}
            {options}
        </select>
    };
    frame(ids, label, required, hint, error, control)
}

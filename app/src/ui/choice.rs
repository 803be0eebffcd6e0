//! One or several of a few.

use leptos::prelude::*;

use super::Text;
use super::field::{Ids, mark};

/// Offers one value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// What choosing it means.
    pub hint: Text,
    /// A letter before the label, such as A.
    pub mark: Text,
}

/// Makes a choice of a value and its label.
pub fn choice(value: impl Into<String>, label: impl Into<String>) -> Choice {
    Choice { value: value.into(), label: label.into(), hint: Text::default(), mark: Text::default() }
}

impl Choice {
    /// Adds what choosing it means.
    pub fn hint(self, hint: impl Into<Text>) -> Self {
        Self { hint: hint.into(), ..self }
    }

    /// Adds the letter before the label.
    pub fn mark(self, mark: impl Into<Text>) -> Self {
        Self { mark: mark.into(), ..self }
    }
}

/// Asks for one (radio) or several (checkbox) of a few values, all in sight.
#[component]
pub fn ChoiceGroup(
    /// What is asked.
    #[prop(into)]
    legend: String,
    /// The parameter.
    #[prop(into)]
    name: String,
    /// The values offered.
    options: Vec<Choice>,
    /// The values chosen before.
    #[prop(optional)]
    selected: Vec<String>,
    /// Allows several.
    #[prop(optional)]
    many: bool,
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
    let kind = if many { "checkbox" } else { "radio" };
    let first = ids.control.clone();
    let options: Vec<_> = options
        .into_iter()
        .enumerate()
        .map(|(index, option)| {
            let checked = selected.contains(&option.value);
            let id = if index == 0 { first.clone() } else { format!("{first}-{index}") };
            let mark = option.mark.into_option().map(|mark| view! { <kbd>{mark}</kbd> });
            let hint = option.hint.into_option();
            let hint = hint.map(|hint| view! { <span class="small muted">{hint}</span> });
            let name = name.clone();
            view! {
                <label class="choice">
                    <input type=kind id=id name=name value=option.value checked=checked/>
                    <span class="choice-body">{mark}<span class="choice-text">{option.label}{hint}</span></span>
                </label>
            }
        })
        .collect();
    let (described_by, invalid) = (ids.described_by(), error.is_some().then_some("true"));
    view! {
        <fieldset class="choices" aria-describedby=described_by data-invalid=invalid>
            <legend class="field-label">{legend}{required.then(mark)}</legend>
            {ids.remarks(hint, error)}
            {options}
        </fieldset>
    }
    .into_any()
}

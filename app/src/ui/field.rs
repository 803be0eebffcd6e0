//! One line of text with its label, hint and error.

use leptos::prelude::*;

use super::Text;

/// The ids that tie a control to its hint and error; the error summary links to the first.
pub(super) struct Ids {
    pub control: String,
    hint: String,
    error: String,
    described_by: Option<String>,
}

impl Ids {
    /// Derives the ids from the name of the field and what stands beside it.
    pub fn new(name: &str, hint: &Text, error: &Text) -> Self {
        let control = format!("f-{name}");
        let (hint_id, error_id) = (format!("{control}-hint"), format!("{control}-error"));
        let parts = [(error.is_some(), &error_id), (hint.is_some(), &hint_id)];
        let parts: Vec<_> = parts.iter().filter(|(shown, _)| *shown).map(|(_, id)| id.as_str()).collect();
        let described_by = (!parts.is_empty()).then(|| parts.join(" "));
        Self { control, hint: hint_id, error: error_id, described_by }
    }

    /// Gives the value of `aria-describedby`.
    pub fn described_by(&self) -> Option<String> {
        self.described_by.clone()
    }

    /// Shows the hint and the error with their ids.
    pub fn remarks(self, hint: Text, error: Text) -> AnyView {
        let hint = hint.into_option().map(|words| view! { <p class="field-hint" id=self.hint>{words}</p> });
        let error =
            error.into_option().map(|words| view! { <p class="field-error" id=self.error>{words}</p> });
        (hint, error).into_any()
    }
}

/// Puts label, remarks and control together.
pub(super) fn frame(
    ids: Ids,
    label: String,
    required: bool,
    hint: Text,
    error: Text,
    control: impl IntoView,
) -> AnyView {
    let invalid = error.is_some();
    let target = ids.control.clone();
    view! {
        <div class="field" data-invalid=invalid.then_some("true")>
            <label class="field-label" for=target>{label}{required.then(mark)}</label>
            {ids.remarks(hint, error)}
            {control}
        </div>
    }
    .into_any()
}

/// Marks a required field for the eye; the control itself says it to screen readers.
pub(super) fn mark() -> impl IntoView {
    view! { <span class="field-mark" aria-hidden="true">"*"</span> }
}

/// Asks for one line: text, number, date, phone, password.
#[component]
pub fn Field(
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
    /// The HTML type: `text`, `password`, `number`, `date`, `datetime-local`, `time`, `tel`, `search`.
    #[prop(default = "text")]
    kind: &'static str,
    /// The HTML autocomplete token, such as `username` or `current-password`.
    #[prop(optional, into)]
    autocomplete: Text,
    /// The keyboard of phones: `numeric`, `tel`, `decimal`.
    #[prop(optional, into)]
    inputmode: Text,
    /// Must be answered.
    #[prop(optional)]
    required: bool,
    /// The least number or earliest date.
    #[prop(optional, into)]
    min: Text,
    /// The greatest number or latest date.
    #[prop(optional, into)]
    max: Text,
    /// The most characters.
    #[prop(optional)]
    maxlength: Option<u32>,
    /// Shows without asking.
    #[prop(optional)]
    readonly: bool,
) -> AnyView {
    let ids = Ids::new(&name, &hint, &error);
    let control = view! {
        <input
            class="input"
            id=ids.control.clone()
            name=name
            type=kind
            value=value.into_option()
            autocomplete=autocomplete.into_option()
            inputmode=inputmode.into_option()
            min=min.into_option()
            max=max.into_option()
            maxlength=maxlength.map(|most| most.to_string())
            required=required
            readonly=readonly
            aria-invalid=error.is_some().then_some("true")
            aria-describedby=ids.described_by()
        />
    };
    frame(ids, label, required, hint, error, control)
}

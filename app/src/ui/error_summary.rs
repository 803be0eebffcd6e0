//! All errors of a form in one place.

use leptos::prelude::*;

/// Says what is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The parameter of the field.
    pub field: String,
    /// The same sentence that stands at the field.
    pub message: String,
}

/// Lists the errors at the top of the form with links to the fields; shows nothing without errors.
///
/// It takes the focus when the page opens (`autofocus` on a focusable region needs no script).
#[component]
pub fn ErrorSummary(
    /// The heading.
    #[prop(into)]
    title: String,
    /// The errors in the order of the fields.
    errors: Vec<FieldError>,
) -> AnyView {
    (!errors.is_empty())
        .then(|| {
            let items = errors.into_iter().map(|error| {
                view! { <li><a href=format!("#f-{}", error.field)>{error.message}</a></li> }
            });
            view! {
                <div
                    class="notice error-summary"
                    data-tone="bad"
                    id="errors"
                    role="alert"
                    tabindex="-1"
                    autofocus=true
                    aria-labelledby="errors-title"
                >
                    <h2 id="errors-title">{title}</h2>
                    <ul>{items.collect::<Vec<_>>()}</ul>
                </div>
            }
        })
        .into_any()
}

//! Names and values of one thing.

use leptos::prelude::*;

/// Pairs a name with what is known.
pub struct Fact {
    name: String,
    value: AnyView,
}

/// Makes a fact of a name and anything that can be shown.
pub fn fact(name: impl Into<String>, value: impl IntoAny) -> Fact {
    Fact { name: name.into(), value: value.into_any() }
}

/// Lists facts, the name before the value.
#[component]
pub fn Facts(
    /// The facts in their order.
    items: Vec<Fact>,
    /// Sets the facts in two columns where there is room.
    #[prop(optional)]
    columns: bool,
) -> AnyView {
    let items = items.into_iter().map(|item| {
        view! { <div class="fact"><dt>{item.name}</dt><dd>{item.value}</dd></div> }
    });
    view! { <dl class="facts" data-columns=columns.then_some("2")>{items.collect::<Vec<_>>()}</dl> }
        .into_any()
}

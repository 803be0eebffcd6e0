//! The frame for a phone in one hand.

use leptos::prelude::*;

use super::nav::{NavItem, links};
use super::{BRAND, skip};
use crate::ui::Text;

/// Says where the heading of a phone page stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Heading {
    /// At the top of the content.
    #[default]
    Page,
    /// In the bar, in place of the product's name.
    Bar,
    /// In the content itself; the title then only names the navigation target.
    Own,
}

/// Frames a page of examinees and teams: a bar that stays, one column, acts at the thumb.
#[component]
pub fn PhonePage(
    /// The heading.
    #[prop(into)]
    title: String,
    /// A small line above a heading in the bar.
    #[prop(optional, into)]
    kicker: Text,
    /// Where the heading stands.
    #[prop(optional)]
    heading: Heading,
    /// Who is signed in.
    #[prop(optional, into)]
    user: Text,
    /// The end of the bar: a state, a clock, signing out.
    #[prop(optional)]
    aside: Option<AnyView>,
    /// The pages of the role, as a row of tabs.
    #[prop(optional)]
    nav: Vec<NavItem>,
    /// The path of this page.
    #[prop(optional, into)]
    current: String,
    /// Up to three buttons that stay at the bottom.
    #[prop(optional)]
    bar: Option<AnyView>,
    /// The content.
    children: Children,
) -> AnyView {
    let home = nav.first().map_or_else(|| "/".to_owned(), |item| item.href.clone());
    let in_page = (heading == Heading::Page).then(|| title.clone());
    let lead = match heading {
        Heading::Bar => {
            let kicker = kicker.into_option().map(|words| view! { <p class="small muted">{words}</p> });
            view! { <div class="topbar-title">{kicker}<h1>{title}</h1></div> }.into_any()
        }
        Heading::Page | Heading::Own => view! { <a class="brand" href=home>{BRAND}</a> }.into_any(),
    };
    let tabs = (!nav.is_empty()).then(|| {
        view! { <nav class="tabs" aria-label="主导航">{links(&nav, &current)}</nav> }
    });
    let user = user.into_option().map(|user| view! { <span class="topbar-user small muted">{user}</span> });
    let bar = bar.map(|bar| view! { <div class="bottombar">{bar}</div> });
    view! {
        {skip()}
        <header class="topbar">{lead}{user}{aside}</header>
        {tabs}
        <main class="phone" id="main" tabindex="-1" data-bar=bar.is_some().then_some("true")>
            {in_page.map(|title| view! { <h1>{title}</h1> })}
            {children()}
        </main>
        {bar}
    }
    .into_any()
}

//! The frame for work at a desk.

use leptos::prelude::*;

use super::nav::{self, NavItem, links};
use super::{BRAND, skip};
use crate::ui::{Icon, Symbol, Text};

/// Frames a page of the office, the auditors and the administrator.
///
/// The navigation stands at the side; on a phone it becomes a bar with a menu that opens without a script,
/// for which its links are written twice and one copy is never displayed.
#[component]
pub fn DeskPage(
    /// The pages of the role.
    nav: Vec<NavItem>,
    /// The path of this page.
    #[prop(into)]
    current: String,
    /// The heading.
    #[prop(into)]
    title: String,
    /// What stands small under the heading: the scope, the day it counts to.
    #[prop(optional, into)]
    subtitle: Text,
    /// Who is signed in.
    #[prop(into)]
    user: String,
    /// What the user can do about the account: sign out, large text.
    #[prop(optional)]
    account: Option<AnyView>,
    /// The pages above this one.
    #[prop(optional)]
    crumbs: Vec<NavItem>,
    /// Buttons at the end of the heading.
    #[prop(optional)]
    actions: Option<AnyView>,
    /// The content.
    children: Children,
) -> AnyView {
    let home = nav.first().map_or_else(|| "/".to_owned(), |item| item.href.clone());
    view! {
        {skip()}
        <div class="desk">
            <header class="side">
                <a class="brand" href=home>{BRAND}</a>
                <nav class="side-nav" aria-label="主导航">{links(&nav, &current)}</nav>
                <div class="side-user"><span class="small muted">{user}</span>{account}</div>
                <details class="side-menu">
                    <summary class="button"><Icon symbol=Symbol::Menu/>"菜单"</summary>
                    <nav aria-label="主导航">{links(&nav, &current)}</nav>
                </details>
            </header>
            <main class="main" id="main" tabindex="-1">
                <div class="head">
                    <div>
                        {nav::crumbs(crumbs)}
                        <h1>{title}</h1>
                        {subtitle.into_option().map(|words| view! { <p class="muted small">{words}</p> })}
                    </div>
                    {actions.map(|actions| view! { <div class="actions">{actions}</div> })}
                </div>
                {children()}
            </main>
        </div>
    }
    .into_any()
}

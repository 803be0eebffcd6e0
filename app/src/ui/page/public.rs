//! The frame for people who are not signed in.

use leptos::prelude::*;

use super::{BRAND, skip};
use crate::ui::Text;

/// Says how wide the sheet is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Width {
    /// A form such as signing in.
    Narrow,
    /// Text to read.
    #[default]
    Reading,
    /// Tables.
    Wide,
}

impl Width {
    const fn name(self) -> &'static str {
        match self {
            Self::Narrow => "narrow",
            Self::Reading => "reading",
            Self::Wide => "wide",
        }
    }
}

/// Frames signing in, checking a certificate, spot tests and help.
#[component]
pub fn PublicPage(
    /// The heading.
    #[prop(into)]
    title: String,
    /// What stands small under the heading.
    #[prop(optional, into)]
    subtitle: Text,
    /// How wide the sheet is.
    #[prop(optional)]
    width: Width,
    /// The end of the bar: who runs the platform, a link.
    #[prop(optional)]
    aside: Option<AnyView>,
    /// What stands under the sheet: operator, record number, help.
    #[prop(optional)]
    footer: Option<AnyView>,
    /// The content.
    children: Children,
) -> AnyView {
    view! {
        {skip()}
        <header class="topbar"><a class="brand" href="/">{BRAND}</a>{aside}</header>
        <main class="public" id="main" tabindex="-1" data-width=width.name()>
            <div>
                <h1>{title}</h1>
                {subtitle.into_option().map(|words| view! { <p class="muted small">{words}</p> })}
            </div>
            {children()}
        </main>
        {footer.map(|footer| view! { <footer class="public-foot small muted">{footer}</footer> })}
    }
    .into_any()
}

//! The frames of pages: a desk for the office, a phone for examinees and teams, a sheet for the public.

mod desk;
mod nav;
mod phone;
mod public;

pub use desk::DeskPage;
pub use nav::NavItem;
pub use phone::{Heading, PhonePage};
pub use public::{PublicPage, Width};

use leptos::prelude::*;

/// The name of the product, which leads home from every page.
pub const BRAND: &str = "安训";

/// Lets keyboards pass over the navigation.
fn skip() -> impl IntoView {
    view! { <a class="skip" href="#main">"跳到正文"</a> }
}

//! The page that stands where another could not be shown.

use crate::{layout, text, ui};
use contract::{Frame, UiError};
use leptos::prelude::*;

/// Renders an error as a page.
#[must_use]
pub fn page(frame: &Frame, error: &UiError) -> String {
    let title = match error {
        UiError::Missing => "没有找到",
        UiError::Denied => "没有权限",
        UiError::Internal { .. } => "系统出错",
        _ => "未能完成",
    };
    let sentence = text::sentence(error);
    layout::public(frame, title, ui::Width::Reading, move || {
        view! {
            <div class="stack">
                <p>{sentence}</p>
                <p><ui::LinkButton href="/">"回到首页"</ui::LinkButton></p>
            </div>
        }
        .into_any()
    })
}

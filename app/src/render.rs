//! Turning a page into a document.

use contract::Frame;
use hydration_context::SsrSharedContext;
use leptos::prelude::*;
use std::sync::Arc;

/// Whether a page has islands and so loads WebAssembly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reacts {
    /// It is plain HTML.
    No,
    /// It has islands; without them it works all the same.
    Yes,
}

/// Renders a whole document. `body` is called once, inside a reactive owner of its own.
#[must_use]
pub fn document(frame: &Frame, title: &str, reacts: Reacts, body: impl FnOnce() -> AnyView) -> String {
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let html = owner.with(|| {
        if let Some(context) = Owner::current_shared_context() {
            context.set_is_hydrating(false);
        }
        let page = body();
        head_and_body(frame, title, reacts, page).to_html()
    });
    drop(owner);
    format!("<!DOCTYPE html>{html}")
}

fn head_and_body(frame: &Frame, title: &str, reacts: Reacts, page: AnyView) -> impl IntoView {
    let css = format!("/pkg/{}", frame.assets.css);
    let has_css = !frame.assets.css.is_empty();
    let icon = format!("/pkg/{}", frame.assets.icon);
    let has_icon = !frame.assets.icon.is_empty();
    let text_size = frame.large_text.then_some("large");
    let loader = (reacts == Reacts::Yes && !frame.assets.js.is_empty()).then(|| {
        view! { <script nonce=frame.nonce.clone() type="module" inner_html=loader(frame)></script> }
    });
    view! {
        <html lang="zh-CN" data-text=text_size>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="format-detection" content="telephone=no"/>
                <title>{format!("{title} · 安训")}</title>
                {has_icon.then(|| view! { <link rel="icon" href=icon type="image/svg+xml"/> })}
                {has_css.then(|| view! { <link rel="stylesheet" href=css/> })}
            </head>
            <body>{page}{loader}</body>
        </html>
    }
}

/// Loads the islands and hydrates those on the page, one after the other.
fn loader(frame: &Frame) -> String {
    format!(
        "const m=await import('/pkg/{js}');await m.default({{module_or_path:'/pkg/{wasm}'}});m.hydrate();\
         for(const e of document.querySelectorAll('leptos-island')){{const f=m[e.dataset.component];if(f)f(e)}}",
        js = frame.assets.js,
        wasm = frame.assets.wasm,
    )
}

//! The browser's half: links every island of `app` and hydrates those on the page.
#![cfg(target_arch = "wasm32")]

/// Hydrates the islands of the page that loaded this module.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    use app as _;
    leptos::mount::hydrate_islands();
}

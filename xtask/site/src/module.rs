//! The browser's module: `wasm-bindgen` as a library, so that its version is the one in `Cargo.lock`.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

/// What a page loads: the glue script, the module and the script pieces the glue imports by relative path.
pub struct Glued {
    /// The ES module that exports `init`; it names no file, the page passes the module's address.
    pub script: Vec<u8>,
    /// The module without its name and producers sections.
    pub wasm: Vec<u8>,
    /// `snippets/…` paths with their bytes; their folders already carry a hash.
    pub snippets: Vec<(String, Vec<u8>)>,
}

/// Runs `wasm-bindgen` for the web on the file `wasm`.
///
/// # Errors
/// When the file is not a module made with the same version of `wasm-bindgen`.
pub fn bind(wasm: &Path) -> Result<Glued> {
    let made = wasm.with_file_name("bound");
    if made.exists() {
        fs::remove_dir_all(&made)?;
    }
    Bindgen::new()
        .input_path(wasm)
        .web(true)?
        .typescript(false)
        .omit_default_module_path(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .out_name("app")
        .generate(&made)
        .with_context(|| format!("wasm-bindgen refuses {}", wasm.display()))?;
    let script = fs::read(made.join("app.js")).context("wasm-bindgen made no app.js")?;
    let wasm = fs::read(made.join("app_bg.wasm")).context("wasm-bindgen made no app_bg.wasm")?;
    let snippets = made.join("snippets");
    let snippets = if snippets.is_dir() { crate::publish::files_below(&snippets)? } else { Vec::new() };
    let snippets = snippets.into_iter().map(|(path, bytes)| (format!("snippets/{path}"), bytes)).collect();
    Ok(Glued { script, wasm, snippets })
}

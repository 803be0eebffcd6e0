//! The browser's files: built only when what they are made from has changed.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::{
    stamp,
    step::{Steps, call},
    tree::Tree,
    wasm::{self, Toolchain},
};

/// What everything is made from: as long as none of it changes, not even cargo is asked.
const SOURCES: [&str; 6] =
    ["Cargo.toml", "Cargo.lock", "rust-toolchain.toml", "app", "frontend", "xtask/site"];
/// What is published beside the module; a page that runs only on the server changes neither.
const PUBLISHED: [&str; 4] = ["Cargo.lock", "app/style", "app/assets", "xtask/site"];

/// `cargo xtask site`.
///
/// # Errors
/// When a part does not build.
pub fn command(tree: &Tree) -> Result<bool> {
    let mut steps = Steps::new(2);
    let toolchain = steps.must("wasm target", || wasm::provide(tree))?;
    steps.must("site", || build(tree, &toolchain))?;
    println!("\n{}", steps.table());
    Ok(true)
}

/// Brings `target/site/pkg` up to date.
///
/// # Errors
/// When the module does not compile, or a style sheet or picture is wrong.
pub fn build(tree: &Tree, toolchain: &Toolchain) -> Result<()> {
    let stamps = tree.target.join("stamps");
    let (sources_stamp, site_stamp) = (stamps.join("sources"), stamps.join("site"));
    let sources: Vec<_> = SOURCES.iter().map(Path::new).collect();
    let made_from = stamp::of(&tree.root, &sources, toolchain.name())?;
    let out = tree.site().join("pkg");
    let published = out.join("manifest.json").is_file();
    if published && stamp::is_fresh(&sources_stamp, &made_from) {
        println!("    unchanged");
        return Ok(());
    }
    let module = wasm::build(tree, toolchain)?;
    let mut sources: Vec<_> = PUBLISHED.iter().map(Path::new).collect();
    sources.push(&module);
    let site_made_from = stamp::of(&tree.root, &sources, "")?;
    if published && stamp::is_fresh(&site_stamp, &site_made_from) {
        println!("    the module and the style sheet are unchanged");
    } else {
        publish(tree, module, out)?;
        stamp::keep(&site_stamp, &site_made_from)?;
    }
    stamp::keep(&sources_stamp, &made_from)
}

/// Calls the program `site`, which is compiled only now: its dependencies take a minute from cold.
fn publish(tree: &Tree, module: PathBuf, out: PathBuf) -> Result<()> {
    let style = tree.root.join("app/style/main.css");
    if !style.is_file() {
        bail!("app/style/main.css is missing");
    }
    let assets = tree.root.join("app/assets");
    let mut site = tree.cargo(&["run", "--package", "site", "--"]);
    for (name, path) in [("--wasm", module), ("--style", style), ("--assets", assets), ("--out", out)] {
        site.arg(name).arg(path);
    }
    call(&mut site)
}

//! `cargo xtask run`: from a checkout to a page in the browser.

use std::{env, os::unix::process::CommandExt, path::PathBuf};

use anyhow::{Context, Result};

use crate::{
    args::RunOptions,
    fonts, site,
    step::{Steps, call},
    tree::Tree,
    wasm,
};

/// Sets up what running needs, builds, migrates, loads the demo data into an empty database and becomes the
/// server. `DATABASE_URL` is passed on; without it the server keeps an SQLite file in the data folder.
///
/// # Errors
/// When a step fails; never returns otherwise.
pub fn command(tree: &Tree, options: RunOptions) -> Result<bool> {
    let data = match options.data {
        Some(folder) => env::current_dir()?.join(folder),
        None => tree.root.join(".data"),
    };
    let anxun = |arguments: &[&str]| {
        let mut command = tree.anxun(arguments);
        let listen = format!("127.0.0.1:{}", options.port);
        let folders: [(&str, PathBuf); 3] =
            [("ANXUN_DATA", data.clone()), ("ANXUN_SITE", tree.site()), ("ANXUN_FONTS", tree.fonts())];
        command.env("ANXUN_LISTEN", listen).envs(folders);
        command
    };

    let mut steps = Steps::new(6);
    steps.must("fonts of the certificates", || fonts::provide(tree))?;
    let toolchain = steps.must("wasm target", || wasm::provide(tree))?;
    steps.must("site", || site::build(tree, &toolchain))?;
    steps.must("server", || call(&mut tree.cargo(&["build", "--package", "server", "--bin", "anxun"])))?;
    std::fs::create_dir_all(&data).with_context(|| format!("cannot make {}", data.display()))?;
    steps.must("database", || call(&mut anxun(&["migrate"])))?;
    steps.must("demo data", || call(&mut anxun(&["demo", "load", "--if-empty"])))?;
    println!("\n{}\n\nhttp://127.0.0.1:{}  (Ctrl-C stops the server)\n", steps.table(), options.port);
    // The server takes the place of this program: signals reach it alone and it shuts down in its own time.
    Err(anxun(&["serve"]).exec()).context("cannot start the server")
}

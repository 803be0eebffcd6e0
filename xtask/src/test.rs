//! `cargo xtask test`: everything that a change must pass, the same here and in CI.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Result, bail};

use crate::{
    fonts,
    postgres::{Postgres, VARIABLE},
    setup, site,
    step::{Steps, answer, call},
    tree::Tree,
    wasm,
};

/// The names of the steps, in their order.
pub const STEPS: [&str; 8] = ["setup", "format", "clippy", "docs", "site", "tests", "banks", "verifiers"];

/// Runs the steps named by `only`, or all; a failed step does not keep the others from running. Returns
/// whether all went well.
///
/// # Errors
/// Never: what goes wrong is a failed step.
pub fn command(tree: &Tree, only: &[String]) -> Result<bool> {
    let wanted = |step: &&str| only.is_empty() || only.iter().any(|name| name == step);
    let chosen: Vec<_> = STEPS.into_iter().filter(wanted).collect();
    let mut steps = Steps::new(chosen.len());
    for name in chosen {
        steps.run(name, || step(tree, name));
    }
    println!("\n{}", steps.table());
    Ok(steps.all_well())
}

/// Runs one step out of [`STEPS`].
fn step(tree: &Tree, name: &str) -> Result<()> {
    match name {
        "setup" => {
            setup::programs()?;
            fonts::provide(tree)?;
            wasm::provide(tree).map(drop)
        }
        "format" => call(&mut tree.cargo(&["fmt", "--all", "--check"])),
        "clippy" => {
            let lints = ["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"];
            call(&mut tree.cargo(&lints))
        }
        "docs" => docs(tree),
        "site" => site::build(tree, &wasm::provide(tree)?),
        "tests" => tests(tree),
        "banks" => banks(tree),
        "verifiers" => verifiers(tree),
        _ => bail!("there is no step {name}"),
    }
}

/// The documentation has no broken links, and its examples work.
fn docs(tree: &Tree) -> Result<()> {
    call(tree.cargo(&["doc", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "--deny warnings"))?;
    call(&mut tree.cargo(&["test", "--workspace", "--doc", "--quiet"]))
}

/// Unit, integration and browser tests on SQLite and on a throw-away PostgreSQL.
fn tests(tree: &Tree) -> Result<()> {
    // The browser suite runs the binary, which Cargo does not build for tests of other packages.
    call(&mut tree.cargo(&["build", "--package", "server", "--bin", "anxun"]))?;
    let postgres = Postgres::provide()?;
    let has_nextest = answer(&mut tree.cargo(&["nextest", "--version"])).is_some();
    // The examples in the documentation are a step of their own.
    let arguments: &[&str] = match has_nextest {
        true => &["nextest", "run", "--workspace", "--no-fail-fast"],
        false => &["test", "--workspace", "--no-fail-fast", "--lib", "--bins", "--tests"],
    };
    call(
        tree.cargo(arguments)
            .env(VARIABLE, postgres.url())
            .env("ANXUN_SITE", tree.site())
            .env("ANXUN_FONTS", tree.fonts()),
    )
}

/// The question banks hold to their rules, and what they cite is in the texts of the laws, where these are
/// at hand: in the folder `ANXUN_LAWS`, else beside the project.
fn banks(tree: &Tree) -> Result<()> {
    call(&mut tree.cargo(&["build", "--package", "server", "--bin", "anxun"]))?;
    let laws = std::env::var_os("ANXUN_LAWS").map_or_else(|| tree.root.join("../shared/laws"), PathBuf::from);
    let mut check = tree.anxun(&["bank", "check"]);
    if laws.is_dir() {
        check.arg("--laws").arg(laws);
    }
    call(&mut check)
}

/// Runs each verifier `docs/verify/verify_KIND.py` on each bundle `tests/golden/*KIND-bundle*.json`: it must
/// accept all but those whose name begins with `broken`, and these it must refuse with exit code 1.
fn verifiers(tree: &Tree) -> Result<()> {
    let mut checked = 0;
    for script in sorted(&tree.root.join("docs/verify"))? {
        let name = script.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let Some(kind) = name.strip_prefix("verify_").and_then(|rest| rest.strip_suffix(".py")) else {
            continue;
        };
        for bundle in sorted(&tree.root.join("tests/golden"))? {
            let file = bundle.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            if !file.contains(&format!("{kind}-bundle")) {
                continue;
            }
            let broken = file.starts_with("broken");
            let told = Command::new("python3").arg(&script).arg(&bundle).output()?;
            if told.status.code() != Some(i32::from(broken)) {
                let wanted = if broken { "refused" } else { "accepted" };
                let said = String::from_utf8_lossy(&told.stdout) + String::from_utf8_lossy(&told.stderr);
                bail!("{} must be {wanted}; {}: {said}", bundle.display(), told.status);
            }
            checked += 1;
        }
    }
    if checked == 0 {
        bail!("there is no bundle to check");
    }
    println!("    {checked} bundles checked");
    Ok(())
}

/// The entries of a folder in order; of a missing one, none.
fn sorted(folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let entries: Result<Vec<_>, _> =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect();
    let mut paths = entries?;
    paths.sort();
    Ok(paths)
}

//! Benchmarks and long tests: programs of their own, never part of `test`.

use std::process::ExitCode;

use anyhow::Result;

use crate::{
    postgres::{Postgres, VARIABLE},
    step::call,
    tree::Tree,
};

/// The names of the benchmarks: modules of `xtask/bench`, and those of `xtask/load`, which need a real server.
const BENCHES: [&str; 4] = ["certificate", "exam-load", "import", "paper"];
/// The names of the long tests.
const SOAKS: [&str; 1] = ["exam-faults"];
/// So often a long test kills the server on each database.
const KILLS: &str = "50";

/// `cargo xtask bench NAME`: builds the benchmark for speed and runs it. It fails where a bound is missed.
pub fn bench(tree: &Tree, name: Option<&str>) -> ExitCode {
    let Some(name) = name.filter(|name| BENCHES.contains(name)) else {
        return list("benchmarks", &BENCHES, name);
    };
    told(match name {
        "certificate" => certificate(tree),
        "exam-load" => exam_load(tree),
        _ => call(&mut tree.cargo(&["run", "--quiet", "--release", "--package", "bench", "--", name])),
    })
}

/// Drawing them beside a reference, then very many of them in one archive off a real server; both are run.
fn certificate(tree: &Tree) -> Result<()> {
    let drawn =
        call(&mut tree.cargo(&["run", "--quiet", "--release", "--package", "bench", "--", "certificate"]));
    call(&mut tree.cargo(&["build", "--release", "--package", "server", "--package", "load"]))?;
    call(std::process::Command::new(tree.target.join("release/load")).arg("certificate-zip"))?;
    drawn
}

/// The server and its load are built together, so that both stand in the same folder.
fn exam_load(tree: &Tree) -> Result<()> {
    call(&mut tree.cargo(&["build", "--release", "--package", "server", "--package", "load"]))?;
    call(std::process::Command::new(tree.target.join("release/load")).arg("exam-load"))
}

/// `cargo xtask soak NAME`.
pub fn soak(tree: &Tree, name: Option<&str>) -> ExitCode {
    match name {
        Some("exam-faults") => told(exam_faults(tree)),
        _ => list("long tests", &SOAKS, name),
    }
}

/// The fault test of `test` with many more kills.
fn exam_faults(tree: &Tree) -> Result<()> {
    call(&mut tree.cargo(&["build", "--package", "server", "--bin", "anxun"]))?;
    let postgres = Postgres::provide()?;
    let run = ["test", "--package", "tests", "--test", "faults", "--", "--nocapture", "--test-threads=1"];
    call(tree.cargo(&run).env(VARIABLE, postgres.url()).env("ANXUN_FAULTS", KILLS))
}

/// Says what went wrong, if anything did.
fn told(done: Result<()>) -> ExitCode {
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Prints what there is; an unknown name is misuse.
fn list(what: &str, names: &[&str], name: Option<&str>) -> ExitCode {
    println!("{what}: {}", names.join(", "));
    match name {
        Some(name) => {
            eprintln!("unknown: {name}");
            ExitCode::from(2)
        }
        None => ExitCode::SUCCESS,
    }
}

//! Benchmarks and long tests: programs of their own, never part of `test`.

use std::process::ExitCode;

use crate::tree::Tree;

/// The names of the benchmarks; each is a module of `xtask/bench`.
const BENCHES: [&str; 1] = ["paper"];
/// The names of the long tests.
const SOAKS: [&str; 0] = [];

/// `cargo xtask bench NAME`: builds the benchmark for speed and runs it. It fails where a bound is missed.
pub fn bench(tree: &Tree, name: Option<&str>) -> ExitCode {
    let Some(name) = name.filter(|name| BENCHES.contains(name)) else {
        return list("benchmarks", &BENCHES, name);
    };
    let run = ["run", "--quiet", "--release", "--package", "bench", "--", name];
    match tree.cargo(&run).status() {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: cannot run cargo: {error}");
            ExitCode::FAILURE
        }
    }
}

/// `cargo xtask soak NAME`.
pub fn soak(name: Option<&str>) -> ExitCode {
    list("long tests", &SOAKS, name)
}

/// Prints what there is; an unknown name is misuse.
fn list(what: &str, names: &[&str], name: Option<&str>) -> ExitCode {
    match names {
        [] => println!("there are no {what} yet"),
        names => println!("{what}: {}", names.join(", ")),
    }
    match name {
        Some(name) if !names.contains(&name) => {
            eprintln!("unknown: {name}");
            ExitCode::from(2)
        }
        _ => ExitCode::SUCCESS,
    }
}

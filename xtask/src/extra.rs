//! Benchmarks and long tests: programs of their own, never part of `test`.

use std::process::ExitCode;

/// The names of the benchmarks.
const BENCHES: [&str; 0] = [];
/// The names of the long tests.
const SOAKS: [&str; 0] = [];

/// `cargo xtask bench NAME`.
pub fn bench(name: Option<&str>) -> ExitCode {
    list("benchmarks", &BENCHES, name)
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

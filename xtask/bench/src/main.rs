//! Benchmarks: `cargo xtask bench NAME`. Each prints a table, writes it to `target/bench/NAME.json`, and fails
//! where a bound of the design is missed.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool speaks on its streams")]

mod certificate;
mod import;
mod moment;
mod paper;
mod table;

use std::process::ExitCode;

fn main() -> ExitCode {
    let name = std::env::args().nth(1).unwrap_or_default();
    let done = match name.as_str() {
        "certificate" => certificate::command(std::env::args().nth(2).as_deref()),
        "import" => import::command(),
        "paper" => paper::command(),
        unknown => {
            eprintln!("unknown benchmark: {unknown}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

//! The binary `anxun`.

use std::process::ExitCode;

fn main() -> ExitCode {
    server::cli::run()
}

//! Benchmarks over a real server: `cargo xtask bench exam-load`, the second half of `bench certificate`.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark prints its table")]

mod candidates;
mod certificate_zip;
mod exam_load;
mod hello;
mod process;
mod raw_store;
mod spread;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("error: {error}");
            return ExitCode::FAILURE;
        }
    };
    let done = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["hello"] => runtime.block_on(hello::serve()).map(|()| true),
        ["certificate-zip"] => runtime.block_on(certificate_zip::run(None)),
        ["certificate-zip", count] => runtime.block_on(certificate_zip::run(Some(count))),
        ["exam-load", counts @ ..] => runtime.block_on(exam_load::run(counts)),
        _ => {
            eprintln!("load exam-load [CANDIDATES…] | load certificate-zip [CERTIFICATES]");
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

//! `cargo xtask`: sets up, builds, runs and tests the project. See `help` in `args.rs` for the commands.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool speaks on its streams")]
#![expect(clippy::disallowed_methods, reason = "a build tool is told by the environment what to do")]

mod args;
mod extra;
mod fonts;
mod postgres;
mod run;
mod setup;
mod site;
mod stamp;
mod step;
mod test;
mod tree;
mod wasm;

use std::process::ExitCode;

use args::Command;

fn main() -> ExitCode {
    let command = match args::parse(std::env::args().skip(1)) {
        Ok(command) => command,
        Err(misuse) => {
            eprintln!("{misuse}\n\n{}", args::HELP);
            return ExitCode::from(2);
        }
    };
    let tree = tree::Tree::find();
    let done = match command {
        Command::Help => {
            println!("{}", args::HELP);
            Ok(true)
        }
        Command::Setup => setup::command(&tree),
        Command::Site => site::command(&tree),
        Command::Run(options) => run::command(&tree, options),
        Command::Test { only } => test::command(&tree, &only),
        Command::Postgres { command } => postgres::command(&command),
        Command::Bench { name } => return extra::bench(&tree, name.as_deref()),
        Command::Soak { name } => return extra::soak(name.as_deref()),
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

//! What may be typed behind `cargo xtask`.

use std::path::PathBuf;

use crate::test::STEPS;

/// The text of `cargo xtask help`.
pub const HELP: &str = "\
cargo xtask COMMAND

  setup                          installs what is missing for running and testing
  run [--port N] [--data DIR]    builds, migrates, loads the demo data into an empty database, serves
  test [--only STEP[,STEP]]      format, clippy, docs, site, tests, banks, verifiers
  site                           builds only the browser's files into target/site
  postgres COMMAND...            runs a command beside a throw-away PostgreSQL (ANXUN_TEST_POSTGRES)
  bench NAME                     runs a benchmark; without a name lists them
  soak [NAME]                    runs a long test; without a name lists them
  help                           prints this text";

/// A command with its options.
#[derive(Debug, PartialEq)]
pub enum Command {
    /// Print the help.
    Help,
    /// Install what is missing.
    Setup,
    /// Build the browser's files.
    Site,
    /// Build and serve.
    Run(RunOptions),
    /// Run the steps of the check; all of them when `only` is empty.
    Test {
        /// Names out of [`STEPS`].
        only: Vec<String>,
    },
    /// Run a command beside a throw-away database.
    Postgres {
        /// Program and arguments.
        command: Vec<String>,
    },
    /// Run or list benchmarks.
    Bench {
        /// Which one.
        name: Option<String>,
    },
    /// Run or list long tests.
    Soak {
        /// Which one.
        name: Option<String>,
    },
}

/// Options of `run`.
#[derive(Debug, PartialEq)]
pub struct RunOptions {
    /// The port on 127.0.0.1.
    pub port: u16,
    /// The data folder; `.data` in the project when absent.
    pub data: Option<PathBuf>,
}

/// Reads the arguments, or says in one line what is wrong with them.
///
/// # Errors
/// An unknown command, option or step, or a value that is missing or not a port.
pub fn parse(arguments: impl Iterator<Item = String>) -> Result<Command, String> {
    let mut rest = arguments;
    let command = match rest.next().as_deref() {
        None | Some("help" | "--help" | "-h") => return Ok(Command::Help),
        Some("setup") => Command::Setup,
        Some("site") => Command::Site,
        Some("run") => Command::Run(run_options(&mut rest)?),
        Some("test") => Command::Test { only: only(&mut rest)? },
        Some("postgres") => {
            let command: Vec<_> = rest.by_ref().collect();
            if command.is_empty() {
                return Err("postgres needs a command to run".to_owned());
            }
            Command::Postgres { command }
        }
        Some("bench") => Command::Bench { name: rest.next() },
        Some("soak") => Command::Soak { name: rest.next() },
        Some(unknown) => return Err(format!("unknown command {unknown}")),
    };
    match rest.next() {
        Some(surplus) => Err(format!("unexpected argument {surplus}")),
        None => Ok(command),
    }
}

/// Reads `--port N` and `--data DIR` in any order.
fn run_options(rest: &mut impl Iterator<Item = String>) -> Result<RunOptions, String> {
    let mut options = RunOptions { port: 3000, data: None };
    while let Some(name) = rest.next() {
        let mut value = || rest.next().ok_or(format!("{name} needs a value"));
        match name.as_str() {
            "--port" => {
                let given = value()?;
                options.port = given.parse().map_err(|_| format!("{given} is not a port (0 to 65535)"))?;
            }
            "--data" => options.data = Some(PathBuf::from(value()?)),
            _ => return Err(format!("unexpected argument {name}")),
        }
    }
    Ok(options)
}

/// Reads `--only STEP[,STEP]`, which may be repeated.
fn only(rest: &mut impl Iterator<Item = String>) -> Result<Vec<String>, String> {
    let mut steps = Vec::new();
    while let Some(name) = rest.next() {
        if name != "--only" {
            return Err(format!("unexpected argument {name}"));
        }
        let given = rest.next().ok_or("--only needs the name of a step")?;
        for step in given.split(',') {
            if !STEPS.contains(&step) {
                return Err(format!("there is no step {step}; there are {}", STEPS.join(", ")));
            }
            steps.push(step.to_owned());
        }
    }
    Ok(steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Command, String> {
        parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn run_serves_on_port_3000_unless_told_otherwise() {
        assert_eq!(parsed("run"), Ok(Command::Run(RunOptions { port: 3000, data: None })));
        let told = RunOptions { port: 8080, data: Some(PathBuf::from("d")) };
        assert_eq!(parsed("run --data d --port 8080"), Ok(Command::Run(told)));
    }

    #[test]
    fn only_takes_several_steps_and_refuses_unknown_ones() {
        let only = vec!["format".to_owned(), "tests".to_owned(), "site".to_owned()];
        assert_eq!(parsed("test --only format,tests --only site"), Ok(Command::Test { only }));
        assert!(parsed("test --only formatting").unwrap_err().starts_with("there is no step formatting"));
    }

    #[test]
    fn misuse_is_named() {
        assert_eq!(parsed("run --port 70000"), Err("70000 is not a port (0 to 65535)".to_owned()));
        assert_eq!(parsed("run --port"), Err("--port needs a value".to_owned()));
        assert_eq!(parsed("site now"), Err("unexpected argument now".to_owned()));
        assert_eq!(parsed("destroy"), Err("unknown command destroy".to_owned()));
    }
}

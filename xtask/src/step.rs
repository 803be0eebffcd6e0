//! Named steps with their times, and the table at the end.

use std::{
    process::Command,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

/// Runs steps one after the other and remembers how each went.
pub struct Steps {
    total: usize,
    started: Instant,
    done: Vec<Done>,
}

/// A finished step.
struct Done {
    name: String,
    took: Duration,
    failed: bool,
}

impl Steps {
    /// Expects `total` steps.
    pub fn new(total: usize) -> Steps {
        Steps { total, started: Instant::now(), done: Vec::new() }
    }

    /// Runs one step, prints its name before and its time behind it; a failure is printed and remembered,
    /// so that the steps after it still run. Returns what the step gave, unless it failed.
    pub fn run<T>(&mut self, name: &str, step: impl FnOnce() -> Result<T>) -> Option<T> {
        println!("[{}/{}] {name}", self.done.len() + 1, self.total);
        let started = Instant::now();
        let outcome = step();
        let took = started.elapsed();
        let failed = outcome.is_err();
        match &outcome {
            Ok(_) => println!("    done in {}", seconds(took)),
            Err(error) => println!("    FAILED after {}: {error:#}", seconds(took)),
        }
        self.done.push(Done { name: name.to_owned(), took, failed });
        outcome.ok()
    }

    /// Like [`Steps::run`] for a step that the following ones need.
    ///
    /// # Errors
    /// When the step failed.
    pub fn must<T>(&mut self, name: &str, step: impl FnOnce() -> Result<T>) -> Result<T> {
        self.run(name, step).with_context(|| format!("stopped at: {name}"))
    }

    /// Whether no step failed.
    pub fn all_well(&self) -> bool {
        self.done.iter().all(|step| !step.failed)
    }

    /// The table of all steps with outcome and time.
    pub fn table(&self) -> String {
        let width = self.done.iter().map(|step| step.name.len()).max().unwrap_or(0).max("total".len());
        let mut table = String::new();
        for Done { name, took, failed } in &self.done {
            let outcome = if *failed { "FAILED" } else { "ok" };
            table += &format!("{name:width$}  {outcome:6}  {:>9}\n", seconds(*took));
        }
        let outcome = if self.all_well() { "ok" } else { "FAILED" };
        table + &format!("{:width$}  {outcome:6}  {:>9}", "total", seconds(self.started.elapsed()))
    }
}

/// `0.3 s`, `75.2 s`.
fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f32())
}

/// Prints the command, runs it with the streams of this program and expects success.
///
/// # Errors
/// When it cannot be started or ends with another code than 0.
pub fn call(command: &mut Command) -> Result<()> {
    let program = command.get_program().to_string_lossy();
    let program = program.rsplit('/').next().unwrap_or(&program).to_owned();
    let line: Vec<_> = command.get_args().map(|argument| argument.to_string_lossy()).collect();
    let line = format!("{program} {}", line.join(" "));
    println!("    $ {line}");
    let status = command.status().with_context(|| format!("cannot start {program}"))?;
    if !status.success() {
        bail!("`{line}` ended with {status}");
    }
    Ok(())
}

/// What the command prints on standard output when it succeeds.
pub fn answer(command: &mut Command) -> Option<String> {
    let output = command.stderr(std::process::Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_after_a_failure_still_run_and_the_table_names_the_failed_one() {
        let mut steps = Steps::new(2);
        assert_eq!(steps.run("first", || -> Result<()> { bail!("broken") }), None);
        assert_eq!(steps.run("second", || Ok(7)), Some(7));
        assert!(!steps.all_well());
        let table = steps.table();
        let outcomes: Vec<_> = table.lines().map(|line| line.split_whitespace().nth(1).unwrap()).collect();
        assert_eq!(outcomes, ["FAILED", "ok", "FAILED"]);
    }

    #[test]
    fn a_needed_step_that_fails_stops_with_its_name() {
        let refusal = Steps::new(1).must("fonts", || -> Result<()> { bail!("no network") }).unwrap_err();
        assert_eq!(refusal.to_string(), "stopped at: fonts");
    }
}

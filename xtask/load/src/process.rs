//! What a process has cost, as Linux counts it.

use anyhow::{Context as _, Result};
use std::{fs, time::Duration};

/// Linux counts in hundredths of a second on every common architecture.
const TICKS: u64 = 100;

/// The processor time a process has used so far.
pub fn used(process: u32) -> Result<Duration> {
    let stat =
        fs::read_to_string(format!("/proc/{process}/stat")).context("Linux tells what a process used")?;
    // The name may hold spaces; it ends with the last parenthesis.
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks =
        |at: usize| fields.get(at).and_then(|text| text.parse::<u64>().ok()).context("a count of ticks");
    Ok(Duration::from_millis((ticks(11)? + ticks(12)?) * 1000 / TICKS))
}

/// The memory a process holds now, in mebibytes.
pub fn memory(process: u32) -> Result<u64> {
    figure(process, "VmRSS:")
}

/// The most memory a process has held since it began, in mebibytes.
pub fn most_memory(process: u32) -> Result<u64> {
    figure(process, "VmHWM:")
}

fn figure(process: u32, name: &str) -> Result<u64> {
    let status =
        fs::read_to_string(format!("/proc/{process}/status")).context("Linux tells what a process holds")?;
    let line = status.lines().find_map(|line| line.strip_prefix(name)).context("its memory")?;
    let kib: u64 = line.split_whitespace().next().and_then(|text| text.parse().ok()).context("a size")?;
    Ok(kib / 1024)
}

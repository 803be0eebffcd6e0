//! What a benchmark found, as a table and as JSON.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use serde_json::json;

/// The findings of one benchmark.
pub struct Table {
    name: &'static str,
    rows: Vec<Row>,
}

struct Row {
    what: String,
    value: f64,
    unit: &'static str,
    /// The most that the design allows.
    most: Option<f64>,
}

impl Row {
    fn misses(&self) -> bool {
        // Also a value that is no number misses.
        self.most.is_some_and(|most| self.value.is_nan() || self.value > most)
    }
}

impl Table {
    /// Begins the table of a benchmark.
    pub fn new(name: &'static str) -> Self {
        Self { name, rows: Vec::new() }
    }
    /// Adds a figure that is only told.
    pub fn tell(&mut self, what: impl Into<String>, value: f64, unit: &'static str) {
        self.rows.push(Row { what: what.into(), value, unit, most: None });
    }
    /// Adds a figure that must not be above `most`.
    pub fn bound(&mut self, what: impl Into<String>, value: f64, unit: &'static str, most: f64) {
        self.rows.push(Row { what: what.into(), value, unit, most: Some(most) });
    }
    /// Adds a figure that must not be above `most` when it is `bound`, and is only told otherwise.
    pub fn judge(&mut self, bound: bool, what: impl Into<String>, value: f64, unit: &'static str, most: f64) {
        match bound {
            true => self.bound(what, value, unit, most),
            false => self.tell(what, value, unit),
        }
    }

    /// Prints the table, writes `target/bench/NAME.json`, names each bound that was missed and tells whether
    /// all were kept.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn finish(&self) -> Result<bool> {
        println!("{}", self.text());
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/bench");
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let file = folder.join(format!("{}.json", self.name));
        fs::write(&file, self.json()?).with_context(|| format!("cannot write {}", file.display()))?;
        for row in self.rows.iter().filter(|row| row.misses()) {
            let most = row.most.unwrap_or_default();
            eprintln!("missed: {} is {:.3} {}, must be at most {most}", row.what, row.value, row.unit);
        }
        Ok(!self.rows.iter().any(Row::misses))
    }

    fn text(&self) -> String {
        let width = self.rows.iter().map(|row| row.what.chars().count()).max().unwrap_or(0);
        let line = |row: &Row| {
            let most = row.most.map_or_else(String::new, |most| format!("≤ {most}"));
            let verdict = match row.most {
                None => "",
                Some(_) if row.misses() => "  MISSED",
                Some(_) => "  ok",
            };
            let line = format!("{:width$}  {:>12.3} {:<8} {most:<8}{verdict}", row.what, row.value, row.unit);
            line.trim_end().to_owned()
        };
        self.rows.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    fn json(&self) -> Result<String> {
        let row = |row: &Row| {
            let Row { what, value, unit, most } = row;
            json!({ "what": what, "value": value, "unit": unit, "most": most, "kept": !row.misses() })
        };
        let rows: Vec<_> = self.rows.iter().map(row).collect();
        Ok(serde_json::to_string_pretty(&json!({ "bench": self.name, "rows": rows }))?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned_and_a_missed_bound_is_marked() {
        let mut table = Table::new("none");
        table.tell("μ", 1.0, "points");
        table.bound("longer", 2.5, "µs", 2.0);
        let text = table.text();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "μ              1.000 points");
        assert_eq!(lines[1], "longer         2.500 µs       ≤ 2       MISSED");
        assert!(table.rows[1].misses() && !table.rows[0].misses());
    }

    #[test]
    fn what_is_no_number_keeps_no_bound() {
        let row = Row { what: String::new(), value: f64::NAN, unit: "", most: Some(1.0) };
        assert!(row.misses());
    }
}

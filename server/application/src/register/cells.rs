//! Reading what people typed, in forms and in sheets.

use chrono::NaiveDate;
use contract::organization::{CellFault, CellProblem};
use document::form::RawRow;
use domain::organization::narrow;

/// Reads a day as people write it: 2026-11-23, 2026/11/23, 2026.11.23, 20261123, 2026年11月23日.
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    let text = narrow(text.trim());
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return NaiveDate::parse_from_str(&text, "%Y%m%d").ok();
    }
    let parts: Vec<&str> =
        text.split(['-', '/', '.', '年', '月', '日']).filter(|part| !part.is_empty()).collect();
    let [year, month, day] = parts.as_slice() else { return None };
    let number = |part: &str| part.trim().parse::<u32>().ok();
    let year = i32::try_from(number(year)?).ok().filter(|year| (1950..=2100).contains(year))?;
    NaiveDate::from_ymd_opt(year, number(month)?, number(day)?)
}

/// A number of a certificate without spaces and in ASCII, capital letters.
pub(super) fn number(text: &str) -> String {
    narrow(text).chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_uppercase()
}

/// A row of a sheet being read: each reader notes what is wrong and gives nothing then.
pub(super) struct Reading<'a> {
    pub raw: &'a RawRow,
    pub columns: &'a [&'static str],
    pub faults: Vec<CellFault>,
}

impl<'a> Reading<'a> {
    pub fn new(raw: &'a RawRow, columns: &'a [&'static str]) -> Self {
        Self { raw, columns, faults: Vec::new() }
    }

    pub fn fault(&mut self, column: usize, problem: CellProblem) {
        let name = self.columns.get(column).copied().unwrap_or_default().to_owned();
        self.faults.push(CellFault { column: name, value: self.raw.cell(column).to_owned(), problem });
    }

    /// Reads a text that may be empty.
    pub fn text(&mut self, column: usize, most: u16) -> Option<String> {
        let text = self.raw.cell(column).trim().to_owned();
        if text.chars().count() > usize::from(most) {
            self.fault(column, CellProblem::TooLong { most });
            None
        } else if text.chars().any(char::is_control) {
            self.fault(column, CellProblem::ControlCharacter);
            None
        } else {
            Some(text)
        }
    }

    /// Reads a text that must be there.
    pub fn words(&mut self, column: usize, most: u16) -> Option<String> {
        if self.raw.cell(column).trim().is_empty() {
            self.fault(column, CellProblem::Empty);
            return None;
        }
        self.text(column, most)
    }

    /// Reads a day that must be there.
    pub fn day(&mut self, column: usize) -> Option<NaiveDate> {
        if self.raw.cell(column).trim().is_empty() {
            self.fault(column, CellProblem::Empty);
            return None;
        }
        self.optional_day(column)?
    }

    /// Reads a day that may be left out: `Some(None)` then.
    #[expect(clippy::option_option, reason = "wrong, left out and given are three things")]
    pub fn optional_day(&mut self, column: usize) -> Option<Option<NaiveDate>> {
        if self.raw.cell(column).trim().is_empty() {
            return Some(None);
        }
        let found = day(self.raw.cell(column));
        if found.is_none() {
            self.fault(column, CellProblem::NotADate);
        }
        found.map(Some)
    }

    /// Reads a term of a closed list.
    pub fn term<T>(&mut self, column: usize, read: fn(&str) -> Option<T>, all: &[&'static str]) -> Option<T> {
        let text = self.raw.cell(column).trim();
        let found = read(text);
        if found.is_none() {
            let allowed = all.iter().map(|term| (*term).to_owned()).collect();
            let problem =
                if text.is_empty() { CellProblem::Empty } else { CellProblem::UnknownTerm { allowed } };
            self.fault(column, problem);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_people_write_it() {
        let expected = NaiveDate::from_ymd_opt(2026, 1, 3);
        for text in ["2026-01-03", "2026/1/3", "2026.1.3", "20260103", "2026年1月3日", "２０２６-0１-03"]
        {
            assert_eq!(day(text), expected, "{text}");
        }
        for text in ["", "2026-13-01", "26-1-3", "明天", "2026-01", "2026-01-03 08:00:00"] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn a_number_is_compared_without_spaces_and_width() {
        assert_eq!(number(" t３701 1219x "), "T37011219X");
    }
}

//! Views: organization.

use crate::Pager;
use chrono::{DateTime, NaiveDate, Utc};
use domain::organization::{Employment, Fact, Position, Sector};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The two sheets of a roster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RosterSheet {
    /// Units.
    Units,
    /// People.
    People,
}

impl RosterSheet {
    /// The sheet's name in the workbook.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Units => "单位",
            Self::People => "人员",
        }
    }
}

/// What an import makes of a row, in the order in which rows are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Something is wrong; nothing of the file can be taken in.
    Wrong,
    /// Known, and something differs.
    Changed,
    /// Not known yet.
    New,
    /// Known, and all the same.
    Unchanged,
}

/// What is wrong with a cell of a roster, with the facts that its sentence needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", content = "facts", rename_all = "snake_case")]
pub enum CellProblem {
    /// It is empty.
    Empty,
    /// It has more characters than this.
    TooLong {
        /// The greatest number.
        most: u16,
    },
    /// It holds a line break or another control character.
    ControlCharacter,
    /// The credit code has not 18 characters.
    CodeLength {
        /// How many it has.
        length: u32,
    },
    /// The credit code holds a character that no code holds.
    CodeCharacter {
        /// Which.
        character: char,
    },
    /// The last character does not fit the first 17.
    CodeCheckDigit {
        /// Which would.
        expected: char,
    },
    /// Excel has replaced the last digits of a long number by zeros.
    CodeRounded,
    /// It is no mobile number of the mainland.
    NotAMobile,
    /// It is none of the terms of a list.
    UnknownTerm {
        /// The terms.
        allowed: Vec<String>,
    },
    /// It is neither 是 nor 否.
    NotYesNo,
    /// It is no whole number from 0 to `most`.
    NotANumber {
        /// The greatest number.
        most: u32,
    },
    /// The same credit code stands in an earlier row.
    SameCode {
        /// Its row.
        row: u32,
    },
    /// The same person (unit and mobile) stands in an earlier row.
    SamePerson {
        /// Its row.
        row: u32,
    },
    /// The mobile belongs to another name of the same unit in an earlier row.
    OtherName {
        /// Its row.
        row: u32,
        /// The other name.
        name: String,
    },
    /// The unit of a person stands neither in the file nor in the system.
    UnknownUnit,
    /// It has fewer characters than this.
    TooShort {
        /// The least number.
        least: u16,
    },
    /// It is no day.
    NotADate,
    /// It does not fit the other days of the row, or lies in the future.
    DateMisfit,
    /// The same thing stands in an earlier row.
    SameEntry {
        /// Its row.
        row: u32,
    },
    /// Nobody in post of that unit has this name and mobile.
    UnknownPerson,
    /// The number is registered for somebody else.
    NumberTaken {
        /// Their name.
        name: String,
    },
    /// Only the licence for special work names a kind of work, and it must.
    CategoryMisfit,
}

/// A wrong cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellFault {
    /// The column's name in the template.
    pub column: String,
    /// What stands there.
    pub value: String,
    /// What is wrong with it.
    pub problem: CellProblem,
}

/// A value that an import would replace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellChange {
    /// The column's name in the template.
    pub column: String,
    /// What is stored.
    pub from: String,
    /// What the file says.
    pub to: String,
}

/// What an import makes of a row, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowVerdict {
    /// The sheet.
    pub sheet: RosterSheet,
    /// The row as Excel shows it.
    pub row: u32,
    /// Whom or what the row is about.
    pub label: String,
    /// The verdict.
    pub verdict: Verdict,
    /// What is wrong, for a wrong row.
    pub faults: Vec<CellFault>,
    /// What would be replaced, for a changed row.
    pub changes: Vec<CellChange>,
}

/// How many rows got which verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// New rows.
    pub new: u32,
    /// Changed rows.
    pub changed: u32,
    /// Rows without a change.
    pub unchanged: u32,
    /// Wrong rows.
    pub wrong: u32,
}

impl Tally {
    /// Counts a row.
    pub const fn count(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::New => self.new += 1,
            Verdict::Changed => self.changed += 1,
            Verdict::Unchanged => self.unchanged += 1,
            Verdict::Wrong => self.wrong += 1,
        }
    }
    /// All rows.
    #[must_use]
    pub const fn total(&self) -> u32 {
        self.new + self.changed + self.unchanged + self.wrong
    }
}

/// What an import did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterTally {
    /// Of the sheet of units.
    pub units: Tally,
    /// Of the sheet of people.
    pub people: Tally,
    /// Areas that only the file knows.
    pub new_areas: Vec<String>,
}

impl RosterTally {
    /// Wrong rows of both sheets.
    #[must_use]
    pub const fn wrong(&self) -> u32 {
        self.units.wrong + self.people.wrong
    }
}

/// A workbook that waits for its confirmation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewView {
    /// The upload.
    pub upload: Uuid,
    /// The file's name as it was sent.
    pub file: String,
    /// When it was sent.
    pub at: DateTime<Utc>,
    /// The figures.
    pub tally: RosterTally,
    /// One page of the rows, the wrong ones first.
    pub rows: Vec<RowVerdict>,
    /// Where the page stands.
    pub pager: Pager,
}

/// An import of the past.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastImport {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom; empty for the command line.
    pub by: String,
    /// New units.
    pub units_new: u32,
    /// Changed units.
    pub units_changed: u32,
    /// New people.
    pub people_new: u32,
    /// Changed people.
    pub people_changed: u32,
}

/// The page to import a roster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportView {
    /// The largest file, in mebibytes.
    pub limit_mib: u32,
    /// The latest imports, the newest first.
    pub past: Vec<PastImport>,
}

/// An area to choose from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AreaChoice {
    /// The area.
    pub id: Uuid,
    /// Its name.
    pub name: String,
}

/// What a list of units is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitQuery {
    /// A part of the name or credit code.
    #[serde(default)]
    pub q: String,
    /// The area's identifier, empty for all.
    #[serde(default)]
    pub area: String,
    /// The sector's code, empty for all.
    #[serde(default)]
    pub sector: String,
    /// The page, from 1.
    #[serde(default)]
    pub page: Option<u64>,
}

/// A unit in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitLine {
    /// The unit.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Its credit code.
    pub credit_code: String,
    /// Its area's name.
    pub area: String,
    /// Its sector.
    pub sector: Option<Sector>,
    /// Its address.
    pub address: String,
    /// Its workers.
    pub headcount: i32,
    /// What is known of it.
    pub facts: Vec<Fact>,
    /// High-hazard by 山东省安全生产条例 art. 19.
    pub high_hazard: bool,
    /// A crowded place by 消防法 art. 73.
    pub crowded: bool,
    /// Owes a drill each half-year instead of each year.
    pub half_yearly: bool,
    /// Since when it is closed.
    pub closed_on: Option<NaiveDate>,
}

/// A list of units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitsView {
    /// What was asked for.
    pub query: UnitQuery,
    /// The rows of the page.
    pub rows: Vec<UnitLine>,
    /// Where the page stands.
    pub pager: Pager,
    /// The areas that can be chosen.
    pub areas: Vec<AreaChoice>,
    /// Whether the asker may change units.
    pub may_manage: bool,
}

/// What a list of people is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeopleQuery {
    /// A part of the name or mobile.
    #[serde(default)]
    pub q: String,
    /// The position's code, empty for all.
    #[serde(default)]
    pub position: String,
    /// The unit's identifier, empty for all.
    #[serde(default)]
    pub unit: String,
    /// The page, from 1.
    #[serde(default)]
    pub page: Option<u64>,
}

/// A person in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonLine {
    /// The person.
    pub id: Uuid,
    /// The name.
    pub name: String,
    /// The mobile, its middle hidden.
    pub mobile: String,
    /// The position.
    pub position: Option<Position>,
    /// The form of employment.
    pub employment: Option<Employment>,
    /// The unit.
    pub unit: Uuid,
    /// The unit's name.
    pub unit_name: String,
    /// Whether in post.
    pub active: bool,
}

/// A list of people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeopleView {
    /// What was asked for.
    pub query: PeopleQuery,
    /// The name of the unit that was asked for.
    pub unit_name: String,
    /// The rows of the page.
    pub rows: Vec<PersonLine>,
    /// Where the page stands.
    pub pager: Pager,
    /// Whether the asker may take the whole list with numbers along.
    pub may_export: bool,
}

/// A unit with its people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitView {
    /// The unit.
    pub unit: UnitLine,
    /// Its people in post, principals first.
    pub people: Vec<PersonLine>,
    /// When it was taken in.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

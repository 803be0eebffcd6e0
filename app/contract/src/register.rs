//! Views of the registers: statutory certificates, and the places of dangerous work.

use crate::{
    Pager,
    organization::{AreaChoice, CellChange, CellFault, Tally, Verdict},
};
use chrono::{DateTime, NaiveDate, Utc};
use domain::register::{Difference, EntryState, PlaceKind, StatutoryKind, StatutoryState, WorkCategory};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Which register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Register {
    /// Statutory certificates.
    Statutory,
    /// Places.
    Places,
}

impl Register {
    /// Its code in addresses and in the log.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Statutory => "statutory",
            Self::Places => "places",
        }
    }
    /// Its name.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Statutory => "法定证书",
            Self::Places => "作业场所",
        }
    }
    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Statutory, Self::Places].into_iter().find(|register| register.code() == code)
    }
}

/// What the list of statutory certificates is asked for; an empty text is no filter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StatutoryQuery {
    /// A part of the person's name, the unit's name or the number.
    pub q: String,
    /// The kind's code.
    pub kind: String,
    /// The kind of work's code.
    pub category: String,
    /// `warn` for all that need care, `proposed`, or a state's code.
    pub state: String,
    /// The page, from 1.
    pub page: String,
}

/// A registered certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct StatutoryLine {
    pub id: Uuid,
    pub person: Uuid,
    pub name: String,
    pub unit: Uuid,
    pub unit_name: String,
    pub kind: StatutoryKind,
    pub category: Option<WorkCategory>,
    pub number: String,
    pub issuer: String,
    pub issued_on: NaiveDate,
    pub valid_until: NaiveDate,
    pub review_by: Option<NaiveDate>,
    pub entry: EntryState,
    pub state: StatutoryState,
}

/// Somebody whose post asks for a certificate that they do not have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct LackLine {
    pub person: Uuid,
    pub name: String,
    pub unit: Uuid,
    pub unit_name: String,
    pub kind: StatutoryKind,
    pub category: Option<WorkCategory>,
    /// What they had, which is over.
    pub over: Option<StatutoryState>,
}

/// A post that is noted as special work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct PostLine {
    pub person: Uuid,
    pub name: String,
    pub category: WorkCategory,
}

/// The figures above the register.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct StatutoryFigures {
    pub registered: u32,
    pub soon: u32,
    pub over: u32,
    pub proposed: u32,
    pub lacking: u32,
}

/// The register of statutory certificates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatutoryView {
    /// What was asked for.
    pub query: StatutoryQuery,
    /// The figures of everything that the asker may see.
    pub figures: StatutoryFigures,
    /// The rows of the page, those that need care first.
    pub rows: Vec<StatutoryLine>,
    /// Where the page stands.
    pub pager: Pager,
    /// Whether the asker may enter, confirm and take out.
    pub may_manage: bool,
}

/// Who lacks what: 无证.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LackingView {
    /// The page's rows.
    pub rows: Vec<LackLine>,
    /// Where the page stands.
    pub pager: Pager,
}

/// A person to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonChoice {
    /// The person.
    pub id: Uuid,
    /// Name, post and the hidden number.
    pub label: String,
}

/// What the list of places is asked for; an empty text is no filter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlaceQuery {
    /// A part of the place's or the unit's name.
    pub q: String,
    /// The kind's code; `all` shows other points of risk too.
    pub kind: String,
    /// The area's identifier.
    pub area: String,
    /// The state's code; those in force where empty.
    pub state: String,
    /// The page, from 1.
    pub page: String,
}

/// A place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct PlaceLine {
    pub id: Uuid,
    pub unit: Uuid,
    pub unit_name: String,
    pub kind: PlaceKind,
    pub name: String,
    pub location: String,
    pub medium: String,
    pub risk: String,
    pub amount: u32,
    pub guardian: String,
    pub checked_on: Option<NaiveDate>,
    pub state: EntryState,
    pub remove_reason: Option<String>,
}

/// A unit whose facts differ from the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DifferenceLine {
    /// The unit.
    pub unit: Uuid,
    /// Its name.
    pub unit_name: String,
    /// The fact, and how many places make it.
    pub difference: Difference,
}

/// The register of places.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlacesView {
    /// What was asked for.
    pub query: PlaceQuery,
    /// The rows of the page.
    pub rows: Vec<PlaceLine>,
    /// Where the page stands.
    pub pager: Pager,
    /// Active places by kind.
    pub counts: Vec<(PlaceKind, u32)>,
    /// Entries of units that wait.
    pub proposed: u32,
    /// Units whose facts differ, at most a few.
    pub differences: Vec<DifferenceLine>,
    /// How many facts differ in all.
    pub different: u32,
    /// The areas that can be chosen.
    pub areas: Vec<AreaChoice>,
    /// Whether the asker may enter, confirm and take out.
    pub may_manage: bool,
}

/// The registers of one unit: a page of its own for the office and for who leads the unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitRegisters {
    /// The unit.
    pub unit: Uuid,
    /// Its name.
    pub unit_name: String,
    /// Its places.
    pub places: Vec<PlaceLine>,
    /// The certificates of its people.
    pub statutory: Vec<StatutoryLine>,
    /// Who lacks one.
    pub lacking: Vec<LackLine>,
    /// The posts of special work.
    pub posts: Vec<PostLine>,
    /// The people to choose from.
    pub people: Vec<PersonChoice>,
    /// Facts in which register and unit differ.
    pub differences: Vec<Difference>,
    /// Whether entries count at once, and can be confirmed and taken out; else they wait for the office.
    pub may_manage: bool,
    /// Whether the asker may enter anything.
    pub may_enter: bool,
}

/// What an import makes of a row of a register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterVerdict {
    /// The row as Excel shows it.
    pub row: u32,
    /// Whom or what it is about.
    pub label: String,
    /// The verdict.
    pub verdict: Verdict,
    /// What is wrong.
    pub faults: Vec<CellFault>,
    /// What would be replaced.
    pub changes: Vec<CellChange>,
}

/// A workbook of a register that waits for its confirmation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterPreview {
    /// The register.
    pub register: Register,
    /// The upload.
    pub upload: Uuid,
    /// The file's name as it was sent.
    pub file: String,
    /// When it was sent.
    pub at: DateTime<Utc>,
    /// The figures.
    pub tally: Tally,
    /// One page of the rows, the wrong ones first.
    pub rows: Vec<RegisterVerdict>,
    /// Where the page stands.
    pub pager: Pager,
}

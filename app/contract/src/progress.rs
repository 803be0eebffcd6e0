//! Views of the figures against the yearly targets.

use chrono::NaiveDate;
use domain::progress::{Basis, Share, YearFigures};
use uuid::Uuid;

/// The progress page.
#[derive(Clone, Debug)]
pub struct ProgressView {
    /// The street's name.
    pub street: String,
    /// The day the figures count to.
    pub as_of: NaiveDate,
    /// The version of the formulas.
    pub formula: u16,
    /// The basis shown.
    pub basis: Basis,
    /// The years of the plan, the oldest first, on the basis shown.
    pub years: Vec<YearFigures>,
    /// This year on every basis.
    pub bases: Vec<YearFigures>,
    /// The present year, on the basis shown, projected to 31 December: the share expected at the present
    /// pace and mix.
    pub projected: Option<Share>,
    /// Units whose present principal passed this year, of all that are not closed.
    pub principals: Share,
    /// Sectors with a passed principal this year, of all with a unit that is not closed.
    pub sectors: Share,
    /// Attendees that passed, of all with a result or none yet, this year.
    pub passed: Share,
    /// By area.
    pub areas: Vec<AreaLine>,
}

/// One area's figures of this year.
#[derive(Clone, Debug)]
pub struct AreaLine {
    /// The area.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Units that are not closed.
    pub units: u32,
    /// Units whose present principal passed.
    pub principals: Share,
    /// The four-no share on the basis shown.
    pub four_no: Share,
    /// Further four-no drills that the target needs.
    pub needed: u32,
}

/// The list behind a coverage: units whose principal has not passed.
#[derive(Clone, Debug)]
pub struct UncoveredView {
    /// The units shown.
    pub units: Vec<UncoveredUnit>,
    /// Where they stand in the whole.
    pub pager: crate::Pager,
}

/// A unit whose principal has not passed this year.
#[derive(Clone, Debug)]
pub struct UncoveredUnit {
    /// The unit.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Its area.
    pub area: String,
    /// Its principal, where one is registered.
    pub principal: Option<String>,
    /// Where the principal stands: 未参训, 未出结果, 不合格, 免考.
    pub standing: &'static str,
}

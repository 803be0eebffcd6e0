//! The words that questions are tagged with: closed lists, so that a misspelt one is noticed.

use crate::organization::{Fact, Position, Sector};

/// Lines of industry that the hazard standards name and the street's sectors do not.
const INDUSTRIES: &[(&str, &str)] =
    &[("metallurgy", "冶金"), ("nonferrous", "有色"), ("light_industry", "轻工"), ("tobacco", "烟草")];

/// The word for something a unit has, such as dust, or a line of industry that is no sector of the street.
#[must_use]
pub fn tag_term(code: &str) -> Option<&'static str> {
    let industry = INDUSTRIES.iter().find(|(known, _)| *known == code).map(|(_, term)| *term);
    industry.or_else(|| Fact::from_code(code).map(Fact::term))
}

/// Tells whether a question may be tagged for it: a sector, something a unit has, or "all".
#[must_use]
pub fn is_sector_tag(code: &str) -> bool {
    code == "all" || Sector::from_code(code).is_some() || tag_term(code).is_some()
}

/// Tells whether a question may be tagged for it: a position.
#[must_use]
pub fn is_audience_tag(code: &str) -> bool {
    Position::from_code(code).is_some()
}

//! Issuing a certificate again (换发): the number stays, the revision rises, and what changes is what the cause
//! says and nothing else.

/// Why a certificate is issued again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The name was wrong, or was changed by law.
    Name,
    /// The holder belongs to another unit, or the unit is called otherwise.
    Unit,
    /// The paper or the file is damaged or lost; nothing of it changes.
    Damaged,
}

impl Cause {
    /// All causes, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Name, Self::Unit, Self::Damaged];

    /// The stable code, as stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Unit => "unit",
            Self::Damaged => "damaged",
        }
    }
    /// Its name in the interface.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Name => "更正姓名",
            Self::Unit => "变更单位",
            Self::Damaged => "破损或遗失",
        }
    }
    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cause| cause.code() == code)
    }
}

/// What of a certificate a re-issue can change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// The name of the holder.
    pub holder: String,
    /// The name of the holder's unit.
    pub unit: String,
}

/// Why a certificate is not issued again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReissueRefused {
    /// It is revoked; that is never taken back, by a re-issue neither.
    Revoked,
    /// What the cause names is as it was.
    Unchanged(Cause),
    /// Something changes that the cause does not name.
    Misfit(Cause),
}

/// Decides about a re-issue and gives what the new revision says.
///
/// # Errors
/// Refuses for a revoked certificate and where cause and change do not fit each other.
pub fn reissue(
    cause: Cause,
    now: &Wording,
    wanted: Wording,
    revoked: bool,
) -> Result<Wording, ReissueRefused> {
    if revoked {
        return Err(ReissueRefused::Revoked);
    }
    let (name, unit) = (now.holder != wanted.holder, now.unit != wanted.unit);
    match (cause, name, unit) {
        (Cause::Name, false, _) | (Cause::Unit, _, false) => Err(ReissueRefused::Unchanged(cause)),
        (Cause::Name, true, false) | (Cause::Unit, false, true) | (Cause::Damaged, false, false) => {
            Ok(wanted)
        }
        _ => Err(ReissueRefused::Misfit(cause)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(holder: &str, unit: &str) -> Wording {
        Wording { holder: holder.into(), unit: unit.into() }
    }

    #[test]
    fn only_what_the_cause_names_changes() {
        use ReissueRefused::{Misfit, Unchanged};
        let now = says("甲", "一厂");
        let ask = |cause, holder, unit| reissue(cause, &now, says(holder, unit), false);
        assert_eq!(ask(Cause::Name, "乙", "一厂"), Ok(says("乙", "一厂")));
        assert_eq!(ask(Cause::Unit, "甲", "二厂"), Ok(says("甲", "二厂")));
        assert_eq!(ask(Cause::Damaged, "甲", "一厂"), Ok(now.clone()));
        assert_eq!(ask(Cause::Name, "甲", "一厂"), Err(Unchanged(Cause::Name)));
        assert_eq!(ask(Cause::Unit, "乙", "一厂"), Err(Unchanged(Cause::Unit)));
        assert_eq!(ask(Cause::Name, "乙", "二厂"), Err(Misfit(Cause::Name)));
        assert_eq!(ask(Cause::Unit, "乙", "二厂"), Err(Misfit(Cause::Unit)));
        assert_eq!(ask(Cause::Damaged, "乙", "一厂"), Err(Misfit(Cause::Damaged)));
    }

    #[test]
    fn a_revoked_certificate_is_not_issued_again() {
        let now = says("甲", "一厂");
        assert_eq!(reissue(Cause::Damaged, &now, now.clone(), true), Err(ReissueRefused::Revoked));
    }

    #[test]
    fn codes_read_back() {
        for cause in Cause::ALL {
            assert_eq!(Cause::from_code(cause.code()), Some(cause));
        }
        assert_eq!(Cause::from_code("other"), None);
    }
}

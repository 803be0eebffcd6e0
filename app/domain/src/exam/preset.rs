//! The usual blueprints, which an office starts from.

use super::blueprint::Blueprint;
use crate::organization::Position;

/// A usual blueprint by its occasion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// 年度考核
    Yearly,
    /// 年度考核（含案例）
    YearlyWithCases,
    /// 从业人员
    Workers,
    /// 知识竞赛
    Contest,
    /// 现场测试
    Spot,
}

impl Preset {
    /// All of them, the most usual first.
    pub const ALL: [Self; 5] =
        [Self::Yearly, Self::YearlyWithCases, Self::Workers, Self::Contest, Self::Spot];

    /// Gives the stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Yearly => "yearly",
            Self::YearlyWithCases => "yearly_with_cases",
            Self::Workers => "workers",
            Self::Contest => "contest",
            Self::Spot => "spot",
        }
    }
    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.code() == code)
    }
    /// Gives the term of the field.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Yearly => "年度考核",
            Self::YearlyWithCases => "年度考核（含案例）",
            Self::Workers => "从业人员",
            Self::Contest => "知识竞赛",
            Self::Spot => "现场测试",
        }
    }
    /// Gives the blueprint.
    #[must_use]
    pub fn blueprint(self) -> Blueprint {
        match self {
            Self::Yearly => Blueprint::yearly(),
            Self::YearlyWithCases => Blueprint::yearly_with_cases(),
            Self::Workers => Blueprint::workers(),
            Self::Contest => Blueprint::contest(),
            Self::Spot => Blueprint::spot(),
        }
    }
    /// Chooses by whom a training is meant for: workers where nobody else is meant, else the yearly one.
    /// Occasions (contest, spot test) are no matter of the audience.
    #[must_use]
    pub fn for_audience(audience: &[Position]) -> Self {
        let works = |position: &Position| {
            matches!(position, Position::TeamLeader | Position::DangerousPost | Position::Frontline)
        };
        if !audience.is_empty() && audience.iter().all(works) { Self::Workers } else { Self::Yearly }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exam::Points;

    #[test]
    fn every_preset_is_sound_and_found_by_its_code() {
        for preset in Preset::ALL {
            let blueprint = preset.blueprint();
            assert_eq!(Blueprint::new(blueprint.draft().clone()), Ok(blueprint), "{preset:?}");
            assert_eq!(Preset::from_code(preset.code()), Some(preset));
        }
        assert_eq!(Preset::from_code("annual"), None);
    }

    #[test]
    fn a_spot_test_has_ten_questions_of_ten_points_and_nothing_to_choose_several_of() {
        let spot = Preset::Spot.blueprint();
        assert_eq!(spot.items(), 10);
        assert!(spot.cells().iter().all(|cell| cell.each == Points::whole(10)));
        assert_eq!((spot.draft().minutes, spot.draft().attempts), (10, 1));
    }

    #[test]
    fn workers_alone_get_the_paper_of_workers() {
        let of = |audience: &[Position]| Preset::for_audience(audience);
        assert_eq!(of(&[Position::Frontline, Position::TeamLeader]), Preset::Workers);
        assert_eq!(of(&[Position::Frontline, Position::Principal]), Preset::Yearly);
        assert_eq!(of(&[Position::CommitteeMember]), Preset::Yearly);
        assert_eq!(of(&[]), Preset::Yearly);
    }
}

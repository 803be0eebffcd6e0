//! What was typed into the form of a blueprint, understood and judged.

use super::rule_name;
use crate::exam::pool::Questions;
use contract::blueprint::{BlueprintFault, BlueprintForm, CellForm};
use domain::{
    bank::{Difficulty, KindName, LawKey, text::fold},
    exam::{
        Blueprint, BlueprintDefect, BlueprintDraft, Cell, MultipleRule, Points, Supply, blueprint::Band,
        supply,
    },
};

/// A form, understood. What cannot be read as a number is nothing, and too large a number the greatest, so
/// that the rule of the blueprint refuses it.
pub(super) struct Understood {
    /// What was meant.
    pub draft: BlueprintDraft,
    /// What names something that does not exist.
    pub faults: Vec<BlueprintFault>,
}

/// Reads a form.
pub(super) fn understand(form: &BlueprintForm) -> Understood {
    let mut faults = Vec::new();
    let mut cells = Vec::with_capacity(form.cells.len());
    for (row, cell) in (1u32..).zip(&form.cells) {
        cells.push(read_cell(cell).unwrap_or_else(|| {
            faults.push(BlueprintFault::CellUnreadable { cell: row });
            Cell { count: number(&cell.count), ..Cell::plain(KindName::Single, 0, 0) }
        }));
    }
    let rules = [MultipleRule::AllOrNothing, MultipleRule::PartialWithoutWrong];
    let rule = rules.into_iter().find(|rule| rule_name(*rule) == form.multiple_rule);
    if rule.is_none() {
        faults.push(BlueprintFault::MultipleRule);
    }
    let hours = fold(&form.cool_down_hours).parse::<u32>().unwrap_or(u32::MAX);
    let draft = BlueprintDraft {
        cells,
        pass_mark: Points::parse(&form.pass_mark).unwrap_or(Points::ZERO),
        minutes: number(&form.minutes),
        attempts: u8::try_from(number(&form.attempts)).unwrap_or(u8::MAX),
        cool_down_minutes: hours.saturating_mul(60),
        multiple_rule: rule.unwrap_or(MultipleRule::AllOrNothing),
        // Not typed: it follows from the kind of what is tested.
        one_paper: false,
    };
    Understood { draft, faults }
}

fn read_cell(form: &CellForm) -> Option<Cell> {
    let kind = KindName::ALL.into_iter().find(|kind| kind.name() == form.kind)?;
    let level = |name: &str, open: Difficulty| match name {
        "" => Some(open),
        name => Difficulty::ALL.into_iter().find(|level| level.name() == name),
    };
    let band = Band {
        easiest: level(&form.easiest, Difficulty::Easy)?,
        hardest: level(&form.hardest, Difficulty::Hard)?,
    };
    let banded = !form.easiest.is_empty() || !form.hardest.is_empty();
    let law = match form.law.as_str() {
        "" => None,
        key => Some(LawKey::new(key)?),
    };
    let topic = form.topic.trim();
    Some(Cell {
        kind,
        topic: (!topic.is_empty()).then(|| topic.to_owned()),
        law,
        band: banded.then_some(band),
        count: number(&form.count),
        each: Points::parse(&form.each).unwrap_or(Points::ZERO),
    })
}

/// Reads a whole number in either width; nothing of what is none, the greatest of what is too large.
fn number(text: &str) -> u16 {
    let text = fold(text);
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if digits { text.parse().unwrap_or(u16::MAX) } else { 0 }
}

/// Tells how the questions supply the rows. A form with more rows than allowed is not looked at any closer.
pub(super) fn supplies(draft: &BlueprintDraft, questions: Option<&Questions>) -> Vec<Supply> {
    match questions {
        Some(questions) if draft.cells.len() <= Blueprint::MOST_CELLS => {
            supply(&draft.cells, &questions.pool, Blueprint::RESERVE)
        }
        _ => Vec::new(),
    }
}

/// Judges a draft: the rules of the blueprint, and the rows that find too few questions.
pub(super) fn judge(draft: &BlueprintDraft, supplies: &[Supply]) -> Result<Blueprint, Vec<BlueprintFault>> {
    let sound = Blueprint::new(draft.clone());
    let mut faults: Vec<BlueprintFault> = match &sound {
        Ok(_) => Vec::new(),
        Err(defects) => defects.iter().map(fault).collect(),
    };
    let short = supplies.iter().filter(|supply| supply.missing() > 0);
    faults.extend(short.filter_map(|supply| short_row(draft, supply)));
    match sound {
        Ok(blueprint) if faults.is_empty() => Ok(blueprint),
        _ => Err(faults),
    }
}

fn short_row(draft: &BlueprintDraft, supply: &Supply) -> Option<BlueprintFault> {
    let cell = draft.cells.get(supply.cell).filter(|cell| cell.count > 0)?;
    Some(BlueprintFault::CellShort {
        cell: row(supply.cell),
        kind: cell.kind.term().into(),
        topic: cell.topic.clone(),
        have: small(supply.have),
        need: small(supply.need),
        missing: small(supply.missing()),
    })
}

fn fault(defect: &BlueprintDefect) -> BlueprintFault {
    match *defect {
        BlueprintDefect::CellCount { have } => {
            BlueprintFault::CellCount { have: small(have), most: small(Blueprint::MOST_CELLS) }
        }
        BlueprintDefect::EmptyCell { cell } => BlueprintFault::CellEmpty { cell: row(cell) },
        BlueprintDefect::BandReversed { cell } => BlueprintFault::BandReversed { cell: row(cell) },
        BlueprintDefect::Total { have } => BlueprintFault::Total { have: have.get() },
        BlueprintDefect::TooManyItems { .. } => {
            BlueprintFault::TooManyItems { most: small(Blueprint::MOST_ITEMS) }
        }
        BlueprintDefect::PassMark { .. } => BlueprintFault::PassMark,
        BlueprintDefect::Minutes { .. } => BlueprintFault::Minutes,
        BlueprintDefect::Attempts { .. } => BlueprintFault::Attempts,
        BlueprintDefect::CoolDown { .. } => BlueprintFault::CoolDown,
    }
}

/// The number of a row as people count, from 1.
fn row(cell: usize) -> u32 {
    small(cell + 1)
}

pub(super) fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::{super::form_of, *};
    use domain::exam::Preset;

    #[test]
    fn every_preset_comes_through_its_form_unchanged() {
        for preset in Preset::ALL {
            let blueprint = preset.blueprint().with_one_paper(false);
            let Understood { draft, faults } = understand(&form_of(&blueprint, &[]));
            assert_eq!((judge(&draft, &[]), faults), (Ok(blueprint), Vec::new()), "{preset:?}");
        }
    }

    #[test]
    fn what_is_no_number_or_too_large_a_one_is_refused_as_what_it_is() {
        let mut form = form_of(&Blueprint::yearly(), &[]);
        form.minutes = "-5".into();
        form.attempts = "999999999999".into();
        form.cool_down_hours = "99999999999999999999".into();
        form.pass_mark = "八十".into();
        form.cells[0].count = "99999999999".into();
        form.cells[1].count = "-3".into();
        form.cells[2].each = "1e9".into();
        let Err(faults) = judge(&understand(&form).draft, &[]) else { panic!("taken") };
        for fault in [
            BlueprintFault::Minutes,
            BlueprintFault::Attempts,
            BlueprintFault::CoolDown,
            BlueprintFault::PassMark,
            BlueprintFault::CellEmpty { cell: 2 },
            BlueprintFault::CellEmpty { cell: 3 },
            BlueprintFault::TooManyItems { most: 200 },
        ] {
            assert!(faults.contains(&fault), "{fault:?} is not in {faults:?}");
        }
    }

    #[test]
    fn one_end_of_a_band_leaves_the_other_open() {
        let form = CellForm { kind: "single".into(), hardest: "medium".into(), ..CellForm::default() };
        let band = read_cell(&form).and_then(|cell| cell.band);
        assert_eq!(band, Some(Band { easiest: Difficulty::Easy, hardest: Difficulty::Medium }));
        assert!(read_cell(&CellForm { kind: "essay".into(), ..form }).is_none());
    }
}

//! The blueprint (组卷方案) of a training's test: shown while it is written, saved when it is sound and the
//! banks suffice, tried with a sample paper.

mod sample;
mod save;
mod show;
mod understand;

pub(crate) use sample::right;
pub use sample::sample_paper;
pub use save::save_blueprint;
pub use show::{Act, show_blueprint};

use contract::blueprint::{BlueprintForm, CellForm};
use domain::exam::{Blueprint, Cell, MultipleRule};
use uuid::Uuid;

/// Writes a blueprint into its form.
fn form_of(blueprint: &Blueprint, banks: &[Uuid]) -> BlueprintForm {
    let draft = blueprint.draft();
    BlueprintForm {
        banks: banks.iter().map(Uuid::to_string).collect(),
        cells: draft.cells.iter().map(row_of).collect(),
        pass_mark: draft.pass_mark.to_string(),
        minutes: draft.minutes.to_string(),
        attempts: draft.attempts.to_string(),
        cool_down_hours: draft.cool_down_minutes.div_ceil(60).to_string(),
        multiple_rule: rule_name(draft.multiple_rule).into(),
    }
}

fn row_of(cell: &Cell) -> CellForm {
    CellForm {
        kind: cell.kind.name().into(),
        topic: cell.topic.clone().unwrap_or_default(),
        law: cell.law.as_ref().map(|law| law.as_str().to_owned()).unwrap_or_default(),
        easiest: cell.band.map(|band| band.easiest.name().to_owned()).unwrap_or_default(),
        hardest: cell.band.map(|band| band.hardest.name().to_owned()).unwrap_or_default(),
        count: cell.count.to_string(),
        each: cell.each.to_string(),
    }
}

const fn rule_name(rule: MultipleRule) -> &'static str {
    match rule {
        MultipleRule::AllOrNothing => "all_or_nothing",
        MultipleRule::PartialWithoutWrong => "partial_without_wrong",
    }
}

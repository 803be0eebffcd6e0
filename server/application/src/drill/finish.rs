//! The end of a drill.

use super::{
    convert::{apply, refused, stage},
    mark::own_drill,
    release::own_team,
};
use crate::{Cx, Failure};
use contract::{
    Field, FieldError, FieldProblem, Refusal, UiError,
    drill::{Grade, Rating},
};
use domain::{
    audit::{Event, Subject},
    drill::{
        four_no::{DrillRecord, Evidence},
        stage::{Mark, StageName},
    },
};
use uuid::Uuid;

/// The sheet at the end.
#[derive(Clone, Debug)]
pub struct FinishDrill {
    /// The drill.
    pub drill: Uuid,
    /// 准备.
    pub preparedness: Option<Grade>,
    /// 处置.
    pub response: Option<Grade>,
    /// 疏散.
    pub evacuation: Option<Grade>,
    /// What was seen, up to 1,000 characters.
    pub remarks: String,
}

/// Ends a running drill. Whether it was four-no follows from its record; nobody ticks it.
pub async fn finish(cx: &Cx, sheet: FinishDrill) -> Result<bool, Failure> {
    let team = own_team(cx)?;
    let rating = check(&sheet)?;
    let tx = cx.begin().await?;
    let (mut row, steps) = own_drill(cx, &tx, team, sheet.drill).await?;
    let now = stage(&row, &steps)?;
    if matches!(now.name(), StageName::Dispatched | StageName::Arrived) {
        return Err(Refusal::NotStarted.into());
    }
    let ended = now.mark(Mark::End, cx.now()).map_err(refused)?;
    apply(&mut row, &ended);
    // No page shows a unit its drill before the end, and no script can be attached to a drawn one.
    let four_no = Evidence::of(&DrillRecord::of(&ended, None, 0)).counts_as_four_no();
    row.four_no = four_no;
    row.rating = Some(serde_json::to_string(&rating)?);
    row.remarks = Some(sheet.remarks.trim().to_owned()).filter(|remarks| !remarks.is_empty());
    storage::drill::save_drill(&tx, row).await?;
    cx.log(&tx, Event::DrillFinished { four_no }, Subject::new("drill", sheet.drill)).await?;
    tx.commit().await?;
    Ok(four_no)
}

fn check(sheet: &FinishDrill) -> Result<Rating, Failure> {
    let mut errors = Vec::new();
    let grades = [
        (Field::Preparedness, sheet.preparedness),
        (Field::Response, sheet.response),
        (Field::Evacuation, sheet.evacuation),
    ];
    for (field, grade) in grades {
        if grade.is_none() {
            errors.push(FieldError { field, problem: FieldProblem::NothingChosen });
        }
    }
    if sheet.remarks.chars().count() > 1000 {
        errors.push(FieldError { field: Field::Remarks, problem: FieldProblem::TooLong { most: 1000 } });
    }
    match (sheet.preparedness, sheet.response, sheet.evacuation) {
        (Some(preparedness), Some(response), Some(evacuation)) if errors.is_empty() => {
            Ok(Rating { preparedness, response, evacuation })
        }
        _ => Err(UiError::Form(errors).into()),
    }
}

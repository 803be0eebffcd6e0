//! The figures of officials' tests by department. Only the office and auditors see them.

use crate::{Cx, Failure};
use chrono::Datelike;
use contract::officials::{DepartmentLine, OfficialsView, TestLine};
use document::table::{Cell, List, ListColumn, write};
use domain::{
    actor::Action,
    exam::Points,
    id::Id,
    officials::{Figures, Taken, figures},
    progress::Share,
    training::TrainingKind,
};
use std::collections::HashMap;
use storage::{Reader, training::TrainingRow};
use uuid::Uuid;

/// The first year of these tests (A-21: from October 2024 on).
const FIRST_YEAR: i32 = 2024;

/// Shows the figures of a year; of this one where none is given or it lies outside.
pub async fn show_officials(cx: &Cx, year: Option<i32>) -> Result<OfficialsView, Failure> {
    cx.allow(Action::ReadOfficials)?;
    let this_year = cx.today().year().max(FIRST_YEAR);
    let year = year.filter(|year| (FIRST_YEAR..=this_year).contains(year)).unwrap_or(this_year);
    let reader = cx.reader();
    let kind = TrainingKind::Officials.code();
    let mut tests = storage::training::offered_of_kind(&reader, cx.street(), kind, year).await?;
    tests.sort_by_key(|test| std::cmp::Reverse((test.due_on, test.id)));
    let taken = taken(cx, &reader, &tests).await?;
    let all: Vec<Taken> = taken.iter().map(|(_, taken)| *taken).collect();
    let (by_unit, all) = figures(&all);
    let units =
        storage::organization::units_by_ids(&reader, cx.street(), by_unit.keys().map(|id| id.uuid())).await?;
    let mut departments: Vec<DepartmentLine> = units
        .into_iter()
        .map(|unit| DepartmentLine {
            figures: by_unit.get(&Id::new(unit.id)).copied().unwrap_or_default(),
            name: unit.name,
        })
        .collect();
    departments.sort_by(|a, b| a.name.cmp(&b.name));
    let tests = tests.into_iter().map(|test| {
        let own: Vec<Taken> =
            taken.iter().filter(|(training, _)| *training == test.id).map(|(_, taken)| *taken).collect();
        TestLine { training: test.id, title: test.title, due_on: test.due_on, figures: figures(&own).1 }
    });
    Ok(OfficialsView {
        year,
        years: (FIRST_YEAR..=this_year).rev().collect(),
        all,
        departments,
        tests: tests.collect(),
    })
}

/// Gathers what became of everybody who was meant; whoever was excused and did not sit is left out.
async fn taken(cx: &Cx, reader: &Reader, tests: &[TrainingRow]) -> Result<Vec<(Uuid, Taken)>, Failure> {
    let ids: Vec<Uuid> = tests.iter().map(|test| test.id).collect();
    let mut attendees = storage::training::attendees(reader, cx.street(), ids.clone()).await?;
    let mut best: HashMap<(Uuid, Uuid), (i32, bool)> = HashMap::new();
    for sitting in storage::contest::handed_in(reader, cx.street(), &ids).await? {
        let found = (sitting.score.unwrap_or(0), sitting.passed == Some(true));
        let known = best.entry((sitting.training_id, sitting.person_id)).or_insert(found);
        *known = (known.0.max(found.0), known.1 || found.1);
    }
    // Whoever sat and was excused from a retake took part all the same.
    attendees.retain(|a| {
        a.result.as_deref() != Some("excused") || best.contains_key(&(a.training_id, a.person_id))
    });
    let people =
        storage::organization::people_by_ids(reader, cx.street(), attendees.iter().map(|a| a.person_id))
            .await?;
    let unit: HashMap<Uuid, Uuid> = people.into_iter().map(|p| (p.id, p.unit_id)).collect();
    let taken = attendees.into_iter().filter_map(|a| {
        let unit = Id::new(*unit.get(&a.person_id)?);
        let sat = best.get(&(a.training_id, a.person_id));
        let best = sat.map(|(score, _)| Points::hundredths(score.unsigned_abs()));
        Some((a.training_id, Taken { unit, best, passed: sat.is_some_and(|(_, passed)| *passed) }))
    });
    Ok(taken.collect())
}

/// Writes the figures of a year by department. Gives the file's name and its bytes; it names nobody.
pub async fn export_officials(cx: &Cx, year: Option<i32>) -> Result<(String, Vec<u8>), Failure> {
    let view = show_officials(cx, year).await?;
    let columns =
        [("部门", 32), ("应测", 8), ("参测", 8), ("参测率", 10), ("合格", 8), ("合格率", 10), ("平均分", 10)];
    let all = DepartmentLine { name: "合计".into(), figures: view.all };
    let list = List {
        sheet: "干部测试".into(),
        title: format!("{}年干部测试情况（{} 导出）", view.year, cx.today()),
        columns: columns.map(|(name, width)| ListColumn { name: name.into(), width }).to_vec(),
        rows: view.departments.iter().chain([&all]).map(cells).collect(),
        made_on: cx.today(),
    };
    let bytes = tokio::task::spawn_blocking(move || write(&list)).await.map_err(anyhow::Error::from)?;
    Ok((format!("{}年干部测试情况.xlsx", view.year), bytes.map_err(anyhow::Error::from)?))
}

fn cells(line: &DepartmentLine) -> Vec<Cell> {
    let Figures { meant, sat, passed, .. } = line.figures;
    let percent = |share: Share| match share.per_mille() {
        Some(per_mille) => Cell::Percent(i64::from(per_mille) * 10),
        None => Cell::Empty,
    };
    vec![
        line.name.clone().into(),
        Cell::Whole(meant.into()),
        Cell::Whole(sat.into()),
        percent(line.figures.participation()),
        Cell::Whole(passed.into()),
        percent(line.figures.pass_rate()),
        line.figures.mean().map_or(Cell::Empty, |mean| Cell::Hundredths(mean.get().into())),
    ]
}

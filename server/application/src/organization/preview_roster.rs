//! Keeping a roster and telling what its import would do; nothing of it is written yet.

use super::{PAGE, check, known::Known, workbook};
use crate::{Cx, Failure};
use chrono::TimeDelta;
use contract::{
    Pager,
    organization::{CellFault, PreviewView, RosterSheet, RosterTally, RowVerdict, Verdict},
};
use document::roster::{FACTS, Marked, PERSON_COLUMNS, RosterSheets, RowFault, UNIT_COLUMNS};
use domain::actor::Action;
use serde::Serialize;
use std::collections::HashMap;
use storage::organization::UploadRow;
use uuid::Uuid;

/// A workbook waits so long for its confirmation.
const KEPT: TimeDelta = TimeDelta::hours(24);

/// A kept workbook and what its import would do.
#[derive(Clone, Debug, Serialize)]
pub struct Kept {
    /// Its identifier.
    pub upload: Uuid,
    /// The figures.
    pub tally: RosterTally,
}

/// Reads a workbook, keeps it for its confirmation, and counts what its import would do. A workbook that
/// cannot be read is not kept.
pub async fn keep_roster(cx: &Cx, name: &str, content: Vec<u8>) -> Result<Kept, Failure> {
    let actor = cx.allow(Action::ManageOrganization)?;
    let sheets = workbook::read(content.clone()).await?;
    let known = Known::load(&cx.reader(), cx.street()).await?;
    let tally = workbook::blocking(move || check::check(&sheets, &known).tally).await?;
    let id = cx.new_uuid();
    let row = UploadRow {
        street: cx.street().to_owned(),
        id,
        name: name.chars().filter(|c| !c.is_control()).take(100).collect(),
        content,
        created_by: actor.account.uuid(),
        created_at: cx.now(),
    };
    let tx = cx.begin().await?;
    storage::organization::remove_uploads_before(&tx, cx.street(), cx.now() - KEPT).await?;
    storage::organization::add_upload(&tx, row).await?;
    tx.commit().await?;
    Ok(Kept { upload: id, tally })
}

/// Shows a page of a kept workbook's rows, the wrong ones first.
pub async fn preview_roster(cx: &Cx, id: Uuid, page: u64) -> Result<PreviewView, Failure> {
    let (upload, sheets, known) = load(cx, id).await?;
    let mut checked = workbook::blocking(move || check::check(&sheets, &known)).await?;
    checked.verdicts.sort_by_key(|v| (v.verdict, v.sheet, v.row));
    let total = checked.verdicts.len() as u64;
    let page = page.clamp(1, total.div_ceil(PAGE).max(1));
    let from = usize::try_from((page - 1) * PAGE).unwrap_or(usize::MAX);
    let rows = checked.verdicts.into_iter().skip(from).take(PAGE as usize).collect();
    Ok(PreviewView {
        upload: id,
        file: upload.name,
        at: upload.created_at,
        tally: checked.tally,
        rows,
        pager: Pager { page, size: PAGE, total },
    })
}

/// Gives the kept workbook with its wrong cells marked; `sentence` says what is wrong with a cell.
pub async fn marked_roster(
    cx: &Cx,
    id: Uuid,
    sentence: fn(&CellFault) -> String,
) -> Result<Vec<u8>, Failure> {
    let (_, sheets, known) = load(cx, id).await?;
    let areas = storage::organization::areas(&cx.reader(), cx.street()).await?;
    let choices = super::choices(areas.into_iter().map(|a| a.name).collect());
    let written = workbook::blocking(move || {
        let checked = check::check(&sheets, &known);
        let mut faults = Faults::of(&checked.verdicts, sentence);
        let units: Vec<_> =
            sheets.units.into_iter().map(|r| faults.mark(RosterSheet::Units, r.row, r)).collect();
        let people: Vec<_> =
            sheets.people.into_iter().map(|r| faults.mark(RosterSheet::People, r.row, r)).collect();
        document::roster::write_marked(&units, &people, &choices)
    });
    workbook::written(written.await?)
}

async fn load(cx: &Cx, id: Uuid) -> Result<(UploadRow, RosterSheets, Known), Failure> {
    cx.allow(Action::ManageOrganization)?;
    let reader = cx.reader();
    let mut upload =
        storage::organization::upload(&reader, cx.street(), id).await?.ok_or_else(Failure::missing)?;
    let sheets = workbook::read(std::mem::take(&mut upload.content)).await?;
    let known = Known::load(&reader, cx.street()).await?;
    Ok((upload, sheets, known))
}

/// What is wrong, by row.
struct Faults(HashMap<(RosterSheet, u32), Vec<RowFault>>);

impl Faults {
    fn of(verdicts: &[RowVerdict], sentence: fn(&CellFault) -> String) -> Self {
        let wrong = verdicts.iter().filter(|v| v.verdict == Verdict::Wrong);
        let said = |fault: &CellFault| RowFault {
            column: column(&fault.column),
            message: format!("{}：{}", fault.column, sentence(fault)),
        };
        Self(wrong.map(|v| ((v.sheet, v.row), v.faults.iter().map(said).collect())).collect())
    }

    fn mark<T>(&mut self, sheet: RosterSheet, row: u32, record: T) -> Marked<T> {
        Marked { record, faults: self.0.remove(&(sheet, row)).unwrap_or_default() }
    }
}

/// The template's own name of a column.
fn column(name: &str) -> Option<&'static str> {
    let columns = UNIT_COLUMNS.iter().chain(&PERSON_COLUMNS).map(|c| c.name);
    columns.chain(FACTS).find(|known| *known == name)
}

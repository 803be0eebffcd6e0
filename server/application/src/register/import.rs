//! Taking a workbook of a register in: checked and shown row by row first, then all of it or nothing.

use super::{
    Ground, PAGE,
    check::{Checked, GoodPlace, GoodStatutory, Known, check_places, check_statutory},
    sheet,
};
use crate::{
    Cx, Failure,
    organization::{blocking, told},
};
use chrono::TimeDelta;
use contract::{
    Pager, Refusal,
    organization::{CellFault, Tally},
    register::{Register, RegisterPreview},
};
use document::{
    form::{self, RawRow},
    workbook::Limits,
};
use domain::{
    actor::Action,
    audit::{Event, Subject},
    hash::hash,
    register::EntryState,
};
use serde::Serialize;
use storage::{
    Writer,
    db::Handle,
    organization::UploadRow,
    register::{PlaceFilter, PlaceRow, StatutoryRow},
};
use uuid::Uuid;

/// A workbook waits so long for its confirmation.
const KEPT: TimeDelta = TimeDelta::hours(24);
/// A street's registers: 20,000 rows, 10 MiB.
const LIMITS: Limits = Limits { bytes: 10 << 20, unpacked: 128 << 20, rows: 20_000, columns: 100 };

/// A kept workbook and what its import would do.
#[derive(Clone, Debug, Serialize)]
pub struct KeptRegister {
    /// Its identifier.
    pub upload: Uuid,
    /// The figures.
    pub tally: Tally,
}

/// Gives the empty sheet of a register.
pub async fn register_template(cx: &Cx, register: Register) -> Result<Vec<u8>, Failure> {
    cx.allow(Action::ManageRegisters)?;
    let written = blocking(move || form::template(&sheet::form(register))).await?;
    Ok(written.map_err(anyhow::Error::from)?)
}

/// Reads a workbook, keeps it for its confirmation, and counts what its import would do.
pub async fn keep_register(
    cx: &Cx,
    register: Register,
    name: &str,
    content: Vec<u8>,
) -> Result<KeptRegister, Failure> {
    let by = cx.allow(Action::ManageRegisters)?.account.uuid();
    let checked = judge(cx, &cx.reader(), register, content.clone()).await?.1;
    let row = UploadRow {
        street: cx.street().to_owned(),
        id: cx.new_uuid(),
        name: name.chars().filter(|c| !c.is_control()).take(100).collect(),
        content,
        created_by: by,
        created_at: cx.now(),
    };
    let upload = row.id;
    let tx = cx.begin().await?;
    storage::organization::remove_uploads_before(&tx, cx.street(), cx.now() - KEPT).await?;
    storage::organization::add_upload(&tx, row).await?;
    tx.commit().await?;
    Ok(KeptRegister { upload, tally: checked.tally })
}

/// Shows a page of a kept workbook's rows, the wrong ones first.
pub async fn preview_register(
    cx: &Cx,
    register: Register,
    id: Uuid,
    page: u64,
) -> Result<RegisterPreview, Failure> {
    cx.allow(Action::ManageRegisters)?;
    let mut upload = kept(cx, &cx.reader(), id).await?;
    let content = std::mem::take(&mut upload.content);
    let mut checked = judge(cx, &cx.reader(), register, content).await?.1;
    checked.verdicts.sort_by_key(|v| (v.verdict, v.row));
    let total = checked.verdicts.len() as u64;
    let page = page.clamp(1, total.div_ceil(PAGE).max(1));
    let from = usize::try_from((page - 1) * PAGE).unwrap_or(usize::MAX);
    Ok(RegisterPreview {
        register,
        upload: id,
        file: upload.name,
        at: upload.created_at,
        tally: checked.tally,
        rows: checked.verdicts.into_iter().skip(from).take(PAGE as usize).collect(),
        pager: Pager { page, size: PAGE, total },
    })
}

/// Gives the kept workbook with its wrong cells marked; `sentence` says what is wrong with a cell.
pub async fn marked_register(
    cx: &Cx,
    register: Register,
    id: Uuid,
    sentence: fn(&CellFault) -> String,
) -> Result<Vec<u8>, Failure> {
    cx.allow(Action::ManageRegisters)?;
    let upload = kept(cx, &cx.reader(), id).await?;
    let (rows, checked) = judge(cx, &cx.reader(), register, upload.content).await?;
    let columns = sheet::names(register);
    let said = |fault: &CellFault| {
        let column = columns.iter().position(|name| *name == fault.column);
        (column, format!("{}：{}", fault.column, sentence(fault)))
    };
    let marked: Vec<_> = rows
        .into_iter()
        .zip(&checked.verdicts)
        .map(|(row, verdict)| (row, verdict.faults.iter().map(said).collect()))
        .collect();
    let written = blocking(move || form::marked(&sheet::form(register), &marked)).await?;
    Ok(written.map_err(anyhow::Error::from)?)
}

/// Takes a kept workbook in and forgets it. It is judged again: the street may have changed since the preview.
pub async fn import_register(cx: &Cx, register: Register, id: Uuid) -> Result<Tally, Failure> {
    cx.allow(Action::ManageRegisters)?;
    let upload = kept(cx, &cx.reader(), id).await?;
    let file_hash = hex::encode(hash(&upload.content));
    let tx = cx.begin().await?;
    let checked = judge(cx, &tx, register, upload.content).await?.1;
    let tally = checked.tally;
    if tally.wrong > 0 {
        return Err(Refusal::RowsWrong { rows: tally.wrong }.into());
    }
    save_statutory(cx, &tx, checked.statutory).await?;
    save_places(cx, &tx, checked.places).await?;
    storage::organization::remove_upload(&tx, cx.street(), id).await?;
    let event = Event::RegisterImported {
        register: register.code().into(),
        added: tally.new,
        changed: tally.changed,
        file_hash,
    };
    cx.log(&tx, event, Subject::new("register", register.code())).await?;
    tx.commit().await?;
    Ok(tally)
}

async fn kept(cx: &Cx, db: &impl Handle, id: Uuid) -> Result<UploadRow, Failure> {
    storage::organization::upload(db, cx.street(), id).await?.ok_or_else(Failure::missing)
}

/// Reads a workbook and judges its rows; gives both in the order of the file.
async fn judge(
    cx: &Cx,
    db: &impl Handle,
    register: Register,
    content: Vec<u8>,
) -> Result<(Vec<RawRow>, Checked), Failure> {
    let filter = PlaceFilter::default();
    let mut places =
        storage::register::all_places(db, cx.street(), &filter, 1, u64::from(u32::MAX)).await?.rows;
    places.retain(|row| row.state != EntryState::Removed.code());
    let known = Known {
        ground: Ground::load(db, cx.street()).await?,
        statutory: storage::register::all_statutory(db, cx.street()).await?,
        places,
        today: cx.today(),
    };
    let judged = blocking(move || {
        let rows = form::parse(&sheet::form(register), &content, &LIMITS).map_err(told)?;
        let checked = match register {
            Register::Statutory => check_statutory(&rows, &known),
            Register::Places => check_places(&rows, &known),
        };
        Ok::<_, Failure>((rows, checked))
    });
    let (rows, checked) = judged.await??;
    if rows.is_empty() { Err(Refusal::RosterWithoutRows.into()) } else { Ok((rows, checked)) }
}

/// Adds certificates; what they replace stays in the record as taken out.
async fn save_statutory(cx: &Cx, tx: &Writer, good: Vec<GoodStatutory>) -> Result<(), Failure> {
    let by = cx.actor()?.account.uuid();
    let mut rows = Vec::with_capacity(good.len());
    for good in good {
        if let Some(old) = good.replaces
            && let Some(old) = storage::register::statutory(tx, cx.street(), old).await?
        {
            let out = StatutoryRow {
                state: EntryState::Removed.code().into(),
                removed_at: Some(cx.now()),
                removed_by: Some(by),
                remove_reason: Some("导入了新的登记".into()),
                ..old
            };
            storage::register::save_statutory(tx, out).await?;
        }
        rows.push(StatutoryRow {
            street: cx.street().to_owned(),
            id: cx.new_uuid(),
            person_id: good.person,
            kind: good.kind.code().into(),
            category: good.category.map(|c| c.code().to_owned()),
            number: good.number,
            issuer: good.issuer,
            issued_on: good.issued_on,
            valid_until: good.valid_until,
            review_by: good.review_by,
            state: EntryState::Active.code().into(),
            entered_at: cx.now(),
            entered_by: by,
            confirmed_at: Some(cx.now()),
            confirmed_by: Some(by),
            removed_at: None,
            removed_by: None,
            remove_reason: None,
        });
    }
    Ok(storage::register::add_statutory(tx, rows).await?)
}

/// Adds and changes places.
async fn save_places(cx: &Cx, tx: &Writer, good: Vec<GoodPlace>) -> Result<(), Failure> {
    let by = cx.actor()?.account.uuid();
    let (mut added, mut changed) = (Vec::new(), Vec::new());
    for good in good {
        let hazard = good.kind.hazard().map_or("", domain::organization::Hazard::code);
        let there = good.changes.is_some();
        let base = good.changes.unwrap_or_else(|| {
            storage::drill::plain_risk_point(cx.street(), cx.new_uuid(), good.unit, &good.name, hazard)
        });
        let row = PlaceRow {
            kind: good.kind.code().into(),
            location: good.location,
            medium: good.medium,
            risk: good.risk,
            amount: good.amount,
            guardian: good.guardian,
            checked_on: good.checked_on,
            state: EntryState::Active.code().into(),
            changed_at: Some(cx.now()),
            changed_by: Some(by),
            ..base
        };
        if there { changed.push(row) } else { added.push(row) }
    }
    storage::register::add_places(tx, added).await?;
    Ok(storage::register::save_places(tx, changed).await?)
}

//! Keeping a file of questions and telling what its import would do; nothing of it is written yet.

use super::{
    LIMIT_MIB, blocking,
    check::{Checked, Known, check},
    written,
};
use crate::{Cx, Failure, bank::edit::head};
use ::exchange::{Defaults, Limits, Mark, MarkedLine, Reading};
use chrono::TimeDelta;
use contract::{
    Pager, Refusal,
    bank::{
        BankHead, ImportQuery, QuestionImportPage, QuestionImportPreview, QuestionTally, QuestionVerdict,
    },
    exchange::{CellIssue, FileProblem, Format},
};
use domain::{
    actor::Action,
    bank::{BankCode, RawBasis},
};
use serde::Serialize;
use storage::{bank::upload::BankUploadRow, db::Handle};
use uuid::Uuid;

/// A file waits so long for its confirmation.
const KEPT: TimeDelta = TimeDelta::hours(24);
/// Questions on a page.
const PAGE: u64 = 50;

/// A file as it was sent.
pub struct NewFile {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub content: Vec<u8>,
    /// The format, where the sender knows it.
    pub format: Option<Format>,
    /// What questions without basis rest on.
    pub basis: Option<RawBasis>,
}

/// A kept file and what its import would do.
#[derive(Clone, Debug, Serialize)]
pub struct KeptFile {
    /// Its identifier.
    pub upload: Uuid,
    /// As what it was read.
    pub format: Format,
    /// The figures.
    pub tally: QuestionTally,
}

/// Shows the page to choose a file.
pub async fn show_import(cx: &Cx, bank: &str) -> Result<QuestionImportPage, Failure> {
    cx.allow(Action::EditBanks)?;
    Ok(QuestionImportPage { bank: head(cx, &cx.reader(), bank).await?, limit_mib: LIMIT_MIB })
}

/// Gives the empty template.
pub async fn question_template(cx: &Cx) -> Result<Vec<u8>, Failure> {
    cx.allow(Action::EditBanks)?;
    written(blocking(::exchange::template).await?)
}

/// Reads a file, keeps it for its confirmation, and counts what its import would do. A file that cannot be read
/// is not kept.
///
/// # Errors
/// Refuses a file that cannot be read ([`Refusal::QuestionFile`]).
pub async fn keep_questions(cx: &Cx, bank: &str, file: NewFile) -> Result<KeptFile, Failure> {
    let actor = cx.allow(Action::EditBanks)?.account.uuid();
    let reader = cx.reader();
    let bank = head(cx, &reader, bank).await?;
    let NewFile { name, content, format, basis } = file;
    let (name_of, bytes) = (name.clone(), content.clone());
    let format = match format {
        Some(format) => format,
        None => blocking(move || ::exchange::guess(&name_of, &bytes))
            .await?
            .ok_or_else(|| told(FileProblem::UnknownFormat))?,
    };
    let row = BankUploadRow {
        street: cx.street().to_owned(),
        id: cx.new_uuid(),
        bank: bank.code.clone(),
        name: name.chars().filter(|c| !c.is_control()).take(100).collect(),
        format: format.code().into(),
        basis: basis.map(|basis| serde_json::to_string(&basis)).transpose()?,
        content,
        created_by: actor,
        created_at: cx.now(),
    };
    let tally = checked(cx, &reader, &row).await?.1.tally;
    let upload = row.id;
    let tx = cx.begin().await?;
    storage::bank::upload::remove_before(&tx, cx.street(), cx.now() - KEPT).await?;
    storage::bank::upload::add(&tx, row).await?;
    tx.commit().await?;
    Ok(KeptFile { upload, format, tally })
}

/// Shows a page of a kept file's questions, the wrong ones first.
pub async fn preview_questions(
    cx: &Cx,
    bank: &str,
    id: Uuid,
    query: ImportQuery,
) -> Result<QuestionImportPreview, Failure> {
    let (bank, upload) = load(cx, bank, id).await?;
    let (reading, mut checked) = checked(cx, &cx.reader(), &upload).await?;
    let wanted = QuestionVerdict::ALL.into_iter().find(|verdict| verdict.code() == query.verdict);
    checked.rows.retain(|row| match query.verdict.as_str() {
        "alike" => row.alike.is_some(),
        _ => wanted.is_none_or(|wanted| row.verdict == wanted),
    });
    // The sort is stable: within a verdict the rows stay in the order of the file.
    checked.rows.sort_by_key(|row| row.verdict);
    let total = checked.rows.len() as u64;
    let page = query.page.unwrap_or(1).clamp(1, total.div_ceil(PAGE).max(1));
    let from = usize::try_from((page - 1) * PAGE).unwrap_or(usize::MAX);
    let rows = checked.rows.into_iter().skip(from).take(PAGE as usize).collect();
    Ok(QuestionImportPreview {
        bank,
        upload: id,
        file: upload.name,
        format: reading.format,
        at: upload.created_at,
        tally: checked.tally,
        notes: reading.notes,
        query,
        rows,
        pager: Pager { page, size: PAGE, total },
    })
}

/// Gives the questions of a kept file as a workbook with the wrong cells marked; `sentence` says what is wrong.
pub async fn marked_questions(
    cx: &Cx,
    bank: &str,
    id: Uuid,
    sentence: fn(&CellIssue) -> String,
) -> Result<Vec<u8>, Failure> {
    let (_, upload) = load(cx, bank, id).await?;
    let (reading, checked) = checked(cx, &cx.reader(), &upload).await?;
    let work = move || {
        let pairs = reading.entries.iter().zip(&checked.rows);
        let lines = pairs.flat_map(|(entry, row)| {
            let first = entry.lines.first().map_or(0, |line| line.row);
            entry.lines.iter().map(move |line| {
                // What belongs to no row of its own is said at the first.
                let here = |issue: &&CellIssue| {
                    issue.row == line.row
                        || (line.row == first && !entry.lines.iter().any(|l| l.row == issue.row))
                };
                let marks = row
                    .issues
                    .iter()
                    .filter(here)
                    .map(|issue| Mark { column: issue.column, message: sentence(issue) });
                MarkedLine { line, marks: marks.collect() }
            })
        });
        ::exchange::marked(&lines.collect::<Vec<_>>())
    };
    written(blocking(work).await?)
}

async fn load(cx: &Cx, bank: &str, id: Uuid) -> Result<(BankHead, BankUploadRow), Failure> {
    cx.allow(Action::EditBanks)?;
    let reader = cx.reader();
    let bank = head(cx, &reader, bank).await?;
    let upload = storage::bank::upload::find(&reader, cx.street(), &bank.code, id).await?;
    Ok((bank, upload.ok_or_else(Failure::missing)?))
}

/// Reads a kept file, and judges it by what the bank holds now.
pub(super) async fn checked(
    cx: &Cx,
    db: &impl Handle,
    upload: &BankUploadRow,
) -> Result<(Reading, Checked), Failure> {
    let reading = read(upload).await?;
    let known = Known::load(cx, db, &upload.bank, &reading).await?;
    let bank = BankCode::parse(&upload.bank)
        .ok_or_else(|| anyhow::anyhow!("the bank {} has no sound code", upload.bank))?;
    blocking(move || {
        let checked = check(&reading, &known, &bank);
        (reading, checked)
    })
    .await
}

async fn read(upload: &BankUploadRow) -> Result<Reading, Failure> {
    let format = Format::from_code(&upload.format)
        .ok_or_else(|| anyhow::anyhow!("the file {} is of no known format", upload.id))?;
    let basis = upload.basis.as_deref().map(serde_json::from_str::<RawBasis>).transpose()?;
    let content = upload.content.clone();
    let limits = Limits { bytes: (LIMIT_MIB as usize) << 20, ..Limits::default() };
    blocking(move || ::exchange::read(&content, format, &Defaults { basis }, &limits)).await?.map_err(told)
}

fn told(problem: FileProblem) -> Failure {
    Refusal::QuestionFile { problem }.into()
}

//! Lists of certificates.

use crate::{Cx, Failure};
use chrono::NaiveDate;
use contract::{
    Pager,
    certificate::{CertificateLine, CertificateQuery, CertificatesView},
    training::MyCertificate,
};
use document::table::{Cell, List, ListColumn, write};
use domain::{
    actor::Action,
    audit::{Event, Subject},
    certificate::{Status, status},
};
use std::collections::BTreeMap;
use storage::certificate::{CertificateFilter, CertificateHead, CertificateState, RevisionHead};

/// Rows a page.
const SIZE: u64 = 50;
/// More than a street issues in ten years; keeps the memory bounded.
const MOST: u64 = 20_000;

/// Lists the asker's own certificates, the newest first.
pub async fn my_certificates(cx: &Cx) -> Result<Vec<MyCertificate>, Failure> {
    Ok(crate::training::my_home(cx).await?.certificates)
}

/// Lists the certificates of the street for an auditor or for the office; logged, for it names people.
pub async fn certificates(cx: &Cx, query: CertificateQuery) -> Result<CertificatesView, Failure> {
    if cx.allow(Action::ManageCertificates).is_err() {
        cx.allow(Action::Audit)?;
    }
    let page = query.page.parse().unwrap_or(1).max(1);
    let filter = filter(&query, cx.today());
    let found = storage::certificate::page(&cx.reader(), cx.street(), &filter, page, SIZE).await?;
    let rows = u32::try_from(found.rows.len()).unwrap_or(u32::MAX);
    let tx = cx.begin().await?;
    let event = Event::PersonalDataRead { list: "certificates".into(), rows };
    cx.log(&tx, event, Subject::new("list", "certificates")).await?;
    tx.commit().await?;
    let lines = lines(cx, found.rows).await?;
    Ok(CertificatesView { query, lines, pager: Pager { page, size: SIZE, total: found.total } })
}

/// Writes the certificates of a query as a workbook, for an auditor; logged. Gives the file's name and its bytes.
pub async fn export_certificates(cx: &Cx, query: CertificateQuery) -> Result<(String, Vec<u8>), Failure> {
    cx.allow(Action::Audit)?;
    let filter = filter(&query, cx.today());
    let found = storage::certificate::all(&cx.reader(), cx.street(), &filter, MOST).await?;
    let lines = lines(cx, found).await?;
    let rows = u32::try_from(lines.len()).unwrap_or(u32::MAX);
    let tx = cx.begin().await?;
    cx.log(&tx, Event::CertificatesExported { rows }, Subject::new("list", "certificates")).await?;
    tx.commit().await?;
    let columns = [
        ("编号", 26),
        ("版次", 8),
        ("姓名", 12),
        ("单位", 36),
        ("培训", 36),
        ("成绩", 8),
        ("签发日期", 12),
        ("有效期至", 12),
        ("状态", 12),
    ];
    let list = List {
        sheet: "证明".into(),
        title: format!("培训考核合格证明（{} 导出，共 {rows} 份）", cx.today()),
        columns: columns.map(|(name, width)| ListColumn { name: name.into(), width }).to_vec(),
        rows: lines.into_iter().map(cells).collect(),
        made_on: cx.today(),
    };
    let bytes = tokio::task::spawn_blocking(move || write(&list)).await.map_err(anyhow::Error::from)?;
    Ok((format!("证明清单-{}.xlsx", cx.today()), bytes.map_err(anyhow::Error::from)?))
}

fn cells(line: CertificateLine) -> Vec<Cell> {
    vec![
        line.serial.into(),
        Cell::Whole(line.revision.into()),
        line.holder.into(),
        line.unit.into(),
        line.training.into(),
        score(line.score).into(),
        line.issued_on.into(),
        line.valid_until.into(),
        status_term(line.status).into(),
    ]
}

/// A status in a list.
pub(super) const fn status_term(status: Status) -> &'static str {
    match status {
        Status::Valid => "有效",
        Status::Expiring { .. } => "即将到期",
        Status::Expired => "已过期",
        Status::Revoked => "已撤销",
        Status::Superseded { .. } => "已换发",
    }
}

fn score(hundredths: i32) -> String {
    match hundredths % 100 {
        0 => (hundredths / 100).to_string(),
        rest => format!("{}.{rest:02}", hundredths / 100),
    }
}

/// Which parts of a query filter, for the log: `person unit year=2026 status=valid`, never what people typed of others.
pub(super) fn filter_names(query: &CertificateQuery) -> String {
    let typed = [
        ("unit", &query.unit),
        ("person", &query.person),
        ("training", &query.training),
        ("serial", &query.serial),
    ];
    let typed =
        typed.into_iter().filter(|(_, text)| !text.trim().is_empty()).map(|(name, _)| name.to_owned());
    let filter = filter(query, NaiveDate::default());
    let year = filter.from.map(|from| from.format("year=%Y").to_string());
    let status = filter.state.map(|_| format!("status={}", query.status));
    typed.chain(year).chain(status).collect::<Vec<_>>().join(" ")
}

/// What a query asks the database for.
pub(super) fn filter(query: &CertificateQuery, today: NaiveDate) -> CertificateFilter {
    let year = query.year.trim().parse().ok().filter(|year| (2000..=2100).contains(year));
    let day = |month, day| year.and_then(|year| NaiveDate::from_ymd_opt(year, month, day));
    let state = match query.status.as_str() {
        "valid" => Some(CertificateState::Valid),
        "expiring" => Some(CertificateState::Expiring),
        "expired" => Some(CertificateState::Expired),
        "revoked" => Some(CertificateState::Revoked),
        "reissued" => Some(CertificateState::Reissued),
        _ => None,
    };
    CertificateFilter {
        unit: query.unit.clone(),
        person: query.person.clone(),
        training: query.training.clone(),
        serial: query.serial.clone(),
        from: day(1, 1),
        to: day(12, 31),
        state: state.map(|state| (state, today)),
    }
}

/// Rows as their newest revisions say.
async fn lines(cx: &Cx, rows: Vec<CertificateHead>) -> Result<Vec<CertificateLine>, Failure> {
    let serials: Vec<String> = rows.iter().map(|row| row.serial.clone()).collect();
    let later = storage::certificate::revisions_of(&cx.reader(), cx.street(), &serials).await?;
    // The oldest come first, so that the newest of each stays.
    let newest: BTreeMap<String, RevisionHead> = later.into_iter().map(|r| (r.serial.clone(), r)).collect();
    let line = |row: CertificateHead| {
        let newest = newest.get(&row.serial);
        CertificateLine {
            status: status(row.valid_until, row.revoked_at.is_some(), cx.today()),
            revision: newest.map_or(1, |r| r.revision.unsigned_abs()),
            holder: newest.map_or(row.holder_name, |r| r.holder_name.clone()),
            unit: newest.map_or(row.unit_name, |r| r.unit_name.clone()),
            serial: row.serial,
            training: row.training_title,
            score: row.score,
            issued_on: row.issued_on,
            valid_until: row.valid_until,
            attempt: row.attempt_id,
        }
    };
    Ok(rows.into_iter().map(line).collect())
}

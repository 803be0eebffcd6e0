//! An archive as a file: the same layout as on screen, drawn as PDF or written as workbook, and logged.

use crate::{Cx, Failure};
use contract::archive::{ArchiveHead, Layout, Section, Value};
use document::{
    report::{Block, Column, Orientation, Report, Table, pdf, xlsx},
    table::Cell,
};
use domain::audit::{Event, Subject};

/// As what an archive goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// To print and to keep.
    Pdf,
    /// To count with.
    Xlsx,
}

impl Format {
    /// The ending of the file's name.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Xlsx => "xlsx",
        }
    }
}

/// Makes a file of an archive that the asker may see, and logs that it went out with the hash of its content.
/// Gives the file's name and its bytes.
pub async fn archive_file(
    cx: &Cx,
    head: &ArchiveHead,
    layout: Layout,
    subject: Subject,
    format: Format,
) -> Result<(String, Vec<u8>), Failure> {
    let rows = layout.sections.iter().map(|section| section.rows.len()).sum::<usize>();
    let name = format!("{}-{}-{}.{}", layout.title, layout.about, cx.today(), format.ending());
    let archive = subject.kind.to_owned();
    let report = report(head, layout);
    let content_hash = report.fingerprint();
    let system = cx.system.clone();
    let drawn = crate::organization::blocking(move || match format {
        Format::Xlsx => Ok(xlsx(&report).map_err(anyhow::Error::from)?),
        Format::Pdf => {
            let fonts = system.services.fonts.as_ref().ok_or_else(|| {
                Failure::Broken(anyhow::anyhow!("the certificate fonts are missing; run `cargo xtask setup`"))
            })?;
            Ok::<_, Failure>(pdf(&report, fonts).map_err(anyhow::Error::from)?)
        }
    });
    let bytes = drawn.await??;
    let event = Event::ArchiveDownloaded {
        archive,
        format: format.ending().into(),
        year: head.year,
        rows: u32::try_from(rows).unwrap_or(u32::MAX),
        content_hash,
    };
    let tx = cx.begin().await?;
    cx.log(&tx, event, subject).await?;
    tx.commit().await?;
    Ok((name.replace(['/', '\\', '　'], "-"), bytes))
}

/// Puts a layout on paper.
fn report(head: &ArchiveHead, layout: Layout) -> Report {
    let at = crate::clock_text(head.made_at);
    let mut blocks: Vec<Block> = layout.notices.into_iter().map(Block::Notice).collect();
    let facts = layout.facts.iter().map(|(name, value)| ((*name).to_owned(), value.shown()));
    blocks.push(Block::Facts(facts.collect()));
    blocks.extend(layout.sections.into_iter().map(|section| Block::Table(table(section))));
    blocks.push(Block::Signatures(layout.signatures.iter().map(|name| (*name).to_owned()).collect()));
    Report {
        title: format!("安全生产教育培训档案（{}）", layout.title),
        subtitle: format!("{}　建档时间 {at}", layout.about),
        orientation: Orientation::Landscape,
        blocks,
        issuer: head.issuer.clone(),
        made_at: head.made_at.timestamp(),
    }
}

fn table(section: Section) -> Table {
    let columns = section.columns.iter().map(|c| Column { name: c.name.to_owned(), width: c.width });
    Table {
        name: section.title.to_owned(),
        columns: columns.collect(),
        rows: section.rows.into_iter().map(|row| row.into_iter().map(cell).collect()).collect(),
        empty: section.empty.to_owned(),
    }
}

fn cell(value: Value) -> Cell {
    match value {
        Value::Whole(number) => Cell::Whole(number),
        Value::Points(points) => Cell::Hundredths(points.into()),
        Value::Date(day) => Cell::Date(day),
        Value::Nothing => Cell::Empty,
        other => Cell::Text(other.shown()),
    }
}

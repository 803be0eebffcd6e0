//! The street's own certificate (安全生产培训考核合格证明) as a tagged, signed PDF/A-1b.
//!
//! It is the proof of the street's test and never of a statutory one: the page says so.

mod archive;
mod facts;
mod layout;
mod page;
mod picture;
mod sheet;
pub(crate) mod text;

use printpdf::{Mm, PdfDocument, PdfPage, PdfParseErrorSeverity, PdfSaveOptions};

pub use facts::{CertificateFacts, Field, Frame, Look};
pub use picture::{MOST_SEAL_BYTES, MOST_SEAL_PIXELS, PictureRefusal, check_seal};
pub use sheet::{SheetRefusal, sheet};

use crate::font::{FontSet, MissingGlyph, SubsetRefusal};
use crate::sign::{self, SignRefusal, Signer};

/// The heading of the document.
pub const TITLE: &str = "安全生产培训考核合格证明";
/// The line that keeps the document apart from the statutory certificates.
pub const DISCLAIMER: &str = "本证明仅用于街道组织的培训考核，不替代法律法规规定的考核合格证或特种作业操作证";

/// Why a certificate was not made.
#[derive(Debug, thiserror::Error)]
pub enum RenderRefusal {
    /// A character of the facts is in no font.
    #[error(transparent)]
    MissingGlyph(#[from] MissingGlyph),
    /// A fact is empty, or holds nothing visible.
    #[error("{field:?} is empty")]
    Empty {
        /// The fact.
        field: Field,
    },
    /// A fact is longer than the page can show legibly.
    #[error("{field:?} has {length} characters, more than {limit}")]
    TooLong {
        /// The fact.
        field: Field,
        /// Its characters.
        length: usize,
        /// The most characters that fit.
        limit: usize,
    },
    /// The serial or the verification address holds something other than printable ASCII.
    #[error("{field:?} is not printable ASCII")]
    NotAscii {
        /// The fact.
        field: Field,
    },
    /// The validity ends before the day of issue.
    #[error("the validity ends before the day of issue")]
    ValidityBackwards,
    /// The moment of issue is outside the years 1970 to 9999.
    #[error("the moment of issue is out of range")]
    MomentOutOfRange,
    /// The picture of the seal cannot be used.
    #[error(transparent)]
    Seal(#[from] PictureRefusal),
    /// The signature could not be made.
    #[error(transparent)]
    Sign(#[from] SignRefusal),
    /// A library failed on facts that passed every check: a defect, not the operator's mistake.
    #[error("the document engine failed: {reason}")]
    Engine {
        /// What it said.
        reason: String,
    },
}

impl RenderRefusal {
    fn engine(error: &impl ToString) -> Self {
        Self::Engine { reason: error.to_string() }
    }
}

impl From<SubsetRefusal> for RenderRefusal {
    fn from(refusal: SubsetRefusal) -> Self {
        Self::engine(&refusal)
    }
}

/// Draws the certificate: one page A4 landscape, PDF/A-1b (GB/T 23286.1), tagged, and with a signer PAdES-B-B.
///
/// The same facts, fonts, key and program version give the same bytes.
///
/// # Errors
/// Facts that are empty, too long, contradictory or not drawable; a seal picture or a key that does not serve.
pub fn render(
    facts: &CertificateFacts,
    fonts: &FontSet,
    signer: Option<&Signer>,
) -> Result<Vec<u8>, RenderRefusal> {
    let facts = facts.cleaned()?;
    let seal = facts.seal.as_deref().map(picture::read).transpose()?;
    let faces = fonts.faces();
    let mut page = page::Page::new(&faces);
    layout::draw(&mut page, &facts, seal.map(|picture| ("Seal", picture)))?;

    let mut document = PdfDocument::new(TITLE);
    let glyphs = page.used.embed(&faces, &mut document)?;
    document.resources.xobjects.map.extend(page.pictures);
    document.with_pages(vec![PdfPage::new(Mm(page::WIDTH_MM), Mm(page::HEIGHT_MM), page.ops)]);
    let mut warnings = Vec::new();
    let options = PdfSaveOptions { subset_fonts: false, ..PdfSaveOptions::default() };
    let mut pdf = printpdf::serialize::to_lopdf_doc(&document, &options, &mut warnings);
    if let Some(error) = warnings.iter().find(|w| w.severity == PdfParseErrorSeverity::Error) {
        return Err(RenderRefusal::engine(&error.msg));
    }
    archive::complete(&mut pdf, &facts, &page.tags, &glyphs)?;
    match signer {
        None => archive::save(&mut pdf),
        Some(signer) => {
            let place = sign::prepare(&mut pdf, &facts.issuer, &archive::pdf_date(facts.issued_at)?)?;
            let mut bytes = archive::save(&mut pdf)?;
            sign::fill(&mut bytes, place, signer)?;
            Ok(bytes)
        }
    }
}

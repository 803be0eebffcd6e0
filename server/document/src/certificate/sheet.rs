//! Many certificates in one file, to be printed in one go: each on an A4 landscape page of its own, as it was issued.
//!
//! The file is not signed and no certificate by itself: what counts is the file of each.

use std::collections::BTreeMap;

use printpdf::{Mm, PdfDocument, PdfPage, PdfParseErrorSeverity, PdfSaveOptions};
use sha2::{Digest, Sha256};

use super::facts::CertificateFacts;
use super::{RenderRefusal, TITLE, archive, layout, page, picture};
use crate::font::{FontSet, Used};

/// Why a file for the printer was not made.
#[derive(Debug, thiserror::Error)]
#[error("certificate {serial}: {refusal}")]
pub struct SheetRefusal {
    /// The first certificate that cannot be drawn; empty where the whole file cannot be made.
    pub serial: String,
    /// Why.
    pub refusal: RenderRefusal,
}

impl SheetRefusal {
    fn whole(refusal: RenderRefusal) -> Self {
        Self { serial: String::new(), refusal }
    }
}

/// Draws certificates into one file with shared fonts. The same facts give the same bytes.
///
/// # Errors
/// The first of them that cannot be drawn.
pub fn sheet(all: &[CertificateFacts], fonts: &FontSet) -> Result<Vec<u8>, SheetRefusal> {
    let faces = fonts.faces();
    let (mut used, mut pictures) = (Used::default(), BTreeMap::new());
    let (mut pages, mut identity) = (Vec::with_capacity(all.len()), Sha256::new());
    for facts in all {
        let refused = |refusal| SheetRefusal { serial: facts.serial.clone(), refusal };
        let facts = facts.cleaned().map_err(refused)?;
        let seal = facts.seal.as_deref().map(|bytes| Ok((name_of(bytes), picture::read(bytes)?)));
        let seal = seal.transpose().map_err(|error: picture::PictureRefusal| refused(error.into()))?;
        let mut page = page::Page::new(&faces);
        let seal = seal.as_ref().map(|(name, picture)| (name.as_str(), picture.clone()));
        layout::draw(&mut page, &facts, seal).map_err(refused)?;
        identity.update(archive::fingerprint(&facts));
        used.join(page.used);
        pictures.extend(page.pictures);
        pages.push(PdfPage::new(Mm(page::WIDTH_MM), Mm(page::HEIGHT_MM), page.ops));
    }
    let mut document = PdfDocument::new(TITLE);
    used.embed(&faces, &mut document).map_err(|refusal| SheetRefusal::whole(refusal.into()))?;
    document.resources.xobjects.map.extend(pictures);
    document.with_pages(pages);
    let mut warnings = Vec::new();
    let options = PdfSaveOptions { subset_fonts: false, ..PdfSaveOptions::default() };
    let mut pdf = printpdf::serialize::to_lopdf_doc(&document, &options, &mut warnings);
    if let Some(error) = warnings.iter().find(|w| w.severity == PdfParseErrorSeverity::Error) {
        return Err(SheetRefusal::whole(RenderRefusal::engine(&error.msg)));
    }
    archive::sheet(&mut pdf, &identity.finalize()).map_err(SheetRefusal::whole)?;
    archive::save(&mut pdf).map_err(SheetRefusal::whole)
}

/// A picture that several pages bear stands in the file once.
fn name_of(bytes: &[u8]) -> String {
    let hash = Sha256::digest(bytes);
    hash[..6].iter().fold("Seal".to_owned(), |name, byte| format!("{name}{byte:02x}"))
}

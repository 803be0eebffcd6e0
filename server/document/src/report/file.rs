//! The PDF file around the pages: fonts, information and an identifier that follows from the content.

use chrono::DateTime;
use lopdf::{Object, StringFormat, dictionary};
use printpdf::{Mm, PdfDocument, PdfPage, PdfParseErrorSeverity, PdfSaveOptions};

use super::canvas::Canvas;
use super::{Report, ReportRefusal};
use crate::sign::utf16;

/// The program as it names itself in the document.
const PRODUCER: &str = concat!("Anxun ", env!("CARGO_PKG_VERSION"));

/// Puts the file together.
pub(super) fn write(canvas: Canvas<'_>, report: &Report) -> Result<Vec<u8>, ReportRefusal> {
    let (width, height) = canvas.size;
    let mm = |points: f32| Mm(points * 25.4 / 72.0);
    let mut document = PdfDocument::new(&report.title);
    canvas.used.embed(canvas.faces, &mut document).map_err(|error| ReportRefusal::engine(&error))?;
    let pages = canvas.pages.into_iter().map(|ops| PdfPage::new(mm(width), mm(height), ops));
    document.with_pages(pages.collect());
    let mut warnings = Vec::new();
    let options = PdfSaveOptions { subset_fonts: false, ..PdfSaveOptions::default() };
    let mut pdf = printpdf::serialize::to_lopdf_doc(&document, &options, &mut warnings);
    drop(document);
    if let Some(error) = warnings.iter().find(|w| w.severity == PdfParseErrorSeverity::Error) {
        return Err(ReportRefusal::engine(&error.msg));
    }
    // What the library makes up by chance gives way to what follows from the content.
    let id = report.fingerprint().into_bytes()[..32].to_vec();
    let id = Object::String(id, StringFormat::Literal);
    pdf.trailer.set("ID", vec![id.clone(), id]);
    let date = DateTime::from_timestamp(report.made_at, 0)
        .filter(|moment| (1970..=9999).contains(&chrono::Datelike::year(moment)))
        .ok_or(ReportRefusal::MomentOutOfRange)?;
    let date = Object::string_literal(date.format("D:%Y%m%d%H%M%SZ").to_string());
    let info = pdf.add_object(dictionary! {
        "Title" => utf16(&report.title),
        "Author" => utf16(&report.issuer),
        "Creator" => utf16(PRODUCER),
        "Producer" => utf16(PRODUCER),
        "CreationDate" => date.clone(),
        "ModDate" => date,
    });
    if let Ok(old) = pdf.trailer.get(b"Info").and_then(Object::as_reference) {
        pdf.objects.remove(&old);
    }
    pdf.trailer.set("Info", info);
    if let Ok(catalog) = pdf.catalog_mut()
        && let Ok(random) = catalog.get(b"Metadata").and_then(Object::as_reference)
    {
        catalog.remove(b"Metadata");
        pdf.objects.remove(&random);
    }
    if let Ok(catalog) = pdf.catalog_mut() {
        catalog.set("Lang", Object::string_literal("zh-CN"));
        catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    }
    pdf.compress();
    let mut bytes = Vec::with_capacity(256 << 10);
    pdf.save_to(&mut bytes).map_err(|error| ReportRefusal::engine(&error))?;
    Ok(bytes)
}

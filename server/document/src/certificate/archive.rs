//! What turns printpdf's output into tagged PDF/A-1b (ISO 19005-1, GB/T 23286.1) with our own metadata.

use std::collections::BTreeMap;
use std::io::Write;

use chrono::{DateTime, Utc};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};
use sha2::{Digest, Sha256};

use super::facts::CertificateFacts;
use super::page::Tag;
use super::{RenderRefusal, TITLE};
use crate::sign::{marks, utf16};

/// The program as it names itself in the document.
const PRODUCER: &str = concat!("Anxun ", env!("CARGO_PKG_VERSION"));
/// A compact sRGB profile of version 2 (CC0): PDF/A-1 does not take version 4.
const SRGB: &[u8] = include_bytes!("../../res/sRGB-v2.icc");
/// The zlib level: 9 takes twice the time for a seventh of a percent.
const COMPRESSION: u32 = 6;

/// Adds everything that PDF/A-1b and a reader aloud need.
pub(super) fn complete(
    pdf: &mut Document,
    facts: &CertificateFacts,
    tags: &[Tag],
    glyphs: &BTreeMap<String, u16>,
) -> Result<(), RenderRefusal> {
    pdf.version = "1.4".to_owned();
    let id = Object::String(fingerprint(facts)[..16].to_vec(), StringFormat::Hexadecimal);
    pdf.trailer.set("ID", vec![id.clone(), id]);
    let info = pdf.add_object(information(facts)?);
    if let Ok(old) = pdf.trailer.get(b"Info").and_then(Object::as_reference) {
        pdf.objects.remove(&old);
    }
    pdf.trailer.set("Info", info);
    let xmp = Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, xmp(facts)?.into_bytes());
    // PDF/A-1, 6.7.2: the metadata stream stays uncompressed.
    let metadata = pdf.add_object(xmp.with_compression(false));
    let profile = pdf.add_object(Stream::new(dictionary! { "N" => 3 }, SRGB.to_vec()));
    glyph_sets(pdf, glyphs);
    let structure = structure(pdf, tags)?;
    let catalog = pdf.catalog_mut().map_err(|error| RenderRefusal::engine(&error))?;
    catalog.set("Metadata", metadata);
    let intent = dictionary! {
        "Type" => "OutputIntent", "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => Object::string_literal("sRGB IEC61966-2.1"),
        "Info" => Object::string_literal("sRGB IEC61966-2.1"),
        "RegistryName" => Object::string_literal("http://www.color.org"),
        "DestOutputProfile" => profile,
    };
    catalog.set("OutputIntents", vec![Object::Dictionary(intent)]);
    catalog.set("Lang", Object::string_literal("zh-CN"));
    catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    catalog.set("PageLayout", "SinglePage");
    catalog.set("StructTreeRoot", structure);
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    Ok(())
}

/// Names a file for the printer: its title and an identity of its own. It is no archive file and not signed.
pub(super) fn sheet(pdf: &mut Document, identity: &[u8]) -> Result<(), RenderRefusal> {
    pdf.version = "1.4".to_owned();
    let id = Object::String(identity[..16].to_vec(), StringFormat::Hexadecimal);
    pdf.trailer.set("ID", vec![id.clone(), id]);
    if let Ok(old) = pdf.trailer.get(b"Info").and_then(Object::as_reference) {
        pdf.objects.remove(&old);
    }
    let info = dictionary! { "Title" => utf16(TITLE), "Producer" => utf16(PRODUCER) };
    let info = pdf.add_object(info);
    pdf.trailer.set("Info", info);
    let catalog = pdf.catalog_mut().map_err(|error| RenderRefusal::engine(&error))?;
    catalog.remove(b"Metadata");
    catalog.set("Lang", Object::string_literal("zh-CN"));
    catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true, "PrintScaling" => "None" });
    Ok(())
}

/// Compresses and serialises.
pub(super) fn save(pdf: &mut Document) -> Result<Vec<u8>, RenderRefusal> {
    for object in pdf.objects.values_mut() {
        if let Object::Stream(stream) = object
            && stream.allows_compression
            && stream.dict.get(b"Filter").is_err()
        {
            compress(stream).map_err(|error| RenderRefusal::engine(&error))?;
        }
    }
    let mut bytes = Vec::with_capacity(96 << 10);
    pdf.save_to(&mut bytes).map_err(|error| RenderRefusal::engine(&error))?;
    Ok(bytes)
}

fn compress(stream: &mut Stream) -> std::io::Result<()> {
    let buffer = Vec::with_capacity(stream.content.len() / 2);
    let mut encoder = flate2::write::ZlibEncoder::new(buffer, flate2::Compression::new(COMPRESSION));
    encoder.write_all(&stream.content)?;
    let packed = encoder.finish()?;
    if packed.len() < stream.content.len() {
        stream.dict.set("Filter", "FlateDecode");
        stream.set_content(packed);
    }
    Ok(())
}

fn moment(unix: i64) -> Result<DateTime<Utc>, RenderRefusal> {
    DateTime::from_timestamp(unix, 0)
        .filter(|moment| (1970..=9999).contains(&chrono::Datelike::year(moment)))
        .ok_or(RenderRefusal::MomentOutOfRange)
}

/// A moment as a PDF date in UTC.
pub(super) fn pdf_date(unix: i64) -> Result<String, RenderRefusal> {
    Ok(moment(unix)?.format("D:%Y%m%d%H%M%SZ").to_string())
}

pub(super) fn fingerprint(facts: &CertificateFacts) -> Vec<u8> {
    let mut hash = Sha256::new();
    for part in [&facts.serial, &facts.holder, &facts.unit, &facts.training, &facts.verify_url] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.update(facts.revision.to_be_bytes());
    hash.update(facts.issued_at.to_be_bytes());
    hash.finalize().to_vec()
}

fn title(facts: &CertificateFacts) -> String {
    format!("{TITLE} {}", facts.serial)
}

fn subject(facts: &CertificateFacts) -> String {
    format!("{}，{}，{}", facts.holder, facts.unit, facts.training)
}

fn information(facts: &CertificateFacts) -> Result<Dictionary, RenderRefusal> {
    let date = Object::string_literal(pdf_date(facts.issued_at)?);
    let mut info = dictionary! {
        "Title" => utf16(&title(facts)),
        "Author" => utf16(&facts.issuer),
        "Subject" => utf16(&subject(facts)),
        "Keywords" => utf16(&facts.serial),
        "Creator" => utf16(PRODUCER),
        "Producer" => utf16(PRODUCER),
        "CreationDate" => date.clone(),
        "ModDate" => date,
    };
    // Entries of our own, which a verifier reads back; PDF/A-1 leaves keys without an XMP twin alone.
    let until = facts.valid_until.map(|day| day.to_string()).unwrap_or_default();
    for (key, value) in [
        (marks::SERIAL, facts.serial.as_str()),
        (marks::REVISION, &facts.revision.to_string()),
        (marks::HOLDER, &facts.holder),
        (marks::UNIT, &facts.unit),
        (marks::TRAINING, &facts.training),
        (marks::HOURS, &facts.hours),
        (marks::SCORE, &facts.score),
        (marks::ISSUER, &facts.issuer),
        (marks::ISSUED_ON, &facts.issued_on.to_string()),
        (marks::VALID_UNTIL, &until),
    ] {
        info.set(key, utf16(value));
    }
    Ok(info)
}

/// The metadata that PDF/A-1 wants equal to the information dictionary.
fn xmp(facts: &CertificateFacts) -> Result<String, RenderRefusal> {
    let date = moment(facts.issued_at)?.format("%Y-%m-%dT%H:%M:%SZ");
    let (title, subject) = (escape(&title(facts)), escape(&subject(facts)));
    let (issuer, serial) = (escape(&facts.issuer), escape(&facts.serial));
    Ok(format!(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
         <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" \
         xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\
         <pdfaid:part>1</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>\
         <dc:format>application/pdf</dc:format>\
         <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li></rdf:Alt></dc:title>\
         <dc:creator><rdf:Seq><rdf:li>{issuer}</rdf:li></rdf:Seq></dc:creator>\
         <dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">{subject}</rdf:li></rdf:Alt></dc:description>\
         <pdf:Keywords>{serial}</pdf:Keywords><pdf:Producer>{PRODUCER}</pdf:Producer>\
         <xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool>\
         <xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>\
         </rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"r\"?>"
    ))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The /CIDSet of every subset font (PDF/A-1, 6.3.5).
fn glyph_sets(pdf: &mut Document, glyphs: &BTreeMap<String, u16>) {
    let descriptors: Vec<(ObjectId, usize)> = pdf
        .objects
        .iter()
        .filter_map(|(id, object)| {
            let descriptor = object.as_dict().ok()?;
            if descriptor.get(b"Type").ok()?.as_name().ok()? != b"FontDescriptor" {
                return None;
            }
            let name =
                String::from_utf8_lossy(descriptor.get(b"FontName").ok()?.as_name().ok()?).into_owned();
            Some((*id, usize::from(*glyphs.get(&name)?)))
        })
        .collect();
    for (id, count) in descriptors {
        let mut bits = vec![0_u8; count.div_ceil(8)];
        for glyph in 0..count {
            bits[glyph / 8] |= 0x80 >> (glyph % 8);
        }
        let set = pdf.add_object(Stream::new(Dictionary::new(), bits));
        if let Ok(descriptor) = pdf.get_object_mut(id).and_then(Object::as_dict_mut) {
            descriptor.set("CIDSet", set);
        }
    }
}

/// The structure tree: a document whose children are the page's tags in reading order.
fn structure(pdf: &mut Document, tags: &[Tag]) -> Result<ObjectId, RenderRefusal> {
    let page = pdf.page_iter().next().ok_or_else(|| RenderRefusal::engine(&"the document has no page"))?;
    let (root, whole) = (pdf.new_object_id(), pdf.new_object_id());
    let mut children = Vec::with_capacity(tags.len());
    for (index, tag) in tags.iter().enumerate() {
        let mut element = dictionary! {
            "Type" => "StructElem", "S" => Object::Name(tag.kind.as_bytes().to_vec()),
            "P" => whole, "Pg" => page, "K" => index as i64,
        };
        if let Some(alternative) = &tag.alternative {
            element.set("Alt", utf16(alternative));
        }
        children.push(Object::Reference(pdf.add_object(element)));
    }
    let numbers = vec![Object::Integer(0), Object::Array(children.clone())];
    let parents = pdf.add_object(dictionary! { "Nums" => numbers });
    let document = dictionary! {
        "Type" => "StructElem", "S" => "Document", "P" => root, "K" => children,
        "Lang" => Object::string_literal("zh-CN"),
    };
    pdf.objects.insert(whole, document.into());
    let tree = dictionary! {
        "Type" => "StructTreeRoot", "K" => whole, "ParentTree" => parents, "ParentTreeNextKey" => 1,
    };
    pdf.objects.insert(root, tree.into());
    let page = pdf
        .get_object_mut(page)
        .and_then(Object::as_dict_mut)
        .map_err(|error| RenderRefusal::engine(&error))?;
    page.set("StructParents", 0);
    page.set("Tabs", "S");
    Ok(root)
}

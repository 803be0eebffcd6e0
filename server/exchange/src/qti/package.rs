//! The archive around the items.

use std::{
    collections::HashMap,
    io::{Cursor, Read},
};

use contract::exchange::{CellIssue, FileProblem, Format, Place, Reason, Syntax};
use domain::bank::KindName;
use zip::{ZipArchive, result::ZipError};

use super::{
    dom::{self, Element, Unread},
    item,
};
use crate::{
    entry::{Defaults, Entry, Limits, Line, Reading},
    judge::Found,
};

const MANIFEST: &str = "imsmanifest.xml";
/// Files beside the questions: the manifest, schemas, pictures.
const MORE_FILES: usize = 5_000;

/// Whether a zip archive is a package.
pub(crate) fn looks_like(bytes: &[u8]) -> bool {
    let archive = ZipArchive::new(Cursor::new(bytes));
    archive.is_ok_and(|archive| archive.file_names().flatten().any(|name| name.ends_with(MANIFEST)))
}

/// Reads the items that the manifest names.
pub(crate) fn read(bytes: &[u8], defaults: &Defaults, limits: &Limits) -> Result<Reading, FileProblem> {
    if !bytes.starts_with(b"PK") {
        return Err(FileProblem::NotThisFormat { format: Format::Qti });
    }
    let mut files = unpack(bytes, limits)?;
    let names = files.keys().filter(|name| *name == MANIFEST || name.ends_with("/imsmanifest.xml"));
    let path = names.min_by_key(|name| name.len()).cloned().ok_or(FileProblem::NoManifest)?;
    let folder = path.strip_suffix(MANIFEST).unwrap_or_default().to_owned();
    let manifest = files.remove(&path).unwrap_or_default();
    let manifest = dom::parse(&manifest).map_err(|unread| match unread {
        Unread::Dtd => FileProblem::Dtd,
        Unread::Xml => FileProblem::Broken,
    })?;
    let hrefs = items(&manifest);
    if hrefs.len() > limits.questions {
        return Err(FileProblem::TooManyQuestions { limit: limits.questions });
    }
    let entries = hrefs.into_iter().map(|href| {
        let path = format!("{folder}{}", decoded(&href));
        let place = Place { part: href, row: 0 };
        let found = files.get(&path).ok_or(Syntax::FileMissing).and_then(|bytes| {
            dom::parse(bytes).map_err(|unread| match unread {
                Unread::Dtd => Syntax::Dtd,
                Unread::Xml => Syntax::Xml,
            })
        });
        match found
            .and_then(|root| if root.name == "assessmentItem" { Ok(root) } else { Err(Syntax::NoItem) })
        {
            Ok(root) => item::read(&root, place, defaults),
            Err(syntax) => unread(place, syntax),
        }
    });
    Ok(Reading { format: Format::Qti, entries: entries.collect(), notes: Vec::new() })
}

/// Unpacks the files within the limits.
fn unpack(bytes: &[u8], limits: &Limits) -> Result<HashMap<String, Vec<u8>>, FileProblem> {
    let bomb = || FileProblem::ZipBomb { limit: limits.unpacked };
    let refused = |error: ZipError| match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => FileProblem::Encrypted,
        _ => FileProblem::Broken,
    };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(refused)?;
    if archive.len() > limits.questions.saturating_add(MORE_FILES) {
        return Err(bomb());
    }
    let mut room = limits.unpacked;
    let mut files = HashMap::new();
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(refused)?;
        let name = entry.name().map_err(refused)?.into_owned();
        // Pictures and schemas are of no use.
        if !entry.is_file() || !name.to_ascii_lowercase().ends_with(".xml") {
            continue;
        }
        let mut content = Vec::new();
        // What is declared may be a lie.
        entry.take(room + 1).read_to_end(&mut content).map_err(|_| FileProblem::Broken)?;
        room = room.checked_sub(content.len() as u64).ok_or_else(bomb)?;
        files.insert(name, content);
    }
    Ok(files)
}

/// The files of the items, in the order of the manifest.
fn items(manifest: &Element) -> Vec<String> {
    let mut resources = Vec::new();
    manifest.below("resource", &mut resources);
    let items =
        resources.into_iter().filter(|resource| resource.attribute("type").starts_with("imsqti_item"));
    let hrefs = items.map(|resource| match resource.attribute("href") {
        "" => resource.child("file").map_or("", |file| file.attribute("href")).to_owned(),
        href => href.to_owned(),
    });
    hrefs.filter(|href| !href.is_empty()).collect()
}

/// An address with `%20` and the like as the name of a file.
fn decoded(href: &str) -> String {
    let bytes = href.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let hex = href
            .get(at + 1..at + 3)
            .filter(|_| *byte == b'%')
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        out.push(hex.unwrap_or(*byte));
        at += if hex.is_some() { 3 } else { 1 };
    }
    let plain = String::from_utf8_lossy(&out).into_owned();
    plain.strip_prefix("./").map_or(plain.clone(), str::to_owned)
}

/// A file that holds no question that could be read.
fn unread(place: Place, syntax: Syntax) -> Entry {
    let issue = CellIssue { row: 0, column: None, value: place.part.clone(), reason: Reason::Syntax(syntax) };
    let Found { place, lines, issues, notes, raw } = Found {
        place,
        raw: crate::meta::blank(KindName::Single),
        lines: vec![Line::empty(0)],
        issues: vec![issue],
        notes: Vec::new(),
    };
    Entry { place, lines, issues, notes, draft: None, id: raw.id }
}

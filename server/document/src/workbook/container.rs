//! What kind of file it is, and whether it can be unpacked without harm, before anything parses it.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::{Limits, WorkbookRefusal};

/// The first bytes of an OLE2 compound file (MS-CFB, 2.2): old and encrypted workbooks.
const COMPOUND: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
/// The first bytes of a zip entry, and of an empty archive.
const ZIP: [&[u8]; 2] = [b"PK\x03\x04", b"PK\x05\x06"];
/// More parts than any workbook of ours has.
const MOST_ENTRIES: usize = 5_000;

/// Refuses everything but an .xlsx that unpacks within the limits.
pub(super) fn check(bytes: &[u8], limits: &Limits) -> Result<(), WorkbookRefusal> {
    if bytes.is_empty() {
        return Err(WorkbookRefusal::Empty);
    }
    if bytes.len() > limits.bytes {
        return Err(WorkbookRefusal::TooLarge { bytes: bytes.len(), limit: limits.bytes });
    }
    if bytes.starts_with(COMPOUND) {
        return Err(compound(bytes));
    }
    if !ZIP.iter().any(|magic| bytes.starts_with(magic)) {
        return Err(WorkbookRefusal::NotAWorkbook);
    }
    archive(bytes, limits)
}

/// Directory entries of a compound file are 128 bytes long, aligned, and begin with a UTF-16 name.
fn compound(bytes: &[u8]) -> WorkbookRefusal {
    let has = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        bytes.chunks(128).any(|entry| entry.starts_with(&name))
    };
    if has("EncryptedPackage") {
        WorkbookRefusal::Encrypted
    } else if has("Workbook") || has("Book") {
        WorkbookRefusal::OldXls
    } else {
        WorkbookRefusal::NotAWorkbook
    }
}

fn archive(bytes: &[u8], limits: &Limits) -> Result<(), WorkbookRefusal> {
    let bomb = || WorkbookRefusal::ZipBomb { limit: limits.unpacked };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(refused)?;
    if archive.len() > MOST_ENTRIES {
        return Err(bomb());
    }
    let is_book = |name: &str| name.to_ascii_lowercase().ends_with("workbook.xml");
    if !archive.file_names().flatten().any(|name| is_book(&name)) {
        return Err(WorkbookRefusal::NotAWorkbook);
    }
    let mut declared = 0_u64;
    for index in 0..archive.len() {
        declared = declared.saturating_add(archive.by_index(index).map_err(refused)?.size());
    }
    if declared > limits.unpacked {
        return Err(bomb());
    }
    // What is declared may be a lie: unpack everything once, into nothing.
    let mut room = limits.unpacked;
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(refused)?.take(room + 1);
        let unpacked = std::io::copy(&mut entry, &mut std::io::sink())
            .map_err(|error| WorkbookRefusal::broken(&error))?;
        room = room.checked_sub(unpacked).ok_or_else(bomb)?;
    }
    Ok(())
}

fn refused(error: ZipError) -> WorkbookRefusal {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => WorkbookRefusal::Encrypted,
        other => WorkbookRefusal::broken(&other),
    }
}

//! Many files in one archive, written as they come: nothing but its table of contents is kept in memory.

use chrono::{Datelike, NaiveDateTime, Timelike};
use std::io::Write;
use zip::{
    CompressionMethod, DateTime as ZipTime, ZipWriter,
    result::ZipError,
    write::{SimpleFileOptions, StreamWriter},
};

/// An archive that is being written.
pub struct Bundle<W: Write>(ZipWriter<StreamWriter<W>>);

/// The archive could not be written on: who takes it is gone, or a file is too large.
#[derive(Debug, thiserror::Error)]
#[error("the archive cannot be written: {0}")]
pub struct BundleError(#[from] std::io::Error);

impl From<ZipError> for BundleError {
    fn from(error: ZipError) -> Self {
        Self(error.into())
    }
}

impl<W: Write> Bundle<W> {
    /// Begins an archive.
    pub fn new(to: W) -> Self {
        Self(ZipWriter::new_stream(to))
    }

    /// Adds a file as it is: certificates are compressed already. The name may hold Chinese; the time is wall-clock.
    ///
    /// # Errors
    /// Nobody takes the bytes any more.
    pub fn add(&mut self, name: &str, bytes: &[u8], changed: NaiveDateTime) -> Result<(), BundleError> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .last_modified_time(zip_time(changed));
        self.0.start_file(name, options)?;
        self.0.write_all(bytes)?;
        Ok(())
    }

    /// Writes the table of contents; gives what it was written to.
    ///
    /// # Errors
    /// Nobody takes the bytes any more.
    pub fn finish(self) -> Result<W, BundleError> {
        Ok(self.0.finish()?.into_inner())
    }
}

/// ZIP knows the years 1980 to 2107 only.
fn zip_time(moment: NaiveDateTime) -> ZipTime {
    let part = |value: u32| u8::try_from(value).unwrap_or_default();
    let year = u16::try_from(moment.year()).unwrap_or_default();
    let (month, day) = (part(moment.month()), part(moment.day()));
    let (hour, minute, second) = (part(moment.hour()), part(moment.minute()), part(moment.second()));
    ZipTime::from_date_and_time(year, month, day, hour, minute, second).unwrap_or_default()
}

/// A name that every system takes: no folders, no signs that a file system refuses, at most 60 characters.
#[must_use]
pub fn file_name(text: &str) -> String {
    let safe = |c: char| if c.is_control() || "/\\:*?\"<>|".contains(c) { '_' } else { c };
    let name: String = text.trim().chars().map(safe).take(60).collect();
    name.trim_matches(['.', ' ']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;

    #[test]
    fn an_archive_reads_back_with_chinese_names() {
        let moment = "2026-11-23T09:30:02".parse().unwrap();
        let mut bundle = Bundle::new(Vec::new());
        bundle.add("TW-1_张㛃𬱖.pdf", b"%PDF", moment).unwrap();
        bundle.add("empty", b"", moment).unwrap();
        let bytes = bundle.finish().unwrap();
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let mut file = archive.by_name("TW-1_张㛃𬱖.pdf").unwrap();
        let mut content = String::new();
        file.read_to_string(&mut content).unwrap();
        assert_eq!(content, "%PDF");
        let time = file.last_modified().unwrap();
        assert_eq!((time.year(), time.hour(), time.minute()), (2026, 9, 30));
    }

    #[test]
    fn no_name_leaves_the_folder() {
        assert_eq!(file_name("<script>alert(1)</script>"), "_script_alert(1)__script_");
        assert_eq!(file_name("../../etc/passwd"), "_.._etc_passwd");
        assert_eq!(file_name("a\\b:c*\"?\u{0}"), "a_b_c____");
        assert_eq!(file_name(" 阿卜杜拉·买买提. "), "阿卜杜拉·买买提");
        assert_eq!(file_name(&"长".repeat(99)).chars().count(), 60);
    }
}

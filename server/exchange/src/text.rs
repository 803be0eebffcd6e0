//! Text files in the encodings of an office.

use contract::exchange::{FileNote, FileProblem};
use encoding_rs::{Encoding, GB18030, UTF_16BE, UTF_16LE};

/// Reads a text: UTF-8, UTF-16 with a byte order mark, else GB18030. Gives the name of the encoding too.
pub(crate) fn decode(bytes: &[u8]) -> Result<(String, &'static str), FileProblem> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(FileProblem::Encoding);
    }
    for (mark, encoding) in [(&[0xFF, 0xFE][..], UTF_16LE), (&[0xFE, 0xFF], UTF_16BE)] {
        if let Some(rest) = bytes.strip_prefix(mark) {
            return whole(encoding, rest);
        }
    }
    let plain = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    match std::str::from_utf8(plain) {
        Ok(text) if text.contains('\0') => Err(FileProblem::Encoding),
        Ok(text) => Ok((text.to_owned(), "UTF-8")),
        Err(_) => whole(GB18030, bytes),
    }
}

fn whole(encoding: &'static Encoding, bytes: &[u8]) -> Result<(String, &'static str), FileProblem> {
    let (text, wrong) = encoding.decode_without_bom_handling(bytes);
    let name = if encoding == GB18030 { "GB18030" } else { encoding.name() };
    if wrong || text.contains('\0') { Err(FileProblem::Encoding) } else { Ok((text.into_owned(), name)) }
}

/// What is said of an encoding that is not the usual one.
pub(crate) fn note(encoding: &str) -> Option<FileNote> {
    (encoding != "UTF-8").then(|| FileNote::ReadAs { encoding: encoding.to_owned() })
}

/// A text on one line, and whether it was on several.
pub(crate) fn on_one_line(text: &str) -> (String, bool) {
    let broken = text.contains(['\n', '\r']);
    let lines = text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty());
    if broken { (lines.collect::<Vec<_>>().join(" "), true) } else { (text.to_owned(), false) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_encodings_of_an_office_are_told_apart() {
        let text = "题干,答案\n动火作业须审批,对";
        let (gbk, _, _) = GB18030.encode(text);
        let utf16: Vec<u8> =
            [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let marked = [&[0xEF, 0xBB, 0xBF], text.as_bytes()].concat();
        for (bytes, name) in
            [(text.as_bytes(), "UTF-8"), (&marked, "UTF-8"), (&gbk, "GB18030"), (&utf16, "UTF-16LE")]
        {
            assert_eq!(decode(bytes), Ok((text.to_owned(), name)));
        }
        assert_eq!(decode(&[0xFF, 0xFF, 0xFF, 0x00]), Err(FileProblem::Encoding));
    }
}

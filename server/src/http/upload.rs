//! Taking a file in: never more of it in memory than allowed, yet read to its end, so that the browser
//! waits for our answer instead of reporting a broken connection.

use application::Failure;
use axum::extract::Multipart;
use contract::UiError;
use std::collections::BTreeMap;

/// A body is read so far, in bytes; what is longer is cut off with the connection.
pub(super) const READ_TO_THE_END: usize = 200 << 20;

/// A file that somebody sent.
pub(super) struct File {
    /// Its name on their machine.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// What a form held.
pub(super) struct Sent {
    /// Its text fields.
    pub fields: BTreeMap<String, String>,
    /// Its file; none where none was chosen.
    pub file: Option<File>,
    /// The file has more bytes than allowed; it was read and dropped.
    pub over: bool,
}

/// The most bytes of a text field, and the most fields.
const MOST_TEXT: usize = 10_000;
const MOST_FIELDS: usize = 50;

/// Takes the file of a field out of a form; `None` where none was chosen. Refuses more than `limit_mib`
/// mebibytes, having read and dropped the rest.
pub(super) async fn file(form: Multipart, field: &str, limit_mib: u32) -> Result<Option<File>, Failure> {
    let sent = self::form(form, field, limit_mib).await?;
    if sent.over { Err(too_large(limit_mib)) } else { Ok(sent.file) }
}

/// That a file is too large.
pub(super) fn too_large(limit_mib: u32) -> Failure {
    Failure::Told(UiError::TooLarge { limit_mib })
}

/// Reads a form with one file to its end.
pub(super) async fn form(mut form: Multipart, field: &str, limit_mib: u32) -> Result<Sent, Failure> {
    let limit = (limit_mib as usize) << 20;
    // The framework refuses a body beyond its limit and a malformed one with the same type.
    let refused = |error: axum::extract::multipart::MultipartError| match error.status().as_u16() {
        413 => too_large(limit_mib),
        _ => Failure::Told(UiError::Unreadable),
    };
    let mut sent = Sent { fields: BTreeMap::new(), file: None, over: false };
    while let Some(mut part) = form.next_field().await.map_err(refused)? {
        let wanted = part.name() == Some(field) && sent.file.is_none();
        let name = part.file_name().map(str::to_owned);
        let text = part.name().filter(|_| name.is_none() && !wanted).map(str::to_owned);
        let room = if wanted { limit } else { MOST_TEXT };
        let (mut bytes, mut over) = (Vec::new(), false);
        while let Some(chunk) = part.chunk().await.map_err(refused)? {
            if over || !(wanted || text.is_some()) {
                continue;
            }
            if bytes.len() + chunk.len() > room {
                over = true;
                bytes = Vec::new();
            } else {
                bytes.extend_from_slice(&chunk);
            }
        }
        if wanted {
            sent.over |= over;
            let name = name.unwrap_or_default();
            if !(name.is_empty() && bytes.is_empty()) {
                sent.file = Some(File { name, bytes });
            }
        } else if let Some(key) = text.filter(|_| sent.fields.len() < MOST_FIELDS) {
            sent.fields.insert(key, String::from_utf8_lossy(&bytes).into_owned());
        }
    }
    Ok(sent)
}

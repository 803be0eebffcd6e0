//! Taking a file in: never more of it in memory than allowed, yet read to its end, so that the browser
//! waits for our answer instead of reporting a broken connection.

use application::Failure;
use axum::extract::Multipart;
use contract::UiError;

/// A body is read so far, in bytes; what is longer is cut off with the connection.
pub(super) const READ_TO_THE_END: usize = 200 << 20;

/// A file that somebody sent.
pub(super) struct File {
    /// Its name on their machine.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// Takes the file of a field out of a form; `None` where none was chosen. Refuses more than `limit_mib`
/// mebibytes, having read and dropped the rest.
pub(super) async fn file(mut form: Multipart, field: &str, limit_mib: u32) -> Result<Option<File>, Failure> {
    let limit = (limit_mib as usize) << 20;
    let too_large = || Failure::Told(UiError::TooLarge { limit_mib });
    // The framework refuses a body beyond its limit and a malformed one with the same type.
    let refused = |error: axum::extract::multipart::MultipartError| match error.status().as_u16() {
        413 => too_large(),
        _ => Failure::Told(UiError::Unreadable),
    };
    let (mut found, mut over) = (None, false);
    while let Some(mut part) = form.next_field().await.map_err(refused)? {
        let wanted = part.name() == Some(field) && found.is_none();
        let name = part.file_name().unwrap_or_default().to_owned();
        let mut bytes = Vec::new();
        while let Some(chunk) = part.chunk().await.map_err(refused)? {
            if !wanted || over {
                continue;
            }
            if bytes.len() + chunk.len() > limit {
                over = true;
                bytes = Vec::new();
            } else {
                bytes.extend_from_slice(&chunk);
            }
        }
        if wanted && !(name.is_empty() && bytes.is_empty()) {
            found = Some(File { name, bytes });
        }
    }
    if over { Err(too_large()) } else { Ok(found) }
}

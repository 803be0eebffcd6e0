//! The one-time code that leads a drawn worker to the paper.

use chrono::{DateTime, Utc};

/// What is known of a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// Until when it can be used.
    pub expires_at: DateTime<Utc>,
    /// The device that used it, as the hash of its cookie.
    pub device: Option<String>,
    /// A later code took its place.
    pub replaced: bool,
    /// Its test has ended.
    pub ended: bool,
}

/// What a code gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It can be confirmed.
    Fresh,
    /// This device confirmed it.
    Bound,
}

/// Why a code gives nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeRefusal {
    /// A later code took its place.
    Replaced,
    /// Another device used it.
    Used,
    /// It was not used in time.
    Expired {
        /// Since when.
        since: DateTime<Utc>,
    },
    /// The test has ended.
    Ended,
}

/// Judges a code shown by a device; `device` is the hash of its cookie, where it has one. Who has confirmed
/// keeps what they have, also after the code's time and the test's end.
///
/// # Errors
/// Refuses what [`CodeRefusal`] names.
pub fn admit(code: &Code, device: Option<&str>, now: DateTime<Utc>) -> Result<Standing, CodeRefusal> {
    if code.replaced {
        return Err(CodeRefusal::Replaced);
    }
    match &code.device {
        Some(bound) if device == Some(bound) => Ok(Standing::Bound),
        Some(_) => Err(CodeRefusal::Used),
        None if now >= code.expires_at => Err(CodeRefusal::Expired { since: code.expires_at }),
        None if code.ended => Err(CodeRefusal::Ended),
        None => Ok(Standing::Fresh),
    }
}

//! Views of the media library.

use chrono::{DateTime, Utc};
use domain::media::{MediaFormat, MediaKind, MediaLimits, MediaState};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// An item of the library.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MediaItem {
    /// Which.
    pub id: Uuid,
    /// What it is.
    pub kind: MediaKind,
    /// In which format.
    pub format: MediaFormat,
    /// What it is called.
    pub title: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// Where it comes from.
    pub source: String,
    /// Its size, in bytes.
    pub bytes: u64,
    /// How long a video is, in milliseconds, where its file says so.
    pub length_ms: Option<u32>,
    /// How far it has come.
    pub state: MediaState,
    /// When it was uploaded.
    pub added_at: DateTime<Utc>,
}

/// What a list of the library is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are the parameters of the page")]
pub struct MediaQuery {
    pub q: String,
    pub kind: String,
    pub state: String,
    pub page: Option<u64>,
}

/// The library.
#[derive(Clone, Debug, Serialize)]
pub struct MediaList {
    /// The items shown.
    pub items: Vec<MediaItem>,
    /// What was asked for.
    pub query: MediaQuery,
    /// Where they stand in the whole.
    pub pager: crate::Pager,
}

/// One item with what became of it.
#[derive(Clone, Debug, Serialize)]
pub struct MediaPage {
    /// The item.
    pub item: MediaItem,
    /// The file's name when it was uploaded.
    pub name: String,
    /// Its SHA-256, in hexadecimal.
    pub sha256: String,
    /// Who uploaded it.
    pub author: String,
    /// Whether that is who looks.
    pub own: bool,
    /// Who reviewed it, and when.
    pub reviewed: Option<(String, DateTime<Utc>)>,
    /// What was noted last: what is wrong with it, or why it is withdrawn.
    pub note: String,
    /// The trainings that use it.
    pub uses: Vec<MediaUseLine>,
}

/// How an item is used in one training.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct MediaUseLine {
    pub training: Uuid,
    pub title: String,
    /// `draft`, `published` or `closed`.
    pub status: String,
    pub attendees: u32,
    pub opened: u32,
    pub finished: u32,
}

/// The form of an upload.
#[derive(Clone, Copy, Debug)]
pub struct MediaForm {
    /// The largest files that are taken.
    pub limits: MediaLimits,
}

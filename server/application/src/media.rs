//! The media library: files come in, a second person looks at them, lessons use them.

mod add_media;
mod list_media;
mod move_media;
mod open_media;
mod probe;
mod show_media;
pub mod store;
mod sweep;

pub use add_media::{NewMedia, add_media, refuse_upload, upload_form};
pub use list_media::list_media;
pub use move_media::move_media;
pub use open_media::{MediaFile, open_media};
pub use show_media::show_media;
pub use store::{Incoming, MediaStore, Stored};
pub use sweep::sweep_media;

use crate::Failure;
use anyhow::anyhow;
use contract::media::MediaItem;
use domain::media::{MediaFormat, MediaKind, MediaState};
use storage::media::MediaRow;

/// Reads a stored item.
pub(crate) fn item(row: &MediaRow) -> Result<MediaItem, Failure> {
    let damaged = || anyhow!("the media item {} is damaged", row.id);
    Ok(MediaItem {
        id: row.id,
        kind: MediaKind::from_code(&row.kind).ok_or_else(damaged)?,
        format: MediaFormat::from_code(&row.format).ok_or_else(damaged)?,
        title: row.title.clone(),
        tags: row.tags.split(',').filter(|tag| !tag.is_empty()).map(str::to_owned).collect(),
        source: row.source.clone(),
        bytes: u64::try_from(row.bytes).map_err(|_| damaged())?,
        length_ms: row.length_ms.and_then(|ms| u32::try_from(ms).ok()),
        state: MediaState::from_code(&row.state).ok_or_else(damaged)?,
        added_at: row.added_at,
    })
}

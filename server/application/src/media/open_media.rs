//! Who may have a file of the library.

use super::item;
use crate::{Cx, Failure};
use contract::media::MediaItem;
use domain::actor::Action;
use std::path::PathBuf;
use uuid::Uuid;

/// A file to be served.
#[derive(Clone, Debug)]
pub struct MediaFile {
    /// The item.
    pub item: MediaItem,
    /// Where its file stands.
    pub path: PathBuf,
    /// Its hash, in hexadecimal.
    pub sha256: String,
}

/// Opens a file to who reads the library, and to the attendees of a training that was published with it; to
/// everybody else who is signed in there is no such file.
pub async fn open_media(cx: &Cx, id: Uuid) -> Result<MediaFile, Failure> {
    let actor = cx.actor()?;
    let reader = cx.reader();
    if cx.allow(Action::ReadMedia).is_err() {
        let person = actor.person.ok_or_else(Failure::missing)?;
        cx.allow(Action::ActAs(person))?;
        if !storage::media::is_offered_to(&reader, cx.street(), id, person.uuid()).await? {
            return Err(Failure::missing());
        }
    }
    let row = storage::media::find(&reader, cx.street(), id).await?.ok_or_else(Failure::missing)?;
    Ok(MediaFile { item: item(&row)?, path: cx.services().media.path(&row.sha256), sha256: row.sha256 })
}

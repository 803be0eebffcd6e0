//! One item of the library.

use super::item;
use crate::{Cx, Failure};
use contract::media::{MediaPage, MediaUseLine};
use domain::actor::Action;
use uuid::Uuid;

/// Shows an item with who looked at it, in which training.
pub async fn show_media(cx: &Cx, id: Uuid) -> Result<MediaPage, Failure> {
    let account = cx.allow(Action::ReadMedia)?.account.uuid();
    let reader = cx.reader();
    let row = storage::media::find(&reader, cx.street(), id).await?.ok_or_else(Failure::missing)?;
    let accounts =
        storage::account::by_ids(&reader, [Some(row.author), row.reviewer].into_iter().flatten()).await?;
    let name = |id: Uuid| accounts.iter().find(|a| a.id == id).map(|a| a.name.clone()).unwrap_or_default();
    let uses = storage::media::uses(&reader, cx.street(), id).await?;
    let count = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    Ok(MediaPage {
        item: item(&row)?,
        author: name(row.author),
        own: row.author == account,
        reviewed: row.reviewer.map(name).zip(row.reviewed_at),
        uses: uses
            .into_iter()
            .map(|line| MediaUseLine {
                training: line.training_id,
                title: line.title,
                status: line.status,
                attendees: count(line.attendees),
                opened: count(line.opened),
                finished: count(line.finished),
            })
            .collect(),
        name: row.name,
        sha256: row.sha256,
        note: row.note,
    })
}

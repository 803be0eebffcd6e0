//! The library's list.

use super::item;
use crate::{Cx, Failure};
use contract::{
    Pager,
    media::{MediaList, MediaQuery},
};
use domain::actor::Action;
use storage::media::MediaFilter;

/// Rows a page.
const SIZE: u64 = 24;

/// Lists the items of the library, the newest first.
pub async fn list_media(cx: &Cx, query: MediaQuery) -> Result<MediaList, Failure> {
    cx.allow(Action::ReadMedia)?;
    let page = query.page.unwrap_or(1).max(1);
    let filter = MediaFilter { text: query.q.clone(), kind: query.kind.clone(), state: query.state.clone() };
    let found = storage::media::page(&cx.reader(), cx.street(), &filter, page, SIZE).await?;
    let items = found.rows.iter().map(item).collect::<Result<_, _>>()?;
    Ok(MediaList { items, query, pager: Pager { page, size: SIZE, total: found.total } })
}

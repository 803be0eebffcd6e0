//! The own notices.

use crate::{Cx, Failure};
use contract::{
    Pager,
    notice::{InboxView, NoticeLine},
};
use domain::{
    actor::{Action, Denied},
    notice::Kind,
};

/// Rows a page.
const SIZE: u64 = 30;

/// Shows one page of the asker's notices, the newest first. Looking marks nothing as read.
pub async fn my_notices(cx: &Cx, page: u64) -> Result<InboxView, Failure> {
    let person = cx.actor()?.person.ok_or(Denied)?;
    cx.allow(Action::ActAs(person))?;
    let found = storage::notice::page(&cx.reader(), cx.street(), person.uuid(), page, SIZE).await?;
    let notices = found.rows.into_iter().map(|row| NoticeLine {
        kind: Kind::from_code(&row.kind),
        body: row.body,
        path: row.path,
        made_at: row.made_at,
        unread: row.read_at.is_none(),
    });
    Ok(InboxView { notices: notices.collect(), pager: Pager { page, size: SIZE, total: found.total } })
}

/// Marks the asker's notices as read. Housekeeping, so it leaves no trace.
pub async fn read_notices(cx: &Cx) -> Result<u64, Failure> {
    let person = cx.actor()?.person.ok_or(Denied)?;
    cx.allow(Action::ActAs(person))?;
    let tx = cx.begin().await?;
    let read = storage::notice::read_all(&tx, cx.street(), person.uuid(), cx.now()).await?;
    tx.commit().await?;
    Ok(read)
}

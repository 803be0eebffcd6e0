//! Archives: 一人一档, 一期一档, 一企一档 (安全生产法 art. 28, 令2号 art. 31), on screen and as files.

mod enterprise;
mod file;
mod gather;
mod person;
mod training;

pub use enterprise::{enterprise_archive, my_enterprise_archive};
pub use file::{Format, archive_file};
pub use person::{my_archive, person_archive};
pub use training::training_archive;

use crate::{Cx, Failure};
use contract::archive::ArchiveHead;
use domain::actor::{Actor, Role};
use storage::db::Handle;
use uuid::Uuid;

/// Rows of a page on screen.
const PAGE: u64 = 50;

/// Which rows of an archive are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// One page, from 1: on screen.
    Page(u64),
    /// All: in a file.
    All,
}

impl Rows {
    /// Cuts the rows down to what is wanted; says where they stand.
    fn cut<T>(self, rows: Vec<T>) -> (Vec<T>, contract::Pager) {
        let total = rows.len() as u64;
        match self {
            Self::All => (rows, contract::Pager { page: 1, size: total.max(1), total }),
            Self::Page(page) => {
                let page = page.clamp(1, total.div_ceil(PAGE).max(1));
                let from = usize::try_from((page - 1) * PAGE).unwrap_or(usize::MAX);
                let rows = rows.into_iter().skip(from).take(PAGE as usize).collect();
                (rows, contract::Pager { page, size: PAGE, total })
            }
        }
    }
}

/// The only area whose people somebody may see: their own, for area officials.
fn bound_to(actor: &Actor) -> Option<Uuid> {
    // An area official without an area sees nobody: no area has the nil identifier.
    (actor.role == Role::Area).then(|| actor.area.map_or(Uuid::nil(), domain::id::Id::uuid))
}

/// What every archive says around its records.
async fn head(cx: &Cx, db: &impl Handle, year: Option<i32>, years: Vec<i32>) -> Result<ArchiveHead, Failure> {
    let street = storage::organization::street(db, cx.street()).await?;
    Ok(ArchiveHead {
        year,
        years,
        made_at: cx.now(),
        issuer: street.map(|street| street.name).unwrap_or_default(),
        missing: Vec::new(),
    })
}

//! What people owe by the training policy: computed for one person or unit when asked, and for the whole street by
//! the tick, into a cache that lists read (decision 0020).

mod compute;
mod export;
mod list;
mod own;
mod posts;
mod refresh;

pub use export::export_duties;
pub use list::list_duties;
pub use own::{my_duties, my_unit_duties, person_duties};
pub use posts::correct_post;
pub(crate) use posts::{note, note_posts};
pub use refresh::{refresh_duties, refresh_now};

//! Coverage on frozen denominators and pass rates, each number with the list behind it.

mod freeze;
mod list;
mod show;

pub use freeze::freeze_coverage;
pub use list::{coverage_list, export_coverage};
pub use show::show_coverage;

use crate::Cx;
use chrono::Datelike;

/// The year that a query asks for; this one where it asks for none.
fn year(cx: &Cx, text: &str) -> i32 {
    let this = cx.today().year();
    text.trim().parse().ok().filter(|year| (2024..=this + 1).contains(year)).unwrap_or(this)
}

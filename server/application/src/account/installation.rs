//! The state of the installation, for its administrator.

use crate::{Cx, Failure};
use contract::office::AdminHome;
use domain::actor::Action;

/// Shows the state of the installation; no drill secrets, no scores.
pub async fn installation(cx: &Cx) -> Result<AdminHome, Failure> {
    cx.allow(Action::Administer)?;
    let reader = cx.reader();
    let streets = storage::organization::streets(&reader).await?;
    Ok(AdminHome {
        version: env!("CARGO_PKG_VERSION"),
        database: cx.system.db.kind(),
        missing_steps: cx.system.db.missing_steps().await?,
        accounts: storage::account::count(&reader).await?,
        streets: streets.into_iter().map(|s| format!("{} {}", s.code, s.name)).collect(),
        certificate_fonts: cx.services().fonts.is_some(),
        public_url: cx.services().public_url.clone(),
    })
}

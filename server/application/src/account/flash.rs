//! What a page is to say once, kept between the answer to a form and the page it leads to.

use crate::{Failure, System};
use chrono::TimeDelta;
use contract::Flash;

/// How long it is kept.
const KEPT: TimeDelta = TimeDelta::minutes(10);

/// Keeps it; gives the key for the cookie.
pub async fn keep_flash(system: &System, flash: &Flash) -> Result<String, Failure> {
    let key = hex::encode(system.random::<16>());
    let now = system.now();
    let tx = system.db.begin().await?;
    storage::account::keep_flash(&tx, &key, serde_json::to_string(flash)?, now, now + KEPT).await?;
    tx.commit().await?;
    Ok(key)
}

/// Reads it again; nothing where the key is unknown.
pub async fn read_flash(system: &System, key: &str) -> Result<Flash, Failure> {
    let content = storage::account::flash(&system.db.reader(), key).await?;
    Ok(content.and_then(|c| serde_json::from_str(&c).ok()).unwrap_or_default())
}

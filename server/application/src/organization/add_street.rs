//! Adding a street; on the command line only, where the system itself acts.

use crate::{Cx, Failure};
use domain::audit::{Event, Subject};
use storage::{audit::By, organization::StreetRow};

/// Adds the street of `cx`. `letters` are the two of its certificates' serial numbers. Refuses a street
/// that is there already.
pub async fn add_street(cx: &Cx, name: &str, letters: &str) -> Result<(), Failure> {
    let row = StreetRow {
        code: cx.street().to_owned(),
        name: name.to_owned(),
        letters: letters.to_owned(),
        created_at: cx.now(),
    };
    let tx = cx.begin().await?;
    storage::organization::add_street(&tx, row).await?;
    cx.log_by(&tx, By::System, Event::StreetAdded, Subject::new("street", cx.street())).await?;
    Ok(tx.commit().await?)
}

//! The proof of a spot test's draw.

use super::{drawn_order, open_seed, wanted};
use crate::{Cx, Failure};
use anyhow::anyhow;
use contract::Refusal;
use domain::{
    actor::Action,
    audit::{Event, Subject},
    exam::Hex32,
    hash::parse_hex32,
    id::Id,
    spot::{
        Absence,
        bundle::{Called, FORMAT, SpotBundle},
    },
};
use storage::spot::CandidateRow;
use uuid::Uuid;

/// Exports what anybody needs to draw the workers of a test again. The seed would tell who steps in next, so it is
/// given once the test has ended. It names nobody.
///
/// # Errors
/// Refuses a test that has not ended.
pub async fn export_spot_bundle(cx: &Cx, id: Uuid) -> Result<SpotBundle, Failure> {
    cx.allow(Action::Audit)?;
    let reader = cx.reader();
    let row = storage::spot::find(&reader, cx.street(), id).await?.ok_or_else(Failure::missing)?;
    if row.ended_at.is_none() {
        return Err(Refusal::SpotNotEnded.into());
    }
    let hex32 = |text: &str| {
        parse_hex32(text).map(Hex32).ok_or_else(|| anyhow!("a hash of spot test {id} is damaged"))
    };
    let rows = storage::spot::candidates(&reader, cx.street(), id).await?;
    let bundle = SpotBundle {
        format: FORMAT,
        street: row.street.clone(),
        test: Id::new(id),
        wanted: wanted(&row),
        commitment: hex32(&row.commitment)?,
        seed: Hex32(open_seed(cx, &row)?),
        roster: serde_json::from_str(&row.roster)?,
        roster_hash: hex32(&row.roster_hash)?,
        order: drawn_order(&row)?,
        called: rows.iter().map(called).collect(),
    };
    let tx = cx.begin().await?;
    cx.log(&tx, Event::BundleExported { kind: "spot".into() }, Subject::new("spot_test", id)).await?;
    tx.commit().await?;
    Ok(bundle)
}

fn called(row: &CandidateRow) -> Called {
    Called {
        person: Id::new(row.person_id),
        absent: row.absent_reason.as_deref().and_then(Absence::from_code),
    }
}

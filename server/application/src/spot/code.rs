//! The one-time code of a drawn worker. The database keeps its hash only, so it is shown once.

use super::{own_to_change, place};
use crate::{Cx, Failure};
use contract::{Refusal, spot::SpotCodeView};
use domain::{
    audit::{Event, Subject},
    hash::hash,
    spot::CODE_LIFE,
};
use storage::spot::CodeRow;
use uuid::Uuid;

/// On which device a code is to be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Device {
    /// The worker's own phone.
    Own,
    /// The inspector's.
    Inspectors,
}

/// Makes a code for a drawn worker; an earlier one is good no more.
///
/// # Errors
/// Refuses who is absent, has handed in, or whose time is over: then a phone may still hold answers that only its
/// own code can hand in.
pub async fn make_code(cx: &Cx, test: Uuid, at: i32, device: Device) -> Result<SpotCodeView, Failure> {
    cx.allow(domain::actor::Action::RunSpotTests)?;
    let token = hex::encode(cx.random::<16>());
    let tx = cx.begin().await?;
    let row = own_to_change(cx, &tx, test).await?;
    if row.ended_at.is_some() {
        return Err(Refusal::SpotEnded.into());
    }
    let worker = storage::spot::candidate(&tx, cx.street(), test, at).await?.ok_or_else(Failure::missing)?;
    let over = worker.deadline.is_some_and(|deadline| deadline <= cx.now());
    if worker.absent_at.is_some() || worker.handed_in_at.is_some() || over {
        return Err(Refusal::WorkerSettled.into());
    }
    let here = device == Device::Inspectors;
    let expires_at = cx.now() + CODE_LIFE;
    let code = CodeRow {
        token_hash: token_hash(&token),
        street: cx.street().to_owned(),
        test_id: test,
        place: at,
        here,
        made_at: cx.now(),
        expires_at,
        used_at: None,
        device_hash: None,
        replaced_at: None,
    };
    storage::spot::add_code(&tx, code).await?;
    let event = Event::SpotCodeMade { place: place(&worker), here };
    cx.log(&tx, event, Subject::new("spot_test", test)).await?;
    let unit = storage::organization::unit(&tx, cx.street(), row.unit_id).await?;
    let person = storage::organization::person(&tx, cx.street(), worker.person_id).await?;
    tx.commit().await?;
    let path = format!("/spot/{token}");
    let url = format!("{}{path}", cx.services().public_url);
    let drawing = document::qr::draw(&url).map_err(anyhow::Error::from)?;
    Ok(SpotCodeView {
        test,
        unit: unit.map(|unit| unit.name).unwrap_or_default(),
        name: person.map(|person| person.name).unwrap_or_default(),
        place: place(&worker),
        url,
        path,
        expires_at,
        size: super::count(drawing.size),
        drawing: drawing.path,
    })
}

/// What is kept of a token, and of a device's cookie.
pub(super) fn token_hash(token: &str) -> String {
    hex::encode(hash(token.as_bytes()))
}

//! Telling who a request comes from.

use super::sign_in::{IDLE, token_hash};
use crate::{Failure, System};
use chrono::TimeDelta;
use contract::Visitor;
use domain::{
    actor::Actor,
    id::Id,
    organization::{DivisionCode, vocabulary_role::Role},
};

/// A session's longest life, used or not.
const ABSOLUTE: TimeDelta = TimeDelta::days(7);
/// A session's use is noted at most this often.
const TOUCH_EVERY: TimeDelta = TimeDelta::minutes(10);

/// Somebody known by a session.
#[derive(Clone, Debug)]
pub struct Known {
    /// Who acts, for the rules.
    pub actor: Actor,
    /// Who looks, for the pages.
    pub visitor: Visitor,
    /// Whether the password must be changed before anything else.
    pub must_change: bool,
}

/// Tells who a session's token stands for; `None` when it is unknown, expired or its account disabled.
pub async fn who(system: &System, token: &str) -> Result<Option<Known>, Failure> {
    let now = system.now();
    let Some(held) = storage::account::holder(&system.db.reader(), &token_hash(token)).await? else {
        return Ok(None);
    };
    if held.expires_at <= now || held.created_at + ABSOLUTE <= now || held.disabled_at.is_some() {
        return Ok(None);
    }
    let (Some(role), Ok(street)) = (Role::from_code(&held.role), DivisionCode::parse(&held.street)) else {
        return Err(anyhow::anyhow!("a membership of account {} is damaged", held.account_id).into());
    };
    if now - held.seen_at > TOUCH_EVERY {
        let tx = system.db.begin().await?;
        storage::account::touch_session(&tx, &held.token_hash, now, now + IDLE).await?;
        tx.commit().await?;
    }
    let actor = Actor {
        account: Id::new(held.account_id),
        name: held.name.clone(),
        street,
        role,
        area: held.area_id.map(Id::new),
        person: held.person_id.map(Id::new),
        unit: held.unit_id.map(Id::new),
        team: held.team_id.map(Id::new),
    };
    let belongs_to = held.place.unwrap_or_else(|| held.street_name.clone());
    let unread = u32::try_from(held.unread).unwrap_or_default();
    let visitor = Visitor { name: held.name, role, belongs_to, street: held.street_name, unread };
    Ok(Some(Known { actor, visitor, must_change: held.must_change }))
}

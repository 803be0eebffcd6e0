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
    let reader = system.db.reader();
    let Some(session) = storage::account::session(&reader, &token_hash(token)).await? else {
        return Ok(None);
    };
    if session.expires_at <= now || session.created_at + ABSOLUTE <= now {
        return Ok(None);
    }
    let account = storage::account::by_id(&reader, session.account_id).await?;
    let membership = storage::account::membership(&reader, session.membership_id).await?;
    let (Some(account), Some(membership)) = (account, membership) else { return Ok(None) };
    let (Some(role), Ok(street)) =
        (Role::from_code(&membership.role), DivisionCode::parse(&membership.street))
    else {
        return Err(anyhow::anyhow!("membership {} is damaged", membership.id).into());
    };
    if account.disabled_at.is_some() {
        return Ok(None);
    }
    if now - session.seen_at > TOUCH_EVERY {
        let tx = system.db.begin().await?;
        storage::account::touch_session(&tx, &session.token_hash, now, now + IDLE).await?;
        tx.commit().await?;
    }
    let place = storage::organization::place_of(&reader, &membership).await?;
    let actor = Actor {
        account: Id::new(account.id),
        name: account.name.clone(),
        street,
        role,
        area: membership.area_id.map(Id::new),
        person: membership.person_id.map(Id::new),
        unit: place.unit_id.map(Id::new),
        team: membership.team_id.map(Id::new),
    };
    let visitor = Visitor { name: account.name, role, belongs_to: place.name, street: place.street };
    Ok(Some(Known { actor, visitor, must_change: account.must_change }))
}

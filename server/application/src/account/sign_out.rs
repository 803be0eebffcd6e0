//! Signing out.

use super::sign_in::token_hash;
use crate::{Cx, Failure};
use domain::audit::{Event, Subject};

/// Ends the session of a token.
pub async fn sign_out(cx: &Cx, token: &str) -> Result<(), Failure> {
    let actor = cx.actor()?;
    let tx = cx.begin().await?;
    storage::account::end_session(&tx, &token_hash(token)).await?;
    cx.log(&tx, Event::SignedOut, Subject::new("account", actor.account)).await?;
    Ok(tx.commit().await?)
}

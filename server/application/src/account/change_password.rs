//! Changing one's own password.

use super::{password, sign_in::token_hash};
use crate::{Cx, Failure};
use contract::{Field, FieldProblem};
use domain::audit::{Event, Subject};

/// What somebody types to change their password.
#[derive(Clone, Debug)]
pub struct ChangePassword {
    /// The present one.
    pub password: String,
    /// The new one: 8 to 128 characters.
    pub new_password: String,
    /// The new one again.
    pub repeat_password: String,
    /// The token of the session that asks; all others are ended.
    pub token: String,
}

/// Changes the asker's password and ends their other sessions.
pub async fn change_password(cx: &Cx, form: ChangePassword) -> Result<(), Failure> {
    let actor = cx.actor()?;
    let length = form.new_password.chars().count();
    if length < 8 {
        return Err(Failure::field(Field::NewPassword, FieldProblem::TooShort { least: 8 }));
    }
    if length > 128 {
        return Err(Failure::field(Field::NewPassword, FieldProblem::TooLong { most: 128 }));
    }
    if form.new_password != form.repeat_password {
        return Err(Failure::field(Field::RepeatPassword, FieldProblem::Differs));
    }
    if form.new_password == form.password {
        return Err(Failure::field(Field::NewPassword, FieldProblem::Unchanged));
    }
    let id = actor.account.uuid();
    let account = storage::account::by_id(&cx.reader(), id).await?.ok_or_else(Failure::missing)?;
    if !password::verify(form.password, Some(account.password_hash)).await? {
        return Err(Failure::field(Field::Password, FieldProblem::WrongPassword));
    }
    let hash = password::hash_password(form.new_password, cx.random()).await?;
    let tx = cx.begin().await?;
    storage::account::set_password(&tx, id, &hash, false).await?;
    storage::account::end_other_sessions(&tx, id, &token_hash(&form.token), cx.now()).await?;
    cx.log(&tx, Event::PasswordChanged, Subject::new("account", id)).await?;
    Ok(tx.commit().await?)
}

//! Keeping accounts; on the command line only, where the system itself acts.

use super::password;
use crate::{Cx, Failure};
use domain::audit::{Event, Subject};
use storage::{Writer, account::AccountRow, audit::By};

/// Gives an account a new password and ends its sessions.
pub async fn reset_password(
    cx: &Cx,
    login: &str,
    password: String,
    must_change: bool,
) -> Result<(), Failure> {
    let account = find(cx, login).await?;
    let hash = password::hash_password(password, cx.random()).await?;
    let tx = cx.begin().await?;
    storage::account::set_password(&tx, account.id, &hash, must_change).await?;
    end_sessions(cx, &tx, &account).await?;
    cx.log_by(&tx, By::System, Event::PasswordReset, Subject::new("account", account.id)).await?;
    Ok(tx.commit().await?)
}

/// Disables an account and ends its sessions. What it did stays.
pub async fn disable_account(cx: &Cx, login: &str) -> Result<(), Failure> {
    let account = find(cx, login).await?;
    let tx = cx.begin().await?;
    end_sessions(cx, &tx, &account).await?;
    let subject = Subject::new("account", account.id);
    storage::account::disable(&tx, account, cx.now()).await?;
    cx.log_by(&tx, By::System, Event::AccountDisabled, subject).await?;
    Ok(tx.commit().await?)
}

/// Finds an account of the street.
async fn find(cx: &Cx, login: &str) -> Result<AccountRow, Failure> {
    let reader = cx.reader();
    let account = storage::account::by_login(&reader, &login.trim().to_lowercase()).await?;
    let account = account.ok_or_else(Failure::missing)?;
    let memberships = storage::account::memberships(&reader, account.id).await?;
    let ours = memberships.iter().any(|m| m.street == cx.street());
    ours.then_some(account).ok_or_else(Failure::missing)
}

async fn end_sessions(cx: &Cx, tx: &Writer, account: &AccountRow) -> Result<(), Failure> {
    // No session has an empty token hash, so none is kept.
    Ok(storage::account::end_other_sessions(tx, account.id, "", cx.now()).await?)
}

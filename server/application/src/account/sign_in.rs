//! Signing in.

use super::password;
use crate::{Cx, Failure, System};
use chrono::{DateTime, TimeDelta, Utc};
use contract::{Field, FieldProblem, Refusal};
use domain::{
    audit::{Event, Subject},
    hash::hash,
    organization::DivisionCode,
};
use storage::{
    account::{AccountRow, FailureRow, MembershipRow, SessionRow},
    audit::By,
};

/// What somebody types to sign in.
#[derive(Clone, Debug)]
pub struct SignIn {
    /// The account or mobile number.
    pub login: String,
    /// The password.
    pub password: String,
    /// The browser's own name, for the list of sessions.
    pub agent: String,
}

/// A new session.
pub struct SignedIn {
    /// 64 hexadecimal characters for the cookie. Only their hash is stored.
    pub token: String,
    /// Whether the password must be changed before anything else.
    pub must_change: bool,
}

/// Failures that are free of waiting.
const FREE_FAILURES: i32 = 5;
/// The longest wait.
const LONGEST_WAIT: TimeDelta = TimeDelta::minutes(15);
/// A session ends after so long without use.
pub(super) const IDLE: TimeDelta = TimeDelta::hours(12);

/// Signs somebody in. Failures are counted for the account at this address, so that nobody can lock
/// somebody else out; from the fifth on each doubles the wait, up to 15 minutes.
pub async fn sign_in(system: &System, address: &str, form: SignIn) -> Result<SignedIn, Failure> {
    let login = form.login.trim().to_lowercase();
    if login.is_empty() {
        return Err(Failure::field(Field::Login, FieldProblem::Empty));
    }
    if form.password.is_empty() {
        return Err(Failure::field(Field::Password, FieldProblem::Empty));
    }
    let now = system.now();
    let subject = format!("{login}@{address}");
    let reader = system.db.reader();
    let counted = storage::account::failures(&reader, &subject).await?;
    if let Some(until) = counted.as_ref().and_then(|f| f.blocked_until).filter(|until| *until > now) {
        return Err(blocked(until, now));
    }
    let account = storage::account::by_login(&reader, &login).await?;
    let hash = account.as_ref().map(|a| a.password_hash.clone());
    let right = password::verify(form.password, hash).await?;
    let Some(account) = account.filter(|_| right) else {
        return Err(count_failure(system, address, subject, counted).await?);
    };
    if account.disabled_at.is_some() {
        return Err(Refusal::AccountDisabled.into());
    }
    let membership = storage::account::memberships(&reader, account.id).await?.into_iter().next();
    let Some(membership) = membership else { return Err(Refusal::AccountDisabled.into()) };
    open_session(system, address, &form.agent, account, membership, &subject).await
}

async fn open_session(
    system: &System,
    address: &str,
    agent: &str,
    account: AccountRow,
    membership: MembershipRow,
    failures: &str,
) -> Result<SignedIn, Failure> {
    let cx = anonymous(system, &membership.street, address)?;
    let token = hex::encode(system.random::<32>());
    let session = SessionRow {
        token_hash: token_hash(&token),
        account_id: account.id,
        membership_id: membership.id,
        created_at: cx.now(),
        seen_at: cx.now(),
        expires_at: cx.now() + IDLE,
        address: address.to_owned(),
        agent: agent.chars().take(200).collect(),
    };
    let tx = cx.begin().await?;
    storage::account::add_session(&tx, session).await?;
    storage::account::forget_failures(&tx, failures).await?;
    let by = By::Account { id: account.id, name: account.name.clone(), role: membership.role };
    cx.log_by(&tx, by, Event::SignedIn, Subject::new("account", account.id)).await?;
    tx.commit().await?;
    Ok(SignedIn { token, must_change: account.must_change })
}

/// The form in which a session's token is stored.
#[must_use]
pub fn token_hash(token: &str) -> String {
    hex::encode(hash(token.as_bytes()))
}

async fn count_failure(
    system: &System,
    address: &str,
    subject: String,
    counted: Option<FailureRow>,
) -> Result<Failure, Failure> {
    let now = system.now();
    // A day without failures starts afresh.
    let before = counted.filter(|f| now - f.last_at < TimeDelta::days(1)).map_or(0, |f| f.failures);
    let failures = before + 1;
    let blocked_until = waiting(failures).map(|wait| now + wait);
    let tx = system.db.begin().await?;
    let row = FailureRow { subject: subject.clone(), failures, last_at: now, blocked_until };
    storage::account::set_failures(&tx, row).await?;
    // The street is not known yet; the entry stands under the installation's own code.
    let cx = anonymous(system, "000000000", address);
    if let Ok(cx) = cx {
        let event = Event::SignInRefused { blocked: blocked_until.is_some() };
        // The hash tells attempts on one account apart without naming it.
        let id = hex::encode(&hash(subject.as_bytes())[..8]);
        cx.log(&tx, event, Subject::new("sign_in", id)).await?;
    }
    tx.commit().await?;
    Ok(blocked_until.map_or_else(|| Refusal::WrongCredentials.into(), |until| blocked(until, now)))
}

/// How long to wait after so many failures in a row: nothing, then 30 s, doubling.
fn waiting(failures: i32) -> Option<TimeDelta> {
    let over = failures - FREE_FAILURES;
    (over >= 0).then(|| TimeDelta::seconds(30 << over.min(10)).min(LONGEST_WAIT))
}

fn blocked(until: DateTime<Utc>, now: DateTime<Utc>) -> Failure {
    let seconds = ((until - now).num_milliseconds() + 999) / 1000;
    Refusal::SignInBlocked { seconds }.into()
}

pub(super) fn anonymous(system: &System, street: &str, address: &str) -> Result<Cx, Failure> {
    let street = DivisionCode::parse(street).or_else(|_| DivisionCode::parse("100000000"));
    let street = street.map_err(|e| anyhow::anyhow!("{e}"))?;
    Ok(system.cx(street, None, address.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_begins_with_the_fifth_failure_doubles_and_stays_bearable() {
        assert_eq!(waiting(4), None);
        assert_eq!(waiting(5), Some(TimeDelta::seconds(30)));
        assert_eq!(waiting(6), Some(TimeDelta::seconds(60)));
        assert_eq!(waiting(10), Some(TimeDelta::minutes(15)));
        assert_eq!(waiting(i32::MAX), Some(TimeDelta::minutes(15)));
    }
}

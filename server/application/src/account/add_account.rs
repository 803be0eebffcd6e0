//! Making accounts; on the command line only, where the system itself acts.

use super::password::hash_password;
use crate::{Cx, Failure};
use domain::{
    audit::{Event, Subject},
    organization::vocabulary_role::Role,
};
use storage::{
    account::{AccountRow, MembershipRow},
    audit::By,
};
use uuid::Uuid;

/// An account to be made.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// The account or mobile number to sign in with.
    pub login: String,
    /// The name shown and logged.
    pub name: String,
    /// The first password.
    pub password: String,
    /// Whether it must be changed at the first sign-in.
    pub must_change: bool,
    /// The role.
    pub role: Role,
    /// The area of an area official.
    pub area_id: Option<Uuid>,
    /// The person of an examinee.
    pub person_id: Option<Uuid>,
    /// The team of a team member.
    pub team_id: Option<Uuid>,
}

/// Makes an account with one role in the street of `cx`.
pub async fn add_account(cx: &Cx, new: NewAccount) -> Result<Uuid, Failure> {
    let password_hash = hash_password(new.password, cx.random()).await?;
    let id = cx.new_uuid();
    let account = AccountRow {
        id,
        login: new.login.trim().to_lowercase(),
        name: new.name,
        password_hash,
        must_change: new.must_change,
        disabled_at: None,
        created_at: cx.now(),
    };
    let membership = MembershipRow {
        id: cx.new_uuid(),
        account_id: id,
        street: cx.street().to_owned(),
        role: new.role.code().into(),
        area_id: new.area_id,
        person_id: new.person_id,
        team_id: new.team_id,
        created_at: cx.now(),
    };
    let tx = cx.begin().await?;
    storage::account::add(&tx, account, membership).await?;
    let event = Event::AccountCreated { role: new.role.code().into() };
    cx.log_by(&tx, By::System, event, Subject::new("account", id)).await?;
    tx.commit().await?;
    Ok(id)
}

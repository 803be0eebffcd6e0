//! `/`: everybody is led to where their work is.

use super::{
    Web,
    asker::Asker,
    reply::{self, Answer},
};
use axum::{Router, routing::get};
use domain::organization::vocabulary_role::Role;

pub(super) fn routes() -> Router<Web> {
    Router::new().route("/", get(home))
}

/// The first page of a role.
pub(super) const fn of_role(role: Role) -> &'static str {
    match role {
        Role::Examinee => "/my",
        Role::Office | Role::Area => "/office",
        Role::Team => "/team",
        Role::Auditor => "/audit",
        Role::Admin => "/admin",
    }
}

async fn home(asker: Asker) -> Answer {
    Ok(reply::lead(asker.known().map_or("/login", |known| of_role(known.actor.role))))
}

//! HTTP: the router, and what stands around every request.

mod account;
mod activity;
mod admin;
mod archive;
pub mod asker;
mod assets;
mod audience;
mod audit;
mod bank;
mod blueprint;
mod carrier;
mod certificate;
mod certificate_files;
mod contest;
mod drill;
mod duty;
mod exam;
mod exchange;
mod external;
mod health;
mod home;
mod lesson;
mod media;
mod notice;
mod office;
mod officials;
mod organization;
mod origin;
mod policy;
mod practical;
mod progress;
mod register;
pub mod reply;
mod results;
mod room;
mod session;
mod spot;
mod surround;
mod training;
mod upload;

use application::System;
use axum::{Router, middleware};
use contract::Assets;
use std::{path::PathBuf, sync::Arc};

/// What handlers share.
#[derive(Clone)]
pub struct Web {
    /// The installation.
    pub system: System,
    /// The address people reach the platform at.
    pub public_url: Arc<str>,
    /// Whether cookies are only sent over HTTPS.
    pub secure_cookies: bool,
    /// The folder with the built site.
    pub site: Arc<PathBuf>,
    /// The hashed names of the site's files.
    pub assets: Assets,
}

impl Web {
    /// Gathers what handlers share; reads the names of the site's files.
    #[must_use]
    pub fn new(system: System, config: &crate::config::Config) -> Self {
        let manifest = std::fs::read_to_string(config.site.join("pkg/manifest.json")).unwrap_or_default();
        let assets = serde_json::from_str(&manifest).unwrap_or_else(|_| {
            tracing::warn!("the site is not built; pages have neither style nor islands");
            Assets::default()
        });
        Self {
            system,
            public_url: config.public_url.as_str().into(),
            secure_cookies: config.secure_cookies,
            site: Arc::new(config.site.clone()),
            assets,
        }
    }
}

/// Puts the whole server together.
pub fn router(web: Web) -> Router {
    Router::new()
        .merge(home::routes())
        .merge(account::routes())
        .merge(activity::routes())
        .merge(admin::routes())
        .merge(archive::routes())
        .merge(audience::routes())
        .merge(audit::routes())
        .merge(duty::routes())
        .merge(notice::routes())
        .merge(policy::routes())
        .merge(bank::routes())
        .merge(blueprint::routes())
        .merge(carrier::routes())
        .merge(certificate::routes())
        .merge(certificate_files::routes())
        .merge(contest::routes())
        .merge(drill::routes())
        .merge(exam::routes())
        .merge(lesson::routes())
        .merge(media::routes())
        .merge(external::routes())
        .merge(office::routes())
        .merge(officials::routes())
        .merge(organization::routes())
        .merge(practical::routes())
        .merge(progress::routes())
        .merge(register::routes())
        .merge(room::routes())
        .merge(session::routes())
        .merge(spot::routes())
        .merge(results::routes())
        .merge(training::routes())
        .fallback(reply::nothing_here)
        .layer(middleware::from_fn_with_state(web.clone(), surround::surround))
        .merge(assets::routes())
        .merge(health::routes())
        .with_state(web)
}

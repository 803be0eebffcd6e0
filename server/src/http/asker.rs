//! Who asks, and in what form they want their answer.

use super::{Web, reply::Problem};
use application::{Cx, Failure, account::Known};
use axum::{extract::FromRequestParts, http::request::Parts};
use contract::{Flash, Frame, UiError};
use domain::organization::DivisionCode;
use std::sync::Arc;

/// Who asks; worked out once a request, before any handler.
#[derive(Clone, Debug)]
pub struct Asker(pub(super) Arc<Inner>);

#[derive(Debug)]
pub(super) struct Inner {
    pub known: Option<Known>,
    pub street: DivisionCode,
    pub token: String,
    pub address: String,
    pub agent: String,
    pub flash: Flash,
    pub path: String,
    pub nonce: String,
    pub large_text: bool,
    pub wants_json: bool,
}

impl Asker {
    /// Begins the use-case of this request.
    #[must_use]
    pub fn cx(&self, web: &Web) -> Cx {
        let actor = self.0.known.as_ref().map(|k| k.actor.clone());
        web.system.cx(self.0.street.clone(), actor, self.0.address.clone())
    }
    /// Who is signed in, if anybody.
    #[must_use]
    pub fn known(&self) -> Option<&Known> {
        self.0.known.as_ref()
    }
    /// Who is signed in; refuses everybody else.
    pub fn signed_in(&self) -> Result<&Known, Failure> {
        self.0.known.as_ref().ok_or(Failure::Told(UiError::SignInNeeded))
    }
    /// The token of the session, empty without one.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.0.token
    }
    /// The address the request came from.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.0.address
    }
    /// The browser's own name.
    #[must_use]
    pub fn agent(&self) -> &str {
        &self.0.agent
    }
    /// Whether the answer is for a program.
    #[must_use]
    pub fn wants_json(&self) -> bool {
        self.0.wants_json
    }
    /// What every page carries around its own content.
    #[must_use]
    pub fn frame(&self, web: &Web) -> Frame {
        Frame {
            visitor: self.0.known.as_ref().map(|k| k.visitor.clone()),
            path: self.0.path.clone(),
            flash: self.0.flash.clone(),
            nonce: self.0.nonce.clone(),
            large_text: self.0.large_text,
            assets: web.assets.clone(),
        }
    }
}

impl FromRequestParts<Web> for Asker {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Web) -> Result<Self, Self::Rejection> {
        let asker = parts.extensions.get::<Self>().cloned();
        asker.ok_or_else(|| {
            Problem::from(Failure::Broken(anyhow::anyhow!("a route stands outside the surround")))
        })
    }
}

//! What every page carries around its own content.

use crate::UiError;
use domain::organization::vocabulary_role::Role;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Who looks at the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visitor {
    /// The person's or account's name.
    pub name: String,
    /// The role they act in.
    pub role: Role,
    /// The unit, area, team or office they belong to.
    pub belongs_to: String,
    /// The street's name.
    pub street: String,
    /// Notices that they have not read.
    #[serde(default)]
    pub unread: u32,
}

/// What happened just before this page was shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flash {
    /// Something that went right, as the code of a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<String>,
    /// Something that was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<UiError>,
    /// What the user had typed, by the names of the inputs; never a password.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub typed: BTreeMap<String, String>,
}

/// What every page carries around its own content.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// Who looks, when somebody is signed in.
    pub visitor: Option<Visitor>,
    /// The path of the page, for the navigation.
    pub path: String,
    /// What happened just before.
    pub flash: Flash,
    /// The nonce of this response's content security policy.
    pub nonce: String,
    /// Larger text (关怀模式).
    pub large_text: bool,
    /// The hashed names of the site's files.
    pub assets: Assets,
}

/// The hashed names of the site's files, below `/pkg/`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Assets {
    /// The style sheet.
    #[serde(rename = "app.css", default)]
    pub css: String,
    /// The browser's glue.
    #[serde(rename = "app.js", default)]
    pub js: String,
    /// The islands.
    #[serde(rename = "app.wasm", default)]
    pub wasm: String,
    /// The icon of the tab.
    #[serde(rename = "favicon.svg", default)]
    pub icon: String,
}

/// Where a page of a list stands in the whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pager {
    /// This page, first 1.
    pub page: u64,
    /// Rows a page.
    pub size: u64,
    /// Rows of the whole list.
    pub total: u64,
}

impl Frame {
    /// What the user had typed into an input before, or nothing.
    #[must_use]
    pub fn typed(&self, name: &str) -> String {
        self.flash.typed.get(name).cloned().unwrap_or_default()
    }
}

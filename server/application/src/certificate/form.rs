//! How the paper of a certificate looks: as the template says that it was issued with.

use crate::{Cx, Failure};
use document::certificate::{Frame, Look};
use domain::certificate::Border;
use std::collections::BTreeMap;
use storage::{certificate::CertificateTemplateRow, db::Handle};

/// What a template gives to a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Form {
    pub issuer: String,
    pub look: Look,
    pub seal: Option<Vec<u8>>,
}

impl Form {
    /// The page of a street that has set nothing.
    pub fn plain(street: &str) -> Self {
        Self { issuer: format!("{street}办事处"), ..Self::default() }
    }
    /// The page of a version.
    pub fn of(row: CertificateTemplateRow) -> Self {
        let look = look(&row.subtitle, &row.signatories, &row.border);
        Self { issuer: row.issuer, look, seal: row.seal }
    }
    /// The page that a certificate was issued with.
    pub async fn find(db: &impl Handle, street: &str, version: Option<i32>) -> Result<Self, Failure> {
        if let Some(version) = version {
            let row = storage::certificate::template(db, street, version).await?;
            return Ok(Self::of(row.ok_or_else(Failure::missing)?));
        }
        let street = storage::organization::street(db, street).await?.ok_or_else(Failure::missing)?;
        Ok(Self::plain(&street.name))
    }
}

/// The set parts of a page.
pub(super) fn look(subtitle: &str, signatories: &str, border: &str) -> Look {
    let frame = match Border::from_code(border).unwrap_or_default() {
        Border::Gold => Frame::Gold,
        Border::Red => Frame::Red,
        Border::Blue => Frame::Blue,
        Border::Green => Frame::Green,
    };
    let signatories = signatories.lines().map(str::to_owned).collect();
    Look { subtitle: subtitle.to_owned(), signatories, frame, specimen: false }
}

/// The pages of many certificates, each version read once.
#[derive(Default)]
pub(super) struct Forms(BTreeMap<Option<i32>, Form>);

impl Forms {
    /// The page of a version of the asker's street.
    pub async fn get(&mut self, cx: &Cx, version: Option<i32>) -> Result<&Form, Failure> {
        if let std::collections::btree_map::Entry::Vacant(e) = self.0.entry(version) {
            let form = Form::find(&cx.reader(), cx.street(), version).await?;
            e.insert(form);
        }
        self.0.get(&version).ok_or_else(Failure::missing)
    }
}

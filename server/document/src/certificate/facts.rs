//! What a certificate says, checked and cleaned before anything is drawn.

use chrono::NaiveDate;

use super::RenderRefusal;
use crate::font::{clean_text, normalise_name};

/// Everything that stands on a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateFacts {
    /// The number of the certificate: printable ASCII, up to 40 characters. A re-issue keeps it.
    pub serial: String,
    /// 1 for the first issue, counted up by each re-issue; printed from 2 on.
    pub revision: u32,
    /// The person, up to 60 characters.
    pub holder: String,
    /// The person's unit, up to 80 characters.
    pub unit: String,
    /// The training's title, up to 120 characters.
    pub training: String,
    /// The completed hours (学时) as shown, without the unit: `12`.
    pub hours: String,
    /// The result as shown: `92 分`.
    pub score: String,
    /// The day of issue.
    pub issued_on: NaiveDate,
    /// The last day of validity; without one the certificate does not expire.
    pub valid_until: Option<NaiveDate>,
    /// The issuing office, up to 60 characters.
    pub issuer: String,
    /// The address behind the QR code: printable ASCII, up to 300 characters.
    pub verify_url: String,
    /// The office's own picture of its seal (PNG or JPEG), drawn 40 mm wide or high. None is ever made up.
    pub seal: Option<Vec<u8>>,
    /// The moment of issue in seconds since 1970 (UTC), for the document's dates and the signature.
    pub issued_at: i64,
}

/// A fact of the certificate, to name it in a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The number.
    Serial,
    /// The person.
    Holder,
    /// The unit.
    Unit,
    /// The training.
    Training,
    /// The hours.
    Hours,
    /// The result.
    Score,
    /// The issuing office.
    Issuer,
    /// The address behind the QR code.
    VerifyUrl,
}

impl Field {
    /// Its name in the interface.
    pub fn label(self) -> &'static str {
        match self {
            Self::Serial => "证书编号",
            Self::Holder => "姓名",
            Self::Unit => "单位名称",
            Self::Training => "培训名称",
            Self::Hours => "学时",
            Self::Score => "成绩",
            Self::Issuer => "发证单位",
            Self::VerifyUrl => "核验网址",
        }
    }

    /// The most characters that the page shows legibly.
    pub fn limit(self) -> usize {
        match self {
            Self::Serial => 40,
            Self::Holder | Self::Issuer => 60,
            Self::Unit => 80,
            Self::Training => 120,
            Self::Hours | Self::Score => 20,
            Self::VerifyUrl => 300,
        }
    }
}

impl CertificateFacts {
    /// The same facts as they will be drawn, or the first reason why they cannot be.
    pub(super) fn cleaned(&self) -> Result<Self, RenderRefusal> {
        if self.valid_until.is_some_and(|end| end < self.issued_on) {
            return Err(RenderRefusal::ValidityBackwards);
        }
        Ok(Self {
            serial: ascii(Field::Serial, &self.serial)?,
            holder: checked(Field::Holder, normalise_name(&self.holder))?,
            unit: checked(Field::Unit, clean_text(&self.unit))?,
            training: checked(Field::Training, clean_text(&self.training))?,
            hours: checked(Field::Hours, clean_text(&self.hours))?,
            score: checked(Field::Score, clean_text(&self.score))?,
            issuer: checked(Field::Issuer, clean_text(&self.issuer))?,
            verify_url: ascii(Field::VerifyUrl, &self.verify_url)?,
            ..self.clone()
        })
    }
}

fn checked(field: Field, text: String) -> Result<String, RenderRefusal> {
    let (length, limit) = (text.chars().count(), field.limit());
    if length == 0 {
        return Err(RenderRefusal::Empty { field });
    }
    if length > limit {
        return Err(RenderRefusal::TooLong { field, length, limit });
    }
    Ok(text)
}

fn ascii(field: Field, text: &str) -> Result<String, RenderRefusal> {
    let text = checked(field, text.trim().to_owned())?;
    if text.chars().all(|character| character.is_ascii_graphic()) {
        Ok(text)
    } else {
        Err(RenderRefusal::NotAscii { field })
    }
}

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
    /// The address behind the QR code: printable ASCII, up to 400 characters.
    pub verify_url: String,
    /// What the office has set about the page.
    pub look: Look,
    /// The office's own picture of its seal (PNG or JPEG), drawn 40 mm wide or high. None is ever made up.
    pub seal: Option<Vec<u8>>,
    /// The moment of issue in seconds since 1970 (UTC), for the document's dates and the signature.
    pub issued_at: i64,
}

/// What an office may set about the page; the default is the plain page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Look {
    /// A line below the title, up to 40 characters; empty for none.
    pub subtitle: String,
    /// Up to two lines of up to 24 characters above the QR code, such as `培训负责人：张三`.
    pub signatories: Vec<String>,
    /// The colour of frame and engraving.
    pub frame: Frame,
    /// Says across the page that this is a specimen (样张).
    pub specimen: bool,
}

/// The colour of frame and engraving.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Frame {
    /// Gold, on a pale yellow engraving.
    #[default]
    Gold,
    /// Red.
    Red,
    /// Blue.
    Blue,
    /// Green.
    Green,
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
    /// The line below the title.
    Subtitle,
    /// A line of the signatories.
    Signatory,
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
            Self::Subtitle => "副标题",
            Self::Signatory => "签署栏",
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
            Self::VerifyUrl => 400,
            Self::Subtitle => 40,
            Self::Signatory => 24,
        }
    }
}

impl CertificateFacts {
    /// The same facts as they will be drawn, or the first reason why they cannot be.
    pub(super) fn cleaned(&self) -> Result<Self, RenderRefusal> {
        if self.valid_until.is_some_and(|end| end < self.issued_on) {
            return Err(RenderRefusal::ValidityBackwards);
        }
        let look = &self.look;
        let subtitle = clean_text(&look.subtitle);
        let subtitle = if subtitle.is_empty() { subtitle } else { checked(Field::Subtitle, subtitle)? };
        let lines = look.signatories.iter().take(2).map(|line| checked(Field::Signatory, clean_text(line)));
        let look = Look { subtitle, signatories: lines.collect::<Result<_, _>>()?, ..look.clone() };
        Ok(Self {
            look,
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

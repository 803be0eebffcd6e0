//! What a street sets about its certificates: tried as a draft, then put into use as the next version.

use super::form::{Form, look};
use crate::{Cx, Failure};
use contract::{
    Field, FieldError, FieldProblem, Refusal, UiError,
    certificate::{TemplateLine, TemplatesView},
};
use document::certificate::{CertificateFacts, Look, check_seal};
use domain::{
    actor::Action,
    audit::{Event, Subject},
    certificate::{Border, Template, TemplateFault, TemplatePart, Written, valid_until},
    hash::hash,
};
use storage::{
    certificate::{CertificateDraftRow, CertificateTemplateRow, TemplateHead},
    db::Handle,
};

/// What the office sends, each as text.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are those of a template")]
pub struct TemplateForm {
    pub subtitle: String,
    pub issuer: String,
    pub signatory_1: String,
    pub signatory_2: String,
    pub months: String,
    pub border: String,
}

/// What becomes of the picture of the seal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seal {
    /// It stays as it is.
    Keep,
    /// No picture any more.
    Drop,
    /// This one: a PNG or JPEG.
    Take(Vec<u8>),
}

/// Shows the office all versions, the draft, and what can be set.
pub async fn certificate_templates(cx: &Cx, long: bool) -> Result<TemplatesView, Failure> {
    cx.allow(Action::ManageCertificates)?;
    let reader = cx.reader();
    let versions = storage::certificate::templates(&reader, cx.street()).await?;
    let street = storage::organization::street(&reader, cx.street()).await?.ok_or_else(Failure::missing)?;
    let mut lines: Vec<TemplateLine> = versions.into_iter().map(line).collect();
    let next = lines.first().map_or(1, |newest| newest.version + 1);
    lines.push(TemplateLine {
        version: 0,
        subtitle: String::new(),
        issuer: Form::plain(&street.name).issuer,
        signatories: Vec::new(),
        months: Template::USUAL_MONTHS,
        border: Border::default(),
        sealed: false,
        made_at: None,
    });
    let draft = storage::certificate::draft(&reader, cx.street()).await?;
    let draft = draft.map(|draft| TemplateLine {
        version: next,
        subtitle: draft.subtitle,
        issuer: draft.issuer,
        signatories: draft.signatories.lines().map(str::to_owned).collect(),
        months: u8::try_from(draft.months).unwrap_or(Template::USUAL_MONTHS),
        border: Border::from_code(&draft.border).unwrap_or_default(),
        sealed: draft.seal.is_some(),
        made_at: Some(draft.changed_at),
    });
    Ok(TemplatesView { versions: lines, draft, long })
}

fn line(head: TemplateHead) -> TemplateLine {
    TemplateLine {
        version: head.version.unsigned_abs(),
        subtitle: head.subtitle,
        issuer: head.issuer,
        signatories: head.signatories.lines().map(str::to_owned).collect(),
        months: u8::try_from(head.months).unwrap_or(Template::USUAL_MONTHS),
        border: Border::from_code(&head.border).unwrap_or_default(),
        sealed: head.sealed,
        made_at: Some(head.made_at),
    }
}

/// Keeps what the office tries as the draft of the next version; certificates are issued as before.
pub async fn try_template(cx: &Cx, form: TemplateForm, seal: Seal) -> Result<(), Failure> {
    let by = cx.allow(Action::ManageCertificates)?.account.uuid();
    let written = Written {
        subtitle: &form.subtitle,
        issuer: &form.issuer,
        signatories: [&form.signatory_1, &form.signatory_2],
        months: &form.months,
        border: &form.border,
    };
    let template = Template::read(&written).map_err(wrong)?;
    drawable(cx, &template)?;
    let seal = match seal {
        Seal::Keep => seal_now(&cx.reader(), cx.street()).await?,
        Seal::Drop => None,
        Seal::Take(bytes) => Some(sound(bytes).await?),
    };
    let row = CertificateDraftRow {
        street: cx.street().to_owned(),
        subtitle: template.subtitle,
        issuer: template.issuer,
        signatories: template.signatories.join("\n"),
        months: template.months.into(),
        border: template.border.code().to_owned(),
        seal,
        changed_at: cx.now(),
        changed_by: by,
    };
    let tx = cx.begin().await?;
    storage::certificate::save_draft(&tx, row).await?;
    Ok(tx.commit().await?)
}

/// Every character of the set words must be in the fonts, or no certificate could be drawn.
fn drawable(cx: &Cx, template: &Template) -> Result<(), Failure> {
    let fonts = cx.services().fonts.as_ref().ok_or_else(crate::cx::without_fonts)?;
    let words = [&template.subtitle, &template.issuer].into_iter().chain(&template.signatories);
    match words.flat_map(|text| fonts.missing(text)).next() {
        None => Ok(()),
        Some(lack) => Err(Refusal::GlyphMissing {
            character: lack.character.to_string(),
            code_point: format!("U+{:04X}", lack.code_point),
        }
        .into()),
    }
}

/// The picture that the draft has, or, without a draft, the version in use.
async fn seal_now(db: &impl Handle, street: &str) -> Result<Option<Vec<u8>>, Failure> {
    if let Some(draft) = storage::certificate::draft(db, street).await? {
        return Ok(draft.seal);
    }
    Ok(storage::certificate::newest_template(db, street).await?.and_then(|row| row.seal))
}

async fn sound(bytes: Vec<u8>) -> Result<Vec<u8>, Failure> {
    let checked = tokio::task::spawn_blocking(move || check_seal(&bytes).map(|()| bytes)).await;
    checked.map_err(anyhow::Error::from)?.map_err(|_| Failure::field(Field::Seal, FieldProblem::NotASeal))
}

fn wrong(faults: Vec<(TemplatePart, TemplateFault)>) -> Failure {
    let error = |(part, fault)| FieldError {
        field: match part {
            TemplatePart::Subtitle => Field::Subtitle,
            TemplatePart::Issuer => Field::Issuer,
            TemplatePart::Signatory1 => Field::Signatory1,
            TemplatePart::Signatory2 => Field::Signatory2,
            TemplatePart::Months => Field::Months,
            TemplatePart::Border => Field::Border,
        },
        problem: match fault {
            TemplateFault::Empty => FieldProblem::Empty,
            TemplateFault::TooLong { most } => FieldProblem::TooLong { most },
            TemplateFault::OutOfRange { least, most } => {
                FieldProblem::OutOfRange { least: least.into(), most: most.into() }
            }
            TemplateFault::NothingChosen => FieldProblem::NothingChosen,
            TemplateFault::Misleading { .. } => FieldProblem::StatutoryWords,
        },
    };
    Failure::Told(UiError::Form(faults.into_iter().map(error).collect()))
}

/// Puts the draft into use as the next version. Gives its number. Certificates issued before stay as they are.
/// Sent twice, the second finds no draft.
pub async fn publish_template(cx: &Cx) -> Result<u32, Failure> {
    let by = cx.allow(Action::ManageCertificates)?.account.uuid();
    let tx = cx.begin().await?;
    let draft = storage::certificate::draft(&tx, cx.street()).await?;
    let draft = draft.ok_or(Refusal::TemplateWithoutDraft)?;
    let newest = storage::certificate::newest_template(&tx, cx.street()).await?;
    if newest.as_ref().is_some_and(|newest| same(newest, &draft)) {
        return Err(Refusal::TemplateUnchanged.into());
    }
    let version = newest.map_or(1, |newest| newest.version + 1);
    let number = version.unsigned_abs();
    let event = Event::CertificateTemplatePublished {
        version: number,
        months: u8::try_from(draft.months).unwrap_or_default(),
        seal_hash: draft.seal.as_deref().map(|seal| hex::encode(hash(seal))),
    };
    let row = CertificateTemplateRow {
        street: draft.street,
        version,
        subtitle: draft.subtitle,
        issuer: draft.issuer,
        signatories: draft.signatories,
        months: draft.months,
        border: draft.border,
        seal: draft.seal,
        made_at: cx.now(),
        made_by: by,
    };
    storage::certificate::add_template(&tx, row).await?;
    storage::certificate::drop_draft(&tx, cx.street()).await?;
    cx.log(&tx, event, Subject::new("certificate_template", number.to_string())).await?;
    tx.commit().await?;
    Ok(number)
}

fn same(newest: &CertificateTemplateRow, draft: &CertificateDraftRow) -> bool {
    (&newest.subtitle, &newest.issuer, &newest.signatories, newest.months, &newest.border, &newest.seal)
        == (&draft.subtitle, &draft.issuer, &draft.signatories, draft.months, &draft.border, &draft.seal)
}

/// Gives the draft up. Sent twice, the second changes nothing.
pub async fn drop_template(cx: &Cx) -> Result<(), Failure> {
    cx.allow(Action::ManageCertificates)?;
    let tx = cx.begin().await?;
    storage::certificate::drop_draft(&tx, cx.street()).await?;
    Ok(tx.commit().await?)
}

/// Draws a specimen of a version, or of the draft where none is named: unsigned, with 样张 across it, of somebody
/// made up, whose words are as long as they may be where `long`.
pub async fn preview_template(cx: &Cx, version: Option<u32>, long: bool) -> Result<Vec<u8>, Failure> {
    cx.allow(Action::ManageCertificates)?;
    let reader = cx.reader();
    let (form, months) = match version.map(i32::try_from) {
        Some(Ok(0)) => (Form::find(&reader, cx.street(), None).await?, Template::USUAL_MONTHS.into()),
        Some(Ok(version)) => {
            let row = storage::certificate::template(&reader, cx.street(), version).await?;
            let row = row.ok_or_else(Failure::missing)?;
            let months = row.months;
            (Form::of(row), months)
        }
        Some(Err(_)) => return Err(Failure::missing()),
        None => {
            let draft = storage::certificate::draft(&reader, cx.street()).await?;
            let draft = draft.ok_or_else(Failure::missing)?;
            let look = look(&draft.subtitle, &draft.signatories, &draft.border);
            (Form { issuer: draft.issuer, look, seal: draft.seal }, draft.months)
        }
    };
    let facts = specimen(cx, form, u8::try_from(months).unwrap_or(Template::USUAL_MONTHS), long);
    let system = cx.system.clone();
    let drawn = tokio::task::spawn_blocking(move || {
        let fonts = system.services.fonts.as_ref().ok_or_else(crate::cx::without_fonts)?;
        document::certificate::render(&facts, fonts, None).map_err(crate::cx::not_drawn)
    });
    drawn.await.map_err(|e| anyhow::anyhow!("drawing a specimen ended: {e}"))?
}

fn specimen(cx: &Cx, form: Form, months: u8, long: bool) -> CertificateFacts {
    let serial = "XX-PX-0000-ZF-000000-0";
    let text = |short: &str, much: &str| if long { much.to_owned() } else { short.to_owned() };
    CertificateFacts {
        serial: serial.into(),
        revision: 1,
        holder: text("欧阳样例", "阿卜杜热合曼·买买提吐尔逊·麦麦提依明·阿不都热依木江"),
        unit: text(
            "样例木业有限公司",
            "样例市样例区样例街道第二工业园高端装备智能制造产业集群联合发展有限责任公司第一分公司",
        ),
        training: text(
            "2026年度主要负责人安全生产培训",
            "2026年度工贸行业规模以下生产经营单位主要负责人、安全总监和安全生产管理人员重大事故隐患判定标准与应急处置能力提升专题培训（第三期）",
        ),
        hours: "12".into(),
        score: "92 分".into(),
        issued_on: cx.today(),
        valid_until: Some(valid_until(cx.today(), months)),
        issuer: form.issuer,
        verify_url: format!("{}/verify/{serial}", cx.services().public_url),
        look: Look { specimen: true, ..form.look },
        seal: form.seal,
        issued_at: cx.now().timestamp(),
    }
}

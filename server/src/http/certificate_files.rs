//! Certificates by the many: archives, files for the printer, how they look, and the keys they are checked with.

use super::{
    Web,
    asker::Asker,
    reply::{self, Answer},
    upload,
};
use application::{
    Failure,
    certificate::{self, Seal, TemplateForm},
};
use axum::{
    Router,
    body::Body,
    extract::{DefaultBodyLimit, Multipart, Path, Query, State},
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
    routing::{get, post},
};
use contract::{Field, FieldProblem, certificate::CertificateQuery};
use domain::actor::Action;
use serde::Deserialize;
use tokio_stream::wrappers::ReceiverStream;

/// The media type of keys and certificates in PEM (RFC 8555, 9.1).
const PEM: &str = "application/x-pem-file";
/// The most mebibytes of a form with a picture; the picture itself may have half of one.
const LIMIT_MIB: u32 = 1;
/// A body is read so far beyond the limit, in bytes, to be told of it.
const READ: usize = 16 << 20;
/// The page of the look of certificates.
const TEMPLATES: &str = "/office/certificates/templates";

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/office/certificates.zip", get(office_bundle))
        .route("/audit/certificates.zip", get(audit_bundle))
        .route("/office/certificates/print", get(office_print))
        .route("/audit/certificates/print", get(audit_print))
        .route("/office/certificates/templates", get(templates))
        .route("/office/certificates/templates/{file}", get(specimen))
        .route("/api/certificate/try-template", post(try_template).layer(DefaultBodyLimit::max(READ)))
        .route("/api/certificate/publish-template", post(publish_template))
        .route("/api/certificate/drop-template", post(drop_template))
        .route("/keys/{file}", get(key))
}

async fn office_bundle(
    State(web): State<Web>,
    asker: Asker,
    Query(query): Query<CertificateQuery>,
) -> Answer {
    let cx = asker.cx(&web);
    cx.allow(Action::ManageCertificates)?;
    Ok(archive(certificate::bundle_certificates(&cx, query).await?))
}

async fn audit_bundle(State(web): State<Web>, asker: Asker, Query(query): Query<CertificateQuery>) -> Answer {
    let cx = asker.cx(&web);
    cx.allow(Action::Audit)?;
    Ok(archive(certificate::bundle_certificates(&cx, query).await?))
}

/// Sends an archive while it is made. Who goes away drops the receiver, which ends the work.
fn archive(download: certificate::Download) -> Response {
    let mut response = reply::file(&download.name, "application/zip", Vec::new());
    response.headers_mut().remove(header::CONTENT_LENGTH);
    *response.body_mut() = Body::from_stream(ReceiverStream::new(download.bytes));
    response
}

async fn office_print(State(web): State<Web>, asker: Asker, Query(query): Query<CertificateQuery>) -> Answer {
    let cx = asker.cx(&web);
    cx.allow(Action::ManageCertificates)?;
    let (name, pdf) = certificate::print_certificates(&cx, query).await?;
    Ok(reply::file(&name, "application/pdf", pdf))
}

async fn audit_print(State(web): State<Web>, asker: Asker, Query(query): Query<CertificateQuery>) -> Answer {
    let cx = asker.cx(&web);
    cx.allow(Action::Audit)?;
    let (name, pdf) = certificate::print_certificates(&cx, query).await?;
    Ok(reply::file(&name, "application/pdf", pdf))
}

#[derive(Deserialize)]
struct Shown {
    #[serde(default)]
    long: String,
}

async fn templates(State(web): State<Web>, asker: Asker, Query(shown): Query<Shown>) -> Answer {
    let view = certificate::certificate_templates(&asker.cx(&web), shown.long == "true").await?;
    reply::page(app::certificate::templates(&asker.frame(&web), &view))
}

/// `draft.pdf`, or the number of a version.
async fn specimen(
    State(web): State<Web>,
    asker: Asker,
    Path(file): Path<String>,
    Query(shown): Query<Shown>,
) -> Answer {
    let cx = asker.cx(&web);
    cx.allow(Action::ManageCertificates)?;
    let which = file.strip_suffix(".pdf").ok_or_else(Failure::missing)?;
    let version = match which {
        "draft" => None,
        number => Some(number.parse().map_err(|_| Failure::missing())?),
    };
    let pdf = certificate::preview_template(&cx, version, shown.long == "true").await?;
    let mut response = pdf.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("inline"));
    response.extensions_mut().insert(reply::InAFrame);
    Ok(response)
}

async fn try_template(State(web): State<Web>, asker: Asker, form: Multipart) -> Answer {
    let cx = asker.cx(&web);
    cx.allow(Action::ManageCertificates)?;
    let sent = upload::form(form, "seal", LIMIT_MIB).await?;
    let field = |name: &str| sent.fields.get(name).cloned().unwrap_or_default();
    let written = TemplateForm {
        subtitle: field("subtitle"),
        issuer: field("issuer"),
        signatory_1: field("signatory_1"),
        signatory_2: field("signatory_2"),
        months: field("months"),
        border: field("border"),
    };
    let seal = match (sent.over, sent.file, field("drop_seal").as_str()) {
        (true, _, _) => Err(Failure::field(Field::Seal, FieldProblem::NotASeal)),
        (_, Some(file), _) => Ok(Seal::Take(file.bytes)),
        (_, None, "") => Ok(Seal::Keep),
        _ => Ok(Seal::Drop),
    };
    let tried = match seal {
        Ok(seal) => certificate::try_template(&cx, written, seal).await,
        Err(refused) => Err(refused),
    };
    match tried {
        Ok(()) => reply::done(&asker, TEMPLATES, "template_tried", &serde_json::json!({})),
        // A form with a file is not kept by the surround.
        Err(Failure::Told(error)) if !asker.wants_json() => {
            Ok(reply::lead_refused(TEMPLATES, error, sent.fields))
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn publish_template(State(web): State<Web>, asker: Asker) -> Answer {
    let version = certificate::publish_template(&asker.cx(&web)).await?;
    reply::done(&asker, TEMPLATES, "template_published", &serde_json::json!({ "version": version }))
}

async fn drop_template(State(web): State<Web>, asker: Asker) -> Answer {
    certificate::drop_template(&asker.cx(&web)).await?;
    reply::done(&asker, TEMPLATES, "template_dropped", &serde_json::json!({}))
}

/// What strangers check signatures with: `certificate.pem` those of files, `certificate-qr.pem` those in QR codes.
async fn key(State(web): State<Web>, Path(file): Path<String>) -> Answer {
    let services = &web.system.services;
    let pem = match file.as_str() {
        "certificate.pem" => services.signer.certificate_pem(),
        "certificate-qr.pem" => services.qr_key.public().to_pem(),
        _ => return Err(Failure::missing().into()),
    };
    let pem = pem.map_err(|error| Failure::Broken(error.into()))?;
    Ok(reply::file(&file, PEM, pem.into_bytes()))
}

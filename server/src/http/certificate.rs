//! Certificates: the public page, the files, the lists, revoking and issuing again.

use super::{
    Web,
    asker::Asker,
    reply::{self, Answer},
    upload,
};
use application::{
    Failure,
    certificate::{self, ReissueForm, RevokeForm},
};
use axum::{
    Form, Router,
    extract::{DefaultBodyLimit, Multipart, Path, Query, State},
    routing::{get, post},
};
use contract::{Field, FieldError, FieldProblem, UiError, certificate::CertificateQuery};
use domain::actor::Action;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The media type of workbooks.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// The most mebibytes of a file that is compared; a certificate has some 70 KB.
const LIMIT_MIB: u32 = 5;
/// A stranger's body is read so far beyond the limit, in bytes, to be told of it; nobody needs to sign in for it.
const READ: usize = 16 << 20;

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/verify/{serial}", get(verify))
        .route("/verify/{serial}/proof.json", get(proof))
        .route("/api/certificate/check", post(check).layer(DefaultBodyLimit::max(READ)))
        .route("/certificates/{file}", get(file))
        .route("/my/certificates", get(mine))
        .route("/audit/certificates", get(audit_list))
        .route("/audit/certificates.xlsx", get(export))
        .route("/audit/certificates/{serial}", get(audit_record))
        .route("/office/certificates", get(office_list))
        .route("/office/certificates/{serial}", get(office_record))
        .route("/api/certificate/revoke", post(revoke))
        .route("/api/certificate/reissue", post(reissue))
}

#[derive(Deserialize)]
struct Code {
    #[serde(default)]
    c: String,
    /// The signed record of the QR code.
    #[serde(default)]
    p: String,
}

async fn verify(
    State(web): State<Web>,
    asker: Asker,
    Path(serial): Path<String>,
    Query(code): Query<Code>,
) -> Answer {
    let view = certificate::verify_certificate(&asker.cx(&web), &serial, &code.c, &code.p).await?;
    reply::page(app::certificate::verify(&asker.frame(&web), &view))
}

async fn proof(
    State(web): State<Web>,
    asker: Asker,
    Path(serial): Path<String>,
    Query(code): Query<Code>,
) -> Answer {
    reply::json(&certificate::certificate_proof(&asker.cx(&web), &serial, &code.c).await?)
}

async fn check(State(web): State<Web>, asker: Asker, form: Multipart) -> Answer {
    let sent = upload::form(form, "file", LIMIT_MIB).await?;
    let field = |name: &str| sent.fields.get(name).map_or("", String::as_str);
    let file = match sent.file.as_ref() {
        _ if sent.over => Err(UiError::TooLarge { limit_mib: LIMIT_MIB }),
        Some(file) => Ok(file),
        None => Err(UiError::Form(vec![FieldError { field: Field::File, problem: FieldProblem::NoFile }])),
    };
    let file = match file {
        Ok(file) => file,
        Err(error) if asker.wants_json() => return Err(Failure::Told(error).into()),
        // Back to the certificate, and not to the page of an earlier check, which only a form can ask for.
        Err(error) => {
            let path = format!("/verify/{}?c={}", field("serial"), field("code"));
            return Ok(reply::lead_refused(&path, error, BTreeMap::new()));
        }
    };
    let cx = asker.cx(&web);
    let view = certificate::check_certificate_file(&cx, field("serial"), field("code"), &file.bytes).await?;
    if asker.wants_json() {
        return reply::json(&view.check.ok_or_else(Failure::missing)?);
    }
    reply::page(app::certificate::verify(&asker.frame(&web), &view))
}

#[derive(Deserialize)]
struct Wanted {
    revision: Option<u32>,
}

async fn file(
    State(web): State<Web>,
    asker: Asker,
    Path(file): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    asker.signed_in()?;
    let serial = file.strip_suffix(".pdf").ok_or_else(Failure::missing)?;
    let pdf = certificate::certificate_file(&asker.cx(&web), serial, wanted.revision).await?;
    let name = wanted.revision.map_or(file.clone(), |revision| format!("{serial}-{revision}.pdf"));
    Ok(reply::file(&name, "application/pdf", pdf))
}

async fn mine(State(web): State<Web>, asker: Asker) -> Answer {
    let certificates = certificate::my_certificates(&asker.cx(&web)).await?;
    reply::page(app::training::mine::certificates(&asker.frame(&web), &certificates))
}

async fn audit_list(State(web): State<Web>, asker: Asker, Query(query): Query<CertificateQuery>) -> Answer {
    let cx = asker.cx(&web);
    cx.allow(Action::Audit)?;
    let view = certificate::certificates(&cx, query).await?;
    reply::page(app::certificate::audit_list(&asker.frame(&web), &view))
}

async fn export(State(web): State<Web>, asker: Asker, Query(query): Query<CertificateQuery>) -> Answer {
    let (name, bytes) = certificate::export_certificates(&asker.cx(&web), query).await?;
    Ok(reply::file(&name, XLSX, bytes))
}

async fn audit_record(State(web): State<Web>, asker: Asker, Path(serial): Path<String>) -> Answer {
    let view = certificate::certificate_record(&asker.cx(&web), &serial).await?;
    reply::page(app::certificate::audit_record(&asker.frame(&web), &view))
}

async fn office_list(State(web): State<Web>, asker: Asker, Query(query): Query<CertificateQuery>) -> Answer {
    let cx = asker.cx(&web);
    cx.allow(Action::ManageCertificates)?;
    let view = certificate::certificates(&cx, query).await?;
    reply::page(app::certificate::office_list(&asker.frame(&web), &view))
}

#[derive(Deserialize)]
struct Act {
    #[serde(default)]
    act: String,
}

async fn office_record(
    State(web): State<Web>,
    asker: Asker,
    Path(serial): Path<String>,
    Query(act): Query<Act>,
) -> Answer {
    let view = certificate::office_certificate(&asker.cx(&web), &serial, act.act).await?;
    reply::page(app::certificate::office_record(&asker.frame(&web), &view))
}

async fn revoke(State(web): State<Web>, asker: Asker, Form(form): Form<RevokeForm>) -> Answer {
    let path = format!("/office/certificates/{}", form.serial);
    certificate::revoke_certificate(&asker.cx(&web), form).await?;
    reply::done(&asker, &path, "certificate_revoked", &serde_json::json!({}))
}

async fn reissue(State(web): State<Web>, asker: Asker, Form(form): Form<ReissueForm>) -> Answer {
    let path = format!("/office/certificates/{}", form.serial);
    let revision = certificate::reissue_certificate(&asker.cx(&web), form).await?;
    reply::done(&asker, &path, "certificate_reissued", &serde_json::json!({ "revision": revision }))
}

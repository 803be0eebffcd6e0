//! Routes: the five carriers.

use super::{
    Web,
    asker::Asker,
    reply::{self, Answer},
};
use application::{
    Failure,
    carrier::{self, CarrierForm},
};
use axum::{
    Form, Router,
    extract::{Path, Query, State},
    routing::{get, post},
};
use contract::carrier::CarrierQuery;
use domain::actor::Role;
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/my/enterprise/carriers", get(mine))
        .route("/office/carriers", get(matrix))
        .route("/office/carriers.xlsx", get(workbook))
        .route("/office/carriers/{id}", get(unit))
        .route("/api/carrier/record", post(record))
        .route("/api/carrier/strike", post(strike))
}

#[derive(Deserialize)]
struct PageOf {
    page: Option<u64>,
}

async fn mine(State(web): State<Web>, asker: Asker, Query(shown): Query<PageOf>) -> Answer {
    let view = carrier::my_carriers(&asker.cx(&web), shown.page.unwrap_or(1).max(1)).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::carrier::mine(&asker.frame(&web), &view))
}

async fn matrix(State(web): State<Web>, asker: Asker, Query(query): Query<Asked>) -> Answer {
    let view = carrier::carrier_matrix(&asker.cx(&web), query.into()).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::carrier::matrix(&asker.frame(&web), &view))
}

async fn workbook(State(web): State<Web>, asker: Asker, Query(query): Query<Asked>) -> Answer {
    let (name, bytes) = carrier::export_carriers(&asker.cx(&web), query.into()).await?;
    Ok(reply::file(&name, XLSX, bytes))
}

/// The filters as a browser sends them, where an empty year is none.
#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct Asked {
    year: String,
    q: String,
    area: String,
    sector: String,
    without: String,
    page: String,
}

impl From<Asked> for CarrierQuery {
    fn from(asked: Asked) -> Self {
        let Asked { year, q, area, sector, without, page } = asked;
        Self { year: year.trim().parse().ok(), q, area, sector, without, page }
    }
}

async fn unit(
    State(web): State<Web>,
    asker: Asker,
    Path(id): Path<String>,
    Query(shown): Query<PageOf>,
) -> Answer {
    let id: Uuid = id.parse().map_err(|_| Failure::missing())?;
    let view = carrier::carrier_entry(&asker.cx(&web), id, shown.page.unwrap_or(1).max(1)).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::carrier::unit(&asker.frame(&web), &view))
}

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct Sent {
    key: Option<Uuid>,
    unit: Option<Uuid>,
    record: Option<Uuid>,
    carrier: String,
    date: String,
    headcount: String,
    standard: String,
    remarks: String,
    reason: String,
}

async fn record(State(web): State<Web>, asker: Asker, Form(sent): Form<Sent>) -> Answer {
    let form = CarrierForm {
        key: sent.key,
        unit: sent.unit,
        carrier: sent.carrier,
        date: sent.date,
        headcount: sent.headcount,
        standard: sent.standard,
        remark: sent.remarks,
    };
    let unit = carrier::record_carrier(&asker.cx(&web), form).await?;
    let own = asker.known().is_some_and(|known| known.actor.role == Role::Examinee);
    let path = if own { "/my/enterprise/carriers".to_owned() } else { format!("/office/carriers/{unit}") };
    reply::done(&asker, &path, "carrier_recorded", &json!({ "unit": unit }))
}

async fn strike(State(web): State<Web>, asker: Asker, Form(sent): Form<Sent>) -> Answer {
    let id = sent.record.ok_or_else(Failure::missing)?;
    let unit = carrier::strike_carrier(&asker.cx(&web), id, &sent.reason).await?;
    reply::done(&asker, &format!("/office/carriers/{unit}"), "carrier_struck", &json!({ "unit": unit }))
}

//! Routes: drills and their draws.

use super::{
    Web,
    asker::Asker,
    reply::{self, Answer},
};
use application::drill::{self, AbortDrill, FinishDrill, Hand, MarkDrill, OpenYear, Start};
use axum::{
    Form, Router,
    extract::{Path, Query, State},
    routing::{get, post},
};
use chrono::{Datelike, NaiveDate};
use contract::{
    Field, FieldProblem, UiError,
    drill::{DrillQuery, Grade},
};
use domain::drill::stage::Mark;
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeSet;
use uuid::Uuid;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/office/drills", get(office))
        .route("/office/drills.xlsx", get(workbook))
        .route("/team", get(team))
        .route("/team/drills/{id}", get(team_drill))
        .route("/audit/draws", get(draws))
        .route("/audit/draws/{year}/{file}", get(bundle))
        .route("/api/drill/open-year", post(open_year))
        .route("/api/drill/draw", post(draw))
        .route("/api/drill/publish-links", post(publish_links))
        .route("/api/drill/release", post(release))
        .route("/api/drill/arrive", post(arrive))
        .route("/api/drill/mark", post(mark))
        .route("/api/drill/finish", post(finish))
        .route("/api/drill/abort", post(abort))
}

/// The list's query as a browser sends it: an empty field is no filter.
#[derive(Deserialize)]
struct ListQuery {
    #[serde(default)]
    year: String,
    #[serde(default)]
    area: String,
    #[serde(default)]
    four_no: String,
    #[serde(default)]
    q: String,
    #[serde(default)]
    page: String,
}

impl From<ListQuery> for DrillQuery {
    fn from(query: ListQuery) -> Self {
        Self {
            year: query.year.parse().ok(),
            area: query.area.parse().ok(),
            four_no: query.four_no,
            q: query.q,
            page: query.page.parse().ok(),
        }
    }
}

async fn office(State(web): State<Web>, asker: Asker, Query(query): Query<ListQuery>) -> Answer {
    let view = drill::office_drills(&asker.cx(&web), query.into()).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::drill::office_drills(&asker.frame(&web), &view))
}

async fn workbook(State(web): State<Web>, asker: Asker, Query(query): Query<ListQuery>) -> Answer {
    let (name, bytes) = drill::export_drills(&asker.cx(&web), query.into()).await?;
    Ok(reply::file(&name, XLSX, bytes))
}

async fn team(State(web): State<Web>, asker: Asker) -> Answer {
    let view = drill::team_today(&asker.cx(&web)).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::drill::team_today(&asker.frame(&web), &view))
}

async fn team_drill(State(web): State<Web>, asker: Asker, Path(id): Path<String>) -> Answer {
    let view = drill::team_drill(&asker.cx(&web), identifier(&id)?).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::drill::team_drill(&asker.frame(&web), &view))
}

#[derive(Deserialize)]
struct DrawsQuery {
    #[serde(default)]
    year: String,
    #[serde(default)]
    page: String,
}

async fn draws(State(web): State<Web>, asker: Asker, Query(query): Query<DrawsQuery>) -> Answer {
    let page = query.page.parse().unwrap_or(1);
    let view = drill::audit_draws(&asker.cx(&web), query.year.parse().ok(), page).await?;
    if asker.wants_json() {
        return reply::json(&view);
    }
    reply::page(app::drill::audit_draws(&asker.frame(&web), &view))
}

async fn bundle(State(web): State<Web>, asker: Asker, Path((year, file)): Path<(String, String)>) -> Answer {
    let day = file.strip_suffix(".json").and_then(|day| day.parse().ok());
    let (year, day) = year.parse().ok().zip(day).ok_or(UiError::Missing)?;
    let bundle = drill::export_draw_bundle(&asker.cx(&web), year, day).await?;
    let bytes = serde_json::to_vec_pretty(&bundle)?;
    Ok(reply::file(&format!("draw-{year}-{day}.json"), "application/json", bytes))
}

#[derive(Deserialize)]
struct OpenYearForm {
    year: i32,
    #[serde(default)]
    off: String,
    #[serde(default)]
    made_up: String,
    #[serde(default)]
    slots: String,
}

async fn open_year(State(web): State<Web>, asker: Asker, Form(form): Form<OpenYearForm>) -> Answer {
    let slots = form.slots.split_whitespace().map(ToOwned::to_owned).collect();
    let (off, made_up) = (dates(&form.off)?, dates(&form.made_up)?);
    let wanted = OpenYear { year: form.year, off, made_up, slots, mean_milli: None };
    drill::open_year(&asker.cx(&web), Hand::Office, wanted).await?;
    reply::done(&asker, "/office/drills", "year_opened", &json!({ "year": form.year }))
}

/// Dates parted by anything but the characters of a date.
fn dates(text: &str) -> Result<BTreeSet<NaiveDate>, application::Failure> {
    text.split(|c: char| !c.is_ascii_digit() && c != '-')
        .filter(|part| !part.is_empty())
        .map(|part| {
            part.parse().map_err(|_| application::Failure::field(Field::Date, FieldProblem::NotADate))
        })
        .collect()
}

async fn draw(State(web): State<Web>, asker: Asker) -> Answer {
    let cx = asker.cx(&web);
    let today = cx.today();
    drill::open_day(&cx, Hand::Office, today).await?;
    let data = json!({ "date": today, "year": today.year() });
    reply::done(&asker, "/office/drills", "drawn", &data)
}

#[derive(Deserialize)]
struct DateForm {
    date: NaiveDate,
}

async fn publish_links(State(web): State<Web>, asker: Asker, Form(form): Form<DateForm>) -> Answer {
    drill::publish_links(&asker.cx(&web), Hand::Office, form.date).await?;
    reply::done(&asker, "/office/drills", "links_published", &json!({ "date": form.date }))
}

async fn release(State(web): State<Web>, asker: Asker) -> Answer {
    let drills = drill::release_for_team(&asker.cx(&web)).await?;
    let path = match drills.as_slice() {
        [only] => format!("/team/drills/{only}"),
        _ => "/team".to_owned(),
    };
    reply::done(&asker, &path, "drill_released", &json!({ "drills": drills }))
}

#[derive(Deserialize)]
struct DrillForm {
    drill: Uuid,
}

async fn arrive(State(web): State<Web>, asker: Asker, Form(form): Form<DrillForm>) -> Answer {
    let cx = asker.cx(&web);
    drill::arrive(&cx, form.drill).await?;
    answer(&web, &asker, form.drill, "arrived").await
}

#[derive(Deserialize)]
struct MarkForm {
    drill: Uuid,
    mark: String,
    client_key: String,
    #[serde(default)]
    note: String,
    #[serde(default)]
    safe_work: String,
    #[serde(default)]
    safe_exit: String,
    #[serde(default)]
    safe_people: String,
    #[serde(default)]
    safe_contact: String,
}

async fn mark(State(web): State<Web>, asker: Asker, Form(form): Form<MarkForm>) -> Answer {
    let cx = asker.cx(&web);
    if form.mark == "start" {
        let checks = [form.safe_work, form.safe_exit, form.safe_people, form.safe_contact];
        let safe = checks.iter().all(|check| check == "true");
        drill::start(&cx, Start { drill: form.drill, safe, client_key: form.client_key }).await?;
        return answer(&web, &asker, form.drill, "drill_started").await;
    }
    let mark = Mark::from_code(&form.mark).ok_or(UiError::Unreadable)?;
    let wanted = MarkDrill { drill: form.drill, mark, client_key: form.client_key, note: form.note };
    drill::mark(&cx, wanted).await?;
    answer(&web, &asker, form.drill, "marked").await
}

#[derive(Deserialize)]
struct FinishForm {
    drill: Uuid,
    #[serde(default)]
    preparedness: String,
    #[serde(default)]
    response: String,
    #[serde(default)]
    evacuation: String,
    #[serde(default)]
    remarks: String,
}

async fn finish(State(web): State<Web>, asker: Asker, Form(form): Form<FinishForm>) -> Answer {
    let sheet = FinishDrill {
        drill: form.drill,
        preparedness: Grade::from_code(&form.preparedness),
        response: Grade::from_code(&form.response),
        evacuation: Grade::from_code(&form.evacuation),
        remarks: form.remarks,
    };
    drill::finish(&asker.cx(&web), sheet).await?;
    answer(&web, &asker, form.drill, "drill_finished").await
}

#[derive(Deserialize)]
struct AbortForm {
    drill: Uuid,
    #[serde(default)]
    reason: String,
}

async fn abort(State(web): State<Web>, asker: Asker, Form(form): Form<AbortForm>) -> Answer {
    drill::abort(&asker.cx(&web), AbortDrill { drill: form.drill, reason: form.reason }).await?;
    answer(&web, &asker, form.drill, "drill_aborted").await
}

/// Leads back to the drill; a program gets it as it stands now.
async fn answer(web: &Web, asker: &Asker, drill: Uuid, code: &str) -> Answer {
    if asker.wants_json() {
        return reply::json(&drill::team_drill(&asker.cx(web), drill).await?);
    }
    Ok(reply::lead_saying(&format!("/team/drills/{drill}"), code))
}

fn identifier(text: &str) -> Result<Uuid, UiError> {
    text.parse().map_err(|_| UiError::Missing)
}

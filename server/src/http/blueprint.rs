//! The blueprint of a training's test. What is typed travels in the address until it is saved, so that adding
//! a row, checking and going back lose nothing.

use super::{
    Web,
    asker::Asker,
    reply::{self, Answer},
};
use application::{
    Failure,
    training::{self, Act},
};
use axum::{
    Router,
    extract::{Path, RawForm, RawQuery, State},
    routing::{get, post},
};
use contract::{UiError, blueprint::BlueprintForm};
use domain::exam::Preset;
use serde_json::json;
use uuid::Uuid;

pub(super) fn routes() -> Router<Web> {
    Router::new()
        .route("/office/trainings/{id}/test", get(show))
        .route("/office/trainings/{id}/test/preview", get(preview))
        .route("/api/training/blueprint", post(save))
}

type Pairs = Vec<(String, String)>;

fn pairs(bytes: &[u8]) -> Pairs {
    serde_urlencoded::from_bytes(bytes).unwrap_or_default()
}

fn form(pairs: &Pairs) -> Option<BlueprintForm> {
    BlueprintForm::read(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())))
}

/// What the button pressed asks for.
fn act(pairs: &Pairs) -> Act {
    let act = pairs.iter().rev().find(|(name, _)| name == "act").map_or("", |(_, value)| value.as_str());
    let preset = act.strip_prefix("preset-").and_then(Preset::from_code).map(Act::Preset);
    let remove = || act.strip_prefix("remove-").and_then(|row| row.parse().ok()).map(Act::Remove);
    match act {
        "check" => Act::Check,
        "add" => Act::Add,
        _ => preset.or_else(remove).unwrap_or_default(),
    }
}

async fn show(
    State(web): State<Web>,
    asker: Asker,
    Path(id): Path<Uuid>,
    RawQuery(query): RawQuery,
) -> Answer {
    let frame = asker.frame(&web);
    let typed = &frame.flash.typed;
    let refused = BlueprintForm::read(typed.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let (form, act) = match refused {
        Some(form) => (Some(form), Act::Check),
        None => {
            let pairs = pairs(query.unwrap_or_default().as_bytes());
            (form(&pairs), act(&pairs))
        }
    };
    let view = training::show_blueprint(&asker.cx(&web), id, form, act).await?;
    reply::page(app::training::blueprint::page(&frame, &view))
}

async fn preview(
    State(web): State<Web>,
    asker: Asker,
    Path(id): Path<Uuid>,
    RawQuery(query): RawQuery,
) -> Answer {
    let typed = form(&pairs(query.as_deref().unwrap_or_default().as_bytes()));
    let back = query.filter(|_| typed.is_some()).map(|query| format!("?{query}")).unwrap_or_default();
    match training::sample_paper(&asker.cx(&web), id, typed.clone(), back).await {
        Ok(view) => reply::page(app::training::sample::page(&asker.frame(&web), &view)),
        Err(failure) => refused(&asker, id, failure, typed),
    }
}

async fn save(State(web): State<Web>, asker: Asker, body: RawForm) -> Answer {
    let pairs = pairs(&body.0);
    let id = pairs.iter().find(|(name, _)| name == "training").and_then(|(_, id)| id.parse().ok());
    let id: Uuid = id.ok_or_else(Failure::missing)?;
    let form = form(&pairs).unwrap_or_default();
    match training::save_blueprint(&asker.cx(&web), id, &form).await {
        Ok(()) => reply::done(&asker, &path(id), "blueprint_saved", &json!({ "training": id })),
        Err(failure) => refused(&asker, id, failure, Some(form)),
    }
}

fn path(training: Uuid) -> String {
    format!("/office/trainings/{training}/test")
}

/// Leads a person back to the form with what was typed; everything else is told as usual.
fn refused(asker: &Asker, id: Uuid, failure: Failure, form: Option<BlueprintForm>) -> Answer {
    match failure {
        Failure::Told(error @ UiError::Refused(_)) if !asker.wants_json() => {
            let typed = form.map(|form| form.typed()).unwrap_or_default();
            Ok(reply::lead_refused(&path(id), error, typed))
        }
        other => Err(other.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_button_says_what_it_asks_for() {
        for (query, wanted) in [
            ("act=check", Act::Check),
            ("act=add", Act::Add),
            ("act=remove-3", Act::Remove(3)),
            ("act=preset-spot", Act::Preset(Preset::Spot)),
            ("act=preset-none", Act::Look),
            ("act=remove--1", Act::Look),
            ("", Act::Look),
        ] {
            assert_eq!(act(&pairs(query.as_bytes())), wanted, "{query}");
        }
    }
}

//! On-site trainings: the sessions of a training, the list of one, the screen, signing in, requests to excuse.

mod excuse;
mod list;
mod plan;
mod sign;

pub use excuse::excuses;
pub use list::{list, sheet};
pub use plan::sessions;
pub use sign::{mine, screen, sign};

use crate::{
    text,
    ui::{self, Fact, fact},
};
use contract::{session::SessionLine, training::OfficeTraining};
use domain::calendar;
use leptos::prelude::*;

/// `2026-11-23 09:00—11:15`.
fn period(line: &SessionLine) -> String {
    format!("{}—{}", text::minute(line.starts_at), calendar::local(line.ends_at).format("%H:%M"))
}

/// `李工（泉城安全学院）`.
fn teacher(line: &SessionLine) -> String {
    match (line.lecturer.is_empty(), line.agency.is_empty()) {
        (true, true) => "—".into(),
        (false, true) => line.lecturer.clone(),
        (true, false) => line.agency.clone(),
        (false, false) => format!("{}（{}）", line.lecturer, line.agency),
    }
}

/// What is known of a session.
fn facts(line: &SessionLine) -> Vec<Fact> {
    let signed = match line.capacity {
        Some(most) => format!("{} 人（上限 {most} 人）", line.signed),
        None => format!("{} 人", line.signed),
    };
    vec![
        fact("时间", period(line)),
        fact("地点", line.place.clone()),
        fact("讲师", teacher(line)),
        fact("学时", line.hours.to_string()),
        fact("已签到", signed),
    ]
}

/// The way back to the sessions of a training.
fn crumbs(training: impl std::fmt::Display, title: &str) -> Vec<ui::NavItem> {
    vec![
        ui::NavItem::new("/office/trainings", "培训"),
        ui::NavItem::new(format!("/office/trainings/{training}"), title),
        ui::NavItem::new(format!("/office/trainings/{training}/sessions"), "场次"),
    ]
}

/// The ways from a training to its sessions and to its excuses.
pub(crate) fn ways(view: &OfficeTraining) -> AnyView {
    let id = view.line.id;
    let sessions = format!("/office/trainings/{id}/sessions");
    let sessions = view.line.kind.teaches().then(|| view! { <a href=sessions>"授课方式和场次"</a> });
    let excuses = format!("/office/excuses?training={id}");
    view! { <p class="actions">{sessions}<a href=excuses>"待审批的免考"</a></p> }.into_any()
}

//! The lesson: its text made harmless, its parts, and having read it.

mod edit;
mod parts;
mod show;
mod study;

pub(crate) use edit::ready;
pub use edit::{move_lesson, preview_lesson, remove_lesson, save_lesson};
pub(crate) use parts::{left, my_parts};
pub use show::{Writing, show_lessons};
pub use study::{Finished, Report, Watched, finish_lesson, my_lesson, report_video};

use crate::{Cx, Failure};
use contract::Refusal;
use domain::{
    actor::Action,
    audit::{Event, Subject},
};
use pulldown_cmark::{Event as Piece, Options, Parser, Tag, html};
use storage::{Writer, training::EnrolmentRow};
use uuid::Uuid;

/// Turns Markdown into HTML that can do nothing: raw HTML is shown as text, links lead to web pages only,
/// pictures of other servers are left out.
pub(super) fn to_html(markdown: &str) -> String {
    let pieces = Parser::new_ext(markdown, Options::ENABLE_TABLES).map(|piece| match piece {
        Piece::Html(raw) | Piece::InlineHtml(raw) => Piece::Text(raw),
        Piece::Start(Tag::Link { link_type, dest_url, title, id }) if !is_web(&dest_url) => {
            Piece::Start(Tag::Link { link_type, dest_url: format!("#{}", dest_url.len()).into(), title, id })
        }
        Piece::Start(Tag::Image { link_type, title, id, .. }) => {
            Piece::Start(Tag::Image { link_type, dest_url: "".into(), title, id })
        }
        other => other,
    });
    let mut out = String::with_capacity(markdown.len() * 3 / 2);
    html::push_html(&mut out, pieces);
    out
}

fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// Notes that the asker has read the lesson of a training to its end. Once is enough.
///
/// # Errors
/// Refuses while parts are left, and once the training is closed.
pub async fn lesson_read(cx: &Cx, training: Uuid) -> Result<(), Failure> {
    let person = cx.actor()?.person.ok_or(domain::actor::Denied)?;
    cx.allow(Action::ActAs(person))?;
    let tx = cx.begin().await?;
    let enrolment = storage::training::enrolment(&tx, cx.street(), training, person.uuid()).await?;
    let enrolment = enrolment.ok_or_else(Failure::missing)?;
    if enrolment.lesson_read_at.is_none() {
        if is_closed(cx, &tx, training).await? {
            return Err(Refusal::TrainingArchived.into());
        }
        match left(&my_parts(cx, &tx, &enrolment).await?) {
            0 => read(cx, &tx, enrolment).await?,
            left => return Err(Refusal::PartsLeft { left }.into()),
        }
    }
    Ok(tx.commit().await?)
}

/// Whether a training is closed.
async fn is_closed(cx: &Cx, tx: &Writer, training: Uuid) -> Result<bool, Failure> {
    let row = storage::training::find(tx, cx.street(), training).await?.ok_or_else(Failure::missing)?;
    Ok(row.status == "closed")
}

/// Notes that somebody has read the lesson, unless that is noted.
async fn read(cx: &Cx, tx: &Writer, mut enrolment: EnrolmentRow) -> Result<(), Failure> {
    if enrolment.lesson_read_at.is_none() {
        let subject = Subject::new("training", enrolment.training_id);
        enrolment.lesson_read_at = Some(cx.now());
        storage::training::save_enrolment(tx, enrolment).await?;
        cx.log(tx, Event::LessonRead, subject).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::to_html;

    #[test]
    fn a_lesson_cannot_carry_scripts_or_lead_astray() {
        let html = to_html(
            "# 第一课\n\n<script>alert(1)</script>\n\n[点我](javascript:alert(1)) ![x](http://a/b.png)",
        );
        assert!(html.contains("<h1>第一课</h1>"));
        assert!(
            !html.contains("<script") && !html.contains("javascript:") && !html.contains("b.png"),
            "{html}"
        );
    }
}

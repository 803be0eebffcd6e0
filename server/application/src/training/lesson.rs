//! The lesson: its text made harmless, and having read it.

use crate::{Cx, Failure};
use domain::{
    actor::Action,
    audit::{Event, Subject},
};
use pulldown_cmark::{Event as Piece, Options, Parser, Tag, html};
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
pub async fn lesson_read(cx: &Cx, training: Uuid) -> Result<(), Failure> {
    let person = cx.actor()?.person.ok_or(domain::actor::Denied)?;
    cx.allow(Action::ActAs(person))?;
    let tx = cx.begin().await?;
    let enrolment = storage::training::enrolment(&tx, cx.street(), training, person.uuid()).await?;
    let mut enrolment = enrolment.ok_or_else(Failure::missing)?;
    if enrolment.lesson_read_at.is_none() {
        enrolment.lesson_read_at = Some(cx.now());
        storage::training::save_enrolment(&tx, enrolment).await?;
        cx.log(&tx, Event::LessonRead, Subject::new("training", training)).await?;
    }
    Ok(tx.commit().await?)
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

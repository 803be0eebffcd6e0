//! An item comes further: reviewed by somebody else, published, withdrawn.

use crate::{Cx, Failure};
use anyhow::anyhow;
use contract::{Field, FieldProblem, Refusal};
use domain::{
    actor::Action,
    audit::{Event, Subject},
    media::{MediaAct, MediaRefusal, MediaState},
};
use storage::media::MediaRow;
use uuid::Uuid;

/// Takes one step with an item. Sent twice, the second is told where the item stands.
///
/// # Errors
/// Refuses a step that does not follow, the review of one's own upload, and a return or withdrawal without a word
/// (2 to 200 characters).
pub async fn move_media(cx: &Cx, id: Uuid, act: MediaAct, note: &str) -> Result<MediaState, Failure> {
    let account = cx.allow(Action::EditMedia)?.account.uuid();
    let note = note.trim();
    if act.needs_note() {
        let problem = match note.chars().count() {
            0 => Some(FieldProblem::Empty),
            1 => Some(FieldProblem::TooShort { least: 2 }),
            2..=200 => None,
            _ => Some(FieldProblem::TooLong { most: 200 }),
        };
        if let Some(problem) = problem {
            return Err(Failure::field(Field::Note, problem));
        }
    }
    let tx = cx.begin().await?;
    let row = storage::media::find(&tx, cx.street(), id).await?.ok_or_else(Failure::missing)?;
    let state = MediaState::from_code(&row.state).ok_or_else(|| anyhow!("the media item {id} is damaged"))?;
    let to = act.on(state, row.author == account).map_err(|refusal| match refusal {
        MediaRefusal::NotNow(state) => Refusal::MediaNotNow { state },
        MediaRefusal::OwnUpload => Refusal::OwnUpload,
    })?;
    let mut next = MediaRow { state: to.code().into(), ..row };
    match act {
        MediaAct::Review => {
            (next.reviewer, next.reviewed_at) = (Some(account), Some(cx.now()));
            next.note = String::new();
        }
        MediaAct::Return | MediaAct::Reopen => (next.reviewer, next.reviewed_at) = (None, None),
        MediaAct::Publish => next.published_at = Some(cx.now()),
        MediaAct::Withdraw => {}
    }
    if act.needs_note() {
        note.clone_into(&mut next.note);
    }
    storage::media::save(&tx, next).await?;
    cx.log(&tx, Event::MediaMoved { state: to.code().into() }, Subject::new("media", id)).await?;
    tx.commit().await?;
    Ok(to)
}

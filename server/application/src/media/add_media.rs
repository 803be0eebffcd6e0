//! Taking a file into the library.

use super::store::Stored;
use crate::{Cx, Failure};
use anyhow::Context as _;
use contract::{Field, FieldError, FieldProblem, Refusal, UiError, media::MediaForm};
use domain::{
    actor::Action,
    audit::{Event, Subject},
    media::{MediaState, tags},
    training::Title,
};
use storage::{Failed, media::MediaRow};
use uuid::Uuid;

/// What is said of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewMedia {
    /// What it is called: 2 to 60 characters.
    pub title: String,
    /// Its tags, parted by commas.
    pub tags: String,
    /// Where it comes from: 2 to 100 characters.
    pub source: String,
    /// The file's name on the sender's machine.
    pub name: String,
}

/// What is right about the words of an upload.
struct Words {
    title: Title,
    tags: Vec<String>,
}

/// Shows what the form of an upload needs to know.
pub fn upload_form(cx: &Cx) -> Result<MediaForm, Failure> {
    cx.allow(Action::EditMedia)?;
    Ok(MediaForm { limits: cx.services().media.limits })
}

/// Refuses who may not upload, and words that are wrong, before a file is read.
pub fn refuse_upload(cx: &Cx, new: &NewMedia) -> Result<(), Failure> {
    cx.allow(Action::EditMedia)?;
    understand(new).map(drop)
}

fn understand(new: &NewMedia) -> Result<Words, Failure> {
    let mut errors = Vec::new();
    let mut wrong = |field, problem| errors.push(FieldError { field, problem });
    let length = |text: &str, least: u16, most: u16| match text.trim().chars().count() {
        0 => Some(FieldProblem::Empty),
        n if n < usize::from(least) => Some(FieldProblem::TooShort { least }),
        n if n > usize::from(most) => Some(FieldProblem::TooLong { most }),
        _ => None,
    };
    let title = Title::parse(&new.title);
    if title.is_none() {
        wrong(Field::Title, length(&new.title, 2, 60).unwrap_or(FieldProblem::Empty));
    }
    if let Some(problem) = length(&new.source, 2, 100) {
        wrong(Field::Source, problem);
    }
    let tags = tags(&new.tags);
    if tags.is_none() {
        wrong(Field::Tags, FieldProblem::NotTags);
    }
    match (title, tags) {
        (Some(title), Some(tags)) if errors.is_empty() => Ok(Words { title, tags }),
        _ => Err(UiError::Form(errors).into()),
    }
}

/// Adds a file that stands in its place to the library, as a draft.
///
/// # Errors
/// Refuses wrong words, and a file that the street has already: it is told under which title.
pub async fn add_media(cx: &Cx, new: NewMedia, stored: Stored) -> Result<Uuid, Failure> {
    let actor = cx.allow(Action::EditMedia)?;
    let words = understand(&new)?;
    let id = cx.new_uuid();
    let row = MediaRow {
        street: cx.street().to_owned(),
        id,
        kind: stored.format.kind().code().into(),
        format: stored.format.code().into(),
        title: words.title.as_str().to_owned(),
        tags: words.tags.join(","),
        source: new.source.trim().to_owned(),
        name: new.name.chars().filter(|c| !c.is_control()).take(200).collect(),
        sha256: stored.sha256.clone(),
        bytes: i64::try_from(stored.bytes).context("a file of more than eight exbibytes")?,
        length_ms: stored.length_ms.map(i64::from),
        state: MediaState::Draft.code().into(),
        author: actor.account.uuid(),
        added_at: cx.now(),
        reviewer: None,
        reviewed_at: None,
        published_at: None,
        note: String::new(),
    };
    let event =
        Event::MediaAdded { kind: row.kind.clone(), bytes: stored.bytes, sha256: stored.sha256.clone() };
    let tx = cx.begin().await?;
    match storage::media::add(&tx, row).await {
        Ok(()) => {}
        Err(Failed::AlreadyThere) => {
            // The failed statement ends the transaction on PostgreSQL.
            drop(tx);
            return Err(there(cx, &stored.sha256).await);
        }
        Err(failed) => return Err(failed.into()),
    }
    cx.log(&tx, event, Subject::new("media", id)).await?;
    tx.commit().await?;
    Ok(id)
}

async fn there(cx: &Cx, sha256: &str) -> Failure {
    match storage::media::by_hash(&cx.reader(), cx.street(), sha256).await {
        Ok(Some(row)) => {
            let state = MediaState::from_code(&row.state).unwrap_or(MediaState::Draft);
            Refusal::MediaThere { title: row.title, state }.into()
        }
        Ok(None) => UiError::Conflict.into(),
        Err(failed) => failed.into(),
    }
}

//! Views of the parts of trainings.

use chrono::{DateTime, Utc};
use domain::lesson::{LessonKind, Studied};
use domain::media::MediaFormat;
use serde::Serialize;
use uuid::Uuid;

/// A part in a list.
#[derive(Clone, Debug, Serialize)]
pub struct LessonLine {
    /// Which.
    pub id: Uuid,
    /// Its place in the address.
    pub seq: u32,
    /// Its number, from 1.
    pub number: u32,
    /// What it is.
    pub kind: LessonKind,
    /// What it is called.
    pub title: String,
    /// How long it takes, in minutes.
    pub minutes: u16,
}

/// A file in a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LessonFile {
    /// The item of the library.
    pub media: Uuid,
    /// Its format.
    pub format: MediaFormat,
    /// What it is called in the library.
    pub title: String,
    /// Its size, in bytes.
    pub bytes: u64,
    /// How long a video is, in milliseconds, where its file says so.
    pub length_ms: Option<u32>,
    /// The words below a picture.
    pub caption: String,
    /// What a picture shows, for who cannot see it.
    pub alt: String,
}

/// What a part holds.
#[derive(Clone, Debug, Serialize)]
pub struct LessonBody {
    /// The part.
    pub line: LessonLine,
    /// Its text as harmless HTML: the whole of a text, the words before the files of others.
    pub html: String,
    /// Its files in their order.
    pub files: Vec<LessonFile>,
}

/// How far an attendee is with a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartState {
    /// Not opened.
    New,
    /// Opened; of a video so many percent were played, where the page reported it.
    Open {
        /// Whole percent.
        percent: Option<u8>,
    },
    /// Finished.
    Done {
        /// When.
        at: DateTime<Utc>,
    },
}

/// A part as its attendee sees it in a list.
#[derive(Clone, Debug)]
pub struct MyPart {
    /// The part.
    pub line: LessonLine,
    /// How far it is.
    pub state: PartState,
}

/// A part as its attendee sees it.
#[derive(Clone, Debug)]
pub struct MyLesson {
    /// The training.
    pub training: Uuid,
    /// Its title.
    pub training_title: String,
    /// The part.
    pub body: LessonBody,
    /// How far it is.
    pub state: PartState,
    /// Where to go on in a video, in milliseconds.
    pub position_ms: u64,
    /// What is known of the attendee at it.
    pub studied: Studied,
    /// All parts of the training.
    pub parts: Vec<MyPart>,
    /// Shown to the office, that changes nothing by it.
    pub preview: bool,
}

impl MyLesson {
    /// The part before this one.
    #[must_use]
    pub fn before(&self) -> Option<&MyPart> {
        self.parts.iter().rev().find(|part| part.line.number < self.body.line.number)
    }
    /// The part after this one.
    #[must_use]
    pub fn after(&self) -> Option<&MyPart> {
        self.parts.iter().find(|part| part.line.number > self.body.line.number)
    }
}

/// A row of a form that takes a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the fields are those of the form")]
pub struct FileInput {
    pub media: String,
    pub caption: String,
    pub alt: String,
}

/// What the form of a part holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the fields are those of the form")]
pub struct LessonInput {
    pub lesson: Uuid,
    pub kind: LessonKind,
    pub title: String,
    pub minutes: String,
    pub body: String,
    pub files: Vec<FileInput>,
}

/// A published item that a part can take.
#[derive(Clone, Debug, Serialize)]
pub struct MediaChoice {
    /// The item.
    pub id: Uuid,
    /// Its title, with its length or size.
    pub label: String,
}

/// The parts of a training as the office writes them.
#[derive(Clone, Debug, Serialize)]
pub struct LessonsView {
    /// The training.
    pub training: Uuid,
    /// Its title.
    pub title: String,
    /// `draft`, `published` or `closed`.
    pub status: String,
    /// Class hours that the training announces.
    pub hours: u16,
    /// The parts.
    pub parts: Vec<LessonLine>,
    /// How many attendees finished each part, by its place in the list; empty for a draft.
    pub finished: Vec<u32>,
    /// How many attendees finished a part in their round, and the minutes of all that they finished.
    pub studied: (u32, u32),
    /// The part that is written, where one is.
    pub form: Option<LessonInput>,
    /// Whether that one is new.
    pub is_new: bool,
    /// What it can take.
    pub choices: Vec<MediaChoice>,
}

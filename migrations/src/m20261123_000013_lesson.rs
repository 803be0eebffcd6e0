//! Lessons of several kinds and the library that their files stand in. A file comes into a lesson only when a
//! second person has seen it, and what was offered to attendees never changes under them.

use crate::portable;
use sea_orm_migration::prelude::*;

/// This step.
#[derive(DeriveMigrationName)]
pub struct Step;

const SQL: &str = "
CREATE TABLE media (
    street text NOT NULL REFERENCES street (code),
    id {uuid} NOT NULL,
    kind text NOT NULL CHECK (kind IN ('video', 'pdf', 'picture')),
    format text NOT NULL CHECK (format IN ('mp4', 'webm', 'pdf', 'jpeg', 'png', 'webp')),
    title text NOT NULL CHECK (length(title) BETWEEN 2 AND 60),
    tags text NOT NULL,
    source text NOT NULL CHECK (length(source) BETWEEN 2 AND 100),
    name text NOT NULL,
    sha256 text NOT NULL CHECK (length(sha256) = 64),
    bytes bigint NOT NULL CHECK (bytes >= 1),
    length_ms bigint CHECK (length_ms >= 1),
    state text NOT NULL CHECK (state IN ('draft', 'reviewed', 'published', 'withdrawn')),
    author {uuid} NOT NULL REFERENCES account (id),
    added_at {instant} NOT NULL,
    reviewer {uuid} REFERENCES account (id),
    reviewed_at {instant},
    published_at {instant},
    note text NOT NULL,
    PRIMARY KEY (street, id),
    UNIQUE (street, sha256),
    CHECK ((kind = 'video') = (format IN ('mp4', 'webm'))),
    CHECK ((kind = 'pdf') = (format = 'pdf')),
    CHECK ((reviewer IS NULL) = (reviewed_at IS NULL)),
    CHECK (state = 'draft' OR (reviewer IS NOT NULL AND reviewer <> author)),
    CHECK (state <> 'published' OR published_at IS NOT NULL),
    CHECK (state <> 'withdrawn' OR length(note) BETWEEN 2 AND 200)
)
--
CREATE INDEX media_by_state ON media (street, state, id)
--
CREATE TABLE lesson (
    street text NOT NULL,
    id {uuid} NOT NULL,
    training_id {uuid} NOT NULL,
    seq integer NOT NULL CHECK (seq >= 1),
    kind text NOT NULL CHECK (kind IN ('text', 'pdf', 'video', 'pictures')),
    title text NOT NULL CHECK (length(title) BETWEEN 2 AND 60),
    minutes integer NOT NULL CHECK (minutes BETWEEN 1 AND 600),
    body text NOT NULL,
    PRIMARY KEY (street, id),
    UNIQUE (street, training_id, seq),
    FOREIGN KEY (street, training_id) REFERENCES training (street, id),
    CHECK (kind <> 'text' OR length(body) >= 1)
)
--
CREATE TABLE lesson_media (
    street text NOT NULL,
    lesson_id {uuid} NOT NULL,
    place integer NOT NULL CHECK (place >= 1),
    media_id {uuid} NOT NULL,
    caption text NOT NULL,
    alt text NOT NULL,
    PRIMARY KEY (street, lesson_id, place),
    FOREIGN KEY (street, lesson_id) REFERENCES lesson (street, id),
    FOREIGN KEY (street, media_id) REFERENCES media (street, id)
)
--
CREATE INDEX lesson_media_by_media ON lesson_media (street, media_id)
--
CREATE TABLE lesson_view (
    street text NOT NULL,
    lesson_id {uuid} NOT NULL,
    person_id {uuid} NOT NULL,
    round integer NOT NULL CHECK (round >= 1),
    training_id {uuid} NOT NULL,
    opened_at {instant} NOT NULL,
    seen_at {instant} NOT NULL,
    position_ms bigint NOT NULL CHECK (position_ms >= 0),
    played text,
    finished_at {instant},
    PRIMARY KEY (street, lesson_id, person_id, round),
    FOREIGN KEY (street, lesson_id) REFERENCES lesson (street, id),
    FOREIGN KEY (street, training_id, person_id) REFERENCES enrolment (street, training_id, person_id),
    CHECK (finished_at IS NULL OR finished_at >= opened_at)
)
--
CREATE INDEX lesson_view_by_person ON lesson_view (street, training_id, person_id)
";

const BEGUN_LATER: &str = "NEW.state <> 'draft' OR NEW.reviewer IS NOT NULL";
/// The file and who brought it never change; words only while it is a draft; publication follows review, and from
/// publication the only way is out.
const MEDIA_STANDS: &str = "NEW.kind <> OLD.kind OR NEW.format <> OLD.format OR NEW.sha256 <> OLD.sha256 OR NEW.bytes <> OLD.bytes OR NEW.author <> OLD.author OR (OLD.state <> 'draft' AND (NEW.title <> OLD.title OR NEW.source <> OLD.source)) OR (OLD.state = 'published' AND NEW.state NOT IN ('published', 'withdrawn')) OR (OLD.state = 'withdrawn' AND NEW.state NOT IN ('withdrawn', 'draft')) OR (NEW.state = 'published' AND OLD.state NOT IN ('reviewed', 'published')) OR (NEW.state = 'reviewed' AND OLD.state NOT IN ('draft', 'reviewed'))";
/// What attendees may read does not change under them.
const NEW_FROZEN: &str = "EXISTS (SELECT 1 FROM training t WHERE t.street = NEW.street AND t.id = NEW.training_id AND t.status <> 'draft')";
const OLD_FROZEN: &str = "EXISTS (SELECT 1 FROM training t WHERE t.street = OLD.street AND t.id = OLD.training_id AND t.status <> 'draft')";
const MOVED: &str = "NEW.training_id <> OLD.training_id OR EXISTS (SELECT 1 FROM training t WHERE t.street = OLD.street AND t.id = OLD.training_id AND t.status <> 'draft')";
const NEW_MEDIA_FROZEN: &str = "EXISTS (SELECT 1 FROM lesson l JOIN training t ON t.street = l.street AND t.id = l.training_id WHERE l.street = NEW.street AND l.id = NEW.lesson_id AND t.status <> 'draft')";
const OLD_MEDIA_FROZEN: &str = "EXISTS (SELECT 1 FROM lesson l JOIN training t ON t.street = l.street AND t.id = l.training_id WHERE l.street = OLD.street AND l.id = OLD.lesson_id AND t.status <> 'draft')";
/// A lesson takes published files only, and is offered only while they still are.
const UNPUBLISHED: &str = "EXISTS (SELECT 1 FROM media m WHERE m.street = NEW.street AND m.id = NEW.media_id AND m.state <> 'published')";
const OFFERED_UNPUBLISHED: &str = "NEW.status = 'published' AND OLD.status = 'draft' AND EXISTS (SELECT 1 FROM lesson l JOIN lesson_media lm ON lm.street = l.street AND lm.lesson_id = l.id JOIN media m ON m.street = lm.street AND m.id = lm.media_id WHERE l.street = NEW.street AND l.training_id = NEW.id AND m.state <> 'published')";
/// Whom and what a look is of never changes, and what is finished stays finished.
const VIEW_STANDS: &str = "NEW.training_id <> OLD.training_id OR NEW.lesson_id <> OLD.lesson_id OR NEW.person_id <> OLD.person_id OR NEW.round <> OLD.round OR NEW.opened_at <> OLD.opened_at OR (OLD.finished_at IS NOT NULL AND NEW.finished_at IS DISTINCT FROM OLD.finished_at)";
/// Somebody looks at a part of the training that they attend, in the round that they are in.
const VIEW_ELSEWHERE: &str = "NOT EXISTS (SELECT 1 FROM lesson l JOIN enrolment e ON e.street = l.street AND e.training_id = l.training_id WHERE l.street = NEW.street AND l.id = NEW.lesson_id AND l.training_id = NEW.training_id AND e.person_id = NEW.person_id AND e.round = NEW.round)";
/// The whole is read when each part of it is finished in the same round; on site, where people signed in.
const UNFINISHED: &str = "NEW.lesson_read_at IS NOT NULL AND OLD.lesson_read_at IS NULL AND EXISTS (SELECT 1 FROM lesson l WHERE l.street = NEW.street AND l.training_id = NEW.training_id AND NOT EXISTS (SELECT 1 FROM lesson_view v WHERE v.street = l.street AND v.lesson_id = l.id AND v.person_id = NEW.person_id AND v.round = NEW.round AND v.finished_at IS NOT NULL)) AND NOT EXISTS (SELECT 1 FROM training_form f WHERE f.street = NEW.street AND f.training_id = NEW.training_id AND f.mode = 'onsite')";

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        portable::run(manager, SQL).await?;
        for (table, act, when, message) in [
            ("media", "INSERT", Some(BEGUN_LATER), "media_begins_draft"),
            ("media", "UPDATE", Some(MEDIA_STANDS), "media_stands"),
            ("media", "DELETE", None, "media_stands"),
            ("lesson", "INSERT", Some(NEW_FROZEN), "lesson_frozen"),
            ("lesson", "UPDATE", Some(MOVED), "lesson_frozen"),
            ("lesson", "DELETE", Some(OLD_FROZEN), "lesson_frozen"),
            ("lesson_media", "INSERT", Some(NEW_MEDIA_FROZEN), "lesson_frozen"),
            ("lesson_media", "UPDATE", Some(OLD_MEDIA_FROZEN), "lesson_frozen"),
            ("lesson_media", "DELETE", Some(OLD_MEDIA_FROZEN), "lesson_frozen"),
            ("lesson_media", "INSERT", Some(UNPUBLISHED), "media_unpublished"),
            ("lesson_media", "UPDATE", Some(UNPUBLISHED), "media_unpublished"),
            ("training", "UPDATE", Some(OFFERED_UNPUBLISHED), "media_unpublished"),
            ("lesson_view", "INSERT", Some(VIEW_ELSEWHERE), "view_elsewhere"),
            ("lesson_view", "UPDATE", Some(VIEW_STANDS), "view_stands"),
            ("lesson_view", "DELETE", None, "view_stands"),
            ("enrolment", "UPDATE", Some(UNFINISHED), "lesson_unfinished"),
        ] {
            portable::refuse(manager, table, act, when, message).await?;
        }
        Ok(())
    }
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

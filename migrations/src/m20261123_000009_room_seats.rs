//! Rooms in which people sit an exam together, and the papers drawn for their seats before the start.

use crate::portable;
use sea_orm_migration::prelude::*;

/// This step.
#[derive(DeriveMigrationName)]
pub struct Step;

const SQL: &str = "
CREATE TABLE exam_room (
    street text NOT NULL,
    id {uuid} NOT NULL,
    exam_id {uuid} NOT NULL,
    place text NOT NULL CHECK (length(place) BETWEEN 2 AND 60),
    starts_at {instant} NOT NULL,
    entry_code text CHECK (length(entry_code) = 6),
    networks text NOT NULL,
    papers_hash text NOT NULL CHECK (length(papers_hash) = 64),
    created_at {instant} NOT NULL,
    created_by {uuid} NOT NULL REFERENCES account (id),
    PRIMARY KEY (street, id),
    FOREIGN KEY (street, exam_id) REFERENCES exam (street, id)
)
--
CREATE INDEX exam_room_by_exam ON exam_room (street, exam_id, starts_at)
--
CREATE TABLE exam_seat (
    street text NOT NULL,
    room_id {uuid} NOT NULL,
    seat integer NOT NULL CHECK (seat >= 0),
    exam_id {uuid} NOT NULL,
    person_id {uuid} NOT NULL,
    number integer NOT NULL CHECK (number >= 1),
    record text NOT NULL,
    content_hash text NOT NULL CHECK (length(content_hash) = 64),
    PRIMARY KEY (street, room_id, seat),
    UNIQUE (street, exam_id, person_id, number),
    FOREIGN KEY (street, room_id) REFERENCES exam_room (street, id),
    FOREIGN KEY (street, exam_id) REFERENCES exam (street, id),
    FOREIGN KEY (street, person_id) REFERENCES person (street, id)
)
";

/// A seat belongs to the exam of its room.
const FOREIGN_SEAT: &str = "NOT EXISTS (SELECT 1 FROM exam_room r WHERE r.street = NEW.street AND r.id = NEW.room_id AND r.exam_id = NEW.exam_id)";
/// A paper that was drawn for a seat before the start is the one that is sat there.
const OTHER_PAPER: &str = "EXISTS (SELECT 1 FROM attempt a JOIN exam_seat s ON s.street = a.street AND s.exam_id = a.exam_id AND s.person_id = a.person_id AND s.number = a.number WHERE a.street = NEW.street AND a.id = NEW.attempt_id AND s.content_hash <> NEW.content_hash)";

#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        portable::run(manager, SQL).await?;
        portable::append_only(manager, "exam_room").await?;
        portable::append_only(manager, "exam_seat").await?;
        portable::refuse(manager, "exam_seat", "INSERT", Some(FOREIGN_SEAT), "seat_elsewhere").await?;
        portable::refuse(manager, "paper", "INSERT", Some(OTHER_PAPER), "paper_of_the_seat").await
    }
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

//! The schema, as forward steps that run on SQLite and PostgreSQL.

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

mod m20261123_000001_house;
mod m20261123_000002_exam;
mod m20261123_000003_drill;
mod m20261123_000004_blueprint;
mod m20261123_000005_room;
mod m20261123_000006_results;
mod m20261123_000007_spot;
mod m20261123_000008_contest;
mod m20261123_000009_room_seats;
mod m20261123_000010_bank_edit;
mod m20261123_000011_certificate_life;
mod m20261123_000012_certificate_template;
mod m20261123_000013_lesson;
mod m20261123_000014_session;
mod m20261123_000014_session_carrier;
mod m20261123_000015_duty;
mod m20261123_000016_register;
mod m20261123_000017_activity;
mod portable;

/// Lists the steps in order.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261123_000001_house::Step),
            Box::new(m20261123_000002_exam::Step),
            Box::new(m20261123_000003_drill::Step),
            Box::new(m20261123_000004_blueprint::Step),
            Box::new(m20261123_000005_room::Step),
            Box::new(m20261123_000006_results::Step),
            Box::new(m20261123_000007_spot::Step),
            Box::new(m20261123_000008_contest::Step),
            Box::new(m20261123_000009_room_seats::Step),
            Box::new(m20261123_000010_bank_edit::Step),
            Box::new(m20261123_000011_certificate_life::Step),
            Box::new(m20261123_000012_certificate_template::Step),
            Box::new(m20261123_000013_lesson::Step),
            Box::new(m20261123_000014_session::Step),
            Box::new(m20261123_000015_duty::Step),
            Box::new(m20261123_000016_register::Step),
            Box::new(m20261123_000017_activity::Step),
        ]
    }
}

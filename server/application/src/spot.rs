//! Spot tests (现场测试, A-11): opening one, drawing its workers, the paper on their phones, what follows.

mod bundle;
mod code;
mod draw;
mod end;
mod follow_up;
mod hand_in;
mod list;
mod open;
mod seat;
mod show;
mod sit;

pub use bundle::export_spot_bundle;
pub use code::{Device, make_code};
pub use draw::{AbsentForm, draw_workers, mark_absent};
pub use end::end_test;
pub use follow_up::{finish_follow_up, order_follow_up};
pub use hand_in::{HandIn, hand_in};
pub use list::{export_spot, office_spot};
pub use open::{NewSpot, open_test};
pub use show::{spot_office, spot_start, spot_team};
pub use sit::{confirm, show_spot};

use crate::{Cx, Failure};
use anyhow::anyhow;
use domain::{
    actor::{Action, Actor, Role},
    exam::Blueprint,
    id::{Id, Person},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use storage::{
    db::Handle,
    spot::{CandidateRow, TestRow},
};
use uuid::Uuid;

/// The questions of a test, as they are kept: of which frozen versions, and under which words they are the unit's own.
#[derive(Serialize, Deserialize)]
struct Asked {
    versions: Vec<Uuid>,
    tags: BTreeSet<String>,
}

/// Whether somebody holds a test: the office all, a team its own.
fn holds(actor: &Actor, row: &TestRow) -> bool {
    match actor.role {
        Role::Office => true,
        Role::Team => actor.team.is_some_and(|team| row.team_id == Some(team.uuid())),
        _ => false,
    }
}

/// Reads a test of which the asker holds; one of somebody else does not exist.
async fn own(cx: &Cx, db: &impl Handle, id: Uuid) -> Result<TestRow, Failure> {
    let actor = cx.allow(Action::RunSpotTests)?;
    let row = storage::spot::find(db, cx.street(), id).await?;
    row.filter(|row| holds(actor, row)).ok_or_else(Failure::missing)
}

/// The same, keeping other writers from it.
async fn own_to_change(cx: &Cx, tx: &storage::Writer, id: Uuid) -> Result<TestRow, Failure> {
    let actor = cx.allow(Action::RunSpotTests)?;
    let row = storage::spot::find_to_change(tx, cx.street(), id).await?;
    row.filter(|row| holds(actor, row)).ok_or_else(Failure::missing)
}

/// The purpose under which the seed of a test is sealed.
fn purpose(test: Uuid) -> String {
    format!("spot {test}")
}

fn open_seed(cx: &Cx, row: &TestRow) -> Result<[u8; 32], Failure> {
    let seed = cx.services().sealer.open(&purpose(row.id), &row.sealed_seed).map_err(|e| anyhow!(e))?;
    let seed: [u8; 32] =
        seed.try_into().map_err(|_| anyhow!("the seed of spot test {} is damaged", row.id))?;
    Ok(seed)
}

fn blueprint(row: &TestRow) -> Result<Blueprint, Failure> {
    let read = serde_json::from_str(&row.blueprint);
    Ok(read.map_err(|e| anyhow!("the blueprint of spot test {} is damaged: {e}", row.id))?)
}

/// The drawn order; empty before the draw.
fn drawn_order(row: &TestRow) -> Result<Vec<Id<Person>>, Failure> {
    let Some(order) = &row.draw_order else { return Ok(Vec::new()) };
    let read = serde_json::from_str(order);
    Ok(read.map_err(|e| anyhow!("the order of spot test {} is damaged: {e}", row.id))?)
}

fn wanted(row: &TestRow) -> u8 {
    u8::try_from(row.wanted).unwrap_or(0)
}

fn count(of: usize) -> u32 {
    u32::try_from(of).unwrap_or(u32::MAX)
}

fn place(row: &CandidateRow) -> u32 {
    row.place.unsigned_abs()
}

//! Whom a code means, for somebody without an account.

use super::{blueprint, code::token_hash};
use crate::{Cx, Failure, clock_text};
use anyhow::anyhow;
use contract::Refusal;
use domain::{
    bank::Question,
    exam::{Blueprint, PaperRecord},
    organization::{DivisionCode, mask_name},
    spot::{Code, CodeRefusal, Standing, admit},
};
use storage::spot::{CandidateRow, CodeRow, TestRow};

/// A called worker behind a code.
pub(super) struct Seat {
    /// The request, in the street of the test.
    pub cx: Cx,
    /// The code.
    pub code: CodeRow,
    /// The test.
    pub test: TestRow,
    /// The worker.
    pub worker: CandidateRow,
    /// What the code gives to this device.
    pub standing: Standing,
}

impl Seat {
    /// Finds whom a token means; `device` is the cookie of the device, where it has one.
    pub async fn find(cx: &Cx, token: &str, device: Option<&str>) -> Result<Self, Failure> {
        let unknown = || Failure::from(Refusal::SpotCodeUnknown);
        if token.len() != 32 || !token.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(unknown());
        }
        let reader = cx.reader();
        let code = storage::spot::code(&reader, &token_hash(token)).await?.ok_or_else(unknown)?;
        let cx = in_street_of(cx, &code)?;
        let (street, test, place) = (cx.street(), code.test_id, code.place);
        let test = storage::spot::find(&reader, street, test).await?;
        let test = test.ok_or_else(|| anyhow!("the spot test {} is gone", code.test_id))?;
        let worker = storage::spot::candidate(&reader, street, test.id, place).await?;
        let worker = worker.ok_or_else(|| anyhow!("the worker {place} of {} is gone", test.id))?;
        let known = Code {
            expires_at: code.expires_at,
            device: code.device_hash.clone(),
            replaced: code.replaced_at.is_some(),
            ended: test.ended_at.is_some(),
        };
        let device = device.map(token_hash);
        let standing = admit(&known, device.as_deref(), cx.now()).map_err(refused)?;
        if worker.absent_at.is_some() {
            return Err(Refusal::WorkerSettled.into());
        }
        Ok(Self { cx, code, test, worker, standing })
    }

    /// The masked name and the unit.
    pub async fn names(&self) -> Result<(String, String), Failure> {
        let (reader, street) = (self.cx.reader(), self.cx.street());
        let person = storage::organization::person(&reader, street, self.worker.person_id).await?;
        let unit = storage::organization::unit(&reader, street, self.test.unit_id).await?;
        let name = person.map(|person| mask_name(&person.name)).unwrap_or_default();
        Ok((name, unit.map(|unit| unit.name).unwrap_or_default()))
    }

    /// The blueprint of the test.
    pub fn blueprint(&self) -> Result<Blueprint, Failure> {
        blueprint(&self.test)
    }

    /// The paper of somebody who has begun.
    pub fn record(&self) -> Result<PaperRecord, Failure> {
        let record = self.worker.record.as_deref().unwrap_or_default();
        let read = serde_json::from_str(record);
        Ok(read.map_err(|e| anyhow!("the paper of {} is damaged: {e}", self.worker.id))?)
    }

    /// The questions of that paper.
    pub fn questions(&self) -> Result<Vec<Question>, Failure> {
        let items = self.worker.items.as_deref().unwrap_or_default();
        let read = serde_json::from_str(items);
        Ok(read.map_err(|e| anyhow!("the questions of {} are damaged: {e}", self.worker.id))?)
    }
}

/// The request in the street of a code. On the inspector's own device the log names the inspector, else nobody.
fn in_street_of(cx: &Cx, code: &CodeRow) -> Result<Cx, Failure> {
    let street = DivisionCode::parse(&code.street).map_err(|e| anyhow!("{e}"))?;
    let mut cx = cx.clone();
    cx.actor = cx.actor.filter(|actor| code.here && actor.street == street);
    cx.street = street;
    Ok(cx)
}

fn refused(why: CodeRefusal) -> Refusal {
    match why {
        CodeRefusal::Replaced => Refusal::SpotCodeReplaced,
        CodeRefusal::Used => Refusal::SpotCodeUsed,
        CodeRefusal::Expired { since } => Refusal::SpotCodeExpired { since: clock_text(since) },
        CodeRefusal::Ended => Refusal::SpotEnded,
    }
}

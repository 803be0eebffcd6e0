//! What banks are frozen.

use crate::{Cx, Failure};
use contract::bank::{BankStub, BankView, BanksView, DifficultyCount, KindCount, Withdrawn};
use domain::{
    actor::Action,
    bank::{Difficulty, KindName, edit::EditState},
};
use std::collections::HashMap;

/// Lists the newest version of every bank, with the number of its older ones.
pub async fn list_banks(cx: &Cx) -> Result<BanksView, Failure> {
    if cx.actor.is_some() {
        cx.allow(Action::ReadOffice)?;
    }
    let reader = cx.reader();
    let versions = storage::bank::versions(&reader, cx.street()).await?;
    let withdrawn = storage::bank::withdrawals(&reader, cx.street()).await?;
    let counts = storage::bank::counts(&reader, cx.street()).await?;
    let mut open: HashMap<String, u32> = HashMap::new();
    for count in storage::bank::edit::edit_counts(&reader, cx.street()).await? {
        if EditState::OPEN.iter().any(|state| state.code() == count.state) {
            *open.entry(count.bank).or_default() += u32::try_from(count.edits).unwrap_or(0);
        }
    }
    let mut banks: Vec<BankView> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for row in versions {
        if let Some(place) = places.get(&row.code) {
            banks[*place].older += 1;
            continue;
        }
        places.insert(row.code.clone(), banks.len());
        let own: Vec<_> = counts.iter().filter(|c| c.bank_version_id == row.id).collect();
        let sum = |keep: &dyn Fn(&str, &str) -> bool| {
            let kept = own.iter().filter(|c| keep(&c.kind, &c.difficulty));
            kept.map(|c| u32::try_from(c.questions).unwrap_or(0)).sum::<u32>()
        };
        let kinds = KindName::ALL.map(|kind| KindCount { kind, questions: sum(&|k, _| k == kind.name()) });
        let difficulties = Difficulty::ALL
            .map(|difficulty| DifficultyCount { difficulty, questions: sum(&|_, d| d == difficulty.name()) });
        banks.push(BankView {
            id: row.id,
            questions: sum(&|_, _| true),
            code: row.code.clone(),
            name: row.name,
            version: row.version,
            older: 0,
            edits: open.get(&row.code).copied().unwrap_or(0),
            content_hash: row.content_hash,
            published_at: row.published_at,
            withdrawn: withdrawn
                .iter()
                .find(|w| w.bank_version_id == row.id)
                .map(|w| Withdrawn { at: w.at, reason: w.reason.clone() }),
            kinds: kinds.into_iter().filter(|k| k.questions > 0).collect(),
            difficulties: difficulties.into(),
        });
    }
    let unpublished = storage::bank::edit::banks(&reader, cx.street()).await?;
    let unpublished = unpublished.into_iter().filter(|bank| !places.contains_key(&bank.code));
    let unpublished = unpublished.map(|bank| BankStub {
        edits: open.get(&bank.code).copied().unwrap_or(0),
        code: bank.code,
        name: bank.name,
    });
    Ok(BanksView { banks, unpublished: unpublished.collect() })
}

//! Giving the questions of a bank out, with a word before on what a format cannot hold.

use super::{blocking, written};
use crate::{
    Cx, Failure,
    bank::edit::{head, question_filter, read_body},
};
use contract::{
    bank::{BankHead, ExportChoice, LeftCount, QuestionExportPage, QuestionQuery},
    exchange::{Format, Left, LeftOut},
};
use domain::{
    actor::Action,
    audit::{Event, Subject},
    bank::Question,
};
use std::collections::{BTreeMap, BTreeSet};
use storage::db::Handle;

/// More questions than any bank has.
const MOST: u64 = 100_000;
/// So many questions are named of those of which something is left out.
const NAMED: usize = 5;

/// A file to keep.
pub struct Exported {
    /// What it is called.
    pub name: String,
    /// Its format.
    pub format: Format,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Shows the formats with what each would leave out of the questions that a query asks for.
pub async fn show_export(cx: &Cx, bank: &str, query: QuestionQuery) -> Result<QuestionExportPage, Failure> {
    let (bank, questions) = asked(cx, &cx.reader(), bank, &query).await?;
    let count = u32::try_from(questions.len()).unwrap_or(u32::MAX);
    let choices = blocking(move || {
        let each = Format::ALL.into_iter().map(|format| {
            let left = ::exchange::left_out(&questions, format)?;
            Ok(choice(format, questions.len(), &left))
        });
        each.collect::<Result<Vec<_>, ::exchange::WriteError>>()
    });
    Ok(QuestionExportPage { bank, query, questions: count, choices: written(choices.await?)? })
}

fn choice(format: Format, questions: usize, left: &[LeftOut]) -> ExportChoice {
    let mut by_what: BTreeMap<&Left, BTreeSet<&str>> = BTreeMap::new();
    let mut without: BTreeSet<&str> = BTreeSet::new();
    for one in left {
        by_what.entry(&one.what).or_default().insert(&one.id);
        if matches!(one.what, Left::Kind { .. } | Left::Unsayable { .. }) {
            without.insert(&one.id);
        }
    }
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let left = by_what.into_iter().map(|(what, ids)| LeftCount {
        what: what.clone(),
        questions: count(ids.len()),
        first: ids.into_iter().take(NAMED).map(str::to_owned).collect(),
    });
    ExportChoice { format, held: count(questions - without.len()), left: left.collect() }
}

/// Gives the published questions that a query asks for as a file, and logs it: it holds the keys.
pub async fn export_questions(
    cx: &Cx,
    bank: &str,
    query: &QuestionQuery,
    format: Format,
) -> Result<Exported, Failure> {
    let (bank, questions) = asked(cx, &cx.reader(), bank, query).await?;
    let count = u32::try_from(questions.len()).unwrap_or(u32::MAX);
    let made = blocking(move || ::exchange::write(&questions, format));
    let bytes = written(made.await?)?.bytes;
    let tx = cx.begin().await?;
    let event =
        Event::QuestionsExported { bank: bank.code.clone(), format: format.code().into(), questions: count };
    cx.log(&tx, event, Subject::new("bank", &bank.code)).await?;
    tx.commit().await?;
    let version = bank.newest.map_or(0, |version| version.version);
    let name = format!("{}-第{version}版-{}.{}", bank.name, format.code(), format.extension());
    Ok(Exported { name, format, bytes })
}

async fn asked(
    cx: &Cx,
    db: &impl Handle,
    code: &str,
    query: &QuestionQuery,
) -> Result<(BankHead, Vec<Question>), Failure> {
    cx.allow(Action::ReviewExam)?;
    let bank = head(cx, db, code).await?;
    let Some(version) = bank.newest.as_ref().map(|version| version.id) else { return Ok((bank, Vec::new())) };
    let filter = question_filter(query);
    let found = storage::bank::edit::questions_page(db, cx.street(), version, &filter, 1, MOST).await?;
    let questions = found.rows.iter().map(|row| read_body(&row.id, &row.body));
    let questions = questions.collect::<Result<_, Failure>>()?;
    Ok((bank, questions))
}

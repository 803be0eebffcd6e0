//! What an import would do with each question of a file, given what the bank holds.

use crate::{Cx, Failure};
use ::exchange::{Entry, Reading};
use contract::{
    bank::{AlikeQuestion, ImportRow, QuestionTally, QuestionVerdict},
    exchange::{CellIssue, Column, Place, Reason},
};
use domain::bank::{BankCode, Fact, Question, QuestionId, RawQuestion, edit::next_id, near_duplicates};
use std::collections::{BTreeMap, HashMap};
use storage::db::Handle;

/// What a bank holds, as far as an import asks for it.
#[derive(Default)]
pub(super) struct Known {
    /// The questions of the newest version, by number.
    current: BTreeMap<String, Question>,
    /// Numbers that begin as new ones do.
    taken: Vec<String>,
    /// Numbers of the file that stand in other banks.
    elsewhere: HashMap<String, String>,
    /// Questions with a proposal under way.
    open: Vec<String>,
}

impl Known {
    /// Loads what the questions of a file are held against.
    pub(super) async fn load(
        cx: &Cx,
        db: &impl Handle,
        bank: &str,
        reading: &Reading,
    ) -> Result<Self, Failure> {
        let mut known = Self::default();
        if let Some(version) = storage::bank::newest(db, cx.street(), bank).await? {
            for row in storage::bank::questions(db, cx.street(), &[version.id]).await? {
                let question = crate::bank::edit::read_body(&row.id, &row.body)?;
                known.current.insert(row.id, question);
            }
        }
        known.taken = storage::bank::edit::taken_ids(db, cx.street(), &format!("{bank}-")).await?;
        let ids: Vec<String> =
            reading.entries.iter().filter_map(|e| e.draft.as_ref()?.id()).map(ToString::to_string).collect();
        let stand = storage::bank::edit::banks_of_ids(db, cx.street(), &ids).await?;
        known.elsewhere = stand.into_iter().filter(|(_, at)| at != bank).collect();
        for some in ids.chunks(500) {
            let open = storage::bank::edit::open_edits(db, cx.street(), bank, some).await?;
            known.open.extend(open.into_iter().map(|row| row.question_id));
        }
        Ok(known)
    }
}

/// What an import would do.
pub(super) struct Checked {
    /// In the order of the file.
    pub rows: Vec<ImportRow>,
    pub tally: QuestionTally,
    /// Every sound question under its number; all of them where nothing is wrong.
    pub questions: Vec<Question>,
}

impl Checked {
    /// The numbers of the new questions.
    pub(super) fn new_ids(&self) -> Vec<String> {
        let new = self.rows.iter().filter(|row| row.verdict == QuestionVerdict::New);
        new.filter_map(|row| row.id.clone()).collect()
    }
}

/// Judges the questions of a file.
pub(super) fn check(reading: &Reading, known: &Known, bank: &BankCode) -> Checked {
    let mut numbers = Numbers::new(reading, known, bank);
    // What says the same as a published question under any number is that question.
    let mut same: HashMap<String, &QuestionId> = HashMap::new();
    for question in known.current.values() {
        same.entry(wording(question)).or_insert(question.id());
    }
    let mut rows = Vec::with_capacity(reading.entries.len());
    let mut questions = Vec::new();
    for entry in &reading.entries {
        let (row, question) = judged(entry, known, &same, &mut numbers);
        rows.push(row);
        questions.extend(question);
    }
    alike(&mut rows, &questions, known);
    let mut tally = QuestionTally::default();
    for row in &rows {
        let count = match row.verdict {
            QuestionVerdict::Wrong => &mut tally.wrong,
            QuestionVerdict::Changed => &mut tally.changed,
            QuestionVerdict::New => &mut tally.new,
            QuestionVerdict::Same => &mut tally.same,
        };
        *count += 1;
        tally.alike += u32::from(row.alike.is_some());
    }
    Checked { rows, tally, questions }
}

/// A question without its number, to find the same under another one.
fn wording(question: &Question) -> String {
    let mut raw = RawQuestion::from(question.clone());
    raw.id.clear();
    serde_json::to_string(&raw).unwrap_or_default()
}

fn judged(
    entry: &Entry,
    known: &Known,
    same: &HashMap<String, &QuestionId>,
    numbers: &mut Numbers,
) -> (ImportRow, Option<Question>) {
    let stem = entry.lines.first().map(|line| line.cell(Column::Stem).to_owned()).unwrap_or_default();
    let mut row = ImportRow {
        place: entry.place.clone(),
        id: None,
        stem,
        verdict: QuestionVerdict::Wrong,
        issues: entry.issues.clone(),
        notes: entry.notes.clone(),
        before: None,
        after: None,
        alike: None,
    };
    let Some(draft) = &entry.draft else { return (row, None) };
    let id = match draft.id() {
        Some(id) => id.clone(),
        None => match same.get(&wording(draft.content())) {
            Some(id) => (*id).clone(),
            None => numbers.next(),
        },
    };
    row.id = Some(id.to_string());
    let clash = match known.elsewhere.get(id.as_str()) {
        Some(bank) => Some(Reason::IdElsewhere { bank: bank.clone() }),
        None => known.open.iter().any(|open| open == id.as_str()).then_some(Reason::EditOpen),
    };
    let question = draft.with_id(&id);
    let before = known.current.get(id.as_str());
    if before == Some(&question) {
        row.verdict = QuestionVerdict::Same;
        return (row, Some(question));
    }
    if let Some(reason) = clash {
        let issue =
            CellIssue { row: entry.place.row, column: Some(Column::Id), value: id.to_string(), reason };
        row.issues.push(issue);
        return (row, None);
    }
    row.verdict = if before.is_some() { QuestionVerdict::Changed } else { QuestionVerdict::New };
    row.before = before.map(|question| question.clone().into());
    row.after = Some(question.clone().into());
    (row, Some(question))
}

/// The numbers that new questions get, above all that are taken, in the order of the file.
struct Numbers {
    bank: BankCode,
    next: u32,
}

impl Numbers {
    fn new(reading: &Reading, known: &Known, bank: &BankCode) -> Self {
        let own =
            reading.entries.iter().filter_map(|entry| entry.draft.as_ref()?.id()).map(QuestionId::as_str);
        let first = next_id(bank, known.taken.iter().map(String::as_str).chain(own));
        let number = first.as_str().rsplit('-').next().and_then(|digits| digits.parse().ok());
        Self { bank: bank.clone(), next: number.unwrap_or(1) }
    }
    fn next(&mut self) -> QuestionId {
        let id = QuestionId::new(&format!("{}-{:04}", self.bank, self.next));
        self.next = self.next.saturating_add(1);
        id.expect("a bank's code and digits are an identifier")
    }
}

/// Shows beside each new or changed question the one that it is most alike.
fn alike(rows: &mut [ImportRow], questions: &[Question], known: &Known) {
    let mut all = known.current.clone();
    all.extend(questions.iter().map(|question| (question.id().to_string(), question.clone())));
    let places: HashMap<String, Place> =
        rows.iter().filter_map(|row| Some((row.id.clone()?, row.place.clone()))).collect();
    let whole: Vec<Question> = all.values().cloned().collect();
    let mut best: HashMap<String, (String, u32)> = HashMap::new();
    for finding in near_duplicates(&whole) {
        let (Some(later), Fact::NearDuplicate { of, likeness }) = (finding.question, finding.fact) else {
            continue;
        };
        for (one, other) in [(&later, &of), (&of, &later)] {
            let known = best.entry(one.to_string()).or_default();
            if likeness > known.1 {
                *known = (other.to_string(), likeness);
            }
        }
    }
    for row in rows.iter_mut().filter(|row| row.after.is_some()) {
        let Some((id, likeness)) = row.id.as_ref().and_then(|id| best.get(id)) else { continue };
        let Some(question) = all.get(id) else { continue };
        row.alike = Some(AlikeQuestion {
            id: id.clone(),
            place: places.get(id).cloned(),
            likeness: *likeness,
            question: question.clone().into(),
        });
    }
}

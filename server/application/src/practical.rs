//! Practical assessments: score sheets, sessions, judging, results.

mod judge;
mod make_sheet;
mod open_session;
mod show_session;

pub use judge::{hand_in, my_sessions, show_to_judge};
pub use make_sheet::{NewSheet, make_sheet, newest_sheet, show_sheet};
pub(crate) use open_session::named;
pub use open_session::{NewSession, add_judge, open_session, session_form};
pub use show_session::{export_results, list_sessions, reconcile, show_session};

use crate::{Cx, Failure};
use anyhow::anyhow;
use contract::practical::SheetLine;
use domain::practical::{Given, Judged, Sheet, Verdict, verdict};
use std::collections::HashMap;
use storage::{
    db::Handle,
    practical::{CandidateRow, JudgeRow, ScoreRow, SessionRow, SheetRow},
};
use uuid::Uuid;

/// A session with everything that belongs to it.
struct Session {
    row: SessionRow,
    sheet_row: SheetRow,
    sheet: Sheet,
    judges: Vec<JudgeRow>,
    candidates: Vec<CandidateRow>,
    scores: Vec<ScoreRow>,
}

impl Session {
    async fn load(cx: &Cx, db: &impl Handle, id: Uuid) -> Result<Self, Failure> {
        let row = storage::practical::session(db, cx.street(), id).await?.ok_or_else(Failure::missing)?;
        let sheet_row = storage::practical::sheet(db, cx.street(), row.sheet_id).await?;
        let sheet_row = sheet_row.ok_or_else(Failure::missing)?;
        Ok(Self {
            sheet: read_sheet(&sheet_row)?,
            judges: storage::practical::judges(db, cx.street(), id).await?,
            candidates: storage::practical::candidates(db, cx.street(), id).await?,
            scores: storage::practical::scores(db, cx.street(), id).await?,
            row,
            sheet_row,
        })
    }

    /// Whether a judge was named after the opening, for those in dispute only.
    fn is_further(&self, judge: &JudgeRow) -> bool {
        judge.named_at > self.row.created_at
    }

    fn first_judges(&self) -> usize {
        self.judges.iter().filter(|judge| !self.is_further(judge)).count()
    }

    fn of_person(&self, person: Uuid) -> impl Iterator<Item = &ScoreRow> {
        self.scores.iter().filter(move |score| score.person_id == person)
    }

    fn verdict(&self, candidate: &CandidateRow) -> Result<Verdict, Failure> {
        let sheets = self.of_person(candidate.person_id).map(|score| judged(&self.sheet, score));
        let sheets = sheets.collect::<Result<Vec<_>, _>>()?;
        let first = self.first_judges();
        let further = self.judges.len() > first;
        Ok(verdict(&self.sheet, &sheets, first, further, candidate.note.is_some()))
    }

    /// Whether only the two first judges have handed in, lie too far apart, and nobody has noted an agreement.
    fn in_dispute(&self, candidate: &CandidateRow) -> Result<bool, Failure> {
        let sheets = self.of_person(candidate.person_id).map(|score| judged(&self.sheet, score));
        let sheets = sheets.collect::<Result<Vec<_>, _>>()?;
        let verdict = verdict(&self.sheet, &sheets, self.first_judges(), false, candidate.note.is_some());
        Ok(matches!(verdict, Verdict::Disputed { .. }))
    }
}

/// What came of a session: per person the score in hundredths and whether it passed, once settled.
pub(crate) struct Outcomes {
    pub title: String,
    pub held_on: chrono::NaiveDate,
    pub people: Vec<(Uuid, Option<(i32, bool)>)>,
}

/// Tells what came of a session, for archives.
pub(crate) async fn outcomes(cx: &Cx, db: &impl Handle, id: Uuid) -> Result<Outcomes, Failure> {
    let session = Session::load(cx, db, id).await?;
    let mut people = Vec::with_capacity(session.candidates.len());
    for candidate in &session.candidates {
        let settled = match session.verdict(candidate)? {
            Verdict::Settled { score, passed, .. } => {
                Some((i32::try_from(score.get()).unwrap_or(i32::MAX), passed))
            }
            Verdict::Waiting { .. } | Verdict::Disputed { .. } => None,
        };
        people.push((candidate.person_id, settled));
    }
    Ok(Outcomes { title: session.row.title, held_on: session.row.held_on, people })
}

fn read_sheet(row: &SheetRow) -> Result<Sheet, Failure> {
    let read = serde_json::from_str(&row.body);
    Ok(read.map_err(|e| anyhow!("the score sheet {} is damaged: {e}", row.id))?)
}

fn judged(sheet: &Sheet, row: &ScoreRow) -> Result<Judged, Failure> {
    let given: Vec<Given> = serde_json::from_str(&row.given)?;
    let judged = Judged::new(sheet, given);
    Ok(judged.map_err(|e| anyhow!("a sheet of session {} is damaged: {e:?}", row.session_id))?)
}

fn sheet_line(row: &SheetRow, sheet: &Sheet) -> SheetLine {
    SheetLine {
        id: row.id,
        title: row.title.clone(),
        post: row.post.clone(),
        version: row.version.unsigned_abs(),
        items: sheet.items().len(),
        created_at: row.created_at,
    }
}

/// Names and units of people.
async fn names(
    cx: &Cx,
    db: &impl Handle,
    people: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, (String, String)>, Failure> {
    let people = storage::organization::people_by_ids(db, cx.street(), people).await?;
    let units =
        storage::organization::units_by_ids(db, cx.street(), people.iter().map(|p| p.unit_id)).await?;
    let units: HashMap<Uuid, String> = units.into_iter().map(|u| (u.id, u.name)).collect();
    let named =
        people.into_iter().map(|p| (p.id, (p.name, units.get(&p.unit_id).cloned().unwrap_or_default())));
    Ok(named.collect())
}

/// Reads points as people write them, with at most two decimals; gives hundredths.
fn hundredths(text: &str) -> Option<u32> {
    let text = domain::organization::narrow(text.trim());
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || rest.len() > 2 || !digits(whole) || !digits(rest) {
        return None;
    }
    let rest = format!("{rest:0<2}");
    Some(whole.parse::<u32>().ok()? * 100 + rest.parse::<u32>().ok()?)
}

#[cfg(test)]
mod tests {
    use super::hundredths;

    #[test]
    fn points_are_read_as_people_write_them() {
        for (text, read) in
            [("12", Some(1_200)), ("12.5", Some(1_250)), (" ７.05", Some(705)), ("0", Some(0))]
        {
            assert_eq!(hundredths(text), read, "{text}");
        }
        for text in ["", "-1", "1.234", "十", "1e2", ".5", "1000"] {
            assert_eq!(hundredths(text), None, "{text}");
        }
    }
}

//! The list of exams, and an exam as it is watched.

use super::{create_exam::blueprint, invigilate::may_act, submit::submit_overdue};
use crate::{Cx, Failure};
use contract::{
    Pager,
    exam::{
        AbsentView, ExamLine, ExamsView, Heads, InvigilatorView, MonitorQuery, MonitorView, Part, SeatState,
        SeatView,
    },
};
use domain::{
    actor::{Action, Role, may},
    exam::presence::connection,
};
use std::collections::HashMap;
use storage::{
    Reader,
    exam::{Absent, ExamCount, ExamRow, HeadCounts, PresenceRow, Seat, SeatFilter, StepCount},
};
use uuid::Uuid;

const EXAMS_A_PAGE: u64 = 30;
const SEATS_A_PAGE: u64 = 100;

/// Lists the exams of the street, the newest first.
pub async fn list_exams(cx: &Cx, page: u64) -> Result<ExamsView, Failure> {
    cx.allow(Action::ReadOffice)?;
    let (reader, page) = (cx.reader(), page.max(1));
    let exams = storage::exam::exams_page(&reader, cx.street(), page, EXAMS_A_PAGE).await?;
    let ids: Vec<Uuid> = exams.rows.iter().map(|e| e.id).collect();
    let counts = storage::exam::counts(&reader, cx.street(), &ids).await?;
    let lines = exams.rows.iter().map(|exam| line(cx, exam, &counts)).collect::<Result<_, _>>()?;
    Ok(ExamsView { exams: lines, pager: Pager { page, size: EXAMS_A_PAGE, total: exams.total } })
}

/// Shows who sits an exam, how far they are, and who has not begun. Overdue sittings are handed in first. An
/// area official sees the own area's people.
pub async fn monitor(cx: &Cx, exam: Uuid, query: MonitorQuery) -> Result<MonitorView, Failure> {
    let actor = cx.allow(Action::WatchExam)?;
    let area = (actor.role == Role::Area).then_some(actor.area).flatten().map(|area| area.uuid());
    let (reader, page) = (cx.reader(), query.page.unwrap_or(1).max(1));
    let row = storage::exam::exam(&reader, cx.street(), exam).await?.ok_or_else(Failure::missing)?;
    submit_overdue(cx).await?;
    let counts = storage::exam::counts(&reader, cx.street(), &[exam]).await?;
    let heads = storage::exam::head_counts(&reader, cx.street(), exam, area).await?;
    let part = Part::from_code(&query.state);
    let filter = filter(part, area, &query.q);
    let (mut seats, mut missing) = (Vec::new(), Vec::new());
    let total = if part == Some(Part::Absent) {
        let found = storage::exam::absent(&reader, cx.street(), exam, &filter, page, SEATS_A_PAGE).await?;
        missing = found.rows.into_iter().map(absent).collect();
        found.total
    } else {
        let found = storage::exam::seats(&reader, cx.street(), exam, &filter, page, SEATS_A_PAGE).await?;
        seats = seen(cx, &reader, found.rows).await?;
        found.total
    };
    let may_name = may(actor, Action::ManageTrainings).is_ok();
    let (invigilators, others) = staff(cx, &reader, exam).await?;
    Ok(MonitorView {
        exam: line(cx, &row, &counts)?,
        now: cx.now(),
        heads: self::heads(heads),
        query,
        seats,
        absent: missing,
        pager: Pager { page, size: SEATS_A_PAGE, total },
        may_act: may_act(cx, &reader, actor, exam).await?,
        invigilators,
        nameable: if may_name { others } else { Vec::new() },
        may_name,
    })
}

fn filter(part: Option<Part>, area: Option<Uuid>, text: &str) -> SeatFilter {
    let (state, passed) = match part {
        None | Some(Part::Absent) => (None, None),
        Some(Part::Running) => (Some("open"), None),
        Some(Part::Passed) => (Some("submitted"), Some(true)),
        Some(Part::Failed) => (Some("submitted"), Some(false)),
        Some(Part::Voided) => (Some("voided"), None),
    };
    SeatFilter { area, state, passed, text: text.to_owned() }
}

const fn heads(counts: HeadCounts) -> Heads {
    let HeadCounts { absent, running, passed, failed, voided } = counts;
    Heads { absent, running, passed, failed, voided }
}

fn absent(row: Absent) -> AbsentView {
    AbsentView { person: row.person, unit: row.unit, has_read: row.lesson_read_at.is_some() }
}

/// The sittings of a page with how far they are and how they are connected.
async fn seen(cx: &Cx, reader: &Reader, rows: Vec<Seat>) -> Result<Vec<SeatView>, Failure> {
    let ids: Vec<Uuid> = rows.iter().map(|s| s.id).collect();
    let steps = storage::exam::step_counts(reader, cx.street(), &ids).await?;
    let presences = storage::exam::presences(reader, cx.street(), &ids).await?;
    Ok(rows.into_iter().map(|s| seat(cx, s, &steps, &presences)).collect())
}

/// Who watches over an exam, and who else could.
async fn staff(
    cx: &Cx,
    reader: &Reader,
    exam: Uuid,
) -> Result<(Vec<InvigilatorView>, Vec<InvigilatorView>), Failure> {
    let named = storage::exam::invigilators(reader, cx.street(), exam).await?;
    let members = storage::exam::members(reader, cx.street()).await?;
    let areas = storage::organization::areas(reader, cx.street()).await?;
    let area = |id: Uuid| areas.iter().find(|area| area.id == id).map(|area| area.name.clone());
    let views = members.into_iter().map(|member| InvigilatorView {
        account: member.account,
        name: member.name,
        area: member.area.and_then(area),
    });
    Ok(views.partition(|view| named.contains(&view.account)))
}

/// Tells of an exam in one line.
pub(super) fn line(cx: &Cx, exam: &ExamRow, counts: &[ExamCount]) -> Result<ExamLine, Failure> {
    let blueprint = blueprint(exam)?;
    let sum = |state: &str, passed: Option<bool>| {
        let own = counts.iter().filter(|c| c.exam_id == exam.id && c.state == state && c.passed == passed);
        own.map(|c| u32::try_from(c.attempts).unwrap_or(0)).sum()
    };
    Ok(ExamLine {
        id: exam.id,
        title: exam.title.clone(),
        opens_at: exam.opens_at,
        closes_at: exam.closes_at,
        open: (exam.opens_at..exam.closes_at).contains(&cx.now()),
        over: cx.now() >= exam.closes_at,
        minutes: blueprint.draft().minutes,
        items: u32::try_from(blueprint.items()).unwrap_or(u32::MAX),
        running: sum("open", None),
        passed: sum("submitted", Some(true)),
        failed: sum("submitted", Some(false)),
        commitment: exam.commitment.clone(),
    })
}

fn seat(cx: &Cx, seat: Seat, steps: &[StepCount], presences: &HashMap<Uuid, PresenceRow>) -> SeatView {
    let of = |kind: &str| steps.iter().find(|s| s.attempt_id == seat.id && s.kind == kind);
    let state = match (seat.state.as_str(), seat.score, seat.passed, seat.submitted_at) {
        ("submitted", Some(score), Some(passed), Some(at)) => SeatState::HandedIn { score, passed, at },
        ("open", ..) => SeatState::Running { seconds_left: (seat.deadline - cx.now()).num_seconds().max(0) },
        _ => SeatState::Voided,
    };
    SeatView {
        attempt: seat.id,
        state,
        number: seat.number.unsigned_abs(),
        answered: of("answered").map_or(0, |s| u32::try_from(s.items).unwrap_or(0)),
        last_saved: of("answered").and_then(|s| s.last_at),
        times_left: of("left").map_or(0, |s| u32::try_from(s.steps).unwrap_or(0)),
        connection: connection(presences.get(&seat.id).map(|row| row.seen_at), cx.now()),
        person: seat.person,
        unit: seat.unit,
    }
}

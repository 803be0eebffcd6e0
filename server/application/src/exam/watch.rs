//! The list of exams, and an exam as it is watched.

use super::{create_exam::blueprint, submit::submit_overdue};
use crate::{Cx, Failure};
use contract::{
    Pager,
    exam::{ExamLine, ExamsView, MonitorView, SeatState, SeatView},
};
use domain::actor::{Action, Role};
use storage::exam::{ExamCount, ExamRow, Seat, StepCount};
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

/// Shows who sits an exam and how far they are. Overdue sittings are handed in first. An area official sees
/// the own area's people.
pub async fn monitor(cx: &Cx, exam: Uuid, page: u64) -> Result<MonitorView, Failure> {
    let actor = cx.allow(Action::WatchExam)?;
    let area = (actor.role == Role::Area).then_some(actor.area).flatten().map(|area| area.uuid());
    let (reader, page) = (cx.reader(), page.max(1));
    let row = storage::exam::exam(&reader, cx.street(), exam).await?.ok_or_else(Failure::missing)?;
    submit_overdue(cx).await?;
    let counts = storage::exam::counts(&reader, cx.street(), &[exam]).await?;
    let seats = storage::exam::seats(&reader, cx.street(), exam, area, page, SEATS_A_PAGE).await?;
    let ids: Vec<Uuid> = seats.rows.iter().map(|s| s.id).collect();
    let steps = storage::exam::step_counts(&reader, cx.street(), &ids).await?;
    Ok(MonitorView {
        exam: line(cx, &row, &counts)?,
        now: cx.now(),
        seats: seats.rows.into_iter().map(|s| seat(cx, s, &steps)).collect(),
        pager: Pager { page, size: SEATS_A_PAGE, total: seats.total },
    })
}

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
        minutes: blueprint.draft().minutes,
        items: u32::try_from(blueprint.items()).unwrap_or(u32::MAX),
        running: sum("open", None),
        passed: sum("submitted", Some(true)),
        failed: sum("submitted", Some(false)),
        commitment: exam.commitment.clone(),
    })
}

fn seat(cx: &Cx, seat: Seat, steps: &[StepCount]) -> SeatView {
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
        person: seat.person,
        unit: seat.unit,
    }
}

//! The attendance sheet of a session: as a workbook and to be printed.

use super::{found, line, people};
use crate::{Cx, Failure, clock_text};
use contract::session::{Came, SessionPerson, SessionView};
use document::table::{Cell, List, ListColumn, write};
use domain::{
    actor::Action,
    audit::{Event, Subject},
    organization::Position,
};
use uuid::Uuid;

/// Shows everybody who came to a session, in the order in which they came.
pub async fn sheet_view(cx: &Cx, id: Uuid) -> Result<SessionView, Failure> {
    cx.allow(Action::ManageTrainings)?;
    let reader = cx.reader();
    let (row, training) = found(cx, &reader, id).await?;
    let came = storage::session::attendance_of(&reader, cx.street(), id).await?;
    let came: Vec<_> = came.into_iter().rev().filter(|a| a.undone_at.is_none()).collect();
    let named = people(cx, &reader, came.iter().map(|a| a.person_id).collect()).await?;
    let lines = came.iter().filter_map(|a| {
        let (person, unit) = named.get(&a.person_id)?;
        Some(SessionPerson {
            person: person.id,
            name: person.name.clone(),
            unit: unit.clone(),
            position: Position::from_code(&person.position).map_or("", Position::term).to_owned(),
            came: Some(Came {
                attendance: a.id,
                at: a.signed_at,
                by_hand: a.way == "hand",
                walk_in: a.walk_in,
                reason: a.reason.clone(),
            }),
            walk_in: a.walk_in,
        })
    });
    let lines: Vec<_> = lines.collect();
    let total = lines.len() as u64;
    Ok(SessionView {
        training: training.id,
        title: training.title,
        line: line(&row, total),
        people: lines,
        q: String::new(),
        pager: contract::Pager { page: 1, size: total.max(1), total },
        open: false,
        late: false,
        may_write: false,
        times_stay: total > 0,
    })
}

/// Writes the attendance sheet. Gives the file's name and its bytes.
pub async fn attendance_sheet(cx: &Cx, id: Uuid) -> Result<(String, Vec<u8>), Failure> {
    let view = sheet_view(cx, id).await?;
    let tx = cx.begin().await?;
    let rows = u32::try_from(view.people.len()).unwrap_or(u32::MAX);
    let event = Event::PersonalDataRead { list: "attendance".into(), rows };
    cx.log(&tx, event, Subject::new("session", id)).await?;
    tx.commit().await?;
    let day = domain::calendar::date_of(view.line.starts_at);
    let columns =
        [("序号", 6), ("姓名", 12), ("单位", 36), ("岗位", 18), ("签到时间", 18), ("方式", 10), ("备注", 30)];
    let hours = view.line.hours;
    let rows = view.people.into_iter().zip(1..).map(|(person, number)| cells(number, person));
    let list = List {
        sheet: "签到表".into(),
        title: format!(
            "{}：{}（{day}，{}，{hours} 学时，签到 {} 人）",
            view.title, view.line.topic, view.line.place, view.line.signed
        ),
        columns: columns.map(|(name, width)| ListColumn { name: name.into(), width }).to_vec(),
        rows: rows.collect(),
        made_on: cx.today(),
    };
    let bytes = tokio::task::spawn_blocking(move || write(&list)).await.map_err(anyhow::Error::from)?;
    Ok((format!("签到表-{day}.xlsx"), bytes.map_err(anyhow::Error::from)?))
}

fn cells(number: i64, person: SessionPerson) -> Vec<Cell> {
    let (at, way, note) = match person.came {
        Some(came) => {
            let mut notes = Vec::new();
            if came.walk_in {
                notes.push("现场补入".to_owned());
            }
            notes.extend(came.reason);
            let way = if came.by_hand { "手工" } else { "扫码" };
            (clock_text(came.at), way, notes.join("；"))
        }
        None => (String::new(), "", String::new()),
    };
    vec![
        Cell::Whole(number),
        person.name.into(),
        person.unit.into(),
        person.position.into(),
        at.into(),
        way.into(),
        note.into(),
    ]
}

//! Since when somebody has a post: noted at import, corrected by the office, never rewritten.

use crate::{Cx, Failure};
use chrono::{NaiveDate, NaiveTime};
use contract::{Field, FieldProblem};
use domain::{
    actor::Action,
    audit::{Event, Subject},
    calendar,
};
use std::collections::HashMap;
use storage::{Writer, duty::PostRow, organization::PersonRow};
use uuid::Uuid;

/// Notes the posts of people who were just stored: of new ones, of those whose position changed, and of those who
/// came back. `before` tells what was stored of the changed ones.
pub(crate) async fn note_posts(
    cx: &Cx,
    tx: &Writer,
    added: &[PersonRow],
    changed: &[(PersonRow, PersonRow)],
) -> Result<(), Failure> {
    let moved: Vec<&PersonRow> = changed
        .iter()
        .filter(|(before, after)| before.position != after.position || !before.active)
        .map(|(_, after)| after)
        .collect();
    let ids: Vec<Uuid> = moved.iter().map(|person| person.id).collect();
    let mut last: HashMap<Uuid, i32> = HashMap::new();
    for post in storage::duty::posts(tx, cx.street(), &ids).await? {
        last.insert(post.person_id, post.seq);
    }
    let mut rows = Vec::new();
    // Of somebody without any note the post before is noted first, as of the day they were taken in.
    for (before, _) in changed.iter().filter(|(before, _)| ids.contains(&before.id)) {
        if let std::collections::hash_map::Entry::Vacant(e) = last.entry(before.id) {
            e.insert(1);
            rows.push(note(cx, before, 1, calendar::date_of(before.created_at), None));
        }
    }
    let today = cx.today();
    rows.extend(added.iter().map(|person| note(cx, person, 1, today, None)));
    rows.extend(moved.into_iter().map(|person| {
        let seq = last.get(&person.id).map_or(1, |seq| seq + 1);
        note(cx, person, seq, today, None)
    }));
    Ok(storage::duty::add_posts(tx, rows).await?)
}

/// Corrects since when somebody has the present post, with a reason; the note before stays readable.
pub async fn correct_post(cx: &Cx, person: Uuid, since: &str, reason: &str) -> Result<(), Failure> {
    cx.allow(Action::ManageOrganization)?;
    let day = since.trim().parse::<NaiveDate>().ok();
    let oldest = NaiveDate::from_ymd_opt(1950, 1, 1).unwrap_or_default();
    let Some(day) = day.filter(|day| *day <= cx.today() && *day >= oldest) else {
        return Err(Failure::field(Field::HeldOn, FieldProblem::NotAPastDate));
    };
    let reason = reason.trim();
    match reason.chars().count() {
        0 => return Err(Failure::field(Field::Reason, FieldProblem::Empty)),
        1 => return Err(Failure::field(Field::Reason, FieldProblem::TooShort { least: 2 })),
        2..=200 => {}
        _ => return Err(Failure::field(Field::Reason, FieldProblem::TooLong { most: 200 })),
    }
    let tx = cx.begin().await?;
    let row = storage::organization::person(&tx, cx.street(), person).await?.ok_or_else(Failure::missing)?;
    let noted = storage::duty::posts(&tx, cx.street(), &[person]).await?;
    let same = noted.last().is_some_and(|post| post.since == day && post.position == row.position);
    if same {
        return Ok(());
    }
    let mut rows = Vec::new();
    if noted.is_empty() {
        rows.push(note(cx, &row, 1, calendar::date_of(row.created_at), None));
    }
    let seq = noted.last().map_or(2, |post| post.seq + 1);
    rows.push(note(cx, &row, seq, day, Some(reason)));
    storage::duty::add_posts(&tx, rows).await?;
    let event = Event::PostCorrected { since: day.to_string() };
    cx.log(&tx, event, Subject::new("person", person)).await?;
    Ok(tx.commit().await?)
}

/// One note; the day begins at the street's midnight.
pub(crate) fn note(cx: &Cx, person: &PersonRow, seq: i32, since: NaiveDate, reason: Option<&str>) -> PostRow {
    PostRow {
        street: person.street.clone(),
        person_id: person.id,
        seq,
        position: person.position.clone(),
        since,
        since_at: calendar::instant(since.and_time(NaiveTime::MIN)),
        recorded_at: cx.now(),
        recorded_by: cx.actor.as_ref().map(|actor| actor.account.uuid()),
        reason: reason.map(str::to_owned),
    }
}

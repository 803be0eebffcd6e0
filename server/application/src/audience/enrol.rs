//! Enrolling who came to be meant after a training was offered (新增应训).

use super::{filter, rule_of};
use crate::{Cx, Failure};
use contract::{Refusal, audience::MeantQuery};
use domain::{
    actor::Action,
    audit::{Event, Subject},
};
use std::collections::BTreeSet;
use storage::training::EnrolmentRow;
use uuid::Uuid;

/// Who is to be enrolled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Newcomers {
    /// Everybody who is meant and does not attend.
    All,
    /// These of them.
    Some(BTreeSet<Uuid>),
}

/// Enrols people whom an offered training means and who do not attend yet; gives how many. Until it is closed.
pub async fn enrol_newcomers(cx: &Cx, training: Uuid, newcomers: &Newcomers) -> Result<u32, Failure> {
    cx.allow(Action::ManageTrainings)?;
    let tx = cx.begin().await?;
    let row = storage::training::find(&tx, cx.street(), training).await?.ok_or_else(Failure::missing)?;
    match row.status.as_str() {
        "published" => {}
        "closed" => return Err(Refusal::TrainingArchived.into()),
        _ => return Err(Refusal::NotPublished.into()),
    }
    let contest = storage::contest::find(&tx, cx.street(), training).await?;
    if contest.is_some_and(|contest| contest.follows.is_some()) {
        return Err(Refusal::AudienceByRanking.into());
    }
    let (rule, ..) = rule_of(cx, &tx, &row).await?;
    let mut people =
        storage::audience::all(&tx, cx.street(), &rule, &filter(&row, &MeantQuery::default())).await?;
    if let Newcomers::Some(chosen) = newcomers {
        people.retain(|person| chosen.contains(&person.id));
    }
    if people.is_empty() {
        return Err(Refusal::NobodyToEnrol.into());
    }
    let enrolled = u32::try_from(people.len()).unwrap_or(u32::MAX);
    let rows = people.into_iter().map(|person| new_attendee(cx, training, person.id));
    storage::training::enrol(&tx, rows.collect()).await?;
    let event = Event::NewcomersEnrolled { attendees: enrolled };
    cx.log(&tx, event, Subject::new("training", training)).await?;
    tx.commit().await?;
    Ok(enrolled)
}

/// An attendee who has done nothing yet.
pub(crate) fn new_attendee(cx: &Cx, training: Uuid, person: Uuid) -> EnrolmentRow {
    EnrolmentRow {
        street: cx.street().to_owned(),
        training_id: training,
        person_id: person,
        lesson_read_at: None,
        result: None,
        result_at: None,
        attempt_id: None,
        excuse_reason: None,
        excused_by: None,
        round: 1,
        round_from: 1,
    }
}

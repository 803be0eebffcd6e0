//! Demo data: this year's training of the principals, most of whom have passed.
//!
//! Everything goes through the use-cases of real people, at instants of the past.

use crate::{
    Cx, Failure, exam,
    training::{NewTraining, create_training, lesson_read, publish_training},
};
use chrono::{Datelike, DateTime, NaiveDate, TimeDelta, Utc};
use domain::{
    actor::Actor,
    calendar,
    hash::hash,
    id::Id,
    organization::{Position, vocabulary_role::Role},
    stream::KeyStream,
};
use storage::organization::{PersonFilter, PersonRow};
use uuid::Uuid;

/// The lesson of the yearly training.
const LESSON: &str = include_str!("../../data/lesson-principal.md");
/// Of a hundred principals so many have sat by now.
const SAT: u32 = 84;

/// Loads the training of the year of `as_of`, its attendees, and the sittings of most of them. The people
/// whose mobiles stand in `fresh` have done nothing yet, so that somebody can walk the whole way.
pub async fn load(cx: &Cx, as_of: NaiveDate, office: Uuid, fresh: &[String]) -> Result<(), Failure> {
    let banks = storage::training::banks(&cx.reader(), cx.street()).await?;
    let began = calendar::instant(as_of.and_time(chrono::NaiveTime::MIN)) - TimeDelta::days(40);
    let started = cx.at(began + TimeDelta::hours(9)).acting(clerk(cx, office));
    let new = NewTraining {
        title: format!("{} 年度主要负责人安全培训", as_of.year()),
        hours: "12".into(),
        audience: vec![Position::Principal.code().into()],
        lesson: LESSON.into(),
        lecturer: "街道应急办".into(),
        due_on: due(as_of).to_string(),
        banks: banks.into_iter().map(|b| b.id).collect(),
    };
    let training = create_training(&started, new).await?;
    publish_training(&started, training).await?;
    let filter = PersonFilter {
        positions: vec![Position::Principal.code().into()],
        active_only: true,
        ..PersonFilter::default()
    };
    let people =
        storage::organization::people_page(&cx.reader(), cx.street(), &filter, 1, u64::from(u32::MAX)).await?.rows;
    let mut chance = KeyStream::new(&hash(b"anxun demo sittings v1"));
    for person in people.into_iter().filter(|p| !fresh.contains(&p.mobile)) {
        let ability = 80 + chance.below(19);
        if chance.below(100) >= SAT {
            continue;
        }
        let day = TimeDelta::days(i64::from(chance.below(38)) + 1);
        let minute = TimeDelta::minutes(i64::from(chance.below(8 * 60)));
        let sure: Vec<bool> = (0..200).map(|_| chance.below(100) < ability).collect();
        sit(cx, &person, training, began + TimeDelta::hours(8) + day + minute, &sure).await?;
    }
    Ok(())
}

/// The end of the year, or of the next one in the last days of December.
fn due(as_of: NaiveDate) -> NaiveDate {
    let end = NaiveDate::from_ymd_opt(as_of.year(), 12, 31).unwrap_or(as_of);
    end.max(as_of + chrono::Days::new(7))
}

async fn sit(
    cx: &Cx,
    person: &PersonRow,
    training: Uuid,
    at: DateTime<Utc>,
    sure: &[bool],
) -> Result<(), Failure> {
    let own = cx.acting(examinee(cx, person));
    lesson_read(&own.at(at), training).await?;
    let started = exam::start_attempt(&own.at(at + TimeDelta::minutes(5)), training).await?;
    let knows = |n: usize| sure.get(n).copied().unwrap_or(true);
    exam::sit_at_once(&own.at(at + TimeDelta::minutes(47)), started.attempt, knows).await
}

fn clerk(cx: &Cx, account: Uuid) -> Actor {
    Actor {
        account: Id::new(account),
        name: "演示数据".into(),
        street: cx.street.clone(),
        role: Role::Office,
        area: None,
        person: None,
        unit: None,
        team: None,
    }
}

fn examinee(cx: &Cx, person: &PersonRow) -> Actor {
    Actor {
        account: Id::new(person.id),
        name: person.name.clone(),
        street: cx.street.clone(),
        role: Role::Examinee,
        area: None,
        person: Some(Id::new(person.id)),
        unit: Some(Id::new(person.unit_id)),
        team: None,
    }
}

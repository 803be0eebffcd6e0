//! Demo data: this year's training of the principals, most of whom have passed, and an earlier one of the
//! safety managers that is closed, so that its papers can be proved.
//!
//! Everything goes through the use-cases of real people, at instants of the past.

use super::lesson;
use crate::{
    Cx, Failure, exam,
    training::{
        NewTraining, close_training, create_training, decide_excuse, excuse, lesson_read, publish_training,
    },
};
use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use domain::{
    actor::Actor,
    calendar,
    hash::hash,
    id::Id,
    organization::{Position, vocabulary_role::Role},
    stream::KeyStream,
    training::OFFICIALS_BANK,
};
use storage::{
    bank::BankVersionRow,
    organization::{PersonFilter, PersonRow},
};
use uuid::Uuid;

/// The lesson of the yearly training.
const LESSON: &str = include_str!("../../data/lesson-principal.md");
/// The lesson of the managers' training.
const MANAGERS_LESSON: &str = include_str!("../../data/lesson-manager.md");

/// One training to be made.
struct Course {
    title: String,
    audience: Position,
    lesson: &'static str,
    /// Midnight of the day it was published on.
    began: DateTime<Utc>,
    due_on: NaiveDate,
    /// Of a hundred attendees so many have sat.
    sat: u32,
    /// The parts beside the text.
    parts: &'static [lesson::Part],
}

/// Loads the trainings, their attendees and sittings. The people whose mobiles stand in `fresh` have done
/// nothing yet this autumn, so that somebody can walk the whole way.
pub async fn load(
    cx: &Cx,
    as_of: NaiveDate,
    office: Uuid,
    second: Uuid,
    fresh: &[String],
) -> Result<(), Failure> {
    let midnight = |day: NaiveDate| calendar::instant(day.and_time(chrono::NaiveTime::MIN));
    let before = |days: u64| as_of.checked_sub_days(chrono::Days::new(days)).unwrap_or(as_of);
    let mut chance = KeyStream::new(&hash(b"anxun demo sittings v1"));
    let managers = Course {
        title: format!("{} 年安全生产管理人员专项培训", before(90).year()),
        audience: Position::SafetyManager,
        lesson: MANAGERS_LESSON,
        began: midnight(before(90)),
        due_on: before(50),
        sat: 96,
        parts: lesson::MANAGERS,
    };
    let library = lesson::library(cx, office, second, managers.began - TimeDelta::hours(62)).await?;
    let training = offer(cx, &managers, &library, office, &[], &mut chance).await?;
    settle(cx, training, office, midnight(before(49)) + TimeDelta::hours(10)).await?;
    let principals = Course {
        title: format!("{} 年度主要负责人安全培训", as_of.year()),
        audience: Position::Principal,
        lesson: LESSON,
        began: midnight(before(40)),
        due_on: due(as_of),
        sat: 84,
        parts: lesson::PRINCIPALS,
    };
    offer(cx, &principals, &library, office, fresh, &mut chance).await?;
    Ok(())
}

/// The banks of what every principal must know, whatever the sector; all enterprise banks where they are missing.
const GENERAL: [&str; 5] =
    ["work-safety-law", "shandong-regulations", "emergency-response", "fire-law", "liability"];

pub(super) fn general(banks: Vec<BankVersionRow>) -> Vec<Uuid> {
    let of_all: Vec<Uuid> =
        banks.iter().filter(|b| GENERAL.contains(&b.code.as_str())).map(|b| b.id).collect();
    if of_all.len() == GENERAL.len() {
        return of_all;
    }
    banks.into_iter().filter(|b| b.code != OFFICIALS_BANK).map(|b| b.id).collect()
}

/// Makes and publishes a training, and lets its attendees sit.
async fn offer(
    cx: &Cx,
    course: &Course,
    library: &lesson::Library,
    office: Uuid,
    fresh: &[String],
    chance: &mut KeyStream,
) -> Result<Uuid, Failure> {
    let banks = storage::training::banks(&cx.reader(), cx.street()).await?;
    let started = cx.at(course.began + TimeDelta::hours(9)).acting(clerk(cx, office));
    let positions = vec![course.audience.code().to_owned()];
    let new = NewTraining {
        title: course.title.clone(),
        hours: "12".into(),
        audience: positions.clone(),
        lesson: course.lesson.into(),
        lecturer: "街道应急办".into(),
        due_on: course.due_on.to_string(),
        banks: general(banks),
        ..NewTraining::default()
    };
    let training = create_training(&started, new).await?;
    lesson::write(&started, training, course.parts, library).await?;
    publish_training(&started, training).await?;
    let filter = PersonFilter { positions, active_only: true, ..PersonFilter::default() };
    let mut people =
        storage::organization::people_page(&cx.reader(), cx.street(), &filter, 1, u64::from(u32::MAX))
            .await?
            .rows;
    // Identifiers are made anew each time; mobiles are not.
    people.sort_by(|a, b| a.mobile.cmp(&b.mobile));
    let mut readers = Vec::new();
    let mut sittings = Vec::new();
    for person in people.into_iter().filter(|p| !fresh.contains(&p.mobile)) {
        let ability = 84 + chance.below(15);
        let sits = chance.below(100) < course.sat;
        let day = TimeDelta::days(i64::from(chance.below(36)) + 1);
        let minute = TimeDelta::minutes(i64::from(chance.below(8 * 60)));
        let sure: Vec<bool> = (0..60).map(|_| chance.below(100) < ability).collect();
        if sits {
            readers.push((person, course.began + TimeDelta::hours(8) + day + minute));
            sittings.push(sure);
        }
    }
    lesson::read(cx, training, &readers).await?;
    for ((person, at), sure) in readers.iter().zip(sittings) {
        sit(cx, person, training, *at, &sure).await?;
    }
    Ok(training)
}

/// Excuses whoever has no result, and closes the training.
async fn settle(cx: &Cx, training: Uuid, office: Uuid, at: DateTime<Utc>) -> Result<(), Failure> {
    let cx = cx.at(at).acting(clerk(cx, office));
    for attendee in storage::training::attendees(&cx.reader(), cx.street(), [training]).await? {
        if attendee.result.is_none() {
            excuse_by_two(&cx, training, attendee.person_id, "已离岗，转入下一期培训").await?;
        }
    }
    close_training(&cx, training).await
}

/// Excuses an attendee as the office does it: one asks, the other approves.
pub(super) async fn excuse_by_two(
    cx: &Cx,
    training: Uuid,
    person: Uuid,
    reason: &str,
) -> Result<(), Failure> {
    excuse(cx, training, person, reason).await?;
    let waiting = storage::excuse::pending_of(&cx.reader(), cx.street(), training, person).await?;
    let second = storage::account::by_login(&cx.reader(), "office2").await?;
    let (Some(waiting), Some(second)) = (waiting, second) else { return Ok(()) };
    decide_excuse(&cx.acting(clerk(cx, second.id)), waiting.id, true).await?;
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
    let sure = sure.to_owned();
    let knows = move |n: usize| sure.get(n).copied().unwrap_or(true);
    exam::sit_at_once(&own.at(at + TimeDelta::minutes(47)), started.attempt, knows).await
}

pub(super) fn clerk(cx: &Cx, account: Uuid) -> Actor {
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

pub(super) fn examinee(cx: &Cx, person: &PersonRow) -> Actor {
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

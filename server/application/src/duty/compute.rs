//! Duties of many people at once: four queries for all of them, then the pure rule for each.

use crate::{Cx, Failure, audience, policy};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    calendar::date_of,
    duty::{Credit, Duty, Held, Post, Source, of},
    id::Id,
};
use std::collections::HashMap;
use storage::{audience::MeantRow, db::Handle, duty::PostRow};
use uuid::Uuid;

/// Somebody's post and duties.
pub(super) struct Owing {
    pub row: MeantRow,
    pub joined_on: NaiveDate,
    pub since: NaiveDate,
    pub posts: Vec<PostRow>,
    pub duties: Vec<Duty>,
}

/// Computes the duties of people in post.
pub(super) async fn duties_of(
    cx: &Cx,
    db: &impl Handle,
    people: Vec<(MeantRow, DateTime<Utc>)>,
) -> Result<Vec<Owing>, Failure> {
    let ids: Vec<Uuid> = people.iter().map(|(person, _)| person.id).collect();
    let versions = policy::versions(cx, db).await?;
    let mut posts: HashMap<Uuid, Vec<PostRow>> = HashMap::new();
    for post in storage::duty::posts(db, cx.street(), &ids).await? {
        posts.entry(post.person_id).or_default().push(post);
    }
    let mut credits: HashMap<Uuid, Vec<Credit>> = HashMap::new();
    for credit in storage::duty::credits(db, cx.street(), &ids).await? {
        credits.entry(credit.person_id).or_default().push(Credit {
            source: Source::Training(Id::new(credit.training_id)),
            topics: audience::topics(credit.topics.as_deref()),
            on: date_of(credit.result_at),
            hours: u16::try_from(credit.hours).unwrap_or_default(),
            title: credit.title,
        });
    }
    for credit in storage::duty::elsewhere(db, cx.street(), &ids).await? {
        credits.entry(credit.person_id).or_default().push(Credit {
            source: Source::External(credit.activity_id),
            topics: audience::topics(None),
            on: credit.held_on,
            hours: u16::try_from(credit.hours).unwrap_or_default(),
            title: credit.title,
        });
    }
    // The one with the latest end comes last and stays.
    let held = storage::duty::certificate_ends(db, cx.street(), &ids).await?;
    let held: HashMap<Uuid, Held> = held
        .into_iter()
        .map(|end| (end.person_id, Held { serial: end.serial, valid_until: end.valid_until }))
        .collect();
    let mut found = Vec::with_capacity(people.len());
    for (row, created_at) in people {
        let noted = posts.remove(&row.id).unwrap_or_default();
        let (joined_on, since) = span(&noted, date_of(created_at));
        let duties = match audience::candidate(&row) {
            Some(candidate) => {
                let post = Post { candidate, joined_on, since };
                let own = credits.get(&row.id).map_or(&[][..], Vec::as_slice);
                of(&post, &versions, own, held.get(&row.id), cx.today())
            }
            None => Vec::new(),
        };
        found.push(Owing { row, joined_on, since, posts: noted, duties });
    }
    Ok(found)
}

/// When somebody joined and when the present post began: as noted, else when they were taken in. A later note of
/// the same post corrects the one before.
fn span(noted: &[PostRow], taken_in: NaiveDate) -> (NaiveDate, NaiveDate) {
    let mut stages: Vec<(&str, NaiveDate)> = Vec::new();
    for post in noted {
        match stages.last_mut() {
            Some((position, since)) if *position == post.position && post.reason.is_some() => {
                *since = post.since
            }
            _ => stages.push((&post.position, post.since)),
        }
    }
    let since = stages.last().map_or(taken_in, |(_, since)| *since);
    let joined = stages.first().map_or(taken_in, |(_, since)| *since);
    (joined.min(since), since)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn post(seq: i32, position: &str, since: &str, reason: Option<&str>) -> PostRow {
        PostRow {
            street: String::new(),
            person_id: Uuid::nil(),
            seq,
            position: position.into(),
            since: since.parse().unwrap(),
            since_at: DateTime::default(),
            recorded_at: DateTime::default(),
            recorded_by: None,
            reason: reason.map(str::to_owned),
        }
    }

    #[test]
    fn a_correction_replaces_its_post_and_a_change_begins_another() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let taken_in = day("2026-03-02");
        assert_eq!(span(&[], taken_in), (taken_in, taken_in));
        let first = post(1, "team_leader", "2026-03-02", None);
        let corrected = post(2, "team_leader", "2020-01-01", Some("任命书为准"));
        assert_eq!(
            span(&[first.clone(), corrected.clone()], taken_in),
            (day("2020-01-01"), day("2020-01-01"))
        );
        let later = post(3, "principal", "2026-05-01", None);
        assert_eq!(span(&[first, corrected, later], taken_in), (day("2020-01-01"), day("2026-05-01")));
    }
}

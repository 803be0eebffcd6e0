//! Who a training is for: rules, the live list, names in and out, and who joins later.

use domain::{
    audience::{Candidate, Clause, Rule},
    id::Id,
    organization::{Class, Employment, Fact, Facts, Position, Sector},
};
use std::collections::BTreeSet;
use storage::audience::MeantFilter;
use support::{Client, Street, TestServer, story};
use uuid::Uuid;

support::both![
    the_database_and_the_rule_mean_the_same_people,
    a_rule_is_tried_before_it_is_kept_and_kept_before_it_counts,
    people_are_named_in_and_out_with_a_reason,
    a_rule_that_asks_nothing_is_refused,
    who_joins_later_is_listed_and_enrolled_until_the_training_is_closed,
    the_list_is_searched_filtered_and_taken_along,
    only_the_office_changes_an_audience,
];

/// A street with one unit of each of a few kinds, and somebody of every enterprise post in each.
async fn peopled(server: &TestServer) -> (Street, Client) {
    let street = server.street().await;
    let area = street.area().await;
    let other = street.area().await;
    for (at, sector, facts) in [
        (&area, Sector::Furniture, "dust,hot_work"),
        (&area, Sector::Food, "ammonia,confined_space"),
        (&other, Sector::HazardousChemicals, "hazchem"),
        (&other, Sector::Commerce, "public_gathering"),
        (&other, Sector::Care, ""),
    ] {
        let unit = street.unit_in(at, sector, facts).await;
        for position in Position::ALL.iter().filter(|position| !position.is_official()) {
            street.person(&unit, *position).await;
        }
    }
    let office = server.sign_in(&street.office().await).await;
    (street, office)
}

async fn draft(office: &mut Client, audience: &str) -> String {
    let fields = [
        ("title", "专题培训"),
        ("hours", "4"),
        ("audience", audience),
        ("due_on", "2099-12-31"),
        ("lesson", "第一课"),
    ];
    let made = office.post_json("/api/training/create", &fields).await.is(200).json();
    made["training"].as_str().unwrap().to_owned()
}

fn total(answer: &support::Answer) -> u64 {
    answer.is(200).json()["total"].as_u64().unwrap()
}

async fn the_database_and_the_rule_mean_the_same_people(server: &TestServer) {
    let (street, _) = peopled(server).await;
    let reader = street.cx().reader();
    let everybody = MeantFilter::default();
    let all_posts = Rule::of_posts(Position::ALL.iter().copied());
    let people = storage::audience::all(&reader, street.code(), &all_posts, &everybody).await.unwrap();
    assert_eq!(people.len(), 30);
    let candidates: Vec<Candidate> = people
        .iter()
        .map(|row| Candidate {
            person: Id::new(row.id),
            position: Position::from_code(&row.position).unwrap(),
            employment: Employment::from_code(&row.employment).unwrap(),
            sector: Sector::from_code(&row.sector).unwrap(),
            area: Id::new(row.area_id),
            facts: Facts::from_codes(&row.facts),
        })
        .collect();
    let mut chance = domain::stream::KeyStream::new(&domain::hash::hash(b"audience rules"));
    let mut meant_once = 0;
    for _ in 0..120 {
        let mut rule = Rule::default();
        for _ in 0..=chance.below(2) {
            let mut clause = Clause::default();
            for _ in 0..chance.below(4) {
                let n = chance.below(1_000) as usize;
                match chance.below(5) {
                    0 => drop(clause.posts.insert(Position::ALL[n % Position::ALL.len()])),
                    1 => drop(clause.sectors.insert(Sector::ALL[n % Sector::ALL.len()])),
                    2 => drop(clause.facts.insert(Fact::ALL[n % Fact::ALL.len()])),
                    3 => drop(clause.classes.insert(Class::ALL[n % Class::ALL.len()])),
                    _ => drop(clause.areas.insert(candidates[n % candidates.len()].area)),
                }
            }
            rule.clauses.push(clause);
        }
        let n = chance.below(30) as usize;
        rule.added.insert(candidates[n].person, "指定".into());
        rule.removed.insert(candidates[(n + 7) % 30].person, "请假".into());
        let by_sql = storage::audience::all(&reader, street.code(), &rule, &everybody).await.unwrap();
        let by_sql: BTreeSet<Uuid> = by_sql.into_iter().map(|row| row.id).collect();
        let by_rule: BTreeSet<Uuid> =
            candidates.iter().filter(|c| rule.verdict(c).is_meant()).map(|c| c.person.uuid()).collect();
        assert_eq!(by_sql, by_rule, "{rule:?}");
        meant_once += usize::from(by_rule.len() > 1 && by_rule.len() < 29);
    }
    assert!(meant_once > 30, "the rules tell nobody apart: {meant_once}");
}

async fn a_rule_is_tried_before_it_is_kept_and_kept_before_it_counts(server: &TestServer) {
    let (_, mut office) = peopled(server).await;
    let training = draft(&mut office, "principal").await;
    let path = format!("/office/trainings/{training}/audience");
    assert_eq!(total(&office.get_json(&path).await), 5);
    let tried = format!("{path}?look=1&c0.post=dangerous_post&c0.fact=dust&c1.post=principal&c1.sector=food");
    assert_eq!(total(&office.get_json(&tried).await), 2);
    office.get(&tried).await.is(200).see("名单按尚未保存的条件列出").see("符合条件 2");
    // Links carry the values of a set in one parameter.
    let joined = format!("{path}?look=1&c0.post=dangerous_post,principal&c0.fact=dust");
    assert_eq!(total(&office.get_json(&joined).await), 2);
    assert_eq!(total(&office.get_json(&path).await), 5);
    let fields = [
        ("training", training.as_str()),
        ("look", "1"),
        ("c0.post", "team_leader"),
        ("c0.class", "hr_sd"),
        ("topic", "dust"),
    ];
    for _ in 0..2 {
        office.post_json("/api/training/audience", &fields).await.is(200);
    }
    assert_eq!(total(&office.get_json(&path).await), 3);
    office.get(&path).await.is(200).see("班组长").see("粉尘防爆专项培训");
    office.get(&format!("/office/trainings/{training}")).await.is(200).see("现有 3 人");
}

async fn people_are_named_in_and_out_with_a_reason(server: &TestServer) {
    let (street, mut office) = peopled(server).await;
    let training = draft(&mut office, "principal").await;
    let path = format!("/office/trainings/{training}/audience");
    let rows = office.get_json(&path).await.is(200).json();
    let out = rows["rows"][0]["person"].as_str().unwrap().to_owned();
    let name = |fields: Vec<(&'static str, String)>| {
        let mut all = vec![("training", training.clone())];
        all.extend(fields);
        all
    };
    let send = async |office: &mut Client, fields: Vec<(&'static str, String)>| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
        office.post_json("/api/training/name-person", &fields).await
    };
    let without = name(vec![("person", out.clone()), ("way", "out".into())]);
    assert_eq!(send(&mut office, without).await.is(422).error(), "form");
    let with = name(vec![("person", out.clone()), ("way", "out".into()), ("reason", "休产假".into())]);
    send(&mut office, with.clone()).await.is(200);
    send(&mut office, with).await.is(200);
    assert_eq!(total(&office.get_json(&path).await), 4);
    office.get(&path).await.is(200).see("指定不参加").see("休产假");
    let unit = street.unit().await;
    let worker = street.person(&unit, Position::Frontline).await;
    let added =
        name(vec![("mobile", worker.mobile.clone()), ("way", "in".into()), ("reason", "自愿参加".into())]);
    send(&mut office, added).await.is(200);
    let unknown =
        name(vec![("mobile", "13000000000".into()), ("way", "in".into()), ("reason", "自愿".into())]);
    send(&mut office, unknown).await.is(422);
    let rows = office.get_json(&path).await.is(200).json();
    assert_eq!(rows["total"], 5);
    assert!(rows["rows"].as_array().unwrap().iter().any(|row| row["why"]["named"] == "自愿参加"));
    send(&mut office, name(vec![("person", out), ("way", "clear".into())])).await.is(200);
    assert_eq!(total(&office.get_json(&path).await), 6);
}

async fn a_rule_that_asks_nothing_is_refused(server: &TestServer) {
    let (_, mut office) = peopled(server).await;
    let training = draft(&mut office, "principal").await;
    let empty = [("training", training.as_str()), ("look", "1"), ("c0.post", "nobody")];
    let refused = office.post_json("/api/training/audience", &empty).await;
    assert_eq!(refused.is(422).json()["facts"]["refusal"], "audience_empty");
    let path = format!("/office/trainings/{training}/audience");
    assert_eq!(total(&office.get_json(&format!("{path}?look=1")).await), 0);
    assert_eq!(total(&office.get_json(&path).await), 5);
}

async fn who_joins_later_is_listed_and_enrolled_until_the_training_is_closed(server: &TestServer) {
    let street = server.street().await;
    let first = street.principal().await;
    let training = story::offer_training(&street, "年度培训").await;
    let mut office = server.sign_in(&street.office().await).await;
    let path = format!("/office/trainings/{training}/audience");
    assert_eq!(total(&office.get_json(&path).await), 0);
    office.get(&path).await.is(200).see("没有新增应训人员");
    let id = training.to_string();
    let all = [("training", id.as_str()), ("all", "1")];
    assert_eq!(office.post_json("/api/training/enrol-new", &all).await.is(422).error(), "nobody_to_enrol");
    let (second, third) = (street.principal().await, street.principal().await);
    street.person(&first.unit, Position::Frontline).await;
    assert_eq!(total(&office.get_json(&path).await), 2);
    let chosen = second.person.id.to_string();
    let some = [("training", id.as_str()), ("person", chosen.as_str())];
    let done = office.post_json("/api/training/enrol-new", &some).await.is(200).json();
    assert_eq!(done["enrolled"], 1);
    office.get(&path).await.is(200).see(&third.person.name).see("已登记 2 人");
    office.submit("/api/training/enrol-new", &all).await.see("新增应训人员已登记");
    assert_eq!(total(&office.get_json(&path).await), 0);
    let mut newcomer = server.sign_in(&third.login).await;
    newcomer.get("/my").await.is(200).see("年度培训");
    // The rule of what is offered stays.
    let change = [("training", id.as_str()), ("look", "1"), ("c0.post", "frontline")];
    assert_eq!(
        office.post_json("/api/training/audience", &change).await.is(422).error(),
        "already_published"
    );
    let excuse =
        |person: Uuid| [("training", id.clone()), ("person", person.to_string()), ("reason", "住院".into())];
    for person in [first.person.id, second.person.id, third.person.id] {
        let fields = excuse(person);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
        office.post_json("/api/training/excuse", &fields).await.is(200);
    }
    story::approve_excuses(&street).await;
    office.post_json("/api/training/close", &all[..1]).await.is(200);
    street.principal().await;
    assert_eq!(office.post_json("/api/training/enrol-new", &all).await.is(422).error(), "training_archived");
}

async fn the_list_is_searched_filtered_and_taken_along(server: &TestServer) {
    let (street, mut office) = peopled(server).await;
    let training = draft(&mut office, "dangerous_post").await;
    let path = format!("/office/trainings/{training}/audience");
    assert_eq!(total(&office.get_json(&format!("{path}?sector=food")).await), 1);
    let rows = office.get_json(&path).await.is(200).json();
    let name = rows["rows"][0]["name"].as_str().unwrap().to_owned();
    assert!(rows["rows"][0]["mobile"].as_str().unwrap().contains("****"));
    let found = office.get_json(&format!("{path}?q={}", urlencoded(&name))).await;
    assert!(total(&found) >= 1);
    assert_eq!(total(&office.get_json(&format!("{path}?q=%25")).await), 0);
    assert_eq!(rows["by_area"].as_array().unwrap().len(), 2);
    let file = office.get(&format!("{path}.xlsx")).await;
    assert!(file.is(200).body.starts_with(b"PK"));
    let reader = street.cx().reader();
    let log = storage::audit::of_subject(&reader, street.code(), "training", &training).await.unwrap();
    assert_eq!(log.iter().filter(|row| row.event == "personal_data_read").count(), 1);
}

fn urlencoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

async fn only_the_office_changes_an_audience(server: &TestServer) {
    let (street, mut office) = peopled(server).await;
    let training = draft(&mut office, "principal").await;
    let fields = [("training", training.as_str()), ("look", "1"), ("c0.post", "frontline")];
    let area = street.area().await;
    for login in [street.auditor().await, street.area_official(&area).await, street.admin().await] {
        let mut client = server.sign_in(&login).await;
        client.post_json("/api/training/audience", &fields).await.is(403);
        client.post_json("/api/training/enrol-new", &fields).await.is(403);
    }
    assert_eq!(total(&office.get_json(&format!("/office/trainings/{training}/audience")).await), 5);
}

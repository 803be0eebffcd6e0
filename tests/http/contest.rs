//! Knowledge contests: one paper for all, a ranking with a logged draw, rounds, recommendations.

use chrono::TimeDelta;
use domain::{
    contest::{Entry, rank},
    exam::{PaperRecord, Points},
    hash::parse_hex32,
    id::Id,
    organization::Position,
};
use storage::organization::PersonRow;
use support::{Client, Street, TestServer, key::right_answers, world::Login};
use uuid::Uuid;

support::both![
    everybody_gets_the_same_paper_and_nothing_is_told_before_the_end,
    ties_are_broken_by_a_logged_draw_that_can_be_replayed,
    a_candidate_sees_the_own_place_once_it_is_published_and_gets_no_certificate,
    whoever_proposes_does_not_approve_and_who_is_left_out_makes_room,
    a_following_round_takes_the_best_of_the_one_before,
    a_contest_keeps_its_hours,
    the_schema_ranks_nobody_early_and_lets_nobody_approve_alone,
];

/// A contest that is offered to three team leaders.
struct Contest {
    street: Street,
    office: Client,
    training: String,
    candidates: Vec<(PersonRow, Login)>,
}

async fn banks(street: &Street) -> Vec<String> {
    support::story::load_banks(&street.cx()).await;
    let banks = storage::training::banks(&street.db().reader(), street.code()).await.expect("banks");
    let banks = banks.into_iter().filter(|bank| bank.code != domain::training::OFFICIALS_BANK);
    banks.map(|bank| bank.id.to_string()).collect()
}

async fn make(office: &mut Client, banks: &[String], more: &[(&str, &str)]) -> String {
    let mut fields = vec![("title", "安全生产法竞赛"), ("kind", "contest"), ("due_on", "2026-03-02")];
    fields.extend(more);
    fields.extend(banks.iter().map(|bank| ("banks", bank.as_str())));
    let made = office.post_json("/api/training/create", &fields).await;
    made.is(200).json()["training"].as_str().expect("a contest").to_owned()
}

async fn contest(server: &TestServer) -> Contest {
    let street = server.street().await;
    let unit = street.unit().await;
    let mut candidates = Vec::new();
    for _ in 0..3 {
        let person = street.person(&unit, Position::TeamLeader).await;
        let login = street.examinee(&person).await;
        candidates.push((person, login));
    }
    let banks = banks(&street).await;
    let mut office = server.sign_in(&street.office().await).await;
    let training = make(&mut office, &banks, &[("audience", "team_leader")]).await;
    office.post_json("/api/training/publish", &[("training", &training)]).await.is(200);
    Contest { street, office, training, candidates }
}

/// Starts at once (there is no lesson), gives so many right answers, and hands in after a time.
async fn sit(server: &TestServer, contest: &Contest, who: usize, right: usize, used: TimeDelta) -> Uuid {
    let mut client = server.sign_in(&contest.candidates[who].1).await;
    let started = client.post_json("/api/exam/start", &[("training", &contest.training)]).await;
    let attempt = started.is(200).json()["attempt"].as_str().expect("a sitting").to_owned();
    let id: Uuid = attempt.parse().expect("a sitting");
    let answers = right_answers(contest.street.db(), contest.street.code(), id).await;
    server.clock.advance(used);
    for (n, answer) in answers.iter().take(right).enumerate() {
        let seq = (n + 1).to_string();
        let mut fields = vec![
            ("attempt", attempt.as_str()),
            ("item", answer.item.as_str()),
            ("lease", "1"),
            ("seq", &seq),
        ];
        fields.extend(answer.fields.iter().map(|(name, value)| (*name, value.as_str())));
        client.post_json("/api/exam/answer", &fields).await.is(200);
    }
    client.post_json("/api/exam/submit", &[("attempt", &attempt)]).await.is(200);
    id
}

/// Lets all three sit, the last two with the same score in the same time, and ends the day.
async fn held(server: &TestServer) -> Contest {
    let contest = contest(server).await;
    for (who, right) in [(0, 8), (1, 3), (2, 3)] {
        sit(server, &contest, who, right, TimeDelta::minutes(5)).await;
    }
    server.clock.advance(TimeDelta::hours(24));
    contest
}

/// Signs the office in again: a day has passed.
async fn publish(server: &TestServer, contest: &mut Contest) {
    contest.office = server.sign_in(&contest.street.office().await).await;
    let training = [("training", contest.training.as_str())];
    let published = contest.office.post_json("/api/contest/publish-ranking", &training).await;
    assert_eq!(published.is(200).json()["candidates"], 3);
}

async fn everybody_gets_the_same_paper_and_nothing_is_told_before_the_end(server: &TestServer) {
    let mut contest = contest(server).await;
    let mut records: Vec<PaperRecord> = Vec::new();
    for who in 0..2 {
        let attempt = sit(server, &contest, who, 2, TimeDelta::minutes(5)).await;
        let paper = storage::exam::paper(&contest.street.db().reader(), contest.street.code(), attempt).await;
        let paper = paper.expect("the database answers").expect("a paper");
        records.push(serde_json::from_str(&paper.record).expect("a record"));
        // The explanations would tell the others.
        let mut client = server.sign_in(&contest.candidates[who].1).await;
        let result = client.get(&format!("/my/results/{attempt}")).await;
        result.is(200).see("已交卷").not_see("没有答对的");
        client.get("/my").await.is(200).see("已交卷，等待名次");
    }
    let items = |r: &PaperRecord| r.paper.items.iter().map(|i| i.id.clone()).collect::<Vec<_>>();
    let orders = |r: &PaperRecord| r.paper.items.iter().map(|i| i.order).collect::<Vec<_>>();
    assert_eq!(items(&records[0]), items(&records[1]));
    assert_ne!(orders(&records[0]), orders(&records[1]), "options are shuffled for each");
    assert_eq!(records[0].version, 2);
    let path = format!("/office/trainings/{}/ranking", contest.training);
    let page = contest.office.get(&path).await;
    page.is(200).see("还没有名次").not_see(&contest.candidates[0].0.name);
    assert_eq!(contest.office.get_json(&path).await.is(200).json(), serde_json::json!([]));
    let training = [("training", contest.training.as_str())];
    let refused = contest.office.post_json("/api/contest/publish-ranking", &training).await;
    assert_eq!(refused.is(422).error(), "ranking_too_early");
    let refused = contest.office.get_json(&format!("{path}.xlsx")).await;
    assert_eq!(refused.is(422).error(), "not_ranked");
}

async fn ties_are_broken_by_a_logged_draw_that_can_be_replayed(server: &TestServer) {
    let mut contest = held(server).await;
    publish(server, &mut contest).await;
    let (reader, street) = (contest.street.db().reader(), contest.street.code());
    let training: Uuid = contest.training.parse().expect("a contest");
    let places = storage::contest::places(&reader, street, training).await.expect("places");
    assert_eq!(places[0].person_id, contest.candidates[0].0.id, "the better score comes first");
    assert_eq!(places.iter().map(|p| p.tied).collect::<Vec<_>>(), [1, 2, 2]);
    // From what is published the ranking follows again.
    let row = storage::training::find(&reader, street, training).await.expect("a row").expect("a contest");
    let exam = storage::exam::exam(&reader, street, row.exam_id.expect("an exam")).await;
    let exam = exam.expect("the database answers").expect("an exam");
    let key = parse_hex32(&exam.revealed_key.expect("the secret is revealed")).expect("a key");
    assert_eq!(parse_hex32(&exam.commitment), Some(domain::exam::exam_commitment(&key)));
    let entries: Vec<Entry> = places
        .iter()
        .rev()
        .map(|p| Entry {
            person: Id::new(p.person_id),
            score: Points::hundredths(p.score.unsigned_abs()),
            seconds: p.seconds.unsigned_abs(),
        })
        .collect();
    let again = rank(&key, &entries, 0, exam.closes_at, server.clock.now()).expect("a ranking");
    let drawn: Vec<Uuid> = again.iter().map(|r| r.entry.person.uuid()).collect();
    assert_eq!(drawn, places.iter().map(|p| p.person_id).collect::<Vec<_>>());
    let auditor = contest.street.auditor().await;
    let log = server.sign_in(&auditor).await.get("/audit/log").await;
    let contest_row =
        storage::contest::find(&reader, street, training).await.expect("a row").expect("a round");
    log.is(200).see("同分同时抽签").see("公布竞赛名次").see(&contest_row.ranking_hash.expect("a hash"));
    let again = [("training", contest.training.as_str())];
    let refused = contest.office.post_json("/api/contest/publish-ranking", &again).await;
    assert_eq!(refused.is(422).error(), "already_ranked");
}

async fn a_candidate_sees_the_own_place_once_it_is_published_and_gets_no_certificate(server: &TestServer) {
    let mut contest = contest(server).await;
    for (who, right) in [(0, 50), (1, 3), (2, 1)] {
        sit(server, &contest, who, right, TimeDelta::minutes(5)).await;
    }
    server.clock.advance(TimeDelta::hours(24));
    let mut best = server.sign_in(&contest.candidates[0].1).await;
    best.get("/my").await.is(200).not_see("第 1 名");
    publish(server, &mut contest).await;
    best.get("/my").await.is(200).see("第 1 名，共 3 人").not_see("第 2 名");
    best.get(&format!("/my/trainings/{}", contest.training)).await.is(200).see("第 1 名，共 3 人");
    let certificates = best.get("/my/certificates").await;
    assert!(!certificates.is(200).links().iter().any(|link| link.ends_with(".pdf")));
    let page = contest.office.get(&format!("/office/trainings/{}/ranking", contest.training)).await;
    page.is(200).see(&contest.candidates[0].0.name).see("100").see("名次哈希");
    let file = contest.office.get(&format!("/office/trainings/{}/ranking.xlsx", contest.training)).await;
    assert!(file.is(200).header("content-type").contains("spreadsheetml"));
    // Trainings alone count for the figures: this pass is none of them.
    contest.office.get("/office/progress").await.is(200).see("0 人应考");
}

async fn whoever_proposes_does_not_approve_and_who_is_left_out_makes_room(server: &TestServer) {
    let mut contest = held(server).await;
    let id = contest.training.clone();
    let training = [("training", id.as_str())];
    contest.office = server.sign_in(&contest.street.office().await).await;
    let two = [training[0], ("count", "2")];
    let refused = contest.office.post_json("/api/contest/recommend", &two).await;
    assert_eq!(refused.is(422).error(), "not_ranked");
    publish(server, &mut contest).await;
    let refused = contest.office.post_json("/api/contest/approve", &training).await;
    assert_eq!(refused.is(422).error(), "not_proposed");
    contest.office.post_json("/api/contest/recommend", &[training[0], ("count", "9")]).await.is(422);
    contest.office.post_json("/api/contest/recommend", &two).await.is(200);
    let path = format!("/office/trainings/{}/ranking", contest.training);
    let named = |rows: serde_json::Value| -> Vec<u64> {
        let rows = rows.as_array().expect("rows").clone();
        let chosen = rows.iter().filter(|row| row["recommended"] == true);
        chosen.map(|row| row["place"].as_u64().expect("a place")).collect()
    };
    assert_eq!(named(contest.office.get_json(&path).await.json()), [1, 2]);
    let first = contest.candidates[0].0.id.to_string();
    let out = |reason: &'static str| [training[0], ("person", first.as_str()), ("reason", reason)];
    contest.office.post_json("/api/contest/leave-out", &out(" ")).await.is(422);
    contest.office.post_json("/api/contest/leave-out", &out("已调离本街道")).await.is(200);
    assert_eq!(named(contest.office.get_json(&path).await.json()), [2, 3]);
    let refused = contest.office.submit("/api/contest/approve", &training).await;
    refused.see("不能自己批准");
    let mut second = server.sign_in(&contest.street.office().await).await;
    second.get(&path).await.is(200).see("已调离本街道").see("批准推荐名单");
    second.post_json("/api/contest/approve", &training).await.is(200);
    for (url, fields) in [
        ("/api/contest/approve", vec![training[0]]),
        ("/api/contest/recommend", two.to_vec()),
        ("/api/contest/leave-out", out("又一个理由").to_vec()),
    ] {
        assert_eq!(second.post_json(url, &fields).await.is(422).error(), "recommendation_stands", "{url}");
    }
}

async fn a_following_round_takes_the_best_of_the_one_before(server: &TestServer) {
    let mut contest = held(server).await;
    let banks = banks(&contest.street).await;
    let first = contest.training.clone();
    contest.office = server.sign_in(&contest.street.office().await).await;
    let more = [("due_on", "2026-03-04"), ("follows", first.as_str()), ("takes", "2"), ("round", "final")];
    let next = make(&mut contest.office, &banks, &more).await;
    let refused = contest.office.post_json("/api/training/publish", &[("training", &next)]).await;
    assert_eq!(refused.is(422).error(), "not_ranked");
    publish(server, &mut contest).await;
    let published = contest.office.post_json("/api/training/publish", &[("training", &next)]).await;
    assert_eq!(published.is(200).json()["attendees"], 2);
    let next_id: Uuid = next.parse().expect("a contest");
    let reader = contest.street.db().reader();
    let enrolled =
        storage::training::attendees(&reader, contest.street.code(), [next_id]).await.expect("rows");
    assert!(enrolled.iter().any(|e| e.person_id == contest.candidates[0].0.id), "the best is in");
    contest
        .office
        .get(&format!("/office/trainings/{next}/ranking"))
        .await
        .is(200)
        .see("决赛")
        .see("取前 2 名");
    // Each round has one following.
    let mut fields = vec![("title", "又一个决赛"), ("kind", "contest"), ("due_on", "2026-03-05")];
    fields.extend([("follows", first.as_str()), ("takes", "2"), ("round", "final")]);
    let refused = contest.office.post_json("/api/training/create", &fields).await;
    assert_eq!(refused.is(422).error(), "round_taken");
    fields.push(("round", "preliminary"));
    contest.office.post_json("/api/training/create", &fields).await.is(422);
}

async fn a_contest_keeps_its_hours(server: &TestServer) {
    let street = server.street().await;
    let unit = street.unit().await;
    let person = street.person(&unit, Position::TeamLeader).await;
    let login = street.examinee(&person).await;
    let banks = banks(&street).await;
    let mut office = server.sign_in(&street.office().await).await;
    let backwards = [("audience", "team_leader"), ("from", "10:00"), ("until", "09:30")];
    let mut fields = vec![("title", "竞赛"), ("kind", "contest"), ("due_on", "2026-03-02")];
    fields.extend(backwards);
    let page = office.submit("/api/training/create", &fields).await;
    page.is(200).see("结束要晚于开始");
    // It is nine in the morning.
    let hours = [("audience", "team_leader"), ("from", "10:00"), ("until", "10:40")];
    let training = make(&mut office, &banks, &hours).await;
    office.post_json("/api/training/publish", &[("training", &training)]).await.is(200);
    let mut client = server.sign_in(&login).await;
    let start = [("training", training.as_str())];
    assert_eq!(client.post_json("/api/exam/start", &start).await.is(422).error(), "exam_not_open");
    server.clock.advance(TimeDelta::minutes(61));
    client.post_json("/api/exam/start", &start).await.is(200);
    server.clock.advance(TimeDelta::minutes(39));
    // The window is closed, a sitting still runs to its own end.
    let refused = office.post_json("/api/contest/publish-ranking", &start).await;
    assert_eq!(refused.is(200).json()["candidates"], 1, "its thirty minutes are over and it was handed in");
}

async fn the_schema_ranks_nobody_early_and_lets_nobody_approve_alone(server: &TestServer) {
    let contest = contest(server).await;
    let db = contest.street.db();
    let early = db
        .execute_raw(&format!(
            "UPDATE contest SET published_at = '2026-03-02T02:00:00+00:00', \
             published_by = (SELECT created_by FROM training WHERE title = '安全生产法竞赛' LIMIT 1), \
             ranking_hash = '{}'",
            "0".repeat(64)
        ))
        .await;
    assert!(early.expect_err("nobody is ranked early").is_refusal("ranked_early"));
    let placed = db
        .execute_raw(
            "INSERT INTO contest_place (street, training_id, person_id, place, score, seconds, tied) \
             SELECT e.street, e.training_id, e.person_id, 1, 0, 0, 1 FROM enrolment e LIMIT 1",
        )
        .await;
    assert!(placed.expect_err("no place without a ranking").is_refusal("placed_unranked"));
    let alone = db
        .execute_raw(
            "INSERT INTO recommendation (street, training_id, count, proposed_at, proposed_by, approved_at, \
             approved_by) SELECT street, id, 1, created_at, created_by, created_at, created_by FROM training",
        )
        .await;
    let alone = alone.expect_err("nobody approves alone");
    assert!(alone.is_refusal("CHECK") || alone.is_refusal("check"), "{alone}");
}

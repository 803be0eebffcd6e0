//! Rooms: people are seated, their papers drawn before the start, and what is written on paper is keyed in.

use chrono::TimeDelta;
use domain::exam::PaperRecord;
use serde_json::Value;
use std::collections::BTreeSet;
use support::{Answer, Client, Street, TestServer, key::answers_to, story, world::Principal};
use uuid::Uuid;

support::both![
    people_are_seated_with_papers_drawn_before_the_start,
    neighbours_share_almost_nothing,
    a_room_lets_nobody_in_before_it_begins_or_without_its_code,
    guessing_the_code_makes_the_candidate_wait,
    a_room_may_be_entered_from_its_network_only,
    a_form_that_is_wrong_keeps_what_was_typed,
    who_is_seated_is_not_seated_again,
    a_paper_is_printed_without_its_key_and_keyed_in,
    an_answer_that_cannot_be_read_is_named_and_nothing_is_written,
    the_paper_of_a_seat_cannot_be_exchanged,
];

struct Ready {
    street: Street,
    office: Client,
    principals: Vec<Principal>,
    training: Uuid,
    exam: String,
}

async fn ready(server: &TestServer, people: usize) -> Ready {
    let street = server.street().await;
    let mut principals = Vec::new();
    for _ in 0..people {
        principals.push(street.principal().await);
    }
    let training = story::offer_training(&street, "年度安全培训").await;
    let row = storage::training::find(&street.db().reader(), street.code(), training).await.unwrap().unwrap();
    let office = server.sign_in(&street.office().await).await;
    Ready { street, office, principals, training, exam: row.exam_id.unwrap().to_string() }
}

impl Ready {
    async fn open(&mut self, more: &[(&str, &str)]) -> Answer {
        let starts_at = self.wall_clock(10);
        let mut fields = vec![("exam", self.exam.as_str()), ("place", "三楼会议室"), ("capacity", "30")];
        if !more.iter().any(|(name, _)| *name == "starts_at") {
            fields.push(("starts_at", &starts_at));
        }
        fields.extend(more);
        self.office.post_json("/api/exam/open-room", &fields).await
    }

    /// The street's clock so many minutes from now.
    fn wall_clock(&self, minutes: i64) -> String {
        let at = self.street.cx().now() + TimeDelta::minutes(minutes);
        domain::calendar::local(at).format("%Y-%m-%dT%H:%M").to_string()
    }

    async fn room(&mut self, more: &[(&str, &str)]) -> (String, Value) {
        let opened = self.open(more).await;
        let room = opened.is(200).json()["room"].as_str().unwrap().to_owned();
        let view = self.office.get_json(&format!("/office/exams/{}/rooms/{room}", self.exam)).await;
        (room, view.is(200).json())
    }

    /// The papers drawn for a room, by seat.
    async fn papers(&self, room: &str) -> Vec<storage::exam::SeatRow> {
        let reader = self.street.db().reader();
        storage::exam::seat_rows(&reader, self.street.code(), room.parse().unwrap()).await.unwrap()
    }

    async fn candidate(&self, server: &TestServer, place: usize) -> Client {
        let mut client = server.sign_in(&self.principals[place].login).await;
        let training = self.training.to_string();
        client.post_json("/api/training/lesson-read", &[("training", &training)]).await.is(200);
        client
    }

    async fn start(&self, client: &mut Client, code: &str) -> Answer {
        client.post_json("/api/exam/start", &[("training", &self.training.to_string()), ("code", code)]).await
    }
}

fn refusal(answer: &Answer) -> String {
    answer.is(422).json()["facts"]["refusal"].as_str().unwrap().to_owned()
}

async fn people_are_seated_with_papers_drawn_before_the_start(server: &TestServer) {
    let mut ready = ready(server, 4).await;
    let (room, view) = ready.room(&[("code", "on")]).await;
    assert_eq!(view["seats"].as_array().unwrap().len(), 4);
    let code = view["room"]["entry_code"].as_str().unwrap().to_owned();
    let drawn = ready.papers(&room).await;
    server.clock.advance(TimeDelta::minutes(11));
    let mut client = ready.candidate(server, 0).await;
    let page = client.get(&format!("/my/trainings/{}", ready.training)).await;
    page.is(200).see("三楼会议室").see("考场口令").not_see(&code);
    let started = ready.start(&mut client, &code).await;
    let attempt: Uuid = started.is(200).json()["attempt"].as_str().unwrap().parse().unwrap();
    let paper = storage::exam::paper(&ready.street.db().reader(), ready.street.code(), attempt).await;
    let paper = paper.unwrap().unwrap();
    let seat = drawn.iter().find(|seat| seat.person_id == ready.principals[0].person.id).unwrap();
    assert_eq!((paper.record, paper.content_hash), (seat.record.clone(), seat.content_hash.clone()));
    let view = ready.office.get_json(&format!("/office/exams/{}/rooms/{room}", ready.exam)).await.json();
    assert_eq!(view["room"]["begun"], 1);
}

async fn neighbours_share_almost_nothing(server: &TestServer) {
    let mut ready = ready(server, 5).await;
    let (room, _) = ready.room(&[]).await;
    let seats = ready.papers(&room).await;
    let papers: Vec<BTreeSet<String>> = seats
        .iter()
        .map(|seat| {
            let record: PaperRecord = serde_json::from_str(&seat.record).unwrap();
            record.paper.items.iter().map(|item| item.id.as_str().to_owned()).collect()
        })
        .collect();
    for pair in papers.windows(2) {
        let shared = pair[0].intersection(&pair[1]).count();
        assert!(shared <= 1, "{shared} items");
    }
}

async fn a_room_lets_nobody_in_before_it_begins_or_without_its_code(server: &TestServer) {
    let mut ready = ready(server, 1).await;
    let (_, view) = ready.room(&[("code", "on")]).await;
    let code = view["room"]["entry_code"].as_str().unwrap().to_owned();
    let mut client = ready.candidate(server, 0).await;
    assert_eq!(refusal(&ready.start(&mut client, &code).await), "room_not_open");
    server.clock.advance(TimeDelta::minutes(11));
    assert_eq!(refusal(&ready.start(&mut client, "").await), "entry_code_wrong");
    client.get(&format!("/my/trainings/{}", ready.training)).await;
    let training = ready.training.to_string();
    let page = client.submit("/api/exam/start", &[("training", &training), ("code", "12")]).await;
    page.is(200).see("考场口令不对");
    ready.start(&mut client, &code).await.is(200);
    // Who is in comes back without it.
    ready.start(&mut client, "").await.is(200);
}

async fn guessing_the_code_makes_the_candidate_wait(server: &TestServer) {
    let mut ready = ready(server, 1).await;
    let (_, view) = ready.room(&[("code", "on")]).await;
    let code = view["room"]["entry_code"].as_str().unwrap().to_owned();
    let wrong = if code == "000000" { "000001" } else { "000000" };
    server.clock.advance(TimeDelta::minutes(11));
    let mut client = ready.candidate(server, 0).await;
    for _ in 0..5 {
        assert_eq!(refusal(&ready.start(&mut client, wrong).await), "entry_code_wrong");
    }
    assert_eq!(refusal(&ready.start(&mut client, &code).await), "entry_code_blocked");
    server.clock.advance(TimeDelta::seconds(61));
    ready.start(&mut client, &code).await.is(200);
}

async fn a_room_may_be_entered_from_its_network_only(server: &TestServer) {
    let mut ready = ready(server, 1).await;
    ready.room(&[("networks", "198.51.100.0/24")]).await;
    server.clock.advance(TimeDelta::minutes(11));
    let mut client = ready.candidate(server, 0).await;
    assert_eq!(refusal(&ready.start(&mut client, "").await), "room_elsewhere");
    let mut client = client.at_address([198, 51, 100, 7]);
    ready.start(&mut client, "").await.is(200);
}

async fn a_form_that_is_wrong_keeps_what_was_typed(server: &TestServer) {
    let mut ready = ready(server, 1).await;
    let path = format!("/office/exams/{}/rooms", ready.exam);
    ready.office.get(&path).await.is(200).see("安排一场");
    let exam = ready.exam.clone();
    let fields = [
        ("exam", exam.as_str()),
        ("place", "<b>厅</b>"),
        ("starts_at", "昨天"),
        ("capacity", "-3"),
        ("networks", "会议室"),
    ];
    let page = ready.office.submit("/api/exam/open-room", &fields).await;
    let html = page.is(200).see("请修改以下内容").text();
    for typed in ["value=\"&lt;b&gt;厅&lt;/b&gt;\"", "value=\"昨天\"", "value=\"-3\"", "value=\"会议室\""]
    {
        assert!(html.contains(typed), "{typed} is lost");
    }
    let nobody = ready.open(&[("area", "00000000-0000-7000-8000-000000000000")]).await;
    assert_eq!(refusal(&nobody), "nobody_to_seat");
}

async fn who_is_seated_is_not_seated_again(server: &TestServer) {
    let mut ready = ready(server, 3).await;
    ready.room(&[("capacity", "2")]).await;
    let (_, second) = ready.room(&[]).await;
    assert_eq!(second["seats"].as_array().unwrap().len(), 1);
    assert_eq!(refusal(&ready.open(&[]).await), "nobody_to_seat");
}

/// The fields of a paper with every answer right, as somebody keys them in.
async fn written(ready: &Ready, room: &str, place: usize) -> Vec<(String, String)> {
    let seats = ready.papers(room).await;
    let seat = seats.iter().find(|seat| seat.person_id == ready.principals[place].person.id).unwrap();
    let record: PaperRecord = serde_json::from_str(&seat.record).unwrap();
    let exam = ready.exam.parse().unwrap();
    let right = answers_to(ready.street.db(), ready.street.code(), exam, &record).await;
    right
        .into_iter()
        .map(|answer| {
            let text = answer.fields.iter().map(|(name, value)| match (*name, value.as_str()) {
                ("truth", "true") => "对",
                ("truth", _) => "×",
                (_, letter) => letter,
            });
            (format!("item-{}", answer.item), text.collect::<Vec<_>>().join("、"))
        })
        .collect()
}

async fn a_paper_is_printed_without_its_key_and_keyed_in(server: &TestServer) {
    let mut ready = ready(server, 2).await;
    let (room, _) = ready.room(&[]).await;
    let base = format!("/office/exams/{}/rooms/{room}", ready.exam);
    let printed = ready.office.get(&format!("{base}/papers")).await.is(200).text();
    for word in ["correct", "explanation", "evidence", "解析", "正确答案"] {
        assert!(!printed.contains(word), "{word} is printed");
    }
    assert_eq!(printed.matches("class=\"paper-sheet").count(), 2);
    for number in ["1. （单选题", "31. （多选题", "50. （判断题"] {
        assert!(printed.contains(number), "{number} is not printed");
    }
    let person = ready.principals[0].person.id.to_string();
    let answers = written(&ready, &room, 0).await;
    let mut fields = vec![("exam", ready.exam.as_str()), ("room", &room), ("person", &person)];
    fields.extend(answers.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let early = ready.office.post_json("/api/exam/key-in", &fields).await;
    assert_eq!(refusal(&early), "room_not_open");
    server.clock.advance(TimeDelta::minutes(60));
    ready.office.get(&format!("{base}/key-in/{person}")).await.is(200).see("照答卷原样录入");
    let keyed = ready.office.post_json("/api/exam/key-in", &fields).await;
    let attempt = keyed.is(200).json()["attempt"].as_str().unwrap().to_owned();
    let again = ready.office.post_json("/api/exam/key-in", &fields).await;
    assert_eq!(refusal(&again), "sits_already");
    let mut client = server.sign_in(&ready.principals[0].login).await;
    client.get(&format!("/my/results/{attempt}")).await.is(200).see("100").see("合格");
    let view = ready.office.get_json(&base).await.json();
    assert_eq!(view["room"]["handed_in"], 1);
}

async fn an_answer_that_cannot_be_read_is_named_and_nothing_is_written(server: &TestServer) {
    let mut ready = ready(server, 1).await;
    let (room, _) = ready.room(&[]).await;
    server.clock.advance(TimeDelta::minutes(60));
    let person = ready.principals[0].person.id.to_string();
    let exam = ready.exam.clone();
    let base = format!("/office/exams/{exam}/rooms/{room}");
    ready.office.get(&format!("{base}/key-in/{person}")).await.is(200);
    let fields = [
        ("exam", exam.as_str()),
        ("room", &room),
        ("person", &person),
        ("item-1", "Z"),
        ("item-2", "A"),
        ("item-41", "也许"),
        ("item-99", "A"),
    ];
    let page = ready.office.submit("/api/exam/key-in", &fields).await;
    assert!(page.is(200).see("1、41、99").text().contains("value=\"也许\""), "what was typed is lost");
    let view = ready.office.get_json(&base).await.json();
    assert_eq!(view["room"]["begun"], 0);
}

async fn the_paper_of_a_seat_cannot_be_exchanged(server: &TestServer) {
    let mut ready = ready(server, 1).await;
    ready.room(&[]).await;
    let sql = [
        "UPDATE exam_seat SET record = '{}'",
        "DELETE FROM exam_seat",
        "UPDATE exam_room SET entry_code = '000000'",
        "DELETE FROM exam_room",
    ];
    for statement in sql {
        let failed = ready.street.db().execute_raw(statement).await.unwrap_err();
        assert!(failed.is_refusal("append_only"), "{statement}: {failed}");
    }
}

//! The room: what staff see of an exam and do in its sittings, and what candidates learn of it.

mod clock;

use super::results::study_all;
use chrono::TimeDelta;
use domain::exam::PaperRecord;
use serde_json::Value;
use storage::{exam::AttemptRow, organization::AreaRow};
use support::{
    Answer, Client, Street, TestServer,
    key::{questions, right_answers},
    story::{offer_training, pass},
    world::{Login, Principal},
};
use uuid::Uuid;

support::both![
    an_extension_keeps_an_overdue_candidate_going,
    an_act_without_reason_keeps_what_was_typed,
    what_the_server_handed_in_is_opened_again_until_the_result_was_shown,
    a_pass_is_not_opened_again,
    a_voided_sitting_gives_its_try_back_with_another_paper,
    voiding_a_pass_revokes_its_certificate,
    a_result_of_a_closed_training_is_not_voided,
    voiding_a_failure_gives_the_last_try_back,
    an_area_official_acts_where_named_and_in_the_own_area_only,
    only_members_of_office_and_areas_are_named,
    the_monitor_shows_who_has_not_begun_and_finds_people,
    the_record_of_a_sitting_holds_neither_key_nor_answers,
    what_staff_did_stands_in_the_log_without_names,
];

/// A street with an offered training, one principal who has begun, and a member of the office.
struct Room {
    street: Street,
    principal: Principal,
    training: Uuid,
    exam: Uuid,
    office: Client,
}

async fn room(server: &TestServer) -> Room {
    let street = server.street().await;
    let principal = street.principal().await;
    let training = offer_training(&street, "年度安全培训").await;
    let row = storage::training::find(&street.db().reader(), street.code(), training).await.unwrap().unwrap();
    let office = server.sign_in(&street.office().await).await;
    Room { street, principal, training, exam: row.exam_id.unwrap(), office }
}

impl Room {
    /// Signs the principal in and starts; gives the client and the sitting.
    async fn begin(&self, server: &TestServer) -> (Client, String) {
        let mut client = server.sign_in(&self.principal.login).await;
        let training = self.training.to_string();
        client.post_json("/api/training/lesson-read", &[("training", &training)]).await.is(200);
        let attempt = self.start(&mut client).await;
        (client, attempt)
    }
    async fn start(&self, client: &mut Client) -> String {
        let started = client.post_json("/api/exam/start", &[("training", &self.training.to_string())]).await;
        started.is(200).json()["attempt"].as_str().unwrap().to_owned()
    }
    fn monitor(&self) -> String {
        format!("/office/exams/{}/monitor", self.exam)
    }
    fn record(&self, attempt: &str) -> String {
        format!("/office/exams/{}/attempts/{attempt}", self.exam)
    }
    async fn row(&self, attempt: &str) -> AttemptRow {
        let id = attempt.parse().unwrap();
        storage::exam::attempt(&self.street.db().reader(), self.street.code(), id).await.unwrap().unwrap()
    }
    async fn area(&self) -> AreaRow {
        let areas =
            storage::organization::areas(&self.street.db().reader(), self.street.code()).await.unwrap();
        areas.into_iter().find(|area| area.id == self.principal.unit.area_id).unwrap()
    }
}

async fn more_time(client: &mut Client, act: &str, attempt: &str, minutes: &str) -> Answer {
    let fields = [("attempt", attempt), ("minutes", minutes), ("reason", "设备故障")];
    client.post_json(&format!("/api/exam/{act}"), &fields).await
}

async fn void(client: &mut Client, attempt: &str) -> Answer {
    client.post_json("/api/exam/void", &[("attempt", attempt), ("reason", "由他人代考")]).await
}

async fn answer(client: &mut Client, attempt: &str, seq: &str) -> Answer {
    let fields = [("attempt", attempt), ("item", "1"), ("lease", "1"), ("seq", seq), ("choice", "A")];
    client.post_json("/api/exam/answer", &fields).await
}

async fn look(client: &mut Client, attempt: &str) -> Value {
    client.get_json(&format!("/api/exam/clock?attempt={attempt}&lease=1")).await.is(200).json()
}

async fn an_extension_keeps_an_overdue_candidate_going(server: &TestServer) {
    let mut room = room(server).await;
    let (mut candidate, attempt) = room.begin(server).await;
    let before = look(&mut candidate, &attempt).await["deadline_ms"].as_i64().unwrap();
    server.clock.advance(TimeDelta::minutes(91));
    more_time(&mut room.office, "extend", &attempt, "10").await.is(200);
    let saved = answer(&mut candidate, &attempt, "1").await;
    assert_eq!(saved.is(200).json()["late"], false);
    let clock = look(&mut candidate, &attempt).await;
    assert_eq!(clock["deadline_ms"].as_i64().unwrap(), before + 600_000);
    candidate.get(&format!("/my/exams/{attempt}")).await.is(200).see("监考人员已为您延长 10 分钟");
    // When the time given is over too, the server hands in.
    server.clock.advance(TimeDelta::minutes(10));
    room.office.get(&room.monitor()).await.is(200);
    assert_eq!(room.row(&attempt).await.state, "submitted");
    let refused = more_time(&mut room.office, "extend", &attempt, "10").await;
    assert_eq!(refused.is(422).error(), "sitting_handed_in");
}

async fn an_act_without_reason_keeps_what_was_typed(server: &TestServer) {
    let mut room = room(server).await;
    let (_, attempt) = room.begin(server).await;
    let form = format!("{}?act=extend", room.record(&attempt));
    room.office.get(&form).await.is(200).see("确认延长");
    let fields = [("attempt", attempt.as_str()), ("minutes", "25"), ("reason", " ")];
    let page = room.office.submit("/api/exam/extend", &fields).await;
    page.is(200).see("请填写这一项");
    assert_eq!(page.value("minutes").as_deref(), Some("25"));
    for minutes in ["0", "181", "-5", "", "1.5", "五"] {
        let refused = more_time(&mut room.office, "extend", &attempt, minutes).await;
        assert_eq!(refused.is(422).json()["facts"][0]["field"], "minutes", "{minutes}");
    }
    let form = format!("{}?act=void", room.record(&attempt));
    room.office.get(&form).await.is(200).see("确认作废");
    let fields = [("attempt", attempt.as_str()), ("reason", "停")];
    room.office.submit("/api/exam/void", &fields).await.is(200).see("至少 2 个字").see("停");
    assert_eq!(room.row(&attempt).await.state, "open");
}

async fn what_the_server_handed_in_is_opened_again_until_the_result_was_shown(server: &TestServer) {
    let mut room = room(server).await;
    let (mut candidate, attempt) = room.begin(server).await;
    assert_eq!(more_time(&mut room.office, "reopen", &attempt, "20").await.is(422).error(), "sitting_runs");
    answer(&mut candidate, &attempt, "1").await.is(200);
    server.clock.advance(TimeDelta::minutes(95));
    room.office.get(&room.monitor()).await.is(200).see("不合格");
    room.office.get(&room.record(&attempt)).await.is(200).see("到时自动交卷").see("重新开放…");
    more_time(&mut room.office, "reopen", &attempt, "20").await.is(200);
    let row = room.row(&attempt).await;
    assert_eq!(
        (row.state.as_str(), row.score, row.deadline),
        ("open", None, server.clock.now() + TimeDelta::minutes(20))
    );
    candidate.get(&format!("/my/results/{attempt}")).await.is(404);
    candidate.get(&format!("/my/exams/{attempt}")).await.is(200).see("重新开放");
    server.clock.advance(TimeDelta::minutes(19));
    assert_eq!(answer(&mut candidate, &attempt, "2").await.is(200).json()["late"], false);
    candidate.submit("/api/exam/submit", &[("attempt", &attempt)]).await.is(200).see("不合格");
    let refused = more_time(&mut room.office, "reopen", &attempt, "20").await;
    assert_eq!(refused.is(422).error(), "result_seen");
    room.office.get(&room.record(&attempt)).await.see("考生看到成绩和正确答案").see("不能重新开放");
}

async fn a_pass_is_not_opened_again(server: &TestServer) {
    let mut room = room(server).await;
    let (attempt, _) = passed(&room).await;
    let refused = more_time(&mut room.office, "reopen", &attempt, "20").await;
    assert_eq!(refused.is(422).error(), "sitting_passed");
}

/// Lets the principal pass; gives the sitting and the number of the certificate.
async fn passed(room: &Room) -> (String, String) {
    let serial = pass(&room.street, &room.principal, room.training).await;
    let row = storage::certificate::find(&room.street.db().reader(), room.street.code(), &serial).await;
    (row.unwrap().unwrap().attempt_id.to_string(), serial)
}

async fn paper(street: &Street, attempt: &str) -> Vec<String> {
    let id = attempt.parse().unwrap();
    let paper = storage::exam::paper(&street.db().reader(), street.code(), id).await.unwrap().unwrap();
    let record: PaperRecord = serde_json::from_str(&paper.record).unwrap();
    record.paper.items.iter().map(|item| item.id.as_str().to_owned()).collect()
}

async fn a_voided_sitting_gives_its_try_back_with_another_paper(server: &TestServer) {
    let mut room = room(server).await;
    let (mut candidate, attempt) = room.begin(server).await;
    void(&mut room.office, &attempt).await.is(200);
    assert_eq!(void(&mut room.office, &attempt).await.is(422).error(), "sitting_voided");
    assert_eq!(answer(&mut candidate, &attempt, "1").await.is(422).error(), "sitting_voided");
    let refused = candidate.post_json("/api/exam/submit", &[("attempt", &attempt)]).await;
    assert_eq!(refused.is(422).error(), "sitting_voided");
    assert_eq!(look(&mut candidate, &attempt).await["state"], "voided");
    let page = candidate.visit(&format!("/my/exams/{attempt}")).await;
    page.is(200).see("本次考试已作废：由他人代考").see("重新考核");
    let again = room.start(&mut candidate).await;
    assert_eq!((room.row(&attempt).await.number, room.row(&again).await.number), (1, 2));
    let (first, second) = (paper(&room.street, &attempt).await, paper(&room.street, &again).await);
    assert!(second.iter().all(|question| !first.contains(question)), "the new paper repeats a question");
    let training = format!("/my/trainings/{}", room.training);
    candidate.get(&training).await.is(200).see("已作废");
    // All three tries are still there.
    candidate.post_json("/api/exam/submit", &[("attempt", &again)]).await.is(200);
    candidate.get(&training).await.is(200).see("还可以考 2 次");
}

async fn voiding_a_pass_revokes_its_certificate(server: &TestServer) {
    let mut room = room(server).await;
    let (attempt, serial) = passed(&room).await;
    room.office.get(&format!("{}?act=void", room.record(&attempt))).await.see("合格证明同时撤销");
    void(&mut room.office, &attempt).await.is(200);
    server.client().get(&format!("/verify/{serial}")).await.is(200).see("撤销");
    let reader = room.street.db().reader();
    let row = storage::certificate::find(&reader, room.street.code(), &serial).await.unwrap().unwrap();
    assert_eq!(row.revoke_reason.as_deref(), Some("由他人代考"));
    let attendee =
        storage::training::enrolment(&reader, room.street.code(), room.training, room.principal.person.id)
            .await;
    assert_eq!(attendee.unwrap().unwrap().result, None);
    // The next pass earns a certificate of its own.
    let (again, new) = passed(&room).await;
    assert!(again != attempt && new != serial);
}

async fn a_result_of_a_closed_training_is_not_voided(server: &TestServer) {
    let mut room = room(server).await;
    let (attempt, serial) = passed(&room).await;
    let training = room.training.to_string();
    room.office.post_json("/api/training/close", &[("training", &training)]).await.is(200);
    assert_eq!(void(&mut room.office, &attempt).await.is(422).error(), "training_archived");
    assert_eq!(room.row(&attempt).await.state, "submitted");
    server.client().get(&format!("/verify/{serial}")).await.is(200).see("有效");
}

async fn voiding_a_failure_gives_the_last_try_back(server: &TestServer) {
    let mut room = room(server).await;
    let (mut candidate, mut attempt) = room.begin(server).await;
    for _ in 0..2 {
        candidate.post_json("/api/exam/submit", &[("attempt", &attempt)]).await.is(200);
        study_all(&room.street, &attempt).await;
        server.clock.advance(TimeDelta::hours(25));
        candidate = server.sign_in(&room.principal.login).await;
        attempt = room.start(&mut candidate).await;
    }
    candidate.post_json("/api/exam/submit", &[("attempt", &attempt)]).await.is(200);
    let training = format!("/my/trainings/{}", room.training);
    candidate.get(&training).await.is(200).see("考核机会已用完");
    room.office = server.sign_in(&room.street.office().await).await;
    void(&mut room.office, &attempt).await.is(200);
    candidate.get(&training).await.is(200).see("还可以考 1 次");
}

async fn name(office: &mut Client, act: &str, exam: Uuid, login: &Login) -> Answer {
    let (exam, account) = (exam.to_string(), login.account.to_string());
    office.post_json(&format!("/api/exam/{act}-invigilator"), &[("exam", &exam), ("account", &account)]).await
}

async fn an_area_official_acts_where_named_and_in_the_own_area_only(server: &TestServer) {
    let mut room = room(server).await;
    let (_, attempt) = room.begin(server).await;
    let login = room.street.area_official(&room.area().await).await;
    let elsewhere = room.street.area_official(&room.street.area().await).await;
    let (mut official, mut foreign) = (server.sign_in(&login).await, server.sign_in(&elsewhere).await);
    official.get(&room.monitor()).await.is(200).see(&room.principal.person.name).not_see("act=extend");
    more_time(&mut official, "extend", &attempt, "10").await.is(403);
    void(&mut official, &attempt).await.is(403);
    official.get(&room.record(&attempt)).await.is(200).see("指定您监考");
    for login in [&login, &elsewhere] {
        name(&mut room.office, "name", room.exam, login).await.is(200);
        name(&mut room.office, "name", room.exam, login).await.is(200);
    }
    official.get(&room.monitor()).await.is(200).see("延长");
    more_time(&mut official, "extend", &attempt, "10").await.is(200);
    // The other official is named too, but sees nothing of this area.
    foreign.get(&room.monitor()).await.is(200).not_see(&room.principal.person.name);
    foreign.get(&room.record(&attempt)).await.is(404);
    more_time(&mut foreign, "extend", &attempt, "10").await.is(404);
    void(&mut foreign, &attempt).await.is(404);
    name(&mut room.office, "release", room.exam, &login).await.is(200);
    more_time(&mut official, "extend", &attempt, "10").await.is(403);
    // Nor does another street.
    let mut stranger = server.sign_in(&server.street().await.office().await).await;
    stranger.get(&room.record(&attempt)).await.is(404);
    void(&mut stranger, &attempt).await.is(404);
}

async fn only_members_of_office_and_areas_are_named(server: &TestServer) {
    let mut room = room(server).await;
    let exam = room.exam;
    let other = server.street().await.office().await;
    for login in [room.principal.login.clone(), room.street.auditor().await, other] {
        let refused = name(&mut room.office, "name", exam, &login).await;
        assert_eq!(refused.is(422).json()["facts"][0]["field"], "account");
    }
    let official = room.street.area_official(&room.area().await).await;
    room.office.get(&format!("{}?form=staff", room.monitor())).await.is(200).see("应急办人员都可以办理");
    let (exam, account) = (exam.to_string(), official.account.to_string());
    let fields = [("exam", exam.as_str()), ("account", account.as_str())];
    room.office
        .submit("/api/exam/name-invigilator", &fields)
        .await
        .is(200)
        .see("已指定监考人员")
        .see("取消指定");
    room.office.submit("/api/exam/release-invigilator", &fields).await.is(200).see("由应急办监考");
    let mut official = server.sign_in(&official).await;
    official.post_json("/api/exam/name-invigilator", &fields).await.is(403);
}

async fn the_monitor_shows_who_has_not_begun_and_finds_people(server: &TestServer) {
    let street = server.street().await;
    let (here, away) = (street.principal().await, street.principal().await);
    let training = offer_training(&street, "年度安全培训").await;
    let row = storage::training::find(&street.db().reader(), street.code(), training).await.unwrap().unwrap();
    let office = server.sign_in(&street.office().await).await;
    let mut room = Room { street, principal: here, training, exam: row.exam_id.unwrap(), office };
    room.begin(server).await;
    let here = room.principal.person.name.clone();
    let list = room.monitor();
    let page = room.office.get(&list).await;
    page.is(200).see(&here).not_see(&away.person.name).see("未开始 1").see("正在考 1");
    assert_eq!(page.header("refresh"), "15");
    let page = room.office.get(&format!("{list}?state=absent")).await;
    page.is(200).see(&away.person.name).see("未学完").not_see(&here);
    room.office.get(&format!("{list}?state=voided")).await.is(200).not_see(&here).see("还没有这样的考生");
    let encoded: String = room.principal.unit.name.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let found = format!("{list}?q={encoded}");
    room.office.get(&found).await.is(200).see(&here);
    room.office.get(&format!("{list}?q=%25")).await.is(200).not_see(&here).see("没有找到这位考生");
    // While a form is filled in the page stands still.
    for form in ["find", "staff"] {
        let page = room.office.get(&format!("{list}?form={form}")).await;
        assert_eq!(page.is(200).header("refresh"), "");
    }
    assert_eq!(room.office.get(&format!("{list}?state=running")).await.is(200).header("refresh"), "15");
}

async fn the_record_of_a_sitting_holds_neither_key_nor_answers(server: &TestServer) {
    let mut room = room(server).await;
    let (mut candidate, attempt) = room.begin(server).await;
    let id: Uuid = attempt.parse().unwrap();
    for (n, right) in right_answers(room.street.db(), room.street.code(), id).await.iter().enumerate() {
        let seq = (n + 1).to_string();
        let mut fields =
            vec![("attempt", attempt.as_str()), ("item", &right.item), ("lease", "1"), ("seq", &seq)];
        fields.extend(right.fields.iter().map(|(name, value)| (*name, value.as_str())));
        candidate.post_json("/api/exam/answer", &fields).await.is(200);
    }
    let page = room.office.get(&room.record(&attempt)).await;
    page.is(200).see("第 50 题的答案已保存").see("50 / 50 题").see("开始考核");
    let data = room.office.get_json(&room.record(&attempt)).await.is(200).text();
    let reader = room.street.db().reader();
    let exam = storage::exam::attempt(&reader, room.street.code(), id).await.unwrap().unwrap().exam_id;
    for question in questions(room.street.db(), room.street.code(), exam).await {
        for secret in [question.stem(), question.explanation()] {
            page.not_see(secret);
            assert!(!data.contains(secret), "{secret} is sent");
        }
    }
    for word in ["answer\"", "choice", "true_false", "client_seq"] {
        assert!(!data.contains(word), "{word} is sent: {data}");
    }
}

async fn what_staff_did_stands_in_the_log_without_names(server: &TestServer) {
    let mut room = room(server).await;
    let official = room.street.area_official(&room.area().await).await;
    name(&mut room.office, "name", room.exam, &official).await.is(200);
    let (attempt, _) = passed(&room).await;
    void(&mut room.office, &attempt).await.is(200);
    let (_, again) = room.begin(server).await;
    more_time(&mut room.office, "extend", &again, "7").await.is(200);
    let log =
        storage::audit::list(&room.street.db().reader(), room.street.code(), None, 1, 500).await.unwrap();
    let of =
        |event: &str| log.rows.iter().find(|row| row.event == event).unwrap_or_else(|| panic!("{event}"));
    assert!(of("attempt_voided").detail.contains("\"was_passed\":true"));
    assert!(of("attempt_extended").detail.contains("\"minutes\":7"));
    of("certificate_revoked");
    of("invigilator_named");
    for row in &log.rows {
        for secret in [room.principal.person.name.as_str(), "由他人代考", "设备故障"] {
            assert!(!row.detail.contains(secret), "{} tells {secret}", row.event);
        }
    }
    room.office.get(&room.record(&again)).await.see("延长 7 分钟：设备故障").see("应急办");
}

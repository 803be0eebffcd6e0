//! What follows a sitting: the book, the gate, training again, corrected keys.

use super::exam::{Offered, offered, start, started};
use chrono::TimeDelta;
use domain::{
    actor::{Actor, Role},
    exam::PaperRecord,
    id::Id,
    organization::Position,
};
use serde_json::Value;
use std::collections::BTreeSet;
use storage::results::StudyMarkRow;
use support::{
    Client, Street, TestServer,
    key::{questions, right_answers},
};
use uuid::Uuid;

support::both![
    who_fails_works_the_book_through_and_gets_a_paper_of_unseen_questions,
    an_understood_question_leaves_the_book_and_an_empty_trial_is_refused,
    nothing_of_a_running_paper_stands_in_the_book_or_in_an_old_result,
    the_book_of_somebody_else_does_not_exist,
    who_fails_all_sittings_is_trained_again_with_fresh_ones,
    nobody_is_trained_again_without_a_reason_or_before_failing,
    a_correction_approved_by_a_second_person_turns_78_into_80_and_gives_the_certificate,
    nobody_loses_a_pass_by_a_corrected_key,
    a_correction_holds_for_a_sitting_that_was_running,
    a_proposal_can_be_withdrawn_and_changes_nothing,
    a_correction_must_fit_its_question,
    figures_are_shown_from_thirty_first_sittings_on,
];

/// Works the wrong answers of a sitting through, without asking the server.
pub(super) async fn study_all(street: &Street, attempt: &str) {
    let id: Uuid = attempt.parse().unwrap();
    for question in asked(street, attempt).await {
        let row = StudyMarkRow {
            street: street.code().into(),
            attempt_id: id,
            question_id: question,
            understood: false,
            at: street.cx().now(),
        };
        let tx = street.cx().begin().await.unwrap();
        storage::results::add_mark(&tx, row).await.unwrap();
        tx.commit().await.unwrap();
    }
}

/// The questions of a paper, in its order.
async fn asked(street: &Street, attempt: &str) -> Vec<String> {
    let paper = storage::exam::paper(&street.db().reader(), street.code(), attempt.parse().unwrap()).await;
    let record: PaperRecord = serde_json::from_str(&paper.unwrap().unwrap().record).unwrap();
    record.paper.items.iter().map(|item| item.id.as_str().to_owned()).collect()
}

/// Answers everything, the first `wrong` of the thirty single-choice items wrongly.
async fn answer_but(client: &mut Client, street: &Street, attempt: &str, wrong: usize) {
    let right = right_answers(&street.cx().system.db, street.code(), attempt.parse().unwrap()).await;
    for (n, answer) in right.iter().enumerate() {
        let seq = (n + 1).to_string();
        let mut fields =
            vec![("attempt", attempt), ("item", answer.item.as_str()), ("lease", "1"), ("seq", &seq)];
        if n < wrong {
            let letter = if answer.fields[0].1 == "A" { "B" } else { "A" };
            fields.push(("choice", letter));
        } else {
            fields.extend(answer.fields.iter().map(|(name, value)| (*name, value.as_str())));
        }
        client.post_json("/api/exam/answer", &fields).await.is(200);
    }
}

async fn hand_in(client: &mut Client, attempt: &str) {
    client.post_json("/api/exam/submit", &[("attempt", attempt)]).await.is(200);
}

/// The mistakes of a book, as pairs of question and type.
fn mistakes(book: &Value) -> Vec<(String, String)> {
    let groups = book["groups"].as_array().unwrap().iter();
    let all = groups.flat_map(|group| group["mistakes"].as_array().unwrap());
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    all.map(|m| (text(&m["question"]), text(&m["kind"]))).collect()
}

async fn refusal(client: &mut Client, path: &str, fields: &[(&str, &str)]) -> Value {
    client.post_json(path, fields).await.is(422).json()["facts"].clone()
}

async fn exam_of(street: &Street, attempt: &str) -> String {
    let row = storage::exam::attempt(&street.db().reader(), street.code(), attempt.parse().unwrap()).await;
    row.unwrap().unwrap().exam_id.to_string()
}

async fn who_fails_works_the_book_through_and_gets_a_paper_of_unseen_questions(server: &TestServer) {
    let offered = offered(server).await;
    let (mut client, attempt) = started(server, &offered).await;
    let page = client.submit("/api/exam/submit", &[("attempt", &attempt)]).await;
    page.is(200).see("不合格").see("《安全生产法》").see("请先到错题本把 50 道错题逐题重做一遍");
    let book = format!("/my/mistakes?training={}", offered.training);
    assert!(page.links().contains(&book), "the result leads to the book");
    assert!(page.text().matches("class=\"ground ").count() <= 8, "a result has at most eight groups");
    let training = [("training", offered.training.as_str())];
    let refused = refusal(&mut client, "/api/exam/start", &training).await;
    assert_eq!((refused["refusal"].as_str(), refused["left"].as_u64()), (Some("mistakes_first"), Some(50)));
    client.get(&format!("/my/trainings/{}", offered.training)).await.see("还有 50 道错题要看");
    client.submit("/api/exam/start", &training).await.see("上次考核还有 50 道错题没有看完");
    client.get(&book).await.is(200).see("共 50 题").see("《安全生产法》").see("依据：");
    let wrong = mistakes(&client.get_json(&book).await.is(200).json());
    assert_eq!(wrong.len(), 50);
    for (n, (question, kind)) in wrong.iter().enumerate() {
        let chosen = if kind == "true_false" { "true" } else { "A" };
        let fields = [("attempt", attempt.as_str()), ("question", question), ("a0", chosen)];
        let page = format!("/my/mistakes/{attempt}/{question}");
        if n == 0 {
            client.get(&format!("{page}?a0={chosen}")).await.is(200).not_see("正确答案").see("核对答案");
        }
        client.submit("/api/mistakes/check", &fields).await.is(200).see("正确答案").see("依据：");
        if n == 48 {
            let refused = refusal(&mut client, "/api/exam/start", &training).await;
            assert_eq!(refused["left"], 1);
        }
    }
    assert_eq!(refusal(&mut client, "/api/exam/start", &training).await["refusal"], "cool_down");
    server.clock.advance(TimeDelta::hours(25));
    let mut client = server.sign_in(&offered.principal.login).await;
    let second = start(&mut client, &offered.training).await;
    let seen: BTreeSet<String> = asked(&offered.street, &attempt).await.into_iter().collect();
    assert!(asked(&offered.street, &second).await.iter().all(|id| !seen.contains(id)), "unseen come first");
    // What is answered rightly later leaves the book, what was never asked again stays.
    answer_but(&mut client, &offered.street, &second, 0).await;
    hand_in(&mut client, &second).await;
    assert_eq!(mistakes(&client.get_json("/my/mistakes").await.is(200).json()).len(), 50);
}

async fn an_understood_question_leaves_the_book_and_an_empty_trial_is_refused(server: &TestServer) {
    let offered = offered(server).await;
    let (mut client, attempt) = started(server, &offered).await;
    answer_but(&mut client, &offered.street, &attempt, 11).await;
    hand_in(&mut client, &attempt).await;
    let wrong = mistakes(&client.get_json("/my/mistakes").await.is(200).json());
    assert_eq!(wrong.len(), 11);
    let question = wrong[0].0.as_str();
    let fields = [("attempt", attempt.as_str()), ("question", question)];
    let refused = refusal(&mut client, "/api/mistakes/check", &fields).await;
    assert_eq!(refused["refusal"], "answer_malformed");
    client.get(&format!("/my/mistakes/{attempt}/{question}")).await.is(200);
    client.submit("/api/mistakes/understood", &fields).await.is(200).see("已移出错题本").see("还有 10 题");
    client.post_json("/api/mistakes/understood", &fields).await.is(200);
    let left = mistakes(&client.get_json("/my/mistakes").await.is(200).json());
    assert!(left.len() == 10 && !left.iter().any(|(id, _)| id == question));
    // It counts for the gate as well.
    let refused = refusal(&mut client, "/api/exam/start", &[("training", &offered.training)]).await;
    assert_eq!(refused["left"], 10);
    // What was answered rightly is no mistake.
    let right = asked(&offered.street, &attempt).await.pop().unwrap();
    client.get(&format!("/my/mistakes/{attempt}/{right}")).await.is(404);
}

async fn nothing_of_a_running_paper_stands_in_the_book_or_in_an_old_result(server: &TestServer) {
    let offered = offered(server).await;
    let (mut client, attempt) = started(server, &offered).await;
    hand_in(&mut client, &attempt).await;
    let other = offer_again(server, &offered).await;
    client.post_json("/api/training/lesson-read", &[("training", &other)]).await.is(200);
    let running = start(&mut client, &other).await;
    let first: BTreeSet<String> = asked(&offered.street, &attempt).await.into_iter().collect();
    let own: BTreeSet<String> = asked(&offered.street, &running).await.into_iter().collect();
    let both: Vec<&String> = first.intersection(&own).collect();
    assert!(!both.is_empty(), "the papers share questions, else nothing is tried here");
    let book = client.get_json("/my/mistakes").await.is(200).json();
    assert_eq!(book["hidden"], both.len());
    assert!(mistakes(&book).iter().all(|(id, _)| !own.contains(id)));
    let result = client.get_json(&format!("/my/results/{attempt}")).await.is(200).json();
    assert_eq!(result["withheld"], both.len());
    assert_eq!(result["items"].as_array().unwrap().len(), 50 - both.len());
    let page = client.get(&format!("/my/results/{attempt}")).await;
    let reader = offered.street.db().reader();
    let sitting = storage::exam::attempt(&reader, offered.street.code(), running.parse().unwrap()).await;
    let exam = sitting.unwrap().unwrap().exam_id;
    let asked = questions(offered.street.db(), offered.street.code(), exam).await;
    for question in asked.iter().filter(|question| own.contains(question.id().as_str())) {
        page.not_see(question.explanation());
    }
    for question in &both {
        client.get(&format!("/my/mistakes/{attempt}/{question}")).await.is(404);
        let fields = [("attempt", attempt.as_str()), ("question", question.as_str()), ("a0", "A")];
        client.post_json("/api/mistakes/check", &fields).await.is(404);
    }
    hand_in(&mut client, &running).await;
    let book = client.get_json("/my/mistakes").await.is(200).json();
    assert_eq!((book["hidden"].as_u64(), mistakes(&book).len()), (Some(0), 100 - both.len()));
}

/// Offers a second training over the same banks to the same audience.
async fn offer_again(server: &TestServer, offered: &Offered) -> String {
    let mut client = server.sign_in(&offered.street.office().await).await;
    let form = client.get("/office/trainings/new").await.text();
    let banks: Vec<String> = form
        .split("name=\"banks\"")
        .skip(1)
        .filter_map(|piece| piece.split("value=\"").nth(1)?.split('"').next().map(str::to_owned))
        .collect();
    let mut fields = vec![
        ("title", "第二次培训"),
        ("hours", "4"),
        ("audience", "principal"),
        ("due_on", "2099-12-31"),
        ("lesson", "再学一遍。"),
    ];
    fields.extend(banks.iter().map(|bank| ("banks", bank.as_str())));
    let made = client.post_json("/api/training/create", &fields).await.is(200).json();
    let training = made["training"].as_str().unwrap().to_owned();
    client.post_json("/api/training/publish", &[("training", &training)]).await.is(200);
    training
}

async fn the_book_of_somebody_else_does_not_exist(server: &TestServer) {
    let offered = offered(server).await;
    let (mut client, attempt) = started(server, &offered).await;
    hand_in(&mut client, &attempt).await;
    let question = asked(&offered.street, &attempt).await.remove(0);
    let other = offered.street.principal().await;
    let mut stranger = server.sign_in(&other.login).await;
    stranger.get("/my/mistakes").await.is(200).see("没有错题");
    stranger.get(&format!("/my/mistakes/{attempt}/{question}")).await.is(404);
    let fields = [("attempt", attempt.as_str()), ("question", question.as_str()), ("a0", "A")];
    stranger.post_json("/api/mistakes/check", &fields).await.is(404);
    stranger.post_json("/api/mistakes/understood", &fields).await.is(404);
}

/// Fails until no sitting is left.
async fn fail_all(server: &TestServer, offered: &Offered) -> Client {
    let (mut client, mut attempt) = started(server, offered).await;
    for sitting in 1..=3 {
        hand_in(&mut client, &attempt).await;
        study_all(&offered.street, &attempt).await;
        server.clock.advance(TimeDelta::hours(25));
        client = server.sign_in(&offered.principal.login).await;
        if sitting < 3 {
            attempt = start(&mut client, &offered.training).await;
        }
    }
    client
}

async fn who_fails_all_sittings_is_trained_again_with_fresh_ones(server: &TestServer) {
    let offered = offered(server).await;
    let mut client = fail_all(server, &offered).await;
    let training = [("training", offered.training.as_str())];
    assert_eq!(refusal(&mut client, "/api/exam/start", &training).await["refusal"], "no_attempt_left");
    let mut office = server.sign_in(&offered.street.office().await).await;
    let page = format!("/office/trainings/{}?result=failed", offered.training);
    office.get(&page).await.is(200).see("全部重新培训");
    let order = [("training", offered.training.as_str()), ("reason", "三次均未合格，重新培训")];
    assert_eq!(office.post_json("/api/training/retrain", &order).await.is(200).json()["retrained"], 1);
    // A second time there is nobody.
    let refused = refusal(&mut office, "/api/training/retrain", &order).await;
    assert_eq!(refused["refusal"], "nobody_to_retrain");
    office.get(&format!("/office/trainings/{}?result=open", offered.training)).await.see("第 2 轮");
    assert_eq!(refusal(&mut client, "/api/exam/start", &training).await["refusal"], "lesson_first");
    client.get(&format!("/my/trainings/{}", offered.training)).await.is(200).see("第 2 轮培训");
    client.submit("/api/training/lesson-read", &training).await.is(200).see("还可以考 3 次");
    let fourth = start(&mut client, &offered.training).await;
    let reader = offered.street.db().reader();
    let row = storage::exam::attempt(&reader, offered.street.code(), fourth.parse().unwrap());
    assert_eq!(row.await.unwrap().unwrap().number, 4, "the numbers go on");
    answer_but(&mut client, &offered.street, &fourth, 0).await;
    client.submit("/api/exam/submit", &[("attempt", &fourth)]).await.is(200).see("下载合格证明");
}

async fn nobody_is_trained_again_without_a_reason_or_before_failing(server: &TestServer) {
    let offered = offered(server).await;
    let (mut client, attempt) = started(server, &offered).await;
    let mut office = server.sign_in(&offered.street.office().await).await;
    let person = offered.principal.person.id.to_string();
    let order = [("training", offered.training.as_str()), ("person", &person), ("reason", "重新培训")];
    let refused = refusal(&mut office, "/api/training/retrain", &order).await;
    assert_eq!(refused["refusal"], "sitting_now");
    hand_in(&mut client, &attempt).await;
    let refused = refusal(&mut office, "/api/training/retrain", &order).await;
    assert_eq!((refused["refusal"].as_str(), refused["left"].as_u64()), (Some("attempts_left"), Some(2)));
    let order = [("training", offered.training.as_str()), ("person", &person), ("reason", " ")];
    let wrong = office.post_json("/api/training/retrain", &order).await.is(422).json();
    assert_eq!(wrong["facts"][0]["field"], "reason");
}

/// Proposes full points for everybody for a question.
async fn propose(client: &mut Client, exam: &str, question: &str) -> String {
    let fields =
        [("exam", exam), ("question", question), ("mode", "anything"), ("reason", "选项B与法条不一致")];
    let made = client.post_json("/api/exam/propose-correction", &fields).await.is(200).json();
    made["correction"].as_str().unwrap().to_owned()
}

async fn a_correction_approved_by_a_second_person_turns_78_into_80_and_gives_the_certificate(
    server: &TestServer,
) {
    let offered = offered(server).await;
    let street = &offered.street;
    let (mut client, attempt) = started(server, &offered).await;
    answer_but(&mut client, street, &attempt, 11).await;
    hand_in(&mut client, &attempt).await;
    let result = format!("/my/results/{attempt}");
    client.get(&result).await.is(200).see("78").see("不合格");
    let exam = exam_of(street, &attempt).await;
    let question = asked(street, &attempt).await.remove(4);
    let (mut first, mut second) =
        (server.sign_in(&street.office().await).await, server.sign_in(&street.office().await).await);
    first.get(&format!("/office/exams/{exam}")).await.is(200).see("考过的试题");
    first.get(&format!("/office/exams/{exam}/items/{question}")).await.is(200).see("提出答案更正");
    let correction = propose(&mut first, &exam, &question).await;
    let page = format!("/office/corrections/{correction}");
    let preview = second.get_json(&page).await.is(200).json();
    assert_eq!(preview["effect"]["regraded"], 1);
    assert_eq!(preview["effect"]["become_passed"], 1);
    second.get(&page).await.is(200).see("1 人，随即获得合格证明").see("批准并重新判分");
    first.get(&page).await.is(200).see("您是提议人").not_see("批准并重新判分");
    client.get(&result).await.see("78").not_see("答案更正");
    let approve = [("correction", correction.as_str()), ("approve", "true")];
    let refused = refusal(&mut first, "/api/exam/decide-correction", &approve).await;
    assert_eq!(refused["refusal"], "second_person_needed");
    let effect = second.post_json("/api/exam/decide-correction", &approve).await.is(200).json();
    assert_eq!(effect["become_passed"], 1);
    let refused = refusal(&mut second, "/api/exam/decide-correction", &approve).await;
    assert_eq!(refused["refusal"], "already_decided");
    client
        .get(&result)
        .await
        .is(200)
        .see("因第 5 题答案更正，成绩由 78 分改为 80 分，合格。")
        .see("下载合格证明");
    let (reader, id) = (street.db().reader(), attempt.parse().unwrap());
    let row = storage::exam::attempt(&reader, street.code(), id).await.unwrap().unwrap();
    assert_eq!((row.score, row.passed), (Some(7800), Some(false)), "the old result stays");
    assert_eq!(storage::results::regrades(&reader, street.code(), &[id]).await.unwrap().len(), 1);
    let certificate = storage::certificate::of_attempt(&reader, street.code(), id).await.unwrap().unwrap();
    assert_eq!(certificate.score, 8000);
    client.get(&format!("/certificates/{}.pdf", certificate.serial)).await.is(200);
    client.get(&format!("/my/trainings/{}", offered.training)).await.is(200).see("已合格").see("80 分");
    let start = refusal(&mut client, "/api/exam/start", &[("training", &offered.training)]).await;
    assert_eq!(start["refusal"], "already_passed");
    let mut auditor = server.sign_in(&street.auditor().await).await;
    auditor.get("/audit/log").await.is(200).see("审定答案更正").see("重新判分");
}

async fn nobody_loses_a_pass_by_a_corrected_key(server: &TestServer) {
    let offered = offered(server).await;
    let street = &offered.street;
    let (mut client, attempt) = started(server, &offered).await;
    answer_but(&mut client, street, &attempt, 10).await;
    hand_in(&mut client, &attempt).await;
    let exam = exam_of(street, &attempt).await;
    // The twentieth single-choice item was answered rightly; another option becomes the right one.
    let question = asked(street, &attempt).await.remove(19);
    let (mut first, mut second) =
        (server.sign_in(&street.office().await).await, server.sign_in(&street.office().await).await);
    let view = first.get_json(&format!("/office/exams/{exam}/items/{question}")).await.is(200).json();
    let right = view["parts"][0]["key"]["one"].as_u64().unwrap();
    let (same, other) = (right.to_string(), (if right == 0 { 1 } else { 0 }).to_string());
    let fields = |option| {
        [
            ("exam", exam.as_str()),
            ("question", question.as_str()),
            ("option", option),
            ("reason", "法条已修改"),
        ]
    };
    let refused = refusal(&mut first, "/api/exam/propose-correction", &fields(&same)).await;
    assert_eq!(refused["refusal"], "key_unchanged");
    let made = first.post_json("/api/exam/propose-correction", &fields(&other)).await.is(200).json();
    let refused = refusal(&mut first, "/api/exam/propose-correction", &fields(&other)).await;
    assert_eq!(refused["refusal"], "correction_waits");
    let correction = made["correction"].as_str().unwrap();
    let approve = [("correction", correction), ("approve", "true")];
    let effect = second.post_json("/api/exam/decide-correction", &approve).await.is(200).json();
    assert_eq!((effect["lower"].as_u64(), effect["kept"].as_u64()), (Some(1), Some(1)));
    let page = client.get(&format!("/my/results/{attempt}")).await;
    page.is(200).see("成绩由 80 分改为 78 分").see("下载合格证明").see("得分 合格 78");
    let detail = first.get_json(&format!("/office/exams/{exam}")).await.is(200).json();
    assert_eq!(detail["participation"]["passed"], 1);
}

async fn a_correction_holds_for_a_sitting_that_was_running(server: &TestServer) {
    let offered = offered(server).await;
    let street = &offered.street;
    let (mut client, attempt) = started(server, &offered).await;
    answer_but(&mut client, street, &attempt, 11).await;
    let exam = exam_of(street, &attempt).await;
    let question = asked(street, &attempt).await.remove(0);
    let (mut first, mut second) =
        (server.sign_in(&street.office().await).await, server.sign_in(&street.office().await).await);
    let correction = propose(&mut first, &exam, &question).await;
    let approve = [("correction", correction.as_str()), ("approve", "true")];
    let effect = second.post_json("/api/exam/decide-correction", &approve).await.is(200).json();
    assert_eq!(effect["regraded"], 0, "a running sitting has no result to change");
    client.submit("/api/exam/submit", &[("attempt", &attempt)]).await.is(200).see("80").see("下载合格证明");
}

async fn a_proposal_can_be_withdrawn_and_changes_nothing(server: &TestServer) {
    let offered = offered(server).await;
    let street = &offered.street;
    let (mut client, attempt) = started(server, &offered).await;
    answer_but(&mut client, street, &attempt, 11).await;
    hand_in(&mut client, &attempt).await;
    let (exam, question) = (exam_of(street, &attempt).await, asked(street, &attempt).await.remove(0));
    let mut office = server.sign_in(&street.office().await).await;
    let correction = propose(&mut office, &exam, &question).await;
    let refuse = [("correction", correction.as_str()), ("approve", "false")];
    office.get(&format!("/office/corrections/{correction}")).await.is(200);
    office.submit("/api/exam/decide-correction", &refuse).await.is(200).see("未采用");
    client.get(&format!("/my/results/{attempt}")).await.is(200).see("78").not_see("答案更正");
    // Another one may be proposed now.
    propose(&mut office, &exam, &question).await;
}

async fn a_correction_must_fit_its_question(server: &TestServer) {
    let offered = offered(server).await;
    let street = &offered.street;
    let (mut client, attempt) = started(server, &offered).await;
    hand_in(&mut client, &attempt).await;
    let (exam, asked) = (exam_of(street, &attempt).await, asked(street, &attempt).await);
    let mut office = server.sign_in(&street.office().await).await;
    let path = "/api/exam/propose-correction";
    // Single, several, a statement: each by the keys of another type.
    for (question, wrong) in [
        (&asked[0], vec![("option", "0"), ("option", "1")]),
        (&asked[0], vec![("option", "9")]),
        (&asked[0], vec![("truth", "true")]),
        (&asked[0], vec![]),
        (&asked[30], vec![("option", "0")]),
        (&asked[45], vec![("option", "0")]),
    ] {
        let mut fields =
            vec![("exam", exam.as_str()), ("question", question.as_str()), ("reason", "答案有误")];
        fields.extend(wrong);
        assert_eq!(refusal(&mut office, path, &fields).await["refusal"], "key_misfits");
    }
    let fields =
        [("exam", exam.as_str()), ("question", "nothing"), ("mode", "anything"), ("reason", "答案有误")];
    office.post_json(path, &fields).await.is(404);
    let page = format!("/office/exams/{exam}/items/{}", asked[0]);
    office.get(&page).await.is(200);
    let fields =
        [("exam", exam.as_str()), ("question", asked[0].as_str()), ("part", "0"), ("mode", "anything")];
    office.submit(path, &fields).await.is(200).see("请填写这一项");
}

async fn figures_are_shown_from_thirty_first_sittings_on(server: &TestServer) {
    let offered = offered(server).await;
    let street = &offered.street;
    let unit = street.unit().await;
    let mut people = Vec::new();
    for _ in 0..29 {
        people.push(street.person(&unit, Position::Principal).await);
    }
    let training: Uuid = offer_again(server, &offered).await.parse().unwrap();
    people.push(offered.principal.person.clone());
    let mut office = server.sign_in(&street.office().await).await;
    let mut page = String::new();
    for (n, person) in people.iter().enumerate() {
        let mut cx = street.cx();
        cx.actor = Some(Actor {
            account: Id::new(person.id),
            name: person.name.clone(),
            street: street.code.clone(),
            role: Role::Examinee,
            area: None,
            person: Some(Id::new(person.id)),
            unit: Some(Id::new(person.unit_id)),
            team: None,
        });
        application::training::lesson_read(&cx, training).await.unwrap();
        let attempt = application::exam::start_attempt(&cx, training).await.unwrap().attempt;
        application::exam::submit_attempt(&cx, attempt).await.unwrap();
        if n == 28 {
            let exam = exam_of(street, &attempt.to_string()).await;
            page = format!("/office/exams/{exam}");
            let few = office.get(&page).await;
            few.is(200)
                .see("首次考核的有 29 人，满 30 人后显示统计")
                .not_see("id=\"scores\"")
                .not_see("标准差");
        }
    }
    let enough = office.get(&page).await;
    enough.is(200).see("成绩分布").see("每人首次考核，30 份").see("试卷是否同等难度").not_see("后显示统计");
    let file = office.get(&format!("{page}/items.xlsx")).await;
    assert!(file.is(200).header("content-type").contains("spreadsheet"));
    assert!(file.body.starts_with(b"PK"));
}

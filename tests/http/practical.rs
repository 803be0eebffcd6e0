//! Practical assessments: sheets, judges who do not see each other's scores, veto items, disputes.

use domain::organization::Position;
use serde_json::Value;
use storage::organization::PersonRow;
use support::{Client, Street, TestServer};

support::both![
    two_judges_judge_and_neither_sees_the_other_before_both_have_handed_in,
    a_failed_veto_item_fails_the_whole_whatever_the_points,
    what_a_judge_handed_in_stands,
    judges_far_apart_need_a_note_or_a_third_judge,
    whoever_is_no_judge_finds_nothing,
    a_wrong_sheet_is_told_line_by_line_and_versions_are_kept,
    people_who_are_not_known_are_refused,
];

const ITEMS: &str = "检查压力｜指针在绿区｜40\n拔销、站位｜站在上风向｜60｜否决";

struct Session {
    street: Street,
    office: Client,
    /// The office's own account judges too, with a team.
    team: Client,
    id: String,
    people: Vec<PersonRow>,
}

async fn account(office: &mut Client, name: &str) -> String {
    let form = office.get("/office/practical/new").await.text();
    let label = form.split("name=\"judges\"").skip(1).find(|piece| piece.contains(name)).expect("a judge");
    let value = label.split("value=\"").nth(1).and_then(|rest| rest.split('"').next());
    value.expect("an account").to_owned()
}

async fn sheet(office: &mut Client) -> String {
    let fields = [("title", "灭火器使用"), ("post", "一线岗位"), ("pass_mark", "80"), ("items", ITEMS)];
    let made = office.post_json("/api/practical/make-sheet", &fields).await;
    made.is(200).json()["sheet"].as_str().expect("a sheet").to_owned()
}

async fn session(server: &TestServer) -> Session {
    let street = server.street().await;
    let unit = street.unit().await;
    let people = vec![
        street.person(&unit, Position::Frontline).await,
        street.person(&unit, Position::Frontline).await,
    ];
    let login = street.office().await;
    let mut office = server.sign_in(&login).await;
    let team_login = street.team().await.login;
    let team = server.sign_in(&team_login).await;
    let sheet = sheet(&mut office).await;
    let lines: Vec<String> = people.iter().map(|p| format!("{}，{}", p.name, p.mobile)).collect();
    let lines = lines.join("\n");
    let (first, second) = (login.account.to_string(), team_login.account.to_string());
    let fields = [
        ("title", "灭火器实操"),
        ("sheet", sheet.as_str()),
        ("held_on", "2026-03-02"),
        ("judges", first.as_str()),
        ("judges", second.as_str()),
        ("people", lines.as_str()),
    ];
    let opened = office.post_json("/api/practical/open", &fields).await;
    let id = opened.is(200).json()["session"].as_str().expect("a session").to_owned();
    Session { street, office, team, id, people }
}

async fn judge(
    client: &mut Client,
    id: &str,
    person: &PersonRow,
    points: [&str; 2],
    veto: bool,
) -> support::Answer {
    let person = person.id.to_string();
    let mut fields =
        vec![("session", id), ("person", person.as_str()), ("points_1", points[0]), ("points_2", points[1])];
    if veto {
        fields.push(("veto_2", "true"));
    }
    client.post_json("/api/practical/hand-in", &fields).await
}

async fn two_judges_judge_and_neither_sees_the_other_before_both_have_handed_in(server: &TestServer) {
    let mut session = session(server).await;
    let (id, person) = (session.id.clone(), session.people[0].clone());
    let page = format!("/office/practical/{id}");
    session.team.get("/team/practical").await.is(200).see("灭火器实操").see("还有 2 人");
    session.team.get(&format!("/team/practical/{id}?person={}", person.id)).await.is(200).see("指针在绿区");
    judge(&mut session.team, &id, &person, ["33.5", "57"], false).await.is(200);
    // 33.5 + 57 = 90.5: the other judge sees that somebody has judged, not how.
    session.office.get(&page).await.is(200).see("已评 1 / 2").not_see("90.5");
    let own = format!("/team/practical/{id}?person={}", person.id);
    session.office.get(&own).await.is(200).not_see("90.5");
    judge(&mut session.office, &id, &person, ["40", "46.25"], false).await.is(200);
    // The mean of 90.5 and 86.25 is 88.375, half up 88.38.
    session.office.get(&page).await.is(200).see("90.5").see("86.25").see("88.38 分，合格");
    session.team.get(&own).await.is(200).see("其他考评员：86.25 分").see("88.38");
    let file = session.office.get(&format!("{page}/results.xlsx")).await;
    assert!(file.is(200).header("content-type").contains("spreadsheetml"));
}

async fn a_failed_veto_item_fails_the_whole_whatever_the_points(server: &TestServer) {
    let mut session = session(server).await;
    let (id, person) = (session.id.clone(), session.people[0].clone());
    judge(&mut session.team, &id, &person, ["40", "60"], false).await.is(200);
    judge(&mut session.office, &id, &person, ["40", "60"], true).await.is(200);
    session.office.get(&format!("/office/practical/{id}")).await.is(200).see("100 分，否决项不合格");
}

async fn what_a_judge_handed_in_stands(server: &TestServer) {
    let mut session = session(server).await;
    let (id, person) = (session.id.clone(), session.people[0].clone());
    for wrong in [["41", "60"], ["", "60"], ["1.234", "60"], ["-1", "60"]] {
        let refused = judge(&mut session.team, &id, &person, wrong, false).await;
        assert_eq!(refused.is(422).json()["facts"][0]["problem"]["item"], 1, "{wrong:?}");
    }
    judge(&mut session.team, &id, &person, ["40", "60"], false).await.is(200);
    let refused = judge(&mut session.team, &id, &person, ["40", "59"], false).await;
    assert_eq!(refused.is(422).error(), "sheet_handed_in");
    let own = format!("/team/practical/{id}?person={}", person.id);
    session.team.get(&own).await.is(200).see("不能再改").not_see("提交评分");
    for sql in ["UPDATE practical_score SET total = 0", "DELETE FROM practical_score"] {
        let refused = session.street.db().execute_raw(sql).await;
        assert!(refused.expect_err("a sheet stands").is_refusal("append_only"), "{sql}");
    }
}

async fn judges_far_apart_need_a_note_or_a_third_judge(server: &TestServer) {
    let mut session = session(server).await;
    let (id, people) = (session.id.clone(), session.people.clone());
    let page = format!("/office/practical/{id}");
    for person in &people {
        judge(&mut session.team, &id, person, ["40", "60"], false).await.is(200);
    }
    let first = people[0].id.to_string();
    let note = [("session", id.as_str()), ("person", first.as_str()), ("reason", "复看录像后一致认可")];
    // One sheet is no dispute.
    let refused = session.office.post_json("/api/practical/reconcile", &note).await;
    assert_eq!(refused.is(422).error(), "not_disputed");
    for person in &people {
        judge(&mut session.office, &id, person, ["30", "49"], false).await.is(200);
    }
    session.office.get(&page).await.is(200).see("相差 21 分，待合议").not_see("89.5 分");
    session.office.post_json("/api/practical/reconcile", &note).await.is(200);
    session.office.get(&page).await.is(200).see("89.5 分，合格").see("复看录像后一致认可");
    // The other person goes to a third judge, who sees nobody else.
    let third_login = session.street.office().await;
    let account = third_login.account.to_string();
    let add = [("session", id.as_str()), ("account", account.as_str())];
    let mut third = server.sign_in(&third_login).await;
    third.get(&format!("/team/practical/{id}")).await.is(404);
    session.office.post_json("/api/practical/add-judge", &add).await.is(200);
    assert_eq!(
        session.office.post_json("/api/practical/add-judge", &add).await.is(422).error(),
        "already_there"
    );
    session.office.get(&page).await.is(200).see("已评 2 / 3").see("89.5 分，合格");
    let seen = third.get(&format!("/team/practical/{id}")).await;
    seen.is(200).see(&people[1].name).not_see(&people[0].name);
    judge(&mut third, &id, &people[0], ["40", "60"], false).await.is(404);
    judge(&mut third, &id, &people[1], ["40", "50"], false).await.is(200);
    // The mean of 100, 79 and 90.
    session.office.get(&page).await.is(200).see("89.67 分，合格");
}

async fn whoever_is_no_judge_finds_nothing(server: &TestServer) {
    let session = session(server).await;
    let other = session.street.team().await.login;
    let mut other = server.sign_in(&other).await;
    other.get("/team/practical").await.is(200).see("没有要评的实操考核");
    other.get(&format!("/team/practical/{}", session.id)).await.is(404);
    judge(&mut other, &session.id, &session.people[0], ["40", "60"], false).await.is(404);
    let unit = session.street.unit().await;
    let worker = session.street.person(&unit, Position::Frontline).await;
    let mut worker = server.sign_in(&session.street.examinee(&worker).await).await;
    assert_eq!(worker.get_json("/team/practical").await.status, 403);
}

async fn a_wrong_sheet_is_told_line_by_line_and_versions_are_kept(server: &TestServer) {
    let mut session = session(server).await;
    let wrong = [
        ("title", "灭火器使用"),
        ("post", "一线岗位"),
        ("pass_mark", "80"),
        ("items", "检查｜绿区｜40\n拔销"),
    ];
    session.office.get("/office/practical/sheets/new").await.is(200);
    let page = session.office.submit("/api/practical/make-sheet", &wrong).await;
    page.is(200).see("第 2 行看不明白");
    assert_eq!(page.value("post").as_deref(), Some("一线岗位"), "nothing typed is lost");
    let short =
        [("title", "灭火器使用"), ("post", "一线岗位"), ("pass_mark", "80"), ("items", "检查｜绿区｜40")];
    session.office.submit("/api/practical/make-sheet", &short).await.see("各项合计 40 分，应为 100 分");
    let second = sheet(&mut session.office).await;
    session
        .office
        .get(&format!("/office/practical/sheets/{second}"))
        .await
        .is(200)
        .see("第 2 版")
        .see("考评员签名");
    // What was opened keeps its version.
    session.office.get(&format!("/office/practical/{}", session.id)).await.is(200).see("第 1 版");
    session
        .office
        .get(&format!("/office/practical/sheets/new?from={second}"))
        .await
        .is(200)
        .see("站在上风向");
}

async fn people_who_are_not_known_are_refused(server: &TestServer) {
    let mut session = session(server).await;
    let sheet = sheet(&mut session.office).await;
    let name = session.people[0].name.clone();
    let lines = format!("{name}，{}\n查无此人，13900009999", session.people[0].mobile);
    let judge = account(&mut session.office, "应急办").await;
    let fields = [
        ("title", "又一场实操"),
        ("sheet", sheet.as_str()),
        ("held_on", "2026-03-02"),
        ("judges", judge.as_str()),
        ("people", lines.as_str()),
    ];
    let refused = session.office.post_json("/api/practical/open", &fields).await;
    let told: Value = refused.is(422).json();
    assert_eq!(told["facts"][0]["problem"]["problem"], "too_few");
    assert_eq!(told["facts"][1]["problem"]["lines"], 1);
}

//! Public activities: on the calendar, held once, never a word of drills.

use support::{Client, TestServer, story, world::Login};

support::both![
    an_activity_is_planned_once_and_stands_on_its_day,
    what_is_wrong_is_named_and_nothing_typed_is_lost,
    it_is_held_on_its_day_with_a_headcount_and_then_stands,
    a_cancelled_one_says_why_and_stands,
    a_campaign_counts_what_was_held,
    an_area_official_sees_the_own_area_and_the_whole_street,
    a_drawn_drill_leaves_no_trace_on_the_calendar,
    the_schema_holds_what_was_settled,
];

async fn key(client: &mut Client) -> String {
    client.get_json("/office/activities/new").await.is(200).json()["key"].as_str().unwrap().to_owned()
}

/// Plans an activity; gives its id.
async fn plan(client: &mut Client, title: &str, day: &str, more: &[(&str, &str)]) -> String {
    let key = key(client).await;
    let mut fields = vec![
        ("key", key.as_str()),
        ("title", title),
        ("tag", "consulting_day"),
        ("held_on", day),
        ("place", "文化广场"),
        ("organiser", "街道应急办"),
    ];
    fields.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
    fields.extend(more);
    for _ in 0..2 {
        client.post_json("/api/activity/plan", &fields).await.is(200);
    }
    key
}

async fn office(server: &TestServer, login: &Login) -> Client {
    server.sign_in(login).await
}

async fn an_activity_is_planned_once_and_stands_on_its_day(server: &TestServer) {
    let street = server.street().await;
    let mut office = office(server, &street.office().await).await;
    office
        .get("/office/activities?month=2026-06")
        .await
        .is(200)
        .see("这个月还没有安排")
        .see("还没有登记活动");
    let id = plan(&mut office, "安全宣传咨询日", "2026-06-16", &[]).await;
    let view = office.get_json("/office/activities?month=2026-06").await.is(200).json();
    assert_eq!(view["pager"]["total"], 1);
    let days = view["weeks"].as_array().unwrap().iter().flat_map(|week| week.as_array().unwrap());
    let on: Vec<_> = days.filter(|day| !day["entries"].as_array().unwrap().is_empty()).collect();
    assert_eq!((on.len(), on[0]["day"].as_str()), (1, Some("2026-06-16")));
    office.get(&format!("/office/activities/{id}")).await.is(200).see("文化广场").see("全街道").see("计划中");
    let other = office.get_json("/office/activities?month=2026-06&tag=contest").await.is(200).json();
    assert_eq!(other["pager"]["total"], 0);
    // A month that is none shows this one.
    office.get("/office/activities?month=nonsense").await.is(200).see("2026-03");
}

async fn what_is_wrong_is_named_and_nothing_typed_is_lost(server: &TestServer) {
    let street = server.street().await;
    let mut office = office(server, &street.office().await).await;
    let key = key(&mut office).await;
    let fields =
        [("key", key.as_str()), ("title", "咨"), ("held_on", "六月"), ("place", ""), ("organiser", "应急办")];
    let refused = office.post_json("/api/activity/plan", &fields).await.is(422).json();
    let named: Vec<_> = refused["facts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| f["field"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(named, ["title", "place", "tag", "held_on"]);
    // An area that is none does not silently become the whole street.
    let mut elsewhere =
        vec![("key", key.as_str()), ("title", "咨询日"), ("tag", "warning"), ("held_on", "2026-06-16")];
    elsewhere.extend([
        ("place", "广场"),
        ("organiser", "应急办"),
        ("area", "nowhere"),
        ("campaign", key.as_str()),
    ]);
    let refused = office.post_json("/api/activity/plan", &elsewhere).await.is(422).json();
    assert_eq!(refused["facts"].as_array().unwrap().len(), 2);
    office.get("/office/activities/new").await.is(200);
    let page = office.submit("/api/activity/plan", &fields).await;
    page.is(200).see("请修改以下内容");
    assert_eq!(page.value("organiser").as_deref(), Some("应急办"));
}

async fn it_is_held_on_its_day_with_a_headcount_and_then_stands(server: &TestServer) {
    let street = server.street().await;
    let mut office = office(server, &street.office().await).await;
    let later = plan(&mut office, "全民应急演练", "2026-06-16", &[("tag", "public_drill")]).await;
    let hold = [("activity", later.as_str()), ("headcount", "320"), ("remarks", "秩序良好")];
    assert_eq!(office.post_json("/api/activity/hold", &hold).await.is(422).error(), "activity_to_come");
    office.get(&format!("/office/activities/{later}")).await.is(200).see("当天起可以登记");
    let today = plan(&mut office, "警示教育大会", "2026-03-02", &[("tag", "warning")]).await;
    for (headcount, status) in [("0", 422), ("很多", 422), ("100001", 422), ("320", 200), ("321", 422)] {
        let hold = [("activity", today.as_str()), ("headcount", headcount), ("remarks", "秩序良好")];
        office.post_json("/api/activity/hold", &hold).await.is(status);
    }
    office
        .get(&format!("/office/activities/{today}"))
        .await
        .is(200)
        .see("320 人")
        .see("秩序良好")
        .see("已举办");
    // A second tap says nothing new.
    let again = [("activity", today.as_str()), ("headcount", "320"), ("remarks", "秩序良好")];
    office.post_json("/api/activity/hold", &again).await.is(200);
    let cancel = [("activity", today.as_str()), ("reason", "下雨")];
    assert_eq!(office.post_json("/api/activity/cancel", &cancel).await.is(422).error(), "activity_stands");
}

async fn a_cancelled_one_says_why_and_stands(server: &TestServer) {
    let street = server.street().await;
    let mut office = office(server, &street.office().await).await;
    let id = plan(&mut office, "安全宣传咨询日", "2026-06-16", &[]).await;
    office.post_json("/api/activity/cancel", &[("activity", &id), ("reason", "")]).await.is(422);
    office.post_json("/api/activity/cancel", &[("activity", &id), ("reason", "暴雨预警")]).await.is(200);
    office.get(&format!("/office/activities/{id}")).await.is(200).see("已取消").see("暴雨预警");
    office.get("/office/activities?month=2026-06").await.is(200).see("（已取消）");
    server.clock.advance(chrono::TimeDelta::days(110));
    let hold = [("activity", id.as_str()), ("headcount", "5"), ("remarks", "")];
    let mut office = server.sign_in(&street.office().await).await;
    assert_eq!(office.post_json("/api/activity/hold", &hold).await.is(422).error(), "activity_stands");
}

async fn a_campaign_counts_what_was_held(server: &TestServer) {
    let street = server.street().await;
    let mut office = office(server, &street.office().await).await;
    street.principal().await;
    let training = story::offer_training(&street, "安全月培训").await.to_string();
    office.get("/office/activities/campaigns").await.is(200).see("还没有专项活动");
    let key = key(&mut office).await;
    let fields = [
        ("key", key.as_str()),
        ("title", "三月专项"),
        ("tag", "safety_month"),
        ("from", "2026-03-01"),
        ("until", "2026-03-31"),
        ("goal_activities", "4"),
        ("goal_people", "1000"),
        ("trainings", training.as_str()),
    ];
    for _ in 0..2 {
        office.post_json("/api/activity/begin-campaign", &fields).await.is(200);
    }
    let mut backwards = fields;
    backwards[4].1 = "2026-02-01";
    office.post_json("/api/activity/begin-campaign", &backwards).await.is(422);
    for (title, headcount) in [("咨询日", "120"), ("大会", "80")] {
        let id = plan(&mut office, title, "2026-03-02", &[("campaign", &key)]).await;
        let hold = [("activity", id.as_str()), ("headcount", headcount), ("remarks", "")];
        office.post_json("/api/activity/hold", &hold).await.is(200);
    }
    plan(&mut office, "还要办的", "2026-03-20", &[("campaign", &key)]).await;
    let lines = office.get_json("/office/activities/campaigns").await.is(200).json();
    assert_eq!(lines.as_array().unwrap().len(), 1);
    let line = &lines[0];
    assert_eq!((&line["held"], &line["planned"], &line["people"]), (&2.into(), &3.into(), &200.into()));
    office.get("/office/activities/campaigns").await.is(200).see("2 / 4").see("200 / 1000").see("安全月培训");
    plan(&mut office, "不属于专项的", "2026-03-21", &[]).await;
    let list = office.get_json(&format!("/office/activities?campaign={key}")).await.is(200).json();
    assert_eq!(list["pager"]["total"], 3);
}

async fn an_area_official_sees_the_own_area_and_the_whole_street(server: &TestServer) {
    let street = server.street().await;
    let mut office = office(server, &street.office().await).await;
    let (own, other) = (street.area().await, street.area().await);
    let mut official = server.sign_in(&street.area_official(&own).await).await;
    let (mine, theirs) = (own.id.to_string(), other.id.to_string());
    plan(&mut office, "本区活动", "2026-03-05", &[("area", &mine)]).await;
    let foreign = plan(&mut office, "外区活动", "2026-03-06", &[("area", &theirs)]).await;
    plan(&mut office, "全街道活动", "2026-03-07", &[]).await;
    let page = official.get("/office/activities?month=2026-03").await;
    page.is(200).see("本区活动").see("全街道活动").not_see("外区活动").not_see("登记活动");
    official.get(&format!("/office/activities/{foreign}")).await.is(404);
}

async fn a_drawn_drill_leaves_no_trace_on_the_calendar(server: &TestServer) {
    let street = server.street().await;
    let mut office = office(server, &street.office().await).await;
    let before = office.get_json("/office/activities?month=2026-03").await.is(200).json();
    street.team().await;
    story::open_drill_year(&street).await;
    let cx = story::as_office(&street).await;
    application::drill::open_day(&cx, application::drill::Hand::Office, cx.today()).await.unwrap();
    let head = storage::drill::draw_head(&server.db().reader(), street.code(), cx.today()).await.unwrap();
    assert!(head.unwrap().size.unwrap() > 0, "somebody was drawn");
    let after = office.get_json("/office/activities?month=2026-03").await.is(200).json();
    assert_eq!(before["weeks"], after["weeks"]);
    assert_eq!(before["lines"], after["lines"]);
    for source in [
        "server/application/src/activity.rs",
        "server/application/src/activity/calendar.rs",
        "server/application/src/activity/campaign.rs",
        "server/storage/src/activity.rs",
        "server/src/http/activity.rs",
    ] {
        let text = std::fs::read_to_string(support::place::root().join(source)).unwrap();
        assert!(!text.contains("drill::"), "{source} reads drills");
    }
}

async fn the_schema_holds_what_was_settled(server: &TestServer) {
    let street = server.street().await;
    let mut office = office(server, &street.office().await).await;
    let key = key(&mut office).await;
    let campaign = [
        ("key", key.as_str()),
        ("title", "三月专项"),
        ("tag", "safety_month"),
        ("from", "2026-03-01"),
        ("until", "2026-03-31"),
    ];
    office.post_json("/api/activity/begin-campaign", &campaign).await.is(200);
    let id = plan(&mut office, "警示教育大会", "2026-03-02", &[]).await;
    let hold = [("activity", id.as_str()), ("headcount", "320"), ("remarks", "")];
    office.post_json("/api/activity/hold", &hold).await.is(200);
    for sql in [
        "UPDATE activity SET headcount = 9999 WHERE title = '警示教育大会'",
        "UPDATE activity SET state = 'planned', headcount = NULL, report = NULL, settled_at = NULL, settled_by = NULL",
        "DELETE FROM activity",
        "UPDATE campaign SET goal_people = 1",
    ] {
        assert!(server.db().execute_raw(sql).await.is_err(), "{sql}");
    }
}

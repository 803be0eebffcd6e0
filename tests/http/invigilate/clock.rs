//! What an open page is told, and what the monitor learns from its asking.

use super::{look, room};
use chrono::TimeDelta;
use serde_json::Value;
use support::TestServer;

support::both![
    the_clock_tells_what_changed_and_the_monitor_who_is_there,
    a_page_that_is_open_is_told_of_a_take_over,
];

async fn the_clock_tells_what_changed_and_the_monitor_who_is_there(server: &TestServer) {
    let mut room = room(server).await;
    let (mut candidate, attempt) = room.begin(server).await;
    room.office.get(&room.monitor()).await.is(200).see("未知");
    let clock = look(&mut candidate, &attempt).await;
    assert_eq!((&clock["writable"], &clock["state"]), (&Value::Bool(true), &Value::from("open")));
    assert_eq!(clock["deadline_ms"].as_i64().unwrap() - clock["now_ms"].as_i64().unwrap(), 90 * 60_000);
    room.office.get(&room.monitor()).await.see("在线");
    let seen_at = async || {
        let id = attempt.parse().unwrap();
        let seen =
            storage::exam::presences(&room.street.db().reader(), room.street.code(), &[id]).await.unwrap();
        seen[&id].seen_at
    };
    let first = seen_at().await;
    server.clock.advance(TimeDelta::seconds(19));
    look(&mut candidate, &attempt).await;
    assert_eq!(seen_at().await, first, "within 20 seconds nothing is written");
    server.clock.advance(TimeDelta::seconds(1));
    look(&mut candidate, &attempt).await;
    assert_eq!(seen_at().await, first + TimeDelta::seconds(20));
    server.clock.advance(TimeDelta::minutes(5));
    room.office.get(&room.monitor()).await.see("断线 5 分钟");
    // Nobody else learns anything.
    let other = room.street.principal().await;
    let mut other = server.sign_in(&other.login).await;
    other.get_json(&format!("/api/exam/clock?attempt={attempt}&lease=1")).await.is(404);
    candidate.post_json("/api/exam/submit", &[("attempt", &attempt)]).await.is(200);
    assert_eq!(look(&mut candidate, &attempt).await["state"], "submitted");
}

async fn a_page_that_is_open_is_told_of_a_take_over(server: &TestServer) {
    let room = room(server).await;
    let (mut first, attempt) = room.begin(server).await;
    let mut second = server.sign_in(&room.principal.login).await;
    second.post_json("/api/exam/take-over", &[("attempt", &attempt)]).await.is(200);
    assert_eq!(look(&mut first, &attempt).await["writable"], false);
    let clock = second.get_json(&format!("/api/exam/clock?attempt={attempt}&lease=2")).await;
    assert_eq!(clock.is(200).json()["writable"], true);
}

//! Reminders: told once, never at night, never of a drill; mail and webhook over real connections.

use axum::{Router, body::Bytes, extract::State, http::HeaderMap, routing::post};
use chrono::{TimeDelta, Timelike as _};
use server::{
    config::{MailSettings, Notify, WebhookSettings},
    jobs::{deliver, tick},
    outbound::{Carriers, signature},
};
use std::sync::{Arc, Mutex};
use support::{Street, TestServer, story};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpListener,
};

support::both![
    a_duty_that_comes_near_is_told_once_a_step_and_read_once,
    nobody_is_disturbed_at_night,
    no_notice_comes_from_a_drill,
    a_webhook_is_tried_again_until_it_is_taken_and_signed_each_time,
    what_fails_for_good_is_shown_and_sent_again_by_the_administrator,
    a_redirect_is_not_followed,
    a_mail_reaches_a_mail_server,
    of_two_servers_one_sends,
];

/// A street with a policy in force and a principal who owes, late in the year.
async fn owing(server: &TestServer) -> (Street, support::world::Principal) {
    let street = server.street().await;
    let cx = story::as_office(&street).await;
    let number = application::policy::begin_policy(&cx, true).await.unwrap();
    application::policy::approve_policy(&story::as_office(&street).await, number).await.unwrap();
    let principal = street.principal().await;
    // 12 December, nine in the morning: the yearly duties are due in 19 days.
    server.clock.set("2026-12-12T01:00:00Z".parse().unwrap());
    tick(&server.system).await.unwrap();
    (street, principal)
}

async fn notices(server: &TestServer, street: &Street, principal: &support::world::Principal) -> Vec<String> {
    let rows = storage::notice::page(&server.db().reader(), street.code(), principal.person.id, 1, 100).await;
    rows.unwrap().rows.into_iter().map(|row| row.kind).collect()
}

async fn a_duty_that_comes_near_is_told_once_a_step_and_read_once(server: &TestServer) {
    let (street, principal) = owing(server).await;
    for _ in 0..3 {
        deliver(&server.system, &Carriers::default()).await.unwrap();
        server.clock.advance(TimeDelta::minutes(5));
    }
    // The first training is overdue since September; yearly hours and the street's own come near.
    let told = notices(server, &street, &principal).await;
    assert_eq!(told.iter().filter(|kind| *kind == "duty_soon").count(), 2);
    assert_eq!(told.iter().filter(|kind| *kind == "duty_overdue").count(), 1);
    let mut own = server.sign_in(&principal.login).await;
    let unread = own.get_json("/my/notices").await.is(200).json();
    assert_eq!(unread["notices"].as_array().unwrap().iter().filter(|n| n["unread"] == true).count(), 3);
    assert!(own.get("/my").await.is(200).text().contains("class=\"count num\">3<"));
    own.get("/my/notices").await.is(200).see("培训责任即将到期").see("培训责任已逾期").see("未读");
    let read = own.post_json("/api/notice/read", &[]).await.is(200).json();
    assert_eq!(read["read"], 3);
    assert_eq!(own.post_json("/api/notice/read", &[]).await.is(200).json()["read"], 0);
    own.get("/my").await.is(200).see("通知").not_see("count num");
    // The next day nothing comes to a new step; a fortnight later the last week begins.
    server.clock.advance(TimeDelta::days(1));
    tick(&server.system).await.unwrap();
    deliver(&server.system, &Carriers::default()).await.unwrap();
    assert_eq!(notices(server, &street, &principal).await.len(), 3);
    server.clock.advance(TimeDelta::days(13));
    tick(&server.system).await.unwrap();
    deliver(&server.system, &Carriers::default()).await.unwrap();
    assert_eq!(notices(server, &street, &principal).await.len(), 6);
}

async fn nobody_is_disturbed_at_night(server: &TestServer) {
    let (street, principal) = owing(server).await;
    server.clock.set("2026-12-12T13:30:00Z".parse().unwrap());
    deliver(&server.system, &Carriers::default()).await.unwrap();
    assert!(notices(server, &street, &principal).await.is_empty());
    server.clock.set("2026-12-13T00:30:00Z".parse().unwrap());
    assert_eq!(domain::calendar::local(server.clock.now()).hour(), 8);
    tick(&server.system).await.unwrap();
    deliver(&server.system, &Carriers::default()).await.unwrap();
    assert_eq!(notices(server, &street, &principal).await.len(), 3);
}

async fn no_notice_comes_from_a_drill(server: &TestServer) {
    let (street, principal) = owing(server).await;
    street.team().await;
    story::open_drill_year(&street).await;
    let cx = story::as_office(&street).await;
    application::drill::open_day(&cx, application::drill::Hand::Office, cx.today()).await.unwrap();
    tick(&server.system).await.unwrap();
    deliver(&server.system, &Carriers::default()).await.unwrap();
    // Three duties, and nothing of the draw.
    assert_eq!(notices(server, &street, &principal).await.len(), 3);
    for folder in ["server/application/src/notice", "server/src/outbound"] {
        for entry in std::fs::read_dir(support::place::root().join(folder)).unwrap() {
            let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
            for word in ["storage::drill", "crate::drill", "application::drill", "domain::drill"] {
                assert!(!text.contains(word), "{folder} reads {word}");
            }
        }
    }
}

/// What a webhook's other side was asked: signature, timestamp, body.
type Asked = Arc<Mutex<Vec<(String, i64, String)>>>;

/// A peer that answers in turn with these statuses, then with 200.
async fn peer(statuses: &'static [u16]) -> (String, Asked) {
    let asked: Asked = Arc::default();
    let answer = async move |State(asked): State<Asked>, headers: HeaderMap, body: Bytes| {
        let of = |name: &str| headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
        let mut asked = asked.lock().unwrap();
        let stamp = of("x-anxun-timestamp").parse().unwrap_or_default();
        asked.push((of("x-anxun-signature"), stamp, String::from_utf8_lossy(&body).into_owned()));
        let status = statuses.get(asked.len() - 1).copied().unwrap_or(200);
        let elsewhere = [("location", "/elsewhere")];
        (axum::http::StatusCode::from_u16(status).unwrap(), elsewhere)
    };
    let router = Router::new().fallback(post(answer)).with_state(Arc::clone(&asked));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    (format!("http://{address}/hook?key=1"), asked)
}

const SECRET: &str = "a-secret-of-the-street";

fn webhook(url: String) -> Carriers {
    let webhook = Some(WebhookSettings { url, secret: SECRET.into() });
    Carriers::new(&Notify { mail: None, webhook }).unwrap()
}

async fn a_webhook_is_tried_again_until_it_is_taken_and_signed_each_time(server: &TestServer) {
    let (street, _) = owing(server).await;
    let (url, asked) = peer(&[500, 503]).await;
    let carriers = webhook(url);
    // Twice at once is one try: the message waits for its next time.
    for _ in 0..2 {
        deliver(&server.system, &carriers).await.unwrap();
    }
    assert_eq!(asked.lock().unwrap().len(), 1);
    server.clock.advance(TimeDelta::minutes(2));
    deliver(&server.system, &carriers).await.unwrap();
    assert_eq!(asked.lock().unwrap().len(), 2);
    server.clock.advance(TimeDelta::minutes(1));
    deliver(&server.system, &carriers).await.unwrap();
    assert_eq!(asked.lock().unwrap().len(), 2, "the second wait is longer");
    server.clock.advance(TimeDelta::minutes(2));
    deliver(&server.system, &carriers).await.unwrap();
    server.clock.advance(TimeDelta::hours(1));
    deliver(&server.system, &carriers).await.unwrap();
    let asked = asked.lock().unwrap().clone();
    assert_eq!(asked.len(), 3, "what was taken is not sent again");
    for (signed, stamp, body) in &asked {
        assert_eq!(signed, &signature(SECRET, *stamp, body));
        let facts: serde_json::Value = serde_json::from_str(body).unwrap();
        assert_eq!((&facts["overdue"], &facts["due_soon"]), (&1.into(), &2.into()));
        assert!(!body.contains("测试人员"), "a digest names nobody");
    }
    let rows = storage::notice::outbox(&server.db().reader(), street.code(), 10).await.unwrap();
    assert_eq!(rows.iter().map(|row| (row.state.as_str(), row.tries)).collect::<Vec<_>>(), [("sent", 3)]);
}

async fn what_fails_for_good_is_shown_and_sent_again_by_the_administrator(server: &TestServer) {
    let (street, _) = owing(server).await;
    let (url, asked) = peer(&[500, 500, 500, 500, 500, 500]).await;
    let carriers = webhook(url);
    for _ in 0..8 {
        deliver(&server.system, &carriers).await.unwrap();
        server.clock.advance(TimeDelta::hours(1));
    }
    assert_eq!(asked.lock().unwrap().len(), 6);
    let mut admin = server.sign_in(&street.admin().await).await;
    admin.get("/admin/outbox").await.is(200).see("失败").see("500").see("重新发送");
    let rows = storage::notice::outbox(&server.db().reader(), street.code(), 10).await.unwrap();
    let id = rows[0].id.to_string();
    admin.submit("/api/notice/resend", &[("message", &id)]).await.see("已重新排队");
    admin.post_json("/api/notice/resend", &[("message", &id)]).await.is(404);
    deliver(&server.system, &carriers).await.unwrap();
    assert_eq!(asked.lock().unwrap().len(), 7);
    admin.get("/admin/outbox").await.is(200).see("已送达");
}

async fn a_redirect_is_not_followed(server: &TestServer) {
    let (street, _) = owing(server).await;
    let (url, asked) = peer(&[302, 302]).await;
    deliver(&server.system, &webhook(url)).await.unwrap();
    assert_eq!(asked.lock().unwrap().len(), 1);
    let rows = storage::notice::outbox(&server.db().reader(), street.code(), 10).await.unwrap();
    assert!(rows[0].last_error.as_deref().unwrap().contains("不跟随重定向"), "{rows:?}");
}

/// A mail server that takes one connection after the other; gives what it took.
async fn mail_server() -> (String, Arc<Mutex<Vec<String>>>) {
    let taken: Arc<Mutex<Vec<String>>> = Arc::default();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let kept = Arc::clone(&taken);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (read, mut write) = stream.into_split();
            let mut lines = BufReader::new(read).lines();
            write.write_all(b"220 mail.test ESMTP\r\n").await.unwrap();
            let (mut data, mut message) = (false, String::new());
            while let Ok(Some(line)) = lines.next_line().await {
                let answer: &[u8] = match line.as_str() {
                    "." if data => {
                        data = false;
                        kept.lock().unwrap().push(std::mem::take(&mut message));
                        b"250 taken\r\n"
                    }
                    line if data => {
                        message.push_str(line);
                        message.push('\n');
                        continue;
                    }
                    "DATA" => {
                        data = true;
                        b"354 go on\r\n"
                    }
                    "QUIT" => b"221 bye\r\n",
                    _ => b"250 ok\r\n",
                };
                if write.write_all(answer).await.is_err() {
                    break;
                }
            }
        }
    });
    (format!("smtp://{address}"), taken)
}

async fn a_mail_reaches_a_mail_server(server: &TestServer) {
    let (street, _) = owing(server).await;
    let (url, taken) = mail_server().await;
    let mail = MailSettings { url, from: "anxun@street.test".into(), to: "office@street.test".into() };
    let carriers = Carriers::new(&Notify { mail: Some(mail), webhook: None }).unwrap();
    for _ in 0..2 {
        deliver(&server.system, &carriers).await.unwrap();
    }
    let taken = taken.lock().unwrap().clone();
    assert_eq!(taken.len(), 1);
    assert!(taken[0].contains("To: office@street.test") && taken[0].contains("@anxun>"), "{}", taken[0]);
    let rows = storage::notice::outbox(&server.db().reader(), street.code(), 10).await.unwrap();
    assert_eq!((rows[0].state.as_str(), rows[0].recipient.as_str()), ("sent", "office@street.test"));
}

async fn of_two_servers_one_sends(server: &TestServer) {
    let (street, _) = owing(server).await;
    let cx = street.cx();
    application::notice::make_notices(&cx, &[("webhook", "peer".into())]).await.unwrap();
    let one = application::notice::claim_message(&cx).await.unwrap();
    assert!(one.is_some());
    assert!(application::notice::claim_message(&cx).await.unwrap().is_none());
    // The first server dies; its claim runs out, and what it says afterwards counts nothing.
    server.clock.advance(TimeDelta::minutes(6));
    let later = street.cx();
    let two = application::notice::claim_message(&later).await.unwrap().expect("the claim ran out");
    application::notice::settle_message(&later, two, application::notice::Outcome::Sent).await.unwrap();
    let failed = application::notice::Outcome::Failed("too late".into());
    application::notice::settle_message(&later, one.unwrap(), failed).await.unwrap();
    let rows = storage::notice::outbox(&server.db().reader(), street.code(), 10).await.unwrap();
    assert_eq!(rows[0].state, "sent");
}

//! Many candidates at once over real HTTP: what the fault test and the load benchmark are made of.

use crate::{
    story,
    world::{Street, World},
};
use application::account::token_hash;
use axum::body::{Body, to_bytes};
use chrono::TimeDelta;
use domain::organization::{Employment, Position, Sector, vocabulary_role::Role};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use std::net::SocketAddr;
use storage::{
    account::{AccountRow, MembershipRow, SessionRow},
    organization::PersonRow,
};
use uuid::Uuid;

/// A street with an offered training and people who may sit its test at once.
pub struct Crowd {
    /// The street.
    pub street: Street,
    /// The training.
    pub training: Uuid,
    /// Its attendees, each signed in, each with the lesson read.
    pub people: Vec<Attendee>,
}

/// Somebody who may start.
#[derive(Clone, Debug)]
pub struct Attendee {
    /// Who.
    pub person: Uuid,
    /// The token of their session.
    pub token: String,
}

/// Why no answer came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    /// The line broke; the next try opens another.
    Broken,
    /// Nobody listens.
    Down,
}

/// A candidate with a line to the server, as a browser keeps one.
pub struct Candidate {
    /// Who.
    pub attendee: Attendee,
    /// The sitting, once it has started.
    pub attempt: Option<Uuid>,
    /// The lease that this device holds.
    pub lease: u32,
    /// The items, in their order: number and whether it is a statement.
    pub items: Vec<(u16, bool)>,
    server: SocketAddr,
    line: Option<SendRequest<Body>>,
}

/// Fills a street with attendees.
///
/// # Panics
/// When something cannot be stored.
pub async fn gather(world: &World, count: usize) -> Crowd {
    let street = world.street().await;
    let area = street.area().await;
    let unit = street.unit_in(&area, Sector::Furniture, "").await;
    let now = world.system.now();
    let people: Vec<PersonRow> = (0..count)
        .map(|n| PersonRow {
            street: street.code().into(),
            id: world.system.new_uuid(),
            unit_id: unit.id,
            name: format!("考生{n:05}"),
            mobile: format!("138{n:08}"),
            position: Position::Principal.code().into(),
            employment: Employment::Employee.code().into(),
            active: true,
            created_at: now,
            updated_at: now,
        })
        .collect();
    let tx = world.db().begin().await.expect("a transaction begins");
    storage::organization::add_people(&tx, people.clone()).await.expect("people are stored");
    let mut attendees = Vec::with_capacity(count);
    for person in people {
        let token = hex::encode(world.system.random::<32>());
        sign_in(&tx, world, &person, &token).await;
        attendees.push(Attendee { person: person.id, token });
    }
    tx.commit().await.expect("people are stored");
    let training = story::offer_training(&street, "年度安全培训").await;
    let tx = world.db().begin().await.expect("a transaction begins");
    for attendee in &attendees {
        let row = storage::training::enrolment(&tx, street.code(), training, attendee.person).await;
        let mut row = row.expect("the database answers").expect("everybody is enrolled");
        row.lesson_read_at = Some(now);
        storage::training::save_enrolment(&tx, row).await.expect("a lesson is read");
    }
    tx.commit().await.expect("lessons are read");
    Crowd { street, training, people: attendees }
}

/// Opens a session as signing in does, without the hashing of a password, which is meant to cost.
async fn sign_in(tx: &storage::Writer, world: &World, person: &PersonRow, token: &str) {
    let (account_id, membership_id, now) =
        (world.system.new_uuid(), world.system.new_uuid(), person.created_at);
    let account = AccountRow {
        id: account_id,
        login: format!("{}-{}", person.mobile, person.street),
        name: person.name.clone(),
        password_hash: "none".into(),
        must_change: false,
        disabled_at: None,
        created_at: now,
    };
    let membership = MembershipRow {
        id: membership_id,
        account_id,
        street: person.street.clone(),
        role: Role::Examinee.code().into(),
        area_id: None,
        person_id: Some(person.id),
        team_id: None,
        created_at: now,
    };
    let session = SessionRow {
        token_hash: token_hash(token),
        account_id,
        membership_id,
        created_at: now,
        seen_at: now,
        expires_at: now + TimeDelta::hours(12),
        address: "127.0.0.1".into(),
        agent: String::new(),
    };
    storage::account::add(tx, account, membership).await.expect("an account is stored");
    storage::account::add_session(tx, session).await.expect("a session is stored");
}

impl Candidate {
    /// Sits down before a server.
    #[must_use]
    pub fn new(attendee: Attendee, server: SocketAddr) -> Self {
        Self { attendee, attempt: None, lease: 0, items: Vec::new(), server, line: None }
    }

    /// Starts or resumes the sitting of a training, and takes it over where another device held it.
    ///
    /// # Panics
    /// When the server refuses.
    pub async fn start(&mut self, training: Uuid) -> Result<(), Lost> {
        let started = self.post("/api/exam/start", format!("training={training}")).await?;
        let attempt = started["attempt"].as_str().and_then(|id| id.parse().ok());
        self.attempt = Some(attempt.unwrap_or_else(|| panic!("no sitting: {started}")));
        self.lease = number(&started["lease"]);
        if started["fresh"] == Value::Bool(false) {
            let taken = self.post("/api/exam/take-over", format!("attempt={}", self.attempt())).await?;
            self.lease = number(&taken["lease"]);
        }
        Ok(())
    }

    /// Reads the sheet.
    ///
    /// # Panics
    /// When there is none.
    pub async fn read(&mut self) -> Result<(), Lost> {
        let sheet = self.ask("GET", &format!("/my/exams/{}", self.attempt()), String::new()).await?;
        let items = sheet["items"].as_array().unwrap_or_else(|| panic!("no sheet: {sheet}"));
        let item = |item: &Value| {
            (u16::try_from(number(&item["number"])).expect("small"), item["kind"] == "true_false")
        };
        self.items = items.iter().map(item).collect();
        Ok(())
    }

    /// Answers an item with the n-th of its answers; returns when the server says that it is saved.
    ///
    /// # Panics
    /// When the server refuses.
    pub async fn answer(&mut self, item: usize, seq: u64, choice: usize) -> Result<(), Lost> {
        let body = self.form(item, seq, choice);
        let saved = self.post("/api/exam/answer", body).await?;
        assert_eq!(saved["seq"], seq, "{saved}");
        assert_eq!(saved["late"], false, "{saved}");
        Ok(())
    }

    /// The form of an answer.
    ///
    /// # Panics
    /// When there is no such item.
    #[must_use]
    pub fn form(&self, item: usize, seq: u64, choice: usize) -> String {
        let (number, is_statement) = self.items[item];
        let value = match is_statement {
            true => ["truth=true", "truth=false"][choice % 2],
            false => ["choice=A", "choice=B", "choice=C"][choice % 3],
        };
        format!("attempt={}&item={number}&lease={}&seq={seq}&{value}", self.attempt(), self.lease)
    }

    /// Hands in.
    pub async fn submit(&mut self) -> Result<Value, Lost> {
        self.post("/api/exam/submit", format!("attempt={}", self.attempt())).await
    }

    /// The sitting.
    ///
    /// # Panics
    /// When it has not started.
    #[must_use]
    pub fn attempt(&self) -> Uuid {
        self.attempt.expect("the sitting has started")
    }

    async fn post(&mut self, path: &str, body: String) -> Result<Value, Lost> {
        self.ask("POST", path, body).await
    }

    /// Asks over the line, which is opened where there is none; every answer but 200 is a fault of the test.
    async fn ask(&mut self, method: &str, path: &str, body: String) -> Result<Value, Lost> {
        let request = http::Request::builder()
            .method(method)
            .uri(path)
            .header("host", self.server.to_string())
            .header("accept", "application/json")
            .header("cookie", format!("anxun={}", self.attendee.token))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .expect("a request");
        if self.line.as_ref().is_none_or(SendRequest::is_closed) {
            self.line = Some(dial(self.server).await?);
        }
        let line = self.line.as_mut().ok_or(Lost::Broken)?;
        let answered = async {
            line.ready().await.map_err(drop)?;
            let answer = line.send_request(request).await.map_err(drop)?;
            let status = answer.status();
            let body = to_bytes(Body::new(answer.into_body()), 1 << 20).await.map_err(drop)?;
            Ok::<_, ()>((status, body))
        };
        let Ok((status, body)) = answered.await else {
            self.line = None;
            return Err(Lost::Broken);
        };
        assert_eq!(status, 200, "{method} {path}: {}", String::from_utf8_lossy(&body));
        Ok(serde_json::from_slice(&body).unwrap_or_default())
    }
}

async fn dial(server: SocketAddr) -> Result<SendRequest<Body>, Lost> {
    let stream = tokio::net::TcpStream::connect(server).await.map_err(|_| Lost::Down)?;
    stream.set_nodelay(true).map_err(|_| Lost::Down)?;
    let (sender, line) = handshake(TokioIo::new(stream)).await.map_err(|_| Lost::Down)?;
    tokio::spawn(line);
    Ok(sender)
}

fn number(value: &Value) -> u32 {
    value.as_u64().and_then(|n| n.try_into().ok()).unwrap_or_else(|| panic!("no number: {value}"))
}

/// A line to a server.
pub type Line = SendRequest<Body>;

/// Sends a form of the size of an answer to `/` over a line, which is opened where there is none; gives the line
/// back while it is good. For measuring a server that only says hello.
pub async fn ask_once(server: SocketAddr, line: Option<Line>) -> Option<Line> {
    let mut line = match line {
        Some(line) => line,
        None => dial(server).await.ok()?,
    };
    let form = "attempt=01932f00-0000-7000-8000-000000000000&item=12&lease=1&seq=12&choice=A";
    let request = http::Request::post("/").header("host", "127.0.0.1").body(Body::from(form)).ok()?;
    line.ready().await.ok()?;
    let answer = line.send_request(request).await.ok()?;
    to_bytes(Body::new(answer.into_body()), 1 << 16).await.ok()?;
    Some(line)
}

/// Reads a text of a server.
pub async fn get_text(server: SocketAddr, path: &str) -> Option<String> {
    let mut line = dial(server).await.ok()?;
    let request = http::Request::get(path).header("host", server.to_string()).body(Body::empty()).ok()?;
    let answer = line.send_request(request).await.ok()?;
    let body = to_bytes(Body::new(answer.into_body()), 1 << 20).await.ok()?;
    String::from_utf8(body.to_vec()).ok()
}

/// Counts the answers that stand in the steps of a street.
///
/// # Panics
/// When the database does not answer.
pub async fn answered(reader: &storage::Reader, street: &str) -> usize {
    let answers = storage::exam::answers_in(reader, street).await.expect("the database answers");
    usize::try_from(answers).expect("a count")
}

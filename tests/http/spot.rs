//! Spot tests: from the inspector's choice to the worker's result, and what must not happen on the way.

mod inspector;
mod office;
mod worker;

use domain::{
    bank::{Kind, Question},
    exam::{PaperRecord, delivery::letter},
    organization::{Position, Sector},
};
use storage::{organization::UnitRow, spot::CandidateRow};
use support::{Client, Street, TestServer, world::Login};
use uuid::Uuid;

/// A street with the banks, a unit of eight workers, and its inspector.
struct Site {
    street: Street,
    unit: UnitRow,
    login: Login,
    inspector: Client,
}

async fn site(server: &TestServer) -> Site {
    site_with(server, 8).await
}

async fn site_with(server: &TestServer, workers: usize) -> Site {
    let street = server.street().await;
    support::story::load_banks(&street.cx()).await;
    let unit = street.unit_in(&street.area().await, Sector::Machinery, "dust").await;
    // The principal and the safety manager are never drawn.
    street.person(&unit, Position::Principal).await;
    street.person(&unit, Position::SafetyManager).await;
    for n in 0..workers {
        let positions = [Position::Frontline, Position::DangerousPost, Position::TeamLeader];
        street.person(&unit, positions[n % 3]).await;
    }
    let login = street.team().await.login;
    let inspector = server.sign_in(&login).await;
    Site { street, unit, login, inspector }
}

impl Site {
    async fn opened(&mut self, items: &str, wanted: &str) -> Uuid {
        let unit = self.unit.id.to_string();
        let fields = [("unit", unit.as_str()), ("items", items), ("wanted", wanted)];
        let opened = self.inspector.post_json("/api/spot/open", &fields).await;
        opened.is(200).json()["test"].as_str().unwrap().parse().unwrap()
    }

    async fn drawn(&mut self, items: &str, wanted: &str) -> Uuid {
        let test = self.opened(items, wanted).await;
        self.inspector.post_json("/api/spot/draw", &[("test", &test.to_string())]).await.is(200);
        test
    }

    async fn code(&mut self, test: Uuid, place: i32) -> String {
        let (test, place) = (test.to_string(), place.to_string());
        let code = self.inspector.post_json("/api/spot/code", &[("test", &test), ("place", &place)]).await;
        code.is(200).json()["path"].as_str().unwrap().to_owned()
    }

    async fn workers(&self, test: Uuid) -> Vec<CandidateRow> {
        let reader = self.street.db().reader();
        storage::spot::candidates(&reader, self.street.code(), test).await.unwrap()
    }

    async fn worker(&self, test: Uuid, place: i32) -> CandidateRow {
        self.workers(test).await.into_iter().find(|worker| worker.place == place).unwrap()
    }

    async fn ends(&mut self, test: Uuid) {
        self.inspector.post_json("/api/spot/end", &[("test", &test.to_string())]).await.is(200);
    }

    /// Lets a worker take a code of their own and hand in, rightly or not.
    async fn sits(&mut self, server: &TestServer, test: Uuid, place: i32, right: bool) -> Client {
        let path = self.code(test, place).await;
        let mut phone = begun(server, &path).await;
        let fields = answers(&self.worker(test, place).await, right);
        handed_in(&mut phone, &path, &fields).await.is(200);
        phone
    }
}

fn token(path: &str) -> &str {
    path.trim_start_matches("/spot/")
}

/// Opens and confirms a code on a new phone.
async fn begun(server: &TestServer, path: &str) -> Client {
    let mut phone = server.client();
    phone.get(path).await.is(200).see("请核对是不是您本人");
    phone.submit("/api/spot/confirm", &[("token", token(path))]).await.is(200).see("交卷");
    phone
}

async fn handed_in(phone: &mut Client, path: &str, fields: &[(String, String)]) -> support::Answer {
    let mut all = vec![("token", token(path))];
    all.extend(fields.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    phone.post_json("/api/spot/submit", &all).await
}

/// The answers of a worker as the page sends them, all right or all wrong.
fn answers(worker: &CandidateRow, right: bool) -> Vec<(String, String)> {
    let record: PaperRecord = serde_json::from_str(worker.record.as_deref().unwrap()).unwrap();
    let questions: Vec<Question> = serde_json::from_str(worker.items.as_deref().unwrap()).unwrap();
    let mut fields = Vec::new();
    for item in &record.paper.items {
        let question = questions.iter().find(|q| *q.id() == item.id).unwrap();
        let n = item.number;
        let mut letters = |is: &dyn Fn(u8) -> bool| {
            let shown = item.order.iter().enumerate().filter(|(_, original)| is(**original));
            fields.extend(shown.map(|(at, _)| (format!("c{n}"), letter(at).to_string())));
        };
        match question.kind() {
            Kind::Single { right: key, .. } if right => letters(&|o| o == *key),
            Kind::Single { right: key, .. } => letters(&|o| o == u8::from(*key == 0)),
            Kind::Multiple { right: key, .. } if right => letters(&|o| key.contains(&o)),
            Kind::Multiple { right: key, .. } => letters(&|o| key.first() == Some(&o)),
            Kind::TrueFalse { answer } => fields.push((format!("t{n}"), (*answer == right).to_string())),
            other => panic!("the banks have no {other:?}"),
        }
    }
    fields
}

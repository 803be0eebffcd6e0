//! What every case of lessons begins with.

use super::super::media::{publish, sample::film};
use support::{Answer, Client, Street, TestServer, story, world::Principal};

/// A street with two people of the office, one attendee, and a draft that has a test and no text.
pub struct Ground {
    pub street: Street,
    pub one: Client,
    pub other: Client,
    pub principal: Principal,
    pub training: String,
}

impl Ground {
    pub async fn new(server: &TestServer) -> Self {
        let street = server.street().await;
        let principal = street.principal().await;
        story::load_banks(&street.cx()).await;
        let mut one = server.sign_in(&street.office().await).await;
        let other = server.sign_in(&street.office().await).await;
        let training = draft(&street, &mut one, "分部分的培训").await;
        Self { street, one, other, principal, training }
    }

    /// Writes a part; gives its id and its place.
    pub async fn part(&mut self, n: u32, fields: &[(&str, &str)]) -> (String, u64) {
        let id = format!("00000000-0000-7000-8000-0000000001{n:02}");
        let answer = self.save(&id, fields).await;
        let seq = answer.is(200).json()["seq"].as_u64().unwrap();
        (id, seq)
    }

    pub async fn save(&mut self, id: &str, fields: &[(&str, &str)]) -> Answer {
        let mut form = vec![("training", self.training.as_str()), ("lesson", id), ("minutes", "10")];
        form.retain(|(name, _)| !fields.iter().any(|(other, _)| other == name));
        form.extend(fields);
        self.one.post_json("/api/lesson/save", &form).await
    }

    pub async fn text(&mut self, n: u32, title: &str) -> (String, u64) {
        self.part(n, &[("kind", "text"), ("title", title), ("body", "先断电，再救人。")]).await
    }

    pub async fn video(&mut self, n: u32) -> String {
        let media = publish(&mut self.one, &mut self.other, "警示片", &film(600, 4_000)).await;
        self.part(n, &[("kind", "video"), ("title", "看警示片"), ("media-1", &media)]).await;
        media
    }

    pub async fn offer(&mut self) -> Answer {
        self.one.post_json("/api/training/publish", &[("training", &self.training)]).await
    }

    pub fn lesson(&self, seq: u64) -> String {
        format!("/my/trainings/{}/lessons/{seq}", self.training)
    }
}

pub async fn draft(street: &Street, office: &mut Client, title: &str) -> String {
    let banks = storage::training::banks(&street.cx().reader(), street.code()).await.unwrap();
    let banks = banks.iter().filter(|bank| bank.code != domain::training::OFFICIALS_BANK);
    let banks: Vec<String> = banks.map(|bank| bank.id.to_string()).collect();
    let mut fields = vec![
        ("title", title),
        ("hours", "4"),
        ("audience", "principal"),
        ("due_on", "2099-12-31"),
        ("lesson", ""),
    ];
    fields.extend(banks.iter().map(|bank| ("banks", bank.as_str())));
    let made = office.post_json("/api/training/create", &fields).await;
    made.is(200).json()["training"].as_str().unwrap().to_owned()
}

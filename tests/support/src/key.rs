//! The right answers of a paper, as a candidate who knows everything would give them. Read from the database:
//! no answer of the server holds them.

use domain::{
    bank::{Kind, Question},
    exam::{PaperRecord, delivery::letter},
};
use storage::Database;
use uuid::Uuid;

/// One item with the fields of its right answer.
pub struct RightAnswer {
    /// Its reference, such as `12`.
    pub item: String,
    /// The fields of the form: `choice` (repeated) or `truth`.
    pub fields: Vec<(&'static str, String)>,
}

/// Reads the right answers of a sitting's paper, in its order.
///
/// # Panics
/// Where there is no such sitting.
#[expect(clippy::unwrap_used, reason = "tests end where something is not there")]
pub async fn right_answers(db: &Database, street: &str, attempt: Uuid) -> Vec<RightAnswer> {
    let paper = storage::exam::paper(&db.reader(), street, attempt).await.unwrap().unwrap();
    let record: PaperRecord = serde_json::from_str(&paper.record).unwrap();
    let questions = questions(db, street, attempt).await;
    let items = record.paper.items.iter().map(|item| {
        let question = questions.iter().find(|q| *q.id() == item.id).unwrap();
        let letters = |right: &dyn Fn(u8) -> bool| {
            let shown = item.order.iter().enumerate().filter(|(_, original)| right(**original));
            shown.map(|(place, _)| ("choice", letter(place).to_string())).collect()
        };
        let fields = match question.kind() {
            Kind::Single { right, .. } => letters(&|o| o == *right),
            Kind::Multiple { right, .. } => letters(&|o| right.contains(&o)),
            Kind::TrueFalse { answer } => vec![("truth", answer.to_string())],
            other => panic!("the demo banks have no {other:?}"),
        };
        RightAnswer { item: item.number.to_string(), fields }
    });
    items.collect()
}

/// Reads the questions that a sitting's paper is drawn from.
///
/// # Panics
/// Where there is no such sitting.
#[expect(clippy::unwrap_used, reason = "tests end where something is not there")]
pub async fn questions(db: &Database, street: &str, attempt: Uuid) -> Vec<Question> {
    let reader = db.reader();
    let exam = storage::exam::attempt(&reader, street, attempt).await.unwrap().unwrap().exam_id;
    let versions = storage::exam::bank_versions(&reader, street, exam).await.unwrap();
    let rows = storage::bank::questions(&reader, street, &versions).await.unwrap();
    rows.iter().map(|row| serde_json::from_str(&row.body).unwrap()).collect()
}

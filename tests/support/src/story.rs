//! What has happened in a street before a test begins, through the real use-cases.

use crate::{
    key::right_answers,
    place,
    world::{Principal, Street},
};
use application::{
    Cx,
    drill::{Hand, OpenYear, open_year},
    exam::{AnswerForm, save_answer, start_attempt, submit_attempt},
    training::{NewTraining, create_training, decide_excuse, lesson_read, pending_excuses, publish_training},
};
use chrono::Datelike;
use domain::{
    actor::Actor,
    exam::GivenAnswer,
    id::Id,
    organization::{Position, Sector, vocabulary_role::Role},
    training::OFFICIALS_BANK,
};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The lesson of the offered training.
const LESSON: &str = "## 第一课\n\n您是本单位安全生产第一责任人。先管风险，再查隐患，出了事如实报告。";

/// Acts as a fresh office account of the street.
pub async fn as_office(street: &Street) -> Cx {
    let login = street.office().await;
    let mut cx = street.cx();
    cx.actor = Some(Actor {
        account: Id::new(login.account),
        name: login.login,
        street: cx.street.clone(),
        role: Role::Office,
        area: None,
        person: None,
        unit: None,
        team: None,
    });
    cx
}

/// The banks that most cases draw from: three of enterprises and that of the officials. All sixteen would be read
/// into a fresh database by every case.
const BANKS: [&str; 4] = ["work-safety-law", "shandong-regulations", "industry-major-hazards", "officials"];

/// Publishes the banks that most cases draw from; gives how many.
///
/// # Panics
/// When one cannot be read.
pub async fn load_banks(cx: &Cx) -> usize {
    for bank in BANKS {
        let folder = place::root().join("question-banks").join(bank);
        let bank = application::bank::read_bank(&folder).expect("the bank reads");
        application::bank::publish_bank(cx, &bank).await.expect("the bank is published");
    }
    BANKS.len()
}

/// Freezes the banks and makes a training for the principals of the street, with its test; a draft.
///
/// # Panics
/// When a use-case refuses.
pub async fn draft_training(street: &Street, title: &str) -> (Cx, Uuid) {
    let cx = as_office(street).await;
    load_banks(&cx).await;
    let banks = storage::training::banks(&cx.reader(), street.code()).await.expect("banks");
    let new = NewTraining {
        title: title.into(),
        hours: "12".into(),
        audience: vec![Position::Principal.code().into()],
        lesson: LESSON.into(),
        lecturer: "街道应急办".into(),
        due_on: "2099-12-31".into(),
        banks: banks.into_iter().filter(|bank| bank.code != OFFICIALS_BANK).map(|bank| bank.id).collect(),
        ..NewTraining::default()
    };
    let id = create_training(&cx, new).await.expect("a training is made");
    (cx, id)
}

/// Offers a training to the principals of the street.
///
/// # Panics
/// When a use-case refuses.
pub async fn offer_training(street: &Street, title: &str) -> Uuid {
    let (cx, id) = draft_training(street, title).await;
    publish_training(&cx, id).await.expect("a training is offered");
    id
}

/// Lets another member of the office approve every excuse that waits.
///
/// # Panics
/// When a use-case refuses.
pub async fn approve_excuses(street: &Street) {
    let cx = as_office(street).await;
    for waiting in pending_excuses(&cx, None).await.expect("the office lists excuses").lines {
        decide_excuse(&cx, waiting.id, true).await.expect("an excuse is approved");
    }
}

/// Fills the street with units and opens this year, every day a working day, so that a draw is sure to draw
/// and can be followed at once.
///
/// # Panics
/// When a use-case refuses.
pub async fn open_drill_year(street: &Street) {
    let area = street.area().await;
    for n in 0..24 {
        street.unit_in(&area, Sector::ENTERPRISE[n % Sector::ENTERPRISE.len()], "").await;
    }
    let cx = as_office(street).await;
    let year = cx.today().year();
    let first = chrono::NaiveDate::from_ymd_opt(year, 1, 1).expect("a year has a first day");
    let made_up: BTreeSet<_> = first.iter_days().take_while(|day| day.year() == year).collect();
    let slots = vec!["00:00".to_owned()];
    let wanted = OpenYear { year, off: BTreeSet::new(), made_up, slots, mean_milli: Some(60_000) };
    open_year(&cx, Hand::Office, wanted).await.expect("the year opens");
}

/// Lets a principal read, sit and pass; gives the number of the certificate.
///
/// # Panics
/// When a use-case refuses.
pub async fn pass(street: &Street, principal: &Principal, training: Uuid) -> String {
    let mut cx = street.cx();
    cx.actor = Some(Actor {
        account: Id::new(principal.login.account),
        name: principal.person.name.clone(),
        street: cx.street.clone(),
        role: Role::Examinee,
        area: None,
        person: Some(Id::new(principal.person.id)),
        unit: Some(Id::new(principal.unit.id)),
        team: None,
    });
    lesson_read(&cx, training).await.expect("the lesson is read");
    let attempt = start_attempt(&cx, training).await.expect("a sitting starts").attempt;
    let right = right_answers(&cx.system.db, street.code(), attempt).await;
    for (n, answer) in right.iter().enumerate() {
        let letters = || answer.fields.iter().map(|(_, letter)| letter.as_str()).collect::<String>();
        let given = match answer.fields[0] {
            ("truth", ref held) => GivenAnswer::TrueFalse(held == "true"),
            _ => GivenAnswer::Letters(letters()),
        };
        let item = answer.item.parse().expect("an item");
        let form =
            AnswerForm { attempt, item, lease: 1, seq: n as u64 + 1, given: Some(given), lenient: false };
        save_answer(&cx, form).await.expect("an answer is saved");
    }
    submit_attempt(&cx, attempt).await.expect("the paper is handed in");
    let certificate = storage::certificate::of_attempt(&cx.reader(), street.code(), attempt).await;
    certificate.expect("the database answers").expect("a certificate was issued").serial
}

//! The server is killed in the middle of exams: nothing that it acknowledged is lost.
//!
//! `cargo xtask soak exam-faults` runs the same with fifty kills; here `ANXUN_FAULTS` says how many.
#![expect(clippy::unwrap_used, reason = "tests end where something is not there")]

use domain::{
    exam::{Answer, attempt::What},
    stream::KeyStream,
};
use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};
use storage::exam::StepRow;
use support::{
    Kind, RealServer,
    crowd::{Candidate, Lost, gather},
    place::setting,
};
use tokio::sync::watch;
use uuid::Uuid;

const CANDIDATES: usize = 200;
/// So many of the fifty items each candidate answers; one in four is answered again.
const ANSWERS: usize = 24;

mod sqlite {
    #[test]
    fn no_acknowledged_answer_is_lost_when_the_server_is_killed() {
        super::run(support::Kind::Sqlite);
    }
}

mod postgres {
    #[test]
    fn no_acknowledged_answer_is_lost_when_the_server_is_killed() {
        super::run(support::Kind::Postgres);
    }
}

fn run(kind: Kind) {
    if support::database::left_out(kind) {
        return;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(killed_in_the_middle(kind));
}

/// What one candidate was told to be saved: by item the sequence and the choice.
type Acknowledged = BTreeMap<usize, Vec<(u64, usize)>>;

/// The server as candidates know it: its life's number, and how much it has acknowledged so far.
struct Watched {
    life: watch::Receiver<u32>,
    saved: AtomicU64,
    progress: watch::Sender<u64>,
}

async fn killed_in_the_middle(kind: Kind) {
    let kills: u64 = setting("ANXUN_FAULTS").map_or(3, |text| text.parse().unwrap());
    let server = RealServer::start(kind).await;
    let (next_life, life) = watch::channel(0);
    let (progress, mut reached) = watch::channel(0);
    let watched = Arc::new(Watched { life, saved: AtomicU64::new(0), progress });
    // Enough rounds of exams that every kill meets answers under way.
    let all = (CANDIDATES * ANSWERS) as u64;
    let rounds = kills.div_ceil(10).max(1);
    let mut dice = KeyStream::new(&[7; 32]);
    let mut moments: Vec<u64> = (0..kills)
        .map(|_| 1 + u64::from(dice.below(u32::try_from(all * rounds * 9 / 10).unwrap())))
        .collect();
    moments.sort_unstable();
    let mut killed = moments.into_iter().peekable();
    for round in 0..rounds {
        let crowd = gather(&server.world, CANDIDATES).await;
        let candidates = crowd.people.iter().enumerate().map(|(n, attendee)| {
            let candidate = Candidate::new(attendee.clone(), server.address());
            tokio::spawn(sit(candidate, crowd.training, n as u32, Arc::clone(&watched)))
        });
        let candidates: Vec<_> = candidates.collect();
        let last = (round + 1) * all * 9 / 10;
        while let Some(moment) = killed.next_if(|moment| *moment <= last || round + 1 == rounds) {
            reached.wait_for(|saved| *saved >= moment).await.unwrap();
            server.kill();
            server.restart();
            next_life.send_modify(|life| *life += 1);
        }
        for candidate in candidates {
            let (attempt, acknowledged) = candidate.await.unwrap();
            check(&server, crowd.street.code(), attempt, &acknowledged).await;
        }
        one_sitting_each(&server, crowd.street.code(), crowd.training).await;
    }
    assert_eq!(u64::from(*next_life.borrow()), kills);
    server.stop().await;
}

/// Tries until the server answers. Where nobody listens it waits for the server's next life.
macro_rules! until_it_works {
    ($life:ident, $try:expr) => {
        loop {
            $life.borrow_and_update();
            match $try.await {
                Ok(_) => break,
                Err(Lost::Broken) => {}
                Err(Lost::Down) => $life.changed().await.unwrap(),
            }
        }
    };
}

/// Sits an exam to its end, whatever happens to the server.
async fn sit(
    mut candidate: Candidate,
    training: Uuid,
    seed: u32,
    watched: Arc<Watched>,
) -> (Uuid, Acknowledged) {
    let mut acknowledged = Acknowledged::new();
    let mut dice = KeyStream::new(&[u8::try_from(seed % 251).unwrap(); 32]);
    let mut life = watched.life.clone();
    until_it_works!(life, candidate.start(training));
    until_it_works!(life, candidate.read());
    let mut seq = 0;
    for n in 0..ANSWERS {
        let item = if n % 4 == 3 { dice.below(n as u32) as usize } else { n };
        seq += 1;
        let choice = dice.below(6) as usize;
        until_it_works!(life, candidate.answer(item, seq, choice));
        acknowledged.entry(item).or_default().push((seq, choice));
        let saved = watched.saved.fetch_add(1, Ordering::Relaxed) + 1;
        watched.progress.send_if_modified(|most| {
            *most = (*most).max(saved);
            true
        });
    }
    until_it_works!(life, candidate.submit());
    (candidate.attempt(), acknowledged)
}

/// Every acknowledged answer stands in the steps once, and the last one to an item is the current one.
async fn check(server: &RealServer, street: &str, attempt: Uuid, acknowledged: &Acknowledged) {
    let reader = server.world.db().reader();
    let row = storage::exam::attempt(&reader, street, attempt).await.unwrap().unwrap();
    assert_eq!(row.state, "submitted");
    assert!(row.score.is_some());
    let steps = storage::exam::steps(&reader, street, attempt).await.unwrap();
    let answered: Vec<&StepRow> = steps.iter().filter(|step| step.kind == "answered").collect();
    for (place, answers) in acknowledged {
        let item = i32::try_from(place + 1).unwrap() * 100;
        for (seq, _) in answers {
            let seq = i64::try_from(*seq).unwrap();
            let kept = answered.iter().filter(|step| step.item == Some(item) && step.client_seq == Some(seq));
            assert_eq!(kept.count(), 1, "answer {seq} to item {place} of {attempt}");
        }
        let newest =
            answered.iter().filter(|step| step.item == Some(item)).max_by_key(|s| (s.lease, s.client_seq));
        let (seq, _) = answers.last().unwrap();
        assert_eq!(newest.unwrap().client_seq, Some(i64::try_from(*seq).unwrap()));
    }
    assert_eq!(answered.len(), ANSWERS, "an answer of {attempt} is there twice");
    for step in answered {
        let what: What = serde_json::from_str(&step.body).unwrap();
        assert!(matches!(
            what,
            What::Answered { answer: Answer::Choice(_) | Answer::TrueFalse(_), late: false, .. }
        ));
    }
}

/// Nobody has two sittings, and every sitting was handed in.
async fn one_sitting_each(server: &RealServer, street: &str, training: Uuid) {
    let reader = server.world.db().reader();
    let exam = storage::training::find(&reader, street, training).await.unwrap().unwrap().exam_id.unwrap();
    let counts = storage::exam::counts(&reader, street, &[exam]).await.unwrap();
    let all: i64 = counts.iter().map(|count| count.attempts).sum();
    assert_eq!(usize::try_from(all).unwrap(), CANDIDATES);
    assert!(counts.iter().all(|count| count.state == "submitted"));
}

//! A drill year from its opening to an auditor's proof, through the use-cases and a real database.
#![expect(clippy::unwrap_used, reason = "tests end where something is not there")]

use application::{
    Clock, Cx, Entropy, Failure, System,
    cx::{DrillSeeds, Services},
    demo,
    drill::{self, AbortDrill, FinishDrill, Hand, MarkDrill, OpenYear, Start},
    seal::Sealer,
};
use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use contract::{
    Refusal, UiError,
    drill::{DrillQuery, Grade, TodayState},
};
use document::sign::{NewIdentity, Signer};
use domain::{
    actor::Actor,
    drill::{bundle::verify, stage::Mark},
    id::{Id, Team},
    organization::{DivisionCode, Sector, vocabulary_role::Role},
    progress::{Basis, year_figures},
};
use std::{
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
};
use storage::{
    Database,
    account::{AccountRow, MembershipRow},
    organization::{AreaRow, StreetRow, TeamRow, UnitRow},
};
use uuid::Uuid;

const STREET: &str = "370112104";

struct HandClock(Mutex<DateTime<Utc>>);
impl Clock for HandClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap()
    }
}

struct Counting(AtomicU64);
impl Entropy for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        let n = self.0.fetch_add(1, Ordering::Relaxed);
        let block = domain::hash::hash(&n.to_be_bytes());
        bytes.iter_mut().zip(block.iter().cycle()).for_each(|(byte, value)| *byte = *value);
    }
}

/// A street with units, two teams and one login a role, at 08:00 of a Monday.
struct World {
    system: System,
    clock: Arc<HandClock>,
    account: Uuid,
    teams: Vec<Uuid>,
    file: PathBuf,
}

impl Drop for World {
    fn drop(&mut self) {
        for ending in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{ending}", self.file.display()));
        }
    }
}

fn services(clock: Arc<HandClock>) -> Services {
    let identity = NewIdentity {
        common_name: "test",
        secret: &[5; 32],
        serial: &[6; 16],
        not_before: 1_700_000_000,
        not_after: 2_000_000_000,
    };
    Services {
        clock,
        entropy: Arc::new(Counting(AtomicU64::new(0))),
        sealer: Sealer::new(&[1; 32]),
        drill_seeds: DrillSeeds { a: [2; 32], b: [3; 32] },
        fonts: None,
        signer: Signer::generate(&identity).unwrap(),
        media: application::media::MediaStore::new(std::env::temp_dir().join("anxun-drill-media")),
        qr_key: document::sign::EnvelopeKey::new(&[4; 32]),
        public_url: "http://localhost".into(),
    }
}

impl World {
    async fn new(name: &str, units: usize) -> Self {
        let file = std::env::temp_dir().join(format!("anxun-{name}-{}.sqlite", std::process::id()));
        let db = Database::open(&format!("sqlite://{}", file.display())).await.unwrap();
        db.migrate().await.unwrap();
        let clock = Arc::new(HandClock(Mutex::new("2026-11-23T00:00:00Z".parse().unwrap())));
        let system = System::new(db, Arc::new(services(clock.clone())));
        let mut world = Self { system, clock, account: Uuid::from_u128(1), teams: Vec::new(), file };
        world.fill(units).await;
        world
    }

    async fn fill(&mut self, units: usize) {
        let cx = self.cx(Role::Office, None);
        let (now, street) = (cx.now(), STREET.to_owned());
        let tx = cx.begin().await.unwrap();
        let row =
            StreetRow { code: street.clone(), name: "街道".into(), letters: "TW".into(), created_at: now };
        storage::organization::add_street(&tx, row).await.unwrap();
        let areas: Vec<AreaRow> = (0..4)
            .map(|n| AreaRow { street: street.clone(), id: cx.new_uuid(), name: format!("{n}区"), sort: n })
            .collect();
        storage::organization::add_areas(&tx, areas.clone()).await.unwrap();
        let teams: Vec<TeamRow> = (0..2)
            .map(|n| TeamRow { street: street.clone(), id: cx.new_uuid(), name: format!("{n}组") })
            .collect();
        self.teams = teams.iter().map(|team| team.id).collect();
        storage::organization::add_teams(&tx, teams).await.unwrap();
        let units = (0..units).map(|n| UnitRow {
            street: street.clone(),
            id: cx.new_uuid(),
            name: format!("单位{n}"),
            credit_code: format!("{n:018}"),
            area_id: areas[n % 4].id,
            sector: Sector::ALL[n % 12].code().into(),
            address: String::new(),
            headcount: 10,
            facts: if n % 3 == 0 { "dust".into() } else { String::new() },
            closed_on: None,
            created_at: now,
            updated_at: now,
        });
        storage::organization::add_units(&tx, units.collect()).await.unwrap();
        let account = AccountRow {
            id: self.account,
            login: "a".into(),
            name: "a".into(),
            password_hash: String::new(),
            must_change: false,
            disabled_at: None,
            created_at: now,
        };
        let membership = MembershipRow {
            id: cx.new_uuid(),
            account_id: self.account,
            street,
            role: "office".into(),
            area_id: None,
            person_id: None,
            team_id: None,
            created_at: now,
        };
        storage::account::add(&tx, account, membership).await.unwrap();
        tx.commit().await.unwrap();
    }

    fn cx(&self, role: Role, team: Option<Uuid>) -> Cx {
        let street = DivisionCode::parse(STREET).unwrap();
        let actor = Actor {
            account: Id::new(self.account),
            name: "a".into(),
            street: street.clone(),
            role,
            area: None,
            person: None,
            unit: None,
            team: team.map(Id::<Team>::new),
        };
        self.system.cx(street, Some(actor), String::new())
    }

    fn set(&self, instant: &str) {
        *self.clock.0.lock().unwrap() = instant.parse().unwrap();
    }

    fn wait(&self, minutes: i64) {
        *self.clock.0.lock().unwrap() += TimeDelta::minutes(minutes);
    }

    fn office(&self) -> Cx {
        self.cx(Role::Office, None)
    }

    async fn open(&self) {
        drill::open_year(&self.office(), Hand::Office, OpenYear { year: 2026, ..OpenYear::default() })
            .await
            .unwrap();
    }

    async fn draw(&self) {
        let cx = self.office();
        drill::open_day(&cx, Hand::Office, cx.today()).await.unwrap();
    }

    /// Takes over everything that is due, of both teams.
    async fn release(&self) -> Vec<(Uuid, Uuid)> {
        let mut drills = Vec::new();
        for team in &self.teams {
            if let Ok(ids) = drill::release_for_team(&self.cx(Role::Team, Some(*team))).await {
                drills.extend(ids.into_iter().map(|id| (*team, id)));
            }
        }
        drills
    }
}

fn refusal<T: std::fmt::Debug>(result: Result<T, Failure>) -> Refusal {
    match result.unwrap_err() {
        Failure::Told(UiError::Refused(refusal)) => refusal,
        other => panic!("not a refusal: {other:?}"),
    }
}

async fn hold(world: &World, team: Uuid, id: Uuid) {
    let cx = || world.cx(Role::Team, Some(team));
    let key = |mark: &str| format!("{id}-{mark}");
    drill::arrive(&cx(), id).await.unwrap();
    let start = |safe| Start { drill: id, safe, client_key: key("start") };
    assert_eq!(refusal(drill::start(&cx(), start(false)).await), Refusal::SafetyNotConfirmed);
    drill::start(&cx(), start(true)).await.unwrap();
    for mark in [Mark::Alarm, Mark::FirstResponse, Mark::Headcount, Mark::Control] {
        world.wait(1);
        let wanted = MarkDrill { drill: id, mark, client_key: key(mark.code()), note: String::new() };
        drill::mark(&cx(), wanted.clone()).await.unwrap();
        // Sent twice, set once.
        drill::mark(&cx(), wanted).await.unwrap();
    }
    let grade = Some(Grade::Good);
    let sheet = FinishDrill {
        drill: id,
        preparedness: grade,
        response: grade,
        evacuation: grade,
        remarks: String::new(),
    };
    assert!(drill::finish(&cx(), sheet).await.unwrap());
    assert_eq!(drill::team_drill(&cx(), id).await.unwrap().reached.len(), 5);
}

#[tokio::test]
async fn a_year_is_opened_drawn_held_published_and_proved() {
    let world = World::new("drill-story", 600).await;
    world.open().await;
    let again =
        drill::open_year(&world.office(), Hand::Office, OpenYear { year: 2026, ..OpenYear::default() }).await;
    assert_eq!(refusal(again), Refusal::YearAlreadyOpen { year: 2026 });
    world.draw().await;
    let today = world.office().today();
    assert_eq!(refusal(drill::open_day(&world.office(), Hand::Office, today).await), Refusal::AlreadyDrawn);
    let seen = drill::office_drills(&world.office(), DrillQuery::default()).await.unwrap();
    assert_eq!(seen.today.state, TodayState::Drawn);
    let size = seen.today.sealed;
    assert!(size >= 1, "600 units give a drill a day");
    assert!(world.release().await.is_empty(), "nobody is told before the slot's half hour");
    assert_eq!(
        refusal(drill::publish_links(&world.office(), Hand::Office, today).await),
        Refusal::DayNotOver
    );
    world.set("2026-11-23T07:00:00Z");
    let drills = world.release().await;
    assert_eq!(drills.len(), size as usize);
    let auditor = world.cx(Role::Auditor, None);
    let day = seen.today.head.unwrap().day;
    assert_eq!(refusal(drill::export_draw_bundle(&auditor, 2026, day).await), Refusal::LinksNotPublished);
    let running = drill::publish_links(&world.office(), Hand::Office, today).await;
    assert_eq!(refusal(running), Refusal::DrillsRunning { count: size });
    for (team, id) in &drills {
        hold(&world, *team, *id).await;
    }
    drill::publish_links(&world.office(), Hand::Office, today).await.unwrap();
    assert_eq!(refusal(drill::publish_links(&world.office(), Hand::Office, today).await), Refusal::LinksOut);
    let bundle = drill::export_draw_bundle(&auditor, 2026, day).await.unwrap();
    assert_eq!(bundle.arrivals.len(), drills.len());
    let report = verify(&bundle);
    assert!(report.agrees(), "{:?}", report.differences().collect::<Vec<_>>());
    let mut forged = bundle;
    forged.result.pools[0].drawn[0].unit = Uuid::from_u128(7).to_string();
    assert!(!verify(&forged).agrees());
}

#[tokio::test]
async fn no_row_names_a_target_before_its_team_is_sent() {
    let world = World::new("drill-secret", 600).await;
    world.open().await;
    world.draw().await;
    let reader = world.system.db.reader();
    let row = storage::drill::draw(&reader, STREET, 2026, i32::try_from(day_number(&world)).unwrap()).await;
    let row = row.unwrap().unwrap();
    let sealed = row.sealed.clone().unwrap();
    assert!(hex_only(&sealed), "the result is not text that anybody can read");
    let drills = storage::drill::drills_of_day(&reader, STREET, 2026, row.day).await.unwrap();
    assert!(drills.is_empty());
    // The office's page tells how many, and nothing of whom: the same for every outcome of that size.
    let view = drill::office_drills(&world.office(), DrillQuery::default()).await.unwrap();
    let text = serde_json::to_string(&view).unwrap();
    let units = storage::organization::all_units(&reader, STREET).await.unwrap();
    assert!(units.iter().all(|unit| !text.contains(&unit.id.to_string()) && !text.contains(&unit.name)));
    // Another role than a team is sent away, and a team sees no other team's drill.
    world.set("2026-11-23T07:00:00Z");
    let (team, id) = world.release().await[0];
    let other = world.teams.iter().find(|other| **other != team).copied();
    let foreign = drill::team_drill(&world.cx(Role::Team, other), id).await.unwrap_err();
    assert_eq!(foreign.told(), Some(&UiError::Missing));
    let office = drill::team_drill(&world.office(), id).await.unwrap_err();
    assert_eq!(office.told(), Some(&UiError::Denied));
}

fn day_number(world: &World) -> usize {
    let today = world.office().today();
    let days = domain::calendar::working_days(today.year(), &Default::default(), &Default::default());
    days.iter().position(|day| *day == today).unwrap() + 1
}

fn hex_only(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[tokio::test]
async fn the_clock_and_the_calendar_decide_what_can_be_drawn() {
    let world = World::new("drill-calendar", 30).await;
    let today: NaiveDate = "2026-11-23".parse().unwrap();
    let closed = drill::open_day(&world.office(), Hand::Office, today).await;
    assert_eq!(refusal(closed), Refusal::YearNotOpen { year: 2026 });
    world.open().await;
    let tomorrow = today.succ_opt().unwrap();
    drill::freeze_inputs(&world.office(), Hand::Operator, tomorrow).await.unwrap();
    let early = drill::draw_day(&world.office(), Hand::Office, tomorrow).await;
    assert_eq!(refusal(early), Refusal::OnlyToday { today: "2026-11-23".into() });
    world.set("2026-11-28T01:00:00Z");
    let saturday = drill::open_day(&world.office(), Hand::Office, world.office().today()).await;
    assert_eq!(refusal(saturday), Refusal::NotAWorkingDay { date: "2026-11-28".into() });
    let auditor = drill::open_day(&world.cx(Role::Auditor, None), Hand::Office, today).await.unwrap_err();
    assert_eq!(auditor.told(), Some(&UiError::Denied));
}

#[tokio::test]
async fn a_drill_is_broken_off_only_with_a_reason_and_stands_then() {
    let world = World::new("drill-abort", 600).await;
    world.open().await;
    world.draw().await;
    world.set("2026-11-23T07:00:00Z");
    let (team, id) = world.release().await[0];
    let cx = world.cx(Role::Team, Some(team));
    let wanted = |reason: &str| AbortDrill { drill: id, reason: reason.into() };
    assert!(drill::abort(&cx, wanted("  ")).await.unwrap_err().told().is_some());
    drill::abort(&cx, wanted("单位今日停电停产")).await.unwrap();
    assert_eq!(refusal(drill::abort(&cx, wanted("再来")).await), Refusal::WrongStage);
    assert_eq!(refusal(drill::arrive(&cx, id).await), Refusal::WrongStage);
    let view = drill::team_drill(&cx, id).await.unwrap();
    assert_eq!((view.stage.as_str(), view.four_no), ("aborted", None));
}

#[tokio::test]
async fn the_demo_history_lies_near_the_yearly_targets() {
    let world = World::new("drill-demo", 120).await;
    let cx = world.office();
    demo::drill::load(&cx, "2026-11-23".parse().unwrap()).await.unwrap();
    let date = |text: &str| text.parse::<NaiveDate>().unwrap();
    let (reader, from, to) = (cx.reader(), date("2024-01-01"), date("2026-12-31"));
    let facts = drill::facts(&storage::drill::finished_between(&reader, STREET, from, to).await.unwrap());
    let share = |year| year_figures(year, &facts, Basis::StreetOrganised).share.per_mille().unwrap();
    assert!((420..=450).contains(&share(2024)), "{}", share(2024));
    assert!((540..=570).contains(&share(2025)), "{}", share(2025));
    assert!((860..=899).contains(&share(2026)), "{}", share(2026));
    let figures = year_figures(2026, &facts, Basis::StreetOrganised);
    assert!(figures.silent_months(date("2026-11-22")).is_empty(), "every month had a four-no drill");
    assert!(facts.iter().all(|fact| fact.held_on < date("2026-11-23")));
    // Every day can be drawn, a Sunday too.
    world.set("2026-11-29T01:00:00Z");
    world.draw().await;
}

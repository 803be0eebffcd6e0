//! Demo data: departments with their officials' tests, a contest in two rounds, a practical assessment.
//!
//! Everything but the departments themselves goes through the use-cases of real people, at instants of the past.

use super::{
    organization::{DemoAccount, PASSWORD},
    training::{clerk, examinee, excuse_by_two},
};
use crate::{
    Cx, Failure,
    account::{NewAccount, add_account},
    contest::{approve, leave_out, propose, publish_ranking},
    exam::{self, sit_at_once},
    practical::{NewSession, NewSheet, hand_in, make_sheet, open_session},
    training::{NewTraining, close_training, create_training, publish_training},
};
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use domain::{
    actor::Actor,
    calendar,
    hash::hash,
    organization::{CreditCode, Employment, Position, Sector, vocabulary_role::Role},
    stream::KeyStream,
    training::OFFICIALS_BANK,
};
use storage::organization::{PersonFilter, PersonRow, UnitRow};
use uuid::Uuid;

/// The departments, with how many officials of which position.
const DEPARTMENTS: [(&str, &[(Position, u32)]); 8] = [
    ("街道党政办公室", &[(Position::Leader, 4), (Position::CommitteeMember, 2)]),
    ("街道应急管理办公室", &[(Position::CommitteeMember, 3), (Position::EnforcementOfficer, 4)]),
    ("街道综合行政执法中队", &[(Position::EnforcementOfficer, 8)]),
    ("街道建设管理办公室", &[(Position::CommitteeMember, 4)]),
    ("街道市场监管所", &[(Position::CommitteeMember, 2), (Position::EnforcementOfficer, 4)]),
    ("街道教育和卫生健康办公室", &[(Position::CommitteeMember, 5)]),
    ("工业园管理区办事处", &[(Position::AreaOfficial, 5)]),
    ("物流园管理区办事处", &[(Position::AreaOfficial, 4)]),
];
/// The first official's mobile; further ones have the numbers after it.
const FIRST_MOBILE: u64 = 19_900_010_001;
/// Given to officials in turn; nobody in particular is meant.
const NAMES: [&str; 12] = [
    "陈学军",
    "赵立群",
    "孙玉珍",
    "刘海涛",
    "王红梅",
    "李建国",
    "张晓燕",
    "周文博",
    "吴德胜",
    "徐春燕",
    "马国庆",
    "高志远",
];
const SURNAMES: [&str; 10] = ["林", "何", "宋", "郑", "韩", "冯", "于", "董", "程", "曹"];

/// The sheet of the demo's practical assessment.
const SHEET: &str = "检查灭火器｜压力指针在绿区，铅封完好｜10\n提取灭火器｜平稳提至着火点上风向｜15\n\
拔销、握管｜先拔保险销，一手握管一手压把｜20\n站位与距离｜距火点 2 至 3 米，身体前倾｜15｜否决\n\
对准根部扫射｜由近及远，左右扫射火焰根部｜25｜否决\n\
确认熄灭、后撤｜面向火点后撤，确认无复燃｜10\n器材归位｜放回原处并报告｜5\n不逆风灭火｜任何时候不站在下风向｜0｜否决";

/// Whose hands the demo plays.
struct Hands {
    office: Uuid,
    second: Uuid,
}

/// Loads it all; gives the account of an official.
pub async fn load(cx: &Cx, as_of: NaiveDate, accounts: &[DemoAccount]) -> Result<Vec<DemoAccount>, Failure> {
    let account = |login: &str| accounts.iter().find(|a| a.login == login).map(|a| a.id).unwrap_or_default();
    let hands = Hands { office: account("office"), second: account("office2") };
    let mut chance = KeyStream::new(&hash(b"anxun demo assessments v1"));
    let before = |days: u64| as_of.checked_sub_days(Days::new(days)).unwrap_or(as_of);
    let official = departments(cx, &mut chance).await?;
    let year = |back: u64, day: u64| before(back * 365 + day);
    for (began, due) in
        [(year(2, 38), year(2, 24)), (year(1, 38), year(1, 24)), (before(20), as_of + Days::new(18))]
    {
        test_of_officials(cx, &hands, began, due, as_of, &mut chance).await?;
    }
    let first = contest(cx, &hands, before(30), "安全生产法知识竞赛初赛", None, &mut chance).await?;
    let last = contest(cx, &hands, before(9), "安全生产法知识竞赛决赛", Some(first), &mut chance).await?;
    recommend(cx, &hands, last, noon(before(8))).await?;
    practical(cx, &hands, before(5), [account("area1"), account("team1")], &mut chance).await?;
    Ok(official.into_iter().collect())
}

fn noon(day: NaiveDate) -> DateTime<Utc> {
    calendar::instant(day.and_time(chrono::NaiveTime::MIN)) + TimeDelta::hours(12)
}

/// Adds the departments and their officials, and an account for the first one.
async fn departments(cx: &Cx, chance: &mut KeyStream) -> Result<Option<DemoAccount>, Failure> {
    let areas = storage::organization::areas(&cx.reader(), cx.street()).await?;
    let Some(last) = areas.last() else { return Ok(None) };
    let (mut units, mut people) = (Vec::new(), Vec::new());
    for (number, (name, staff)) in (1..).zip(DEPARTMENTS) {
        let code = CreditCode::complete(&format!("11370112MB{number:07}"));
        let code = code.map_err(|e| anyhow::anyhow!("a demo department: {e:?}"))?;
        let own = areas.iter().find(|area| name.starts_with(&area.name)).unwrap_or(last);
        let unit = UnitRow {
            street: cx.street().to_owned(),
            id: cx.new_uuid(),
            name: name.into(),
            credit_code: code.as_str().to_owned(),
            area_id: own.id,
            sector: Sector::Department.code().into(),
            address: "唐王街道办事处".into(),
            headcount: 12,
            facts: String::new(),
            closed_on: None,
            created_at: cx.now(),
            updated_at: cx.now(),
        };
        for (position, count) in staff {
            for _ in 0..*count {
                let mobile = FIRST_MOBILE + people.len() as u64;
                people.push(official(cx, &unit, *position, mobile, chance));
            }
        }
        units.push(unit);
    }
    let tx = cx.begin().await?;
    storage::organization::add_units(&tx, units.clone()).await?;
    storage::organization::add_people(&tx, people.clone()).await?;
    tx.commit().await?;
    let (Some(person), Some(unit)) = (people.first(), units.first()) else { return Ok(None) };
    let (login, name) = (person.mobile.clone(), person.name.clone());
    let new = NewAccount {
        login: login.clone(),
        name: name.clone(),
        password: PASSWORD.into(),
        must_change: false,
        role: Role::Examinee,
        area_id: None,
        person_id: Some(person.id),
        team_id: None,
    };
    let id = add_account(cx, new).await?;
    Ok(Some(DemoAccount { id, login, name, role: Role::Examinee, place: unit.name.clone() }))
}

fn official(cx: &Cx, unit: &UnitRow, position: Position, mobile: u64, chance: &mut KeyStream) -> PersonRow {
    let first = mobile == FIRST_MOBILE;
    let name = NAMES[chance.below(12) as usize];
    let given: String = name.chars().skip(1).collect();
    let surname = SURNAMES[chance.below(10) as usize];
    PersonRow {
        street: cx.street().to_owned(),
        id: cx.new_uuid(),
        unit_id: unit.id,
        name: if first { "陈学军".into() } else { format!("{surname}{given}") },
        mobile: mobile.to_string(),
        position: position.code().into(),
        employment: Employment::Employee.code().into(),
        active: true,
        created_at: cx.now(),
        updated_at: cx.now(),
    }
}

/// Holds a test of officials, recurring since October 2024. The first official has not sat the running one.
async fn test_of_officials(
    cx: &Cx,
    hands: &Hands,
    began: NaiveDate,
    due_on: NaiveDate,
    as_of: NaiveDate,
    chance: &mut KeyStream,
) -> Result<(), Failure> {
    let running = due_on >= as_of;
    let office = cx.at(noon(began)).acting(clerk(cx, hands.office));
    let officials = Position::ALL.iter().filter(|p| p.is_official()).map(|p| p.code().to_owned());
    let officials: Vec<String> = officials.collect();
    let new = NewTraining {
        title: format!("{}监管干部知识测试", began.format("%Y 年 %-m 月")),
        kind: "officials".into(),
        audience: officials.clone(),
        due_on: due_on.to_string(),
        banks: banks(cx, true).await?,
        ..NewTraining::default()
    };
    let training = create_training(&office, new).await?;
    publish_training(&office, training).await?;
    for person in people(cx, officials).await? {
        let ability = 80 + chance.below(19);
        let sits = chance.below(100) < if running { 62 } else { 94 };
        let (day, minutes) = (chance.below(9) + 1, 24 + chance.below(30));
        let sure: Vec<bool> = (0..60).map(|_| chance.below(100) < ability).collect();
        let first = person.mobile == FIRST_MOBILE.to_string();
        if sits && !(running && first) {
            let at = noon(began) + TimeDelta::days(day.into()) - TimeDelta::minutes(minutes.into());
            sit(cx, &person, training, at, TimeDelta::minutes(minutes.into()), &sure).await?;
        }
    }
    if !running {
        settle(cx, hands, training, noon(due_on) + TimeDelta::days(3)).await?;
    }
    Ok(())
}

/// Excuses whoever has no result, and closes.
async fn settle(cx: &Cx, hands: &Hands, training: Uuid, at: DateTime<Utc>) -> Result<(), Failure> {
    let office = cx.at(at).acting(clerk(cx, hands.office));
    for attendee in storage::training::attendees(&cx.reader(), cx.street(), [training]).await? {
        if attendee.result.is_none() {
            excuse_by_two(&office, training, attendee.person_id, "本次测试已截止，转入下一次测试").await?;
        }
    }
    close_training(&office, training).await
}

/// Holds a round of the contest on one morning; a following one takes the best twelve of the one before.
async fn contest(
    cx: &Cx,
    hands: &Hands,
    day: NaiveDate,
    title: &str,
    follows: Option<Uuid>,
    chance: &mut KeyStream,
) -> Result<Uuid, Failure> {
    let eve = day.checked_sub_days(Days::new(3)).unwrap_or(day);
    let office = cx.at(noon(eve)).acting(clerk(cx, hands.office));
    let positions = [Position::SafetyDirector, Position::TeamLeader].map(|p| p.code().to_owned()).to_vec();
    let new = NewTraining {
        title: title.into(),
        kind: "contest".into(),
        audience: if follows.is_some() { Vec::new() } else { positions },
        due_on: day.to_string(),
        banks: banks(cx, false).await?,
        from: "09:00".into(),
        until: "11:30".into(),
        round: if follows.is_some() { "final" } else { "preliminary" }.into(),
        follows,
        takes: "12".into(),
        ..NewTraining::default()
    };
    let training = create_training(&office, new).await?;
    publish_training(&office, training).await?;
    let enrolled = storage::training::attendees(&cx.reader(), cx.street(), [training]).await?;
    let mut people =
        storage::organization::people_by_ids(&cx.reader(), cx.street(), enrolled.iter().map(|e| e.person_id))
            .await?;
    people.sort_by(|a, b| a.mobile.cmp(&b.mobile));
    for person in people {
        let ability = 88 + chance.below(13);
        let sits = follows.is_some() || chance.below(100) < 88;
        let (starts, used) = (chance.below(40), 14 + chance.below(14));
        let sure: Vec<bool> = (0..60).map(|_| chance.below(100) < ability).collect();
        if sits {
            // Whole minutes, so that the demo has ties to show.
            let at = noon(day) - TimeDelta::minutes(i64::from(175 - starts));
            sit(cx, &person, training, at, TimeDelta::minutes(used.into()), &sure).await?;
        }
    }
    let after = cx.at(noon(day)).acting(clerk(cx, hands.office));
    publish_ranking(&after, training).await?;
    Ok(training)
}

/// Proposes the best five of a contest without one, and has the second member of the office approve.
async fn recommend(cx: &Cx, hands: &Hands, contest: Uuid, at: DateTime<Utc>) -> Result<(), Failure> {
    let office = cx.at(at).acting(clerk(cx, hands.office));
    propose(&office, contest, "5").await?;
    let places = storage::contest::places(&cx.reader(), cx.street(), contest).await?;
    if let Some(second) = places.get(1) {
        leave_out(&office, contest, second.person_id, "本单位一年内发生过事故，本次不推荐").await?;
    }
    let second = cx.at(at + TimeDelta::hours(2)).acting(clerk(cx, hands.second));
    approve(&second, contest).await
}

/// Has an official of an area and a drill team judge eight workers: one fails a veto item, one is in dispute, and
/// two still wait.
async fn practical(
    cx: &Cx,
    hands: &Hands,
    day: NaiveDate,
    judges: [Uuid; 2],
    chance: &mut KeyStream,
) -> Result<(), Failure> {
    let office = cx.at(noon(day)).acting(clerk(cx, hands.office));
    let sheet = NewSheet {
        title: "手提式灭火器使用".into(),
        post: "一线岗位".into(),
        items: SHEET.into(),
        pass_mark: "80".into(),
    };
    let sheet = make_sheet(&office, sheet).await?;
    let mut workers = people(cx, vec![Position::Frontline.code().into()]).await?;
    workers.truncate(8);
    let session = NewSession {
        title: "一线岗位灭火器实操考核".into(),
        sheet: Some(sheet),
        held_on: day.to_string(),
        judges: judges.to_vec(),
        people: workers.iter().map(|p| format!("{}，{}", p.name, p.mobile)).collect::<Vec<_>>().join("\n"),
        ..NewSession::default()
    };
    let session = open_session(&office, session).await?;
    let worth = [10u32, 15, 20, 15, 25, 10, 5, 0];
    for (nth, worker) in workers.iter().enumerate().take(6) {
        for (judge, account) in judges.into_iter().enumerate() {
            let harsh = if nth == 4 && judge == 1 { 5 } else { 0 };
            let given = worth.map(|most| most.saturating_sub(chance.below(3).min(most) + harsh).to_string());
            let failed = |item: usize| nth == 2 && item == 7 && judge == 0;
            let given = given.into_iter().enumerate().map(|(item, points)| (points, failed(item))).collect();
            let role = if judge == 0 { Role::Area } else { Role::Team };
            let actor = Actor { role, ..clerk(cx, account) };
            let at = noon(day) + TimeDelta::hours(2) + TimeDelta::minutes(nth as i64 * 6 + judge as i64);
            hand_in(&cx.at(at).acting(actor), session, worker.id, given).await?;
        }
    }
    Ok(())
}

async fn banks(cx: &Cx, officials: bool) -> Result<Vec<Uuid>, Failure> {
    let mut banks = storage::training::banks(&cx.reader(), cx.street()).await?;
    let own = banks.iter().any(|bank| bank.code == OFFICIALS_BANK);
    banks.retain(|bank| (bank.code == OFFICIALS_BANK) == (officials && own));
    Ok(banks.into_iter().map(|bank| bank.id).collect())
}

/// People in post of some positions, by mobile: identifiers are made anew each time.
async fn people(cx: &Cx, positions: Vec<String>) -> Result<Vec<PersonRow>, Failure> {
    let filter = PersonFilter { positions, active_only: true, ..PersonFilter::default() };
    let found =
        storage::organization::people_page(&cx.reader(), cx.street(), &filter, 1, u64::from(u32::MAX))
            .await?;
    let mut people = found.rows;
    people.sort_by(|a, b| a.mobile.cmp(&b.mobile));
    Ok(people)
}

async fn sit(
    cx: &Cx,
    person: &PersonRow,
    training: Uuid,
    at: DateTime<Utc>,
    used: TimeDelta,
    sure: &[bool],
) -> Result<(), Failure> {
    let own = cx.acting(examinee(cx, person));
    let started = exam::start_attempt(&own.at(at), training).await?;
    let sure = sure.to_vec();
    let knows = move |n: usize| sure.get(n).copied().unwrap_or(true);
    sit_at_once(&own.at(at + used), started.attempt, knows).await
}

//! Demo data: a training of the team leaders on site, one session held and one today; the five carriers of this
//! year; activities beyond the street.

use super::training::{clerk, examinee, general};
use crate::{
    Cx, Failure,
    carrier::{CarrierForm, record_carrier},
    external::{ExternalForm, add_evidence, confirm_external, record_external},
    session::{FormForm, SessionForm, confirm_scan, save_form, save_session, scan, screen},
    training::{NewTraining, create_training, excuse, publish_training},
};
use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc};
use domain::{
    calendar,
    carrier::{Carrier, standards},
    hash::hash,
    organization::{Position, Sector},
    stream::KeyStream,
};
use storage::organization::{PersonFilter, PersonRow};
use uuid::Uuid;

/// The lesson that goes with the sessions.
const LESSON: &str = "## 班组长应急处置\n\n1. 先停机、断电、撤人，再报告。\n2. 有限空间、电气焊、高处作业，监护人不离场。\n\
3. 报告说清四件事：地点、什么事、有没有人被困、已经做了什么。\n\n讲义在现场发放，课后参加考核。\n";
/// Of the team leaders so many came to the first session.
const CAME: usize = 46;
/// A page of paper as small as one can be, as the proof of an activity.
const NOTICE: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

/// Loads it all, as played by the office's account.
pub async fn load(cx: &Cx, as_of: NaiveDate, office: Uuid) -> Result<(), Failure> {
    let filter = PersonFilter {
        positions: vec![Position::TeamLeader.code().into()],
        active_only: true,
        ..PersonFilter::default()
    };
    let leaders = storage::organization::people_page(&cx.reader(), cx.street(), &filter, 1, 10_000).await?;
    let mut leaders = leaders.rows;
    // Identifiers are made anew each time; mobiles are not.
    leaders.sort_by(|a, b| a.mobile.cmp(&b.mobile));
    if leaders.is_empty() {
        return Ok(());
    }
    on_site(cx, as_of, office, &leaders).await?;
    carriers(cx, as_of, office).await?;
    external(cx, as_of, office, &leaders).await
}

fn at(day: NaiveDate, hours: i64) -> DateTime<Utc> {
    calendar::instant(day.and_time(chrono::NaiveTime::MIN)) + TimeDelta::hours(hours)
}

fn before(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(day)
}

async fn on_site(cx: &Cx, as_of: NaiveDate, office: Uuid, leaders: &[PersonRow]) -> Result<(), Failure> {
    let began = cx.at(at(before(as_of, 14), 9)).acting(clerk(cx, office));
    let banks = storage::training::banks(&cx.reader(), cx.street()).await?;
    let new = NewTraining {
        title: format!("{} 年班组长应急处置培训", as_of.year()),
        hours: "8".into(),
        audience: vec![Position::TeamLeader.code().into()],
        lesson: LESSON.into(),
        lecturer: "高振海".into(),
        due_on: as_of.checked_add_days(Days::new(30)).unwrap_or(as_of).to_string(),
        banks: general(banks),
        ..NewTraining::default()
    };
    let training = create_training(&began, new).await?;
    let agency = "泉城安全生产培训中心";
    let form = FormForm { training, mode: "onsite".into(), agency: agency.into(), tag: "emergency".into() };
    save_form(&began, form).await?;
    let session = |topic: &str, day: NaiveDate, from: &str, until: &str, hours: &str| SessionForm {
        training: Some(training),
        topic: topic.into(),
        place: "街道会议中心三楼".into(),
        lecturer: "高振海".into(),
        agency: agency.into(),
        date: day.to_string(),
        from: from.into(),
        until: until.into(),
        hours: hours.into(),
        capacity: "120".into(),
        ..SessionForm::default()
    };
    let held = before(as_of, 7);
    let first =
        save_session(&began, session("第一期：火灾与有限空间处置", held, "14:00", "17:00", "4")).await?;
    save_session(&began, session("第二期：电气焊与高处作业处置", as_of, "08:00", "17:30", "8")).await?;
    publish_training(&began, training).await?;
    for (person, number) in leaders.iter().zip(0_i64..).take(CAME) {
        let own = cx.at(at(held, 14) - TimeDelta::minutes(20) + TimeDelta::seconds(number * 37));
        let seen = screen(&own.acting(clerk(cx, office)), first).await?;
        let code = seen.url.split_once("?t=").map_or("", |(_, code)| code).to_owned();
        let person = own.acting(examinee(cx, person));
        let own = person_account(cx, office, person);
        let ticket = scan(&own, first, &code).await?;
        confirm_scan(&own, first, &ticket).await?;
    }
    if let Some(away) = leaders.last() {
        let asked = cx.at(at(before(as_of, 1), 10)).acting(clerk(cx, office));
        excuse(&asked, training, away.id, "产假至年底，转入下一期培训").await?;
    }
    Ok(())
}

/// Few people of the demo street have accounts; what they do is noted under one that exists.
fn person_account(cx: &Cx, office: Uuid, own: Cx) -> Cx {
    let Some(actor) = own.actor.clone() else { return own };
    let account = clerk(cx, office).account;
    own.acting(domain::actor::Actor { account, ..actor })
}

async fn carriers(cx: &Cx, as_of: NaiveDate, office: Uuid) -> Result<(), Failure> {
    let mut chance = KeyStream::new(&hash(b"anxun demo carriers v1"));
    let mut units = storage::organization::all_units(&cx.reader(), cx.street()).await?;
    units.sort_by(|a, b| a.credit_code.cmp(&b.credit_code));
    let noon = cx.at(at(as_of, 12)).acting(clerk(cx, office));
    let first = NaiveDate::from_ymd_opt(as_of.year(), 1, 1).unwrap_or(as_of);
    let days = u32::try_from((as_of - first).num_days()).unwrap_or(0);
    for unit in units.iter().filter(|unit| unit.closed_on.is_none()).take(160) {
        let Some(sector) = Sector::from_code(&unit.sector).filter(|sector| sector.is_enterprise()) else {
            continue;
        };
        for carrier in Carrier::ALL {
            // Morning meetings are the most common, the month of June comes only once.
            let often = match carrier {
                Carrier::Morning => 2,
                _ => 1,
            };
            for _ in 0..often {
                let (used, back) = (chance.below(100) < 45, u64::from(chance.below(days + 1)));
                let people = 3 + chance.below(u32::try_from(unit.headcount.clamp(1, 60)).unwrap_or(1));
                if !used {
                    continue;
                }
                let form = CarrierForm {
                    key: Some(cx.new_uuid()),
                    unit: Some(unit.id),
                    carrier: carrier.code().into(),
                    date: before(as_of, back).to_string(),
                    headcount: people.to_string(),
                    standard: standards(sector)[0].code().into(),
                    remark: String::new(),
                };
                record_carrier(&noon, form).await?;
            }
        }
    }
    Ok(())
}

async fn external(cx: &Cx, as_of: NaiveDate, office: Uuid, leaders: &[PersonRow]) -> Result<(), Failure> {
    let second = storage::account::by_login(&cx.reader(), "office2").await?;
    let activities = [
        ("全省安全生产月现场咨询会", "province", "省安全生产委员会办公室", 40, 2, 5),
        ("全市有限空间作业安全培训班", "city", "市应急管理局", 12, 8, 9),
    ];
    for (title, level, organiser, back, hours, people) in activities {
        let day = before(as_of, back);
        let own = cx.at(at(day, 34)).acting(clerk(cx, office));
        let lines: Vec<String> =
            leaders.iter().take(people).map(|p| format!("{}，{}", p.name, p.mobile)).collect();
        let form = ExternalForm {
            key: Some(cx.new_uuid()),
            title: title.into(),
            level: level.into(),
            organiser: organiser.into(),
            held_on: day.to_string(),
            hours: hours.to_string(),
            people: lines.join("\n"),
            remark: String::new(),
        };
        let id = record_external(&own, form).await?;
        add_evidence(&own, id, "活动通知.pdf", NOTICE.to_vec()).await?;
        // The later one still waits for the second person.
        if let Some(second) = second.as_ref().filter(|_| back > 20) {
            confirm_external(&own.acting(clerk(cx, second.id)), id).await?;
        }
    }
    Ok(())
}

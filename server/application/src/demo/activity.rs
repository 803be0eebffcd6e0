//! Demo activities: a month of safe production with what it reached, and the month that is running.

use crate::{
    Cx, Failure,
    activity::{ActivityForm, CampaignForm, begin_campaign, cancel_activity, hold_activity, plan_activity},
};
use chrono::{Datelike, Days, NaiveDate};
use domain::calendar;
use uuid::Uuid;

/// Title, tag, month, day, place, how many came; none where it was called off.
type Planned = (&'static str, &'static str, u32, u32, &'static str, Option<u32>);

const JUNE: [Planned; 6] = [
    ("安全生产月启动仪式", "safety_month", 6, 1, "街道文化广场", Some(260)),
    ("安全宣传咨询日", "consulting_day", 6, 16, "街道文化广场", Some(1_150)),
    ("消防技术比武", "skills", 6, 18, "物流园停车场", Some(96)),
    ("有限空间事故警示教育大会", "warning", 6, 20, "街道会议中心", Some(310)),
    ("沿街商户全民应急演练", "public_drill", 6, 24, "东街步行街", Some(420)),
    ("工伤预防进企业", "injury_prevention", 6, 26, "工业园管理区", None),
];
const NOVEMBER: [Planned; 3] = [
    ("消防宣传月启动仪式", "fire_month", 11, 3, "街道文化广场", Some(230)),
    ("119 消防宣传日咨询", "consulting_day", 11, 9, "东街步行街", Some(640)),
    ("出租房逃生演练", "public_drill", 11, 28, "柳园小区", Some(0)),
];

/// Loads the activities of the year, as played by the office's account. What is to come stays planned.
pub async fn load(cx: &Cx, as_of: NaiveDate, office: Uuid) -> Result<(), Failure> {
    let year = as_of.year();
    for (name, tag, month, people, list) in [
        ("安全生产月", "safety_month", 6, 2_000, JUNE.as_slice()),
        ("消防宣传月", "fire_month", 11, 1_500, NOVEMBER.as_slice()),
    ] {
        let Some(first) = NaiveDate::from_ymd_opt(year, month, 1) else { continue };
        let begun = first.checked_sub_days(Days::new(20)).unwrap_or(first);
        if begun > as_of {
            continue;
        }
        let own = |day: NaiveDate| {
            let at = calendar::instant(day.and_time(chrono::NaiveTime::MIN)) + chrono::TimeDelta::hours(9);
            cx.at(at).acting(super::training::clerk(cx, office))
        };
        let campaign = CampaignForm {
            key: Some(cx.new_uuid()),
            title: format!("{year} 年{name}"),
            tag: tag.into(),
            from: first.to_string(),
            until: domain::activity::Month::of(first).last().to_string(),
            goal_activities: list.len().to_string(),
            goal_people: people.to_string(),
            trainings: Vec::new(),
        };
        let campaign = begin_campaign(&own(begun), campaign).await?;
        for (title, tag, month, day, place, came) in list {
            let Some(day) = NaiveDate::from_ymd_opt(year, *month, *day) else { continue };
            let form = ActivityForm {
                key: Some(cx.new_uuid()),
                title: (*title).into(),
                tag: (*tag).into(),
                held_on: day.to_string(),
                place: (*place).into(),
                organiser: "街道应急办".into(),
                area: String::new(),
                campaign: campaign.to_string(),
            };
            let id = plan_activity(&own(begun), form).await?;
            match came {
                Some(came) if day <= as_of && *came > 0 => {
                    hold_activity(&own(day), id, &came.to_string(), "按计划举办，秩序良好。").await?;
                }
                None if day <= as_of => cancel_activity(&own(day), id, "暴雨预警，改为线上").await?,
                _ => {}
            }
        }
    }
    Ok(())
}

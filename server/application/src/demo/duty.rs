//! Demo data: since when everybody has their post, two versions of the training policy and a draft, this year's
//! frozen denominator, and a draft training with an audience rule.

use super::training::clerk;
use crate::{
    Cx, Failure,
    audience::{RuleForm, save_audience},
    coverage::freeze_coverage,
    duty::{note, refresh_duties},
    policy::{approve_policy, begin_policy, remove_policy_row, save_policy_row, settle_policy},
    training::{NewTraining, create_training},
};
use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc};
use contract::policy::PolicyRowForm;
use domain::{calendar, hash::hash, organization::Position, stream::KeyStream};
use storage::organization::PersonRow;
use uuid::Uuid;

/// Loads it; `office` drafts and `second` approves.
pub async fn load(cx: &Cx, as_of: NaiveDate, office: Uuid, second: Uuid) -> Result<(), Failure> {
    posts(cx, as_of).await?;
    policy(cx, as_of, office, second).await?;
    let spring = NaiveDate::from_ymd_opt(as_of.year(), 3, 2).unwrap_or(as_of).min(as_of);
    freeze_coverage(&cx.at(morning(spring)).acting(clerk(cx, office)), 0, "").await?;
    special_training(cx, as_of, office).await?;
    refresh_duties(cx, 50).await?;
    Ok(())
}

fn morning(day: NaiveDate) -> DateTime<Utc> {
    calendar::instant(day.and_time(chrono::NaiveTime::MIN)) + TimeDelta::hours(9)
}

/// Most have had their post for years; one in twenty began this spring or autumn, principals among them.
async fn posts(cx: &Cx, as_of: NaiveDate) -> Result<(), Failure> {
    let mut people: Vec<PersonRow> = storage::organization::person_keys(&cx.reader(), cx.street()).await?;
    // Identifiers are made anew each time; mobiles are not.
    people.sort_by(|a, b| a.mobile.cmp(&b.mobile));
    let mut chance = KeyStream::new(&hash(b"anxun demo posts v1"));
    let mut rows = Vec::with_capacity(people.len());
    for (place, person) in people.iter().enumerate() {
        let long_ago = 400 + u64::from(chance.below(3_000));
        let lately = 20 + u64::from(chance.below(220));
        let new = place > 5 && chance.below(100) < 5;
        let since = as_of.checked_sub_days(Days::new(if new { lately } else { long_ago })).unwrap_or(as_of);
        rows.push(note(cx, person, 2, since, Some("按单位提供的任职材料更正")));
    }
    let tx = cx.begin().await?;
    storage::duty::add_posts(&tx, rows).await?;
    Ok(tx.commit().await?)
}

/// The first version from the law, the second with a row for contractors, and a draft that nobody approved yet.
async fn policy(cx: &Cx, as_of: NaiveDate, office: Uuid, second: Uuid) -> Result<(), Failure> {
    let new_year = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(as_of);
    let versions =
        [(as_of.year() - 1, "首版，按法定学时和专项要求编制"), (as_of.year(), "增加外包外租人员进场前培训")];
    for (year, note) in versions {
        let from = new_year(year);
        let at = morning(from.checked_sub_days(Days::new(30)).unwrap_or(from));
        let (clerk, checker) = (cx.at(at).acting(clerk(cx, office)), cx.acting(clerk(cx, second)));
        let number = begin_policy(&clerk, true).await?;
        if number == 1 {
            remove_policy_row(&clerk, "contractor-entry").await?;
        }
        settle_policy(&clerk, &from.to_string(), note).await?;
        approve_policy(&checker.at(at + TimeDelta::days(2)), number).await?;
    }
    let clerk = cx.acting(clerk(cx, office));
    begin_policy(&clerk, false).await?;
    let row = PolicyRowForm {
        code: "dust-half-yearly".into(),
        topic: "dust".into(),
        title: "粉尘防爆半年复训".into(),
        frequency: "half_yearly".into(),
        hours: "4".into(),
        content: "除尘系统停运处置、清扫制度、动火审批".into(),
        reach: "粉尘岗位人员每半年复训一次".into(),
        trust: "own".into(),
        ..PolicyRowForm::default()
    };
    let scope = [("c0.post", "dangerous_post"), ("c0.post", "team_leader"), ("c0.fact", "dust")];
    let scope: Vec<_> = scope.iter().map(|(set, value)| ((*set).to_owned(), (*value).to_owned())).collect();
    save_policy_row(&clerk, "", &row, &scope).await?;
    settle_policy(&clerk, &new_year(as_of.year() + 1).to_string(), "拟增加粉尘防爆半年复训").await?;
    Ok(())
}

/// A draft for confined spaces and dust, whose list moves with its conditions.
async fn special_training(cx: &Cx, as_of: NaiveDate, office: Uuid) -> Result<(), Failure> {
    let clerk = cx.acting(clerk(cx, office));
    let training = create_training(
        &clerk,
        NewTraining {
            title: "有限空间和粉尘防爆专题培训".into(),
            hours: "4".into(),
            audience: vec![Position::DangerousPost.code().into()],
            lesson:
                "## 先通风、再检测、后作业\n\n进入前检测氧和有毒气体，全程有人监护，救援人员不得盲目进入。"
                    .into(),
            lecturer: "街道应急办".into(),
            due_on: (as_of + Days::new(30)).to_string(),
            ..NewTraining::default()
        },
    )
    .await?;
    let pairs = [
        ("look", "1"),
        ("c0.post", "safety_manager"),
        ("c0.post", "team_leader"),
        ("c0.post", "dangerous_post"),
        ("c0.fact", "confined_space"),
        ("c1.post", "principal"),
        ("c1.post", "dangerous_post"),
        ("c1.fact", "dust"),
        ("topic", "confined_space"),
        ("topic", "dust"),
    ];
    let pairs: Vec<_> = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    save_audience(&clerk, training, &RuleForm::read(&pairs)).await
}

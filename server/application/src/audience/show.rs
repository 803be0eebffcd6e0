//! The audience of a training and whom it means today.

use super::{RuleForm, candidate, filter, rule_of};
use crate::{Cx, Failure, training::visible};
use contract::{
    Pager,
    audience::{AudienceView, GroupCount, LeftOut, MeantLine, MeantQuery, Why},
};
use domain::{
    actor::{Action, may},
    audience::{Rule, Verdict},
    organization::{Employment, Position, Sector, mask_mobile},
    training::TrainingKind,
};
use std::collections::HashMap;
use storage::{
    Reader,
    audience::{By, MeantFilter, MeantRow},
};
use uuid::Uuid;

/// Rows a page.
const SIZE: u64 = 50;

/// Shows the rule of a training and one page of whom it means. Where a form was sent, its rule is tried and not
/// kept. Once the training is offered, the list holds those who are meant and do not attend yet.
pub async fn show_audience(
    cx: &Cx,
    training: Uuid,
    form: &RuleForm,
    query: MeantQuery,
) -> Result<AudienceView, Failure> {
    let actor = cx.allow(Action::ReadOffice)?;
    let reader = cx.reader();
    let row = visible(cx, &reader, training).await?;
    let (kept_rule, kept_topics, kept) = rule_of(cx, &reader, &row).await?;
    let trying = form.sent && row.status == "draft";
    let rule = if trying { form.rule(&kept_rule) } else { kept_rule.clone() };
    let topics = if trying { form.topics.clone() } else { kept_topics.clone() };
    let page = query.page.parse().unwrap_or(1).max(1);
    let meant = narrowed_to_effective(&rule);
    let filter = filter(&row, &query);
    let street = cx.street();
    let found = storage::audience::page(&reader, street, &meant, &filter, page, SIZE).await?;
    let areas = storage::organization::areas(&reader, street).await?;
    let areas: Vec<(Uuid, String)> = areas.into_iter().map(|area| (area.id, area.name)).collect();
    let names: HashMap<Uuid, String> = areas.iter().cloned().collect();
    let counts = storage::training::result_counts(&reader, street, [training]).await?;
    let [by_sector, by_position] = [
        named_counts(cx, &reader, &meant, &filter, By::Sector).await?,
        named_counts(cx, &reader, &meant, &filter, By::Position).await?,
    ];
    let by_area = storage::audience::counts_by_area(&reader, street, &meant, &filter).await?;
    let by_area = by_area.into_iter().map(|count| GroupCount {
        code: count.area_id.to_string(),
        term: names.get(&count.area_id).cloned().unwrap_or_default(),
        people: count.people.unsigned_abs(),
    });
    let contest = storage::contest::find(&reader, street, training).await?;
    Ok(AudienceView {
        kept: kept && (!trying || (rule == kept_rule && topics == kept_topics)),
        may_edit: may(actor, Action::ManageTrainings).is_ok() && row.status == "draft",
        by_ranking: contest.is_some_and(|contest| contest.follows.is_some()),
        attending: counts.iter().map(|count| count.count.unsigned_abs()).sum(),
        rows: found.rows.iter().map(|row| line(row, &meant, &names)).collect(),
        pager: Pager { page, size: SIZE, total: found.total },
        total: found.total,
        left_out: left_out(cx, &reader, &rule).await?,
        kind: TrainingKind::from_code(&row.kind).unwrap_or(TrainingKind::Training),
        training,
        title: row.title,
        status: row.status,
        by_area: by_area.collect(),
        rule,
        topics,
        areas,
        query,
        by_sector,
        by_position,
        today: cx.today(),
    })
}

/// The rule without clauses that ask nothing, which mean nobody.
fn narrowed_to_effective(rule: &Rule) -> Rule {
    let mut rule = rule.clone();
    rule.clauses.retain(|clause| !clause.is_empty());
    rule
}

async fn named_counts(
    cx: &Cx,
    reader: &Reader,
    rule: &Rule,
    filter: &MeantFilter,
    by: By,
) -> Result<Vec<GroupCount>, Failure> {
    let counts = storage::audience::counts(reader, cx.street(), rule, filter, by).await?;
    let term = |code: &str| match by {
        By::Sector => Sector::from_code(code).map(Sector::term),
        By::Position => Position::from_code(code).map(Position::term),
        By::Employment => Employment::from_code(code).map(Employment::term),
    };
    let counted = counts.into_iter().map(|count| GroupCount {
        term: term(&count.code).unwrap_or_default().to_owned(),
        code: count.code,
        people: count.people.unsigned_abs(),
    });
    Ok(counted.collect())
}

pub(super) fn why(row: &MeantRow, rule: &Rule) -> Why {
    match candidate(row).map(|candidate| rule.verdict(&candidate)) {
        Some(Verdict::Added(reason)) => Why::Named(reason.to_owned()),
        Some(Verdict::Clause(place)) => Why::Clause(place + 1),
        _ => Why::Clause(1),
    }
}

fn line(row: &MeantRow, rule: &Rule, areas: &HashMap<Uuid, String>) -> MeantLine {
    MeantLine {
        person: row.id,
        name: row.name.clone(),
        mobile: mask_mobile(&row.mobile),
        position: Position::from_code(&row.position).map_or("", Position::term).to_owned(),
        employment: Employment::from_code(&row.employment).map_or("", Employment::term).to_owned(),
        unit: row.unit_id,
        unit_name: row.unit_name.clone(),
        area: areas.get(&row.area_id).cloned().unwrap_or_default(),
        sector: Sector::from_code(&row.sector).map_or("", Sector::term).to_owned(),
        why: why(row, rule),
    }
}

async fn left_out(cx: &Cx, reader: &Reader, rule: &Rule) -> Result<Vec<LeftOut>, Failure> {
    let ids = rule.removed.keys().map(|person| person.uuid());
    let people = storage::organization::people_by_ids(reader, cx.street(), ids).await?;
    let units = people.iter().map(|person| person.unit_id);
    let units = storage::organization::units_by_ids(reader, cx.street(), units).await?;
    let units: HashMap<Uuid, String> = units.into_iter().map(|unit| (unit.id, unit.name)).collect();
    let out = people.into_iter().map(|person| LeftOut {
        reason: rule.removed.get(&domain::id::Id::new(person.id)).cloned().unwrap_or_default(),
        unit_name: units.get(&person.unit_id).cloned().unwrap_or_default(),
        person: person.id,
        name: person.name,
    });
    Ok(out.collect())
}

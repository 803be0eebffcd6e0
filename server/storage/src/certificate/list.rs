//! Searching certificates.

use super::{CertificateHead, heads};
use crate::{
    Failed, Page,
    db::{Handle, like},
    row::{
        certificate::{Column, Entity},
        certificate_revision as later,
    },
};
use chrono::{Days, NaiveDate};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
    sea_query::{Expr, SelectStatement},
};

/// What a certificate is worth, as far as a search tells it apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CertificateState {
    /// 有效, with more than 30 days left.
    Valid,
    /// 即将到期
    Expiring,
    /// 已过期
    Expired,
    /// 已撤销
    Revoked,
    /// Has an older revision that stands as 已换发.
    Reissued,
}

/// Which certificates a list shows; empty texts filter nothing, others are parts of what they are compared with.
#[derive(Clone, Debug, Default)]
pub struct CertificateFilter {
    /// Of the unit's name, in any revision.
    pub unit: String,
    /// Of the holder's name, in any revision.
    pub person: String,
    /// Of the training's title.
    pub training: String,
    /// Of the serial.
    pub serial: String,
    /// Issued from this day on.
    pub from: Option<NaiveDate>,
    /// Issued up to this day.
    pub to: Option<NaiveDate>,
    /// Worth this on that day.
    pub state: Option<(CertificateState, NaiveDate)>,
}

/// Lists one page of certificates, the newest first.
pub async fn page(
    db: &impl Handle,
    street: &str,
    filter: &CertificateFilter,
    page: u64,
    size: u64,
) -> Result<Page<CertificateHead>, Failed> {
    let total = Entity::find().filter(condition(street, filter)).count(db.raw()).await?;
    let rows = ordered(street, filter).offset(page.saturating_sub(1).saturating_mul(size)).limit(size);
    Ok(Page { rows: rows.into_model().all(db.raw()).await?, total })
}

/// Lists all certificates of a filter, the newest first, at most `most`.
pub async fn all(
    db: &impl Handle,
    street: &str,
    filter: &CertificateFilter,
    most: u64,
) -> Result<Vec<CertificateHead>, Failed> {
    Ok(ordered(street, filter).limit(most).into_model().all(db.raw()).await?)
}

/// Counts the certificates of a filter.
pub async fn count(db: &impl Handle, street: &str, filter: &CertificateFilter) -> Result<u64, Failed> {
    Ok(Entity::find().filter(condition(street, filter)).count(db.raw()).await?)
}

/// Lists the serials of a filter, the newest first, at most `most`.
pub async fn serials(
    db: &impl Handle,
    street: &str,
    filter: &CertificateFilter,
    most: u64,
) -> Result<Vec<String>, Failed> {
    let query = Entity::find()
        .select_only()
        .column(Column::Serial)
        .filter(condition(street, filter))
        .order_by_desc(Column::IssuedAt)
        .order_by_desc(Column::Serial)
        .limit(most);
    Ok(query.into_tuple().all(db.raw()).await?)
}

fn ordered(street: &str, filter: &CertificateFilter) -> sea_orm::Select<Entity> {
    // One direction for both, so that the index gives the order.
    heads().filter(condition(street, filter)).order_by_desc(Column::IssuedAt).order_by_desc(Column::Serial)
}

fn condition(street: &str, filter: &CertificateFilter) -> Condition {
    let mut all = Condition::all().add(Column::Street.eq(street));
    for (text, column, of_later) in [
        (&filter.unit, Column::UnitName, Some(later::Column::UnitName)),
        (&filter.person, Column::HolderName, Some(later::Column::HolderName)),
        (&filter.training, Column::TrainingTitle, None),
    ] {
        let text = text.trim();
        if text.is_empty() {
            continue;
        }
        let mut any = Condition::any().add(Expr::col(column).like(like(text)));
        if let Some(of_later) = of_later {
            any = any.add(Column::Serial.in_subquery(reissued(street, Some((of_later, text)))));
        }
        all = all.add(any);
    }
    let serial = filter.serial.trim().to_uppercase();
    if !serial.is_empty() {
        all = all.add(Expr::col(Column::Serial).like(like(&serial)));
    }
    if let Some(from) = filter.from {
        all = all.add(Column::IssuedOn.gte(from));
    }
    if let Some(to) = filter.to {
        all = all.add(Column::IssuedOn.lte(to));
    }
    filter.state.map_or(all.clone(), |(state, today)| all.add(worth(street, state, today)))
}

fn worth(street: &str, state: CertificateState, today: NaiveDate) -> Condition {
    let in_force = || Condition::all().add(Column::RevokedAt.is_null());
    let soon = today.checked_add_days(Days::new(30)).unwrap_or(today);
    match state {
        CertificateState::Valid => in_force().add(Column::ValidUntil.gt(soon)),
        CertificateState::Expiring => in_force().add(Column::ValidUntil.between(today, soon)),
        CertificateState::Expired => in_force().add(Column::ValidUntil.lt(today)),
        CertificateState::Revoked => Condition::all().add(Column::RevokedAt.is_not_null()),
        CertificateState::Reissued => {
            Condition::all().add(Column::Serial.in_subquery(reissued(street, None)))
        }
    }
}

/// The serials that were issued again, all or those with a revision that says this.
fn reissued(street: &str, says: Option<(later::Column, &str)>) -> SelectStatement {
    let mut query = later::Entity::find()
        .select_only()
        .column(later::Column::Serial)
        .filter(later::Column::Street.eq(street));
    if let Some((column, text)) = says {
        query = query.filter(Expr::col(column).like(like(text)));
    }
    query.into_query()
}

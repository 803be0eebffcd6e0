//! Public activities and their campaigns.

pub use crate::row::{
    activity::Model as ActivityRow, campaign::Model as CampaignRow,
    campaign_training::Model as CampaignTrainingRow,
};
use crate::{
    Failed, Page,
    db::{Handle, Writer, insert, insert_all},
    row::{activity, campaign, campaign_training},
};
use chrono::NaiveDate;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
};
use uuid::Uuid;

/// Adds an activity. [`Failed::AlreadyThere`] where the same entry was sent before.
pub async fn add(tx: &Writer, row: ActivityRow) -> Result<(), Failed> {
    insert(tx, row.into_active_model()).await
}

/// Replaces what is stored of an activity.
pub async fn save(tx: &Writer, row: ActivityRow) -> Result<(), Failed> {
    row.into_active_model().reset_all().update(tx.raw()).await?;
    Ok(())
}

/// Finds an activity.
pub async fn find(db: &impl Handle, street: &str, id: Uuid) -> Result<Option<ActivityRow>, Failed> {
    Ok(activity::Entity::find_by_id((street.to_owned(), id)).one(db.raw()).await?)
}

/// Which activities a list shows.
#[derive(Clone, Debug, Default)]
pub struct ActivityFilter {
    /// From this day on.
    pub from: Option<NaiveDate>,
    /// Up to this day.
    pub until: Option<NaiveDate>,
    /// Only of this tag's code.
    pub tag: Option<String>,
    /// Only of this area, and those of the whole street.
    pub area: Option<Uuid>,
    /// Only of this campaign.
    pub campaign: Option<Uuid>,
}

/// Lists one page of activities, the latest day first.
pub async fn page(
    db: &impl Handle,
    street: &str,
    filter: &ActivityFilter,
    page: u64,
    size: u64,
) -> Result<Page<ActivityRow>, Failed> {
    use activity::{Column, Entity};
    let mut query = Entity::find().filter(Column::Street.eq(street));
    if let Some(from) = filter.from {
        query = query.filter(Column::HeldOn.gte(from));
    }
    if let Some(until) = filter.until {
        query = query.filter(Column::HeldOn.lte(until));
    }
    if let Some(tag) = &filter.tag {
        query = query.filter(Column::Tag.eq(tag.as_str()));
    }
    if let Some(area) = filter.area {
        query = query.filter(Condition::any().add(Column::AreaId.eq(area)).add(Column::AreaId.is_null()));
    }
    if let Some(campaign) = filter.campaign {
        query = query.filter(Column::CampaignId.eq(campaign));
    }
    let total = query.clone().count(db.raw()).await?;
    let rows = query
        .order_by_desc(Column::HeldOn)
        .order_by_desc(Column::Id)
        .offset(page.saturating_sub(1) * size)
        .limit(size)
        .all(db.raw())
        .await?;
    Ok(Page { rows, total })
}

/// Adds a campaign with its trainings. [`Failed::AlreadyThere`] where the same entry was sent before.
pub async fn add_campaign(
    tx: &Writer,
    row: CampaignRow,
    trainings: Vec<CampaignTrainingRow>,
) -> Result<(), Failed> {
    insert(tx, row.into_active_model()).await?;
    insert_all(tx, trainings.into_iter().map(IntoActiveModel::into_active_model).collect()).await
}

/// Lists the campaigns, the latest first.
pub async fn campaigns(db: &impl Handle, street: &str) -> Result<Vec<CampaignRow>, Failed> {
    let query = campaign::Entity::find().filter(campaign::Column::Street.eq(street));
    Ok(query
        .order_by_desc(campaign::Column::FromOn)
        .order_by_desc(campaign::Column::Id)
        .all(db.raw())
        .await?)
}

/// Lists which trainings belong to which campaign.
pub async fn campaign_trainings(db: &impl Handle, street: &str) -> Result<Vec<CampaignTrainingRow>, Failed> {
    let query = campaign_training::Entity::find().filter(campaign_training::Column::Street.eq(street));
    Ok(query.all(db.raw()).await?)
}

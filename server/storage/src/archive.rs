//! What archives are made of: people, sittings, certificates, spot tests and practical assessments, of one person,
//! one training or one unit, each in one query.

pub use crate::row::{
    attendance::Model as AttendanceRow, external_activity::Model as ExternalRow, person::Model as PersonRow,
    practical_candidate::Model as PracticalRow, spot_candidate::Model as SpotRow,
};
use crate::{
    Failed,
    db::Handle,
    row::{
        account, attempt, attendance, certificate, enrolment, external_activity, external_participant,
        person, practical_candidate, spot_candidate,
    },
};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, IntoSimpleExpr, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, sea_query::SelectStatement,
};
use std::collections::HashMap;
use uuid::Uuid;

/// Whose archive it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// One person's.
    Person(Uuid),
    /// That of one training.
    Training(Uuid),
    /// One unit's: its people, those who left too.
    Unit(Uuid),
}

impl Of {
    /// The people that it is about.
    fn people(self, street: &str) -> SelectStatement {
        match self {
            Self::Training(id) => enrolment::Entity::find()
                .select_only()
                .column(enrolment::Column::PersonId)
                .filter(enrolment::Column::Street.eq(street))
                .filter(enrolment::Column::TrainingId.eq(id))
                .into_query(),
            Self::Unit(_) | Self::Person(_) => {
                let query = person::Entity::find().select_only().column(person::Column::Id);
                let query = query.filter(person::Column::Street.eq(street));
                match self {
                    Self::Unit(id) => query.filter(person::Column::UnitId.eq(id)),
                    Self::Person(id) | Self::Training(id) => query.filter(person::Column::Id.eq(id)),
                }
                .into_query()
            }
        }
    }

    /// What rows are its: those of its people, or those of its training.
    fn rows<C: ColumnTrait + IntoSimpleExpr>(self, street: &str, of_person: C, of_training: C) -> Condition {
        match self {
            Self::Person(id) => Condition::all().add(of_person.eq(id)),
            Self::Training(id) => Condition::all().add(of_training.eq(id)),
            Self::Unit(_) => Condition::all().add(of_person.in_subquery(self.people(street))),
        }
    }
}

/// Lists the people of an archive.
pub async fn people(db: &impl Handle, street: &str, of: Of) -> Result<Vec<PersonRow>, Failed> {
    let query = person::Entity::find()
        .filter(person::Column::Street.eq(street))
        .filter(person::Column::Id.in_subquery(of.people(street)));
    Ok(query.order_by_asc(person::Column::Name).order_by_asc(person::Column::Id).all(db.raw()).await?)
}

/// Lists who attends, or attended, what.
pub async fn enrolments(db: &impl Handle, street: &str, of: Of) -> Result<Vec<enrolment::Model>, Failed> {
    use enrolment::Column;
    let query = enrolment::Entity::find().filter(Column::Street.eq(street)).filter(of.rows(
        street,
        Column::PersonId,
        Column::TrainingId,
    ));
    Ok(query.order_by_asc(Column::TrainingId).order_by_asc(Column::PersonId).all(db.raw()).await?)
}

/// A sitting without its result's details.
#[derive(Clone, Debug, FromQueryResult)]
#[expect(missing_docs, reason = "the columns are named for what they hold")]
pub struct SittingHead {
    pub id: Uuid,
    pub training_id: Uuid,
    pub person_id: Uuid,
    pub number: i32,
    pub started_at: DateTime<Utc>,
    pub submitted_at: Option<DateTime<Utc>>,
    pub score: Option<i32>,
    pub passed: Option<bool>,
    pub voided_at: Option<DateTime<Utc>>,
}

/// Lists sittings, the oldest first.
pub async fn sittings(db: &impl Handle, street: &str, of: Of) -> Result<Vec<SittingHead>, Failed> {
    use attempt::Column;
    let query = attempt::Entity::find()
        .select_only()
        .columns([
            Column::Id,
            Column::TrainingId,
            Column::PersonId,
            Column::Number,
            Column::StartedAt,
            Column::SubmittedAt,
            Column::Score,
            Column::Passed,
            Column::VoidedAt,
        ])
        .filter(Column::Street.eq(street))
        .filter(of.rows(street, Column::PersonId, Column::TrainingId))
        .order_by_asc(Column::StartedAt);
    Ok(query.into_model().all(db.raw()).await?)
}

/// Lists sign-ins at sessions that stand, the oldest first.
pub async fn attendance(db: &impl Handle, street: &str, of: Of) -> Result<Vec<AttendanceRow>, Failed> {
    use attendance::Column;
    let query = attendance::Entity::find()
        .filter(Column::Street.eq(street))
        .filter(Column::UndoneAt.is_null())
        .filter(of.rows(street, Column::PersonId, Column::TrainingId))
        .order_by_asc(Column::SignedAt);
    Ok(query.all(db.raw()).await?)
}

/// Lists confirmed activities beyond the street with who of these people took part, the latest first.
pub async fn external(
    db: &impl Handle,
    street: &str,
    of: Of,
) -> Result<Vec<(ExternalRow, Vec<Uuid>)>, Failed> {
    let taking_part = external_participant::Entity::find()
        .filter(external_participant::Column::Street.eq(street))
        .filter(external_participant::Column::PersonId.in_subquery(of.people(street)));
    let mut people: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    for row in taking_part.all(db.raw()).await? {
        people.entry(row.activity_id).or_default().push(row.person_id);
    }
    let activities = external_activity::Entity::find()
        .filter(external_activity::Column::Street.eq(street))
        .filter(external_activity::Column::ConfirmedAt.is_not_null())
        .filter(external_activity::Column::Id.is_in(people.keys().copied()))
        .order_by_desc(external_activity::Column::HeldOn)
        .order_by_desc(external_activity::Column::Id);
    let rows = activities.all(db.raw()).await?;
    Ok(rows
        .into_iter()
        .map(|row| (people.remove(&row.id).unwrap_or_default(), row))
        .map(|(p, r)| (r, p))
        .collect())
}

/// A certificate without its file.
#[derive(Clone, Debug, FromQueryResult)]
#[expect(missing_docs, reason = "the columns are named for what they hold")]
pub struct CertificateOf {
    pub serial: String,
    pub person_id: Uuid,
    pub training_id: Uuid,
    pub training_title: String,
    pub score: i32,
    pub issued_on: NaiveDate,
    pub valid_until: NaiveDate,
    pub revoked_at: Option<DateTime<Utc>>,
}

/// Lists certificates, the newest first.
pub async fn certificates(db: &impl Handle, street: &str, of: Of) -> Result<Vec<CertificateOf>, Failed> {
    use certificate::Column;
    let query = certificate::Entity::find()
        .select_only()
        .columns([
            Column::Serial,
            Column::PersonId,
            Column::TrainingId,
            Column::TrainingTitle,
            Column::Score,
            Column::IssuedOn,
            Column::ValidUntil,
            Column::RevokedAt,
        ])
        .filter(Column::Street.eq(street))
        .filter(of.rows(street, Column::PersonId, Column::TrainingId))
        .order_by_desc(Column::IssuedAt)
        .order_by_desc(Column::Serial);
    Ok(query.into_model().all(db.raw()).await?)
}

/// Lists in which spot tests the people of an archive were drawn.
pub async fn spot_tests(db: &impl Handle, street: &str, of: Of) -> Result<Vec<SpotRow>, Failed> {
    use spot_candidate::Column;
    let query = spot_candidate::Entity::find()
        .filter(Column::Street.eq(street))
        .filter(Column::PersonId.in_subquery(of.people(street)));
    Ok(query.order_by_asc(Column::CalledAt).all(db.raw()).await?)
}

/// Lists in which practical assessments the people of an archive are judged.
pub async fn practical(db: &impl Handle, street: &str, of: Of) -> Result<Vec<PracticalRow>, Failed> {
    use practical_candidate::Column;
    let query = practical_candidate::Entity::find()
        .filter(Column::Street.eq(street))
        .filter(Column::PersonId.in_subquery(of.people(street)));
    Ok(query.order_by_asc(Column::SessionId).all(db.raw()).await?)
}

/// Names accounts.
pub async fn account_names(
    db: &impl Handle,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, String>, Failed> {
    let mut ids: Vec<Uuid> = ids.into_iter().collect();
    ids.sort_unstable();
    ids.dedup();
    let mut names = HashMap::with_capacity(ids.len());
    // A few hundred in each statement: databases limit the number of parameters.
    for some in ids.chunks(400) {
        let query = account::Entity::find().filter(account::Column::Id.is_in(some.iter().copied()));
        names.extend(query.all(db.raw()).await?.into_iter().map(|row| (row.id, row.name)));
    }
    Ok(names)
}

/// Lists where the rooms of exams were, by exam.
pub async fn exam_places(
    db: &impl Handle,
    street: &str,
    exams: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<(Uuid, String)>, Failed> {
    use crate::row::exam_room::{Column, Entity};
    let query = Entity::find()
        .select_only()
        .columns([Column::ExamId, Column::Place])
        .distinct()
        .filter(Column::Street.eq(street))
        .filter(Column::ExamId.is_in(exams));
    Ok(query.order_by_asc(Column::ExamId).order_by_asc(Column::Place).into_tuple().all(db.raw()).await?)
}

//! Banks under work: proposals, and the questions they start from.

pub use crate::row::{bank::Model as BankRow, bank_edit::Model as EditRow};

use crate::{
    Failed, Page,
    db::{Handle, Writer, insert, insert_all, like},
    row::{
        bank, bank_edit, bank_version,
        question::{self, Column as Asked},
    },
};
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, FromQueryResult, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};
use uuid::Uuid;

use super::QuestionRow;

/// Which questions or proposals a list shows; an empty text asks for nothing.
#[derive(Clone, Debug, Default)]
pub struct QuestionFilter {
    /// A part of the number, the wording or the explanation.
    pub text: String,
    /// The type's code.
    pub kind: String,
    /// The difficulty's code.
    pub difficulty: String,
    /// The main topic.
    pub topic: String,
    /// The key of a law.
    pub law: String,
    /// A sector's code; questions for all sectors are not meant.
    pub sector: String,
    /// The code of a position; questions for everybody are not meant.
    pub audience: String,
}

/// How many proposals of a bank there are in a state.
#[derive(Clone, Debug, FromQueryResult)]
pub struct StateCount {
    /// The bank's code.
    pub bank: String,
    /// The state's code.
    pub state: String,
    /// How many.
    pub edits: i64,
}

/// Adds a bank. [`Failed::AlreadyThere`] where its code is taken.
pub async fn add_bank(tx: &Writer, row: BankRow) -> Result<(), Failed> {
    insert(tx, row.into_active_model()).await
}

/// Adds a bank, or gives one that is there its name and description.
pub async fn name_bank(tx: &Writer, row: BankRow) -> Result<(), Failed> {
    use bank::Column::{Code, Description, Name, Street};
    let named = OnConflict::columns([Street, Code]).update_columns([Name, Description]).to_owned();
    bank::Entity::insert(row.into_active_model()).on_conflict(named).exec_without_returning(tx.raw()).await?;
    Ok(())
}

/// Finds a bank by its code.
pub async fn bank(db: &impl Handle, street: &str, code: &str) -> Result<Option<BankRow>, Failed> {
    Ok(bank::Entity::find_by_id((street.to_owned(), code.to_owned())).one(db.raw()).await?)
}

/// Lists the banks of a street by code.
pub async fn banks(db: &impl Handle, street: &str) -> Result<Vec<BankRow>, Failed> {
    let query = bank::Entity::find().filter(bank::Column::Street.eq(street));
    Ok(query.order_by_asc(bank::Column::Code).all(db.raw()).await?)
}

/// Lists the versions of a bank, the newest first.
pub async fn versions_of(
    db: &impl Handle,
    street: &str,
    code: &str,
) -> Result<Vec<super::BankVersionRow>, Failed> {
    Ok(bank_version::Entity::find()
        .filter(bank_version::Column::Street.eq(street))
        .filter(bank_version::Column::Code.eq(code))
        .order_by_desc(bank_version::Column::Version)
        .all(db.raw())
        .await?)
}

/// Lists one page of a version's questions by number.
pub async fn questions_page(
    db: &impl Handle,
    street: &str,
    version: Uuid,
    filter: &QuestionFilter,
    page: u64,
    size: u64,
) -> Result<Page<QuestionRow>, Failed> {
    let query = question::Entity::find()
        .filter(Asked::Street.eq(street))
        .filter(Asked::BankVersionId.eq(version))
        .filter(matching(filter, Asked::Id, Asked::Body, [Asked::Kind, Asked::Difficulty, Asked::Topic]));
    let total = query.clone().count(db.raw()).await?;
    let rows =
        query.order_by_asc(Asked::Id).offset(page.saturating_sub(1) * size).limit(size).all(db.raw()).await?;
    Ok(Page { rows, total })
}

/// What a filter asks of the columns of a table: number, body, and type, difficulty and topic.
fn matching<C: ColumnTrait>(filter: &QuestionFilter, id: C, body: C, tags: [C; 3]) -> Condition {
    let mut all = Condition::all();
    let text = filter.text.trim();
    if !text.is_empty() {
        // The body is JSON: what is typed is looked for as it stands there.
        let within = serde_escaped(text);
        all = all.add(
            Condition::any().add(Expr::col(id).like(like(text))).add(Expr::col(body).like(like(&within))),
        );
    }
    for (column, wanted) in tags.into_iter().zip([&filter.kind, &filter.difficulty, &filter.topic]) {
        if !wanted.is_empty() {
            all = all.add(column.eq(wanted.as_str()));
        }
    }
    let law = |key: &String| format!("\"law\":\"{key}\"");
    let tag = |code: &String| format!("\"{code}\"");
    let marks = [
        (&filter.law, law(&filter.law)),
        (&filter.sector, tag(&filter.sector)),
        (&filter.audience, tag(&filter.audience)),
    ];
    for (_, mark) in marks.into_iter().filter(|(wanted, _)| !wanted.is_empty()) {
        all = all.add(Expr::col(body).like(like(&mark)));
    }
    all
}

/// A text as it stands inside a JSON string.
fn serde_escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

/// Lists the main topics of a version with the number of its questions in each.
pub async fn topics(db: &impl Handle, street: &str, version: Uuid) -> Result<Vec<(String, i64)>, Failed> {
    Ok(question::Entity::find()
        .select_only()
        .column(Asked::Topic)
        .column_as(Asked::Id.count(), "questions")
        .filter(Asked::Street.eq(street))
        .filter(Asked::BankVersionId.eq(version))
        .group_by(Asked::Topic)
        .order_by_asc(Asked::Topic)
        .into_tuple()
        .all(db.raw())
        .await?)
}

/// Lists the numbers that questions of any version ever had, beginning with some text.
pub async fn taken_ids(db: &impl Handle, street: &str, prefix: &str) -> Result<Vec<String>, Failed> {
    let mut taken: Vec<String> = question::Entity::find()
        .select_only()
        .column(Asked::Id)
        .distinct()
        .filter(Asked::Street.eq(street))
        .filter(Asked::Id.starts_with(prefix))
        .into_tuple()
        .all(db.raw())
        .await?;
    let proposed: Vec<String> = bank_edit::Entity::find()
        .select_only()
        .column(bank_edit::Column::QuestionId)
        .distinct()
        .filter(bank_edit::Column::Street.eq(street))
        .filter(bank_edit::Column::QuestionId.starts_with(prefix))
        .into_tuple()
        .all(db.raw())
        .await?;
    taken.extend(proposed);
    Ok(taken)
}

/// Tells in which banks numbers stand, in any version or open proposal.
pub async fn banks_of_ids(
    db: &impl Handle,
    street: &str,
    ids: &[String],
) -> Result<Vec<(String, String)>, Failed> {
    let mut found = Vec::new();
    // A list of thousands of numbers fits no statement.
    for some in ids.chunks(500) {
        let rows: Vec<(String, String)> = question::Entity::find()
            .select_only()
            .column(Asked::Id)
            .column(bank_version::Column::Code)
            .join(
                sea_orm::JoinType::InnerJoin,
                question::Entity::belongs_to(bank_version::Entity)
                    .from((Asked::Street, Asked::BankVersionId))
                    .to((bank_version::Column::Street, bank_version::Column::Id))
                    .into(),
            )
            .distinct()
            .filter(Asked::Street.eq(street))
            .filter(Asked::Id.is_in(some.iter().map(String::as_str)))
            .into_tuple()
            .all(db.raw())
            .await?;
        found.extend(rows);
        let rows: Vec<(String, String)> = bank_edit::Entity::find()
            .select_only()
            .column(bank_edit::Column::QuestionId)
            .column(bank_edit::Column::Bank)
            .distinct()
            .filter(bank_edit::Column::Street.eq(street))
            .filter(bank_edit::Column::State.is_in(OPEN))
            .filter(bank_edit::Column::QuestionId.is_in(some.iter().map(String::as_str)))
            .into_tuple()
            .all(db.raw())
            .await?;
        found.extend(rows);
    }
    Ok(found)
}

/// Finds a question in every version of a bank, the oldest first, with the version's number.
pub async fn history(
    db: &impl Handle,
    street: &str,
    code: &str,
    id: &str,
) -> Result<Vec<(super::BankVersionRow, Option<String>)>, Failed> {
    let mut versions = versions_of(db, street, code).await?;
    versions.reverse();
    let ids: Vec<Uuid> = versions.iter().map(|version| version.id).collect();
    let rows = super::questions_by_ids(db, street, &ids, [id.to_owned()]).await?;
    let mut bodies: std::collections::HashMap<Uuid, String> =
        rows.into_iter().map(|row| (row.bank_version_id, row.body)).collect();
    Ok(versions
        .into_iter()
        .map(|version| {
            let body = bodies.remove(&version.id);
            (version, body)
        })
        .collect())
}

/// The states that are still open.
const OPEN: [&str; 3] = ["draft", "submitted", "approved"];

fn of_bank(street: &str, bank: &str) -> sea_orm::Select<bank_edit::Entity> {
    bank_edit::Entity::find()
        .filter(bank_edit::Column::Street.eq(street))
        .filter(bank_edit::Column::Bank.eq(bank))
}

/// Counts the proposals of all banks by state.
pub async fn edit_counts(db: &impl Handle, street: &str) -> Result<Vec<StateCount>, Failed> {
    use bank_edit::Column::{Bank, Id, State, Street};
    Ok(bank_edit::Entity::find()
        .select_only()
        .column(Bank)
        .column(State)
        .column_as(Id.count(), "edits")
        .filter(Street.eq(street))
        .group_by(Bank)
        .group_by(State)
        .into_model::<StateCount>()
        .all(db.raw())
        .await?)
}

/// Finds a proposal.
pub async fn edit(db: &impl Handle, street: &str, id: Uuid) -> Result<Option<EditRow>, Failed> {
    Ok(bank_edit::Entity::find_by_id((street.to_owned(), id)).one(db.raw()).await?)
}

/// Finds the open proposals for some questions of a bank.
pub async fn open_edits(
    db: &impl Handle,
    street: &str,
    bank: &str,
    questions: &[String],
) -> Result<Vec<EditRow>, Failed> {
    let query = of_bank(street, bank)
        .filter(bank_edit::Column::State.is_in(OPEN))
        .filter(bank_edit::Column::QuestionId.is_in(questions.iter().map(String::as_str)));
    Ok(query.all(db.raw()).await?)
}

/// Lists all proposals for a question, the newest first.
pub async fn edits_of(
    db: &impl Handle,
    street: &str,
    bank: &str,
    question: &str,
) -> Result<Vec<EditRow>, Failed> {
    let query = of_bank(street, bank).filter(bank_edit::Column::QuestionId.eq(question));
    Ok(query
        .order_by_desc(bank_edit::Column::WrittenAt)
        .order_by_desc(bank_edit::Column::Id)
        .all(db.raw())
        .await?)
}

/// Lists the proposals of a bank in a state by question, all of them.
pub async fn edits_in(
    db: &impl Handle,
    street: &str,
    bank: &str,
    state: &str,
) -> Result<Vec<EditRow>, Failed> {
    let query = of_bank(street, bank).filter(bank_edit::Column::State.eq(state));
    Ok(query.order_by_asc(bank_edit::Column::QuestionId).all(db.raw()).await?)
}

/// Lists one page of the open proposals of a bank by question; with a state's code only those in it.
pub async fn edits_page(
    db: &impl Handle,
    street: &str,
    bank: &str,
    state: &str,
    filter: &QuestionFilter,
    page: u64,
    size: u64,
) -> Result<Page<EditRow>, Failed> {
    use bank_edit::Column::{Body, Difficulty, Kind, QuestionId, State, Topic};
    let query = of_bank(street, bank).filter(matching(filter, QuestionId, Body, [Kind, Difficulty, Topic]));
    let query = match state {
        "" => query.filter(State.is_in(OPEN)),
        state => query.filter(State.eq(state)),
    };
    let total = query.clone().count(db.raw()).await?;
    let rows = query
        .order_by_asc(QuestionId)
        .offset(page.saturating_sub(1) * size)
        .limit(size)
        .all(db.raw())
        .await?;
    Ok(Page { rows, total })
}

/// Adds proposals. [`Failed::AlreadyThere`] where a question has an open one.
pub async fn add_edits(tx: &Writer, rows: Vec<EditRow>) -> Result<(), Failed> {
    insert_all(tx, rows.into_iter().map(IntoActiveModel::into_active_model).collect()).await
}

/// Rewrites a draft; tells whether it still was one.
pub async fn rewrite(tx: &Writer, row: EditRow) -> Result<bool, Failed> {
    use bank_edit::Column::{
        Base, Body, Difficulty, Id, Kind, Note, Reason, State, Street, Topic, WrittenAt,
    };
    let done = bank_edit::Entity::update_many()
        .col_expr(Base, Expr::value(row.base))
        .col_expr(Body, Expr::value(row.body))
        .col_expr(Kind, Expr::value(row.kind))
        .col_expr(Difficulty, Expr::value(row.difficulty))
        .col_expr(Topic, Expr::value(row.topic))
        .col_expr(Reason, Expr::value(row.reason))
        .col_expr(Note, Expr::value(row.note))
        .col_expr(WrittenAt, Expr::value(row.written_at))
        .filter(Street.eq(row.street))
        .filter(Id.eq(row.id))
        .filter(State.eq("draft"))
        .exec(tx.raw())
        .await?;
    Ok(done.rows_affected == 1)
}

/// A step of proposals.
pub struct Move<'a> {
    /// The state they must be in.
    pub from: &'a str,
    /// The state they come to.
    pub to: &'a str,
    /// Who reviewed them and when; none where nobody has, or where it no longer counts.
    pub reviewed: Option<(Uuid, DateTime<Utc>)>,
    /// What the reviewer says.
    pub note: &'a str,
    /// The version they became part of.
    pub version: Option<Uuid>,
}

/// Moves proposals on; gives how many were in the state that they had to be in.
pub async fn move_edits(tx: &Writer, street: &str, ids: &[Uuid], step: &Move<'_>) -> Result<u64, Failed> {
    use bank_edit::Column::{BankVersionId, Id, Note, ReviewedAt, Reviewer, State, Street};
    let mut moved = 0;
    for some in ids.chunks(500) {
        let mut query = bank_edit::Entity::update_many()
            .col_expr(State, Expr::value(step.to))
            .col_expr(BankVersionId, Expr::value(step.version));
        // What is published keeps who agreed to it.
        if step.version.is_none() {
            query = query
                .col_expr(Reviewer, Expr::value(step.reviewed.map(|(by, _)| by)))
                .col_expr(ReviewedAt, Expr::value(step.reviewed.map(|(_, at)| at)))
                .col_expr(Note, Expr::value(step.note));
        }
        let done = query
            .filter(Street.eq(street))
            .filter(Id.is_in(some.iter().copied()))
            .filter(State.eq(step.from))
            .exec(tx.raw())
            .await?;
        moved += done.rows_affected;
    }
    Ok(moved)
}

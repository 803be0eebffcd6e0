//! Use-cases: exam.
use crate::{Cx, Failure};
/// stub
pub async fn create_exam(_: &Cx, _: &storage::Writer, _: &str, _: &[uuid::Uuid], _: domain::exam::Blueprint, _: chrono::DateTime<chrono::Utc>, _: chrono::DateTime<chrono::Utc>) -> Result<uuid::Uuid, Failure> { Err(Failure::missing()) }

//! What never changes of an exam, read once a server: the questions of its frozen bank versions.

use super::pool::{self, Questions};
use crate::Failure;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};
use storage::{db::Handle, exam::ExamRow};
use uuid::Uuid;

/// So many exams are kept before all are forgotten.
const KEPT: usize = 64;

/// The questions of exams. A day belongs to the key, because what may be asked depends on the day of opening.
#[derive(Default)]
pub(super) struct Frozen(Mutex<HashMap<(Uuid, chrono::NaiveDate), Arc<Questions>>>);

impl Frozen {
    /// Gives the questions of an exam.
    pub async fn questions(&self, db: &impl Handle, exam: &ExamRow) -> Result<Arc<Questions>, Failure> {
        let key = (exam.id, domain::calendar::date_of(exam.opens_at));
        if let Some(known) = self.kept().get(&key) {
            return Ok(Arc::clone(known));
        }
        let read = Arc::new(pool::of_exam(db, exam).await?);
        let mut kept = self.kept();
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(key, Arc::clone(&read));
        Ok(read)
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, HashMap<(Uuid, chrono::NaiveDate), Arc<Questions>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

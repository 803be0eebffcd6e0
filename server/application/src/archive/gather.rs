//! What an archive is made of, loaded in a query a table, whatever its size.

use crate::{Cx, Failure};
use chrono::{Datelike, NaiveDate};
use contract::archive::{
    ActivityEntry, CertificateEntry, Excuse, Missing, Outcome, PracticalEntry, SessionEntry, SittingEntry,
    SpotEntry, StatutoryEntry, TrainingFacts,
};
use domain::{
    archive::{Said, missing, outline},
    calendar::date_of,
    certificate::status,
    register::{EntryState, StatutoryKind, WorkCategory, state},
    session::Mode,
    training::TrainingKind,
};
use std::collections::{BTreeSet, HashMap};
use storage::{
    Reader,
    archive::{AttendanceRow, CertificateOf, ExternalRow, Of, PersonRow, SittingHead},
    register::StatutoryRow,
    session::SessionRow,
    training::{EnrolmentRow, TrainingRow},
};
use uuid::Uuid;

/// Where a training is taught that has no session on site.
const ONLINE: &str = "线上（本平台）";

/// What an archive is made of.
pub(super) struct Gathered {
    pub of: Of,
    pub people: Vec<PersonRow>,
    pub enrolments: Vec<EnrolmentRow>,
    pub trainings: HashMap<Uuid, TrainingRow>,
    certificates: Vec<CertificateOf>,
    sittings: HashMap<(Uuid, Uuid), Vec<SittingHead>>,
    places: HashMap<Uuid, Vec<String>>,
    approvers: HashMap<Uuid, String>,
    /// The sessions of a training, the earliest first.
    sessions: HashMap<Uuid, Vec<SessionRow>>,
    attendance: Vec<AttendanceRow>,
    external: Vec<(ExternalRow, Vec<Uuid>)>,
    /// Trainings without anything online.
    on_site: BTreeSet<Uuid>,
}

impl Gathered {
    pub async fn load(cx: &Cx, db: &Reader, of: Of) -> Result<Self, Failure> {
        let enrolments = storage::archive::enrolments(db, cx.street(), of).await?;
        let ids: BTreeSet<Uuid> = enrolments.iter().map(|e| e.training_id).collect();
        let trainings = storage::training::by_ids(db, cx.street(), ids).await?;
        let exams = trainings.iter().filter_map(|t| t.exam_id);
        let mut places: HashMap<Uuid, Vec<String>> = HashMap::new();
        for (exam, place) in storage::archive::exam_places(db, cx.street(), exams).await? {
            places.entry(exam).or_default().push(place);
        }
        let mut sittings: HashMap<(Uuid, Uuid), Vec<SittingHead>> = HashMap::new();
        for sitting in storage::archive::sittings(db, cx.street(), of).await? {
            sittings.entry((sitting.training_id, sitting.person_id)).or_default().push(sitting);
        }
        let ids = || trainings.iter().map(|t| t.id);
        let mut sessions: HashMap<Uuid, Vec<SessionRow>> = HashMap::new();
        for session in storage::session::of_trainings(db, cx.street(), ids()).await? {
            sessions.entry(session.training_id).or_default().push(session);
        }
        let forms = storage::session::forms(db, cx.street(), ids()).await?;
        let on_site = forms.into_iter().filter(|f| Mode::from_code(&f.mode) == Some(Mode::Onsite));
        let on_site = on_site.map(|f| f.training_id).collect();
        let approvers = enrolments.iter().filter_map(|e| e.excused_by);
        Ok(Self {
            of,
            people: storage::archive::people(db, cx.street(), of).await?,
            certificates: storage::archive::certificates(db, cx.street(), of).await?,
            approvers: storage::archive::account_names(db, approvers).await?,
            trainings: trainings.into_iter().map(|t| (t.id, t)).collect(),
            enrolments,
            sittings,
            places,
            sessions,
            attendance: storage::archive::attendance(db, cx.street(), of).await?,
            external: storage::archive::external(db, cx.street(), of).await?,
            on_site,
        })
    }

    /// The years with trainings, the latest first.
    pub fn years(&self) -> Vec<i32> {
        let years: BTreeSet<i32> = self.trainings.values().map(|t| t.year).collect();
        years.into_iter().rev().collect()
    }

    /// A training with the law's minimum.
    pub fn facts(&self, training: &TrainingRow) -> TrainingFacts {
        let kind = TrainingKind::from_code(&training.kind).unwrap_or(TrainingKind::Training);
        let rooms = training.exam_id.and_then(|exam| self.places.get(&exam));
        let sessions = self.sessions.get(&training.id).map_or(&[][..], Vec::as_slice);
        let online = (!self.on_site.contains(&training.id)).then(|| ONLINE.to_owned());
        let taught = online.into_iter().chain(sessions.iter().map(|s| s.place.clone()));
        let taught = distinct(taught).join("、");
        let place = match rooms {
            Some(rooms) if kind.teaches() => format!("{taught}；考核：{}", rooms.join("、")),
            Some(rooms) => rooms.join("、"),
            None => taught,
        };
        let lecturers = std::iter::once(training.lecturer.clone());
        let lecturers = distinct(lecturers.chain(sessions.iter().map(|s| s.lecturer.clone())));
        TrainingFacts {
            id: training.id,
            kind,
            title: training.title.clone(),
            year: training.year,
            from: training.published_at.map(date_of),
            until: training.closed_at.map_or(training.due_on, date_of),
            place,
            content: outline(&training.lesson),
            lecturer: lecturers.join("、"),
            hours: u32::try_from(training.hours).unwrap_or_default(),
        }
    }

    /// What became of an attendee.
    pub fn outcome(&self, row: &EnrolmentRow) -> Outcome {
        let none = Vec::new();
        let own = self.sittings.get(&(row.training_id, row.person_id)).unwrap_or(&none);
        let counted = || own.iter().filter(|s| s.voided_at.is_none());
        let decided = counted().find(|s| row.attempt_id == Some(s.id)).and_then(|s| s.score);
        let mut certificates = self.certificates.iter();
        let serial = certificates.find(|c| {
            c.training_id == row.training_id && c.person_id == row.person_id && c.revoked_at.is_none()
        });
        Outcome {
            result: row.result.clone(),
            score: decided.or_else(|| counted().filter_map(|s| s.score).max()),
            on: row.result_at.map(date_of),
            studied_on: row.lesson_read_at.map(date_of),
            round: u8::try_from(row.round).unwrap_or(1),
            excuse: row.excuse_reason.clone().map(|reason| Excuse {
                reason,
                approver: row.excused_by.and_then(|id| self.approvers.get(&id).cloned()).unwrap_or_default(),
            }),
            serial: serial.map(|c| c.serial.clone()),
            sittings: own.iter().map(sitting).collect(),
        }
    }

    /// What the records of a training do not say.
    pub fn missing(&self, training: &TrainingRow) -> Option<Missing> {
        let facts = self.facts(training);
        let of_it = || self.enrolments.iter().filter(|e| e.training_id == training.id);
        let fields = missing(&Said {
            time: facts.from.is_some(),
            place: &facts.place,
            content: &facts.content,
            lecturer: &facts.lecturer,
            participants: of_it().count() as u64,
            hours: facts.hours,
            open: of_it().filter(|e| e.result.is_none()).count() as u64,
            teaches: facts.kind.teaches(),
        });
        (!fields.is_empty()).then_some(Missing { about: facts.title, fields })
    }

    fn name(&self, person: Uuid) -> String {
        self.people.iter().find(|p| p.id == person).map(|p| p.name.clone()).unwrap_or_default()
    }

    /// The certificates issued in a year.
    pub fn certificates(&self, cx: &Cx, year: Option<i32>) -> Vec<CertificateEntry> {
        let of_year = self.certificates.iter().filter(|c| year.is_none_or(|year| c.issued_on.year() == year));
        let entry = |c: &CertificateOf| CertificateEntry {
            serial: c.serial.clone(),
            person: self.name(c.person_id),
            training: c.training_title.clone(),
            issued_on: c.issued_on,
            valid_until: c.valid_until,
            status: status(c.valid_until, c.revoked_at.is_some(), cx.today()),
        };
        of_year.map(entry).collect()
    }

    /// The statutory certificates registered now, whatever the year.
    pub async fn statutory(&self, cx: &Cx, db: &Reader) -> Result<Vec<StatutoryEntry>, Failure> {
        let rows = match self.of {
            Of::Person(id) => storage::register::statutory_of_person(db, cx.street(), id).await?,
            Of::Unit(_) | Of::Training(_) => {
                let own: BTreeSet<Uuid> = self.people.iter().map(|p| p.id).collect();
                let mut rows = storage::register::all_statutory(db, cx.street()).await?;
                rows.retain(|row| own.contains(&row.person_id));
                rows
            }
        };
        let entry = |row: StatutoryRow| {
            Some(StatutoryEntry {
                person: self.name(row.person_id),
                kind: StatutoryKind::from_code(&row.kind)?,
                category: row.category.as_deref().and_then(WorkCategory::from_code),
                state: state(row.valid_until, row.review_by, cx.today()),
                confirmed: row.state == EntryState::Active.code(),
                number: row.number,
                issuer: row.issuer,
                issued_on: row.issued_on,
                valid_until: row.valid_until,
                review_by: row.review_by,
            })
        };
        Ok(rows.into_iter().filter_map(entry).collect())
    }

    /// The sign-ins at sessions of the trainings at hand.
    pub fn sessions(&self, year: Option<i32>) -> Vec<SessionEntry> {
        let people: BTreeSet<Uuid> = self.people.iter().map(|p| p.id).collect();
        let entry = |row: &AttendanceRow| {
            let training = self.trainings.get(&row.training_id)?;
            let session = self.sessions.get(&row.training_id)?.iter().find(|s| s.id == row.session_id)?;
            people.contains(&row.person_id).then(|| SessionEntry {
                training: training.title.clone(),
                on: date_of(session.starts_at),
                place: session.place.clone(),
                lecturer: session.lecturer.clone(),
                hours: u32::try_from(session.hours).unwrap_or_default(),
                person: self.name(row.person_id),
                how: if row.way == "hand" { "手工签到" } else { "扫码签到" }.to_owned(),
            })
        };
        let entries = self.attendance.iter().filter_map(entry);
        entries.filter(|entry| in_year(entry.on, year)).collect()
    }

    /// The activities beyond the street in a year.
    pub fn activities(&self, year: Option<i32>) -> Vec<ActivityEntry> {
        let of_year = self.external.iter().filter(|(row, _)| in_year(row.held_on, year));
        let entries = of_year.flat_map(|(row, people)| {
            people.iter().map(|person| ActivityEntry {
                title: row.title.clone(),
                on: row.held_on,
                organiser: row.organiser.clone(),
                hours: u32::try_from(row.hours).unwrap_or_default(),
                person: self.name(*person),
            })
        });
        entries.collect()
    }

    /// The spot tests of a year.
    pub async fn spot(&self, cx: &Cx, db: &Reader, year: Option<i32>) -> Result<Vec<SpotEntry>, Failure> {
        let rows = storage::archive::spot_tests(db, cx.street(), self.of).await?;
        let entries = rows.into_iter().map(|row| SpotEntry {
            person: self.name(row.person_id),
            on: date_of(row.called_at),
            score: row.score,
            passed: row.passed,
            absent: row.absent_at.is_some(),
            late: row.late == Some(true),
        });
        Ok(entries.filter(|entry| in_year(entry.on, year)).collect())
    }

    /// The practical assessments of a year.
    pub async fn practical(
        &self,
        cx: &Cx,
        db: &Reader,
        year: Option<i32>,
    ) -> Result<Vec<PracticalEntry>, Failure> {
        let rows = storage::archive::practical(db, cx.street(), self.of).await?;
        let own: BTreeSet<Uuid> = rows.iter().map(|row| row.person_id).collect();
        let sessions: BTreeSet<Uuid> = rows.iter().map(|row| row.session_id).collect();
        let mut entries = Vec::new();
        for session in sessions {
            let outcomes = crate::practical::outcomes(cx, db, session).await?;
            let of_it = outcomes.people.into_iter().filter(|(person, ..)| own.contains(person));
            entries.extend(of_it.map(|(person, settled)| PracticalEntry {
                person: self.name(person),
                title: outcomes.title.clone(),
                on: outcomes.held_on,
                score: settled.map(|(score, _)| score),
                passed: settled.map(|(_, passed)| passed),
            }));
        }
        entries.retain(|entry| in_year(entry.on, year));
        Ok(entries)
    }
}

/// What is said, each once, in its order; nothing said is left out.
fn distinct(words: impl Iterator<Item = String>) -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    for word in words.filter(|word| !word.trim().is_empty()) {
        if !said.contains(&word) {
            said.push(word);
        }
    }
    said
}

fn in_year(day: NaiveDate, year: Option<i32>) -> bool {
    year.is_none_or(|year| day.year() == year)
}

fn sitting(head: &SittingHead) -> SittingEntry {
    SittingEntry {
        number: head.number,
        on: date_of(head.started_at),
        score: head.score,
        passed: head.passed,
        voided: head.voided_at.is_some(),
    }
}

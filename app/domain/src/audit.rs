//! The closed list of what is logged. Events carry identifiers and figures, never names or numbers of
//! people: the log is kept longer than their data.

use serde::{Deserialize, Serialize};

/// Something that happened, with its details. Written in the transaction of the act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the fields of events are named for what they hold")]
pub enum Event {
    /// Somebody signed in.
    SignedIn,
    /// A sign-in was refused; counted per account and address.
    SignInRefused { blocked: bool },
    /// Somebody signed out.
    SignedOut,
    /// A password was changed by its owner.
    PasswordChanged,
    /// A password was replaced by the administrator.
    PasswordReset,
    /// An account was disabled.
    AccountDisabled,
    /// A street was added.
    StreetAdded,
    /// An account was made.
    AccountCreated { role: String },
    /// A workbook of units and people was taken in.
    RosterImported {
        units_new: u32,
        units_changed: u32,
        people_new: u32,
        people_changed: u32,
        file_hash: String,
    },
    /// A frozen version of a question bank was taken in.
    BankPublished { code: String, version: u32, questions: u32, content_hash: String },
    /// A training was made.
    TrainingCreated,
    /// A training was offered to its audience, with its test.
    TrainingPublished { attendees: u32 },
    /// An exam was made; its secret key is bound by this commitment.
    ExamCommitted { commitment: String },
    /// The lesson was read to its end.
    LessonRead,
    /// An attendee was excused.
    AttendeeExcused,
    /// The training was ordered again for an attendee.
    RetrainingOrdered { round: u32, from_attempt: u32 },
    /// A wrong answer was worked through in the book.
    MistakeStudied { question: String, understood: bool },
    /// A corrected key was proposed for a question of an exam.
    CorrectionProposed { question: String, part: u32 },
    /// Somebody else decided about a corrected key; how many sittings it changed, and how many pass by it.
    CorrectionDecided { approved: bool, regraded: u32, became_passed: u32 },
    /// A sitting has a new result beside its old one.
    AttemptRegraded { old_score: u32, score: u32, passed: bool },
    /// A training was closed.
    TrainingClosed { passed: u32, failed: u32, excused: u32 },
    /// A sitting began.
    AttemptStarted { number: u32, paper_hash: String },
    /// Another device took a sitting over.
    AttemptTakenOver { lease: u32 },
    /// A sitting was handed in and graded.
    AttemptSubmitted { score: u32, passed: bool, answers_hash: String, late: u32 },
    /// A certificate was issued.
    CertificateIssued { serial: String },
    /// A certificate's file was downloaded.
    CertificateDownloaded { serial: String },
    /// A certificate was looked up by its code.
    CertificateVerified { serial: String, with_code: bool },
    /// A drill year was opened with its anchors.
    DrillYearOpened { year: i32, anchor_a: String, anchor_b: String, days: u32 },
    /// A day's inputs were frozen.
    DrawInputsFrozen { year: i32, day: u32, inputs_hash: String },
    /// A day was drawn. Nothing of whom.
    DrawMade { year: i32, day: u32, table_hash: String, size: u32 },
    /// A sealed target was opened to its team.
    SealedTargetViewed { year: i32, day: u32 },
    /// A drill was dispatched to a team.
    DrillDispatched,
    /// A team arrived; scenario and place were drawn.
    DrillArrived { scenario: String, place: String },
    /// A mark was set on a drill's timeline.
    DrillMarked { mark: String },
    /// A drill ended.
    DrillFinished { four_no: bool },
    /// A drill was broken off.
    DrillAborted,
    /// The day's links were published.
    LinksPublished { year: i32, day: u32, link_a: String, link_b: String },
    /// A proof bundle was exported.
    BundleExported { kind: String },
    /// Lists of personal data were read.
    PersonalDataRead { list: String, rows: u32 },
    /// Demo data was loaded.
    DemoLoaded { units: u32, people: u32 },
    /// An act was refused for lack of rights.
    Denied { action: String },
}

impl Event {
    /// The stable code of the event, as stored.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::SignedIn => "signed_in",
            Self::SignInRefused { .. } => "sign_in_refused",
            Self::SignedOut => "signed_out",
            Self::PasswordChanged => "password_changed",
            Self::PasswordReset => "password_reset",
            Self::AccountDisabled => "account_disabled",
            Self::StreetAdded => "street_added",
            Self::AccountCreated { .. } => "account_created",
            Self::RosterImported { .. } => "roster_imported",
            Self::BankPublished { .. } => "bank_published",
            Self::TrainingCreated => "training_created",
            Self::TrainingPublished { .. } => "training_published",
            Self::ExamCommitted { .. } => "exam_committed",
            Self::LessonRead => "lesson_read",
            Self::AttendeeExcused => "attendee_excused",
            Self::RetrainingOrdered { .. } => "retraining_ordered",
            Self::MistakeStudied { .. } => "mistake_studied",
            Self::CorrectionProposed { .. } => "correction_proposed",
            Self::CorrectionDecided { .. } => "correction_decided",
            Self::AttemptRegraded { .. } => "attempt_regraded",
            Self::TrainingClosed { .. } => "training_closed",
            Self::AttemptStarted { .. } => "attempt_started",
            Self::AttemptTakenOver { .. } => "attempt_taken_over",
            Self::AttemptSubmitted { .. } => "attempt_submitted",
            Self::CertificateIssued { .. } => "certificate_issued",
            Self::CertificateDownloaded { .. } => "certificate_downloaded",
            Self::CertificateVerified { .. } => "certificate_verified",
            Self::DrillYearOpened { .. } => "drill_year_opened",
            Self::DrawInputsFrozen { .. } => "draw_inputs_frozen",
            Self::DrawMade { .. } => "draw_made",
            Self::SealedTargetViewed { .. } => "sealed_target_viewed",
            Self::DrillDispatched => "drill_dispatched",
            Self::DrillArrived { .. } => "drill_arrived",
            Self::DrillMarked { .. } => "drill_marked",
            Self::DrillFinished { .. } => "drill_finished",
            Self::DrillAborted => "drill_aborted",
            Self::LinksPublished { .. } => "links_published",
            Self::BundleExported { .. } => "bundle_exported",
            Self::PersonalDataRead { .. } => "personal_data_read",
            Self::DemoLoaded { .. } => "demo_loaded",
            Self::Denied { .. } => "denied",
        }
    }
}

/// What an event is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The kind of thing: `unit`, `training`, `attempt`, `drill`, …
    pub kind: &'static str,
    /// Its identifier.
    pub id: String,
}

impl Subject {
    /// Names a subject.
    #[must_use]
    pub fn new(kind: &'static str, id: impl ToString) -> Self {
        Self { kind, id: id.to_string() }
    }
}

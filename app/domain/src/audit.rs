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
    /// A frozen version of a question bank was withdrawn: nothing new may rest on it.
    BankWithdrawn { code: String, version: u32 },
    /// A question bank was opened, without questions yet.
    BankCreated { code: String },
    /// A question was proposed, changed or to be removed; the question is the subject's.
    QuestionEdited { bank: String, question: String },
    /// Proposals came further; `state` is what they came to.
    EditsMoved { bank: String, state: String, count: u32 },
    /// A file of questions was taken in as drafts.
    QuestionsImported { bank: String, format: String, added: u32, changed: u32, file_hash: String },
    /// Questions went out as a file, with their keys.
    QuestionsExported { bank: String, format: String, questions: u32 },
    /// A training was made.
    TrainingCreated,
    /// A training was offered to its audience, with its test.
    TrainingPublished { attendees: u32 },
    /// Whom a draft is for was changed.
    AudienceChanged { clauses: u32, added: u32, removed: u32 },
    /// People who came to be meant later were enrolled.
    NewcomersEnrolled { attendees: u32 },
    /// A version of the training policy was drafted, changed, approved or dropped.
    PolicyMoved { version: u32, act: String },
    /// Since when somebody has a post was corrected.
    PostCorrected { since: String },
    /// The denominator of a year's coverage was frozen.
    CoverageFrozen { year: i32, number: u32, units: u32, sectors: u32 },
    /// A message that had failed was set to be sent again.
    MessageResent,
    /// An exam was made; its secret key is bound by this commitment.
    ExamCommitted { commitment: String },
    /// The lesson was read to its end.
    LessonRead,
    /// A part of a training's lessons was written or removed; `parts` are left.
    LessonsChanged { parts: u32 },
    /// A part was finished; of a video `percent` was played, where the page reported it.
    LessonFinished { seq: u32, minutes: u32, percent: Option<u8> },
    /// A file came into the media library.
    MediaAdded { kind: String, bytes: u64, sha256: String },
    /// An item of the library came further; `state` is what it came to.
    MediaMoved { state: String },
    /// An attendee was excused.
    AttendeeExcused,
    /// It was asked to excuse an attendee.
    ExcuseProposed,
    /// Such a request was refused.
    ExcuseRefused,
    /// It was said how a training is held.
    TrainingFormSet { mode: String },
    /// A session of a training was planned or changed.
    SessionPlanned { hours: u32 },
    /// A session was taken away to which nobody had come.
    SessionRemoved,
    /// Somebody signed in to a session, or was signed in.
    SessionSignedIn { way: String, walk_in: bool, late: bool },
    /// Such a sign-in was a mistake.
    SessionSignInUndone,
    /// What a unit did by one of the five carriers was recorded.
    CarrierRecorded { carrier: String, people: u32 },
    /// Such a record was struck.
    CarrierStruck,
    /// A public activity was planned.
    ActivityPlanned,
    /// It took place.
    ActivityHeld { headcount: u32 },
    /// It was called off.
    ActivityCancelled,
    /// A campaign was begun.
    CampaignBegun,
    /// An activity beyond the street was recorded.
    ExternalRecorded { people: u32 },
    /// A file was added that proves it.
    EvidenceAdded { content_hash: String },
    /// Somebody else confirmed it.
    ExternalConfirmed,
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
    /// A room was set up; its papers are drawn, and bound by a hash over their hashes by seat.
    ExamRoomOpened { seats: u32, papers_hash: String },
    /// The papers of a room were shown for printing.
    PapersPrinted { papers: u32 },
    /// Answers given on paper were keyed in.
    AnswersKeyedIn { answers: u32 },
    /// A wrong entry code was given for a room.
    EntryCodeRefused { blocked: bool },
    /// A sitting began.
    AttemptStarted { number: u32, paper_hash: String },
    /// Another device took a sitting over.
    AttemptTakenOver { lease: u32 },
    /// A sitting was handed in and graded.
    AttemptSubmitted { score: u32, passed: bool, answers_hash: String, late: u32 },
    /// An invigilator gave a sitting more time.
    AttemptExtended { minutes: u32 },
    /// An invigilator opened a sitting again.
    AttemptReopened { minutes: u32 },
    /// An invigilator voided a sitting.
    AttemptVoided { was_passed: bool },
    /// Somebody was named to watch over an exam.
    InvigilatorNamed { account: String },
    /// Such a naming was taken back.
    InvigilatorReleased { account: String },
    /// A certificate was issued.
    CertificateIssued { serial: String },
    /// A certificate was revoked.
    CertificateRevoked { serial: String },
    /// A certificate's file was downloaded.
    CertificateDownloaded { serial: String, revision: u32 },
    /// A certificate was looked up by its code.
    CertificateVerified { serial: String, with_code: bool },
    /// A certificate was issued again; the cause is its code.
    CertificateReissued { serial: String, revision: u32, cause: String },
    /// A file was compared with an issued certificate.
    CertificateFileChecked { serial: String, result: String },
    /// Certificates went out in one archive; the filter names its fields, never what people typed into them.
    CertificatesBundled { rows: u32, filter: String },
    /// Certificates went out in one file for the printer.
    CertificatesPrinted { rows: u32, filter: String },
    /// Another look of certificates came into use.
    CertificateTemplatePublished { version: u32, months: u8, seal_hash: Option<String> },
    /// The list of certificates went out as a workbook.
    CertificatesExported { rows: u32 },
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
    /// A spot test was opened: its roster is frozen and its secret bound, before anybody is drawn.
    SpotOpened { commitment: String, roster_hash: String, people: u32, wanted: u32, items: u32 },
    /// The workers of a spot test were drawn.
    SpotDrawn { called: u32 },
    /// A drawn worker is absent; the next of the order steps in, if there is one.
    SpotAbsent { place: u32, reason: String, next: Option<u32> },
    /// A one-time code was made for a drawn worker, to be used on the inspector's device or on the worker's own.
    SpotCodeMade { place: u32, here: bool },
    /// A drawn worker confirmed and began.
    SpotStarted { place: u32, paper_hash: String },
    /// Another device of the same worker went on after a new code.
    SpotResumed { place: u32 },
    /// A drawn worker handed in.
    SpotHandedIn { place: u32, score: u32, passed: bool, late: bool, answers_hash: String },
    /// A spot test ended.
    SpotEnded { tested: u32, passed: u32 },
    /// A follow-up training was ordered for the unit of a spot test.
    FollowUpOrdered { due_on: String },
    /// A follow-up training is done.
    FollowUpDone,
    /// A proof bundle was exported.
    BundleExported { kind: String },
    /// An archive went out as a file; the hash is that of its content, as its foot says.
    ArchiveDownloaded { archive: String, format: String, year: Option<i32>, rows: u32, content_hash: String },
    /// A statutory certificate was entered, by the office or by a unit.
    StatutoryEntered { kind: String, proposed: bool },
    /// One that a unit entered was confirmed.
    StatutoryConfirmed,
    /// One was taken out of the register, with a reason.
    StatutoryRemoved,
    /// A post was noted as special work, or no more.
    SpecialPostNoted { category: String, noted: bool },
    /// A place was entered, by the office or by a unit.
    PlaceEntered { kind: String, proposed: bool },
    /// One that a unit entered was confirmed.
    PlaceConfirmed,
    /// One was taken out of the register, with a reason.
    PlaceRemoved,
    /// A fact of a unit was set to what the register says.
    FactTakenOver { fact: String, holds: bool },
    /// A workbook of a register was taken in.
    RegisterImported { register: String, added: u32, changed: u32, file_hash: String },
    /// Lists of personal data were read.
    PersonalDataRead { list: String, rows: u32 },
    /// Demo data was loaded.
    DemoLoaded { units: u32, people: u32 },
    /// An act was refused for lack of rights.
    Denied { action: String },
    /// A contest was ranked and its secret revealed; the hash is `contest::ranking_hash`.
    RankingPublished { candidates: u32, ties: u32, ranking_hash: String },
    /// Equals in score and time were put in order by the draw, from this place on.
    TieDrawn { place: u32, candidates: u32 },
    /// The best of a contest were proposed for recommendation.
    RecommendationProposed { count: u32 },
    /// A candidate was left out of a recommendation, with a reason.
    CandidateLeftOut,
    /// A recommendation was approved by somebody else than who proposed it.
    RecommendationApproved { count: u32, left_out: u32 },
    /// A version of a score sheet was made.
    ScoreSheetMade { version: u32 },
    /// A practical assessment was opened.
    PracticalOpened { judges: u32, candidates: u32 },
    /// A judge handed a sheet in.
    PracticalJudged { total: u32, vetoed: bool },
    /// Two distant judges noted how they agreed.
    PracticalReconciled,
    /// A further judge was named.
    PracticalJudgeAdded,
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
            Self::BankWithdrawn { .. } => "bank_withdrawn",
            Self::BankCreated { .. } => "bank_created",
            Self::QuestionEdited { .. } => "question_edited",
            Self::EditsMoved { .. } => "edits_moved",
            Self::QuestionsImported { .. } => "questions_imported",
            Self::QuestionsExported { .. } => "questions_exported",
            Self::TrainingCreated => "training_created",
            Self::TrainingPublished { .. } => "training_published",
            Self::AudienceChanged { .. } => "audience_changed",
            Self::NewcomersEnrolled { .. } => "newcomers_enrolled",
            Self::PolicyMoved { .. } => "policy_moved",
            Self::PostCorrected { .. } => "post_corrected",
            Self::CoverageFrozen { .. } => "coverage_frozen",
            Self::MessageResent => "message_resent",
            Self::ExamCommitted { .. } => "exam_committed",
            Self::LessonRead => "lesson_read",
            Self::LessonsChanged { .. } => "lessons_changed",
            Self::LessonFinished { .. } => "lesson_finished",
            Self::MediaAdded { .. } => "media_added",
            Self::MediaMoved { .. } => "media_moved",
            Self::AttendeeExcused => "attendee_excused",
            Self::ExcuseProposed => "excuse_proposed",
            Self::ExcuseRefused => "excuse_refused",
            Self::TrainingFormSet { .. } => "training_form_set",
            Self::SessionPlanned { .. } => "session_planned",
            Self::SessionRemoved => "session_removed",
            Self::SessionSignedIn { .. } => "session_signed_in",
            Self::SessionSignInUndone => "session_sign_in_undone",
            Self::CarrierRecorded { .. } => "carrier_recorded",
            Self::CarrierStruck => "carrier_struck",
            Self::ActivityPlanned => "activity_planned",
            Self::ActivityHeld { .. } => "activity_held",
            Self::ActivityCancelled => "activity_cancelled",
            Self::CampaignBegun => "campaign_begun",
            Self::ExternalRecorded { .. } => "external_recorded",
            Self::EvidenceAdded { .. } => "evidence_added",
            Self::ExternalConfirmed => "external_confirmed",
            Self::RetrainingOrdered { .. } => "retraining_ordered",
            Self::MistakeStudied { .. } => "mistake_studied",
            Self::CorrectionProposed { .. } => "correction_proposed",
            Self::CorrectionDecided { .. } => "correction_decided",
            Self::AttemptRegraded { .. } => "attempt_regraded",
            Self::TrainingClosed { .. } => "training_closed",
            Self::ExamRoomOpened { .. } => "exam_room_opened",
            Self::PapersPrinted { .. } => "papers_printed",
            Self::AnswersKeyedIn { .. } => "answers_keyed_in",
            Self::EntryCodeRefused { .. } => "entry_code_refused",
            Self::AttemptStarted { .. } => "attempt_started",
            Self::AttemptTakenOver { .. } => "attempt_taken_over",
            Self::AttemptSubmitted { .. } => "attempt_submitted",
            Self::AttemptExtended { .. } => "attempt_extended",
            Self::AttemptReopened { .. } => "attempt_reopened",
            Self::AttemptVoided { .. } => "attempt_voided",
            Self::InvigilatorNamed { .. } => "invigilator_named",
            Self::InvigilatorReleased { .. } => "invigilator_released",
            Self::CertificateIssued { .. } => "certificate_issued",
            Self::CertificateRevoked { .. } => "certificate_revoked",
            Self::CertificateDownloaded { .. } => "certificate_downloaded",
            Self::CertificateVerified { .. } => "certificate_verified",
            Self::CertificateReissued { .. } => "certificate_reissued",
            Self::CertificateFileChecked { .. } => "certificate_file_checked",
            Self::CertificatesBundled { .. } => "certificates_bundled",
            Self::CertificatesPrinted { .. } => "certificates_printed",
            Self::CertificateTemplatePublished { .. } => "certificate_template_published",
            Self::CertificatesExported { .. } => "certificates_exported",
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
            Self::SpotOpened { .. } => "spot_opened",
            Self::SpotDrawn { .. } => "spot_drawn",
            Self::SpotAbsent { .. } => "spot_absent",
            Self::SpotCodeMade { .. } => "spot_code_made",
            Self::SpotStarted { .. } => "spot_started",
            Self::SpotResumed { .. } => "spot_resumed",
            Self::SpotHandedIn { .. } => "spot_handed_in",
            Self::SpotEnded { .. } => "spot_ended",
            Self::FollowUpOrdered { .. } => "follow_up_ordered",
            Self::FollowUpDone => "follow_up_done",
            Self::BundleExported { .. } => "bundle_exported",
            Self::ArchiveDownloaded { .. } => "archive_downloaded",
            Self::StatutoryEntered { .. } => "statutory_entered",
            Self::StatutoryConfirmed => "statutory_confirmed",
            Self::StatutoryRemoved => "statutory_removed",
            Self::SpecialPostNoted { .. } => "special_post_noted",
            Self::PlaceEntered { .. } => "place_entered",
            Self::PlaceConfirmed => "place_confirmed",
            Self::PlaceRemoved => "place_removed",
            Self::FactTakenOver { .. } => "fact_taken_over",
            Self::RegisterImported { .. } => "register_imported",
            Self::PersonalDataRead { .. } => "personal_data_read",
            Self::DemoLoaded { .. } => "demo_loaded",
            Self::Denied { .. } => "denied",
            Self::RankingPublished { .. } => "ranking_published",
            Self::TieDrawn { .. } => "tie_drawn",
            Self::RecommendationProposed { .. } => "recommendation_proposed",
            Self::CandidateLeftOut => "candidate_left_out",
            Self::RecommendationApproved { .. } => "recommendation_approved",
            Self::ScoreSheetMade { .. } => "score_sheet_made",
            Self::PracticalOpened { .. } => "practical_opened",
            Self::PracticalJudged { .. } => "practical_judged",
            Self::PracticalReconciled => "practical_reconciled",
            Self::PracticalJudgeAdded => "practical_judge_added",
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

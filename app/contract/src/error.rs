//! Why something was not done, as codes with facts. The sentences stand in `app/src/text`.

use crate::{FieldError, bank::QuestionFault, blueprint::BlueprintFault, exchange::FileProblem};
use serde::{Deserialize, Serialize};

/// What a user can be told about a failure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "error", content = "facts", rename_all = "snake_case")]
pub enum UiError {
    /// A rule refuses.
    Refused(Refusal),
    /// Fields of a form are wrong.
    Form(Vec<FieldError>),
    /// There is no such thing, or it belongs to somebody else.
    Missing,
    /// The role does not allow it.
    Denied,
    /// Nobody is signed in.
    SignInNeeded,
    /// Somebody else changed it in the meantime.
    Conflict,
    /// A page of another origin asked.
    ForeignOrigin,
    /// What was sent is larger than allowed.
    TooLarge {
        /// The limit in mebibytes.
        limit_mib: u32,
    },
    /// What was sent cannot be read.
    Unreadable,
    /// The server failed; the reference stands in its log.
    Internal {
        /// To be quoted to the administrator.
        reference: String,
    },
}

/// Why a rule refuses, with the facts that its sentence needs. Times are wall-clock texts of the street.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "refusal", rename_all = "snake_case")]
pub enum Refusal {
    /// Account or password is wrong.
    WrongCredentials,
    /// Too many failures; wait.
    SignInBlocked {
        /// Seconds to wait.
        seconds: i64,
    },
    /// The account is disabled.
    AccountDisabled,
    /// The number of a statutory certificate is registered for somebody else.
    NumberTaken {
        /// Their name; empty where the asker is not told.
        holder: String,
    },
    /// The entry of a register was taken out.
    EntryRemoved,
    /// The workbook is empty.
    WorkbookEmpty,
    /// The file is no workbook.
    NotAWorkbook,
    /// The file is an old .xls workbook.
    OldWorkbook,
    /// The workbook is protected by a password.
    WorkbookEncrypted,
    /// The workbook is damaged.
    WorkbookBroken,
    /// The workbook is too large.
    WorkbookTooLarge {
        /// The limit in mebibytes.
        limit_mib: u32,
    },
    /// The workbook has too many rows.
    WorkbookTooManyRows {
        /// The limit.
        limit: u32,
    },
    /// A column of the template is missing.
    ColumnsMissing {
        /// The sheet.
        sheet: String,
        /// The columns' names.
        columns: Vec<String>,
    },
    /// A sheet of the template is missing.
    SheetMissing {
        /// The sheet's name.
        sheet: String,
    },
    /// No sheet has the headers of the template.
    HeadersMissing {
        /// The columns that were looked for.
        columns: Vec<String>,
    },
    /// The workbook has content far to the right.
    WorkbookTooWide {
        /// The sheet.
        sheet: String,
        /// The greatest number of columns.
        limit: u32,
    },
    /// The workbook unpacks to far more than a roster.
    WorkbookUnpacksTooLarge {
        /// The limit in mebibytes.
        limit_mib: u32,
    },
    /// The roster has headers but no rows.
    RosterWithoutRows,
    /// Rows are wrong, so nothing was taken in.
    RowsWrong {
        /// How many.
        rows: u32,
    },
    /// A file of questions cannot be read.
    QuestionFile {
        /// Why.
        problem: FileProblem,
    },
    /// The training has no test (凡培训必考核).
    TrainingWithoutTest,
    /// The training has no lesson.
    TrainingWithoutLesson,
    /// Nobody is meant by the training.
    NobodyMeant,
    /// The training was published already.
    AlreadyPublished,
    /// The training is a draft, so nobody attends it yet.
    NotPublished,
    /// The audience rule names neither a condition nor a person.
    AudienceEmpty,
    /// The audience rule has too many clauses or names.
    AudienceTooLong,
    /// The best of the round before take part, so there is no rule.
    AudienceByRanking,
    /// Everybody who is meant attends already.
    NobodyToEnrol,
    /// No version of the policy is being written.
    PolicyNoDraft,
    /// The policy has no rows.
    PolicyEmpty,
    /// The policy has too many rows.
    PolicyTooLong,
    /// The street has no active enterprise that coverage could be counted over.
    NothingToFreeze,
    /// Attendees have no result yet.
    AttendeesWithoutResult {
        /// How many.
        count: u32,
    },
    /// The attendee is excused already.
    AlreadyExcused,
    /// Who asks for an excuse does not approve it.
    ExcuseNeedsSecond,
    /// A session must be attended first.
    SignInFirst,
    /// The training is online, so nobody signs in to it.
    OnlineOnly,
    /// The training teaches nothing, so it has no sessions.
    NothingTaught,
    /// Somebody has come, so the mode of the training stays.
    ModeStays,
    /// Somebody has come, so when a session was stays.
    SessionAttended,
    /// The doors of the session open later.
    SessionNotOpen {
        /// When.
        opens: String,
    },
    /// Nobody is signed in to the session any more.
    SessionOver {
        /// Since when.
        closed: String,
    },
    /// The room of the session is full.
    SessionFull {
        /// The most people.
        capacity: u32,
    },
    /// Only who is meant by the training signs in to it.
    NotMeantHere,
    /// The code of the session is an old one, or of another session.
    SignCodeOld,
    /// The scan was used, or too long ago.
    ScanOver,
    /// A file is neither a picture nor a PDF.
    EvidenceUnreadable,
    /// The activity has as many files as it may.
    EvidenceFull,
    /// Nothing proves the activity yet.
    EvidenceFirst,
    /// Who recorded an activity does not confirm it.
    ConfirmNeedsSecond,
    /// The public activity was held or called off, and stands.
    ActivityStands,
    /// The public activity has not taken place yet.
    ActivityToCome {
        /// Its day.
        day: String,
    },
    /// The activity is confirmed and stands.
    ExternalStands,
    /// What follows from the sign-in stands, so it is not undone.
    SignInStands,
    /// The bank has too few questions for the paper.
    BankTooSmall {
        /// Which kind of question, in the field's term.
        kind: String,
        /// How many are missing.
        missing: u32,
    },
    /// The chosen banks hold the same question twice.
    QuestionsRepeated,
    /// The blueprint of a test is not sound, or its banks are too small for it.
    BlueprintFaulty {
        /// Everything that is wrong.
        faults: Vec<BlueprintFault>,
    },
    /// A bank that the test rests on was withdrawn.
    BankWithdrawn {
        /// Its name and version.
        bank: String,
    },
    /// The bank was withdrawn before.
    BankAlreadyWithdrawn,
    /// Another bank has this code.
    BankCodeTaken {
        /// The code.
        code: String,
    },
    /// A question is not sound.
    QuestionFaulty {
        /// Everything that is wrong.
        faults: Vec<QuestionFault>,
    },
    /// Questions have open proposals already.
    EditsOpen {
        /// Their numbers, at most ten of them.
        questions: Vec<String>,
    },
    /// The proposal is too far, or not far enough, for this.
    EditNotNow {
        /// How far it is, in the field's term.
        state: String,
    },
    /// Only who wrote a proposal may change it and hand it in.
    EditOfAnother,
    /// The published wordings have changed since the proposals were written.
    EditsStale {
        /// The questions, at most ten of them.
        questions: Vec<String>,
    },
    /// There is nothing to be done.
    NoEdits,
    /// The next version of the bank would have errors.
    BankUnsound {
        /// How many.
        errors: u32,
    },
    /// Sittings of the exam still run, so its secret stays sealed.
    SittingsRunning {
        /// How many.
        count: u32,
    },
    /// The exam has not begun.
    ExamNotOpen {
        /// When it opens.
        opens: String,
    },
    /// The exam is over.
    ExamClosed {
        /// When it closed.
        closed: String,
    },
    /// The exam's secret is given out only after its window has closed.
    ExamStillOpen {
        /// When it closes.
        closes: String,
    },
    /// The room of the exam opens later.
    RoomNotOpen {
        /// Where it is.
        place: String,
        /// When it begins.
        opens: String,
    },
    /// The room may be entered from its own network only.
    RoomElsewhere {
        /// Where it is.
        place: String,
    },
    /// The room's entry code is wrong or missing.
    EntryCodeWrong {
        /// Where it is read out.
        place: String,
    },
    /// Too many wrong entry codes; wait.
    EntryCodeBlocked {
        /// Seconds to wait.
        seconds: i64,
    },
    /// Nobody is left who could be seated.
    NobodyToSeat,
    /// The person sits the exam already, so no paper is keyed in.
    SitsAlready,
    /// Not every answer that was keyed in can be read.
    KeyedInWrong {
        /// The numbers of the items.
        items: String,
    },
    /// The lesson must be read first.
    LessonFirst,
    /// Parts of the lesson are not finished.
    PartsLeft {
        /// How many.
        left: u32,
    },
    /// So many minutes of the part are left.
    PartTooSoon {
        /// Whole minutes, at least 1.
        minutes: u32,
    },
    /// Too little of the video was played.
    VideoNotWatched {
        /// Whole percent.
        percent: u8,
    },
    /// The training was published, so its parts stand.
    LessonsFrozen,
    /// The training has as many parts as may be.
    TooManyParts {
        /// The most.
        most: u32,
    },
    /// A part rests on an item of the library that is not published.
    MediaUnpublished {
        /// What it is called.
        title: String,
    },
    /// The file is none that the library takes.
    MediaUnknown,
    /// The library has the same file.
    MediaThere {
        /// What it is called there.
        title: String,
        /// How far it has come.
        state: domain::media::MediaState,
    },
    /// The upload broke off.
    UploadCutOff,
    /// The server's disk is full.
    StorageFull,
    /// Whoever uploaded an item does not review it.
    OwnUpload,
    /// The act does not follow on where the item stands.
    MediaNotNow {
        /// How far it has come.
        state: domain::media::MediaState,
    },
    /// No sitting is left.
    NoAttemptLeft {
        /// How many there were.
        used: u32,
    },
    /// The cool-down is not over.
    CoolDown {
        /// When the next sitting may begin.
        until: String,
    },
    /// The person has passed already.
    AlreadyPassed,
    /// The time is up; what was saved counts.
    TimeIsUp {
        /// Since when.
        since: String,
    },
    /// The paper was handed in already.
    AlreadySubmitted,
    /// Another device has taken over.
    TakenOver,
    /// The form shown is older than what is saved.
    StaleForm,
    /// No such item is on the paper.
    NoSuchItem,
    /// The answer does not fit the item.
    AnswerMalformed,
    /// The sitting was voided.
    SittingVoided {
        /// Why, in the words of who voided it.
        reason: String,
    },
    /// The sitting was handed in, so it cannot be extended.
    SittingHandedIn,
    /// The sitting runs, so it need not be reopened.
    SittingRuns,
    /// The candidate has seen the right answers, so the sitting stays closed.
    ResultSeen,
    /// The sitting was passed, so it stays closed.
    SittingPassed,
    /// The candidate has begun a later sitting.
    LaterSitting,
    /// The training was closed, and its results stand.
    TrainingArchived,
    /// The drill year is not open.
    YearNotOpen {
        /// Which year.
        year: i32,
    },
    /// The drill year is open already.
    YearAlreadyOpen {
        /// Which year.
        year: i32,
    },
    /// The day is no working day.
    NotAWorkingDay {
        /// Which day.
        date: String,
    },
    /// The day was drawn already; the result stands.
    AlreadyDrawn,
    /// The day was not drawn yet.
    NotDrawn,
    /// The target is not released yet.
    NotReleased {
        /// When it will be.
        at: String,
    },
    /// The unit has no risk point to draw a place from.
    NoRiskPoint,
    /// No scenario card fits the unit.
    NoScenario,
    /// The drill is at another stage.
    WrongStage,
    /// Only today can be drawn.
    OnlyToday {
        /// The street's date.
        today: String,
    },
    /// The street has no drill team, so nobody could go.
    NoTeam,
    /// Nothing waits for the team today, as far as it may know.
    NothingToRelease,
    /// Not every item of the safety check is confirmed.
    SafetyNotConfirmed,
    /// The drill is not over: a mark that comes before the end is missing.
    NotStarted,
    /// The day's links are not published, so its draw cannot be shown.
    LinksNotPublished,
    /// The day's links were published already; nothing more is released.
    LinksOut,
    /// Drills of the day are still running, so its links stay secret.
    DrillsRunning {
        /// How many.
        count: u32,
    },
    /// The day is not over, so its links stay secret.
    DayNotOver,
    /// The unit has no worker in post, so nobody can be drawn for a spot test.
    NoWorkers,
    /// The unit has fewer workers in post than are wanted.
    FewWorkers {
        /// How many it has.
        have: u32,
    },
    /// The unit is closed.
    UnitClosed,
    /// The banks have too few questions for the workers of the unit.
    SpotBankTooSmall {
        /// Which kind of question, in the field's term.
        kind: String,
        /// How many are missing.
        missing: u32,
    },
    /// The spot test was drawn already; the order stands.
    SpotDrawn,
    /// Nobody is drawn in the spot test yet.
    SpotNotDrawn,
    /// The spot test has ended.
    SpotEnded,
    /// The spot test has not ended.
    SpotNotEnded,
    /// Workers are still answering.
    SpotSitting {
        /// How many.
        count: u32,
    },
    /// The worker has begun, or was marked absent.
    WorkerSettled,
    /// The mastery rate reaches the threshold, so there is nothing to order.
    MasteryReached,
    /// A follow-up was ordered already.
    FollowUpThere,
    /// The follow-up was settled already.
    FollowUpSettled,
    /// No code of a spot test reads so.
    SpotCodeUnknown,
    /// Another device used the code.
    SpotCodeUsed,
    /// The code was not used in time.
    SpotCodeExpired {
        /// Since when.
        since: String,
    },
    /// A later code took its place.
    SpotCodeReplaced,
    /// The answers come more than a day after the deadline.
    SpotTooLate {
        /// Until when they would have been taken.
        until: String,
    },
    /// The device says that the answers were given after the deadline.
    SpotAnsweredLate {
        /// The deadline.
        deadline: String,
    },
    /// A character has no glyph in the fonts.
    GlyphMissing {
        /// The character.
        character: String,
        /// Its code point, as U+….
        code_point: String,
    },
    /// There is already a unit, person or other thing of that name.
    AlreadyThere,
    /// The officials' bank is asked of officials alone.
    OfficialsBank,
    /// The contest is not over, so nobody is ranked.
    RankingTooEarly {
        /// When it closes.
        closes: String,
    },
    /// Candidates still sit, so nobody is ranked.
    CandidatesSitting {
        /// How many.
        count: u32,
    },
    /// Nobody took part, so there is nothing to rank.
    NobodySat,
    /// The ranking is not published yet.
    NotRanked,
    /// The ranking is published already and stands.
    AlreadyRanked,
    /// No recommendation is proposed yet.
    NotProposed,
    /// The recommendation is approved and stands.
    RecommendationStands,
    /// Who proposed may not approve.
    ApproverIsProposer,
    /// The round before has its next round already.
    RoundTaken,
    /// The judge's sheet is handed in and stands.
    SheetHandedIn,
    /// The judges are not far apart, so there is nothing to reconcile.
    NotDisputed,
    /// Wrong answers of the last sitting are to be worked through first.
    MistakesFirst {
        /// How many questions are left.
        left: u32,
    },
    /// Whoever proposed a correction does not approve it.
    SecondPersonNeeded,
    /// Somebody has decided about the correction already.
    AlreadyDecided,
    /// A correction of the same question waits for a decision.
    CorrectionWaits,
    /// The corrected key is the one that is valid already.
    KeyUnchanged,
    /// The key does not fit the type of the question.
    KeyMisfits,
    /// The attendee has not failed all sittings.
    NotFailed,
    /// Sittings of this round are left.
    AttemptsLeft {
        /// How many.
        left: u32,
    },
    /// The training was ordered as often as may be.
    RoundsUsed {
        /// How many rounds there were.
        rounds: u32,
    },
    /// The exam is over, so nobody can be trained again for it.
    RetrainingTooLate {
        /// Since when.
        closed: String,
    },
    /// The attendee is sitting the exam.
    SittingNow,
    /// Nobody failed who could be trained again.
    NobodyToRetrain,
    /// The certificate is revoked, and stays so.
    CertificateRevoked,
    /// What the cause of a re-issue names is as it was.
    ReissueUnchanged {
        /// The cause.
        cause: domain::certificate::Cause,
    },
    /// Something changes that the cause of a re-issue does not name.
    ReissueMisfit {
        /// The cause.
        cause: domain::certificate::Cause,
    },
    /// No certificate of the filter can be given out or printed.
    NoCertificates,
    /// The archive would hold more certificates than one may.
    BundleTooLarge {
        /// How many the filter finds.
        count: u64,
        /// The most.
        most: u64,
    },
    /// As many archives as may be are being made.
    BundlesBusy {
        /// How many.
        most: u32,
    },
    /// The file for the printer would have more pages than one may.
    PrintTooLarge {
        /// How many certificates the filter finds.
        count: u64,
        /// The most.
        most: u64,
    },
    /// One of the certificates to be printed has a character that is in no font.
    PrintGlyphMissing {
        /// Its number.
        serial: String,
        /// The character.
        character: String,
        /// Its code point, as `U+4E00`.
        code_point: String,
    },
    /// There is no draft of the next template.
    TemplateWithoutDraft,
    /// The draft is the same as the template in use.
    TemplateUnchanged,
    /// Too many wrong codes of certificates; wait.
    CodesBlocked {
        /// Seconds to wait.
        seconds: i64,
    },
}

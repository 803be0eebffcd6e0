//! The fields that people fill in, and what can be wrong with them.

use serde::{Deserialize, Serialize};

/// A wrong field of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// Which field.
    pub field: Field,
    /// What is wrong with it.
    pub problem: FieldProblem,
}

/// The fields that people fill in, by the names of their inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are those of the inputs")]
pub enum Field {
    Login,
    Password,
    NewPassword,
    RepeatPassword,
    File,
    Title,
    Hours,
    Audience,
    Lesson,
    Body,
    Tags,
    Source,
    Media,
    Lecturer,
    DueOn,
    Banks,
    Place,
    StartsAt,
    Capacity,
    Networks,
    Code,
    Reason,
    Remarks,
    Date,
    Preparedness,
    Response,
    Evacuation,
    Minutes,
    Account,
    Unit,
    Items,
    Wanted,
    Note,
    From,
    Until,
    Round,
    Takes,
    Count,
    PassMark,
    Post,
    Judges,
    People,
    Sheet,
    Points,
    HeldOn,
    Person,
    Kind,
    Category,
    Number,
    Issuer,
    IssuedOn,
    ValidUntil,
    ReviewBy,
    Name,
    Location,
    Medium,
    Risk,
    Amount,
    Guardian,
    CheckedOn,
    Hazard,
    Topic,
    Frequency,
    Days,
    Content,
    Law,
    Trust,
    Subtitle,
    #[serde(rename = "signatory_1")]
    Signatory1,
    #[serde(rename = "signatory_2")]
    Signatory2,
    Months,
    Border,
    Seal,
    PlaceKind,
    Work,
    Cause,
    Holder,
    UnitName,
    Agency,
    Mode,
    Tag,
    EndsAt,
    Carrier,
    Standard,
    Headcount,
    Area,
    Campaign,
    GoalActivities,
    GoalPeople,
    Organiser,
    Level,
}

impl Field {
    /// The name of the input.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::Password => "password",
            Self::NewPassword => "new_password",
            Self::RepeatPassword => "repeat_password",
            Self::File => "file",
            Self::Title => "title",
            Self::Hours => "hours",
            Self::Audience => "audience",
            Self::Lesson => "lesson",
            Self::Body => "body",
            Self::Tags => "tags",
            Self::Source => "source",
            Self::Media => "media",
            Self::Lecturer => "lecturer",
            Self::DueOn => "due_on",
            Self::Banks => "banks",
            Self::Place => "place",
            Self::StartsAt => "starts_at",
            Self::Capacity => "capacity",
            Self::Networks => "networks",
            Self::Code => "code",
            Self::Reason => "reason",
            Self::Remarks => "remarks",
            Self::Date => "date",
            Self::Preparedness => "preparedness",
            Self::Response => "response",
            Self::Evacuation => "evacuation",
            Self::Minutes => "minutes",
            Self::Account => "account",
            Self::Unit => "unit",
            Self::Items => "items",
            Self::Wanted => "wanted",
            Self::Note => "note",
            Self::From => "from",
            Self::Until => "until",
            Self::Round => "round",
            Self::Takes => "takes",
            Self::Count => "count",
            Self::PassMark => "pass_mark",
            Self::Post => "post",
            Self::Judges => "judges",
            Self::People => "people",
            Self::Sheet => "sheet",
            Self::Points => "points",
            Self::HeldOn => "held_on",
            Self::Person => "person",
            Self::Kind => "kind",
            Self::Category => "category",
            Self::Number => "number",
            Self::Issuer => "issuer",
            Self::IssuedOn => "issued_on",
            Self::ValidUntil => "valid_until",
            Self::ReviewBy => "review_by",
            Self::Name => "name",
            Self::Location => "location",
            Self::Medium => "medium",
            Self::Risk => "risk",
            Self::Amount => "amount",
            Self::Guardian => "guardian",
            Self::CheckedOn => "checked_on",
            Self::Hazard => "hazard",
            Self::Topic => "topic",
            Self::Frequency => "frequency",
            Self::Days => "within_days",
            Self::Content => "content",
            Self::Law => "law",
            Self::Trust => "trust",
            Self::Subtitle => "subtitle",
            Self::Signatory1 => "signatory_1",
            Self::Signatory2 => "signatory_2",
            Self::Months => "months",
            Self::Border => "border",
            Self::Seal => "seal",
            Self::PlaceKind => "place_kind",
            Self::Work => "work",
            Self::Cause => "cause",
            Self::Holder => "holder",
            Self::UnitName => "unit_name",
            Self::Agency => "training_agency",
            Self::Mode => "mode",
            Self::Tag => "tag",
            Self::EndsAt => "ends_at",
            Self::Carrier => "carrier",
            Self::Standard => "standard",
            Self::Headcount => "headcount",
            Self::Area => "area",
            Self::Campaign => "campaign",
            Self::GoalActivities => "goal_activities",
            Self::GoalPeople => "goal_people",
            Self::Organiser => "organiser",
            Self::Level => "level",
        }
    }
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "problem", rename_all = "snake_case")]
pub enum FieldProblem {
    /// It is empty.
    Empty,
    /// It is too short.
    TooShort {
        /// The least number of characters.
        least: u16,
    },
    /// It is too long.
    TooLong {
        /// The greatest number of characters.
        most: u16,
    },
    /// It is no whole number in a range.
    OutOfRange {
        /// The least number.
        least: i32,
        /// The greatest number.
        most: i32,
    },
    /// It is no date, or one in the past.
    NotADate,
    /// It is no date, or one in the future.
    NotAPastDate,
    /// It is no date of the past that may be entered.
    NotADayPast,
    /// Two entries differ that must be the same.
    Differs,
    /// The old password is wrong.
    WrongPassword,
    /// It is the same as before.
    Unchanged,
    /// No file was chosen.
    NoFile,
    /// Nothing of the list is chosen.
    NothingChosen,
    /// It reads as if the paper were a statutory certificate.
    StatutoryWords,
    /// The picture of a seal is too large, damaged, or neither PNG nor JPEG in grey or RGB.
    NotASeal,
    /// Somebody is chosen who is no official.
    OfficialsOnly,
    /// No period of time, or one that is over.
    NotAPeriod,
    /// A later round must come after an earlier one.
    RoundOrder,
    /// A line of a score sheet cannot be read.
    SheetLine {
        /// Which, from 1.
        line: u16,
    },
    /// The items of a score sheet do not total 100 points.
    SheetTotal {
        /// What they total, in hundredths.
        have: u32,
    },
    /// Fewer are chosen than needed.
    TooFew {
        /// The least number.
        least: u16,
    },
    /// Not every item has points that are possible for it.
    ItemPoints {
        /// Which, from 1.
        item: u16,
        /// What it is worth, in hundredths.
        most: u32,
    },
    /// Names of which nobody or more than one person is known.
    PeopleUnknown {
        /// How many lines.
        lines: u16,
    },
    /// It is no time, or one outside of what is allowed.
    NotATime,
    /// Too many tags, or too long ones.
    NotTags,
    /// A picture lacks the words for who cannot see it.
    NoAlt {
        /// Which, from 1.
        picture: u16,
    },
    /// It is no network address.
    NotANetwork,
    /// It is no day of the calendar.
    NotADay,
    /// It does not fit the other days, or lies in the future.
    DateMisfit,
    /// It is no code of a bank.
    NotACode,
}

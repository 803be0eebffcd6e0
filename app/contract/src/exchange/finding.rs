//! What was found in a file of questions, and what a format could not hold.

use super::{Column, Format};
use chrono::NaiveDate;
use domain::bank::KindName;
use serde::{Deserialize, Serialize};

/// Where something stands in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// The sheet, or the file within a package; empty where the file has no parts.
    pub part: String,
    /// The row or line, from 1; 0 for a whole part.
    pub row: u32,
}

/// One thing wrong with a question of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellIssue {
    /// Its row or line, that of the part for a case; 0 where the format has none.
    pub row: u32,
    /// The column, or what a column would hold; none for the question as a whole.
    pub column: Option<Column>,
    /// What stands there.
    pub value: String,
    /// Why it cannot be taken.
    pub reason: Reason,
}

/// Why something cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", content = "facts", rename_all = "snake_case")]
pub enum Reason {
    /// Nothing stands there.
    Missing,
    /// More characters than allowed.
    TooLong {
        /// How many there are.
        have: usize,
        /// The most.
        most: usize,
    },
    /// A control character that no screen shows.
    ControlCharacter,
    /// An error of the spreadsheet, such as #REF!.
    ErrorValue,
    /// No type of question is called so.
    KindUnknown,
    /// Not 2 to 8 options.
    OptionCount {
        /// How many there are.
        have: usize,
    },
    /// An empty option before a filled one.
    OptionGap {
        /// The filled one after it.
        filled: char,
    },
    /// Two options say the same.
    OptionRepeated {
        /// The first of them.
        first: char,
    },
    /// Options in one cell without letters or line breaks between them.
    OptionsUnreadable,
    /// No letters of options.
    AnswerUnreadable,
    /// Neither right nor wrong.
    NotTrueOrFalse,
    /// A letter beyond the options.
    AnswerBeyond {
        /// Which.
        letter: char,
        /// The last option.
        last: char,
    },
    /// A single choice with none or several right answers.
    NotOneRight {
        /// How many there are.
        have: usize,
    },
    /// A multiple choice with fewer than two right answers.
    TooFewRight {
        /// How many there are.
        have: usize,
    },
    /// No difficulty is called so.
    DifficultyUnknown,
    /// No date.
    DateUnreadable,
    /// It ends before it begins.
    DatesReversed {
        /// First day.
        from: NaiveDate,
        /// Last day.
        to: NaiveDate,
    },
    /// An identifier with other characters than letters, digits, point, hyphen and underscore, or too long.
    IdMalformed,
    /// An identifier that stood before.
    IdRepeated {
        /// Where.
        place: Place,
    },
    /// No number of a law text, 方案 or 标准.
    LawMalformed,
    /// No number of an article.
    ArticleMalformed,
    /// No number of an item.
    ItemMalformed,
    /// Neither article nor item of a law.
    PlaceMissing,
    /// Nothing says what the question rests on.
    BasisMissing,
    /// No sector, position or fact of a unit is called so.
    TagUnknown {
        /// What stands there.
        tag: String,
    },
    /// The identifier stands in another bank.
    IdElsewhere {
        /// Which.
        bank: String,
    },
    /// The question has a proposal under way.
    EditOpen,
    /// A column that this type does not have is filled.
    NotOfThisType {
        /// The type.
        kind: KindName,
    },
    /// No case bears this number or label.
    CaseUnknown,
    /// Two cases bear this number or label.
    CaseRepeated {
        /// Where the other one stands.
        row: u32,
    },
    /// A case without questions, or with too many.
    PartCount {
        /// How many there are.
        have: usize,
        /// The most.
        most: usize,
    },
    /// A case within a case.
    CaseInCase,
    /// It breaks the rules of its format.
    Syntax(Syntax),
    /// A type of question that the platform does not have.
    Foreign(Foreign),
}

/// How a text breaks the rules of its format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Syntax {
    /// GIFT: `{` without `}`.
    BraceOpen,
    /// GIFT: an answer without `=` or `~` before it.
    AnswerMark,
    /// GIFT: a weight that is no number from -100 to 100.
    Weight,
    /// Aiken: no line `ANSWER: X` before the next question.
    NoAnswerLine,
    /// Aiken: letters that do not follow each other.
    LetterOrder,
    /// QTI: not readable as XML.
    Xml,
    /// QTI: a DTD or an entity of its own, which are not read.
    Dtd,
    /// QTI: a file that the manifest names is not there.
    FileMissing,
    /// QTI: no question in the file.
    NoItem,
    /// QTI: an interaction without a response declaration.
    NoResponse,
}

/// A type of question that the platform does not have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", content = "facts", rename_all = "snake_case")]
pub enum Foreign {
    /// Pairs to be matched.
    Matching,
    /// A number with a tolerance or a range.
    Numerical,
    /// A text marked by hand.
    Essay,
    /// A text that asks nothing.
    Description,
    /// Another interaction of QTI.
    Interaction {
        /// Its name.
        name: String,
    },
}

/// What the reader did with a question without being told in so many words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "code", content = "facts", rename_all = "snake_case")]
pub enum RowNote {
    /// No difficulty: 中 was taken.
    DifficultyAssumed,
    /// No basis: the one chosen for the file was taken.
    BasisAssumed,
    /// No type: taken from the sheet's name or a heading.
    KindFromHeading,
    /// No type: taken from options and answer.
    KindGuessed,
    /// Letters before the options were dropped.
    LettersDropped,
    /// A picture stands at this row; it was not taken.
    PictureLeft,
    /// Marks of HTML were dropped.
    MarkupDropped,
    /// Remarks on single answers were dropped.
    FeedbackDropped,
    /// Weights of answers were dropped.
    WeightsDropped,
    /// A number of more than 15 digits, of which the spreadsheet kept only the first.
    NumberRounded,
    /// The row is hidden.
    HiddenRow,
    /// The value of a merged cell was taken.
    MergedTaken,
    /// Details that only the case has stand at one of its questions and were dropped.
    PartDetailsDropped,
    /// The category was taken as topic.
    CategoryTaken,
}

/// What the reader passed over or did with the file as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", content = "facts", rename_all = "snake_case")]
pub enum FileNote {
    /// A column whose header says nothing to us.
    ColumnIgnored {
        /// The sheet.
        sheet: String,
        /// Its header.
        title: String,
    },
    /// So many more such columns.
    ColumnsIgnored {
        /// The sheet.
        sheet: String,
        /// How many.
        count: usize,
    },
    /// A hidden column that was read.
    ColumnHidden {
        /// The sheet.
        sheet: String,
        /// Its header.
        title: String,
    },
    /// A hidden sheet that was not read.
    SheetHidden {
        /// The sheet.
        sheet: String,
    },
    /// A sheet without the headers of questions.
    SheetSkipped {
        /// The sheet.
        sheet: String,
    },
    /// The text was not UTF-8 and was read as this.
    ReadAs {
        /// The name of the encoding.
        encoding: String,
    },
}

/// Why a file was not read at all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", content = "facts", rename_all = "snake_case")]
pub enum FileProblem {
    /// Nothing in it.
    Empty,
    /// Nothing tells which format it is.
    UnknownFormat,
    /// More bytes than allowed.
    TooLarge {
        /// The most.
        limit: usize,
    },
    /// A workbook of Excel 97 to 2003.
    OldXls,
    /// Protected by a password.
    Encrypted,
    /// Something else than the format says.
    NotThisFormat {
        /// The format.
        format: Format,
    },
    /// Damaged or cut off.
    Broken,
    /// It unpacks to far more than it should.
    ZipBomb {
        /// The most bytes.
        limit: u64,
    },
    /// More rows than allowed.
    TooManyRows {
        /// The most.
        limit: usize,
    },
    /// Content far to the right.
    TooManyColumns {
        /// The most.
        limit: usize,
    },
    /// More questions than allowed.
    TooManyQuestions {
        /// The most.
        limit: usize,
    },
    /// No row of headers.
    NoHeader {
        /// The columns that were looked for.
        wanted: Vec<Column>,
    },
    /// Headers, but no question below.
    NoQuestion,
    /// A text in an encoding that is neither UTF-8, UTF-16 nor GB18030.
    Encoding,
    /// A package without imsmanifest.xml.
    NoManifest,
    /// A manifest with a DTD or entities of its own.
    Dtd,
}

/// What a format could not hold.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "code", content = "facts", rename_all = "snake_case")]
pub enum Left {
    /// The whole question: the format has no such type.
    Kind {
        /// The type.
        kind: KindName,
    },
    /// The whole question: something in it would be read as something else.
    Unsayable {
        /// Where.
        column: Column,
    },
    /// What would stand in this column.
    Column {
        /// Which.
        column: Column,
    },
    /// Line breaks; a space stands instead.
    LineBreaks,
    /// Characters that the format forbids.
    Characters,
}

/// What was left out of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// The question.
    pub id: String,
    /// What of it.
    pub what: Left,
}

/// A file that was made, and what it does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artefact {
    /// The file.
    pub bytes: Vec<u8>,
    /// In the order of the questions; empty where everything is in it.
    pub left: Vec<LeftOut>,
}

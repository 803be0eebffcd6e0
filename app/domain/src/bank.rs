//! The question bank: what a question is, how a bank file reads, and what makes a bank fit for use.
//!
//! A file is deserialized into [`BankFile`] by whoever reads it, each [`RawQuestion`] is parsed into a
//! [`Question`] (a wrong one gives all its defects at once), and [`check`](check::check) judges the bank
//! as a whole, against the law texts where they are at hand.

pub mod basis;
pub mod check;
mod code;
mod content;
pub mod edit;
mod finding;
pub mod law;
mod parse;
pub mod question;
pub mod raw;
mod spread;
mod tag;
#[cfg(test)]
mod tests;
pub mod text;

pub use basis::{ArticleNumber, Basis, LawKey};
pub use check::check;
pub use code::BankCode;
pub use content::version_hash;
pub use finding::{Counts, EvidenceState, Fact, Finding, Report, Severity, Share};
pub use law::LawLibrary;
pub use parse::{Defect, Defects, Fault, MOST_OPTIONS, MOST_PARTS};
pub use question::{Choice, Difficulty, Kind, KindName, Part, Question, QuestionId};
pub use raw::{BankFile, RawBasis, RawOption, RawPart, RawQuestion};
pub use spread::near_duplicates;
pub use tag::{is_audience_tag, is_sector_tag, tag_term};

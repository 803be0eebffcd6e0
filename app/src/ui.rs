//! The visible vocabulary: page frames, forms, tables and charts, rendered on the server only.
//!
//! Words are passed in, so nothing here knows the business; looks live in `app/style`, and no component
//! writes a `style` attribute (the policy is `style-src 'self'`).

mod badge;
mod button;
mod card;
mod check;
mod choice;
mod disclosure;
mod empty;
mod error_summary;
mod facts;
mod field;
mod figure;
mod file;
mod form;
mod icon;
mod link;
mod meter;
mod notice;
mod pager;
mod select;
mod steps;
mod table;
mod text;
mod text_area;
mod tone;

pub mod chart;
pub mod page;

pub use badge::Badge;
pub use button::{Button, LinkButton};
pub use card::Card;
pub use check::Check;
pub use choice::{Choice, ChoiceGroup, choice};
pub use disclosure::Disclosure;
pub use empty::Empty;
pub use error_summary::{ErrorSummary, FieldError};
pub use facts::{Fact, Facts, fact};
pub use field::Field;
pub use figure::Figure;
pub use file::FileField;
pub use form::{Filters, PostForm};
pub use icon::{Icon, Symbol};
pub use link::Link;
pub use meter::Meter;
pub use notice::Notice;
pub use page::{DeskPage, Heading, NavItem, PhonePage, PublicPage, Width};
pub use pager::Pager;
pub use select::SelectField;
pub use steps::{Progress, Step, Steps, step};
pub(crate) use table::cells;
pub use table::{Cell, Column, Sorting, Table};
pub use text::Text;
pub use text_area::TextArea;
pub use tone::{Kind, Tone};

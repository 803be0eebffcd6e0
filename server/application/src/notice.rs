//! Reminders: notices in the platform for people, one digest a day for the office that leaves it. They are made from
//! duties alone; nothing here reads a drill.

mod inbox;
mod make;
mod outbox;

pub use inbox::{my_notices, read_notices};
pub use make::make_notices;
pub use outbox::{Claimed, Outcome, claim_message, resend_message, settle_message, show_outbox};

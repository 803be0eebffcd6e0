//! Files of questions as strangers make and read them.
#![expect(clippy::unwrap_used, reason = "the helpers of tests fail loudly too")]

#[path = "exchange/kit.rs"]
mod kit;
#[path = "exchange/packages.rs"]
mod packages;
#[path = "exchange/round.rs"]
mod round;
#[path = "exchange/tables.rs"]
mod tables;
#[path = "exchange/texts.rs"]
mod texts;
#[path = "exchange/workbooks.rs"]
mod workbooks;

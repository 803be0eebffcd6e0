//! Thirty-two bytes that are written as 64 hexadecimal characters in records.

use crate::hash::{Bytes32, parse_hex32};
use core::fmt;
use serde::{Deserialize, Serialize};

/// A digest or a revealed key in a record.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Hex32(pub Bytes32);

impl fmt::Display for Hex32 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}
impl fmt::Debug for Hex32 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hex32({self})")
    }
}
impl From<Hex32> for String {
    fn from(value: Hex32) -> Self {
        value.to_string()
    }
}
impl TryFrom<String> for Hex32 {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        parse_hex32(&text).map(Self).ok_or(text)
    }
}

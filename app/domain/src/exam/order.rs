//! The order of a question's options on a paper.

use crate::bank::MOST_OPTIONS;
use core::ops::{Deref, DerefMut};
use serde::{Deserialize, Serialize};

/// The original indexes of a question's options in the order shown; empty for types without options.
/// Held in place, because a paper has one for each of its items.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<u8>", into = "Vec<u8>")]
pub struct Order {
    indexes: [u8; MOST_OPTIONS],
    count: u8,
}

/// There are more options than a question may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooManyOptions {
    /// How many.
    pub have: usize,
}

impl core::fmt::Display for TooManyOptions {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{} options, at most {MOST_OPTIONS}", self.have)
    }
}

impl Order {
    /// Adds an index at the end; what a question cannot have falls away.
    pub(super) fn push(&mut self, index: u8) {
        if let Some(place) = self.indexes.get_mut(usize::from(self.count)) {
            *place = index;
            self.count += 1;
        }
    }
}
impl Deref for Order {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        &self.indexes[..usize::from(self.count)]
    }
}
impl DerefMut for Order {
    fn deref_mut(&mut self) -> &mut [u8] {
        &mut self.indexes[..usize::from(self.count)]
    }
}
impl TryFrom<Vec<u8>> for Order {
    type Error = TooManyOptions;
    fn try_from(given: Vec<u8>) -> Result<Self, TooManyOptions> {
        let mut order = Self::default();
        match given.len() {
            0..=MOST_OPTIONS => given.iter().for_each(|index| order.push(*index)),
            have => return Err(TooManyOptions { have }),
        }
        Ok(order)
    }
}
impl From<Order> for Vec<u8> {
    fn from(order: Order) -> Self {
        order.to_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_written_as_a_list_and_holds_no_more_than_a_question_may_have() {
        let order: Order = serde_json::from_str("[2,0,1]").unwrap();
        assert_eq!(*order, [2, 0, 1]);
        assert_eq!(serde_json::to_string(&order).unwrap(), "[2,0,1]");
        assert!(serde_json::from_str::<Order>("[0,1,2,3,4,5,6,7]").is_ok());
        assert!(serde_json::from_str::<Order>("[0,1,2,3,4,5,6,7,8]").is_err());
    }
}

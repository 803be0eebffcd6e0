//! A room in which people sit an exam together: who sits where, what opens it, and from where.

use crate::{
    hash::{Bytes32, hmac, lp},
    id::{ExamRoom, Id, Person},
    stream::KeyStream,
};
use core::{fmt, net::IpAddr};
use serde::{Deserialize, Serialize};

/// The word read out in the room (考场口令): six digits. It opens a seat once the exam begins, and nothing else.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EntryCode(String);

impl EntryCode {
    /// Draws a code from random bytes.
    #[must_use]
    pub fn draw(seed: &Bytes32) -> Self {
        let mut stream = KeyStream::new(seed);
        Self(format!("{:06}", stream.below(1_000_000)))
    }

    /// Takes a stored code: six digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        (text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit())).then(|| Self(text.to_owned()))
    }

    /// Gives the digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether what was typed is this code. Spaces and full-width digits are taken as people type them; the time
    /// it takes says nothing of how much was right.
    #[must_use]
    pub fn matches(&self, typed: &str) -> bool {
        let typed: Vec<u32> = typed.chars().filter(|c| !c.is_whitespace()).map(digit).collect();
        let own = self.0.chars().map(digit);
        let differences =
            own.zip(typed.iter().chain(core::iter::repeat(&99))).fold(0, |sum, (a, b)| sum | (a ^ b));
        differences == 0 && typed.len() == self.0.len()
    }
}

/// A code must not reach a log by chance.
impl fmt::Debug for EntryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EntryCode")
    }
}

/// The value of an ASCII or full-width digit, and 99 for everything else.
fn digit(c: char) -> u32 {
    let narrow = match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')),
        other => Some(other),
    };
    narrow.and_then(|c| c.to_digit(10)).unwrap_or(99)
}

/// The networks from which a room may be entered; none means from everywhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Networks(Vec<Network>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Network {
    address: IpAddr,
    prefix: u8,
}

/// What is no network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotANetwork(pub String);

impl Networks {
    /// Reads addresses and networks such as `192.168.1.0/24`, parted by commas, semicolons, spaces or lines.
    ///
    /// # Errors
    /// Gives the first that is none.
    pub fn parse(text: &str) -> Result<Self, NotANetwork> {
        let parting = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '，' | '；' | '、');
        let each = text.split(parting).filter(|part| !part.is_empty());
        each.map(|part| Network::parse(part).ok_or_else(|| NotANetwork(part.to_owned())))
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// Whether an address lies in one of them.
    #[must_use]
    pub fn admit(&self, address: IpAddr) -> bool {
        self.0.is_empty() || self.0.iter().any(|network| network.holds(address))
    }

    /// Whether every address is admitted.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Networks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, network) in self.0.iter().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            write!(f, "{comma}{}/{}", network.address, network.prefix)?;
        }
        Ok(())
    }
}

impl Network {
    fn parse(text: &str) -> Option<Self> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address.parse::<IpAddr>().ok()?, prefix.parse().ok()?),
            None => {
                let address: IpAddr = text.parse().ok()?;
                (address, if address.is_ipv4() { 32 } else { 128 })
            }
        };
        let most = if address.is_ipv4() { 32 } else { 128 };
        (prefix <= most).then_some(Self { address, prefix })
    }

    fn holds(&self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(own), IpAddr::V4(other)) => {
                let shift = 32 - u32::from(self.prefix);
                (u64::from(u32::from(own)) >> shift) == (u64::from(u32::from(other)) >> shift)
            }
            (IpAddr::V6(own), IpAddr::V6(other)) => {
                let shift = 128 - u32::from(self.prefix);
                let cut = |bits: u128| bits.checked_shr(shift).unwrap_or(0);
                cut(u128::from(own)) == cut(u128::from(other))
            }
            _ => false,
        }
    }
}

/// Says who sits where: the people by id, shuffled by the stream keyed `HMAC(K_exam, lp("seats", room))`; the
/// first has seat 0. Nobody chooses a neighbour, and after the exam anybody can arrange the room again.
#[must_use]
pub fn arrange(exam_key: &Bytes32, room: Id<ExamRoom>, people: &[Id<Person>]) -> Vec<Id<Person>> {
    let mut seats = people.to_vec();
    seats.sort_unstable();
    seats.dedup();
    let key = hmac(exam_key, &lp(&[b"seats", room.to_string().as_bytes()]));
    KeyStream::new(&key).shuffle(&mut seats);
    seats
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_code_is_taken_as_people_type_it() {
        let code = EntryCode::parse("042917").unwrap();
        for typed in ["042917", " 042 917 ", "０４２９１７"] {
            assert!(code.matches(typed), "{typed}");
        }
        for typed in ["", "04291", "0429170", "042918", "４２９１７", "abcdef"] {
            assert!(!code.matches(typed), "{typed}");
        }
        assert_eq!(EntryCode::parse("12345"), None);
        assert_eq!(EntryCode::parse("12345六"), None);
        assert_eq!(EntryCode::draw(&[3; 32]).as_str().len(), 6);
        assert_eq!(format!("{code:?}"), "EntryCode");
    }

    #[test]
    fn networks_admit_their_own_addresses_and_no_other() {
        let networks = Networks::parse("192.168.1.0/24，10.0.0.5\n2001:db8::/32").unwrap();
        let admits = |text: &str| networks.admit(text.parse().unwrap());
        assert!(admits("192.168.1.77") && admits("10.0.0.5") && admits("2001:db8::1"));
        assert!(admits("::ffff:192.168.1.9"), "an address of a socket for both families");
        assert!(!admits("192.168.2.1") && !admits("10.0.0.6") && !admits("2001:db9::1"));
        assert!(Networks::parse("").unwrap().admit("203.0.113.9".parse().unwrap()));
        assert!(Networks::parse("0.0.0.0/0").unwrap().admit("203.0.113.9".parse().unwrap()));
        assert_eq!(Networks::parse("192.168.1.0/33"), Err(NotANetwork("192.168.1.0/33".into())));
        assert_eq!(Networks::parse("街道会议室"), Err(NotANetwork("街道会议室".into())));
        assert_eq!(networks.to_string(), "192.168.1.0/24, 10.0.0.5/32, 2001:db8::/32");
    }

    #[test]
    fn seats_are_the_same_for_the_same_people_in_any_order() {
        let room = Id::new(Uuid::from_u128(1));
        let people: Vec<Id<Person>> = (10..40).map(|n| Id::new(Uuid::from_u128(n))).collect();
        let mut turned = people.clone();
        turned.reverse();
        let seats = arrange(&[5; 32], room, &people);
        assert_eq!(seats, arrange(&[5; 32], room, &turned));
        assert_ne!(seats, arrange(&[5; 32], Id::new(Uuid::from_u128(2)), &people));
        assert_ne!(seats, people);
        assert_eq!(seats.len(), people.len());
    }
}

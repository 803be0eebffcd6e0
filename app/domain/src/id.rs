//! Typed identifiers: an exam attempt cannot be passed where a person is expected.

use core::{cmp::Ordering, fmt, hash, marker::PhantomData, str::FromStr};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

/// An identifier for one kind of thing. A `UUIDv7`, so it is known before it is stored.
pub struct Id<K>(Uuid, PhantomData<fn() -> K>);

impl<K> Id<K> {
    /// Types an identifier.
    #[must_use]
    pub const fn new(uuid: Uuid) -> Self {
        Self(uuid, PhantomData)
    }
    /// Gives the bare identifier, for storage.
    #[must_use]
    pub const fn uuid(self) -> Uuid {
        self.0
    }
}
impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for Id<K> {}
impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<K> Eq for Id<K> {}
impl<K> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<K> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}
impl<K> hash::Hash for Id<K> {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<K> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}
impl<K> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}
impl<K> FromStr for Id<K> {
    type Err = uuid::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self::new)
    }
}
impl<K> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}
impl<'de, K> Deserialize<'de> for Id<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Uuid::deserialize(deserializer).map(Self::new)
    }
}

macro_rules! kinds { ($($(#[$doc:meta])* $name:ident),* $(,)?) => { $($(#[$doc])* #[derive(Debug)] pub enum $name {})* } }
// Append-only, alphabetical.
kinds! {
    /// A login.
    Account,
    /// A sitting of an exam by one person.
    Attempt,
    /// A frozen version of a question bank.
    BankVersion,
    /// An emergency drill.
    Drill,
    /// An exam: a blueprint over a bank, with its window.
    Exam,
    /// A room in which people sit an exam together (场次).
    ExamRoom,
    /// A management area (管理区).
    ManagementArea,
    /// A paper drawn for one attempt.
    Paper,
    /// A trained or training person.
    Person,
    /// A risk point of a unit (风险点).
    RiskPoint,
    /// A scenario card.
    ScenarioCard,
    /// A drill team.
    Team,
    /// A training (培训).
    Training,
    /// A trained body (单位).
    Unit,
}

//! The custodians' chains and the key of a day (03-drills, section 5).

use crate::hash::{Bytes32, hash, hmac, lp, parse_hex32};
use core::fmt;

/// One of the two who hold a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Custodian {
    /// The street office.
    A,
    /// The second office.
    B,
}

impl Custodian {
    /// The name as it enters the hash.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
        }
    }
}

/// Makes a 32-byte secret that shows itself only on purpose.
macro_rules! secrets { ($($(#[$doc:meta])* $name:ident),* $(,)?) => { $(
    $(#[$doc])*
    #[derive(Clone, PartialEq, Eq)]
    pub struct $name(Bytes32);

    impl $name {
        /// Takes the bytes.
        #[must_use]
        pub const fn new(bytes: Bytes32) -> Self {
            Self(bytes)
        }
        /// Reads 64 hexadecimal characters.
        #[must_use]
        pub fn from_hex(text: &str) -> Option<Self> {
            parse_hex32(text).map(Self)
        }
        /// Gives the bytes away: to a key file, to a sealed box, or to the public once it is time.
        #[must_use]
        pub const fn reveal(&self) -> &Bytes32 {
            &self.0
        }
        /// Gives the bytes away as 64 lowercase hexadecimal characters.
        #[must_use]
        pub fn reveal_hex(&self) -> String {
            hex::encode(self.0)
        }
    }
    impl fmt::Debug for $name {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(concat!(stringify!($name), "(…)"))
        }
    }
)* } }

secrets! {
    /// What a custodian keeps for a year. All links follow from it.
    Seed,
    /// The link `k_d` of one day `d`. Secret until the evening of that day; it gives away no later link.
    Link,
    /// The key of one day's draw. Secret until both links are published.
    DayKey,
}

/// The published end `k_0` of a custodian's chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anchor(Bytes32);

impl Anchor {
    /// Takes the bytes.
    #[must_use]
    pub const fn new(bytes: Bytes32) -> Self {
        Self(bytes)
    }
    /// Reads 64 hexadecimal characters.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        parse_hex32(text).map(Self)
    }
    /// Gives the bytes.
    #[must_use]
    pub const fn bytes(&self) -> &Bytes32 {
        &self.0
    }
    /// Gives 64 lowercase hexadecimal characters.
    #[must_use]
    pub fn to_hex(&self) -> String {
        hex::encode(self.0)
    }
}

/// Both anchors of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anchors {
    /// Of custodian A.
    pub a: Anchor,
    /// Of custodian B.
    pub b: Anchor,
}

impl Seed {
    /// Derives the link of day `day` in a chain of `days` working days: 1 to `days`, else `None`.
    #[must_use]
    pub fn link(&self, custodian: Custodian, days: u32, day: u32) -> Option<Link> {
        (1..=days).contains(&day).then(|| Link(self.hashed_down(custodian, days - day)))
    }

    /// Derives the anchor `k_0` of a chain of `days` working days.
    #[must_use]
    pub fn anchor(&self, custodian: Custodian, days: u32) -> Anchor {
        Anchor(self.hashed_down(custodian, days))
    }

    fn hashed_down(&self, custodian: Custodian, steps: u32) -> Bytes32 {
        let top = hash(&lp(&[b"drill-chain-v1", custodian.name().as_bytes(), b"top", &self.0]));
        (0..steps).fold(top, |link, _| before(custodian, &link))
    }
}

impl Link {
    /// Gives what hashing `steps` times leads to: of the link of day `d`, `d` steps give the anchor.
    #[must_use]
    pub fn hashed(&self, custodian: Custodian, steps: u32) -> Anchor {
        Anchor((0..steps).fold(self.0, |link, _| before(custodian, &link)))
    }

    /// Tells whether this is the link of `day` in the chain that ends in `anchor`.
    #[must_use]
    pub fn reaches(&self, custodian: Custodian, day: u32, anchor: &Anchor) -> bool {
        day > 0 && self.hashed(custodian, day) == *anchor
    }
}

/// `k_{d−1} = H(lp("drill-chain-v1", name, "link", k_d))`.
fn before(custodian: Custodian, link: &Bytes32) -> Bytes32 {
    hash(&lp(&[b"drill-chain-v1", custodian.name().as_bytes(), b"link", link]))
}

/// Derives the key of a day: HKDF-SHA256 (RFC 5869, one block) with salt `lp("drill-v1", k0A, k0B)`,
/// input `kA_d ‖ kB_d` and info `lp("drill-draw-v1", year, "day", d, beacon)`, year and day in decimal.
///
/// The hash of the inputs does not enter: otherwise editing a list would be a way to draw again.
#[must_use]
pub fn day_key(anchors: &Anchors, a: &Link, b: &Link, year: &str, day: u32, beacon: &str) -> DayKey {
    let salt = lp(&[b"drill-v1", anchors.a.bytes(), anchors.b.bytes()]);
    let day = day.to_string();
    let mut block = lp(&[b"drill-draw-v1", year.as_bytes(), b"day", day.as_bytes(), beacon.as_bytes()]);
    block.push(1);
    let extracted = hmac(&salt, &[a.0, b.0].concat());
    DayKey(hmac(&extracted, &block))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drill::draw::{score, unit_interval};

    const DAYS: u32 = 250;

    fn seeds() -> (Seed, Seed) {
        (Seed::new([0xa1; 32]), Seed::new([0xb2; 32]))
    }

    fn golden_key() -> DayKey {
        let (a, b) = seeds();
        let anchors = Anchors { a: a.anchor(Custodian::A, DAYS), b: b.anchor(Custodian::B, DAYS) };
        let (ka, kb) = (a.link(Custodian::A, DAYS, 1).unwrap(), b.link(Custodian::B, DAYS, 1).unwrap());
        day_key(&anchors, &ka, &kb, "2026", 1, "beacon:none")
    }

    #[test]
    fn anchors_and_links_are_the_published_vectors() {
        let (a, b) = seeds();
        assert_eq!(
            a.anchor(Custodian::A, DAYS).to_hex(),
            "bf9f6658dc5095e9186839e3a43a7390c080846a81778f27f538ecb95fd50442"
        );
        assert_eq!(
            b.anchor(Custodian::B, DAYS).to_hex(),
            "9d22279f67e10126c1182fb7f23cdd1e6c03862db46f0692a4260ed140cf33e3"
        );
        assert_eq!(
            a.link(Custodian::A, DAYS, 1).unwrap().reveal_hex(),
            "00fba2da1b5cb9aec04cdd207722741e33f25b3649e637d5b7b2ff7b771ccbcb"
        );
        assert_eq!(
            b.link(Custodian::B, DAYS, 1).unwrap().reveal_hex(),
            "c495b733751fb522a12b724341d9be94f462cb03b6c0c49a82bff7a9f19ef8ad"
        );
    }

    #[test]
    fn the_day_key_and_the_scores_are_the_published_vectors() {
        let key = golden_key();
        assert_eq!(key.reveal_hex(), "4c9465a82c0dc85e7d7f3e2cfcbe9d89d1047d40a3129e12ee02e418fa27bd21");
        for (unit, start, u) in [
            ("E000001", "6bfc806ab7326c10", 0.421_821_619_084_946_14_f64),
            ("E000002", "5b579726c7c3f2e2", 0.356_805_273_979_048_65),
            ("E000003", "5c033ed8c43ff892", 0.359_424_522_325_070_9),
        ] {
            let score = score(&key, unit);
            assert!(hex::encode(score).starts_with(start), "{unit}");
            assert_eq!(unit_interval(&score).to_bits(), u.to_bits(), "{unit}");
        }
    }

    #[test]
    fn the_key_is_what_the_hkdf_crate_derives() {
        let (a, b) = seeds();
        let anchors = Anchors { a: a.anchor(Custodian::A, 9), b: b.anchor(Custodian::B, 9) };
        let (ka, kb) = (a.link(Custodian::A, 9, 4).unwrap(), b.link(Custodian::B, 9, 4).unwrap());
        let salt = lp(&[b"drill-v1", anchors.a.bytes(), anchors.b.bytes()]);
        let ikm = [*ka.reveal(), *kb.reveal()].concat();
        let mut expected = [0; 32];
        hkdf::Hkdf::<sha2::Sha256>::new(Some(&salt), &ikm)
            .expand(&lp(&[b"drill-draw-v1", b"2027", b"day", b"4", b"x"]), &mut expected)
            .unwrap();
        assert_eq!(day_key(&anchors, &ka, &kb, "2027", 4, "x").reveal(), &expected);
    }

    #[test]
    fn a_link_reaches_the_anchor_in_its_own_number_of_steps_only() {
        let (a, _) = seeds();
        let anchor = a.anchor(Custodian::A, DAYS);
        let link = a.link(Custodian::A, DAYS, 17).unwrap();
        assert!(link.reaches(Custodian::A, 17, &anchor));
        assert!(!link.reaches(Custodian::A, 16, &anchor));
        assert!(!link.reaches(Custodian::A, 18, &anchor));
        assert!(!link.reaches(Custodian::B, 17, &anchor));
        assert!(!Link::new(*anchor.bytes()).reaches(Custodian::A, 0, &anchor));
        assert_eq!(a.link(Custodian::A, DAYS, 0), None);
        assert_eq!(a.link(Custodian::A, DAYS, DAYS + 1), None);
    }

    #[test]
    fn debug_output_shows_no_secret() {
        let (a, _) = seeds();
        let text = format!("{a:?} {:?} {:?}", a.link(Custodian::A, 3, 1), golden_key());
        assert_eq!(text, "Seed(…) Some(Link(…)) DayKey(…)");
    }
}

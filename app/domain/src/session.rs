//! On-site and mixed trainings: sessions, signing in by a rotating code or by hand, class hours.

use crate::{
    hash::{hmac, lp},
    organization::vocabulary::vocabulary,
};
use chrono::{DateTime, Days, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

vocabulary! {
    /// How a training is held.
    Mode {
        /// The lesson is read by each alone.
        Online = "online", "线上学习";
        /// It is taught in sessions; who signs in has taken the lesson.
        Onsite = "onsite", "现场授课";
        /// Both: a session is attended and the online lesson is read.
        Mixed = "mixed", "线上线下结合";
    }
}

impl Mode {
    /// Whether there are sessions to come to.
    #[must_use]
    pub const fn has_sessions(self) -> bool {
        !matches!(self, Self::Online)
    }
    /// Whether signing in to a session stands for the lesson.
    #[must_use]
    pub const fn sign_in_is_lesson(self) -> bool {
        matches!(self, Self::Onsite)
    }
}

vocabulary! {
    /// What a training is for, as the yearly plan sorts it.
    Tag {
        /// The yearly training of an audience.
        Annual = "annual", "年度培训";
        /// Prevention of injuries at work.
        InjuryPrevention = "injury_prevention", "工伤预防";
        /// The required course of leaders.
        Leaders = "leaders", "领导干部必修";
        /// Emergency rescue.
        Emergency = "emergency", "应急救援";
    }
}

/// What stands before the test of a training that teaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lacking {
    /// Nobody has seen them at a session.
    SignIn,
    /// The lesson is not read.
    Lesson,
}

/// Says what an attendee lacks before the test: online the lesson; on site and mixed both a session and the
/// lesson, which signing in on site stands for.
#[must_use]
pub const fn lacking(mode: Mode, lesson_read: bool, attended: bool) -> Option<Lacking> {
    match (mode.has_sessions() && !attended, lesson_read) {
        (true, _) => Some(Lacking::SignIn),
        (false, false) => Some(Lacking::Lesson),
        (false, true) => None,
    }
}

/// The minutes of a class hour (学时).
pub const CLASS_MINUTES: i64 = 45;

/// The whole class hours that fit between two instants.
#[must_use]
pub fn hours_between(from: DateTime<Utc>, until: DateTime<Utc>) -> u16 {
    u16::try_from((until - from).num_minutes().max(0) / CLASS_MINUTES).unwrap_or(u16::MAX)
}

/// Seconds that one code on the screen is good for before the next one comes.
pub const STEP_SECONDS: i64 = 30;
/// A scan is good for so long, so that there is time to sign in to the platform.
pub const TICKET_LIFE: TimeDelta = TimeDelta::minutes(3);
/// The doors open so long before a session.
pub const EARLY: TimeDelta = TimeDelta::minutes(60);
/// After its end a code is taken for so long.
pub const LATE: TimeDelta = TimeDelta::minutes(15);

/// The step of the code at an instant: whole half minutes since 1970.
#[must_use]
pub fn step(at: DateTime<Utc>) -> i64 {
    at.timestamp().div_euclid(STEP_SECONDS)
}

/// The code on the screen during a step: the first ten bytes of
/// HMAC-SHA-256(secret, lp("anxun sign-in v1", session, step as 8 bytes big-endian)), in hexadecimal.
#[must_use]
pub fn code(secret: &[u8], session: Uuid, step: i64) -> String {
    let mac = hmac(secret, &lp(&[b"anxun sign-in v1", session.as_bytes(), &step.to_be_bytes()]));
    hex::encode(&mac[..10])
}

/// Whether a code is the one on the screen, or the one before it.
#[must_use]
pub fn admits(secret: &[u8], session: Uuid, given: &str, now: DateTime<Utc>) -> bool {
    let current = step(now);
    [current, current - 1].into_iter().any(|step| code(secret, session, step) == given)
}

/// How somebody signs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// By the code on the screen.
    Code,
    /// By staff, who have written a reason or not.
    Hand {
        /// Whether there is a reason.
        reason: bool,
    },
}

/// What is known of a session when somebody signs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// The most people, where it is limited.
    pub capacity: Option<u32>,
    /// Who has signed in.
    pub signed: u32,
}

/// What is known of the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comer {
    /// Is an attendee already.
    pub enrolled: bool,
    /// Would be meant: in post, of a position of the audience.
    pub meant: bool,
}

/// Somebody who may be signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// They become an attendee by it.
    pub walk_in: bool,
    /// It is later than codes are taken.
    pub late: bool,
}

/// Why somebody is not signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInRefusal {
    /// The doors open later.
    TooEarly {
        /// When.
        opens: DateTime<Utc>,
    },
    /// Codes are taken no more.
    TooLate {
        /// Since when.
        closed: DateTime<Utc>,
    },
    /// Staff must write why they sign somebody in after the session.
    ReasonNeeded,
    /// The room is full.
    Full {
        /// The most people.
        capacity: u32,
    },
    /// The person is not meant by the training.
    NotMeant,
}

/// Decides whether somebody may be signed in. By a code from an hour before the session until a quarter of an hour
/// after it; by hand until the end of the next day, with a reason once codes are taken no more.
///
/// # Errors
/// Refuses with the first reason of the order in which [`SignInRefusal`] lists them.
pub fn sign_in(
    session: Session,
    comer: Comer,
    way: Way,
    now: DateTime<Utc>,
) -> Result<SignIn, SignInRefusal> {
    let opens = session.starts_at - EARLY;
    if now < opens {
        return Err(SignInRefusal::TooEarly { opens });
    }
    let codes_until = session.ends_at + LATE;
    let late = now > codes_until;
    let next_day = crate::calendar::date_of(session.ends_at) + Days::new(1);
    match way {
        Way::Code if late => return Err(SignInRefusal::TooLate { closed: codes_until }),
        Way::Hand { .. } if now >= crate::calendar::end_of(next_day) => {
            return Err(SignInRefusal::TooLate { closed: crate::calendar::end_of(next_day) });
        }
        Way::Hand { reason: false } if late => return Err(SignInRefusal::ReasonNeeded),
        Way::Code | Way::Hand { .. } => {}
    }
    if let Some(capacity) = session.capacity.filter(|most| session.signed >= *most) {
        return Err(SignInRefusal::Full { capacity });
    }
    if !comer.enrolled && !comer.meant {
        return Err(SignInRefusal::NotMeant);
    }
    Ok(SignIn { walk_in: !comer.enrolled, late })
}

/// A name as a projector may show it: the first character and the last of three or more, stars between.
#[must_use]
pub fn masked(name: &str) -> String {
    let characters: Vec<char> = name.chars().collect();
    match characters.as_slice() {
        [] => String::new(),
        [first] | [first, _] => format!("{first}*"),
        [first, middle @ .., last] => format!("{first}{}{last}", "*".repeat(middle.len())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn session() -> Session {
        let (starts_at, ends_at) = (at("2026-11-23T01:00:00Z"), at("2026-11-23T03:15:00Z"));
        Session { starts_at, ends_at, capacity: None, signed: 0 }
    }

    const MEANT: Comer = Comer { enrolled: false, meant: true };
    const ENROLLED: Comer = Comer { enrolled: true, meant: false };
    const STRANGER: Comer = Comer { enrolled: false, meant: false };

    #[test]
    fn the_code_is_frozen() {
        let id = Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001);
        // Computed apart with Python's hmac.
        assert_eq!(code(&[7; 32], id, step(at("2026-11-23T01:00:00Z"))), "e3f3c5d508457023a4fb");
    }

    #[test]
    fn a_code_is_good_for_its_step_and_the_next() {
        let (secret, id, now) = ([7; 32], Uuid::from_u128(1), at("2026-11-23T01:00:00Z"));
        let shown = code(&secret, id, step(now));
        for (seconds, good) in
            [(0, true), (29, true), (30, true), (59, true), (60, false), (300, false), (-1, false)]
        {
            assert_eq!(admits(&secret, id, &shown, now + TimeDelta::seconds(seconds)), good, "{seconds}");
        }
        assert!(!admits(&secret, Uuid::from_u128(2), &shown, now), "another session");
        assert!(!admits(&[8; 32], id, &shown, now), "another secret");
        assert!(!admits(&secret, id, &shown, now + TimeDelta::days(1)), "yesterday's");
        assert!(!admits(&secret, id, "", now));
    }

    #[test]
    fn doors_open_an_hour_before_and_codes_end_a_quarter_after() {
        let when = |text, way| sign_in(session(), MEANT, way, at(text));
        let late = SignInRefusal::TooLate { closed: at("2026-11-23T03:30:00Z") };
        let early = SignInRefusal::TooEarly { opens: at("2026-11-23T00:00:00Z") };
        assert_eq!(when("2026-11-22T23:59:59Z", Way::Code), Err(early));
        assert!(when("2026-11-23T00:00:00Z", Way::Code).is_ok());
        assert!(when("2026-11-23T03:30:00Z", Way::Code).is_ok());
        assert_eq!(when("2026-11-23T03:30:01Z", Way::Code), Err(late));
        let hand = |reason| Way::Hand { reason };
        assert_eq!(when("2026-11-23T03:30:01Z", hand(false)), Err(SignInRefusal::ReasonNeeded));
        assert_eq!(when("2026-11-24T15:59:59Z", hand(true)), Ok(SignIn { walk_in: true, late: true }));
        let over = SignInRefusal::TooLate { closed: at("2026-11-24T16:00:00Z") };
        assert_eq!(when("2026-11-24T16:00:00Z", hand(true)), Err(over));
    }

    #[test]
    fn strangers_and_a_full_room_are_refused() {
        let now = at("2026-11-23T01:00:00Z");
        let full = Session { capacity: Some(2), signed: 2, ..session() };
        assert_eq!(sign_in(session(), STRANGER, Way::Code, now), Err(SignInRefusal::NotMeant));
        assert_eq!(sign_in(full, ENROLLED, Way::Code, now), Err(SignInRefusal::Full { capacity: 2 }));
        let taken = SignIn { walk_in: false, late: false };
        assert_eq!(sign_in(session(), ENROLLED, Way::Code, now), Ok(taken));
    }

    #[test]
    fn the_test_comes_after_what_the_mode_asks() {
        use Lacking::{Lesson, SignIn};
        let of = |mode| {
            [(false, false), (true, false), (false, true), (true, true)].map(|(l, a)| lacking(mode, l, a))
        };
        assert_eq!(of(Mode::Online), [Some(Lesson), None, Some(Lesson), None]);
        for mode in [Mode::Onsite, Mode::Mixed] {
            assert_eq!(of(mode), [Some(SignIn), Some(SignIn), Some(Lesson), None]);
        }
    }

    #[test]
    fn class_hours_are_whole_and_names_are_masked() {
        assert_eq!(hours_between(session().starts_at, session().ends_at), 3);
        assert_eq!(hours_between(session().ends_at, session().starts_at), 0);
        assert_eq!(
            ["张三", "欧阳小明", "李", "王小红", ""].map(masked),
            ["张*", "欧**明", "李*", "王*红", ""]
        );
    }

    proptest! {
        #[test]
        fn whoever_is_let_in_is_an_attendee_or_becomes_one(
            minutes in -200_i64..5_000, enrolled: bool, meant: bool, hand: bool, reason: bool, signed in 0_u32..4,
        ) {
            let now = session().starts_at + TimeDelta::minutes(minutes);
            let way = if hand { Way::Hand { reason } } else { Way::Code };
            let room = Session { capacity: Some(3), signed, ..session() };
            if let Ok(taken) = sign_in(room, Comer { enrolled, meant }, way, now) {
                prop_assert_eq!(taken.walk_in, !enrolled);
                prop_assert!(enrolled || meant);
                prop_assert!(signed < 3 && minutes >= -60);
                prop_assert!(!taken.late || (hand && reason));
            }
        }
    }
}

//! Lessons: the parts of a training, and when a part is finished.

use crate::organization::vocabulary::vocabulary;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// What a part of a training is.
    LessonKind {
        /// A text.
        Text = "text", "文字";
        /// A document of the library.
        Pdf = "pdf", "PDF 文档";
        /// A video of the library.
        Video = "video", "视频";
        /// Pictures of the library, each with words of its own.
        Pictures = "pictures", "图片组";
    }
}

/// The most parts of a training.
pub const MOST_PARTS: usize = 50;
/// The most pictures of a set.
pub const MOST_PICTURES: usize = 20;
/// The most minutes of a part.
pub const MOST_MINUTES: u16 = 600;
/// Of a video so many tenths are to be played.
const PLAYED_TENTHS: u64 = 9;
/// What plays faster than twice its speed is not counted.
const MOST_SPEED: u64 = 2;
/// How far a report may run ahead of the clock, in milliseconds: pages buffer, clocks differ.
const SLACK_MS: u64 = 20_000;
/// Two played pieces with no more than this between them are one, in milliseconds.
const BRIDGE_MS: u32 = 1_000;
/// The most pieces that are kept.
const MOST_PIECES: usize = 400;

/// Which pieces of a video were played: milliseconds from its beginning, ascending and apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Played(Vec<(u32, u32)>);

impl Played {
    /// Reads `FROM-TO,FROM-TO` in milliseconds; pieces that cannot be read or lie behind `length_ms` are left out
    /// or cut.
    #[must_use]
    pub fn parse(text: &str, length_ms: u32) -> Self {
        let pieces = text.split(',').take(MOST_PIECES).filter_map(|piece| {
            let (from, to) = piece.split_once('-')?;
            let (from, to) =
                (from.trim().parse::<u32>().ok()?, to.trim().parse::<u32>().ok()?.min(length_ms));
            (from < to).then_some((from, to))
        });
        Self(pieces.collect()).joined()
    }
    /// Writes the pieces as [`Self::parse`] reads them.
    #[must_use]
    pub fn to_text(&self) -> String {
        self.0.iter().map(|(from, to)| format!("{from}-{to}")).collect::<Vec<_>>().join(",")
    }
    /// What either of two has played.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        Self(self.0.iter().chain(&other.0).copied().collect()).joined()
    }
    /// How much is played, in milliseconds; what was played twice counts once.
    #[must_use]
    pub fn total_ms(&self) -> u64 {
        self.0.iter().map(|(from, to)| u64::from(to - from)).sum()
    }
    fn joined(mut self) -> Self {
        self.0.sort_unstable();
        let mut out: Vec<(u32, u32)> = Vec::with_capacity(self.0.len());
        for (from, to) in self.0 {
            match out.last_mut() {
                Some(last) if from <= last.1.saturating_add(BRIDGE_MS) => last.1 = last.1.max(to),
                _ => out.push((from, to)),
            }
        }
        out.truncate(MOST_PIECES);
        Self(out)
    }
}

/// Takes a report of a page into what is known. A report that outruns the clock is not believed: nobody plays more
/// than twice the time that has passed since the last one, in milliseconds.
#[must_use]
pub fn take_report(known: &Played, reported: &Played, passed_ms: u64) -> Option<Played> {
    let both = known.and(reported);
    let more = both.total_ms().saturating_sub(known.total_ms());
    (more <= passed_ms.saturating_mul(MOST_SPEED).saturating_add(SLACK_MS)).then_some(both)
}

/// What is known of somebody at a part when they say that they are done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Studied {
    /// What the part is.
    pub kind: LessonKind,
    /// How long it takes, in minutes.
    pub minutes: u16,
    /// How long a video is, in milliseconds, where its file says so.
    pub length_ms: Option<u32>,
    /// How much of it was played, in milliseconds; `None` where no page ever reported.
    pub played_ms: Option<u64>,
    /// How long ago the part was first opened, in milliseconds.
    pub open_ms: u64,
}

/// Why a part is not finished yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FinishRefusal {
    /// So many minutes are left.
    Wait {
        /// Whole minutes, at least 1.
        minutes: u32,
    },
    /// Too little of the video was played.
    Watch {
        /// So many percent were played.
        percent: u8,
    },
}

/// Decides whether a part is finished. Of a video nine tenths are to be played where the page reports it; where no
/// page does, its minutes are to pass from the first opening on. The rest is finished when its reader says so.
pub fn finish(studied: Studied) -> Result<(), FinishRefusal> {
    if studied.kind != LessonKind::Video {
        return Ok(());
    }
    if let (Some(played), Some(length)) = (studied.played_ms, studied.length_ms) {
        let enough = played * 10 >= u64::from(length) * PLAYED_TENTHS;
        return if enough { Ok(()) } else { Err(FinishRefusal::Watch { percent: percent(played, length) }) };
    }
    let wanted = u64::from(studied.minutes) * 60_000;
    let left = wanted.saturating_sub(studied.open_ms);
    if left == 0 {
        return Ok(());
    }
    Err(FinishRefusal::Wait { minutes: u32::try_from(left.div_ceil(60_000)).unwrap_or(u32::MAX) })
}

/// How much of a video was played, in whole percent, rounded down; 100 of one without length.
#[must_use]
pub fn percent(played_ms: u64, length_ms: u32) -> u8 {
    let percent = (played_ms * 100).checked_div(u64::from(length_ms)).unwrap_or(100);
    u8::try_from(percent.min(100)).unwrap_or(100)
}

/// Class hours (学时, 45 minutes each) of study minutes, in hundredths, rounded down.
#[must_use]
pub const fn class_hours(minutes: u32) -> u32 {
    (minutes as u64 * 100 / 45) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn played(text: &str) -> Played {
        Played::parse(text, 600_000)
    }

    #[test]
    fn what_is_played_twice_counts_once() {
        let both = played("0-10000,20000-30000").and(&played("5000-15000"));
        assert_eq!(both.to_text(), "0-15000,20000-30000");
        assert_eq!(both.total_ms(), 25_000);
        assert_eq!(both.and(&both), both);
        assert_eq!(played(&both.to_text()), both);
    }

    #[test]
    fn nonsense_in_a_report_plays_nothing() {
        for text in ["", "x", "5-", "-5", "9-3", "1-2-3", "99999999999-1", "-1--2"] {
            assert_eq!(played(text).total_ms(), 0, "{text}");
        }
        // What lies behind the end of the video is cut.
        assert_eq!(Played::parse("590000-700000", 600_000).total_ms(), 10_000);
        assert_eq!(Played::parse("700000-800000", 600_000).total_ms(), 0);
    }

    #[test]
    fn skipping_to_the_end_is_not_playing() {
        let skipped = played("0-5000,595000-600000");
        assert_eq!(skipped.total_ms(), 10_000);
        assert_eq!(percent(skipped.total_ms(), 600_000), 1);
    }

    #[test]
    fn a_report_does_not_outrun_the_clock() {
        let known = played("0-15000");
        assert_eq!(take_report(&known, &played("0-600000"), 15_000), None);
        assert_eq!(take_report(&known, &played("0-30000"), 15_000), Some(played("0-30000")));
        // Twice the speed is allowed, and so is a report that repeats an older one.
        assert_eq!(take_report(&known, &played("0-45000"), 15_000), Some(played("0-45000")));
        assert_eq!(take_report(&known, &known.clone(), 0), Some(known));
    }

    fn video(played_ms: Option<u64>, open_ms: u64) -> Studied {
        let (kind, minutes, length_ms) = (LessonKind::Video, 10, Some(600_000));
        Studied { kind, minutes, length_ms, played_ms, open_ms }
    }

    #[test]
    fn nine_tenths_of_a_video_are_to_be_played() {
        assert_eq!(finish(video(Some(540_000), 0)), Ok(()));
        assert_eq!(finish(video(Some(539_999), 0)), Err(FinishRefusal::Watch { percent: 89 }));
        // Waiting does not help where the page reports.
        assert_eq!(finish(video(Some(0), 10_000_000)), Err(FinishRefusal::Watch { percent: 0 }));
    }

    #[test]
    fn without_reports_the_minutes_of_the_part_are_to_pass() {
        assert_eq!(finish(video(None, 0)), Err(FinishRefusal::Wait { minutes: 10 }));
        assert_eq!(finish(video(None, 540_001)), Err(FinishRefusal::Wait { minutes: 1 }));
        assert_eq!(finish(video(None, 600_000)), Ok(()));
        // A file that does not say how long it is cannot be measured.
        let unmeasured = Studied { length_ms: None, ..video(Some(1), 0) };
        assert_eq!(finish(unmeasured), Err(FinishRefusal::Wait { minutes: 10 }));
    }

    #[test]
    fn what_is_no_video_is_finished_when_its_reader_says_so() {
        for kind in [LessonKind::Text, LessonKind::Pdf, LessonKind::Pictures] {
            assert_eq!(finish(Studied { kind, ..video(None, 0) }), Ok(()));
        }
    }

    #[test]
    fn a_class_hour_is_forty_five_minutes() {
        assert_eq!([0, 45, 60, 90].map(class_hours), [0, 100, 133, 200]);
    }

    proptest::proptest! {
        #[test]
        fn pieces_stay_apart_and_never_exceed_the_video(
            pieces in proptest::collection::vec((0u32..700_000, 0u32..700_000), 0..40),
        ) {
            let text: Vec<String> = pieces.iter().map(|(a, b)| format!("{a}-{b}")).collect();
            let all = played(&text.join(","));
            proptest::prop_assert!(all.total_ms() <= 600_000);
            proptest::prop_assert!(all.0.windows(2).all(|two| two[0].1 + BRIDGE_MS < two[1].0));
            proptest::prop_assert_eq!(played(&all.to_text()), all);
        }
    }
}

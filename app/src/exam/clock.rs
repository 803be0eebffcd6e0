//! How the time left is written and announced. Seconds and milliseconds come in; nothing here asks a clock.

/// The minutes before the end that are announced to screen readers.
pub const ANNOUNCED: [i64; 4] = [30, 10, 5, 1];
/// China has one time zone and no summer time.
const BEIJING: i64 = 8 * 3600;

/// Gives whole seconds left of milliseconds, never negative; a begun second counts.
#[must_use]
pub const fn seconds(left_ms: i64) -> i64 {
    if left_ms <= 0 { 0 } else { (left_ms + 999) / 1000 }
}

/// Writes seconds left as `62:08`.
#[must_use]
pub fn text(left: i64) -> String {
    format!("{:02}:{:02}", left / 60, left % 60)
}

/// Writes seconds left for screen readers.
#[must_use]
pub fn label(left: i64) -> String {
    format!("剩余时间 {} 分 {:02} 秒", left / 60, left % 60)
}

/// Writes an instant in milliseconds since 1970 as the wall clock shows it: `17:30`.
#[must_use]
pub fn wall(at_ms: i64) -> String {
    let minutes = (at_ms.div_euclid(1000) + BEIJING).div_euclid(60);
    format!("{:02}:{:02}", minutes.rem_euclid(24 * 60) / 60, minutes.rem_euclid(60))
}

/// Names the minutes to announce when the time left goes from `before` to `now` seconds: the fewest that were
/// passed, because a device that slept passes several at once.
#[must_use]
pub fn announced(before: i64, now: i64) -> Option<i64> {
    ANNOUNCED.into_iter().rfind(|minutes| before > minutes * 60 && now <= minutes * 60 && now > 0)
}

/// Whether the time left is worth a louder colour: five minutes or less.
#[must_use]
pub const fn is_short(left: i64) -> bool {
    left <= 300
}

/// Says how many minutes an invigilator gave, when the deadline moves by so many milliseconds; less than half a
/// minute is none.
#[must_use]
pub const fn gained(moved_ms: i64) -> Option<i64> {
    if moved_ms < 30_000 { None } else { Some((moved_ms + 30_000) / 60_000) }
}

/// Tells of an extension.
#[must_use]
pub fn extended(minutes: i64, deadline_ms: i64) -> String {
    format!("监考人员已为您延长 {minutes} 分钟，{} 截止。", wall(deadline_ms))
}

/// Tells that a paper was opened again.
#[must_use]
pub fn reopened(deadline_ms: i64) -> String {
    format!("监考人员已为您重新开放本次考核，可以接着作答，{} 截止。", wall(deadline_ms))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_left_is_written_in_minutes_and_seconds() {
        for (ms, written) in
            [(3_728_000, "62:08"), (5_400_000, "90:00"), (999, "00:01"), (0, "00:00"), (-5, "00:00")]
        {
            assert_eq!(text(seconds(ms)), written, "{ms}");
        }
        assert_eq!(label(3728), "剩余时间 62 分 08 秒");
    }

    #[test]
    fn the_deadline_is_told_in_beijing_time() {
        assert_eq!(wall(0), "08:00");
        assert_eq!(wall(1_795_426_200_000), "17:30");
        assert_eq!(wall(57_600_000), "00:00", "midnight is the begin of a day");
    }

    #[test]
    fn an_extension_is_told_in_whole_minutes_with_the_new_deadline() {
        assert_eq!([-60_000, 29_999, 30_000, 600_000].map(gained), [None, None, Some(1), Some(10)]);
        assert_eq!(extended(10, 1_795_426_200_000), "监考人员已为您延长 10 分钟，17:30 截止。");
    }

    #[test]
    fn only_the_passing_of_30_10_5_and_1_minutes_is_announced() {
        let said: Vec<_> = (0..2400)
            .rev()
            .filter_map(|left| announced(left + 1, left).map(|minutes| (minutes, left)))
            .collect();
        assert_eq!(said, [(30, 1800), (10, 600), (5, 300), (1, 60)]);
    }

    #[test]
    fn a_device_that_slept_announces_only_the_fewest_minutes() {
        assert_eq!(announced(2000, 290), Some(5));
        assert_eq!(announced(2000, 0), None);
        assert_eq!(announced(290, 290), None);
    }
}

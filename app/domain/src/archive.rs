//! What a record of training must say (安全生产法 art. 28, 令2号 art. 31), and what it does not say yet.

use crate::organization::vocabulary::vocabulary;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// The least that a record of training says (01-rules, "Training duties").
    Minimum {
        /// When.
        Time = "time", "时间";
        /// Where.
        Place = "place", "地点";
        /// What was taught.
        Content = "content", "内容";
        /// Who taught.
        Lecturer = "lecturer", "授课人";
        /// Who took part.
        Participants = "participants", "参加人员";
        /// How long, in class hours.
        Hours = "hours", "学时";
        /// How the test ended.
        Result = "result", "考核结果";
    }
}

/// What a record says, as far as the minimum asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are named for what they hold")]
pub struct Said<'a> {
    pub time: bool,
    pub place: &'a str,
    pub content: &'a str,
    pub lecturer: &'a str,
    pub participants: u64,
    pub hours: u32,
    /// Attendees without a result.
    pub open: u64,
    /// Whether it teaches: a contest or a test of officials has neither lecturer nor hours nor content.
    pub teaches: bool,
}

/// Tells what is missing, in the order of the list.
#[must_use]
pub fn missing(said: &Said<'_>) -> Vec<Minimum> {
    let lacks = |minimum: &Minimum| match minimum {
        Minimum::Time => !said.time,
        Minimum::Place => said.place.trim().is_empty(),
        Minimum::Content => said.teaches && said.content.trim().is_empty(),
        Minimum::Lecturer => said.teaches && said.lecturer.trim().is_empty(),
        Minimum::Participants => said.participants == 0,
        Minimum::Hours => said.teaches && said.hours == 0,
        Minimum::Result => said.participants > 0 && said.open > 0,
    };
    Minimum::ALL.iter().copied().filter(lacks).collect()
}

/// The outline of a lesson in Markdown: its headings, or its first words where it has none.
#[must_use]
pub fn outline(lesson: &str) -> String {
    const MOST: usize = 120;
    let headings = lesson.lines().filter_map(|line| {
        let text = line.trim_start().trim_start_matches('#');
        (line.trim_start().starts_with('#') && text.starts_with(' ')).then(|| text.trim())
    });
    let joined = headings.collect::<Vec<_>>().join("；");
    let text =
        if joined.is_empty() { lesson.split_whitespace().collect::<Vec<_>>().join(" ") } else { joined };
    let mut short: String = text.chars().take(MOST).collect();
    if text.chars().nth(MOST).is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: Said<'_> = Said {
        time: true,
        place: "线上",
        content: "第一课",
        lecturer: "街道应急办",
        participants: 3,
        hours: 12,
        open: 0,
        teaches: true,
    };

    #[test]
    fn a_whole_record_lacks_nothing_and_an_empty_one_everything() {
        assert_eq!(missing(&WHOLE), []);
        let empty = Said {
            time: false,
            place: " ",
            content: "",
            lecturer: "",
            participants: 0,
            hours: 0,
            open: 0,
            teaches: true,
        };
        // Without participants nobody is without result.
        assert_eq!(missing(&empty).len(), Minimum::ALL.len() - 1);
    }

    #[test]
    fn what_does_not_teach_needs_no_lecturer_and_an_open_result_is_told() {
        let contest = Said { teaches: false, lecturer: "", content: "", hours: 0, ..WHOLE };
        assert_eq!(missing(&contest), []);
        assert_eq!(missing(&Said { open: 1, ..WHOLE }), [Minimum::Result]);
    }

    #[test]
    fn an_outline_is_made_of_headings() {
        assert_eq!(outline("# 第一课\n\n正文\n\n## 第二节\n#标签"), "第一课；第二节");
        assert_eq!(outline("没有标题的\n正文"), "没有标题的 正文");
        assert_eq!(outline(&"字".repeat(200)).chars().count(), 121);
    }
}

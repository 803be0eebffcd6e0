//! The words that offices use for types, answers, levels and dates.

use chrono::{Days, NaiveDate};
use contract::exchange::Foreign;
use domain::bank::{Difficulty, KindName, text::fold};

/// What a word says of the type of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum KindWord {
    /// One of ours.
    Known(KindName),
    /// 选择题: the answer tells which.
    Choice,
    /// One that the platform does not have.
    Foreign(Foreign),
    /// None at all.
    Unknown,
}

/// Reads the type of a question.
pub(crate) fn kind(word: &str) -> KindWord {
    use KindName::{Case, Fill, Multiple, Single, TrueFalse};
    let folded = fold(word);
    let bare = folded.strip_suffix('题').unwrap_or(&folded);
    KindWord::Known(match bare {
        "单选" | "单项选择" | "单项" | "单选择" | "single" | "单选(a型)" => Single,
        "多选" | "多项选择" | "多项" | "多选择" | "不定项选择" | "不定项" | "multiple" => {
            Multiple
        }
        "判断" | "是非" | "对错" | "正误" | "判断正误" | "判断对错" | "true_false" => {
            TrueFalse
        }
        "填空" | "fill" => Fill,
        "案例" | "案例分析" | "案例选择" | "综合" | "综合案例" | "材料" | "case" => Case,
        "选择" => return KindWord::Choice,
        "简答" | "问答" | "论述" | "名词解释" | "计算" | "主观" => {
            return KindWord::Foreign(Foreign::Essay);
        }
        "匹配" | "连线" | "配对" => return KindWord::Foreign(Foreign::Matching),
        _ => return KindWord::Unknown,
    })
}

/// The type that the name of a sheet begins with.
pub(crate) fn sheet_kind(name: &str) -> Option<KindName> {
    named(&fold(name)).map(|(kind, _)| kind)
}

/// The type that a heading names, such as 二、多项选择题（共 20 题）; a question that begins so is none.
pub(crate) fn heading(text: &str) -> Option<KindName> {
    let folded = fold(text);
    let numbered = |c: char| c.is_ascii_digit() || "一二三四五六七八九十第部分大题、.,():".contains(c);
    let (kind, rest) = named(folded.trim_start_matches(numbered))?;
    let rest = rest.strip_prefix('题').unwrap_or(rest);
    (rest.is_empty() || rest.starts_with(['(', '[', ':', ',', '共', '每'])).then_some(kind)
}

fn named(text: &str) -> Option<(KindName, &str)> {
    const WORDS: [(&str, KindName); 10] = [
        ("单项选择", KindName::Single),
        ("单选", KindName::Single),
        ("多项选择", KindName::Multiple),
        ("多选", KindName::Multiple),
        ("不定项选择", KindName::Multiple),
        ("判断", KindName::TrueFalse),
        ("是非", KindName::TrueFalse),
        ("填空", KindName::Fill),
        ("案例分析", KindName::Case),
        ("案例", KindName::Case),
    ];
    WORDS.iter().find_map(|(word, kind)| text.strip_prefix(word).map(|rest| (*kind, rest)))
}

/// Reads whether a statement holds.
pub(crate) fn truth(word: &str) -> Option<bool> {
    match fold(word).trim_end_matches(['.', '。']) {
        "对" | "正确" | "√" | "✓" | "✔" | "☑" | "是" | "t" | "true" | "y" | "yes" | "真" | "r" | "right" => {
            Some(true)
        }
        "错" | "错误" | "不正确" | "×" | "✗" | "✘" | "✕" | "x" | "╳" | "否" | "f" | "false" | "n" | "no"
        | "假" | "不对" | "w" | "wrong" => Some(false),
        _ => None,
    }
}

/// Reads letters (or numbers) of options, in any of the ways in which offices write them, as indexes from 0.
pub(crate) fn letters(text: &str) -> Option<Vec<usize>> {
    let folded = fold(text);
    let folded = folded.trim_start_matches("答案").trim_start_matches([':', '：']);
    let mut found = Vec::new();
    let separated = |c: char| {
        matches!(c, ',' | '、' | '|' | ';' | '.' | '/' | '+' | '&' | '和' | '-' | '(' | ')' | '·' | '。')
    };
    let words: Vec<&str> = folded.split(separated).filter(|word| !word.is_empty()).collect();
    for word in words {
        if word.bytes().all(|b| b.is_ascii_lowercase()) {
            found.extend(word.bytes().map(|b| usize::from(b - b'a')));
        } else if word.len() == 1 && matches!(word.as_bytes()[0], b'1'..=b'8') {
            found.push(usize::from(word.as_bytes()[0] - b'1'));
        } else {
            return None;
        }
    }
    found.sort_unstable();
    found.dedup();
    (!found.is_empty()).then_some(found)
}

/// Reads a level of difficulty.
pub(crate) fn difficulty(word: &str) -> Option<Difficulty> {
    Some(match fold(word).as_str() {
        "易" | "容易" | "简单" | "较易" | "低" | "easy" | "初级" => Difficulty::Easy,
        "中" | "中等" | "一般" | "适中" | "普通" | "medium" | "中级" => Difficulty::Medium,
        "难" | "困难" | "较难" | "高" | "hard" | "高级" => Difficulty::Hard,
        _ => return None,
    })
}

/// Reads a date as people and spreadsheets write it; a time of day after it is passed over.
pub(crate) fn date(text: &str) -> Option<NaiveDate> {
    let folded = text.trim().replace(['年', '月', '/', '.', '．', '／'], "-").replace('日', " ");
    let day = folded.split([' ', 'T']).next().unwrap_or_default();
    if day.bytes().all(|b| b.is_ascii_digit()) {
        let number: u32 = day.parse().ok()?;
        return match day.len() {
            8 => NaiveDate::from_ymd_opt(
                i32::try_from(number / 10_000).ok()?,
                number / 100 % 100,
                number % 100,
            ),
            // Days since 1899-12-30: a date whose cell lost its format; from 1954 to 2119.
            5 if (20_000..80_000).contains(&number) => {
                NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(u64::from(number)))
            }
            _ => None,
        };
    }
    let mut parts = day.split('-').map(|part| part.parse::<u32>().ok());
    let (year, month, date, None) = (parts.next()??, parts.next()??, parts.next()??, parts.next()) else {
        return None;
    };
    (1900..=9999).contains(&year).then(|| NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, date))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_known_by_all_their_names() {
        for (word, name) in [
            ("单选", KindName::Single),
            ("单选题", KindName::Single),
            ("单项选择题", KindName::Single),
            ("多项选择题", KindName::Multiple),
            (" 多选 ", KindName::Multiple),
            ("是非题", KindName::TrueFalse),
            ("填空题", KindName::Fill),
            ("案例分析题", KindName::Case),
        ] {
            assert_eq!(kind(word), KindWord::Known(name), "{word}");
        }
        assert_eq!(kind("简答题"), KindWord::Foreign(Foreign::Essay));
        assert_eq!(kind("选择题"), KindWord::Choice);
        assert_eq!(kind("甲"), KindWord::Unknown);
        assert_eq!(heading("二、多项选择题（共20题，每题2分）"), Some(KindName::Multiple));
        assert_eq!(heading("（三）判断题"), Some(KindName::TrueFalse));
        assert_eq!(heading("题库"), None);
        assert_eq!(heading("判断重大事故隐患的依据是什么？"), None, "a question is no heading");
        assert_eq!(sheet_kind("单选题库"), Some(KindName::Single));
    }

    #[test]
    fn answers_are_read_however_they_are_written() {
        for text in [
            "ACD",
            "A,C,D",
            "A、C、D",
            "A|C|D",
            "A C D",
            "ＡＣＤ",
            "acd",
            "答案：A；C；D",
            "(A)(C)(D)",
            "1,3,4",
        ] {
            assert_eq!(letters(text), Some(vec![0, 2, 3]), "{text}");
        }
        assert_eq!(letters("甲"), None);
        assert_eq!(letters("、"), None);
        for text in ["对", "√", "✓", "正确", "是", "T", "true", "Ｔ"] {
            assert_eq!(truth(text), Some(true), "{text}");
        }
        for text in ["错", "×", "错误", "否", "F", "X"] {
            assert_eq!(truth(text), Some(false), "{text}");
        }
        assert_eq!(truth("A"), None);
    }

    #[test]
    fn dates_are_read_however_they_are_written() {
        let day = NaiveDate::from_ymd_opt(2021, 9, 1);
        for text in
            ["2021-09-01", "2021/9/1", "2021.9.1", "2021年9月1日", "20210901", "44440", "2021-09-01 08:00:00"]
        {
            assert_eq!(date(text), day, "{text}");
        }
        for text in ["2021-13-01", "2021-9", "明年", "3", "21/9/1"] {
            assert_eq!(date(text), None, "{text}");
        }
    }
}

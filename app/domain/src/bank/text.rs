//! Making texts comparable: width, space, case and punctuation.

use std::cmp::Ordering;

/// Folds full-width forms to ASCII, lowers case and drops every space: "１２ Ｈ" becomes "12h".
///
/// What a candidate writes into a blank is compared in this form, so punctuation is kept.
#[must_use]
pub fn fold(text: &str) -> String {
    text.chars()
        .map(narrow)
        .filter(|c| !c.is_whitespace() && !is_invisible(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Folds a text and drops its punctuation, for searching evidence and comparing stems.
/// Point, percent, slash, plus and hyphen stay, because 1.5 is not 15.
#[must_use]
pub fn bare(text: &str) -> String {
    fold(text).chars().filter(|c| !is_punctuation(*c)).collect()
}

/// Lists the pairs of neighbouring characters of a text, sorted. A text of one character gives that
/// character paired with itself, so that it still equals itself.
#[must_use]
pub fn bigrams(text: &str) -> Vec<(char, char)> {
    let chars: Vec<char> = text.chars().collect();
    let mut pairs: Vec<_> = match chars.as_slice() {
        [one] => vec![(*one, *one)],
        _ => chars.windows(2).map(|w| (w[0], w[1])).collect(),
    };
    pairs.sort_unstable();
    pairs
}

/// Measures how alike two sorted lists of pairs are: Dice's coefficient over multisets,
/// `2·|a ∩ b| / (|a| + |b|)`, in per mille. Two empty lists are not alike (0).
#[must_use]
pub fn similarity(a: &[(char, char)], b: &[(char, char)]) -> u32 {
    let (mut i, mut j, mut common) = (0, 0, 0usize);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            Ordering::Less => i += 1,
            Ordering::Greater => j += 1,
            Ordering::Equal => {
                common += 1;
                i += 1;
                j += 1;
            }
        }
    }
    u32::try_from((2_000 * common).checked_div(a.len() + b.len()).unwrap_or(0)).unwrap_or(0)
}

/// Reads a Chinese numeral from 1 to 9999 (一百三十四, 十二, 二百零一), or plain digits.
#[must_use]
pub fn numeral(text: &str) -> Option<u16> {
    if text.is_empty() {
        return None;
    }
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().ok().filter(|n| *n > 0);
    }
    let (mut total, mut digit) = (0u16, None);
    for c in text.chars() {
        if let Some(unit) = unit(c) {
            total = total.checked_add(digit.take().unwrap_or(1u16).checked_mul(unit)?)?;
        } else {
            let value = value(c)?;
            // Two digits in a row mean a year or a mistake, unless the first is a placeholder zero.
            if digit.replace(value).is_some_and(|before| before != 0) {
                return None;
            }
        }
    }
    Some(total.checked_add(digit.unwrap_or(0))?).filter(|n| *n > 0)
}

/// Tells whether a character can stand in a Chinese numeral.
#[must_use]
pub(crate) fn is_numeral(c: char) -> bool {
    unit(c).is_some() || value(c).is_some()
}

fn unit(c: char) -> Option<u16> {
    Some(match c {
        '十' => 10,
        '百' => 100,
        '千' => 1_000,
        _ => return None,
    })
}

fn value(c: char) -> Option<u16> {
    const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let c = if c == '〇' { '零' } else { c };
    DIGITS.iter().position(|d| *d == c).and_then(|at| u16::try_from(at).ok())
}

fn narrow(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        other => other,
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{FEFF}' | '\u{2060}')
}

fn is_punctuation(c: char) -> bool {
    const KEPT: [char; 5] = ['.', '%', '/', '+', '-'];
    (c.is_ascii_punctuation() && !KEPT.contains(&c))
        || matches!(c, '\u{2010}'..='\u{2027}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{301F}' | '·' | '｡' | '､')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_space_case_and_punctuation_do_not_count() {
        assert_eq!(fold(" １２ Ｈ，　a\u{200B}"), "12h,a");
        assert_eq!(bare("“先通风、再检测、后作业”（1.5％）"), "先通风再检测后作业1.5%");
    }

    #[test]
    fn chinese_numerals_are_read_up_to_the_thousands() {
        for (text, n) in [("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("一百零一", 101)] {
            assert_eq!(numeral(text), Some(n), "{text}");
        }
        assert_eq!(numeral("一百三十四"), Some(134));
        assert_eq!(numeral("一百一十"), Some(110));
        assert_eq!(numeral("2千"), None);
        assert_eq!(numeral("二〇二四"), None, "a year is no number of an article");
        assert_eq!(numeral("零"), None);
        assert_eq!(numeral(""), None);
    }

    #[test]
    fn likeness_is_thousand_for_the_same_and_nought_for_strangers() {
        let [a, b, c] = ["主要负责人的职责", "主要负责人的义务", "粉尘爆炸"].map(bigrams);
        assert_eq!(similarity(&a, &a), 1_000);
        assert_eq!(similarity(&a, &b), 714);
        assert_eq!(similarity(&a, &c), 0);
        assert_eq!(similarity(&[], &[]), 0);
    }
}

//! Options: in columns, or all in one cell.

use domain::bank::MOST_OPTIONS;

/// Takes a cell with all options apart: by their letters, else by lines, else by bars or semicolons.
pub(crate) fn split(cell: &str) -> Option<Vec<String>> {
    if let Some(options) = by_letters(cell) {
        return Some(options);
    }
    [&['\n'][..], &['|', '｜'], &[';', '；']].into_iter().find_map(|marks| {
        let options: Vec<String> = cell
            .split(marks)
            .map(|option| option.trim().to_owned())
            .filter(|option| !option.is_empty())
            .collect();
        (options.len() >= 2).then_some(options)
    })
}

fn by_letters(cell: &str) -> Option<Vec<String>> {
    let mut starts = Vec::new();
    let mut from = 0;
    for letter in ('A'..='Z').take(MOST_OPTIONS + 2) {
        match find(cell, letter, from) {
            Some((at, end)) => {
                starts.push((at, end));
                from = end;
            }
            None => break,
        }
    }
    // Text before the first letter would be lost.
    if starts.len() < 2 || !cell[..starts[0].0].trim().is_empty() {
        return None;
    }
    let ends = starts.iter().skip(1).map(|(at, _)| *at).chain([cell.len()]);
    let texts = starts.iter().zip(ends).map(|((_, begin), end)| {
        cell[*begin..end].trim().trim_end_matches(['；', ';']).trim_end().to_owned()
    });
    Some(texts.collect())
}

/// Where the mark of a letter stands, such as `A.`, `A、`, `A．` or `(A)`: at the begin of a line rather than
/// after a space, and there rather than in the middle of a text.
fn find(cell: &str, letter: char, from: usize) -> Option<(usize, usize)> {
    let rest = &cell[from..];
    let mut fallback = None;
    for (at, _) in rest.char_indices() {
        let Some(length) = mark(&rest[at..], letter) else { continue };
        let before = rest[..at].chars().next_back().or_else(|| cell[..from].chars().next_back());
        let at = from + at;
        match before {
            None | Some('\n') => return Some((at, at + length)),
            Some(c) if (c.is_whitespace() || matches!(c, ';' | '；')) && fallback.is_none() => {
                fallback = Some((at, at + length));
            }
            // A. 甲B. 乙: without a space, but never after another letter or digit.
            Some(c) if !c.is_ascii_alphanumeric() && fallback.is_none() => fallback = Some((at, at + length)),
            Some(_) => {}
        }
    }
    fallback
}

/// The length of a mark that a text begins with.
fn mark(text: &str, letter: char) -> Option<usize> {
    let wide = char::from_u32(u32::from(letter) + 0xFEE0)?;
    let is_letter = |c: char| c == letter || c == letter.to_ascii_lowercase() || c == wide;
    let mut chars = text.char_indices();
    let (_, first) = chars.next()?;
    if matches!(first, '(' | '（' | '[' | '【') {
        let (_, second) = chars.next()?;
        let (at, third) = chars.next()?;
        return (is_letter(second) && matches!(third, ')' | '）' | ']' | '】'))
            .then(|| at + third.len_utf8());
    }
    let (at, second) = chars.next()?;
    let closes = matches!(second, '.' | '．' | '、' | ':' | '：' | ')' | '）' | ',' | '，' | '。');
    // "A.5" is a number of a clause, "A." an option.
    (is_letter(first) && closes).then(|| at + second.len_utf8())
}

/// Drops the letters before options in columns, if each option bears its own.
pub(crate) fn drop_letters(options: &mut [String]) -> bool {
    let lengths: Vec<Option<usize>> =
        ('A'..).zip(options.iter()).map(|(letter, text)| mark(text, letter)).collect();
    if options.len() < 2 || lengths.iter().any(Option::is_none) {
        return false;
    }
    for (option, length) in options.iter_mut().zip(lengths.into_iter().flatten()) {
        *option = option[length..].trim().to_owned();
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_in_one_cell_are_found_by_letters_lines_and_bars() {
        for cell in [
            "A.通风\nB.检测\nC.作业",
            "A、通风 B、检测 C、作业",
            "A．通风  B．检测  C．作业",
            "(A)通风 (B)检测 (C)作业",
            "（A）通风；（B）检测；（C）作业；",
            "A.通风B.检测C.作业",
            "a) 通风\nb) 检测\nc) 作业",
            "Ａ．通风\nＢ．检测\nＣ．作业",
            "通风\n检测\n作业",
            "通风|检测|作业",
        ] {
            assert_eq!(split(cell).unwrap_or_default(), ["通风", "检测", "作业"], "{cell}");
        }
        assert_eq!(split("通风、检测"), None, "a comma is no border");
        assert_eq!(split("A.符合附录B.2\nB.不符合").unwrap_or_default(), ["符合附录B.2", "不符合"]);
    }

    #[test]
    fn letters_are_dropped_only_where_each_option_bears_its_own() {
        let mut lettered = ["A.通风".to_owned(), "B、检测".to_owned()];
        assert!(drop_letters(&mut lettered));
        assert_eq!(lettered, ["通风", "检测"]);
        let mut mixed = ["A.通风".to_owned(), "检测".to_owned()];
        assert!(!drop_letters(&mut mixed));
        assert_eq!(mixed[0], "A.通风");
    }
}

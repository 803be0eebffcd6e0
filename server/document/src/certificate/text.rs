//! Breaking and shrinking of text: Chinese lines break anywhere but beside the wrong punctuation.

use crate::font::{Faces, MissingGlyph, Style};

/// Text that fits: its size in points and its lines.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fitted {
    /// Points.
    pub size: f32,
    /// From top to bottom.
    pub lines: Vec<String>,
}

/// Marks that must not begin a line.
const CLOSING: &str = "，。、；：？！”’）》】〉」』·—…,.;:?!)]}%";
/// Marks that must not end a line.
const OPENING: &str = "“‘（《【〈「『([{";

/// The largest of the sizes at which the text needs no more than `most_lines`; the smallest one otherwise, and
/// then it may need more.
pub(super) fn fit(
    faces: &Faces<'_>,
    style: Style,
    text: &str,
    sizes: &[f32],
    width: f32,
    most_lines: usize,
) -> Result<Fitted, MissingGlyph> {
    let mut fitted = Fitted { size: 0.0, lines: Vec::new() };
    for size in sizes {
        fitted = Fitted { size: *size, lines: wrap(faces, style, text, width / size)? };
        if fitted.lines.len() <= most_lines {
            break;
        }
    }
    Ok(fitted)
}

/// Like [`fit`], with lines of about the same width: for text that stands centred.
pub(super) fn fit_balanced(
    faces: &Faces<'_>,
    style: Style,
    text: &str,
    sizes: &[f32],
    width: f32,
    most_lines: usize,
) -> Result<Fitted, MissingGlyph> {
    let mut fitted = fit(faces, style, text, sizes, width, most_lines)?;
    let mut ems = width / fitted.size;
    while fitted.lines.len() > 1 && ems > 2.0 {
        ems -= 1.0;
        let narrower = wrap(faces, style, text, ems)?;
        if narrower.len() > fitted.lines.len() {
            break;
        }
        fitted.lines = narrower;
    }
    Ok(fitted)
}

/// Breaks a text into lines no wider than `width` ems.
pub(super) fn wrap(
    faces: &Faces<'_>,
    style: Style,
    text: &str,
    width: f32,
) -> Result<Vec<String>, MissingGlyph> {
    let characters: Vec<char> = text.chars().collect();
    let advances =
        characters.iter().map(|c| faces.advance(style, *c)).collect::<Result<Vec<f32>, MissingGlyph>>()?;
    let mut lines = Vec::new();
    let mut start = 0;
    while start < characters.len() {
        let end = line_end(&characters, &advances, start, width);
        let line: String = characters[start..end].iter().collect();
        lines.push(line.trim_end_matches(' ').to_owned());
        start = end;
        while characters.get(start) == Some(&' ') {
            start += 1;
        }
    }
    Ok(lines)
}

/// Where the line that begins at `start` ends (exclusive): always after at least one character.
pub(crate) fn line_end(characters: &[char], advances: &[f32], start: usize, width: f32) -> usize {
    let mut used = 0.0;
    let mut last_break = None;
    for index in start..characters.len() {
        used += advances[index];
        if used > width && index > start && characters[index] != ' ' {
            return last_break.unwrap_or(index);
        }
        if let Some(next) = characters.get(index + 1)
            && may_break(characters[index], *next)
        {
            last_break = Some(index + 1);
        }
    }
    characters.len()
}

fn may_break(before: char, after: char) -> bool {
    let word = |c: char| c.is_ascii_alphanumeric() || "-_/.@&".contains(c);
    // The ideographic space is the indent of a paragraph.
    !CLOSING.contains(after)
        && !OPENING.contains(before)
        && before != '\u{3000}'
        && after != ' '
        && !(word(before) && word(after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, width: usize) -> Vec<String> {
        // Every character one em wide: enough to test where lines end.
        let characters: Vec<char> = text.chars().collect();
        let advances = vec![1.0; characters.len()];
        let (mut start, mut lines) = (0, Vec::new());
        while start < characters.len() {
            let end = line_end(&characters, &advances, start, width as f32);
            lines.push(characters[start..end].iter().collect());
            start = end;
        }
        lines
    }

    #[test]
    fn a_closing_mark_never_begins_a_line_and_an_opening_one_never_ends_it() {
        assert_eq!(lines("甲乙丙丁，戊", 4), ["甲乙丙", "丁，戊"]);
        assert_eq!(lines("甲乙丙“丁戊”", 4), ["甲乙丙", "“丁戊”"]);
    }

    #[test]
    fn a_word_stays_whole_unless_it_is_wider_than_the_line() {
        assert_eq!(lines("甲乙abc丙", 4), ["甲乙", "abc丙"]);
        assert_eq!(lines("abcdefgh", 3), ["abc", "def", "gh"]);
    }
}

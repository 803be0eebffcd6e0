//! Characters with and without a backslash before them.

/// The characters that a backslash takes their meaning from.
const SPECIAL: [char; 7] = ['~', '=', '#', '{', '}', ':', '\\'];

/// A text whose escaped characters are known from the others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Marked(Vec<(char, bool)>);

impl Marked {
    /// Reads the escapes of a text.
    pub(super) fn new(text: &str) -> Self {
        let mut out = Vec::with_capacity(text.len() / 2);
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            let next = chars.peek().copied();
            match (c, next) {
                ('\\', Some('n')) => out.push(('\n', true)),
                ('\\', Some(special)) if SPECIAL.contains(&special) => out.push((special, true)),
                _ => {
                    out.push((c, false));
                    continue;
                }
            }
            chars.next();
        }
        Self(out)
    }
    /// Where a mark of unescaped characters first stands from a place on.
    pub(super) fn find(&self, mark: &str, from: usize) -> Option<usize> {
        let mark: Vec<char> = mark.chars().collect();
        let last = self.0.len().checked_sub(mark.len())?;
        (from..=last)
            .find(|at| mark.iter().zip(&self.0[*at..]).all(|(c, (have, escaped))| c == have && !escaped))
    }
    /// A part of it, without white space at its ends.
    pub(super) fn part(&self, from: usize, to: usize) -> Self {
        Self(self.0.get(from..to).unwrap_or_default().to_vec()).trimmed()
    }
    /// The rest of it.
    pub(super) fn rest(&self, from: usize) -> Self {
        self.part(from, self.0.len())
    }
    fn trimmed(self) -> Self {
        let is_space = |(c, _): &&(char, bool)| c.is_whitespace();
        let start = self.0.iter().take_while(is_space).count();
        let end = self.0.iter().skip(start).rev().take_while(is_space).count();
        Self(self.0[start..self.0.len() - end].to_vec())
    }
    /// Its characters with whether each was escaped.
    pub(super) fn chars(&self) -> &[(char, bool)] {
        &self.0
    }
    /// Its text.
    pub(super) fn text(&self) -> String {
        self.0.iter().map(|(c, _)| *c).collect()
    }
    /// Whether nothing stands in it.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    /// Whether it begins with a mark.
    pub(super) fn starts_with(&self, mark: &str) -> bool {
        self.find(mark, 0) == Some(0)
    }
}

/// Puts the backslashes.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            c if SPECIAL.contains(&c) => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_come_back_whatever_stands_beside_them() {
        for text in ["a=b ~c #d {e} f:g", "\\n is no break", "一\n二", "\\", "\\\\{", "C:\\new"] {
            assert_eq!(Marked::new(&escaped(text)).text(), text);
            assert_eq!(Marked::new(&escaped(text)).find("=", 0), None);
        }
        assert_eq!(Marked::new("a\\b").text(), "a\\b", "a backslash before anything else stays");
    }
}

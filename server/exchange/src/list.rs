//! Several texts in one cell. What holds a separator stands in double quotes, so that nothing is cut.

/// What separates the texts of a column.
#[derive(Clone, Copy)]
pub(crate) struct Separators {
    /// Any of these.
    any: &'static [char],
    /// The one that is written.
    written: &'static str,
}

/// Topics, sectors, audiences.
pub(crate) const WORDS: Separators =
    Separators { any: &['、', ';', '；', ',', '，', '|', '｜', '\n'], written: "、" };
/// Evidence: phrases with commas of their own.
pub(crate) const PHRASES: Separators = Separators { any: &[';', '；', '|', '｜', '\n'], written: "；" };
/// Accepted wordings of a blank.
pub(crate) const WORDINGS: Separators = Separators { any: &['|', '｜', ';', '；', '\n'], written: "|" };

/// A text of a list, and whether it stood in quotes and so means itself.
pub(crate) struct Item {
    pub text: String,
    pub quoted: bool,
}

impl Separators {
    /// Takes a cell apart; texts that say nothing are passed over.
    pub(crate) fn split(self, cell: &str) -> Vec<Item> {
        let mut items = Vec::new();
        let mut rest = cell.trim_start();
        while !rest.is_empty() {
            let (text, quoted, after) = match self.quoted(rest) {
                Some((text, after)) => (text, true, after),
                None => {
                    let end = rest.find(self.any).unwrap_or(rest.len());
                    (rest[..end].trim().to_owned(), false, &rest[end..])
                }
            };
            if !text.is_empty() {
                items.push(Item { text, quoted });
            }
            // The separator itself.
            let mut chars = after.chars();
            chars.next();
            rest = chars.as_str().trim_start_matches([' ', '\u{3000}', '\t']);
        }
        items
    }

    /// A text in quotes up to a separator or the end; anything else begins with a quote by chance.
    fn quoted(self, rest: &str) -> Option<(String, &str)> {
        let mut text = String::new();
        let mut inner = rest.strip_prefix('"')?;
        loop {
            let end = inner.find('"')?;
            text.push_str(&inner[..end]);
            inner = &inner[end + 1..];
            match inner.strip_prefix('"') {
                Some(more) => {
                    text.push('"');
                    inner = more;
                }
                None => break,
            }
        }
        let after = inner.trim_start_matches([' ', '\u{3000}', '\t']);
        (after.is_empty() || after.starts_with(self.any)).then_some((text, after))
    }

    /// Puts texts together; `literal` tells which mean themselves though they look like a known word.
    pub(crate) fn join<'a>(self, texts: impl IntoIterator<Item = (&'a str, bool)>) -> String {
        let each = texts.into_iter().map(|(text, literal)| {
            if literal || text.contains(self.any) || text.starts_with('"') {
                format!("\"{}\"", text.replace('"', "\"\""))
            } else {
                text.to_owned()
            }
        });
        each.collect::<Vec<_>>().join(self.written)
    }

    /// Puts texts together that all mean themselves.
    pub(crate) fn plain(self, texts: &[String]) -> String {
        self.join(texts.iter().map(|text| (text.as_str(), false)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(cell: &str) -> Vec<String> {
        WORDS.split(cell).into_iter().map(|item| item.text).collect()
    }

    #[test]
    fn every_separator_of_an_office_parts_words() {
        assert_eq!(
            texts(" 消防 、用电;动火，有限空间\n粉尘 、、"),
            ["消防", "用电", "动火", "有限空间", "粉尘"]
        );
        assert!(texts(" 、 ").is_empty());
    }

    #[test]
    fn what_holds_a_separator_or_a_quote_comes_back_whole() {
        let odd: Vec<String> =
            ["a、b", "\"", "\"x\"y", "x\"", "一；二|三", "\"、\""].map(str::to_owned).into();
        assert_eq!(texts(&WORDS.plain(&odd)), odd);
        assert_eq!(texts("\"GB\"标准、x"), ["\"GB\"标准", "x"], "a quote in the middle is a quote");
        assert_eq!(texts("\"open、x"), ["\"open", "x"]);
    }
}

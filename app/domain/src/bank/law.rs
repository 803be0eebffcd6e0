//! Law texts, taken apart into articles and items, for finding evidence in them.
//!
//! A text is Markdown as collected: a comment with a source note, headings, and paragraphs. An article
//! begins at a paragraph 第X条 (Chinese numerals, also 第X条之Y) followed by a space; an item at a paragraph
//! （一）; a text without articles has items 一、 instead. Headings, chapter lines and what follows a line
//! 来源： belong to no article.

use super::{
    basis::{ArticleNumber, LawKey},
    text::{bare, is_numeral, numeral},
};
use std::collections::BTreeMap;

/// The law texts at hand, by key.
#[derive(Clone, Debug, Default)]
pub struct LawLibrary(BTreeMap<LawKey, LawText>);

impl LawLibrary {
    /// Adds a text under its key; a text already there is replaced.
    pub fn add(&mut self, key: LawKey, text: LawText) {
        self.0.insert(key, text);
    }
    /// Finds a text.
    #[must_use]
    pub fn get(&self, key: &LawKey) -> Option<&LawText> {
        self.0.get(key)
    }
    /// Gives all texts by key.
    pub fn iter(&self) -> impl Iterator<Item = (&LawKey, &LawText)> {
        self.0.iter()
    }
}

/// One law text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LawText {
    /// The name given in the source note, or empty.
    pub title: String,
    /// Whether the source note says that the text is no longer in force (废止, 失效).
    pub superseded: bool,
    articles: BTreeMap<ArticleNumber, Passage>,
    items: BTreeMap<u16, Passage>,
}

/// An article or item, in the form in which evidence is searched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// The text after [`bare`].
    text: String,
    /// Items within an article, by number.
    items: BTreeMap<u16, String>,
}

impl Passage {
    /// Tells whether a fact stands here; width, space, case and punctuation do not count.
    #[must_use]
    pub fn holds(&self, fact: &str) -> bool {
        let fact = bare(fact);
        !fact.is_empty() && self.text.contains(&fact)
    }
    /// Tells whether a fact stands in an item; `None` when there is no such item.
    #[must_use]
    pub fn item_holds(&self, item: u16, fact: &str) -> Option<bool> {
        self.items.get(&item).map(|text| text.contains(&bare(fact)))
    }
    /// Tells whether there is an item of that number.
    #[must_use]
    pub fn has_item(&self, item: u16) -> bool {
        self.items.contains_key(&item)
    }
    /// Tells whether a run of `length` characters of a text stands here word for word.
    #[must_use]
    pub fn shares_run(&self, text: &str, length: usize) -> bool {
        let text = bare(text);
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        starts.windows(length + 1).any(|w| self.text.contains(&text[w[0]..w[length]]))
    }
}

impl LawText {
    /// Takes a text apart.
    #[must_use]
    pub fn parse(source: &str) -> Self {
        let (note, body) = split_note(source);
        let field = |name: &str| {
            note.lines()
                .find_map(|l| l.strip_prefix(name))
                .and_then(|l| l.split_once(':'))
                .map(|(_, v)| v.trim())
        };
        let state = field("时效").unwrap_or_default();
        let mut text = Self {
            title: field("标题").unwrap_or_default().to_owned(),
            superseded: ["废止", "失效"].iter().any(|word| state.contains(word)),
            articles: BTreeMap::new(),
            items: BTreeMap::new(),
        };
        text.read(body);
        text
    }

    /// Finds an article.
    #[must_use]
    pub fn article(&self, number: ArticleNumber) -> Option<&Passage> {
        self.articles.get(&number)
    }
    /// Finds an item of a text without articles.
    #[must_use]
    pub fn item(&self, number: u16) -> Option<&Passage> {
        self.items.get(&number)
    }
    /// Gives the numbers of the articles in order.
    pub fn article_numbers(&self) -> impl Iterator<Item = ArticleNumber> {
        self.articles.keys().copied()
    }
    /// Counts the items of a text without articles.
    #[must_use]
    pub fn item_count(&self) -> usize {
        self.items.len()
    }

    fn read(&mut self, body: &str) {
        let has_articles = body.lines().any(|line| article_start(line.trim()).is_some());
        let mut place: Option<(Option<ArticleNumber>, Option<u16>)> = None;
        for line in body.lines().map(str::trim) {
            if line.starts_with("来源：") {
                break;
            }
            if line.is_empty() || line.starts_with('#') || is_heading(line) {
                continue;
            }
            if let Some(number) = article_start(line) {
                place = Some((Some(number), None));
            } else if let (true, Some((article, _))) = (has_articles, place) {
                place = Some((article, item_start(line).or(place.and_then(|p| p.1))));
            } else if let (false, Some(number)) = (has_articles, list_start(line)) {
                place = Some((None, Some(number)));
            }
            self.append(place, line);
        }
    }

    fn append(&mut self, place: Option<(Option<ArticleNumber>, Option<u16>)>, line: &str) {
        let line = bare(line);
        match place {
            Some((Some(article), item)) => {
                let passage = self.articles.entry(article).or_default();
                passage.text.push_str(&line);
                if let Some(item) = item {
                    passage.items.entry(item).or_default().push_str(&line);
                }
            }
            Some((None, Some(item))) => self.items.entry(item).or_default().text.push_str(&line),
            Some((None, None)) | None => {}
        }
    }
}

/// Splits the comment at the head from the text.
fn split_note(source: &str) -> (&str, &str) {
    let source = source.trim_start_matches('\u{FEFF}').trim_start();
    match source.strip_prefix("<!--").and_then(|rest| rest.split_once("-->")) {
        Some((note, body)) => (note, body),
        None => ("", source),
    }
}

/// Reads 第X条 or 第X条之Y at the start of a paragraph. A reference such as 第三条规定的 is no start.
fn article_start(line: &str) -> Option<ArticleNumber> {
    let (main, rest) = leading_numeral(line.strip_prefix('第')?)?;
    let rest = rest.strip_prefix('条')?;
    let (branch, rest) = match rest.strip_prefix('之').and_then(leading_numeral) {
        Some((branch, rest)) => (branch, rest),
        None => (0, rest),
    };
    (rest.is_empty() || rest.starts_with(char::is_whitespace)).then_some(ArticleNumber { main, branch })
}

/// Reads （一） at the start of a paragraph; half-width brackets too.
fn item_start(line: &str) -> Option<u16> {
    let (number, rest) = leading_numeral(line.strip_prefix(['（', '('])?)?;
    rest.starts_with(['）', ')']).then_some(number)
}

/// Reads 一、 at the start of a paragraph.
fn list_start(line: &str) -> Option<u16> {
    let (number, rest) = leading_numeral(line)?;
    rest.starts_with(['、', '．', '.']).then_some(number)
}

/// Tells a line such as 第二章 总则 that lost its mark.
fn is_heading(line: &str) -> bool {
    let rest = line.strip_prefix('第').and_then(leading_numeral).map(|(_, rest)| rest);
    rest.is_some_and(|rest| {
        rest.strip_prefix(['编', '章', '节'])
            .is_some_and(|t| t.is_empty() || t.starts_with(char::is_whitespace))
    })
}

fn leading_numeral(text: &str) -> Option<(u16, &str)> {
    let end = text.find(|c: char| !is_numeral(c) && !c.is_ascii_digit()).unwrap_or(text.len());
    Some((numeral(&text[..end])?, &text[end..]))
}

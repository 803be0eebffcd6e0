//! Sectors and audiences: codes in a bank, words in a table. What has no word stands as it is.

use domain::{
    bank::tag_term,
    organization::{Fact, Position, Sector},
};

use crate::list::{Item, WORDS};

/// The tag that means every sector, and its word.
const ALL: (&str, &str) = ("all", "所有行业");
/// Lines of industry that are no sector of a street.
const INDUSTRIES: [&str; 4] = ["metallurgy", "nonferrous", "light_industry", "tobacco"];

/// Which list a tag is of.
#[derive(Clone, Copy)]
pub(crate) enum Tags {
    Sectors,
    Audiences,
}

impl Tags {
    /// Every code with its word, in the order of a drop-down.
    fn known(self) -> Vec<(&'static str, &'static str)> {
        match self {
            Self::Sectors => {
                let industries = INDUSTRIES.iter().filter_map(|code| Some((*code, tag_term(code)?)));
                let facts = Fact::ALL.iter().map(|fact| (fact.code(), fact.term()));
                let sectors = Sector::ALL.iter().map(|sector| (sector.code(), sector.term()));
                std::iter::once(ALL).chain(sectors).chain(industries).chain(facts).collect()
            }
            Self::Audiences => Position::ALL.iter().map(|one| (one.code(), one.term())).collect(),
        }
    }

    fn word(self, code: &str) -> Option<&'static str> {
        let word = match self {
            Self::Sectors if code == ALL.0 => Some(ALL.1),
            Self::Sectors => Sector::from_code(code).map(Sector::term).or_else(|| tag_term(code)),
            Self::Audiences => Position::from_code(code).map(Position::term),
        };
        // 危险化学品 is a sector and something that a unit has: only the first is meant by the word.
        word.filter(|word| self.code(word) == Some(code))
    }

    fn code(self, word: &str) -> Option<&'static str> {
        let direct = match self {
            Self::Sectors if matches!(word, "全部" | "全部行业" | "不限" | "通用") => Some(ALL.0),
            Self::Sectors => Sector::from_term(word).map(Sector::code),
            Self::Audiences => Position::from_term(word).map(Position::code),
        };
        direct.or_else(|| self.known().into_iter().find(|(_, term)| *term == word).map(|(code, _)| code))
    }

    /// Writes tags as words.
    pub(crate) fn write(self, codes: &[String]) -> String {
        WORDS.join(codes.iter().map(|code| match self.word(code) {
            Some(word) => (word, false),
            None => (code.as_str(), self.code(code).is_some()),
        }))
    }

    /// Reads words, or codes, as tags.
    pub(crate) fn read(self, cell: &str) -> Vec<String> {
        let items = WORDS.split(cell).into_iter();
        // Without any audience a question is for everybody.
        let everybody =
            |text: &str| matches!(text, "全部" | "全体" | "所有人" | "不限" | "通用" | "所有岗位");
        let meant =
            items.filter(|item| matches!(self, Self::Sectors) || item.quoted || !everybody(&item.text));
        let each = meant.map(|Item { text, quoted }| match self.code(&text) {
            Some(code) if !quoted => code.to_owned(),
            _ => text,
        });
        each.collect()
    }

    /// The words that a drop-down offers.
    pub(crate) fn words(self) -> Vec<&'static str> {
        let known = self.known();
        known.into_iter().filter(|(code, _)| self.word(code).is_some()).map(|(_, word)| word).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_codes_are_words_and_everything_else_means_itself() {
        let codes: Vec<String> = ["dust", "machinery", "机械制造", "own"].map(str::to_owned).into();
        let cell = Tags::Sectors.write(&codes);
        assert_eq!(cell, "粉尘涉爆、机械制造、\"机械制造\"、own");
        assert_eq!(Tags::Sectors.read(&cell), codes);
        assert_eq!(Tags::Audiences.read("安全员；班组长"), ["safety_manager", "team_leader"]);
    }

    #[test]
    fn every_word_leads_back_to_its_code() {
        for tags in [Tags::Sectors, Tags::Audiences] {
            assert!(tags.words().len() >= 10);
            for word in tags.words() {
                let code = tags.code(word).unwrap_or_default();
                assert_eq!(tags.word(code), Some(word));
            }
        }
    }
}

//! Sectors and audiences: codes in a bank, words in a table. What has no word stands as it is.

use domain::organization::{Position, Sector};

use crate::list::{Item, WORDS};

/// Codes that banks use beside the lists of the field, with their words.
const MORE_SECTORS: [(&str, &str); 8] = [
    ("all", "全部"),
    ("dust", "粉尘涉爆"),
    ("ammonia", "涉氨制冷"),
    ("confined_space", "有限空间"),
    ("metallurgy", "冶金"),
    ("nonferrous", "有色"),
    ("light_industry", "轻工"),
    ("tobacco", "烟草"),
];
/// As above.
const MORE_AUDIENCES: [(&str, &str); 3] = [("all", "全部"), ("official", "公职人员"), ("worker", "普通员工")];

/// Which list a tag is of.
#[derive(Clone, Copy)]
pub(crate) enum Tags {
    Sectors,
    Audiences,
}

impl Tags {
    fn word(self, code: &str) -> Option<&'static str> {
        let more: &[(&str, &'static str)] = match self {
            Self::Sectors => &MORE_SECTORS,
            Self::Audiences => &MORE_AUDIENCES,
        };
        let own = match self {
            Self::Sectors => Sector::from_code(code).map(Sector::term),
            Self::Audiences => Position::from_code(code).map(Position::term),
        };
        own.or_else(|| more.iter().find(|(known, _)| *known == code).map(|(_, word)| *word))
    }

    fn code(self, word: &str) -> Option<&'static str> {
        let more: &[(&'static str, &str)] = match self {
            Self::Sectors => &MORE_SECTORS,
            Self::Audiences => &MORE_AUDIENCES,
        };
        let own = match self {
            Self::Sectors => Sector::from_term(word).map(Sector::code),
            Self::Audiences => Position::from_term(word).map(Position::code),
        };
        own.or_else(|| more.iter().find(|(_, known)| *known == word).map(|(code, _)| *code))
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
        let each = WORDS.split(cell).into_iter().map(|Item { text, quoted }| match self.code(&text) {
            Some(code) if !quoted => code.to_owned(),
            _ => text,
        });
        each.collect()
    }

    /// The words that a drop-down offers.
    pub(crate) fn words(self) -> Vec<&'static str> {
        match self {
            Self::Sectors => {
                let own = Sector::ENTERPRISE.iter().map(|sector| sector.term());
                MORE_SECTORS
                    .iter()
                    .map(|(_, word)| *word)
                    .take(1)
                    .chain(own)
                    .chain(MORE_SECTORS.iter().skip(1).map(|(_, word)| *word))
                    .collect()
            }
            Self::Audiences => {
                let own = Position::ALL.iter().map(|position| position.term());
                MORE_AUDIENCES
                    .iter()
                    .map(|(_, word)| *word)
                    .take(1)
                    .chain(own)
                    .chain(MORE_AUDIENCES.iter().skip(1).map(|(_, word)| *word))
                    .collect()
            }
        }
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
            for word in tags.words() {
                let code = tags.code(word).unwrap_or_default();
                assert_eq!(tags.word(code), Some(word));
            }
        }
    }
}

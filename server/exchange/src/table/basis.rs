//! The columns that say what a question rests on.

use contract::exchange::{Column, Reason};
use domain::bank::{
    LawKey, RawBasis,
    text::{fold, numeral},
};

use crate::entry::Line;

/// What 依据法规 says for the street's plan, and for a standard.
pub(super) const PLAN: &str = "方案";
pub(super) const STANDARD: &str = "标准";

/// Reads them; none where all are empty.
pub(super) fn read(line: &Line) -> Result<Option<RawBasis>, (Column, Reason)> {
    let [law, article, item, note] = [Column::Law, Column::Article, Column::Item, Column::BasisNote]
        .map(|column| line.cell(column).trim());
    match fold(law).as_str() {
        "方案" | "街道方案" | "工作方案" | "实施方案" | "plan" => {
            let clause = if note.is_empty() { article } else { note };
            let missing = (Column::BasisNote, Reason::Missing);
            if clause.is_empty() {
                Err(missing)
            } else {
                Ok(Some(RawBasis::Plan { clause: clause.to_owned() }))
            }
        }
        "标准" | "标准规范" | "规范" | "practice" => {
            let clause = (!article.is_empty()).then(|| article.to_owned());
            let missing = (Column::BasisNote, Reason::Missing);
            let standard = note.to_owned();
            if note.is_empty() { Err(missing) } else { Ok(Some(RawBasis::Practice { standard, clause })) }
        }
        "" if article.is_empty() && item.is_empty() && note.is_empty() => Ok(None),
        "" if is_standard(note) => {
            let clause = (!article.is_empty()).then(|| article.to_owned());
            Ok(Some(RawBasis::Practice { standard: note.to_owned(), clause }))
        }
        "" => Err((Column::Law, Reason::LawMalformed)),
        _ => {
            let law = key(law).ok_or((Column::Law, Reason::LawMalformed))?;
            let article = match article {
                "" => None,
                text => Some(number_of_article(text).ok_or((Column::Article, Reason::ArticleMalformed))?),
            };
            let item = match item {
                "" => None,
                text => Some(number_of_item(text).ok_or((Column::Item, Reason::ItemMalformed))?),
            };
            Ok(Some(RawBasis::Law { law, article, item }))
        }
    }
}

/// The key of a law text: `01`, `1` (Excel drops the nought), `01-安全生产法`.
fn key(text: &str) -> Option<String> {
    let digits: String = fold(text).chars().take_while(char::is_ascii_digit).collect();
    let rest = fold(text)[digits.len()..].chars().next();
    if digits.is_empty() || !(rest.is_none() || matches!(rest, Some('-' | '《' | '.' | '、'))) {
        return None;
    }
    let padded = format!("{digits:0>2}");
    LawKey::new(&padded).map(String::from)
}

/// `21`, `134-1`, 第二十一条, 第一百三十四条之一.
fn number_of_article(text: &str) -> Option<String> {
    let folded = fold(text);
    let bare = folded.strip_prefix('第').unwrap_or(&folded);
    let (main, branch) =
        match bare.split_once("条之").or_else(|| bare.split_once('-')).or_else(|| bare.split_once('之')) {
            Some((main, branch)) => (main, Some(branch)),
            None => (bare, None),
        };
    let main = numeral(main.trim_end_matches('条'))?;
    match branch {
        None => Some(main.to_string()),
        Some(branch) => Some(format!("{main}-{}", numeral(branch.trim_end_matches('条'))?)),
    }
}

/// `3`, （三）, 第三项.
fn number_of_item(text: &str) -> Option<u16> {
    let folded = fold(text);
    numeral(folded.trim_start_matches(['第', '(']).trim_end_matches(['项', ')']))
}

/// Begins like the number of a standard: GB 30871-2022, AQ/T 3049, DB37/T.
fn is_standard(text: &str) -> bool {
    let folded = fold(text);
    let letters = folded.bytes().take_while(u8::is_ascii_lowercase).count();
    (2..=4).contains(&letters) && folded.bytes().any(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_items_and_laws_are_read_as_people_write_them() {
        for (text, number) in [
            ("21", "21"),
            ("第二十一条", "21"),
            ("134-1", "134-1"),
            ("第一百三十四条之一", "134-1"),
            ("21条", "21"),
        ] {
            assert_eq!(number_of_article(text).as_deref(), Some(number), "{text}");
        }
        assert_eq!(number_of_article("总则"), None);
        for text in ["3", "（三）", "第三项", "三"] {
            assert_eq!(number_of_item(text), Some(3), "{text}");
        }
        for (text, law) in [("01", "01"), ("1", "01"), ("01-安全生产法", "01"), ("21 《工贸标准》", "21")]
        {
            assert_eq!(key(text).as_deref(), Some(law), "{text}");
        }
        assert_eq!(key("安全生产法"), None);
        assert!(is_standard("GB 30871-2022") && !is_standard("安全生产法"));
    }
}

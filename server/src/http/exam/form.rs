//! The forms of a sitting. A field may occur several times, as boxes with ticks do.

use application::Failure;
use contract::{Refusal, UiError};
use domain::exam::{GivenAnswer, ItemRef};
use std::str::FromStr;
use uuid::Uuid;

/// The fields of a form in their order.
pub(super) struct Form(Vec<(String, String)>);

/// Where a plain form leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Go {
    /// One item back.
    Previous,
    /// One item on, from the last one to the list.
    Next,
    /// To the list of items.
    Overview,
    /// Nowhere.
    Stay,
    /// To an item.
    To(u16),
}

impl Go {
    /// The item to show, 0 for the list.
    pub fn from(self, item: u16, items: u16) -> u16 {
        match self {
            Self::Previous => item.saturating_sub(1).max(1),
            Self::Next if item >= items => 0,
            Self::Next => item + 1,
            Self::Overview => 0,
            Self::Stay => item,
            Self::To(item) => item.min(items),
        }
    }
}

/// What was sent cannot be read.
pub(super) fn unreadable() -> Failure {
    UiError::Unreadable.into()
}

impl Form {
    /// Reads the body of a form.
    pub fn read(body: &[u8]) -> Result<Self, Failure> {
        serde_urlencoded::from_bytes(body).map(Self).map_err(|_| unreadable())
    }
    /// Whether a field was sent.
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }
    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
    /// A field that may be missing.
    pub fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default()
    }
    /// A field that must be there.
    pub fn required(&self, name: &str) -> Result<&str, Failure> {
        self.get(name).ok_or_else(unreadable)
    }
    /// An identifier.
    pub fn uuid(&self, name: &str) -> Result<Uuid, Failure> {
        self.required(name)?.parse().map_err(|_| unreadable())
    }
    /// A whole number.
    pub fn number<N: FromStr>(&self, name: &str) -> Result<N, Failure> {
        self.required(name)?.parse().map_err(|_| unreadable())
    }
    /// Yes or no.
    pub fn flag(&self, name: &str) -> Result<bool, Failure> {
        match self.required(name)? {
            "true" | "1" | "on" => Ok(true),
            "false" | "0" | "off" => Ok(false),
            _ => Err(unreadable()),
        }
    }
    /// What is answered: "12" or "12.1".
    pub fn item(&self) -> Result<ItemRef, Failure> {
        self.required("item")?.parse().map_err(|_| Refusal::NoSuchItem.into())
    }
    /// The answer; none where no field of one was sent. An empty `choice` takes a choice back.
    pub fn given(&self) -> Result<Option<GivenAnswer>, Failure> {
        if let Some(text) = self.get("text") {
            return Ok(Some(GivenAnswer::Fill(text.to_owned())));
        }
        match self.get("truth") {
            Some("true") => return Ok(Some(GivenAnswer::TrueFalse(true))),
            Some("false") => return Ok(Some(GivenAnswer::TrueFalse(false))),
            Some(_) => return Err(Refusal::AnswerMalformed.into()),
            None => {}
        }
        let letters = self.0.iter().filter(|(key, _)| key == "choice").map(|(_, value)| value.as_str());
        Ok(self.has("choice").then(|| GivenAnswer::Letters(letters.collect())))
    }
    /// Where to go, by default nowhere.
    pub fn go(&self) -> Result<Go, Failure> {
        Ok(match self.get("go").unwrap_or("stay") {
            "prev" => Go::Previous,
            "next" => Go::Next,
            "overview" => Go::Overview,
            "stay" => Go::Stay,
            number => Go::To(number.parse().map_err(|_| unreadable())?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(body: &str) -> Option<GivenAnswer> {
        Form::read(body.as_bytes()).unwrap().given().unwrap()
    }

    #[test]
    fn ticked_boxes_come_as_letters_and_none_as_a_choice_taken_back() {
        assert_eq!(given("choice=&choice=A&choice=C"), Some(GivenAnswer::Letters("AC".into())));
        assert_eq!(given("choice="), Some(GivenAnswer::Letters(String::new())));
        assert_eq!(given("item=3"), None);
        assert_eq!(given("truth=false"), Some(GivenAnswer::TrueFalse(false)));
        assert_eq!(given("text="), Some(GivenAnswer::Fill(String::new())));
        assert!(Form::read(b"truth=maybe").unwrap().given().is_err());
    }

    #[test]
    fn the_last_item_leads_to_the_list() {
        let go = |text: &str| Form::read(format!("go={text}").as_bytes()).unwrap().go().unwrap();
        assert_eq!((go("next").from(50, 50), go("next").from(49, 50)), (0, 50));
        assert_eq!((go("prev").from(1, 50), go("overview").from(7, 50), go("12").from(7, 50)), (1, 0, 12));
        assert!(Form::read(b"go=away").unwrap().go().is_err());
    }
}

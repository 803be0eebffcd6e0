//! Words that may be absent.

/// Holds an optional wording; every kind of string and option of a string turns into it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text(Option<String>);

impl Text {
    /// Gives the words, if there are any.
    pub fn into_option(self) -> Option<String> {
        self.0
    }

    /// Borrows the words, if there are any.
    pub fn as_deref(&self) -> Option<&str> {
        self.0.as_deref()
    }

    /// Says whether there is something to show.
    pub fn is_some(&self) -> bool {
        self.0.is_some()
    }
}

impl From<String> for Text {
    /// Takes an empty string for absence, as forms hand them in.
    fn from(words: String) -> Self {
        Self(Some(words).filter(|words| !words.is_empty()))
    }
}

impl From<&str> for Text {
    fn from(words: &str) -> Self {
        words.to_owned().into()
    }
}

impl From<&String> for Text {
    fn from(words: &String) -> Self {
        words.clone().into()
    }
}

impl<T: Into<Text>> From<Option<T>> for Text {
    fn from(words: Option<T>) -> Self {
        words.map(Into::into).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_string_is_absence() {
        assert_eq!(Text::from(""), Text::default());
        assert_eq!(Text::from(Some(String::new())), Text::default());
        assert_eq!(Text::from("有").as_deref(), Some("有"));
    }
}

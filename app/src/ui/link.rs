//! Addresses of lists: a path and the filters, order and page it is looked at with.

use std::fmt;

/// Builds the address of a list view, so that sorting and paging keep the filters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    path: String,
    pairs: Vec<(String, String)>,
}

impl Link {
    /// Starts at a path without a query.
    pub fn to(path: impl Into<String>) -> Self {
        Self { path: path.into(), pairs: Vec::new() }
    }

    /// Gives the same address with one parameter set; an empty value removes it.
    pub fn with(&self, key: &str, value: impl ToString) -> Self {
        let value = value.to_string();
        let mut link = self.without(key);
        if !value.is_empty() {
            link.pairs.push((key.to_owned(), value));
        }
        link
    }

    /// Gives the same address with one parameter less.
    pub fn without(&self, key: &str) -> Self {
        let pairs = self.pairs.iter().filter(|(known, _)| known != key).cloned().collect();
        Self { path: self.path.clone(), pairs }
    }

    /// Borrows the path.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Borrows the parameters in their order.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        for (index, (key, value)) in self.pairs.iter().enumerate() {
            f.write_str(if index == 0 { "?" } else { "&" })?;
            escape(f, key)?;
            f.write_str("=")?;
            escape(f, value)?;
        }
        Ok(())
    }
}

/// Percent-encodes all but the unreserved characters of RFC 3986.
fn escape(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                write!(f, "{}", byte as char)?
            }
            _ => write!(f, "%{byte:02X}")?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_set_twice_stands_once() {
        let link = Link::to("/office/people").with("page", 2).with("q", "木业").with("page", 3);
        assert_eq!(link.to_string(), "/office/people?q=%E6%9C%A8%E4%B8%9A&page=3");
    }

    #[test]
    fn an_empty_value_removes_the_parameter() {
        let link = Link::to("/office/people").with("q", "a&b=c").with("area", "");
        assert_eq!(link.to_string(), "/office/people?q=a%26b%3Dc");
        assert_eq!(link.with("q", "").to_string(), "/office/people");
    }
}

//! XML as a tree, read without DTDs and within bounds.

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

/// More nodes or levels than any item has.
const MOST_NODES: usize = 200_000;
const MOST_LEVELS: usize = 100;

/// Why a text was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unread {
    /// It is no XML, or too much of it.
    Xml,
    /// It has a DTD or entities of its own.
    Dtd,
}

/// An element, its name without prefix.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Node>,
}

/// What stands in an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    Text(String),
    Element(Element),
}

impl Element {
    /// The value of an attribute; empty without one.
    pub(super) fn attribute(&self, name: &str) -> &str {
        self.attributes.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }
    /// The elements in it.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }
    /// The first element of a name in it.
    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.elements().find(|element| element.name == name)
    }
    /// All text in it.
    pub(super) fn text(&self) -> String {
        let each = self.children.iter().map(|node| match node {
            Node::Text(text) => text.clone(),
            Node::Element(element) => element.text(),
        });
        each.collect()
    }
    /// Every element below it of which a name holds, in order.
    pub(super) fn below<'a>(&'a self, name: &str, found: &mut Vec<&'a Self>) {
        for element in self.elements() {
            if element.name == name {
                found.push(element);
            }
            element.below(name, found);
        }
    }
}

/// Reads a text.
pub(super) fn parse(bytes: &[u8]) -> Result<Element, Unread> {
    let (text, _) = crate::text::decode(bytes).map_err(|_| Unread::Xml)?;
    let mut reader = Reader::from_str(&text);
    let mut open: Vec<Element> = vec![Element::default()];
    let mut nodes = 0;
    loop {
        nodes += 1;
        if nodes > MOST_NODES || open.len() > MOST_LEVELS {
            return Err(Unread::Xml);
        }
        let event = reader.read_event().map_err(|_| Unread::Xml)?;
        match event {
            Event::Start(start) => open.push(element(&start)?),
            Event::Empty(start) => {
                let new = element(&start)?;
                open.last_mut().ok_or(Unread::Xml)?.children.push(Node::Element(new));
            }
            Event::End(_) => {
                let done = open.pop().ok_or(Unread::Xml)?;
                open.last_mut().ok_or(Unread::Xml)?.children.push(Node::Element(done));
            }
            Event::Text(text) => push(&mut open, &text.xml10_content()),
            Event::CData(text) => push(&mut open, &text.xml10_content()),
            Event::GeneralRef(reference) => {
                let name = reference.xml10_content();
                let character = referred(&name).ok_or(Unread::Dtd)?;
                push(&mut open, character.encode_utf8(&mut [0; 4]));
            }
            Event::DocType(_) => return Err(Unread::Dtd),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof => break,
        }
    }
    let (Some(document), true) = (open.pop(), open.is_empty()) else { return Err(Unread::Xml) };
    document.elements().next().cloned().ok_or(Unread::Xml)
}

fn push(open: &mut [Element], text: &str) {
    let Some(last) = open.last_mut() else { return };
    match last.children.last_mut() {
        Some(Node::Text(before)) => before.push_str(text),
        _ => last.children.push(Node::Text(text.to_owned())),
    }
}

fn element(start: &BytesStart<'_>) -> Result<Element, Unread> {
    let name = local(start.name().as_ref());
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|_| Unread::Xml)?;
        let value =
            attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).map_err(|_| Unread::Dtd)?;
        attributes.push((local(attribute.key.as_ref()), value.into_owned()));
    }
    Ok(Element { name, attributes, children: Vec::new() })
}

fn local(name: &str) -> String {
    name.rsplit(':').next().unwrap_or_default().to_owned()
}

/// The characters that XML itself names, and those by number.
fn referred(name: &str) -> Option<char> {
    match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let digits = name.strip_prefix('#')?;
            let number = match digits.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => digits.parse(),
            };
            char::from_u32(number.ok()?)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_are_read_and_bombs_refused() {
        let root = parse(b"<?xml version='1.0'?><q:a x='1&amp;2'><b>c&lt;&#x4e2d;</b><d/></q:a>").unwrap();
        assert_eq!((root.name.as_str(), root.attribute("x"), root.text().as_str()), ("a", "1&2", "c<中"));
        let bomb = b"<!DOCTYPE a [<!ENTITY x 'y'><!ENTITY z '&x;&x;'>]><a>&z;</a>";
        assert_eq!(parse(bomb), Err(Unread::Dtd));
        assert_eq!(parse(b"<a>&own;</a>"), Err(Unread::Dtd));
        assert_eq!(parse(b"<a><b></a>"), Err(Unread::Xml));
        assert_eq!(parse("<a>".repeat(200).as_bytes()), Err(Unread::Xml));
        assert_eq!(parse(b""), Err(Unread::Xml));
    }
}

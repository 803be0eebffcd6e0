//! Reading an item: its words in order, its interactions, and what is right.

use std::collections::BTreeSet;

use contract::exchange::{CellIssue, Column, Foreign, Place, Reason, RowNote, Syntax};
use domain::bank::{KindName, QuestionId, RawOption, RawPart};

use super::{
    TOOL,
    dom::{Element, Node},
};
use crate::{
    entry::{Defaults, Entry},
    judge::{Found, judge},
    meta::{self, Meta},
    table,
};

/// Stands where a blank interrupts a sentence.
const BLANK: &str = "____";

/// Reads an item.
pub(super) fn read(root: &Element, place: Place, defaults: &Defaults) -> Entry {
    let mut walk = Walk { exact: root.attribute("toolName") == TOOL, ..Walk::default() };
    let mut notes = Vec::new();
    let mut issues = Vec::new();
    let mut raw = meta::blank(KindName::Single);
    let mut wrong = |column, reason| issues.push(CellIssue { row: 0, column, value: String::new(), reason });
    match root.child("itemBody") {
        Some(body) => walk.element(body),
        None => wrong(None, Reason::Syntax(Syntax::NoItem)),
    }
    let meta = walk.meta.take();
    raw.id = identifier(root, walk.exact);
    let feedback = Feedback::of(root, walk.exact);
    notes.extend(walk.picture.then_some(RowNote::PictureLeft));
    notes.extend(walk.feedback.then_some(RowNote::FeedbackDropped));
    let kinds = meta
        .as_ref()
        .map(|meta| if meta.kind == KindName::Case { meta.parts.clone() } else { vec![meta.kind] });
    let kinds = kinds.unwrap_or_default();
    let mut parts = Vec::new();
    let count = walk.found.len();
    let is_case = meta.as_ref().map_or(count > 1, |meta| meta.kind == KindName::Case);
    let mut scene = String::new();
    for (index, interaction) in walk.found.iter().enumerate() {
        let (before, prompt) =
            if is_case { interaction.words(index == 0) } else { (String::new(), String::new()) };
        if index == 0 {
            scene = before;
        }
        match part(root, interaction, kinds.get(index).copied()) {
            Ok(mut part) => {
                part.stem = prompt;
                part.explanation = feedback.of_part(index);
                parts.push(part);
            }
            Err((column, reason)) => wrong(Some(column), reason),
        }
    }
    raw.explanation = feedback.whole();
    if count == 0 && issues.is_empty() {
        let reason = Reason::Foreign(Foreign::Description);
        issues.push(CellIssue { row: 0, column: Some(Column::Kind), value: String::new(), reason });
    }
    if is_case {
        (raw.kind, raw.stem, raw.parts) = (KindName::Case, scene, parts);
    } else {
        raw.stem = walk.sentence();
        if let Some(RawPart { kind, options, answer, answers, .. }) = parts.into_iter().next() {
            (raw.kind, raw.options, raw.answer, raw.answers) = (kind, options, answer, answers);
        }
    }
    meta::complete(&mut raw, meta, &mut notes);
    let lines = table::lines(&raw, 1);
    let is_foreign = !issues.is_empty();
    let mut entry = judge(Found { place, raw, lines, issues, notes }, defaults);
    if is_foreign {
        // What follows from an item that could not be read says nothing more.
        entry.issues.truncate(1);
    }
    entry
}

/// The identifier, if it can be one of ours.
fn identifier(root: &Element, exact: bool) -> String {
    let text = if exact { root.attribute("label") } else { root.attribute("identifier") };
    QuestionId::new(text).map(String::from).unwrap_or_default()
}

/// An interaction with the words around it.
#[derive(Default)]
struct Interaction<'a> {
    element: Option<&'a Element>,
    before: String,
    prompt: String,
}

impl Interaction<'_> {
    /// The words of the case before its first question, and those of the question.
    fn words(&self, first: bool) -> (String, String) {
        let before = self.before.trim();
        let prompt = self.prompt.trim().to_owned();
        if !prompt.is_empty() {
            return (before.to_owned(), prompt);
        }
        // Without a prompt the last paragraph asks.
        match before.rsplit_once('\n').filter(|_| first) {
            Some((scene, question)) => (scene.trim().to_owned(), question.trim().to_owned()),
            None => (String::new(), before.to_owned()),
        }
    }
}

/// The way through an item's body.
#[derive(Default)]
struct Walk<'a> {
    exact: bool,
    text: String,
    prompt: String,
    found: Vec<Interaction<'a>>,
    meta: Option<Meta>,
    picture: bool,
    feedback: bool,
}

impl<'a> Walk<'a> {
    fn element(&mut self, element: &'a Element) {
        for node in &element.children {
            match node {
                Node::Text(text) => push(&mut self.text, text, self.exact),
                Node::Element(inner) => self.inner(inner),
            }
        }
    }

    fn inner(&mut self, inner: &'a Element) {
        match inner.name.as_str() {
            "rubricBlock" => self.meta = self.meta.take().or_else(|| Meta::read(&inner.text())),
            "feedbackBlock" | "feedbackInline" => self.feedback = true,
            "img" | "object" | "video" | "audio" => self.picture = true,
            "br" => self.text.push('\n'),
            name if name.ends_with("Interaction") => self.interaction(inner),
            _ if inner.attribute("class") == "prompt" => {
                let before = std::mem::take(&mut self.text);
                self.element(inner);
                self.prompt = std::mem::replace(&mut self.text, before);
            }
            name => {
                let is_block = matches!(
                    name,
                    "p" | "div" | "li" | "tr" | "h1" | "h2" | "h3" | "h4" | "blockquote" | "pre"
                );
                if is_block {
                    paragraph(&mut self.text);
                }
                self.element(inner);
                if is_block {
                    paragraph(&mut self.text);
                }
            }
        }
    }

    fn interaction(&mut self, element: &'a Element) {
        let before = std::mem::take(&mut self.text);
        let mut prompt = std::mem::take(&mut self.prompt);
        if let Some(inner) = element.child("prompt") {
            self.element(inner);
            prompt = std::mem::take(&mut self.text);
        }
        let mut inner = Vec::new();
        element.below("img", &mut inner);
        self.picture |= !inner.is_empty();
        let mut inner = Vec::new();
        element.below("feedbackInline", &mut inner);
        self.feedback |= !inner.is_empty();
        self.found.push(Interaction { element: Some(element), before, prompt });
    }

    /// All words of an item with one interaction.
    fn sentence(&self) -> String {
        let Some(only) = self.found.first() else { return self.text.trim().to_owned() };
        let after = self.text.trim();
        let is_blank = only.element.is_some_and(|element| element.name == "textEntryInteraction");
        let (before, prompt) = (only.before.as_str(), only.prompt.trim());
        let in_sentence = is_blank && (!after.is_empty() || !(before.is_empty() || before.ends_with('\n')));
        let words = if in_sentence {
            format!("{before}{BLANK}{}", self.text)
        } else {
            [before.trim(), prompt, after]
                .iter()
                .filter(|text| !text.is_empty())
                .copied()
                .collect::<Vec<_>>()
                .join("\n")
        };
        words.trim().to_owned()
    }
}

/// Adds a text; in a stranger's file any white space is one space.
fn push(out: &mut String, text: &str, exact: bool) {
    if exact {
        out.push_str(text);
        return;
    }
    for c in text.chars() {
        if !c.is_whitespace() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with([' ', '\n']) {
            out.push(' ');
        }
    }
}

fn paragraph(out: &mut String) {
    let kept = out.trim_end_matches(' ').len();
    out.truncate(kept);
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
}

/// The words of an element, its remarks left out.
fn words(element: &Element, exact: bool) -> String {
    let mut walk = Walk { exact, ..Walk::default() };
    walk.element(element);
    walk.text.trim().to_owned()
}

/// What an interaction asks and what is right.
fn part(
    root: &Element,
    interaction: &Interaction<'_>,
    known: Option<KindName>,
) -> Result<RawPart, (Column, Reason)> {
    let exact = root.attribute("toolName") == TOOL;
    let Some(element) = interaction.element else {
        return Err((Column::Kind, Reason::Foreign(Foreign::Description)));
    };
    let response = element.attribute("responseIdentifier");
    let declared = root
        .elements()
        .find(|one| one.name == "responseDeclaration" && one.attribute("identifier") == response);
    let missing = (Column::Answer, Reason::Syntax(Syntax::NoResponse));
    let mut part = RawPart {
        kind: KindName::Single,
        stem: String::new(),
        options: Vec::new(),
        answer: None,
        answers: Vec::new(),
        pin_last: false,
        explanation: String::new(),
    };
    match element.name.as_str() {
        "choiceInteraction" => {
            let declared = declared.ok_or(missing)?;
            let right: BTreeSet<String> = right(declared).into_iter().collect();
            let mut choices = Vec::new();
            element.below("simpleChoice", &mut choices);
            part.options = choices
                .iter()
                .map(|choice| RawOption {
                    text: words(choice, exact),
                    correct: right.contains(choice.attribute("identifier")),
                    pin_last: choice.attribute("fixed") == "true",
                })
                .collect();
            let several = declared.attribute("cardinality") == "multiple";
            part.kind = if several { KindName::Multiple } else { KindName::Single };
            statement(&mut part, known);
        }
        "textEntryInteraction" => {
            part.kind = KindName::Fill;
            part.answers = right(declared.ok_or(missing)?);
        }
        "extendedTextInteraction" => return Err((Column::Kind, Reason::Foreign(Foreign::Essay))),
        "matchInteraction" | "associateInteraction" => {
            return Err((Column::Kind, Reason::Foreign(Foreign::Matching)));
        }
        name => return Err((Column::Kind, Reason::Foreign(Foreign::Interaction { name: name.to_owned() }))),
    }
    Ok(part)
}

/// Two options that say right and wrong are a statement, unless the item itself says otherwise.
fn statement(part: &mut RawPart, known: Option<KindName>) {
    let truths: Option<Vec<bool>> = part.options.iter().map(|option| table::truth(&option.text)).collect();
    let fits = truths.as_ref().is_some_and(|truths| truths.len() == 2 && truths[0] != truths[1]);
    let chosen = part.options.iter().position(|option| option.correct);
    if let (true, true, Some(truths), Some(chosen)) =
        (fits, known.is_none_or(|kind| kind == KindName::TrueFalse), truths, chosen)
    {
        part.kind = KindName::TrueFalse;
        part.answer = truths.get(chosen).copied();
        part.options.clear();
    }
}

/// The right values of a response: those of the mapping that bring points, after the correct one.
fn right(declared: &Element) -> Vec<String> {
    let mut values = Vec::new();
    if let Some(correct) = declared.child("correctResponse") {
        values.extend(correct.elements().filter(|one| one.name == "value").map(Element::text));
    }
    if let Some(mapping) = declared.child("mapping") {
        let entries = mapping
            .elements()
            .filter(|entry| entry.attribute("mappedValue").parse::<f64>().is_ok_and(|v| v > 0.0));
        values.extend(entries.map(|entry| entry.attribute("mapKey").to_owned()));
    }
    let mut seen = BTreeSet::new();
    values.retain(|value| seen.insert(value.clone()));
    values
}

/// What is shown afterwards, by its identifier.
struct Feedback {
    texts: Vec<(String, String)>,
}

impl Feedback {
    fn of(root: &Element, exact: bool) -> Self {
        let feedback = root.elements().filter(|element| element.name == "modalFeedback");
        let texts = feedback.map(|one| (one.attribute("identifier").to_owned(), words(one, exact)));
        Self { texts: texts.collect() }
    }
    fn of_part(&self, index: usize) -> String {
        let id = format!("EXPLANATION_{}", index + 1);
        self.texts.iter().find(|(one, _)| *one == id).map(|(_, text)| text.clone()).unwrap_or_default()
    }
    /// Everything that belongs to no part.
    fn whole(&self) -> String {
        let texts = self.texts.iter().filter(|(id, _)| !id.starts_with("EXPLANATION_"));
        texts.map(|(_, text)| text.as_str()).collect::<Vec<_>>().join("\n")
    }
}

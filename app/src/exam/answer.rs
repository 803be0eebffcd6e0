//! What is answered and how it is written into a form.

use contract::exam::SavedAnswer;
use domain::{
    bank::KindName,
    exam::{
        GivenAnswer, ItemRef, Points,
        delivery::{DeliveredItem, DeliveredOption},
    },
};

/// One thing to answer: an item, or a question of a case.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Under which reference it is answered.
    pub item: ItemRef,
    /// Its type, never a case.
    pub kind: KindName,
    /// What it is worth.
    pub points: Points,
    /// The question.
    pub stem: &'a str,
    /// The options in the order shown.
    pub options: &'a [DeliveredOption],
}

/// Lists what is asked in an item: itself, or the questions of a case.
#[must_use]
pub fn asked(item: &DeliveredItem) -> Vec<Asked<'_>> {
    let own = (item.kind != KindName::Case).then(|| Asked {
        item: ItemRef::item(item.number),
        kind: item.kind,
        points: item.points,
        stem: &item.stem,
        options: &item.options,
    });
    let parts = item.parts.iter().map(|part| Asked {
        item: part.item,
        kind: part.kind,
        points: part.points,
        stem: &part.stem,
        options: &part.options,
    });
    own.into_iter().chain(parts).collect()
}

/// The name of a type of question.
#[must_use]
pub const fn kind(kind: KindName) -> &'static str {
    match kind {
        KindName::Single => "单选题",
        KindName::Multiple => "多选题",
        KindName::TrueFalse => "判断题",
        KindName::Fill => "填空题",
        KindName::Case => "案例题",
    }
}

/// Finds the answer to an item.
#[must_use]
pub fn find(answers: &[SavedAnswer], item: ItemRef) -> Option<&GivenAnswer> {
    answers.iter().find(|saved| saved.item == item).map(|saved| &saved.answer)
}

/// Puts an answer into a list in place of an older one.
pub fn put(answers: &mut Vec<SavedAnswer>, item: ItemRef, answer: GivenAnswer) {
    match answers.iter_mut().find(|saved| saved.item == item) {
        Some(saved) => saved.answer = answer,
        None => answers.push(SavedAnswer { item, answer }),
    }
}

/// Whether an answer says anything.
#[must_use]
pub fn says_something(answer: Option<&GivenAnswer>) -> bool {
    match answer {
        None => false,
        Some(GivenAnswer::TrueFalse(_)) => true,
        Some(GivenAnswer::Letters(text) | GivenAnswer::Fill(text)) => !text.trim().is_empty(),
    }
}

/// Whether a letter is among those chosen.
#[must_use]
pub fn holds(answer: Option<&GivenAnswer>, letter: char) -> bool {
    matches!(answer, Some(GivenAnswer::Letters(letters)) if letters.contains(letter))
}

/// Adds a letter to those chosen or takes it away; the letters stay in order.
#[must_use]
pub fn toggled(answer: Option<&GivenAnswer>, letter: char, on: bool) -> GivenAnswer {
    let chosen = match answer {
        Some(GivenAnswer::Letters(letters)) => letters.as_str(),
        _ => "",
    };
    let letters = 'A'..='Z';
    GivenAnswer::Letters(letters.filter(|l| if *l == letter { on } else { chosen.contains(*l) }).collect())
}

/// Writes the fields of an answer as the form does: one `choice` a letter, or `truth`, or `text`.
pub fn write(form: &mut String, answer: &GivenAnswer) {
    match answer {
        // An empty field says that the choice was taken back.
        GivenAnswer::Letters(letters) if letters.is_empty() => field(form, "choice", ""),
        GivenAnswer::Letters(letters) => {
            for letter in letters.chars() {
                field(form, "choice", letter.encode_utf8(&mut [0; 4]));
            }
        }
        GivenAnswer::TrueFalse(holds) => field(form, "truth", if *holds { "true" } else { "false" }),
        GivenAnswer::Fill(text) => field(form, "text", text),
    }
}

/// Appends a field to an encoded form. The name is one of ours and needs no encoding.
pub fn field(form: &mut String, name: &str, value: &str) {
    if !form.is_empty() {
        form.push('&');
    }
    form.push_str(name);
    form.push('=');
    for byte in value.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => form.push(char::from(byte)),
            _ => {
                form.push('%');
                for digit in [byte >> 4, byte & 15] {
                    form.push(char::from_digit(u32::from(digit), 16).unwrap_or('0').to_ascii_uppercase());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(answer: GivenAnswer) -> String {
        let mut form = String::new();
        write(&mut form, &answer);
        form
    }

    #[test]
    fn an_answer_is_written_as_the_form_without_scripts_writes_it() {
        assert_eq!(written(GivenAnswer::Letters("AC".into())), "choice=A&choice=C");
        assert_eq!(written(GivenAnswer::Letters(String::new())), "choice=");
        assert_eq!(written(GivenAnswer::TrueFalse(false)), "truth=false");
        assert_eq!(written(GivenAnswer::Fill("3 米&+".into())), "text=3%20%E7%B1%B3%26%2B");
    }

    #[test]
    fn letters_are_ticked_and_unticked_in_order() {
        let ac = toggled(Some(&GivenAnswer::Letters("C".into())), 'A', true);
        assert_eq!(ac, GivenAnswer::Letters("AC".into()));
        assert_eq!(toggled(Some(&ac), 'A', true), ac);
        let none = toggled(Some(&toggled(Some(&ac), 'A', false)), 'C', false);
        assert_eq!(none, GivenAnswer::Letters(String::new()));
        assert!(holds(Some(&ac), 'C') && !holds(Some(&ac), 'B') && !says_something(Some(&none)));
    }
}

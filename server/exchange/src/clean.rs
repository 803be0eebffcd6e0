//! Characters that no file format carries whole.

use domain::bank::{Question, RawBasis, RawOption, RawQuestion};

/// A question without control characters, and whether it had some. Carriage returns become line breaks.
pub(crate) fn clean(question: &Question) -> (RawQuestion, bool) {
    let mut raw = RawQuestion::from(question.clone());
    let mut changed = false;
    each(&mut raw, &mut |text| {
        if text.chars().any(is_unfit) {
            let plain = text.replace("\r\n", "\n").replace('\r', "\n");
            *text = plain.chars().filter(|c| !is_unfit(*c)).collect();
            changed = true;
        }
    });
    (raw, changed)
}

fn is_unfit(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t')) || matches!(c, '\u{FFFE}' | '\u{FFFF}' | '\u{FEFF}')
}

/// Looks at every text of a question but its identifier.
fn each(raw: &mut RawQuestion, look: &mut impl FnMut(&mut String)) {
    let options = |options: &mut Vec<RawOption>, look: &mut dyn FnMut(&mut String)| {
        options.iter_mut().for_each(|option| look(&mut option.text));
    };
    look(&mut raw.stem);
    look(&mut raw.explanation);
    options(&mut raw.options, look);
    for list in [&mut raw.answers, &mut raw.topics, &mut raw.sectors, &mut raw.audiences, &mut raw.evidence] {
        list.iter_mut().for_each(&mut *look);
    }
    for part in &mut raw.parts {
        look(&mut part.stem);
        look(&mut part.explanation);
        options(&mut part.options, look);
        part.answers.iter_mut().for_each(&mut *look);
    }
    match &mut raw.basis {
        Some(RawBasis::Plan { clause }) => look(clause),
        Some(RawBasis::Practice { standard, clause }) => {
            look(standard);
            clause.iter_mut().for_each(look);
        }
        Some(RawBasis::Law { .. }) | None => {}
    }
}

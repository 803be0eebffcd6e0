//! What stands between the braces.

use contract::exchange::{Column, Foreign, Reason, RowNote, Syntax};
use domain::bank::{KindName, RawOption, RawQuestion};

use super::marks::Marked;

/// One answer.
struct Answer {
    is_right: bool,
    /// In percent, where one is given.
    weight: Option<f64>,
    text: Marked,
    feedback: bool,
}

/// Reads the answers into a question.
pub(super) fn read(
    inside: &Marked,
    raw: &mut RawQuestion,
    notes: &mut Vec<RowNote>,
) -> Result<(), (Column, Reason)> {
    let foreign = |foreign| Err((Column::Kind, Reason::Foreign(foreign)));
    if inside.is_empty() {
        return foreign(Foreign::Essay);
    }
    if inside.starts_with("#") {
        return number(&inside.rest(1), raw);
    }
    let upper = inside.part(0, inside.find("#", 0).unwrap_or(inside.chars().len())).text().to_uppercase();
    if let Some(answer) = match upper.as_str() {
        "T" | "TRUE" => Some(true),
        "F" | "FALSE" => Some(false),
        _ => None,
    } {
        (raw.kind, raw.answer) = (KindName::TrueFalse, Some(answer));
        notes.extend(inside.find("#", 0).map(|_| RowNote::FeedbackDropped));
        return Ok(());
    }
    let answers = split(inside)?;
    notes.extend(answers.iter().any(|answer| answer.feedback).then_some(RowNote::FeedbackDropped));
    if answers.iter().all(|answer| answer.is_right) {
        if answers.iter().any(|answer| answer.text.find("->", 0).is_some()) {
            return foreign(Foreign::Matching);
        }
        // A wording that gets half the points is no accepted one, but better than none.
        notes.extend(
            answers
                .iter()
                .any(|answer| answer.weight.is_some_and(|w| w < 100.0))
                .then_some(RowNote::WeightsDropped),
        );
        raw.kind = KindName::Fill;
        raw.answers = answers.iter().map(|answer| answer.text.text()).collect();
        return Ok(());
    }
    let right = |answer: &Answer| answer.weight.map_or(answer.is_right, |weight| weight > 0.0);
    let rights: Vec<f64> =
        answers.iter().filter(|answer| right(answer)).map(|answer| answer.weight.unwrap_or(100.0)).collect();
    raw.kind =
        if rights.iter().any(|weight| *weight < 100.0) { KindName::Multiple } else { KindName::Single };
    let even = rights.iter().all(|weight| (weight - rights[0]).abs() < 0.01);
    if !even || (raw.kind == KindName::Multiple && (rights.iter().sum::<f64>() - 100.0).abs() > 1.0) {
        notes.push(RowNote::WeightsDropped);
    }
    raw.options = answers
        .iter()
        .map(|answer| RawOption { text: answer.text.text(), correct: right(answer), pin_last: false })
        .collect();
    Ok(())
}

/// A number: one without tolerance is a blank.
fn number(text: &Marked, raw: &mut RawQuestion) -> Result<(), (Column, Reason)> {
    let text = text.text();
    let plain = text.trim().trim_start_matches('=');
    let exact = plain.strip_suffix(":0").unwrap_or(plain).trim();
    let is_number = !exact.is_empty() && exact.parse::<f64>().is_ok_and(f64::is_finite);
    if !is_number {
        return Err((Column::Kind, Reason::Foreign(Foreign::Numerical)));
    }
    raw.kind = KindName::Fill;
    raw.answers = vec![exact.to_owned()];
    Ok(())
}

fn split(inside: &Marked) -> Result<Vec<Answer>, (Column, Reason)> {
    let chars = inside.chars();
    let starts: Vec<usize> = chars
        .iter()
        .enumerate()
        .filter(|(_, (c, escaped))| matches!(c, '=' | '~') && !escaped)
        .map(|(at, _)| at)
        .collect();
    if starts.first() != Some(&0) {
        return Err((Column::Answer, Reason::Syntax(Syntax::AnswerMark)));
    }
    let ends = starts.iter().skip(1).copied().chain([chars.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|(at, end)| {
            let whole = inside.part(at + 1, end);
            let (weight, text) = weighted(whole)?;
            let cut = text.find("#", 0);
            let feedback = cut.is_some_and(|cut| !text.rest(cut + 1).is_empty());
            let text = cut.map_or(text.clone(), |cut| text.part(0, cut));
            Ok(Answer { is_right: chars[*at].0 == '=', weight, text, feedback })
        })
        .collect()
}

/// Takes `%50%` off the begin of an answer.
fn weighted(answer: Marked) -> Result<(Option<f64>, Marked), (Column, Reason)> {
    if !answer.starts_with("%") {
        return Ok((None, answer));
    }
    let Some(end) = answer.find("%", 1) else { return Ok((None, answer)) };
    let number = answer.part(1, end).text();
    if !number.bytes().all(|b| b.is_ascii_digit() || b"-.".contains(&b)) || number.is_empty() {
        return Ok((None, answer));
    }
    match number.parse::<f64>() {
        Ok(weight) if (-100.0..=100.0).contains(&weight) => Ok((Some(weight), answer.rest(end + 1))),
        _ => Err((Column::Answer, Reason::Syntax(Syntax::Weight))),
    }
}

//! One item of a paper that was handed in, with its key.

use super::finish::hundredths;
use contract::exam::{ItemResult, OptionResult, RightAnswer};
use domain::{
    bank::{Choice, Kind, Question},
    exam::{Answer, Attempt, ItemRef, Paper, delivery::letter, grading::ItemMark},
};

/// One item with its answer, its key and its explanation: for papers that were handed in, and no others.
pub(crate) fn item_result(
    paper: &Paper,
    attempt: &Attempt,
    mark: &ItemMark,
    question: &Question,
) -> ItemResult {
    let item = mark.item;
    let part = usize::from(item.part).checked_sub(1).and_then(|at| question.kind().parts().get(at));
    let (kind, stem) = part.map_or((question.kind(), question.stem()), |p| (&p.kind, p.stem.as_str()));
    let answer = attempt.current(item);
    let order = order(paper, item);
    let right = |index: u8| match kind {
        Kind::Single { right, .. } => *right == index,
        Kind::Multiple { right, .. } => right.contains(&index),
        _ => false,
    };
    let options = order.iter().enumerate().filter_map(|(place, original)| {
        let choice: &Choice = kind.options().get(usize::from(*original))?;
        let chosen = matches!(answer, Some(Answer::Choice(chosen)) if chosen.contains(original));
        Some(OptionResult {
            letter: letter(place),
            text: choice.text.clone(),
            chosen,
            right: right(*original),
        })
    });
    let options: Vec<OptionResult> = options.collect();
    let explanation = part.map(|p| p.explanation.as_str()).filter(|text| !text.is_empty());
    ItemResult {
        item,
        kind: kind.name(),
        mark: mark.mark,
        points: hundredths(mark.points),
        of: hundredths(mark.of),
        story: (item.part == 1).then(|| question.stem().to_owned()),
        stem: stem.to_owned(),
        given: answer.filter(|a| !a.is_blank()).and_then(|a| attempt.sheet().shown(item, a)),
        right: match kind {
            Kind::TrueFalse { answer } => RightAnswer::Truth(*answer),
            Kind::Fill { answers } => RightAnswer::Words(answers.clone()),
            _ => RightAnswer::Letters(options.iter().filter(|o| o.right).map(|o| o.letter).collect()),
        },
        options,
        explanation: explanation.unwrap_or_else(|| question.explanation()).to_owned(),
        basis: question.basis().clone().into(),
    }
}

/// The order in which the options of an item were shown.
fn order(paper: &Paper, item: ItemRef) -> &[u8] {
    let drawn = paper.items.iter().find(|drawn| drawn.number == item.number);
    let part = usize::from(item.part).checked_sub(1);
    match (drawn, part) {
        (Some(drawn), None) => &drawn.order,
        (Some(drawn), Some(part)) => drawn.parts.get(part).map_or(&[], |p| &p.order),
        (None, _) => &[],
    }
}

//! A question with what was answered and what is right, for its candidate after handing in.

use crate::Failure;
use anyhow::anyhow;
use contract::exam::{ItemResult, OptionResult, RightAnswer};
use domain::{
    bank::{Choice, Question},
    exam::{
        Answer, AnswerKey, ItemRef, PaperRecord,
        attempt::Sheet,
        delivery::letter,
        grading::{ItemMark, Right},
    },
};

/// Shows one marked item. `answer` is what was given, if anything.
pub(super) fn reveal(
    record: &PaperRecord,
    key: &AnswerKey,
    question: &Question,
    mark: &ItemMark,
    answer: Option<&Answer>,
) -> Result<ItemResult, Failure> {
    let item = mark.item;
    let part = usize::from(item.part).checked_sub(1).and_then(|at| question.kind().parts().get(at));
    let (kind, stem) = part.map_or((question.kind(), question.stem()), |p| (&p.kind, p.stem.as_str()));
    let right = key.right(item).ok_or_else(|| anyhow!("item {item} has no key"))?;
    let options = order(record, item).iter().enumerate().filter_map(|(place, original)| {
        let choice: &Choice = kind.options().get(usize::from(*original))?;
        let chosen = matches!(answer, Some(Answer::Choice(chosen)) if chosen.contains(original));
        let right = match right {
            Right::One(right) => right == original,
            Right::Many(right) => right.contains(original),
            _ => false,
        };
        Some(OptionResult { letter: letter(place), text: choice.text.clone(), chosen, right })
    });
    let options: Vec<OptionResult> = options.collect();
    let explanation = part.map(|p| p.explanation.as_str()).filter(|text| !text.is_empty());
    let sheet = Sheet::of(&record.paper);
    Ok(ItemResult {
        item,
        kind: kind.name(),
        mark: mark.mark,
        points: super::finish::hundredths(mark.points),
        of: super::finish::hundredths(mark.of),
        story: (item.part == 1).then(|| question.stem().to_owned()),
        stem: stem.to_owned(),
        given: answer.filter(|a| !a.is_blank()).and_then(|a| sheet.shown(item, a)),
        right: match right {
            Right::Truth(answer) => RightAnswer::Truth(*answer),
            Right::Words(words) => RightAnswer::Words(words.clone()),
            Right::Anything => RightAnswer::Anything,
            Right::One(_) | Right::Many(_) => {
                RightAnswer::Letters(options.iter().filter(|o| o.right).map(|o| o.letter).collect())
            }
        },
        options,
        explanation: explanation.unwrap_or_else(|| question.explanation()).to_owned(),
        basis: question.basis().clone().into(),
    })
}

/// The order in which the options of an item were shown.
fn order(record: &PaperRecord, item: ItemRef) -> &[u8] {
    let drawn = record.paper.items.iter().find(|drawn| drawn.number == item.number);
    let part = usize::from(item.part).checked_sub(1);
    match (drawn, part) {
        (Some(drawn), None) => &drawn.order,
        (Some(drawn), Some(part)) => drawn.parts.get(part).map_or(&[], |p| &p.order),
        (None, _) => &[],
    }
}

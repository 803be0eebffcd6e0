//! A whole sitting in one transaction, for demo data: the rules and the rows are those of any other.

use super::sitting::{Whose, change};
use crate::{Cx, Failure};
use anyhow::anyhow;
use domain::{
    bank::Kind,
    bank::Question,
    exam::delivery::letter,
    exam::{Attempt, GivenAnswer, ItemRef, attempt::SubmittedBy},
};
use uuid::Uuid;

/// Answers every item of the asker's running sitting and hands it in. `knows` says of the n-th item whether
/// it is answered rightly.
pub(crate) async fn sit_at_once(
    cx: &Cx,
    id: Uuid,
    knows: impl Fn(usize) -> bool + Send + Sync + 'static,
) -> Result<(), Failure> {
    let questions = super::sitting::load_own(cx, id).await?.questions(cx, &cx.reader()).await?;
    let now = cx.now();
    change(cx, id, Whose::Own, move |attempt, record| {
        for (n, item) in record.paper.items.iter().enumerate() {
            let question =
                questions.find(&item.id).ok_or_else(|| anyhow!("question {:?} is missing", item.id))?;
            let Some(given) = given(question, &item.order, knows(n)) else { continue };
            let (seq, lease) = (n as u64 + 1, Attempt::FIRST_LEASE);
            let kept = attempt.answer(ItemRef::item(item.number), given, seq, lease, now);
            kept.map_err(|e| anyhow!("{e:?}"))?;
        }
        attempt.submit(SubmittedBy::Candidate, now).map_err(|e| anyhow!("{e:?}"))?;
        Ok(())
    })
    .await
}

/// A right or a wrong answer to a question, in the letters shown; nothing for kinds that demo papers lack.
fn given(question: &Question, order: &[u8], right: bool) -> Option<GivenAnswer> {
    let letters = |wanted: &dyn Fn(u8) -> bool| {
        let shown = order.iter().enumerate().filter(|(_, original)| wanted(**original));
        GivenAnswer::Letters(shown.map(|(place, _)| letter(place)).collect())
    };
    match question.kind() {
        Kind::Single { right: key, .. } if right => Some(letters(&|o| o == *key)),
        Kind::Single { right: key, options } => {
            let wrong = (*key + 1) % u8::try_from(options.len()).unwrap_or(2);
            Some(letters(&|o| o == wrong))
        }
        Kind::Multiple { right: key, .. } if right => Some(letters(&|o| key.contains(&o))),
        // Half the right ones: what people do who are not sure.
        Kind::Multiple { right: key, .. } => Some(letters(&|o| key.first() == Some(&o))),
        Kind::TrueFalse { answer } => Some(GivenAnswer::TrueFalse(*answer == right)),
        _ => None,
    }
}

//! The wrong-answer book: what somebody answered wrongly in sittings handed in, with answer and article.

use super::{
    asked::{Asked, Looked, approved, ids, looked, running, stored},
    gate::places,
    reveal::reveal,
    submit::hand_in_if_due,
};
use crate::{Cx, Failure};
use anyhow::anyhow;
use contract::results::{BookGroup, BookView, MistakeView};
use domain::{
    actor::{Action, Denied},
    bank::QuestionId,
    exam::{
        Attempt,
        review::{Ground, HandedIn, Mistake, Place, book},
    },
};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use storage::exam::AttemptRow;
use uuid::Uuid;

/// Somebody's book as it was looked up.
pub(super) struct Opened {
    /// Every sitting handed in.
    pub looked: Vec<Looked>,
    /// The mistakes that may be shown, the newest first.
    pub mistakes: Vec<Mistake>,
    /// The questions of running sittings.
    pub running: BTreeSet<QuestionId>,
    /// What was tried again.
    pub tried: BTreeSet<Place>,
    /// So many stand on running papers.
    pub hidden: usize,
}

/// Opens the asker's book.
pub(super) async fn open(cx: &Cx) -> Result<Opened, Failure> {
    let person = cx.actor()?.person.ok_or(Denied)?;
    cx.allow(Action::ActAs(person))?;
    let reader = cx.reader();
    let rows = settled(cx, person.uuid()).await?;
    let running = running(cx, &rows).await?;
    let looked = looked(&reader, cx.street(), rows).await?;
    let ids: Vec<Uuid> = looked.iter().map(|l| l.row.id).collect();
    let marks = storage::results::marks(&reader, cx.street(), &ids).await?;
    let understood = places(marks.clone(), Some(true));
    let handed_in: Vec<HandedIn> = looked.iter().map(|l| l.handed_in.clone()).collect();
    let all = book(&handed_in, &understood, &BTreeSet::new()).len();
    let mistakes = book(&handed_in, &understood, &running);
    let hidden = all - mistakes.len();
    Ok(Opened { looked, mistakes, running, tried: places(marks, Some(false)), hidden })
}

/// All sittings of a person, one whose time is up handed in.
async fn settled(cx: &Cx, person: Uuid) -> Result<Vec<AttemptRow>, Failure> {
    let rows = storage::training::sittings(&cx.reader(), cx.street(), person, None).await?;
    let late = rows.iter().find(|a| a.state == "open" && cx.now() > a.deadline + Attempt::GRACE);
    let Some(late) = late else { return Ok(rows) };
    hand_in_if_due(cx, late.id).await?;
    Ok(storage::training::sittings(&cx.reader(), cx.street(), person, None).await?)
}

/// Shows the asker's book, of one training where it is given.
pub async fn mistakes(cx: &Cx, training: Option<Uuid>) -> Result<BookView, Failure> {
    let opened = open(cx).await?;
    let reader = cx.reader();
    let looked: HashMap<Uuid, &Looked> = opened.looked.iter().map(|l| (l.row.id, l)).collect();
    let trainings: BTreeSet<Uuid> = opened.looked.iter().map(|l| l.row.training_id).collect();
    let titles = storage::training::by_ids(&reader, cx.street(), trainings).await?;
    let titles: HashMap<Uuid, String> = titles.into_iter().map(|t| (t.id, t.title)).collect();
    let exams: BTreeSet<Uuid> = opened.looked.iter().map(|l| l.row.exam_id).collect();
    let exams: Vec<Uuid> = exams.into_iter().collect();
    let papers = ids(opened.looked.iter().flat_map(|l| l.record.paper.items.iter().map(|item| &item.id)));
    let asked = Asked::load(&reader, cx.street(), &exams, papers).await?;
    let mut keys = HashMap::new();
    for exam in exams {
        keys.insert(exam, approved(&reader, cx.street(), exam).await?);
    }
    let mut groups: BTreeMap<Ground, Vec<MistakeView>> = BTreeMap::new();
    let mut total = 0;
    for mistake in &opened.mistakes {
        let Some(of) = looked.get(&mistake.attempt.uuid()) else { continue };
        if training.is_some_and(|training| training != of.row.training_id) {
            continue;
        }
        let question = asked.get(of.row.exam_id, &mistake.question)?;
        let key = asked.key(of.row.exam_id, &of.record.paper, &keys[&of.row.exam_id])?;
        let result = stored(of.row.id, &of.valid.result)?;
        let marks = result.items.iter().filter(|mark| mark.item.number == mistake.number);
        let items = marks.map(|mark| reveal(&of.record, &key, question, mark, None));
        let place = (mistake.attempt, mistake.question.clone());
        groups.entry(Ground::of(question.basis())).or_default().push(MistakeView {
            attempt: of.row.id,
            at: mistake.at,
            training: titles.get(&of.row.training_id).cloned().unwrap_or_default(),
            question: mistake.question.as_str().to_owned(),
            kind: question.kind().name(),
            tried: opened.tried.contains(&place),
            items: items.collect::<Result<_, _>>()?,
        });
        total += 1;
    }
    let mut groups: Vec<BookGroup> =
        groups.into_iter().map(|(ground, mistakes)| BookGroup { ground, mistakes }).collect();
    groups.sort_by_key(|group| core::cmp::Reverse(group.mistakes.len()));
    Ok(BookView {
        training: training.and_then(|id| Some((id, titles.get(&id)?.clone()))),
        groups,
        total,
        hidden: u32::try_from(opened.hidden).unwrap_or(u32::MAX),
    })
}

/// Finds a question of the asker's book, or one that was wrong in a sitting and has left it since; none that
/// stands on a running paper.
pub(super) fn find<'a>(
    opened: &'a Opened,
    attempt: Uuid,
    question: &str,
) -> Result<(&'a Looked, QuestionId), Failure> {
    let of = opened.looked.iter().find(|l| l.row.id == attempt).ok_or_else(Failure::missing)?;
    let own = of.handed_in.questions.iter().find(|q| q.question.as_str() == question && !q.right);
    let own = own.ok_or_else(Failure::missing)?;
    if opened.running.contains(&own.question) {
        return Err(Failure::missing());
    }
    Ok((of, own.question.clone()))
}

/// The number of a question on a paper.
pub(super) fn number(of: &Looked, question: &QuestionId) -> Result<u16, Failure> {
    let item = of.record.paper.items.iter().find(|item| item.id == *question);
    Ok(item.ok_or_else(|| anyhow!("{question} is not on the paper of {}", of.row.id))?.number)
}

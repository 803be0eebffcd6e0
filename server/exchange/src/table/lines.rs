//! A question as rows of the template.

use contract::exchange::Column;
use domain::bank::{RawBasis, RawOption, RawPart, RawQuestion};

use super::basis::{PLAN, STANDARD};
use crate::{
    entry::Line,
    list::{PHRASES, WORDINGS, WORDS},
    tags::Tags,
};

/// Writes a question as rows, from that row number on: one, and for a case one more for each part.
///
/// A case without identifier gets its row as label, so that its parts find it.
pub(crate) fn lines(raw: &RawQuestion, row: u32) -> Vec<Line> {
    let mut line = Line::empty(row);
    line.set(Column::Id, raw.id.trim());
    line.set(Column::Kind, raw.kind.term());
    line.set(Column::Stem, raw.stem.as_str());
    line.set(Column::Explanation, raw.explanation.as_str());
    answer(&mut line, raw.answer, &raw.answers, &raw.options);
    details(&mut line, raw);
    let label = if raw.id.trim().is_empty() { format!("案例{row}") } else { raw.id.trim().to_owned() };
    if !raw.parts.is_empty() && raw.id.trim().is_empty() {
        line.set(Column::Case, label.as_str());
    }
    let parts = raw.parts.iter().zip(row.saturating_add(1)..).map(|(part, row)| {
        let RawPart { kind, stem, options, answer: truth, answers, explanation, pin_last: _ } = part;
        let mut line = Line::empty(row);
        line.set(Column::Kind, kind.term());
        line.set(Column::Case, label.as_str());
        line.set(Column::Stem, stem.as_str());
        line.set(Column::Explanation, explanation.as_str());
        answer(&mut line, *truth, answers, options);
        line
    });
    let parts: Vec<Line> = parts.collect();
    std::iter::once(line).chain(parts).collect()
}

fn answer(line: &mut Line, truth: Option<bool>, answers: &[String], options: &[RawOption]) {
    let letters = |wanted: fn(&RawOption) -> bool| -> String {
        ('A'..).zip(options).filter(|(_, option)| wanted(option)).map(|(letter, _)| letter).collect()
    };
    for (column, option) in Column::OPTIONS.into_iter().zip(options) {
        line.set(column, option.text.as_str());
    }
    let said = match truth {
        Some(true) => "对".to_owned(),
        Some(false) => "错".to_owned(),
        None if answers.is_empty() => letters(|option| option.correct),
        None => WORDINGS.plain(answers),
    };
    line.set(Column::Answer, said);
    line.set(Column::Pinned, letters(|option| option.pin_last));
}

fn details(line: &mut Line, raw: &RawQuestion) {
    line.set(Column::Difficulty, raw.difficulty.term());
    line.set(Column::Topics, WORDS.plain(&raw.topics));
    line.set(Column::Sectors, Tags::Sectors.write(&raw.sectors));
    line.set(Column::Audiences, Tags::Audiences.write(&raw.audiences));
    line.set(Column::Evidence, PHRASES.plain(&raw.evidence));
    match &raw.basis {
        None => {}
        Some(RawBasis::Law { law, article, item }) => {
            line.set(Column::Law, law.as_str());
            line.set(Column::Article, article.clone().unwrap_or_default());
            line.set(Column::Item, item.map(|item| item.to_string()).unwrap_or_default());
        }
        Some(RawBasis::Plan { clause }) => {
            line.set(Column::Law, PLAN);
            line.set(Column::BasisNote, clause.as_str());
        }
        Some(RawBasis::Practice { standard, clause }) => {
            line.set(Column::Law, STANDARD);
            line.set(Column::Article, clause.clone().unwrap_or_default());
            line.set(Column::BasisNote, standard.as_str());
        }
    }
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    line.set(Column::ValidFrom, day(raw.valid_from));
    line.set(Column::ValidTo, day(raw.valid_to));
}

//! Making versions of score sheets.

use super::{hundredths, read_sheet, sheet_line};
use crate::{Cx, Failure};
use contract::{Field, FieldError, FieldProblem, UiError, practical::SheetView};
use domain::{
    actor::Action,
    audit::{Event, Subject},
    exam::Points,
    practical::{Item, Sheet, SheetDefect, SheetDraft},
    training::Title,
};
use storage::practical::SheetRow;
use uuid::Uuid;

/// What the office fills in for a score sheet.
#[derive(Clone, Debug, Default)]
pub struct NewSheet {
    /// The title; the same one again makes its next version.
    pub title: String,
    /// The post it is for.
    pub post: String,
    /// One item a line: `项目｜标准｜分值`, with `｜否决` at the end of a veto item.
    pub items: String,
    /// From how many points on it is passed.
    pub pass_mark: String,
}

/// Makes a version of a score sheet. What sessions use stays as it is.
pub async fn make_sheet(cx: &Cx, form: NewSheet) -> Result<Uuid, Failure> {
    let actor = cx.allow(Action::ManageTrainings)?;
    let (title, post, sheet) = understand(&form)?;
    let tx = cx.begin().await?;
    let known = storage::practical::sheets(&tx, cx.street()).await?;
    let version =
        known.iter().filter(|s| s.title == title.as_str()).map(|s| s.version).max().unwrap_or(0) + 1;
    let id = cx.new_uuid();
    let row = SheetRow {
        street: cx.street().to_owned(),
        id,
        title: title.as_str().to_owned(),
        post,
        version,
        body: serde_json::to_string(&sheet)?,
        created_at: cx.now(),
        created_by: actor.account.uuid(),
    };
    storage::practical::add_sheet(&tx, row).await?;
    let event = Event::ScoreSheetMade { version: version.unsigned_abs() };
    cx.log(&tx, event, Subject::new("practical_sheet", id)).await?;
    tx.commit().await?;
    Ok(id)
}

fn understand(form: &NewSheet) -> Result<(Title, String, Sheet), Failure> {
    let mut wrong = Vec::new();
    let mut complain = |field, problem| wrong.push(FieldError { field, problem });
    let title = Title::parse(&form.title);
    if title.is_none() {
        complain(Field::Title, FieldProblem::TooShort { least: 2 });
    }
    let post = form.post.trim().to_owned();
    match post.chars().count() {
        0 => complain(Field::Post, FieldProblem::Empty),
        1..=60 => {}
        _ => complain(Field::Post, FieldProblem::TooLong { most: 60 }),
    }
    let pass_mark = hundredths(&form.pass_mark).filter(|mark| (1..=10_000).contains(mark));
    if pass_mark.is_none() {
        complain(Field::PassMark, FieldProblem::OutOfRange { least: 1, most: 100 });
    }
    let sheet = items(&form.items).and_then(|items| {
        let draft = SheetDraft { items, pass_mark: Points::hundredths(pass_mark.unwrap_or(10_000)) };
        Sheet::new(draft).map_err(problem)
    });
    match (title, sheet) {
        (Some(title), Ok(sheet)) if wrong.is_empty() => Ok((title, post, sheet)),
        (_, sheet) => {
            wrong.extend(sheet.err().map(|problem| FieldError { field: Field::Items, problem }));
            Err(UiError::Form(wrong).into())
        }
    }
}

/// Reads the items, one a line; empty lines are left out.
fn items(text: &str) -> Result<Vec<Item>, FieldProblem> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let read = |(line, text): (u16, &str)| item(text).ok_or(FieldProblem::SheetLine { line });
    let items: Vec<Item> = (1..).zip(lines).map(read).collect::<Result<_, _>>()?;
    if items.is_empty() { Err(FieldProblem::Empty) } else { Ok(items) }
}

fn item(line: &str) -> Option<Item> {
    let cells: Vec<&str> = line.split(['｜', '|']).map(str::trim).collect();
    let (cells, veto) = match cells.as_slice() {
        [cells @ .., "否决" | "否决项"] => (cells, true),
        cells => (cells, false),
    };
    let [title, criterion, points] = cells else { return None };
    let points = hundredths(points).filter(|points| *points <= 10_000)?;
    Some(Item {
        title: (*title).to_owned(),
        criterion: (*criterion).to_owned(),
        points: Points::hundredths(points),
        veto,
    })
}

fn problem(defect: SheetDefect) -> FieldProblem {
    let line = |item: usize| FieldProblem::SheetLine { line: u16::try_from(item).unwrap_or(u16::MAX) };
    match defect {
        SheetDefect::ItemCount { .. } => FieldProblem::OutOfRange { least: 1, most: 40 },
        SheetDefect::Wording { item } | SheetDefect::Worthless { item } => line(item),
        SheetDefect::Total { have } => FieldProblem::SheetTotal { have: have.get() },
        SheetDefect::PassMark { .. } => FieldProblem::OutOfRange { least: 1, most: 100 },
    }
}

/// Shows a score sheet, blank.
pub async fn show_sheet(cx: &Cx, id: Uuid) -> Result<SheetView, Failure> {
    cx.allow(Action::ReadOffice)?;
    let row = storage::practical::sheet(&cx.reader(), cx.street(), id).await?.ok_or_else(Failure::missing)?;
    let sheet = read_sheet(&row)?;
    Ok(SheetView { line: sheet_line(&row, &sheet), sheet })
}

/// Gives a score sheet to begin the next version from; nothing for a new one.
pub async fn newest_sheet(cx: &Cx, from: Option<Uuid>) -> Result<Option<SheetView>, Failure> {
    cx.allow(Action::ManageTrainings)?;
    match from {
        Some(id) => show_sheet(cx, id).await.map(Some),
        None => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_is_read_line_by_line_and_a_wrong_line_is_named() {
        let form = |items: &str| NewSheet {
            title: "灭火器使用".into(),
            post: "一线岗位".into(),
            items: items.into(),
            pass_mark: "80".into(),
        };
        let good = "检查压力｜指针在绿区｜40｜否决\n\n拔销站位 | 上风向 | 60\n不逆风｜站在上风向｜0｜否决项";
        let (_, _, sheet) = understand(&form(good)).unwrap();
        assert_eq!(sheet.items().iter().map(|i| i.veto).collect::<Vec<_>>(), [true, false, true]);
        let problem = |items: &str| {
            let Err(failure) = understand(&form(items)) else { panic!("{items} is taken") };
            let Some(UiError::Form(wrong)) = failure.told() else { panic!("{failure:?}") };
            wrong[0].problem
        };
        assert_eq!(problem("检查压力｜指针在绿区｜40\n拔销"), FieldProblem::SheetLine { line: 2 });
        assert_eq!(problem("检查压力｜指针在绿区｜40"), FieldProblem::SheetTotal { have: 4_000 });
        assert_eq!(problem(" "), FieldProblem::Empty);
    }
}

//! Rows and columns that sort and keep their shape on a phone.

use leptos::prelude::*;

use super::{Link, Text};

/// One cell: words, a number, a link, a badge.
pub type Cell = AnyView;

/// Makes a row of cells out of anything that can be shown.
macro_rules! cells {
    ($($cell:expr),* $(,)?) => {
        ::std::vec![$(::leptos::prelude::IntoAny::into_any($cell)),*]
    };
}
pub(crate) use cells;

/// Describes one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    label: String,
    numeric: bool,
    key: Text,
}

impl Column {
    /// Describes a column of words.
    pub fn text(label: impl Into<String>) -> Self {
        Self { label: label.into(), numeric: false, key: Text::default() }
    }

    /// Describes a column of figures, set flush right.
    pub fn number(label: impl Into<String>) -> Self {
        Self { numeric: true, ..Self::text(label) }
    }

    /// Lets the rows be ordered by this column.
    pub fn sort(self, key: impl Into<Text>) -> Self {
        Self { key: key.into(), ..self }
    }
}

/// Says how the rows are ordered; `sort=key` rises, `sort=-key` falls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sorting {
    /// The list as it is looked at.
    pub link: Link,
    /// The key of the leading column.
    pub key: String,
    /// Falls.
    pub descending: bool,
}

impl Sorting {
    /// Gives the order a click on a column leads to; it starts at the first page again.
    fn link_for(&self, key: &str) -> Link {
        let turn = self.key == key && !self.descending;
        self.link.without("page").with("sort", if turn { format!("-{key}") } else { key.to_owned() })
    }

    /// Gives the value of `aria-sort` where a column leads.
    fn state(&self, key: &str) -> Option<&'static str> {
        (self.key == key).then_some(if self.descending { "descending" } else { "ascending" })
    }
}

/// Shows rows under sortable headings; on a phone it scrolls in its own box or turns into cards.
#[component]
pub fn Table(
    /// What the rows are.
    #[prop(into)]
    caption: String,
    /// Shows the caption; otherwise only screen readers get it.
    #[prop(optional)]
    caption_shown: bool,
    /// The columns.
    columns: Vec<Column>,
    /// The rows, each with one cell per column; `cells!` makes one.
    rows: Vec<Vec<Cell>>,
    /// The present order, where columns can be sorted by.
    #[prop(optional_no_strip)]
    sorting: Option<Sorting>,
    /// Turns each row into a card on a phone.
    #[prop(optional)]
    cards: bool,
    /// What is said where there are no rows.
    #[prop(default = "没有记录".into(), into)]
    empty: String,
) -> AnyView {
    let width = columns.len().to_string();
    let head: Vec<_> = columns.iter().map(|column| heading(column, sorting.as_ref())).collect();
    let nothing = rows.is_empty().then(|| {
        view! { <tr><td class="table-empty" colspan=width>{empty}</td></tr> }
    });
    let body: Vec<_> = rows.into_iter().map(|row| line(&columns, row)).collect();
    let label = caption.clone();
    view! {
        <div class="table-scroll" role="region" aria-label=label tabindex="0">
            <table class="table" data-cards=cards.then_some("true")>
                <caption class=(!caption_shown).then_some("hidden")>{caption}</caption>
                <thead><tr>{head}</tr></thead>
                <tbody>{body}{nothing}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// Shows one heading, as a link where the column sorts.
fn heading(column: &Column, sorting: Option<&Sorting>) -> AnyView {
    let way = sorting.zip(column.key.as_deref());
    let state = way.and_then(|(sorting, key)| sorting.state(key));
    let label = column.label.clone();
    let content = match way {
        Some((sorting, key)) => view! { <a href=sorting.link_for(key).to_string()>{label}</a> }.into_any(),
        None => label.into_any(),
    };
    view! { <th scope="col" class=column.numeric.then_some("n") aria-sort=state>{content}</th> }.into_any()
}

/// Shows one row; each cell carries the name of its column for the cards.
fn line(columns: &[Column], row: Vec<Cell>) -> AnyView {
    let cells = columns.iter().zip(row).map(|(column, cell)| {
        view! { <td class=column.numeric.then_some("n") data-label=column.label.clone()>{cell}</td> }
    });
    view! { <tr>{cells.collect::<Vec<_>>()}</tr> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn by_name(descending: bool) -> Sorting {
        let link = Link::to("/office/people").with("q", "a").with("page", 4);
        Sorting { link, key: "name".into(), descending }
    }

    #[test]
    fn a_second_click_turns_the_order_and_leaves_the_page() {
        assert_eq!(by_name(false).link_for("name").to_string(), "/office/people?q=a&sort=-name");
        assert_eq!(by_name(true).link_for("name").to_string(), "/office/people?q=a&sort=name");
    }

    #[test]
    fn only_the_leading_column_says_its_order() {
        assert_eq!(by_name(true).state("name"), Some("descending"));
        assert_eq!(by_name(true).state("area"), None);
    }
}

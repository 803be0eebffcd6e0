//! The row of headers: found by names in any order, even below titles and merged rows.

use super::{Row, Sheet, WorkbookRefusal};

/// A column that an import looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name in the template.
    pub name: &'static str,
    /// Other names that are taken for it.
    pub aliases: &'static [&'static str],
    /// Whether the sheet is refused without it.
    pub required: bool,
}

impl Column {
    /// A column that must be there.
    pub const fn required(name: &'static str, aliases: &'static [&'static str]) -> Self {
        Self { name, aliases, required: true }
    }

    /// A column that may be left out.
    pub const fn optional(name: &'static str, aliases: &'static [&'static str]) -> Self {
        Self { name, aliases, required: false }
    }

    fn is_called(&self, text: &str) -> bool {
        self.name == text || self.aliases.contains(&text)
    }
}

/// A header row in a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Its index among the sheet's filled rows.
    pub index: usize,
    /// For each wanted column where it stands, if it does.
    pub positions: Vec<Option<usize>>,
}

/// So many filled rows are searched: titles, a date, a note.
const DEEPEST: usize = 30;

impl Header {
    /// A row's text in the wanted column of that index; empty if the sheet lacks the column.
    pub fn cell<'a>(&self, row: &'a Row, wanted: usize) -> &'a str {
        self.positions.get(wanted).copied().flatten().map_or("", |column| row.cell(column))
    }
}

impl Sheet {
    /// The row that names the most of the wanted columns.
    ///
    /// # Errors
    /// No row names even two of them (or the only one), or the best row lacks required ones.
    pub fn header(&self, wanted: &[Column]) -> Result<Header, WorkbookRefusal> {
        let names = || wanted.iter().filter(|c| c.required).map(|c| c.name).collect::<Vec<_>>();
        let mut best: Option<(usize, Header)> = None;
        for (index, row) in self.rows.iter().take(DEEPEST).enumerate() {
            let titles: Vec<String> = row.cells.iter().map(|cell| plain(cell)).collect();
            let positions: Vec<Option<usize>> = wanted
                .iter()
                .map(|column| {
                    // The template's own name goes before any other.
                    let exact = titles.iter().position(|title| title == column.name);
                    exact.or_else(|| titles.iter().position(|title| column.is_called(title)))
                })
                .collect();
            let found = positions.iter().flatten().count();
            if best.as_ref().is_none_or(|(most, _)| found > *most) {
                best = Some((found, Header { index, positions }));
            }
        }
        let Some((found, header)) = best else { return Err(WorkbookRefusal::Empty) };
        if found < wanted.len().min(2) {
            return Err(WorkbookRefusal::NoHeader { wanted: names() });
        }
        let columns: Vec<&'static str> = wanted
            .iter()
            .zip(&header.positions)
            .filter(|(column, position)| column.required && position.is_none())
            .map(|(column, _)| column.name)
            .collect();
        if columns.is_empty() {
            Ok(header)
        } else {
            Err(WorkbookRefusal::MissingColumns { sheet: self.name.clone(), columns })
        }
    }

    /// The filled rows below a header.
    pub fn below(&self, header: &Header) -> &[Row] {
        self.rows.get(header.index + 1..).unwrap_or_default()
    }
}

/// A title without white space, marks of obligation and a remark in brackets: `* 手机号（必填）` is 手机号.
fn plain(title: &str) -> String {
    let text: String =
        title.chars().filter(|c| !c.is_whitespace() && !matches!(c, '*' | '＊' | ':' | '：')).collect();
    match text.find(['（', '(']) {
        Some(at) if at > 0 => text[..at].to_owned(),
        _ => text,
    }
}

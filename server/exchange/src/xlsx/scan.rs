//! What a workbook says beside its cells: what is hidden, merged, or covered by pictures.
//!
//! The bytes are searched for a few tags and not parsed: what is found leads to remarks, never to a value.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Cursor, Read},
};

use zip::ZipArchive;

use crate::table::{Facts, Merge};

/// The facts of all sheets by name.
#[derive(Default)]
pub(super) struct Scanned {
    /// Names of sheets that are not shown.
    pub hidden: Vec<String>,
    pub sheets: BTreeMap<String, Facts>,
}

/// More merged ranges or hidden rows than anybody makes.
const MOST: usize = 50_000;

/// Searches a workbook that the reader has taken. What cannot be found is not told.
pub(super) fn scan(bytes: &[u8], most: u64) -> Scanned {
    let mut found = Scanned::default();
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return found };
    let mut part = |name: &str| -> Option<String> {
        let mut text = Vec::new();
        archive.by_name(name).ok()?.take(most).read_to_end(&mut text).ok()?;
        Some(String::from_utf8_lossy(&text).into_owned())
    };
    let Some(workbook) = part("xl/workbook.xml") else { return found };
    let targets = relations(&part("xl/_rels/workbook.xml.rels").unwrap_or_default());
    for tag in tags(&workbook, "sheet") {
        let Some(name) = attribute(tag, "name") else { continue };
        if attribute(tag, "state").is_some_and(|state| state != "visible") {
            found.hidden.push(name);
            continue;
        }
        let target = attribute(tag, "r:id").and_then(|id| targets.get(&id).cloned());
        let Some(path) = target.map(|target| resolved("xl/", &target)) else { continue };
        let Some(sheet) = part(&path) else { continue };
        let mut facts = facts(&sheet);
        if let Some(id) = tags(&sheet, "drawing").next().and_then(|tag| attribute(tag, "r:id")) {
            let (folder, file) = path.rsplit_once('/').unwrap_or(("", &path));
            let related = relations(&part(&format!("{folder}/_rels/{file}.rels")).unwrap_or_default());
            let drawing = related.get(&id).and_then(|target| part(&resolved(&format!("{folder}/"), target)));
            facts.pictures.extend(drawing.iter().flat_map(|drawing| anchors(drawing)));
        }
        found.sheets.insert(name, facts);
    }
    found
}

fn facts(sheet: &str) -> Facts {
    let mut facts = Facts::default();
    // Everything that is hidden says so; most sheets hide nothing.
    if sheet.contains("hidden=") {
        for tag in tags(sheet, "row").filter(|tag| is_hidden(tag)).take(MOST) {
            facts.hidden_rows.extend(attribute(tag, "r").and_then(|row| row.parse::<u32>().ok()));
        }
        for tag in tags(sheet, "col").filter(|tag| is_hidden(tag)).take(MOST) {
            let place = |name| attribute(tag, name).and_then(|at| at.parse::<usize>().ok());
            if let (Some(first), Some(last)) = (place("min"), place("max")) {
                facts.hidden_columns.extend(first.saturating_sub(1)..last.min(1_000));
            }
        }
    }
    for tag in tags(sheet, "mergeCell").take(MOST) {
        let range = attribute(tag, "ref").unwrap_or_default();
        let ends = range.split_once(':').and_then(|(from, to)| cell(from).zip(cell(to)));
        if let Some(((first, column), (last, _))) = ends.filter(|((first, _), (last, _))| last > first) {
            facts.merges.push(Merge { rows: (first, last), column });
        }
    }
    // A picture in the cell itself is an error value with a rich value behind it.
    if sheet.contains(" vm=\"") {
        let pictured = tags(sheet, "c").filter(|tag| attribute(tag, "vm").is_some());
        facts.pictures.extend(pictured.filter_map(|tag| Some(cell(&attribute(tag, "r")?)?.0)));
    }
    facts
}

fn is_hidden(tag: &str) -> bool {
    attribute(tag, "hidden").is_some_and(|hidden| hidden == "1" || hidden == "true")
}

/// The rows at which the pictures of a drawing begin, from 1.
fn anchors(drawing: &str) -> BTreeSet<u32> {
    let each = drawing.split("Anchor").filter(|anchor| anchor.contains("pic>") || anchor.contains(":pic "));
    let rows = each.filter_map(|anchor| {
        let from = anchor.split_once("from>")?.1;
        from.split_once("row>")?.1.split_once('<')?.0.trim().parse::<u32>().ok()
    });
    rows.map(|row| row.saturating_add(1)).collect()
}

/// The opening tags of that local name, without their angle brackets.
fn tags<'a>(xml: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    let mut rest = xml;
    std::iter::from_fn(move || {
        loop {
            let at = rest.find(name)?;
            let (before, after) = (&rest[..at], &rest[at + name.len()..]);
            let opens = before.rfind('<').is_some_and(|open| {
                let prefix = &before[open + 1..];
                prefix.is_empty() || (prefix.ends_with(':') && !prefix.contains([' ', '/', '>']))
            });
            rest = after;
            if opens && after.starts_with([' ', '\n', '\r', '\t']) {
                let end = after.find('>')?;
                rest = &after[end..];
                return Some(&after[..end]);
            }
        }
    })
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let mut rest = tag;
    loop {
        let at = rest.find(name)?;
        let before = rest[..at].chars().next_back();
        let after = rest[at + name.len()..].trim_start();
        rest = &rest[at + name.len()..];
        let Some(value) = after.strip_prefix('=').filter(|_| before.is_none_or(char::is_whitespace)) else {
            continue;
        };
        let value = value.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let inner = value[1..].split_once(quote)?.0;
        return Some(crate::markup::strip(inner).text);
    }
}

fn relations(xml: &str) -> BTreeMap<String, String> {
    let pairs =
        tags(xml, "Relationship").filter_map(|tag| Some((attribute(tag, "Id")?, attribute(tag, "Target")?)));
    pairs.collect()
}

/// A target beside a folder, from the root of the package.
fn resolved(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            ".." => drop(path.pop()),
            "." | "" => {}
            step => path.push(step),
        }
    }
    path.join("/")
}

/// Row from 1 and column from 0 of a reference such as `C12`.
fn cell(reference: &str) -> Option<(u32, usize)> {
    let plain = reference.replace('$', "");
    let digits = plain.find(|c: char| c.is_ascii_digit())?;
    let column = plain[..digits].bytes().try_fold(0_usize, |column, letter| {
        let value = usize::from(letter.to_ascii_uppercase().checked_sub(b'A')?) + 1;
        column.checked_mul(26)?.checked_add(value)
    })?;
    Some((plain[digits..].parse().ok()?, column.checked_sub(1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_hidden_and_merged_is_found() {
        let sheet = r#"<worksheet><cols><col min="2" max="3" width="9" hidden="1"/></cols><sheetData>
            <row r="2" hidden="1"><c r="A2" vm="1"/></row><x:row r="4" hidden="true"/><row r="5" hidden="0"/></sheetData>
            <mergeCells count="2"><mergeCell ref="A1:F1"/><mergeCell ref="B3:B9"/></mergeCells></worksheet>"#;
        let facts = facts(sheet);
        assert_eq!(facts.hidden_rows, BTreeSet::from([2, 4]));
        assert_eq!(facts.hidden_columns, BTreeSet::from([1, 2]));
        assert_eq!(facts.merges, [Merge { rows: (3, 9), column: 1 }]);
        assert_eq!(facts.pictures, BTreeSet::from([2]));
    }

    #[test]
    fn targets_are_found_from_their_folder() {
        assert_eq!(resolved("xl/", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolved("xl/worksheets/", "../drawings/drawing1.xml"), "xl/drawings/drawing1.xml");
        assert_eq!(resolved("xl/", "/xl/worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(cell("AB12"), Some((12, 27)));
    }
}

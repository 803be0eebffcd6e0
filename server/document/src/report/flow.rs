//! Blocks onto pages, from top to bottom; the feet last, when the number of pages is known.

use super::canvas::{Canvas, INK, PALE};
use super::{Block, Report, ReportRefusal, Table, shown};
use crate::font::Style;
use crate::table::Cell;

/// More pages than anybody prints.
const MOST_PAGES: usize = 5_000;
/// The space around the content in points: left and right, top, bottom with the foot.
const SIDE: f32 = 45.0;
const TOP: f32 = 48.0;
const BOTTOM: f32 = 52.0;
/// Sizes of text in points.
const TITLE: f32 = 17.0;
const HEADING: f32 = 12.0;
const BODY: f32 = 9.5;
const CELL: f32 = 8.5;
const FOOT: f32 = 7.5;
/// A line's height as a multiple of its size.
const LEADING: f32 = 1.4;
/// The space between the text of a cell and its borders.
const PAD: f32 = 3.2;
/// The colour of the borders, and the shade of headers.
const BORDER: f32 = 0.72;
const SHADE: f32 = 0.93;

/// Draws the whole report.
pub(super) fn draw(canvas: &mut Canvas<'_>, report: &Report) -> Result<(), ReportRefusal> {
    let mut flow = Flow::new(canvas);
    flow.head(report);
    for block in &report.blocks {
        flow.block(block);
        if flow.canvas.pages.len() > MOST_PAGES {
            return Err(ReportRefusal::TooManyPages { limit: MOST_PAGES });
        }
    }
    if !flow.canvas.lacking.is_empty() {
        let codes: Vec<String> =
            flow.canvas.lacking.iter().map(|c| format!("U+{:04X}", u32::from(*c))).collect();
        flow.gap(8.0);
        flow.notice(&format!("字库中没有以下字符，文中以方括号内的编码代替：{}。", codes.join("、")));
    }
    feet(canvas, report);
    Ok(())
}

/// Where the next thing goes.
struct Flow<'c, 'a> {
    canvas: &'c mut Canvas<'a>,
    /// The upper edge of what is still free.
    y: f32,
    width: f32,
}

/// A table's columns on the page: their left edges, and the right edge of the last.
struct Grid<'t> {
    table: &'t Table,
    edges: Vec<f32>,
}

impl<'c, 'a> Flow<'c, 'a> {
    fn new(canvas: &'c mut Canvas<'a>) -> Self {
        let (width, height) = canvas.size;
        Self { canvas, y: height - TOP, width: width - 2.0 * SIDE }
    }

    fn full(&self) -> f32 {
        self.canvas.size.1 - TOP - BOTTOM
    }

    fn turn(&mut self) {
        self.canvas.turn();
        self.canvas.fill(INK);
        self.y = self.canvas.size.1 - TOP;
    }

    /// Turns the page unless so much is free.
    fn need(&mut self, height: f32) {
        if self.y - height < BOTTOM && self.y < self.canvas.size.1 - TOP {
            self.turn();
        }
    }

    fn gap(&mut self, height: f32) {
        if self.y < self.canvas.size.1 - TOP {
            self.y -= height;
        }
    }

    fn head(&mut self, report: &Report) {
        self.canvas.fill(INK);
        for line in self.canvas.wrap(Style::Title, &report.title, self.width / TITLE) {
            let width = self.canvas.measure(Style::Title, &line) * TITLE;
            self.y -= TITLE * LEADING;
            let x = SIDE + (self.width - width) / 2.0;
            self.canvas.text(Style::Title, TITLE, (x, self.y + TITLE * 0.3), &line);
        }
        if !report.subtitle.is_empty() {
            for line in self.canvas.wrap(Style::Body, &report.subtitle, self.width / BODY) {
                let width = self.canvas.measure(Style::Body, &line) * BODY;
                self.y -= BODY * LEADING;
                let x = SIDE + (self.width - width) / 2.0;
                self.canvas.text(Style::Body, BODY, (x, self.y + BODY * 0.3), &line);
            }
        }
        self.y -= 8.0;
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(text) => self.heading(text),
            Block::Paragraph(text) => self.lines(text, SIDE, self.width),
            Block::Notice(text) => self.notice(text),
            Block::Facts(facts) => self.facts(facts),
            Block::Table(table) => self.table(table),
            Block::Signatures(names) => self.signatures(names),
        }
    }

    fn heading(&mut self, text: &str) {
        // A heading stays with two rows of what follows.
        self.need(HEADING * LEADING + 60.0);
        self.gap(10.0);
        for line in self.canvas.wrap(Style::Title, text, self.width / HEADING) {
            self.y -= HEADING * LEADING;
            self.canvas.text(Style::Title, HEADING, (SIDE, self.y + HEADING * 0.3), &line);
        }
        self.y -= 4.0;
    }

    /// Running text.
    fn lines(&mut self, text: &str, left: f32, width: f32) {
        for line in self.canvas.wrap(Style::Body, text, width / BODY) {
            self.need(BODY * LEADING);
            self.y -= BODY * LEADING;
            self.canvas.text(Style::Body, BODY, (left, self.y + BODY * 0.3), &line);
        }
        self.y -= 3.0;
    }

    fn notice(&mut self, text: &str) {
        let lines = self.canvas.wrap(Style::Body, text, (self.width - 14.0) / BODY);
        for line in lines {
            self.need(BODY * LEADING);
            self.canvas.shade((SIDE, self.y - BODY * LEADING), (SIDE + 2.5, self.y), 0.45);
            self.y -= BODY * LEADING;
            self.canvas.text(Style::Body, BODY, (SIDE + 10.0, self.y + BODY * 0.3), &line);
        }
        self.y -= 6.0;
    }

    /// Two pairs a line, the names shaded; a pair whose value is long takes a whole line.
    fn facts(&mut self, facts: &[(String, String)]) {
        let name = 78.0;
        let half = self.width / 2.0 - name;
        let mut rest = facts;
        while let Some(first) = rest.first() {
            let fits = |canvas: &mut Canvas<'_>, value: &str| {
                !value.contains('\n') && canvas.measure(Style::Body, value) * CELL <= half - 2.0 * PAD
            };
            let pair = rest.get(1).is_some_and(|second| {
                fits(self.canvas, &first.1.clone()) && fits(self.canvas, &second.1.clone())
            });
            let taken = if pair { 2 } else { 1 };
            let value = if pair { half } else { self.width - name };
            let cells: Vec<[Vec<String>; 2]> = rest[..taken]
                .iter()
                .map(|(key, said)| {
                    [
                        self.canvas.wrap(Style::Title, key, (name - 2.0 * PAD) / CELL),
                        self.canvas.wrap(Style::Body, said, (value - 2.0 * PAD) / CELL),
                    ]
                })
                .collect();
            rest = &rest[taken..];
            let lines = cells.iter().flatten().map(Vec::len).max().unwrap_or(1);
            let edges: Vec<f32> = (0..=taken * 2)
                .map(|n| SIDE + (n / 2) as f32 * (name + value) + (n % 2) as f32 * name)
                .collect();
            let row: Vec<Vec<String>> = cells.into_iter().flatten().collect();
            let mut done = 0;
            while done < lines {
                let step = self.room(lines - done);
                let top = self.y;
                let height = step as f32 * CELL * LEADING + 2.0 * PAD;
                for at in (0..taken * 2).step_by(2) {
                    self.canvas.shade((edges[at], top - height), (edges[at + 1], top), SHADE);
                }
                self.row(&row, &edges, done, step, &|cell| {
                    if cell % 2 == 0 { (Style::Title, false) } else { (Style::Body, false) }
                });
                self.borders(&edges, top);
                done += step;
            }
        }
        self.y -= 6.0;
    }

    /// How many of so many lines of a row go here; turns the page where none does.
    fn room(&mut self, lines: usize) -> usize {
        let height = |lines: usize| lines as f32 * CELL * LEADING + 2.0 * PAD;
        if self.y - height(lines) >= BOTTOM {
            return lines;
        }
        if height(lines) <= self.full() - 2.0 * CELL * LEADING {
            self.turn();
            return lines;
        }
        // Taller than a page: as much as fits, and the rest on the next.
        let fits = |y: f32| ((y - BOTTOM - 2.0 * PAD) / (CELL * LEADING)).floor().max(0.0) as usize;
        if fits(self.y) < 3 {
            self.turn();
        }
        fits(self.y).clamp(1, lines)
    }

    /// Draws lines `from..from + step` of each cell of a row, and moves down.
    fn row(
        &mut self,
        row: &[Vec<String>],
        edges: &[f32],
        from: usize,
        step: usize,
        look: &dyn Fn(usize) -> (Style, bool),
    ) {
        let top = self.y - PAD;
        for (at, lines) in row.iter().enumerate() {
            let (style, right) = look(at);
            for (n, line) in lines.iter().skip(from).take(step).enumerate() {
                let y = top - (n + 1) as f32 * CELL * LEADING + CELL * 0.35;
                let x = if right {
                    edges[at + 1] - PAD - self.canvas.measure(style, line) * CELL
                } else {
                    edges[at] + PAD
                };
                self.canvas.text(style, CELL, (x, y), line);
            }
        }
        self.y -= step as f32 * CELL * LEADING + 2.0 * PAD;
    }

    /// The borders of what was drawn from `top` down to here: above, below and between the columns.
    fn borders(&mut self, edges: &[f32], top: f32) {
        let (left, right) = (edges[0], edges[edges.len() - 1]);
        let bottom = self.y;
        for y in [top, bottom] {
            self.canvas.rule((left, y), (right, y), 0.5, BORDER);
        }
        for x in edges {
            self.canvas.rule((*x, top), (*x, bottom), 0.5, BORDER);
        }
    }

    fn table(&mut self, table: &Table) {
        self.heading(&table.name);
        if table.rows.is_empty() {
            self.lines(&table.empty, SIDE, self.width);
            return;
        }
        let all: f32 = table.columns.iter().map(|c| f32::from(c.width.max(1))).sum();
        let mut edges = vec![SIDE];
        for column in &table.columns {
            let last = edges[edges.len() - 1];
            edges.push(last + f32::from(column.width.max(1)) / all * self.width);
        }
        let grid = Grid { table, edges };
        let mut top = self.header(&grid);
        for row in &table.rows {
            let cells = self.cells(&grid, row);
            let lines = cells.iter().map(Vec::len).max().unwrap_or(1);
            let mut done = 0;
            while done < lines {
                let before = self.canvas.pages.len();
                let free = self.y;
                let step = self.room(lines - done);
                if self.canvas.pages.len() > before {
                    self.close(&grid, before, top, free);
                    top = self.header(&grid);
                }
                self.canvas.rule((SIDE, self.y), (SIDE + self.width, self.y), 0.5, BORDER);
                // The header has taken room of a page that was just turned.
                let step = step.min(self.room_here(step));
                let numeric = |at: usize| {
                    matches!(row.get(at), Some(Cell::Whole(_) | Cell::Hundredths(_) | Cell::Percent(_)))
                };
                self.row(&cells, &grid.edges, done, step, &|at| (Style::Body, numeric(at)));
                done += step;
            }
        }
        let (here, free) = (self.canvas.pages.len(), self.y);
        self.close(&grid, here, top, free);
        self.y -= 6.0;
    }

    /// How many of so many lines fit without turning; at least one.
    fn room_here(&self, lines: usize) -> usize {
        let fits = ((self.y - BOTTOM - 2.0 * PAD) / (CELL * LEADING)).floor().max(1.0) as usize;
        fits.min(lines)
    }

    fn cells(&mut self, grid: &Grid<'_>, row: &[Cell]) -> Vec<Vec<String>> {
        let cells = row.iter().enumerate().map(|(at, cell)| {
            let width = grid.edges[at + 1] - grid.edges[at] - 2.0 * PAD;
            self.canvas.wrap(Style::Body, &shown(cell), width / CELL)
        });
        cells.collect()
    }

    /// Draws the headers; gives their upper edge.
    fn header(&mut self, grid: &Grid<'_>) -> f32 {
        let names: Vec<Vec<String>> = grid
            .table
            .columns
            .iter()
            .enumerate()
            .map(|(at, column)| {
                let width = grid.edges[at + 1] - grid.edges[at] - 2.0 * PAD;
                self.canvas.wrap(Style::Title, &column.name, width / CELL)
            })
            .collect();
        let lines = names.iter().map(Vec::len).max().unwrap_or(1);
        // The first row stays with its headers.
        self.need((lines + 2) as f32 * CELL * LEADING + 4.0 * PAD);
        let top = self.y;
        let height = lines as f32 * CELL * LEADING + 2.0 * PAD;
        self.canvas.shade((SIDE, top - height), (SIDE + self.width, top), SHADE);
        self.row(&names, &grid.edges, 0, lines, &|_| (Style::Title, false));
        top
    }

    /// The borders of a table's part on a page, which may be the one before.
    fn close(&mut self, grid: &Grid<'_>, page: usize, top: f32, bottom: f32) {
        let newer = self.canvas.pages.split_off(page);
        let y = std::mem::replace(&mut self.y, bottom);
        self.borders(&grid.edges, top);
        self.y = y;
        self.canvas.pages.extend(newer);
    }

    fn signatures(&mut self, names: &[String]) {
        self.need(70.0);
        self.gap(26.0);
        let each = self.width / names.len().max(1) as f32;
        for (at, name) in names.iter().enumerate() {
            let x = SIDE + at as f32 * each;
            let label = self.canvas.drawable(Style::Body, &format!("{name}："));
            let width = self.canvas.measure(Style::Body, &label) * BODY;
            self.canvas.text(Style::Body, BODY, (x, self.y), &label);
            self.canvas.rule((x + width, self.y - 2.0), (x + each - 70.0, self.y - 2.0), 0.6, INK);
            self.canvas.text(Style::Body, BODY, (x + each - 66.0, self.y), "　年　月　日");
        }
        self.y -= 20.0;
    }
}

/// The foot of every page: who gives it out and what the hash is, page and number of pages.
fn feet(canvas: &mut Canvas<'_>, report: &Report) {
    let hash = report.fingerprint();
    let left = canvas.drawable(Style::Body, &format!("{}　内容指纹 {}", report.issuer, &hash[..16]));
    let all = std::mem::take(&mut canvas.pages);
    let count = all.len();
    let (width, _) = canvas.size;
    for (index, page) in all.into_iter().enumerate() {
        canvas.pages.push(page);
        canvas.rule((SIDE, BOTTOM - 10.0), (width - SIDE, BOTTOM - 10.0), 0.4, BORDER);
        canvas.fill(PALE);
        canvas.text(Style::Body, FOOT, (SIDE, BOTTOM - 22.0), &left);
        let right = format!("第 {} 页，共 {count} 页", index + 1);
        let x = width - SIDE - canvas.measure(Style::Body, &right) * FOOT;
        canvas.text(Style::Body, FOOT, (x, BOTTOM - 22.0), &right);
    }
}

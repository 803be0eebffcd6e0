//! The pages being drawn: text runs, rules and shades, in points from the lower left.

use std::collections::{BTreeSet, HashMap};

use printpdf::{
    Color, Line, LinePoint, Op, PaintMode, PdfFontHandle, Point, Polygon, PolygonRing, Pt, Rgb, TextItem,
    TextMatrix, WindingOrder,
};

use super::Orientation;
use crate::certificate::text::line_end;
use crate::font::{Faces, Style, Used, clean_text};

/// A shade of grey, 0 to 1.
pub(super) type Grey = f32;
/// The colour of words.
pub(super) const INK: Grey = 0.1;
/// The colour of what stands beside them.
pub(super) const PALE: Grey = 0.42;

/// The pages so far.
pub(super) struct Canvas<'a> {
    pub faces: &'a Faces<'a>,
    /// Width and height of a page.
    pub size: (f32, f32),
    pub used: Used,
    pub pages: Vec<Vec<Op>>,
    /// The characters that no font has.
    pub lacking: BTreeSet<char>,
    /// Widths in ems, asked again and again.
    widths: HashMap<(bool, char), Option<f32>>,
}

impl<'a> Canvas<'a> {
    pub fn new(faces: &'a Faces<'a>, orientation: Orientation) -> Self {
        // A4 in points.
        let (short, long) = (595.276, 841.89);
        let size = match orientation {
            Orientation::Portrait => (short, long),
            Orientation::Landscape => (long, short),
        };
        Self {
            faces,
            size,
            used: Used::default(),
            pages: vec![Vec::new()],
            lacking: BTreeSet::new(),
            widths: HashMap::new(),
        }
    }

    /// Begins a page.
    pub fn turn(&mut self) {
        self.pages.push(Vec::new());
    }

    fn op(&mut self, op: Op) {
        if let Some(page) = self.pages.last_mut() {
            page.push(op);
        }
    }

    fn advance(&mut self, style: Style, character: char) -> Option<f32> {
        let faces = self.faces;
        let known = self.widths.entry((style == Style::Title, character));
        *known.or_insert_with(|| faces.advance(style, character).ok())
    }

    /// A text with what no font has named by its code point.
    pub fn drawable(&mut self, style: Style, text: &str) -> String {
        let mut drawable = String::with_capacity(text.len());
        for character in clean_text(text).chars() {
            if self.advance(style, character).is_some() {
                drawable.push(character);
            } else {
                self.lacking.insert(character);
                drawable.push_str(&format!("[U+{:04X}]", u32::from(character)));
            }
        }
        drawable
    }

    /// The width of a drawable text in ems.
    pub fn measure(&mut self, style: Style, text: &str) -> f32 {
        text.chars().map(|character| self.advance(style, character).unwrap_or(0.0)).sum()
    }

    /// Breaks a text into drawable lines no wider than `width` ems; its own line breaks are kept. Never empty.
    pub fn wrap(&mut self, style: Style, text: &str, width: f32) -> Vec<String> {
        let mut lines = Vec::new();
        for part in text.lines() {
            let part = self.drawable(style, part);
            let characters: Vec<char> = part.chars().collect();
            let advances: Vec<f32> =
                characters.iter().map(|c| self.advance(style, *c).unwrap_or(0.0)).collect();
            let mut start = 0;
            while start < characters.len() {
                let end = line_end(&characters, &advances, start, width);
                let line: String = characters[start..end].iter().collect();
                lines.push(line.trim_end_matches(' ').to_owned());
                start = end;
                while characters.get(start) == Some(&' ') {
                    start += 1;
                }
            }
        }
        if lines.is_empty() {
            lines.push(String::new());
        }
        lines
    }

    pub fn fill(&mut self, grey: Grey) {
        self.op(Op::SetFillColor { col: colour(grey) });
    }

    /// One line of a drawable text from `x` on.
    pub fn text(&mut self, style: Style, size: f32, (x, y): (f32, f32), text: &str) {
        if text.is_empty() {
            return;
        }
        let Ok(runs) = self.faces.runs(style, text) else { return };
        self.op(Op::StartTextSection);
        self.op(Op::SetTextMatrix { matrix: TextMatrix::Translate(Pt(x), Pt(y)) });
        for run in runs {
            self.used.add(&run);
            let font = PdfFontHandle::External(Used::font_id(run.master));
            self.op(Op::SetFont { font, size: Pt(size) });
            self.op(Op::ShowText { items: vec![TextItem::Text(run.text)] });
        }
        self.op(Op::EndTextSection);
    }

    /// A straight line.
    pub fn rule(&mut self, from: (f32, f32), to: (f32, f32), thickness: f32, grey: Grey) {
        self.op(Op::SetOutlineColor { col: colour(grey) });
        self.op(Op::SetOutlineThickness { pt: Pt(thickness) });
        let line = Line { points: vec![corner(from), corner(to)], is_closed: false };
        self.op(Op::DrawLine { line });
    }

    /// A shaded box by its lower left and upper right corner.
    pub fn shade(&mut self, (left, bottom): (f32, f32), (right, top): (f32, f32), grey: Grey) {
        self.fill(grey);
        let points = [(left, bottom), (right, bottom), (right, top), (left, top)].map(corner).to_vec();
        let polygon = Polygon {
            mode: PaintMode::Fill,
            winding_order: WindingOrder::NonZero,
            rings: vec![PolygonRing { points }],
        };
        self.op(Op::DrawPolygon { polygon });
        self.fill(INK);
    }
}

fn colour(grey: Grey) -> Color {
    Color::Rgb(Rgb { r: grey, g: grey, b: grey, icc_profile: None })
}

fn corner((x, y): (f32, f32)) -> LinePoint {
    LinePoint { p: Point { x: Pt(x), y: Pt(y) }, bezier: false }
}

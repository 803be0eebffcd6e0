//! The drawing board: shapes, text runs and tagged content of one page, in points from the lower left.

use std::collections::BTreeMap;

use printpdf::{
    Color, DictItem, ExternalStream, ExternalXObject, Line, LinePoint, Op, PaintMode, PdfFontHandle, Point,
    Polygon, PolygonRing, Pt, Rect, Rgb, TextItem, TextMatrix, WindingOrder, XObject, XObjectId,
    XObjectTransform,
};

use super::picture::Picture;
use super::text::Fitted;
use crate::font::{Faces, MissingGlyph, Style, Used};

/// Width of A4 landscape in millimetres.
pub(super) const WIDTH_MM: f32 = 297.0;
/// Height of A4 landscape in millimetres.
pub(super) const HEIGHT_MM: f32 = 210.0;

/// Millimetres as points.
pub(super) fn mm(value: f32) -> f32 {
    value * 72.0 / 25.4
}

/// A colour by its red, green and blue parts, 0 to 1.
pub(super) type Paint = (f32, f32, f32);

/// A tagged piece of content: its structure type and, for a figure, the text in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag {
    /// H1, P or Figure.
    pub kind: &'static str,
    /// The alternative text.
    pub alternative: Option<String>,
}

/// A box in points: left, bottom, width, height.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Area {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

/// The page being drawn.
pub(super) struct Page<'a> {
    pub faces: &'a Faces<'a>,
    pub used: Used,
    pub ops: Vec<Op>,
    /// In reading order: the index is the marked-content id.
    pub tags: Vec<Tag>,
    pub pictures: BTreeMap<XObjectId, XObject>,
}

impl<'a> Page<'a> {
    pub fn new(faces: &'a Faces<'a>) -> Self {
        let (used, pictures) = (Used::default(), BTreeMap::new());
        Self { faces, used, ops: Vec::new(), tags: Vec::new(), pictures }
    }

    /// Draws what a reader may skip: frames and rules.
    pub fn artifact(&mut self, draw: impl FnOnce(&mut Self)) {
        self.ops.push(Op::BeginMarkedContent { tag: "Artifact".into() });
        draw(self);
        self.ops.push(Op::EndMarkedContent);
    }

    /// Draws one structure element.
    pub fn tagged<E>(
        &mut self,
        kind: &'static str,
        alternative: Option<String>,
        draw: impl FnOnce(&mut Self) -> Result<(), E>,
    ) -> Result<(), E> {
        let id = i64::try_from(self.tags.len()).unwrap_or(i64::MAX);
        let properties = DictItem::Dict { map: BTreeMap::from([("MCID".to_owned(), DictItem::Int(id))]) };
        self.ops.push(Op::BeginMarkedContentWithProperties { tag: kind.into(), properties });
        self.tags.push(Tag { kind, alternative });
        draw(self)?;
        self.ops.push(Op::EndMarkedContent);
        Ok(())
    }

    pub fn fill(&mut self, paint: Paint) {
        self.ops.push(Op::SetFillColor { col: color(paint) });
    }

    pub fn pen(&mut self, paint: Paint, thickness: f32) {
        self.ops.push(Op::SetOutlineColor { col: color(paint) });
        self.ops.push(Op::SetOutlineThickness { pt: Pt(thickness) });
    }

    /// One line of text from `x` on; `tracking` must stay within a tenth of the size, or readers find spaces.
    pub fn text(
        &mut self,
        style: Style,
        size: f32,
        x: f32,
        y: f32,
        text: &str,
        tracking: f32,
    ) -> Result<(), MissingGlyph> {
        self.ops.push(Op::StartTextSection);
        self.ops.push(Op::SetCharacterSpacing { multiplier: tracking });
        self.ops.push(Op::SetTextMatrix { matrix: TextMatrix::Translate(Pt(x), Pt(y)) });
        for run in self.faces.runs(style, text)? {
            self.used.add(&run);
            let font = PdfFontHandle::External(Used::font_id(run.master));
            self.ops.push(Op::SetFont { font, size: Pt(size) });
            self.ops.push(Op::ShowText { items: vec![TextItem::Text(run.text)] });
        }
        self.ops.push(Op::EndTextSection);
        Ok(())
    }

    /// One line of text with its middle at `x`; returns its width.
    pub fn centred(
        &mut self,
        style: Style,
        size: f32,
        x: f32,
        y: f32,
        text: &str,
        tracking: f32,
    ) -> Result<f32, MissingGlyph> {
        let gaps = text.chars().count().saturating_sub(1) as f32;
        let width = self.faces.measure(style, text)? * size + tracking * gaps;
        self.text(style, size, x - width / 2.0, y, text, tracking)?;
        Ok(width)
    }

    /// Fitted lines with their middle at `x`, the last one on the baseline `y`; returns the widest width.
    pub fn centred_lines(
        &mut self,
        style: Style,
        fitted: &Fitted,
        x: f32,
        y: f32,
        leading: f32,
    ) -> Result<f32, MissingGlyph> {
        let mut widest: f32 = 0.0;
        for (index, line) in fitted.lines.iter().enumerate() {
            let below = fitted.lines.len() - 1 - index;
            let baseline = y + below as f32 * fitted.size * leading;
            let width = self.faces.measure(style, line)? * fitted.size;
            widest = widest.max(width);
            self.text(style, fitted.size, x - width / 2.0, baseline, line, 0.0)?;
        }
        Ok(widest)
    }

    pub fn frame(&mut self, area: Area) {
        let rectangle = Rect {
            x: Pt(area.x),
            y: Pt(area.y),
            width: Pt(area.width),
            height: Pt(area.height),
            mode: Some(PaintMode::Stroke),
            winding_order: None,
        };
        self.ops.push(Op::DrawRectangle { rectangle });
    }

    /// A stroked line through the points.
    pub fn line(&mut self, points: impl IntoIterator<Item = (f32, f32)>, is_closed: bool) {
        let line = Line { points: points.into_iter().map(corner).collect(), is_closed };
        self.ops.push(Op::DrawLine { line });
    }

    /// Filled shapes in one path.
    pub fn shapes(&mut self, rings: impl IntoIterator<Item = Vec<(f32, f32)>>) {
        let rings = rings
            .into_iter()
            .map(|ring| PolygonRing { points: ring.into_iter().map(corner).collect() })
            .collect();
        let polygon = Polygon { mode: PaintMode::Fill, winding_order: WindingOrder::NonZero, rings };
        self.ops.push(Op::DrawPolygon { polygon });
    }

    /// A picture in a box.
    pub fn picture(&mut self, name: &str, picture: Picture, area: Area) {
        let id = XObjectId(name.to_owned());
        let mut dict = BTreeMap::from([
            ("Type".to_owned(), DictItem::Name(b"XObject".to_vec())),
            ("Subtype".to_owned(), DictItem::Name(b"Image".to_vec())),
            ("Width".to_owned(), DictItem::Int(i64::from(picture.width))),
            ("Height".to_owned(), DictItem::Int(i64::from(picture.height))),
            ("BitsPerComponent".to_owned(), DictItem::Int(8)),
            ("ColorSpace".to_owned(), DictItem::Name(picture.colours.pdf_name().to_vec())),
        ]);
        if let Some(filter) = picture.filter {
            dict.insert("Filter".to_owned(), DictItem::Name(filter.to_vec()));
        }
        let stream = ExternalStream { dict, content: picture.content, compress: picture.filter.is_none() };
        let object = ExternalXObject { stream, width: None, height: None, dpi: None };
        self.pictures.insert(id.clone(), XObject::External(object));
        let transform = XObjectTransform {
            translate_x: Some(Pt(area.x)),
            translate_y: Some(Pt(area.y)),
            scale_x: Some(area.width),
            scale_y: Some(area.height),
            no_auto_scale: true,
            ..XObjectTransform::default()
        };
        self.ops.push(Op::UseXobject { id, transform });
    }
}

fn color((r, g, b): Paint) -> Color {
    Color::Rgb(Rgb { r, g, b, icc_profile: None })
}

/// A hundredth of a point is finer than any printer, and its digits are a third of the file.
fn corner((x, y): (f32, f32)) -> LinePoint {
    let rounded = |value: f32| Pt((value * 100.0).round() / 100.0);
    LinePoint { p: Point { x: rounded(x), y: rounded(y) }, bezier: false }
}

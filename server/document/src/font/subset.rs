//! One subset per used face, embedded under names that depend on the content only.

use std::collections::{BTreeMap, BTreeSet};

use printpdf::{FontId, FontMetrics, FontType, ParsedFont, PdfDocument, PdfFont, PdfFontMetricsStub};
use sha2::{Digest, Sha256};
use subsetter::GlyphRemapper;
use ttf_parser::{Face, GlyphId};

use super::{Faces, Run};

/// A face could not be cut down to the used characters.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the font {font} cannot be subset: {reason}")]
pub(crate) struct SubsetRefusal {
    /// PostScript name of the face.
    pub font: String,
    /// What the subsetter said.
    pub reason: String,
}

/// The characters used so far, by face.
#[derive(Debug, Default)]
pub(crate) struct Used(BTreeMap<usize, BTreeSet<char>>);

impl Used {
    /// Notes the characters of a run.
    pub fn add(&mut self, run: &Run) {
        self.0.entry(run.master).or_default().extend(run.text.chars());
    }

    /// Notes what another page uses.
    pub fn join(&mut self, other: Self) {
        for (master, characters) in other.0 {
            self.0.entry(master).or_default().extend(characters);
        }
    }

    /// The resource name of a face. Not F1 to F14: printpdf takes those for the built-in fonts.
    pub fn font_id(master: usize) -> FontId {
        FontId(format!("CJK{master}"))
    }

    /// Embeds a subset of every used face; returns the number of glyphs by font name, for the /CIDSet.
    pub fn embed(
        &self,
        faces: &Faces<'_>,
        document: &mut PdfDocument,
    ) -> Result<BTreeMap<String, u16>, SubsetRefusal> {
        let mut glyphs = BTreeMap::new();
        for (master, characters) in &self.0 {
            let source = &faces.set.masters[*master];
            let face = &faces.faces[*master];
            let (remapper, codepoint_to_glyph, glyph_widths) = remap(face, characters);
            let bytes =
                subsetter::subset(&source.data.bytes, source.data.index, &remapper).map_err(|error| {
                    SubsetRefusal { font: source.post_script_name.clone(), reason: error.to_string() }
                })?;
            let name = format!("{}+{}", tag(&bytes), source.post_script_name);
            glyphs.insert(name.clone(), remapper.num_gids());
            let font = parsed(face, bytes, name, codepoint_to_glyph, glyph_widths);
            document.resources.fonts.map.insert(Self::font_id(*master), PdfFont::new(font));
        }
        Ok(glyphs)
    }
}

type Widths = BTreeMap<u16, u16>;

fn remap(face: &Face<'_>, characters: &BTreeSet<char>) -> (GlyphRemapper, BTreeMap<u32, u16>, Widths) {
    let mut remapper = GlyphRemapper::new();
    let mut map = BTreeMap::new();
    let mut widths = BTreeMap::from([(0, face.glyph_hor_advance(GlyphId(0)).unwrap_or(0))]);
    for character in characters {
        let Some(glyph) = face.glyph_index(*character) else { continue };
        let new = remapper.remap(glyph.0);
        map.insert(u32::from(*character), new);
        widths.insert(new, face.glyph_hor_advance(glyph).unwrap_or(0));
    }
    (remapper, map, widths)
}

fn parsed(
    face: &Face<'_>,
    bytes: Vec<u8>,
    name: String,
    codepoint_to_glyph: BTreeMap<u32, u16>,
    glyph_widths: Widths,
) -> ParsedFont {
    let bounds = face.global_bounding_box();
    let units_per_em = face.units_per_em();
    ParsedFont {
        original_bytes: bytes,
        font_index: 0,
        font_name: Some(name),
        codepoint_to_glyph,
        glyph_widths,
        units_per_em,
        font_metrics: FontMetrics { ascent: face.ascender(), descent: face.descender() },
        // printpdf decides by the magic of the bytes, not by this.
        font_type: FontType::TrueType,
        pdf_font_metrics: PdfFontMetricsStub {
            units_per_em,
            x_min: bounds.x_min,
            y_min: bounds.y_min,
            x_max: bounds.x_max,
            y_max: bounds.y_max,
            caret_slope_rise: 1,
            caret_slope_run: 0,
            us_weight_class: face.weight().to_number(),
        },
    }
}

/// The six capital letters that ISO 32000-1, 9.6.4 asks for, taken from the subset's hash.
fn tag(bytes: &[u8]) -> String {
    Sha256::digest(bytes)[..6].iter().map(|byte| char::from(b'A' + byte % 26)).collect()
}

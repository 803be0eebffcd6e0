//! Faces for the certificate: loaded once, measured per character with fallbacks, embedded as subsets.

mod normalise;
mod subset;

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use ttf_parser::Face;

pub use normalise::{clean_text, normalise_name};
pub(crate) use subset::{SubsetRefusal, Used};

/// Where the faces of a [`FontSet`] lie on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FontPaths {
    /// The face of names and running text (LXGW WenKai 500).
    pub body: PathBuf,
    /// The face of the title and of headings (LXGW WenKai 700).
    pub title: PathBuf,
    /// Further faces, asked in this order for a character that the first two lack.
    pub fallbacks: Vec<FallbackFace>,
}

impl FontPaths {
    /// The two faces as set-up names them in one directory, without fallbacks.
    pub fn in_directory(directory: &Path) -> Self {
        Self {
            body: directory.join("lxgw-wenkai-500.ttf"),
            title: directory.join("lxgw-wenkai-700.ttf"),
            fallbacks: Vec::new(),
        }
    }
}

/// A fallback face: a file, and for a collection the index of the face in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FallbackFace {
    /// A TTF, OTF or TTC file.
    pub path: PathBuf,
    /// The face inside a collection (2 is the simplified Chinese one in Noto Serif CJK); 0 for a single face.
    pub index: u32,
}

/// The bytes of one face, owned or compiled in.
#[derive(Clone)]
pub struct FontData {
    /// A whole TTF, OTF or TTC file.
    pub bytes: Cow<'static, [u8]>,
    /// The face inside a collection; 0 for a single face.
    pub index: u32,
}

/// Why the faces could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum FontRefusal {
    /// The file is missing or may not be read.
    #[error("the font {path} cannot be read: {reason}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        reason: std::io::Error,
    },
    /// The bytes are not a TrueType or OpenType face, or the collection has no face of that index.
    #[error("{name} holds no font face with the index {index}")]
    NotAFont {
        /// The file, or the role of compiled-in bytes.
        name: String,
        /// The index that was asked for.
        index: u32,
    },
    /// The licence bits of the face (OS/2 fsType) forbid embedding.
    #[error("{name} forbids embedding")]
    EmbeddingForbidden {
        /// The file, or the role of compiled-in bytes.
        name: String,
    },
}

/// A character that no face of the set can draw: the document must not be issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no font has the character {character} (U+{code_point:04X})")]
pub struct MissingGlyph {
    /// The character.
    pub character: char,
    /// Its Unicode code point, for a message that is legible where the character is not.
    pub code_point: u32,
}

impl MissingGlyph {
    fn new(character: char) -> Self {
        Self { character, code_point: u32::from(character) }
    }
}

/// Which face leads: the others follow as fallbacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// Names and running text.
    Body,
    /// Title and headings.
    Title,
}

/// One loaded face.
struct Master {
    data: FontData,
    /// The PostScript name, which becomes the PDF's /BaseFont after the subset tag.
    post_script_name: String,
}

/// The faces of a certificate. Load it once and share it behind an `Arc`: it is some 33 MB large.
pub struct FontSet {
    masters: Vec<Master>,
}

impl std::fmt::Debug for FontSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.masters.iter().map(|m| &m.post_script_name)).finish()
    }
}

/// Index of the body face among the masters.
const BODY: usize = 0;
/// Index of the title face among the masters.
const TITLE: usize = 1;

impl FontSet {
    /// Reads the faces from disk.
    ///
    /// # Errors
    /// A file that cannot be read, is no font, or may not be embedded.
    pub fn load(paths: &FontPaths) -> Result<Self, FontRefusal> {
        let read = |path: &Path, index| {
            let bytes = std::fs::read(path)
                .map_err(|reason| FontRefusal::Unreadable { path: path.to_path_buf(), reason })?;
            Master::new(FontData { bytes: Cow::Owned(bytes), index }, &path.display().to_string())
        };
        let mut masters = vec![read(&paths.body, 0)?, read(&paths.title, 0)?];
        for fallback in &paths.fallbacks {
            masters.push(read(&fallback.path, fallback.index)?);
        }
        Ok(Self { masters })
    }

    /// Takes faces that are in memory already, for instance compiled into the program.
    ///
    /// # Errors
    /// Bytes that are no font or may not be embedded.
    pub fn from_data(body: FontData, title: FontData, fallbacks: Vec<FontData>) -> Result<Self, FontRefusal> {
        let mut masters = vec![Master::new(body, "the body font")?, Master::new(title, "the title font")?];
        for fallback in fallbacks {
            masters.push(Master::new(fallback, "a fallback font")?);
        }
        Ok(Self { masters })
    }

    /// The characters of `text` that no face can draw, each once, in their order: ask it before issuing.
    pub fn missing(&self, text: &str) -> Vec<MissingGlyph> {
        let faces = self.faces();
        let mut missing: Vec<MissingGlyph> = Vec::new();
        for character in text.chars() {
            if let Err(lack) = faces.pick(Style::Body, character)
                && !missing.contains(&lack)
            {
                missing.push(lack);
            }
        }
        missing
    }

    /// A parsed view for one document.
    pub(crate) fn faces(&self) -> Faces<'_> {
        let faces = self.masters.iter().map(|master| {
            Face::parse(&master.data.bytes, master.data.index).expect("the same bytes parsed when loaded")
        });
        Faces { set: self, faces: faces.collect() }
    }
}

impl Master {
    fn new(data: FontData, name: &str) -> Result<Self, FontRefusal> {
        let face = Face::parse(&data.bytes, data.index)
            .map_err(|_| FontRefusal::NotAFont { name: name.to_owned(), index: data.index })?;
        if face.permissions() == Some(ttf_parser::Permissions::Restricted) {
            return Err(FontRefusal::EmbeddingForbidden { name: name.to_owned() });
        }
        let post_script_name = face
            .names()
            .into_iter()
            .filter(|record| record.name_id == ttf_parser::name_id::POST_SCRIPT_NAME)
            .find_map(|record| record.to_string())
            .map(|found| found.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect::<String>())
            .filter(|found| !found.is_empty())
            .unwrap_or_else(|| "Font".to_owned());
        Ok(Self { data, post_script_name })
    }
}

/// The parsed faces during one rendering.
pub(crate) struct Faces<'a> {
    set: &'a FontSet,
    faces: Vec<Face<'a>>,
}

/// A piece of text that one face draws.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Run {
    /// Index of the face.
    pub master: usize,
    /// Its characters.
    pub text: String,
}

impl Faces<'_> {
    /// The first face in the style's order that has the character.
    pub fn pick(&self, style: Style, character: char) -> Result<usize, MissingGlyph> {
        let (first, second) = match style {
            Style::Body => (BODY, TITLE),
            Style::Title => (TITLE, BODY),
        };
        [first, second]
            .into_iter()
            .chain(TITLE + 1..self.faces.len())
            .find(|master| self.faces[*master].glyph_index(character).is_some_and(|glyph| glyph.0 != 0))
            .ok_or(MissingGlyph::new(character))
    }

    /// The advance width of one character in ems.
    pub fn advance(&self, style: Style, character: char) -> Result<f32, MissingGlyph> {
        let face = &self.faces[self.pick(style, character)?];
        let glyph = face.glyph_index(character).ok_or(MissingGlyph::new(character))?;
        Ok(f32::from(face.glyph_hor_advance(glyph).unwrap_or(0)) / f32::from(face.units_per_em()))
    }

    /// The advance width of a text in ems.
    pub fn measure(&self, style: Style, text: &str) -> Result<f32, MissingGlyph> {
        text.chars().map(|character| self.advance(style, character)).sum()
    }

    /// Splits a text into runs of one face each.
    pub fn runs(&self, style: Style, text: &str) -> Result<Vec<Run>, MissingGlyph> {
        let mut runs: Vec<Run> = Vec::new();
        for character in text.chars() {
            let master = self.pick(style, character)?;
            match runs.last_mut() {
                Some(run) if run.master == master => run.text.push(character),
                _ => runs.push(Run { master, text: character.to_string() }),
            }
        }
        Ok(runs)
    }
}

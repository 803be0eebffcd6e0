//! Names that carry a hash, compressed siblings and the manifest from plain names to hashed ones.

use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};

/// The address below which the server hands out the folder.
const ADDRESS: &str = "/pkg";

/// The files of the site before they are written.
#[derive(Default)]
pub struct Site {
    /// Plain name → (published name, bytes).
    files: BTreeMap<String, (String, Vec<u8>)>,
}

/// Bytes of one file as it is and compressed; what does not shrink has no sibling and its own size thrice.
pub struct Size {
    /// As written.
    pub raw: usize,
    /// Of the `.gz` sibling.
    pub gzip: usize,
    /// Of the `.br` sibling.
    pub brotli: usize,
}

impl Site {
    /// Publishes `bytes` under a name made from `name` and their hash.
    pub fn add(&mut self, name: &str, bytes: Vec<u8>) {
        self.files.insert(name.to_owned(), (hashed_name(name, &bytes), bytes));
    }

    /// Publishes `bytes` under `name` itself, for files that others import by relative path.
    pub fn add_as_is(&mut self, name: &str, bytes: Vec<u8>) {
        self.files.insert(name.to_owned(), (name.to_owned(), bytes));
    }

    /// The public address of the file at `path`, which lies below the folder `assets`.
    pub fn address_of(&self, path: &Path, assets: &Path) -> Option<String> {
        let (path, assets) = (path.canonicalize().ok()?, assets.canonicalize().ok()?);
        let name = path.strip_prefix(assets).ok()?.to_str()?;
        self.files.get(name).map(|(published, _)| format!("{ADDRESS}/{published}"))
    }

    /// The manifest: plain names to published ones, in the order of the alphabet.
    pub fn manifest(&self) -> String {
        let names: BTreeMap<_, _> =
            self.files.iter().map(|(name, (published, _))| (name, published)).collect();
        let mut text = serde_json::to_string_pretty(&names).expect("a map of strings is always JSON");
        text.push('\n');
        text
    }

    /// Writes everything into `out`, which appears at once in place of what stood there.
    ///
    /// # Errors
    /// When a folder or file cannot be written.
    pub fn write(&self, out: &Path) -> Result<BTreeMap<String, Size>> {
        let fresh = out.with_extension("new");
        if fresh.exists() {
            fs::remove_dir_all(&fresh)?;
        }
        fs::create_dir_all(&fresh)?;
        let mut sizes = BTreeMap::new();
        for (name, (published, bytes)) in &self.files {
            let path = fresh.join(published);
            fs::create_dir_all(path.parent().unwrap_or(&fresh))?;
            sizes.insert(name.clone(), write_with_siblings(&path, bytes)?);
        }
        fs::write(fresh.join("manifest.json"), self.manifest())?;
        if out.exists() {
            fs::remove_dir_all(out)?;
        }
        fs::rename(&fresh, out).with_context(|| format!("cannot write {}", out.display()))?;
        Ok(sizes)
    }
}

/// Adds every file of the folder `assets`; a missing folder is an empty one.
///
/// # Errors
/// When a file cannot be read.
pub fn assets(site: &mut Site, assets: &Path) -> Result<()> {
    if assets.is_dir() {
        for (name, bytes) in files_below(assets)? {
            site.add(&name, bytes);
        }
    }
    Ok(())
}

/// All files below `folder` with their paths relative to it, in order; names that begin with a dot stay out.
///
/// # Errors
/// When a file cannot be read or its name is not UTF-8.
pub fn files_below(folder: &Path) -> Result<Vec<(String, Vec<u8>)>> {
    let mut found = Vec::new();
    let mut open: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(here) = open.pop() {
        for entry in fs::read_dir(&here).with_context(|| format!("cannot read {}", here.display()))? {
            let path = entry?.path();
            let name = path.strip_prefix(folder)?.to_str().context("a file name is not UTF-8")?.to_owned();
            if path.file_name().is_some_and(|last| last.to_string_lossy().starts_with('.')) {
                continue;
            } else if path.is_dir() {
                open.push(path);
            } else {
                found.push((name, fs::read(&path)?));
            }
        }
    }
    found.sort();
    Ok(found)
}

/// `icons/seal.svg` → `icons/seal.<first 16 hex digits of SHA-256>.svg`.
fn hashed_name(name: &str, bytes: &[u8]) -> String {
    let hash = &hex::encode(Sha256::digest(bytes))[..16];
    let folder_end = name.rfind('/').map_or(0, |slash| slash + 1);
    match name[folder_end..].rfind('.') {
        Some(dot) => format!("{}.{hash}{}", &name[..folder_end + dot], &name[folder_end + dot..]),
        None => format!("{name}.{hash}"),
    }
}

/// Writes the file, and beside it `.gz` and `.br` where they are smaller.
fn write_with_siblings(path: &Path, bytes: &[u8]) -> Result<Size> {
    fs::write(path, bytes)?;
    let raw = bytes.len();
    let kind = path.extension().and_then(|kind| kind.to_str()).unwrap_or_default();
    if !["css", "html", "ico", "js", "json", "svg", "txt", "wasm", "webmanifest", "xml"].contains(&kind) {
        return Ok(Size { raw, gzip: raw, brotli: raw });
    }
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(bytes)?;
    let gzip = gzip.finish()?;
    let mut brotli = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { size_hint: raw, ..Default::default() };
    brotli::BrotliCompress(&mut &bytes[..], &mut brotli, &parameters)?;
    let mut size = Size { raw, gzip: raw, brotli: raw };
    for (suffix, packed, size) in [("gz", gzip, &mut size.gzip), ("br", brotli, &mut size.brotli)] {
        if packed.len() < raw {
            *size = packed.len();
            fs::write(path.with_extension(format!("{kind}.{suffix}")), packed)?;
        }
    }
    Ok(size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_stands_before_the_last_dot_of_the_file_name() {
        // SHA-256 of nothing begins with e3b0c44298fc1c14.
        assert_eq!(hashed_name("app.css", b""), "app.e3b0c44298fc1c14.css");
        assert_eq!(hashed_name("v1.2/seal", b""), "v1.2/seal.e3b0c44298fc1c14");
        assert_eq!(hashed_name("icons/a.b.svg", b""), "icons/a.b.e3b0c44298fc1c14.svg");
    }

    #[test]
    fn other_bytes_get_another_name() {
        assert_ne!(hashed_name("app.js", b"1"), hashed_name("app.js", b"2"));
    }

    #[test]
    fn the_manifest_leads_from_plain_names_to_published_ones() {
        let mut site = Site::default();
        site.add("app.wasm", Vec::new());
        site.add_as_is("snippets/x/inline0.js", Vec::new());
        let read: BTreeMap<String, String> = serde_json::from_str(&site.manifest()).unwrap();
        assert_eq!(read["app.wasm"], "app.e3b0c44298fc1c14.wasm");
        assert_eq!(read["snippets/x/inline0.js"], "snippets/x/inline0.js");
    }

    #[test]
    fn written_siblings_unpack_to_the_same_bytes_and_old_files_are_gone() {
        let out = std::env::temp_dir().join(format!("anxun-publish-{}/pkg", std::process::id()));
        fs::create_dir_all(&out).unwrap();
        fs::write(out.join("old.css"), "x").unwrap();
        let bytes = "安训 ".repeat(500).into_bytes();
        let mut site = Site::default();
        site.add("app.css", bytes.clone());
        let sizes = site.write(&out).unwrap();
        let name = hashed_name("app.css", &bytes);
        let mut from_gzip = Vec::new();
        let packed = fs::read(out.join(format!("{name}.gz"))).unwrap();
        std::io::copy(&mut flate2::read::GzDecoder::new(&packed[..]), &mut from_gzip).unwrap();
        let mut from_brotli = Vec::new();
        let packed = fs::read(out.join(format!("{name}.br"))).unwrap();
        brotli::BrotliDecompress(&mut &packed[..], &mut from_brotli).unwrap();
        let old_is_gone = !out.join("old.css").exists();
        fs::remove_dir_all(out.parent().unwrap()).unwrap();
        assert_eq!((from_gzip, from_brotli), (bytes.clone(), bytes));
        assert!(old_is_gone);
        assert!(sizes["app.css"].brotli < sizes["app.css"].raw / 10);
    }
}

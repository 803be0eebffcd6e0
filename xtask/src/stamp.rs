//! A stamp says from which files something was made, so that it is made again only when they differ.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

/// The SHA-256 over the names and bytes of all files at and below `paths` (relative to `root`) and over `more`;
/// a path that does not exist counts as empty, and the order of the file system does not matter.
///
/// # Errors
/// When a file cannot be read.
pub fn of(root: &Path, paths: &[&Path], more: &str) -> Result<String> {
    let mut files = Vec::new();
    for path in paths {
        collect(&root.join(path), &mut files)?;
    }
    files.sort();
    let mut hash = Sha256::new();
    hash.update(more);
    for file in files {
        let bytes = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        let name = file.strip_prefix(root).unwrap_or(&file).to_string_lossy();
        // Lengths keep the border between a name, its bytes and the next name.
        hash.update(format!("\n{} {} {name}", name.len(), bytes.len()));
        hash.update(&bytes);
    }
    Ok(hex::encode(hash.finalize()))
}

/// Whether `file` holds `stamp`.
pub fn is_fresh(file: &Path, stamp: &str) -> bool {
    fs::read_to_string(file).is_ok_and(|kept| kept == stamp)
}

/// Keeps `stamp` in `file`.
///
/// # Errors
/// When the file cannot be written.
pub fn keep(file: &Path, stamp: &str) -> Result<()> {
    fs::create_dir_all(file.parent().unwrap_or(Path::new(".")))?;
    fs::write(file, stamp).with_context(|| format!("cannot write {}", file.display()))
}

/// Adds `path`, or all files below it.
fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path).with_context(|| format!("cannot read {}", path.display()))? {
            collect(&entry?.path(), files)?;
        }
    } else if path.exists() {
        files.push(path.to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A fresh folder with the files `a` and `b/c`.
    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("anxun-stamp-{}-{name}", std::process::id()));
        fs::create_dir_all(folder.join("b")).unwrap();
        fs::write(folder.join("a"), "1").unwrap();
        fs::write(folder.join("b/c"), "2").unwrap();
        folder
    }

    #[test]
    fn a_stamp_changes_with_bytes_names_and_the_added_text() {
        let root = folder("changes");
        let stamp =
            |more: &str| of(&root, &[Path::new("a"), Path::new("b"), Path::new("gone")], more).unwrap();
        let first = stamp("");
        assert_eq!(stamp(""), first);
        assert_ne!(stamp("debian"), first);
        fs::write(root.join("b/c"), "3").unwrap();
        let second = stamp("");
        assert_ne!(second, first);
        fs::rename(root.join("b/c"), root.join("b/d")).unwrap();
        assert_ne!(stamp(""), second);
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn a_kept_stamp_is_fresh_until_another_is_kept() {
        let root = folder("kept");
        let file = root.join("stamps/site");
        assert!(!is_fresh(&file, "x"));
        keep(&file, "x").unwrap();
        assert!(is_fresh(&file, "x"));
        keep(&file, "y").unwrap();
        assert!(!is_fresh(&file, "x"));
        fs::remove_dir_all(root).unwrap();
    }
}

//! LXGW WenKai for the certificates, in the two weights 500 and 700, as TTF in `target/fonts`.
//!
//! The bytes of a certificate depend on the bytes of the font, so version and SHA-256 are pinned; a cache of the
//! user outlives `cargo clean`. Debian's package is an older version and only the second choice.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use crate::{
    setup,
    step::call,
    tree::{Tree, on_path},
};

/// The npm package that holds the whole font in one file per weight.
const PACKAGE: &str = "@fontsource/lxgw-wenkai@5.3.0";
/// The file that `npm pack` makes of it.
const ARCHIVE: &str = "fontsource-lxgw-wenkai-5.3.0.tgz";
/// And its SHA-256.
const ARCHIVE_SHA256: &str = "e796ef6dd20f4eea37625222872095a7d049fa6bfdd6fe80a15dfa22fdf2c7ca";
/// The folder of Debian's package.
const DEBIAN: &str = "/usr/share/fonts/truetype/lxgw-wenkai";

/// One weight.
struct Face {
    /// Its name in `target/fonts`.
    name: &'static str,
    /// Its name in the npm package.
    woff2: &'static str,
    /// The SHA-256 of the decoded file.
    sha256: &'static str,
    /// Its name in Debian's package.
    debian: &'static str,
}

/// Both weights.
const FACES: [Face; 2] = [
    Face {
        name: "lxgw-wenkai-500.ttf",
        woff2: "package/files/lxgw-wenkai-latin-500-normal.woff2",
        sha256: "0b61bfb5d7a5021e57085c6d868d93f0a82d35b4484e6e887392729b6794bccd",
        debian: "LXGWWenKai-Regular.ttf",
    },
    Face {
        name: "lxgw-wenkai-700.ttf",
        woff2: "package/files/lxgw-wenkai-latin-700-normal.woff2",
        sha256: "b7cfabe4ad3c267be38bcc2ffd8b57686d320bddcd92e0b0677aa4673e574bf6",
        debian: "LXGWWenKai-Bold.ttf",
    },
];

/// The text of the font's licence, which goes where the font goes.
const LICENCE: &str = "lxgw-wenkai-OFL.txt";

/// Puts both weights into `target/fonts`: they are there, or in the cache, or come from npm or from Debian.
///
/// # Errors
/// When none of the ways works; when what npm brings is not what is pinned.
pub fn provide(tree: &Tree) -> Result<()> {
    let fonts = tree.fonts();
    if FACES.iter().all(|face| fonts.join(face.name).is_file()) {
        println!("    found in {}", fonts.display());
        return Ok(());
    }
    fs::create_dir_all(&fonts)?;
    let cache =
        cache_folder(|name| env::var_os(name).map(PathBuf::from)).unwrap_or_else(|| fonts.join("cache"));
    if is_complete(&cache) {
        println!("    taken from the cache {}", cache.display());
    } else if on_path("npm").is_some() {
        fetch(&cache)?;
    } else {
        return from_debian(&fonts);
    }
    for name in [FACES[0].name, FACES[1].name, LICENCE] {
        link(&cache.join(name), &fonts.join(name))?;
    }
    Ok(())
}

/// `$XDG_CACHE_HOME/anxun/fonts`, else `~/.cache/anxun/fonts`.
fn cache_folder(variable: impl Fn(&str) -> Option<PathBuf>) -> Option<PathBuf> {
    let absolute = |path: &PathBuf| path.is_absolute();
    let base = variable("XDG_CACHE_HOME").filter(absolute);
    let base = base.or_else(|| Some(variable("HOME").filter(absolute)?.join(".cache")))?;
    Some(base.join("anxun/fonts"))
}

/// Whether the folder holds both weights with the pinned bytes.
fn is_complete(folder: &Path) -> bool {
    let holds =
        |face: &Face| fs::read(folder.join(face.name)).is_ok_and(|bytes| sha256(&bytes) == face.sha256);
    folder.join(LICENCE).is_file() && FACES.iter().all(holds)
}

/// Brings the package with the ordinary npm client, checks it and decodes both weights into `cache`.
fn fetch(cache: &Path) -> Result<()> {
    fs::create_dir_all(cache)?;
    let work = cache.join(format!("fetch-{}", std::process::id()));
    fs::create_dir_all(&work)?;
    let done = decode_package(&work, cache);
    fs::remove_dir_all(&work)?;
    done
}

/// The part of [`fetch`] that may fail halfway.
fn decode_package(work: &Path, cache: &Path) -> Result<()> {
    call(Command::new("npm").args(["pack", "--silent", PACKAGE]).current_dir(work))?;
    let archive = fs::read(work.join(ARCHIVE)).with_context(|| format!("npm made no {ARCHIVE}"))?;
    let found = sha256(&archive);
    if found != ARCHIVE_SHA256 {
        bail!("{ARCHIVE} has the SHA-256 {found}, pinned is {ARCHIVE_SHA256}");
    }
    call(Command::new("tar").args(["-xzf", ARCHIVE]).current_dir(work))?;
    for face in &FACES {
        let woff2 = fs::read(work.join(face.woff2))?;
        let Ok(ttf) = wuff::decompress_woff2(&woff2) else { bail!("{} is no WOFF2", face.woff2) };
        let found = sha256(&ttf);
        if found != face.sha256 {
            bail!("{} decoded to the SHA-256 {found}, pinned is {}", face.name, face.sha256);
        }
        let whole = work.join(face.name);
        fs::write(&whole, ttf)?;
        fs::rename(whole, cache.join(face.name))?;
    }
    fs::rename(work.join("package/LICENSE"), cache.join(LICENCE))?;
    println!("    decoded into {}", cache.display());
    Ok(())
}

/// Copies the fonts of Debian's package, which is installed first where this process may.
fn from_debian(fonts: &Path) -> Result<()> {
    let debian = Path::new(DEBIAN);
    if !debian.is_dir() {
        setup::install(&["fonts-lxgw-wenkai"])
            .context("npm is missing, and so is Debian's package of the font")?;
    }
    println!("    npm is missing: using the older version in {DEBIAN}");
    for face in &FACES {
        let part = fonts.join(format!("{}.part", face.name));
        fs::copy(debian.join(face.debian), &part).with_context(|| format!("no {}", face.debian))?;
        fs::rename(part, fonts.join(face.name))?;
    }
    Ok(())
}

/// Links `to` to the file `from`, or copies it where the file system cannot link.
fn link(from: &Path, to: &Path) -> Result<()> {
    if to.exists() {
        fs::remove_file(to)?;
    }
    if fs::hard_link(from, to).is_err() {
        let part = to.with_extension("part");
        fs::copy(from, &part).with_context(|| format!("cannot copy {}", from.display()))?;
        fs::rename(part, to)?;
    }
    Ok(())
}

/// In lower-case hex digits.
fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cache_stands_where_the_user_keeps_caches() {
        let both = |name: &str| Some(PathBuf::from(if name == "HOME" { "/home/a" } else { "/cache" }));
        assert_eq!(cache_folder(both), Some(PathBuf::from("/cache/anxun/fonts")));
        let home = |name: &str| (name == "HOME").then(|| PathBuf::from("/home/a"));
        assert_eq!(cache_folder(home), Some(PathBuf::from("/home/a/.cache/anxun/fonts")));
        assert_eq!(cache_folder(|_| None), None);
    }

    #[test]
    fn a_relative_cache_folder_is_ignored_as_its_standard_says() {
        assert_eq!(cache_folder(|_| Some(PathBuf::from("relative"))), None);
    }

    #[test]
    fn a_cache_with_other_bytes_is_not_complete() {
        let folder = env::temp_dir().join(format!("anxun-fonts-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        for name in [FACES[0].name, FACES[1].name, LICENCE] {
            fs::write(folder.join(name), "not a font").unwrap();
        }
        let complete = is_complete(&folder);
        fs::remove_dir_all(folder).unwrap();
        assert!(!complete);
    }
}

//! The style sheet: one entry file whose `@import`s are pulled in, minified and lowered for the oldest
//! browsers that get the full styling. Cascade layers cannot be lowered: they set that floor.

use std::path::Path;

use anyhow::{Result, anyhow};
use lightningcss::{
    bundler::{Bundler, FileProvider},
    dependencies::{Dependency, DependencyOptions},
    printer::PrinterOptions,
    stylesheet::{MinifyOptions, ParserOptions},
    targets::{Browsers, Targets},
};

/// The floor of section 4.1 of the architecture: the first versions that know `@layer`.
fn floor() -> Targets {
    let version = |major: u32, minor: u32| Some(major << 16 | minor << 8);
    Targets::from(Browsers {
        chrome: version(99, 0),
        edge: version(99, 0),
        android: version(99, 0),
        safari: version(15, 4),
        ios_saf: version(15, 4),
        firefox: version(97, 0),
        ..Browsers::default()
    })
}

/// Bundles the sheet `entry`; `address` gives the public address of a picture named by a relative `url()`.
///
/// # Errors
/// When a file is missing, does not parse (with file, line and column) or names an unknown picture.
pub fn bundle(entry: &Path, address: impl Fn(&Path) -> Option<String>) -> Result<String> {
    let files = FileProvider::new();
    let mut bundler = Bundler::new(&files, None, ParserOptions::default());
    let mut sheet = bundler.bundle(entry).map_err(|error| anyhow!("{error}"))?;
    let targets = floor();
    sheet
        .minify(MinifyOptions { targets, ..MinifyOptions::default() })
        .map_err(|error| anyhow!("{error}"))?;
    let printed = sheet
        .to_css(PrinterOptions {
            minify: true,
            targets,
            analyze_dependencies: Some(DependencyOptions { remove_imports: false }),
            ..PrinterOptions::default()
        })
        .map_err(|error| anyhow!("{error}"))?;
    let mut css = printed.code;
    for dependency in printed.dependencies.unwrap_or_default() {
        let Dependency::Url(picture) = dependency else { continue };
        let source = Path::new(&picture.loc.file_path);
        let target = if picture.url.starts_with("data:") || picture.url.starts_with('#') {
            picture.url.replace('"', "%22")
        } else {
            let path = source.parent().unwrap_or(Path::new("")).join(&picture.url);
            address(&path).ok_or_else(|| {
                let line = picture.loc.start.line;
                anyhow!("{}:{line}: there is no picture {}", source.display(), picture.url)
            })?
        };
        css = css.replace(&picture.placeholder, &target);
    }
    Ok(css)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bundles sheets written to a fresh folder; the first is the entry, the only picture is `seal.svg`.
    fn bundled(name: &str, sheets: &[(&str, &str)]) -> Result<String> {
        let folder = std::env::temp_dir().join(format!("anxun-style-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        for (file, text) in sheets {
            std::fs::write(folder.join(file), text).unwrap();
        }
        let css = bundle(&folder.join(sheets[0].0), |path| {
            path.ends_with("seal.svg").then(|| "/pkg/seal.0.svg".to_owned())
        });
        std::fs::remove_dir_all(&folder).unwrap();
        css
    }

    #[test]
    fn imports_are_pulled_in_within_their_layer() {
        let css = bundled(
            "import",
            &[
                ("main.css", "@layer base, late; @import url(base.css) layer(base);"),
                ("base.css", "p { color: red; }"),
            ],
        );
        assert_eq!(css.unwrap(), "@layer base{p{color:red}}@layer late;");
    }

    #[test]
    fn nesting_is_lowered() {
        let css = bundled("nesting", &[("main.css", ".table { & td { color: red; } }")]);
        assert_eq!(css.unwrap(), ".table td{color:red}");
    }

    #[test]
    fn light_dark_does_not_reach_browsers_that_do_not_know_it() {
        let sheet = ":root { color-scheme: light dark; --ink: light-dark(#111, #eee); color: var(--ink); }";
        let css = bundled("scheme", &[("main.css", sheet)]).unwrap();
        assert!(!css.contains("light-dark("), "{css}");
        assert!(css.contains("prefers-color-scheme:dark"), "{css}");
    }

    #[test]
    fn pictures_get_their_public_address_and_inline_ones_stay() {
        let sheet = ".a{background:url(seal.svg)}.b{background:url(data:image/png;base64,AA==)}";
        let css = bundled("pictures", &[("main.css", sheet)]).unwrap();
        assert!(css.contains(r#"url("/pkg/seal.0.svg")"#), "{css}");
        assert!(css.contains("data:image/png;base64,AA=="), "{css}");
    }

    #[test]
    fn an_unknown_picture_is_refused_with_its_place() {
        let refusal = bundled("unknown", &[("main.css", ".a{background:url(gone.svg)}")]).unwrap_err();
        assert!(refusal.to_string().ends_with("main.css:1: there is no picture gone.svg"), "{refusal}");
    }
}

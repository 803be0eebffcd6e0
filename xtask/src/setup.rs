//! What the machine must have: system programs, the fonts of the certificates, the wasm target.

use std::{fs, path::Path, process::Command};

use anyhow::{Result, bail};

use crate::{
    fonts, postgres,
    step::{Steps, answer, call},
    tree::{Tree, on_path},
    wasm,
};

/// A system program that the tests need; running the server needs none.
struct Tool {
    /// What it is called in messages.
    name: &'static str,
    /// Whether it is there.
    present: fn() -> bool,
    /// Its package on Debian, and on Ubuntu unless `by_hand` says otherwise.
    package: &'static str,
    /// What to do where Ubuntu has no fitting package.
    by_hand: Option<&'static str>,
}

/// Chromium on Ubuntu is a snap that cannot read the tests' folders.
const CHROME_BY_HAND: &str = "install Chrome or Chromium yourself and set CHROME to its path";

/// And its driver comes with that snap.
const DRIVER_BY_HAND: &str = "install the matching chromedriver and set CHROMEDRIVER to its path";

/// All of them.
const TOOLS: [Tool; 8] = [
    Tool {
        name: "Chromium",
        present: || given("CHROME") || any(&["chromium", "google-chrome", "chrome"]),
        package: "chromium",
        by_hand: Some(CHROME_BY_HAND),
    },
    Tool {
        name: "chromedriver",
        present: || given("CHROMEDRIVER") || any(&["chromedriver"]),
        package: "chromium-driver",
        by_hand: Some(DRIVER_BY_HAND),
    },
    Tool {
        name: "PostgreSQL 14 or newer",
        present: || given(postgres::VARIABLE) || postgres::programs().is_some(),
        package: "postgresql",
        by_hand: None,
    },
    Tool { name: "pdftotext", present: || any(&["pdftotext"]), package: "poppler-utils", by_hand: None },
    Tool { name: "qpdf", present: || any(&["qpdf"]), package: "qpdf", by_hand: None },
    Tool { name: "zbarimg", present: || any(&["zbarimg"]), package: "zbar-tools", by_hand: None },
    Tool { name: "python3", present: || any(&["python3"]), package: "python3", by_hand: None },
    Tool {
        name: "Chinese screen fonts",
        present: has_chinese_fonts,
        package: "fonts-noto-cjk",
        by_hand: None,
    },
];

/// The kind of system, as far as packages go.
#[derive(Clone, Copy, PartialEq)]
pub enum System {
    /// Debian and what calls itself like it.
    Debian,
    /// Ubuntu and what calls itself like it.
    Ubuntu,
    /// Anything else.
    Other,
}

/// `cargo xtask setup`: everything.
///
/// # Errors
/// When something can neither be found nor installed.
pub fn command(tree: &Tree) -> Result<bool> {
    let mut steps = Steps::new(3);
    steps.run("programs for the tests", programs);
    steps.run("fonts of the certificates", || fonts::provide(tree));
    steps.run("wasm target", || wasm::provide(tree));
    println!("\n{}", steps.table());
    Ok(steps.all_well())
}

/// Finds the system programs, or installs them where this process may, or names the exact command.
///
/// # Errors
/// When something is missing and cannot be installed from here.
pub fn programs() -> Result<()> {
    let missing: Vec<_> = TOOLS.iter().filter(|tool| !(tool.present)()).collect();
    if missing.is_empty() {
        println!("    all found");
        return Ok(());
    }
    let names: Vec<_> = missing.iter().map(|tool| tool.name).collect();
    println!("    missing: {}", names.join(", "));
    let system = system();
    if system == System::Other {
        bail!("install with the package manager of this system: {}", names.join(", "));
    }
    let (by_hand, packaged): (Vec<&Tool>, Vec<&Tool>) =
        missing.into_iter().partition(|tool| system == System::Ubuntu && tool.by_hand.is_some());
    let packages: Vec<_> = packaged.iter().map(|tool| tool.package).collect();
    if !packages.is_empty() {
        install(&packages)?;
    }
    let hints: Vec<_> = by_hand.iter().filter_map(|tool| tool.by_hand).collect();
    if !hints.is_empty() {
        bail!("{}", hints.join("; "));
    }
    Ok(())
}

/// Installs Debian or Ubuntu packages as root.
///
/// # Errors
/// When this process is not root or the system has no apt-get, with the command to type; when apt-get fails.
pub fn install(packages: &[&str]) -> Result<()> {
    if system() == System::Other {
        bail!("install {} with the package manager of this system", packages.join(" "));
    }
    if !is_root() {
        bail!("run `sudo apt-get install --yes --no-install-recommends {}`", packages.join(" "));
    }
    let apt = |arguments: &[&str]| {
        call(
            Command::new("apt-get")
                .args(arguments)
                .args(["--quiet=2"])
                .env("DEBIAN_FRONTEND", "noninteractive"),
        )
    };
    apt(&["update"])?;
    let mut arguments = vec!["install", "--yes", "--no-install-recommends"];
    arguments.extend_from_slice(packages);
    apt(&arguments)
}

/// Whether this process may install packages and has to leave root for PostgreSQL.
pub fn is_root() -> bool {
    answer(Command::new("id").arg("-u")).as_deref() == Some("0")
}

/// Reads which system this is.
pub fn system() -> System {
    system_of(&fs::read_to_string("/etc/os-release").unwrap_or_default())
}

/// The system that an `os-release` file describes: its `ID`, else the nearest of `ID_LIKE`.
fn system_of(os_release: &str) -> System {
    let value = |key: &str| {
        let line = os_release.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix('='));
        line.unwrap_or_default().trim_matches('"').to_owned()
    };
    let (id, like) = (value("ID"), value("ID_LIKE"));
    let known = |name: &str| match name {
        "debian" => Some(System::Debian),
        "ubuntu" => Some(System::Ubuntu),
        _ => None,
    };
    std::iter::once(id.as_str()).chain(like.split(' ')).find_map(known).unwrap_or(System::Other)
}

/// Whether the variable is set, by which a user names a program or service of their own.
fn given(variable: &str) -> bool {
    std::env::var_os(variable).is_some_and(|value| !value.is_empty())
}

/// Whether one of the programs is on `PATH`.
fn any(programs: &[&str]) -> bool {
    programs.iter().any(|program| on_path(program).is_some())
}

/// Whether the browser can draw Chinese.
fn has_chinese_fonts() -> bool {
    Path::new("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc").exists()
        || answer(Command::new("fc-list").arg(":lang=zh-cn")).is_some_and(|fonts| !fonts.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derived_systems_count_as_the_one_they_are_nearest_to() {
        assert!(system_of("NAME=x\nID=debian\n") == System::Debian);
        assert!(system_of("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n") == System::Ubuntu);
        assert!(system_of("ID=fedora\nVERSION_ID=44\n") == System::Other);
        assert!(system_of("") == System::Other);
    }
}

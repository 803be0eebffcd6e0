//! Where the tests find what was built.

use server::config::Config;
use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

/// Cargo's target folder, from where this program runs.
///
/// # Panics
/// When this program does not stand in `target/PROFILE` or in `deps` below it.
#[must_use]
pub fn target() -> PathBuf {
    profile().parent().expect("a profile stands in a target folder").to_owned()
}

/// A program that was built into the profile of this one, such as `anxun`.
///
/// # Panics
/// When this program does not stand in `target/PROFILE` or in `deps` below it.
#[must_use]
pub fn program(name: &str) -> PathBuf {
    profile().join(name)
}

/// The folder of the profile; tests stand in `deps` below it.
fn profile() -> PathBuf {
    let own = std::env::current_exe().expect("a program knows its own file");
    let folder = own.parent().expect("a program stands in a folder");
    let is_test = folder.file_name().is_some_and(|name| name == "deps");
    if is_test { folder.parent().expect("deps stands in a profile").to_owned() } else { folder.to_owned() }
}

/// The folder of the workspace.
///
/// # Panics
/// Never: the package stands two folders below.
#[must_use]
pub fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.ancestors().nth(2).expect("the package stands two folders below the workspace").to_owned()
}

/// The folder of the certificate fonts.
#[must_use]
pub fn fonts() -> PathBuf {
    setting("ANXUN_FONTS").map_or_else(|| target().join("fonts"), PathBuf::from)
}

/// The folder of the built site.
#[must_use]
pub fn site() -> PathBuf {
    setting("ANXUN_SITE").map_or_else(|| target().join("site"), PathBuf::from)
}

/// A setting of the test run from the environment; an empty one is none.
#[must_use]
#[expect(
    clippy::disallowed_methods,
    reason = "the settings of a test run come from the environment, here alone"
)]
pub fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The settings of a server over a database, as they are without any of the user's own.
#[must_use]
pub fn config(data: PathBuf, database_url: &str, listen: SocketAddr, public_url: &str) -> Config {
    Config {
        listen,
        media: data.join("media"),
        data,
        database_url: database_url.into(),
        site: site(),
        fonts: fonts(),
        banks: root().join("question-banks"),
        public_url: public_url.into(),
        secure_cookies: public_url.starts_with("https://"),
        notify: server::config::Notify::default(),
    }
}

//! Where things stand, and how `cargo` is called.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

/// The project's folder and its build folder.
pub struct Tree {
    /// The folder of the workspace's `Cargo.toml`.
    pub root: PathBuf,
    /// Cargo's target folder.
    pub target: PathBuf,
}

impl Tree {
    /// Asks Cargo's environment; both folders are absolute.
    pub fn find() -> Tree {
        let package = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root = Path::new(&package).parent().expect("the package stands in the workspace").to_owned();
        // This program runs from target/debug, also where the target folder has been moved.
        let target = env::current_exe().ok().and_then(|program| Some(program.ancestors().nth(2)?.to_owned()));
        let target = target.unwrap_or_else(|| root.join("target"));
        Tree { root, target }
    }

    /// The folder that the server hands out.
    pub fn site(&self) -> PathBuf {
        self.target.join("site")
    }

    /// The folder of the fonts that certificates are written with.
    pub fn fonts(&self) -> PathBuf {
        self.target.join("fonts")
    }

    /// A `cargo` call in the workspace.
    pub fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.args(arguments).current_dir(&self.root);
        forget_own_package(&mut command);
        command
    }

    /// A call of the server's binary as built in the dev profile.
    pub fn anxun(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(self.target.join("debug/anxun"));
        command.args(arguments).current_dir(&self.root);
        command
    }
}

/// Takes away what Cargo told this program about its own package: build scripts that watch these variables
/// would otherwise run again at each change between `cargo xtask` and plain `cargo`.
pub fn forget_own_package(command: &mut Command) {
    for (name, _) in env::vars_os() {
        let own = name.to_string_lossy();
        if own.starts_with("CARGO_PKG_") || own.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
}

/// The file `program` in a folder of `PATH`.
pub fn on_path(program: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(program)).find(|file| file.is_file())
}

//! The browser's module from the package `frontend`, by whichever toolchain can compile for wasm.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use crate::{
    setup,
    step::{answer, call},
    tree::{Tree, forget_own_package, on_path},
};

/// The compilation target.
const TARGET: &str = "wasm32-unknown-unknown";
/// Debian 12's compiler with the sources of the standard library; enough where rustup cannot be reached.
const DEBIAN_PACKAGES: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];
/// Where these packages put the standard library.
const DEBIAN_STD: &str = "/usr/lib/rustlib/src/rust/library/std/Cargo.toml";
/// Set to `debian`, it takes the third way even where rustup's target is there.
const CHOICE: &str = "ANXUN_WASM_TOOLCHAIN";

/// Who compiles.
#[derive(Debug, Clone, PartialEq)]
pub enum Toolchain {
    /// The compiler that also builds the server has the target's standard library.
    Own,
    /// Debian's compiler builds the standard library along; the linker is one of two.
    Debian(Linker),
}

/// The linker for Debian's compiler.
#[derive(Debug, Clone, PartialEq)]
pub enum Linker {
    /// The folder with rustup's `rust-lld`, which is what the compiler looks for.
    RustLld(PathBuf),
    /// The file of Debian's own.
    WasmLd(PathBuf),
}

impl Toolchain {
    /// Stands in the stamp: the two ways make different bytes.
    pub fn name(&self) -> &'static str {
        match self {
            Toolchain::Own => "own",
            Toolchain::Debian(_) => "debian",
        }
    }
}

/// Finds a toolchain or installs one: the target is there; `rustup target add`; Debian's packages.
///
/// # Errors
/// When none of the three ways works, with what to do.
pub fn provide(tree: &Tree) -> Result<Toolchain> {
    if let Some(found) = find(tree) {
        println!("    {TARGET} found ({})", found.name());
        return Ok(found);
    }
    let debian_wanted = env::var(CHOICE).is_ok_and(|choice| choice == "debian");
    if !debian_wanted && on_path("rustup").is_some() {
        let added = call(Command::new("rustup").args(["target", "add", TARGET]).current_dir(&tree.root));
        match added {
            Ok(()) if has_target(tree) => return Ok(Toolchain::Own),
            Ok(()) => println!("    rustup added the target to another toolchain than `rustc`"),
            Err(error) => println!("    {error}; trying the compiler of Debian"),
        }
    }
    let mut packages = Vec::new();
    if !Path::new(DEBIAN_STD).exists() {
        packages.extend(DEBIAN_PACKAGES);
    }
    if linker(tree).is_none() {
        packages.push("lld-22");
    }
    setup::install(&packages).with_context(|| format!("the Rust target {TARGET} is missing"))?;
    find(tree).with_context(|| format!("{} do not bring what is needed here", packages.join(" ")))
}

/// The toolchain that is there, without installing anything.
pub fn find(tree: &Tree) -> Option<Toolchain> {
    let debian_wanted = env::var(CHOICE).is_ok_and(|choice| choice == "debian");
    if !debian_wanted && has_target(tree) {
        return Some(Toolchain::Own);
    }
    let complete = Path::new(DEBIAN_STD).exists() && Path::new("/usr/bin/cargo").exists();
    if complete { linker(tree).map(Toolchain::Debian) } else { None }
}

/// Compiles the package `frontend` in the profile `wasm-release`, in a target folder of its own.
///
/// # Errors
/// When it does not compile or makes no module.
pub fn build(tree: &Tree, toolchain: &Toolchain) -> Result<PathBuf> {
    let folder = tree.target.join("wasm").join(toolchain.name());
    let arguments = ["build", "--package", "frontend", "--target", TARGET, "--profile", "wasm-release"];
    let mut cargo = match toolchain {
        Toolchain::Own => tree.cargo(&arguments),
        Toolchain::Debian(linker) => {
            let mut cargo = debian_cargo(linker);
            cargo.args(arguments).args(["-Z", "build-std=std,panic_abort"]).current_dir(&tree.root);
            cargo
        }
    };
    call(cargo.arg("--target-dir").arg(&folder))?;
    let module = folder.join(TARGET).join("wasm-release/frontend.wasm");
    if !module.is_file() {
        bail!("the build made no {}", module.display());
    }
    Ok(module)
}

/// Whether the compiler's own standard library for the target is there.
fn has_target(tree: &Tree) -> bool {
    let asked = answer(
        Command::new("rustc").args(["--print", "target-libdir", "--target", TARGET]).current_dir(&tree.root),
    );
    // The folder may be left over and empty.
    asked.is_some_and(|folder| fs::read_dir(folder).is_ok_and(|mut files| files.next().is_some()))
}

/// Debian's cargo and nothing of rustup's around it.
fn debian_cargo(linker: &Linker) -> Command {
    let mut cargo = Command::new("/usr/bin/cargo");
    forget_own_package(&mut cargo);
    for name in ["CARGO", "RUSTC", "RUSTDOC", "RUSTC_WRAPPER", "RUSTUP_TOOLCHAIN", "LD_LIBRARY_PATH"] {
        cargo.env_remove(name);
    }
    // Building the standard library is still called unstable; this admits it in a stable compiler.
    cargo.env("RUSTC_BOOTSTRAP", "1");
    let mut path = vec![PathBuf::from("/usr/bin"), PathBuf::from("/bin")];
    match linker {
        Linker::RustLld(folder) => path.push(folder.clone()),
        Linker::WasmLd(file) => {
            cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", file);
        }
    }
    cargo.env("PATH", env::join_paths(path).expect("these folders hold no colon"));
    cargo
}

/// Rustup's linker, else Debian's.
fn linker(tree: &Tree) -> Option<Linker> {
    let libraries = answer(Command::new("rustc").args(["--print", "target-libdir"]).current_dir(&tree.root));
    let rust_lld = libraries.and_then(|folder| Some(Path::new(&folder).parent()?.join("bin")));
    let rust_lld = rust_lld.filter(|folder| folder.join("rust-lld").is_file());
    rust_lld.map(Linker::RustLld).or_else(|| {
        let file = PathBuf::from("/usr/bin/wasm-ld-22");
        file.is_file().then_some(Linker::WasmLd(file))
    })
}

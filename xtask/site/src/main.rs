//! Makes the folder of static files that the server hands out: the browser's module with its glue, the one
//! style sheet and the pictures, each under a name that carries the hash of its bytes.
//!
//! `site --wasm FILE --style FILE --assets DIR --out DIR`, called by `cargo xtask site`.
#![expect(clippy::print_stdout, reason = "a command-line tool speaks on standard output")]

mod module;
mod publish;
mod style;

use std::{collections::HashMap, path::PathBuf, time::Instant};

use anyhow::{Context, Result, bail};

use publish::Site;

fn main() -> Result<()> {
    let options = options(std::env::args().skip(1))?;
    let option =
        |name: &str| options.get(name).map(PathBuf::from).with_context(|| format!("--{name} is missing"));
    let (wasm, sheet, assets, out) = (option("wasm")?, option("style")?, option("assets")?, option("out")?);

    let mut site = Site::default();
    publish::assets(&mut site, &assets)?;
    let started = Instant::now();
    let css = style::bundle(&sheet, |picture| site.address_of(picture, &assets))?;
    site.add("app.css", css.into_bytes());
    println!("    style sheet bundled in {:.1} s", started.elapsed().as_secs_f32());

    let started = Instant::now();
    let glued = module::bind(&wasm)?;
    println!("    wasm-bindgen ran in {:.1} s", started.elapsed().as_secs_f32());
    site.add("app.js", glued.script);
    site.add("app.wasm", glued.wasm);
    for (path, bytes) in glued.snippets {
        site.add_as_is(&path, bytes);
    }

    let started = Instant::now();
    let sizes = site.write(&out)?;
    println!("    {} files compressed in {:.1} s", sizes.len(), started.elapsed().as_secs_f32());
    for name in ["app.wasm", "app.js", "app.css"] {
        if let Some(size) = sizes.get(name) {
            println!("    {name}: {} bytes, {} as gzip, {} as brotli", size.raw, size.gzip, size.brotli);
        }
    }
    Ok(())
}

/// Reads `--name value` pairs; anything else is refused.
fn options(arguments: impl Iterator<Item = String>) -> Result<HashMap<String, String>> {
    let mut found = HashMap::new();
    let mut arguments = arguments;
    while let Some(argument) = arguments.next() {
        let Some(name @ ("wasm" | "style" | "assets" | "out")) = argument.strip_prefix("--") else {
            bail!("unknown argument {argument}");
        };
        let value = arguments.next().with_context(|| format!("--{name} needs a value"))?;
        found.insert(name.to_owned(), value);
    }
    Ok(found)
}

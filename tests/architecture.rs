//! The invariants of docs/architecture.md that can be read off the sources.
#![expect(clippy::unwrap_used, reason = "tests end where something is not there")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};
use support::place;
use toml::{Table, Value};

/// The packages with the packages of ours that each may use. Arrows point inwards: nothing leads from the core
/// to the world.
const LAYERS: [(&str, &[&str]); 16] = [
    ("app", &["contract", "domain"]),
    ("app/contract", &["domain"]),
    ("app/domain", &[]),
    ("frontend", &["app"]),
    ("migrations", &[]),
    ("server", &["app", "application", "contract", "document", "domain", "storage"]),
    ("server/application", &["contract", "document", "domain", "exchange", "storage"]),
    ("server/document", &[]),
    ("server/exchange", &["contract", "document", "domain"]),
    ("server/storage", &["domain", "migrations"]),
    ("tests", &[]),
    ("tests/support", &["application", "contract", "document", "domain", "server", "storage"]),
    ("xtask", &[]),
    ("xtask/bench", &["contract", "document", "domain", "exchange"]),
    ("xtask/load", &["support"]),
    ("xtask/site", &[]),
];

fn manifest(package: &str) -> Table {
    let path = place::root().join(package).join("Cargo.toml");
    fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display())).parse().unwrap()
}

/// What a package is built with, on every platform; what only its tests use does not count.
fn dependencies(package: &str) -> BTreeMap<String, Value> {
    let manifest = manifest(package);
    let mut tables: Vec<&Table> = ["dependencies", "build-dependencies"]
        .iter()
        .filter_map(|kind| manifest.get(*kind)?.as_table())
        .collect();
    if let Some(targets) = manifest.get("target").and_then(Value::as_table) {
        tables.extend(targets.values().filter_map(|target| target.get("dependencies")?.as_table()));
    }
    tables.into_iter().flat_map(|table| table.clone().into_iter()).collect()
}

fn names(package: &str) -> BTreeSet<String> {
    dependencies(package).into_keys().collect()
}

/// Every Rust source below a folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display())) {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() && name != "target" && !name.starts_with('.') {
            found.extend(sources(&path));
        } else if name.ends_with(".rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The sources of the program, without its tests.
fn program() -> Vec<PathBuf> {
    ["app", "frontend", "migrations", "server"]
        .iter()
        .flat_map(|folder| sources(&place::root().join(folder)))
        .filter(|path| !path.components().any(|part| part.as_os_str() == "tests"))
        .collect()
}

#[test]
fn every_package_stands_in_the_table_of_layers() {
    let members = manifest("")["workspace"]["members"].as_array().unwrap().clone();
    let members: BTreeSet<&str> = members.iter().filter_map(Value::as_str).collect();
    let layers: BTreeSet<&str> = LAYERS.iter().map(|(package, _)| *package).collect();
    assert_eq!(members, layers);
}

#[test]
fn packages_use_only_what_lies_further_in() {
    let own: BTreeSet<&str> =
        LAYERS.iter().filter_map(|(package, _)| package.split('/').next_back()).collect();
    for (package, allowed) in LAYERS {
        let strangers: Vec<String> = names(package)
            .into_iter()
            .filter(|name| own.contains(name.as_str()) && !allowed.contains(&name.as_str()))
            .collect();
        assert!(strangers.is_empty(), "{package} uses {strangers:?}");
    }
}

#[test]
fn the_domain_stays_pure() {
    let impure = [
        "anyhow",
        "axum",
        "http",
        "leptos",
        "rand",
        "reqwest",
        "sea-orm",
        "serde_json",
        "sqlx",
        "tokio",
        "tower",
        "tracing",
    ];
    let domain = names("app/domain");
    let found: Vec<_> = impure.iter().filter(|name| domain.contains(**name)).collect();
    assert!(found.is_empty(), "domain uses {found:?}");
    let sources = sources(&place::root().join("app/domain/src"));
    // What is built for tests alone may read golden files.
    let texts: Vec<String> = sources.iter().map(|source| fs::read_to_string(source).unwrap()).collect();
    let for_tests: BTreeSet<&str> = texts
        .iter()
        .flat_map(|text| text.split("#[cfg(test)]\nmod ").skip(1).filter_map(|rest| rest.split_once(';')))
        .map(|(module, _)| module)
        .collect();
    for (source, text) in sources.iter().zip(&texts) {
        let is_test = source.components().filter_map(|part| part.as_os_str().to_str());
        if is_test.map(|part| part.trim_end_matches(".rs")).any(|part| for_tests.contains(part)) {
            continue;
        }
        for word in ["async fn", "std::fs", "std::net", "std::env", "std::time::Instant", "std::thread"] {
            assert!(!text.contains(word), "{} holds {word}", source.display());
        }
    }
}

#[test]
fn the_domain_has_no_clock() {
    let workspace = manifest("");
    let chrono = &workspace["workspace"]["dependencies"]["chrono"];
    assert_eq!(chrono["default-features"].as_bool(), Some(false), "chrono brings its clock by default");
    let has_clock = |chrono: &Value| {
        let features = chrono.get("features").and_then(Value::as_array).cloned().unwrap_or_default();
        features.iter().any(|feature| matches!(feature.as_str(), Some("clock" | "now")))
    };
    assert!(!has_clock(chrono), "every package would have a clock");
    for package in [
        "app",
        "app/contract",
        "app/domain",
        "server/application",
        "server/storage",
        "server/document",
        "server/exchange",
    ] {
        let used = dependencies(package);
        assert!(!used.get("chrono").is_some_and(has_clock), "{package} has a clock");
    }
}

#[test]
fn only_storage_and_migrations_know_sql() {
    for (package, _) in LAYERS {
        let sql: Vec<String> = names(package)
            .into_iter()
            .filter(|name| {
                ["sea-orm", "sea-query", "sqlx", "rusqlite", "tokio-postgres"]
                    .iter()
                    .any(|lib| name.starts_with(lib))
            })
            .collect();
        // The load benchmark measures the bare database beside ours.
        let may = matches!(package, "server/storage" | "migrations" | "xtask/load");
        assert!(may || sql.is_empty(), "{package} uses {sql:?}");
    }
    // The door that tests of the schema use is for them alone.
    for source in program().iter().filter(|path| !path.starts_with(place::root().join("server/storage"))) {
        let text = fs::read_to_string(source).unwrap();
        assert!(!text.contains("execute_raw"), "{} runs SQL of its own", source.display());
    }
}

#[test]
fn what_a_candidate_receives_has_no_place_for_the_right_answer() {
    let telling =
        ["correct", "right", "answer_key", "key", "explanation", "evidence", "basis", "solution", "weight"];
    for (file, structs) in [
        ("app/contract/src/exam.rs", &["SheetView", "Saved"][..]),
        ("app/contract/src/spot.rs", &["SpotWelcome", "SpotSheet"]),
        ("app/domain/src/exam/delivery.rs", &["DeliveredItem", "DeliveredPart", "DeliveredOption"]),
    ] {
        let text = fs::read_to_string(place::root().join(file)).unwrap();
        for name in structs {
            let fields = fields(&text, name);
            assert!(!fields.is_empty(), "{file} has no {name}");
            for field in fields {
                assert!(!telling.contains(&field.as_str()), "{name} of {file} has the field {field}");
            }
        }
    }
    for source in sources(&place::root().join("app/contract/src")) {
        let text = fs::read_to_string(&source).unwrap();
        assert!(!text.contains("pub correct"), "{} has a field correct", source.display());
    }
}

/// The names of the fields of a struct.
fn fields(source: &str, name: &str) -> Vec<String> {
    let start = format!("pub struct {name} {{");
    let Some((_, body)) = source.split_once(&start) else { return Vec::new() };
    let body = body.split("\n}").next().unwrap_or_default();
    body.lines()
        .filter_map(|line| line.trim().strip_prefix("pub ")?.split_once(':'))
        .map(|(field, _)| field.to_owned())
        .collect()
}

#[test]
fn every_package_takes_the_lints_of_the_workspace() {
    for (package, _) in LAYERS {
        let manifest = manifest(package);
        assert_eq!(manifest["lints"]["workspace"].as_bool(), Some(true), "{package}");
        assert_eq!(manifest["package"]["publish"]["workspace"].as_bool(), Some(true), "{package}");
        assert_eq!(manifest["package"]["version"]["workspace"].as_bool(), Some(true), "{package}");
    }
    let lints = manifest("");
    let lints = &lints["workspace"]["lints"];
    assert_eq!(lints["rust"]["unsafe_code"].as_str(), Some("forbid"));
    for lint in ["unwrap_used", "todo", "unimplemented", "dbg_macro"] {
        assert_eq!(lints["clippy"][lint].as_str(), Some("deny"), "{lint}");
    }
}

#[test]
fn sources_are_named_and_excused_in_one_way() {
    // Put together, so that this file does not hold what it looks for.
    let excuse = ["#", "[allow("].concat();
    let excuse_all = ["#", "![allow("].concat();
    for source in sources(&place::root()) {
        assert!(
            source.file_name().unwrap_or_default() != "mod.rs",
            "{}: name it for its folder",
            source.display()
        );
        let text = fs::read_to_string(&source).unwrap();
        assert!(
            !text.contains(&excuse) && !text.contains(&excuse_all),
            "{}: expect a lint with a reason instead of allowing it",
            source.display()
        );
    }
}

#[test]
fn every_test_can_fail_whenever_it_is_run() {
    let skipped = ["#", "[ignore"].concat();
    let waiting = ["thread::", "sleep("].concat();
    let waiting_too = ["time::", "sleep("].concat();
    for source in sources(&place::root()) {
        let text = fs::read_to_string(&source).unwrap();
        assert!(!text.contains(&skipped), "{} skips a test", source.display());
        let is_test = source.components().any(|part| part.as_os_str() == "tests");
        for word in [&waiting, &waiting_too] {
            assert!(!is_test || !text.contains(word.as_str()), "{} lets time pass", source.display());
        }
    }
}

#[test]
fn every_table_has_its_row() {
    let mut tables = BTreeSet::new();
    for source in sources(&place::root().join("migrations/src")) {
        let text = fs::read_to_string(&source).unwrap();
        tables.extend(
            text.split("CREATE TABLE ")
                .skip(1)
                .filter_map(|rest| rest.split([' ', '(']).next().map(str::to_owned)),
        );
    }
    assert!(tables.len() > 20, "{tables:?}");
    let folder = place::root().join("server/storage/src/row");
    let rows: BTreeSet<String> = sources(&folder)
        .iter()
        .filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned()))
        .collect();
    assert_eq!(tables, rows);
}

#[test]
fn every_named_refusal_of_the_schema_is_known_to_storage() {
    let known = fs::read_to_string(place::root().join("server/storage/src/db.rs")).unwrap();
    let known =
        known.split("const REFUSALS").nth(1).and_then(|rest| rest.split("];").next()).unwrap().to_owned();
    for source in sources(&place::root().join("migrations/src")) {
        let text = fs::read_to_string(&source).unwrap();
        // The message is the last text of a line that makes a trigger.
        for line in text.lines().filter(|line| {
            let line = line.trim_start();
            line.starts_with("portable::refuse(")
                || (line.starts_with("(\"")
                    && ["INSERT", "UPDATE", "DELETE"].iter().any(|act| line.contains(act)))
        }) {
            let Some(message) = line.split('"').rev().nth(1) else { continue };
            assert!(known.contains(&format!("\"{message}\"")), "storage does not know the refusal {message}");
        }
    }
}

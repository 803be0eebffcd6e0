//! A database of its own for each test: a copy of one that was migrated once.

use crate::place::{self, setting};
use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};
use storage::{Database, Failed};
use tempfile::TempDir;
use url::Url;

/// Which database a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An embedded file.
    Sqlite,
    /// A server.
    Postgres,
}

/// A migrated, empty database, and a folder for what else the test keeps.
#[derive(Debug)]
pub struct TestDatabase {
    /// Which kind it is.
    pub kind: Kind,
    /// Its address.
    pub url: String,
    /// A folder that goes away with the test.
    pub folder: TempDir,
    /// The server and the name on it, for taking the database away again.
    on_server: Option<(Url, String)>,
}

impl TestDatabase {
    /// Copies the migrated database.
    ///
    /// # Panics
    /// When the folder, the file or the server is not there.
    pub async fn create(kind: Kind) -> Self {
        let folder = tempfile::Builder::new().prefix("anxun-test-").tempdir().expect("a temporary folder");
        match kind {
            Kind::Sqlite => {
                let file = folder.path().join("anxun.sqlite");
                fs::copy(sqlite_template().await, &file).expect("the migrated file can be copied");
                Self { kind, url: format!("sqlite://{}", file.display()), folder, on_server: None }
            }
            Kind::Postgres => {
                let server = server();
                let name = folder.path().file_name().map(|n| n.to_string_lossy().into_owned());
                let name = name.expect("a temporary folder has a name");
                clone(&server, &name).await;
                let url = at(&server, &name);
                Self { kind, url, folder, on_server: Some((server, name)) }
            }
        }
    }

    /// Opens it.
    ///
    /// # Panics
    /// When it cannot be opened.
    pub async fn open(&self) -> Database {
        Database::open(&self.url).await.expect("the test's database opens")
    }

    /// Takes it away. Connections that are left are cut.
    ///
    /// # Panics
    /// When the server refuses.
    pub async fn remove(self) {
        if let Some((server, name)) = self.on_server {
            let sql = format!("DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)");
            on(server.as_str(), &[&sql]).await.expect("the test's database goes away");
        }
    }
}

/// The server that tests may make databases on.
fn server() -> Url {
    let address = setting("ANXUN_TEST_POSTGRES").expect(
        "ANXUN_TEST_POSTGRES is not set, so nothing is tested on PostgreSQL: run `cargo xtask test`, or \
         `cargo xtask postgres cargo nextest run`, or say that SQLite alone is meant with \
         ANXUN_TEST_SQLITE_ONLY=1",
    );
    Url::parse(&address)
        .expect("ANXUN_TEST_POSTGRES is an address such as postgres://postgres@127.0.0.1:5432/postgres")
}

/// Whether the run leaves PostgreSQL out, and says so.
#[must_use]
pub fn left_out(kind: Kind) -> bool {
    kind == Kind::Postgres && setting("ANXUN_TEST_SQLITE_ONLY").as_deref() == Some("1")
}

/// The address of another database on the same server.
fn at(server: &Url, name: &str) -> String {
    let mut url = server.clone();
    url.set_path(name);
    url.into()
}

/// Runs statements on a connection of their own.
async fn on(url: &str, statements: &[&str]) -> Result<(), Failed> {
    let db = Database::open(url).await?;
    for sql in statements {
        db.execute_raw(sql).await?;
    }
    db.close().await
}

/// Copies the migrated database of the server, making it first where it is missing.
async fn clone(server: &Url, name: &str) {
    let template = format!("anxun-template-{}", schema());
    let copy = format!("CREATE DATABASE \"{name}\" TEMPLATE \"{template}\"");
    match on(server.as_str(), &[&copy]).await {
        Ok(()) => return,
        Err(error) if error.to_string().contains("template database") => {}
        Err(error) => panic!("the PostgreSQL server of the tests does not answer: {error}"),
    }
    let alone = alone();
    // Another test may have been first; then this copy succeeds.
    if on(server.as_str(), &[&copy]).await.is_err() {
        // It gets its name when it is whole, so that a test that is stopped leaves no half of it.
        let making = format!("{template}-making");
        let (drop, create) = (
            format!("DROP DATABASE IF EXISTS \"{making}\" WITH (FORCE)"),
            format!("CREATE DATABASE \"{making}\""),
        );
        on(server.as_str(), &[&drop, &create])
            .await
            .expect("a database can be made on the server of the tests");
        let db = Database::open(&at(server, &making)).await.expect("the new database opens");
        db.migrate().await.expect("the schema is made");
        db.close().await.expect("the new database closes");
        let rename = format!("ALTER DATABASE \"{making}\" RENAME TO \"{template}\"");
        on(server.as_str(), &[&rename, &copy]).await.expect("the migrated database can be copied");
    }
    drop(alone);
}

/// The migrated file, made where it is missing.
async fn sqlite_template() -> PathBuf {
    let template = shared().join(format!("anxun-template-{}.sqlite", schema()));
    if !template.exists() {
        let alone = alone();
        if !template.exists() {
            let making = template.with_extension("making");
            for ending in ["making", "making-wal", "making-shm"] {
                // A test that was stopped may have left them; that they are missing is the usual case.
                fs::remove_file(template.with_extension(ending)).ok();
            }
            let db =
                Database::open(&format!("sqlite://{}", making.display())).await.expect("a new file opens");
            db.migrate().await.expect("the schema is made");
            db.close().await.expect("the new file closes");
            fs::rename(&making, &template).expect("the migrated file gets its name");
        }
        drop(alone);
    }
    template
}

/// A folder that all tests of this build share.
fn shared() -> PathBuf {
    let folder = place::target().join("tmp");
    fs::create_dir_all(&folder).expect("the target folder can be written");
    folder
}

/// Waits until no other test makes a template; dropping the file lets the next one go on.
fn alone() -> File {
    let file = File::create(shared().join("anxun-template.lock")).expect("the target folder can be written");
    file.lock().expect("a file can be locked");
    file
}

/// What tells one state of the schema from another: a hash of the migrations.
fn schema() -> String {
    let folder = place::root().join("migrations/src");
    let mut files: Vec<PathBuf> = fs::read_dir(&folder)
        .expect("the migrations are there")
        .map(|entry| entry.expect("a folder can be read").path())
        .collect();
    files.sort();
    let text: Vec<u8> = files.iter().flat_map(|file| read(file)).collect();
    hex::encode(&domain::hash::hash(&text)[..6])
}

fn read(file: &Path) -> Vec<u8> {
    fs::read(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

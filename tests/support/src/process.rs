//! The real binary as a process of its own, for browsers and for tests that kill it.

use crate::{
    database::{Kind, TestDatabase},
    place,
    world::World,
};
use application::System;
use server::{config::Config, keys};
use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::SystemTime,
};

/// A running server with its data folder. The test fills its database as a [`World`] of its own, with the keys
/// of the server and the real clock. Dropping it kills the process.
pub struct RealServer {
    /// What it serves.
    pub world: World,
    config: Config,
    child: Mutex<Option<(Child, ChildStdout)>>,
    /// Gone once the server was stopped.
    database: Option<TestDatabase>,
}

impl RealServer {
    /// Starts the server over a fresh database and waits until it can work.
    ///
    /// # Panics
    /// When the binary is missing or older than its sources, or does not start.
    pub async fn start(kind: Kind) -> Self {
        let database = TestDatabase::create(kind).await;
        let listen = free_port();
        let data = database.folder.path().join("data");
        let config = place::config(data, &database.url, listen, &format!("http://{listen}"));
        let services = keys::services(&config).expect("the keys can be made");
        let world = World::new(System::new(database.open().await, Arc::new(services)));
        let server = Self { world, config, child: Mutex::default(), database: Some(database) };
        server.restart();
        server
    }

    /// Starts the server again over the same database, after [`RealServer::kill`].
    ///
    /// # Panics
    /// When the binary is missing or older than its sources, or does not start.
    pub fn restart(&self) {
        let log = fs::File::create(self.log_file()).expect("a log can be written");
        let mut child = command(&self.config, &["serve"])
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .expect("the server's binary starts");
        let stdout = child.stdout.take().expect("the output is piped");
        let mut lines = BufReader::new(stdout);
        // It prints its address when it listens; its output ends when it does not come so far.
        let mut line = String::new();
        lines.read_line(&mut line).expect("the server's output is text");
        let up = !line.is_empty() && ready(self.config.listen);
        *self.child() = Some((child, lines.into_inner()));
        assert!(up, "the server does not start: {}", self.log());
    }

    /// Ends the server at once, as a power cut does.
    ///
    /// # Panics
    /// When it cannot be killed.
    pub fn kill(&self) {
        if let Some((mut child, _)) = self.child().take() {
            child.kill().expect("an own process can be killed");
            child.wait().expect("an own process can be waited for");
        }
    }

    fn child(&self) -> MutexGuard<'_, Option<(Child, ChildStdout)>> {
        self.child.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.config.listen
    }

    /// The process, while it runs.
    #[must_use]
    pub fn process(&self) -> Option<u32> {
        self.child().as_ref().map(|(child, _)| child.id())
    }

    /// The address of a path.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.config.listen)
    }

    /// What the server has logged.
    #[must_use]
    pub fn log(&self) -> String {
        fs::read_to_string(self.log_file()).unwrap_or_default()
    }

    fn log_file(&self) -> PathBuf {
        self.config.data.join("log")
    }

    /// The data folder of the server.
    #[must_use]
    pub fn data(&self) -> &Path {
        &self.config.data
    }

    /// A call of the binary with the settings of this server, such as `["doctor"]`.
    ///
    /// # Panics
    /// When the binary is missing or older than its sources.
    #[must_use]
    pub fn anxun(&self, arguments: &[&str]) -> Command {
        command(&self.config, arguments)
    }

    /// Ends the server and takes its database away.
    pub async fn stop(mut self) {
        self.kill();
        self.world.db().clone().close().await.ok();
        if let Some(database) = self.database.take() {
            database.remove().await;
        }
    }
}

impl Drop for RealServer {
    fn drop(&mut self) {
        if let Some((mut child, _)) = self.child().take() {
            // It may have ended by itself.
            child.kill().ok();
            child.wait().ok();
        }
    }
}

fn command(config: &Config, arguments: &[&str]) -> Command {
    let mut command = Command::new(binary());
    let settings: [(&str, String); 7] = [
        ("ANXUN_LISTEN", config.listen.to_string()),
        ("ANXUN_DATA", config.data.display().to_string()),
        ("ANXUN_SITE", config.site.display().to_string()),
        ("ANXUN_FONTS", config.fonts.display().to_string()),
        ("ANXUN_BANKS", config.banks.display().to_string()),
        ("ANXUN_PUBLIC_URL", config.public_url.clone()),
        ("DATABASE_URL", config.database_url.clone()),
    ];
    command.args(arguments).envs(settings).stdin(Stdio::null());
    command
}

/// A port that was free just now.
fn free_port() -> SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port is free");
    listener.local_addr().expect("a listener has an address")
}

/// Whether the server says that it can work.
fn ready(address: SocketAddr) -> bool {
    let ask = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect(address)?;
        stream.write_all(b"GET /readyz HTTP/1.0\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    };
    ask().is_ok_and(|answer| answer.starts_with("HTTP/1.0 200"))
}

/// The server's binary, which Cargo does not build for a test of another package.
fn binary() -> PathBuf {
    let binary = place::program("anxun");
    let built = modified(&binary);
    // Cargo notes beside the binary what it was made from.
    let notes = fs::read_to_string(binary.with_extension("d")).unwrap_or_default();
    let sources = notes.split_once(": ").map_or("", |(_, sources)| sources.trim_end());
    // A space in a path is written with a backslash before it.
    let sources = sources.replace("\\ ", "\0");
    let changed = sources.split(' ').filter_map(|path| modified(Path::new(&path.replace('\0', " ")))).max();
    let fresh = built.is_some() && changed.is_some() && built >= changed;
    assert!(fresh, "{} is missing or older than its sources: cargo build -p server", binary.display());
    binary
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|about| about.modified()).ok()
}

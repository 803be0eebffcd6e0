//! A whole server in the test's own process, without a port.

use crate::{
    client::{Answer, Client},
    database::{Kind, TestDatabase, left_out},
    place,
    time::{MockClock, SeededEntropy},
    world::{Login, PASSWORD, World},
};
use application::{Services, System, cx::DrillSeeds, media::MediaStore, seal::Sealer};
use axum::Router;
use chrono::TimeDelta;
use document::{
    font::{FontPaths, FontSet},
    sign::{EnvelopeKey, NewIdentity, Signer},
};
use domain::media::MediaLimits;
use server::{
    config::Config,
    http::{Web, router},
};
use std::{
    fs,
    io::Write as _,
    ops::Deref,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    path::Path,
    sync::Arc,
};

/// The address that the server believes to be reached at.
pub const PUBLIC_URL: &str = "http://anxun.test";

/// The largest media that tests may upload, in mebibytes: small, so that a case reaches them soon.
pub const MEDIA_LIMITS: MediaLimits = MediaLimits { video: 3, pdf: 2, picture: 1 };

/// A server over a database of its own. Behaves as the [`World`] that it serves.
pub struct TestServer {
    /// The clock of the server.
    pub clock: Arc<MockClock>,
    world: World,
    router: Router,
    database: TestDatabase,
}

impl Deref for TestServer {
    type Target = World;
    fn deref(&self) -> &World {
        &self.world
    }
}

/// Runs a case on a server over one of the databases, and takes the database away afterwards.
///
/// # Panics
/// When the case does, or the server cannot be made.
pub fn run(kind: Kind, case: impl AsyncFnOnce(&TestServer)) {
    if left_out(kind) {
        return;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime starts");
    let server = runtime.block_on(TestServer::start(kind));
    let outcome = catch_unwind(AssertUnwindSafe(|| runtime.block_on(case(&server))));
    runtime.block_on(server.stop());
    if let Err(cause) = outcome {
        resume_unwind(cause);
    }
}

impl TestServer {
    /// Puts a server together over a fresh database.
    ///
    /// # Panics
    /// When something of it cannot be made.
    pub async fn start(kind: Kind) -> Self {
        let database = TestDatabase::create(kind).await;
        let clock = Arc::new(MockClock::default());
        let system = System::new(
            database.open().await,
            Arc::new(services(Arc::clone(&clock), database.folder.path())),
        );
        write_site(&database.folder.path().join("site"));
        let router = serve(&system, &database, PUBLIC_URL);
        Self { clock, world: World::new(system), router, database }
    }

    /// Which database it runs on.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.database.kind
    }

    /// The folder that goes away with the server.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.database.folder.path()
    }

    /// The same server behind HTTPS, for what depends on it.
    #[must_use]
    pub fn behind_https(&self) -> Client {
        Client::new(serve(&self.world.system, &self.database, "https://anxun.test"))
    }

    /// A browser that has never been here.
    #[must_use]
    pub fn client(&self) -> Client {
        Client::new(self.router.clone())
    }

    /// A browser in which somebody has signed in.
    ///
    /// # Panics
    /// When they are not let in.
    pub async fn sign_in(&self, login: &Login) -> Client {
        let mut client = self.client();
        let answer = self.try_sign_in(&mut client, &login.login, PASSWORD).await;
        assert_eq!(answer.status, 303, "{} is let in: {}", login.login, answer.text());
        assert!(client.cookie("anxun").is_some(), "{} is let in: {}", login.login, answer.text());
        client
    }

    /// Sends the sign-in form from its page.
    pub async fn try_sign_in(&self, client: &mut Client, login: &str, password: &str) -> Answer {
        client.get("/login").await;
        client.post("/api/account/sign-in", &[("login", login), ("password", password), ("next", "/")]).await
    }

    /// Closes the server and takes its database away.
    pub async fn stop(self) {
        drop(self.router);
        // A pool that does not close keeps nothing from being taken away.
        self.world.system.db.clone().close().await.ok();
        self.database.remove().await;
    }
}

/// The services, with keys that every run has the same.
fn services(clock: Arc<MockClock>, folder: &Path) -> Services {
    let not_before = MockClock::beginning() - TimeDelta::days(1);
    let identity = NewIdentity {
        common_name: "安训 测试",
        secret: &[7; 32],
        serial: &[7; 16],
        not_before: not_before.timestamp(),
        not_after: (not_before + TimeDelta::days(3650)).timestamp(),
    };
    Services {
        clock,
        entropy: Arc::new(SeededEntropy::default()),
        sealer: Sealer::new(&[1; 32]),
        drill_seeds: DrillSeeds { a: [2; 32], b: [3; 32] },
        fonts: FontSet::load(&FontPaths::in_directory(&place::fonts())).ok(),
        signer: Signer::generate(&identity).expect("a fixed key is a key"),
        media: MediaStore { folder: folder.join("media"), limits: MEDIA_LIMITS },
        qr_key: EnvelopeKey::new(&[4; 32]),
        public_url: PUBLIC_URL.into(),
    }
}

/// The routes over a database, as reached at an address.
fn serve(system: &System, database: &TestDatabase, public_url: &str) -> Router {
    let data = database.folder.path();
    let config = place::config(data.to_owned(), &database.url, ([127, 0, 0, 1], 0).into(), public_url);
    router(Web::new(system.clone(), &Config { site: data.join("site"), ..config }))
}

/// Writes a site of one style sheet, as plain and as compressed file.
fn write_site(site: &Path) {
    let write =
        |name: &str, bytes: &[u8]| fs::write(site.join("pkg").join(name), bytes).expect("a file is written");
    fs::create_dir_all(site.join("pkg")).expect("a folder is made");
    write("manifest.json", br#"{"app.css":"app.0123456789abcdef.css"}"#);
    write("app.0123456789abcdef.css", STYLE);
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(STYLE).expect("memory can be written");
    write("app.0123456789abcdef.css.gz", &gzip.finish().expect("memory can be written"));
}

/// The style sheet of the site that tests serve.
pub const STYLE: &[u8] = b"body{margin:0}";

//! A real browser: Chromium, led by its driver, over the real binary.

mod driver;
mod page;

use crate::{
    database::{Kind, left_out},
    place::{self, setting},
    process::RealServer,
};
use driver::{Cdp, Driver, Logs};
use fantoccini::Client;
use serde_json::{Value, json};
use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

/// What the browser runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// A phone of 390 × 844 points.
    Phone,
    /// A window of 1440 × 900 points.
    Desk,
}

/// Whether scripts run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scripts {
    /// As usual.
    On,
    /// Turned off by the user; pages must work all the same.
    Off,
}

/// A server and the browsers that visit it. What they write to their consoles is checked at the end.
pub struct Visit {
    /// The server.
    pub server: RealServer,
    driver: Driver,
    browsers: Mutex<Vec<Browser>>,
}

/// A browser of its own: no cookies, no files of another.
#[derive(Clone)]
pub struct Browser {
    client: Client,
    base: String,
    scripts: Scripts,
    forgiven: Arc<Mutex<Vec<String>>>,
    _profile: Arc<tempfile::TempDir>,
}

/// Runs a case with a server on one of the databases and browsers, and closes everything afterwards.
///
/// # Panics
/// When the case does, or a browser's console has a warning or an error.
pub fn browse(kind: Kind, case: impl AsyncFnOnce(&Visit)) {
    if left_out(kind) {
        return;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime starts");
    let visit = runtime.block_on(async {
        let server = RealServer::start(kind).await;
        Visit { server, driver: Driver::start(), browsers: Mutex::default() }
    });
    let outcome = catch_unwind(AssertUnwindSafe(|| runtime.block_on(case(&visit))));
    let consoles = runtime.block_on(visit.end());
    if let Err(cause) = outcome {
        resume_unwind(cause);
    }
    assert!(consoles.is_empty(), "the console of a browser says: {}", consoles.join("\n"));
}

impl Visit {
    /// Opens a browser on a phone.
    pub async fn phone(&self) -> Browser {
        self.open(Screen::Phone, Scripts::On).await
    }

    /// Opens a browser at a desk.
    pub async fn desk(&self) -> Browser {
        self.open(Screen::Desk, Scripts::On).await
    }

    /// Opens a browser.
    ///
    /// # Panics
    /// When it does not start.
    pub async fn open(&self, screen: Screen, scripts: Scripts) -> Browser {
        let profile =
            tempfile::Builder::new().prefix("anxun-browser-").tempdir().expect("a temporary folder");
        let wanted = capabilities(screen, scripts, &profile.path().display().to_string());
        let client = self.driver.session(wanted).await;
        assert_eq!(runs_scripts(&client).await, scripts == Scripts::On, "the browser heeds its settings");
        let browser = Browser {
            client,
            base: self.server.url(""),
            scripts,
            forgiven: Arc::default(),
            _profile: Arc::new(profile),
        };
        self.browsers.lock().unwrap_or_else(PoisonError::into_inner).push(browser.clone());
        browser
    }

    /// Closes everything; gives what the consoles complain about.
    async fn end(self) -> Vec<String> {
        let browsers = self.browsers.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut complaints = Vec::new();
        for browser in browsers {
            complaints.extend(browser.complaints().await);
            // One that has crashed is closed already.
            browser.client.close().await.ok();
        }
        drop(self.driver);
        self.server.stop().await;
        complaints
    }
}

/// Whether the scripts of pages run; those of the driver always do.
async fn runs_scripts(client: &Client) -> bool {
    const PAGE: &str = "data:text/html,<title>off</title><script>document.title='on'</script>";
    client.goto(PAGE).await.expect("a page in an address loads");
    client.title().await.expect("a page has a title") == "on"
}

fn capabilities(screen: Screen, scripts: Scripts, profile: &str) -> Value {
    let (width, height, phone) = match screen {
        Screen::Phone => (390, 844, true),
        Screen::Desk => (1440, 900, false),
    };
    let mut arguments: Vec<String> = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--lang=zh-CN",
        "--force-color-profile=srgb",
        "--hide-scrollbars",
    ]
    .map(Into::into)
    .to_vec();
    arguments.push(format!("--user-data-dir={profile}"));
    arguments.push(format!("--window-size={width},{height}"));
    let mut options = json!({
        "args": arguments,
        "prefs": { "intl.accept_languages": "zh-CN,zh" },
        "mobileEmulation": {
            "deviceMetrics": { "width": width, "height": height, "pixelRatio": 2, "mobile": phone, "touch": phone },
        },
    });
    if scripts == Scripts::Off {
        options["prefs"]["profile.managed_default_content_settings.javascript"] = 2.into();
    }
    if let Some(program) = setting("CHROME") {
        options["binary"] = program.into();
    }
    json!({ "goog:chromeOptions": options, "goog:loggingPrefs": { "browser": "ALL" } })
}

impl Browser {
    /// Whether this browser runs scripts.
    #[must_use]
    pub const fn scripts(&self) -> Scripts {
        self.scripts
    }

    /// The driver's own handle, for what has no helper here.
    #[must_use]
    pub const fn raw(&self) -> &Client {
        &self.client
    }

    /// Does not take it amiss when the console says this, as when a test cuts the network.
    pub fn forgive(&self, text: &str) {
        self.forgiven.lock().unwrap_or_else(PoisonError::into_inner).push(text.into());
    }

    /// Warnings and errors of the console that are not forgiven.
    async fn complaints(&self) -> Vec<String> {
        let forgiven = self.forgiven.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let Ok(log) = self.client.issue_cmd(Logs).await else {
            return vec!["the browser is gone".into()];
        };
        let lines = log.as_array().cloned().unwrap_or_default();
        lines
            .iter()
            .filter(|line| matches!(line["level"].as_str(), Some("WARNING" | "SEVERE")))
            .map(|line| line["message"].as_str().unwrap_or_default().to_owned())
            .filter(|message| !forgiven.iter().any(|text| message.contains(text)))
            .collect()
    }

    /// Cuts the network of this browser, or mends it.
    ///
    /// # Panics
    /// When the driver does not do so.
    pub async fn network(&self, up: bool) {
        let conditions = json!({ "offline": !up, "latency": 0, "throughput": 1_000_000_000 });
        let command = driver::Extension {
            path: "chromium/network_conditions",
            body: json!({ "network_conditions": conditions }),
        };
        self.client.issue_cmd(command).await.expect("the driver sets the network");
    }

    /// Makes a picture of what the screen shows. It is kept in the manual where `ANXUN_PICTURES=1` says so, else
    /// in `target/pictures`.
    ///
    /// # Panics
    /// When it cannot be made or written.
    pub async fn screenshot(&self, name: &str) {
        let png = self.client.screenshot().await.expect("the browser makes a picture");
        keep(name, &png);
    }

    /// Makes a picture of the whole page, however long it is.
    ///
    /// # Panics
    /// When it cannot be made or written.
    pub async fn screenshot_of_page(&self, name: &str) {
        let metrics = self.client.issue_cmd(Cdp::new("Page.getLayoutMetrics", json!({}))).await;
        let size = metrics.expect("the browser knows its page")["cssContentSize"].clone();
        let clip = json!({ "x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1 });
        let wanted = json!({ "captureBeyondViewport": true, "clip": clip });
        let made = self.client.issue_cmd(Cdp::new("Page.captureScreenshot", wanted)).await;
        let made = made.expect("the browser makes a picture");
        let text = made["data"].as_str().unwrap_or_default();
        let png = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, text);
        keep(name, &png.expect("the browser makes a picture"));
    }
}

fn keep(name: &str, png: &[u8]) {
    let folder: PathBuf = match setting("ANXUN_PICTURES").as_deref() {
        Some("1") => place::root().join("docs/manual/pictures"),
        _ => place::target().join("pictures"),
    };
    fs::create_dir_all(&folder).expect("a folder is made");
    fs::write(folder.join(format!("{name}.png")), png).expect("a picture is written");
}

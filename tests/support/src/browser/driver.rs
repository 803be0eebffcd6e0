//! Chromium's driver as a process, and the commands of it that no library knows.

use crate::place;
use fantoccini::{Client, ClientBuilder, wd::WebDriverCompatibleCommand};
use http::Method;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::{
    io::{BufRead as _, BufReader},
    process::{Child, ChildStdout, Command, Stdio},
};
use url::Url;

/// A running `chromedriver`. Dropping it ends it.
pub(super) struct Driver {
    child: Child,
    address: String,
    // It must not find its output closed.
    _output: BufReader<ChildStdout>,
}

impl Driver {
    /// Starts it on a port that is free.
    ///
    /// # Panics
    /// When it is not installed or does not start.
    pub(super) fn start() -> Self {
        let program = place::setting("CHROMEDRIVER").unwrap_or_else(|| "chromedriver".into());
        let mut child = Command::new(program)
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver is installed: `cargo xtask setup`");
        let mut output = BufReader::new(child.stdout.take().expect("the output is piped"));
        let mut line = String::new();
        let port = loop {
            line.clear();
            let read = output.read_line(&mut line).expect("the output is text");
            assert!(read > 0, "chromedriver ends before it listens");
            if let Some((_, port)) = line.split_once("successfully on port ") {
                break port.trim().trim_end_matches('.').to_owned();
            }
        };
        Self { child, address: format!("http://127.0.0.1:{port}"), _output: output }
    }

    /// Opens a browser.
    ///
    /// # Panics
    /// When it does not start.
    pub(super) async fn session(&self, wanted: Value) -> Client {
        let wanted = wanted.as_object().cloned().unwrap_or_default();
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(wanted);
        builder
            .connect(&self.address)
            .await
            .unwrap_or_else(|error| panic!("Chromium does not start: {error}"))
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // It may have ended by itself.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Gives what was written to the console since it was asked for the last time.
#[derive(Debug)]
pub(super) struct Logs;

/// A command of the driver beyond the standard.
#[derive(Debug)]
pub(super) struct Extension {
    /// Its path below the session.
    pub path: &'static str,
    /// Its parameters.
    pub body: Value,
}

/// A command of the browser's own protocol.
#[derive(Debug)]
pub(super) struct Cdp(Value);

impl Cdp {
    /// Names the command with its parameters.
    pub(super) fn new(command: &str, parameters: Value) -> Self {
        Self(json!({ "cmd": command, "params": parameters }))
    }
}

fn below(base: &Url, session: Option<&str>, path: &str) -> Result<Url, url::ParseError> {
    base.join(&format!("session/{}/{path}", session.unwrap_or_default()))
}

impl WebDriverCompatibleCommand for Logs {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, url::ParseError> {
        below(base, session, "se/log")
    }
    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(json!({ "type": "browser" }).to_string()))
    }
}

impl WebDriverCompatibleCommand for Extension {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, url::ParseError> {
        below(base, session, self.path)
    }
    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}

impl WebDriverCompatibleCommand for Cdp {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, url::ParseError> {
        below(base, session, "goog/cdp/execute")
    }
    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.0.to_string()))
    }
}

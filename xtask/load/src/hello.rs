//! The reference: a server that only says hello, as a process of its own.

use crate::process::used;
use anyhow::{Context as _, Result};
use axum::{Router, routing::post};
use std::{
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    process::{Command, Stdio},
    time::{Duration, Instant},
};
use support::crowd::ask_once;

/// Serves until killed; prints where.
pub async fn serve() -> Result<()> {
    let router = Router::new().route("/", post(|body: String| async move { body }));
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
    println!("{}", listener.local_addr()?);
    Ok(axum::serve(listener, router).await?)
}

/// What saying hello costs.
pub struct Hello {
    /// Requests a second.
    pub rate: f64,
    /// Processor time a request.
    pub each: Duration,
}

/// Asks from many lines at once for some seconds.
pub async fn measure(lines: usize, seconds: u64) -> Result<Hello> {
    let own = std::env::current_exe()?;
    let mut child = Command::new(own).arg("hello").stdout(Stdio::piped()).spawn()?;
    let mut address = String::new();
    BufReader::new(child.stdout.take().context("the output is piped")?).read_line(&mut address)?;
    let address: SocketAddr = address.trim().parse()?;
    let (before, begun) = (used(child.id())?, Instant::now());
    let until = begun + Duration::from_secs(seconds);
    let each = (0..lines).map(|_| {
        tokio::spawn(async move {
            let mut line = ask_once(address, None).await;
            let mut asked = 0u64;
            while Instant::now() < until {
                line = ask_once(address, line).await;
                asked += 1;
            }
            asked
        })
    });
    let mut asked = 0;
    for task in each.collect::<Vec<_>>() {
        asked += task.await?;
    }
    let (cost, took) = (used(child.id())?.saturating_sub(before), begun.elapsed());
    child.kill()?;
    child.wait()?;
    Ok(Hello { rate: asked as f64 / took.as_secs_f64(), each: cost / u32::try_from(asked.max(1))? })
}

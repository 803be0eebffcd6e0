//! Very many certificates in one archive off a real server: what the server holds in memory meanwhile
//! (07-performance, row `certificate`: 10,000 in one ZIP with bounded memory).

use crate::process::{most_memory, used};
use anyhow::{Context as _, Result, ensure};
use serde_json::json;
use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    time::Instant,
};
use support::{
    Kind, PASSWORD, RealServer,
    certified::certify_many,
    place,
    story::{offer_training, pass},
};

/// How many certificates where none are named.
const USUAL: usize = 10_000;
/// The most memory of the server at any time, in mebibytes.
const MOST_MEMORY: u64 = 300;

/// Runs the benchmark; tells whether its bound was kept.
pub async fn run(count: Option<&str>) -> Result<bool> {
    let count: usize = count.map_or(Ok(USUAL), str::parse).context("a number of certificates")?;
    let server = RealServer::start(Kind::Sqlite).await;
    let street = server.world.street().await;
    let principal = street.principal().await;
    let training = offer_training(&street, "年度安全培训").await;
    let serial = pass(&street, &principal, training).await;
    certify_many(&street, Kind::Sqlite, &principal, &serial, count - 1, |n| format!("学员{n}")).await;
    let login = street.auditor().await.login;
    // A fresh process, so that its most memory is that of the archive.
    server.kill();
    server.restart();
    let process = server.process().context("the server runs")?;
    let address = server.address();
    let cookie = tokio::task::spawn_blocking(move || sign_in(address, &login)).await??;
    let before = most_memory(process)?;
    let mut met = true;
    let mut told = Vec::new();
    for what in ["drawn and sent", "sent again"] {
        let (start, cost, cookie) = (Instant::now(), used(process)?, cookie.clone());
        let bytes = tokio::task::spawn_blocking(move || fetch(address, &cookie)).await??;
        let (took, cost) = (start.elapsed().as_secs_f64(), (used(process)? - cost).as_secs_f64());
        let memory = most_memory(process)?;
        let each = cost * 1e3 / count as f64;
        println!(
            "{count} certificates {what}: {took:.1} s, {each:.2} ms of processor each, {:.1} MB; memory {before} → {memory} MiB (≤ {MOST_MEMORY})",
            bytes as f64 / 1e6
        );
        met &= memory <= MOST_MEMORY;
        told.push(json!({ "what": what, "seconds": took, "cpu_ms_each": each, "bytes": bytes, "most_memory_mib": memory }));
    }
    let folder = place::target().join("bench");
    fs::create_dir_all(&folder)?;
    let told = json!({ "certificates": count, "before_mib": before, "runs": told });
    fs::write(folder.join("certificate-zip.json"), serde_json::to_vec_pretty(&told)?)?;
    server.stop().await;
    Ok(met)
}

/// Signs in; gives the cookie.
fn sign_in(address: SocketAddr, login: &str) -> Result<String> {
    let body = format!("login={login}&password={}&next=/", PASSWORD.replace(' ', "+"));
    let mut line = TcpStream::connect(address)?;
    write!(
        line,
        "POST /api/account/sign-in HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\n\
         Sec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )?;
    let mut answer = String::new();
    line.read_to_string(&mut answer)?;
    let cookie = answer.lines().find(|line| line.to_lowercase().starts_with("set-cookie: anxun="));
    let cookie = cookie.and_then(|line| line.split(": ").nth(1)?.split(';').next());
    cookie.map(str::to_owned).with_context(|| format!("signed in: {answer}"))
}

/// Takes the whole archive and drops it; gives its bytes. It must end as an archive does.
fn fetch(address: SocketAddr, cookie: &str) -> Result<u64> {
    let mut line = TcpStream::connect(address)?;
    write!(
        line,
        "GET /audit/certificates.zip HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n"
    )?;
    let mut reader = BufReader::with_capacity(1 << 20, line);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        ensure!(reader.read_line(&mut head)? > 0, "the answer ends: {head}");
    }
    ensure!(head.starts_with("HTTP/1.1 200"), "{head}");
    let (mut whole, mut tail) = (0, Vec::new());
    loop {
        let mut size = String::new();
        reader.read_line(&mut size)?;
        let size = usize::from_str_radix(size.trim(), 16).context("the archive broke off")?;
        if size == 0 {
            break;
        }
        let mut chunk = vec![0; size + 2];
        reader.read_exact(&mut chunk)?;
        whole += size as u64;
        tail = chunk[..size].to_vec();
    }
    // The end of a table of contents without a comment (APPNOTE 4.3.16) has 22 bytes.
    ensure!(tail.len() >= 22 && tail[tail.len() - 22..].starts_with(b"PK\x05\x06"), "no whole archive");
    Ok(whole)
}

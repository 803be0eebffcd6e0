//! Many candidates sit an exam over real HTTP (07-performance, row `exam-load`).

use crate::{
    candidates::Room,
    hello,
    process::{memory, used},
    raw_store,
    spread::Spread,
};
use anyhow::{Context as _, Result, ensure};
use serde_json::json;
use std::{collections::BTreeMap, fs, time::Duration};
use support::{
    Kind, RealServer,
    crowd::{gather, get_text},
    place,
};

/// Candidates of a run where none are named.
const USUAL: [usize; 3] = [100, 500, 2000];
/// Items of a paper.
const ITEMS: usize = 50;
/// Answers at this pace, a second, are judged by their latency.
const PACE: f64 = 500.0;

/// Runs the benchmark for each number of candidates; gives whether every bound is met.
pub async fn run(counts: &[&str]) -> Result<bool> {
    let counts: Vec<usize> = match counts {
        [] => USUAL.to_vec(),
        named => {
            named.iter().map(|text| text.parse().context("a number of candidates")).collect::<Result<_>>()?
        }
    };
    let hello = hello::measure(64, 3).await?;
    println!(
        "reference: axum saying hello: {:.0} requests/s, {} µs of processor a request",
        hello.rate,
        hello.each.as_micros()
    );
    let (mut met, mut told) = (true, Vec::new());
    for count in counts {
        let figures = one(count).await?;
        met &= print(count, &figures, &hello);
        told.push(json!({ "candidates": count, "figures": figures }));
    }
    let folder = place::target().join("bench");
    fs::create_dir_all(&folder)?;
    let hello = json!({ "requests_a_second": hello.rate, "processor_us": hello.each.as_micros() });
    fs::write(
        folder.join("exam-load.json"),
        serde_json::to_vec_pretty(&json!({ "hello": hello, "runs": told }))?,
    )?;
    Ok(met)
}

/// What was measured, by name.
type Figures = BTreeMap<&'static str, f64>;

async fn one(count: usize) -> Result<Figures> {
    let server = RealServer::start(Kind::Sqlite).await;
    let crowd = gather(&server.world, count).await;
    let process = server.process().context("the server runs")?;
    let cost = || used(process);
    let mut figures = Figures::new();
    let mut room = Room::new(&crowd, server.address());
    let mut errors = 0;

    let whole = cost()?;
    let started = room.start().await?;
    errors += started.errors;
    figures.insert("start_cpu_ms", millis(cost()?.saturating_sub(whole)) / count as f64);
    let mut spread = Spread::default();
    spread.extend(started.requests);
    figures.insert("start_p50_ms", spread.at(0.5));
    figures.insert("start_p99_ms", spread.at(0.99));
    errors += room.read().await?.errors;

    // Half at a steady pace, which shows the latency; the rest as fast as it goes, which shows the capacity.
    let paced_items = (8_000 / count).clamp(2, ITEMS / 2);
    let paced = room.answer(0..paced_items, Some(PACE)).await?;
    errors += paced.errors;
    let mut spread = Spread::default();
    spread.extend(paced.requests);
    figures.insert("paced_p50_ms", spread.at(0.5));
    figures.insert("paced_p99_ms", spread.at(0.99));
    figures.insert("paced_rate", (paced_items * count) as f64 / paced.took.as_secs_f64());

    let before = writer(&server).await?;
    let begun = cost()?;
    let fast = room.answer(paced_items..ITEMS, None).await?;
    errors += fast.errors;
    let saves = ((ITEMS - paced_items) * count) as f64;
    let after = writer(&server).await?;
    let batch = (after.1 - before.1) as f64 / (after.0 - before.0).max(1) as f64;
    figures.insert("batch", batch);
    figures.insert("saves_a_second", saves / fast.took.as_secs_f64());
    figures.insert("save_cpu_ms", millis(cost()?.saturating_sub(begun)) / saves);
    let mut spread = Spread::default();
    spread.extend(fast.requests);
    figures.insert("full_p99_ms", spread.at(0.99));

    let handed_in = room.submit().await?;
    errors += handed_in.errors;
    let mut spread = Spread::default();
    spread.extend(handed_in.requests);
    figures.insert("submit_p99_ms", spread.at(0.99));
    figures.insert("exam_cpu_ms", millis(cost()?.saturating_sub(whole)) / count as f64);
    figures.insert("memory_mib", memory(process)? as f64);
    figures.insert("errors", errors as f64);
    figures.insert("lost", lost(&server, crowd.street.code(), count).await? as f64);

    let batch = (batch.round() as usize).max(1);
    let rows = 20_000usize.min(2_000 * batch).div_ceil(batch) * batch;
    figures.insert("raw_saves_a_second", raw_store::saves_a_second(rows, batch).await?);
    server.stop().await;
    Ok(figures)
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

/// Transactions and steps of the server's writer so far.
async fn writer(server: &RealServer) -> Result<(u64, u64)> {
    let text = get_text(server.address(), "/metrics").await.context("the server tells its figures")?;
    let of = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name));
        line.and_then(|value| value.trim().parse().ok()).with_context(|| format!("{name} in {text}"))
    };
    Ok((of("anxun_exam_commits_total ")?, of("anxun_exam_steps_total ")?))
}

/// How many acknowledged answers are not in the database, and sittings that were not handed in.
async fn lost(server: &RealServer, street: &str, count: usize) -> Result<usize> {
    let reader = server.world.db().reader();
    let steps = support::crowd::answered(&reader, street).await;
    ensure!(steps <= ITEMS * count, "an answer is there twice");
    Ok(ITEMS * count - steps)
}

/// A figure with what it must reach.
struct Bound {
    name: &'static str,
    met: bool,
    says: String,
}

fn print(count: usize, figures: &Figures, hello: &hello::Hello) -> bool {
    let of = |name: &str| figures.get(name).copied().unwrap_or(f64::NAN);
    let ratio = of("saves_a_second") / of("raw_saves_a_second");
    let hellos = of("save_cpu_ms") * 1000.0 / hello.each.as_micros().max(1) as f64;
    println!("\n{count} candidates");
    for (name, value) in figures {
        println!("  {name:<22}{value:>12.2}");
    }
    println!("  a save costs {hellos:.1} hellos");
    let judge = |name, met, says| Bound { name, met, says };
    let mut bounds = vec![
        judge("saves against the raw store", ratio >= 0.5, format!("{ratio:.2} (≥ 0.50)")),
        judge("processor a save", of("save_cpu_ms") <= 0.5, format!("{:.3} ms (≤ 0.5)", of("save_cpu_ms"))),
        judge("processor an exam", of("exam_cpu_ms") <= 40.0, format!("{:.1} ms (≤ 40)", of("exam_cpu_ms"))),
        judge(
            "p99 of a save at 500/s",
            of("paced_p99_ms") < 50.0,
            format!("{:.1} ms (< 50)", of("paced_p99_ms")),
        ),
        judge(
            "errors and losses",
            of("errors") + of("lost") == 0.0,
            format!("{}", of("errors") + of("lost")),
        ),
    ];
    if count <= 500 {
        let says = format!("{:.0} ms (< 1000)", of("start_p99_ms"));
        bounds.push(judge("p99 of a start", of("start_p99_ms") < 1000.0, says));
    }
    for bound in &bounds {
        println!("  {} {:<30}{}", if bound.met { "ok  " } else { "MISS" }, bound.name, bound.says);
    }
    bounds.iter().all(|bound| bound.met)
}

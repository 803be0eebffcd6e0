//! Certificates with a signed QR record and a signature, beside Typst drawing the same page unsigned (07-performance,
//! row `certificate`).

use std::{
    fs,
    hint::black_box,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, anyhow, bail};
use chrono::NaiveDate;
use document::{
    certificate::{CertificateFacts, Look, render, sheet},
    font::{FontPaths, FontSet},
    qr,
    sign::{EnvelopeKey, NewIdentity, Signer, Verdict, verify},
};
use domain::certificate::{PaperWords, QrRecord, SerialNumber};
use serde_json::{Value, json};

use crate::{moment::Moment, table::Table};

/// How many certificates are drawn where no number is given.
const USUAL: usize = 1_000;
/// The reference, pinned: its speed is what ours is compared with.
const TYPST: &str = "typst==0.15.2";
/// Ours may take so much of the time of Typst: 1.3 times its throughput (07-performance).
const RATIO: f64 = 1.0 / 1.3;
/// The most bytes of a file (07-performance).
const BYTES: f64 = 70_000.0;

/// Runs the benchmark; tells whether all bounds were kept.
///
/// # Errors
/// When the fonts or the reference are missing and cannot be fetched, or something cannot be drawn.
pub fn command(count: Option<&str>) -> Result<bool> {
    let count = count.map_or(Ok(USUAL), str::parse).context("a number of certificates")?.max(1);
    let target = target()?;
    let fonts = FontSet::load(&FontPaths::in_directory(&target.join("fonts")))
        .context("run `cargo xtask setup` first")?;
    let (signer, key) = (signer()?, EnvelopeKey::new(&[5; 32]));
    let all: Vec<CertificateFacts> = (0..count).map(|n| facts(n, &key)).collect::<Result<_>>()?;
    let mut table = Table::new("certificate");
    black_box(render(&all[0], &fonts, Some(&signer))?);
    let ours = draw(&mut table, &all, &fonts, &signer)?;
    let start = Moment::now();
    let few = all.len().min(200);
    black_box(sheet(&all[..few], &fonts)?);
    let page = start.elapsed().as_secs_f64() * 1e3 / few as f64;
    table.tell("a page of a file for the printer", page, "ms");
    let (typst, bytes) = reference(&target, &all)?;
    table.tell("typst, unsigned, each", typst, "ms");
    table.tell("typst, a file", bytes, "bytes");
    table.tell("throughput, ours to typst's", typst / ours, "×");
    table.bound("time, ours to typst's", ours / typst, "×", RATIO);
    table.finish()
}

/// Draws and signs all of them; gives the milliseconds of processor time of each.
fn draw(table: &mut Table, all: &[CertificateFacts], fonts: &FontSet, signer: &Signer) -> Result<f64> {
    let (start, mut bytes, mut last) = (Moment::now(), 0, Vec::new());
    for facts in all {
        last = black_box(render(facts, fonts, Some(signer))?);
        bytes += last.len();
    }
    let ours = start.elapsed().as_secs_f64() * 1e3 / all.len() as f64;
    let trusted = signer.certificate_pem()?;
    let start = Moment::now();
    if !matches!(verify(&last, &trusted), Verdict::Genuine(_)) {
        bail!("a drawn certificate is not genuine");
    }
    table.tell("certificates", all.len() as f64, "");
    table.tell("drawn and signed, each", ours, "ms");
    table.tell("verified, each", start.elapsed().as_secs_f64() * 1e3, "ms");
    table.bound("a file", bytes as f64 / all.len() as f64, "bytes", BYTES);
    Ok(ours)
}

fn signer() -> Result<Signer> {
    let new = NewIdentity {
        common_name: "示例街道办事处",
        secret: &[7; 32],
        serial: &[9; 16],
        not_before: 1_767_225_600,
        not_after: 2_082_758_400,
    };
    Ok(Signer::generate(&new)?)
}

/// Names of two to forty characters, so that the subsets differ as they do in a street.
fn holder(n: usize) -> String {
    const FAMILY: [&str; 8] = ["张", "王", "李", "赵", "欧阳", "阿卜杜拉·", "刘", "陈"];
    const GIVEN: [&str; 10] = ["伟", "秀英", "建国", "㛃", "䶮堃", "买买提", "志强", "丽华", "磊", "若兰"];
    format!("{}{}{}", FAMILY[n % 8], GIVEN[n / 8 % 10], ["", "文", "海", "明"][n / 80 % 4])
}

fn facts(n: usize, key: &EnvelopeKey) -> Result<CertificateFacts> {
    let serial = SerialNumber::new("TW", 2026, "ZF", u32::try_from(n % 1_000_000)?);
    let (holder, unit) = (holder(n), format!("示例第{}机械制造有限公司", n % 97));
    let training = "2026年度工贸企业主要负责人安全生产培训";
    let code = format!("{n:020x}");
    let words = PaperWords { code: &code, holder: &holder, unit: &unit, training, hours: "12" };
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).context("a day");
    let (issued_on, until) = (day(2026, 11, 23)?, day(2027, 11, 22)?);
    let record = QrRecord {
        serial: serial.clone(),
        revision: 1,
        issued_on,
        valid_until: until,
        score: 9_200,
        words: words.digest(),
    };
    let p = key.seal(&record.to_bytes().ok_or_else(|| anyhow!("a record does not fit"))?);
    Ok(CertificateFacts {
        verify_url: format!("https://anxun.example.cn/verify/{}?c={code}&p={p}", serial.as_str()),
        serial: serial.as_str().to_owned(),
        revision: 1,
        holder,
        unit,
        training: training.to_owned(),
        hours: "12".to_owned(),
        score: "92 分".to_owned(),
        issued_on,
        valid_until: Some(until),
        issuer: "示例街道办事处".to_owned(),
        look: Look::default(),
        seal: None,
        issued_at: 1_795_413_600,
    })
}

/// Lets Typst draw the same pages; gives the milliseconds of processor time and the bytes of each.
fn reference(target: &Path, all: &[CertificateFacts]) -> Result<(f64, f64)> {
    let python = typst(target)?;
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("reference");
    let given: Vec<Value> = all.iter().map(given).collect::<Result<_>>()?;
    let file = target.join("bench/certificate-facts.json");
    fs::create_dir_all(target.join("bench"))?;
    fs::write(&file, serde_json::to_vec(&given)?)?;
    let output = Command::new(python)
        .arg(own.join("certificate.py"))
        .arg(own.join("certificate.typ"))
        .arg(target.join("fonts"))
        .arg(&file)
        .output()?;
    fs::remove_file(&file)?;
    if !output.status.success() {
        bail!("typst failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    let told: Value = serde_json::from_slice(&output.stdout)?;
    let number = |name: &str| told[name].as_f64().with_context(|| format!("{name} in {told}"));
    Ok((number("seconds")? * 1e3 / number("count")?, number("bytes")?))
}

/// What Typst is given of a certificate, all of it text.
fn given(facts: &CertificateFacts) -> Result<Value> {
    let code = qr::draw(&facts.verify_url)?;
    let drawing = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {0}\"><path d=\"{1}\"/></svg>",
        code.size, code.path
    );
    let address = facts.verify_url.split('?').next().unwrap_or_default();
    Ok(json!({
        "serial": facts.serial, "holder": facts.holder, "unit": facts.unit, "training": facts.training,
        "address": address, "qr": drawing,
    }))
}

/// A Python with Typst in a place of its own below the target folder; fetched once.
fn typst(target: &Path) -> Result<PathBuf> {
    let place = target.join("tools/typst");
    let python = place.join("bin/python");
    let has = |python: &Path| {
        Command::new(python).args(["-c", "import typst"]).output().is_ok_and(|told| told.status.success())
    };
    if !has(&python) {
        let run = |command: &mut Command| match command.status() {
            Ok(status) if status.success() => Ok(()),
            _ => Err(anyhow!("the reference cannot be fetched: python3-venv and pip are needed for {TYPST}")),
        };
        run(Command::new("python3").args(["-m", "venv"]).arg(&place))?;
        run(Command::new(place.join("bin/pip")).args(["install", "--quiet", TYPST]))?;
    }
    Ok(python)
}

/// Cargo's target folder, from where this program runs.
fn target() -> Result<PathBuf> {
    let own = std::env::current_exe()?;
    own.ancestors().nth(2).map(Path::to_owned).context("this program stands in target/PROFILE")
}

//! What the tests share: fonts, a key, facts and the poppler and qpdf tools.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, OnceLock};

use chrono::NaiveDate;
use document::certificate::{CertificateFacts, Look};
use document::font::{FontPaths, FontSet};
use document::sign::{NewIdentity, Signer};

/// The faces of set-up, loaded once for all tests.
pub fn fonts() -> Arc<FontSet> {
    static FONTS: OnceLock<Arc<FontSet>> = OnceLock::new();
    let load = || {
        let directory = option_env!("ANXUN_FONTS")
            .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/fonts"), PathBuf::from);
        match FontSet::load(&FontPaths::in_directory(&directory)) {
            Ok(fonts) => Arc::new(fonts),
            Err(refusal) => panic!("{refusal}: run `cargo xtask setup`"),
        }
    };
    FONTS.get_or_init(load).clone()
}

pub fn signer() -> Signer {
    Signer::generate(&NewIdentity {
        common_name: "示例街道办事处",
        secret: &[7; 32],
        serial: &[9; 16],
        not_before: 1_767_225_600,
        not_after: 2_082_758_400,
    })
    .unwrap()
}

pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

pub fn facts(holder: &str) -> CertificateFacts {
    CertificateFacts {
        serial: "AX-2026-000123".into(),
        revision: 1,
        holder: holder.into(),
        unit: "示例机械制造有限公司".into(),
        training: "2026年度工贸企业主要负责人安全生产培训".into(),
        hours: "12".into(),
        score: "92 分".into(),
        issued_on: day(2026, 11, 23),
        valid_until: Some(day(2027, 11, 22)),
        issuer: "示例街道办事处".into(),
        verify_url: "https://anxun.example.cn/verify/AX-2026-000123?c=Q7h2KfV9sPmX".into(),
        look: Look::default(),
        seal: None,
        issued_at: 1_795_413_600,
    }
}

/// Runs a tool over a file with these bytes; the `{}` among the arguments stands for its path.
pub fn run(tool: &str, arguments: &[&str], bytes: &[u8]) -> (bool, String) {
    static COUNTER: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
    let number = COUNTER.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{}-{number}.pdf", std::process::id()));
    std::fs::write(&path, bytes).unwrap();
    let path_text = path.display().to_string();
    let arguments = arguments.iter().map(|argument| if *argument == "{}" { &path_text } else { *argument });
    let output = Command::new(tool)
        .args(arguments)
        .output()
        .unwrap_or_else(|error| panic!("{tool}: {error}: run `cargo xtask setup`"));
    std::fs::remove_file(&path).unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&text).into_owned())
}

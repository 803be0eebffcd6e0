//! `anxun spot verify`: drawing the workers of a spot test again from its bundle.

use super::{misuse, say};
use domain::spot::bundle::{Check, SpotBundle, verify};
use std::{path::Path, process::ExitCode};

/// Verifies a bundle; needs no installation. Exit code 1 where a step fails, 2 where there is no bundle.
pub(super) fn verify_bundle(file: &Path) -> ExitCode {
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) => return misuse(&format!("打不开 {}：{error}", file.display())),
    };
    let bundle: SpotBundle = match serde_json::from_str(&text) {
        Ok(bundle) => bundle,
        Err(error) => return misuse(&format!("{} 不是现场测试复核文件：{error}", file.display())),
    };
    say(&format!("现场测试 {}，街道 {}", bundle.test, bundle.street));
    let absent = bundle.called.iter().filter(|called| called.absent.is_some()).count();
    say(&format!(
        "名单 {} 人，要抽 {} 人，抽到 {} 人，其中不在场 {absent} 人",
        bundle.roster.len(),
        bundle.wanted,
        bundle.called.len()
    ));
    let mut holds = true;
    for step in verify(&bundle) {
        holds &= step.ok;
        say(&format!("  {} {}", if step.ok { "通过  " } else { "不通过" }, meaning(step.check)));
    }
    say("请与日志中 spot_opened 事件的 commitment 和 roster_hash 对照，两者都记在抽取以前。");
    say(if holds {
        "结论：抽取可以原样重做，没有挑人。"
    } else {
        "结论：抽取与记录不符。"
    });
    if holds { ExitCode::SUCCESS } else { ExitCode::from(1) }
}

const fn meaning(check: Check) -> &'static str {
    match check {
        Check::Format => "文件格式是本程序认识的",
        Check::Commitment => "公开的种子与抽取前的哈希一致",
        Check::Roster => "名单次序正确、没有重复，与抽取前的哈希一致",
        Check::Order => "抽签次序一致",
        Check::Called => "抽到的人依次取自次序，不在场的由下一位递补",
    }
}

//! `anxun paper verify`: drawing a paper again from its bundle.

use super::{misuse, say};
use domain::{
    exam::{PaperBundle, record::Check, verify},
    hash::hash,
};
use std::{path::Path, process::ExitCode};

/// Verifies a bundle; needs no installation. Exit code 1 where a step fails, 2 where there is no bundle.
pub(super) fn verify_bundle(file: &Path) -> ExitCode {
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) => return misuse(&format!("打不开 {}：{error}", file.display())),
    };
    let bundle: PaperBundle = match serde_json::from_str(&text) {
        Ok(bundle) => bundle,
        Err(error) => return misuse(&format!("{} 不是试卷复核包：{error}", file.display())),
    };
    let record = &bundle.record;
    say(&format!("考核 {}", record.exam));
    say(&format!(
        "考生 {}，第 {} 次，共 {} 题",
        record.candidate,
        record.attempt.get(),
        record.paper.items.len()
    ));
    let mut holds = true;
    for step in verify(&bundle) {
        holds &= step.ok;
        say(&format!("  {} {}", if step.ok { "通过  " } else { "不通过" }, meaning(step.check)));
    }
    if let Ok(record) = serde_json::to_string(record) {
        say(&format!("试卷指纹 {}", hex::encode(hash(record.as_bytes()))));
        say("请与日志中 attempt_started 事件的 paper_hash 对照，一致即为当时抽出的试卷。");
    }
    say(if holds {
        "结论：这份试卷可以原样重新抽出。"
    } else {
        "结论：这份试卷与记录不符。"
    });
    if holds { ExitCode::SUCCESS } else { ExitCode::from(1) }
}

const fn meaning(check: Check) -> &'static str {
    match check {
        Check::Version => "抽题算法的版本是本程序认识的",
        Check::Commitment => "公开的密钥与发布考核时的密钥指纹一致",
        Check::Pool => "题目范围与抽题时一致",
        Check::Try => "能够重新抽出，采用的是同一次尝试",
        Check::Items => "题目、顺序和分值逐题一致",
        Check::Options => "每题选项的排列一致",
        Check::Expected => "预期得分（难度平衡）一致",
    }
}

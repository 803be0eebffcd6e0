//! `anxun bank`: checking, freezing and listing question banks.

mod report;

use super::say;
use crate::world::SystemClock;
use application::{
    Clock, System,
    bank::{BankFolder, list_banks, publish_bank, read_bank, read_laws},
};
use clap::Subcommand;
use domain::{
    bank::{LawLibrary, Question, check},
    calendar,
};
use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Where banks stand when nothing else is said.
const DEFAULT_FOLDER: &str = "question-banks";

#[derive(Subcommand)]
pub(super) enum BankCommand {
    /// 检查题库：题目格式、依据与证据、选项与答案分布、重复
    Check {
        /// 题库文件夹，或放有多个题库的文件夹；默认 question-banks
        folders: Vec<PathBuf>,
        /// 法规文本文件夹（文件名如 01-安全生产法.md）；不给则不核对证据
        #[arg(long)]
        laws: Option<PathBuf>,
    },
    /// 发布题库的一个版本；内容没有变化时不产生新版本
    Import {
        /// 题库文件夹，或放有多个题库的文件夹
        folder: PathBuf,
    },
    /// 列出已发布的题库
    List,
}

/// Checks banks; needs no installation. Exit code 1 where a bank has errors.
pub(super) fn check_banks(folders: &[PathBuf], laws: Option<&Path>) -> ExitCode {
    let default = [PathBuf::from(DEFAULT_FOLDER)];
    let folders = if folders.is_empty() { &default[..] } else { folders };
    let library = match laws.map(read_laws).transpose() {
        Ok(library) => library,
        Err(faults) => {
            say("法规文本读不出来：");
            faults.iter().for_each(|fault| say(&format!("  {}", report::fault(fault))));
            return ExitCode::from(2);
        }
    };
    let mut sound = true;
    let mut all: Vec<Question> = Vec::new();
    for folder in folders.iter().flat_map(|folder| banks_in(folder)) {
        match read_bank(&folder) {
            Ok(bank) => {
                sound &= check_bank(&bank, library.as_ref());
                all.extend(bank.questions);
            }
            Err(faults) => {
                sound = false;
                say(&format!("题库 {}：读不出来，有 {} 处需要修改", folder.display(), faults.len()));
                faults.iter().for_each(|fault| say(&format!("  错误 {}", report::fault(fault))));
            }
        }
    }
    for id in repeated(&all) {
        sound = false;
        say(&format!("错误 题号 {id} 在几个题库中重复出现；题号在所有题库中都必须唯一。"));
    }
    if library.is_none() {
        say("注意：没有给出法规文本（--laws 文件夹），题目的依据和证据没有核对。");
    }
    if sound { ExitCode::SUCCESS } else { ExitCode::from(1) }
}

fn check_bank(bank: &BankFolder, laws: Option<&LawLibrary>) -> bool {
    let found = check(&bank.questions, laws, calendar::date_of(Clock::now(&SystemClock)));
    report::print(bank, &found);
    found.is_clean()
}

/// Freezes every bank of a folder.
pub(super) async fn import(system: &System, folder: &Path) -> anyhow::Result<ExitCode> {
    let cx = super::street_cx(system, None).await?;
    let mut sound = true;
    for folder in banks_in(folder) {
        let bank = match read_bank(&folder) {
            Ok(bank) => bank,
            Err(faults) => {
                sound = false;
                say(&format!("题库 {}：读不出来，没有发布", folder.display()));
                faults.iter().for_each(|fault| say(&format!("  错误 {}", report::fault(fault))));
                continue;
            }
        };
        if !check_bank(&bank, None) {
            sound = false;
            say(&format!("题库“{}”有错误，没有发布。请改正后再试。", bank.name));
            continue;
        }
        let published = publish_bank(&cx, &bank).await?;
        let what = if published.new { "已发布" } else { "内容没有变化，仍为" };
        say(&format!(
            "题库“{}”{what}第 {} 版，指纹 {}",
            bank.name, published.version, published.content_hash
        ));
    }
    Ok(if sound { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Lists the frozen banks.
pub(super) async fn list(system: &System) -> anyhow::Result<ExitCode> {
    let view = list_banks(&super::street_cx(system, None).await?).await?;
    if view.banks.is_empty() {
        say("还没有发布题库。用 anxun bank import 文件夹 发布。");
    }
    for bank in view.banks {
        let kinds: Vec<String> =
            bank.kinds.iter().map(|k| format!("{} {}", k.kind.term(), k.questions)).collect();
        say(&format!(
            "{}  {}  第 {} 版  {} 题（{}）  {}",
            bank.code,
            bank.name,
            bank.version,
            bank.questions,
            kinds.join("，"),
            bank.content_hash
        ));
    }
    Ok(ExitCode::SUCCESS)
}

/// The banks of a folder: itself, or the folders in it that hold one.
fn banks_in(folder: &Path) -> Vec<PathBuf> {
    if folder.join("bank.toml").exists() {
        return vec![folder.to_owned()];
    }
    let entries = fs::read_dir(folder).map(|all| all.filter_map(Result::ok).map(|e| e.path()).collect());
    let mut found: Vec<PathBuf> = entries.unwrap_or_default();
    found.retain(|path| path.join("bank.toml").exists());
    found.sort();
    // A folder without any bank is reported as one that cannot be read.
    if found.is_empty() { vec![folder.to_owned()] } else { found }
}

fn repeated(questions: &[Question]) -> Vec<String> {
    let mut ids: Vec<&str> = questions.iter().map(|q| q.id().as_str()).collect();
    ids.sort_unstable();
    let mut twice: Vec<String> = ids.windows(2).filter(|w| w[0] == w[1]).map(|w| w[0].to_owned()).collect();
    twice.dedup();
    twice
}

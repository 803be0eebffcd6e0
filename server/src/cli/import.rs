//! `anxun import roster`.

use super::{config, misuse, open, say, street_cx};
use app::text;
use application::organization::{import_file, preview_file};
use clap::Subcommand;
use contract::organization::{RosterTally, RowVerdict, Tally, Verdict};
use std::{path::PathBuf, process::ExitCode};

#[derive(Subcommand)]
pub(super) enum Import {
    /// 导入单位和人员名册；有一行不对就什么也不写入
    Roster {
        /// 名册文件（.xlsx）
        file: PathBuf,
        /// 只检查，不写入
        #[arg(long)]
        dry_run: bool,
        /// 街道代码（9 位）；只有一个街道时可省略
        #[arg(long, value_name = "CODE")]
        street: Option<String>,
    },
}

pub(super) async fn import(command: Import) -> anyhow::Result<ExitCode> {
    let Import::Roster { file, dry_run, street } = command;
    let Ok(bytes) = std::fs::read(&file) else {
        return Ok(misuse(&format!("打不开文件 {}。请核对文件名。", file.display())));
    };
    let system = open(&config()?).await?;
    let cx = street_cx(&system, street.as_deref()).await?;
    let (tally, verdicts) = match preview_file(&cx, bytes.clone()).await {
        Ok(checked) => checked,
        Err(failure) => return told(failure),
    };
    for verdict in verdicts.iter().filter(|v| v.verdict == Verdict::Wrong) {
        say_row(verdict);
    }
    say_tally(&tally);
    if tally.wrong() > 0 {
        say(&format!("有 {} 行需要修改，没有写入任何数据。", tally.wrong()));
        return Ok(ExitCode::from(1));
    }
    if dry_run {
        say("检查通过，没有写入（--dry-run）。");
        return Ok(ExitCode::SUCCESS);
    }
    match import_file(&cx, bytes).await {
        Ok(_) => {
            say("名册已导入。");
            Ok(ExitCode::SUCCESS)
        }
        Err(failure) => told(failure),
    }
}

/// A refusal is a finding about the file; anything else ends the command.
fn told(failure: application::Failure) -> anyhow::Result<ExitCode> {
    match failure.told() {
        Some(error) => {
            say(&text::sentence(error));
            Ok(ExitCode::from(1))
        }
        None => Err(failure.into()),
    }
}

fn say_row(row: &RowVerdict) {
    for fault in &row.faults {
        say(&format!(
            "{} 第 {} 行 {}“{}”：{}",
            row.sheet.term(),
            row.row,
            fault.column,
            fault.value,
            text::cell_fault(fault)
        ));
    }
}

fn say_tally(tally: &RosterTally) {
    let line = |name: &str, t: Tally| {
        say(&format!(
            "{name}：新增 {}，更新 {}，无变化 {}，需修改 {}",
            t.new, t.changed, t.unchanged, t.wrong
        ));
    };
    line("单位", tally.units);
    line("人员", tally.people);
    if !tally.new_areas.is_empty() {
        say(&format!("新管理区：{}", tally.new_areas.join("、")));
    }
}

//! `anxun street add|list`.

use super::{config, misuse, open, say};
use application::organization::add_street;
use clap::Subcommand;
use domain::organization::DivisionCode;
use std::process::ExitCode;

#[derive(Subcommand)]
pub(super) enum Street {
    /// 登记一个街道
    Add {
        /// 9 位街道代码，例如 370112104
        code: String,
        /// 名称，例如 唐王街道
        name: String,
        /// 证明编号用的两个字母，例如 TW
        letters: String,
    },
    /// 列出已登记的街道
    List,
}

pub(super) async fn street(command: Street) -> anyhow::Result<ExitCode> {
    let system = open(&config()?).await?;
    match command {
        Street::Add { code, name, letters } => {
            let Ok(division) = DivisionCode::parse(&code) else {
                return Ok(misuse("街道代码是 9 位数字，例如 370112104。"));
            };
            let letters = letters.to_ascii_uppercase();
            if letters.len() != 2
                || !letters.bytes().all(|b| b.is_ascii_uppercase())
                || name.trim().is_empty()
            {
                return Ok(misuse(
                    "请写明街道名称和两个英文字母，例如：anxun street add 370112104 唐王街道 TW",
                ));
            }
            let cx = system.cx(division, None, String::new());
            match add_street(&cx, name.trim(), &letters).await {
                Ok(()) => say(&format!("已登记：{code} {}", name.trim())),
                Err(failure) if failure.told().is_some() => {
                    say("这个街道已经登记过。");
                    return Ok(ExitCode::from(1));
                }
                Err(failure) => return Err(failure.into()),
            }
        }
        Street::List => {
            for street in storage::organization::streets(&system.db.reader()).await? {
                say(&format!("{}  {}  {}", street.code, street.letters, street.name));
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

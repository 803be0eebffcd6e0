//! `anxun demo load` and `anxun demo roster`.

use super::{config, misuse, open_with, say};
use application::{
    Clock, Cx, System,
    demo::{self, organization::Loaded},
};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use clap::Subcommand;
use domain::organization::vocabulary_role::Role;
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

#[derive(Subcommand)]
pub(super) enum Demo {
    /// 载入演示街道：单位、人员、账号、培训和演练
    Load {
        /// 把这一天当作今天，例如 2026-11-23
        #[arg(long, value_name = "DATE")]
        as_of: Option<NaiveDate>,
        /// 服务器可从外部访问时也照样载入（演示账号的密码是公开的）
        #[arg(long)]
        yes_i_know: bool,
        /// 题库文件夹
        #[arg(long, default_value = "question-banks")]
        banks: PathBuf,
    },
    /// 把演示名册写成一个 Excel 文件
    Roster {
        /// 文件名，例如 roster.xlsx
        file: PathBuf,
    },
}

pub(super) async fn demo(command: Demo) -> anyhow::Result<ExitCode> {
    match command {
        Demo::Load { as_of, yes_i_know, banks } => load(as_of, yes_i_know, &banks).await,
        Demo::Roster { file } => {
            let bytes = demo::organization::roster().await?;
            std::fs::write(&file, bytes)?;
            say(&format!("已写好：{}（400 家单位，1500 名人员）", file.display()));
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// A clock that stands still: the demo's history ends on the day asked for.
struct Standing(DateTime<Utc>);

impl Clock for Standing {
    fn now(&self) -> DateTime<Utc> {
        self.0
    }
}

async fn load(as_of: Option<NaiveDate>, yes_i_know: bool, banks: &Path) -> anyhow::Result<ExitCode> {
    let config = config()?;
    if !config.listen.ip().is_loopback() && !yes_i_know {
        return Ok(misuse(
            "服务器可从外部访问，而演示账号的密码是公开的，所以没有载入。\
             请把 ANXUN_LISTEN 改成 127.0.0.1:3000；确实要在这里演示，请加 --yes-i-know。",
        ));
    }
    let system: System = open_with(&config, |services| {
        // Nine in the morning in the street is one in UTC.
        if let Some(morning) =
            as_of.and_then(|day| Some(day.and_time(NaiveTime::from_hms_opt(1, 0, 0)?).and_utc()))
        {
            services.clock = Arc::new(Standing(morning));
        }
    })
    .await?;
    if !storage::organization::streets(&system.db.reader()).await?.is_empty() {
        return Ok(misuse("数据库里已有街道，演示数据没有载入。请换一个空的数据文件夹（ANXUN_DATA）。"));
    }
    let cx = system.cx(demo::organization::street()?, None, String::new());
    let loaded = demo::organization::load(&cx).await?;
    let banks = on_top(&cx, &loaded, banks).await?;
    system.db.clone().close().await?;
    tell(&loaded, banks);
    Ok(ExitCode::SUCCESS)
}

/// Makes what stands on the roster: banks, a training with its sittings, drills. Gives how many banks.
async fn on_top(cx: &Cx, loaded: &Loaded, banks: &Path) -> anyhow::Result<u32> {
    let count = if banks.is_dir() { demo::exam::load(cx, banks).await? } else { 0 };
    let office = loaded.accounts.iter().find(|account| account.role == Role::Office);
    if let Some(office) = office.filter(|_| count > 0) {
        let fresh: Vec<String> = loaded.accounts.iter().map(|account| account.login.clone()).collect();
        demo::training::load(cx, cx.today(), office.id, &fresh).await?;
    }
    // demo::drill::load(cx).await?;
    Ok(count)
}

fn tell(loaded: &Loaded, banks: u32) {
    say(&format!(
        "唐王街道已载入：{} 家单位，{} 名人员。",
        loaded.roster.units.new, loaded.roster.people.new
    ));
    if banks == 0 {
        say("没有找到题库，培训和考核未载入。请用 --banks 指明题库文件夹，在空的数据文件夹里重新载入。");
    }
    say(&format!("所有演示账号的密码都是 {}", demo::organization::PASSWORD));
    for account in &loaded.accounts {
        say(&format!("  {:<12} {}　{}　{}", account.login, account.role.term(), account.name, account.place));
    }
}

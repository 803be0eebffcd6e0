//! `anxun demo load` and `anxun demo roster`.

use super::{config, misuse, open_with, say};
use application::{Clock, System, demo};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use clap::Subcommand;
use std::{path::PathBuf, process::ExitCode, sync::Arc};

#[derive(Subcommand)]
pub(super) enum Demo {
    /// 载入演示街道：单位、人员、账号、培训和演练
    Load {
        /// 把这一天当作今天，例如 2026-11-23
        #[arg(long, value_name = "DATE")]
        as_of: Option<NaiveDate>,
        /// 已有数据时什么也不做，而不是报错
        #[arg(long)]
        if_empty: bool,
        /// 服务器可从外部访问时也照样载入（演示账号的密码是公开的）
        #[arg(long)]
        yes_i_know: bool,
    },
    /// 把演示名册写成一个 Excel 文件
    Roster {
        /// 文件名，例如 roster.xlsx
        file: PathBuf,
    },
}

pub(super) async fn demo(command: Demo) -> anyhow::Result<ExitCode> {
    match command {
        Demo::Load { as_of, if_empty, yes_i_know } => load(as_of, if_empty, yes_i_know).await,
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

async fn load(as_of: Option<NaiveDate>, if_empty: bool, yes_i_know: bool) -> anyhow::Result<ExitCode> {
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
        if if_empty {
            say("数据库里已有数据，演示数据不再载入。");
            tell_accounts_if_demo(&system).await?;
            return Ok(ExitCode::SUCCESS);
        }
        return Ok(misuse("数据库里已有街道，演示数据没有载入。请换一个空的数据文件夹（ANXUN_DATA）。"));
    }
    let cx = system.cx(demo::organization::street()?, None, String::new());
    let mut loaded = demo::organization::load(&cx).await?;
    say("名册已导入，正在装入题库、培训、考核和演练……");
    let today = as_of.unwrap_or_else(|| cx.today());
    demo::exam::load(&cx, &config.banks).await?;
    let office = storage::account::by_login(&system.db.reader(), "office").await?;
    let office = office.map(|account| account.id).unwrap_or_default();
    let fresh: Vec<String> = loaded.accounts.iter().map(|account| account.login.clone()).collect();
    let second = storage::account::by_login(&system.db.reader(), "office2").await?;
    let second = second.map(|account| account.id).unwrap_or_default();
    demo::certificate::load(&cx, today, office).await?;
    demo::training::load(&cx, today, office, second, &fresh).await?;
    let officials = demo::assessment::load(&cx, today, &loaded.accounts).await?;
    loaded.accounts.extend(officials);
    demo::bank::load(&cx, office, second).await?;
    demo::duty::load(&cx, today, office, second).await?;
    demo::drill::load(&cx, today).await?;
    demo::register::load(&cx, today, office).await?;
    demo::session::load(&cx, today, office).await?;
    demo::activity::load(&cx, today, office).await?;
    system.db.clone().close().await?;
    tell(&loaded);
    Ok(ExitCode::SUCCESS)
}

/// Says how to sign in to a demo street that was loaded before.
async fn tell_accounts_if_demo(system: &System) -> anyhow::Result<()> {
    if storage::organization::street(&system.db.reader(), demo::organization::STREET).await?.is_some() {
        say(&format!(
            "演示账号：office、office2、area1、team1、auditor、admin、{}；密码 {}（若未改过）",
            demo::organization::FIRST_MOBILE,
            demo::organization::PASSWORD
        ));
    }
    Ok(())
}

fn tell(loaded: &demo::organization::Loaded) {
    say(&format!(
        "唐王街道已载入：{} 家单位，{} 名人员。",
        loaded.roster.units.new, loaded.roster.people.new
    ));
    say(&format!("所有演示账号的密码都是 {}", demo::organization::PASSWORD));
    for account in &loaded.accounts {
        say(&format!("  {:<12} {}　{}　{}", account.login, account.role.term(), account.name, account.place));
    }
}

//! The command line of `anxun` (08-interface, "Command line"). Exit code 0, 1 for a finding, 2 for misuse.

mod bank;
mod certificate;
mod paper;
mod drill;
mod serve;

use crate::{config::Config, keys};
use application::System;
use clap::{Parser, Subcommand};
use std::{path::PathBuf, process::ExitCode, sync::Arc};
use storage::Database;

/// 安训：安全培训考核与"四不"演练平台
#[derive(Parser)]
#[command(name = "anxun", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// 启动服务
    Serve,
    /// 升级数据库结构
    Migrate,
    /// 题库
    #[command(subcommand)]
    Bank(bank::BankCommand),
    /// 试卷
    #[command(subcommand)]
    Paper(PaperCommand),
    /// 四不演练：开启年度、抽签、复核
    #[command(subcommand)]
    Drill(drill::DrillCommand),
    /// 培训考核合格证明
    #[command(subcommand)]
    Certificate(CertificateCommand),
}

#[derive(Subcommand)]
enum PaperCommand {
    /// 用复核包重新抽出一份试卷，逐步比对
    Verify {
        /// 审计页面导出的复核包（JSON）
        file: PathBuf,
    },
}

#[derive(Subcommand)]
enum CertificateCommand {
    /// 离线核验一份 PDF 证明
    Verify {
        /// PDF 文件
        file: PathBuf,
        /// 签发证书（PEM）；默认用本机的
        #[arg(long)]
        trusted: Option<PathBuf>,
    },
}

/// Runs the command given by the process's arguments.
#[must_use]
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    start_log();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return misuse(&format!("无法启动：{error}")),
    };
    match runtime.block_on(dispatch(cli.command)) {
        Ok(code) => code,
        Err(error) => misuse(&format!("{error:#}")),
    }
}

async fn dispatch(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve => serve::serve(config()?).await,
        Command::Migrate => {
            open(&config()?).await?;
            say("数据库结构已是最新。");
            Ok(ExitCode::SUCCESS)
        }
        Command::Bank(bank::BankCommand::Check { folders, laws }) => Ok(bank::check_banks(&folders, laws.as_deref())),
        Command::Bank(bank::BankCommand::Import { folder }) => bank::import(&open(&config()?).await?, &folder).await,
        Command::Bank(bank::BankCommand::List) => bank::list(&open(&config()?).await?).await,
        Command::Paper(PaperCommand::Verify { file }) => Ok(paper::verify_bundle(&file)),
        Command::Drill(command) => drill::run(command).await,
        Command::Certificate(CertificateCommand::Verify { file, trusted }) => {
            certificate::check(&config()?, &file, trusted)
        }
    }
}

fn config() -> anyhow::Result<Config> {
    Config::load().map_err(|wrong| {
        let lines: Vec<String> = wrong.iter().map(ToString::to_string).collect();
        anyhow::anyhow!(lines.join("\n"))
    })
}

/// Opens the installation: folder, keys, database, schema.
async fn open(config: &Config) -> anyhow::Result<System> {
    std::fs::create_dir_all(&config.data)?;
    let services = keys::services(config)?;
    let db = Database::open(&config.database_url).await?;
    db.migrate().await?;
    Ok(System { db, services: Arc::new(services) })
}

/// The system acting in the first street of the installation.
async fn home_cx(system: &System) -> anyhow::Result<application::Cx> {
    let streets = storage::organization::streets(&system.db.reader()).await?;
    let street = streets.first().ok_or_else(|| anyhow::anyhow!("还没有街道数据，请先运行 anxun demo load 或导入名册。"))?;
    let code = domain::organization::DivisionCode::parse(&street.code).map_err(|e| anyhow::anyhow!("{e}"))?;
    Ok(system.cx(code, None, String::new()))
}

fn start_log() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("ANXUN_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}

/// Prints a line for the person at the terminal.
#[expect(clippy::print_stdout, reason = "the command line speaks on standard output")]
fn say(line: &str) {
    println!("{line}");
}

#[expect(clippy::print_stderr, reason = "the command line complains on standard error")]
fn misuse(line: &str) -> ExitCode {
    eprintln!("{line}");
    ExitCode::from(2)
}

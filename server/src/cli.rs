//! The command line of `anxun` (08-interface, "Command line"). Exit code 0, 1 for a finding, 2 for misuse.

mod bank;
mod certificate;
mod certificate_qr;
mod demo;
mod drill;
mod import;
mod paper;
mod serve;
mod spot;
mod street;
mod user;

use crate::{config::Config, keys};
use application::{Cx, Services, System};
use clap::{Parser, Subcommand};
use domain::organization::DivisionCode;
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
    /// 现场测试
    #[command(subcommand)]
    Spot(SpotCommand),
    /// 四不演练：开启年度、抽签、复核
    #[command(subcommand)]
    Drill(drill::DrillCommand),
    /// 培训考核合格证明
    #[command(subcommand)]
    Certificate(CertificateCommand),
    /// 演示数据
    #[command(subcommand)]
    Demo(demo::Demo),
    /// 导入文件
    #[command(subcommand)]
    Import(import::Import),
    /// 账号
    #[command(subcommand)]
    User(user::User),
    /// 街道
    #[command(subcommand)]
    Street(street::Street),
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
enum SpotCommand {
    /// 用复核文件重新抽取一次现场测试的人员，逐步比对
    Verify {
        /// 审计人员下载的复核文件（JSON）
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
    /// 离线核验证明二维码里的签名记录
    VerifyQr {
        /// 扫码得到的网址，或其中 p= 后面的一段
        text: String,
        /// 二维码公钥（PEM），可以给几把；默认用本机的
        #[arg(long)]
        trusted: Vec<PathBuf>,
        /// 证明上的姓名；与下面三项一起给出，就核对文字
        #[arg(long, requires_all = ["unit", "training", "hours"])]
        holder: Option<String>,
        /// 证明上的单位
        #[arg(long)]
        unit: Option<String>,
        /// 证明上的培训名称
        #[arg(long)]
        training: Option<String>,
        /// 证明上的学时
        #[arg(long)]
        hours: Option<String>,
    },
    /// 打印二维码公钥（PEM），供别处离线核验
    QrKey,
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
        Command::Bank(bank::BankCommand::Check { folders, laws }) => {
            Ok(bank::check_banks(&folders, laws.as_deref()))
        }
        Command::Bank(bank::BankCommand::Import { folder }) => {
            bank::import(&open(&config()?).await?, &folder).await
        }
        Command::Bank(bank::BankCommand::List) => bank::list(&open(&config()?).await?).await,
        Command::Paper(PaperCommand::Verify { file }) => Ok(paper::verify_bundle(&file)),
        Command::Spot(SpotCommand::Verify { file }) => Ok(spot::verify_bundle(&file)),
        Command::Drill(command) => drill::run(command).await,
        Command::Certificate(CertificateCommand::Verify { file, trusted }) => {
            certificate::check(&config()?, &file, trusted)
        }
        Command::Certificate(CertificateCommand::VerifyQr {
            text,
            trusted,
            holder,
            unit,
            training,
            hours,
        }) => {
            let words = [holder, unit, training, hours];
            certificate_qr::check(&config()?, &text, &trusted, words)
        }
        Command::Certificate(CertificateCommand::QrKey) => certificate_qr::print_key(&config()?),
        Command::Demo(command) => demo::demo(command).await,
        Command::Import(command) => import::import(command).await,
        Command::User(command) => user::user(command).await,
        Command::Street(command) => street::street(command).await,
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
    open_with(config, |_| {}).await
}

/// The same with something of the world replaced.
async fn open_with(config: &Config, replace: impl FnOnce(&mut Services)) -> anyhow::Result<System> {
    std::fs::create_dir_all(&config.data)?;
    let mut services = keys::services(config)?;
    replace(&mut services);
    let db = Database::open(&config.database_url).await?;
    db.migrate().await?;
    Ok(System::new(db, Arc::new(services)))
}

/// Begins a use-case in a street: the one named, or the only one there is.
async fn street_cx(system: &System, code: Option<&str>) -> anyhow::Result<Cx> {
    let streets = storage::organization::streets(&system.db.reader()).await?;
    let found = match code {
        Some(code) => streets.iter().find(|s| s.code == code),
        None if streets.len() == 1 => streets.first(),
        None => None,
    };
    let Some(street) = found else {
        let known: Vec<String> = streets.iter().map(|s| format!("{} {}", s.code, s.name)).collect();
        anyhow::bail!(match (code, known.is_empty()) {
            (_, true) =>
                "还没有街道。请先用 anxun street add 登记，或用 anxun demo load 载入演示数据。".to_owned(),
            (Some(code), _) => format!("没有代码为 {code} 的街道。现有：{}", known.join("、")),
            (None, _) => format!("有多个街道，请用 --street 指明：{}", known.join("、")),
        });
    };
    Ok(system.cx(DivisionCode::parse(&street.code)?, None, String::new()))
}

fn start_log() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("ANXUN_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}

/// Prints a line for the person at the terminal. One who has stopped reading, as `head` does, is no fault.
fn say(line: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}

#[expect(clippy::print_stderr, reason = "the command line complains on standard error")]
fn misuse(line: &str) -> ExitCode {
    eprintln!("{line}");
    ExitCode::from(2)
}

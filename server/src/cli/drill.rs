//! `anxun drill …`.

mod simulate;

use super::{config, open, say, street_cx};
use anyhow::Context as _;
use application::{
    Cx, Failure,
    drill::{self, Hand, OpenYear},
};
use chrono::NaiveDate;
use clap::Subcommand;
use domain::drill::bundle::{Check, DrawBundle, State, Step, verify};
use std::{path::PathBuf, process::ExitCode};

/// What the operator can do about drills.
#[derive(Subcommand)]
pub(super) enum DrillCommand {
    /// 开启演练年度，公布锚值
    OpenYear {
        /// 年度，例如 2026
        #[arg(long)]
        year: i32,
        /// 放假的工作日，可写多次，例如 --off 2026-10-01
        #[arg(long)]
        off: Vec<NaiveDate>,
        /// 补班的周末，可写多次
        #[arg(long)]
        made_up: Vec<NaiveDate>,
        /// 每组每天的时段，可写多次，例如 --slot 09:30 --slot 14:30
        #[arg(long)]
        slot: Vec<String>,
        /// 街道代码（9 位）；只有一个街道时可以不写
        #[arg(long)]
        street: Option<String>,
    },
    /// 封存某个工作日的抽签输入（适合每晚定时运行）
    Freeze {
        /// 日期；必须是今天或以后的工作日
        #[arg(long)]
        date: NaiveDate,
        /// 街道代码（9 位）
        #[arg(long)]
        street: Option<String>,
    },
    /// 抽取今天的演练（适合每天早上定时运行）
    Draw {
        /// 预期的日期；与服务器的今天不同时拒绝
        #[arg(long)]
        date: Option<NaiveDate>,
        /// 街道代码（9 位）
        #[arg(long)]
        street: Option<String>,
    },
    /// 用真实的抽签程序模拟多年，逐项检查计划的承诺（有一项未达标时退出码为 1）
    Simulate(simulate::Simulation),
    /// 复核一次已公布的抽签
    Verify {
        /// 从“抽签”页面下载的复核文件
        bundle: PathBuf,
    },
}

/// Runs a command.
pub(super) async fn run(command: DrillCommand) -> anyhow::Result<ExitCode> {
    match command {
        DrillCommand::Verify { bundle } => verify_bundle(&bundle),
        DrillCommand::Simulate(wanted) => simulate::run(&wanted),
        DrillCommand::OpenYear { year, off, made_up, slot, street } => {
            let cx = operator(street).await?;
            let (off, made_up) = (off.into_iter().collect(), made_up.into_iter().collect());
            let wanted = OpenYear { year, off, made_up, slots: slot, mean_milli: None };
            told(
                drill::open_year(&cx, Hand::Operator, wanted).await,
                &format!("{year} 年度已开启，锚值已写入日志。"),
            )
        }
        DrillCommand::Freeze { date, street } => {
            let cx = operator(street).await?;
            told(drill::freeze_inputs(&cx, Hand::Operator, date).await, &format!("{date} 的抽签输入已封存。"))
        }
        DrillCommand::Draw { date, street } => {
            let cx = operator(street).await?;
            let date = date.unwrap_or_else(|| cx.today());
            told(drill::open_day(&cx, Hand::Operator, date).await, &format!("{date} 已抽签，结果已封存。"))
        }
    }
}

/// The operator acts in one street: the named one, or the only one.
async fn operator(street: Option<String>) -> anyhow::Result<Cx> {
    let system = open(&config()?).await?;
    street_cx(&system, street.as_deref()).await
}

/// Says how it went: a refusal is a finding, everything else that fails a misuse or a defect.
fn told(result: Result<(), Failure>, done: &str) -> anyhow::Result<ExitCode> {
    match result {
        Ok(()) => {
            say(done);
            Ok(ExitCode::SUCCESS)
        }
        Err(Failure::Told(error)) => {
            say(&app::text::sentence(&error));
            Ok(ExitCode::FAILURE)
        }
        Err(Failure::Broken(cause)) => Err(cause),
    }
}

fn verify_bundle(path: &std::path::Path) -> anyhow::Result<ExitCode> {
    let text = std::fs::read_to_string(path).with_context(|| format!("读不出文件 {}", path.display()))?;
    let bundle: DrawBundle =
        serde_json::from_str(&text).with_context(|| format!("{} 不是抽签复核文件", path.display()))?;
    say(&format!("{} 第 {} 天（{}），街道 {}", bundle.year, bundle.day, bundle.date, bundle.street));
    let report = verify(&bundle);
    for step in &report.steps {
        for line in lines(step) {
            say(&line);
        }
    }
    if report.agrees() {
        say(&format!("复核通过：{} 步全部一致，抽中 {} 家。", report.steps.len(), bundle.result.size));
        return Ok(ExitCode::SUCCESS);
    }
    let (differ, pending) = (count(&report.steps, State::Differs), count(&report.steps, State::Pending));
    say(&format!("复核未通过：{differ} 步不一致，{pending} 步因链值未公布而无法核对。"));
    Ok(ExitCode::FAILURE)
}

fn count(steps: &[Step], state: State) -> usize {
    steps.iter().filter(|step| step.state == state).count()
}

fn lines(step: &Step) -> Vec<String> {
    let state = match step.state {
        State::Agrees => "一致",
        State::Differs => "不一致",
        State::Pending => "待公布",
    };
    let subject = if step.subject.is_empty() { String::new() } else { format!("（{}）", step.subject) };
    let mut lines = vec![format!("[{state}] {}{subject}", name(step.check))];
    if step.state == State::Differs {
        lines.push(format!("    文件所载：{}", step.published));
        lines.push(format!("    重新计算：{}", step.computed));
    }
    lines
}

const fn name(check: Check) -> &'static str {
    match check {
        Check::Format => "文件格式",
        Check::Header => "街道、年度、日期与信标",
        Check::Inputs => "封存的输入可以抽签",
        Check::InputsHash => "输入哈希",
        Check::Hazards => "各单位的概率符合公布的规则",
        Check::Anchor => "链值通向锚值",
        Check::DayKey => "当日密钥",
        Check::Size => "抽中总数",
        Check::TableHash => "概率表哈希",
        Check::Pools => "抽签池",
        Check::PoolSize => "池内抽中数",
        Check::Drawn => "抽中的单位及次序",
        Check::Reserves => "候补次序",
        Check::Absorbed => "改为预告综合演练的单位",
        Check::Shortages => "截止保护与警报",
        Check::Score => "抽中单位的签值",
        Check::Inclusion => "抽中单位的概率",
        Check::Team => "演练组",
        Check::Slot => "时段",
        Check::Arrival => "到场单位确为抽中或候补",
        Check::Scenario => "到场时抽取的情景",
        Check::Place => "到场时抽取的地点",
    }
}

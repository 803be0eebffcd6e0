//! `anxun drill simulate`: years of drills by the real draw, each promise of the plan beside its bound.

use super::super::say;
use anyhow::Context as _;
use clap::{Args, ValueEnum};
use domain::drill::{
    draw::Mode,
    hazard::ONE,
    simulate::{Bound, Measure, Scenario, UnitDay, Verdict, simulate},
};
use std::{
    fs::File,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

/// What is simulated; what is not given is as the product proposes it.
#[derive(Args)]
pub(in crate::cli) struct Simulation {
    /// 单位数，1 至 200000
    #[arg(long, default_value_t = 400, value_parser = clap::value_parser!(u32).range(1..=200_000))]
    units: u32,
    /// 年数
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    years: u32,
    /// 随机种子：同一种子结果相同
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// 抽签方式
    #[arg(long, value_enum, default_value_t = Way::Guaranteed)]
    mode: Way,
    /// 每家单位每个周期平均演练次数，千分之几，例如 1500
    #[arg(long, default_value_t = 1500, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    mean_milli: u32,
    /// 每天的时段总数；不写则按计划自动留足
    #[arg(long)]
    slots: Option<u32>,
    /// 每半年至少一次的单位占百分之几
    #[arg(long, default_value_t = 25, value_parser = clap::value_parser!(u32).range(0..=100))]
    half_yearly: u32,
    /// 每年突然停业 20 个工作日的单位占百分之几
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(0..=100))]
    closures: u32,
    /// 四不演练占比目标，百分之几；不写则保证方式为 90（不计综合演练），脱钩方式为 50（全部演练）
    #[arg(long, value_parser = clap::value_parser!(u32).range(0..=100))]
    target: Option<u32>,
    /// 内部期限比法定期限早几个工作日
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(0..=100))]
    reserve_days: u32,
    /// 不用预告综合演练吸收临近期限的单位
    #[arg(long)]
    no_absorber: bool,
    /// 把每家单位每一天写进 CSV 文件：年、单位、类别、日、是否可演练、是否欠演练、当天概率、是否演练、种类
    #[arg(long)]
    dump: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Way {
    /// 保证每家按期至少一次
    Guaranteed,
    /// 与法定演练脱钩，每天概率相同
    Decoupled,
}

impl Simulation {
    fn scenario(&self) -> Scenario {
        let mut scenario = Scenario::usual(self.units, self.years, self.seed);
        scenario.policy.mode = match self.mode {
            Way::Guaranteed => Mode::Guaranteed,
            Way::Decoupled => Mode::Decoupled,
        };
        scenario.policy.mean_milli = self.mean_milli;
        scenario.policy.reserve_days = self.reserve_days;
        scenario.policy.absorber = !self.no_absorber;
        scenario.target = self.target.unwrap_or(match self.mode {
            Way::Guaranteed => 90,
            Way::Decoupled => 50,
        });
        scenario.slots = self.slots;
        scenario.half_yearly = self.half_yearly;
        scenario.closures = self.closures;
        scenario
    }
}

/// Simulates and prints; a missed bound is a finding.
pub(super) fn run(wanted: &Simulation) -> anyhow::Result<ExitCode> {
    let scenario = wanted.scenario();
    say(&format!(
        "模拟 {} 家单位 {} 年，每天 {} 个时段，种子 {}。",
        scenario.units,
        scenario.years,
        scenario.slots_a_day(),
        scenario.seed
    ));
    let mut dump = wanted.dump.as_deref().map(Dump::create).transpose()?;
    let mut failed = None;
    let report = simulate(&scenario, |day| {
        if let (Some(dump), None) = (&mut dump, &failed) {
            failed = dump.row(day).err();
        }
    });
    if let Some(error) = failed {
        return Err(error).context("写不进 CSV 文件");
    }
    if let Some(mut dump) = dump {
        dump.0.flush().context("写不进 CSV 文件")?;
    }
    let report = report.context("这样的计划无法模拟：内部期限要短于半年")?;
    for verdict in &report.verdicts {
        say(&line(verdict));
    }
    if report.holds() {
        say(&format!("全部达标，共 {} 次四不演练。", report.drills));
        return Ok(ExitCode::SUCCESS);
    }
    let missed = report.verdicts.iter().filter(|verdict| !verdict.holds()).count();
    say(&format!("{missed} 项未达标，共 {} 次四不演练。", report.drills));
    Ok(ExitCode::FAILURE)
}

/// A CSV file with a line for each unit and day.
struct Dump(BufWriter<File>);

impl Dump {
    fn create(path: &Path) -> anyhow::Result<Self> {
        let file = File::create(path).with_context(|| format!("建不了文件 {}", path.display()))?;
        let mut file = BufWriter::with_capacity(1 << 20, file);
        writeln!(file, "year,unit,class,day,available,owed,hazard,drilled,kind")
            .context("写不进 CSV 文件")?;
        Ok(Self(file))
    }

    fn row(&mut self, day: &UnitDay) -> std::io::Result<()> {
        let class = if day.half_yearly { "half_yearly" } else { "yearly" };
        let kind = day.kind.code();
        writeln!(
            self.0,
            "{},{},{class},{},{},{},{:.10},{},{kind}",
            day.year,
            day.unit,
            day.day,
            u8::from(day.available),
            u8::from(day.owed),
            day.hazard as f64 / ONE as f64,
            u8::from(!kind.is_empty()),
        )
    }
}

fn line(verdict: &Verdict) -> String {
    let state = match (verdict.bound, verdict.holds()) {
        (Bound::None, _) => "    ",
        (_, true) => "达标",
        (_, false) => "未达",
    };
    let show = |value| figure(verdict.measure, value);
    let bound = match verdict.bound {
        Bound::None => String::new(),
        Bound::AtMost(most) => format!("（不超过 {}）", show(most)),
        Bound::AtLeast(least) => format!("（不低于 {}）", show(least)),
        Bound::Within(least, most) => format!("（{} 至 {}）", show(least), show(most)),
    };
    format!("[{state}] {}：{}{bound}", name(verdict.measure), show(verdict.value))
}

/// A figure as people read it.
fn figure(measure: Measure, value: f64) -> String {
    match measure {
        Measure::Missed
        | Measure::TiltedDays
        | Measure::AlarmDays
        | Measure::Overload
        | Measure::ClosedInTheMorning => format!("{value:.0}"),
        Measure::Rescaling | Measure::Weekdays | Measure::Hours | Measure::Months => {
            if value < 0.001 {
                format!("{value:.1e}")
            } else {
                format!("{value:.3}")
            }
        }
        Measure::Calibration { .. } | Measure::AreaFairness => format!("{value:.2}"),
        Measure::Reference | Measure::LeastFree | Measure::NeighbourLift | Measure::DrillsAUnit => {
            format!("{value:.3}")
        }
        Measure::Absorbed
        | Measure::Guesser { .. }
        | Measure::Foreseen { .. }
        | Measure::AverageGuesser { .. }
        | Measure::LargestHazard
        | Measure::FourNoShare
        | Measure::FourNoOfAll => format!("{:.2}%", 100.0 * value),
    }
}

fn name(measure: Measure) -> String {
    let class = |half_yearly| if half_yearly { "半年一次的单位" } else { "一年一次的单位" };
    match measure {
        Measure::Missed => "到法定期限仍未演练的（家次）".into(),
        Measure::Absorbed => "改为预告综合演练的比例".into(),
        Measure::Guesser { days, half_yearly } => {
            format!("{}，恰好准备 {days} 天最多能碰上的演练", class(half_yearly))
        }
        Measure::Reference => "与设计参考表的最大偏差（百分点）".into(),
        Measure::Foreseen { percent, half_yearly } => {
            format!("{}，首次演练落在概率达 {percent}% 的日子（不计吸收）", class(half_yearly))
        }
        Measure::AverageGuesser { days, half_yearly } => {
            format!("{}，平均准备 {days} 天能碰上的演练（不计吸收）", class(half_yearly))
        }
        Measure::LeastFree => "演练过之后每天概率与应有概率之比的最小值".into(),
        Measure::LargestHazard => "四不演练当天概率的最大值".into(),
        Measure::TiltedDays => "截止保护调高概率的天数".into(),
        Measure::AlarmDays => "时段不足报警的天数".into(),
        Measure::Calibration { up_to } => {
            format!("概率不超过 {}% 的日子，实际与预测之差（标准差）", f64::from(up_to) / 10_000.0)
        }
        Measure::Rescaling => "时间变换检验的 p 值".into(),
        Measure::Weekdays => "星期分布检验的 p 值".into(),
        Measure::Hours => "时段分布检验的 p 值".into(),
        Measure::Months => "月份分布检验的 p 值".into(),
        Measure::NeighbourLift => "邻居演练后五天内轮到的倍数".into(),
        Measure::Overload => "超出演练组时段的演练".into(),
        Measure::AreaFairness => "管理区实际与应有之差的最大值（标准差）".into(),
        Measure::FourNoShare => "非综合演练中四不演练的比例".into(),
        Measure::FourNoOfAll => "全部演练中四不演练的比例".into(),
        Measure::ClosedInTheMorning => "抽中后当天停业的单位".into(),
        Measure::DrillsAUnit => "每家单位每年四不演练次数".into(),
    }
}

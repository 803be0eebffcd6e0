//! Spot tests: the inspector's phone, the worker's phone, the office.

mod inspector;
mod office;
mod worker;

pub use inspector::{code, start, team};
pub use office::{office, office_test};
pub use worker::{result, sheet, welcome};

use crate::{text, ui::Tone};
use contract::spot::{SpotState, SpotTally, WorkerState};

/// How a test stands, in a word.
const fn state(state: SpotState) -> (Tone, &'static str) {
    match state {
        SpotState::Opened => (Tone::Warn, "未抽取"),
        SpotState::Running => (Tone::Accent, "进行中"),
        SpotState::Ended => (Tone::Good, "已结束"),
    }
}

/// The mastery rate with its figures: `66.6%（2/3）`.
fn rate(tally: &SpotTally) -> String {
    match tally.rate {
        None => "尚无人交卷".into(),
        rate => format!("{}（{}/{}）", text::per_mille(rate), tally.passed, tally.tested),
    }
}

/// The tone of a rate.
const fn rate_tone(tally: &SpotTally) -> Tone {
    match (tally.rate, tally.low) {
        (None, _) => Tone::Neutral,
        (_, true) => Tone::Bad,
        _ => Tone::Good,
    }
}

/// How a worker stands, in words.
fn worker_state(state: &WorkerState) -> (Tone, String) {
    match state {
        WorkerState::Waiting { code_until: None } => (Tone::Neutral, "待测".into()),
        WorkerState::Waiting { code_until: Some(until) } => {
            (Tone::Accent, format!("二维码 {} 前有效", clock(*until)))
        }
        WorkerState::Absent { reason, .. } => (Tone::Neutral, format!("不在场：{}", reason.term())),
        WorkerState::Sitting { deadline } => (Tone::Accent, format!("作答中，{} 截止", clock(*deadline))),
        WorkerState::Owing { until } => (Tone::Warn, format!("未交卷，{} 前可补交", text::minute(*until))),
        WorkerState::Lapsed => (Tone::Bad, "未交卷".into()),
        WorkerState::HandedIn { score, passed, late, .. } => {
            let verdict = if *passed { "合格" } else { "不合格" };
            let late = if *late { "，补交" } else { "" };
            let tone = if *passed { Tone::Good } else { Tone::Bad };
            (tone, format!("{} 分，{verdict}{late}", text::points(*score)))
        }
    }
}

/// The wall clock: `15:30`.
fn clock(at: chrono::DateTime<chrono::Utc>) -> String {
    domain::calendar::local(at).format("%H:%M").to_string()
}

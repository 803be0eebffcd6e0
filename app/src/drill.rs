//! Pages of drills: the office's year and day, the team's drill, the auditor's draws.

mod audit;
mod office;
mod team;

pub use audit::audit_draws;
pub use office::office_drills;
pub use team::{team_drill, team_today};

/// What the kind of a drill is called.
pub(crate) fn kind(code: &str) -> &'static str {
    match code {
        "comprehensive" => "综合演练",
        "special" => "专项演练",
        "fire" => "消防演练",
        _ => "现场处置",
    }
}

/// What a stage is called.
pub(crate) fn stage(code: &str) -> &'static str {
    match code {
        "dispatched" => "已出发",
        "arrived" => "已到场",
        "running" => "进行中",
        "finished" => "已结束",
        "aborted" => "已中止",
        _ => "待公布",
    }
}

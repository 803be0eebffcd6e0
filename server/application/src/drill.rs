//! Drill years, the day's draw, and what the teams record.

mod abort;
mod arrive;
mod audit_view;
mod bundle;
mod card;
mod convert;
mod draw_day;
mod export;
mod finish;
mod freeze;
mod mark;
mod office_view;
mod publish;
mod release;
mod secret;
mod team_view;
mod year;

pub use abort::{AbortDrill, abort};
pub use arrive::arrive;
pub use audit_view::audit_draws;
pub use bundle::export_draw_bundle;
pub use card::{CardText, ScenarioBody, shipped_cards};
pub use convert::facts;
pub use draw_day::{draw_day, open_day};
pub use export::export_drills;
pub use finish::{FinishDrill, finish};
pub use freeze::freeze_inputs;
pub use mark::{MarkDrill, Start, mark, start};
pub use office_view::office_drills;
pub use publish::publish_links;
pub use release::release_for_team;
pub use team_view::{team_drill, team_today};
pub use year::{OpenYear, YearPolicy, open_year};

use crate::{Cx, Failure};
use domain::{
    actor::Action,
    audit::{Event, Subject},
};
use storage::{Writer, audit::By};

/// Who sets the machinery of a year in motion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hand {
    /// The office, by its right.
    Office,
    /// The operator of the installation, on the command line.
    Operator,
}

impl Hand {
    fn allow(self, cx: &Cx) -> Result<(), Failure> {
        if self == Self::Office {
            cx.allow(Action::RunDraw)?;
        }
        Ok(())
    }

    async fn log(self, cx: &Cx, tx: &Writer, event: Event, subject: Subject) -> Result<(), Failure> {
        match self {
            Self::Office => cx.log(tx, event, subject).await,
            Self::Operator => cx.log_by(tx, By::System, event, subject).await,
        }
    }
}

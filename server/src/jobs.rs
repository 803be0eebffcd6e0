//! What happens by itself: a tick each minute asks the rules what is due. A missed tick heals with the next.

use application::{System, exam, media};
use domain::organization::DivisionCode;
use std::time::Duration;

/// Exams whose figures are brought up to date in a tick: a running one is behind again with every hand-in.
const FIGURES_A_TICK: usize = 4;

/// Ticks until the server stops.
pub async fn run(system: System) {
    let mut minutes = tokio::time::interval(Duration::from_secs(60));
    minutes.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    for minute in 0_u64.. {
        minutes.tick().await;
        if minute.is_multiple_of(60) {
            sweep(&system).await;
        }
        if let Err(failure) = tick(&system).await {
            tracing::error!("the minute's work: {failure:?}");
        }
    }
}

/// Removes what uploads left behind, at the start and each hour.
async fn sweep(system: &System) {
    match media::sweep_media(system).await {
        Ok(0) => {}
        Ok(files) => tracing::info!(files, "unfinished or unknown uploads removed"),
        Err(failure) => tracing::error!("sweeping the media folder: {failure:?}"),
    }
}

/// Does what is due in every street.
pub async fn tick(system: &System) -> Result<(), application::Failure> {
    for street in storage::organization::streets(&system.db.reader()).await? {
        let Ok(code) = DivisionCode::parse(&street.code) else { continue };
        let cx = system.cx(code, None, "server".into());
        let handed_in = exam::submit_overdue(&cx).await?;
        if handed_in > 0 {
            tracing::info!(street = street.code, handed_in, "sittings handed in at their deadline");
        }
        exam::keep_figures(&cx, FIGURES_A_TICK).await?;
    }
    Ok(())
}

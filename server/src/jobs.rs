//! What happens by itself: a tick each minute asks the rules what is due. A missed tick heals with the next.

use crate::outbound::Carriers;
use application::{
    System, duty, exam, media,
    notice::{self, Outcome},
};
use domain::organization::DivisionCode;
use std::time::Duration;

/// Exams whose figures are brought up to date in a tick: a running one is behind again with every hand-in.
const FIGURES_A_TICK: usize = 4;
/// Messages that are tried in a tick.
const MESSAGES_A_TICK: usize = 20;
/// Steps of a thousand people whose duties are computed in a tick: a street of 200,000 is through in 20 minutes.
const DUTY_STEPS_A_TICK: usize = 10;

/// Ticks until the server stops.
pub async fn run(system: System, carriers: Carriers) {
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
        if let Err(failure) = deliver(&system, &carriers).await {
            tracing::error!("reminders: {failure:?}");
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

/// Makes the day's notices and carries out what waits in the outboxes. Nothing is awaited from the network while a
/// transaction is open.
pub async fn deliver(system: &System, carriers: &Carriers) -> Result<(), application::Failure> {
    let channels = carriers.channels();
    for street in storage::organization::streets(&system.db.reader()).await? {
        let Ok(code) = DivisionCode::parse(&street.code) else { continue };
        let cx = system.cx(code, None, "server".into());
        notice::make_notices(&cx, &channels).await?;
        for _ in 0..MESSAGES_A_TICK {
            let Some(claimed) = notice::claim_message(&cx).await? else { break };
            let outcome = carriers.carry(&claimed, cx.now()).await;
            if let Outcome::Failed(why) = &outcome {
                tracing::warn!(message = %claimed.row.id, why, "a message was not taken");
            }
            notice::settle_message(&cx, claimed, outcome).await?;
        }
    }
    Ok(())
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
        duty::refresh_duties(&cx, DUTY_STEPS_A_TICK).await?;
    }
    Ok(())
}

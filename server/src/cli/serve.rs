//! `anxun serve`.

use super::{open, say};
use crate::{
    config::Config,
    http::{Web, router},
};
use std::{net::SocketAddr, process::ExitCode};

/// Serves until it is told to stop; then finishes the requests under way.
pub(super) async fn serve(config: Config) -> anyhow::Result<ExitCode> {
    let system = open(&config).await?;
    let db = system.db.clone();
    let carriers = crate::outbound::Carriers::new(&config.notify)?;
    let jobs = tokio::spawn(crate::jobs::run(system.clone(), carriers));
    let app = router(Web::new(system, &config));
    let listener = tokio::net::TcpListener::bind(config.listen).await?;
    say(&format!("安训已启动：http://{}", listener.local_addr()?));
    axum::serve(listener, app.into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(stop())
        .await?;
    jobs.abort();
    db.close().await?;
    Ok(ExitCode::SUCCESS)
}

async fn stop() {
    let interrupt = tokio::signal::ctrl_c();
    let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) else {
        let _ = interrupt.await;
        return;
    };
    tokio::select! {
        _ = interrupt => {}
        _ = terminate.recv() => {}
    }
}

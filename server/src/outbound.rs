//! What leaves the server: mail and a signed webhook. Neither is needed; without settings nothing is sent.

mod mail;
mod webhook;

pub use webhook::signature;

use crate::config::Notify;
use application::notice::{Claimed, Outcome};
use chrono::{DateTime, Utc};
use std::time::Duration;

/// How long a try may take.
const PATIENCE: Duration = Duration::from_secs(15);

/// The ways out that are set up.
#[derive(Clone, Default)]
pub struct Carriers {
    mail: Option<mail::Mail>,
    webhook: Option<webhook::Webhook>,
}

impl Carriers {
    /// Sets up what the settings name.
    pub fn new(notify: &Notify) -> anyhow::Result<Self> {
        Ok(Self {
            mail: notify.mail.as_ref().map(mail::Mail::new).transpose()?,
            webhook: notify.webhook.as_ref().map(webhook::Webhook::new).transpose()?,
        })
    }

    /// The channels with whom they reach; never a secret.
    #[must_use]
    pub fn channels(&self) -> Vec<(&'static str, String)> {
        let mail = self.mail.as_ref().map(|mail| ("mail", mail.recipients()));
        let webhook = self.webhook.as_ref().map(|webhook| ("webhook", webhook.host()));
        mail.into_iter().chain(webhook).collect()
    }

    /// Tries to carry a message out, within a bound of time.
    pub async fn carry(&self, claimed: &Claimed, now: DateTime<Utc>) -> Outcome {
        let row = &claimed.row;
        let sent = async {
            match (row.channel.as_str(), &self.mail, &self.webhook) {
                ("mail", Some(mail), _) => mail.send(row).await,
                ("webhook", _, Some(webhook)) => webhook.send(row, now).await,
                _ => Err("这个发送方式已不再设置".to_owned()),
            }
        };
        match tokio::time::timeout(PATIENCE, sent).await {
            Ok(Ok(())) => Outcome::Sent,
            Ok(Err(why)) => Outcome::Failed(why),
            Err(_) => Outcome::Failed("15 秒内没有答复".into()),
        }
    }
}

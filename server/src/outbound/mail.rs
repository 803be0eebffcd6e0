//! Mail to the office, over TLS but on the own machine.

use crate::config::MailSettings;
use anyhow::Context as _;
use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
};
use storage::notice::OutboxRow;

/// A mail server with sender and recipients.
#[derive(Clone)]
pub(super) struct Mail {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    to: Vec<Mailbox>,
}

impl Mail {
    pub fn new(settings: &MailSettings) -> anyhow::Result<Self> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(&settings.url)
            .context("ANXUN_SMTP_URL 不能用，例如 smtp://用户:密码@主机:587?tls=required")?
            .build();
        let to = settings.to.split(',').map(str::trim).filter(|to| !to.is_empty());
        let to: Vec<Mailbox> =
            to.map(str::parse).collect::<Result<_, _>>().context("ANXUN_SMTP_TO 不是邮箱地址")?;
        anyhow::ensure!(!to.is_empty(), "ANXUN_SMTP_TO 没有填写");
        Ok(Self { transport, from: settings.from.parse().context("ANXUN_SMTP_FROM 不是邮箱地址")?, to })
    }

    pub fn recipients(&self) -> String {
        self.to.iter().map(|to| to.email.to_string()).collect::<Vec<_>>().join(", ")
    }

    pub async fn send(&self, row: &OutboxRow) -> Result<(), String> {
        let facts: serde_json::Value = serde_json::from_str(&row.body).map_err(|e| e.to_string())?;
        let (subject, body) = words(&facts);
        let mut message = Message::builder()
            .from(self.from.clone())
            // A message that is tried again after a lost answer is the same message.
            .message_id(Some(format!("<{}@anxun>", row.id)))
            .subject(subject)
            .header(ContentType::TEXT_PLAIN);
        for to in &self.to {
            message = message.to(to.clone());
        }
        let message = message.body(body).map_err(|e| e.to_string())?;
        self.transport.send(message).await.map(drop).map_err(|e| e.to_string())
    }
}

/// The digest as a mail; figures and a link, nobody's name.
fn words(facts: &serde_json::Value) -> (String, String) {
    let of = |name: &str| facts[name].as_i64().unwrap_or_default();
    let date = facts["date"].as_str().unwrap_or_default();
    let subject =
        format!("培训责任摘要 {date}：逾期 {} 项，30 天内到期 {} 项", of("overdue"), of("due_soon"));
    let body = format!(
        "截至 {date}：\n\n逾期 {} 项\n30 天内到期 {} 项\n未到期 {} 项\n已完成 {} 项\n\n查看名单：{}\n",
        of("overdue"),
        of("due_soon"),
        of("open"),
        of("met"),
        facts["link"].as_str().unwrap_or_default()
    );
    (subject, body)
}

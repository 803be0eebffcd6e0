//! Settings: defaults, then `anxun.toml`, then the environment. Nothing else reads the environment.

use serde::Deserialize;
use std::{net::SocketAddr, path::PathBuf};

/// The effective settings.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the server listens.
    pub listen: SocketAddr,
    /// The folder of the database, the keys and the uploads.
    pub data: PathBuf,
    /// The folder of the media library's files; several servers may share one.
    pub media: PathBuf,
    /// The database's URL.
    pub database_url: String,
    /// The folder with the built site, `pkg/` in it.
    pub site: PathBuf,
    /// The folder with the certificate fonts.
    pub fonts: PathBuf,
    /// The folder with the question banks that the demo loads.
    pub banks: PathBuf,
    /// The address that people reach the platform at, for QR codes and for the origin check.
    pub public_url: String,
    /// Whether cookies are only sent over HTTPS.
    pub secure_cookies: bool,
    /// Where reminders go beside the platform itself.
    pub notify: Notify,
}

/// Where reminders go beside the platform itself; nowhere by default.
#[derive(Clone, Debug, Default)]
pub struct Notify {
    /// A mail server, where one is set.
    pub mail: Option<MailSettings>,
    /// A webhook, where one is set.
    pub webhook: Option<WebhookSettings>,
}

/// A mail server with sender and recipients.
#[derive(Clone)]
pub struct MailSettings {
    /// `smtps://…` (TLS from the start) or `smtp://…?tls=required` (STARTTLS); plain `smtp://` on the own machine only.
    pub url: String,
    /// The sender's address.
    pub from: String,
    /// The recipients' addresses, parted by commas.
    pub to: String,
}

/// A webhook with the secret that signs it.
#[derive(Clone)]
pub struct WebhookSettings {
    /// `https://…`; plain `http://` on the own machine only.
    pub url: String,
    /// The secret, at least 16 characters.
    pub secret: String,
}

impl std::fmt::Debug for MailSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MailSettings")
    }
}

impl std::fmt::Debug for WebhookSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("WebhookSettings")
    }
}

/// A setting that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("设置 {key} 的值“{value}”不能用：{why}")]
pub struct WrongSetting {
    /// Its name.
    pub key: String,
    /// Its value.
    pub value: String,
    /// What would be right.
    pub why: &'static str,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct File {
    listen: Option<String>,
    data: Option<PathBuf>,
    media: Option<PathBuf>,
    database_url: Option<String>,
    site: Option<PathBuf>,
    fonts: Option<PathBuf>,
    banks: Option<PathBuf>,
    public_url: Option<String>,
    smtp_url: Option<String>,
    smtp_from: Option<String>,
    smtp_to: Option<String>,
    webhook_url: Option<String>,
    webhook_secret: Option<String>,
}

impl Config {
    /// Reads the settings; gives every wrong one at once.
    pub fn load() -> Result<Self, Vec<WrongSetting>> {
        let mut wrong = Vec::new();
        let file = read_file(&mut wrong);
        let text = |key: &str, from_file: Option<String>, default: &str| {
            environment(key).or(from_file).unwrap_or_else(|| default.to_owned())
        };
        let path = |key: &str, from_file: Option<PathBuf>, default: &str| {
            environment(key).map(PathBuf::from).or(from_file).unwrap_or_else(|| default.into())
        };
        let mail = [file.smtp_url.clone(), file.smtp_from.clone(), file.smtp_to.clone()];
        let hook = [file.webhook_url.clone(), file.webhook_secret.clone()];
        let notify = notify(mail, hook, &mut wrong);
        let listen = text("ANXUN_LISTEN", file.listen, "127.0.0.1:3000");
        let data = path("ANXUN_DATA", file.data, ".data");
        let media = file.media;
        let media =
            environment("ANXUN_MEDIA").map(PathBuf::from).or(media).unwrap_or_else(|| data.join("media"));
        let default_url = format!("sqlite://{}", data.join("anxun.sqlite").display());
        let database_url = text("DATABASE_URL", file.database_url, &default_url);
        let public_url = text("ANXUN_PUBLIC_URL", file.public_url, &format!("http://{listen}"));
        let address = listen.parse().unwrap_or_else(|_| {
            let why = "请写成 地址:端口，例如 127.0.0.1:3000";
            wrong.push(WrongSetting { key: "ANXUN_LISTEN".into(), value: listen.clone(), why });
            SocketAddr::from(([127, 0, 0, 1], 3000))
        });
        if !database_url.starts_with("sqlite:") && !database_url.starts_with("postgres") {
            let why = "请以 sqlite:// 或 postgres:// 开头";
            // The value may hold a password.
            wrong.push(WrongSetting { key: "DATABASE_URL".into(), value: "…".into(), why });
        }
        if !public_url.starts_with("http://") && !public_url.starts_with("https://") {
            let why = "请以 http:// 或 https:// 开头";
            wrong.push(WrongSetting { key: "ANXUN_PUBLIC_URL".into(), value: public_url.clone(), why });
        }
        let config = Self {
            listen: address,
            site: path("ANXUN_SITE", file.site, "target/site"),
            fonts: path("ANXUN_FONTS", file.fonts, "target/fonts"),
            banks: path("ANXUN_BANKS", file.banks, "question-banks"),
            secure_cookies: public_url.starts_with("https://"),
            public_url: public_url.trim_end_matches('/').to_owned(),
            database_url,
            media,
            data,
            notify,
        };
        if wrong.is_empty() { Ok(config) } else { Err(wrong) }
    }
}

/// Reads where reminders go. Their values may hold passwords, so none is told.
fn notify(mail: [Option<String>; 3], hook: [Option<String>; 2], wrong: &mut Vec<WrongSetting>) -> Notify {
    let of = |key: &str, from_file: Option<String>| environment(key).or(from_file).unwrap_or_default();
    let [url, from, to] = mail;
    let mail = MailSettings {
        url: of("ANXUN_SMTP_URL", url),
        from: of("ANXUN_SMTP_FROM", from),
        to: of("ANXUN_SMTP_TO", to),
    };
    let [url, secret] = hook;
    let hook =
        WebhookSettings { url: of("ANXUN_WEBHOOK_URL", url), secret: of("ANXUN_WEBHOOK_SECRET", secret) };
    let own = |url: &str, scheme: &str| {
        let rest = url.strip_prefix(scheme).unwrap_or_default();
        let host = rest.rsplit('@').next().unwrap_or_default();
        ["127.0.0.1", "localhost", "[::1]"].iter().any(|own| {
            host.strip_prefix(own).is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/', '?']))
        })
    };
    let mut complain =
        |key: &str, why| wrong.push(WrongSetting { key: key.into(), value: "…".into(), why });
    let encrypted = mail.url.starts_with("smtps://")
        || (mail.url.starts_with("smtp://") && mail.url.ends_with("tls=required"));
    if !mail.url.is_empty() && !encrypted && !own(&mail.url, "smtp://") {
        complain("ANXUN_SMTP_URL", "请用 smtps://… 或 smtp://…?tls=required，密码不能明文过网");
    }
    if !mail.url.is_empty() && (mail.from.is_empty() || mail.to.is_empty()) {
        complain("ANXUN_SMTP_FROM", "还要填写发件人 ANXUN_SMTP_FROM 和收件人 ANXUN_SMTP_TO");
    }
    if !hook.url.is_empty() && !hook.url.starts_with("https://") && !own(&hook.url, "http://") {
        complain("ANXUN_WEBHOOK_URL", "请以 https:// 开头");
    }
    if !hook.url.is_empty() && hook.secret.chars().count() < 16 {
        complain("ANXUN_WEBHOOK_SECRET", "签名密钥至少 16 个字符");
    }
    Notify { mail: (!mail.url.is_empty()).then_some(mail), webhook: (!hook.url.is_empty()).then_some(hook) }
}

fn read_file(wrong: &mut Vec<WrongSetting>) -> File {
    let path = environment("ANXUN_CONFIG").unwrap_or_else(|| "anxun.toml".into());
    let Ok(text) = std::fs::read_to_string(&path) else { return File::default() };
    toml::from_str(&text).unwrap_or_else(|_| {
        let why = "内容不是有效的 TOML，或有不认识的设置项";
        wrong.push(WrongSetting { key: "ANXUN_CONFIG".into(), value: path, why });
        File::default()
    })
}

#[expect(clippy::disallowed_methods, reason = "this is the one place that reads the environment")]
fn environment(key: &str) -> Option<String> {
    std::env::var(key).ok().filter(|v| !v.is_empty())
}

//! A signed webhook: one POST of JSON, no redirect followed, nothing of the answer read but its status.

use crate::config::WebhookSettings;
use anyhow::Context as _;
use axum::body::Bytes;
use chrono::{DateTime, Utc};
use http::{Request, Uri, header};
use http_body_util::Full;
use hyper_util::rt::TokioIo;
use std::sync::Arc;
use storage::notice::OutboxRow;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{ClientConfig, RootCertStore, crypto::ring, pki_types::ServerName},
};

/// An address with the secret that signs what it is sent.
#[derive(Clone)]
pub(super) struct Webhook {
    uri: Uri,
    secret: Arc<str>,
    tls: TlsConnector,
}

/// The signature of a body sent at an instant (seconds since 1970): `v1=` and the hex of
/// HMAC-SHA256(secret, `TIMESTAMP.BODY`). The time is signed with it, so that an old message cannot be sent again.
#[must_use]
pub fn signature(secret: &str, timestamp: i64, body: &str) -> String {
    let signed = domain::hash::hmac(secret.as_bytes(), format!("{timestamp}.{body}").as_bytes());
    format!("v1={}", hex::encode(signed))
}

impl Webhook {
    pub fn new(settings: &WebhookSettings) -> anyhow::Result<Self> {
        let uri: Uri = settings.url.parse().context("ANXUN_WEBHOOK_URL 不是网址")?;
        anyhow::ensure!(uri.host().is_some(), "ANXUN_WEBHOOK_URL 缺少主机名");
        let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self { uri, secret: settings.secret.as_str().into(), tls: TlsConnector::from(Arc::new(config)) })
    }

    /// Only the host: a path may hold a key.
    pub fn host(&self) -> String {
        self.uri.host().unwrap_or_default().to_owned()
    }

    pub async fn send(&self, row: &OutboxRow, now: DateTime<Utc>) -> Result<(), String> {
        let host = self.host();
        let secure = self.uri.scheme_str() == Some("https");
        let port = self.uri.port_u16().unwrap_or(if secure { 443 } else { 80 });
        let stream = TcpStream::connect((host.as_str(), port)).await.map_err(|e| format!("连接失败：{e}"))?;
        if secure {
            let name = ServerName::try_from(host).map_err(|e| e.to_string())?;
            let stream = self.tls.connect(name, stream).await.map_err(|e| format!("TLS 失败：{e}"))?;
            self.ask(stream, row, now).await
        } else {
            self.ask(stream, row, now).await
        }
    }

    async fn ask<S>(&self, stream: S, row: &OutboxRow, now: DateTime<Utc>) -> Result<(), String>
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let timestamp = now.timestamp();
        let path = self.uri.path_and_query().map_or("/", |path| path.as_str());
        let authority = self.uri.authority().map_or("", |authority| authority.as_str());
        let host = authority.rsplit('@').next().unwrap_or_default();
        let request = Request::post(path)
            .header(header::HOST, host)
            .header(header::CONTENT_TYPE, "application/json")
            .header("x-anxun-message", row.id.to_string())
            .header("x-anxun-timestamp", timestamp.to_string())
            .header("x-anxun-signature", signature(&self.secret, timestamp, &row.body))
            .body(Full::new(Bytes::from(row.body.clone())))
            .map_err(|e| e.to_string())?;
        let (mut sender, connection) =
            hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(|e| e.to_string())?;
        let connection = tokio::spawn(connection);
        let answer = sender.send_request(request).await.map_err(|e| format!("没有答复：{e}"));
        connection.abort();
        match answer?.status() {
            status if status.is_success() => Ok(()),
            status if status.is_redirection() => Err(format!("对方答复 {status}：不跟随重定向")),
            status => Err(format!("对方答复 {status}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::signature;

    #[test]
    fn the_signature_binds_time_body_and_secret() {
        let one = signature("secret", 1_700_000_000, "{}");
        assert!(one.starts_with("v1=") && one.len() == 3 + 64);
        for other in [
            signature("secret", 1_700_000_001, "{}"),
            signature("secret", 1_700_000_000, "{ }"),
            signature("secre", 1_700_000_000, "{}"),
        ] {
            assert_ne!(one, other);
        }
    }
}

//! The keys of an installation: files beside the database, never in it, readable by the server alone.

use anyhow::Context as _;
use application::{
    Entropy,
    cx::{DrillSeeds, Services},
    media::MediaStore,
    seal::Sealer,
};
use chrono::{DateTime, TimeDelta, Utc};
use document::{
    font::{FontPaths, FontSet},
    sign::{EnvelopeKey, NewIdentity, Signer},
};
use std::{
    fs,
    io::Write as _,
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::{
    config::Config,
    world::{SystemClock, SystemEntropy},
};

/// Loads the keys of an installation, making those that are missing, and everything else that use-cases
/// need beside the database.
pub fn services(config: &Config) -> anyhow::Result<Services> {
    let folder = config.data.join("keys");
    let entropy = SystemEntropy;
    let now = application::Clock::now(&SystemClock);
    Ok(Services {
        sealer: Sealer::new(&secret(&folder, "seal.key", &entropy)?),
        drill_seeds: DrillSeeds {
            a: secret(&folder, "drill-a.key", &entropy)?,
            b: secret(&folder, "drill-b.key", &entropy)?,
        },
        signer: signer(&folder, &entropy, now)?,
        qr_key: qr_key(config)?,
        fonts: FontSet::load(&FontPaths::in_directory(&config.fonts))
            .inspect_err(|e| tracing::warn!("certificate fonts: {e}; certificates cannot be issued"))
            .ok(),
        clock: Arc::new(SystemClock),
        entropy: Arc::new(entropy),
        media: MediaStore::new(config.media.clone()),
        public_url: config.public_url.clone(),
    })
}

/// The key that signs what QR codes say; made where it is missing.
pub fn qr_key(config: &Config) -> anyhow::Result<EnvelopeKey> {
    Ok(EnvelopeKey::new(&secret(&config.data.join("keys"), "qr.key", &SystemEntropy)?))
}

/// Where the certificate stands that signatures of issued files are checked against.
#[must_use]
pub fn certificate_path(config: &Config) -> PathBuf {
    config.data.join("keys").join("sign.crt.pem")
}

fn secret(folder: &Path, name: &str, entropy: &dyn Entropy) -> anyhow::Result<[u8; 32]> {
    let path = folder.join(name);
    if !path.exists() {
        let mut bytes = [0; 32];
        entropy.fill(&mut bytes);
        write_secret(&path, hex::encode(bytes).as_bytes())?;
    }
    let text = fs::read_to_string(&path).with_context(|| format!("reading the key {name}"))?;
    domain::hash::parse_hex32(&text)
        .with_context(|| format!("the key {name} is not 64 hexadecimal characters"))
}

fn signer(folder: &Path, entropy: &dyn Entropy, now: DateTime<Utc>) -> anyhow::Result<Signer> {
    let (key_path, chain_path) = (folder.join("sign.key.pem"), folder.join("sign.crt.pem"));
    if !key_path.exists() {
        let (mut secret, mut serial) = ([0; 32], [0; 16]);
        entropy.fill(&mut secret);
        entropy.fill(&mut serial);
        let identity = NewIdentity {
            common_name: "安训 证明签发",
            secret: &secret,
            serial: &serial,
            not_before: (now - TimeDelta::days(1)).timestamp(),
            not_after: (now + TimeDelta::days(3650)).timestamp(),
        };
        let signer = Signer::generate(&identity)?;
        fs::create_dir_all(folder)?;
        fs::write(&chain_path, signer.certificate_pem()?)?;
        write_secret(&key_path, signer.key_pem()?.as_bytes())?;
    }
    let key = fs::read_to_string(&key_path).context("reading the signing key")?;
    let chain = fs::read_to_string(&chain_path).context("reading the signing certificate")?;
    Ok(Signer::from_pem(&key, &chain)?)
}

fn write_secret(path: &Path, content: &[u8]) -> anyhow::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(content)?;
    file.sync_all()?;
    Ok(())
}

//! What a use-case is given: who asks, when, and the few things of the world that it may use.

use crate::{Failure, seal::Sealer};
use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use document::{
    certificate::{CertificateFacts, RenderRefusal},
    font::FontSet,
    sign::{EnvelopeKey, Signer},
};
use domain::{
    actor::{Action, Actor, may},
    audit::{Event, Subject},
    id::Id,
    organization::DivisionCode,
};
use std::sync::Arc;
use storage::{
    Database, Reader, Writer,
    audit::{By, Entry},
};
use uuid::Uuid;

/// The time of day.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> DateTime<Utc>;
}

/// A source of randomness that nobody can predict.
pub trait Entropy: Send + Sync {
    /// Fills bytes.
    fn fill(&self, bytes: &mut [u8]);
}

/// The drill year's two seeds, kept outside the database (sealed mode).
#[derive(Clone)]
pub struct DrillSeeds {
    /// The first custodian's seed.
    pub a: [u8; 32],
    /// The second custodian's seed.
    pub b: [u8; 32],
}

/// What the server has beside its database.
pub struct Services {
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The random source.
    pub entropy: Arc<dyn Entropy>,
    /// The key for what the database must not show.
    pub sealer: Sealer,
    /// The drill seeds, one pair an installation; each year's chain is derived from them.
    pub drill_seeds: DrillSeeds,
    /// The fonts of the certificates; `None` where they are not installed (then nothing is issued).
    pub fonts: Option<FontSet>,
    /// The key that signs certificates.
    pub signer: Signer,
    /// Where the files of the media library stand.
    pub media: crate::media::MediaStore,
    /// The key that signs what their QR codes say.
    pub qr_key: EnvelopeKey,
    /// The address that QR codes lead to, such as `https://anxun.example.cn`.
    pub public_url: String,
}

/// The installation: its database and its services.
#[derive(Clone)]
pub struct System {
    /// The database.
    pub db: Database,
    /// The services.
    pub services: Arc<Services>,
    /// The writer of sittings, and what it keeps in memory.
    pub sittings: Arc<crate::exam::Sittings>,
    /// The old parts of the logs' trees, for proofs.
    pub log_trees: crate::audit::LogTrees,
    /// The places of those who take many certificates at once.
    pub bundles: crate::certificate::Bundles,
}

/// One request: its instant, its asker, its street.
#[derive(Clone)]
pub struct Cx {
    /// The installation.
    pub system: System,
    /// The street of everything that is looked up or written.
    pub street: DivisionCode,
    /// Who asks; nobody on public pages.
    pub actor: Option<Actor>,
    /// The address the request came from.
    pub address: String,
    now: DateTime<Utc>,
}

impl System {
    /// Puts an installation together.
    #[must_use]
    pub fn new(db: Database, services: Arc<Services>) -> Self {
        let log_trees = crate::audit::LogTrees::default();
        let bundles = crate::certificate::Bundles::default();
        Self { db, services, sittings: Arc::default(), log_trees, bundles }
    }

    /// The present instant in whole milliseconds, so that both databases give it back the same.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        let now = self.services.clock.now();
        now.duration_trunc(TimeDelta::milliseconds(1)).unwrap_or(now)
    }

    /// Draws random bytes.
    #[must_use]
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.services.entropy.fill(&mut bytes);
        bytes
    }

    /// Makes an identifier that sorts by time (`UUIDv7`).
    #[must_use]
    pub fn new_uuid(&self) -> Uuid {
        let millis = u64::try_from(self.now().timestamp_millis()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &self.random()).into_uuid()
    }

    /// Begins a request.
    #[must_use]
    pub fn cx(&self, street: DivisionCode, actor: Option<Actor>, address: String) -> Cx {
        Cx { now: self.now(), system: self.clone(), street, actor, address }
    }
}

impl Cx {
    /// The same request as if it came at another instant; for demo data, which needs a past.
    #[must_use]
    pub(crate) fn at(&self, now: DateTime<Utc>) -> Self {
        Self { now, ..self.clone() }
    }
    /// The same request as if somebody else asked; for demo data, where the system plays everybody.
    #[must_use]
    pub(crate) fn acting(&self, actor: Actor) -> Self {
        Self { actor: Some(actor), ..self.clone() }
    }
    /// The instant of the request.
    #[must_use]
    pub const fn now(&self) -> DateTime<Utc> {
        self.now
    }
    /// The civil date of the request in the street.
    #[must_use]
    pub fn today(&self) -> chrono::NaiveDate {
        domain::calendar::date_of(self.now)
    }
    /// The street's code, as stored.
    #[must_use]
    pub fn street(&self) -> &str {
        self.street.as_str()
    }
    /// The services.
    #[must_use]
    pub fn services(&self) -> &Services {
        &self.system.services
    }
    /// A connection for reading.
    #[must_use]
    pub fn reader(&self) -> Reader {
        self.system.db.reader()
    }
    /// Begins a write transaction.
    pub async fn begin(&self) -> Result<Writer, Failure> {
        Ok(self.system.db.begin().await?)
    }
    /// Makes a typed identifier.
    #[must_use]
    pub fn new_id<K>(&self) -> Id<K> {
        Id::new(self.system.new_uuid())
    }
    /// Makes a bare identifier.
    #[must_use]
    pub fn new_uuid(&self) -> Uuid {
        self.system.new_uuid()
    }
    /// Draws random bytes.
    #[must_use]
    pub fn random<const N: usize>(&self) -> [u8; N] {
        self.system.random()
    }
    /// Who asks; refuses nobody.
    pub fn actor(&self) -> Result<&Actor, Failure> {
        self.actor.as_ref().ok_or(Failure::Told(contract::UiError::SignInNeeded))
    }
    /// Refuses unless the asker may do this: the one gate of the server.
    pub fn allow(&self, action: Action) -> Result<&Actor, Failure> {
        let actor = self.actor()?;
        may(actor, action)?;
        Ok(actor)
    }

    /// Appends an event to the log, in the transaction of the act.
    pub async fn log(&self, tx: &Writer, event: Event, subject: Subject) -> Result<(), Failure> {
        let by = match &self.actor {
            Some(actor) => By::Account {
                id: actor.account.uuid(),
                name: actor.name.clone(),
                role: actor.role.code().into(),
            },
            None => By::Anonymous,
        };
        self.log_by(tx, by, event, subject).await
    }

    /// Appends an event of somebody named by the caller.
    pub async fn log_by(&self, tx: &Writer, by: By, event: Event, subject: Subject) -> Result<(), Failure> {
        let entry = Entry {
            street: self.street().to_owned(),
            at: self.now,
            by,
            address: self.address.clone(),
            event,
            subject,
            nonce: self.random(),
        };
        Ok(storage::audit::append(tx, entry).await?)
    }

    /// Draws a certificate's PDF. The same facts give the same bytes.
    pub fn render_certificate(&self, facts: &CertificateFacts) -> Result<Vec<u8>, Failure> {
        let services = self.services();
        let fonts = services.fonts.as_ref().ok_or_else(without_fonts)?;
        document::certificate::render(facts, fonts, Some(&services.signer)).map_err(not_drawn)
    }
}

/// That nothing can be drawn here.
pub(crate) fn without_fonts() -> Failure {
    Failure::Broken(anyhow::anyhow!("the certificate fonts are missing; run `cargo xtask setup`"))
}

/// Why a certificate was not drawn: a character that no font has can be told, everything else is a defect.
pub(crate) fn not_drawn(refusal: RenderRefusal) -> Failure {
    match refusal {
        RenderRefusal::MissingGlyph(glyph) => contract::Refusal::GlyphMissing {
            character: glyph.character.to_string(),
            code_point: format!("U+{:04X}", glyph.character as u32),
        }
        .into(),
        other => Failure::Broken(anyhow::anyhow!("{other:?}")),
    }
}

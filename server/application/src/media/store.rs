//! The folder of the library's files. A file stands under the hash of its bytes, `ab/abcd…`, so that several
//! servers share one folder without agreeing on names; what is coming in stands in `incoming/`.

use super::probe;
use crate::Failure;
use anyhow::Context as _;
use contract::{Field, FieldProblem, Refusal, UiError};
use domain::media::{MediaFormat, MediaKind, MediaLimits};
use sha2::{Digest as _, Sha256};
use std::{
    io::ErrorKind,
    path::{Path, PathBuf},
};
use tokio::{fs::File, io::AsyncWriteExt as _};

/// The folder of what is coming in.
pub(super) const INCOMING: &str = "incoming";
/// What a form takes beside its file, in bytes, where a length is announced.
const FORM: u64 = 64 << 10;

/// Where the library's files stand.
#[derive(Clone, Debug)]
pub struct MediaStore {
    /// The folder; made when the first file comes.
    pub folder: PathBuf,
    /// The largest files that are taken.
    pub limits: MediaLimits,
}

impl MediaStore {
    /// A store in a folder, with the usual limits.
    #[must_use]
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, limits: MediaLimits::default() }
    }
    /// Where a file stands, by its hash in hexadecimal.
    #[must_use]
    pub fn path(&self, sha256: &str) -> PathBuf {
        self.folder.join(sha256.get(..2).unwrap_or("00")).join(sha256)
    }
}

/// A file that has come in whole and stands in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// What its bytes say it is.
    pub format: MediaFormat,
    /// Its hash, in hexadecimal.
    pub sha256: String,
    /// Its size.
    pub bytes: u64,
    /// How long a video is, in milliseconds, where its file says so.
    pub length_ms: Option<u32>,
}

/// A file that is coming in. Dropped before it is whole, it leaves nothing behind.
pub struct Incoming {
    store: MediaStore,
    part: Part,
    file: File,
    hash: Sha256,
    head: Vec<u8>,
    format: Option<MediaFormat>,
    bytes: u64,
    announced: Option<u64>,
}

/// The path of a file in the making, removed with this value.
struct Part(Option<PathBuf>);

impl Drop for Part {
    fn drop(&mut self) {
        if let Some(path) = self.0.take()
            && let Err(error) = std::fs::remove_file(&path)
            && error.kind() != ErrorKind::NotFound
        {
            tracing::warn!("{} stays until the next sweep: {error}", path.display());
        }
    }
}

impl Incoming {
    /// Makes room for a file. `key` names it while it comes; `announced` is the length of the whole request, so that
    /// what is too large is refused before it is sent.
    pub async fn begin(store: &MediaStore, key: [u8; 16], announced: Option<u64>) -> Result<Self, Failure> {
        let most = u64::from(store.limits.most()) << 20;
        if announced.is_some_and(|length| length > most + FORM) {
            return Err(UiError::TooLarge { limit_mib: store.limits.most() }.into());
        }
        let folder = store.folder.join(INCOMING);
        tokio::fs::create_dir_all(&folder).await.map_err(|error| broken(error, &folder))?;
        let path = folder.join(hex::encode(key));
        let file = File::create_new(&path).await.map_err(|error| broken(error, &path))?;
        Ok(Self {
            store: store.clone(),
            part: Part(Some(path)),
            file,
            hash: Sha256::new(),
            head: Vec::with_capacity(MediaFormat::HEAD),
            format: None,
            bytes: 0,
            announced,
        })
    }

    /// Takes the next bytes. Refuses as soon as the first ones say what it is, or the limit of its kind is passed.
    pub async fn write(&mut self, chunk: &[u8]) -> Result<(), Failure> {
        if self.format.is_none() {
            let room = MediaFormat::HEAD - self.head.len();
            self.head.extend_from_slice(&chunk[..room.min(chunk.len())]);
            if self.head.len() == MediaFormat::HEAD {
                self.tell_format()?;
            }
        }
        self.bytes += chunk.len() as u64;
        if let Some(format) = self.format {
            self.refuse_over(format.kind(), self.bytes)?;
        }
        self.hash.update(chunk);
        self.file.write_all(chunk).await.map_err(|error| broken(error, &self.store.folder))
    }

    /// Puts a whole file in its place.
    pub async fn finish(mut self) -> Result<Stored, Failure> {
        if self.bytes == 0 {
            return Err(Failure::field(Field::File, FieldProblem::NoFile));
        }
        let format = match self.format {
            Some(format) => format,
            None => self.tell_format()?,
        };
        self.file.flush().await.map_err(|error| broken(error, &self.store.folder))?;
        self.file.sync_all().await.map_err(|error| broken(error, &self.store.folder))?;
        let sha256 = hex::encode(self.hash.finalize());
        let place = self.store.path(&sha256);
        let from = self.part.0.clone().context("a file in the making has a path")?;
        let length_ms = if format.kind() == MediaKind::Video {
            let from = from.clone();
            tokio::task::spawn_blocking(move || probe::length_ms(&from, format))
                .await
                .context("a task ended")?
        } else {
            None
        };
        let folder = place.parent().unwrap_or(&self.store.folder).to_owned();
        tokio::fs::create_dir_all(&folder).await.map_err(|error| broken(error, &folder))?;
        // The same bytes may be there: another street's, or of a server that is doing the same.
        tokio::fs::rename(&from, &place).await.map_err(|error| broken(error, &place))?;
        self.part.0 = None;
        Ok(Stored { format, sha256, bytes: self.bytes, length_ms })
    }

    fn tell_format(&mut self) -> Result<MediaFormat, Failure> {
        let format = MediaFormat::of(&self.head).ok_or(Refusal::MediaUnknown)?;
        // The rest of the form is small: a request much longer than the limit holds a file beyond it.
        if let Some(announced) = self.announced {
            self.refuse_over(format.kind(), announced.saturating_sub(FORM))?;
        }
        self.format = Some(format);
        Ok(format)
    }

    fn refuse_over(&self, kind: MediaKind, bytes: u64) -> Result<(), Failure> {
        if bytes > self.store.limits.bytes(kind) {
            return Err(UiError::TooLarge { limit_mib: self.store.limits.mib(kind) }.into());
        }
        Ok(())
    }
}

fn broken(error: std::io::Error, path: &Path) -> Failure {
    if error.kind() == ErrorKind::StorageFull || error.kind() == ErrorKind::QuotaExceeded {
        tracing::error!("{}: {error}", path.display());
        return Refusal::StorageFull.into();
    }
    Failure::Broken(anyhow::Error::new(error).context(path.display().to_string()))
}

//! The media library: what a file is by its first bytes, and how an item becomes part of lessons.

use crate::organization::vocabulary::vocabulary;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// What an item of the library is.
    MediaKind {
        /// A film.
        Video = "video", "视频";
        /// A document.
        Pdf = "pdf", "PDF 文档";
        /// A picture.
        Picture = "picture", "图片";
    }
}

vocabulary! {
    /// The formats that browsers show without help.
    MediaFormat {
        /// MPEG-4.
        Mp4 = "mp4", "MP4";
        /// WebM.
        Webm = "webm", "WebM";
        /// PDF.
        Pdf = "pdf", "PDF";
        /// JPEG.
        Jpeg = "jpeg", "JPEG";
        /// PNG.
        Png = "png", "PNG";
        /// WebP.
        Webp = "webp", "WebP";
    }
}

/// The brands of MPEG-4 files that browsers play; QuickTime and still pictures are none of them.
const MP4_BRANDS: [&[u8; 4]; 12] = [
    b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"dash", b"M4V ", b"MSNV",
    b"mmp4",
];

impl MediaFormat {
    /// So many of a file's first bytes tell its format.
    pub const HEAD: usize = 64;

    /// Tells the format by a file's first [`Self::HEAD`] bytes, or all of a shorter one. A name proves nothing.
    #[must_use]
    pub fn of(head: &[u8]) -> Option<Self> {
        let at = |from: usize, wanted: &[u8]| head.get(from..from + wanted.len()) == Some(wanted);
        if at(0, b"%PDF-") {
            return Some(Self::Pdf);
        }
        if at(0, b"\x89PNG\r\n\x1a\n") {
            return Some(Self::Png);
        }
        if at(0, b"\xff\xd8\xff") {
            return Some(Self::Jpeg);
        }
        if at(0, b"RIFF") && at(8, b"WEBP") {
            return Some(Self::Webp);
        }
        if at(4, b"ftyp") && MP4_BRANDS.iter().any(|brand| at(8, *brand)) {
            return Some(Self::Mp4);
        }
        // EBML holds Matroska too, which browsers do not play: the document type stands in the head.
        let webm = at(0, b"\x1a\x45\xdf\xa3") && head.windows(4).any(|four| four == b"webm");
        webm.then_some(Self::Webm)
    }
    /// What it is a format of.
    #[must_use]
    pub const fn kind(self) -> MediaKind {
        match self {
            Self::Mp4 | Self::Webm => MediaKind::Video,
            Self::Pdf => MediaKind::Pdf,
            Self::Jpeg | Self::Png | Self::Webp => MediaKind::Picture,
        }
    }
    /// The media type that it is served as.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Mp4 => "video/mp4",
            Self::Webm => "video/webm",
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
        }
    }
    /// The ending of its files.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            other => other.code(),
        }
    }
}

/// The largest files that are taken, in mebibytes by kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MediaLimits {
    /// Of a video.
    pub video: u32,
    /// Of a document.
    pub pdf: u32,
    /// Of a picture.
    pub picture: u32,
}

impl Default for MediaLimits {
    fn default() -> Self {
        Self { video: 500, pdf: 50, picture: 10 }
    }
}

impl MediaLimits {
    /// The limit of a kind, in mebibytes.
    #[must_use]
    pub const fn mib(self, kind: MediaKind) -> u32 {
        match kind {
            MediaKind::Video => self.video,
            MediaKind::Pdf => self.pdf,
            MediaKind::Picture => self.picture,
        }
    }
    /// The limit of a kind, in bytes.
    #[must_use]
    pub const fn bytes(self, kind: MediaKind) -> u64 {
        (self.mib(kind) as u64) << 20
    }
    /// The largest of the limits, in mebibytes.
    #[must_use]
    pub fn most(self) -> u32 {
        self.video.max(self.pdf).max(self.picture)
    }
}

/// Reads tags as people write them, parted by commas, ideographic commas or spaces: at most 8 different ones of
/// at most 12 characters; `None` where there are more or longer ones.
#[must_use]
pub fn tags(text: &str) -> Option<Vec<String>> {
    let mut tags: Vec<String> = Vec::new();
    for tag in
        text.split([',', '，', '、', ';', '；', ' ', '\u{3000}']).map(str::trim).filter(|t| !t.is_empty())
    {
        if tag.chars().count() > 12 || tag.chars().any(char::is_control) {
            return None;
        }
        if !tags.iter().any(|known| known == tag) {
            tags.push(tag.to_owned());
        }
    }
    (tags.len() <= 8).then_some(tags)
}

vocabulary! {
    /// How far an item has come: nothing is shown to attendees on one person's word.
    MediaState {
        /// Uploaded, not looked at by anybody else.
        Draft = "draft", "待审核";
        /// Looked at by somebody else.
        Reviewed = "reviewed", "已审核";
        /// Lessons may use it.
        Published = "published", "已发布";
        /// No new lesson may use it.
        Withdrawn = "withdrawn", "已停用";
    }
}

vocabulary! {
    /// What somebody does to an item.
    MediaAct {
        /// Agrees to it; never the one who uploaded it.
        Review = "review", "审核通过";
        /// Notes what is wrong with it; it stays or becomes a draft again.
        Return = "return", "退回";
        /// Offers it to lessons.
        Publish = "publish", "发布";
        /// Takes it from new lessons, with a reason; trainings that were published with it keep it.
        Withdraw = "withdraw", "停用";
        /// Brings a withdrawn item back as a draft.
        Reopen = "reopen", "重新启用";
    }
}

/// Why an act on an item is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaRefusal {
    /// It does not follow on where the item stands.
    NotNow(MediaState),
    /// Nobody reviews what they uploaded themselves.
    OwnUpload,
}

impl MediaAct {
    /// Decides where an item comes to. `own` says that whoever acts has uploaded it.
    pub fn on(self, state: MediaState, own: bool) -> Result<MediaState, MediaRefusal> {
        use MediaState::{Draft, Published, Reviewed, Withdrawn};
        match (self, state) {
            (Self::Review, Draft) if own => Err(MediaRefusal::OwnUpload),
            (Self::Review, Draft) => Ok(Reviewed),
            (Self::Return, Draft | Reviewed) => Ok(Draft),
            (Self::Publish, Reviewed) => Ok(Published),
            (Self::Withdraw, Reviewed | Published) => Ok(Withdrawn),
            (Self::Reopen, Withdrawn) => Ok(Draft),
            _ => Err(MediaRefusal::NotNow(state)),
        }
    }
    /// Whether it needs words: a reason, or what is wrong.
    #[must_use]
    pub const fn needs_note(self) -> bool {
        matches!(self, Self::Return | Self::Withdraw)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_told_by_bytes_not_by_name() {
        assert_eq!(MediaFormat::of(b"%PDF-1.7\n"), Some(MediaFormat::Pdf));
        assert_eq!(MediaFormat::of(b"\x89PNG\r\n\x1a\n\0\0"), Some(MediaFormat::Png));
        assert_eq!(MediaFormat::of(b"\xff\xd8\xff\xe0"), Some(MediaFormat::Jpeg));
        assert_eq!(MediaFormat::of(b"RIFF\x10\0\0\0WEBPVP8 "), Some(MediaFormat::Webp));
        assert_eq!(MediaFormat::of(b"\0\0\0\x20ftypisom\0\0"), Some(MediaFormat::Mp4));
        assert_eq!(
            MediaFormat::of(b"\x1a\x45\xdf\xa3\x01\0\0\0\0\0\0\x1f\x42\x82\x84webm"),
            Some(MediaFormat::Webm)
        );
        let strangers: [&[u8]; 7] = [
            b"",
            b"MZ\x90",
            b"<html>",
            b"\0\0\0\x20ftypqt  ",
            b"\0\0\0\x20ftypheic",
            b"\x1a\x45\xdf\xa3matroska",
            b" %PDF-1.7",
        ];
        for stranger in strangers {
            assert_eq!(MediaFormat::of(stranger), None, "{stranger:?}");
        }
    }

    #[test]
    fn the_limits_are_those_of_the_rules() {
        let limits = MediaLimits::default();
        assert_eq!((limits.video, limits.pdf, limits.picture, limits.most()), (500, 50, 10, 500));
        assert_eq!(limits.bytes(MediaKind::Pdf), 50 * 1024 * 1024);
    }

    #[test]
    fn nothing_is_published_that_nobody_else_has_reviewed() {
        use MediaState::{Draft, Published, Reviewed, Withdrawn};
        assert_eq!(MediaAct::Review.on(Draft, true), Err(MediaRefusal::OwnUpload));
        for own in [true, false] {
            for state in [Draft, Withdrawn] {
                assert_eq!(MediaAct::Publish.on(state, own), Err(MediaRefusal::NotNow(state)));
            }
        }
        assert_eq!(MediaAct::Review.on(Draft, false), Ok(Reviewed));
        assert_eq!(MediaAct::Publish.on(Reviewed, true), Ok(Published));
        assert_eq!(MediaAct::Withdraw.on(Published, true), Ok(Withdrawn));
        assert_eq!(MediaAct::Reopen.on(Withdrawn, true), Ok(Draft));
        assert_eq!(MediaAct::Return.on(Published, false), Err(MediaRefusal::NotNow(Published)));
    }

    #[test]
    fn tags_are_read_as_people_write_them() {
        assert_eq!(tags("消防、用电，消防 警示"), Some(vec!["消防".into(), "用电".into(), "警示".into()]));
        assert_eq!(tags(" "), Some(Vec::new()));
        assert_eq!(tags("一二三四五六七八九十一二三"), None);
        assert_eq!(tags("1 2 3 4 5 6 7 8 9"), None);
    }
}

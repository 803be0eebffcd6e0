//! How long a video is, read off its container; `None` where it does not say so in a way that we know.

use domain::media::MediaFormat;
use std::{
    fs::File,
    io::{BufReader, Read, Seek, SeekFrom},
    path::Path,
};

/// A day: what claims to be longer is damaged.
const MOST_MS: u64 = 24 * 60 * 60 * 1_000;
/// A container with more parts than this before the one that is looked for is not searched further.
const MOST_PARTS: usize = 10_000;

/// The length of a video in milliseconds.
pub(super) fn length_ms(path: &Path, format: MediaFormat) -> Option<u32> {
    let file = BufReader::new(File::open(path).ok()?);
    let ms = match format {
        MediaFormat::Mp4 => mp4(file),
        MediaFormat::Webm => webm(file),
        _ => None,
    }?;
    u32::try_from(ms).ok().filter(|ms| (1..=MOST_MS).contains(&u64::from(*ms)))
}

/// The duration in the movie header: boxes of a size and a name, `mvhd` in `moov` (ISO/IEC 14496-12).
fn mp4(mut file: impl Read + Seek) -> Option<u64> {
    let mut end = file.seek(SeekFrom::End(0)).ok()?;
    let mut at = 0;
    for _ in 0..MOST_PARTS {
        if at + 8 > end {
            return None;
        }
        file.seek(SeekFrom::Start(at)).ok()?;
        let head: [u8; 8] = take(&mut file)?;
        let (mut size, mut body) = (u64::from(u32::from_be_bytes(head[..4].try_into().ok()?)), 8);
        if size == 1 {
            (size, body) = (u64::from_be_bytes(take(&mut file)?), 16);
        } else if size == 0 {
            size = end - at;
        }
        match &head[4..] {
            b"moov" => (at, end) = (at + body, end.min(at.checked_add(size)?)),
            b"mvhd" => return movie_header(&mut file),
            _ if size < body => return None,
            _ => at = at.checked_add(size)?,
        }
    }
    None
}

fn movie_header(file: &mut impl Read) -> Option<u64> {
    let [version, ..] = take::<4>(file)?;
    let (scale, duration) = if version == 1 {
        take::<16>(file)?;
        (u32::from_be_bytes(take(file)?), u64::from_be_bytes(take(file)?))
    } else {
        take::<8>(file)?;
        (u32::from_be_bytes(take(file)?), u64::from(u32::from_be_bytes(take(file)?)))
    };
    duration.checked_mul(1_000)?.checked_div(u64::from(scale))
}

const SEGMENT: u32 = 0x1853_8067;
const INFO: u32 = 0x1549_A966;
const TIMESTAMP_SCALE: u32 = 0x2A_D7B1;
const DURATION: u32 = 0x4489;
const CLUSTER: u32 = 0x1F43_B675;

/// The duration in the segment's information: elements of an id, a size and content (RFC 8794, RFC 9559).
fn webm(mut file: impl Read + Seek) -> Option<u64> {
    let (mut scale, mut duration) = (1_000_000_u64, None);
    for _ in 0..MOST_PARTS {
        let (Some(id), Some(size)) = (id(&mut file), size(&mut file)) else { break };
        match (id, size) {
            // Go into it; its size may be unknown.
            (SEGMENT, _) | (INFO, Some(_)) => {}
            (TIMESTAMP_SCALE, Some(1..=8)) => scale = unsigned(&mut file, size?)?,
            (DURATION, Some(4)) => duration = Some(f64::from(f32::from_be_bytes(take(&mut file)?))),
            (DURATION, Some(8)) => duration = Some(f64::from_be_bytes(take(&mut file)?)),
            // The information stands before the pictures.
            (CLUSTER, _) | (_, None) => break,
            (_, Some(size)) => {
                file.seek_relative(i64::try_from(size).ok()?).ok()?;
            }
        }
    }
    let ms = duration? * scale as f64 / 1_000_000.0;
    // A number out of range becomes one that the caller refuses.
    (ms.is_finite() && ms >= 1.0).then_some(ms as u64)
}

fn id(file: &mut impl Read) -> Option<u32> {
    let [first] = take(file)?;
    let more = first.leading_zeros();
    if more > 3 {
        return None;
    }
    let mut id = u32::from(first);
    for _ in 0..more {
        let [next] = take(file)?;
        id = (id << 8) | u32::from(next);
    }
    Some(id)
}

/// The outer `None` is the end of the file, the inner one an unknown size.
fn size(file: &mut impl Read) -> Option<Option<u64>> {
    let [first] = take::<1>(file)?;
    let more = first.leading_zeros();
    if more > 7 {
        return None;
    }
    let (mut size, mut unknown) = (u64::from(first) & (0x7f >> more), (0x7f_u64 >> more));
    for _ in 0..more {
        let [next] = take(file)?;
        (size, unknown) = ((size << 8) | u64::from(next), (unknown << 8) | 0xff);
    }
    Some((size != unknown).then_some(size))
}

fn unsigned(file: &mut impl Read, bytes: u64) -> Option<u64> {
    let mut value = 0;
    for _ in 0..bytes {
        let [next] = take(file)?;
        value = (value << 8) | u64::from(next);
    }
    Some(value)
}

fn take<const N: usize>(file: &mut impl Read) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    file.read_exact(&mut bytes).ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn part(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
        let size = u32::try_from(body.len() + 8).unwrap();
        [&size.to_be_bytes(), name.as_slice(), body].concat()
    }

    fn movie(scale: u32, duration: u32) -> Vec<u8> {
        let header = [&[0; 12][..], &scale.to_be_bytes(), &duration.to_be_bytes(), &[0; 80]].concat();
        [part(b"ftyp", b"isom\0\0\x02\0"), part(b"mdat", &[7; 300]), part(b"moov", &part(b"mvhd", &header))]
            .concat()
    }

    #[test]
    fn a_movie_header_behind_the_pictures_is_found() {
        assert_eq!(mp4(Cursor::new(movie(600, 162_000))), Some(270_000));
        assert_eq!(mp4(Cursor::new(movie(0, 5))), None);
    }

    #[test]
    fn a_segment_of_unknown_size_is_entered() {
        let info =
            [&[0x2a, 0xd7, 0xb1, 0x83, 0x0f, 0x42, 0x40][..], &[0x44, 0x89, 0x84], &1500.5_f32.to_be_bytes()]
                .concat();
        let mut file = vec![0x1a, 0x45, 0xdf, 0xa3, 0x82, 0, 0];
        file.extend([0x18, 0x53, 0x80, 0x67, 0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
        file.extend([0x15, 0x49, 0xa9, 0x66, 0x80 | u8::try_from(info.len()).unwrap()]);
        file.extend(info);
        assert_eq!(webm(Cursor::new(file)), Some(1_500));
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_lead_astray(bytes in proptest::collection::vec(0u8.., 0..400), cut in 0usize..500) {
            mp4(Cursor::new(bytes.clone()));
            webm(Cursor::new(bytes));
            let whole = movie(600, 162_000);
            mp4(Cursor::new(whole[..cut.min(whole.len())].to_vec()));
        }
    }
}

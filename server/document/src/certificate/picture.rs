//! The office's picture of its seal: PNG and JPEG, without transparency, as PDF/A-1 demands.

/// Why a seal picture cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PictureRefusal {
    /// Larger than two million bytes.
    #[error("the picture has {bytes} bytes, more than {limit}")]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The most that is taken.
        limit: usize,
    },
    /// Wider or higher than 2,000 pixels, or without any.
    #[error("the picture has {width} × {height} pixels, the most is {limit} on a side")]
    Dimensions {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
        /// The most on a side.
        limit: u32,
    },
    /// Neither PNG nor JPEG.
    #[error("the picture is neither PNG nor JPEG")]
    UnknownFormat,
    /// A JPEG in CMYK or with other than 8 bits: PDF/A-1 with an sRGB intent may not hold it.
    #[error("the JPEG is not in grey or RGB with 8 bits")]
    Colours,
    /// The file breaks off or does not follow its format.
    #[error("the picture is damaged")]
    Damaged,
}

/// The most bytes of a picture.
const MOST_BYTES: usize = 2_000_000;
/// The most pixels on a side.
const MOST_PIXELS: u32 = 2_000;

/// The most bytes of a seal's picture that an office may set: it is in each of its certificates.
pub const MOST_SEAL_BYTES: usize = 512 << 10;

/// And the most pixels on a side: 40 millimetres at 500 dots an inch.
pub const MOST_SEAL_PIXELS: u32 = 800;

/// Tells whether a picture serves as a seal.
///
/// # Errors
/// A file that is too large, no PNG or JPEG, damaged, or not in grey or RGB.
pub fn check_seal(bytes: &[u8]) -> Result<(), PictureRefusal> {
    if bytes.len() > MOST_SEAL_BYTES {
        return Err(PictureRefusal::TooLarge { bytes: bytes.len(), limit: MOST_SEAL_BYTES });
    }
    let Picture { width, height, .. } = read(bytes)?;
    if width.max(height) > MOST_SEAL_PIXELS {
        return Err(PictureRefusal::Dimensions { width, height, limit: MOST_SEAL_PIXELS });
    }
    Ok(())
}

/// How many parts a pixel has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Colours {
    Grey,
    Rgb,
}

impl Colours {
    pub fn pdf_name(self) -> &'static [u8] {
        match self {
            Self::Grey => b"DeviceGray",
            Self::Rgb => b"DeviceRGB",
        }
    }
}

/// A picture as a PDF holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Picture {
    pub width: u32,
    pub height: u32,
    pub colours: Colours,
    /// The name of the coding that `content` is in already, if any.
    pub filter: Option<&'static [u8]>,
    pub content: Vec<u8>,
}

/// Reads a picture of unknown origin.
pub(super) fn read(bytes: &[u8]) -> Result<Picture, PictureRefusal> {
    if bytes.len() > MOST_BYTES {
        return Err(PictureRefusal::TooLarge { bytes: bytes.len(), limit: MOST_BYTES });
    }
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        png_picture(bytes)
    } else if bytes.starts_with(&[0xFF, 0xD8]) {
        jpeg_picture(bytes)
    } else {
        Err(PictureRefusal::UnknownFormat)
    }
}

fn check_dimensions(width: u32, height: u32) -> Result<(), PictureRefusal> {
    if width == 0 || height == 0 || width > MOST_PIXELS || height > MOST_PIXELS {
        return Err(PictureRefusal::Dimensions { width, height, limit: MOST_PIXELS });
    }
    Ok(())
}

/// Decodes a PNG and lays it on white: PDF/A-1 forbids soft masks.
fn png_picture(bytes: &[u8]) -> Result<Picture, PictureRefusal> {
    let damaged = |_| PictureRefusal::Damaged;
    let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::EXPAND | png::Transformations::STRIP_16);
    let (width, height) = {
        let header = decoder.read_header_info().map_err(damaged)?;
        (header.width, header.height)
    };
    check_dimensions(width, height)?;
    let mut reader = decoder.read_info().map_err(damaged)?;
    let mut pixels = vec![0; reader.output_buffer_size().ok_or(PictureRefusal::Damaged)?];
    let frame = reader.next_frame(&mut pixels).map_err(damaged)?;
    pixels.truncate(frame.buffer_size());
    let on_white = |part: u8, alpha: u8| {
        let mixed = (u32::from(part) * u32::from(alpha) + 255 * (255 - u32::from(alpha)) + 127) / 255;
        u8::try_from(mixed).unwrap_or(u8::MAX)
    };
    let (colours, content) = match frame.color_type {
        png::ColorType::Grayscale => (Colours::Grey, pixels),
        png::ColorType::Rgb => (Colours::Rgb, pixels),
        png::ColorType::GrayscaleAlpha => {
            (Colours::Grey, pixels.chunks_exact(2).map(|p| on_white(p[0], p[1])).collect())
        }
        png::ColorType::Rgba => (
            Colours::Rgb,
            pixels
                .chunks_exact(4)
                .flat_map(|p| [p[0], p[1], p[2]].map(|part| on_white(part, p[3])))
                .collect(),
        ),
        // EXPAND turns palettes into RGB.
        png::ColorType::Indexed => return Err(PictureRefusal::Damaged),
    };
    Ok(Picture { width, height, colours, filter: None, content })
}

/// Takes a JPEG as it is; reads only its frame header (ISO/IEC 10918-1, B.2.2).
fn jpeg_picture(bytes: &[u8]) -> Result<Picture, PictureRefusal> {
    let byte = |at: usize| bytes.get(at).copied().ok_or(PictureRefusal::Damaged);
    let word = |at: usize| Ok(u32::from(byte(at)?) << 8 | u32::from(byte(at + 1)?));
    if !bytes.ends_with(&[0xFF, 0xD9]) {
        return Err(PictureRefusal::Damaged);
    }
    let mut at = 2;
    loop {
        if byte(at)? != 0xFF {
            return Err(PictureRefusal::Damaged);
        }
        match byte(at + 1)? {
            0xFF => at += 1,
            0xC0..=0xC2 => break,
            // Lossless and arithmetic frames, scan data or the end before any frame that a PDF can hold.
            0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF | 0xD8..=0xDA => {
                return Err(PictureRefusal::Damaged);
            }
            _ => at += 2 + word(at + 2)? as usize,
        }
    }
    let (height, width) = (word(at + 5)?, word(at + 7)?);
    check_dimensions(width, height)?;
    let colours = match (byte(at + 4)?, byte(at + 9)?) {
        (8, 1) => Colours::Grey,
        (8, 3) => Colours::Rgb,
        _ => return Err(PictureRefusal::Colours),
    };
    Ok(Picture { width, height, colours, filter: Some(b"DCTDecode"), content: bytes.to_vec() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32, color: png::ColorType, data: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, width, height);
        encoder.set_color(color);
        encoder.write_header().unwrap().write_image_data(data).unwrap();
        bytes
    }

    #[test]
    fn a_transparent_pixel_becomes_white() {
        let bytes = png(2, 1, png::ColorType::Rgba, &[200, 0, 0, 255, 200, 0, 0, 0]);
        let picture = read(&bytes).unwrap();
        assert_eq!(picture.content, [200, 0, 0, 255, 255, 255]);
        assert_eq!((picture.width, picture.height, picture.colours), (2, 1, Colours::Rgb));
    }

    #[test]
    fn damaged_foreign_and_huge_pictures_are_refused() {
        let whole = png(2, 1, png::ColorType::Rgba, &[0; 8]);
        assert_eq!(read(&whole[..whole.len() / 2]), Err(PictureRefusal::Damaged));
        assert_eq!(read(b"GIF89a"), Err(PictureRefusal::UnknownFormat));
        assert_eq!(read(&[]), Err(PictureRefusal::UnknownFormat));
        let huge = vec![0; MOST_BYTES + 1];
        assert_eq!(read(&huge), Err(PictureRefusal::TooLarge { bytes: huge.len(), limit: MOST_BYTES }));
        let large = png(801, 1, png::ColorType::Grayscale, &[0; 801]);
        assert_eq!(check_seal(&large), Err(PictureRefusal::Dimensions { width: 801, height: 1, limit: 800 }));
        assert!(
            read(&large).is_ok() && check_seal(&png(800, 1, png::ColorType::Grayscale, &[0; 800])).is_ok()
        );
        let wide = png(2001, 1, png::ColorType::Grayscale, &[0; 2001]);
        assert_eq!(read(&wide), Err(PictureRefusal::Dimensions { width: 2001, height: 1, limit: 2000 }));
    }

    #[test]
    fn a_jpeg_gives_its_size_and_a_cmyk_one_is_refused() {
        let jpeg = |parts: u8| {
            let frame = [0xFF, 0xC0, 0, 8, 8, 0, 30, 0, 40, parts];
            [&[0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2][..], &frame[..], &[0xFF, 0xD9][..]].concat()
        };
        let picture = read(&jpeg(3)).unwrap();
        assert_eq!((picture.width, picture.height, picture.colours), (40, 30, Colours::Rgb));
        assert_eq!(read(&jpeg(4)), Err(PictureRefusal::Colours));
        assert_eq!(read(&[0xFF, 0xD8, 0xFF, 0xC0, 0xFF, 0xD9]), Err(PictureRefusal::Damaged));
    }
}

//! PAdES-B-B signatures with P-256 over documents that this program made, and their verification.

mod cms;
mod envelope;
mod identity;
mod verify;

use lopdf::{Document, Object, ObjectId, StringFormat, dictionary};
use sha2::{Digest, Sha256};

pub use envelope::{EnvelopeFault, EnvelopeKey, EnvelopePublic, open};
pub use identity::{NewIdentity, Signer};
pub use verify::{Fault, Marks, Verdict, verify};

pub(crate) use verify::marks;

/// Why a key, a certificate or a signature could not be used or made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignRefusal {
    /// The private key is not a P-256 key in PKCS #8 PEM, or its number is outside the curve's range.
    #[error("the private key is not a P-256 key in PKCS #8 PEM")]
    NotAKey,
    /// The PEM holds no X.509 certificate, or a damaged one.
    #[error("the PEM holds no readable X.509 certificate")]
    NotACertificate,
    /// The first certificate belongs to another key.
    #[error("the first certificate does not belong to the private key")]
    KeyMismatch,
    /// The name is empty or longer than 64 characters (X.520, ub-common-name).
    #[error("the common name has {length} characters, it needs 1 to 64")]
    CommonName {
        /// Its characters.
        length: usize,
    },
    /// The validity is backwards or outside the years 1970 to 9999.
    #[error("the validity of the certificate is out of range")]
    Validity,
    /// The chain of certificates is too long for the space that is kept in the document.
    #[error("the signature has {bytes} bytes, the document keeps room for {limit}")]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The room.
        limit: usize,
    },
    /// A structure could not be encoded or found: a defect, not the operator's mistake.
    #[error("the signature could not be built: {reason}")]
    Engine {
        /// What the library said.
        reason: String,
    },
}

impl SignRefusal {
    fn engine(error: &impl ToString) -> Self {
        Self::Engine { reason: error.to_string() }
    }
}

/// Bytes kept for the CMS structure; a self-signed one takes about 1,000, a chain of three about 2,500.
const ROOM: usize = 6_144;
/// What stands for the three numbers of /ByteRange until they are known.
const UNKNOWN: i64 = 9_999_999_999;
/// How lopdf writes the unknown range.
const RANGE: &[u8] = b"/ByteRange[0 9999999999 9999999999 9999999999]";

/// The signature dictionary of a prepared document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place(ObjectId);

/// A text string as UTF-16 with a byte order mark.
pub(crate) fn utf16(text: &str) -> Object {
    let bytes = [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    Object::String(bytes, StringFormat::Hexadecimal)
}

/// Adds an invisible signature field that forbids any later change (DocMDP, P = 1), with room for the signature.
pub(crate) fn prepare(pdf: &mut Document, name: &str, date: &str) -> Result<Place, SignRefusal> {
    let page = pdf.page_iter().next().ok_or_else(|| SignRefusal::engine(&"the document has no page"))?;
    let transform = dictionary! {
        "Type" => "SigRef", "TransformMethod" => "DocMDP",
        "TransformParams" => dictionary! { "Type" => "TransformParams", "P" => 1, "V" => "1.2" },
    };
    let range: Vec<Object> = [0, UNKNOWN, UNKNOWN, UNKNOWN].map(Object::Integer).into();
    let signature = pdf.add_object(dictionary! {
        "Type" => "Sig", "Filter" => "Adobe.PPKLite", "SubFilter" => "ETSI.CAdES.detached",
        "ByteRange" => range,
        "Contents" => Object::String(vec![0; ROOM], StringFormat::Hexadecimal),
        "M" => Object::string_literal(date), "Name" => utf16(name), "Reason" => utf16("证书签发"),
        "Reference" => vec![Object::Dictionary(transform)],
    });
    let nowhere: Vec<Object> = vec![0.into(), 0.into(), 0.into(), 0.into()];
    let form = dictionary! {
        "Type" => "XObject", "Subtype" => "Form", "BBox" => nowhere.clone(), "Resources" => dictionary! {},
    };
    // PDF/A-1 wants an appearance even for what cannot be seen.
    let appearance = pdf.add_object(lopdf::Stream::new(form, Vec::new()).with_compression(false));
    let field = pdf.add_object(dictionary! {
        "Type" => "Annot", "Subtype" => "Widget", "FT" => "Sig", "T" => Object::string_literal("Signature1"),
        "V" => signature, "P" => page, "F" => 132, "Rect" => nowhere, "AP" => dictionary! { "N" => appearance },
    });
    let page = pdf
        .get_object_mut(page)
        .and_then(Object::as_dict_mut)
        .map_err(|error| SignRefusal::engine(&error))?;
    page.set("Annots", vec![Object::Reference(field)]);
    let catalog = pdf.catalog_mut().map_err(|error| SignRefusal::engine(&error))?;
    catalog.set("AcroForm", dictionary! { "Fields" => vec![Object::Reference(field)], "SigFlags" => 3 });
    catalog.set("Perms", dictionary! { "DocMDP" => signature });
    Ok(Place(signature))
}

/// Writes the byte range and the signature into the saved bytes, changing their length by nothing.
pub(crate) fn fill(
    pdf: &mut [u8],
    Place((id, generation)): Place,
    signer: &Signer,
) -> Result<(), SignRefusal> {
    let lost = || SignRefusal::engine(&"the place of the signature is not in the saved document");
    // Texts hold no line feed, so that nobody can plant a false place.
    let object = find(pdf, format!("\n{id} {generation} obj").as_bytes(), 0).ok_or_else(lost)?;
    let range = find(pdf, RANGE, object).ok_or_else(lost)?;
    let hole = [b"<".as_slice(), &[b'0'; 2 * ROOM], b">"].concat();
    let start = find(pdf, &hole, object).ok_or_else(lost)?;
    let end = start + hole.len();
    let mut numbers = format!("/ByteRange[0 {start} {end} {}", pdf.len() - end).into_bytes();
    numbers.resize(RANGE.len() - 1, b' ');
    numbers.push(b']');
    pdf[range..range + RANGE.len()].copy_from_slice(&numbers);

    let mut hash = Sha256::new();
    hash.update(&pdf[..start]);
    hash.update(&pdf[end..]);
    let signature = signer.sign(&hash.finalize())?;
    pdf[start..end].copy_from_slice(&padded(&signature)?);
    Ok(())
}

/// The only way in which a signature may stand in its room: lower-case hex, then zeros.
fn padded(signature: &[u8]) -> Result<Vec<u8>, SignRefusal> {
    if signature.len() > ROOM {
        return Err(SignRefusal::TooLarge { bytes: signature.len(), limit: ROOM });
    }
    let mut text = Vec::with_capacity(2 * ROOM + 2);
    text.push(b'<');
    for byte in signature {
        text.extend(format!("{byte:02x}").bytes());
    }
    text.resize(2 * ROOM + 1, b'0');
    text.push(b'>');
    Ok(text)
}

fn find(haystack: &[u8], needle: &[u8], from: usize) -> Option<usize> {
    haystack.get(from..)?.windows(needle.len()).position(|window| window == needle).map(|found| from + found)
}

//! The signature: valid for foreign tools, and broken by any change.

use std::fmt::Write as _;

use document::certificate::render;
use document::sign::{Fault, NewIdentity, SignRefusal, Signer, Verdict, verify};

use crate::kit::{day, facts, fonts, run, signer};

fn signed() -> (Vec<u8>, String) {
    let signer = signer();
    (render(&facts("张㛃𬱖"), &fonts(), Some(&signer)).unwrap(), signer.certificate_pem().unwrap())
}

#[test]
fn a_genuine_certificate_gives_back_what_it_says() {
    let (pdf, trusted) = signed();
    let Verdict::Genuine(marks) = verify(&pdf, &trusted) else { panic!("{:?}", verify(&pdf, &trusted)) };
    assert_eq!(marks.serial, "AX-2026-000123");
    assert_eq!((marks.holder.as_str(), marks.score.as_str()), ("张㛃𬱖", "92 分"));
    assert_eq!((marks.revision, marks.issued_on), (1, day(2026, 11, 23)));
    assert_eq!(marks.valid_until, Some(day(2027, 11, 22)));
}

#[test]
fn poppler_finds_one_valid_signature_over_the_whole_document() {
    let (pdf, _) = signed();
    let (_, said) = run("pdfsig", &["-nocert", "{}"], &pdf);
    for part in
        ["ETSI.CAdES.detached", "Total document signed", "Signature is Valid", "SHA-256", "示例街道办事处"]
    {
        assert!(said.contains(part), "{part} is not in:\n{said}");
    }
}

#[test]
fn one_changed_byte_anywhere_is_found() {
    let (pdf, trusted) = signed();
    let hole = pdf.windows(9).position(|window| window == b"/Contents").unwrap();
    // Every byte around the signature and of its structure, samples of the zeros after it and of the rest.
    let places = (0..pdf.len()).step_by(397).chain(hole - 120..hole + 2200).chain(pdf.len() - 40..pdf.len());
    for at in places {
        let mut changed = pdf.clone();
        // The other case of a letter means the same digit, and must be found all the same.
        changed[at] ^= if pdf[at].is_ascii_alphabetic() { 0x20 } else { 0x01 };
        let verdict = verify(&changed, &trusted);
        assert!(matches!(verdict, Verdict::Invalid(_)), "byte {at}: {verdict:?}");
    }
    let (_, said) = run("pdfsig", &["-nocert", "{}"], &{
        let mut changed = pdf.clone();
        changed[500] ^= 1;
        changed
    });
    assert!(said.contains("Digest Mismatch"), "{said}");
}

#[test]
fn an_appended_update_and_a_cut_end_are_found() {
    let (pdf, trusted) = signed();
    let mut updated = pdf.clone();
    let xref = updated.len() + 1;
    let mut tail = String::from("\nxref\n0 0\n");
    write!(tail, "trailer\n<</Size 1>>\nstartxref\n{xref}\n%%EOF").unwrap();
    updated.extend(tail.bytes());
    assert_eq!(verify(&updated, &trusted), Verdict::Invalid(Fault::PartlyCovered));
    let cut = &pdf[..pdf.len() - 1];
    assert_eq!(verify(cut, &trusted), Verdict::Invalid(Fault::PartlyCovered));
}

#[test]
fn a_foreign_key_with_the_same_name_is_found() {
    let (pdf, _) = signed();
    let other = identity("示例街道办事处", &[8; 32]).unwrap().certificate_pem().unwrap();
    assert_eq!(verify(&pdf, &other), Verdict::Invalid(Fault::ForeignSignature));
    assert_eq!(verify(&pdf, "no certificate"), Verdict::Invalid(Fault::BadTrust));
}

#[test]
fn files_that_are_no_certificates_are_named() {
    let trusted = signer().certificate_pem().unwrap();
    assert_eq!(verify(b"", &trusted), Verdict::Invalid(Fault::NotAPdf));
    assert_eq!(verify(b"PK\x03\x04", &trusted), Verdict::Invalid(Fault::NotAPdf));
    let unsigned = render(&facts("张三"), &fonts(), None).unwrap();
    assert_eq!(verify(&unsigned, &trusted), Verdict::Invalid(Fault::Unsigned));
    let huge = vec![b'0'; (16 << 20) + 1];
    assert!(matches!(verify(&huge, &trusted), Verdict::Invalid(Fault::TooLarge { .. })));
}

#[test]
fn texts_that_look_like_the_signatures_place_do_no_harm() {
    let signer = signer();
    let trusted = signer.certificate_pem().unwrap();
    let mut facts = facts("张三");
    facts.training =
        "/ByteRange[0 9999999999 9999999999 9999999999] \n12 0 obj <000> /ByteRange[0 5 6 7]".into();
    let pdf = render(&facts, &fonts(), Some(&signer)).unwrap();
    assert!(matches!(verify(&pdf, &trusted), Verdict::Genuine(_)));
    assert!(run("pdfsig", &["-nocert", "{}"], &pdf).1.contains("Signature is Valid"));
}

#[test]
fn a_key_survives_its_way_through_pem() {
    let signer = signer();
    let again = Signer::from_pem(&signer.key_pem().unwrap(), &signer.certificate_pem().unwrap()).unwrap();
    let facts = facts("张三");
    let pdf = render(&facts, &fonts(), Some(&again)).unwrap();
    assert_eq!(pdf, render(&facts, &fonts(), Some(&signer)).unwrap());
    assert_eq!(again.not_after(), 2_082_758_400);
    assert!(!format!("{again:?}").contains("key"));
}

#[test]
fn keys_and_certificates_that_do_not_serve_are_refused() {
    let (one, other) = (signer(), identity("别处", &[8; 32]).unwrap());
    let (key, certificate) = (one.key_pem().unwrap(), one.certificate_pem().unwrap());
    let refusal = |key: &str, chain: &str| Signer::from_pem(key, chain).unwrap_err();
    assert_eq!(refusal(&key, &other.certificate_pem().unwrap()), SignRefusal::KeyMismatch);
    assert_eq!(refusal("", &certificate), SignRefusal::NotAKey);
    assert_eq!(refusal(&key, ""), SignRefusal::NotACertificate);
    assert_eq!(refusal(&key, &certificate.replace("MII", "AAA")), SignRefusal::NotACertificate);
    assert_eq!(identity("", &[8; 32]).unwrap_err(), SignRefusal::CommonName { length: 0 });
    assert_eq!(identity("名", &[0; 32]).unwrap_err(), SignRefusal::NotAKey);
    let backwards = NewIdentity { not_before: 2, not_after: 1, ..new("名", &[8; 32]) };
    assert_eq!(Signer::generate(&backwards).unwrap_err(), SignRefusal::Validity);
}

fn new<'a>(common_name: &'a str, secret: &'a [u8; 32]) -> NewIdentity<'a> {
    NewIdentity { common_name, secret, serial: &[9; 16], not_before: 1_767_225_600, not_after: 4_102_444_800 }
}

fn identity(common_name: &str, secret: &[u8; 32]) -> Result<Signer, SignRefusal> {
    Signer::generate(&new(common_name, secret))
}

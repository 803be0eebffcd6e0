//! `anxun certificate …` as its user runs it, against papers and codes of every kind.
#![expect(clippy::unwrap_used, reason = "tests end where something is not there")]

use document::{
    certificate::{CertificateFacts, Look, render},
    font::{FontPaths, FontSet},
    sign::{EnvelopeKey, NewIdentity, Signer},
};
use domain::certificate::{PaperWords, QrRecord, SerialNumber};
use server::{config::Config, keys};
use std::{
    path::{Path, PathBuf},
    process::Command,
};

struct Place {
    folder: tempfile::TempDir,
    fonts: PathBuf,
}

impl Place {
    fn new() -> Self {
        let fonts = option_env!("ANXUN_FONTS").map_or_else(
            || Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().join("fonts"),
            PathBuf::from,
        );
        Self { folder: tempfile::tempdir().unwrap(), fonts }
    }
    fn config(&self) -> Config {
        Config {
            listen: ([127, 0, 0, 1], 0).into(),
            data: self.folder.path().to_owned(),
            database_url: String::new(),
            site: PathBuf::new(),
            fonts: self.fonts.clone(),
            banks: PathBuf::new(),
            public_url: "https://anxun.example.cn".into(),
            secure_cookies: true,
            media: PathBuf::new(),
            notify: server::config::Notify::default(),
        }
    }
    /// Runs the program; gives its exit code and what it says.
    fn run(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_anxun"))
            .args(arguments)
            .env("ANXUN_DATA", self.folder.path())
            .env("ANXUN_FONTS", &self.fonts)
            .current_dir(self.folder.path())
            .output()
            .unwrap();
        let said = [output.stdout, output.stderr].concat();
        (output.status.code(), String::from_utf8_lossy(&said).into_owned())
    }
    fn write(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.display().to_string()
    }
}

fn facts(verify_url: String) -> CertificateFacts {
    CertificateFacts {
        serial: SerialNumber::new("TW", 2026, "ZF", 218).as_str().into(),
        revision: 1,
        holder: "阿卜杜拉·买买提".into(),
        unit: "示例机械制造有限公司".into(),
        training: "2026年度安全培训".into(),
        hours: "12".into(),
        score: "92.50 分".into(),
        issued_on: "2026-11-23".parse().unwrap(),
        valid_until: "2027-11-22".parse().ok(),
        issuer: "示例街道办事处".into(),
        verify_url,
        look: Look::default(),
        seal: None,
        issued_at: 1_795_413_600,
    }
}

/// The code of the paper above.
const CODE: &str = "0123456789abcdef0123";

fn address(key: &EnvelopeKey, sequence: u32) -> String {
    let paper = facts(String::new());
    let words = PaperWords {
        code: CODE,
        holder: &paper.holder,
        unit: &paper.unit,
        training: &paper.training,
        hours: &paper.hours,
    };
    let record = QrRecord {
        serial: SerialNumber::new("TW", 2026, "ZF", sequence),
        revision: 1,
        issued_on: paper.issued_on,
        valid_until: paper.valid_until.unwrap(),
        score: 9_250,
        words: words.digest(),
    };
    let p = key.seal(&record.to_bytes().unwrap());
    format!("https://anxun.example.cn/verify/{}?c={CODE}&p={p}", paper.serial)
}

#[test]
fn a_paper_is_genuine_changed_or_of_another_key() {
    let place = Place::new();
    let services = keys::services(&place.config()).unwrap();
    let fonts = FontSet::load(&FontPaths::in_directory(&place.fonts)).unwrap();
    let paper = facts(address(&services.qr_key, 218));
    let pdf = render(&paper, &fonts, Some(&services.signer)).unwrap();
    let (code, said) = place.run(&["certificate", "verify", &place.write("good.pdf", &pdf)]);
    assert_eq!(code, Some(0), "{said}");
    for part in ["签名有效", paper.serial.as_str(), "阿卜杜拉·买买提", "92.50 分", "2027-11-22"]
    {
        assert!(said.contains(part), "{part} is not in: {said}");
    }
    let mut changed = pdf.clone();
    changed[pdf.len() / 2] ^= 1;
    let longer = [pdf.as_slice(), b"\n%more"].concat();
    let identity = NewIdentity {
        common_name: "安训 证明签发",
        secret: &[8; 32],
        serial: &[8; 16],
        not_before: 1_767_225_600,
        not_after: 2_082_758_400,
    };
    let other = Signer::generate(&identity).unwrap();
    let foreign = render(&paper, &fonts, Some(&other)).unwrap();
    let unsigned = render(&paper, &fonts, None).unwrap();
    for (name, bytes, reason) in [
        ("changed.pdf", changed, "改动过"),
        ("longer.pdf", longer, "追加过"),
        ("foreign.pdf", foreign.clone(), "签名不是本平台的"),
        ("unsigned.pdf", unsigned, "没有数字签名"),
        ("text.pdf", b"hello".to_vec(), "不是 PDF"),
    ] {
        let (code, said) = place.run(&["certificate", "verify", &place.write(name, &bytes)]);
        assert_eq!(code, Some(1), "{name}: {said}");
        assert!(said.contains(reason), "{name}: {said}");
    }
    // The same file under the key that it was signed with.
    let trusted = place.write("other.pem", other.certificate_pem().unwrap().as_bytes());
    let file = place.write("foreign.pdf", &foreign);
    assert_eq!(place.run(&["certificate", "verify", &file, "--trusted", &trusted]).0, Some(0));
    assert_eq!(place.run(&["certificate", "verify", "/none.pdf"]).0, Some(2));
    assert_eq!(place.run(&["certificate", "verify"]).0, Some(2));
}

#[test]
fn a_code_is_checked_without_a_network_by_the_program_and_by_the_script() {
    let place = Place::new();
    let (code, pem) = place.run(&["certificate", "qr-key"]);
    assert_eq!((code, pem.lines().next()), (Some(0), Some("-----BEGIN PUBLIC KEY-----")), "{pem}");
    assert_eq!(place.run(&["certificate", "qr-key"]).1, pem, "the key is made once");
    let key = keys::qr_key(&place.config()).unwrap();
    let (good, moved) = (address(&key, 218), address(&key, 219));
    let foreign = address(&EnvelopeKey::new(&[9; 32]), 218);
    let at = good.find("&p=").unwrap() + 3;
    let forged = format!("{}{}", &good[..at + 60], &foreign[at + 60..]);
    let pem_file = place.write("key.pem", pem.as_bytes());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/verify/verify_qr.py");
    let script = |text: &str, words: &[&str]| {
        let output =
            Command::new("python3").arg(&script).args([pem_file.as_str(), text]).args(words).output();
        let output = output.unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    for (text, exit, reason, scripted) in [
        (good.as_str(), 0, "签名有效", "signed by the trusted key"),
        (&good[at..], 0, "签名有效", "signed by the trusted key"),
        (moved.as_str(), 1, "另一份证明", "the record is of"),
        (foreign.as_str(), 1, "不认识的密钥", "unknown key"),
        (forged.as_str(), 1, "签名对不上", "does not hold"),
        (&good[..at + 50], 1, "不", "cut off"),
    ] {
        let (code, said) = place.run(&["certificate", "verify-qr", text]);
        assert_eq!(code, Some(exit), "{text}: {said}");
        assert!(said.contains(reason), "{text}: {said}");
        let (code, said) = script(text, &[]);
        assert_eq!(code, Some(exit), "{text}: {said}");
        assert!(said.contains(scripted), "{text}: {said}");
    }
    assert_eq!(place.run(&["certificate", "verify-qr", "https://a.cn/verify/X?c=1"]).0, Some(2));
    assert_eq!(place.run(&["certificate", "verify-qr", &foreign, "--trusted", &pem_file]).0, Some(1));
    let paper = facts(String::new());
    for (holder, exit) in [("阿卜杜拉·买买提", 0), ("冒名者", 1)] {
        let (unit, training) = (paper.unit.as_str(), paper.training.as_str());
        let words = ["--holder", holder, "--unit", unit, "--training", training, "--hours", "12"];
        let arguments = [&["certificate", "verify-qr", good.as_str()][..], &words].concat();
        let (code, said) = place.run(&arguments);
        assert_eq!(code, Some(exit), "{said}");
        assert_eq!(script(&good, &[holder, unit, training, "12"]).0, Some(exit));
    }
}

/// The bundles that the verifiers are tested with, as this key signs them.
#[test]
fn the_golden_codes_are_signed_again_bit_for_bit() {
    let key = EnvelopeKey::new(&[5; 32]);
    let paper = facts(String::new());
    let bundle = |text: String, words: bool| {
        let words = words.then_some([&paper.holder, &paper.unit, &paper.training, &paper.hours]);
        let bundle =
            serde_json::json!({ "key": key.public().to_pem().unwrap(), "text": text, "words": words });
        format!("{}\n", serde_json::to_string_pretty(&bundle).unwrap())
    };
    let good = address(&key, 218);
    let at = good.len() - 40;
    let other = if &good[at..=at] == "A" { "B" } else { "A" };
    let broken = format!("{}{other}{}", &good[..at], &good[at + 1..]);
    for (name, made) in [
        ("qr-bundle.json", bundle(good, true)),
        ("broken-qr-bundle.json", bundle(broken, false)),
        ("broken-qr-bundle-moved.json", bundle(address(&key, 219), false)),
    ] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/golden").join(name);
        let kept = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}:\n{made}"));
        assert_eq!(kept, made, "{name}");
    }
}

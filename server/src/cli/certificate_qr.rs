//! `anxun certificate verify-qr TEXT`: what a QR code says by itself, offline; `anxun certificate qr-key`.

use super::say;
use crate::{config::Config, keys};
use anyhow::{Context as _, bail};
use document::{
    font::{clean_text, normalise_name},
    sign::{EnvelopeFault, EnvelopePublic, open},
};
use domain::certificate::{PaperWords, QrRecord, SerialNumber};
use std::{path::PathBuf, process::ExitCode};

/// Prints the public key.
pub(super) fn print_key(config: &Config) -> anyhow::Result<ExitCode> {
    say(keys::qr_key(config)?.public().to_pem()?.trim_end());
    Ok(ExitCode::SUCCESS)
}

/// What stands in an address of a QR code.
struct Scanned<'a> {
    /// The number in the path; none where only the record was given.
    serial: Option<&'a str>,
    /// The code of the revision.
    code: Option<&'a str>,
    /// The record.
    record: &'a str,
}

fn scanned(text: &str) -> Option<Scanned<'_>> {
    let text = text.trim();
    let Some((path, query)) = text.split_once('?') else {
        return (!text.contains('/')).then_some(Scanned { serial: None, code: None, record: text });
    };
    let of = |name: &str| query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
    Some(Scanned { serial: path.rsplit('/').next(), code: of("c"), record: of("p")? })
}

/// Checks a record; 0 where it holds, 1 where it does not. The words are name, unit, training, hours.
pub(super) fn check(
    config: &Config,
    text: &str,
    trusted: &[PathBuf],
    words: [Option<String>; 4],
) -> anyhow::Result<ExitCode> {
    let Some(scanned) = scanned(text) else {
        bail!("这段文字里没有签名记录：网址里应有 p= 一段。较早签发的证明没有，请联网核验。")
    };
    let keys = if trusted.is_empty() {
        vec![keys::qr_key(config)?.public()]
    } else {
        let read = |path: &PathBuf| {
            let pem =
                std::fs::read_to_string(path).with_context(|| format!("无法读取 {}", path.display()))?;
            EnvelopePublic::from_pem(&pem).with_context(|| format!("{} 不是二维码公钥", path.display()))
        };
        trusted.iter().map(read).collect::<anyhow::Result<_>>()?
    };
    let told = judge(&scanned, &keys, &words);
    match told {
        Ok(lines) => {
            lines.iter().for_each(|line| say(line));
            Ok(ExitCode::SUCCESS)
        }
        Err(reason) => {
            say(&format!("这个二维码不可信：{reason}"));
            Ok(ExitCode::from(1))
        }
    }
}

fn judge(
    scanned: &Scanned<'_>,
    keys: &[EnvelopePublic],
    words: &[Option<String>; 4],
) -> Result<Vec<String>, String> {
    let bytes = open(scanned.record, keys).map_err(|fault| match fault {
        EnvelopeFault::Unreadable => "签名记录不完整，可能没有扫全，或者被改动过。".to_owned(),
        EnvelopeFault::UnknownKey { key } => {
            format!("由不认识的密钥签发（指纹开头 {key}）。可用 --trusted 指定签发街道的公钥。")
        }
        EnvelopeFault::Forged => "写着本街道的密钥，但签名对不上，是伪造或改动过的。".to_owned(),
    })?;
    let record = QrRecord::from_bytes(&bytes).ok_or("签名记录的格式不是本程序认识的。")?;
    let serial = record.serial.as_str();
    if let Some(named) = scanned.serial
        && SerialNumber::parse(named).as_ref() != Some(&record.serial)
    {
        return Err(format!("签名记录是编号 {serial} 的，网址里却是 {named}：取自另一份证明。"));
    }
    let mut lines = vec![
        "签名有效，由所信任的密钥签发。".to_owned(),
        format!("编号：{serial}（第 {} 版）", record.revision),
        format!("签发：{}", record.issued_on),
        format!("有效期至：{}", record.valid_until),
        format!("成绩：{}.{:02} 分", record.score / 100, record.score % 100),
    ];
    lines.push(compare(scanned, &record, words)?);
    lines.push("是否已撤销或换发，须联网查询。".to_owned());
    Ok(lines)
}

/// Compares the words of the paper, where they were given.
fn compare(scanned: &Scanned<'_>, record: &QrRecord, words: &[Option<String>; 4]) -> Result<String, String> {
    let [Some(holder), Some(unit), Some(training), Some(hours)] = words else {
        return Ok(
            "请与手中的证明逐项核对。要核对姓名等文字，请加 --holder、--unit、--training 和 --hours。".into(),
        );
    };
    let code = scanned.code.ok_or("核对文字需要完整的网址（含 c= 一段）。")?;
    let (holder, unit, training) = (normalise_name(holder), clean_text(unit), clean_text(training));
    let said = PaperWords { code, holder: &holder, unit: &unit, training: &training, hours: hours.trim() };
    if said.digest() == record.words {
        Ok("姓名、单位、培训和学时与签发时一致。".into())
    } else {
        Err("姓名、单位、培训或学时与签发时不同，证明上的文字被改动过，或者输入有误。".into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use document::sign::EnvelopeKey;

    fn record() -> QrRecord {
        let words =
            PaperWords { code: "c0de", holder: "张三", unit: "甲厂", training: "培训", hours: "12" };
        QrRecord {
            serial: SerialNumber::new("TW", 2026, "ZF", 218),
            revision: 1,
            issued_on: "2026-11-23".parse().unwrap(),
            valid_until: "2027-11-22".parse().unwrap(),
            score: 9_250,
            words: words.digest(),
        }
    }

    fn told(text: &str, keys: &[EnvelopePublic], words: [&str; 4]) -> Result<Vec<String>, String> {
        let words = words.map(|word| Some(word.to_owned()).filter(|word| !word.is_empty()));
        judge(&scanned(text).unwrap(), keys, &words)
    }

    const PAPER: [&str; 4] = ["张三", "甲厂", "培训", "12"];

    #[test]
    fn a_code_tells_the_paper_it_is_of() {
        let (ours, other) = (EnvelopeKey::new(&[1; 32]), EnvelopeKey::new(&[2; 32]));
        let keys = [ours.public()];
        let p = ours.seal(&record().to_bytes().unwrap());
        let serial = record().serial.as_str().to_owned();
        let address = |serial: &str, p: &str| format!("https://a.cn/verify/{serial}?c=c0de&p={p}");
        let lines = told(&address(&serial, &p), &keys, PAPER).unwrap().join("\n");
        assert!(lines.contains(&serial) && lines.contains("92.50 分") && lines.contains("一致"), "{lines}");
        assert!(told(&p, &keys, [""; 4]).unwrap().join("").contains("逐项核对"));
        let wrong = told(&address(&serial, &p), &keys, ["李四", "甲厂", "培训", "12"]);
        assert!(wrong.unwrap_err().contains("与签发时不同"));
        let moved = SerialNumber::new("TW", 2026, "ZF", 219);
        let moved = told(&address(moved.as_str(), &p), &keys, [""; 4]);
        assert!(moved.unwrap_err().contains("另一份证明"));
        let foreign = other.seal(&record().to_bytes().unwrap());
        assert!(told(&foreign, &keys, [""; 4]).unwrap_err().contains("不认识的密钥"));
        let forged = format!("{}{}", &p[..42], &foreign[42..]);
        assert!(told(&forged, &keys, [""; 4]).unwrap_err().contains("签名对不上"));
        assert!(told(&p[..90], &keys, [""; 4]).unwrap_err().contains("不"));
        assert!(scanned("https://a.cn/verify/X?c=1").is_none());
    }
}

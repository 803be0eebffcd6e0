//! Whole certificates as foreign programs see them: text, fonts, structure, signature, the QR code on paper.

use document::certificate::{CertificateFacts, Frame, Look, render, sheet};

use crate::kit::{facts, fonts, run, signer};

/// Names that break what is careless; the longest has forty characters.
const NAMES: [&str; 5] = [
    "㛃𬱖䶮堃",
    "阿卜杜拉·买买提",
    "<script>alert(1)</script>",
    "阿不都热依木·买买提吐尔逊·阿卜杜热合曼·麦麦提依明·古丽巴哈尔·阿依古丽·萨迪",
    "张三",
];

fn text(pdf: &[u8]) -> String {
    let (ok, text) = run("pdftotext", &["-raw", "{}", "-"], pdf);
    assert!(ok, "{text}");
    text
}

/// An address as long as those with a signed record.
fn signed_address() -> String {
    format!(
        "https://anxun.example.cn/verify/TW-PX-2026-ZF-000218-7?c={}&p={}",
        "0123456789".repeat(2),
        "Ab3_".repeat(32)
    )
}

fn dressed(holder: &str) -> CertificateFacts {
    CertificateFacts {
        look: Look {
            subtitle: "工贸行业规模以下生产经营单位主要负责人安全培训".into(),
            signatories: vec!["培训负责人：欧阳若兰".into(), "考核负责人：阿卜杜拉·买买提".into()],
            frame: Frame::Blue,
            specimen: false,
        },
        verify_url: signed_address(),
        ..facts(holder)
    }
}

#[test]
fn every_name_passes_every_tool() {
    for name in NAMES {
        let pdf = render(&dressed(name), &fonts(), Some(&signer())).unwrap();
        let (ok, said) = run("qpdf", &["--check", "{}"], &pdf);
        assert!(ok && said.contains("No syntax or stream encoding errors"), "{name}: {said}");
        let (_, table) = run("pdffonts", &["{}"], &pdf);
        for font in table.lines().skip(2) {
            assert!(font.contains("yes yes yes"), "{name}: {font}");
        }
        let (_, signature) = run("pdfsig", &["-nocert", "{}"], &pdf);
        for part in ["Signature is Valid", "Total document signed"] {
            assert!(signature.contains(part), "{name}: {signature}");
        }
        let text = text(&pdf);
        assert!(text.lines().any(|line| line == name), "{name} is not a line of:\n{text}");
        assert!(pdf.len() < 100_000, "{name}: {} bytes", pdf.len());
    }
}

#[test]
fn a_scanner_reads_the_code_with_its_signed_record_off_the_paper() {
    let pdf = render(&dressed("张三"), &fonts(), Some(&signer())).unwrap();
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    let picture = folder.join(format!("scan-{}", std::process::id()));
    let name = picture.display().to_string();
    // As coarse as a cheap office scanner.
    let (ok, said) = run("pdftoppm", &["-r", "150", "-png", "-singlefile", "{}", &name], &pdf);
    assert!(ok, "{said}");
    let file = picture.with_extension("png");
    let output = std::process::Command::new("zbarimg").args(["--quiet", "--raw"]).arg(&file).output();
    let output = output.unwrap_or_else(|error| panic!("zbarimg: {error}: run `cargo xtask setup`"));
    std::fs::remove_file(&file).unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), signed_address());
}

#[test]
fn what_is_set_stands_on_the_page_and_within_its_frame() {
    let mut facts = dressed(&"张".repeat(60));
    facts.look.subtitle = "副".repeat(40);
    facts.look.signatories = vec!["签".repeat(24), "署".repeat(24)];
    facts.unit = "厂".repeat(80);
    facts.training = "训".repeat(120);
    let pdf = render(&facts, &fonts(), None).unwrap();
    let said = text(&pdf);
    for part in [&facts.look.subtitle, &facts.look.signatories[0], &facts.look.signatories[1]] {
        assert!(said.contains(part.as_str()), "{part} is not in:\n{said}");
    }
    let (_, boxes) = run("pdftotext", &["-bbox", "{}", "-"], &pdf);
    let edge = |word: &str, name: &str| -> f64 {
        let from = word.find(name).unwrap() + name.len();
        word[from..].split('"').next().unwrap().parse().unwrap()
    };
    let words: Vec<&str> = boxes.lines().filter(|line| line.contains("<word")).collect();
    let mut places = Vec::new();
    for word in words {
        let place = ["xMin=\"", "yMin=\"", "xMax=\"", "yMax=\""].map(|name| edge(word, name));
        let [left, top, right, bottom] = place;
        assert!(left > 31.0 && right < 811.0 && top > 31.0 && bottom < 564.0, "beyond the frame: {word}");
        places.push((place, word));
    }
    // A word's box is taller than its ink, so lines may touch; what crosses by half a line is illegible.
    for (index, (a, one)) in places.iter().enumerate() {
        for (b, other) in &places[index + 1..] {
            let across = a[2].min(b[2]) - a[0].max(b[0]);
            let down = a[3].min(b[3]) - a[1].max(b[1]);
            let lower = (a[3] - a[1]).min(b[3] - b[1]);
            assert!(across < 1.0 || down < lower / 2.0, "one over the other: {one} {other}");
        }
    }
}

#[test]
fn the_plain_page_has_neither_line_nor_colour_of_a_template() {
    let plain = render(&facts("张三"), &fonts(), None).unwrap();
    let said = text(&plain);
    assert!(!said.contains("负责人：") && !said.contains("样张"));
    let mut specimen = facts("张三");
    specimen.look.specimen = true;
    assert!(text(&render(&specimen, &fonts(), None).unwrap()).contains("样张"));
    let frames = [Frame::Gold, Frame::Red, Frame::Blue, Frame::Green];
    let pages: std::collections::BTreeSet<Vec<u8>> = frames
        .map(|frame| {
            let mut facts = facts("张三");
            facts.look.frame = frame;
            render(&facts, &fonts(), None).unwrap()
        })
        .into();
    assert_eq!(pages.len(), 4);
}

#[test]
fn a_file_for_the_printer_has_a_page_each_with_shared_fonts() {
    let all: Vec<CertificateFacts> = NAMES.into_iter().map(dressed).collect();
    let pdf = sheet(&all, &fonts()).unwrap();
    let (ok, said) = run("qpdf", &["--check", "{}"], &pdf);
    assert!(ok && said.contains("No syntax or stream encoding errors"), "{said}");
    let (_, info) = run("pdfinfo", &["{}"], &pdf);
    assert!(info.contains("Pages:           5") && info.contains("(A4)"), "{info}");
    let (_, table) = run("pdffonts", &["{}"], &pdf);
    assert_eq!(table.lines().count(), 2 + 2, "{table}");
    let said = text(&pdf);
    for (page, name) in said.split('\u{c}').zip(NAMES) {
        assert!(page.lines().any(|line| line == name), "{name} is not a line of:\n{page}");
    }
    assert_eq!(pdf, sheet(&all, &fonts()).unwrap());
    let mut rare = all;
    rare[3].holder = "张\u{16A40}".into();
    rare[3].serial = "TW-3".into();
    assert_eq!(sheet(&rare, &fonts()).unwrap_err().serial, "TW-3");
}

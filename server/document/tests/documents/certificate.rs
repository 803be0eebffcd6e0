//! The page: its text, fonts, conformance and refusals.

use document::certificate::{DISCLAIMER, Field, PictureRefusal, RenderRefusal, TITLE, render};
use document::font::{FontPaths, FontRefusal, FontSet};

use crate::kit::{day, facts, fonts, run, signer};

fn text(pdf: &[u8]) -> String {
    let (ok, text) = run("pdftotext", &["-raw", "{}", "-"], pdf);
    assert!(ok, "{text}");
    text
}

#[test]
fn every_name_is_found_again_as_it_was_written() {
    let long = "阿不都热依木·买买提吐尔逊·阿卜杜热合曼·麦麦提依明·古丽巴哈尔·阿依古丽";
    for name in ["张㛃𬱖", "李䶮", "王堃", "阿卜杜拉·买买提", "O'Neil <Smith> & Söhne", "欧阳若兰", long]
    {
        let pdf = render(&facts(name), &fonts(), Some(&signer())).unwrap();
        let text = text(&pdf);
        assert!(text.lines().any(|line| line == name), "{name} is not a line of:\n{text}");
    }
}

#[test]
fn the_page_says_what_it_is_and_what_it_is_not() {
    let mut facts = facts("欧阳若兰");
    facts.revision = 2;
    let text = text(&render(&facts, &fonts(), None).unwrap());
    for part in [
        TITLE,
        DISCLAIMER,
        "AX-2026-000123",
        "第 2 版",
        "示例机械制造有限公司",
        "2026年度工贸企业主要负责人安全生产培训",
        "12 学时",
        "92 分",
        "2026年11月23日",
        "有效期至：2027年11月22日",
        "示例街道办事处",
    ] {
        assert!(text.contains(part), "{part} is not in:\n{text}");
    }
    assert!(!text.contains("Q7h2KfV9sPmX"), "the secret code is printed");
}

#[test]
fn a_certificate_without_end_says_so() {
    let mut facts = facts("欧阳若兰");
    facts.valid_until = None;
    assert!(text(&render(&facts, &fonts(), None).unwrap()).contains("有效期至：长期有效"));
}

#[test]
fn fonts_are_embedded_as_subsets_with_unicode_maps() {
    let pdf = render(&facts("张㛃𬱖"), &fonts(), Some(&signer())).unwrap();
    let (ok, table) = run("pdffonts", &["{}"], &pdf);
    assert!(ok, "{table}");
    let fonts: Vec<&str> = table.lines().skip(2).collect();
    assert_eq!(fonts.len(), 2, "{table}");
    for font in fonts {
        assert!(font.contains("yes yes yes") && font.as_bytes()[6] == b'+', "{font}");
    }
    assert!(pdf.len() < 120_000, "{} bytes: the fonts are not cut down", pdf.len());
}

#[test]
fn the_file_is_sound_tagged_and_of_one_a4_page() {
    let pdf = render(&facts("张㛃𬱖"), &fonts(), Some(&signer())).unwrap();
    let (ok, said) = run("qpdf", &["--check", "{}"], &pdf);
    assert!(ok && said.contains("No syntax or stream encoding errors"), "{said}");
    let (_, info) = run("pdfinfo", &["{}"], &pdf);
    for part in
        ["Pages:           1", "Tagged:          yes", "(A4)", "841.89 x 595.276", "PDF version:     1.4"]
    {
        assert!(info.contains(part), "{part} is not in:\n{info}");
    }
    let (_, structure) = run("pdfinfo", &["-struct-text", "{}"], &pdf);
    let title = format!("\"{TITLE}\"");
    for part in ["H1", title.as_str(), "Figure", "张㛃𬱖"] {
        assert!(structure.contains(part), "{part} is not in:\n{structure}");
    }
    let (_, metadata) = run("pdfinfo", &["-meta", "{}"], &pdf);
    assert!(metadata.contains("<pdfaid:part>1</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>"));
}

#[test]
fn the_same_facts_give_the_same_bytes_and_other_facts_give_others() {
    let one = render(&facts("张三"), &fonts(), Some(&signer())).unwrap();
    assert_eq!(one, render(&facts("张三"), &fonts(), Some(&signer())).unwrap());
    assert_ne!(one, render(&facts("张山"), &fonts(), Some(&signer())).unwrap());
}

#[test]
fn a_character_that_no_font_has_is_refused_by_name() {
    let refusal = render(&facts("张\u{16A40}"), &fonts(), None).unwrap_err();
    assert!(matches!(
        refusal,
        RenderRefusal::MissingGlyph(lack) if lack.character == '\u{16A40}' && lack.code_point == 0x16A40
    ));
    assert_eq!(refusal.to_string(), "no font has the character \u{16A40} (U+16A40)");
    let missing = fonts().missing("张\u{16A40}三\u{16A40}");
    assert_eq!(missing.iter().map(|lack| lack.code_point).collect::<Vec<_>>(), [0x16A40]);
}

#[test]
fn facts_that_the_page_cannot_carry_are_refused() {
    let fonts = fonts();
    let refusal = |change: &dyn Fn(&mut document::certificate::CertificateFacts)| {
        let mut facts = facts("张三");
        change(&mut facts);
        render(&facts, &fonts, None).unwrap_err()
    };
    assert!(matches!(
        refusal(&|f| f.holder = " \u{3000} ".into()),
        RenderRefusal::Empty { field: Field::Holder }
    ));
    assert!(matches!(
        refusal(&|f| f.training = "训".repeat(121)),
        RenderRefusal::TooLong { field: Field::Training, length: 121, limit: 120 }
    ));
    assert!(matches!(
        refusal(&|f| f.serial = "证-1".into()),
        RenderRefusal::NotAscii { field: Field::Serial }
    ));
    assert!(matches!(
        refusal(&|f| f.valid_until = Some(day(2026, 11, 22))),
        RenderRefusal::ValidityBackwards
    ));
    assert!(matches!(refusal(&|f| f.issued_at = i64::MAX), RenderRefusal::MomentOutOfRange));
    assert!(matches!(
        refusal(&|f| f.seal = Some(b"GIF89a".to_vec())),
        RenderRefusal::Seal(PictureRefusal::UnknownFormat)
    ));
}

#[test]
fn the_longest_facts_still_fit_the_page() {
    let mut facts = facts(&"张".repeat(60));
    facts.unit = "厂".repeat(80);
    facts.training = "训".repeat(120);
    facts.issuer = "办".repeat(60);
    let pdf = render(&facts, &fonts(), None).unwrap();
    let (_, boxes) = run("pdftotext", &["-bbox", "{}", "-"], &pdf);
    for word in boxes.lines().filter(|line| line.contains("<word")) {
        let edge = |name: &str| -> f64 {
            let from = word.find(name).unwrap() + name.len();
            word[from..].split('"').next().unwrap().parse().unwrap()
        };
        assert!(edge("xMin=\"") > 31.0 && edge("xMax=\"") < 811.0, "beyond the frame: {word}");
        assert!(edge("yMin=\"") > 31.0 && edge("yMax=\"") < 564.0, "beyond the frame: {word}");
    }
}

#[test]
fn a_seal_picture_is_embedded_without_a_mask() {
    let mut png = Vec::new();
    {
        let mut encoder = png::Encoder::new(&mut png, 40, 40);
        encoder.set_color(png::ColorType::Rgba);
        let pixels: Vec<u8> =
            (0..1600_u32).flat_map(|i| [200, 20, 20, if i % 3 == 0 { 255 } else { 0 }]).collect();
        encoder.write_header().unwrap().write_image_data(&pixels).unwrap();
    }
    let mut facts = facts("张三");
    facts.seal = Some(png);
    let pdf = render(&facts, &fonts(), Some(&signer())).unwrap();
    let (_, list) = run("pdfimages", &["-list", "{}"], &pdf);
    let pictures: Vec<&str> = list.lines().skip(2).collect();
    assert_eq!(pictures.len(), 1, "{list}");
    assert!(pictures[0].contains("image      40    40  rgb"), "{list}");
    assert!(!pdf.windows(6).any(|window| window == b"/SMask"));
}

#[test]
fn fonts_that_are_missing_or_no_fonts_are_refused() {
    let directory = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let missing = FontPaths::in_directory(directory);
    assert!(matches!(FontSet::load(&missing), Err(FontRefusal::Unreadable { .. })));
    let manifest = directory.join("Cargo.toml");
    let wrong = FontPaths { body: manifest.clone(), title: manifest, fallbacks: Vec::new() };
    assert!(matches!(FontSet::load(&wrong), Err(FontRefusal::NotAFont { index: 0, .. })));
}

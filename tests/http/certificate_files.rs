//! Certificates by the many: in an archive, for the printer, and what the office sets about them.

use application::certificate::bundle_certificates;
use contract::certificate::CertificateQuery;
use document::sign::{Verdict, verify};
use domain::hash::hash;
use std::{
    collections::BTreeMap,
    io::{Cursor, Read as _},
};
use storage::certificate::CertificateRow;
use support::{
    Client, Street, TestServer,
    certified::certify_many,
    story::{as_office, offer_training, pass},
    world::Principal,
};

support::both![
    an_archive_holds_every_certificate_and_its_list_tells_the_truth,
    an_archive_is_of_what_was_filtered,
    two_archives_at_a_time_and_who_goes_away_frees_the_place,
    a_file_for_the_printer_has_a_page_each_and_no_more_than_it_may,
    a_draft_is_tried_on_a_specimen_before_it_counts,
    a_template_that_misleads_or_cannot_be_drawn_is_refused_and_what_was_typed_stays,
    a_certificate_keeps_the_look_that_it_was_issued_with,
    a_character_that_no_font_has_is_named_and_the_certificate_stays,
];

/// Names that break what is careless.
const NAMES: [&str; 6] = [
    "㛃𬱖䶮堃",
    "阿卜杜拉·买买提",
    "<script>alert(1)</script>",
    "../../张三",
    "O'Neil, \"Bob\"",
    "=HYPERLINK(\"x\")",
];
/// Forty characters.
const LONG: &str = "阿不都热依木·买买提吐尔逊·阿卜杜热合曼·麦麦提依明·古丽巴哈尔·阿依古丽·萨迪";
/// In no font.
const RARE: &str = "张\u{16A40}";

struct Ground {
    street: Street,
    principal: Principal,
    serial: String,
}

async fn certified(server: &TestServer) -> Ground {
    let street = server.street().await;
    let principal = street.principal().await;
    let training = offer_training(&street, "年度安全培训").await;
    let serial = pass(&street, &principal, training).await;
    Ground { street, principal, serial }
}

impl Ground {
    async fn many(&self, server: &TestServer, count: usize, name: impl Fn(usize) -> String) -> Vec<String> {
        certify_many(&self.street, server.kind(), &self.principal, &self.serial, count, name).await
    }
    async fn row(&self, serial: &str) -> CertificateRow {
        let row = storage::certificate::find(&self.street.db().reader(), self.street.code(), serial).await;
        row.unwrap().unwrap()
    }
    async fn logged(&self, code: &str) -> Vec<String> {
        let reader = self.street.db().reader();
        let entries = storage::audit::of_subject(&reader, self.street.code(), "list", "certificates").await;
        entries
            .unwrap()
            .into_iter()
            .map(|entry| entry.detail)
            .filter(|detail| detail.contains(code))
            .collect()
    }
}

type Files = BTreeMap<String, Vec<u8>>;

fn unpacked(archive: Vec<u8>) -> Files {
    let mut archive = zip::ZipArchive::new(Cursor::new(archive)).unwrap();
    let mut files = Files::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let name = file.name().unwrap().into_owned();
        assert!(file.enclosed_name().is_some(), "{name} leaves the folder");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        assert!(files.insert(name, bytes).is_none(), "a name stands twice");
    }
    files
}

/// The rows of the list, by number, each by the names of its columns.
fn listed(files: &Files) -> BTreeMap<String, BTreeMap<String, String>> {
    let text = String::from_utf8(files["manifest.csv"].clone()).unwrap();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let headers = reader.headers().unwrap().clone();
    let row = |record: csv::StringRecord| -> BTreeMap<String, String> {
        headers.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect()
    };
    let rows = reader.records().map(|record| row(record.unwrap()));
    rows.map(|row| (row["编号"].clone(), row)).collect()
}

async fn revoke(office: &mut Client, serial: &str) {
    let fields = [("serial", serial), ("reason", "由他人代考")];
    office.post_json("/api/certificate/revoke", &fields).await.is(200);
}

async fn an_archive_holds_every_certificate_and_its_list_tells_the_truth(server: &TestServer) {
    let ground = certified(server).await;
    let name = |n: usize| match n {
        0..=5 => NAMES[n].to_owned(),
        6 => LONG.to_owned(),
        7 => RARE.to_owned(),
        _ => format!("测试学员{n}"),
    };
    let serials = ground.many(server, 299, name).await;
    let mut office = server.sign_in(&ground.street.office().await).await;
    revoke(&mut office, &serials[10]).await;
    let unit = ground.principal.unit.name.clone();
    for (at, holder) in [(11, "王更正"), (12, "李更正")] {
        let fields = [
            ("serial", serials[at].as_str()),
            ("cause", "name"),
            ("holder", holder),
            ("unit_name", unit.as_str()),
            ("reason", "姓名录入有误"),
        ];
        office.post_json("/api/certificate/reissue", &fields).await.is(200);
    }
    let mut auditor = server.sign_in(&ground.street.auditor().await).await;
    let answer = auditor.get("/audit/certificates.zip").await;
    assert_eq!(answer.is(200).header("content-type"), "application/zip");
    assert!(answer.header("content-disposition").contains(".zip"));
    let files = unpacked(answer.body);
    let list = listed(&files);
    assert_eq!((list.len(), files.len()), (300, 300 - 2 + 2));
    let trusted = server.system.services.signer.certificate_pem().unwrap();
    for (serial, row) in &list {
        if *serial == serials[10] || *serial == serials[7] {
            assert_eq!((row["文件"].as_str(), row["SHA-256"].as_str()), ("", ""));
            continue;
        }
        let bytes = files.get(&row["文件"]).unwrap_or_else(|| panic!("{} is not there", row["文件"]));
        assert_eq!(hex::encode(hash(bytes)), row["SHA-256"], "{serial}");
        let Verdict::Genuine(marks) = verify(bytes, &trusted) else { panic!("{serial} is not genuine") };
        assert_eq!((&marks.serial, marks.revision.to_string()), (serial, row["版次"].clone()));
        assert_eq!(row["姓名"].trim_start_matches('\''), marks.holder);
        assert!(row["文件"].starts_with(serial.as_str()));
    }
    assert_eq!(list[&serials[10]]["状态"], "已撤销");
    assert!(list[&serials[7]]["说明"].contains("U+16A40"), "{}", list[&serials[7]]["说明"]);
    assert_eq!((list[&serials[11]]["版次"].as_str(), list[&serials[11]]["姓名"].as_str()), ("2", "王更正"));
    assert!(list[&serials[5]]["姓名"].starts_with("'="), "a formula would run");
    let book = document::workbook::read(&files["manifest.xlsx"], &document::workbook::Limits::default());
    assert_eq!(book.unwrap().rows.len(), 302);
    // What was drawn for the archive is what is given out ever after.
    let alone = auditor.get(&format!("/certificates/{}.pdf", serials[20])).await.is(200).body.clone();
    assert_eq!(hex::encode(hash(&alone)), list[&serials[20]]["SHA-256"]);
    assert_eq!(ground.row(&serials[20]).await.file_hash.unwrap(), list[&serials[20]]["SHA-256"]);
}

async fn an_archive_is_of_what_was_filtered(server: &TestServer) {
    let ground = certified(server).await;
    let serials = ground.many(server, 3, |n| format!("学员{n}")).await;
    let mut office = server.sign_in(&ground.street.office().await).await;
    let page = office.get("/office/certificates?person=%E5%AD%A6%E5%91%981&status=valid").await;
    let ways = page.is(200).links();
    let way = ways.iter().find(|way| way.starts_with("/office/certificates.zip")).unwrap();
    let files = unpacked(office.get(way).await.is(200).body.clone());
    assert_eq!(listed(&files).into_keys().collect::<Vec<_>>(), [serials[1].clone()]);
    let logged = ground.logged("person status=valid").await;
    assert_eq!(logged.len(), 1);
    assert!(logged[0].contains("\"rows\":1") && !logged[0].contains("学员"), "{}", logged[0]);
    let none = office.get_json("/office/certificates.zip?serial=ZZ").await;
    assert_eq!(none.is(422).error(), "no_certificates");
    office.get("/office/certificates.zip?serial=ZZ").await.is(422).see("没有符合条件");
    office.get("/audit/certificates.zip").await.is(403);
    // Nothing of another street.
    let elsewhere = server.street().await;
    let mut other = server.sign_in(&elsewhere.office().await).await;
    assert_eq!(other.get_json("/office/certificates.zip").await.is(422).error(), "no_certificates");
}

async fn two_archives_at_a_time_and_who_goes_away_frees_the_place(server: &TestServer) {
    let ground = certified(server).await;
    ground.many(server, 11, |n| format!("学员{n}")).await;
    let cx = as_office(&ground.street).await;
    let all = CertificateQuery::default;
    let mut one = bundle_certificates(&cx, all()).await.unwrap();
    let two = bundle_certificates(&cx, all()).await.unwrap();
    let mut office = server.sign_in(&ground.street.office().await).await;
    let third = office.get_json("/office/certificates.zip").await;
    assert_eq!(third.is(429).error(), "bundles_busy");
    assert!(one.bytes.recv().await.unwrap().unwrap().starts_with(b"PK"));
    // Both are far from their end when their takers go.
    drop((one, two));
    for _ in 0..2 {
        let mut again = office.get("/office/certificates.zip").await;
        while again.status == 429 {
            again = office.get("/office/certificates.zip").await;
        }
        assert_eq!(listed(&unpacked(again.is(200).body.clone())).len(), 12);
    }
}

fn told(tool: &str, arguments: &[&str], file: &std::path::Path) -> String {
    let output = std::process::Command::new(tool).args(arguments).arg(file).arg("-").output();
    let output = output.unwrap_or_else(|error| panic!("{tool}: {error}: run `cargo xtask setup`"));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

async fn a_file_for_the_printer_has_a_page_each_and_no_more_than_it_may(server: &TestServer) {
    let ground = certified(server).await;
    let name = |n: usize| if n < 4 { format!("学员{n}") } else { format!("同事{n}") };
    let serials = ground.many(server, 204, name).await;
    let mut office = server.sign_in(&ground.street.office().await).await;
    revoke(&mut office, &serials[3]).await;
    let answer = office.get("/office/certificates/print?person=%E5%AD%A6%E5%91%98").await;
    assert_eq!(answer.is(200).header("content-type"), "application/pdf");
    let file = server.folder().join("print.pdf");
    std::fs::write(&file, &answer.body).unwrap();
    let text = told("pdftotext", &["-raw"], &file);
    let pages: Vec<&str> = text.split('\u{c}').filter(|page| !page.trim().is_empty()).collect();
    assert_eq!(pages.len(), 3, "{text}");
    for serial in &serials[..3] {
        assert_eq!(pages.iter().filter(|page| page.contains(serial.as_str())).count(), 1, "{serial}");
    }
    assert!(!text.contains(&serials[3]), "a revoked certificate is printed");
    let checked = std::process::Command::new("qpdf").arg("--check").arg(&file).output().unwrap();
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
    assert_eq!(ground.logged("certificates_printed").await.len(), 1);
    let none = office.get_json("/office/certificates/print?status=revoked").await;
    assert_eq!(none.is(422).error(), "no_certificates");
    let many = office.get_json("/office/certificates/print").await;
    assert_eq!(
        (many.is(422).error().as_str(), &many.json()["facts"]["count"]),
        ("print_too_large", &205.into())
    );
    office.get("/office/certificates/print").await.is(422).see("205").see("200");
}

/// A picture with a transparent half.
fn seal() -> Vec<u8> {
    let mut png = Vec::new();
    let mut encoder = png::Encoder::new(&mut png, 60, 60);
    encoder.set_color(png::ColorType::Rgba);
    let pixels: Vec<u8> =
        (0..3_600_u32).flat_map(|i| [200, 20, 20, if i % 2 == 0 { 255 } else { 0 }]).collect();
    encoder.write_header().unwrap().write_image_data(&pixels).unwrap();
    png
}

const TRY: &str = "/api/certificate/try-template";
const PAGE: &str = "/office/certificates/templates";

fn fields<'a>(subtitle: &'a str, issuer: &'a str, months: &'a str) -> [(&'a str, &'a str); 6] {
    [
        ("subtitle", subtitle),
        ("issuer", issuer),
        ("signatory_1", "培训负责人：张三"),
        ("signatory_2", ""),
        ("months", months),
        ("border", "blue"),
    ]
}

async fn a_draft_is_tried_on_a_specimen_before_it_counts(server: &TestServer) {
    let street = server.street().await;
    let mut office = server.sign_in(&street.office().await).await;
    office.get(PAGE).await.is(200).see("默认样式（现行）").see("固定不变");
    office.get(&format!("{PAGE}/draft.pdf")).await.is(404);
    let none = office.post_json("/api/certificate/publish-template", &[]).await;
    assert_eq!(none.is(422).error(), "template_without_draft");
    let sent = fields("2026年度安全培训", "示例街道办事处", "6");
    let page = office.upload(TRY, &sent, ("seal", "seal.png", &seal())).await;
    page.is(200).see("草稿已保存").see("第 1 版草稿").see("启用第 1 版");
    assert_eq!(page.value("subtitle").as_deref(), Some("2026年度安全培训"));
    let address = page.attribute("class", "specimen", "src").unwrap();
    let plain = office.get(address.split('#').next().unwrap()).await;
    plain.is(200);
    assert_eq!(plain.header("content-type"), "application/pdf");
    assert!(plain.header("content-security-policy").contains("frame-ancestors 'self'"));
    assert!(page.header("content-security-policy").contains("frame-ancestors 'none'"));
    let file = server.folder().join("specimen.pdf");
    std::fs::write(&file, &plain.body).unwrap();
    let text = told("pdftotext", &["-raw"], &file);
    for part in ["样张", "2026年度安全培训", "示例街道办事处", "培训负责人：张三"] {
        assert!(text.contains(part), "{part} is not in:\n{text}");
    }
    let long = office.get(&format!("{PAGE}/draft.pdf?long=true")).await;
    assert!(long.is(200).body != plain.body);
    let trusted = server.system.services.signer.certificate_pem().unwrap();
    assert!(matches!(verify(&plain.body, &trusted), Verdict::Invalid(_)), "a specimen is no certificate");
    // Without a new picture the old one stays; it goes when it is told to.
    let kept = office.upload(TRY, &sent, ("seal", "", b"")).await;
    kept.is(200).see("已有印章图片");
    let again = office.post_json("/api/certificate/publish-template", &[]).await;
    assert_eq!(again.is(200).json()["version"], 1);
    let twice = office.post_json("/api/certificate/publish-template", &[]).await;
    assert_eq!(twice.is(422).error(), "template_without_draft");
    office.upload(TRY, &sent, ("seal", "", b"")).await.is(200);
    let same = office.post_json("/api/certificate/publish-template", &[]).await;
    assert_eq!(same.is(422).error(), "template_unchanged");
    let dropped: Vec<_> = sent.into_iter().chain([("drop_seal", "true")]).collect();
    office.upload(TRY, &dropped, ("seal", "", b"")).await.is(200).see("没有印章图片");
    let page = office.submit("/api/certificate/drop-template", &[]).await;
    page.is(200).see("草稿已放弃").see("第 1 版（现行）").not_see("启用第 2 版");
    office.submit("/api/certificate/drop-template", &[]).await.is(200);
}

async fn a_template_that_misleads_or_cannot_be_drawn_is_refused_and_what_was_typed_stays(
    server: &TestServer,
) {
    let street = server.street().await;
    let mut office = server.sign_in(&street.office().await).await;
    office.get(PAGE).await;
    let sent = fields("特种作业操作证培训", "", "99");
    let page = office.upload(TRY, &sent, ("seal", "", b"")).await;
    page.is(200).see("请修改以下内容").see("不是法定证书").see("请填 1 到 36 之间的整数");
    assert_eq!(page.value("subtitle").as_deref(), Some("特种作业操作证培训"));
    assert_eq!(page.value("months").as_deref(), Some("99"));
    let told = office.upload_json(TRY, &sent, ("seal", "", b"")).await;
    let facts = told.is(422).json()["facts"].clone();
    let named: Vec<_> = facts.as_array().unwrap().iter().map(|fact| fact["field"].clone()).collect();
    assert_eq!(named, ["subtitle", "issuer", "months"]);
    let good = fields("", "示例街道办事处", "12");
    let mut cut = seal();
    cut.truncate(60);
    for picture in [b"GIF89a".to_vec(), cut, vec![0x89; (512 << 10) + 1], vec![0; (1 << 20) + 1]] {
        let told = office.upload_json(TRY, &good, ("seal", "a.png", &picture)).await;
        assert_eq!(told.is(422).json()["facts"][0]["field"], "seal");
    }
    let rare = fields("", "示例\u{16A40}街道", "12");
    let told = office.upload_json(TRY, &rare, ("seal", "", b"")).await;
    assert_eq!(told.is(422).error(), "glyph_missing");
    office.get(&format!("{PAGE}/draft.pdf")).await.is(404);
    office.get(&format!("{PAGE}/7.pdf")).await.is(404);
    office.get(&format!("{PAGE}/x.pdf")).await.is(404);
    office.get(&format!("{PAGE}/0.pdf")).await.is(200);
}

async fn a_certificate_keeps_the_look_that_it_was_issued_with(server: &TestServer) {
    let ground = certified(server).await;
    let mut office = server.sign_in(&ground.street.office().await).await;
    office.get(PAGE).await;
    let sent = fields("专项整治", "新名称办事处", "6");
    office.upload(TRY, &sent, ("seal", "seal.png", &seal())).await.is(200);
    office.post_json("/api/certificate/publish-template", &[]).await.is(200);
    // Issued before, drawn after.
    let old = office.get(&format!("/certificates/{}.pdf", ground.serial)).await.is(200).body.clone();
    let file = server.folder().join("old.pdf");
    std::fs::write(&file, &old).unwrap();
    assert!(!told("pdftotext", &["-raw"], &file).contains("新名称办事处"));
    let training = offer_training(&ground.street, "第二次培训").await;
    let serial = pass(&ground.street, &ground.principal, training).await;
    let row = ground.row(&serial).await;
    assert_eq!((row.template, ground.row(&ground.serial).await.template), (Some(1), None));
    assert_eq!(row.valid_until.to_string(), "2026-09-01", "issued on 2026-03-02 for six months");
    let new = office.get(&format!("/certificates/{serial}.pdf")).await.is(200).body.clone();
    std::fs::write(&file, &new).unwrap();
    let text = told("pdftotext", &["-raw"], &file);
    for part in ["专项整治", "新名称办事处", "培训负责人：张三", "2026年9月1日"] {
        assert!(text.contains(part), "{part} is not in:\n{text}");
    }
    let way = format!("/verify/{serial}?c={}", row.code);
    server.client().get(&way).await.is(200).see("新名称办事处");
}

async fn a_character_that_no_font_has_is_named_and_the_certificate_stays(server: &TestServer) {
    let ground = certified(server).await;
    let serials = ground.many(server, 1, |_| RARE.to_owned()).await;
    let mut office = server.sign_in(&ground.street.office().await).await;
    let path = format!("/certificates/{}.pdf", serials[0]);
    let refused = office.get_json(&path).await;
    assert_eq!(refused.is(422).error(), "glyph_missing");
    assert_eq!(refused.json()["facts"]["code_point"], "U+16A40");
    office.get(&path).await.is(422).see("\u{16A40}").see("U+16A40");
    office.get(&format!("/office/certificates/{}", serials[0])).await.is(200).see(RARE).see("有效");
    let print = office.get_json("/office/certificates/print").await;
    assert_eq!(print.is(422).error(), "print_glyph_missing");
    assert_eq!(print.json()["facts"]["serial"], serials[0].as_str());
    let public = format!("/verify/{}?c={}", serials[0], ground.row(&serials[0]).await.code);
    server.client().get(&public).await.is(200).see("这份证明有效").see("尚未生成文件");
}

//! The signed record in the QR code of a certificate: genuine, forged, moved, of an unknown key, cut off.

use document::sign::{EnvelopeKey, EnvelopePublic, NewIdentity, Signer, open};
use domain::certificate::QrRecord;
use storage::certificate::CertificateRow;
use support::{
    TestServer,
    certified::certify_many,
    story::{offer_training, pass},
};

support::both![
    the_page_tells_what_the_record_of_a_code_is_worth,
    the_record_of_a_paper_reads_back_with_the_published_key,
    a_forged_paper_with_a_good_code_is_found_by_its_file,
];

/// The address in the alternative text of a paper's code.
fn address(pdf: &[u8]) -> String {
    let marker: String = "核验二维码：".encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    let text = String::from_utf8_lossy(pdf).to_uppercase();
    let start = text.find(&marker).expect("the code has an alternative text") + marker.len();
    let digits = text[start..].split('>').next().unwrap().as_bytes();
    let unit = |four: &[u8]| u16::from_str_radix(std::str::from_utf8(four).unwrap(), 16).unwrap();
    String::from_utf16(&digits.chunks_exact(4).map(unit).collect::<Vec<_>>()).unwrap()
}

struct Papers {
    rows: [CertificateRow; 2],
    /// The addresses of both codes, without the host.
    ways: [String; 2],
    files: [Vec<u8>; 2],
}

async fn papers(server: &TestServer) -> Papers {
    let street = server.street().await;
    let principal = street.principal().await;
    let training = offer_training(&street, "年度安全培训").await;
    let first = pass(&street, &principal, training).await;
    let other = certify_many(&street, server.kind(), &principal, &first, 1, |_| "张三".into()).await;
    let mut office = server.sign_in(&street.office().await).await;
    let (mut rows, mut ways, mut files) = (Vec::new(), Vec::new(), Vec::new());
    for serial in [&first, &other[0]] {
        let file = office.get(&format!("/certificates/{serial}.pdf")).await.is(200).body.clone();
        let row = storage::certificate::find(&street.db().reader(), street.code(), serial).await;
        rows.push(row.unwrap().unwrap());
        ways.push(address(&file).strip_prefix("http://anxun.test").unwrap().to_owned());
        files.push(file);
    }
    Papers {
        rows: rows.try_into().unwrap(),
        ways: ways.try_into().unwrap(),
        files: files.try_into().unwrap(),
    }
}

async fn the_page_tells_what_the_record_of_a_code_is_worth(server: &TestServer) {
    let papers = papers(server).await;
    let [way, other] = &papers.ways;
    let (plain, record) = way.split_once("&p=").unwrap();
    let (_, moved) = other.split_once("&p=").unwrap();
    let ours = &server.system.services.qr_key;
    let body = open(record, &[ours.public()]).unwrap();
    let mut changed = QrRecord::from_bytes(&body).unwrap();
    changed.score = 10_000 - changed.score / 2;
    let changed = ours.seal(&changed.to_bytes().unwrap());
    let unknown = EnvelopeKey::new(&[99; 32]).seal(&body);
    let forged = format!("{}{}", &record[..60], &unknown[60..]);
    let mut public = server.client();
    for (p, told) in [
        (record, "二维码中的签名有效"),
        (forged.as_str(), "二维码中的签名是伪造的"),
        (moved, "二维码里的记录属于另一份证明"),
        (unknown.as_str(), "二维码由不认识的密钥签发"),
        (&record[..50], "二维码中的签名记录不完整"),
        ("%3Cscript%3E", "二维码中的签名记录不完整"),
        (changed.as_str(), "登记的内容与签发时的签名不一致"),
    ] {
        let page = public.get(&format!("{plain}&p={p}")).await;
        page.is(200).see(told).see("这份证明有效").not_see("<script>");
    }
    public.get(plain).await.is(200).not_see("二维码中的签名有效").see("二维码密钥指纹");
    // Without the code nothing is said of a good record, but a bad one is named.
    let blind = format!("/verify/{}", papers.rows[0].serial);
    public.get(&format!("{blind}?p={record}")).await.is(200).not_see("签名有效").see("只凭编号");
    public.get(&format!("{blind}?p={moved}")).await.is(200).see("属于另一份证明");
    public.get(&format!("/verify/NONE?p={forged}")).await.is(200).see("没有查到").see("伪造");
}

async fn the_record_of_a_paper_reads_back_with_the_published_key(server: &TestServer) {
    let papers = papers(server).await;
    let mut public = server.client();
    let key = public.get("/keys/certificate-qr.pem").await.is(200).text();
    let trusted = EnvelopePublic::from_pem(&key).unwrap();
    public.get(&papers.ways[0]).await.is(200).see(&trusted.fingerprint());
    assert!(public.get("/keys/certificate.pem").await.is(200).text().contains("BEGIN CERTIFICATE"));
    public.get("/keys/qr.key").await.is(404);
    for (row, way) in papers.rows.iter().zip(&papers.ways) {
        let (_, record) = way.split_once("&p=").unwrap();
        let record = QrRecord::from_bytes(&open(record, &[trusted]).unwrap()).unwrap();
        assert_eq!((record.serial.as_str(), record.revision), (row.serial.as_str(), 1));
        assert_eq!((record.issued_on, record.valid_until), (row.issued_on, row.valid_until));
        assert_eq!(i32::from(record.score), row.score);
    }
}

async fn a_forged_paper_with_a_good_code_is_found_by_its_file(server: &TestServer) {
    let papers = papers(server).await;
    let [row, _] = &papers.rows;
    // The forger has a paper of their own, the program, and a key of their own.
    let forger = Signer::generate(&NewIdentity {
        common_name: "安训 测试",
        secret: &[8; 32],
        serial: &[7; 16],
        not_before: 1_767_225_600,
        not_after: 2_082_758_400,
    });
    let facts = document::certificate::CertificateFacts {
        serial: row.serial.clone(),
        revision: 1,
        holder: "冒名者".into(),
        unit: row.unit_name.clone(),
        training: row.training_title.clone(),
        hours: "12".into(),
        score: "100 分".into(),
        issued_on: row.issued_on,
        valid_until: Some(row.valid_until),
        issuer: "测试街道办事处".into(),
        verify_url: format!("http://anxun.test{}", papers.ways[0]),
        look: document::certificate::Look::default(),
        seal: None,
        issued_at: row.issued_at.timestamp(),
    };
    let fonts = server.system.services.fonts.as_ref().unwrap();
    let forged = document::certificate::render(&facts, fonts, Some(&forger.unwrap())).unwrap();
    assert_eq!(address(&forged), address(&papers.files[0]), "the code leads to the true page");
    let mut public = server.client();
    let mut changed = papers.files[0].clone();
    let middle = changed.len() / 2;
    changed[middle] ^= 1;
    let fields = [("serial", row.serial.as_str()), ("code", row.code.as_str())];
    for (file, result, sentence) in [
        (&papers.files[0], "same", "与签发的文件一致"),
        (&forged, "not_ours", "不是本街道用这个编号签发的"),
        (&papers.files[1], "not_ours", "不是本街道用这个编号签发的"),
        (&changed, "changed", "上传的文件被改动过"),
    ] {
        let told = public.upload_json("/api/certificate/check", &fields, ("file", "a.pdf", file)).await;
        assert_eq!(told.is(200).json()["result"], result);
        public.upload("/api/certificate/check", &fields, ("file", "a.pdf", file)).await.is(200).see(sentence);
    }
}

//! What becomes of a certificate: revoked, issued again, checked by strangers, searched by auditors.

use contract::certificate::InclusionProof;
use domain::{hash::Bytes32, merkle};
use storage::certificate::CertificateRow;
use support::{
    Answer, Client, Street, TestServer,
    story::{offer_training, pass},
    world::Principal,
};

support::both![
    a_revoked_certificate_says_so_for_ever,
    a_re_issue_keeps_the_number_and_the_old_paper_leads_to_the_new,
    a_file_is_the_issued_one_to_the_last_byte_or_not,
    the_entry_of_an_issue_is_proven_to_be_in_the_log,
    a_proof_from_an_old_log_is_that_of_all_its_leaves,
    too_many_wrong_codes_make_an_address_wait,
    an_auditor_finds_certificates_by_what_any_revision_says,
];

struct Passed {
    street: Street,
    principal: Principal,
    serial: String,
    office: Client,
}

async fn passed(server: &TestServer) -> Passed {
    let street = server.street().await;
    let principal = street.principal().await;
    let training = offer_training(&street, "年度安全培训").await;
    let serial = pass(&street, &principal, training).await;
    let office = server.sign_in(&street.office().await).await;
    Passed { street, principal, serial, office }
}

impl Passed {
    async fn row(&self) -> CertificateRow {
        let row =
            storage::certificate::find(&self.street.db().reader(), self.street.code(), &self.serial).await;
        row.unwrap().unwrap()
    }
    /// The way to the public page of the newest revision, as its QR code has it.
    async fn way(&self) -> String {
        format!("/verify/{}?c={}", self.serial, self.code().await)
    }
    async fn code(&self) -> String {
        let reader = self.street.db().reader();
        let later = storage::certificate::revisions(&reader, self.street.code(), &self.serial).await.unwrap();
        match later.last() {
            Some(revision) => revision.code.clone(),
            None => self.row().await.code,
        }
    }
    async fn reissue(&mut self, cause: &str, holder: &str, unit: &str, reason: &str) -> Answer {
        let fields = [
            ("serial", self.serial.as_str()),
            ("cause", cause),
            ("holder", holder),
            ("unit_name", unit),
            ("reason", reason),
        ];
        self.office.post_json("/api/certificate/reissue", &fields).await
    }
    async fn revoke(&mut self, reason: &str) -> Answer {
        let fields = [("serial", self.serial.as_str()), ("reason", reason)];
        self.office.post_json("/api/certificate/revoke", &fields).await
    }
    async fn pdf(&mut self, query: &str) -> Vec<u8> {
        let file = self.office.get(&format!("/certificates/{}.pdf{query}", self.serial)).await;
        file.is(200).body.to_vec()
    }
}

async fn a_revoked_certificate_says_so_for_ever(server: &TestServer) {
    let mut passed = passed(server).await;
    let way = passed.way().await;
    let page = format!("/office/certificates/{}", passed.serial);
    passed.office.get(&page).await.is(200).see("撤销…").see("换发…");
    passed.office.get(&format!("{page}?act=revoke")).await.is(200).see("撤销后不能恢复").see("确认撤销");
    let short = passed.revoke("停").await;
    assert_eq!(short.is(422).json()["facts"][0]["field"], "reason");
    passed.revoke("由他人代考").await.is(200);
    assert_eq!(passed.revoke("另一个理由").await.is(422).error(), "certificate_revoked");
    let (name, unit) = (passed.principal.person.name.clone(), passed.principal.unit.name.clone());
    let again = passed.reissue("damaged", &name, &unit, "遗失").await;
    assert_eq!(again.is(422).error(), "certificate_revoked");
    let mut public = server.client();
    public.get(&way).await.is(200).see("这份证明已撤销").see("由他人代考");
    let blind = public.get(&format!("/verify/{}", passed.serial)).await;
    blind.is(200).see("已撤销").not_see("由他人代考");
    passed.office.get(&page).await.is(200).not_see("撤销…").see("不能恢复");
}

async fn a_re_issue_keeps_the_number_and_the_old_paper_leads_to_the_new(server: &TestServer) {
    let mut passed = passed(server).await;
    let old_way = passed.way().await;
    let (name, unit) = (passed.principal.person.name.clone(), passed.principal.unit.name.clone());
    let none = passed.reissue("name", "王更正", &unit, " ").await;
    assert_eq!(none.is(422).json()["facts"][0]["field"], "reason");
    assert_eq!(passed.reissue("name", &name, &unit, "姓名有误").await.is(422).error(), "reissue_unchanged");
    let both = passed.reissue("name", "王更正", "另一单位", "姓名有误").await;
    assert_eq!(both.is(422).error(), "reissue_misfit");
    let old = passed.pdf("").await;
    let done = passed.reissue("name", "王更正", &unit, "姓名录入有误").await;
    assert_eq!(done.is(200).json()["revision"], 2);
    let (new_way, new) = (passed.way().await, passed.pdf("").await);
    assert!(new_way != old_way && new != old);
    assert_eq!(passed.pdf("?revision=1").await, old, "the old file stays as it was");
    let mut public = server.client();
    let seen = public.get(&old_way).await;
    seen.is(200).see("已换发").see("姓名录入有误").see("第 1 版");
    assert!(seen.links().contains(&new_way), "the old paper leads to the new");
    public.get(&new_way).await.is(200).see("这份证明有效").see("第 2 版").see("更正姓名");
    // The holder is given the newest, and only that.
    let mut holder = server.sign_in(&passed.principal.login).await;
    let file = format!("/certificates/{}.pdf", passed.serial);
    assert_eq!(holder.get(&file).await.is(200).body.to_vec(), new);
    holder.get(&format!("{file}?revision=1")).await.is(403);
    let mut auditor = server.sign_in(&passed.street.auditor().await).await;
    let record = auditor.get(&format!("/audit/certificates/{}", passed.serial)).await;
    record.is(200).see("首次签发").see("姓名录入有误").see("已换发");
    assert_eq!(auditor.get(&format!("{file}?revision=1")).await.is(200).body.to_vec(), old);
}

async fn a_file_is_the_issued_one_to_the_last_byte_or_not(server: &TestServer) {
    let mut passed = passed(server).await;
    let (first, serial) = (passed.code().await, passed.serial.clone());
    let (name, unit) = (passed.principal.person.name.clone(), passed.principal.unit.name.clone());
    let old = passed.pdf("").await;
    passed.reissue("damaged", &name, &unit, "原件遗失").await.is(200);
    let (second, new) = (passed.code().await, passed.pdf("").await);
    let mut changed = new.clone();
    let middle = changed.len() / 2;
    changed[middle] ^= 1;
    let forged = format!("%PDF-1.7\n/URI (/verify/{serial}?c={second})\n%%EOF").into_bytes();
    let mut public = server.client();
    for (code, file, result) in [
        (second.as_str(), &new, "same"),
        (second.as_str(), &old, "other_revision"),
        (first.as_str(), &old, "same"),
        ("", &new, "same"),
        ("", &old, "other_revision"),
        (second.as_str(), &changed, "changed"),
        (second.as_str(), &forged, "not_ours"),
    ] {
        let fields = [("serial", serial.as_str()), ("code", code)];
        let told = public.upload_json("/api/certificate/check", &fields, ("file", "a.pdf", file)).await;
        assert_eq!(told.is(200).json()["result"], result);
    }
    let fields = [("serial", serial.as_str()), ("code", second.as_str())];
    let page = public.upload("/api/certificate/check", &fields, ("file", "a.pdf", &changed)).await;
    page.is(200).see("上传的文件被改动过").see("这份证明有效");
    let large = vec![0; (5 << 20) + 1];
    let refused = public.upload_json("/api/certificate/check", &fields, ("file", "a.pdf", &large)).await;
    assert_eq!(refused.is(413).json()["facts"]["limit_mib"], 5);
    // A person is led back to the certificate, also from the page of a check.
    let back = public.upload("/api/certificate/check", &fields, ("file", "a.pdf", &large)).await;
    back.is(200).see("5").see("核对 PDF 文件").see("第 2 版");
    public.upload("/api/certificate/check", &fields, ("file", "", b"")).await.is(200).see("请修改以下内容");
    let none = public.upload_json("/api/certificate/check", &fields, ("file", "", b"")).await;
    none.is(422);
}

fn bytes(hash: &str) -> Bytes32 {
    hex::decode(hash).unwrap().try_into().unwrap()
}

async fn the_entry_of_an_issue_is_proven_to_be_in_the_log(server: &TestServer) {
    let mut passed = passed(server).await;
    let (name, unit) = (passed.principal.person.name.clone(), passed.principal.unit.name.clone());
    let mut public = server.client();
    for revision in 1..=2 {
        let code = passed.code().await;
        let path = format!("/verify/{}/proof.json?c={code}", passed.serial);
        let proof: InclusionProof = serde_json::from_value(public.get(&path).await.is(200).json()).unwrap();
        let nodes: Vec<Bytes32> = proof.path.iter().map(|node| bytes(node)).collect();
        let (leaf, root) = (bytes(&proof.leaf), bytes(&proof.root));
        assert_eq!(proof.revision, revision);
        assert!(merkle::verify_inclusion(&leaf, proof.index, proof.size, &nodes, &root));
        let mut other = leaf;
        other[0] ^= 1;
        assert!(!merkle::verify_inclusion(&other, proof.index, proof.size, &nodes, &root));
        let reader = passed.street.db().reader();
        let entries =
            storage::audit::of_subject(&reader, passed.street.code(), "certificate", &passed.serial).await;
        let entry = entries.unwrap().into_iter().find(|entry| entry.seq == proof.entry).unwrap();
        assert_eq!(entry.leaf, proof.leaf);
        public.get(&passed.way().await).await.is(200).see(&proof.leaf);
        public.get(&format!("/verify/{}/proof.json", passed.serial)).await.is(404);
        passed.reissue("damaged", &name, &unit, "原件遗失").await.is(200);
    }
}

async fn a_proof_from_an_old_log_is_that_of_all_its_leaves(server: &TestServer) {
    let passed = passed(server).await;
    let path = format!("/verify/{}/proof.json?c={}", passed.serial, passed.code().await);
    let mut public = server.client();
    let (street, reader) = (passed.street.code().to_owned(), passed.street.db().reader());
    // Some entries are old, and in blocks; then more of them; then all but the newest.
    for looks in [70, 40, 150] {
        for _ in 0..looks {
            public.get(&passed.way().await).await.is(200);
        }
        for minutes in [0, 11] {
            server.clock.advance(chrono::TimeDelta::minutes(minutes));
            let proof: InclusionProof =
                serde_json::from_value(public.get(&path).await.is(200).json()).unwrap();
            let leaves = storage::audit::leaves(&reader, &street, 0, i64::MAX, 10_000).await.unwrap();
            let at = leaves.iter().position(|(seq, ..)| *seq == proof.entry).unwrap();
            let nodes: Vec<Bytes32> = leaves.iter().map(|(_, leaf, _)| bytes(leaf)).collect();
            let way: Vec<String> =
                merkle::inclusion_proof(at, &nodes).unwrap().iter().map(hex::encode).collect();
            assert_eq!((proof.index, proof.size, proof.path), (at, leaves.len(), way));
            assert_eq!(proof.root, hex::encode(merkle::root(&nodes)));
        }
    }
}

async fn too_many_wrong_codes_make_an_address_wait(server: &TestServer) {
    let passed = passed(server).await;
    let way = passed.way().await;
    let wrong = format!("/verify/{}?c=00000000000000000000", passed.serial);
    let mut public = server.client().at_address([192, 0, 2, 77]);
    for _ in 0..10 {
        public.get(&wrong).await.is(200).not_see(&passed.principal.unit.name);
    }
    public.get(&wrong).await.is(429);
    // Who holds the paper is never refused, nor is anybody else.
    public.get(&way).await.is(200).see(&passed.principal.unit.name);
    server.client().at_address([192, 0, 2, 78]).get(&wrong).await.is(200);
}

async fn an_auditor_finds_certificates_by_what_any_revision_says(server: &TestServer) {
    let mut passed = passed(server).await;
    let unit = passed.principal.unit.name.clone();
    let name = passed.principal.person.name.clone();
    passed.reissue("name", "王更正", &unit, "姓名录入有误").await.is(200);
    let mut auditor = server.sign_in(&passed.street.auditor().await).await;
    let year = &passed.serial[6..10];
    for query in [
        "".to_owned(),
        format!("serial={}", passed.serial.to_lowercase()),
        "person=王更正".to_owned(),
        format!("person={name}"),
        format!("unit={unit}"),
        "training=年度安全".to_owned(),
        format!("year={year}"),
        "status=valid".to_owned(),
        "status=reissued".to_owned(),
    ] {
        let query: String = query
            .bytes()
            .map(|b| if b.is_ascii_graphic() { char::from(b).to_string() } else { format!("%{b:02X}") })
            .collect();
        auditor.get(&format!("/audit/certificates?{query}")).await.is(200).see(&passed.serial).see("王更正");
    }
    for query in
        ["year=2001", "status=revoked", "status=expired", "status=expiring", "person=%25", "serial=ZZ"]
    {
        auditor.get(&format!("/audit/certificates?{query}")).await.is(200).see("没有符合条件的证明");
    }
    let file = auditor.get("/audit/certificates.xlsx?status=valid").await;
    assert!(file.is(200).body.starts_with(b"PK"));
    passed.revoke("由他人代考").await.is(200);
    auditor.get("/audit/certificates?status=valid").await.is(200).see("没有符合条件的证明");
    auditor.get("/audit/certificates?status=revoked").await.is(200).see(&passed.serial);
}

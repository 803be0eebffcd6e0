//! Banks that are withdrawn while a blueprint rests on them.

use super::{SPOT, drafted};
use storage::Failed;
use support::{TestServer, key::right_answers};

support::both![
    a_bank_withdrawn_before_saving_is_not_taken,
    a_bank_withdrawn_before_publishing_holds_the_training_back,
    a_bank_withdrawn_after_the_start_changes_nothing,
    withdrawing_needs_a_reason_happens_once_and_is_logged,
    the_schema_keeps_withdrawn_banks_out,
];

async fn a_bank_withdrawn_before_saving_is_not_taken(server: &TestServer) {
    let mut draft = drafted(server).await;
    let form = draft.form(&SPOT);
    let page = draft.page();
    draft.office.get(&page).await.is(200).see("安全生产法");
    let bank = draft.banks[0].clone();
    draft.withdraw(&bank).await;
    let refused = draft.save(&form).await;
    refused
        .is(200)
        .see("该方案使用的题库")
        .see("已停用，请重新选择题库")
        .not_see(&format!("value=\"{bank}\""));
    assert_eq!(refused.value("count-0").as_deref(), Some("6"));
    assert_eq!(draft.save_json(&form).await.is(422).error(), "bank_withdrawn");
    assert_eq!(draft.exam().await, None);
    let fields = [("training", draft.training.as_str()), ("banks", bank.as_str())];
    let usual = draft.office.post_json("/api/training/choose-test", &fields).await;
    assert_eq!(usual.is(422).error(), "bank_withdrawn");
    draft.office.get("/office/trainings/new").await.is(200).not_see(&bank);
    draft.banks.remove(0);
    let form = draft.form(&SPOT);
    draft.save(&form).await.is(200).see("考核方案已保存");
}

async fn a_bank_withdrawn_before_publishing_holds_the_training_back(server: &TestServer) {
    let mut draft = drafted(server).await;
    let form = draft.form(&SPOT);
    draft.save_json(&form).await.is(200);
    let bank = draft.banks[0].clone();
    draft.withdraw(&bank).await;
    let detail = format!("/office/trainings/{}", draft.training);
    draft.office.get(&detail).await.is(200);
    let refused = draft.office.submit("/api/training/publish", &[("training", &draft.training)]).await;
    refused.is(200).see("该方案使用的题库").see("已停用，请重新选择题库");
    assert_eq!(draft.publish_json().await.is(422).error(), "bank_withdrawn");
    let page = draft.page();
    draft.office.get(&page).await.is(200).see("已停用，请重新选择题库");
    draft.banks.remove(0);
    let form = draft.form(&SPOT);
    draft.save_json(&form).await.is(200);
    draft.publish_json().await.is(200);
}

async fn a_bank_withdrawn_after_the_start_changes_nothing(server: &TestServer) {
    let mut draft = drafted(server).await;
    let form = draft.form(&SPOT);
    draft.save_json(&form).await.is(200);
    draft.publish_json().await.is(200);
    let other = draft.street.principal().await;
    let mut client = server.sign_in(&draft.principal.login).await;
    client.post_json("/api/training/lesson-read", &[("training", &draft.training)]).await.is(200);
    for bank in draft.banks.clone() {
        draft.withdraw(&bank).await;
    }
    // Who begins later draws from the same frozen versions; who was not enrolled is still a stranger.
    let started = client.post_json("/api/exam/start", &[("training", &draft.training)]).await;
    let attempt = started.is(200).json()["attempt"].as_str().unwrap().to_owned();
    let id = attempt.parse().unwrap();
    for (n, answer) in right_answers(draft.street.db(), draft.street.code(), id).await.iter().enumerate() {
        let seq = (n + 1).to_string();
        let mut fields = vec![
            ("attempt", attempt.as_str()),
            ("item", answer.item.as_str()),
            ("lease", "1"),
            ("seq", seq.as_str()),
        ];
        fields.extend(answer.fields.iter().map(|(name, value)| (*name, value.as_str())));
        client.post_json("/api/exam/answer", &fields).await.is(200);
    }
    client.post_json("/api/exam/submit", &[("attempt", &attempt)]).await.is(200);
    client.get(&format!("/my/results/{attempt}")).await.is(200).see("合格");
    let mut stranger = server.sign_in(&other.login).await;
    stranger.post_json("/api/exam/start", &[("training", &draft.training)]).await.is(404);
    let page = draft.page();
    draft.office.get(&page).await.is(200).see("方案固定不变").see("第 1 版");
    draft.office.get("/office/banks").await.is(200).see("已停用").see("条文已修订");
}

async fn withdrawing_needs_a_reason_happens_once_and_is_logged(server: &TestServer) {
    let mut draft = drafted(server).await;
    let bank = draft.banks[0].clone();
    let banks = draft.office.get_json("/office/banks").await.json()["banks"].clone();
    let of = banks.as_array().unwrap().iter().find(|b| b["id"] == bank.as_str()).unwrap();
    let versions = format!("/office/banks/{}/versions", of["code"].as_str().unwrap());
    draft.office.get(&versions).await.is(200).see("确认停用");
    let page = draft.office.submit("/api/bank/withdraw", &[("bank", &bank), ("reason", "错")]).await;
    page.is(200).see("至少 2 个字");
    assert_eq!(page.value("reason").as_deref(), Some("错"));
    draft.office.post_json("/api/bank/withdraw", &[("bank", &bank), ("reason", " ")]).await.is(422);
    let long = "长".repeat(201);
    draft.office.post_json("/api/bank/withdraw", &[("bank", &bank), ("reason", &long)]).await.is(422);
    let page = draft.office.submit("/api/bank/withdraw", &[("bank", &bank), ("reason", "条文已修订")]).await;
    page.is(200).see("题库已停用").see("条文已修订");
    let again = draft.office.post_json("/api/bank/withdraw", &[("bank", &bank), ("reason", "再来")]).await;
    assert_eq!(again.is(422).error(), "bank_already_withdrawn");
    let mut auditor = server.sign_in(&draft.street.auditor().await).await;
    auditor.get("/audit/log?event=bank_withdrawn").await.is(200).see("题库停用");
    auditor.get("/office/banks").await.is(200).see("条文已修订");
    auditor.get(&versions).await.is(200).see("条文已修订").not_see("确认停用");
}

async fn the_schema_keeps_withdrawn_banks_out(server: &TestServer) {
    let mut draft = drafted(server).await;
    let form = draft.form(&SPOT);
    draft.save_json(&form).await.is(200);
    let bank = draft.banks[0].clone();
    draft.withdraw(&bank).await;
    let db = draft.street.db();
    for sql in [
        "UPDATE training SET status = 'published', published_at = created_at WHERE status = 'draft'".to_owned(),
        "INSERT INTO exam_bank (street, exam_id, bank_version_id) SELECT e.street, e.id, w.bank_version_id FROM exam e \
         JOIN bank_withdrawal w ON w.street = e.street"
            .to_owned(),
    ] {
        let refused = db.execute_raw(&sql).await.unwrap_err();
        assert!(refused.is_refusal("bank_withdrawn"), "{sql}: {refused}");
    }
    for sql in ["UPDATE bank_withdrawal SET reason = '另有原因'", "DELETE FROM bank_withdrawal"] {
        let refused = db.execute_raw(sql).await.unwrap_err();
        assert!(
            matches!(&refused, Failed::Refused(text) if text.contains("append_only")),
            "{sql}: {refused}"
        );
    }
}

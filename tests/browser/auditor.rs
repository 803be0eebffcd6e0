//! The auditor: certificates, the public page, draws, the log.

use support::{browser::Visit, story};

support::walks![an_auditor_finds_a_certificate_and_anybody_checks_it];

async fn an_auditor_finds_a_certificate_and_anybody_checks_it(visit: &Visit) {
    let street = visit.server.world.street().await;
    let principal = street.principal().await;
    let training = story::offer_training(&street, "年度主要负责人安全培训").await;
    let serial = story::pass(&street, &principal, training).await;
    let auditor = street.auditor().await;
    let desk = visit.desk().await;
    desk.sign_in(&auditor).await;
    desk.see("总览").await;
    desk.screenshot("audit").await;
    desk.go("/audit/certificates").await;
    desk.fill("编号", &serial).await;
    desk.click("查找").await;
    desk.see(&serial).await;
    desk.screenshot("audit-certificates").await;
    let row = storage::certificate::find(&visit.server.world.db().reader(), street.code(), &serial).await;
    let code = row.unwrap().unwrap().code;
    let phone = visit.phone().await;
    phone.go(&format!("/verify/{serial}?c={code}")).await;
    phone.see("这份证明有效").await;
    phone.see(&principal.unit.name).await;
    phone.screenshot("verify").await;
    phone.go(&format!("/verify/{serial}")).await;
    phone.not_see(&principal.unit.name).await;
    desk.go("/audit/log?event=certificate_issued").await;
    desk.see("签发证明").await;
    desk.go("/audit/draws").await;
    desk.see("怎样复核").await;
    desk.screenshot("audit-draws").await;
}

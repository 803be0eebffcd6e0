//! A principal on a phone: what is due, the lesson, the test, the result, the certificate.

use fantoccini::Locator;
use std::time::Duration;
use support::{
    browser::{Browser, Screen, Scripts, Visit},
    key::right_answers,
    story,
};
use uuid::Uuid;

support::walks![
    a_principal_passes_on_a_phone_through_a_reload_and_a_power_cut,
    a_principal_passes_without_scripts,
    answers_given_without_a_network_are_sent_when_it_is_back,
    two_minutes_without_a_network_lose_nothing,
];

/// Signs in, reads, and starts; gives the sitting.
async fn start(visit: &Visit, browser: &Browser, pictures: bool) -> (String, Uuid) {
    let street = visit.server.world.street().await;
    let principal = street.principal().await;
    story::offer_training(&street, "年度主要负责人安全培训").await;
    browser.sign_in(&principal.login).await;
    browser.see("还有 1 件事要做").await;
    if pictures {
        browser.screenshot("my").await;
    }
    browser.click("开始学习").await;
    browser.see("您是本单位安全生产第一责任人").await;
    if pictures {
        browser.screenshot("training").await;
    }
    browser.click("我已学完，去考核").await;
    browser.click("开始考核").await;
    browser.see("第 1 题").await;
    let path = browser.path().await;
    let attempt = path.trim_start_matches("/my/exams/").split('?').next().unwrap().parse().unwrap();
    (street.code().to_owned(), attempt)
}

/// Answers one item as the key says, by the marks that the candidate sees.
async fn give(browser: &Browser, fields: &[(&'static str, String)]) {
    for (name, value) in fields {
        let input = format!("input[name={name}][value={value}]");
        let label = format!("label:has({input})");
        let label = browser.raw().wait().for_element(Locator::Css(&label)).await.unwrap();
        label.click().await.unwrap();
    }
}

async fn pass(visit: &Visit, browser: &Browser, code: &str, attempt: Uuid, trouble: bool) {
    let right = right_answers(visit.server.world.db(), code, attempt).await;
    for (n, answer) in right.iter().enumerate() {
        browser.see(&format!("第 {} 题", answer.item)).await;
        give(browser, &answer.fields).await;
        if trouble && n == 3 {
            browser.see("已保存").await;
            browser.screenshot("exam").await;
            browser.raw().refresh().await.unwrap();
            browser.see("第 4 题").await;
        }
        if trouble && n == 6 {
            browser.see("已保存").await;
            browser.forgive("ERR_CONNECTION");
            browser.forgive("Failed to load");
            visit.server.kill();
            visit.server.restart();
        }
        browser.click(if n + 1 == right.len() { "检查并交卷" } else { "下一题" }).await;
    }
    browser.see("题目一览").await;
}

async fn take_home(browser: &Browser) {
    browser.see("100").await;
    browser.see("合格").await;
    browser.go("/my/certificates").await;
    browser.see("下载 PDF").await;
    browser.see("有效").await;
}

async fn a_principal_passes_on_a_phone_through_a_reload_and_a_power_cut(visit: &Visit) {
    let phone = visit.phone().await;
    let (code, attempt) = start(visit, &phone, true).await;
    pass(visit, &phone, &code, attempt, true).await;
    phone.screenshot("exam-overview").await;
    phone.click("交卷").await;
    phone.click("确认交卷").await;
    phone.see("交卷时间").await;
    phone.screenshot("result").await;
    take_home(&phone).await;
    phone.screenshot("my-certificates").await;
    assert_eq!(phone.overflow().await, 0);
}

async fn a_principal_passes_without_scripts(visit: &Visit) {
    // The driver's emulated phone does not answer once scripts are off, so this walk is at a desk.
    let desk = visit.open(Screen::Desk, Scripts::Off).await;
    let (code, attempt) = start(visit, &desk, false).await;
    pass(visit, &desk, &code, attempt, false).await;
    desk.click("交卷").await;
    desk.click("确认交卷").await;
    desk.see("交卷时间").await;
    take_home(&desk).await;
}

async fn two_minutes_without_a_network_lose_nothing(visit: &Visit) {
    let phone = visit.phone().await;
    phone.forgive("ERR_INTERNET_DISCONNECTED");
    let (code, attempt) = start(visit, &phone, false).await;
    let right = right_answers(visit.server.world.db(), &code, attempt).await;
    give(&phone, &right[0].fields).await;
    phone.see("已保存").await;
    phone.network(false).await;
    for answer in &right[1..12] {
        phone.click("下一题").await;
        phone.see(&format!("第 {} 题", answer.item)).await;
        give(&phone, &answer.fields).await;
    }
    phone.see("离线").await;
    // The page's own clock says when two minutes have gone by.
    let timer = phone.raw().find(Locator::Css("[role=timer]")).await.unwrap().text().await.unwrap();
    let minutes: u32 = timer.trim().split(':').next().unwrap().parse().unwrap();
    let later = format!("//*[@role='timer'][contains(., '{:02}:')]", minutes - 2);
    let most = Duration::from_secs(240);
    phone.raw().wait().at_most(most).for_element(Locator::XPath(&later)).await.unwrap();
    phone.network(true).await;
    phone.see("已保存").await;
    phone.click("题目一览").await;
    phone.click("交卷").await;
    phone.click("确认交卷").await;
    phone.see("交卷时间").await;
    let row =
        storage::exam::attempt(&visit.server.world.db().reader(), &code, attempt).await.unwrap().unwrap();
    // Twelve single-choice items of two points each.
    assert_eq!(row.score, Some(2400));
}

async fn answers_given_without_a_network_are_sent_when_it_is_back(visit: &Visit) {
    let phone = visit.phone().await;
    phone.forgive("ERR_INTERNET_DISCONNECTED");
    let (code, attempt) = start(visit, &phone, false).await;
    let right = right_answers(visit.server.world.db(), &code, attempt).await;
    give(&phone, &right[0].fields).await;
    phone.see("已保存").await;
    phone.network(false).await;
    for answer in &right[1..4] {
        phone.click("下一题").await;
        phone.see(&format!("第 {} 题", answer.item)).await;
        give(&phone, &answer.fields).await;
    }
    phone.see("离线").await;
    phone.network(true).await;
    phone.see("已保存").await;
    let steps = storage::exam::steps(&visit.server.world.db().reader(), &code, attempt).await.unwrap();
    let answered: std::collections::BTreeSet<_> =
        steps.iter().filter(|step| step.kind == "answered").map(|step| step.item).collect();
    assert_eq!(answered.len(), 4);
}

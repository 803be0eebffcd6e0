//! A training in parts: the office uploads, reviews and writes; an attendee reads, looks and watches on a phone.

use fantoccini::Locator;
use serde_json::Value;
use support::{
    browser::{Browser, Visit},
    place, story,
};

support::walks![a_training_of_text_pictures_and_a_film_is_read_on_a_phone];

/// Four seconds of a test card, drawn by ffmpeg.
const FILM: &str = "tests/browser/film.webm";
const PICTURE: &str = "server/application/data/media/panel.png";

/// One uploads, another reviews and publishes.
async fn publish(one: &Browser, other: &Browser, title: &str, file: &str) {
    one.go("/office/media/new").await;
    one.fill("名称", title).await;
    one.fill("来源", "街道应急办自制").await;
    one.attach("文件", &place::root().join(file)).await;
    one.click("上传").await;
    one.see("等待应急办另一位同事审核").await;
    other.go(&one.path().await).await;
    other.click("审核通过").await;
    other.see("审核通过，发布后课件可以选用").await;
    other.click("发布").await;
    other.see("已发布，编课件时可以选用").await;
}

/// Chooses by words in a list of the form.
async fn choose(browser: &Browser, name: &str, words: &str) {
    let list = browser.raw().find(Locator::Css(&format!("select[name={name}]"))).await.unwrap();
    let options = list.find_all(Locator::Css("option")).await.unwrap();
    for option in options {
        if option.text().await.unwrap().contains(words) {
            option.click().await.unwrap();
            return;
        }
    }
    panic!("{name} does not offer {words}");
}

async fn run(browser: &Browser, script: &str) -> Value {
    browser.raw().execute(script, Vec::new()).await.unwrap()
}

/// Plays the film from a second on, once the page has put it where one stopped.
async fn play_from(browser: &Browser, second: &str) {
    let script = "var f = document.getElementById('film'); f.muted = true; return new Promise(function (done) { \
         function start() { setTimeout(function () { f.currentTime = SECOND; f.play().then(function () { done(1); }); }, 0); } \
         if (f.readyState >= 1) { start(); } else { f.addEventListener('loadedmetadata', start); } })";
    run(browser, &script.replace("SECOND", second)).await;
}

async fn a_training_of_text_pictures_and_a_film_is_read_on_a_phone(visit: &Visit) {
    let street = visit.server.world.street().await;
    let principal = street.principal().await;
    let (_, training) = story::draft_training(&street, "看片学安全").await;
    let (one, other) = (visit.desk().await, visit.desk().await);
    one.sign_in(&street.office().await).await;
    other.sign_in(&street.office().await).await;
    publish(&one, &other, "测试短片", FILM).await;
    one.see("4 秒").await;
    publish(&one, &other, "配电箱", PICTURE).await;

    let parts = format!("/office/trainings/{training}/lessons");
    one.go(&format!("{parts}?new=pictures")).await;
    one.fill("标题", "看图找隐患").await;
    one.fill("需要几分钟", "5").await;
    choose(&one, "media-1", "配电箱").await;
    one.raw()
        .find(Locator::Css("input[name=alt-1]"))
        .await
        .unwrap()
        .send_keys("配电箱前堆着纸箱")
        .await
        .unwrap();
    one.click("保存").await;
    one.see("已保存").await;
    one.go(&format!("{parts}?new=video")).await;
    one.fill("标题", "看短片").await;
    one.fill("需要几分钟", "1").await;
    choose(&one, "media-1", "测试短片").await;
    one.click("保存").await;
    one.see("2 个部分").await;
    one.screenshot_of_page("lessons").await;
    one.go(&format!("/office/trainings/{training}")).await;
    one.click("发布").await;
    one.see("培训已发布").await;

    let phone = visit.phone().await;
    phone.sign_in(&principal.login).await;
    phone.click("开始学习").await;
    phone.see("已学完 0 / 2 个部分").await;
    phone.screenshot_of_page("my-parts").await;
    phone.click("开始学习").await;
    phone.see("第 1 部分，共 2 部分").await;
    phone.raw().wait().for_element(Locator::Css("img.plate")).await.unwrap();
    let drawn = run(&phone, "var i = document.querySelector('img.plate'); return i.complete ? i.naturalWidth : i.decode().then(function () { return i.naturalWidth; })").await;
    assert_eq!(drawn, 960, "the picture is shown");
    phone.screenshot_of_page("my-pictures").await;
    phone.click("我已学完").await;
    phone.see("看到 90% 以上才算学完").await;
    // Skipping to the end is not watching.
    play_from(&phone, "3.9").await;
    phone.see("已看").await;
    phone.click("我已学完").await;
    phone.see("要看到 90% 以上才算学完").await;
    play_from(&phone, "0").await;
    // The words stand in the page's script, too: it is the line that must say them.
    let enough = Locator::XPath("//*[@id='watched'][contains(., '可以点')]");
    phone.raw().wait().for_element(enough).await.unwrap();
    phone.screenshot_of_page("my-film").await;
    phone.click("我已学完").await;
    phone.see("课件已学完，可以参加考核了").await;
    phone.see("开始考核").await;
}

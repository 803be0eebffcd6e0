//! Signing in, as people do it.

use support::browser::{Browser, Screen, Scripts, Visit};

support::walks![
    somebody_signs_in_and_out_on_a_phone,
    signing_in_works_without_scripts,
    the_sign_in_page_fits_every_screen,
    a_server_that_lost_its_power_serves_again_and_nobody_signs_in_anew,
];

async fn somebody_signs_in_and_out_on_a_phone(visit: &Visit) {
    let phone = visit.phone().await;
    walk(visit, &phone).await;
}

async fn signing_in_works_without_scripts(visit: &Visit) {
    let desk = visit.open(Screen::Desk, Scripts::Off).await;
    walk(visit, &desk).await;
}

async fn walk(visit: &Visit, browser: &Browser) {
    let street = visit.server.world.street().await;
    let principal = street.principal().await;
    browser.go("/my").await;
    browser.at("/login?next=%2Fmy").await;
    browser.screenshot("login").await;
    browser.fill("手机号或账号", &principal.login.login).await;
    browser.fill("密码", "not the password").await;
    browser.click("登录").await;
    browser.see("账号或密码不正确").await;
    // What was typed is still there, but for the password.
    assert_eq!(browser.value("手机号或账号").await, principal.login.login);
    assert_eq!(browser.value("密码").await, "");
    browser.fill("密码", support::PASSWORD).await;
    browser.click("登录").await;
    browser.at("/my").await;
    browser.see(&principal.unit.name).await;
    browser.click("退出").await;
    browser.see("已安全退出").await;
    browser.go("/my").await;
    browser.at("/login?next=%2Fmy").await;
}

async fn the_sign_in_page_fits_every_screen(visit: &Visit) {
    for screen in [Screen::Phone, Screen::Desk] {
        let browser = visit.open(screen, Scripts::On).await;
        browser.go("/login").await;
        browser.see("手机号或账号").await;
        assert_eq!(browser.overflow().await, 0, "{screen:?}");
    }
}

async fn a_server_that_lost_its_power_serves_again_and_nobody_signs_in_anew(visit: &Visit) {
    let principal = visit.server.world.street().await.principal().await;
    let phone = visit.phone().await;
    phone.sign_in(&principal.login).await;
    phone.at("/my").await;
    visit.server.kill();
    visit.server.restart();
    phone.go("/my").await;
    phone.at("/my").await;
    phone.see(&principal.unit.name).await;
}

//! Two of the office at work on a bank: one writes at a desk, the other reviews on a phone.

use support::browser::{Screen, Scripts, Visit};

support::walks![
    one_writes_another_reviews_and_a_version_is_published,
    the_form_of_a_question_works_without_scripts,
    a_file_is_mended_and_taken_in_without_scripts,
];

async fn one_writes_another_reviews_and_a_version_is_published(visit: &Visit) {
    let street = visit.server.world.street().await;
    application::demo::exam::load(&street.cx(), &support::place::root().join("question-banks"))
        .await
        .unwrap();
    let (author, reviewer) = (street.office().await, street.office().await);
    let desk = visit.desk().await;
    desk.sign_in(&author).await;
    desk.see("今日").await;
    desk.go("/office/banks/fire-law").await;
    desk.screenshot_of_page("bank-questions").await;
    desk.click("出一道新题").await;
    desk.fill("题干", "小饭馆的厨房起油锅火，店员第一步应当怎样做？").await;
    for (option, text) in [
        ("选项 A", "关掉燃气，盖上锅盖"),
        ("选项 B", "端起油锅往外跑"),
        ("选项 C", "接一盆凉水浇灭"),
        ("选项 D", "打开门窗先散油烟"),
    ] {
        desk.fill(option, text).await;
    }
    desk.fill("专题", "初期火灾处置").await;
    desk.click("保存并提交审核").await;
    desk.see("题目没有保存，填写的内容都还在").await;
    assert_eq!(desk.value("选项 B").await, "端起油锅往外跑");
    desk.choose("A").await;
    desk.fill("解析", "《消防法》第五条要求人人维护消防安全；断气窒息最快，浇水会让油火飞溅。").await;
    desk.choose("02 消防法").await;
    desk.fill("条", "5").await;
    desk.fill("证据", "维护消防安全\n保护消防设施").await;
    desk.screenshot_of_page("bank-write").await;
    desk.click("保存并提交审核").await;
    desk.see("由您以外的应急办同事审核").await;
    desk.not_see("审核通过").await;

    let phone = visit.phone().await;
    phone.sign_in(&reviewer).await;
    phone.see("今日").await;
    phone.go("/office/banks/fire-law?state=submitted").await;
    phone.see("新增·待审核").await;
    assert_eq!(phone.overflow().await, 0, "the list fits a phone");
    phone.click("小饭馆的厨房起油锅火").await;
    phone.see("考生看到的样子").await;
    assert_eq!(phone.overflow().await, 0, "the review fits a phone");
    phone.screenshot_of_page("bank-review").await;
    phone.click("审核通过").await;
    phone.see("发布新版时写入题库").await;
    phone.go("/office/banks/fire-law/publish").await;
    phone.see("可以发布").await;
    phone.click("发布第 2 版").await;
    phone.click("确认发布").await;
    phone.see("新版题库已发布").await;
    desk.go("/office/banks/fire-law/versions").await;
    desk.see("第 2 版与第 1 版：1 处不同").await;
}

async fn the_form_of_a_question_works_without_scripts(visit: &Visit) {
    let street = visit.server.world.street().await;
    let desk = visit.open(Screen::Desk, Scripts::Off).await;
    desk.sign_in(&street.office().await).await;
    desk.see("今日").await;
    desk.go("/office/banks/new").await;
    desk.fill("名称", "饭馆岗位题库").await;
    desk.fill("代号", "restaurant-posts").await;
    desk.click("建立题库").await;
    desk.see("题库已建立").await;
    desk.go("/office/banks/restaurant-posts/new?kind=case").await;
    desk.fill("案情", "一家饭馆的后厨半夜冒烟。").await;
    desk.click("增加一问").await;
    desk.see("第 3 问（共 3 问）").await;
    assert_eq!(desk.value("案情").await, "一家饭馆的后厨半夜冒烟。");
}

/// Rows of which two are wrong, and one repeats a question of the bank.
const FILE: &str = "题型,题目,A,B,C,正确答案,难易程度,依据法规,条,证据,分值
单选,餐馆后厨起油锅火时，店员第一步应当做什么？,盖上锅盖并关掉燃气,浇一盆水,打开门窗,A,易,02,5,维护消防安全；保护消防设施,2
判断题,发现燃气泄漏时可以先打开排风扇的电源开关。,,,,×,,02,5,维护消防安全；保护消防设施,1
多选题,营业期间疏散出口应当保持怎样的状态？,畅通,不上锁,堆放货物,{},中,02,28,疏散通道；安全出口,3
单选题,灭火器压力表指针在哪个区域表示正常？,绿区,红区,黄区,{},中,02,16,消防设施；器材,2
";

async fn a_file_is_mended_and_taken_in_without_scripts(visit: &Visit) {
    let street = visit.server.world.street().await;
    let office = street.office().await;
    let plain = visit.open(Screen::Desk, Scripts::Off).await;
    plain.sign_in(&office).await;
    plain.see("今日").await;
    plain.go("/office/banks/new").await;
    plain.fill("名称", "饭馆消防题库").await;
    plain.fill("代号", "restaurant-fire").await;
    plain.click("建立题库").await;
    plain.see("题库已建立").await;
    plain.go("/office/banks/restaurant-fire/import").await;
    plain.see("第二步：上传检查").await;
    let file = visit.server.data().join("questions.csv");
    std::fs::write(&file, FILE.replacen("{}", "A", 1).replacen("{}", "E", 1)).unwrap();
    plain.attach("题库文件", &file).await;
    plain.click("上传并检查").await;
    plain.see("有 2 题需要修改").await;
    plain.see("多选题至少要有两个答案").await;
    let wrong = plain.path().await;
    plain.click("重新上传").await;
    plain.see("第二步：上传检查").await;
    std::fs::write(&file, FILE.replacen("{}", "AB", 1).replacen("{}", "A", 1)).unwrap();
    plain.attach("题库文件", &file).await;
    plain.click("上传并检查").await;
    plain.see("4 题都可以导入").await;
    let right = plain.path().await;
    let looked = [
        ("/office/banks/restaurant-fire/import", "bank-import"),
        (wrong.as_str(), "bank-import-wrong"),
        (right.as_str(), "bank-import-preview"),
    ];
    for (screen, browser) in [("", visit.desk().await), ("-phone", visit.phone().await)] {
        browser.sign_in(&office).await;
        browser.see("今日").await;
        for (path, name) in looked {
            browser.go(path).await;
            browser.see("饭馆消防题库").await;
            assert_eq!(browser.overflow().await, 0, "{path} fits");
            browser.screenshot_of_page(&format!("{name}{screen}")).await;
        }
    }
    plain.click("确认导入").await;
    plain.see("题目已导入").await;
    plain.see("草稿 4").await;
}

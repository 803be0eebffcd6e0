//! The office at its desk and the team on its phone: roster, training, draw, drill, progress.

use support::{browser::Visit, story};

support::walks![
    the_office_takes_in_a_roster_and_offers_a_training,
    the_office_draws_a_team_drills_and_the_share_moves,
];

async fn the_office_takes_in_a_roster_and_offers_a_training(visit: &Visit) {
    let street = visit.server.world.street().await;
    support::story::load_banks(&street.cx()).await;
    let office = street.office().await;
    let desk = visit.desk().await;
    desk.sign_in(&office).await;
    desk.see("今日").await;
    desk.screenshot("office").await;
    desk.go("/office/import").await;
    desk.screenshot("import").await;
    let roster = application::demo::organization::roster().await.unwrap();
    let file = visit.server.data().join("roster.xlsx");
    std::fs::write(&file, roster).unwrap();
    desk.attach("名册文件", &file).await;
    desk.click("上传并检查").await;
    desk.see("400").await;
    desk.screenshot("import-preview").await;
    desk.click("确认导入").await;
    desk.see("名册已导入").await;
    desk.go("/office/trainings/new").await;
    desk.fill("培训名称", "年度主要负责人安全培训").await;
    desk.fill("学时", "12").await;
    desk.choose("主要负责人").await;
    desk.fill("截止日期", "2099-12-31").await;
    desk.fill("课件内容", "第一课").await;
    desk.click("保存草稿").await;
    desk.see("缺考核").await;
    desk.click("发布").await;
    desk.see("凡培训必考核").await;
    desk.click("编制考核方案").await;
    for bank in ["安全生产法（", "山东省安全生产条例（", "工贸企业重大事故隐患判定标准（"]
    {
        desk.choose(bank).await;
    }
    desk.click("核对").await;
    desk.see("核对无误：50 题").await;
    desk.click("保存方案").await;
    desk.see("考核方案已保存").await;
    desk.screenshot_of_page("blueprint").await;
    desk.click("年度主要负责人安全培训").await;
    desk.click("发布").await;
    desk.see("培训已发布").await;
    desk.see("全部 400").await;
    desk.screenshot("training-detail").await;
    desk.click("查看考试现场").await;
    desk.see("考试").await;
    desk.screenshot("monitor").await;
    desk.go("/office/trainings").await;
    desk.screenshot("trainings").await;
    desk.go("/office/progress").await;
    desk.see("400 家未完成").await;
}

async fn the_office_draws_a_team_drills_and_the_share_moves(visit: &Visit) {
    let street = visit.server.world.street().await;
    let team = street.team().await;
    story::open_drill_year(&street).await;
    let office = street.office().await;
    let desk = visit.desk().await;
    desk.sign_in(&office).await;
    desk.go("/office/drills").await;
    desk.click("今日抽签").await;
    desk.see("今日抽签已完成").await;
    desk.screenshot("drills").await;
    let phone = visit.phone().await;
    phone.sign_in(&team.login).await;
    phone.screenshot("team").await;
    phone.click("领取任务").await;
    phone.click("我们已到场，抽取情景和地点").await;
    phone.see("情景与地点").await;
    for check in
        ["该地点没有正在进行的", "疏散通道和出口畅通", "单位现场负责人知道口令", "急救、报警和中止的联系方式"]
    {
        phone.choose(check).await;
    }
    phone.click("宣布开始，开始计时").await;
    phone.screenshot("team-drill").await;
    for mark in ["第一人报警", "初期处置开始", "疏散清点完毕", "险情控制"] {
        phone.click(&format!("记录：{mark}")).await;
    }
    phone.see("各节点都已记录").await;
    for name in ["preparedness", "response", "evacuation"] {
        let grade = format!("label:has(input[name={name}][value=good])");
        phone.raw().find(fantoccini::Locator::Css(&grade)).await.unwrap().click().await.unwrap();
    }
    phone.click("结束演练").await;
    phone.see("四不演练，四项均有记录证明").await;
    phone.screenshot_of_page("team-finished").await;
    desk.go("/office/progress").await;
    desk.see("100.0%").await;
    desk.see("1 次四不").await;
    desk.screenshot_of_page("progress").await;
}

//! Rosters: checked first, then taken in whole or not at all; lists, exports, and who sees what.

use document::{
    roster::{self, Choices, RawPerson, RawUnit},
    workbook::Limits,
};
use domain::organization::{CreditCode, Position, Sector};
use serde_json::Value;
use support::{Client, Street, TestServer};

support::both![
    a_roster_is_checked_first_and_then_taken_in_whole,
    the_same_roster_again_changes_nothing,
    a_row_of_a_known_unit_or_person_updates_it,
    one_wrong_row_keeps_the_whole_roster_out,
    the_marked_workbook_holds_every_row_and_says_what_is_wrong,
    an_import_is_judged_again_when_it_is_confirmed,
    files_that_are_no_roster_are_told_why,
    a_file_of_fifty_megabytes_is_refused_in_words,
    a_roster_of_thousands_is_taken_in,
    only_the_office_imports,
    only_office_area_and_auditor_read_the_lists,
    an_area_official_sees_the_own_area_and_no_other,
    two_streets_never_see_each_other,
    mobiles_are_hidden_and_taking_them_along_is_logged,
    lists_are_filtered_and_paged,
    the_page_of_a_unit_tells_its_duties_and_its_people,
];

const PREVIEW: &str = "/api/organization/preview";
const IMPORT: &str = "/api/organization/import";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

fn code(number: u32) -> String {
    CreditCode::complete(&format!("91370112MB{number:07}")).unwrap().as_str().to_owned()
}

fn unit(number: u32) -> RawUnit {
    RawUnit {
        name: format!("名册单位{number}"),
        credit_code: code(number),
        area: "东街管理区".into(),
        sector: "家具木业".into(),
        headcount: "30".into(),
        ..RawUnit::default()
    }
}

fn person(of: u32, number: u32) -> RawPerson {
    RawPerson {
        unit_code: code(of),
        name: format!("名册人员{number}"),
        mobile: format!("137{number:08}"),
        post: "主要负责人".into(),
        ..RawPerson::default()
    }
}

fn workbook(units: &[RawUnit], people: &[RawPerson]) -> Vec<u8> {
    roster::write(units, people, &Choices::default()).unwrap()
}

/// Sends a roster for its check; gives what the server says of it.
async fn check(client: &mut Client, file: &[u8]) -> Value {
    client.upload_json(PREVIEW, &[], ("file", "名册.xlsx", file)).await.is(200).json()
}

/// Sends a roster and confirms it.
async fn take_in(client: &mut Client, file: &[u8]) -> Value {
    let kept = check(client, file).await;
    let upload = kept["upload"].as_str().unwrap();
    client.post_json(IMPORT, &[("upload", upload)]).await.is(200).json()
}

async fn office(server: &TestServer) -> (Street, Client) {
    let street = server.street().await;
    let client = server.sign_in(&street.office().await).await;
    (street, client)
}

async fn counts(server: &TestServer, street: &Street) -> (u64, u64) {
    let reader = server.db().reader();
    (
        storage::organization::count_units(&reader, street.code()).await.unwrap(),
        storage::organization::count_people(&reader, street.code()).await.unwrap(),
    )
}

async fn a_roster_is_checked_first_and_then_taken_in_whole(server: &TestServer) {
    let (street, mut client) = office(server).await;
    client.get("/office/import").await.is(200).see("还没有导入过名册");
    let file = workbook(&[unit(1), unit(2)], &[person(1, 1), person(2, 2), person(2, 3)]);
    let page = client.upload(PREVIEW, &[], ("file", "名册.xlsx", &file)).await;
    page.is(200).see("全部 5 行都可以导入").see("名册单位1").see("将新建 1 个管理区：东街管理区");
    assert_eq!(counts(server, &street).await, (0, 0), "a preview writes nothing");
    let upload = page.value("upload").unwrap();
    client.submit(IMPORT, &[("upload", &upload)]).await.is(200).see("名册已导入");
    assert_eq!(counts(server, &street).await, (2, 3));
    let page = client.get("/office/import").await;
    page.is(200).not_see("还没有导入过名册");
    let past = &client.get_json("/office/import").await.json()["past"][0];
    assert_eq!((past["units_new"].as_u64(), past["people_new"].as_u64()), (Some(2), Some(3)));
    // The workbook is gone with its import.
    client.post_json(IMPORT, &[("upload", &upload)]).await.is(404);
}

async fn the_same_roster_again_changes_nothing(server: &TestServer) {
    let (_, mut client) = office(server).await;
    let file = workbook(&[unit(1)], &[person(1, 1)]);
    take_in(&mut client, &file).await;
    let tally = &check(&mut client, &file).await["tally"];
    assert_eq!((&tally["units"]["unchanged"], &tally["people"]["unchanged"]), (&1.into(), &1.into()));
    let page = client.upload(PREVIEW, &[], ("file", "名册.xlsx", &file)).await;
    page.is(200).see("不需要导入").not_see("确认导入");
}

async fn a_row_of_a_known_unit_or_person_updates_it(server: &TestServer) {
    let (street, mut client) = office(server).await;
    take_in(&mut client, &workbook(&[RawUnit { address: "一号".into(), ..unit(1) }], &[person(1, 1)])).await;
    let changed = RawUnit { headcount: "31".into(), name: "新名字".into(), ..unit(1) };
    let promoted = RawPerson { post: "安全总监".into(), ..person(1, 1) };
    let file = workbook(&[changed], &[promoted]);
    let page = client.upload(PREVIEW, &[], ("file", "名册.xlsx", &file)).await;
    page.is(200).see("从业人数：30 → 31").see("岗位类别：主要负责人 → 安全总监");
    take_in(&mut client, &file).await;
    assert_eq!(counts(server, &street).await, (1, 1));
    let reader = server.db().reader();
    let stored =
        storage::organization::unit_by_code(&reader, street.code(), &code(1)).await.unwrap().unwrap();
    assert_eq!((stored.name.as_str(), stored.headcount, stored.address.as_str()), ("新名字", 31, "一号"));
    let people = storage::organization::people_of_unit(&reader, street.code(), stored.id).await.unwrap();
    assert_eq!(people[0].position, "safety_director");
}

async fn one_wrong_row_keeps_the_whole_roster_out(server: &TestServer) {
    let (street, mut client) = office(server).await;
    let mut spoilt = unit(2);
    spoilt.credit_code.replace_range(17.., if spoilt.credit_code.ends_with('0') { "1" } else { "0" });
    let right = code(2).chars().last().unwrap();
    let file =
        workbook(&[unit(1), spoilt], &[person(1, 1), RawPerson { post: "厂长".into(), ..person(1, 2) }]);
    let page = client.upload(PREVIEW, &[], ("file", "名册.xlsx", &file)).await;
    page.is(200).see("有 2 行需要修改").see(&format!("末位应为“{right}”")).see("厂长").not_see("确认导入");
    let upload = client.here().rsplit('/').next().unwrap().to_owned();
    let answer = client.post_json(IMPORT, &[("upload", &upload)]).await;
    assert_eq!(answer.is(422).error(), "rows_wrong");
    assert_eq!(answer.json()["facts"]["rows"], 2);
    assert_eq!(counts(server, &street).await, (0, 0));
    let areas = storage::organization::areas(&server.db().reader(), street.code()).await.unwrap();
    assert!(areas.is_empty());
}

async fn the_marked_workbook_holds_every_row_and_says_what_is_wrong(server: &TestServer) {
    let (_, mut client) = office(server).await;
    let units = [unit(1), RawUnit { sector: "木头".into(), ..unit(2) }];
    let upload = check(&mut client, &workbook(&units, &[])).await["upload"].as_str().unwrap().to_owned();
    let answer = client.get(&format!("/office/import/{upload}/errors.xlsx")).await;
    assert_eq!(answer.is(200).header("content-type"), XLSX);
    let read = roster::parse(&answer.body, &Limits::default()).unwrap();
    let names: Vec<&str> = read.units.iter().map(|u| u.name.as_str()).collect();
    assert_eq!(names, ["名册单位1", "名册单位2"]);
    let sheets = document::workbook::read_all(&answer.body, &Limits::default()).unwrap();
    let said: String = sheets[0].rows.iter().flat_map(|row| row.cells.clone()).collect();
    assert!(said.contains("行业领域：不在可选范围内"), "{said}");
}

async fn an_import_is_judged_again_when_it_is_confirmed(server: &TestServer) {
    let (street, mut client) = office(server).await;
    let file = workbook(&[unit(1)], &[person(1, 1)]);
    let first = check(&mut client, &file).await;
    let second = check(&mut client, &file).await;
    assert_eq!(second["tally"]["units"]["new"], 1);
    for (kept, new) in [(first, 1), (second, 0)] {
        let upload = kept["upload"].as_str().unwrap();
        let tally = client.post_json(IMPORT, &[("upload", upload)]).await.is(200).json();
        assert_eq!(tally["units"]["new"], new);
    }
    assert_eq!(counts(server, &street).await, (1, 1));
}

async fn files_that_are_no_roster_are_told_why(server: &TestServer) {
    let (_, mut client) = office(server).await;
    // The container of the old format: its signature, and a directory entry named Workbook.
    let entry: Vec<u8> = "Workbook\0".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let old = [&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1][..], &[0; 504], &entry, &[0; 600]].concat();
    let other = document::table::List {
        sheet: "表".into(),
        title: String::new(),
        columns: vec![document::table::ListColumn { name: "颜色".into(), width: 9 }],
        rows: vec![vec!["红".into()]],
        made_on: server.clock.now().date_naive(),
    };
    let other = document::table::write(&other).unwrap();
    let empty = workbook(&[], &[]);
    let cases: [(&[u8], &str); 5] = [
        (b"", "workbook_empty"),
        (b"name,code\n", "not_a_workbook"),
        (&old, "old_workbook"),
        (&other, "headers_missing"),
        (&empty, "roster_without_rows"),
    ];
    for (file, refusal) in cases {
        let answer = client.upload_json(PREVIEW, &[], ("file", "名册.xlsx", file)).await;
        assert_eq!(answer.is(422).error(), refusal);
        assert!(!answer.json()["message"].as_str().unwrap().is_empty());
    }
    client.get("/office/import").await;
    client.upload(PREVIEW, &[], ("other", "名册.xlsx", b"x")).await.is(200).see("请先选择一个文件");
}

async fn a_file_of_fifty_megabytes_is_refused_in_words(server: &TestServer) {
    let (_, mut client) = office(server).await;
    client.get("/office/import").await;
    let large = vec![b'x'; 50 << 20];
    client.upload(PREVIEW, &[], ("file", "名册.xlsx", &large)).await.is(200).see("文件超过 10 MB");
    let answer = client.upload_json(PREVIEW, &[], ("file", "名册.xlsx", &large)).await;
    assert_eq!(answer.is(413).error(), "too_large");
}

async fn a_roster_of_thousands_is_taken_in(server: &TestServer) {
    let (street, mut client) = office(server).await;
    let units: Vec<RawUnit> = (0..1_000).map(unit).collect();
    let people: Vec<RawPerson> = (0..3_000).map(|n| person(n % 1_000, n)).collect();
    take_in(&mut client, &workbook(&units, &people)).await;
    assert_eq!(counts(server, &street).await, (1_000, 3_000));
    let moved: Vec<RawUnit> = units.into_iter().map(|u| RawUnit { headcount: "31".into(), ..u }).collect();
    let tally = take_in(&mut client, &workbook(&moved, &people)).await;
    assert_eq!((&tally["units"]["changed"], &tally["people"]["unchanged"]), (&1_000.into(), &3_000.into()));
    let export = client.get("/office/people.xlsx").await;
    let sheets = document::workbook::read_all(&export.is(200).body, &Limits::default()).unwrap();
    assert_eq!(sheets[0].rows.len(), 3_002, "title, headers and every person");
}

/// One client of every role but the office, with the role's code.
async fn others(server: &TestServer, street: &Street) -> Vec<(&'static str, Client)> {
    let area = street.area().await;
    vec![
        ("nobody", server.client()),
        ("examinee", server.sign_in(&street.principal().await.login).await),
        ("area", server.sign_in(&street.area_official(&area).await).await),
        ("team", server.sign_in(&street.team().await.login).await),
        ("auditor", server.sign_in(&street.auditor().await).await),
        ("admin", server.sign_in(&street.admin().await).await),
    ]
}

async fn only_the_office_imports(server: &TestServer) {
    let (street, mut office) = office(server).await;
    let file = workbook(&[unit(1)], &[]);
    let upload = check(&mut office, &file).await["upload"].as_str().unwrap().to_owned();
    for (role, mut client) in others(server, &street).await {
        let status = if role == "nobody" { 401 } else { 403 };
        client.upload_json(PREVIEW, &[], ("file", "名册.xlsx", &file)).await.is(status);
        client.post_json(IMPORT, &[("upload", &upload)]).await.is(status);
        for path in [
            "/office/import",
            "/office/import/template.xlsx",
            &format!("/office/import/{upload}"),
            &format!("/office/import/{upload}/errors.xlsx"),
            "/office/people.xlsx",
        ] {
            client.get_json(path).await.is(status);
        }
    }
    assert_eq!(office.get("/office/import/template.xlsx").await.is(200).header("content-type"), XLSX);
}

async fn only_office_area_and_auditor_read_the_lists(server: &TestServer) {
    let (street, _) = office(server).await;
    let unit = street.unit().await;
    for (role, mut client) in others(server, &street).await {
        let status = match role {
            "area" | "auditor" => 200,
            "nobody" => 401,
            _ => 403,
        };
        for path in ["/office/enterprises", "/office/enterprises.xlsx", "/office/people"] {
            client.get_json(path).await.is(status);
        }
        let page = client.get_json(&format!("/office/enterprises/{}", unit.id)).await;
        // An area official is told nothing of another area's unit, not even that it is there.
        page.is(if role == "area" { 404 } else { status });
    }
}

async fn an_area_official_sees_the_own_area_and_no_other(server: &TestServer) {
    let street = server.street().await;
    let (own, other) = (street.area().await, street.area().await);
    let (near, far) =
        (street.unit_in(&own, Sector::Food, "").await, street.unit_in(&other, Sector::Food, "").await);
    let (mine, theirs) =
        (street.person(&near, Position::Principal).await, street.person(&far, Position::Principal).await);
    let mut client = server.sign_in(&street.area_official(&own).await).await;
    client.get("/office/enterprises").await.is(200).see(&near.name).not_see(&far.name).not_see(&other.name);
    client.get(&format!("/office/enterprises?area={}", other.id)).await.is(200).not_see(&far.name);
    client.get("/office/people").await.is(200).see(&mine.name).not_see(&theirs.name);
    client
        .get(&format!("/office/people?unit={}", far.id))
        .await
        .is(200)
        .not_see(&theirs.name)
        .not_see(&far.name);
    client.get(&format!("/office/enterprises/{}", far.id)).await.is(404);
    let export = client.get("/office/enterprises.xlsx").await;
    let sheets = document::workbook::read_all(&export.is(200).body, &Limits::default()).unwrap();
    assert_eq!(sheets[0].rows.len(), 3);
}

async fn two_streets_never_see_each_other(server: &TestServer) {
    let (here, mut client) = office(server).await;
    let (there, mut foreign) = office(server).await;
    let unit = there.unit().await;
    let person = there.person(&unit, Position::Principal).await;
    let file = workbook(&[self::unit(1)], &[]);
    let upload = check(&mut foreign, &file).await["upload"].as_str().unwrap().to_owned();
    client.get("/office/enterprises").await.is(200).not_see(&unit.name);
    client.get("/office/people").await.is(200).not_see(&person.name);
    client.get(&format!("/office/people?unit={}", unit.id)).await.is(200).not_see(&unit.name);
    client.get(&format!("/office/enterprises/{}", unit.id)).await.is(404);
    client.get(&format!("/office/import/{upload}")).await.is(404);
    client.get(&format!("/office/import/{upload}/errors.xlsx")).await.is(404);
    client.post_json(IMPORT, &[("upload", &upload)]).await.is(404);
    // The same unit may stand in both streets; neither import touches the other.
    take_in(&mut client, &file).await;
    take_in(&mut foreign, &file).await;
    assert_eq!((counts(server, &here).await, counts(server, &there).await), ((1, 0), (2, 1)));
}

async fn mobiles_are_hidden_and_taking_them_along_is_logged(server: &TestServer) {
    let (street, mut client) = office(server).await;
    let unit = street.unit().await;
    let person = street.person(&unit, Position::Frontline).await;
    let hidden = format!("{}****{}", &person.mobile[..3], &person.mobile[7..]);
    client.get("/office/people").await.is(200).see(&hidden).not_see(&person.mobile);
    client
        .get(&format!("/office/enterprises/{}", unit.id))
        .await
        .is(200)
        .see(&hidden)
        .not_see(&person.mobile);
    let export = client.get("/office/people.xlsx").await;
    let sheets = document::workbook::read_all(&export.is(200).body, &Limits::default()).unwrap();
    assert!(sheets[0].rows.iter().any(|row| row.cells.contains(&person.mobile)));
    let log =
        storage::audit::list(&server.db().reader(), street.code(), Some("personal_data_read"), 1, 9).await;
    let log = log.unwrap();
    assert_eq!(log.total, 1);
    assert!(log.rows[0].detail.contains("\"rows\":1") && !log.rows[0].detail.contains(&person.mobile));
}

async fn lists_are_filtered_and_paged(server: &TestServer) {
    let (street, mut client) = office(server).await;
    let units: Vec<RawUnit> = (0..60)
        .map(|n| RawUnit { sector: if n < 3 { "建筑施工" } else { "家具木业" }.into(), ..unit(n) })
        .collect();
    let people: Vec<RawPerson> = (0..60).map(|n| person(n, n)).collect();
    take_in(&mut client, &workbook(&units, &people)).await;
    let mut list = async |path: &str| client.get_json(path).await.is(200).json();
    let first = list("/office/enterprises").await;
    assert_eq!((first["rows"].as_array().unwrap().len(), &first["pager"]["total"]), (50, &60.into()));
    assert_eq!(list("/office/enterprises?page=2").await["rows"].as_array().unwrap().len(), 10);
    assert_eq!(list("/office/enterprises?sector=construction").await["pager"]["total"], 3);
    assert_eq!(list(&format!("/office/enterprises?q={}", code(7).to_lowercase())).await["pager"]["total"], 1);
    // Signs that mean something to a database mean themselves.
    assert_eq!(list("/office/enterprises?q=%25").await["pager"]["total"], 0);
    assert_eq!(list("/office/people?q=13700000007").await["pager"]["total"], 1);
    assert_eq!(list("/office/people?position=team_leader").await["pager"]["total"], 0);
    let area = &first["areas"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(
        list(&format!("/office/enterprises?area={area}&sector=furniture")).await["pager"]["total"],
        57
    );
    assert_eq!(list("/office/enterprises?area=nonsense&page=0").await["pager"]["total"], 60);
    assert_eq!(counts(server, &street).await, (60, 60));
}

async fn the_page_of_a_unit_tells_its_duties_and_its_people(server: &TestServer) {
    let (street, mut client) = office(server).await;
    let area = street.area().await;
    let risky = street.unit_in(&area, Sector::Furniture, "dust,hot_work").await;
    let plain = street.unit_in(&area, Sector::Furniture, "").await;
    let principal = street.person(&risky, Position::Principal).await;
    let page = client.get(&format!("/office/enterprises/{}", risky.id)).await;
    page.is(200)
        .see("每半年至少一次")
        .see("高危")
        .see("粉尘涉爆")
        .see(&principal.name)
        .see(&risky.credit_code);
    client
        .get(&format!("/office/enterprises/{}", plain.id))
        .await
        .is(200)
        .see("每年至少一次")
        .see("还没有登记人员");
    client.get("/office/enterprises/nonsense").await.is(404);
}

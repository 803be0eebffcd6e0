//! Archives: on screen and as files, the law's minimum, who sees what, and that downloads are logged.

use document::workbook::{Limits, read_all};
use domain::organization::{Position, Sector};
use support::{Client, Street, TestServer, story};
use uuid::Uuid;

support::both![
    a_person_s_archive_holds_training_sitting_and_certificate,
    a_training_s_archive_lists_who_took_part_and_what_is_missing,
    a_unit_s_archive_gathers_its_people,
    every_download_is_logged_with_the_hash_that_stands_in_its_foot,
    an_area_official_sees_the_own_area_alone,
    who_does_not_lead_a_unit_sees_its_archive_nowhere,
    two_streets_never_see_each_other_s_archives,
    a_name_that_no_font_has_is_named_by_its_code,
    two_thousand_attendees_are_paged_on_screen_and_whole_in_files,
];

const TITLE: &str = "年度培训";

/// A training that one principal has passed.
async fn passed(server: &TestServer) -> (Street, support::world::Principal, Uuid, String) {
    let street = server.street().await;
    let principal = street.principal().await;
    let training = story::offer_training(&street, TITLE).await;
    let serial = story::pass(&street, &principal, training).await;
    (street, principal, training, serial)
}

async fn office(server: &TestServer, street: &Street) -> Client {
    server.sign_in(&street.office().await).await
}

fn sheets(bytes: &[u8]) -> String {
    let sheets = read_all(bytes, &Limits::default()).unwrap();
    sheets
        .iter()
        .flat_map(|sheet| &sheet.rows)
        .flat_map(|row| row.cells.clone())
        .collect::<Vec<_>>()
        .join("|")
}

async fn a_person_s_archive_holds_training_sitting_and_certificate(server: &TestServer) {
    let (street, principal, _, serial) = passed(server).await;
    let mut client = office(server, &street).await;
    let path = format!("/office/people/{}/archive", principal.person.id);
    let page = client.get(&path).await;
    page.is(200).see("一人一档").see(TITLE).see(&serial).see("合格").see("12").see("街道应急办");
    page.see("线上（本平台）").see("第一课").see("没有登记法定证书").not_see("本档案缺少");
    let other_year = client.get(&format!("{path}?year=2019")).await;
    other_year.is(200).see("这个范围内没有培训记录").not_see(&serial);
    let json = client.get_json(&path).await.is(200).json();
    assert_eq!(json["hours"], 12);
    assert_eq!(json["trainings"][0][1]["sittings"][0]["passed"], true);
    let file = client.get(&format!("{path}.xlsx")).await;
    file.is(200);
    let said = sheets(&file.body);
    assert!(said.contains(&serial) && said.contains(&principal.person.name), "{said}");
    // The person sees the same of the own.
    let mut own = server.sign_in(&principal.login).await;
    own.get("/my/archive").await.is(200).see(TITLE).see(&serial);
    let pdf = own.get("/my/archive.pdf").await;
    assert_eq!(pdf.is(200).header("content-type"), "application/pdf");
    assert!(pdf.body.starts_with(b"%PDF-"));
}

async fn a_training_s_archive_lists_who_took_part_and_what_is_missing(server: &TestServer) {
    let (street, principal, training, _) = passed(server).await;
    let mut client = office(server, &street).await;
    let path = format!("/office/trainings/{training}/archive");
    let page = client.get(&path).await;
    page.is(200).see("一期一档").see(&principal.person.name).see(&principal.unit.name).see("合格 1 人");
    page.not_see("本档案缺少");
    // A training without lecturer, in which somebody has no result yet.
    let late = street.principal().await;
    let bare = story::offer_training(&street, "缺项培训").await;
    let sql = format!(
        "UPDATE training SET lecturer = '' WHERE title = '缺项培训' AND street = '{}'",
        street.code()
    );
    server.db().execute_raw(&sql).await.unwrap();
    let page = client.get(&format!("/office/trainings/{bare}/archive")).await;
    page.is(200).see("本档案缺少：缺项培训（授课人、考核结果）").see("未登记").see("未出结果");
    page.see(&late.person.name);
    let file = client.get(&format!("/office/trainings/{bare}/archive.xlsx")).await;
    let said = sheets(&file.is(200).body);
    assert!(said.contains("未登记") && said.contains("本档案缺少"), "{said}");
    // An excuse names its reason and who approved it.
    let form = [
        ("training", bare.to_string()),
        ("person", late.person.id.to_string()),
        ("reason", "住院治疗".to_owned()),
    ];
    let form: Vec<(&str, &str)> = form.iter().map(|(k, v)| (*k, v.as_str())).collect();
    client.post_json("/api/training/excuse", &form).await.is(200);
    story::approve_excuses(&street).await;
    let page = client.get(&format!("/office/trainings/{bare}/archive")).await;
    page.is(200).see("免考：住院治疗（批准：");
}

async fn a_unit_s_archive_gathers_its_people(server: &TestServer) {
    let (street, principal, _, serial) = passed(server).await;
    let mut client = office(server, &street).await;
    let path = format!("/office/enterprises/{}/archive", principal.unit.id);
    let page = client.get(&path).await;
    page.is(200).see("一企一档").see(&principal.unit.credit_code).see(&serial).see(TITLE);
    for ending in ["pdf", "xlsx"] {
        client.get(&format!("{path}.{ending}")).await.is(200);
    }
    let mut own = server.sign_in(&principal.login).await;
    let page = own.get("/my/enterprise/archive").await;
    page.is(200).see(&serial).not_see("/office/people/");
    own.get("/my/enterprise/archive.xlsx").await.is(200);
}

async fn every_download_is_logged_with_the_hash_that_stands_in_its_foot(server: &TestServer) {
    let (street, principal, ..) = passed(server).await;
    let mut client = office(server, &street).await;
    client.get(&format!("/office/people/{}/archive", principal.person.id)).await.is(200);
    let reader = server.db().reader();
    let log = || storage::audit::list(&reader, street.code(), Some("archive_downloaded"), 1, 9);
    assert_eq!(log().await.unwrap().total, 0, "looking is no download");
    let file = client.get(&format!("/office/people/{}/archive.xlsx", principal.person.id)).await;
    let found = log().await.unwrap();
    assert_eq!(found.total, 1);
    let detail: serde_json::Value = serde_json::from_str(&found.rows[0].detail).unwrap();
    let hash = detail["content_hash"].as_str().unwrap();
    assert!(hash.len() == 64 && sheets(&file.body).contains(hash), "{detail}");
    assert!(!found.rows[0].detail.contains(&principal.person.name), "the log names somebody");
}

async fn an_area_official_sees_the_own_area_alone(server: &TestServer) {
    let (street, principal, training, _) = passed(server).await;
    let (own, other) = (street.area().await, principal.unit.area_id);
    let mut stranger = server.sign_in(&street.area_official(&own).await).await;
    for path in [
        format!("/office/people/{}/archive", principal.person.id),
        format!("/office/people/{}/archive.pdf", principal.person.id),
        format!("/office/enterprises/{}/archive.xlsx", principal.unit.id),
    ] {
        stranger.get(&path).await.is(404);
    }
    let page = stranger.get(&format!("/office/trainings/{training}/archive")).await;
    page.is(200).see("只列出您所在管理区的人员").not_see(&principal.person.name);
    let areas = storage::organization::areas(&server.db().reader(), street.code()).await.unwrap();
    let area = areas.into_iter().find(|a| a.id == other).unwrap();
    let mut neighbour = server.sign_in(&street.area_official(&area).await).await;
    neighbour.get(&format!("/office/people/{}/archive", principal.person.id)).await.is(200);
    let page = neighbour.get(&format!("/office/trainings/{training}/archive")).await;
    page.is(200).see(&principal.person.name);
}

async fn who_does_not_lead_a_unit_sees_its_archive_nowhere(server: &TestServer) {
    let street = server.street().await;
    let unit = street.unit().await;
    let worker = street.person(&unit, Position::Frontline).await;
    let mut client = server.sign_in(&street.examinee(&worker).await).await;
    for path in ["/my/enterprise/archive", "/my/enterprise/archive.pdf", "/my/enterprise/registers"] {
        client.get(path).await.is(404);
    }
    client.get("/my/archive").await.is(200).see(&worker.name);
}

async fn two_streets_never_see_each_other_s_archives(server: &TestServer) {
    let (_, principal, training, _) = passed(server).await;
    let elsewhere = server.street().await;
    let mut client = office(server, &elsewhere).await;
    for path in [
        format!("/office/people/{}/archive", principal.person.id),
        format!("/office/enterprises/{}/archive", principal.unit.id),
        format!("/office/trainings/{training}/archive.pdf"),
    ] {
        client.get(&path).await.is(404);
    }
}

async fn a_name_that_no_font_has_is_named_by_its_code(server: &TestServer) {
    let street = server.street().await;
    let unit = street.unit().await;
    let person = street.person(&unit, Position::Principal).await;
    let sql = format!("UPDATE person SET name = '张\u{16A40}' WHERE name = '{}'", person.name);
    server.db().execute_raw(&sql).await.unwrap();
    let mut client = office(server, &street).await;
    let pdf = client.get(&format!("/office/people/{}/archive.pdf", person.id)).await;
    assert!(pdf.is(200).body.starts_with(b"%PDF-"));
}

async fn two_thousand_attendees_are_paged_on_screen_and_whole_in_files(server: &TestServer) {
    let street = server.street().await;
    let area = street.area().await;
    let unit = street.unit_in(&area, Sector::Furniture, "").await;
    let principal = street.person(&unit, Position::Principal).await;
    let people: Vec<_> = (0..2_000_u32)
        .map(|n| storage::organization::PersonRow {
            id: server.system.new_uuid(),
            name: format!("万人{n:04}"),
            mobile: format!("136{n:08}"),
            ..principal.clone()
        })
        .collect();
    let tx = street.cx().begin().await.unwrap();
    storage::organization::add_people(&tx, people).await.unwrap();
    tx.commit().await.unwrap();
    let training = story::offer_training(&street, "大型培训").await;
    let mut client = office(server, &street).await;
    let path = format!("/office/trainings/{training}/archive");
    let page = client.get(&path).await;
    page.is(200).see("共 2001 条").see("万人0001").not_see("万人1999");
    client.get(&format!("{path}?page=40")).await.is(200).see("万人1999");
    let file = client.get(&format!("{path}.xlsx")).await;
    let said = sheets(&file.is(200).body);
    assert!(said.contains("万人0000") && said.contains("万人1999"));
    let pdf = client.get(&format!("{path}.pdf")).await;
    assert!(pdf.is(200).body.starts_with(b"%PDF-"));
}

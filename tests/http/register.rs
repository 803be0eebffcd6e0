//! Registers: entering, confirming, taking out, who lacks a certificate, and importing all or nothing.

use document::{
    form::{Asked, Form, RawRow},
    workbook::{Column, Limits, read_all},
};
use domain::organization::{Fact, Facts, Position, Sector};
use storage::organization::{PersonRow, UnitRow};
use support::{Client, Street, TestServer};

support::both![
    a_certificate_is_registered_once_and_told_when_it_is_somebody_else_s,
    a_refused_form_keeps_what_was_typed,
    what_a_unit_enters_counts_once_the_office_has_confirmed_it,
    a_certificate_is_taken_out_with_a_reason,
    who_needs_a_certificate_and_has_none_is_listed,
    certificates_near_their_end_are_warned_of,
    drills_begin_only_at_places_in_force,
    a_fact_follows_the_register_with_one_button,
    a_unit_reaches_no_other_unit_s_register,
    an_area_official_reads_the_own_area_and_changes_nothing,
    a_workbook_of_certificates_is_checked_first_and_taken_in_whole,
    one_wrong_row_keeps_the_whole_workbook_out,
    a_workbook_of_places_updates_by_unit_kind_and_name,
];

const STATUTORY: &str = "/api/register/enter-statutory";
const PLACE: &str = "/api/register/enter-place";

async fn office(server: &TestServer) -> (Street, Client) {
    let street = server.street().await;
    let client = server.sign_in(&street.office().await).await;
    (street, client)
}

/// The form of a welder's licence.
fn licence(person: &PersonRow, number: &str) -> Vec<(&'static str, String)> {
    vec![
        ("form", "statutory".into()),
        ("person", person.id.to_string()),
        ("kind", "special_work".into()),
        ("category", "welding".into()),
        ("number", number.into()),
        ("issuer", "山东省应急管理厅".into()),
        ("issued_on", "2024-05-20".into()),
        ("valid_until", "2030-05-19".into()),
        ("review_by", "2027-05-19".into()),
    ]
}

fn pit(unit: &UnitRow, name: &str) -> Vec<(&'static str, String)> {
    vec![
        ("unit", unit.id.to_string()),
        ("place_kind", "confined_space".into()),
        ("name", name.into()),
        ("risk", "硫化氢中毒".into()),
        ("checked_on", String::new()),
    ]
}

fn fields<'a>(form: &'a [(&'static str, String)]) -> Vec<(&'static str, &'a str)> {
    form.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

fn changed(mut form: Vec<(&'static str, String)>, name: &str, value: &str) -> Vec<(&'static str, String)> {
    form.iter_mut().filter(|(field, _)| *field == name).for_each(|(_, old)| value.clone_into(old));
    form
}

async fn a_certificate_is_registered_once_and_told_when_it_is_somebody_else_s(server: &TestServer) {
    let (street, mut client) = office(server).await;
    let unit = street.unit().await;
    let (one, other) = (
        street.person(&unit, Position::DangerousPost).await,
        street.person(&unit, Position::Frontline).await,
    );
    client.post_json(STATUTORY, &fields(&licence(&one, "t 3701"))).await.is(200);
    let again = client.post_json(STATUTORY, &fields(&licence(&one, "T3701"))).await;
    assert_eq!(again.is(422).error(), "already_there");
    let foreign = client.post_json(STATUTORY, &fields(&licence(&other, "T3701"))).await;
    assert_eq!(foreign.is(422).error(), "number_taken");
    assert_eq!(foreign.json()["facts"]["holder"], one.name.as_str());
    let page = client.get("/office/registers/statutory").await;
    page.is(200).see(&one.name).see("T3701").see("焊接与热切割作业").not_see(&other.name);
    let list = client.get_json("/office/registers/statutory?q=T3701&state=valid").await.json();
    assert_eq!((&list["pager"]["total"], &list["figures"]["registered"]), (&1.into(), &1.into()));
}

async fn a_refused_form_keeps_what_was_typed(server: &TestServer) {
    let (street, mut client) = office(server).await;
    let unit = street.unit().await;
    let one = street.person(&unit, Position::DangerousPost).await;
    client.get(&format!("/office/enterprises/{}/registers", unit.id)).await.is(200);
    let wrong = changed(licence(&one, "T3701"), "valid_until", "2024-01-01");
    let page = client.submit(STATUTORY, &fields(&wrong)).await;
    page.is(200).see("与其他日期对不上");
    assert_eq!(page.value("number").as_deref(), Some("T3701"));
    for (name, value) in [("category", ""), ("issued_on", "昨天"), ("number", "1"), ("kind", "driver")] {
        let form = changed(licence(&one, "T3701"), name, value);
        client.post_json(STATUTORY, &fields(&form)).await.is(422);
    }
    client.post_json(PLACE, &fields(&changed(pit(&unit, "一"), "place_kind", "general"))).await.is(422);
}

async fn what_a_unit_enters_counts_once_the_office_has_confirmed_it(server: &TestServer) {
    let (street, mut client) = office(server).await;
    let principal = street.principal().await;
    let mut own = server.sign_in(&principal.login).await;
    let page = own.get("/my/enterprise/registers").await;
    page.is(200).see("由街道应急办确认后生效").see("登记场所");
    let page = own.submit(PLACE, &fields(&pit(&principal.unit, "1 号污水池"))).await;
    page.is(200).see("已提交").see("待确认").see("撤回");
    own.submit(STATUTORY, &fields(&licence(&principal.person, "T1"))).await.is(200).see("待确认");
    let reader = server.db().reader();
    let places = storage::drill::risk_points(&reader, street.code(), principal.unit.id).await.unwrap();
    assert!(places.is_empty(), "a drill would begin at a place that nobody confirmed");
    client.get("/office/registers/places").await.is(200).see("有 1 处单位自行登记的场所等待确认");
    let page = client.get(&format!("/office/enterprises/{}/registers", principal.unit.id)).await;
    for (path, nth) in [("/api/register/confirm-place", 0), ("/api/register/confirm-statutory", 1)] {
        let html = page.text();
        let forms: Vec<&str> = html.split("<form").filter(|form| form.contains("/confirm-")).collect();
        let id =
            forms[nth].split("name=\"id\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        for _ in 0..2 {
            client.post_json(path, &[("id", &id)]).await.is(200);
        }
    }
    let places = storage::drill::risk_points(&reader, street.code(), principal.unit.id).await.unwrap();
    assert_eq!(places[0].hazard, "confined_space");
    let log = storage::audit::list(&reader, street.code(), Some("place_confirmed"), 1, 9).await.unwrap();
    assert_eq!(log.total, 1, "confirmed twice is once");
}

async fn a_certificate_is_taken_out_with_a_reason(server: &TestServer) {
    let (street, mut client) = office(server).await;
    let unit = street.unit().await;
    let one = street.person(&unit, Position::DangerousPost).await;
    let id = client.post_json(STATUTORY, &fields(&licence(&one, "T1"))).await.json()["statutory"].clone();
    let id = id.as_str().unwrap().to_owned();
    let remove = "/api/register/remove-statutory";
    client.post_json(remove, &[("id", &id), ("reason", " ")]).await.is(422);
    for _ in 0..2 {
        client.post_json(remove, &[("id", &id), ("reason", "证件吊销")]).await.is(200);
    }
    client.get("/office/registers/statutory").await.is(200).not_see("T1");
    let confirm = client.post_json("/api/register/confirm-statutory", &[("id", &id)]).await;
    assert_eq!(confirm.is(422).error(), "entry_removed");
    client.post_json(STATUTORY, &fields(&licence(&one, "T1"))).await.is(200);
}

async fn who_needs_a_certificate_and_has_none_is_listed(server: &TestServer) {
    let (street, mut client) = office(server).await;
    let area = street.area().await;
    let site = street.unit_in(&area, Sector::Construction, "").await;
    let (head, worker) = (
        street.person(&site, Position::Principal).await,
        street.person(&site, Position::DangerousPost).await,
    );
    let lacking = "/office/registers/statutory/lacking";
    client.get(lacking).await.is(200).see(&head.name).see("主要负责人考核合格证").not_see(&worker.name);
    let worker_id = worker.id.to_string();
    let post = [("worker", worker_id.as_str()), ("work", "welding")];
    for _ in 0..2 {
        client.post_json("/api/register/note-post", &post).await.is(200);
    }
    client.get(lacking).await.is(200).see(&worker.name).see("焊接与热切割作业").see("无证");
    client.post_json(STATUTORY, &fields(&licence(&worker, "T1"))).await.is(200);
    client.get(lacking).await.is(200).not_see(&worker.name);
    let off = [post[0], post[1], ("off", "true")];
    for _ in 0..2 {
        client.post_json("/api/register/note-post", &off).await.is(200);
    }
    assert!(storage::register::posts(&server.db().reader(), street.code()).await.unwrap().is_empty());
}

async fn certificates_near_their_end_are_warned_of(server: &TestServer) {
    let (street, mut client) = office(server).await;
    let unit = street.unit().await;
    let one = street.person(&unit, Position::DangerousPost).await;
    let today = domain::calendar::date_of(server.clock.now());
    let in_days = |days: i64| (today + chrono::TimeDelta::days(days)).to_string();
    for (number, until) in
        [("T1", in_days(20)), ("T2", in_days(80)), ("T3", in_days(-5)), ("T4", in_days(400))]
    {
        let form = changed(changed(licence(&one, number), "valid_until", &until), "review_by", "");
        client.post_json(STATUTORY, &fields(&form)).await.is(200);
    }
    let all = client.get_json("/office/registers/statutory").await.json();
    assert_eq!((&all["figures"]["soon"], &all["figures"]["over"]), (&2.into(), &1.into()));
    let page = client.get("/office/registers/statutory?state=warn").await;
    page.is(200).see("20 天后到期").see("80 天后到期").see("已过期 5 天").not_see("T4");
    let file = client.get("/office/registers/statutory.xlsx?state=expired").await;
    let sheets = read_all(&file.is(200).body, &Limits::default()).unwrap();
    assert_eq!(sheets[0].rows.len(), 3, "title, headers, one row");
}

async fn drills_begin_only_at_places_in_force(server: &TestServer) {
    let (street, mut client) = office(server).await;
    let unit = street.unit().await;
    let id = client.post_json(PLACE, &fields(&pit(&unit, "地下井"))).await.is(200).json()["place"].clone();
    let again = client.post_json(PLACE, &fields(&pit(&unit, "地下井"))).await;
    assert_eq!(again.is(422).error(), "already_there");
    let reader = server.db().reader();
    let places = || storage::drill::risk_points(&reader, street.code(), unit.id);
    assert_eq!(places().await.unwrap().len(), 1);
    let id = id.as_str().unwrap();
    for _ in 0..2 {
        let form = [("id", id), ("reason", "已填埋封闭")];
        client.post_json("/api/register/remove-place", &form).await.is(200);
    }
    assert!(places().await.unwrap().is_empty());
    let page = client.get("/office/registers/places?state=removed").await;
    page.is(200).see("地下井").see("已填埋封闭");
}

async fn a_fact_follows_the_register_with_one_button(server: &TestServer) {
    let (street, mut client) = office(server).await;
    let area = street.area().await;
    let unit = street.unit_in(&area, Sector::Furniture, "dust,height_work").await;
    client.post_json(PLACE, &fields(&pit(&unit, "地下井"))).await.is(200);
    let page = client.get("/office/registers/places").await;
    page.is(200).see("台账里有 1 处，单位情况里没有").see("单位情况里有，台账里没有登记场所");
    let id = unit.id.to_string();
    for fact in ["confined_space", "height_work", "confined_space"] {
        client.post_json("/api/register/take-over", &[("unit", &id), ("fact", fact)]).await.is(200);
    }
    let reader = server.db().reader();
    let stored = storage::organization::unit(&reader, street.code(), unit.id).await.unwrap().unwrap();
    assert_eq!(
        Facts::from_codes(&stored.facts).0.into_iter().collect::<Vec<_>>(),
        [Fact::ConfinedSpace, Fact::Dust]
    );
    let log = storage::audit::list(&reader, street.code(), Some("fact_taken_over"), 1, 9).await.unwrap();
    assert_eq!(log.total, 2, "the third changed nothing");
    client.post_json("/api/register/take-over", &[("unit", &id), ("fact", "dust")]).await.is(404);
}

async fn a_unit_reaches_no_other_unit_s_register(server: &TestServer) {
    let street = server.street().await;
    let (one, other) = (street.principal().await, street.principal().await);
    let mut client = server.sign_in(&one.login).await;
    client.post_json(PLACE, &fields(&pit(&other.unit, "地下井"))).await.is(404);
    client.post_json(STATUTORY, &fields(&licence(&other.person, "T1"))).await.is(404);
    let mut office = server.sign_in(&street.office().await).await;
    office.post_json(STATUTORY, &fields(&licence(&other.person, "T1"))).await.is(200);
    // That the number is taken is told, whose it is is not.
    let taken = client.post_json(STATUTORY, &fields(&licence(&one.person, "T1"))).await;
    assert_eq!(taken.is(422).json()["facts"]["holder"], "");
    // What counts is the office's to take out.
    let id = office.post_json(PLACE, &fields(&pit(&one.unit, "地下井"))).await.json()["place"].clone();
    let form = [("id", id.as_str().unwrap()), ("reason", "想删掉它")];
    client.post_json("/api/register/remove-place", &form).await.is(404);
}

async fn an_area_official_reads_the_own_area_and_changes_nothing(server: &TestServer) {
    let (street, mut client) = office(server).await;
    let (unit, area) = (street.unit().await, street.area().await);
    let one = street.person(&unit, Position::DangerousPost).await;
    client.post_json(STATUTORY, &fields(&licence(&one, "T1"))).await.is(200);
    client.post_json(PLACE, &fields(&pit(&unit, "地下井"))).await.is(200);
    let mut stranger = server.sign_in(&street.area_official(&area).await).await;
    stranger.get("/office/registers/statutory").await.is(200).not_see("T1").not_see("registers/import");
    stranger.get("/office/registers/places").await.is(200).not_see("地下井");
    stranger.get(&format!("/office/enterprises/{}/registers", unit.id)).await.is(404);
    stranger.post_json(PLACE, &fields(&pit(&unit, "二号井"))).await.is(403);
}

/// A workbook with these columns and rows.
fn book(names: &[&'static str], rows: &[Vec<String>]) -> Vec<u8> {
    let asked = |name: &&'static str| Asked {
        column: Column::required(name, &[]),
        explanation: "",
        example: "",
        width: 10,
        choices: Vec::new(),
    };
    let form =
        Form { sheet: "台账", title: "台账", columns: names.iter().map(asked).collect(), notes: vec![] };
    let rows: Vec<_> =
        rows.iter().map(|cells| (RawRow { cells: cells.clone(), ..RawRow::default() }, Vec::new())).collect();
    document::form::marked(&form, &rows).unwrap()
}

const CERTIFICATES: [&str; 10] = [
    "单位统一社会信用代码",
    "姓名",
    "手机号",
    "证书类别",
    "作业类别",
    "证号",
    "发证机关",
    "发证日期",
    "有效期至",
    "复审日期",
];

fn certificate_row(unit: &UnitRow, person: &PersonRow, number: &str, until: &str) -> Vec<String> {
    let cells = [
        &unit.credit_code,
        &person.name,
        &person.mobile,
        "特种作业操作证",
        "焊接与热切割",
        number,
        "山东省应急管理厅",
        "2024/5/20",
        until,
        "",
    ];
    cells.map(str::to_owned).to_vec()
}

async fn check(client: &mut Client, register: &str, file: &[u8]) -> serde_json::Value {
    let fields = [("register", register)];
    client
        .upload_json("/api/register/preview-import", &fields, ("file", "台账.xlsx", file))
        .await
        .is(200)
        .json()
}

async fn a_workbook_of_certificates_is_checked_first_and_taken_in_whole(server: &TestServer) {
    let (street, mut client) = office(server).await;
    let unit = street.unit().await;
    let one = street.person(&unit, Position::DangerousPost).await;
    client.get("/office/registers/import/statutory").await.is(200).see("下载模板");
    let template = client.get("/office/registers/import/statutory/template.xlsx").await;
    assert_eq!(read_all(&template.is(200).body, &Limits::default()).unwrap()[0].name, "法定证书");
    let rows =
        [certificate_row(&unit, &one, "T1", "2030-05-19"), certificate_row(&unit, &one, "T2", "2029-01-01")];
    let file = book(&CERTIFICATES, &rows);
    let kept = check(&mut client, "statutory", &file).await;
    assert_eq!((&kept["tally"]["new"], &kept["tally"]["wrong"]), (&2.into(), &0.into()));
    client.get("/office/registers/statutory").await.is(200).not_see("T1");
    let upload = kept["upload"].as_str().unwrap().to_owned();
    let page = client.get(&format!("/office/registers/import/statutory/{upload}")).await;
    page.is(200).see("全部行都可以导入").see(&one.name);
    let form = [("register", "statutory"), ("upload", upload.as_str())];
    client.submit("/api/register/import", &form).await.is(200).see("台账已导入").see("T1").see("T2");
    client.post_json("/api/register/import", &form).await.is(404);
    // The same again changes nothing; another day replaces the entry, which stays in the record.
    assert_eq!(check(&mut client, "statutory", &file).await["tally"]["unchanged"], 2);
    let renewed = book(&CERTIFICATES, &[certificate_row(&unit, &one, "T1", "2030-06-01")]);
    let kept = check(&mut client, "statutory", &renewed).await;
    assert_eq!(kept["tally"]["changed"], 1);
    let form = [("register", "statutory"), ("upload", kept["upload"].as_str().unwrap())];
    client.post_json("/api/register/import", &form).await.is(200);
    let list = client.get_json("/office/registers/statutory?q=T1").await.json();
    assert_eq!((&list["pager"]["total"], &list["rows"][0]["valid_until"]), (&1.into(), &"2030-06-01".into()));
}

async fn one_wrong_row_keeps_the_whole_workbook_out(server: &TestServer) {
    let (street, mut client) = office(server).await;
    let unit = street.unit().await;
    let one = street.person(&unit, Position::DangerousPost).await;
    let stranger = PersonRow { name: "不在名册".into(), ..one.clone() };
    let good = certificate_row(&unit, &one, "T1", "2030-05-19");
    let mut uncategorised = certificate_row(&unit, &one, "T4", "2030-05-19");
    uncategorised[4].clear();
    let rows = [
        good.clone(),
        certificate_row(&unit, &stranger, "T2", "2030-05-19"),
        certificate_row(&unit, &one, "T3", "2023-01-01"),
        uncategorised,
        good,
    ];
    let kept = check(&mut client, "statutory", &book(&CERTIFICATES, &rows)).await;
    assert_eq!((&kept["tally"]["wrong"], &kept["tally"]["new"]), (&4.into(), &1.into()));
    let upload = kept["upload"].as_str().unwrap();
    let page = client.get(&format!("/office/registers/import/statutory/{upload}")).await;
    page.is(200).see("有 4 行需要修改").see("没有这名在岗人员").see("与第 2 行是同一项").see("而且必须填");
    page.not_see("确认导入");
    let refused =
        client.post_json("/api/register/import", &[("register", "statutory"), ("upload", upload)]).await;
    assert_eq!(refused.is(422).error(), "rows_wrong");
    let marked = client.get(&format!("/office/registers/import/statutory/{upload}/marked.xlsx")).await;
    let sheets = read_all(&marked.is(200).body, &Limits::default()).unwrap();
    let said: String = sheets[0].rows.iter().flat_map(|row| row.cells.clone()).collect();
    assert!(said.contains("有效期至：") && said.contains("不在名册"), "{said}");
    assert!(storage::register::all_statutory(&server.db().reader(), street.code()).await.unwrap().is_empty());
    for (file, code) in [(&b""[..], "workbook_empty"), (b"name\n", "not_a_workbook")] {
        let fields = [("register", "places")];
        let answer =
            client.upload_json("/api/register/preview-import", &fields, ("file", "x.xlsx", file)).await;
        assert_eq!(answer.is(422).error(), code);
    }
}

async fn a_workbook_of_places_updates_by_unit_kind_and_name(server: &TestServer) {
    let (street, mut client) = office(server).await;
    let unit = street.unit().await;
    client.post_json(PLACE, &fields(&pit(&unit, "地下井"))).await.is(200);
    let names = [
        "单位统一社会信用代码",
        "场所类别",
        "名称",
        "位置",
        "介质或物料",
        "主要风险",
        "数量",
        "监护人",
        "最近检查日期",
    ];
    let row = |kind: &str, name: &str, amount: &str| -> Vec<String> {
        [&unit.credit_code, kind, name, "厂区东北角", "污水", "缺氧窒息", amount, "李强", "2026年1月5日"]
            .map(str::to_owned)
            .to_vec()
    };
    let wrong = book(&names, &[row("有限空间", "地下井", "很多"), row("地窖", "二号", "1")]);
    assert_eq!(check(&mut client, "places", &wrong).await["tally"]["wrong"], 2);
    let file = book(&names, &[row("有限空间", "地下井", "2"), row("高处作业", "屋面", "")]);
    let kept = check(&mut client, "places", &file).await;
    assert_eq!((&kept["tally"]["new"], &kept["tally"]["changed"]), (&1.into(), &1.into()));
    let form = [("register", "places"), ("upload", kept["upload"].as_str().unwrap())];
    client.post_json("/api/register/import", &form).await.is(200);
    let places =
        storage::register::places_of_unit(&server.db().reader(), street.code(), unit.id).await.unwrap();
    assert_eq!(places.len(), 2);
    assert_eq!(
        (places[0].amount, places[0].guardian.as_str(), places[1].hazard.as_str()),
        (2, "李强", "height")
    );
    let export = client.get("/office/registers/places.xlsx").await;
    let again = check(&mut client, "places", &export.is(200).body).await;
    assert_eq!(again["tally"]["unchanged"], 2, "an export can be taken in again");
}

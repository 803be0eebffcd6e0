//! Registers: what a certificate says stays, a number is registered once, places are never deleted.

use super::ground::Ground;
use support::TestServer;

support::both![
    an_entry_of_a_certificate_fits_together,
    what_a_certificate_says_stays_and_what_is_out_stays_out,
    a_number_is_registered_once_until_it_is_taken_out,
    a_place_is_taken_out_with_a_reason_and_never_deleted,
];

fn certificate(id: &str, changes: &[(&str, &str)]) -> String {
    let mut columns = vec![
        ("street", "{street}"),
        ("id", id),
        ("person_id", "{person}"),
        ("kind", "'special_work'"),
        ("category", "'welding'"),
        ("number", "'T1'"),
        ("issuer", "'某应急管理厅'"),
        ("issued_on", "'2024-05-20'"),
        ("valid_until", "'2030-05-19'"),
        ("review_by", "'2027-05-19'"),
        ("state", "'active'"),
        ("entered_at", "{now}"),
        ("entered_by", "{office}"),
        ("confirmed_at", "{now}"),
        ("confirmed_by", "{office}"),
    ];
    for (name, value) in changes {
        columns.iter_mut().filter(|(column, _)| column == name).for_each(|(_, old)| *old = value);
    }
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let values: Vec<&str> = columns.iter().map(|(_, value)| *value).collect();
    format!("INSERT INTO statutory_certificate ({}) VALUES ({})", names.join(", "), values.join(", "))
}

async fn an_entry_of_a_certificate_fits_together(server: &TestServer) {
    let (ground, _) = Ground::new(server).await;
    for wrong in [
        ("category", "NULL"),
        ("kind", "'principal'"),
        ("kind", "'driver'"),
        ("number", "'T'"),
        ("issuer", "''"),
        ("valid_until", "'2024-05-20'"),
        ("review_by", "'2031-01-01'"),
        ("review_by", "'2024-05-20'"),
        ("confirmed_at", "NULL"),
        ("state", "'removed'"),
        ("state", "'gone'"),
    ] {
        ground.never("CHECK", &certificate("{bank}", &[wrong])).await;
    }
    ground.never("FOREIGN KEY", &certificate("{bank}", &[("person_id", "{unit}")])).await;
    ground.does(&certificate("{bank}", &[])).await;
}

async fn what_a_certificate_says_stays_and_what_is_out_stays_out(server: &TestServer) {
    let (ground, _) = Ground::new(server).await;
    ground.does(&certificate("{bank}", &[])).await;
    for change in [
        "number = 'T2'",
        "valid_until = '2031-01-01'",
        "issuer = '另一机关'",
        "person_id = {other}",
        "category = 'height'",
        "state = 'proposed'",
    ] {
        ground.never("statutory_stands", &format!("UPDATE statutory_certificate SET {change}")).await;
    }
    ground.never("statutory_stands", "DELETE FROM statutory_certificate").await;
    let out =
        "UPDATE statutory_certificate SET state = 'removed', removed_at = {later}, removed_by = {office}";
    ground.never("CHECK", out).await;
    ground.never("CHECK", &format!("{out}, remove_reason = '错'")).await;
    ground.does(&format!("{out}, remove_reason = '登记有误'")).await;
    let back = "UPDATE statutory_certificate SET state = 'active', removed_at = NULL, removed_by = NULL";
    ground.never("statutory_stands", back).await;
}

async fn a_number_is_registered_once_until_it_is_taken_out(server: &TestServer) {
    let (ground, _) = Ground::new(server).await;
    ground.does(&certificate("{bank}", &[])).await;
    ground.never("UNIQUE", &certificate("{drill}", &[("person_id", "{other}")])).await;
    // The same card names another kind of work.
    ground.does(&certificate("{drill}", &[("category", "'height'")])).await;
    let out = "UPDATE statutory_certificate SET state = 'removed', removed_at = {later}, removed_by = {office}, \
               remove_reason = '登记有误' WHERE id = {bank}";
    ground.does(out).await;
    ground.does(&certificate("{team}", &[("person_id", "{other}")])).await;
}

async fn a_place_is_taken_out_with_a_reason_and_never_deleted(server: &TestServer) {
    let (ground, _) = Ground::new(server).await;
    let insert = "INSERT INTO risk_point (street, id, unit_id, name, hazard) VALUES \
                  ({street}, {point}, {unit}, '污水池', 'confined_space')";
    ground.does(insert).await;
    ground.never("CHECK", "UPDATE risk_point SET kind = 'cellar'").await;
    ground.never("CHECK", "UPDATE risk_point SET amount = 0").await;
    ground.never("CHECK", "UPDATE risk_point SET state = 'removed'").await;
    ground.never("CHECK", "UPDATE risk_point SET state = 'removed', remove_reason = '填'").await;
    ground.never("place_stands", "DELETE FROM risk_point").await;
    ground.does("UPDATE risk_point SET state = 'removed', remove_reason = '已填埋'").await;
    ground.never("place_stands", "UPDATE risk_point SET state = 'proposed'").await;
}

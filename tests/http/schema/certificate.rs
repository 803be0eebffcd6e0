//! Revisions of certificates stay, follow each other, and end with the revocation.

use super::ground::Ground;
use support::{Kind, TestServer};

support::both![
    revisions_follow_each_other_and_stay,
    nobody_un_revokes,
    templates_follow_each_other_and_stay,
    a_certificate_keeps_its_template,
];

/// A revision: its number, its code, its cause, its reason.
fn revision(ground: &Ground, number: u32, code: &str, cause: &str, reason: &str) -> String {
    let file = match ground.kind {
        Kind::Sqlite => "x'01'",
        Kind::Postgres => "'\\x01'",
    };
    format!(
        "INSERT INTO certificate_revision (street, serial, revision, code, holder_name, unit_name, cause, reason, \
         issued_at, issued_by, file_hash, file) SELECT {{street}}, 'S1', {number}, '{code}', 'N', 'U', '{cause}', \
         {reason}, {{now}}, {{office}}, {{hash}}, {file}"
    )
}

async fn certified(server: &TestServer) -> Ground {
    let (ground, _) = Ground::new(server).await;
    ground.publish().await;
    ground.sat("attempt", "person", 1, true).await;
    ground.certify().await;
    ground
}

async fn revisions_follow_each_other_and_stay(server: &TestServer) {
    let ground = certified(server).await;
    let insert =
        |number, code: &str, cause: &str, reason: &str| revision(&ground, number, code, cause, reason);
    ground.never("CHECK", &insert(2, "C2", "name", "'R'")).await;
    ground.never("CHECK", &insert(2, "C2", "other", "'姓名有误'")).await;
    ground.never("revision_unfounded", &insert(3, "C3", "name", "'姓名有误'")).await;
    ground.never("revision_unfounded", &insert(1, "C3", "name", "'姓名有误'")).await;
    ground.does(&insert(2, "C2", "name", "'姓名有误'")).await;
    // Of two at once the second comes too late.
    ground.never("revision_unfounded", &insert(2, "C9", "name", "'姓名有误'")).await;
    ground.does(&insert(3, "C3", "damaged", "'遗失'")).await;
    for change in
        ["holder_name = 'X'", "reason = '另一理由'", "revision = 9", "code = 'X'", "file_hash = {hash2}"]
    {
        ground.never("append_only", &format!("UPDATE certificate_revision SET {change}")).await;
    }
    ground.never("append_only", "DELETE FROM certificate_revision").await;
}

async fn nobody_un_revokes(server: &TestServer) {
    let ground = certified(server).await;
    let revoke = "UPDATE certificate SET revoked_at = {now}, revoke_reason";
    ground.never("revoked_without_reason", &format!("{revoke} = 'R' WHERE serial = 'S1'")).await;
    ground.does(&format!("{revoke} = '由他人代考' WHERE serial = 'S1'")).await;
    let back = "UPDATE certificate SET revoked_at = NULL, revoke_reason = NULL WHERE serial = 'S1'";
    ground.never("certificate_stands", back).await;
    let after = revision(&ground, 2, "C2", "damaged", "'遗失'");
    ground.never("revision_unfounded", &after).await;
}

fn template(table: &str, version: &str, months: u32, border: &str) -> String {
    let (column, value) = match version {
        "" => (String::new(), String::new()),
        version => ("version, ".to_owned(), format!("{version}, ")),
    };
    let (at, by) = if version.is_empty() { ("changed_at", "changed_by") } else { ("made_at", "made_by") };
    format!(
        "INSERT INTO {table} (street, {column}subtitle, issuer, signatories, months, border, {at}, {by}) \
         VALUES ({{street}}, {value}'', 'I', '', {months}, '{border}', {{now}}, {{office}})"
    )
}

async fn templates_follow_each_other_and_stay(server: &TestServer) {
    let (ground, _) = Ground::new(server).await;
    let insert =
        |version: u32, months, border| template("certificate_template", &version.to_string(), months, border);
    ground.never("template_skipped", &insert(2, 12, "gold")).await;
    ground.never("CHECK", &insert(1, 0, "gold")).await;
    ground.never("CHECK", &insert(1, 37, "gold")).await;
    ground.never("CHECK", &insert(1, 12, "pink")).await;
    ground.does(&insert(1, 12, "gold")).await;
    ground.never("template_skipped", &insert(1, 12, "gold")).await;
    ground.does(&insert(2, 6, "red")).await;
    ground.never("append_only", "UPDATE certificate_template SET issuer = 'X'").await;
    ground.never("append_only", "DELETE FROM certificate_template").await;
    // A draft is one a street, and may change.
    let draft = template("certificate_template_draft", "", 12, "blue");
    ground.does(&draft).await;
    ground.never("UNIQUE", &draft).await;
    ground.does("UPDATE certificate_template_draft SET months = 24").await;
    ground.never("CHECK", "UPDATE certificate_template_draft SET issuer = ''").await;
}

async fn a_certificate_keeps_its_template(server: &TestServer) {
    let (ground, _) = Ground::new(server).await;
    ground.publish().await;
    ground.sat("attempt", "person", 1, true).await;
    let certify = super::ground::CERTIFY.replace("valid_until)", "valid_until, template)");
    let certify = certify.replace("'2027-03-01')", "'2027-03-01', 1)");
    ground.never("template_unknown", &certify).await;
    ground.does(&template("certificate_template", "1", 12, "gold")).await;
    ground.does(&template("certificate_template", "2", 12, "gold")).await;
    ground.does(&certify).await;
    ground.never("template_stands", "UPDATE certificate SET template = 2 WHERE serial = 'S1'").await;
    ground.never("template_stands", "UPDATE certificate SET template = NULL WHERE serial = 'S1'").await;
}

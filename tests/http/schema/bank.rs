//! A proposal is written by one, approved by another, and stays once it is published.

use super::ground::Ground;
use support::TestServer;

support::both![
    a_proposal_begins_as_a_draft_and_is_approved_by_somebody_else,
    what_is_handed_in_is_not_rewritten_and_what_is_done_stays,
    a_question_has_one_open_proposal,
    a_published_proposal_names_a_version_of_its_own_bank,
];

const WRITE: &str = "INSERT INTO bank_edit (street, id, bank, question_id, body, kind, difficulty, topic, reason, author, \
    written_at, state, note) VALUES ({street}, {edit}, 'posts', 'q1', '{}', 'single', 'easy', 't', '', {office}, {now}, \
    'draft', '')";

async fn ground(server: &TestServer) -> Ground {
    let (mut ground, street) = Ground::new(server).await;
    let second = street.office().await;
    ground.id("second", second.account);
    for name in ["edit", "edit2", "foreign"] {
        ground.id(name, server.system.new_uuid());
    }
    for bank in ["posts", "others"] {
        ground
            .does(&format!(
                "INSERT INTO bank (street, code, name, description, created_at) \
                 VALUES ({{street}}, '{bank}', '题库', '', {{now}})"
            ))
            .await;
    }
    for (id, code) in [("bank", "posts"), ("foreign", "others")] {
        ground
            .does(&format!(
                "INSERT INTO bank_version (street, id, code, name, version, content_hash, published_at) \
                 VALUES ({{street}}, {{{id}}}, '{code}', '题库', 1, {{hash}}, {{now}})"
            ))
            .await;
    }
    ground.does(WRITE).await;
    ground
}

fn to(change: &str) -> String {
    format!("UPDATE bank_edit SET {change} WHERE id = {{edit}}")
}

const APPROVED: &str = "state = 'approved', reviewer = {second}, reviewed_at = {later}";

async fn a_proposal_begins_as_a_draft_and_is_approved_by_somebody_else(server: &TestServer) {
    let ground = ground(server).await;
    let late = WRITE.replace("{edit}", "{edit2}").replace("'q1'", "'q2'").replace("'draft'", "'submitted'");
    ground.never("edit_begins_draft", &late).await;
    ground.never("edit_stands", &to(APPROVED)).await;
    ground.does(&to("state = 'submitted'")).await;
    ground.never("CHECK", &to("state = 'approved'")).await;
    ground.never("CHECK", &to(&APPROVED.replace("{second}", "{office}"))).await;
    ground.never("edit_stands", &to(&format!("{APPROVED}, author = {{second}}"))).await;
    ground.never("edit_stands", &to("state = 'published', bank_version_id = {bank}")).await;
    ground.does(&to(APPROVED)).await;
    ground.does(&to("state = 'published', bank_version_id = {bank}")).await;
}

async fn what_is_handed_in_is_not_rewritten_and_what_is_done_stays(server: &TestServer) {
    let ground = ground(server).await;
    ground.does(&to("body = '{\"x\":1}', reason = '改'")).await;
    for change in ["bank = 'others'", "question_id = 'q2'", "author = {second}", "batch = {edit}"] {
        ground.never("edit_stands", &to(change)).await;
    }
    ground.does(&to("state = 'submitted'")).await;
    for change in ["body = '{\"x\":2}'", "body = NULL, base = '{}'", "reason = '另改'"] {
        ground.never("edit_stands", &to(change)).await;
    }
    ground.does(&to(APPROVED)).await;
    ground.never("edit_stands", &to("body = '{\"x\":2}'")).await;
    ground.does(&to("state = 'published', bank_version_id = {bank}")).await;
    for change in ["state = 'draft', bank_version_id = NULL", "note = 'x'", "reviewer = {office}"] {
        ground.never("edit_stands", &to(change)).await;
    }
    ground.never("edit_stands", "DELETE FROM bank_edit WHERE id = {edit}").await;
}

async fn a_question_has_one_open_proposal(server: &TestServer) {
    let ground = ground(server).await;
    let again = WRITE.replace("{edit}", "{edit2}");
    ground.never("UNIQUE", &again).await;
    ground.never("UNIQUE", &again.replace("'posts'", "'others'")).await;
    ground.never("CHECK", &again.replace("'{}'", "NULL").replace("'q1'", "'q2'")).await;
    ground.does(&to("state = 'discarded'")).await;
    ground.does(&again).await;
    ground.never("edit_stands", &to("state = 'draft'")).await;
}

async fn a_published_proposal_names_a_version_of_its_own_bank(server: &TestServer) {
    let ground = ground(server).await;
    ground.does(&to("state = 'submitted'")).await;
    ground.does(&to(APPROVED)).await;
    ground.never("published_elsewhere", &to("state = 'published', bank_version_id = {foreign}")).await;
    ground.never("published_elsewhere", &to("state = 'published'")).await;
    ground.never("CHECK", &to("bank_version_id = {bank}")).await;
}

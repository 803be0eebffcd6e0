//! Very many certificates at once, past the use-cases: each rests on a pass of its own, as the schema wants.

use crate::{
    database::Kind,
    world::{Principal, Street},
};
use domain::{
    certificate::SerialNumber,
    organization::{Employment, Position},
};
use std::fmt::Write as _;
use storage::organization::{PersonRow, add_people};
use uuid::Uuid;

/// Statements hold so many rows.
const CHUNK: usize = 400;
/// The number of the first; lower ones are for certificates that are earned.
const FIRST: u32 = 1_000;

/// Copies a certificate (and the passed sitting that it rests on) for many more people of its holder's unit, named by
/// `name`. Gives the new numbers in their order.
///
/// # Panics
/// When something cannot be stored.
pub async fn certify_many(
    street: &Street,
    kind: Kind,
    of: &Principal,
    serial: &str,
    count: usize,
    name: impl Fn(usize) -> String,
) -> Vec<String> {
    let cx = street.cx();
    let row = storage::certificate::find(&cx.reader(), street.code(), serial).await;
    let row = row.expect("the database answers").expect("the certificate is there");
    let (letters, year) = (&serial[..2], serial[6..10].parse().expect("a year"));
    let id = |id: Uuid| match kind {
        Kind::Sqlite => format!("x'{}'", id.simple()),
        Kind::Postgres => format!("CAST('{id}' AS uuid)"),
    };
    let mut numbers = Vec::with_capacity(count);
    for start in (0..count).step_by(CHUNK) {
        let range = start..(start + CHUNK).min(count);
        let people: Vec<PersonRow> = range.clone().map(|n| person(street, of, n, name(n))).collect();
        let (mut sittings, mut papers) = (String::new(), String::new());
        for (n, person) in range.zip(&people) {
            let attempt = cx.new_uuid();
            let (comma, sequence) = (if sittings.is_empty() { "" } else { ", " }, FIRST + n as u32);
            let number = SerialNumber::new(letters, year, "ZF", sequence).as_str().to_owned();
            write!(sittings, "{comma}({}, {})", id(attempt), id(person.id)).expect("text is written");
            let (code, holder) = (hex::encode(cx.random::<10>()), person.name.replace('\'', "''"));
            write!(papers, "{comma}('{number}', '{code}', {}, {}, '{holder}')", id(person.id), id(attempt))
                .expect("text is written");
            numbers.push(number);
        }
        let tx = cx.begin().await.expect("a transaction begins");
        add_people(&tx, people).await.expect("people are stored");
        tx.commit().await.expect("people are stored");
        for sql in statements(street.code(), &id(row.attempt_id), serial, &sittings, &papers) {
            let rows = cx.system.db.execute_raw(&sql).await.unwrap_or_else(|error| panic!("{error}: {sql}"));
            assert!(rows > 0, "nothing is changed by {sql}");
        }
    }
    numbers
}

/// Begins the sittings, hands them in with the result of the first, and certifies them.
fn statements(street: &str, origin: &str, serial: &str, sittings: &str, papers: &str) -> [String; 3] {
    [
        format!(
            "INSERT INTO attempt (street, id, exam_id, training_id, person_id, number, started_at, deadline, \
             state, lease) SELECT a.street, v.column1, a.exam_id, a.training_id, v.column2, 1, a.started_at, \
             a.deadline, 'open', 1 FROM attempt a, (VALUES {sittings}) v \
             WHERE a.street = '{street}' AND a.id = {origin}"
        ),
        format!(
            "UPDATE attempt SET state = 'submitted', submitted_at = started_at, passed = true, \
             score = (SELECT o.score FROM attempt o WHERE o.street = '{street}' AND o.id = {origin}), \
             result = (SELECT o.result FROM attempt o WHERE o.street = '{street}' AND o.id = {origin}) \
             WHERE street = '{street}' AND state = 'open'"
        ),
        format!(
            "INSERT INTO certificate (street, serial, code, person_id, training_id, attempt_id, holder_name, \
             unit_name, training_title, hours, score, issued_at, issued_on, valid_until, template) \
             SELECT c.street, v.column1, v.column2, v.column3, c.training_id, v.column4, v.column5, c.unit_name, \
             c.training_title, c.hours, c.score, c.issued_at, c.issued_on, c.valid_until, c.template \
             FROM certificate c, (VALUES {papers}) v WHERE c.street = '{street}' AND c.serial = '{serial}'"
        ),
    ]
}

fn person(street: &Street, of: &Principal, n: usize, name: String) -> PersonRow {
    let cx = street.cx();
    PersonRow {
        street: street.code().into(),
        id: cx.new_uuid(),
        unit_id: of.unit.id,
        name,
        mobile: format!("137{n:08}"),
        position: Position::Principal.code().into(),
        employment: Employment::Employee.code().into(),
        active: true,
        created_at: cx.now(),
        updated_at: cx.now(),
    }
}

//! Lessons and media: two people, frozen parts, finished means finished.

use super::ground::Ground;
use support::TestServer;

support::both![
    nothing_is_published_that_a_second_person_has_not_reviewed,
    a_file_stands_as_it_came,
    a_lesson_takes_published_files_only,
    parts_of_an_offered_training_stand,
    a_look_belongs_to_an_attendee_of_the_training,
    a_lesson_is_read_when_all_parts_are_finished,
];

const MEDIA: &str = "INSERT INTO media (street, id, kind, format, title, tags, source, name, sha256, bytes, state, author, \
    added_at, note) VALUES ({street}, {media}, 'picture', 'png', '图片', '', '自制', 'a', {hash}, 10, 'draft', {office}, {now}, '')";
const REVIEW: &str =
    "UPDATE media SET state = 'reviewed', reviewer = {office2}, reviewed_at = {now} WHERE id = {media}";
const PUBLISH: &str = "UPDATE media SET state = 'published', published_at = {now} WHERE id = {media}";
const LESSON: &str = "INSERT INTO lesson (street, id, training_id, seq, kind, title, minutes, body) \
    VALUES ({street}, {lesson}, {training}, 1, 'text', '第一课', 10, '正文')";
const TAKE: &str = "INSERT INTO lesson_media (street, lesson_id, place, media_id, caption, alt) \
    VALUES ({street}, {lesson}, 1, {media}, '', '图')";
const OPEN: &str = "INSERT INTO lesson_view (street, lesson_id, person_id, round, training_id, opened_at, seen_at, position_ms) \
    VALUES ({street}, {lesson}, {person}, 1, {training}, {now}, {now}, 0)";
const READ: &str =
    "UPDATE enrolment SET lesson_read_at = {later} WHERE training_id = {training} AND person_id = {person}";

async fn ground(server: &TestServer) -> Ground {
    let (mut ground, street) = Ground::new(server).await;
    ground.id("office2", street.office().await.account);
    for name in ["media", "lesson", "lesson2"] {
        ground.id(name, server.system.new_uuid());
    }
    ground
}

async fn nothing_is_published_that_a_second_person_has_not_reviewed(server: &TestServer) {
    let ground = ground(server).await;
    ground.never("media_begins_draft", &MEDIA.replace("'draft'", "'published'")).await;
    ground.does(MEDIA).await;
    ground.never("UNIQUE", &MEDIA.replace("{media}", "{lesson}")).await;
    ground.never("CHECK", &REVIEW.replace("{office2}", "{office}")).await;
    ground.never("media_stands", PUBLISH).await;
    let at_once = "UPDATE media SET state = 'published', reviewer = {office2}, reviewed_at = {now}, published_at = {now} \
        WHERE id = {media}";
    ground.never("media_stands", at_once).await;
    ground.does(REVIEW).await;
    ground.does(PUBLISH).await;
    ground.never("CHECK", "UPDATE media SET state = 'withdrawn' WHERE id = {media}").await;
    ground.does("UPDATE media SET state = 'withdrawn', note = '过时' WHERE id = {media}").await;
    ground.never("media_stands", PUBLISH).await;
}

async fn a_file_stands_as_it_came(server: &TestServer) {
    let ground = ground(server).await;
    ground.does(MEDIA).await;
    for change in ["sha256 = {hash2}", "bytes = 11", "author = {office2}", "kind = 'pdf', format = 'pdf'"] {
        ground.never("media_stands", &format!("UPDATE media SET {change} WHERE id = {{media}}")).await;
    }
    ground.never("CHECK", &MEDIA.replace("'png'", "'pdf'").replace("{media}", "{lesson}")).await;
    ground.does("UPDATE media SET title = '改名' WHERE id = {media}").await;
    ground.does(REVIEW).await;
    ground.never("media_stands", "UPDATE media SET title = '再改' WHERE id = {media}").await;
    ground.never("media_stands", "DELETE FROM media WHERE id = {media}").await;
}

async fn a_lesson_takes_published_files_only(server: &TestServer) {
    let ground = ground(server).await;
    ground.does(MEDIA).await;
    ground.does(LESSON).await;
    ground.never("media_unpublished", TAKE).await;
    ground.does(REVIEW).await;
    ground.never("media_unpublished", TAKE).await;
    ground.does(PUBLISH).await;
    ground.does(TAKE).await;
    ground.does("UPDATE media SET state = 'withdrawn', note = '过时' WHERE id = {media}").await;
    let offer = "UPDATE training SET status = 'published', exam_id = {exam}, published_at = {now} WHERE id = {training}";
    ground.never("media_unpublished", offer).await;
    ground.does("DELETE FROM lesson_media WHERE lesson_id = {lesson}").await;
    ground.publish().await;
}

async fn parts_of_an_offered_training_stand(server: &TestServer) {
    let ground = ground(server).await;
    for sql in [MEDIA, REVIEW, PUBLISH, LESSON, TAKE] {
        ground.does(sql).await;
    }
    ground.never("UNIQUE", &LESSON.replace("{lesson}", "{lesson2}")).await;
    ground.never("CHECK", &LESSON.replace("'正文'", "''").replace("{lesson}", "{lesson2}")).await;
    ground.publish().await;
    for sql in [
        "UPDATE lesson SET title = '改' WHERE id = {lesson}",
        "UPDATE lesson SET training_id = {training2} WHERE id = {lesson}",
        "DELETE FROM lesson WHERE id = {lesson}",
        "UPDATE lesson_media SET caption = '改' WHERE lesson_id = {lesson}",
        "DELETE FROM lesson_media WHERE lesson_id = {lesson}",
        &LESSON.replace("{lesson}", "{lesson2}").replace(" 1, 'text'", " 2, 'text'"),
        &TAKE.replace(" 1, {media}", " 2, {media}"),
    ] {
        ground.never("lesson_frozen", sql).await;
    }
    // Nothing moves in from a draft either.
    let elsewhere = LESSON.replace("{lesson}", "{lesson2}").replace("{training}", "{training2}");
    ground.does(&elsewhere).await;
    ground
        .never("lesson_frozen", "UPDATE lesson SET training_id = {training}, seq = 9 WHERE id = {lesson2}")
        .await;
}

async fn a_look_belongs_to_an_attendee_of_the_training(server: &TestServer) {
    let ground = ground(server).await;
    ground.does(LESSON).await;
    ground.publish().await;
    for (right, wrong) in
        [("{person}", "{office}"), (" 1, {training}", " 2, {training}"), ("{training}", "{training2}")]
    {
        ground.never("view_elsewhere", &OPEN.replace(right, wrong)).await;
    }
    ground.does(OPEN).await;
    ground.never("UNIQUE", OPEN).await;
    ground
        .does("UPDATE lesson_view SET position_ms = 5000, played = '0-5000' WHERE lesson_id = {lesson}")
        .await;
    ground
        .never("view_stands", "UPDATE lesson_view SET opened_at = {later} WHERE lesson_id = {lesson}")
        .await;
    ground
        .never("view_stands", "UPDATE lesson_view SET person_id = {other} WHERE lesson_id = {lesson}")
        .await;
    ground.does("UPDATE lesson_view SET finished_at = {later} WHERE lesson_id = {lesson}").await;
    ground.never("view_stands", "UPDATE lesson_view SET finished_at = NULL WHERE lesson_id = {lesson}").await;
    ground.never("view_stands", "DELETE FROM lesson_view WHERE lesson_id = {lesson}").await;
}

async fn a_lesson_is_read_when_all_parts_are_finished(server: &TestServer) {
    let ground = ground(server).await;
    ground.does(LESSON).await;
    ground.does(&LESSON.replace("{lesson}", "{lesson2}").replace(" 1, 'text'", " 2, 'text'")).await;
    ground.publish().await;
    ground.never("lesson_unfinished", READ).await;
    for lesson in ["{lesson}", "{lesson2}"] {
        ground.does(&OPEN.replace("{lesson}", lesson)).await;
        ground.never("lesson_unfinished", READ).await;
        ground
            .does(&format!("UPDATE lesson_view SET finished_at = {{later}} WHERE lesson_id = {lesson}"))
            .await;
    }
    ground.does(READ).await;
    // Somebody else's reading is not one's own.
    ground.never("lesson_unfinished", &READ.replace("{person}", "{other}")).await;
}

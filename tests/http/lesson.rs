//! The parts of a training: written by the office, read to their end by attendees.

pub(crate) mod ground;

use super::media::{
    publish,
    sample::{document, picture},
    upload,
};
use chrono::TimeDelta;
use ground::{Ground, draft};
use serde_json::Value;
use support::{Answer, Client, TestServer};

support::both![
    parts_are_written_ordered_and_removed,
    what_is_sent_twice_is_one_part,
    a_wrong_part_is_told_and_nothing_typed_is_lost,
    a_part_takes_published_files_of_its_kind_alone,
    a_file_withdrawn_before_the_offer_is_told,
    a_training_of_parts_alone_is_offered_and_then_stands,
    the_lesson_is_read_when_every_part_is_finished,
    a_video_is_finished_when_nine_tenths_were_played,
    a_video_goes_on_where_it_stopped_on_another_device,
    without_reports_the_minutes_of_the_video_are_to_pass,
    a_report_that_outruns_the_clock_is_not_believed,
    a_file_is_open_to_the_attendees_of_its_training_alone,
    the_library_shows_who_opened_and_finished,
    a_second_round_reads_the_parts_again,
    a_closed_training_can_still_be_read,
];

const NOBODY: &str = "00000000-0000-7000-8000-000000000001";

async fn finish(client: &mut Client, training: &str, seq: u64) -> Answer {
    client.post_json("/api/lesson/finish", &[("training", training), ("seq", &seq.to_string())]).await
}

async fn report(client: &mut Client, training: &str, seq: u64, position: u64, played: &str) -> Value {
    let (seq, position) = (seq.to_string(), position.to_string());
    let form = [
        ("training", training),
        ("seq", seq.as_str()),
        ("position_ms", position.as_str()),
        ("played", played),
    ];
    client.post_json("/api/lesson/report", &form).await.is(200).json()
}

async fn parts_are_written_ordered_and_removed(server: &TestServer) {
    let mut ground = Ground::new(server).await;
    let page = format!("/office/trainings/{}/lessons", ground.training);
    ground.one.get(&page).await.is(200).see("还没有分部分的课件");
    ground.one.get(&format!("{page}?new=video")).await.is(200).see("素材库里还没有已发布的视频");
    let (first, at) = ground.text(1, "停电作业").await;
    ground.text(2, "触电急救").await;
    let shown = ground.one.get(&page).await;
    shown.is(200).see("2 个部分，共 20 分钟，合 0.44 学时");
    let order = |words: &str| {
        let (a, b) = (words.find("停电作业").unwrap(), words.find("触电急救").unwrap());
        a < b
    };
    assert!(order(&shown.words()));
    let at = at.to_string();
    let down = [
        ("training", ground.training.as_str()),
        ("lesson", first.as_str()),
        ("seq", at.as_str()),
        ("up", "false"),
    ];
    let shown = ground.one.submit("/api/lesson/move", &down).await;
    shown.is(200).see("顺序已调整");
    assert!(!order(&shown.words()));
    // Sent twice it moves once, and nothing moves beyond the end.
    let shown = ground.one.submit("/api/lesson/move", &down).await;
    assert!(!order(&shown.words()));
    let preview = ground.one.get(&format!("{page}/1")).await;
    preview.is(200).see("预览").see("先断电，再救人。").not_see("我已学完");
    let gone = [("training", ground.training.as_str()), ("lesson", first.as_str())];
    ground.one.submit("/api/lesson/remove", &gone).await.is(200).see("已移除").not_see("停电作业");
    ground.one.post_json("/api/lesson/remove", &gone).await.is(404);
}

async fn what_is_sent_twice_is_one_part(server: &TestServer) {
    let mut ground = Ground::new(server).await;
    let (id, seq) = ground.text(1, "停电作业").await;
    assert_eq!(ground.text(1, "停电作业").await, (id.clone(), seq));
    let page = format!("/office/trainings/{}/lessons", ground.training);
    ground.one.get(&page).await.is(200).see("1 个部分");
    // An id of another training's part is no way into it.
    let other = draft(&ground.street, &mut ground.one, "另一个培训").await;
    let form = [
        ("training", other.as_str()),
        ("lesson", id.as_str()),
        ("kind", "text"),
        ("title", "夺走"),
        ("minutes", "1"),
        ("body", "x"),
    ];
    ground.one.post_json("/api/lesson/save", &form).await.is(404);
}

async fn a_wrong_part_is_told_and_nothing_typed_is_lost(server: &TestServer) {
    let mut ground = Ground::new(server).await;
    let media = publish(&mut ground.one, &mut ground.other, "用电图", &picture(1)).await;
    ground.one.get(&format!("/office/trainings/{}/lessons?new=pictures", ground.training)).await.is(200);
    let training = ground.training.clone();
    let form = [
        ("training", training.as_str()),
        ("lesson", NOBODY),
        ("kind", "pictures"),
        ("title", "图"),
        ("minutes", "十"),
        ("media-1", media.as_str()),
        ("caption-1", "配电箱前不堆放杂物"),
    ];
    let page = ground.one.submit("/api/lesson/save", &form).await;
    page.is(200).see("至少 2 个字").see("请填 1 到 600 之间的整数").see("请为第 1 张图片写一句文字说明");
    assert_eq!(page.value("caption-1").as_deref(), Some("配电箱前不堆放杂物"));
    assert_eq!(page.value("lesson").as_deref(), Some(NOBODY));
    assert_eq!(page.value("minutes").as_deref(), Some("十"));
    let wrong = ground.save(NOBODY, &[("kind", "text"), ("title", "空文字"), ("body", " ")]).await;
    assert_eq!(wrong.is(422).json()["facts"][0]["field"], "body");
}

async fn a_part_takes_published_files_of_its_kind_alone(server: &TestServer) {
    let mut ground = Ground::new(server).await;
    let raw = upload(&mut ground.one, "没有审核的文档", &document(500)).await;
    let refused = ground.save(NOBODY, &[("kind", "pdf"), ("title", "读文档"), ("media-1", &raw)]).await;
    assert_eq!(refused.is(422).error(), "media_unpublished");
    let image = publish(&mut ground.one, &mut ground.other, "一张图片", &picture(2)).await;
    for media in [image.as_str(), NOBODY, "x", ""] {
        let refused =
            ground.save(NOBODY, &[("kind", "video"), ("title", "看视频"), ("media-1", media)]).await;
        assert_eq!(refused.is(422).json()["facts"][0]["field"], "media", "{media}");
    }
}

async fn a_file_withdrawn_before_the_offer_is_told(server: &TestServer) {
    let mut ground = Ground::new(server).await;
    let media = ground.video(1).await;
    let off = [("media", media.as_str()), ("act", "withdraw"), ("note", "版权到期")];
    ground.one.post_json("/api/media/move", &off).await.is(200);
    let refused = ground.offer().await;
    assert_eq!(refused.is(422).error(), "media_unpublished");
    assert!(refused.json()["message"].as_str().unwrap().contains("警示片"));
}

async fn a_training_of_parts_alone_is_offered_and_then_stands(server: &TestServer) {
    let mut ground = Ground::new(server).await;
    assert_eq!(ground.offer().await.is(422).error(), "training_without_lesson");
    let (id, seq) = ground.text(1, "停电作业").await;
    ground.offer().await.is(200);
    let changed = ground.save(&id, &[("kind", "text"), ("title", "改动"), ("body", "新的")]).await;
    assert_eq!(changed.is(422).error(), "lessons_frozen");
    let seq = seq.to_string();
    let form =
        [("training", ground.training.as_str()), ("lesson", id.as_str()), ("seq", &seq), ("up", "true")];
    for path in ["/api/lesson/move", "/api/lesson/remove"] {
        assert_eq!(ground.one.post_json(path, &form).await.is(422).error(), "lessons_frozen");
    }
    let page = format!("/office/trainings/{}/lessons?edit={id}", ground.training);
    ground.one.get(&page).await.is(200).see("课件不能再改").see("停电作业").not_see("api/lesson/save");
}

async fn the_lesson_is_read_when_every_part_is_finished(server: &TestServer) {
    let mut ground = Ground::new(server).await;
    let (image, text) =
        (publish(&mut ground.one, &mut ground.other, "配电箱", &picture(3)).await, "停电作业");
    let (_, first) = ground.text(1, text).await;
    let pictures = [
        ("kind", "pictures"),
        ("title", "看图找隐患"),
        ("media-1", &image),
        ("alt-1", "打开的配电箱，前面堆着纸箱"),
    ];
    let (_, second) = ground.part(2, &pictures).await;
    ground.offer().await.is(200);
    let mut me = server.sign_in(&ground.principal.login).await;
    let home = format!("/my/trainings/{}", ground.training);
    me.get(&home).await.is(200).see("已学完 0 / 2 个部分").see("开始学习").not_see("我已学完，去考核");
    let start = [("training", ground.training.as_str())];
    assert_eq!(me.post_json("/api/exam/start", &start).await.is(422).error(), "lesson_first");
    let early = me.post_json("/api/training/lesson-read", &start).await;
    assert_eq!(early.is(422).json()["facts"]["left"], 2);
    // What was never opened was not read.
    finish(&mut me, &ground.training, first).await.is(404);
    me.get(&ground.lesson(first)).await.is(200).see("第 1 部分，共 2 部分").see("先断电，再救人。");
    let form = [("training", ground.training.as_str()), ("seq", &first.to_string())];
    let next = me.submit("/api/lesson/finish", &form).await;
    next.is(200).see("这一部分已学完").see("看图找隐患");
    assert_eq!(next.attribute("class", "plate", "alt").as_deref(), Some("打开的配电箱，前面堆着纸箱"));
    assert_eq!(me.here(), ground.lesson(second));
    me.get(&home).await.see("已学完 1 / 2 个部分，10 分钟，合 0.22 学时").see("继续学习第 2 部分");
    assert_eq!(finish(&mut me, &ground.training, second).await.is(200).json()["left"], 0);
    // Sent again it is the same.
    assert_eq!(finish(&mut me, &ground.training, second).await.is(200).json()["left"], 0);
    me.get(&home).await.is(200).see("已学完 2 / 2").see("开始考核");
    me.post_json("/api/exam/start", &start).await.is(200);
    me.get(&ground.lesson(99)).await.is(404);
}

async fn a_video_is_finished_when_nine_tenths_were_played(server: &TestServer) {
    let mut ground = Ground::new(server).await;
    ground.video(1).await;
    ground.offer().await.is(200);
    let (training, mut me) = (ground.training.clone(), server.sign_in(&ground.principal.login).await);
    let page = me.get(&ground.lesson(1)).await;
    page.is(200).see("看到 90% 以上才算学完");
    assert!(page.text().contains("/api/lesson/report"), "the page reports");
    server.clock.advance(TimeDelta::minutes(5));
    let told = report(&mut me, &training, 1, 300_000, "0-300000").await;
    assert_eq!((told["percent"].as_u64(), told["enough"].as_bool()), (Some(50), Some(false)));
    let early = finish(&mut me, &training, 1).await;
    assert_eq!(
        (early.is(422).error(), early.json()["facts"]["percent"].as_u64()),
        ("video_not_watched".into(), Some(50))
    );
    // Skipping to the end plays nothing of what lies between.
    server.clock.advance(TimeDelta::minutes(20));
    let told = report(&mut me, &training, 1, 600_000, "0-300000,599000-600000").await;
    assert_eq!((told["percent"].as_u64(), told["enough"].as_bool()), (Some(50), Some(false)));
    finish(&mut me, &training, 1).await.is(422);
    server.clock.advance(TimeDelta::minutes(4));
    let told = report(&mut me, &training, 1, 540_000, "300000-540000").await;
    assert_eq!((told["percent"].as_u64(), told["enough"].as_bool()), (Some(90), Some(true)));
    finish(&mut me, &training, 1).await.is(200);
    me.get(&ground.lesson(1)).await.is(200).see("已学完，可以随时再看").not_see("api/lesson/finish");
}

async fn a_video_goes_on_where_it_stopped_on_another_device(server: &TestServer) {
    let mut ground = Ground::new(server).await;
    ground.video(1).await;
    ground.offer().await.is(200);
    let (training, mut phone) = (ground.training.clone(), server.sign_in(&ground.principal.login).await);
    phone.get(&ground.lesson(1)).await.is(200);
    server.clock.advance(TimeDelta::minutes(3));
    report(&mut phone, &training, 1, 150_000, "0-150000").await;
    let mut desk = server.sign_in(&ground.principal.login).await;
    let page = desk.get(&ground.lesson(1)).await;
    page.is(200).see("上次看到 2 分 30 秒 处").see("已看 25%");
    assert_eq!(page.attribute("id", "watched", "data-at").as_deref(), Some("150000"));
    // What either device played counts together.
    server.clock.advance(TimeDelta::minutes(7));
    let told = report(&mut desk, &training, 1, 550_000, "150000-550000").await;
    assert_eq!(told["enough"].as_bool(), Some(true));
    report(&mut phone, &training, 1, 151_000, "0-151000").await;
    finish(&mut phone, &training, 1).await.is(200);
}

async fn without_reports_the_minutes_of_the_video_are_to_pass(server: &TestServer) {
    let mut ground = Ground::new(server).await;
    ground.video(1).await;
    ground.offer().await.is(200);
    let mut me = server.sign_in(&ground.principal.login).await;
    me.get(&ground.lesson(1)).await.is(200).see("从打开本页起满 10 分钟");
    let form = [("training", ground.training.as_str()), ("seq", "1")];
    me.submit("/api/lesson/finish", &form).await.is(200).see("还需 10 分钟");
    server.clock.advance(TimeDelta::minutes(8));
    me.get(&ground.lesson(1)).await.is(200);
    me.submit("/api/lesson/finish", &form).await.is(200).see("还需 2 分钟");
    server.clock.advance(TimeDelta::minutes(2));
    me.submit("/api/lesson/finish", &form).await.is(200).see("课件已学完，可以参加考核了");
}

async fn a_report_that_outruns_the_clock_is_not_believed(server: &TestServer) {
    let mut ground = Ground::new(server).await;
    ground.video(1).await;
    ground.offer().await.is(200);
    let (training, mut me) = (ground.training.clone(), server.sign_in(&ground.principal.login).await);
    me.get(&ground.lesson(1)).await.is(200);
    server.clock.advance(TimeDelta::seconds(15));
    let told = report(&mut me, &training, 1, 600_000, "0-600000").await;
    assert_eq!(told["percent"].as_u64(), Some(0));
    for nonsense in ["", "x", "9-1", "99999999999999-1", "-5-7"] {
        assert_eq!(report(&mut me, &training, 1, u64::MAX, nonsense).await["percent"].as_u64(), Some(0));
    }
    assert_eq!(finish(&mut me, &training, 1).await.is(422).error(), "video_not_watched");
    let page = me.get(&ground.lesson(1)).await;
    assert_eq!(page.attribute("id", "watched", "data-at").as_deref(), Some("600000"));
}

async fn a_file_is_open_to_the_attendees_of_its_training_alone(server: &TestServer) {
    let mut ground = Ground::new(server).await;
    let media = ground.video(1).await;
    let path = format!("/media/{media}");
    let mut me = server.sign_in(&ground.principal.login).await;
    // Nobody has it before the training is offered.
    me.get(&path).await.is(404);
    ground.offer().await.is(200);
    me.get(&path).await.is(200);
    let auditor = ground.street.auditor().await;
    server.sign_in(&auditor).await.get(&path).await.is(200);
    // An attendee of another training, an official of an area, an attendee of another street.
    let unit = ground.street.unit().await;
    let worker = ground.street.person(&unit, domain::organization::Position::Frontline).await;
    let worker = ground.street.examinee(&worker).await;
    let area = ground.street.area_official(&ground.street.area().await).await;
    let stranger = server.street().await;
    let (stranger, office) = (stranger.principal().await.login, stranger.office().await);
    for login in [worker, area, stranger, office] {
        let mut client = server.sign_in(&login).await;
        client.get(&path).await.is(404);
    }
    // What is withdrawn stays with those it was offered to.
    let off = [("media", media.as_str()), ("act", "withdraw"), ("note", "画面过时")];
    ground.one.post_json("/api/media/move", &off).await.is(200);
    me.get(&path).await.is(200);
}

async fn the_library_shows_who_opened_and_finished(server: &TestServer) {
    let mut ground = Ground::new(server).await;
    let media = ground.video(1).await;
    ground.street.principal().await;
    ground.offer().await.is(200);
    let (training, mut me) = (ground.training.clone(), server.sign_in(&ground.principal.login).await);
    me.get(&ground.lesson(1)).await.is(200);
    me.get(&ground.lesson(1)).await.is(200);
    let line = |one: Value| {
        let line = one["uses"][0].clone();
        ["attendees", "opened", "finished"].map(|key| line[key].as_u64().unwrap())
    };
    let page = format!("/office/media/{media}");
    assert_eq!(line(ground.one.get_json(&page).await.is(200).json()), [2, 1, 0]);
    server.clock.advance(TimeDelta::minutes(10));
    finish(&mut me, &training, 1).await.is(200);
    assert_eq!(line(ground.one.get_json(&page).await.json()), [2, 1, 1]);
    ground.one.get(&page).await.is(200).see("共 1 人次打开，1 人次学完").see("分部分的培训");
    let parts = format!("/office/trainings/{training}/lessons");
    ground.one.get(&parts).await.is(200).see("学完人数").see("1 人已学过，累计 10 分钟，合 0.22 学时");
    let (reader, id) = (ground.street.cx().reader(), training.parse().unwrap());
    let minutes = storage::lesson::study_minutes(&reader, ground.street.code(), id).await.unwrap();
    let minutes: Vec<_> = minutes.iter().map(|m| (m.person_id, m.minutes, m.parts)).collect();
    assert_eq!(minutes, [(ground.principal.person.id, 10, 1)]);
}

async fn a_second_round_reads_the_parts_again(server: &TestServer) {
    let mut ground = Ground::new(server).await;
    ground.text(1, "停电作业").await;
    ground.offer().await.is(200);
    let (training, mut me) = (ground.training.clone(), server.sign_in(&ground.principal.login).await);
    me.get(&ground.lesson(1)).await.is(200);
    finish(&mut me, &training, 1).await.is(200);
    // Three sittings handed in empty are failed.
    for _ in 0..3 {
        let started = me.post_json("/api/exam/start", &[("training", &training)]).await;
        let attempt = started.is(200).json()["attempt"].as_str().unwrap().to_owned();
        me.post_json("/api/exam/submit", &[("attempt", &attempt)]).await.is(200);
        super::results::study_all(&ground.street, &attempt).await;
        server.clock.advance(TimeDelta::hours(25));
        me = server.sign_in(&ground.principal.login).await;
    }
    let again = [("training", training.as_str()), ("reason", "重新培训")];
    let mut office = server.sign_in(&ground.street.office().await).await;
    office.post_json("/api/training/retrain", &again).await.is(200);
    let home = format!("/my/trainings/{training}");
    me.get(&home).await.is(200).see("第 2 轮培训").see("已学完 0 / 1 个部分");
    me.get(&ground.lesson(1)).await.is(200);
    finish(&mut me, &training, 1).await.is(200);
    me.get(&home).await.is(200).see("开始考核");
}

async fn a_closed_training_can_still_be_read(server: &TestServer) {
    let mut ground = Ground::new(server).await;
    ground.text(1, "停电作业").await;
    ground.offer().await.is(200);
    let (training, person) = (ground.training.clone(), ground.principal.person.id.to_string());
    let excuse = [("training", training.as_str()), ("person", person.as_str()), ("reason", "住院")];
    ground.one.post_json("/api/training/excuse", &excuse).await.is(200);
    support::story::approve_excuses(&ground.street).await;
    ground.one.post_json("/api/training/close", &[("training", &training)]).await.is(200);
    let mut me = server.sign_in(&ground.principal.login).await;
    me.get(&ground.lesson(1)).await.is(200).see("先断电，再救人。");
    finish(&mut me, &training, 1).await.is(200);
    let late = me.post_json("/api/training/lesson-read", &[("training", &training)]).await;
    assert_eq!(late.is(422).error(), "training_archived");
}

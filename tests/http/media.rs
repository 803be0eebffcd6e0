//! The media library: how files come in, who looks at them, and how they go out.

pub(super) mod sample;

use axum::body::{Body, Bytes};
use chrono::TimeDelta;
use futures_util::{StreamExt as _, stream};
use http::{Method, Request, header};
use sample::{document, film, picture};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, SystemTime},
};
use support::{Answer, Client, TestServer};

support::both![
    a_file_comes_in_is_reviewed_by_somebody_else_and_published,
    nobody_reviews_what_they_uploaded,
    a_step_that_does_not_follow_or_lacks_its_reason_is_refused,
    a_file_is_known_by_its_bytes_not_by_its_name,
    the_same_file_is_told_by_its_title,
    wrong_words_are_named_and_nothing_typed_is_lost,
    an_upload_that_breaks_off_leaves_nothing_behind,
    a_file_of_500_mb_is_refused_by_its_length_before_it_is_sent,
    a_file_that_hides_its_length_is_refused_when_it_passes_the_limit,
    a_person_sees_why_a_large_file_was_refused_and_keeps_what_was_typed,
    what_a_crash_left_behind_is_swept_after_a_day,
    a_film_goes_out_in_ranges,
    a_part_of_an_older_file_is_never_mixed_with_this_one,
    the_list_finds_by_words_kind_and_state,
];

const UPLOAD: &str = "/api/media/upload";
const WORDS: [(&str, &str); 3] =
    [("title", "火灾警示片"), ("source", "街道应急办自制"), ("tags", "消防、警示")];

/// Uploads a file under a title; gives its id.
pub(super) async fn upload(client: &mut Client, title: &str, bytes: &[u8]) -> String {
    let words = [("title", title), ("source", "街道应急办自制"), ("tags", "")];
    let answer = client.upload_json(UPLOAD, &words, ("file", "文件", bytes)).await;
    answer.is(200).json()["media"].as_str().unwrap().to_owned()
}

/// Uploads, lets somebody else review, and publishes; gives the id.
pub(super) async fn publish(one: &mut Client, other: &mut Client, title: &str, bytes: &[u8]) -> String {
    let id = upload(one, title, bytes).await;
    step(other, &id, "review", "").await.is(200);
    step(one, &id, "publish", "").await.is(200);
    id
}

async fn step(client: &mut Client, id: &str, act: &str, note: &str) -> Answer {
    client.post_json("/api/media/move", &[("media", id), ("act", act), ("note", note)]).await
}

async fn two(server: &TestServer) -> (Client, Client) {
    let street = server.street().await;
    (server.sign_in(&street.office().await).await, server.sign_in(&street.office().await).await)
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.map(|entry| entry.unwrap().path());
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

fn stored(server: &TestServer) -> Vec<PathBuf> {
    files(&server.folder().join("media"))
}

async fn a_file_comes_in_is_reviewed_by_somebody_else_and_published(server: &TestServer) {
    let (mut one, mut other) = two(server).await;
    one.get("/office/media/new").await.is(200).see("不超过 3 MB").see("不超过 2 MB");
    let page = one.upload(UPLOAD, &WORDS, ("file", "警示片.mp4", &film(270, 5_000))).await;
    page.is(200).see("已上传").see("4 分 30 秒").see("等待应急办另一位同事审核").see("警示片.mp4");
    let path = one.here().to_owned();
    let id = path.rsplit('/').next().unwrap().to_owned();
    other.get(&path).await.is(200).see("请看完内容");
    let form = [("media", id.as_str()), ("act", "review")];
    other.submit("/api/media/move", &form).await.is(200).see("审核通过");
    let form = [("media", id.as_str()), ("act", "publish")];
    other.submit("/api/media/move", &form).await.is(200).see("已发布").see("停用");
    let form = [("media", id.as_str()), ("act", "withdraw"), ("note", "画面已过时")];
    other.submit("/api/media/move", &form).await.is(200).see("画面已过时").see("重新启用");
    step(&mut one, &id, "reopen", "").await.is(200);
    let again = step(&mut one, &id, "review", "").await;
    assert_eq!(again.is(422).error(), "own_upload");
    assert_eq!(stored(server).len(), 1);
}

async fn nobody_reviews_what_they_uploaded(server: &TestServer) {
    let (mut one, _) = two(server).await;
    let id = upload(&mut one, "自己的图片", &picture(1)).await;
    one.get(&format!("/office/media/{id}"))
        .await
        .is(200)
        .see("上传的人不能自己审核")
        .not_see("value=\"review\"");
    assert_eq!(step(&mut one, &id, "review", "").await.is(422).error(), "own_upload");
    assert_eq!(step(&mut one, &id, "publish", "").await.is(422).error(), "media_not_now");
}

async fn a_step_that_does_not_follow_or_lacks_its_reason_is_refused(server: &TestServer) {
    let (mut one, mut other) = two(server).await;
    let id = publish(&mut one, &mut other, "一张图片", &picture(2)).await;
    // Sent twice.
    assert_eq!(step(&mut one, &id, "publish", "").await.is(422).error(), "media_not_now");
    let wrong = step(&mut one, &id, "withdraw", " ").await;
    assert_eq!(wrong.is(422).json()["facts"][0]["field"], "note");
    let page = format!("/office/media/{id}");
    one.get(&page).await.is(200);
    let form = [("media", id.as_str()), ("act", "withdraw"), ("note", "旧")];
    let back = one.submit("/api/media/move", &form).await;
    back.is(200).see("至少 2 个字");
    assert_eq!(back.value("note").as_deref(), Some("旧"));
    step(&mut one, &id, "nonsense", "").await.is(400);
    step(&mut one, &id, "withdraw", "画面过时").await.is(200);
    assert_eq!(step(&mut one, &id, "withdraw", "画面过时").await.is(422).error(), "media_not_now");
}

async fn a_file_is_known_by_its_bytes_not_by_its_name(server: &TestServer) {
    let (mut one, _) = two(server).await;
    let program = [b"MZ\x90\0".as_slice(), &[0; 500]].concat();
    let page = b"<!doctype html><script>alert(1)</script>".repeat(20);
    for bytes in [program, page, b"short".to_vec()] {
        let answer = one.upload_json(UPLOAD, &WORDS, ("file", "警示片.mp4", &bytes)).await;
        assert_eq!(answer.is(422).error(), "media_unknown");
    }
    assert!(stored(server).is_empty(), "{:?}", stored(server));
    // A right file under a wrong name is what it is, and is served as that.
    let id = {
        let answer = one.upload_json(UPLOAD, &WORDS, ("file", "x.exe", &picture(3))).await;
        answer.is(200).json()["media"].as_str().unwrap().to_owned()
    };
    let shown = one.get(&format!("/media/{id}")).await;
    assert_eq!(shown.is(200).header("content-type"), "image/png");
    assert_eq!(shown.header("x-content-type-options"), "nosniff");
    assert!(shown.header("content-disposition").ends_with(".png"));
}

async fn the_same_file_is_told_by_its_title(server: &TestServer) {
    let (mut one, mut other) = two(server).await;
    upload(&mut one, "第一次上传", &picture(4)).await;
    let twice = other.upload_json(UPLOAD, &WORDS, ("file", "b.png", &picture(4))).await;
    assert_eq!(twice.is(422).error(), "media_there");
    assert!(twice.json()["message"].as_str().unwrap().contains("第一次上传"));
    other.get("/office/media/new").await;
    let page = other.upload(UPLOAD, &WORDS, ("file", "b.png", &picture(4))).await;
    page.is(200).see("素材库里已有同一个文件").see("第一次上传");
    assert_eq!(page.value("title").as_deref(), Some("火灾警示片"));
    assert_eq!(stored(server).len(), 1);
    // Another street has a library of its own, over the same file.
    let elsewhere = server.street().await.office().await;
    upload(&mut server.sign_in(&elsewhere).await, "别的街道", &picture(4)).await;
    assert_eq!(stored(server).len(), 1);
}

async fn wrong_words_are_named_and_nothing_typed_is_lost(server: &TestServer) {
    let (mut one, _) = two(server).await;
    one.get("/office/media/new").await;
    let words = [("title", "片"), ("source", ""), ("tags", "一个非常非常非常非常长的标签")];
    let page = one.upload(UPLOAD, &words, ("file", "a.png", &picture(5))).await;
    page.is(200).see("至少 2 个字").see("请填写这一项").see("每个不超过 12 个字");
    assert_eq!(page.value("title").as_deref(), Some("片"));
    let page = one.upload(UPLOAD, &WORDS, ("file", "", b"")).await;
    page.is(200).see("请先选择一个文件");
    assert_eq!(page.value("source").as_deref(), Some("街道应急办自制"));
    let none = one.post_json(UPLOAD, &[("title", "没有文件")]).await;
    none.is(400);
    assert!(stored(server).is_empty(), "{:?}", stored(server));
}

/// The head of a form with a file, as a browser sends it; its end is left to the caller.
fn opening(words: &[(&str, &str)]) -> Vec<u8> {
    let mut body = String::new();
    for (name, value) in words {
        body += &format!("--frontier\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    }
    body += "--frontier\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\
        Content-Type: application/pdf\r\n\r\n%PDF-1.7\n";
    body.into_bytes()
}

const CHUNK: usize = 64 << 10;

/// A form whose file has so many chunks and then breaks off; counts the bytes that were asked for.
fn endless(client: &Client, chunks: usize, length: Option<u64>) -> (Request<Body>, Arc<AtomicU64>) {
    let read = Arc::new(AtomicU64::new(0));
    let (counter, head) = (Arc::clone(&read), opening(&WORDS));
    let body = stream::iter(0..=chunks + 1).map(move |n| {
        let bytes = match n {
            0 => Bytes::from(head.clone()),
            n if n <= chunks => Bytes::from(vec![b'x'; CHUNK]),
            _ => return Err(std::io::Error::other("the connection is gone")),
        };
        counter.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        Ok(bytes)
    });
    let mut request = client.form(UPLOAD, &[]);
    *request.body_mut() = Body::from_stream(body);
    let headers = request.headers_mut();
    headers.insert(header::CONTENT_TYPE, "multipart/form-data; boundary=frontier".parse().unwrap());
    if let Some(length) = length {
        headers.insert(header::CONTENT_LENGTH, length.into());
    }
    (request, read)
}

fn for_a_program(mut request: Request<Body>) -> Request<Body> {
    request.headers_mut().insert(header::ACCEPT, "application/json".parse().unwrap());
    request
}

async fn an_upload_that_breaks_off_leaves_nothing_behind(server: &TestServer) {
    let (mut one, _) = two(server).await;
    one.get("/office/media/new").await;
    let (request, read) = endless(&one, 8, None);
    let answer = one.send(request).await;
    let page = one.follow(answer).await;
    page.is(200).see("上传中断，文件没有收下");
    assert_eq!(page.value("title").as_deref(), Some("火灾警示片"));
    assert!(read.load(Ordering::Relaxed) > 8 * CHUNK as u64, "the file was being read");
    assert!(stored(server).is_empty(), "{:?}", stored(server));
    one.get("/office/media").await.is(200).see("没有这样的素材");
    // The same when the body ends without its end.
    let mut request = one.form(UPLOAD, &[]);
    *request.body_mut() = Body::from(opening(&WORDS));
    request
        .headers_mut()
        .insert(header::CONTENT_TYPE, "multipart/form-data; boundary=frontier".parse().unwrap());
    assert_eq!(one.send(for_a_program(request)).await.is(422).error(), "upload_cut_off");
    assert!(stored(server).is_empty(), "{:?}", stored(server));
}

async fn a_file_of_500_mb_is_refused_by_its_length_before_it_is_sent(server: &TestServer) {
    let (mut one, _) = two(server).await;
    // Beyond every limit, and beyond that of a document alone: the test server takes 2 MiB of one, 3 of a film.
    for length in [500 << 20, (5 << 20) / 2] {
        let (request, read) = endless(&one, 10_000, Some(length));
        let answer = one.send(for_a_program(request)).await;
        assert_eq!(answer.is(413).error(), "too_large", "{length}");
        let read = read.load(Ordering::Relaxed);
        assert!(read < 16 * CHUNK as u64, "{read} bytes of {length} were read");
    }
    assert!(stored(server).is_empty(), "{:?}", stored(server));
}

async fn a_file_that_hides_its_length_is_refused_when_it_passes_the_limit(server: &TestServer) {
    let (mut one, _) = two(server).await;
    let (request, read) = endless(&one, 10_000, None);
    let answer = one.send(for_a_program(request)).await;
    assert_eq!(answer.is(413).error(), "too_large");
    assert!(answer.json()["message"].as_str().unwrap().contains("2 MB"));
    let read = read.load(Ordering::Relaxed);
    assert!((2 << 20..3 << 20).contains(&read), "{read} bytes were read");
    assert!(stored(server).is_empty(), "{:?}", stored(server));
}

async fn a_person_sees_why_a_large_file_was_refused_and_keeps_what_was_typed(server: &TestServer) {
    let (mut one, _) = two(server).await;
    one.get("/office/media/new").await;
    let page = one.upload(UPLOAD, &WORDS, ("file", "大.pdf", &document(5 << 20))).await;
    page.is(200).see("文件超过 2 MB");
    assert_eq!(page.value("title").as_deref(), Some("火灾警示片"));
    let page = one.upload(UPLOAD, &WORDS, ("file", "好.pdf", &document(1_000))).await;
    page.is(200).see("已上传");
    assert_eq!(stored(server).len(), 1);
}

async fn what_a_crash_left_behind_is_swept_after_a_day(server: &TestServer) {
    let (mut one, _) = two(server).await;
    upload(&mut one, "留下的图片", &picture(6)).await;
    let media = server.folder().join("media");
    let kept = stored(server);
    let part = media.join("incoming/cut-off");
    let unknown = media.join("ab").join("ab".repeat(32));
    let foreign = media.join("readme.txt");
    fs::create_dir_all(unknown.parent().unwrap()).unwrap();
    for path in [&part, &unknown, &foreign] {
        fs::write(path, b"left").unwrap();
    }
    let set = |path: &PathBuf, hours: i64| {
        let at = (server.clock.now() - TimeDelta::hours(hours)).timestamp();
        let at = SystemTime::UNIX_EPOCH + Duration::from_secs(u64::try_from(at).unwrap());
        fs::File::options().write(true).open(path).unwrap().set_modified(at).unwrap();
    };
    for path in kept.iter().chain([&part, &unknown, &foreign]) {
        set(path, 23);
    }
    assert_eq!(application::media::sweep_media(&server.system).await.unwrap(), 0, "uploads may be under way");
    for path in kept.iter().chain([&part, &unknown, &foreign]) {
        set(path, 25);
    }
    assert_eq!(application::media::sweep_media(&server.system).await.unwrap(), 2);
    let mut left = kept;
    left.push(foreign);
    left.sort();
    let mut found = stored(server);
    found.sort();
    assert_eq!(found, left);
}

/// Asks for a file with headers.
pub(super) async fn ask(client: &mut Client, method: Method, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    client.send(request.body(Body::empty()).unwrap()).await
}

async fn a_film_goes_out_in_ranges(server: &TestServer) {
    let (mut one, _) = two(server).await;
    let bytes = film(60, 300_000);
    let path = format!("/media/{}", upload(&mut one, "一段视频", &bytes).await);
    let size = bytes.len();
    let whole = one.get(&path).await;
    assert_eq!(whole.is(200).body, bytes);
    assert_eq!((whole.header("content-type"), whole.header("accept-ranges")), ("video/mp4", "bytes"));
    assert!(whole.header("content-disposition").starts_with("inline"));
    assert!(whole.header("content-security-policy").starts_with("default-src 'none'"));
    let tag = whole.header("etag").to_owned();
    assert_eq!(tag, format!("\"{}\"", hex::encode(domain::hash::hash(&bytes))));

    for (asked, from, to) in [
        ("bytes=0-99", 0, 100),
        ("bytes=1000-", 1_000, size),
        ("bytes=-500", size - 500, size),
        ("bytes=299990-99999999", 299_990, size),
    ] {
        let part = ask(&mut one, Method::GET, &path, &[("range", asked)]).await;
        assert_eq!(part.is(206).body, bytes[from..to], "{asked}");
        assert_eq!(part.header("content-range"), format!("bytes {from}-{}/{size}", to - 1));
        assert_eq!(part.header("etag"), tag);
    }
    let beyond = ask(&mut one, Method::GET, &path, &[("range", "bytes=99999999-")]).await;
    assert_eq!(beyond.is(416).header("content-range"), format!("bytes */{size}"));
    // Several ranges at once are the whole.
    let several = ask(&mut one, Method::GET, &path, &[("range", "bytes=0-1,5-6")]).await;
    assert_eq!(several.is(200).body, bytes);

    let head = ask(&mut one, Method::HEAD, &path, &[]).await;
    assert_eq!((head.is(200).header("content-length"), head.body.len()), (size.to_string().as_str(), 0));
    let same = ask(&mut one, Method::GET, &path, &[("if-none-match", &tag)]).await;
    assert!(same.is(304).body.is_empty());
    let kept = one.get(&format!("{path}?download=1")).await;
    assert!(kept.is(200).header("content-disposition").starts_with("attachment"));
    one.get("/media/00000000-0000-7000-8000-000000000000").await.is(404);
    server.client().get(&path).await.is(303);
}

async fn a_part_of_an_older_file_is_never_mixed_with_this_one(server: &TestServer) {
    let (mut one, _) = two(server).await;
    let bytes = film(60, 10_000);
    let path = format!("/media/{}", upload(&mut one, "一段视频", &bytes).await);
    let tag = one.get(&path).await.header("etag").to_owned();
    let range = ("range", "bytes=10-19");
    let part = ask(&mut one, Method::GET, &path, &[range, ("if-range", &tag)]).await;
    assert_eq!(part.is(206).body, bytes[10..20]);
    for older in ["\"0000\"", "Mon, 02 Mar 2026 01:00:00 GMT"] {
        let whole = ask(&mut one, Method::GET, &path, &[range, ("if-range", older)]).await;
        assert_eq!(whole.is(200).body, bytes, "{older}");
    }
}

async fn the_list_finds_by_words_kind_and_state(server: &TestServer) {
    let (mut one, mut other) = two(server).await;
    publish(&mut one, &mut other, "用电安全图", &picture(7)).await;
    upload(&mut one, "动火作业片", &film(10, 100)).await;
    one.get("/office/media").await.is(200).see("用电安全图").see("动火作业片");
    one.get("/office/media?kind=video").await.is(200).see("动火作业片").not_see("用电安全图");
    one.get("/office/media?state=published").await.is(200).see("用电安全图").not_see("动火作业片");
    one.get("/office/media?q=%E5%8A%A8%E7%81%AB").await.is(200).see("动火作业片").not_see("用电安全图");
    one.get("/office/media?q=100%25").await.is(200).see("没有这样的素材");
}

//! Questions from and into files: judged first, taken in whole or not at all, given out and logged.

use contract::exchange::Format;
use domain::bank::RawBasis;
use exchange::{Defaults, Limits};
use serde_json::Value;
use support::{Answer, Client, Street, TestServer};

support::both![
    a_file_is_judged_first_and_then_becomes_drafts_that_another_person_reviews,
    one_wrong_question_keeps_the_whole_file_out,
    the_marked_workbook_says_what_is_wrong_and_is_imported_once_mended,
    the_same_file_again_changes_nothing_even_without_numbers,
    what_is_changed_is_shown_beside_what_is_published,
    questions_that_ask_nearly_the_same_stand_side_by_side,
    a_question_under_work_or_of_another_bank_is_not_taken_in,
    a_file_is_judged_again_when_it_is_confirmed_and_taken_in_once,
    files_that_cannot_be_read_are_told_why_and_what_was_chosen_stays,
    a_basis_for_the_whole_file_is_taken_where_a_question_has_none,
    verdicts_are_filtered_and_paged,
    every_format_goes_out_comes_back_and_is_logged,
    what_a_format_leaves_out_is_told_before_the_download,
    files_of_one_bank_or_street_are_unknown_to_others,
];

const PREVIEW: &str = "/api/bank/preview-import";
const IMPORT: &str = "/api/bank/import";
const HEAD: &str = "题号,题型,题干,选项A,选项B,选项C,答案,解析,难度,专题,依据法规,条,证据";
const FIRST: &str = ",单选题,谁对本单位的安全生产工作全面负责？,主要负责人,安全总监,工会主席,A,第五条写明主要负责人全面负责。,易,职责,01,5,主要负责人；第一责任人";
const SECOND: &str = ",判断题,动火作业可以不经审批，由班组长口头同意即可开始。,,,,错,动火前须审批。,中,动火作业,01,43,危险作业；审批";

fn table(rows: &[&str]) -> Vec<u8> {
    format!("{HEAD}\n{}\n", rows.join("\n")).into_bytes()
}

/// Two of the office and a bank of their own.
struct Desk {
    street: Street,
    one: Client,
    other: Client,
}

async fn desk(server: &TestServer) -> Desk {
    let street = server.street().await;
    let mut one = server.sign_in(&street.office().await).await;
    let other = server.sign_in(&street.office().await).await;
    create(&mut one, "posts").await;
    Desk { street, one, other }
}

async fn create(client: &mut Client, code: &str) {
    client
        .post_json("/api/bank/create", &[("code", code), ("title", "岗位题库"), ("note", "")])
        .await
        .is(200);
}

async fn preview(client: &mut Client, name: &str, bytes: &[u8]) -> Answer {
    client.upload_json(PREVIEW, &[("bank", "posts")], (name, "file", bytes)).await
}

/// Sends a file; gives its identifier.
async fn keep(client: &mut Client, bytes: &[u8]) -> String {
    let answer = client.upload_json(PREVIEW, &[("bank", "posts")], ("file", "题库.csv", bytes)).await;
    answer.is(200).json()["upload"].as_str().unwrap().to_owned()
}

async fn look(client: &mut Client, upload: &str, query: &str) -> Value {
    client.get_json(&format!("/office/banks/posts/import/{upload}{query}")).await.is(200).json()
}

async fn take(client: &mut Client, upload: &str) -> Answer {
    client.post_json(IMPORT, &[("bank", "posts"), ("upload", upload)]).await
}

/// Takes a file in, agrees to all of it, and publishes it.
async fn published(desk: &mut Desk, bytes: &[u8]) {
    let upload = keep(&mut desk.one, bytes).await;
    take(&mut desk.one, &upload).await.is(200);
    let all = |act| [("bank", "posts"), ("act", act)];
    desk.one.post_json("/api/bank/move-edits", &all("submit")).await.is(200);
    desk.other.post_json("/api/bank/move-edits", &all("approve")).await.is(200);
    desk.one.post_json("/api/bank/publish", &[("bank", "posts")]).await.is(200);
}

fn refusal(answer: &Answer) -> String {
    answer.is(422).json()["facts"]["refusal"].as_str().unwrap_or_default().to_owned()
}

/// How often an event stands in the log, by the word that its page has for it.
async fn logged(server: &TestServer, street: &Street, event: &str, term: &str) -> usize {
    let mut auditor = server.sign_in(&street.auditor().await).await;
    let page = auditor.get(&format!("/audit/log?event={event}")).await;
    let table = page.is(200).text();
    let body = table.split("<tbody").nth(1).unwrap_or_default();
    body.matches(&format!("{term}<")).count()
}

async fn a_file_is_judged_first_and_then_becomes_drafts_that_another_person_reviews(server: &TestServer) {
    let mut desk = desk(server).await;
    desk.one.get("/office/banks/posts").await.is(200).see("导入").see("导出");
    desk.one.get("/office/banks/posts/import").await.is(200).see("下载模板").see("不超过 20 MB");
    let sent =
        desk.one.upload(PREVIEW, &[("bank", "posts")], ("file", "新题.csv", &table(&[FIRST, SECOND]))).await;
    sent.is(200).see("2 题都可以导入：新题 2，修改 0，无变化 0").see("posts-0001").see("还没有写入任何题目");
    desk.one.get("/office/banks/posts").await.see("草稿 0");
    let upload = sent.value("upload").unwrap();
    let done =
        desk.one.submit(IMPORT, &[("bank", "posts"), ("upload", &upload), ("reason", "新规补充")]).await;
    done.is(200).see("题目已导入").see("草稿 2").see("谁对本单位的安全生产工作全面负责");
    let shown = desk.other.get("/office/banks/posts/questions/posts-0001").await;
    shown.is(200).see("新增：草稿").see("新规补充");
    let all = [("bank", "posts"), ("act", "submit")];
    desk.one.post_json("/api/bank/move-edits", &all).await.is(200);
    desk.other.post_json("/api/bank/move-edits", &[("bank", "posts"), ("act", "approve")]).await.is(200);
    desk.one.submit("/api/bank/publish", &[("bank", "posts")]).await.is(200).see("第 1 版，2 题");
    assert_eq!(logged(server, &desk.street, "questions_imported", "导入题目").await, 1);
}

async fn one_wrong_question_keeps_the_whole_file_out(server: &TestServer) {
    let mut desk = desk(server).await;
    let wrong = ",单选题,一道错题？,甲,乙,,D,,极难,职责,01,5,一；二";
    let sent =
        desk.one.upload(PREVIEW, &[("bank", "posts")], ("file", "题.csv", &table(&[FIRST, wrong]))).await;
    sent.is(200)
        .see("有 1 题需要修改，暂不能导入")
        .see("第 3 行")
        .see("答案是 D，但选项只到 B")
        .see("难度请填易、中、难")
        .see("“极难”")
        .not_see("确认导入");
    let upload = keep(&mut desk.one, &table(&[FIRST, wrong])).await;
    assert_eq!(refusal(&take(&mut desk.one, &upload).await), "rows_wrong");
    desk.one.get("/office/banks/posts").await.see("草稿 0");
}

async fn the_marked_workbook_says_what_is_wrong_and_is_imported_once_mended(server: &TestServer) {
    let mut desk = desk(server).await;
    let upload = keep(&mut desk.one, &table(&[FIRST, &SECOND.replace(",错,", ",也许,")])).await;
    let file = desk.one.get(&format!("/office/banks/posts/import/{upload}/marked.xlsx")).await;
    file.is(200);
    assert_eq!(file.header("content-type"), Format::Xlsx.media_type());
    let read =
        |bytes: &[u8]| exchange::read(bytes, Format::Xlsx, &Defaults::default(), &Limits::default()).unwrap();
    let marked = read(&file.body);
    assert_eq!(marked.entries.len(), 2, "every row stands in it");
    assert!(marked.entries[0].draft.is_some() && marked.entries[1].draft.is_none());
    let again = preview(&mut desk.one, "file", &file.body).await;
    assert_eq!(again.is(200).json()["tally"]["wrong"], 1);
    let template = desk.one.get("/office/banks/posts/import/template.xlsx").await;
    assert!(
        exchange::read(&template.is(200).body, Format::Xlsx, &Defaults::default(), &Limits::default())
            .is_err()
    );
}

async fn the_same_file_again_changes_nothing_even_without_numbers(server: &TestServer) {
    let mut desk = desk(server).await;
    published(&mut desk, &table(&[FIRST, SECOND])).await;
    let page =
        desk.one.upload(PREVIEW, &[("bank", "posts")], ("file", "题.csv", &table(&[SECOND, FIRST]))).await;
    page.is(200).see("文件里的题与题库一致，不需要导入").see("posts-0002");
    let upload = keep(&mut desk.one, &table(&[SECOND, FIRST])).await;
    assert_eq!(look(&mut desk.one, &upload, "").await["tally"]["same"], 2);
    assert_eq!(refusal(&take(&mut desk.one, &upload).await), "no_edits");
    let file = desk.one.get("/office/banks/posts/export?format=xlsx").await;
    let upload = keep_named(&mut desk.one, "题.xlsx", &file.is(200).body).await;
    assert_eq!(look(&mut desk.one, &upload, "").await["tally"]["same"], 2, "an export is what is published");
}

async fn keep_named(client: &mut Client, name: &str, bytes: &[u8]) -> String {
    let answer = client.upload_json(PREVIEW, &[("bank", "posts")], ("file", name, bytes)).await;
    answer.is(200).json()["upload"].as_str().unwrap().to_owned()
}

async fn what_is_changed_is_shown_beside_what_is_published(server: &TestServer) {
    let mut desk = desk(server).await;
    published(&mut desk, &table(&[FIRST, SECOND])).await;
    let changed = format!("posts-0001{}", FIRST.replace("工会主席", "车间主任"));
    let upload = keep(&mut desk.one, &table(&[&changed])).await;
    let page = desk.one.get(&format!("/office/banks/posts/import/{upload}")).await;
    page.is(200).see("修改 1").see("工会主席").see("车间主任").see("选项 C");
    assert_eq!(take(&mut desk.one, &upload).await.is(200).json()["changed"], 1);
    let shown = desk.other.get("/office/banks/posts/questions/posts-0001").await;
    shown.is(200).see("修改：草稿").see("导入文件：题库.csv");
}

async fn questions_that_ask_nearly_the_same_stand_side_by_side(server: &TestServer) {
    let mut desk = desk(server).await;
    published(&mut desk, &table(&[FIRST, SECOND])).await;
    let near = SECOND.replace("即可开始", "即可马上开始");
    let upload = keep(&mut desk.one, &table(&[&near])).await;
    let page = desk.one.get(&format!("/office/banks/posts/import/{upload}?verdict=alike")).await;
    page.is(200)
        .see("其中 1 题与题库或文件里别的题相近")
        .see("与 posts-0002 相近")
        .see("即可开始")
        .see("即可马上开始");
    let rows = look(&mut desk.one, &upload, "?verdict=alike").await;
    assert_eq!(rows["rows"][0]["alike"]["id"], "posts-0002");
    let within = keep(
        &mut desk.one,
        &table(&[
            &near.replace("班组长", "工段长"),
            &near.replace("班组长", "工段长").replace("口头", "当面"),
        ]),
    )
    .await;
    let rows = look(&mut desk.one, &within, "?verdict=alike").await;
    assert!(
        rows["rows"].as_array().unwrap().iter().any(|row| row["alike"]["place"]["row"].is_number()),
        "{rows}"
    );
}

async fn a_question_under_work_or_of_another_bank_is_not_taken_in(server: &TestServer) {
    let mut desk = desk(server).await;
    published(&mut desk, &table(&[FIRST])).await;
    let changed = format!("posts-0001{}", FIRST.replace("工会主席", "车间主任"));
    let first = keep(&mut desk.one, &table(&[&changed])).await;
    let second = keep(&mut desk.other, &table(&[&changed])).await;
    take(&mut desk.one, &first).await.is(200);
    assert_eq!(refusal(&take(&mut desk.other, &second).await), "rows_wrong");
    let page = desk.other.get(&format!("/office/banks/posts/import/{second}")).await;
    page.is(200).see("这道题有没办完的修改");
    create(&mut desk.one, "elsewhere").await;
    let answer = desk
        .one
        .upload_json(PREVIEW, &[("bank", "elsewhere")], ("file", "题.csv", &table(&[&changed])))
        .await;
    let upload = answer.is(200).json()["upload"].as_str().unwrap().to_owned();
    desk.one
        .get(&format!("/office/banks/elsewhere/import/{upload}"))
        .await
        .is(200)
        .see("已在题库“posts”中使用");
}

async fn a_file_is_judged_again_when_it_is_confirmed_and_taken_in_once(server: &TestServer) {
    let mut desk = desk(server).await;
    let (first, second) =
        (keep(&mut desk.one, &table(&[FIRST])).await, keep(&mut desk.other, &table(&[SECOND])).await);
    take(&mut desk.one, &first).await.is(200);
    let taken = take(&mut desk.other, &second).await;
    assert_eq!(taken.is(200).json()["added"], 1);
    desk.one.get_json("/office/banks/posts/questions/posts-0002").await.is(200).see("动火作业可以不经审批");
    assert_eq!(take(&mut desk.one, &first).await.status.as_u16(), 404, "sent twice it is taken in once");
}

async fn files_that_cannot_be_read_are_told_why_and_what_was_chosen_stays(server: &TestServer) {
    let mut desk = desk(server).await;
    let mut old = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    old.resize(1024, 0);
    old.extend("Workbook".encode_utf16().flat_map(u16::to_le_bytes));
    old.resize(4096, 0);
    for (name, bytes, words) in [
        ("旧.xls", old.as_slice(), "另存为“Excel 工作簿（.xlsx）”"),
        ("空.csv", b"", "文件是空的"),
        ("话.txt", "一段话".as_bytes(), "认不出这是哪种格式"),
        ("人.csv", "姓名,手机\n甲,1\n".as_bytes(), "没有找到题目的表头"),
        ("包.zip", b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "没有 imsmanifest.xml"),
    ] {
        desk.one.get("/office/banks/posts/import").await.is(200);
        let fields = [("bank", "posts"), ("basis", "plan"), ("note", "二(五)3")];
        let page = desk.one.upload(PREVIEW, &fields, ("file", name, bytes)).await;
        page.is(200).see(words);
        assert_eq!(page.value("note").as_deref(), Some("二(五)3"), "{name}");
    }
    let fields = [("bank", "posts"), ("basis", "plan"), ("note", "")];
    let page = desk.one.upload(PREVIEW, &fields, ("file", "题.csv", &table(&[FIRST]))).await;
    page.is(200).see("第二步：上传检查");
    assert_eq!(preview_with(&mut desk.one, &fields, &table(&[FIRST])).await.is(422).error(), "form");
    let none = desk.one.upload_json(PREVIEW, &[("bank", "posts")], ("file", "", b"")).await;
    assert_eq!(none.is(422).error(), "form");
    let huge = vec![b'x'; (20 << 20) + 1];
    let page = desk.one.upload(PREVIEW, &[("bank", "posts")], ("file", "大.csv", &huge)).await;
    page.see("20 MB");
    let missing =
        desk.one.upload_json(PREVIEW, &[("bank", "nobody")], ("file", "题.csv", &table(&[FIRST]))).await;
    assert_eq!(missing.status.as_u16(), 404);
}

async fn preview_with(client: &mut Client, fields: &[(&str, &str)], bytes: &[u8]) -> Answer {
    client.upload_json(PREVIEW, fields, ("file", "题.csv", bytes)).await
}

async fn a_basis_for_the_whole_file_is_taken_where_a_question_has_none(server: &TestServer) {
    let mut desk = desk(server).await;
    let gift = "::甲::先做哪一步？{=通风 ~检测 ~作业}\n\n进入前要先审批{T}\n";
    let send = |fields: Vec<(&'static str, &'static str)>| fields;
    let wrong = send(vec![("bank", "posts")]);
    let answer = desk.one.upload_json(PREVIEW, &wrong, ("file", "题.txt", gift.as_bytes())).await;
    assert_eq!(answer.is(200).json()["tally"]["wrong"], 2);
    let right =
        send(vec![("bank", "posts"), ("format", "gift"), ("basis", "practice"), ("note", "GB 30871-2022")]);
    let answer = desk.one.upload_json(PREVIEW, &right, ("file", "题.txt", gift.as_bytes())).await;
    let upload = answer.is(200).json()["upload"].as_str().unwrap().to_owned();
    let view = look(&mut desk.one, &upload, "").await;
    assert_eq!(view["tally"]["new"], 2);
    assert_eq!(view["rows"][0]["after"]["basis"]["standard"], "GB 30871-2022");
    desk.one
        .get(&format!("/office/banks/posts/import/{upload}"))
        .await
        .is(200)
        .see("没有写依据，用了上传时指定的依据")
        .see("没有写难度，按“中”");
}

async fn verdicts_are_filtered_and_paged(server: &TestServer) {
    let mut desk = desk(server).await;
    let good: Vec<String> = (0..60)
        .map(|n| {
            SECOND.replace(
                "动火作业",
                &format!(
                    "第 {n} 种{}作业",
                    "特殊高处吊装断路动土临时用电有限空间动火检修"
                        .chars()
                        .cycle()
                        .skip(n * 3)
                        .take(9)
                        .collect::<String>()
                ),
            )
        })
        .collect();
    let mut rows: Vec<&str> = good.iter().map(String::as_str).collect();
    let wrong = SECOND.replace(",错,", ",也许,");
    rows.push(&wrong);
    let upload = keep(&mut desk.one, &table(&rows)).await;
    let first = look(&mut desk.one, &upload, "").await;
    assert_eq!(
        (first["rows"].as_array().unwrap().len(), &first["rows"][0]["verdict"]),
        (50, &Value::from("wrong"))
    );
    let second = look(&mut desk.one, &upload, "?verdict=new&page=2").await;
    assert_eq!(second["rows"].as_array().unwrap().len(), 10);
    assert_eq!(look(&mut desk.one, &upload, "?verdict=changed").await["rows"].as_array().unwrap().len(), 0);
    let page = desk.one.get(&format!("/office/banks/posts/import/{upload}?verdict=new")).await;
    page.is(200).see("新题 60").see("需修改 1").see("下一页");
    assert!(page.links().iter().any(|link| link.contains("verdict=new") && link.contains("page=2")));
}

async fn every_format_goes_out_comes_back_and_is_logged(server: &TestServer) {
    let mut desk = desk(server).await;
    published(&mut desk, &table(&[FIRST, SECOND])).await;
    for format in Format::ALL {
        let file = desk.one.get(&format!("/office/banks/posts/export?format={}", format.code())).await;
        assert_eq!(file.is(200).header("content-type"), format.media_type());
        assert!(file.header("content-disposition").contains("attachment"));
        let basis = Some(RawBasis::Plan { clause: "一".into() });
        let back = exchange::read(&file.body, format, &Defaults { basis }, &Limits::default()).unwrap();
        let held = if format == Format::Aiken { 1 } else { 2 };
        assert_eq!(back.entries.iter().filter(|entry| entry.draft.is_some()).count(), held, "{format:?}");
    }
    let narrowed = desk.one.get("/office/banks/posts/export?format=csv&kind=single").await;
    assert!(narrowed.is(200).text().contains("全面负责") && !narrowed.text().contains("动火作业"));
    assert_eq!(logged(server, &desk.street, "questions_exported", "导出题目").await, 7);
    assert_eq!(desk.one.get("/office/banks/posts/export?format=docx").await.status.as_u16(), 404);
}

async fn what_a_format_leaves_out_is_told_before_the_download(server: &TestServer) {
    let mut desk = desk(server).await;
    desk.one.get("/office/banks/posts/export").await.is(200).see("没有可以导出的题目");
    published(&mut desk, &table(&[FIRST, SECOND])).await;
    let page = desk.one.get("/office/banks/posts/export").await;
    page.is(200)
        .see("文件里有答案和解析")
        .see("全部内容都能导出")
        .see("判断题整题不导出：1 题（posts-0002）")
        .see("导出 1 题")
        .see("每次导出都记入日志");
    assert_eq!(
        logged(server, &desk.street, "questions_exported", "导出题目").await,
        0,
        "looking is no export"
    );
    let page = desk.one.get("/office/banks/posts/export?kind=true_false").await;
    page.is(200).see("已发布的 1 题").see("没有一题能用这种格式导出");
    let mut auditor = server.sign_in(&desk.street.auditor().await).await;
    auditor.get("/office/banks/posts/export").await.is(200);
    auditor.get("/office/banks/posts").await.is(200).see("导出").not_see("/office/banks/posts/import");
}

async fn files_of_one_bank_or_street_are_unknown_to_others(server: &TestServer) {
    let mut desk = desk(server).await;
    let upload = keep(&mut desk.one, &table(&[FIRST])).await;
    create(&mut desk.one, "second").await;
    assert_eq!(desk.one.get(&format!("/office/banks/second/import/{upload}")).await.status.as_u16(), 404);
    let other = server.street().await;
    let mut stranger = server.sign_in(&other.office().await).await;
    create(&mut stranger, "posts").await;
    assert_eq!(stranger.get(&format!("/office/banks/posts/import/{upload}")).await.status.as_u16(), 404);
    assert_eq!(take(&mut stranger, &upload).await.status.as_u16(), 404);
    assert_eq!(
        stranger.get(&format!("/office/banks/posts/import/{upload}/marked.xlsx")).await.status.as_u16(),
        404
    );
}

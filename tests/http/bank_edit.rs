//! Editing a bank: written by one, reviewed by another, frozen as a version.

use serde_json::Value;
use support::{Answer, Client, Street, TestServer};

support::both![
    a_question_goes_from_a_draft_by_another_persons_word_into_a_version,
    what_is_wrong_is_told_at_once_and_nothing_typed_is_lost,
    nobody_approves_their_own_and_nobody_changes_anothers_draft,
    a_question_is_changed_compared_and_retired,
    a_question_has_one_open_proposal_and_its_number_one_bank,
    a_proposal_over_an_older_wording_is_neither_approved_nor_published,
    a_bank_that_would_have_errors_is_not_published,
    a_form_gets_another_shape_and_keeps_what_was_typed,
    a_new_question_sent_twice_is_one_question,
    many_are_handed_in_and_approved_at_once,
    lists_are_filtered_and_paged_and_keys_are_for_reviewers_only,
    figures_of_questions_follow_the_results,
    a_bank_needs_a_code_of_its_own,
];

const STEM: &str = "谁对本单位的安全生产工作全面负责？";

/// The fields of a sound question.
fn fields<'a>(bank: &'a str, stem: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("bank", bank),
        ("kind", "single"),
        ("stem", stem),
        ("option-1", "主要负责人"),
        ("option-2", "安全总监"),
        ("option-3", "工会主席"),
        ("option-4", "车间主任"),
        ("right", "1"),
        ("explanation", "《安全生产法》第五条：主要负责人是第一责任人，全面负责。"),
        ("basis", "law"),
        ("law", "01"),
        ("article", "5"),
        ("evidence", "主要负责人\n第一责任人"),
        ("difficulty", "easy"),
        ("topics", "职责"),
        ("audiences", "principal"),
    ]
}

fn with<'a>(mut all: Vec<(&'a str, &'a str)>, changed: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    for (name, value) in changed {
        all.retain(|(known, _)| known != name);
        all.push((name, value));
    }
    all
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
    create(&mut one, "posts").await.is(200);
    Desk { street, one, other }
}

async fn create(client: &mut Client, code: &str) -> Answer {
    client.post_json("/api/bank/create", &[("code", code), ("title", "岗位题库"), ("note", "自编")]).await
}

/// Writes a question and hands it in; gives its number.
async fn write(client: &mut Client, fields: &[(&str, &str)]) -> String {
    let answer = client.post_json("/api/bank/write-question", fields).await;
    answer.is(200).json()["question"].as_str().unwrap().to_owned()
}

async fn show(client: &mut Client, question: &str) -> Value {
    client.get_json(&format!("/office/banks/posts/questions/{question}")).await.is(200).json()
}

async fn act(client: &mut Client, question: &str, act: &str) -> Answer {
    let edit = show(client, question).await["open"]["id"].as_str().unwrap().to_owned();
    client.post_json("/api/bank/move-edit", &[("edit", &edit), ("act", act), ("note", "请改题干")]).await
}

async fn publish(client: &mut Client) -> Answer {
    client.post_json("/api/bank/publish", &[("bank", "posts")]).await
}

/// A published question.
async fn published(desk: &mut Desk, stem: &str) -> String {
    let question = write(&mut desk.one, &fields("posts", stem)).await;
    act(&mut desk.other, &question, "approve").await.is(200);
    publish(&mut desk.one).await.is(200);
    question
}

fn refusal(answer: &Answer) -> String {
    answer.is(422).json()["facts"]["refusal"].as_str().unwrap_or_default().to_owned()
}

async fn a_question_goes_from_a_draft_by_another_persons_word_into_a_version(server: &TestServer) {
    let mut desk = desk(server).await;
    let page = desk.one.get("/office/banks/posts/new?kind=single").await;
    page.is(200).see("出一道单选题").see("保存并提交审核").see("存为草稿");
    let saved =
        desk.one.submit("/api/bank/write-question", &with(fields("posts", STEM), &[("act", "save")])).await;
    saved.is(200).see("草稿已保存").see(STEM).see("提交审核").not_see("审核通过");
    desk.one.get("/office/banks/posts").await.is(200).see("草稿 1").see("没有符合条件的题目");
    act(&mut desk.one, "posts-0001", "submit").await.is(200);
    let review = desk.other.get("/office/banks/posts/questions/posts-0001").await;
    review.is(200).see("新增：待审核").see("审核通过").see("考生看到的样子").see("《安全生产法》第五条");
    act(&mut desk.other, "posts-0001", "approve").await.is(200);
    desk.other
        .get("/office/banks/posts/publish")
        .await
        .is(200)
        .see("待发布的修改 1 份")
        .see("发布第 1 版（1 题）");
    let done = desk.one.submit("/api/bank/publish", &[("bank", "posts")]).await;
    done.is(200).see("新版题库已发布").see(STEM).see("第 1 版，1 题");
    desk.one.get("/office/banks").await.is(200).see("岗位题库");
    desk.one.get("/office/trainings/new").await.is(200).see("岗位题库");
}

async fn what_is_wrong_is_told_at_once_and_nothing_typed_is_lost(server: &TestServer) {
    let mut desk = desk(server).await;
    desk.one.get("/office/banks/posts/new").await.is(200);
    let wrong = with(
        fields("posts", ""),
        &[
            ("option-2", "主要负责人"),
            ("topics", ""),
            ("valid_from", "明天"),
            ("article", "第五条"),
            ("reason", "x"),
        ],
    );
    let page = desk.one.submit("/api/bank/write-question", &wrong).await;
    page.is(200)
        .see("没有题干")
        .see("第 1 个和第 2 个选项相同")
        .see("请写专题")
        .see("日期“明天”读不出来")
        .see("应写成 21 或 134-1");
    assert_eq!(page.value("option-3").as_deref(), Some("工会主席"), "what was typed is still there");
    assert_eq!(page.value("article").as_deref(), Some("第五条"));
    let two = [fields("posts", STEM), vec![("right", "3")]].concat();
    let answer = desk.one.post_json("/api/bank/write-question", &two).await;
    assert_eq!(refusal(&answer), "question_faulty");
    answer.see("right_count");
    desk.one.get("/office/banks/posts").await.see("草稿 0");
}

async fn nobody_approves_their_own_and_nobody_changes_anothers_draft(server: &TestServer) {
    let mut desk = desk(server).await;
    let question = write(&mut desk.one, &fields("posts", STEM)).await;
    assert_eq!(refusal(&act(&mut desk.one, &question, "approve").await), "second_person_needed");
    let many = [("bank", "posts"), ("act", "approve")];
    assert_eq!(refusal(&desk.one.post_json("/api/bank/move-edits", &many).await), "no_edits");
    let edit = show(&mut desk.other, &question).await["open"]["id"].as_str().unwrap().to_owned();
    let wordless = [("edit", edit.as_str()), ("act", "return"), ("note", "")];
    assert_eq!(desk.other.post_json("/api/bank/move-edit", &wordless).await.is(422).error(), "form");
    act(&mut desk.other, &question, "return").await.is(200);
    desk.one.get(&format!("/office/banks/posts/questions/{question}/edit")).await.is(200).see("请改题干");
    let change = with(fields("posts", "改过的题干是什么？"), &[("question", &question)]);
    assert_eq!(refusal(&desk.other.post_json("/api/bank/write-question", &change).await), "edit_of_another");
    write(&mut desk.one, &change).await;
    act(&mut desk.other, &question, "approve").await.is(200);
    assert_eq!(refusal(&act(&mut desk.other, &question, "approve").await), "edit_not_now");
    publish(&mut desk.other).await.is(200);
    assert_eq!(refusal(&publish(&mut desk.other).await), "no_edits");
}

async fn a_question_is_changed_compared_and_retired(server: &TestServer) {
    let mut desk = desk(server).await;
    let question = published(&mut desk, STEM).await;
    published(&mut desk, "班组长每天开工前应当做哪一项工作？").await;
    let path = format!("/office/banks/posts/questions/{question}");
    desk.one.get(&format!("{path}/edit")).await.is(200).see("修改理由");
    let unchanged = with(fields("posts", STEM), &[("question", &question), ("reason", "试试")]);
    let answer = desk.one.post_json("/api/bank/write-question", &unchanged).await;
    assert_eq!(refusal(&answer), "question_faulty");
    answer.see("unchanged");
    let change = with(fields("posts", STEM), &[("question", &question), ("right", "2"), ("reason", "")]);
    desk.one.post_json("/api/bank/write-question", &change).await.is(422).see("reason_missing");
    write(&mut desk.one, &with(change, &[("reason", "原答案有误")])).await;
    desk.other.get(&path).await.is(200).see("原答案有误").see("（正确）").see("改动");
    act(&mut desk.other, &question, "approve").await.is(200);
    publish(&mut desk.other).await.is(200);
    desk.one.get(&path).await.is(200).see("第 3 版 · 修改").see("第 1 版 · 收入题库").see("原答案有误");
    desk.one.get("/office/banks/posts/versions").await.is(200).see("第 3 版与第 2 版：1 处不同");
    desk.one.get("/office/banks/posts/versions?version=3&against=1").await.is(200).see("2 处不同");
    desk.one.get("/office/banks/posts/versions?version=9").await.is(404);
    let retire = [("bank", "posts"), ("question", question.as_str()), ("reason", "条文已修订")];
    desk.one.post_json("/api/bank/retire-question", &retire).await.is(200);
    act(&mut desk.other, &question, "approve").await.is(200);
    publish(&mut desk.one).await.is(200);
    desk.one.get(&path).await.is(200).see("已停用，不再出题").see("第 4 版 · 停用");
    desk.one.get("/office/banks/posts").await.is(200).see("第 4 版，1 题").not_see(STEM);
    let again = with(fields("posts", STEM), &[("id", &question)]);
    desk.one.post_json("/api/bank/write-question", &again).await.is(422).see("id_taken");
}

async fn a_question_has_one_open_proposal_and_its_number_one_bank(server: &TestServer) {
    let mut desk = desk(server).await;
    let question = published(&mut desk, STEM).await;
    let change =
        with(fields("posts", "改过的题干是什么？"), &[("question", &question), ("reason", "更清楚")]);
    write(&mut desk.one, &change).await;
    let retire = [("bank", "posts"), ("question", question.as_str()), ("reason", "条文已修订")];
    assert_eq!(refusal(&desk.other.post_json("/api/bank/retire-question", &retire).await), "edits_open");
    create(&mut desk.one, "others").await.is(200);
    let stolen = with(fields("others", STEM), &[("id", &question)]);
    desk.one.post_json("/api/bank/write-question", &stolen).await.is(422).see("id_taken").see("posts");
    let foreign = server.street().await;
    let mut stranger = server.sign_in(&foreign.office().await).await;
    stranger.get("/office/banks/posts").await.is(404);
    stranger.get(&format!("/office/banks/posts/questions/{question}")).await.is(404);
}

async fn a_proposal_over_an_older_wording_is_neither_approved_nor_published(server: &TestServer) {
    let mut desk = desk(server).await;
    let question = published(&mut desk, STEM).await;
    let change =
        with(fields("posts", "改过的题干是什么？"), &[("question", &question), ("reason", "更清楚")]);
    write(&mut desk.one, &change).await;
    // Meanwhile a folder is published by the administrator, with another wording.
    let mut bank =
        application::bank::read_bank(&support::place::root().join("question-banks/liability")).unwrap();
    bank.code = "posts".into();
    let cx = desk.street.cx();
    application::bank::publish_bank(&cx, &bank).await.unwrap();
    assert_eq!(refusal(&act(&mut desk.other, &question, "approve").await), "edits_stale");
    desk.other.get(&format!("/office/banks/posts/questions/{question}")).await.see("已发布了新的内容");
    act(&mut desk.other, &question, "return").await.is(200);
    act(&mut desk.one, &question, "discard").await.is(200);
    desk.one.get(&format!("/office/banks/posts/questions/{question}")).await.see("办结的修改").see("已放弃");
}

async fn a_bank_that_would_have_errors_is_not_published(server: &TestServer) {
    let mut desk = desk(server).await;
    published(&mut desk, STEM).await;
    let twin = write(&mut desk.one, &fields("posts", STEM)).await;
    act(&mut desk.other, &twin, "approve").await.is(200);
    let page = desk.one.get("/office/banks/posts/publish").await;
    page.is(200).see("相似 100.0%").see("先修改再发布").not_see("确认发布");
    assert_eq!(refusal(&publish(&mut desk.one).await), "bank_unsound");
    desk.one.get("/office/banks/posts").await.see("第 1 版，1 题");
}

async fn a_form_gets_another_shape_and_keeps_what_was_typed(server: &TestServer) {
    let mut desk = desk(server).await;
    desk.one.get("/office/banks/posts/new").await.is(200);
    let case = with(fields("posts", "某家具厂打磨车间发生闪燃。"), &[("kind", "case"), ("act", "reshape")]);
    let page = desk.one.submit("/api/bank/write-question", &case).await;
    page.is(200).see("出一道案例题").see("某家具厂打磨车间发生闪燃。").see("第 1 问（共 1 问）");
    let more = with(
        case,
        &[
            ("act", "add_part"),
            ("p1-kind", "true_false"),
            ("p1-stem", "应当立即报告。"),
            ("p1-truth", "true"),
        ],
    );
    let page = desk.one.submit("/api/bank/write-question", &more).await;
    page.is(200).see("第 2 问（共 2 问）").see("应当立即报告。");
    let whole = with(
        more,
        &[
            ("act", "submit"),
            ("p2-kind", "fill"),
            ("p2-stem", "应在（　　）小时内上报。"),
            ("p2-answers", "1\n一"),
            ("p2-explanation", "见第八十三条。"),
        ],
    );
    let question = write(&mut desk.one, &whole).await;
    let shown = show(&mut desk.one, &question).await;
    assert_eq!(shown["open"]["body"]["raw"]["parts"].as_array().unwrap().len(), 2);
    assert!(shown["open"]["body"]["raw"].get("options").is_none(), "the options of the old type are gone");
}

async fn a_new_question_sent_twice_is_one_question(server: &TestServer) {
    let mut desk = desk(server).await;
    let once = write(&mut desk.one, &fields("posts", STEM)).await;
    assert_eq!(write(&mut desk.one, &fields("posts", STEM)).await, once, "the same again is the same");
    desk.one.get("/office/banks/posts").await.see("待审核 1").see("草稿 0");
    let saved = with(fields("posts", "谁批准动火作业？"), &[("act", "save")]);
    let draft = write(&mut desk.one, &saved).await;
    assert_eq!(write(&mut desk.one, &saved).await, draft);
    assert_ne!(write(&mut desk.other, &saved).await, draft, "somebody else's is another proposal");
    desk.one.get("/office/banks/posts").await.see("待审核 1").see("草稿 2");
    let handed_in = with(saved, &[("act", "submit")]);
    assert_eq!(write(&mut desk.one, &handed_in).await, draft, "the draft itself is handed in");
    desk.one.get("/office/banks/posts").await.see("待审核 2").see("草稿 1");
}

async fn many_are_handed_in_and_approved_at_once(server: &TestServer) {
    let mut desk = desk(server).await;
    for stem in
        ["开工前谁来检查电动工具的绝缘？", "酒后的工人能不能上脚手架作业？", "发现燃气泄漏以后先做哪一步？"]
    {
        write(&mut desk.one, &with(fields("posts", stem), &[("act", "save")])).await;
    }
    desk.one.get("/office/banks/posts?state=draft").await.is(200).see("提交我的全部草稿");
    let many = |act: &'static str| [("bank", "posts"), ("act", act)];
    assert_eq!(refusal(&desk.other.post_json("/api/bank/move-edits", &many("submit")).await), "no_edits");
    assert_eq!(desk.one.post_json("/api/bank/move-edits", &many("submit")).await.is(200).json()["moved"], 3);
    desk.other.get("/office/banks/posts?state=submitted").await.is(200).see("我已逐题看过，全部通过");
    assert_eq!(
        desk.other.post_json("/api/bank/move-edits", &many("approve")).await.is(200).json()["moved"],
        3
    );
    publish(&mut desk.one).await.is(200);
    desk.one.get("/office/banks/posts").await.see("第 1 版，3 题");
}

async fn lists_are_filtered_and_paged_and_keys_are_for_reviewers_only(server: &TestServer) {
    let street = server.street().await;
    let bank = application::bank::read_bank(&support::place::root().join("question-banks/fire-law")).unwrap();
    application::bank::publish_bank(&street.cx(), &bank).await.unwrap();
    let mut office = server.sign_in(&street.office().await).await;
    let rows = async |client: &mut Client, query: &str| {
        let view = client.get_json(&format!("/office/banks/fire-law?{query}")).await.is(200).json();
        (view["pager"]["total"].as_u64().unwrap(), view["rows"].as_array().unwrap().len())
    };
    let total = bank.questions.len() as u64;
    assert_eq!(rows(&mut office, "").await, (total, 30));
    assert_eq!(
        rows(&mut office, &format!("page={}", total.div_ceil(30))).await.1 as u64,
        (total - 1) % 30 + 1
    );
    let cases = bank.questions.iter().filter(|q| !q.kind().parts().is_empty()).count() as u64;
    assert_eq!(rows(&mut office, "kind=case").await.0, cases);
    let of_law =
        bank.questions.iter().filter(|q| q.basis().law().is_some_and(|l| l.as_str() == "51")).count() as u64;
    assert_eq!(rows(&mut office, "law=51").await.0, of_law);
    let catering =
        bank.questions.iter().filter(|q| q.sectors().iter().any(|s| s == "catering")).count() as u64;
    assert_eq!(rows(&mut office, "sector=catering").await.0, catering);
    assert_eq!(rows(&mut office, "q=%25").await.0, bank_with(&bank, "%"));
    assert_eq!(rows(&mut office, "q=%E7%94%B5%E5%8A%A8").await.0, bank_with(&bank, "电动"));
    assert_eq!(rows(&mut office, "q=nowhere%27;%20DROP").await.0, 0);
    let mut auditor = server.sign_in(&street.auditor().await).await;
    auditor.get("/office/banks/fire-law").await.is(200).not_see("出一道新题");
    let area = street.area().await;
    let mut official = server.sign_in(&street.area_official(&area).await).await;
    official.get("/office/banks/fire-law").await.is(403);
    official.get("/office/banks/fire-law/questions/xf-02-44-11").await.is(403);
}

fn bank_with(bank: &application::bank::BankFolder, text: &str) -> u64 {
    bank.questions.iter().filter(|q| serde_json::to_string(q).unwrap().contains(text)).count() as u64
}

async fn figures_of_questions_follow_the_results(server: &TestServer) {
    let offered = super::exam::offered(server).await;
    let (mut client, attempt) = super::exam::started(server, &offered).await;
    client.post_json("/api/exam/submit", &[("attempt", &attempt)]).await.is(200);
    let cx = offered.street.cx();
    assert_eq!(application::exam::keep_figures(&cx, 9).await.unwrap(), 1);
    assert_eq!(application::exam::keep_figures(&cx, 9).await.unwrap(), 0, "nothing is behind");
    let mut office = server.sign_in(&offered.street.office().await).await;
    let bank = office.get_json("/office/banks").await.json()["banks"][0]["code"].as_str().unwrap().to_owned();
    let mut asked = 0;
    for page in 1..20 {
        let view = office.get_json(&format!("/office/banks/{bank}?page={page}")).await.json();
        for row in view["rows"].as_array().unwrap() {
            asked += row["use_"]["asked"].as_u64().unwrap();
            assert_eq!(row["use_"]["full"], 0, "nothing was answered");
        }
    }
    assert!(asked > 0, "the bank's questions of the paper are counted");
}

async fn a_bank_needs_a_code_of_its_own(server: &TestServer) {
    let mut desk = desk(server).await;
    assert_eq!(refusal(&create(&mut desk.one, "posts").await), "bank_code_taken");
    for code in ["", "消防", "Fire", "a"] {
        assert_eq!(create(&mut desk.one, code).await.is(422).error(), "form", "{code}");
    }
    desk.one.get("/office/banks/new").await.is(200);
    let page =
        desk.one.submit("/api/bank/create", &[("code", "X"), ("title", "食品题库"), ("note", "")]).await;
    page.is(200).see("代号请用 2 到 40 个小写字母");
    assert_eq!(page.value("title").as_deref(), Some("食品题库"));
    let mut auditor = server.sign_in(&desk.street.auditor().await).await;
    create(&mut auditor, "audits").await.is(403);
}

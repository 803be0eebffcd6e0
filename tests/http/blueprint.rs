//! The blueprint of a training's test: written by the office without scripts, refused in words, kept as typed.

mod withdrawal;

use support::{Answer, Client, Street, TestServer, key::right_answers, world::Principal};
use uuid::Uuid;

support::both![
    the_office_writes_a_blueprint_tries_a_sample_and_a_principal_sits_it,
    rows_come_and_go_and_presets_replace_them_without_saving,
    every_fault_is_said_in_words_and_nothing_typed_is_lost,
    a_short_row_is_named_with_the_number_that_is_missing,
    forty_one_rows_and_numbers_out_of_all_measure_are_refused_and_kept,
    a_topic_with_scripts_in_it_does_nothing,
    the_same_blueprint_again_makes_no_second_exam,
    a_training_or_bank_of_another_street_is_not_found,
    a_blueprint_is_read_by_all_who_may_see_trainings_and_written_by_the_office_alone,
];

/// A draft training of the principals, a principal, and the frozen banks.
struct Drafted {
    street: Street,
    office: Client,
    principal: Principal,
    training: String,
    banks: Vec<String>,
}

type Fields = Vec<(String, String)>;

async fn drafted(server: &TestServer) -> Drafted {
    let street = server.street().await;
    let principal = street.principal().await;
    support::story::load_banks(&street.cx()).await;
    let mut office = server.sign_in(&street.office().await).await;
    let banks = storage::bank::versions(&street.db().reader(), street.code()).await.unwrap();
    // That of officials is for other audiences.
    let banks =
        banks.iter().filter(|bank| bank.code != "officials").map(|bank| bank.id.to_string()).collect();
    let new = [
        ("title", "年度安全培训"),
        ("hours", "12"),
        ("audience", "principal"),
        ("due_on", "2099-12-31"),
        ("lesson", "# 第一课\n\n您是第一责任人。"),
    ];
    let made = office.post_json("/api/training/create", &new).await.is(200).json();
    let training = made["training"].as_str().unwrap().to_owned();
    Drafted { street, office, principal, training, banks }
}

/// A row: type, topic, questions, points for each.
type Row = (&'static str, &'static str, &'static str, &'static str);

/// 100 points in ten questions.
const SPOT: [Row; 2] = [("single", "", "6", "10"), ("true_false", "", "4", "10")];

impl Drafted {
    fn page(&self) -> String {
        format!("/office/trainings/{}/test", self.training)
    }

    /// A form over all banks.
    fn form(&self, rows: &[Row]) -> Fields {
        let mut fields: Fields = vec![("training".into(), self.training.clone())];
        fields.extend(self.banks.iter().map(|bank| ("banks".into(), bank.clone())));
        for (row, (kind, topic, count, each)) in rows.iter().enumerate() {
            for (input, value) in [("kind", kind), ("topic", topic), ("count", count), ("each", each)] {
                fields.push((format!("{input}-{row}"), (*value).to_owned()));
            }
        }
        for (input, value) in [
            ("pass_mark", "80"),
            ("minutes", "10"),
            ("attempts", "3"),
            ("cool_down_hours", "24"),
            ("multiple_rule", "all_or_nothing"),
        ] {
            fields.push((input.into(), value.into()));
        }
        fields
    }

    /// Presses a button that saves nothing.
    async fn ask(&mut self, act: &str, fields: &Fields) -> Answer {
        let mut fields = fields.clone();
        fields.push(("act".into(), act.into()));
        let query = serde_urlencoded::to_string(fields).unwrap();
        let path = format!("{}?{query}", self.page());
        self.office.get(&path).await
    }

    /// Saves, as a person sees it.
    async fn save(&mut self, fields: &Fields) -> Answer {
        let page = self.page();
        self.office.get(&page).await.is(200);
        self.office.submit("/api/training/blueprint", &borrowed(fields)).await
    }

    /// Saves, as a program does.
    async fn save_json(&mut self, fields: &Fields) -> Answer {
        self.office.post_json("/api/training/blueprint", &borrowed(fields)).await
    }

    async fn publish_json(&mut self) -> Answer {
        self.office.post_json("/api/training/publish", &[("training", &self.training)]).await
    }

    async fn withdraw(&mut self, bank: &str) {
        let fields = [("bank", bank), ("reason", "条文已修订")];
        self.office.post_json("/api/bank/withdraw", &fields).await.is(200);
    }

    /// The exam that the training ends in.
    async fn exam(&self) -> Option<Uuid> {
        let id = self.training.parse().unwrap();
        let row = storage::training::find(&self.street.db().reader(), self.street.code(), id).await;
        row.unwrap().unwrap().exam_id
    }
}

fn borrowed(fields: &Fields) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

fn set(fields: &mut Fields, name: &str, value: &str) {
    fields.retain(|(known, _)| known != name);
    fields.push((name.into(), value.into()));
}

/// The value chosen in a list: its option that is marked.
fn chosen(page: &Answer, select: &str) -> Option<String> {
    let html = page.text();
    let (_, list) = html.split_once(&format!(" name=\"{select}\""))?;
    let (list, _) = list.split_once("</select>")?;
    let option = list.split("<option").find(|option| option.contains("selected"))?;
    option.split_once("value=\"")?.1.split_once('"').map(|(value, _)| value.to_owned())
}

async fn the_office_writes_a_blueprint_tries_a_sample_and_a_principal_sits_it(server: &TestServer) {
    let mut draft = drafted(server).await;
    let detail = format!("/office/trainings/{}", draft.training);
    let page = draft.office.get(&detail).await;
    assert!(page.is(200).links().contains(&draft.page()), "{:?}", page.links());
    let path = draft.page();
    let page = draft.office.get(&path).await;
    page.is(200).see("套用预设").see("年度考核 50 题 90 分钟（适合本培训对象）").not_see("核对无误");
    assert_eq!(page.value("count-0").as_deref(), Some("30"));
    assert_eq!(page.value("pass_mark").as_deref(), Some("80"));
    let mut form = draft.form(&SPOT);
    set(&mut form, "easiest-0", "easy");
    set(&mut form, "hardest-0", "medium");
    draft.ask("check", &form).await.is(200).see("核对无误：10 题，100 分").see("还没有保存");
    assert_eq!(draft.exam().await, None, "checking saves nothing");
    let query = serde_urlencoded::to_string(&form).unwrap();
    let sample = draft.office.get(&format!("{}/preview?{query}", draft.page())).await;
    sample.is(200).see("这是一份样卷").see("第 10 题").see("答案和解析").see("本卷预期得分");
    assert_eq!(draft.exam().await, None, "a sample saves nothing");
    draft.save(&form).await.is(200).see("考核方案已保存");
    assert!(draft.exam().await.is_some());
    let page = draft.office.get(&path).await;
    assert_eq!(page.value("count-1").as_deref(), Some("4"));
    assert_eq!(chosen(&page, "hardest-0").as_deref(), Some("medium"));
    draft.office.get(&format!("{path}/preview")).await.is(200).see("这是一份样卷");
    draft.publish_json().await.is(200);
    draft.office.get(&path).await.is(200).see("方案固定不变").not_see("保存方案").not_see("<select");
    assert_eq!(draft.save_json(&form).await.is(422).error(), "already_published");
    draft.office.get(&format!("{path}/preview")).await.is(200).see("这是一份样卷");
    let mut auditor = server.sign_in(&draft.street.auditor().await).await;
    auditor.get("/audit/log?event=exam_committed").await.is(200).not_see("没有记录");
    let mut client = server.sign_in(&draft.principal.login).await;
    client.post_json("/api/training/lesson-read", &[("training", &draft.training)]).await.is(200);
    let started = client.post_json("/api/exam/start", &[("training", &draft.training)]).await;
    let attempt: Uuid = started.is(200).json()["attempt"].as_str().unwrap().parse().unwrap();
    assert_eq!(right_answers(draft.street.db(), draft.street.code(), attempt).await.len(), 10);
}

async fn rows_come_and_go_and_presets_replace_them_without_saving(server: &TestServer) {
    let mut draft = drafted(server).await;
    let form = draft.form(&[("single", "法律责任", "7", "2.5"), ("multiple", "", "x", "3")]);
    let page = draft.ask("add", &form).await;
    page.is(200).see("第 3 行").not_see("请修改以下内容");
    assert_eq!(page.value("each-0").as_deref(), Some("2.5"));
    assert_eq!(page.value("count-1").as_deref(), Some("x"), "what is no number stays as typed");
    assert_eq!(chosen(&page, "topic-0").as_deref(), Some("法律责任"));
    let page = draft.ask("remove-0", &form).await;
    page.is(200).see("第 1 行");
    assert_eq!(chosen(&page, "kind-0").as_deref(), Some("multiple"));
    assert_eq!(page.value("count-1"), None);
    draft.ask("remove-9", &form).await.is(200).see("第 2 行");
    let page = draft.ask("preset-contest", &form).await;
    assert_eq!(
        (page.value("minutes").as_deref(), page.value("count-0").as_deref()),
        (Some("30"), Some("30"))
    );
    assert!(page.text().contains(&format!("value=\"{}\" checked", draft.banks[0])), "the banks stay chosen");
    let page = draft.ask("preset-yearly_with_cases", &form).await;
    page.see("案例题").not_see("还缺");
    let page = draft.ask("preset-nothing", &form).await;
    assert_eq!(page.value("each-0").as_deref(), Some("2.5"));
    assert_eq!(draft.exam().await, None);
}

async fn every_fault_is_said_in_words_and_nothing_typed_is_lost(server: &TestServer) {
    let mut draft = drafted(server).await;
    for (input, typed, sentence) in [
        ("count-0", "0", "第 1 行：题数请填大于 0 的整数"),
        ("count-0", "-6", "第 1 行：题数请填大于 0 的整数"),
        ("each-1", "1.005", "第 2 行：题数请填大于 0 的整数，每题分值请填大于 0 的数，最多两位小数"),
        ("each-1", "9.5", "各行合计 98 分，应为 100 分，还差 2 分"),
        ("each-1", "11", "多出 4 分"),
        ("count-0", "201", "整份试卷最多 200 题"),
        ("pass_mark", "101", "合格线请填 0.01 到 100 分"),
        ("pass_mark", "八十", "合格线请填 0.01 到 100 分"),
        ("minutes", "0", "考核时长请填 1 到 480 分钟"),
        ("minutes", "481", "考核时长请填 1 到 480 分钟"),
        ("attempts", "11", "考核次数请填 1 到 10 次"),
        ("cool_down_hours", "721", "补考间隔请填 0 到 720 小时"),
        ("cool_down_hours", "-1", "补考间隔请填 0 到 720 小时"),
    ] {
        let mut form = draft.form(&SPOT);
        set(&mut form, input, typed);
        let page = draft.save(&form).await;
        page.is(200).see("方案没有保存，请修改以下内容").see(sentence);
        assert_eq!(page.value(input).as_deref(), Some(typed), "{input}");
        assert_eq!(page.value("count-1").as_deref(), Some("4"));
        draft.ask("check", &form).await.is(200).see(sentence);
        assert_eq!(draft.save_json(&form).await.is(422).error(), "blueprint_faulty");
    }
    let mut reversed = draft.form(&SPOT);
    set(&mut reversed, "easiest-0", "hard");
    set(&mut reversed, "hardest-0", "easy");
    let page = draft.save(&reversed).await;
    page.see("第 1 行的难度从高到低填反了");
    assert_eq!(chosen(&page, "easiest-0").as_deref(), Some("hard"));
    let mut none = draft.form(&[]);
    set(&mut none, "banks", "");
    draft.save(&none).await.see("还没有选题库").see("还没有题目行");
    let mut strange = draft.form(&[("essay", "", "10", "10")]);
    set(&mut strange, "multiple_rule", "kindly");
    draft.save(&strange).await.see("第 1 行的题型、法律或难度无法识别").see("请选择多选题的评分办法");
    draft.office.post("/api/training/blueprint", &[("training", &draft.training)]).await.is(303);
    assert_eq!(draft.exam().await, None);
}

async fn a_short_row_is_named_with_the_number_that_is_missing(server: &TestServer) {
    let mut draft = drafted(server).await;
    let form = draft.form(&[("single", "", "25", "2"), ("multiple", "粉尘防爆", "10", "5")]);
    let page = draft.save(&form).await;
    page.is(200).see("第 2 行（多选题·粉尘防爆）还缺").see("请减少题数、放宽条件或再选题库");
    assert_eq!(chosen(&page, "topic-1").as_deref(), Some("粉尘防爆"));
    let told = draft.save_json(&form).await.is(422).json();
    let fault = &told["facts"]["faults"][0];
    assert_eq!((fault["fault"].as_str(), fault["cell"].as_u64()), (Some("cell_short"), Some(2)));
    let number = |name: &str| fault[name].as_u64().unwrap();
    assert!(number("need") >= 20, "a spare paper is counted in: {fault}");
    assert_eq!(number("missing"), number("need") - number("have"));
    assert!(told["message"].as_str().unwrap().contains(&format!("还缺 {} 道", number("missing"))));
    let nothing = draft.form(&[("single", "没有这个专题", "10", "10")]);
    draft.save(&nothing).await.see("第 1 行（单选题·没有这个专题）还缺 20 道：符合的有 0 道");
    // The older endpoint that takes the usual blueprint refuses too.
    let fields = [("training", draft.training.as_str()), ("banks", draft.banks[0].as_str())];
    let usual = draft.office.post_json("/api/training/choose-test", &fields).await;
    assert!(matches!(usual.status.as_u16(), 200 | 422), "{}", usual.text());
}

async fn forty_one_rows_and_numbers_out_of_all_measure_are_refused_and_kept(server: &TestServer) {
    let mut draft = drafted(server).await;
    let many = draft.form(&[("single", "", "1", "2"); 41]);
    let page = draft.save(&many).await;
    page.is(200).see("共有 41 行，最多 40 行").see("第 41 行");
    assert_eq!(page.value("count-40").as_deref(), Some("1"));
    draft.ask("check", &many).await.is(200).see("共有 41 行");
    let told = draft.save_json(&many).await.is(422).json();
    assert_eq!(told["facts"]["faults"][0]["have"].as_u64(), Some(41));
    let huge = "99999999999999999999";
    for input in ["count-0", "each-0", "pass_mark", "minutes", "attempts", "cool_down_hours"] {
        for typed in [huge, "-1", "1e9", "NaN", " ", "0x10"] {
            let mut form = draft.form(&SPOT);
            set(&mut form, input, typed);
            assert_eq!(draft.save_json(&form).await.is(422).error(), "blueprint_faulty", "{input} {typed}");
            let page = draft.ask("check", &form).await;
            assert_eq!(page.is(200).value(input).as_deref(), Some(typed));
        }
    }
    // Rows by the thousand are no memory to be filled with.
    let mut flood = draft.form(&SPOT);
    flood.extend((0..5_000).map(|row| (format!("count-{row}"), "1".to_owned())));
    draft.save_json(&flood).await.is(422);
    assert_eq!(draft.exam().await, None);
}

async fn a_topic_with_scripts_in_it_does_nothing(server: &TestServer) {
    let mut draft = drafted(server).await;
    let script = "\"><script>alert(1)</script>";
    let mut form = draft.form(&SPOT);
    set(&mut form, "topic-0", script);
    set(&mut form, "law-0", script);
    set(&mut form, "pass_mark", script);
    let page = draft.save(&form).await;
    page.is(200).not_see("<script>alert").not_see("\"><script");
    assert_eq!(chosen(&page, "topic-0").map(|t| t.contains("script")), Some(true), "what was typed is kept");
    draft.ask("check", &form).await.is(200).not_see("<script>alert");
    let told = draft.save_json(&form).await;
    assert_eq!(told.is(422).error(), "blueprint_faulty");
    set(&mut form, "law-0", "");
    set(&mut form, "pass_mark", "80");
    draft.save(&form).await.is(200).see("还缺 12 道：符合的有 0 道").not_see("<script>alert");
}

async fn the_same_blueprint_again_makes_no_second_exam(server: &TestServer) {
    let mut draft = drafted(server).await;
    let mut form = draft.form(&SPOT);
    draft.save_json(&form).await.is(200);
    let first = draft.exam().await;
    set(&mut form, "each-0", "10.00");
    set(&mut form, "minutes", "１０");
    draft.save_json(&form).await.is(200);
    assert_eq!(draft.exam().await, first, "the same in other figures is the same");
    set(&mut form, "minutes", "15");
    draft.save_json(&form).await.is(200);
    assert_ne!(draft.exam().await, first);
    // The exam that was replaced is not offered to be watched.
    let list = draft.office.get("/office/exams").await;
    assert!(!list.is(200).text().contains(&first.unwrap().to_string()));
}

async fn a_training_or_bank_of_another_street_is_not_found(server: &TestServer) {
    let mut here = drafted(server).await;
    let there = drafted(server).await;
    let path = there.page();
    here.office.get_json(&path).await.is(404);
    here.office.get_json(&format!("{path}/preview")).await.is(404);
    let form = there.form(&SPOT);
    here.office.post_json("/api/training/blueprint", &borrowed(&form)).await.is(404);
    let mut form = here.form(&SPOT);
    form.push(("banks".into(), there.banks[0].clone()));
    let page = here.save(&form).await;
    page.is(200).see("所选题库中有一个不存在");
    let foreign = [("bank", there.banks[0].as_str()), ("reason", "条文已修订")];
    here.office.post_json("/api/bank/withdraw", &foreign).await.is(404);
    assert_eq!((here.exam().await, there.exam().await), (None, None));
}

async fn a_blueprint_is_read_by_all_who_may_see_trainings_and_written_by_the_office_alone(
    server: &TestServer,
) {
    let mut draft = drafted(server).await;
    let path = draft.page();
    let mut auditor = server.sign_in(&draft.street.auditor().await).await;
    auditor.get(&path).await.is(200).see("还没有考核方案").not_see("<select");
    let form = draft.form(&SPOT);
    draft.save_json(&form).await.is(200);
    let page = auditor.get(&path).await;
    page.is(200).see("共 10 题，合计 100 分").not_see("保存方案").not_see("<select");
    auditor.get_json(&format!("{path}/preview")).await.is(403);
    let query = serde_urlencoded::to_string(draft.form(&[("multiple", "", "50", "2")])).unwrap();
    auditor.get(&format!("{path}?{query}")).await.is(200).see("共 10 题").not_see("多选题 不限");
    draft.publish_json().await.is(200);
    auditor.get(&path).await.is(200).see("方案固定不变").see("安全生产法（第 1 版）").not_see("<select");
    let refused = auditor.post_json("/api/training/blueprint", &borrowed(&form)).await;
    refused.is(403);
}

//! `/spot/{token}`: a worker's phone, no account, also an old one without scripts.

use crate::{
    exam::{
        answer::{Asked, asked, kind},
        reveal::item,
    },
    layout,
    render::{Reacts, document},
    text,
    ui::{self, Choice, Kind, Tone, choice, fact},
};
use contract::{
    Frame,
    exam::ItemResult,
    spot::{SpotResult, SpotSheet, SpotWelcome},
};
use domain::{
    bank::KindName,
    exam::{attempt::LONGEST_FILL, delivery::DeliveredItem, grading::Mark},
};
use leptos::prelude::*;

/// Keeps and sends answers where scripts run (docs/decisions/0012).
const KEEP: &str = include_str!("keep.js");

/// Before the paper: who is meant, and what comes.
#[must_use]
pub fn welcome(frame: &Frame, view: &SpotWelcome) -> String {
    layout::public(frame, "安全知识现场测试", ui::Width::Narrow, || {
        let facts = vec![
            fact("姓名", view.name.clone()),
            fact("单位", view.unit.clone()),
            fact("题目", format!("{} 题，满分 100", view.items)),
            fact("时间", format!("{} 分钟", view.minutes)),
            fact("合格", format!("{} 分", text::points(view.pass_mark))),
        ];
        let (tone, title, body) = if view.begun {
            (Tone::Warn, "您已经开始作答", "点下面的按钮在这部手机上接着答，截止时间不变。")
        } else if view.here {
            (Tone::Accent, "请把手机交给本人", "由本人核对姓名后自己作答，检查人员不要代答。")
        } else {
            (Tone::Accent, "请核对是不是您本人", "确认后开始计时，这个二维码只能在这部手机上作答。")
        };
        let words = if view.begun { "接着作答" } else { "是我本人，开始作答" };
        let token = view.token.clone();
        view! {
            <ui::Card><ui::Facts items=facts/></ui::Card>
            <ui::Notice tone=tone title=title body=body/>
            <ui::PostForm action="/api/spot/confirm">
                <input type="hidden" name="token" value=token/>
                <ui::Button kind=Kind::Primary wide=true>{words}</ui::Button>
            </ui::PostForm>
            <p class="small muted">"不是您本人，请不要点，把手机还给检查人员或关闭本页。"</p>
        }
        .into_any()
    })
}

/// The whole paper on one page.
#[must_use]
pub fn sheet(frame: &Frame, view: &SpotSheet) -> String {
    document(frame, "现场测试", Reacts::No, || {
        let said = layout::flash(&frame.flash);
        let who = format!("{} · {}", view.name, view.unit);
        let deadline = chrono::DateTime::from_timestamp_millis(view.deadline_ms).unwrap_or_default();
        let left = ((view.deadline_ms - view.now_ms).max(0) + 59_999) / 60_000;
        let until = format!("{} 截止", super::clock(deadline));
        let questions: Vec<_> = view.items.iter().map(question).collect();
        let over = view.over.then(|| {
            view! {
                <ui::Notice tone=Tone::Warn title="作答时间已到，不能再改"
                    body="在这部手机上作答、当时没有交上的答案，24 小时内仍可补交，会标明是补交。"/>
            }
        });
        let (token, slot, nonce) = (view.token.clone(), view.slot.clone(), frame.nonce.clone());
        let (now, end) = (view.now_ms.to_string(), view.deadline_ms.to_string());
        // A page that comes after the time holds no answers: those that the device kept are sent by the script.
        let button =
            (!view.over).then(|| view! { <ui::Button kind=Kind::Primary wide=true>"交卷"</ui::Button> });
        let count = format!("共 {} 题，约剩 {left} 分钟", view.items.len());
        view! {
            <a class="skip" href="#main">"跳到正文"</a>
            <header class="topbar">
                <div class="topbar-title"><p class="small muted">{who}</p><h1>"现场测试"</h1></div>
                <div class="exam-clock">
                    <time role="timer" id="left" class="num">{count}</time>
                    <span class="small muted num">{until}</span>
                </div>
            </header>
            <main class="phone" id="main" tabindex="-1">
                {said}{over}
                <div id="told" role="alert"></div>
                <form class="form" id="paper" method="post" action="/api/spot/submit" autocomplete="off"
                    data-slot=slot data-now=now data-end=end data-over=view.over.then_some("true")>
                    <input type="hidden" name="token" value=token/>
                    {questions}
                    {button}
                    <p class="small muted" id="keep">"答完请点“交卷”，成绩和解析马上显示。交卷以前请不要关闭本页。"</p>
                </form>
            </main>
            <script nonce=nonce inner_html=KEEP></script>
        }
        .into_any()
    })
}

fn question(item: &DeliveredItem) -> AnyView {
    let is_case = item.kind == KindName::Case;
    let head = format!("第 {} 题 · {} · {} 分", item.number, kind(item.kind), item.points);
    let story = is_case.then(|| {
        let stem = item.stem.clone();
        view! { <p>{stem}</p> }
    });
    let fields: Vec<_> = asked(item).into_iter().map(|asked| field(&asked)).collect();
    view! { <section class="card stack"><p class="small muted">{head}</p>{story}{fields}</section> }
        .into_any()
}

fn field(asked: &Asked<'_>) -> AnyView {
    let (item, stem) = (asked.item, asked.stem.to_owned());
    let lettered = || -> Vec<Choice> {
        let options = asked.options.iter();
        options.map(|o| choice(o.letter, o.text.clone()).mark(o.letter.to_string())).collect()
    };
    match asked.kind {
        KindName::TrueFalse => {
            let options = vec![choice("true", "正确"), choice("false", "错误")];
            view! { <ui::ChoiceGroup legend=stem name=format!("t{item}") options=options/> }.into_any()
        }
        KindName::Fill => {
            let most = u32::try_from(LONGEST_FILL).unwrap_or(200);
            view! { <ui::Field label=stem name=format!("w{item}") maxlength=most/> }.into_any()
        }
        KindName::Multiple => {
            let options = lettered();
            view! { <ui::ChoiceGroup legend=stem name=format!("c{item}") options=options many=true hint="可选多项"/> }
                .into_any()
        }
        KindName::Single | KindName::Case => {
            let options = lettered();
            view! { <ui::ChoiceGroup legend=stem name=format!("c{item}") options=options/> }.into_any()
        }
    }
}

/// The result, with what can be learnt from it.
#[must_use]
pub fn result(frame: &Frame, view: &SpotResult) -> String {
    layout::public(frame, "现场测试成绩", ui::Width::Reading, || {
        let (tone, verdict) = if view.passed { (Tone::Good, "合格") } else { (Tone::Bad, "不合格") };
        let badge = view! { <ui::Badge tone=tone>{verdict}</ui::Badge> }.into_any();
        let share = Some((u64::from(view.score.unsigned_abs()), 10_000));
        let note = format!("满分 100，{} 分合格", text::points(view.pass_mark));
        let right = view.items.iter().filter(|item| item.mark == Mark::Right).count();
        let late = if view.late { "（补交）" } else { "" };
        let facts = vec![
            fact("姓名", view.name.clone()),
            fact("单位", view.unit.clone()),
            fact("答对", format!("{right} / {} 题", view.items.len())),
            fact("交卷", format!("{}{late}", text::minute(view.handed_in_at))),
        ];
        let shown = |right: bool| {
            let items = view.items.iter().filter(move |item| (item.mark == Mark::Right) == right);
            items.collect::<Vec<&ItemResult>>()
        };
        let (wrong, right) = (shown(false), shown(true));
        let mistakes = (!wrong.is_empty()).then(|| {
            let head = format!("没有答对的 {} 题", wrong.len());
            let items: Vec<_> = wrong.iter().map(|i| item(i)).collect();
            view! { <section class="stack"><h2>{head}</h2>{items}</section> }
        });
        let rest = (!right.is_empty()).then(|| {
            let items: Vec<_> = right.iter().map(|i| item(i)).collect();
            view! { <ui::Disclosure label=format!("答对的 {} 题", items.len())>{items}</ui::Disclosure> }
        });
        let back = view.back.map(|test| {
            let href = format!("/team/spot/{test}");
            view! { <ui::LinkButton href=href kind=Kind::Primary wide=true>"交回检查人员，回到名单"</ui::LinkButton> }
        });
        view! {
            <ui::Figure label="得分" value=text::points(view.score) share=share tone=tone aside=badge note=note/>
            <ui::Card><ui::Facts items=facts/></ui::Card>
            {mistakes}{rest}{back}
        }
        .into_any()
    })
}

//! The result of a sitting, on a phone.

use crate::{
    exam::list::last_minute,
    layout, text,
    ui::{self, Column, Kind, Tone, cells, fact},
};
use contract::{
    Frame,
    exam::{ItemResult, NextStep, OptionResult, ResultView, RightAnswer, TopicResult},
};
use domain::exam::{GivenAnswer, grading::Mark};
use leptos::prelude::*;

/// Renders a result with everything that can be learnt from it.
#[must_use]
pub fn page(frame: &Frame, view: &ResultView) -> String {
    layout::phone(frame, "考核成绩", || {
        let wrong: Vec<&ItemResult> = view.items.iter().filter(|i| i.mark != Mark::Right).collect();
        let right: Vec<&ItemResult> = view.items.iter().filter(|i| i.mark == Mark::Right).collect();
        let wrong_items: Vec<_> = wrong.iter().map(|i| item(i)).collect();
        let right_items: Vec<_> = right.iter().map(|i| item(i)).collect();
        let mistakes = (!wrong.is_empty()).then(|| {
            view! {
                <section class="stack" id="wrong">
                    <h2>{format!("没有答对的 {} 题", wrong.len())}</h2>
                    {wrong_items}
                </section>
            }
        });
        let rest = (!right.is_empty()).then(|| {
            view! {
                <ui::Disclosure label=format!("答对的 {} 题", right.len())>{right_items}</ui::Disclosure>
            }
        });
        view! { {score(view)} {next(view)} {topics(&view.topics)} {mistakes} {rest} }.into_any()
    })
}

fn score(view: &ResultView) -> AnyView {
    let (tone, verdict) = if view.passed { (Tone::Good, "合格") } else { (Tone::Bad, "不合格") };
    let right = view.items.iter().filter(|i| i.mark == Mark::Right).count();
    let minutes = (view.submitted_at - view.started_at).num_minutes().max(1);
    let handed_in = if view.by_deadline {
        format!("{}（到时自动交卷）", text::minute(view.submitted_at))
    } else {
        text::minute(view.submitted_at)
    };
    let mut facts = vec![
        fact("考核", view.title.clone()),
        fact("次数", format!("第 {} 次", view.number)),
        fact("合格线", format!("{} 分", text::points(view.pass_mark))),
        fact("交卷时间", handed_in),
        fact("用时", format!("{minutes} 分钟")),
    ];
    if !view.items.is_empty() {
        facts.push(fact("答对", format!("{right} / {} 题", view.items.len())));
    }
    if view.late > 0 {
        facts.push(fact("超时答案", format!("{} 次，已留存，不计分", view.late)));
    }
    let badge = view! { <ui::Badge tone=tone>{verdict}</ui::Badge> }.into_any();
    let share = Some((u64::from(view.score.unsigned_abs()), 10_000));
    view! {
        <ui::Figure label="得分" value=text::points(view.score) share=share tone=tone aside=badge
            note="满分 100"/>
        <ui::Card><ui::Facts items=facts/></ui::Card>
    }
    .into_any()
}

fn next(view: &ResultView) -> AnyView {
    let training = format!("/my/trainings/{}", view.training);
    match &view.next {
        NextStep::Ranking => {
            let body = match view.held_until {
                Some(until) => format!("竞赛 {} 截止。截止以后可以看错题和解析，名次公布后在“我的”查看。", last_minute(until)),
                None => "名次公布后在“我的”查看。".to_owned(),
            };
            view! {
                <ui::Notice title="已交卷" body=body>
                    <ui::LinkButton href="/my">"回到我的"</ui::LinkButton>
                </ui::Notice>
            }
            .into_any()
        }
        NextStep::Done => view! { <ui::Notice tone=Tone::Good title="已合格"/> }.into_any(),
        NextStep::Certificate { serial: Some(serial) } => view! {
            <ui::LinkButton href=format!("/certificates/{serial}.pdf") kind=Kind::Primary wide=true>
                "下载合格证明"
            </ui::LinkButton>
            <p class="small muted num">{format!("证明编号 {serial}")}</p>
        }
        .into_any(),
        NextStep::Certificate { serial: None } => {
            view! { <ui::Notice tone=Tone::Good title="已合格，证明正在生成" body="稍后可在“证明”页查看。"/> }.into_any()
        }
        NextStep::Retake { left, from, until } => {
            let title = format!("还可以补考 {left} 次");
            let body = format!(
                "请先看下面的错题和解析。{} 以后可以再考，{} 截止，题目会更换。",
                text::minute(*from),
                last_minute(*until)
            );
            view! {
                <ui::Notice tone=Tone::Warn title=title body=body>
                    <ui::LinkButton href="#wrong">"看错题"</ui::LinkButton>
                    <ui::LinkButton href=training>"回到培训"</ui::LinkButton>
                </ui::Notice>
            }
            .into_any()
        }
        NextStep::Later => view! {
            <ui::Notice title="这是较早一次的成绩" body="以最近一次考核为准。">
                <ui::LinkButton href=training>"回到培训"</ui::LinkButton>
            </ui::Notice>
        }
        .into_any(),
        NextStep::TrainAgain => view! {
            <ui::Notice tone=Tone::Bad title="需要重新参加培训" body="考核机会已用完或考核已截止，请联系街道应急办安排。"/>
        }
        .into_any(),
    }
}

/// So many of the weakest topics are shown at once.
const WEAKEST: usize = 6;

fn topics(topics: &[TopicResult]) -> AnyView {
    let weak = topics.iter().filter(|t| t.points < t.of).count().min(WEAKEST);
    let (weakest, rest) = topics.split_at(weak);
    let shown = (!weakest.is_empty()).then(|| topic_table("需要再学的专题", weakest));
    let hidden = (!rest.is_empty()).then(|| {
        let table = topic_table("其余专题", rest);
        view! { <ui::Disclosure label=format!("其余 {} 个专题", rest.len())>{table}</ui::Disclosure> }
    });
    view! { <ui::Card title="分专题成绩">{shown}{hidden}</ui::Card> }.into_any()
}

fn topic_table(caption: &'static str, topics: &[TopicResult]) -> AnyView {
    let columns = vec![Column::text("专题"), Column::number("得分"), Column::number("答对")];
    let rows = topics.iter().map(|topic| {
        cells![
            topic.topic.clone(),
            format!("{} / {}", text::points(topic.points), text::points(topic.of)),
            format!("{} / {}", topic.right, topic.items),
        ]
    });
    let rows = rows.collect();
    view! { <ui::Table caption=caption columns=columns rows=rows/> }.into_any()
}

/// One item with its answer, what is right and why.
pub(crate) fn item(result: &ItemResult) -> AnyView {
    let (tone, mark) = match result.mark {
        Mark::Right => (Tone::Good, "答对"),
        Mark::Partial => (Tone::Warn, "部分答对"),
        Mark::Wrong => (Tone::Bad, "答错"),
        Mark::Blank => (Tone::Neutral, "未作答"),
    };
    let head = format!("第 {} 题 · {}", result.item, result.kind.term());
    let badge = format!("{mark} {} / {} 分", text::points(result.points), text::points(result.of));
    let story = result.story.clone().map(|story| view! { <p class="muted">{story}</p> });
    let options: Vec<_> = result.options.iter().map(option).collect();
    let options = (!options.is_empty()).then(|| view! { <ul class="result-options">{options}</ul> });
    view! {
        <article class="card stack">
            <div class="row"><h3 class="small muted">{head}</h3><ui::Badge tone=tone>{badge}</ui::Badge></div>
            {story}
            <p><strong>{result.stem.clone()}</strong></p>
            {options}
            <p>{format!("您的答案：{}", given(result.given.as_ref()))}<br/>{format!("正确答案：{}", right(&result.right))}</p>
            <p>{result.explanation.clone()}</p>
            <p class="small muted">{format!("依据：{}", text::basis(&result.basis))}</p>
        </article>
    }
    .into_any()
}

fn option(option: &OptionResult) -> AnyView {
    let state = match (option.right, option.chosen) {
        (true, _) => Some("right"),
        (false, true) => Some("wrong"),
        (false, false) => None,
    };
    // The words say what the colour says.
    let note = match (option.right, option.chosen) {
        (true, true) => "（正确，已选）",
        (true, false) => "（正确，未选）",
        (false, true) => "（不对，已选）",
        (false, false) => "",
    };
    view! { <li data-state=state><kbd>{option.letter.to_string()}</kbd>" "{option.text.clone()}<span class="small">{note}</span></li> }
        .into_any()
}

fn given(answer: Option<&GivenAnswer>) -> String {
    match answer {
        None => "未作答".into(),
        Some(GivenAnswer::Letters(letters)) => spaced(letters),
        Some(GivenAnswer::TrueFalse(holds)) => truth(*holds).into(),
        Some(GivenAnswer::Fill(words)) => words.clone(),
    }
}

/// What is right, in the words of a result.
pub(crate) fn right(answer: &RightAnswer) -> String {
    match answer {
        RightAnswer::Letters(letters) => spaced(letters),
        RightAnswer::Truth(holds) => truth(*holds).into(),
        RightAnswer::Words(words) => words.join(" 或 "),
    }
}

fn spaced(letters: &str) -> String {
    letters.chars().map(String::from).collect::<Vec<_>>().join("、")
}

const fn truth(holds: bool) -> &'static str {
    if holds { "正确" } else { "错误" }
}

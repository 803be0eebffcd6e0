//! The result of a sitting, on a phone.

use crate::{
    exam::{list::last_minute, reveal::item},
    layout, text,
    ui::{self, Column, Kind, Tone, cells, fact},
};
use contract::{
    Frame,
    exam::{GroundResult, ItemResult, NextStep, RegradeFact, ResultView, TopicResult},
};
use domain::exam::grading::Mark;
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
        let withheld = (view.withheld > 0).then(|| {
            let body = "它们也在您正在进行的试卷里，交卷后这里会显示答案和解析。";
            view! { <ui::Notice title=format!("暂不显示 {} 题", view.withheld) body=body/> }
        });
        view! {
            {score(view)} {regrades(&view.regrades)} {next(view)} {grounds(&view.grounds)} {withheld} {mistakes} {rest}
        }
        .into_any()
    })
}

fn score(view: &ResultView) -> AnyView {
    let (tone, verdict) = if view.passed { (Tone::Good, "合格") } else { (Tone::Bad, "不合格") };
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
    if view.held_until.is_none() {
        facts.push(fact("答对", format!("{} / {} 题", view.right, view.of)));
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

fn regrades(regrades: &[RegradeFact]) -> AnyView {
    let one = |fact: &RegradeFact| {
        let body = format!("更正原因：{}。原成绩已保留备查。", fact.reason.trim_end_matches('。'));
        let tone = if fact.became_passed { Tone::Good } else { Tone::Accent };
        view! { <ui::Notice tone=tone title=regraded(fact) body=body/> }
    };
    regrades.iter().map(one).collect::<Vec<_>>().into_any()
}

/// What a regrade did, in one sentence.
fn regraded(fact: &RegradeFact) -> String {
    let (old, new) = (text::points(fact.old_score), text::points(fact.score));
    match (fact.old_score == fact.score, fact.became_passed) {
        (true, _) => format!("第 {} 题答案更正，成绩仍为 {new} 分。", fact.item),
        (false, false) => format!("因第 {} 题答案更正，成绩由 {old} 分改为 {new} 分。", fact.item),
        (false, true) => format!("因第 {} 题答案更正，成绩由 {old} 分改为 {new} 分，合格。", fact.item),
    }
}

fn next(view: &ResultView) -> AnyView {
    let training = format!("/my/trainings/{}", view.training);
    match &view.next {
        NextStep::Ranking => {
            let body = match view.held_until {
                Some(until) => format!(
                    "竞赛 {} 截止。截止以后可以看错题和解析，名次公布后在“我的”查看。",
                    last_minute(until)
                ),
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
            view! { <ui::Notice tone=Tone::Good title="已合格，证明正在生成" body="稍后可在“证明”页查看。"/> }
                .into_any()
        }
        NextStep::Retake { left, mistakes, from, until } => {
            let title = format!("还可以补考 {left} 次");
            let study = match mistakes {
                0 => "错题已看完。".to_owned(),
                n => format!("请先到错题本把 {n} 道错题逐题重做一遍。"),
            };
            let body = format!(
                "{study}{} 以后可以再考，{} 截止，题目会更换。",
                text::minute(*from),
                last_minute(*until)
            );
            let book = format!("/my/mistakes?training={}", view.training);
            let kind = if *mistakes > 0 { Kind::Primary } else { Kind::Plain };
            view! {
                <ui::Notice tone=Tone::Warn title=title body=body>
                    <ui::LinkButton href=book kind=kind>"去错题本"</ui::LinkButton>
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
        NextStep::TrainAgain => {
            let book = format!("/my/mistakes?training={}", view.training);
            view! {
                <ui::Notice tone=Tone::Bad title="需要重新参加培训"
                    body="考核机会已用完或考核已截止，请联系街道应急办安排。可以先看错题。">
                    <ui::LinkButton href=book>"去错题本"</ui::LinkButton>
                </ui::Notice>
            }
            .into_any()
        }
    }
}

fn grounds(grounds: &[GroundResult]) -> AnyView {
    if grounds.is_empty() {
        return ().into_any();
    }
    let one = |ground: &GroundResult| {
        let right = format!("答对 {} / {} 题", ground.right, ground.items);
        let points = format!("{} / {} 分", text::points(ground.points), text::points(ground.of));
        let table = topic_table("按专题", &ground.topics);
        let label = format!("看 {} 个专题", ground.topics.len());
        let short = (ground.points < ground.of).then_some("short");
        view! {
            <section class="ground stack" data-state=short>
                <div class="row"><h3>{text::ground(&ground.ground)}</h3><span class="num">{points}</span></div>
                <p class="small muted">{right}</p>
                <ui::Disclosure label=label>{table}</ui::Disclosure>
            </section>
        }
    };
    let sections: Vec<_> = grounds.iter().map(one).collect();
    view! { <ui::Card title="按依据看成绩">{sections}</ui::Card> }.into_any()
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

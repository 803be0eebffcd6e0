//! `/team` and `/team/drills/{id}`: for one hand on a phone, without a script.

use super::stage;
use crate::{
    layout, text,
    ui::{self, Kind, Progress, Step, Tone, choice, fact, step},
};
use chrono::{DateTime, Utc};
use contract::{
    Frame,
    drill::{Grade, Reached, ScenarioView, TeamDrill, TeamLine, TeamToday},
};
use leptos::prelude::*;

/// Today's released drills of the own team.
#[must_use]
pub fn team_today(frame: &Frame, view: &TeamToday) -> String {
    layout::phone(frame, "今日演练", || {
        let cards: Vec<_> = view.drills.iter().map(drill_card).collect();
        let nothing = view.drills.is_empty() && view.next_at.is_none();
        let empty = nothing.then(|| {
            let body = if view.drawn {
                "今天没有等待本组的演练。"
            } else {
                "应急办抽签后，这里会显示本组下一次领取任务的时间。"
            };
            let title = if view.drawn { "今天没有任务" } else { "今天还没有抽签" };
            view! { <ui::Empty title=title body=body/> }
        });
        view! {
            <p class="muted small num">{text::date(view.date)}</p>
            {next(view)}{cards}{empty}
        }
        .into_any()
    })
}

fn next(view: &TeamToday) -> Option<AnyView> {
    if view.ready {
        return Some(
            view! {
                <section class="card stack">
                    <h2>"有演练任务可以领取"</h2>
                    <p>"领取后才能看到单位。请直接出发，不要提前联系单位，也不要转告他人。查看会写入日志。"</p>
                    <ui::PostForm action="/api/drill/release">
                        <ui::Button kind=Kind::Primary wide=true>"领取任务"</ui::Button>
                    </ui::PostForm>
                </section>
            }
            .into_any(),
        );
    }
    let at = view.next_at.clone()?;
    let title = format!("下一次任务 {at} 可以领取");
    Some(view! { <ui::Notice title=title body="在此之前任何人都看不到单位。请做好出发准备。"/> }.into_any())
}

fn drill_card(line: &TeamLine) -> AnyView {
    let href = format!("/team/drills/{}", line.id);
    let tone = stage_tone(&line.stage);
    let open = matches!(line.stage.as_str(), "dispatched" | "arrived" | "running");
    let (unit, stage) = (line.unit.clone(), stage(&line.stage));
    let slot = format!("{} 时段 · {}", line.slot, line.address);
    let (kind, label) = if open { (Kind::Primary, "打开") } else { (Kind::Plain, "查看记录") };
    view! {
        <section class="card stack">
            <div class="row"><h2>{unit}</h2><ui::Badge tone=tone>{stage}</ui::Badge></div>
            <p class="muted small">{slot}</p>
            <ui::LinkButton href=href kind=kind wide=true>{label}</ui::LinkButton>
        </section>
    }
    .into_any()
}

fn stage_tone(stage: &str) -> Tone {
    match stage {
        "finished" => Tone::Good,
        "aborted" => Tone::Bad,
        "dispatched" => Tone::Neutral,
        _ => Tone::Accent,
    }
}

/// One drill, from the way there to its end.
#[must_use]
pub fn team_drill(frame: &Frame, view: &TeamDrill) -> String {
    layout::phone(frame, &view.unit, || {
        let over = matches!(view.stage.as_str(), "finished" | "aborted");
        let code_word = (!over).then(|| {
            view! {
                <ui::Notice tone=Tone::Warn title="口令：这是演练"
                    body="遇真实险情、人员受伤或正在进行的危险工序，立即中止。"/>
            }
        });
        let next = match view.stage.as_str() {
            "dispatched" => arrive_form(view),
            "arrived" => start_form(view),
            "running" => timeline(view),
            _ => ended(view),
        };
        let finish = (view.stage == "running").then(|| finish_form(frame, view));
        view! {
            {code_word}{head(view)}{drawn(view)}{next}{finish}
            {(!over).then(|| abort_form(frame, view))}
        }
        .into_any()
    })
}

fn head(view: &TeamDrill) -> AnyView {
    let items = vec![
        fact("地址", view.address.clone()),
        fact("管理区", view.area.clone()),
        fact("时段", format!("{} {}", text::date(view.held_on), view.slot)),
        fact("演练组", view.team.clone()),
    ];
    let (tone, stage) = (stage_tone(&view.stage), stage(&view.stage));
    let badge = view! { <ui::Badge tone=tone>{stage}</ui::Badge> }.into_any();
    view! { <ui::Card title="单位" aside=badge><ui::Facts items=items/></ui::Card> }.into_any()
}

/// Scenario and place, once they exist.
fn drawn(view: &TeamDrill) -> Option<AnyView> {
    let ScenarioView { title, situation, responses } = view.scenario.clone()?;
    let items = vec![
        fact("地点", view.place.clone().unwrap_or_default()),
        fact("情景", title),
        fact("抽取", view.arrived_at.map(clock).unwrap_or_default()),
    ];
    let responses: Vec<_> = responses.into_iter().map(|words| view! { <li>{words}</li> }).collect();
    let badge = view! { <ui::Badge tone=Tone::Good>"到场后抽取"</ui::Badge> }.into_any();
    Some(
        view! {
            <ui::Card title="情景与地点" aside=badge>
                <ui::Facts items=items/>
                <p>{situation}</p>
                <ui::Disclosure label="期望的动作（不要告诉单位）"><ol class="drill-list">{responses}</ol></ui::Disclosure>
            </ui::Card>
        }
        .into_any(),
    )
}

fn hidden(view: &TeamDrill) -> AnyView {
    let (id, key) = (view.id.to_string(), view.client_key.clone());
    view! { <input type="hidden" name="drill" value=id/><input type="hidden" name="client_key" value=key/> }
        .into_any()
}

fn arrive_form(view: &TeamDrill) -> AnyView {
    let hidden = hidden(view);
    view! {
        <ui::Card title="到场">
            <p>"到达单位并亮明身份后再点。此刻才会从这家单位现有的风险点中抽取地点，并抽取相应的情景。"</p>
            <ui::PostForm action="/api/drill/arrive">
                {hidden}
                <ui::Button kind=Kind::Primary wide=true>"我们已到场，抽取情景和地点"</ui::Button>
            </ui::PostForm>
        </ui::Card>
    }
    .into_any()
}

/// The safety check: the names of the inputs and what each confirms.
const SAFETY: [(&str, &str); 4] = [
    ("safe_work", "该地点没有正在进行的动火、吊装、受限空间等危险作业，或已停稳"),
    ("safe_exit", "疏散通道和出口畅通，没有上锁"),
    ("safe_people", "单位现场负责人知道口令“这是演练”，有特殊身体情况的人已照顾到"),
    ("safe_contact", "急救、报警和中止的联系方式已确认"),
];

fn start_form(view: &TeamDrill) -> AnyView {
    let checks: Vec<_> =
        SAFETY.into_iter().map(|(name, label)| view! { <ui::Check name=name label=label/> }).collect();
    let hidden = hidden(view);
    view! {
        <ui::Card title="开始前的安全检查">
            <ui::PostForm action="/api/drill/mark">
                {hidden}
                <input type="hidden" name="mark" value="start"/>
                {checks}
                <ui::Button kind=Kind::Primary wide=true>"宣布开始，开始计时"</ui::Button>
            </ui::PostForm>
        </ui::Card>
    }
    .into_any()
}

/// The course of a drill: code, name on the timeline, words of the button.
const COURSE: [(&str, &str, &str); 5] = [
    ("start", "宣布开始", "宣布开始"),
    ("alarm", "第一人报警", "记录：第一人报警"),
    ("first_response", "初期处置", "记录：初期处置开始"),
    ("headcount", "疏散清点完毕", "记录：疏散清点完毕"),
    ("control", "险情控制", "记录：险情控制"),
];

fn timeline(view: &TeamDrill) -> AnyView {
    let open: Vec<_> = COURSE.into_iter().filter(|(code, ..)| reached(view, code).is_none()).collect();
    let first = open.first().map(|(code, _, words)| mark_form(view, code, words, Kind::Primary));
    let others: Vec<_> =
        open.iter().skip(1).map(|(code, _, words)| mark_form(view, code, words, Kind::Plain)).collect();
    let others = (!others.is_empty())
        .then(|| view! { <ui::Disclosure label="先记录其他节点">{others}</ui::Disclosure> });
    let steps = course(view);
    let done = open.is_empty().then(|| view! { <p>"各节点都已记录，请填写下面的评价并结束演练。"</p> });
    view! {
        <ui::Card title="时间轴">
            <ui::Steps items=steps/>
            {first}{others}{done}
        </ui::Card>
    }
    .into_any()
}

fn mark_form(view: &TeamDrill, code: &'static str, words: &'static str, kind: Kind) -> AnyView {
    let (id, key) = (view.id.to_string(), format!("{}-{code}", view.client_key));
    view! {
        <form class="form drill-mark" method="post" action="/api/drill/mark">
            <input type="hidden" name="drill" value=id/>
            <input type="hidden" name="client_key" value=key/>
            <input type="hidden" name="mark" value=code/>
            <ui::Button kind=kind wide=true>{words}</ui::Button>
        </form>
    }
    .into_any()
}

fn reached<'a>(view: &'a TeamDrill, code: &str) -> Option<&'a Reached> {
    view.reached.iter().find(|reached| reached.mark == code)
}

fn course(view: &TeamDrill) -> Vec<Step> {
    let now = COURSE.iter().position(|(code, ..)| reached(view, code).is_none());
    let running = view.stage == "running";
    let mut steps: Vec<Step> = COURSE
        .iter()
        .enumerate()
        .map(|(index, (code, label, _))| match reached(view, code) {
            Some(done) => step(Progress::Done, *label, since(view, done.at)),
            None if running && now == Some(index) => step(Progress::Now, *label, "记录"),
            None => step(Progress::Ahead, *label, ""),
        })
        .collect();
    if let Some(at) = view.finished_at {
        let label = if view.stage == "aborted" { "中止" } else { "结束" };
        steps.push(step(Progress::Done, label, since(view, at)));
    }
    steps
}

/// The wall clock of the begin, later the time since.
fn since(view: &TeamDrill, at: DateTime<Utc>) -> String {
    match view.started_at {
        Some(started) if at > started => {
            let seconds = (at - started).num_seconds();
            format!("+{:02}:{:02}", seconds / 60, seconds % 60)
        }
        _ => clock(at),
    }
}

fn clock(at: DateTime<Utc>) -> String {
    domain::calendar::local(at).format("%H:%M:%S").to_string()
}

fn finish_form(frame: &Frame, view: &TeamDrill) -> AnyView {
    let id = view.id.to_string();
    let error = |name: &str| text::field_error(&frame.flash, name).unwrap_or_default();
    let groups = [
        ("准备：预案、器材、在岗", "preparedness"),
        ("处置：报警与初期处置", "response"),
        ("疏散：引导与清点", "evacuation"),
    ];
    let groups: Vec<_> = groups
        .into_iter()
        .map(|(legend, name)| {
            let options = Grade::ALL.map(|grade| choice(grade.code(), grade.term())).to_vec();
            let (selected, error) = (vec![frame.typed(name)], error(name));
            view! { <ui::ChoiceGroup legend=legend name=name options=options selected=selected error=error required=true/> }
        })
        .collect();
    let (remarks, wrong) = (frame.typed("remarks"), error("remarks"));
    let open = !frame.typed("remarks").is_empty() || !error("preparedness").is_empty();
    let open = open || COURSE.iter().all(|(code, ..)| reached(view, code).is_some());
    view! {
        <ui::Card title="评价与结束">
            <ui::Disclosure label="填写评价并结束演练" button=Kind::Plain open=open>
                <ui::PostForm action="/api/drill/finish">
                    <input type="hidden" name="drill" value=id/>
                    {groups}
                    <ui::TextArea label="备注" name="remarks" maxlength=1000 value=remarks
                        error=wrong hint="看到的问题和要整改的事项，可以不填"/>
                    <ui::Button kind=Kind::Primary wide=true>"结束演练"</ui::Button>
                </ui::PostForm>
            </ui::Disclosure>
        </ui::Card>
    }
    .into_any()
}

fn abort_form(frame: &Frame, view: &TeamDrill) -> AnyView {
    let id = view.id.to_string();
    let error = text::field_error(&frame.flash, "reason").unwrap_or_default();
    let (open, reason) = (!error.is_empty(), frame.typed("reason"));
    view! {
        <ui::Disclosure label="中止演练" button=Kind::Danger open=open>
            <ui::PostForm action="/api/drill/abort">
                <input type="hidden" name="drill" value=id/>
                <ui::TextArea label="中止的理由" name="reason" maxlength=500 rows=2 error=error required=true
                    hint="例如：现场有真实险情，单位停业。中止后不能恢复。" value=reason/>
                <ui::Button kind=Kind::Danger wide=true>"确认中止"</ui::Button>
            </ui::PostForm>
        </ui::Disclosure>
    }
    .into_any()
}

fn ended(view: &TeamDrill) -> AnyView {
    let mut items = Vec::new();
    if let Some(four_no) = view.four_no {
        let badge = if four_no {
            view! { <ui::Badge tone=Tone::Good>"四不演练，四项均有记录证明"</ui::Badge> }.into_any()
        } else {
            view! { <ui::Badge tone=Tone::Warn>"不计为四不演练"</ui::Badge> }.into_any()
        };
        items.push(fact("认定", badge));
    }
    if let Some(rating) = view.rating {
        items.push(fact("准备", rating.preparedness.term()));
        items.push(fact("处置", rating.response.term()));
        items.push(fact("疏散", rating.evacuation.term()));
    }
    if let Some(remarks) = &view.remarks {
        items.push(fact("备注", remarks.clone()));
    }
    if let Some(reason) = &view.abort_reason {
        items.push(fact("中止理由", reason.clone()));
    }
    let steps = course(view);
    view! {
        <ui::Card title="结果"><ui::Facts items=items/></ui::Card>
        <ui::Card title="时间轴"><ui::Steps items=steps/></ui::Card>
        <ui::LinkButton href="/team" wide=true>"回到今日演练"</ui::LinkButton>
    }
    .into_any()
}

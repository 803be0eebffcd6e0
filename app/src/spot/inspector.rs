//! `/team/spot` and `/team/spot/{id}`: for one hand on a phone, without a script.

use super::{clock, rate, rate_tone, state, worker_state};
use crate::{
    layout, text,
    ui::{self, Kind, Link, Tone, choice, fact},
};
use contract::{
    Frame,
    spot::{SpotCodeView, SpotLine, SpotStart, SpotState, SpotUnit, SpotView, SpotWorker, WorkerState},
};
use domain::{
    organization::Sector,
    spot::{Absence, Length, MOST_WORKERS},
};
use leptos::prelude::*;

/// Choosing a unit, and the own latest tests.
#[must_use]
pub fn start(frame: &Frame, view: &SpotStart) -> String {
    layout::phone(frame, "现场测试", || match &view.chosen {
        Some(unit) => open_form(frame, unit),
        None => view! { {search(view)}{latest(&view.latest)} }.into_any(),
    })
}

fn search(view: &SpotStart) -> AnyView {
    let link = Link::to("/team/spot").with("q", &view.q);
    let units: Vec<_> = view.units.iter().map(|unit| unit_line(&link, unit)).collect();
    let none = units.is_empty().then(|| {
        view! { <ui::Empty title="没有找到这家单位" body="请核对名称，或请应急办补录名册。"/> }
    });
    let (q, pager) = (view.q.clone(), view.pager);
    view! {
        <ui::Card title="选择单位">
            <ui::Filters link=link.clone() fields=&["q"] label="查找">
                <ui::Field label="单位名称" name="q" kind="search" value=q/>
            </ui::Filters>
            <ul class="spot-units">{units}</ul>
            {none}
            <ui::Pager link=link page=pager.page size=pager.size total=pager.total/>
        </ui::Card>
    }
    .into_any()
}

fn unit_line(link: &Link, unit: &SpotUnit) -> AnyView {
    let href = link.with("unit", unit.id).to_string();
    let about = format!("{} · {}", unit.sector.map_or("", Sector::term), unit.address);
    let name = unit.name.clone();
    view! { <li><a href=href><strong>{name}</strong><span class="small muted">{about}</span></a></li> }
        .into_any()
}

fn latest(lines: &[SpotLine]) -> Option<AnyView> {
    let lines: Vec<_> = lines.iter().map(latest_line).collect();
    (!lines.is_empty()).then(|| {
        view! { <ui::Card title="最近的测试"><ul class="spot-units">{lines}</ul></ui::Card> }.into_any()
    })
}

fn latest_line(line: &SpotLine) -> AnyView {
    let (tone, word) = state(line.state);
    let about = format!("{} · 掌握率 {}", text::minute(line.opened_at), rate(&line.tally));
    let (href, unit) = (format!("/team/spot/{}", line.id), line.unit.clone());
    view! {
        <li>
            <a href=href>
                <span class="row"><strong>{unit}</strong><ui::Badge tone=tone>{word}</ui::Badge></span>
                <span class="small muted num">{about}</span>
            </a>
        </li>
    }
    .into_any()
}

fn open_form(frame: &Frame, unit: &SpotUnit) -> AnyView {
    let workers = unit.workers.unwrap_or(0);
    let facts = vec![
        fact("单位", unit.name.clone()),
        fact("行业领域", unit.sector.map_or("—", Sector::term)),
        fact("地址", unit.address.clone()),
        fact("在岗一线人员", format!("{workers} 人")),
    ];
    let body = if workers == 0 {
        view! {
            <ui::Notice tone=Tone::Warn title="名册里没有在岗的一线从业人员，无法抽取"
                body="班组长、危险岗位作业人员、一线从业人员才会被抽到。请应急办补录名册后再来。"/>
        }
        .into_any()
    } else {
        choices(frame, unit, workers)
    };
    view! {
        <ui::Card title="测试对象"><ui::Facts items=facts/></ui::Card>
        {body}
        <ui::LinkButton href="/team/spot" wide=true>"换一家单位"</ui::LinkButton>
    }
    .into_any()
}

fn choices(frame: &Frame, unit: &SpotUnit, workers: u32) -> AnyView {
    let error = |name: &str| text::field_error(&frame.flash, name).unwrap_or_default();
    let typed = |name: &str, otherwise: &str| {
        Some(frame.typed(name)).filter(|typed| !typed.is_empty()).unwrap_or_else(|| otherwise.to_owned())
    };
    let lengths = Length::ALL.iter().map(|length| choice(length.code(), length.term())).collect();
    let most = workers.min(MOST_WORKERS.into());
    let numbers = (1..=most).map(|n| choice(n.to_string(), format!("{n} 人"))).collect();
    let (id, items) = (unit.id.to_string(), vec![typed("items", "10")]);
    let wanted = typed("wanted", &most.min(3).to_string());
    let (wrong_items, wrong_wanted) = (error("items"), error("wanted"));
    view! {
        <ui::Card title="怎么测">
            <ui::PostForm action="/api/spot/open">
                <input type="hidden" name="unit" value=id/>
                <ui::ChoiceGroup legend="题量" name="items" options=lengths selected=items error=wrong_items/>
                <ui::SelectField label="抽取人数" name="wanted" options=numbers value=wanted error=wrong_wanted
                    hint="从在岗一线人员中随机抽取，最多 10 人"/>
                <p class="small muted">"限时 10 分钟，80 分合格。先出本行业的题，不够时用通用题补足。"</p>
                <ui::Button kind=Kind::Primary wide=true>"封存名单，准备抽取"</ui::Button>
            </ui::PostForm>
        </ui::Card>
    }
    .into_any()
}

/// One test for who holds it.
#[must_use]
pub fn team(frame: &Frame, view: &SpotView) -> String {
    layout::phone(frame, &view.line.unit, || {
        let body = match view.line.state {
            SpotState::Opened => draw_card(view),
            _ => workers(frame, view),
        };
        let again = format!("/team/spot/{}", view.line.id);
        let reload = (view.line.state == SpotState::Running)
            .then(|| view! { <ui::LinkButton href=again wide=true>"刷新进度"</ui::LinkButton> });
        view! {
            {head(view)}{body}{reload}{end_form(view)}{proof(view)}
            <ui::LinkButton href="/team/spot" wide=true>"回到现场测试"</ui::LinkButton>
        }
        .into_any()
    })
}

fn head(view: &SpotView) -> AnyView {
    let (line, tally) = (&view.line, &view.line.tally);
    let (tone, word) = state(line.state);
    let badge = view! { <ui::Badge tone=tone>{word}</ui::Badge> }.into_any();
    let mut facts = vec![
        fact("行业领域", line.sector.map_or("—", Sector::term)),
        fact(
            "题目",
            format!("{} 题，{} 分钟，{} 分合格", view.items, view.minutes, text::points(view.pass_mark)),
        ),
        fact("抽取", format!("{} 人，从名单 {} 人中", view.wanted, view.roster)),
    ];
    if line.state != SpotState::Opened {
        let tone = rate_tone(tally);
        let words = rate(tally);
        facts.push(fact("掌握率", view! { <ui::Badge tone=tone>{words}</ui::Badge> }));
    }
    if tally.late > 0 {
        facts.push(fact("其中补交", format!("{} 人", tally.late)));
    }
    if let Some(order) = &line.follow_up {
        let done = if order.done_at.is_some() { "已办结" } else { "未办结" };
        facts.push(fact("补训", format!("{} 前完成，{done}", text::date(order.due_on))));
    }
    view! { <ui::Card title="测试" aside=badge><ui::Facts items=facts/></ui::Card> }.into_any()
}

fn draw_card(view: &SpotView) -> AnyView {
    let id = view.line.id.to_string();
    view! {
        <ui::Card title="抽取人员">
            <p>"名单和抽签种子已经封存并记入日志。抽取结果只由它们决定，抽一次就定，不能重抽，也不能挑人。"</p>
            <ui::PostForm action="/api/spot/draw">
                <input type="hidden" name="test" value=id/>
                <ui::Button kind=Kind::Primary wide=true>"现场抽取"</ui::Button>
            </ui::PostForm>
        </ui::Card>
    }
    .into_any()
}

fn workers(frame: &Frame, view: &SpotView) -> AnyView {
    let cards: Vec<_> = view.workers.iter().map(|worker| worker_card(frame, view, worker)).collect();
    let absent = view.line.tally.absent;
    let present = view.line.tally.called - absent;
    let short = (view.line.state == SpotState::Running && present < view.wanted).then(|| {
        let title = format!("名单已经用完，在场的只有 {present} 人");
        view! { <ui::Notice tone=Tone::Warn title=title body="没有人可以递补了，测完在场的人即可结束。"/> }
    });
    view! { {short}<h2>"抽到的人员"</h2>{cards} }.into_any()
}

fn worker_card(frame: &Frame, view: &SpotView, worker: &SpotWorker) -> AnyView {
    let (tone, words) = worker_state(&worker.state);
    let (name, position) = (format!("{}. {}", worker.place, worker.name), worker.position.clone());
    let running = view.line.state == SpotState::Running && view.may_run;
    let body = match &worker.state {
        WorkerState::Waiting { .. } if running => Some(waiting(frame, view, worker)),
        WorkerState::Sitting { .. } if running => Some(sitting(view, worker)),
        WorkerState::Absent { note: Some(note), .. } => {
            let note = note.clone();
            Some(view! { <p class="small muted">{note}</p> }.into_any())
        }
        WorkerState::HandedIn { late: true, at, answered_at, .. } => Some(late(*at, *answered_at)),
        _ => None,
    };
    view! {
        <section class="card stack">
            <div class="row">
                <h3>{name}" "<span class="small muted">{position}</span></h3>
                <ui::Badge tone=tone>{words}</ui::Badge>
            </div>
            {body}
        </section>
    }
    .into_any()
}

/// What is known of answers that came late.
pub(super) fn late(
    at: chrono::DateTime<chrono::Utc>,
    answered_at: Option<chrono::DateTime<chrono::Utc>>,
) -> AnyView {
    let said = match answered_at {
        Some(answered) => format!("手机记录作答于 {}（由手机报告，无法核验）", text::minute(answered)),
        None => "手机没有报告作答时间".into(),
    };
    let words = format!("补交：{} 收到，{said}。", text::minute(at));
    view! { <p class="small muted num">{words}</p> }.into_any()
}

fn hidden(view: &SpotView, worker: &SpotWorker) -> AnyView {
    let (id, place) = (view.line.id.to_string(), worker.place.to_string());
    view! { <input type="hidden" name="test" value=id/><input type="hidden" name="place" value=place/> }
        .into_any()
}

fn waiting(frame: &Frame, view: &SpotView, worker: &SpotWorker) -> AnyView {
    let (first, second, third) = (hidden(view, worker), hidden(view, worker), hidden(view, worker));
    // What was typed belongs to the worker it was typed for.
    let mine = frame.typed("place") == worker.place.to_string();
    let typed = |name: &str| if mine { frame.typed(name) } else { String::new() };
    let error = |name: &str| text::field_error(&frame.flash, name).filter(|_| mine).unwrap_or_default();
    let reasons = Absence::ALL.iter().map(|reason| choice(reason.code(), reason.term())).collect();
    let (reason, note) = (vec![typed("reason")], typed("note"));
    let (wrong_reason, wrong_note) = (error("reason"), error("note"));
    let open = !wrong_reason.is_empty() || !wrong_note.is_empty();
    view! {
        <ui::PostForm action="/api/spot/code">
            {first}<ui::Button kind=Kind::Primary wide=true>"出示二维码"</ui::Button>
        </ui::PostForm>
        <ui::PostForm action="/api/spot/here">
            {second}<ui::Button wide=true>"在本机作答"</ui::Button>
        </ui::PostForm>
        <ui::Disclosure label="不在场" open=open>
            <ui::PostForm action="/api/spot/absent">
                {third}
                <ui::ChoiceGroup legend="原因" name="reason" options=reasons selected=reason error=wrong_reason required=true/>
                <ui::Field label="说明" name="note" value=note error=wrong_note maxlength=200
                    hint="选“其他”时必须写明"/>
                <p class="small muted">"登记后不能撤销，由抽签次序中的下一位递补。"</p>
                <ui::Button kind=Kind::Danger wide=true>"登记不在场"</ui::Button>
            </ui::PostForm>
        </ui::Disclosure>
    }
    .into_any()
}

fn sitting(view: &SpotView, worker: &SpotWorker) -> AnyView {
    let (first, second) = (hidden(view, worker), hidden(view, worker));
    view! {
        <ui::Disclosure label="手机出了问题，换一部接着答">
            <p class="small muted">"试卷和截止时间不变。原来那部手机上没有交的答案会作废，请先确认它不能再用。"</p>
            <ui::PostForm action="/api/spot/code">{first}<ui::Button wide=true>"重新出示二维码"</ui::Button></ui::PostForm>
            <ui::PostForm action="/api/spot/here">{second}<ui::Button wide=true>"在本机作答"</ui::Button></ui::PostForm>
        </ui::Disclosure>
    }
    .into_any()
}

fn end_form(view: &SpotView) -> Option<AnyView> {
    let id = view.line.id.to_string();
    (view.may_run && view.line.state == SpotState::Running).then(|| {
        view! {
            <ui::Disclosure label="结束这次测试">
                <p class="small muted">"结束以后，还没有开始的人不能再测。断网的手机仍可在 24 小时内补交。"</p>
                <ui::PostForm action="/api/spot/end">
                    <input type="hidden" name="test" value=id/>
                    <ui::Button kind=Kind::Danger wide=true>"确认结束"</ui::Button>
                </ui::PostForm>
            </ui::Disclosure>
        }
        .into_any()
    })
}

/// What the draw rests on.
pub(super) fn proof(view: &SpotView) -> AnyView {
    let (seed, roster) = (view.commitment.clone(), view.roster_hash.clone());
    let opened = text::second(view.line.opened_at);
    let file = (view.may_audit && view.line.state == SpotState::Ended).then(|| {
        let (href, name) =
            (format!("/audit/spot/{}.json", view.line.id), format!("spot-{}.json", view.line.id));
        view! { <ui::LinkButton href=href download=name>"下载复核文件"</ui::LinkButton> }
    });
    view! {
        <ui::Disclosure label="抽签凭据">
            <p class="small">{format!("{opened} 封存，先于抽取记入日志。测试结束后，审计人员可以用种子重新抽取核对。")}</p>
            <p class="small muted">"种子的哈希"<br/><code class="code">{seed}</code></p>
            <p class="small muted">"名单的哈希"<br/><code class="code">{roster}</code></p>
            {file}
        </ui::Disclosure>
    }
    .into_any()
}

/// A fresh code, to be held out to the worker.
#[must_use]
pub fn code(frame: &Frame, view: &SpotCodeView) -> String {
    layout::phone(frame, "扫码作答", || {
        let who = format!("{}. {}", view.place, view.name);
        let back = format!("/team/spot/{}", view.test);
        // Four light modules belong around a code.
        let field = format!("-4 -4 {0} {0}", view.size + 8);
        let (side, drawing) = (view.size + 8, view.drawing.clone());
        let (unit, until) = (view.unit.clone(), format!("{} 前扫描有效，只能用一次", clock(view.expires_at)));
        let label = format!("{} 的作答二维码", view.name);
        view! {
            <section class="card stack spot-code">
                <h2>{who}</h2>
                <p class="muted small">{unit}</p>
                <svg role="img" aria-label=label viewBox=field shape-rendering="crispEdges">
                    <rect x="-4" y="-4" width=side.to_string() height=side.to_string() fill="#fff"></rect>
                    <path d=drawing fill="#000"></path>
                </svg>
                <p class="num">{until}</p>
                <p class="small muted">"请本人用自己的手机扫描，不需要账号。离开本页后二维码不再显示，可以重新出示，新的一出，旧的即作废。"</p>
            </section>
            <ui::LinkButton href=back kind=Kind::Primary wide=true>"回到名单"</ui::LinkButton>
        }
        .into_any()
    })
}

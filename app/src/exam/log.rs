//! One sitting with everything that happened in it, and what an invigilator can do.

use super::monitor::{connection, state};
use crate::{
    layout::{self, Desk},
    text,
    ui::{self, Column, Kind, Link, NavItem, Tone, cells, fact},
};
use contract::{
    Frame,
    exam::{AttemptLog, Moment, SeatState, StepLine},
};
use domain::exam::attempt::{Extra, Reason};
use leptos::prelude::*;

/// Renders a sitting. It holds no answers, and does not look again by itself: a form may stand on it.
#[must_use]
pub fn page(frame: &Frame, view: &AttemptLog) -> String {
    let seat = &view.seat;
    let title = format!("{} · 第 {} 次", seat.person, seat.number);
    let crumbs = vec![
        NavItem::new("/office/exams", "考试"),
        NavItem::new(format!("/office/exams/{}/monitor", view.exam), &view.title),
    ];
    let subtitle = format!("{} 的情况", text::second(view.now));
    layout::desk(frame, Desk { subtitle, crumbs, ..Desk::titled(&title) }, || {
        let pager = view.pager;
        let columns = ["时间", "经过", "经办"].map(Column::text).to_vec();
        let rows = view.steps.iter().map(|step| {
            let by = if step.by.is_empty() { "—".to_owned() } else { step.by.clone() };
            cells![view! { <span class="num">{text::second(step.at)}</span> }, words(step), by]
        });
        let rows = rows.collect();
        let (facts, link) = (facts(view), Link::to(path(view)));
        view! {
            <ui::Card><ui::Facts items=facts columns=true/></ui::Card>
            {act(frame, view)}
            <ui::Card title="考试经过">
                <p class="small muted">"时间都是服务器收到的时间，最近的在前。这里不显示答了什么，也没有标准答案。"</p>
                <ui::Table caption="考试经过" columns=columns rows=rows cards=true/>
                <ui::Pager link=link page=pager.page size=pager.size total=pager.total/>
            </ui::Card>
        }
        .into_any()
    })
}

fn path(view: &AttemptLog) -> String {
    format!("/office/exams/{}/attempts/{}", view.exam, view.seat.attempt)
}

fn facts(view: &AttemptLog) -> Vec<ui::Fact> {
    let seat = &view.seat;
    let dash = || "—".to_owned();
    let mut facts = vec![
        fact("单位", seat.unit.clone()),
        fact("状态", state(seat.state)),
        fact("连接", connection(seat)),
        fact("设备", device(&view.agent)),
        fact("最近联系", view.seen_at.map_or_else(dash, text::second)),
        fact("已答", format!("{} / {} 题", seat.answered, view.items)),
        fact("最后保存", seat.last_saved.map_or_else(dash, text::second)),
        fact("离开页面", format!("{} 次", seat.times_left)),
        fact("开始时间", text::second(view.started_at)),
        fact("截止时间", text::second(view.deadline)),
    ];
    if let Some(reason) = &view.void_reason {
        facts.push(fact("作废理由", reason.clone()));
    }
    facts
}

/// What a browser runs on, as far as an invigilator cares.
fn device(agent: &str) -> &'static str {
    match agent {
        "" => "—",
        agent if agent.contains("MicroMessenger") => "微信",
        agent if ["Mobile", "Android", "iPhone"].iter().any(|sign| agent.contains(sign)) => "手机",
        _ => "电脑",
    }
}

/// The form of the act asked for, or the ways to the forms.
fn act(frame: &Frame, view: &AttemptLog) -> AnyView {
    if !view.may_act {
        let body = "办理延长、重新开放和作废，需由应急办在考试现场页面指定您监考。";
        return view! { <p class="small muted">{body}</p> }.into_any();
    }
    let handed_in = matches!(view.seat.state, SeatState::HandedIn { .. });
    let running = matches!(view.seat.state, SeatState::Running { .. });
    let reopens = handed_in && view.closed_for.is_none();
    match view.query.act.as_str() {
        "extend" if running => return more_time(frame, view, &EXTEND),
        "reopen" if reopens => return more_time(frame, view, &REOPEN),
        "void" if running || handed_in => return void(frame, view),
        _ => {}
    }
    let path = path(view);
    let way = |shown: bool, act: &str, words: &'static str| {
        let href = format!("{path}?act={act}");
        shown.then(|| view! { <ui::LinkButton href=href>{words}</ui::LinkButton> })
    };
    let why = view.closed_for.as_ref().filter(|_| handed_in).map(|why| {
        let why = text::sentence(&contract::UiError::Refused(why.clone()));
        view! { <p class="small muted">{why}</p> }
    });
    view! {
        <div class="actions">
            {way(running, "extend", "延长…")}
            {way(reopens, "reopen", "重新开放…")}
            {way(running || handed_in, "void", "作废…")}
        </div>
        {why}
    }
    .into_any()
}

/// The words of a form that gives time.
struct MoreTime {
    title: &'static str,
    body: &'static str,
    action: &'static str,
    hint: &'static str,
    confirm: &'static str,
}

const EXTEND: MoreTime = MoreTime {
    title: "延长",
    body: "截止时间往后移，考生页面会在半分钟内显示。已经超时的答案仍算超时，不计分。",
    action: "/api/exam/extend",
    hint: "1 到 180 分钟，加在原来的截止时间上。",
    confirm: "确认延长",
};
const REOPEN: MoreTime = MoreTime {
    title: "重新开放",
    body: "取消这次交卷，考生可以接着作答，原来的答案都在。仅限没有合格、成绩也没有给考生看过的。",
    action: "/api/exam/reopen",
    hint: "1 到 180 分钟，从确认时起算。",
    confirm: "确认重新开放",
};

fn more_time(frame: &Frame, view: &AttemptLog, form: &'static MoreTime) -> AnyView {
    let typed = frame.flash.typed.get("minutes").cloned();
    let minutes = typed.unwrap_or_else(|| "10".to_owned());
    let error = text::field_error(&frame.flash, "minutes");
    let reason = reason(frame, "例如：停电、设备故障。会写入考试经过，不要写个人隐私。");
    let (attempt, back) = (view.seat.attempt.to_string(), path(view));
    view! {
        <ui::Card title=form.title id="act">
            <p>{form.body}</p>
            <ui::PostForm action=form.action>
                <input type="hidden" name="attempt" value=attempt/>
                <ui::Field label="分钟" name="minutes" kind="number" inputmode="numeric" min="1"
                    max=Extra::MOST.to_string() value=minutes hint=form.hint error=error required=true/>
                {reason}
                <div class="actions">
                    <ui::Button kind=Kind::Primary>{form.confirm}</ui::Button>
                    <ui::LinkButton href=back>"取消"</ui::LinkButton>
                </div>
            </ui::PostForm>
        </ui::Card>
    }
    .into_any()
}

fn void(frame: &Frame, view: &AttemptLog) -> AnyView {
    let passed = matches!(view.seat.state, SeatState::HandedIn { passed: true, .. });
    let certificate = passed.then(|| {
        view! {
            <ui::Notice tone=Tone::Warn title="这次考核已经合格"
                body="作废后，合格证明同时撤销，撤销理由在核验页面上可以查到；培训结果改为未出。"/>
        }
    });
    let reason = reason(frame, "考生会看到这句话，请写清楚，例如：由他人代考。");
    let (attempt, back) = (view.seat.attempt.to_string(), path(view));
    view! {
        <ui::Card title="作废" id="act">
            <p>"作废后不能恢复。这一次没有成绩，也不占用考核次数，考生可以换一份试卷再考。考试经过照样留存。"</p>
            {certificate}
            <ui::PostForm action="/api/exam/void">
                <input type="hidden" name="attempt" value=attempt/>
                {reason}
                <div class="actions">
                    <ui::Button kind=Kind::Danger>"确认作废"</ui::Button>
                    <ui::LinkButton href=back>"取消"</ui::LinkButton>
                </div>
            </ui::PostForm>
        </ui::Card>
    }
    .into_any()
}

fn reason(frame: &Frame, hint: &'static str) -> AnyView {
    let error = text::field_error(&frame.flash, "reason");
    let most = u32::from(Reason::MOST);
    view! {
        <ui::TextArea label="理由" name="reason" value=frame.typed("reason") hint=hint error=error rows=2
            maxlength=most required=true/>
    }
    .into_any()
}

fn words(step: &StepLine) -> String {
    match &step.what {
        Moment::Started => "开始考核".into(),
        Moment::Seen { item } => format!("看到第 {item} 题"),
        Moment::Answered { item, late: false } => format!("第 {item} 题的答案已保存"),
        Moment::Answered { item, late: true } => format!("第 {item} 题的答案超时，已留存，不计分"),
        Moment::Flagged { item, on: true } => format!("标记第 {item} 题"),
        Moment::Flagged { item, on: false } => format!("取消标记第 {item} 题"),
        Moment::Left => "离开页面".into(),
        Moment::Returned => "回到页面".into(),
        Moment::TakenOver => "换到另一台设备或页面作答".into(),
        Moment::Submitted { by_deadline: false } => "考生交卷".into(),
        Moment::Submitted { by_deadline: true } => "到时自动交卷".into(),
        Moment::Extended { minutes, reason } => format!("延长 {minutes} 分钟：{reason}"),
        Moment::Reopened { minutes, reason } => format!("重新开放 {minutes} 分钟：{reason}"),
        Moment::Voided { reason } => format!("作废：{reason}"),
        Moment::ResultShown => "考生看到成绩和正确答案".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::device;

    #[test]
    fn a_device_is_named_by_what_it_is() {
        assert_eq!(device(""), "—");
        assert_eq!(device("Mozilla/5.0 (Linux; Android 13) Mobile MicroMessenger/8.0"), "微信");
        assert_eq!(device("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0)"), "手机");
        assert_eq!(device("Mozilla/5.0 (Windows NT 10.0; Win64; x64)"), "电脑");
    }
}

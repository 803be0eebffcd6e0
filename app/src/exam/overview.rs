//! All items at a glance, and handing in.

use super::{
    desk::{Desk, End},
    queue::Light,
};
use leptos::prelude::*;

/// How many numbers a sentence lists before it stops.
const LISTED: usize = 12;

/// The map of all items and the form to hand in.
#[must_use]
pub fn overview(desk: Desk) -> impl IntoView + use<> {
    let numbers = desk.with(|view| view.items.iter().map(|item| item.number).collect::<Vec<_>>());
    let flagged = numbers.clone();
    let counts = Signal::derive(move || {
        let open = desk.unanswered().len();
        let flags = flagged.iter().filter(|number| desk.is_flagged(**number)).count();
        format!("已答 {} 题，未答 {open} 题，标记 {flags} 题。", flagged.len() - open)
    });
    let links: Vec<_> = numbers.into_iter().map(|number| link(desk, number)).collect();
    view! {
        <p class="num" id="stem" tabindex="-1">{counts}</p>
        {hand_in(desk)}
        <ol class="question-map">{links}</ol>
        <ul class="map-key small muted" aria-hidden="true">
            <li data-state="answered">"已答"</li>
            <li>"未答"</li>
            <li data-flagged="true">"已标记"</li>
        </ul>
    }
}

fn link(desk: Desk, number: u16) -> impl IntoView + use<> {
    let answered = move || !desk.unanswered().contains(&number);
    let flagged = move || desk.is_flagged(number);
    let label = Signal::derive(move || {
        let state = if answered() { "已答" } else { "未答" };
        format!("第 {number} 题，{state}{}", if flagged() { "，已标记" } else { "" })
    });
    view! {
        <li>
            <a
                href=desk.address(number)
                data-state=Signal::derive(move || answered().then_some("answered"))
                data-flagged=Signal::derive(move || flagged().then_some("true"))
                aria-current=(number == desk.last.get_untracked()).then_some("step")
                aria-label=label
                on:click=move |click| {
                    click.prevent_default();
                    desk.go(number);
                }
            >
                {number.to_string()}
            </a>
        </li>
    }
}

/// Handing in: a button that opens what it means, and the form itself.
fn hand_in(desk: Desk) -> impl IntoView + use<> {
    let cannot = Signal::derive(move || !desk.is_open());
    view! {
        <details class="disclosure hand-in" hidden=Signal::derive(move || desk.end.get() != End::Open)>
            <summary class="button" data-kind="primary">"交卷"</summary>
            <form
                class="disclosure-body stack"
                method="post"
                action="/api/exam/submit"
                on:submit=move |submit| {
                    submit.prevent_default();
                    desk.hand_in();
                }
            >
                <input type="hidden" name="attempt" value=desk.attempt()/>
                <p><strong>{Signal::derive(move || remaining(&desk.unanswered()))}</strong></p>
                <p class="small">"交卷后不能再修改，成绩马上显示。要再看一看，点下面的题号即可。"</p>
                <button class="button" type="submit" data-kind="primary" data-size="wide" disabled=cannot>
                    "确认交卷"
                </button>
            </form>
        </details>
        <div class="notice" data-tone="accent" role="status" hidden=Signal::derive(move || desk.end.get() != End::Asked)>
            <strong>{Signal::derive(move || progress(desk))}</strong>
            <div class="actions">
                <button class="button" type="button" on:click=move |_| desk.end.set(End::Open)>"暂不交卷"</button>
            </div>
        </div>
    }
}

/// Names what is not answered.
fn remaining(unanswered: &[u16]) -> String {
    if unanswered.is_empty() {
        return "全部题目都已作答。".to_owned();
    }
    let listed: Vec<_> = unanswered.iter().take(LISTED).map(u16::to_string).collect();
    let more = if unanswered.len() > LISTED { "等" } else { "" };
    format!("还有 {} 题未答：第 {} {more}题。", unanswered.len(), listed.join("、"))
}

fn progress(desk: Desk) -> String {
    match desk.light() {
        Light::Offline(0) => "网络不通，恢复后自动交卷。请不要关闭本页。".to_owned(),
        Light::Offline(waiting) => {
            format!("网络不通，还有 {waiting} 题在本机等待上传，恢复后自动上传并交卷。请不要关闭本页。")
        }
        Light::Saving => "正在上传最后的答案，随后交卷。".to_owned(),
        Light::Saved => "正在交卷。".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::remaining;

    #[test]
    fn the_confirmation_names_how_many_items_are_open_and_which() {
        assert_eq!(remaining(&[]), "全部题目都已作答。");
        assert_eq!(remaining(&[4, 9]), "还有 2 题未答：第 4、9 题。");
        let many: Vec<_> = (1..=20).collect();
        assert_eq!(remaining(&many), "还有 20 题未答：第 1、2、3、4、5、6、7、8、9、10、11、12 等题。");
    }
}

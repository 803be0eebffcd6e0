//! The sheet: one question at a time, as a real form that also works when scripts never come.

use super::{
    answer::{self, Asked, asked},
    clock,
    desk::{Desk, End, OVERVIEW, Pen},
    overview::overview,
    queue::Light,
};
use domain::{
    bank::KindName,
    exam::{GivenAnswer, ItemRef, attempt::LONGEST_FILL},
};
use leptos::{
    either::{Either, EitherOf3},
    prelude::*,
};

/// The whole page below the skip link.
#[must_use]
pub fn sheet(desk: Desk) -> impl IntoView + use<> {
    view! {
        <div class="exam">
            {topbar(desk)}
            <main class="phone" id="main" tabindex="-1" data-bar="true">
                <div class="notices">{move || notices(desk)}</div>
                // Keyed, so that no input of one question lives on in the next.
                <For each=move || [desk.screen.get()] key=|screen| *screen let:screen>
                    {if screen == OVERVIEW { Either::Left(overview(desk)) } else { Either::Right(item(desk, screen)) }}
                </For>
            </main>
            <nav class="bottombar" aria-label="题目导航">{move || bar(desk, desk.screen.get())}</nav>
            <p class="hidden" role="status">{desk.said}</p>
        </div>
    }
}

fn topbar(desk: Desk) -> impl IntoView + use<> {
    let (title, count) = (desk.with(|view| view.title.clone()), desk.count());
    let place = Signal::derive(move || match desk.screen.get() {
        OVERVIEW => "题目一览".to_owned(),
        number => format!("第 {number} 题"),
    });
    let tone = Signal::derive(move || match desk.light() {
        Light::Saved => "good",
        Light::Saving => "accent",
        Light::Offline(_) => "warn",
    });
    let words = Signal::derive(move || match desk.light() {
        Light::Saved => "已保存".to_owned(),
        Light::Saving => "正在保存".to_owned(),
        Light::Offline(0) => "离线".to_owned(),
        Light::Offline(waiting) => format!("离线，{waiting} 题待上传"),
    });
    view! {
        <header class="topbar">
            <div class="topbar-title">
                <p class="small muted">{title}</p>
                <h1 class="num">{place}<span class="muted">{format!(" / {count} 题")}</span></h1>
            </div>
            <span class="badge" role="status" data-tone=tone hidden=Signal::derive(move || !desk.live.get())>{words}</span>
            <div class="exam-clock">
                <time
                    role="timer"
                    data-tone=Signal::derive(move || if clock::is_short(desk.left.get()) { "bad" } else { "" })
                    aria-label=Signal::derive(move || clock::label(desk.left.get()))
                >
                    {Signal::derive(move || clock::text(desk.left.get()))}
                </time>
                <span class="small muted num">{Signal::derive(move || format!("{} 截止", clock::wall(desk.deadline.get())))}</span>
            </div>
        </header>
    }
}

/// What stands above the question: the last word of the server, and why nothing can be written.
fn notices(desk: Desk) -> impl IntoView + use<> {
    let told = desk.told.get().map(|told| {
        let (tone, role) = if told.bad { ("bad", "alert") } else { ("good", "status") };
        view! { <div class="notice" data-tone=tone role=role><strong>{told.words}</strong></div> }
    });
    let elsewhere = (desk.pen.get() == Pen::Elsewhere).then(|| elsewhere(desk));
    let signed_out = desk.signed_out.get().then(|| {
        let login = format!("/login?next=/my/exams/{}", desk.attempt());
        view! {
            <div class="notice" data-tone="warn" role="alert">
                <strong>"登录已过期，答案保存在本机。"</strong>
                <p class="small">"重新登录后回到本页，会自动上传。"</p>
                <div class="actions"><a class="button" href=login>"重新登录"</a></div>
            </div>
        }
    });
    let time_up = (desk.end.get() == End::TimeUp).then(|| {
        let words = match desk.light() {
            Light::Offline(_) => "考核时间到。网络不通，恢复后自动上传并交卷，请不要关闭本页。",
            _ => "考核时间到，正在自动交卷。",
        };
        view! { <div class="notice" data-tone="warn" role="alert"><strong>{words}</strong></div> }
    });
    (told, elsewhere, signed_out, time_up)
}

fn elsewhere(desk: Desk) -> impl IntoView + use<> {
    view! {
        <div class="notice" data-tone="warn" role="alert">
            <strong>"这场考核正在另一台设备或另一个页面上作答"</strong>
            <p class="small">"本页只能查看。要在这里接着答，请点“在本机继续”，那边将不能再作答，已保存的答案不受影响。"</p>
            <form class="actions" method="post" action="/api/exam/take-over">
                <input type="hidden" name="attempt" value=desk.attempt()/>
                <button class="button" type="submit" data-kind="primary">"在本机继续"</button>
            </form>
        </div>
    }
}

/// One item: what it is, its flag, and what it asks.
fn item(desk: Desk, number: u16) -> impl IntoView + use<> {
    let item = desk.item(number)?;
    let is_case = !item.parts.is_empty();
    let what = format!("{} · {} 分", answer::kind(item.kind), item.points);
    let story = is_case.then(|| {
        view! { <p class="stem" id="stem" tabindex="-1">{item.stem.clone()}</p> }
    });
    let questions: Vec<_> = asked(&item).into_iter().map(|asked| question(desk, asked, is_case)).collect();
    Some(view! {
        <progress class="meter" aria-hidden="true" value=number.to_string() max=desk.count().to_string()></progress>
        // The first submit button is what Enter presses, so it must not be the flag.
        <button class="hidden" type="submit" form="answer" name="go" value="stay" tabindex="-1" aria-hidden="true">
            "保存"
        </button>
        <div class="row"><span class="badge">{what}</span>{flag(desk, number)}</div>
        {story}
        {questions}
        <p class="small muted">{Signal::derive(move || hint(desk, is_case))}</p>
    })
}

fn hint(desk: Desk, is_case: bool) -> String {
    if desk.live.get() {
        return "每答一题立即保存。断网时答案保存在本机，恢复后自动上传。".into();
    }
    let saving = if is_case {
        "每一问选好后，请先点它下面的“保存”，再翻页。"
    } else {
        "翻页时保存答案。"
    };
    format!("{saving}剩余时间在翻页后更新，{} 截止。", clock::wall(desk.deadline.get()))
}

fn flag(desk: Desk, number: u16) -> impl IntoView + use<> {
    let on = move || desk.is_flagged(number);
    view! {
        <button
            class="button flag"
            type="submit"
            form="answer"
            formaction="/api/exam/flag"
            name="on"
            value=Signal::derive(move || if on() { "false" } else { "true" })
            aria-pressed=Signal::derive(move || if on() { "true" } else { "false" })
            disabled=Signal::derive(move || !desk.is_open())
            on:click=move |click| {
                click.prevent_default();
                desk.turn_flag(number);
            }
        >
            <span aria-hidden="true">{Signal::derive(move || if on() { "★" } else { "☆" })}</span>
            {Signal::derive(move || if on() { "已标记" } else { "标记" })}
        </button>
    }
}

/// One question as a form of its own.
fn question(desk: Desk, asked: Asked<'_>, of_case: bool) -> impl IntoView + use<> {
    let item = asked.item;
    let form = if item.part < 2 { "answer".to_owned() } else { format!("answer-{}", item.part) };
    let (lease, seq) = desk.queue.with_untracked(|queue| (queue.lease(), queue.next_seq()));
    let legend = if of_case {
        Either::Left(
            view! { <legend><b>{format!("第 {} 问", item.part)}</b>" "{asked.stem.to_owned()}</legend> },
        )
    } else {
        Either::Right(view! { <legend class="stem" id="stem" tabindex="-1">{asked.stem.to_owned()}</legend> })
    };
    // Several questions stand on this page, and only the form at hand is sent, so each has its own button.
    let save = of_case.then(|| {
        view! {
            <button class="button" type="submit" name="go" value="stay" hidden=desk.live>
                {format!("保存第 {} 问", item.part)}
            </button>
        }
    });
    view! {
        <form
            class="form"
            id=form
            method="post"
            action="/api/exam/answer"
            autocomplete="off"
            on:submit=move |submit| {
                submit.prevent_default();
                desk.settle();
            }
        >
            <input type="hidden" name="attempt" value=desk.attempt()/>
            <input type="hidden" name="item" value=item.to_string()/>
            <input type="hidden" name="lease" value=lease.to_string()/>
            <input type="hidden" name="seq" value=seq.to_string()/>
            {taken_back(desk, asked)}
            <fieldset class="choices" disabled=Signal::derive(move || !desk.is_open())>{legend}{fields(desk, asked)}</fieldset>
            {save}
        </form>
    }
}

/// Says that all ticks were taken away, which boxes without a tick cannot say; only where some were saved.
fn taken_back(desk: Desk, asked: Asked<'_>) -> impl IntoView + use<> {
    let saved = desk.queue.with_untracked(|queue| queue.is_saved(asked.item));
    let needed = asked.kind == KindName::Multiple && saved;
    needed.then(|| view! { <input type="hidden" name="choice" value=""/> })
}

fn fields(desk: Desk, asked: Asked<'_>) -> impl IntoView + use<> {
    let item = asked.item;
    match asked.kind {
        KindName::TrueFalse => {
            let truths = [(true, "正确"), (false, "错误")];
            EitherOf3::A(truths.map(|(holds, text)| choice(desk, item, Pick::Truth(holds), text)))
        }
        KindName::Fill => EitherOf3::B(blank(desk, item)),
        KindName::Single | KindName::Multiple | KindName::Case => {
            let pick = if asked.kind == KindName::Multiple { Pick::Several } else { Pick::One };
            let options = asked.options.iter();
            let options = options.map(|option| choice(desk, item, pick(option.letter), &option.text));
            EitherOf3::C(options.collect::<Vec<_>>())
        }
    }
}

/// What ticking a box means.
#[derive(Clone, Copy)]
enum Pick {
    /// This letter and no other.
    One(char),
    /// This letter among others.
    Several(char),
    /// The statement holds, or does not.
    Truth(bool),
}

impl Pick {
    fn is_chosen(self, given: Option<&GivenAnswer>) -> bool {
        match self {
            Self::One(letter) | Self::Several(letter) => answer::holds(given, letter),
            Self::Truth(holds) => given == Some(&GivenAnswer::TrueFalse(holds)),
        }
    }

    fn take(self, desk: Desk, item: ItemRef, on: bool) {
        match self {
            Self::One(letter) => desk.answer(item, GivenAnswer::Letters(letter.to_string()), false),
            Self::Several(letter) => desk.tick(item, letter, on),
            Self::Truth(holds) => desk.answer(item, GivenAnswer::TrueFalse(holds), false),
        }
    }
}

fn choice(desk: Desk, item: ItemRef, pick: Pick, text: &str) -> impl IntoView + use<> {
    let chosen = move || desk.queue.with(|queue| pick.is_chosen(queue.given(item)));
    let (kind, name, value, letter) = match pick {
        Pick::One(letter) => ("radio", "choice", letter.to_string(), Some(letter)),
        Pick::Several(letter) => ("checkbox", "choice", letter.to_string(), Some(letter)),
        Pick::Truth(holds) => ("radio", "truth", holds.to_string(), None),
    };
    view! {
        <label class="choice">
            <input
                type=kind
                name=name
                value=value
                checked=untrack(chosen)
                prop:checked=chosen
                on:change=move |change| pick.take(desk, item, event_target_checked(&change))
            />
            <span class="choice-body">
                {letter.map(|letter| view! { <kbd>{letter.to_string()}</kbd> })}
                <span class="choice-text">{text.to_owned()}</span>
            </span>
        </label>
    }
}

fn blank(desk: Desk, item: ItemRef) -> impl IntoView + use<> {
    let written = move || match desk.given(item) {
        Some(GivenAnswer::Fill(text)) => text,
        _ => String::new(),
    };
    view! {
        <label class="field">
            <span class="field-label">"您的答案"</span>
            <input
                class="input"
                type="text"
                name="text"
                maxlength=LONGEST_FILL.to_string()
                value=untrack(written)
                prop:value=written
                on:input=move |input| desk.answer(item, GivenAnswer::Fill(event_target_value(&input)), true)
                on:change=move |_| desk.settle()
            />
        </label>
    }
}

/// The buttons at the thumb. Where a form is at hand they send it, so that every move saves.
fn bar(desk: Desk, screen: u16) -> impl IntoView + use<> {
    if screen == OVERVIEW {
        let back = desk.last.get_untracked();
        return Either::Left(way(desk, Some(back), format!("回到第 {back} 题"), None));
    }
    let is_last = screen == desk.count();
    let (next, go, words) =
        if is_last { (OVERVIEW, "overview", "检查并交卷") } else { (screen + 1, "next", "下一题") };
    let previous = (screen > 1).then(|| screen - 1);
    // A case has several forms, and a page that may not write has none to send: there these are mere links.
    let sends = desk.pen.get() == Pen::Here && desk.item(screen).is_some_and(|item| item.parts.is_empty());
    let buttons = [
        (previous, "prev", "上一题", None),
        (Some(OVERVIEW), "overview", "题目一览", None),
        (Some(next), go, words, Some("primary")),
    ];
    Either::Right(if sends {
        Either::Left(buttons.map(|(to, go, words, kind)| press(desk, to, go, words, kind)))
    } else {
        Either::Right(buttons.map(|(to, _, words, kind)| way(desk, to, words.into(), kind)))
    })
}

fn press(
    desk: Desk,
    to: Option<u16>,
    go: &'static str,
    words: &'static str,
    kind: Option<&'static str>,
) -> impl IntoView + use<> {
    view! {
        <button
            class="button"
            type="submit"
            form="answer"
            name="go"
            value=go
            data-kind=kind
            disabled=to.is_none()
            on:click=move |click| {
                click.prevent_default();
                if let Some(to) = to {
                    desk.go(to);
                }
            }
        >
            {words}
        </button>
    }
}

fn way(desk: Desk, to: Option<u16>, words: String, kind: Option<&'static str>) -> impl IntoView + use<> {
    view! {
        <a
            class="button"
            href=to.map(|to| desk.address(to))
            data-kind=kind
            aria-disabled=to.is_none().then_some("true")
            on:click=move |click| {
                click.prevent_default();
                if let Some(to) = to {
                    desk.go(to);
                }
            }
        >
            {words}
        </a>
    }
}

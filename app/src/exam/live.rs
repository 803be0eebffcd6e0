//! What happens once scripts have taken over: sending and trying again, keeping over a reload, the clock.

mod look;

use super::{
    answer::field,
    clock,
    desk::{Desk, End, Pen, Told},
    queue::{Entry, Flag, Kept},
    reply::Reply,
    wire,
};
use domain::exam::{GivenAnswer, ItemRef};
use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{BeforeUnloadEvent, StorageEvent, VisibilityState};

/// How often the clock is looked at: often enough that no second is skipped.
const TICK: Duration = Duration::from_millis(500);
/// A pause in typing after which the text is sent.
const PAUSE: Duration = Duration::from_millis(800);
/// How long a page that may not write waits after the deadline for the one that may.
const AFTERWARDS_MS: i64 = 20_000;
/// An extension is no smaller than this; less is the jitter of the network.
const JITTER_MS: i64 = 5_000;

/// What is under way.
struct Wires {
    busy: bool,
    again: Option<TimeoutHandle>,
    pause: Option<TimeoutHandle>,
    /// The deadline by the device's clock.
    ends_at: i64,
    /// The deadline by the server's clock, as it was last told.
    deadline_ms: i64,
    /// The number of this page among those open on the device.
    page: String,
    /// The paper is handed in and the page about to leave.
    gone: bool,
}

/// One thing to send.
#[derive(Clone)]
enum Job {
    Answer(Entry),
    Flag(Flag),
    HandIn,
}

#[derive(Clone, Copy)]
struct Live {
    desk: Desk,
    wires: StoredValue<Wires>,
}

/// Takes up the page: to be called while the island hydrates, before its view is bound.
pub fn take_up(desk: Desk) {
    // Hydration is about to reset what was ticked while the module was loading.
    let typed = wire::typed_before();
    let (deadline_ms, left_ms) = desk.with(|view| (view.deadline_ms, view.deadline_ms - view.now_ms));
    let ends_at = wire::now_ms() + left_ms - wire::page_age_ms();
    let page = wire::chance().to_string();
    let wires = Wires { busy: false, again: None, pause: None, ends_at, deadline_ms, page, gone: false };
    let live = Live { desk, wires: StoredValue::new(wires) };
    // An effect runs after hydration, when changes may show.
    Effect::new(move |_| untrack(|| live.start(&typed)));
}

impl Live {
    fn start(self, typed: &[(ItemRef, GivenAnswer)]) {
        let desk = self.desk;
        if desk.pen.get() == Pen::Here {
            self.restore();
            self.claim();
        }
        for (item, given) in typed {
            desk.answer(*item, given.clone(), false);
        }
        desk.live.set(true);
        desk.online.set(window().navigator().on_line());
        let address = desk.address(desk.screen.get());
        _ = history(|history| history.replace_state_with_url(&JsValue::NULL, "", Some(&address)));
        self.came_back();
        self.listen();
        self.react();
    }

    /// Follows what the candidate does.
    fn react(self) {
        let desk = self.desk;
        Effect::new(move |_| {
            desk.queue.track();
            untrack(|| {
                self.keep();
                self.wait_for_pause();
                self.pump();
            });
        });
        Effect::new(move |_| {
            desk.end.track();
            untrack(|| self.kick());
        });
        Effect::new(move |before: Option<u16>| {
            let screen = desk.screen.get();
            if before.is_some_and(|before| before != screen) {
                untrack(|| show(desk, screen));
            }
            screen
        });
        set_interval(move || self.tick(), TICK);
        self.tick();
        self.keep_looking();
    }

    fn listen(self) {
        let desk = self.desk;
        window_event_listener_untyped("online", move |_| {
            desk.online.set(true);
            self.kick();
            self.look();
        });
        window_event_listener_untyped("offline", move |_| desk.online.set(false));
        window_event_listener_untyped("visibilitychange", move |_| self.seen());
        window_event_listener_untyped("popstate", move |_| {
            if let Some(screen) = wire::addressed().filter(|screen| *screen <= desk.count()) {
                desk.go(screen);
            }
        });
        window_event_listener_untyped("storage", move |event| {
            let Some(event) = event.dyn_ref::<StorageEvent>() else { return };
            let claimed = event.key().is_some_and(|key| key == self.page_key());
            if claimed && event.new_value().is_some() {
                desk.pen.set(Pen::Elsewhere);
            }
        });
        window_event_listener_untyped("beforeunload", move |event| {
            let waits = desk.queue.with_untracked(|queue| queue.waiting() > 0);
            let ours = desk.pen.get_untracked() == Pen::Here;
            if waits && ours && !self.wires.with_value(|wires| wires.gone) {
                event.prevent_default();
                if let Some(event) = event.dyn_ref::<BeforeUnloadEvent>() {
                    event.set_return_value("1");
                }
            }
        });
    }

    // Keeping over a reload.

    fn key(self) -> String {
        format!("anxun-exam-{}", self.desk.attempt())
    }

    fn page_key(self) -> String {
        format!("anxun-exam-{}-page", self.desk.attempt())
    }

    /// Takes up what an earlier page of this device could not send.
    fn restore(self) {
        let kept = wire::local().and_then(|storage| storage.get_item(&self.key()).ok().flatten());
        let Some(kept) = kept.and_then(|json| serde_json::from_str::<Kept>(&json).ok()) else { return };
        let overruled = self.desk.queue.try_update(|queue| queue.restore(kept)).unwrap_or_default();
        if !overruled.is_empty() {
            let items: Vec<_> = overruled.iter().map(ToString::to_string).collect();
            let words = format!("第 {} 题已在另一台设备上改过，以那边的答案为准，请核对。", items.join("、"));
            self.desk.told.set(Some(Told::bad(words)));
        }
    }

    /// Keeps what is not durable; a page that may not write leaves it to the one that may.
    fn keep(self) {
        let Some(storage) = wire::local() else { return };
        if self.desk.pen.get() == Pen::Elsewhere {
            return;
        }
        let kept =
            self.desk.queue.with(|queue| queue.kept().and_then(|kept| serde_json::to_string(kept).ok()));
        // A full or forbidden storage cannot be helped; the answers are still in the page.
        _ = match kept {
            Some(json) => storage.set_item(&self.key(), &json),
            None => storage.remove_item(&self.key()),
        };
    }

    /// Tells other pages on this device that this one writes now.
    fn claim(self) {
        if let Some(storage) = wire::local() {
            _ = self.wires.with_value(|wires| storage.set_item(&self.page_key(), &wires.page));
        }
    }

    // Sending.

    /// Tries at once, also in the middle of a wait.
    fn kick(self) {
        self.wires.update_value(|wires| {
            if let Some(again) = wires.again.take() {
                again.clear();
            }
        });
        self.pump();
    }

    /// Sends the next thing, if there is one and nothing is under way.
    fn pump(self) {
        let held = self.wires.with_value(|wires| wires.busy || wires.again.is_some() || wires.gone);
        if held || self.desk.pen.get_untracked() == Pen::Elsewhere {
            return;
        }
        let Some(job) = self.next() else { return };
        self.wires.update_value(|wires| wires.busy = true);
        spawn_local(async move {
            let reply = self.send(&job).await;
            self.wires.update_value(|wires| wires.busy = false);
            if let Some(reply) = reply {
                self.take(&job, reply);
            }
            self.pump();
        });
    }

    fn next(self) -> Option<Job> {
        let ends = self.desk.end.get_untracked() != End::Open;
        self.desk.queue.with_untracked(|queue| {
            let answer = queue.next().cloned().map(Job::Answer);
            let answer = answer.or_else(|| queue.next_flag().map(Job::Flag));
            answer.or_else(|| (ends && queue.kept().is_none()).then_some(Job::HandIn))
        })
    }

    /// Sends; gives nothing where it is no more to be sent.
    async fn send(self, job: &Job) -> Option<Reply> {
        // An extension may have come while the network was lost: the time is not up by this device's word.
        if matches!(job, Job::HandIn) && self.desk.end.get_untracked() == End::TimeUp {
            match self.ask().await {
                Ok(clock) if self.heed(clock) => return None,
                Ok(_) => {}
                Err(reply) => return Some(reply),
            }
        }
        Some(self.post(job).await)
    }

    async fn post(self, job: &Job) -> Reply {
        let attempt = self.desk.attempt();
        let mut form = String::new();
        match job {
            Job::Answer(entry) => wire::post("/api/exam/answer", &wire::answer_form(&attempt, entry)).await,
            Job::Flag(flag) => {
                field(&mut form, "attempt", &attempt);
                field(&mut form, "item", &flag.item.to_string());
                field(&mut form, "on", if flag.on { "true" } else { "false" });
                let lease = self.desk.queue.with_untracked(|queue| queue.lease());
                field(&mut form, "lease", &lease.to_string());
                field(&mut form, "go", "stay");
                wire::post("/api/exam/flag", &form).await
            }
            Job::HandIn => {
                field(&mut form, "attempt", &attempt);
                wire::post("/api/exam/submit", &form).await
            }
        }
    }

    /// Draws the consequence of a reply.
    fn take(self, job: &Job, reply: Reply) {
        let desk = self.desk;
        if !matches!(reply, Reply::Lost | Reply::SignedOut) {
            desk.online.set(true);
            desk.signed_out.set(false);
        }
        match reply {
            Reply::Kept { late, remaining_ms } => self.kept(job, late, remaining_ms),
            Reply::Lost => self.wait(),
            Reply::SignedOut => {
                desk.signed_out.set(true);
                self.wait();
            }
            Reply::TakenOver => desk.pen.set(Pen::Elsewhere),
            Reply::AlreadySubmitted => self.finish(),
            Reply::TimeIsUp => {
                desk.end.set(End::TimeUp);
                desk.queue.update(|queue| queue.clear());
            }
            Reply::Stale => match job {
                Job::Answer(sent) => {
                    if desk.queue.try_update(|queue| queue.renumber(sent)) == Some(false) {
                        desk.told.set(Some(Told::bad(format!("第 {} 题没有保存，请重新选择。", sent.item))));
                    }
                }
                Job::Flag(sent) => desk.queue.update(|queue| queue.settle_flag(*sent, false)),
                Job::HandIn => self.wait(),
            },
            Reply::Refused(why) => self.refused(job, &why),
        }
    }

    fn kept(self, job: &Job, late: bool, remaining_ms: Option<i64>) {
        let desk = self.desk;
        if let Some(remaining) = remaining_ms {
            self.set_clock(remaining);
        }
        if late {
            desk.end.set(End::TimeUp);
        }
        match job {
            Job::Answer(sent) => desk.queue.update(|queue| queue.acknowledge(sent)),
            Job::Flag(sent) => desk.queue.update(|queue| queue.settle_flag(*sent, true)),
            Job::HandIn => self.finish(),
        }
    }

    fn refused(self, job: &Job, why: &str) {
        let desk = self.desk;
        match job {
            Job::Answer(sent) => {
                desk.queue.update(|queue| queue.give_up(sent));
                desk.told.set(Some(Told::bad(format!("第 {} 题没有保存。{why}", sent.item))));
            }
            Job::Flag(sent) => desk.queue.update(|queue| queue.settle_flag(*sent, false)),
            Job::HandIn if desk.end.get_untracked() == End::TimeUp => self.finish(),
            Job::HandIn => {
                desk.end.set(End::Open);
                desk.told.set(Some(Told::bad(why)));
            }
        }
    }

    /// Waits before the next try.
    fn wait(self) {
        // The wait is set before the queue changes, because that asks for the next try.
        let seconds = self.desk.queue.with_untracked(|queue| queue.patience());
        let again = set_timeout_with_handle(
            move || {
                self.wires.update_value(|wires| wires.again = None);
                self.pump();
            },
            Duration::from_secs(seconds.into()),
        );
        self.wires.update_value(|wires| wires.again = again.ok());
        self.desk.queue.update(|queue| queue.lost());
    }

    /// Sends what is being typed after a pause.
    fn wait_for_pause(self) {
        let desk = self.desk;
        let typing = desk.queue.with_untracked(|queue| queue.is_typing());
        let pause = typing.then(|| set_timeout_with_handle(move || desk.settle(), PAUSE).ok()).flatten();
        self.wires.update_value(|wires| {
            if let Some(before) = std::mem::replace(&mut wires.pause, pause) {
                before.clear();
            }
        });
    }

    /// Leaves for the result, once everything is handed in.
    fn finish(self) {
        self.wires.update_value(|wires| wires.gone = true);
        if let Some(storage) = wire::local() {
            _ = storage.remove_item(&self.key());
            _ = storage.remove_item(&self.page_key());
        }
        self.desk.queue.update(|queue| queue.clear());
        _ = window().location().replace(&format!("/my/results/{}", self.desk.attempt()));
    }

    // The clock.

    fn set_clock(self, remaining_ms: i64) {
        let ends_at = wire::now_ms() + remaining_ms;
        let moved = ends_at - self.wires.with_value(|wires| wires.ends_at);
        self.wires.update_value(|wires| wires.ends_at = ends_at);
        if moved.abs() > JITTER_MS {
            self.desk.deadline.update(|deadline| *deadline += moved);
        }
    }

    fn tick(self) {
        let desk = self.desk;
        let left_ms = self.wires.with_value(|wires| wires.ends_at) - wire::now_ms();
        let (before, left) = (desk.left.get_untracked(), clock::seconds(left_ms));
        if before != left {
            desk.left.set(left);
        }
        if let Some(minutes) = clock::announced(before, left) {
            desk.said.set(format!("距离交卷还有 {minutes} 分钟"));
        }
        if left > 0 {
            return;
        }
        match desk.pen.get_untracked() {
            Pen::Here if desk.end.get_untracked() != End::TimeUp => {
                desk.settle();
                desk.end.set(End::TimeUp);
            }
            Pen::Elsewhere if left_ms < -AFTERWARDS_MS && !self.wires.with_value(|wires| wires.gone) => {
                self.finish();
            }
            Pen::Here | Pen::Elsewhere => {}
        }
    }

    // Leaving and coming back.

    fn seen(self) {
        let visible = document().visibility_state() == VisibilityState::Visible;
        if visible {
            self.tick();
            self.came_back();
            self.kick();
            self.look();
        } else if !self.wires.with_value(|wires| wires.gone) && self.desk.pen.get_untracked() == Pen::Here {
            self.desk.settle();
            if let Some(storage) = wire::session() {
                _ = storage.set_item("anxun-exam-away", "1");
            }
            self.tell_visibility("left");
        }
    }

    /// Says that the candidate is back, where their leaving was told; also after a reload.
    fn came_back(self) {
        let Some(storage) = wire::session() else { return };
        if storage.get_item("anxun-exam-away").ok().flatten().is_some() {
            _ = storage.remove_item("anxun-exam-away");
            self.tell_visibility("returned");
        }
    }

    fn tell_visibility(self, state: &'static str) {
        let mut form = String::new();
        field(&mut form, "attempt", &self.desk.attempt());
        field(&mut form, "state", state);
        // It is a note to the invigilator: nothing depends on its arrival.
        spawn_local(async move { _ = wire::post("/api/exam/visibility", &form).await });
    }
}

/// Makes a screen look like a page of its own: address, top of the page, focus on what is asked.
fn show(desk: Desk, screen: u16) {
    if wire::addressed() != Some(screen) {
        let address = desk.address(screen);
        _ = history(|history| history.push_state_with_url(&JsValue::NULL, "", Some(&address)));
    }
    request_animation_frame(|| {
        window().scroll_to_with_x_and_y(0.0, 0.0);
        let stem = document()
            .get_element_by_id("stem")
            .and_then(|stem| stem.dyn_into::<web_sys::HtmlElement>().ok());
        if let Some(stem) = stem {
            _ = stem.focus();
        }
    });
}

fn history(act: impl FnOnce(&web_sys::History) -> Result<(), JsValue>) -> Result<(), JsValue> {
    act(&window().history()?)
}

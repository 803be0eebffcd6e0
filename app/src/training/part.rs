//! A part of a training: as its attendee reads it on a phone, and as the office looks at it beforehand.

use crate::{
    layout::{self, Desk},
    text,
    ui::{self, Kind, NavItem, Progress, Tone, step},
};
use contract::{
    Frame,
    lesson::{LessonBody, LessonFile, MyLesson, MyPart, PartState},
};
use domain::lesson::LessonKind;
use leptos::prelude::*;

/// Remembers where a video stands, and reports what was played. The page works without it.
const WATCH: &str = include_str!("watch.js");

/// A part as its attendee reads it.
#[must_use]
pub fn mine(frame: &Frame, view: &MyLesson) -> String {
    layout::phone(frame, &view.body.line.title, || {
        let (home, title) = (address(view), view.training_title.clone());
        let place = place(view);
        let script = (view.body.line.kind == LessonKind::Video).then(|| {
            let nonce = frame.nonce.clone();
            view! { <script nonce=nonce inner_html=WATCH></script> }
        });
        view! {
            <p class="small"><a href=home>{title}</a><span class="muted">{format!(" · {place}")}</span></p>
            {body(&view.body)}
            {film_state(view)}
            {finish(view)}
            {ways(view)}
            {script}
        }
        .into_any()
    })
}

fn address(view: &MyLesson) -> String {
    let role = if view.preview { "office" } else { "my" };
    format!("/{role}/trainings/{}", view.training)
}

fn place(view: &MyLesson) -> String {
    let line = &view.body.line;
    format!("第 {} 部分，共 {} 部分 · 约 {} 分钟", line.number, view.parts.len(), line.minutes)
}

/// A part as the office looks at it.
#[must_use]
pub fn preview(frame: &Frame, view: &MyLesson) -> String {
    let crumbs = vec![
        NavItem::new("/office/trainings", "培训"),
        NavItem::new(address(view), view.training_title.clone()),
        NavItem::new(format!("{}/lessons", address(view)), "课件"),
    ];
    let desk = Desk {
        crumbs,
        subtitle: format!("{} · 预览，学员看到的样子", place(view)),
        ..Desk::titled(&view.body.line.title)
    };
    layout::desk(frame, desk, || {
        view! { <div class="measure stack">{body(&view.body)}{ways(view)}</div> }.into_any()
    })
}

/// What the part holds.
fn body(body: &LessonBody) -> AnyView {
    let words = (!body.html.is_empty())
        .then(|| view! { <article class="card lesson" inner_html=body.html.clone()></article> });
    let files = match body.line.kind {
        LessonKind::Text => ().into_any(),
        LessonKind::Pdf => body.files.first().map(document).into_any(),
        LessonKind::Video => body.files.first().map(film).into_any(),
        LessonKind::Pictures => pictures(&body.files),
    };
    view! { {words}{files} }.into_any()
}

fn document(file: &LessonFile) -> AnyView {
    let src = format!("/media/{}", file.media);
    let (kept, name) = (format!("{src}?download=1"), format!("{}.pdf", file.title));
    let size = text::size(file.bytes);
    view! {
        <ui::Card title=file.title.clone()>
            <p>{format!("PDF 文档，{size}。点“打开文档”在浏览器中阅读，看完后返回本页。")}</p>
            <div class="actions">
                <ui::LinkButton href=src kind=Kind::Primary>"打开文档"</ui::LinkButton>
                <ui::LinkButton href=kept download=name>"打不开？下载"</ui::LinkButton>
            </div>
        </ui::Card>
    }
    .into_any()
}

fn film(file: &LessonFile) -> AnyView {
    let src = format!("/media/{}", file.media);
    let kept = format!("{src}?download=1");
    view! {
        <video class="film" id="film" controls preload="metadata" playsinline src=src>
            <p>"这个浏览器不能播放视频。"<a href=kept>"下载后观看"</a></p>
        </video>
    }
    .into_any()
}

fn pictures(files: &[LessonFile]) -> AnyView {
    let count = files.len();
    let plates = (1..).zip(files).map(|(number, file)| {
        let (src, alt) = (format!("/media/{}", file.media), file.alt.clone());
        let whole = src.clone();
        let loading = if number > 2 { "lazy" } else { "eager" };
        let caption = (!file.caption.is_empty()).then(|| view! { <p>{file.caption.clone()}</p> });
        view! {
            <figure class="card plate-card">
                <a href=whole><img class="plate" src=src alt=alt loading=loading/></a>
                <figcaption>
                    <p class="small muted">{format!("第 {number} 张，共 {count} 张")}</p>
                    {caption}
                </figcaption>
            </figure>
        }
    });
    plates.collect::<Vec<_>>().into_any()
}

/// How far a video is. The script takes its words over from here.
fn film_state(view: &MyLesson) -> Option<AnyView> {
    if view.body.line.kind != LessonKind::Video {
        return None;
    }
    let words = match view.state {
        PartState::Done { .. } => "已学完，可以随时再看。".to_owned(),
        PartState::Open { percent: Some(percent) } => format!("已看 {percent}%，看到 90% 以上才算学完。"),
        _ => format!(
            "看到 90% 以上才算学完，拖动跳过的部分不计。浏览器不能记录进度的，从打开本页起满 {} 分钟即可。",
            view.studied.minutes
        ),
    };
    let (training, seq) = (view.training.to_string(), view.body.line.seq.to_string());
    let (at, done) =
        (view.position_ms.to_string(), matches!(view.state, PartState::Done { .. }).then_some("true"));
    let from = (view.position_ms >= 5_000).then(|| {
        let at = text::length(u32::try_from(view.position_ms).unwrap_or(u32::MAX));
        view! { <p class="small muted" id="resume">{format!("上次看到 {at} 处。")}</p> }
    });
    Some(
        view! {
            <p id="watched" role="status" data-training=training data-seq=seq data-at=at data-done=done>{words}</p>
            {from}
        }
        .into_any(),
    )
}

fn finish(view: &MyLesson) -> AnyView {
    if let PartState::Done { at } = view.state {
        let title = format!("已于 {} 学完", text::minute(at));
        return view! { <ui::Notice tone=Tone::Good title=title/> }.into_any();
    }
    let (training, seq) = (view.training.to_string(), view.body.line.seq.to_string());
    view! {
        <ui::PostForm action="/api/lesson/finish">
            <input type="hidden" name="training" value=training/>
            <input type="hidden" name="seq" value=seq/>
            <ui::Button kind=Kind::Primary wide=true>"我已学完"</ui::Button>
        </ui::PostForm>
    }
    .into_any()
}

fn ways(view: &MyLesson) -> AnyView {
    let home = address(view);
    let way = |part: Option<&MyPart>, words: &'static str| {
        part.map(|part| {
            let href = format!("{home}/lessons/{}", part.line.seq);
            view! { <ui::LinkButton href=href>{words}</ui::LinkButton> }
        })
    };
    let back = if view.preview { format!("{home}/lessons") } else { home.clone() };
    view! {
        <nav class="actions" aria-label="各部分">
            {way(view.before(), "上一部分")}
            {way(view.after(), "下一部分")}
            <ui::LinkButton href=back>"全部部分"</ui::LinkButton>
        </nav>
    }
    .into_any()
}

/// The parts of a training with what is done, as its attendee sees them.
pub(super) fn list(training: &str, parts: &[MyPart]) -> Option<AnyView> {
    if parts.is_empty() {
        return None;
    }
    let mut met = false;
    let steps = parts.iter().map(|part| {
        let done = matches!(part.state, PartState::Done { .. });
        let progress = match (done, met) {
            (true, _) => Progress::Done,
            (false, false) => Progress::Now,
            (false, true) => Progress::Ahead,
        };
        met |= !done;
        let remark = match part.state {
            PartState::Done { .. } => "已学完".to_owned(),
            PartState::Open { percent: Some(percent) } => format!("已看 {percent}%"),
            PartState::Open { percent: None } => "已打开".to_owned(),
            PartState::New => format!("{} 分钟", part.line.minutes),
        };
        let href = format!("/my/trainings/{training}/lessons/{}", part.line.seq);
        let label = format!("{}. {}（{}）", part.line.number, part.line.title, part.line.kind.term());
        step(progress, view! { <a href=href>{label}</a> }, remark)
    });
    let steps = steps.collect();
    let done = parts.iter().filter(|part| matches!(part.state, PartState::Done { .. }));
    let minutes: u32 = done.clone().map(|part| u32::from(part.line.minutes)).sum();
    let hours = domain::lesson::class_hours(minutes);
    let words = format!(
        "已学完 {} / {} 个部分，{minutes} 分钟，合 {}.{:02} 学时",
        done.count(),
        parts.len(),
        hours / 100,
        hours % 100
    );
    Some(view! { <ui::Card title="课件"><ui::Steps items=steps/><p class="small muted">{words}</p></ui::Card> }.into_any())
}

/// The way to the first part that is left, where one is.
pub(super) fn go_on(training: &str, parts: &[MyPart]) -> Option<AnyView> {
    let next = parts.iter().find(|part| !matches!(part.state, PartState::Done { .. }))?;
    let href = format!("/my/trainings/{training}/lessons/{}", next.line.seq);
    let fresh = parts.iter().all(|part| part.state == PartState::New);
    let words = if fresh {
        "开始学习".to_owned()
    } else {
        format!("继续学习第 {} 部分", next.line.number)
    };
    Some(view! { <ui::LinkButton href=href kind=Kind::Primary wide=true>{words}</ui::LinkButton> }.into_any())
}

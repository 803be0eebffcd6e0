//! The parts of a training as the office writes them.

use crate::{
    layout::{self, Desk},
    text::field_error,
    ui::{self, Choice, Column, Kind, Link, NavItem, Tone, cells, choice},
};
use contract::{
    Frame,
    lesson::{FileInput, LessonInput, LessonLine, LessonsView},
};
use domain::{
    lesson::{LessonKind, MOST_PICTURES, class_hours},
    organization::vocabulary_role::Role,
};
use leptos::prelude::*;

/// Rows for further pictures that a form has open.
const SPARE: usize = 3;

fn may_write(frame: &Frame, view: &LessonsView) -> bool {
    view.status == "draft" && frame.visitor.as_ref().is_some_and(|v| v.role == Role::Office)
}

/// The parts of a training, with the form of one.
#[must_use]
pub fn page(frame: &Frame, view: &LessonsView) -> String {
    let home = format!("/office/trainings/{}", view.training);
    let crumbs =
        vec![NavItem::new("/office/trainings", "培训"), NavItem::new(home.clone(), view.title.clone())];
    let minutes: u32 = view.parts.iter().map(|part| u32::from(part.minutes)).sum();
    let hours = class_hours(minutes);
    let subtitle = format!(
        "{} 个部分，共 {minutes} 分钟，合 {}.{:02} 学时；培训计划 {} 学时",
        view.parts.len(),
        hours / 100,
        hours % 100,
        view.hours
    );
    layout::desk(frame, Desk { crumbs, subtitle, ..Desk::titled("课件") }, || {
        let frozen = (view.status != "draft").then(|| {
            view! { <ui::Notice title="培训已经发布，课件不能再改" body="学员看到的内容始终一致。需要调整的，请新建一次培训。"/> }
        });
        let rows = view.parts.iter().enumerate().map(|(at, part)| row(frame, view, at, part)).collect();
        let last =
            if view.finished.is_empty() { Column::text("办理") } else { Column::number("学完人数") };
        let columns = vec![Column::text("标题"), Column::text("形式"), Column::number("分钟"), last];
        let form = view.form.as_ref().map(|form| write(frame, view, form));
        let studied = (!view.finished.is_empty()).then(|| {
            let (people, minutes) = view.studied;
            let hours = class_hours(minutes);
            let words =
                format!("{people} 人已学过，累计 {minutes} 分钟，合 {}.{:02} 学时", hours / 100, hours % 100);
            view! { <p>{words}</p> }
        });
        view! {
            {frozen}{studied}
            <ui::Table caption="课件的各个部分" columns=columns rows=rows cards=true
                empty="还没有分部分的课件；只用“培训内容”里的文字也可以发布"/>
            {may_write(frame, view).then(|| add(view, &home))}
            {form}
        }
        .into_any()
    })
}

fn row(frame: &Frame, view: &LessonsView, at: usize, part: &LessonLine) -> Vec<ui::Cell> {
    let home = format!("/office/trainings/{}/lessons", view.training);
    let look = format!("{home}/{}", part.seq);
    let end = if let Some(finished) = view.finished.get(at) {
        finished.to_string().into_any()
    } else if may_write(frame, view) {
        acts(view, at, part, &home)
    } else {
        "—".into_any()
    };
    cells![
        view! { <a href=look>{format!("{}. {}", part.number, part.title)}</a> },
        part.kind.term(),
        part.minutes.to_string(),
        end,
    ]
}

fn acts(view: &LessonsView, at: usize, part: &LessonLine, home: &str) -> AnyView {
    let (training, lesson, seq) = (view.training.to_string(), part.id.to_string(), part.seq.to_string());
    let shift = |up: bool, words: &'static str| {
        let (training, lesson, seq) = (training.clone(), lesson.clone(), seq.clone());
        view! {
            <ui::PostForm action="/api/lesson/move" inline=true>
                <input type="hidden" name="training" value=training/>
                <input type="hidden" name="lesson" value=lesson/>
                <input type="hidden" name="seq" value=seq/>
                <input type="hidden" name="up" value=up.to_string()/>
                <ui::Button>{words}</ui::Button>
            </ui::PostForm>
        }
    };
    let up = (at > 0).then(|| shift(true, "上移"));
    let down = (at + 1 < view.parts.len()).then(|| shift(false, "下移"));
    let edit = Link::to(home).with("edit", part.id).to_string();
    view! {
        <div class="actions">
            <ui::LinkButton href=edit>"修改"</ui::LinkButton>
            {up}{down}
            <ui::Disclosure label="移除">
                <ui::PostForm action="/api/lesson/remove">
                    <input type="hidden" name="training" value=training/>
                    <input type="hidden" name="lesson" value=lesson/>
                    <ui::Button>"确认移除"</ui::Button>
                </ui::PostForm>
            </ui::Disclosure>
        </div>
    }
    .into_any()
}

/// The ways to the forms of new parts.
fn add(view: &LessonsView, home: &str) -> AnyView {
    let writes = view.form.as_ref().filter(|_| view.is_new).map(|form| form.kind);
    let links = LessonKind::ALL.iter().map(|kind| {
        let href = Link::to(format!("{home}/lessons")).with("new", kind.code()).to_string();
        let here = (writes == Some(*kind)).then_some("page");
        view! { <a class="button" href=format!("{href}#part") aria-current=here>{format!("加{}", kind.term())}</a> }
    });
    view! { <nav class="actions" aria-label="增加一个部分">{links.collect::<Vec<_>>()}</nav> }.into_any()
}

/// What the form shows: what was typed, where it came back.
fn shown(frame: &Frame, form: &LessonInput) -> LessonInput {
    if frame.flash.error.is_none() || frame.typed("kind") != form.kind.code() {
        return form.clone();
    }
    let files = (1..=MOST_PICTURES).map(|n| FileInput {
        media: frame.typed(&format!("media-{n}")),
        caption: frame.typed(&format!("caption-{n}")),
        alt: frame.typed(&format!("alt-{n}")),
    });
    LessonInput {
        // The same again is the same part, whichever page it was typed on.
        lesson: frame.typed("lesson").parse().unwrap_or(form.lesson),
        kind: form.kind,
        title: frame.typed("title"),
        minutes: frame.typed("minutes"),
        body: frame.typed("body"),
        files: files.filter(|file| *file != FileInput::default()).collect(),
    }
}

fn write(frame: &Frame, view: &LessonsView, form: &LessonInput) -> AnyView {
    let form = shown(frame, form);
    let flash = frame.flash.clone();
    let error = move |name: &str| field_error(&flash, name).unwrap_or_default();
    let title = match view.is_new {
        true => format!("新增：{}", form.kind.term()),
        false => format!("修改：{}", form.kind.term()),
    };
    let (label, hint) = match form.kind {
        LessonKind::Text => ("正文", "可用 Markdown：# 标题，- 条目，**强调**，表格"),
        _ => ("开头的说明", "可以不写；写的话排在文件前面，可用 Markdown"),
    };
    let rows = if form.kind == LessonKind::Text { 14 } else { 4 };
    let (training, lesson, kind) = (view.training.to_string(), form.lesson.to_string(), form.kind.code());
    let back = format!("/office/trainings/{}/lessons", view.training);
    let files = files(view, &form, error("media"));
    view! {
        <section id="part">
        <ui::Card title=title>
            <ui::PostForm action="/api/lesson/save">
                <input type="hidden" name="training" value=training/>
                <input type="hidden" name="lesson" value=lesson/>
                <input type="hidden" name="kind" value=kind/>
                <ui::Field label="标题" name="title" value=form.title.clone() error=error("title") maxlength=60
                    required=true/>
                <ui::Field label="需要几分钟" name="minutes" value=form.minutes.clone() error=error("minutes")
                    inputmode="numeric" required=true hint="记入学时；学员的浏览器不能记录视频进度时，也按这个时间判断是否看完"/>
                {files}
                <ui::TextArea label=label name="body" value=form.body.clone() error=error("body") rows=rows hint=hint
                    required={form.kind == LessonKind::Text}/>
                <div class="actions">
                    <ui::Button kind=Kind::Primary>"保存"</ui::Button>
                    <ui::LinkButton href=back>"取消"</ui::LinkButton>
                </div>
            </ui::PostForm>
        </ui::Card>
        </section>
    }
    .into_any()
}

fn files(view: &LessonsView, form: &LessonInput, error: String) -> AnyView {
    let options: Vec<Choice> =
        view.choices.iter().map(|item| choice(item.id.to_string(), item.label.clone())).collect();
    let (what, many) = match form.kind {
        LessonKind::Text => return ().into_any(),
        LessonKind::Pdf => ("PDF 文档", false),
        LessonKind::Video => ("视频", false),
        LessonKind::Pictures => ("图片", true),
    };
    if options.is_empty() {
        let title = format!("素材库里还没有已发布的{what}");
        return view! {
            <ui::Notice tone=Tone::Warn title=title body="请先上传素材，由另一位同事审核后发布，再来选用。">
                <ui::LinkButton href="/office/media/new">"上传素材"</ui::LinkButton>
            </ui::Notice>
        }
        .into_any();
    }
    if !many {
        let chosen = form.files.first().map(|file| file.media.clone()).unwrap_or_default();
        return view! {
            <div id="f-media">
                <ui::SelectField label=what name="media-1" options=options value=chosen blank="请选择" error=error
                    hint="只列出素材库里已发布的" required=true/>
            </div>
        }
        .into_any();
    }
    let rows = (form.files.len() + SPARE).min(MOST_PICTURES);
    let pictures = (1..=rows).map(|n| {
        let file = form.files.get(n - 1).cloned().unwrap_or_default();
        picture(n, file, options.clone())
    });
    let error = (!error.is_empty()).then(|| view! { <p class="field-error">{error}</p> });
    view! {
        <fieldset class="stack" id="f-media">
            <legend class="field-label">"图片，按顺序"</legend>
            <p class="field-hint">{format!("最多 {MOST_PICTURES} 张；保存后再次打开，会多出 {SPARE} 行空位。不选图片的行不计。")}</p>
            {error}
            {pictures.collect::<Vec<_>>()}
        </fieldset>
    }
    .into_any()
}

fn picture(n: usize, file: FileInput, options: Vec<Choice>) -> AnyView {
    view! {
        <div class="picture-row">
            <ui::SelectField label=format!("第 {n} 张") name=format!("media-{n}") options=options value=file.media
                blank="不选"/>
            <ui::Field label="文字说明" name=format!("alt-{n}") value=file.alt maxlength=200
                hint="给看不到图片的人"/>
            <ui::Field label="图下的话" name=format!("caption-{n}") value=file.caption maxlength=200 hint="可以不写"/>
        </div>
    }
    .into_any()
}

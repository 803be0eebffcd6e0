//! The media library: its list, an upload, one item with who looked at it.

use crate::{
    layout::{self, Desk},
    text::{self, field_error},
    ui::{self, Column, Kind, Link, NavItem, Tone, cells, choice, fact},
};
use contract::{
    Frame,
    media::{MediaForm, MediaItem, MediaList, MediaPage, MediaUseLine},
};
use domain::{
    media::{MediaAct, MediaFormat, MediaKind, MediaState},
    organization::vocabulary_role::Role,
};
use leptos::prelude::*;

fn is_office(frame: &Frame) -> bool {
    frame.visitor.as_ref().is_some_and(|v| v.role == Role::Office)
}

/// The badge of a state.
fn badge(state: MediaState) -> AnyView {
    let tone = match state {
        MediaState::Draft => Tone::Warn,
        MediaState::Reviewed => Tone::Accent,
        MediaState::Published => Tone::Good,
        MediaState::Withdrawn => Tone::Bad,
    };
    view! { <ui::Badge tone=tone>{state.term()}</ui::Badge> }.into_any()
}

/// Size, and the length of a video.
fn extent(item: &MediaItem) -> String {
    let size = text::size(item.bytes);
    match item.length_ms {
        Some(ms) => format!("{} · {size}", text::length(ms)),
        None => size,
    }
}

/// The library.
#[must_use]
pub fn list(frame: &Frame, view: &MediaList) -> String {
    let new = is_office(frame).then(|| {
        view! { <ui::LinkButton href="/office/media/new" kind=Kind::Primary>"上传素材"</ui::LinkButton> }
            .into_any()
    });
    let page = Desk {
        actions: new,
        subtitle: "视频、PDF 和图片，经另一位同事审核并发布后，培训课件才能选用。".into(),
        ..Desk::titled("素材库")
    };
    layout::desk(frame, page, || {
        let columns = ["素材", "类别", "标签", "大小", "状态", "上传时间"].map(Column::text).into();
        let rows = view.items.iter().map(|item| {
            let href = format!("/office/media/{}", item.id);
            let format = item.format;
            cells![
                view! { <span class="media-line">{thumb(item)}<a href=href>{item.title.clone()}</a></span> },
                format!("{} · {}", item.kind.term(), format.term()),
                if item.tags.is_empty() { "—".to_owned() } else { item.tags.join("、") },
                extent(item),
                badge(item.state),
                text::minute(item.added_at),
            ]
        });
        let rows = rows.collect();
        let query = &view.query;
        let link = Link::to("/office/media")
            .with("q", &query.q)
            .with("kind", &query.kind)
            .with("state", &query.state);
        let kinds = MediaKind::ALL.iter().map(|kind| choice(kind.code(), kind.term())).collect();
        let states = MediaState::ALL.iter().map(|state| choice(state.code(), state.term())).collect();
        let (q, kind, state) = (query.q.clone(), query.kind.clone(), query.state.clone());
        view! {
            <ui::Filters link=link.clone() fields=&["q", "kind", "state"]>
                <ui::Field label="名称、标签或来源" name="q" kind="search" value=q/>
                <ui::SelectField label="类别" name="kind" options=kinds value=kind blank="全部"/>
                <ui::SelectField label="状态" name="state" options=states value=state blank="全部"/>
            </ui::Filters>
            <ui::Table caption="素材" columns=columns rows=rows cards=true empty="没有这样的素材"/>
            <ui::Pager link=link page=view.pager.page size=view.pager.size total=view.pager.total/>
        }
        .into_any()
    })
}

/// A small picture of a picture.
fn thumb(item: &MediaItem) -> Option<AnyView> {
    (item.kind == MediaKind::Picture).then(|| {
        let src = format!("/media/{}", item.id);
        view! { <img class="media-thumb" src=src alt="" loading="lazy" width="56" height="42"/> }.into_any()
    })
}

/// The form of an upload. The words stand before the file: they are there when the file breaks off.
#[must_use]
pub fn upload(frame: &Frame, view: &MediaForm) -> String {
    let crumbs = vec![NavItem::new("/office/media", "素材库")];
    layout::desk(frame, Desk { crumbs, ..Desk::titled("上传素材") }, || {
        let flash = frame.flash.clone();
        let error = move |name: &str| field_error(&flash, name).unwrap_or_default();
        let (title, tags, source) = (frame.typed("title"), frame.typed("tags"), frame.typed("source"));
        let limits = view.limits;
        let hint = format!(
            "MP4 或 WebM 视频（不超过 {} MB）、PDF（不超过 {} MB）、JPEG、PNG 或 WebP 图片（不超过 {} MB）",
            limits.video, limits.pdf, limits.picture
        );
        view! {
            <div class="measure">
                <ui::PostForm action="/api/media/upload" multipart=true>
                    <ui::Field label="名称" name="title" value=title error=error("title") maxlength=60 required=true/>
                    <ui::Field label="来源" name="source" value=source error=error("source") maxlength=100 required=true
                        hint="谁制作、从哪里取得、是否允许使用，例如：街道应急办自制"/>
                    <ui::Field label="标签" name="tags" value=tags error=error("tags")
                        hint="最多 8 个，用顿号分开，例如：消防、警示教育"/>
                    <ui::FileField label="文件" name="file" hint=hint error=error("file") required=true
                        accept=".mp4,.m4v,.webm,.pdf,.jpg,.jpeg,.png,.webp"/>
                    <p class="small muted">"上传时请不要关闭本页。中断的上传不会留下任何内容，重新上传即可。"</p>
                    <ui::Button kind=Kind::Primary>"上传"</ui::Button>
                </ui::PostForm>
            </div>
        }
        .into_any()
    })
}

/// One item.
#[must_use]
pub fn item(frame: &Frame, view: &MediaPage) -> String {
    let crumbs = vec![NavItem::new("/office/media", "素材库")];
    let item = &view.item;
    layout::desk(frame, Desk { crumbs, ..Desk::titled(&item.title) }, || {
        let mut facts = vec![
            fact("状态", badge(item.state)),
            fact("类别", format!("{} · {}", item.kind.term(), item.format.term())),
            fact("大小", extent(item)),
            fact("标签", if item.tags.is_empty() { "—".to_owned() } else { item.tags.join("、") }),
            fact("来源", item.source.clone()),
            fact("上传", format!("{} · {}", view.author, text::minute(item.added_at))),
        ];
        if let Some((name, at)) = &view.reviewed {
            facts.push(fact("审核", format!("{name} · {}", text::minute(*at))));
        }
        if !view.note.is_empty() {
            let label = if item.state == MediaState::Withdrawn { "停用理由" } else { "审核意见" };
            facts.push(fact(label, view.note.clone()));
        }
        facts.push(fact("原文件名", view.name.clone()));
        facts.push(fact("SHA-256", view! { <span class="code small">{view.sha256.clone()}</span> }));
        let (acts, shown) = (is_office(frame).then(|| acts(frame, view)), shown(item));
        view! {
            <div class="grid">
                <ui::Card title="内容" span=2>{shown}</ui::Card>
                <ui::Card title="情况" span=2><ui::Facts items=facts/></ui::Card>
            </div>
            {acts}
            {uses(&view.uses)}
        }
        .into_any()
    })
}

/// The item itself.
fn shown(item: &MediaItem) -> AnyView {
    let src = format!("/media/{}", item.id);
    let kept = format!("{src}?download=1");
    let body = match item.kind {
        MediaKind::Video => view! {
            <video class="film" controls preload="metadata" playsinline src=src.clone()></video>
        }
        .into_any(),
        MediaKind::Picture => {
            view! { <img class="plate" src=src.clone() alt=item.title.clone()/> }.into_any()
        }
        MediaKind::Pdf => view! {
            <p>"文档在浏览器中打开；打不开的，请下载后查看。"</p>
            <ui::LinkButton href=src.clone() kind=Kind::Primary>"打开文档"</ui::LinkButton>
        }
        .into_any(),
    };
    let file = format!("{}.{}", item.title, MediaFormat::ending(item.format));
    view! { {body}<p class="small"><a href=kept download=file>"下载原文件"</a></p> }.into_any()
}

fn acts(frame: &Frame, view: &MediaPage) -> AnyView {
    let id = view.item.id.to_string();
    let plain = |act: MediaAct, words: &'static str, kind: Kind| {
        let id = id.clone();
        view! {
            <ui::PostForm action="/api/media/move" inline=true>
                <input type="hidden" name="media" value=id/>
                <input type="hidden" name="act" value=act.code()/>
                <ui::Button kind=kind>{words}</ui::Button>
            </ui::PostForm>
        }
        .into_any()
    };
    let noted = |act: MediaAct, words: &'static str, label: &'static str| {
        let id = id.clone();
        let mine = frame.typed("act") == act.code();
        let error = field_error(&frame.flash, "note").filter(|_| mine).unwrap_or_default();
        let note = if mine { frame.typed("note") } else { String::new() };
        view! {
            <ui::Disclosure label=words open=mine>
                <ui::PostForm action="/api/media/move">
                    <input type="hidden" name="media" value=id/>
                    <input type="hidden" name="act" value=act.code()/>
                    <ui::Field label=label name="note" value=note error=error maxlength=200 required=true/>
                    <ui::Button>{words}</ui::Button>
                </ui::PostForm>
            </ui::Disclosure>
        }
        .into_any()
    };
    let (title, body) = match view.item.state {
        MediaState::Draft if view.own => {
            let words = view! { <p>"等待应急办另一位同事审核。上传的人不能自己审核。"</p> };
            ("待审核", words.into_any())
        }
        MediaState::Draft => {
            let words = view! { <p>"请看完内容，核对来源和标签。审核通过后才能发布。"</p> };
            let yes = plain(MediaAct::Review, "审核通过", Kind::Primary);
            ("待您审核", (words, yes, noted(MediaAct::Return, "退回", "意见")).into_any())
        }
        MediaState::Reviewed => {
            let yes = plain(MediaAct::Publish, "发布", Kind::Primary);
            let (back, off) =
                (noted(MediaAct::Return, "退回", "意见"), noted(MediaAct::Withdraw, "停用", "理由"));
            ("可以发布", (yes, back, off).into_any())
        }
        MediaState::Published => {
            let words = view! { <p>"培训课件可以选用。停用以后，新课件不能再选，已发布的培训不受影响。"</p> };
            ("已发布", (words, noted(MediaAct::Withdraw, "停用", "理由")).into_any())
        }
        MediaState::Withdrawn => {
            let words = view! { <p>"重新启用后回到“待审核”，需再次审核和发布。"</p> };
            ("已停用", (words, plain(MediaAct::Reopen, "重新启用", Kind::Plain)).into_any())
        }
    };
    view! { <ui::Card title=title><div class="stack">{body}</div></ui::Card> }.into_any()
}

fn uses(uses: &[MediaUseLine]) -> AnyView {
    let columns = vec![
        Column::text("培训"),
        Column::text("状态"),
        Column::number("应训"),
        Column::number("打开"),
        Column::number("学完"),
    ];
    let rows = uses.iter().map(|line| {
        let href = format!("/office/trainings/{}", line.training);
        let state = match line.status.as_str() {
            "draft" => "草稿",
            "published" => "进行中",
            _ => "已结束",
        };
        cells![
            view! { <a href=href>{line.title.clone()}</a> },
            state,
            line.attendees.to_string(),
            line.opened.to_string(),
            line.finished.to_string(),
        ]
    });
    let rows = rows.collect();
    let (opened, finished) =
        uses.iter().fold((0, 0), |(opened, finished), line| (opened + line.opened, finished + line.finished));
    let total = format!("共 {opened} 人次打开，{finished} 人次学完");
    view! {
        <h2>"使用情况"</h2>
        <p class="muted">{total}</p>
        <ui::Table caption="使用这个素材的培训" columns=columns rows=rows cards=true empty="还没有培训使用"/>
    }
    .into_any()
}

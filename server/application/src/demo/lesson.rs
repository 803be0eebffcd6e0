//! Demo data: a small media library, the parts of two trainings, and who has read them.
//!
//! The files and the parts come in through the use-cases. That hundreds of attendees have read their parts is written
//! in one transaction, so that loading stays quick.

use super::training::clerk;
use crate::{
    Cx, Failure,
    media::{Incoming, NewMedia, add_media, move_media},
    training::save_lesson,
};
use chrono::{DateTime, TimeDelta, Utc};
use contract::lesson::{FileInput, LessonInput};
use domain::{
    lesson::LessonKind::{self, Pdf, Pictures, Text, Video},
    media::MediaAct,
};
use storage::{lesson::LessonViewRow, organization::PersonRow};
use uuid::Uuid;

/// A file: its name, its title, its tags, its bytes.
type File = (&'static str, &'static str, &'static str, &'static [u8]);

const FILES: [File; 6] = [
    (
        "three-things.mp4",
        "记住三件事",
        "警示教育、主要负责人",
        include_bytes!("../../data/media/three-things.mp4"),
    ),
    ("panel.png", "配电箱前不堆放杂物", "用电、隐患图", include_bytes!("../../data/media/panel.png")),
    ("exit.png", "安全出口不上锁、不遮挡", "消防、隐患图", include_bytes!("../../data/media/exit.png")),
    ("confined.png", "有限空间作业三步", "有限空间", include_bytes!("../../data/media/confined.png")),
    ("dust.png", "木粉尘的清扫", "粉尘、木制家具", include_bytes!("../../data/media/dust.png")),
    ("ledger.pdf", "隐患排查台账样表", "隐患排查、台账", include_bytes!("../../data/media/ledger.pdf")),
];
/// One item waits for its review.
const WAITING: &str = "dust.png";

const RISK: &str = "## 负责人每周要做的三件事\n\n1. **走一遍现场**：带上台账，重点看用电、动火、有限空间和粉尘。\n\
    2. **问两个人**：一名班组长、一名新员工，问他岗位上最怕什么、出事先做什么。\n\
    3. **改一条隐患**：当周查到的，写明谁改、几号改完，改完拍照。\n\n\
    > 台账不是给检查看的，是给明天上班的人看的。";
const RECORD: &str = "## 台账怎样才算有用\n\n- 写位置和现象，不写“加强管理”。\n- 写整改人和期限，期限到了有人复查。\n\
    - 同一处查到两次，找原因，不只找责任人。";

/// What stands in the library, by the file's name.
pub(super) struct Library(Vec<(&'static str, Uuid)>);

impl Library {
    fn of(&self, name: &str) -> String {
        let found = self.0.iter().find(|(known, _)| *known == name);
        found.map(|(_, id)| id.to_string()).unwrap_or_default()
    }
}

/// Fills the library: uploaded by one, reviewed by another; one item still waits.
pub(super) async fn library(cx: &Cx, one: Uuid, other: Uuid, at: DateTime<Utc>) -> Result<Library, Failure> {
    let uploads = cx.at(at).acting(clerk(cx, one));
    let reviews = cx.at(at + TimeDelta::hours(3)).acting(clerk(cx, other));
    let mut library = Vec::new();
    for (name, title, tags, bytes) in FILES {
        let mut incoming = Incoming::begin(&cx.services().media, cx.random(), None).await?;
        incoming.write(bytes).await?;
        let stored = incoming.finish().await?;
        let source = "街道应急办自制".to_owned();
        let new = NewMedia { title: title.into(), tags: tags.into(), source, name: name.into() };
        let id = add_media(&uploads, new, stored).await?;
        if name != WAITING {
            move_media(&reviews, id, MediaAct::Review, "").await?;
            move_media(&reviews, id, MediaAct::Publish, "").await?;
        }
        library.push((name, id));
    }
    Ok(Library(library))
}

/// A part to be written: its kind, title, minutes, text, and files with the words below and for them.
pub(super) type Part =
    (LessonKind, &'static str, u16, &'static str, &'static [(&'static str, &'static str, &'static str)]);

/// The parts of the principals' training.
pub(super) const PRINCIPALS: &[Part] = &[
    (Text, "每周三件事", 15, RISK, &[]),
    (Video, "短片：记住三件事", 1, "", &[("three-things.mp4", "", "")]),
    (
        Pictures,
        "看图找隐患",
        10,
        "每张图想一想：自己厂里有没有，在哪里，谁来改。",
        &[
            (
                "panel.png",
                "左边的箱子挡住了配电箱，跳闸时够不着。",
                "左图配电箱前堆着纸箱，右图配电箱前划线留出通道",
            ),
            (
                "exit.png",
                "上锁的安全出口等于没有出口。",
                "左图安全出口上了锁、堆着箱子，右图安全出口可以推开",
            ),
            ("confined.png", "三步一步不能少，救人也一样。", "有限空间作业的三个步骤：通风、检测、监护"),
        ],
    ),
];

/// The parts of the managers' training.
pub(super) const MANAGERS: &[Part] = &[
    (Text, "台账怎样才算有用", 20, RECORD, &[]),
    (Pdf, "台账样表", 25, "打印出来贴在值班室，照着填。", &[("ledger.pdf", "", "")]),
];

/// Writes the parts of a draft.
pub(super) async fn write(cx: &Cx, training: Uuid, parts: &[Part], library: &Library) -> Result<(), Failure> {
    for (kind, title, minutes, body, files) in parts {
        let files = files.iter().map(|(name, caption, alt)| FileInput {
            media: library.of(name),
            caption: (*caption).into(),
            alt: (*alt).into(),
        });
        let input = LessonInput {
            lesson: cx.new_uuid(),
            kind: *kind,
            title: (*title).into(),
            minutes: minutes.to_string(),
            body: (*body).into(),
            files: files.collect(),
        };
        save_lesson(cx, training, input).await?;
    }
    Ok(())
}

/// Notes that people have read all parts of a training, each before an instant of their own.
pub(super) async fn read(
    cx: &Cx,
    training: Uuid,
    readers: &[(PersonRow, DateTime<Utc>)],
) -> Result<(), Failure> {
    let tx = cx.begin().await?;
    let parts = storage::lesson::of_training(&tx, cx.street(), training).await?;
    let mut rows = Vec::with_capacity(parts.len() * readers.len());
    for (person, before) in readers {
        let mut at = *before - TimeDelta::minutes(parts.iter().map(|part| i64::from(part.minutes) + 4).sum());
        for part in &parts {
            let finished = at + TimeDelta::minutes(i64::from(part.minutes) + 1);
            rows.push(LessonViewRow {
                street: cx.street().to_owned(),
                lesson_id: part.id,
                person_id: person.id,
                round: 1,
                training_id: training,
                opened_at: at,
                seen_at: finished,
                position_ms: 0,
                played: None,
                finished_at: Some(finished),
            });
            at = finished + TimeDelta::minutes(3);
        }
    }
    storage::lesson::add_views(&tx, rows).await?;
    Ok(tx.commit().await?)
}

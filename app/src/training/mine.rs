//! What an examinee sees: what is due, the lesson, the certificates.

use super::part;
use crate::{
    layout, text,
    ui::{self, Kind, Progress, Tone, fact, step},
};
use contract::{
    Frame,
    duty::MyDuties,
    lesson::PartState,
    training::{AttemptFact, MyCertificate, MyHome, MyTraining, MyTrainingPage, Standing},
};
use domain::{certificate::Status, training::TrainingKind};
use leptos::prelude::*;

/// The home of an examinee.
#[must_use]
pub fn home(frame: &Frame, view: &MyHome, duties: &MyDuties) -> String {
    layout::phone(frame, "我的", || {
        let open: Vec<_> = view.trainings.iter().filter(|t| is_open(&t.standing)).collect();
        let done: Vec<_> = view.trainings.iter().filter(|t| !is_open(&t.standing)).collect();
        let head = match open.len() {
            0 => view! { <ui::Notice tone=Tone::Good title="没有待办" body="应训应考的都已完成。"/> }
                .into_any(),
            n => view! { <p class="muted">{format!("还有 {n} 件事要做")}</p> }.into_any(),
        };
        let due: Vec<_> = open.into_iter().map(|t| due_card(t, view)).collect();
        let finished = (!done.is_empty()).then(|| {
            let rows = done.into_iter().map(done_line).collect::<Vec<_>>();
            view! { <ui::Card title="已完成">{rows}</ui::Card> }
        });
        let archive = view! { <p class="small"><a href="/my/archive">"我的培训档案"</a></p> };
        let duties = crate::duty::my_card(duties);
        view! { {head}{due}{duties}{finished}{certificate_card(&view.certificates)}{archive} }.into_any()
    })
}

const fn is_open(standing: &Standing) -> bool {
    matches!(standing, Standing::Lesson | Standing::Test { .. } | Standing::Sitting { .. })
}

fn due_card(training: &MyTraining, home: &MyHome) -> AnyView {
    let late = training.due_on < home.today;
    let (tone, by) = if late {
        (Tone::Bad, format!("已于 {} 到期", text::date(training.due_on)))
    } else {
        (Tone::Warn, format!("{} 前", text::date(training.due_on)))
    };
    let badge = view! { <ui::Badge tone=tone>{by}</ui::Badge> }.into_any();
    let (read, test) = match training.standing {
        Standing::Lesson => (Progress::Now, Progress::Ahead),
        _ => (Progress::Done, Progress::Now),
    };
    let left = match training.standing {
        Standing::Test { mistakes: left @ 1.., .. } => format!("先看 {left} 道错题"),
        _ => String::new(),
    };
    let steps = match training.kind {
        TrainingKind::Training => vec![
            step(
                read,
                format!("学习课件（{} 学时）", training.hours),
                if read == Progress::Done { "已完成" } else { "" },
            ),
            step(test, "参加考核", left),
            step(Progress::Ahead, "领取合格证明", "合格后"),
        ],
        TrainingKind::Contest => {
            vec![step(test, "参加竞赛", "只有一次"), step(Progress::Ahead, "查看名次", "公布后")]
        }
        TrainingKind::Officials => vec![step(test, "参加测试", "")],
    };
    let href = format!("/my/trainings/{}", training.id);
    let words = go_words(training.kind);
    let go = match &training.standing {
        Standing::Sitting { attempt, .. } => view! {
            <ui::LinkButton href=format!("/my/exams/{attempt}") kind=Kind::Primary wide=true>"继续作答"</ui::LinkButton>
        }
        .into_any(),
        Standing::Lesson => {
            view! { <ui::LinkButton href=href kind=Kind::Primary wide=true>"开始学习"</ui::LinkButton> }.into_any()
        }
        Standing::Test { mistakes: 1.., .. } => {
            let book = format!("/my/mistakes?training={}", training.id);
            view! { <ui::LinkButton href=book kind=Kind::Primary wide=true>"看错题"</ui::LinkButton> }.into_any()
        }
        _ => view! {
            <ui::LinkButton href=href kind=Kind::Primary wide=true>{words}</ui::LinkButton>
        }
        .into_any(),
    };
    view! { <ui::Card title=training.title.clone() aside=badge><ui::Steps items=steps/>{go}</ui::Card> }
        .into_any()
}

const fn go_words(kind: TrainingKind) -> &'static str {
    match kind {
        TrainingKind::Training => "去考核",
        TrainingKind::Contest => "去竞赛",
        TrainingKind::Officials => "去测试",
    }
}

/// The own place, once the ranking is published.
fn rank_words(training: &MyTraining) -> Option<String> {
    training.rank.map(|rank| format!("第 {} 名，共 {} 人", rank.place, rank.of))
}

fn done_line(training: &MyTraining) -> AnyView {
    let contest = training.kind == TrainingKind::Contest;
    let (tone, word) = match &training.standing {
        Standing::Passed { .. } | Standing::Failed { .. } if contest => {
            let rank = rank_words(training);
            let tone = if rank.is_some() { Tone::Accent } else { Tone::Neutral };
            return done_with(training, tone, rank.unwrap_or_else(|| "已交卷，等待名次".into()));
        }
        Standing::Passed { .. } => (Tone::Good, "合格"),
        Standing::Failed { .. } => (Tone::Bad, "不合格"),
        _ => (Tone::Neutral, "免考"),
    };
    done_with(training, tone, word.to_owned())
}

fn done_with(training: &MyTraining, tone: Tone, word: String) -> AnyView {
    let href = format!("/my/trainings/{}", training.id);
    view! {
        <div class="row"><a href=href>{training.title.clone()}</a><ui::Badge tone=tone>{word}</ui::Badge></div>
    }
    .into_any()
}

fn certificate_card(certificates: &[MyCertificate]) -> AnyView {
    let Some(first) = certificates.first() else { return ().into_any() };
    let aside = view! { <a href="/my/certificates">"全部"</a> }.into_any();
    let line = certificate_line(first);
    view! { <ui::Card title="我的证明" aside=aside>{line}</ui::Card> }.into_any()
}

/// The badge of what a certificate is worth.
#[must_use]
pub fn status_badge(status: Status) -> AnyView {
    let (tone, words) = match status {
        Status::Valid => (Tone::Good, "有效".to_owned()),
        Status::Expiring { days } => (Tone::Warn, format!("{days} 天后到期")),
        Status::Expired => (Tone::Bad, "已过期".to_owned()),
        Status::Revoked => (Tone::Bad, "已撤销".to_owned()),
        Status::Superseded { .. } => (Tone::Warn, "已换发".to_owned()),
    };
    view! { <ui::Badge tone=tone>{words}</ui::Badge> }.into_any()
}

fn certificate_line(certificate: &MyCertificate) -> AnyView {
    let href = format!("/certificates/{}.pdf", certificate.serial);
    let about = format!("{} · {} 分", certificate.training, text::points(certificate.score));
    view! {
        <div class="row">
            <div>
                <div class="num">{certificate.serial.clone()}</div>
                <div class="small muted">{about}</div>
                <div class="small muted">{format!("有效至 {}", text::date(certificate.valid_until))}</div>
            </div>
            <div class="stack">
                {status_badge(certificate.status)}
                <ui::LinkButton href=href>"下载 PDF"</ui::LinkButton>
            </div>
        </div>
    }
    .into_any()
}

/// All certificates of an examinee.
#[must_use]
pub fn certificates(frame: &Frame, certificates: &[MyCertificate]) -> String {
    layout::phone(frame, "我的证明", || {
        if certificates.is_empty() {
            return view! { <ui::Empty title="还没有证明" body="考核合格后，这里会出现可下载的合格证明。"/> }
                .into_any();
        }
        let lines = certificates.iter().map(|c| {
            let line = certificate_line(c);
            view! { <ui::Card>{line}</ui::Card> }
        });
        lines.collect::<Vec<_>>().into_any()
    })
}

/// A training with its lesson and its test.
#[must_use]
pub fn training(frame: &Frame, view: &MyTrainingPage) -> String {
    layout::phone(frame, &view.training.title, || {
        let test = view.test;
        let hours = view.training.kind.teaches();
        let hours = hours.then(|| fact("学时", format!("{} 学时", view.training.hours)));
        let facts = vec![
            fact("截止", text::date(view.training.due_on)),
            fact(
                "考核",
                format!(
                    "{} 题，{} 分钟，{} 分合格，最多 {} 次",
                    test.items,
                    test.minutes,
                    text::points(test.pass_mark),
                    test.attempts
                ),
            ),
        ];
        let lecturer = (!view.lecturer.is_empty()).then(|| fact("讲师", view.lecturer.clone()));
        let facts = hours.into_iter().chain(facts).chain(lecturer).collect();
        let lesson = (!view.lesson_html.is_empty())
            .then(|| view! { <article class="card lesson" inner_html=view.lesson_html.clone()></article> });
        let again = (view.training.round > 1).then(|| {
            let title = format!("第 {} 轮培训", view.training.round);
            let body = "街道应急办已安排您重新培训：请重新学完课件，再参加考核，考核机会从头计算。";
            view! { <ui::Notice title=title body=body/> }
        });
        view! {
            {again}
            <ui::Card><ui::Facts items=facts/></ui::Card>
            {view.sessions.as_ref().map(crate::session::mine)}
            {lesson}
            {part::list(&view.training.id.to_string(), &view.parts)}
            {(!come_first(view)).then(|| next(view))}
            {attempts(&view.attempts)}
        }
        .into_any()
    })
}

/// Whether a session stands before everything else that could be done here.
fn come_first(view: &MyTrainingPage) -> bool {
    let Some(sessions) = view.sessions.as_ref().filter(|sessions| sessions.to_attend) else { return false };
    match view.training.standing {
        Standing::Test { mistakes: 0, .. } => true,
        Standing::Lesson => sessions.mode.sign_in_is_lesson(),
        _ => false,
    }
}

/// Where one sits, and the field for the code that is read out there.
fn seat(view: &MyTrainingPage) -> (AnyView, AnyView) {
    let Some(seat) = &view.seat else { return (().into_any(), ().into_any()) };
    let title = format!("{} 座", seat.seat);
    let body = format!("{}，{} 开始", seat.place, text::minute(seat.starts_at));
    let code = (seat.needs_code && seat.begun).then(|| {
        view! {
            <ui::Field label="考场口令" name="code" inputmode="numeric" hint="监考人员在考场宣读的 6 位数字" required=true/>
        }
    });
    (view! { <ui::Notice title=title body=body/> }.into_any(), code.into_any())
}

/// Whether parts are left.
fn left(view: &MyTrainingPage) -> bool {
    view.parts.iter().any(|part| !matches!(part.state, PartState::Done { .. }))
}

fn next(view: &MyTrainingPage) -> AnyView {
    let id = view.training.id.to_string();
    let contest = view.training.kind == TrainingKind::Contest;
    match &view.training.standing {
        Standing::Passed { attempt, .. } | Standing::Failed { attempt } if contest => {
            let (title, body) = match rank_words(&view.training) {
                Some(words) => (words, "名次按得分、用时排列，相同的由抽签决定。"),
                None => ("已交卷".to_owned(), "名次公布后在这里查看。"),
            };
            view! {
                <ui::Notice title=title body=body/>
                <ui::LinkButton href=format!("/my/results/{attempt}") wide=true>"查看成绩"</ui::LinkButton>
            }
            .into_any()
        }
        Standing::Lesson if left(view) => part::go_on(&id, &view.parts).into_any(),
        Standing::Lesson => view! {
            <ui::PostForm action="/api/training/lesson-read">
                <input type="hidden" name="training" value=id/>
                <ui::Button kind=Kind::Primary wide=true>"我已学完，去考核"</ui::Button>
            </ui::PostForm>
        }
        .into_any(),
        Standing::Test { mistakes: 1.., .. } => study(view),
        Standing::Test { used, .. } => {
            let left = view.test.attempts.saturating_sub(*used);
            let (seat, code) = seat(view);
            view! {
                <ui::Card title={if contest { "竞赛" } else { "考核" }}>
                    <p>{format!("还可以考 {left} 次。开始后计时不停，断网或关机可以接着作答。")}</p>
                    {seat}
                    <ui::PostForm action="/api/exam/start">
                        <input type="hidden" name="training" value=id/>
                        {code}
                        <ui::Button kind=Kind::Primary wide=true>{if contest { "开始竞赛" } else { "开始考核" }}</ui::Button>
                    </ui::PostForm>
                    <p class="small muted">"请在安静、有网络的地方进行。"</p>
                </ui::Card>
            }
            .into_any()
        }
        Standing::Sitting { attempt, deadline } => view! {
            <ui::Notice tone=Tone::Warn title="考核正在进行" body=format!("{} 截止", text::minute(*deadline))/>
            <ui::LinkButton href=format!("/my/exams/{attempt}") kind=Kind::Primary wide=true>"继续作答"</ui::LinkButton>
        }
        .into_any(),
        Standing::Passed { attempt, serial } => {
            let download = serial.as_ref().map(|serial| {
                view! {
                    <ui::LinkButton href=format!("/certificates/{serial}.pdf") kind=Kind::Primary wide=true>
                        "下载合格证明"
                    </ui::LinkButton>
                }
            });
            view! {
                <ui::Notice tone=Tone::Good title="已合格"/>
                {download}
                <ui::LinkButton href=format!("/my/results/{attempt}") wide=true>"查看成绩和解析"</ui::LinkButton>
            }
            .into_any()
        }
        Standing::Failed { attempt } => view! {
            <ui::Notice tone=Tone::Bad title="考核机会已用完" body="需要重新参加培训，请联系街道应急办。"/>
            <ui::LinkButton href=format!("/my/results/{attempt}") wide=true>"查看成绩和解析"</ui::LinkButton>
        }
        .into_any(),
        Standing::Excused => view! { <ui::Notice title="已予免考"/> }.into_any(),
    }
}

/// The wrong answers come before the next sitting.
fn study(view: &MyTrainingPage) -> AnyView {
    let Standing::Test { used, mistakes } = view.training.standing else { return ().into_any() };
    let left = view.test.attempts.saturating_sub(used);
    let title = format!("再考以前，还有 {mistakes} 道错题要看");
    let body = format!("在错题本里逐题重做一遍即可，不计分。看完后还可以考 {left} 次，题目会更换。");
    let book = format!("/my/mistakes?training={}", view.training.id);
    view! {
        <ui::Notice tone=Tone::Warn title=title body=body/>
        <ui::LinkButton href=book kind=Kind::Primary wide=true>"去错题本"</ui::LinkButton>
    }
    .into_any()
}

fn attempts(attempts: &[AttemptFact]) -> AnyView {
    let handed_in: Vec<_> = attempts.iter().filter(|a| a.score.is_some() || a.voided).collect();
    if handed_in.is_empty() {
        return ().into_any();
    }
    let rows = handed_in.into_iter().map(|a| {
        let (tone, word) =
            if a.passed == Some(true) { (Tone::Good, "合格") } else { (Tone::Bad, "不合格") };
        let href = format!("/my/results/{}", a.id);
        if a.voided {
            return view! {
                <div class="row">
                    <a href=href>{format!("第 {} 次 · {}", a.number, text::minute(a.started_at))}</a>
                    <span><ui::Badge>"已作废"</ui::Badge></span>
                </div>
            }
            .into_any();
        }
        view! {
            <div class="row">
                <a href=href>{format!("第 {} 次 · {}", a.number, text::minute(a.started_at))}</a>
                <span class="num">{format!("{} 分 ", text::points(a.score.unwrap_or_default()))}
                    <ui::Badge tone=tone>{word}</ui::Badge></span>
            </div>
        }
        .into_any()
    });
    let rows: Vec<_> = rows.collect();
    view! { <ui::Card title="考核记录">{rows}</ui::Card> }.into_any()
}

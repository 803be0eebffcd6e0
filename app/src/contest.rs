//! The ranking of a contest and its recommendation.

use crate::{
    layout::{self, Desk},
    text::{self, field_error},
    ui::{self, Column, Kind, Link, NavItem, Tone, cells, fact},
};
use contract::{
    Frame,
    contest::{RankLine, RankingState, RankingView, RecommendationView},
};
use domain::organization::vocabulary_role::Role;
use leptos::prelude::*;

fn is_office(frame: &Frame) -> bool {
    frame.visitor.as_ref().is_some_and(|v| v.role == Role::Office)
}

/// Seconds as people read them: `27分05秒`.
fn time_used(seconds: u32) -> String {
    format!("{}分{:02}秒", seconds / 60, seconds % 60)
}

/// The ranking page.
#[must_use]
pub fn ranking(frame: &Frame, view: &RankingView) -> String {
    let path = format!("/office/trainings/{}", view.line.id);
    let crumbs =
        vec![NavItem::new("/office/trainings", "培训"), NavItem::new(path.clone(), view.line.title.clone())];
    let published = matches!(view.state, RankingState::Published { .. });
    let actions = published.then(|| {
        let file = format!("{path}/ranking.xlsx");
        let name = format!("{}名次.xlsx", view.line.title);
        view! { <ui::LinkButton href=file download=name>"导出 Excel"</ui::LinkButton> }.into_any()
    });
    let subtitle = format!("{} · {}", view.line.title, view.round.term());
    layout::desk(frame, Desk { crumbs, actions, subtitle, ..Desk::titled("名次") }, || {
        let office = is_office(frame);
        view! {
            {state(view, office)}
            {rounds(view, office)}
            {published.then(|| recommendation(frame, view, office))}
            {published.then(|| table(view, office))}
        }
        .into_any()
    })
}

fn state(view: &RankingView, office: bool) -> AnyView {
    let id = view.line.id.to_string();
    match &view.state {
        RankingState::Open { closes } => {
            let body = match closes {
                Some(closes) => {
                    format!("竞赛 {} 截止，此前不排名次，任何人都看不到。", text::minute(*closes))
                }
                None => "这场竞赛还没有考核。".to_owned(),
            };
            view! { <ui::Notice title="还没有名次" body=body/> }.into_any()
        }
        RankingState::Over { sitting, handed_in } => {
            let body = match (sitting, handed_in) {
                (0, 0) => "没有人交卷。".to_owned(),
                (0, _) => format!("{handed_in} 人已交卷，{} 人未参赛。公布后名次不再改变。", view.absent),
                (n, _) => format!("还有 {n} 人正在作答，等他们交卷后才能公布。"),
            };
            let publish = (office && *handed_in > 0).then(|| {
                view! {
                    <ui::PostForm action="/api/contest/publish-ranking">
                        <input type="hidden" name="training" value=id/>
                        <ui::Button kind=Kind::Primary>"公布名次"</ui::Button>
                    </ui::PostForm>
                }
            });
            view! { <ui::Notice tone=Tone::Warn title="竞赛已截止，名次尚未公布" body=body>{publish}</ui::Notice> }
                .into_any()
        }
        RankingState::Published { at, hash, exam_key, ties } => {
            let drawn = if ties.is_empty() {
                "没有".to_owned()
            } else {
                let each =
                    ties.iter().map(|(first, count)| format!("第 {first} 至 {} 名", first + count - 1));
                each.collect::<Vec<_>>().join("、")
            };
            let facts = vec![
                fact("公布时间", text::minute(*at)),
                fact("排名人数", format!("{} 人，未参赛 {} 人", view.pager.total, view.absent)),
                fact("同分同时由抽签决定", drawn),
            ];
            let proof = vec![
                fact("考试密钥", view! { <span class="code">{exam_key.clone()}</span> }),
                fact("名次哈希", view! { <span class="code">{hash.clone()}</span> }),
            ];
            view! {
                <ui::Card>
                    <ui::Facts items=facts/>
                    <ui::Disclosure label="如何复核抽签">
                        <p class="small">"名次先比得分，再比用时（整秒），仍相同的由抽签决定。抽签由考试密钥、得分和用时算出；密钥的哈希在开考前已写入日志，任何人都可以重算。"</p>
                        <ui::Facts items=proof/>
                    </ui::Disclosure>
                </ui::Card>
            }
            .into_any()
        }
    }
}

fn rounds(view: &RankingView, office: bool) -> AnyView {
    let before = view.follows.as_ref().map(|(id, title, takes)| {
        let href = format!("/office/trainings/{id}/ranking");
        view! { <p>"上一轮："<a href=href>{title.clone()}</a>{format!("，取前 {takes} 名")}</p> }
    });
    let published = matches!(view.state, RankingState::Published { .. });
    let last = view.round == domain::contest::Round::Final;
    let after = match view.next {
        Some(next) => {
            let href = format!("/office/trainings/{next}/ranking");
            view! { <p>"下一轮："<a href=href>"查看"</a></p> }.into_any()
        }
        None if office && published && !last => {
            let href =
                Link::to("/office/trainings/new").with("kind", "contest").with("follows", view.line.id);
            view! { <div class="actions"><ui::LinkButton href=href.to_string()>"举办下一轮"</ui::LinkButton></div> }
                .into_any()
        }
        None => ().into_any(),
    };
    (before, after).into_any()
}

fn recommendation(frame: &Frame, view: &RankingView, office: bool) -> AnyView {
    let id = view.line.id.to_string();
    let error = field_error(&frame.flash, "count").unwrap_or_default();
    let propose = |label: &'static str, value: String| {
        view! {
            <ui::PostForm action="/api/contest/recommend">
                <input type="hidden" name="training" value=id.clone()/>
                <ui::Field label="推荐人数" name="count" value=value error=error.clone() inputmode="numeric"
                    hint="按名次取前几名；不推荐的人由后面的递补" required=true/>
                <ui::Button>{label}</ui::Button>
            </ui::PostForm>
        }
        .into_any()
    };
    let content = match &view.recommendation {
        None if office => propose("提出推荐名单", frame.typed("count")),
        None => view! { <p class="muted">"还没有提出推荐名单。"</p> }.into_any(),
        Some(given) => {
            let open = office && given.approved.is_none();
            let again = open.then(|| {
                let form = propose("改为这个人数", given.count.to_string());
                view! { <ui::Disclosure label="改推荐人数">{form}</ui::Disclosure> }
            });
            view! { {proposed(view, given)} {approve(view, given, office)} {again} }.into_any()
        }
    };
    view! { <ui::Card title="择优推荐">{content}</ui::Card> }.into_any()
}

fn proposed(view: &RankingView, given: &RecommendationView) -> AnyView {
    let left_out = view.rows.iter().filter(|row| row.left_out.is_some()).count();
    let state = match &given.approved {
        Some((at, by)) => format!("{} 由{by}批准", text::minute(*at)),
        None => "等待应急办另一位同事批准".to_owned(),
    };
    let facts = vec![
        fact("推荐", format!("前 {} 名", given.count)),
        fact("不推荐", format!("{left_out} 人（理由见名次表）")),
        fact("提出", format!("{} 由{}提出或改动", text::minute(given.proposed_at), given.proposed_by)),
        fact("批准", state),
    ];
    view! { <ui::Facts items=facts/> }.into_any()
}

fn approve(view: &RankingView, given: &RecommendationView, office: bool) -> AnyView {
    let id = view.line.id.to_string();
    if given.may_approve {
        return view! {
            <ui::PostForm action="/api/contest/approve">
                <input type="hidden" name="training" value=id/>
                <ui::Button kind=Kind::Primary>"批准推荐名单"</ui::Button>
            </ui::PostForm>
        }
        .into_any();
    }
    let own = office && given.approved.is_none();
    own.then(|| view! { <p class="small muted">"名单由您提出或最后改动，请另一位同事批准。"</p> }).into_any()
}

fn table(view: &RankingView, office: bool) -> AnyView {
    let given = view.recommendation.as_ref();
    let open = office && given.is_some_and(|given| given.approved.is_none());
    let mut columns = vec![
        Column::number("名次"),
        Column::text("姓名"),
        Column::text("单位"),
        Column::text("岗位"),
        Column::number("得分"),
        Column::number("用时"),
    ];
    if given.is_some() {
        columns.push(Column::text("推荐"));
    }
    let approved = given.is_some_and(|given| given.approved.is_some());
    let rows = view.rows.iter().map(|row| {
        let place = match row.tied {
            0 | 1 => row.place.to_string(),
            _ => format!("{}（抽签）", row.place),
        };
        let mut cells = cells![
            place,
            row.name.clone(),
            row.unit.clone(),
            row.position.clone(),
            text::points(row.score),
            time_used(row.seconds),
        ];
        if given.is_some() {
            cells.push(recommended(view, row, open, approved));
        }
        cells
    });
    let rows = rows.collect();
    let link = Link::to(format!("/office/trainings/{}/ranking", view.line.id));
    let pager = view.pager;
    view! {
        <ui::Table caption="名次" columns=columns rows=rows cards=true/>
        <ui::Pager link=link page=pager.page size=pager.size total=pager.total/>
    }
    .into_any()
}

fn recommended(view: &RankingView, row: &RankLine, open: bool, approved: bool) -> AnyView {
    if let Some(reason) = &row.left_out {
        return view! { <ui::Badge>"不推荐"</ui::Badge>" "<span class="small">{reason.clone()}</span> }
            .into_any();
    }
    if !row.recommended {
        return "—".into_any();
    }
    let badge = if approved { "推荐" } else { "拟推荐" };
    let (training, person) = (view.line.id.to_string(), row.person.to_string());
    let out = open.then(|| {
        view! {
            <ui::Disclosure label="不推荐">
                <ui::PostForm action="/api/contest/leave-out">
                    <input type="hidden" name="training" value=training/>
                    <input type="hidden" name="person" value=person/>
                    <ui::Field label="理由" name="reason" required=true/>
                    <ui::Button>"不推荐，由下一名递补"</ui::Button>
                </ui::PostForm>
            </ui::Disclosure>
        }
    });
    view! { <ui::Badge tone=Tone::Good>{badge}</ui::Badge>{out} }.into_any()
}

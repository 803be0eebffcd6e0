//! The questions of a bank, with filters and what stands open.

use crate::{
    layout::{self, Desk},
    text,
    ui::{self, Cell, Column, Kind, Link, NavItem, Tone, cells, choice},
};
use contract::{
    Frame,
    bank::{Aim, BankHead, BankPage, EditLine, QuestionLine, QuestionQuery},
};
use domain::{
    bank::{Difficulty, KindName, edit::EditState},
    organization::{Position, Sector},
};
use leptos::prelude::*;

/// The way back from the pages of a bank.
pub(super) fn crumbs(bank: &BankHead) -> Vec<NavItem> {
    vec![NavItem::new("/office/banks", "题库"), NavItem::new(address(bank), bank.name.clone())]
}

pub(super) fn address(bank: &BankHead) -> String {
    format!("/office/banks/{}", bank.code)
}

/// Renders the questions of a bank.
#[must_use]
pub fn page(frame: &Frame, view: &BankPage) -> String {
    let bank = &view.bank;
    let home = address(bank);
    let newest = bank.newest.as_ref().map_or_else(
        || "还没有发布过版本".to_owned(),
        |v| format!("第 {} 版，{} 题，{}发布", v.version, view.published, text::minute(v.published_at)),
    );
    let actions = {
        let write = bank.may_edit.then(|| {
            view! {
                <ui::LinkButton href=format!("{home}/new") kind=Kind::Primary>"出一道新题"</ui::LinkButton>
                <ui::LinkButton href=format!("{home}/publish")>"审核与发布"</ui::LinkButton>
                <ui::LinkButton href=format!("{home}/import")>"导入"</ui::LinkButton>
            }
        });
        let export = link(&format!("{home}/export"), &view.query).without("state").to_string();
        view! {
            {write}
            <ui::LinkButton href=export>"导出"</ui::LinkButton>
            <ui::LinkButton href=format!("{home}/versions")>"版本"</ui::LinkButton>
        }
        .into_any()
    };
    let desk = Desk {
        crumbs: vec![NavItem::new("/office/banks", "题库")],
        subtitle: newest,
        actions: Some(actions),
        ..Desk::titled(&bank.name)
    };
    layout::desk(frame, desk, || {
        let description = (!bank.description.is_empty())
            .then(|| view! { <p class="muted measure">{bank.description.clone()}</p> });
        let link = link(&home, &view.query);
        let rows = view.rows.iter().map(|line| row(bank, line)).collect();
        let empty = if view.query.state.is_empty() {
            "没有符合条件的题目"
        } else {
            "没有符合条件的修改"
        };
        view! {
            {description}
            {tabs(view)}
            {filters(&link, view)}
            <div class="bank-list">
                <ui::Table caption="题目" columns=columns() rows=rows cards=true empty=empty/>
            </div>
            <ui::Pager link=link page=view.pager.page size=view.pager.size total=view.pager.total/>
            {many(view)}
        }
        .into_any()
    })
}

pub(super) fn link(home: &str, query: &QuestionQuery) -> Link {
    Link::to(home)
        .with("state", &query.state)
        .with("q", &query.q)
        .with("kind", &query.kind)
        .with("difficulty", &query.difficulty)
        .with("topic", &query.topic)
        .with("law", &query.law)
        .with("sector", &query.sector)
        .with("audience", &query.audience)
}

/// What is published, and what is under way.
fn tabs(view: &BankPage) -> AnyView {
    let home = address(&view.bank);
    let tab = |state: &str, label: String| {
        let current = (view.query.state == state).then_some("page");
        let href = Link::to(home.clone()).with("state", state).to_string();
        view! { <a class="state" href=href aria-current=current>{label}</a> }
    };
    let open =
        view.states.iter().map(|(state, count)| tab(state.0.code(), format!("{} {count}", state.0.term())));
    let open = open.collect::<Vec<_>>();
    view! {
        <nav class="states" aria-label="题目状态">
            {tab("", format!("已发布 {}", view.published))}
            {open}
        </nav>
    }
    .into_any()
}

fn filters(link: &Link, view: &BankPage) -> AnyView {
    let query = view.query.clone();
    let kinds = KindName::ALL.iter().map(|k| choice(k.name(), k.term())).collect();
    let levels = Difficulty::ALL.iter().map(|d| choice(d.name(), d.term())).collect();
    let topics = view.topics.iter().map(|topic| choice(topic.clone(), topic.clone())).collect();
    let laws = text::LAWS.iter().map(|(key, name)| choice(*key, *name)).collect();
    let sectors = Sector::ENTERPRISE.iter().map(|s| choice(s.code(), s.term())).collect();
    let positions = Position::ALL.iter().map(|p| choice(p.code(), p.term())).collect();
    view! {
        <ui::Filters link=link.clone() fields=&["q", "kind", "difficulty", "topic", "law", "sector", "audience"]>
            <ui::Field label="题号或文字" name="q" kind="search" value=query.q/>
            <ui::SelectField label="题型" name="kind" options=kinds value=query.kind blank="全部"/>
            <ui::SelectField label="难度" name="difficulty" options=levels value=query.difficulty blank="全部"/>
            <ui::SelectField label="专题" name="topic" options=topics value=query.topic blank="全部"/>
            <ui::SelectField label="依据" name="law" options=laws value=query.law blank="全部"/>
            <ui::SelectField label="行业" name="sector" options=sectors value=query.sector blank="全部"/>
            <ui::SelectField label="岗位" name="audience" options=positions value=query.audience blank="全部"/>
        </ui::Filters>
    }
    .into_any()
}

fn columns() -> Vec<Column> {
    vec![
        Column::text("题目"),
        Column::text("题型"),
        Column::text("难度"),
        Column::text("依据"),
        Column::number("出题"),
        Column::number("答对率"),
        Column::text("修改"),
    ]
}

fn row(bank: &BankHead, line: &QuestionLine) -> Vec<Cell> {
    let href = format!("{}/questions/{}", address(bank), line.id);
    let share = (line.use_.full * 1000 + line.use_.asked / 2).checked_div(line.use_.asked);
    let asked = if line.use_.asked == 0 { "—".to_owned() } else { line.use_.asked.to_string() };
    cells![
        view! {
            <a class="clamp" href=href>{line.stem.clone()}</a>
            <span class="small muted">{format!("{} · {}", line.id, line.topic)}</span>
        },
        line.kind.term(),
        line.difficulty.term(),
        line.basis.as_ref().map(text::basis).unwrap_or_default(),
        asked,
        text::per_mille(share),
        line.edit.as_ref().map_or_else(|| "—".into_any(), badge),
    ]
}

fn badge(edit: &EditLine) -> AnyView {
    let words =
        format!("{}·{}{}", aim(edit.aim), edit.state.0.term(), if edit.own { "（本人）" } else { "" });
    view! { <ui::Badge tone=tone(edit.state.0)>{words}</ui::Badge> }.into_any()
}

/// The word for what a proposal does.
pub(super) const fn aim(aim: Aim) -> &'static str {
    match aim {
        Aim::Add => "新增",
        Aim::Change => "修改",
        Aim::Retire => "停用",
    }
}

/// The colour of a state.
pub(super) const fn tone(state: EditState) -> Tone {
    match state {
        EditState::Draft => Tone::Neutral,
        EditState::Submitted => Tone::Warn,
        EditState::Approved | EditState::Published => Tone::Good,
        EditState::Discarded => Tone::Bad,
    }
}

/// Handing in all own drafts, agreeing to all that others handed in.
fn many(view: &BankPage) -> Option<AnyView> {
    let (act, label, words, verb) = match view.query.state.as_str() {
        "draft" => (
            "submit",
            "提交我的全部草稿",
            "您在这个题库的全部草稿会提交给同事审核，提交后不能再改，可以撤回。",
            "全部提交",
        ),
        "submitted" => (
            "approve",
            "通过同事提交的全部修改",
            "请先逐题看过题干、答案、解析和依据。通过后，下次发布时写入新版本；您本人写的不在其内。",
            "我已逐题看过，全部通过",
        ),
        _ => return None,
    };
    (view.bank.may_edit && view.pager.total > 0).then(|| {
        let bank = view.bank.code.clone();
        view! {
            <ui::Disclosure label=label button=Kind::Plain>
                <p>{words}</p>
                <ui::PostForm action="/api/bank/move-edits">
                    <input type="hidden" name="bank" value=bank/>
                    <input type="hidden" name="act" value=act/>
                    <ui::Button kind=Kind::Primary>{verb}</ui::Button>
                </ui::PostForm>
            </ui::Disclosure>
        }
        .into_any()
    })
}

//! `/audit/draws`.

use crate::{
    layout::{self, Desk},
    text,
    ui::{self, Column, Link, Tone, cells, fact},
};
use contract::{
    Frame,
    drill::{AuditDraws, DayHead, YearHead},
};
use leptos::prelude::*;

/// Years with their anchors, days with their traces, and how to compute a draw again.
#[must_use]
pub fn audit_draws(frame: &Frame, view: &AuditDraws) -> String {
    let desk = Desk {
        subtitle: "每次抽签都可以用公布的链值重新计算，结果必须一字不差".into(),
        ..Desk::titled("抽签")
    };
    layout::desk(frame, desk, || {
        let years: Vec<_> = view.years.iter().map(|year| year_card(year, view.year)).collect();
        let none = view.years.is_empty().then(|| {
            view! { <ui::Empty title="还没有开启年度" body="应急办开启演练年度后，锚值会出现在这里。"/> }
        });
        view! { {none}<div class="grid">{years}</div>{days(view)}{how()} }.into_any()
    })
}

fn code(hash: &str) -> AnyView {
    view! { <span class="code small">{hash.to_owned()}</span> }.into_any()
}

fn year_card(year: &YearHead, shown: i32) -> AnyView {
    let items = vec![
        fact("开启时间", text::second(year.opened_at)),
        fact("可抽签", format!("{} 天", year.days)),
        fact("锚值甲", code(&year.anchor_a)),
        fact("锚值乙", code(&year.anchor_b)),
    ];
    let aside = (year.year != shown).then(|| {
        let href = format!("/audit/draws?year={}", year.year);
        view! { <a href=href>"看这一年"</a> }.into_any()
    });
    let aside = aside.unwrap_or_else(|| view! { <ui::Badge tone=Tone::Accent>"当前"</ui::Badge> }.into_any());
    let title = format!("{} 年度", year.year);
    view! { <ui::Card title=title aside=aside span=2><ui::Facts items=items/></ui::Card> }.into_any()
}

fn days(view: &AuditDraws) -> AnyView {
    let columns = vec![
        Column::number("第几天"),
        Column::text("日期"),
        Column::text("状态"),
        Column::number("抽中"),
        Column::text("输入哈希与概率表哈希"),
        Column::text("当日链值"),
        Column::text("复核文件"),
    ];
    let rows = view.days.iter().map(|day| row(view.year, day)).collect();
    let link = Link::to("/audit/draws").with("year", view.year);
    let pager = view.pager;
    let title = format!("{} 年的抽签", view.year);
    view! {
        <ui::Card title=title>
            <ui::Table caption="抽签" columns=columns rows=rows cards=true empty="这一年还没有抽过签。"/>
            <ui::Pager link=link page=pager.page size=pager.size total=pager.total/>
        </ui::Card>
    }
    .into_any()
}

fn row(year: i32, day: &DayHead) -> Vec<ui::Cell> {
    let (tone, word) = match (day.drawn_at, day.published_at) {
        (None, _) => (Tone::Neutral, "输入已封存"),
        (Some(_), None) => (Tone::Warn, "已抽签，结果封存"),
        (Some(_), Some(_)) => (Tone::Good, "链值已公布"),
    };
    let links = match (&day.link_a, &day.link_b) {
        (Some(a), Some(b)) => view! { <div class="stack">{code(a)}{code(b)}</div> }.into_any(),
        _ => "演练全部结束后公布".into_any(),
    };
    let bundle = if day.published_at.is_some() {
        let href = format!("/audit/draws/{year}/{}.json", day.day);
        let name = format!("draw-{year}-{}.json", day.day);
        view! { <a href=href download=name rel="external">"下载"</a> }.into_any()
    } else {
        "—".into_any()
    };
    let hashes = view! {
        <div class="stack">{code(&day.inputs_hash)}{day.table_hash.as_deref().map(code)}</div>
    };
    cells![
        day.day.to_string(),
        view! { <span class="num drill-word">{text::date(day.date)}</span> },
        view! { <ui::Badge tone=tone>{word}</ui::Badge> },
        day.size.map_or_else(|| "—".to_owned(), |size| size.to_string()),
        hashes,
        links,
        bundle,
    ]
}

fn how() -> AnyView {
    view! {
        <ui::Card title="怎样复核">
            <ol class="drill-list measure">
                <li>"下载某一天的复核文件。里面有锚值、当日链值、抽签前封存的输入、抽签结果和到场时抽取的情景与地点。"</li>
                <li>"用本平台的程序复核："<code class="code">"anxun drill verify draw-2026-1.json"</code>"。每一步都会显示是否一致，有一步不符即退出码为 1。"</li>
                <li>"不信任本平台的程序时，用独立的 Python 程序复核，只需标准库："<code class="code">"python3 docs/verify/verify_draw.py draw-2026-1.json"</code>"。"</li>
                <li>"把文件中的锚值与本页及年度开启时的日志比对，把输入哈希与抽签前的日志比对。两者都在抽签之前公布，事后无法迁就结果。"</li>
            </ol>
            <p class="small muted">"链值由次日向前逐次哈希得到：当日链值哈希若干次必须等于锚值，却推不出以后任何一天的链值。"</p>
        </ui::Card>
    }
    .into_any()
}

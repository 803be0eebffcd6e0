//! The progress page: shares against targets, coverages, areas, and the lists behind them.

use crate::{
    layout::{self, Desk},
    text,
    ui::{
        self, Column, Link, NavItem, Tone, cells,
        chart::{PaceChart, PaceMonth, TargetBar, TargetChart},
    },
};
use chrono::Datelike;
use contract::{
    Frame,
    progress::{AreaLine, ProgressView, UncoveredView},
};
use domain::progress::{Basis, Share, Target, YearFigures};
use leptos::prelude::*;

const fn basis_code(basis: Basis) -> &'static str {
    match basis {
        Basis::StreetOrganised => "street_organised",
        Basis::AllConfirmed => "all_confirmed",
    }
}

const fn basis_term(basis: Basis) -> &'static str {
    match basis {
        Basis::StreetOrganised => "街道组织的演练",
        Basis::AllConfirmed => "全部已确认的演练",
    }
}

/// The page.
#[must_use]
pub fn page(frame: &Frame, view: &ProgressView) -> String {
    let subtitle = format!(
        "{} · 截至 {} · 口径第 {} 版：{}",
        view.street,
        text::date(view.as_of),
        view.formula,
        basis_term(view.basis)
    );
    let other = match view.basis {
        Basis::StreetOrganised => Basis::AllConfirmed,
        Basis::AllConfirmed => Basis::StreetOrganised,
    };
    let href = Link::to("/office/progress").with("basis", basis_code(other)).to_string();
    let words = format!("换成：{}", basis_term(other));
    let actions = Some(view! { <ui::LinkButton href=href>{words}</ui::LinkButton> }.into_any());
    layout::desk(frame, Desk { subtitle, actions, ..Desk::titled("进度") }, || {
        let rates = [
            ("主要负责人覆盖", view.principals, "/office/progress/uncovered", "家未完成", "家在册"),
            ("行业领域覆盖", view.sectors, "/office/trainings", "个未覆盖", "个行业"),
            ("考核合格率", view.passed, "/office/trainings", "人未合格", "人应考"),
        ];
        let rates =
            rates.map(|(label, share, href, lacking, whole)| rate(label, share, href, lacking, whole));
        view! {
            <div class="grid">{four_no(view)}{rates}{targets(view)}{months(view)}</div>
            {areas(view)}
            {formula(view)}
        }
        .into_any()
    })
}

fn four_no(view: &ProgressView) -> AnyView {
    let Some(now) = view.years.iter().find(|f| f.year == view.as_of.year()) else { return ().into_any() };
    let tone = if now.reached() == Some(true) { Tone::Good } else { Tone::Warn };
    let share = Some((u64::from(now.share.part), u64::from(now.share.whole)));
    let (label, value) = (format!("{} 年四不占比", now.year), text::per_mille(now.share.per_mille()));
    let link = format!("{} 次四不", now.share.part);
    let note = format!(" · 计入 {} 次", now.share.whole);
    view! {
        <ui::Figure label=label value=value share=share tone=tone href="/office/drills" link=link note=note/>
    }
    .into_any()
}

fn targets(view: &ProgressView) -> AnyView {
    let year = view.as_of.year();
    let bars = view.years.iter().map(|figures| TargetBar {
        label: figures.year.to_string(),
        value: u64::from(figures.share.per_mille().unwrap_or(0)),
        reading: text::per_mille(figures.share.per_mille()),
        target: figures.target.map(|t| u64::from(t.percent()) * 10),
        target_reading: figures.target.map(target_words).unwrap_or_default(),
        past: figures.year < year,
    });
    let bars: Vec<_> = bars.collect();
    let Some(now) = view.years.iter().find(|f| f.year == year) else { return ().into_any() };
    let badge = badge(now);
    let note = format!(
        "{year} 年已完成四不演练 {} 次，计入 {} 次。{}按目前节奏，年底预计 {}。",
        now.share.part,
        now.share.whole,
        if now.left_out_comprehensive > 0 {
            format!("综合演练 {} 次不计。", now.left_out_comprehensive)
        } else {
            String::new()
        },
        text::per_mille(view.projected.and_then(Share::per_mille)),
    );
    view! {
        <ui::Card title="四不演练占比" aside=badge span=2>
            <TargetChart id="targets" title="四不演练占比与年度目标" label_name="年度" bars=bars top=1000/>
            <p class="small muted">{note}<a href="/office/drills">"演练明细"</a></p>
        </ui::Card>
    }
    .into_any()
}

fn target_words(target: Target) -> String {
    match target {
        Target::Share { percent } => format!("目标 {percent}%"),
        Target::Normalised { percent } => format!("常态化 {percent}%"),
    }
}

fn badge(figures: &YearFigures) -> AnyView {
    let (tone, words) = match (figures.reached(), figures.needed()) {
        (Some(true), _) => (Tone::Good, "已达标".to_owned()),
        (_, n) => (Tone::Warn, format!("还差 {n} 次")),
    };
    view! { <ui::Badge tone=tone>{words}</ui::Badge> }.into_any()
}

fn rate(label: &'static str, share: Share, href: &'static str, lacking: &str, whole: &str) -> AnyView {
    let left = share.whole.saturating_sub(share.part);
    let tone = if left == 0 && share.whole > 0 { Tone::Good } else { Tone::Accent };
    let link = if left == 0 { "查看".to_owned() } else { format!("{left} {lacking}") };
    view! {
        <ui::Figure label=label value=text::per_mille(share.per_mille())
            share=Some((u64::from(share.part), u64::from(share.whole))) tone=tone href=href link=link
            note=format!(" · {} {whole}", share.whole)/>
    }
    .into_any()
}

fn months(view: &ProgressView) -> AnyView {
    let year = view.as_of.year();
    let Some(now) = view.years.iter().find(|f| f.year == year) else { return ().into_any() };
    let percent = now.target.map_or(0, Target::percent);
    let months = (0..12usize).map(|m| PaceMonth {
        label: format!("{}月", m + 1),
        value: (m < view.as_of.month() as usize).then(|| u64::from(now.four_no_by_month[m])),
        pace: (u64::from(now.counted_by_month[m]) * u64::from(percent)).div_ceil(100),
    });
    let months: Vec<_> = months.collect();
    let silent = now.silent_months(view.as_of);
    let rhythm = if silent.is_empty() {
        "每个月都有四不演练。".to_owned()
    } else {
        let list = silent.iter().map(|m| format!("{m} 月")).collect::<Vec<_>>().join("、");
        format!("没有四不演练的月份：{list}。")
    };
    view! {
        <ui::Card title=format!("{year} 年各月四不演练") span=2>
            <PaceChart id="months" title=format!("{year} 年各月四不演练次数") value_name="四不演练" pace_name="当月达标需要"
                months=months/>
            <p class="small muted">{rhythm}</p>
        </ui::Card>
    }
    .into_any()
}

fn areas(view: &ProgressView) -> AnyView {
    let columns = vec![
        Column::text("管理区"),
        Column::number("在册单位"),
        Column::number("负责人覆盖"),
        Column::number("四不占比"),
        Column::number("四不次数"),
        Column::text("状态"),
    ];
    let rows = view.areas.iter().map(area_row).collect();
    view! { <ui::Card title="管理区"><ui::Table caption="各管理区" columns=columns rows=rows/></ui::Card> }
        .into_any()
}

fn area_row(line: &AreaLine) -> Vec<ui::Cell> {
    let list = Link::to("/office/progress/uncovered").with("area", line.id).to_string();
    let units = Link::to("/office/enterprises").with("area", line.id).to_string();
    let (tone, words) = match line.needed {
        0 => (Tone::Good, "达标".to_owned()),
        n => (Tone::Warn, format!("差 {n} 次")),
    };
    cells![
        line.name.clone(),
        view! { <a href=units>{line.units.to_string()}</a> },
        view! { <a href=list>{text::per_mille(line.principals.per_mille())}</a> },
        text::per_mille(line.four_no.per_mille()),
        format!("{} / {}", line.four_no.part, line.four_no.whole),
        view! { <ui::Badge tone=tone>{words}</ui::Badge> },
    ]
}

fn formula(view: &ProgressView) -> AnyView {
    let columns = vec![
        Column::text("口径"),
        Column::number("四不"),
        Column::number("计入"),
        Column::number("占比"),
        Column::text("未计入"),
    ];
    let rows = view.bases.iter().map(|f| {
        cells![
            basis_term(f.basis),
            f.share.part.to_string(),
            f.share.whole.to_string(),
            text::per_mille(f.share.per_mille()),
            format!("综合 {} 次，须事先告知的消防演练 {} 次", f.left_out_comprehensive, f.left_out_announced),
        ]
    });
    let rows = rows.collect();
    view! {
        <ui::Disclosure label="口径与算法">
            <div class="stack measure">
                <p>"占比 = 四不演练次数 ÷ 计入的已完成演练次数。2024 年目标 40%，2025 年目标 50%；2026 年起除综合演练外常态化，按 90% 计。"</p>
                <p>"须事先告知的消防、疏散演练，分子分母都不计。还差次数，是使占比达到目标的最少新增四不演练次数。"</p>
                <ui::Table caption="本年度各口径" caption_shown=true columns=columns rows=rows/>
            </div>
        </ui::Disclosure>
    }
    .into_any()
}

/// The list behind the coverage of principals.
#[must_use]
pub fn uncovered(frame: &Frame, view: &UncoveredView, area: &str) -> String {
    let crumbs = vec![NavItem::new("/office/progress", "进度")];
    layout::desk(frame, Desk { crumbs, ..Desk::titled("主要负责人未完成的单位") }, || {
        let columns = vec![
            Column::text("单位"),
            Column::text("管理区"),
            Column::text("主要负责人"),
            Column::text("情况"),
        ];
        let rows = view.units.iter().map(|u| {
            let href = format!("/office/enterprises/{}", u.id);
            cells![
                view! { <a href=href>{u.name.clone()}</a> },
                u.area.clone(),
                u.principal.clone().unwrap_or_else(|| "—".into()),
                u.standing,
            ]
        });
        let rows = rows.collect();
        let link = Link::to("/office/progress/uncovered").with("area", area);
        let pager = view.pager;
        view! {
            <ui::Table caption="未完成的单位" columns=columns rows=rows cards=true empty="全部单位都已完成"/>
            <ui::Pager link=link page=pager.page size=pager.size total=pager.total/>
        }
        .into_any()
    })
}

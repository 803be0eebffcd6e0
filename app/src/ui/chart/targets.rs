//! Bars against their targets: the share of each year.

use leptos::prelude::*;

use super::geometry::{Plot, Rect, ceiling};
use super::{Picture, figure, hatching};
use crate::ui::{Column, Text, cells};

const PLOT: Plot = Plot { left: 12, right: 408, top: 34, bottom: 178 };

/// One bar and the target it is held against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetBar {
    /// What it stands for, such as 2026.
    pub label: String,
    /// How high it is, in the unit of the chart.
    pub value: u64,
    /// How the value is read, such as 88%.
    pub reading: String,
    /// The target in the same unit.
    pub target: Option<u64>,
    /// How the target is read, such as 目标 90%.
    pub target_reading: String,
    /// Is over; bars of the past are paler.
    pub past: bool,
}

/// Draws bars with a dashed line at each target; what is short of its target is hatched.
#[component]
pub fn TargetChart(
    /// An id unique on the page.
    id: &'static str,
    /// What is drawn.
    #[prop(into)]
    title: String,
    /// The heading of the labels in the table, such as 年度.
    #[prop(into)]
    label_name: String,
    /// The bars.
    bars: Vec<TargetBar>,
    /// The value at the top of the field; 0 finds a round number.
    #[prop(optional)]
    top: u64,
    /// What stands under the picture.
    #[prop(optional, into)]
    note: Text,
) -> AnyView {
    let greatest = bars.iter().map(|bar| bar.value.max(bar.target.unwrap_or(0))).max().unwrap_or(0);
    let top = if top == 0 { ceiling(greatest) } else { top };
    let count = bars.len();
    let drawn: Vec<_> =
        bars.iter().enumerate().map(|(index, bar)| draw(id, bar, index, count, top)).collect();
    let said = |bar: &TargetBar| format!("{}：{}，{}", bar.label, bar.reading, bar.target_reading);
    let summary = bars.iter().map(said).collect::<Vec<_>>().join("；");
    let drawing = view! {
        {hatching(id)}
        <line class="chart-axis" x1="0" x2="420" y1=PLOT.bottom y2=PLOT.bottom></line>
        {drawn}
    };
    let columns = vec![Column::text(label_name), Column::number("实际"), Column::number("目标")];
    let rows = bars.into_iter().map(|bar| cells![bar.label, bar.reading, bar.target_reading]).collect();
    let drawing = drawing.into_any();
    let view_box = "0 0 420 222";
    figure(Picture { id, kind: "chart-targets", title, summary, note, view_box, drawing, columns, rows })
}

/// Draws one bar, its target and its words; the number stands above whichever is higher.
fn draw(id: &str, bar: &TargetBar, index: usize, count: usize, top: u64) -> AnyView {
    let Rect { x, y, width, height } = PLOT.bar(index, count, 56, bar.value, top);
    let middle = x + width / 2;
    let short = bar.target.is_some_and(|target| bar.value < target);
    let class = if bar.past { "chart-bar chart-past" } else { "chart-bar" };
    let line = bar.target.map(|target| PLOT.y(target, top));
    let above = line.map_or(y, |line| line.min(y)) - 8;
    let line = line.map(|line| {
        view! { <line class="chart-target" x1=x - 14 x2=x + width + 14 y1=line y2=line></line> }
    });
    let fill = short.then(|| format!("url(#{id}-hatch)"));
    view! {
        <rect class=class x=x y=y width=width height=height rx="2"></rect>
        {fill.map(|fill| view! { <rect x=x y=y width=width height=height rx="2" fill=fill></rect> })}
        {line}
        <text class="chart-strong" x=middle y=above text-anchor="middle">{bar.reading.clone()}</text>
        <text x=middle y="197" text-anchor="middle">{bar.label.clone()}</text>
        <text x=middle y="216" text-anchor="middle">{bar.target_reading.clone()}</text>
    }
    .into_any()
}

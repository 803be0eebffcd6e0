//! What is reached month by month against the pace that reaches the goal.

use leptos::prelude::*;

use super::geometry::{Plot, Rect, ceiling, points};
use super::{Picture, figure, hatching};
use crate::ui::{Column, Text, cells};

const PLOT: Plot = Plot { left: 36, right: 560, top: 26, bottom: 178 };

/// One month: what is reached at its end and what the pace asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaceMonth {
    /// What it is called, such as 3月.
    pub label: String,
    /// What is reached; none for months ahead.
    pub value: Option<u64>,
    /// What the pace asks for.
    pub pace: u64,
}

/// Draws a column for each month under a dashed line of the pace; columns below it are hatched.
#[component]
pub fn PaceChart(
    /// An id unique on the page.
    id: &'static str,
    /// What is drawn.
    #[prop(into)]
    title: String,
    /// What is counted, the heading of the values in the table.
    #[prop(into)]
    value_name: String,
    /// What the line is, the heading of the pace in the table.
    #[prop(into)]
    pace_name: String,
    /// The months in their order.
    months: Vec<PaceMonth>,
    /// What stands under the picture.
    #[prop(optional, into)]
    note: Text,
) -> AnyView {
    let greatest = months.iter().map(|month| month.pace.max(month.value.unwrap_or(0))).max().unwrap_or(0);
    let top = ceiling(greatest);
    let count = months.len();
    let column = |(index, month)| draw(id, month, index, count, top);
    let drawn: Vec<_> = months.iter().enumerate().map(column).collect();
    let words = |(index, month)| name(month, index, count, top);
    let words: Vec<_> = months.iter().enumerate().map(words).collect();
    let slot = |(index, month): (usize, &PaceMonth)| PLOT.bar(index, count, 100, month.pace, top);
    let line: Vec<_> = months.iter().enumerate().map(slot).map(|slot| (slot.middle(), slot.y)).collect();
    let columns =
        vec![Column::text("月份"), Column::number(value_name.clone()), Column::number(pace_name.clone())];
    let summary = summary(&months, &value_name, &pace_name);
    let rows = months.into_iter().map(|month| {
        let value = month.value.map_or_else(|| "—".to_owned(), |value| value.to_string());
        cells![month.label, value, month.pace.to_string()]
    });
    let rows = rows.collect();
    let drawing = view! {
        {hatching(id)}
        {gridline(0, top)}
        {gridline(top / 2, top)}
        {gridline(top, top)}
        {drawn}
        <polyline class="chart-target" fill="none" points=points(&line)></polyline>
        {words}
    };
    let drawing = drawing.into_any();
    let view_box = "0 0 560 204";
    figure(Picture { id, kind: "chart-pace", title, summary, note, view_box, drawing, columns, rows })
}

/// Says the last month that is over.
fn summary(months: &[PaceMonth], value_name: &str, pace_name: &str) -> String {
    let last = months.iter().rev().find_map(|month| month.value.map(|value| (month, value)));
    let said = last
        .map(|(month, value)| format!("{}：{value_name} {value}，{pace_name} {}", month.label, month.pace));
    said.unwrap_or_default()
}

/// Draws a line across the field with its number.
fn gridline(value: u64, top: u64) -> AnyView {
    let y = PLOT.y(value, top);
    view! {
        <line class="chart-axis" x1=PLOT.left x2=PLOT.right y1=y y2=y></line>
        <text x="28" y=y + 4 text-anchor="end">{value.to_string()}</text>
    }
    .into_any()
}

/// Draws the column of one month, hatched where it stays below the pace.
fn draw(id: &str, month: &PaceMonth, index: usize, count: usize, top: u64) -> AnyView {
    let value = month.value.unwrap_or(0);
    let Rect { x, y, width, height } = PLOT.bar(index, count, 58, value, top);
    let fill = month.value.is_some_and(|value| value < month.pace).then(|| format!("url(#{id}-hatch)"));
    view! {
        <rect class="chart-bar" x=x y=y width=width height=height></rect>
        {fill.map(|fill| view! { <rect x=x y=y width=width height=height fill=fill></rect> })}
    }
    .into_any()
}

/// Writes the name of one month and its number, above column and line; a phone drops every other name.
fn name(month: &PaceMonth, index: usize, count: usize, top: u64) -> AnyView {
    let middle = PLOT.bar(index, count, 58, 0, top).middle();
    let class = (index % 2 == 1).then_some("chart-second");
    let pace = PLOT.y(month.pace, top);
    let number = month.value.map(|value| {
        let above = PLOT.y(value, top).min(pace) - 7;
        view! { <text class="chart-value" x=middle y=above text-anchor="middle">{value.to_string()}</text> }
    });
    view! { {number} <text class=class x=middle y="196" text-anchor="middle">{month.label.clone()}</text> }
        .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_tells_of_the_last_month_that_is_over() {
        let month = |label: &str, value, pace| PaceMonth { label: label.into(), value, pace };
        let months = [month("1月", Some(3), 4), month("2月", Some(9), 8), month("3月", None, 12)];
        assert_eq!(summary(&months, "已完成", "进度线"), "2月：已完成 9，进度线 8");
        assert_eq!(summary(&months[2..], "已完成", "进度线"), "");
    }
}

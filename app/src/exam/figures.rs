//! The figures of an exam and of its questions, in plain words.

use crate::{
    text,
    ui::{
        self, Column, Tone, cells,
        chart::{TargetBar, TargetChart},
        fact,
    },
};
use contract::results::{
    AskedItem, EquivalenceFacts, ExamDetail, ExamFigures, ItemFigures, ItemFlag, OptionFact,
};
use domain::{bank::KindName, exam::delivery::letter};
use leptos::prelude::*;

/// Says what to look at about a question, for people.
#[must_use]
pub fn hints(item: &AskedItem) -> String {
    let flags = item.figures.iter().flat_map(|f| &f.flags);
    flags.map(|flag| words(*flag, item.kind)).collect::<Vec<_>>().join("；")
}

fn words(flag: ItemFlag, kind: KindName) -> String {
    match flag {
        ItemFlag::TooEasy => "太容易，几乎人人答对".into(),
        ItemFlag::NearGuessing => "接近猜的结果，请核对题目和答案".into(),
        ItemFlag::WeakDiscrimination => "分不出高低，请核对表述".into(),
        ItemFlag::AttractsTheStrong { option } => {
            format!("成绩好的人更多选了 {}，请核对答案", option_name(option, kind))
        }
    }
}

fn option_name(option: u8, kind: KindName) -> String {
    match (kind, option) {
        (KindName::TrueFalse, 0) => "正确".into(),
        (KindName::TrueFalse, _) => "错误".into(),
        (_, option) => letter(usize::from(option)).to_string(),
    }
}

/// Thousandths with two decimals: 743 is 0.74.
pub(crate) fn decimal(thousandths: i32) -> String {
    let hundredths = (thousandths.abs() + 5) / 10;
    let sign = if thousandths < 0 && hundredths > 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", hundredths / 100, hundredths % 100)
}

/// The figures of the whole, or why there are none.
pub(super) fn section(view: &ExamDetail) -> AnyView {
    match &view.figures {
        Ok(figures) => {
            let papers = view.equivalence.as_ref().map(equivalence);
            view! { {whole(figures)}{papers} }.into_any()
        }
        Err(have) => {
            let title = format!("首次考核的有 {have} 人，满 30 人后显示统计");
            let body = "人数太少时，数字说明的是个别人而不是试题，所以不显示。";
            view! { <ui::Notice title=title body=body/> }.into_any()
        }
    }
}

fn whole(figures: &ExamFigures) -> AnyView {
    let bars = figures.distribution.iter().enumerate().map(|(decade, count)| {
        let from = decade * 10;
        let label = if decade == 9 { "90–100".to_owned() } else { format!("{from}–{}", from + 9) };
        TargetBar {
            label,
            value: u64::from(*count),
            reading: count.to_string(),
            target: None,
            target_reading: String::new(),
            past: false,
        }
    });
    // Where nobody is far below, the empty decades say nothing.
    let bars: Vec<TargetBar> = bars.skip_while(|bar| bar.value == 0).collect();
    let facts = vec![
        fact("统计范围", format!("每人首次考核，{} 份", figures.attempts)),
        fact("平均分", text::points(figures.mean)),
        fact("中位数", text::points(figures.median)),
        fact("标准差", text::points(figures.deviation)),
        fact("信度（α）", figures.reliability.map_or_else(|| "—".to_owned(), decimal)),
        fact(
            "测量误差",
            figures.standard_error.map_or_else(|| "—".to_owned(), |e| format!("±{} 分", text::points(e))),
        ),
    ];
    view! {
        <ui::Card title="成绩分布">
            <TargetChart id="scores" title="各分数段人数" label_name="分数段" bars=bars/>
            <ui::Facts items=facts columns=true/>
            <p class="small muted">"信度 0.7 以上说明换一份试卷成绩也大致相同；测量误差是同一个人再考一次大致的波动。"</p>
        </ui::Card>
    }
    .into_any()
}

fn equivalence(facts: &EquivalenceFacts) -> AnyView {
    let mut items = vec![
        fact("试卷", format!("{} 份", facts.papers)),
        fact(
            "两份试卷相同的题",
            format!("平均 {} 道，最多 {} 道", decimal(facts.overlap), facts.most_overlap),
        ),
        fact(
            "试卷难度（预期得分）",
            format!("{} 分，相差 ±{} 分", text::points(facts.expected), text::points(facts.spread)),
        ),
        fact("出得最多的题", format!("是应有次数的 {} 倍", decimal(facts.exposure))),
    ];
    if let Some((times, chi_square, freedom)) = &facts.key {
        let places = times.iter().enumerate().map(|(place, n)| format!("{} {n}", letter(place)));
        let places = places.collect::<Vec<_>>().join("，");
        items.push(fact(
            "单选题答案位置",
            format!("{places}（χ² {}，自由度 {freedom}）", decimal(*chi_square)),
        ));
    }
    view! {
        <ui::Card title="试卷是否同等难度">
            <ui::Facts items=items/>
        </ui::Card>
    }
    .into_any()
}

/// The figures of a question with its options by the high and the low group.
pub(super) fn item(figures: Option<&ItemFigures>, kind: KindName) -> AnyView {
    let Some(figures) = figures else {
        let body = "首次考核中不足 30 人答过这道题，数字没有代表性。";
        return view! { <ui::Notice title="暂无统计" body=body/> }.into_any();
    };
    let facts = vec![
        fact("首考人数", figures.attempts.to_string()),
        fact("得分率", text::per_mille(u32::try_from(figures.facility).ok())),
        fact("区分度", figures.item_rest.map_or_else(|| "—".to_owned(), decimal)),
        fact("区分效率", figures.efficiency.map_or_else(|| "—".to_owned(), decimal)),
    ];
    let flags = figures.flags.iter().map(|flag| words(*flag, kind));
    let flags = flags.map(|words| view! { <ui::Badge tone=Tone::Warn>{words}</ui::Badge> });
    let flags: Vec<_> = flags.collect();
    let columns = vec![
        Column::text("选项"),
        Column::number("全部"),
        Column::number(format!("高分组（{} 人）", figures.high)),
        Column::number(format!("低分组（{} 人）", figures.low)),
    ];
    let row = |option: &OptionFact| {
        let right = if option.right { "（正确）" } else { "" };
        cells![
            format!("{}{right}", option_name(option.option, kind)),
            option.all.to_string(),
            option.high.to_string(),
            option.low.to_string(),
        ]
    };
    let rows: Vec<_> = figures.options.iter().map(row).collect();
    let options = (!rows.is_empty()).then(|| {
        view! { <ui::Table caption="各选项选择人数" columns=columns rows=rows/> }
    });
    view! {
        <ui::Card title="统计">
            <ui::Facts items=facts columns=true/>
            <p class="badges">{flags}</p>
            {options}
            <p class="small muted">"高、低分组是其余题得分最高、最低的各 27%。区分度 0.2 以下说明这道题分不出高低。"</p>
        </ui::Card>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn thousandths_are_read_with_two_decimals() {
        assert_eq!(
            ["0.74", "-0.12", "0.00", "1.00"],
            [743, -123, -4, 1000].map(decimal).each_ref().map(String::as_str)
        );
    }
}

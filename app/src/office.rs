//! The office's first page.

use crate::{
    layout::{self, Desk},
    text,
    ui::{self, Column, Tone, cells},
};
use contract::{Frame, office::OfficeHome};
use leptos::prelude::*;

/// The office's first page.
#[must_use]
pub fn home(frame: &Frame, view: &OfficeHome) -> String {
    let subtitle = format!("{} · {}", view.street, text::date(view.today));
    layout::desk(frame, Desk { subtitle, ..Desk::titled("今日") }, || {
        let open: u32 = view.running.iter().map(|t| t.counts.open).sum();
        let needed = view.four_no.needed();
        let (tone, note) = match needed {
            0 => (Tone::Good, " · 已达标".to_owned()),
            n => (Tone::Warn, format!(" · 还差 {n} 次")),
        };
        let share = Some((u64::from(view.four_no.share.part), u64::from(view.four_no.share.whole)));
        let four_no = text::per_mille(view.four_no.share.per_mille());
        let columns = vec![
            Column::text("进行中的培训"),
            Column::text("截止"),
            Column::number("合格"),
            Column::number("未出结果"),
        ];
        let rows = view.running.iter().map(|t| {
            let href = format!("/office/trainings/{}", t.id);
            let list = format!("/office/trainings/{}?result=open", t.id);
            cells![
                view! { <a href=href>{t.title.clone()}</a> },
                text::date(t.due_on),
                t.counts.passed.to_string(),
                view! { <a href=list>{t.counts.open.to_string()}</a> },
            ]
        });
        let rows = rows.collect();
        let (units, people) = (view.units.to_string(), view.people.to_string());
        view! {
            <div class="grid">
                <ui::Figure label="在册单位" value=units href="/office/enterprises" link="名单"/>
                <ui::Figure label="在册人员" value=people href="/office/people" link="名单"/>
                <ui::Figure label="未出考核结果" value=open.to_string() href="/office/trainings" link="培训" note=" · 人次"/>
                <ui::Figure label="四不演练占比" value=four_no share=share tone=tone href="/office/progress"
                    link="进度" note=note/>
            </div>
            <ui::Card title="培训"><ui::Table caption="进行中的培训" columns=columns rows=rows empty="没有进行中的培训"/></ui::Card>
            <div class="actions">
                <ui::LinkButton href="/office/drills">"今日抽签"</ui::LinkButton>
                <ui::LinkButton href="/office/import">"导入名册"</ui::LinkButton>
            </div>
        }
        .into_any()
    })
}

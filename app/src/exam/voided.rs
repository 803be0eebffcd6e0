//! A voided sitting, as its candidate sees it on a phone.

use crate::{
    layout, text,
    ui::{self, Kind, Tone, fact},
};
use contract::{Frame, exam::VoidedView};
use leptos::prelude::*;

/// Renders why a sitting was voided, and what to do now.
#[must_use]
pub fn page(frame: &Frame, view: &VoidedView) -> String {
    layout::phone(frame, "本次考试已作废", || {
        let facts = vec![
            fact("考核", view.title.clone()),
            fact("次数", format!("第 {} 次", view.number)),
            fact("作废时间", text::minute(view.at)),
        ];
        let training = format!("/my/trainings/{}", view.training);
        view! {
            <ui::Notice tone=Tone::Bad title=format!("本次考试已作废：{}", view.reason)
                body="这一次没有成绩，也不占用考核次数。您可以回到培训页面重新开始，会换一份试卷。"/>
            <ui::Card><ui::Facts items=facts/></ui::Card>
            <ui::LinkButton href=training kind=Kind::Primary wide=true>"回到培训，重新考核"</ui::LinkButton>
            <p class="small muted">"对作废有疑问，请向监考人员或街道应急办说明情况。"</p>
        }
        .into_any()
    })
}

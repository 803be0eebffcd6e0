//! Opening a bank.

use crate::{
    layout::{self, Desk},
    text::field_error,
    ui::{self, Kind, NavItem},
};
use contract::Frame;
use leptos::prelude::*;

/// Renders the form of a new bank.
#[must_use]
pub fn page(frame: &Frame) -> String {
    let desk = Desk { crumbs: vec![NavItem::new("/office/banks", "题库")], ..Desk::titled("新建题库") };
    layout::desk(frame, desk, || {
        let [title, code, note] =
            ["title", "code", "note"].map(|name| (frame.typed(name), field_error(&frame.flash, name)));
        view! {
            <ui::PostForm action="/api/bank/create">
                <ui::Field label="名称" name="title" value=title.0 error=title.1 maxlength=60 required=true
                    hint="例如：食品加工企业岗位安全"/>
                <ui::Field label="代号" name="code" value=code.0 error=code.1 maxlength=40 required=true
                    hint="小写字母、数字和连字符，例如 food-posts；用作题号的开头，定下后不再改"/>
                <ui::TextArea label="说明" name="note" value=note.0 error=note.1 maxlength=500
                    hint="给谁用、依据什么"/>
                <ui::Button kind=Kind::Primary>"建立题库"</ui::Button>
            </ui::PostForm>
        }
        .into_any()
    })
}

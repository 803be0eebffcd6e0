//! Questions into a file: the formats, and what each leaves out.

use super::questions::{address, crumbs, link};
use crate::{
    layout::{self, Desk},
    text,
    ui::{self, Tone},
};
use contract::{
    Frame,
    bank::{ExportChoice, LeftCount, QuestionExportPage},
    exchange::Format,
};
use leptos::prelude::*;

/// Renders the choice of a format.
#[must_use]
pub fn page(frame: &Frame, view: &QuestionExportPage) -> String {
    let desk = Desk {
        crumbs: crumbs(&view.bank),
        subtitle: format!("按当前筛选，已发布的 {} 题", view.questions),
        ..Desk::titled("导出题目")
    };
    layout::desk(frame, desk, || {
        if view.questions == 0 {
            let body = "请放宽筛选条件，或先发布题目。草稿和待审核的题目不导出。";
            return view! { <ui::Empty title="没有可以导出的题目" body=body/> }.into_any();
        }
        let cards: Vec<_> = view.choices.iter().map(|choice| card(view, choice)).collect();
        view! {
            <ui::Notice tone=Tone::Warn title="文件里有答案和解析"
                body="请按试题保密要求保管。每次导出都记入日志。"/>
            <div class="grid">{cards}</div>
        }
        .into_any()
    })
}

fn card(view: &QuestionExportPage, choice: &ExportChoice) -> AnyView {
    let path = format!("{}/export", address(&view.bank));
    let href = link(&path, &view.query).without("state").with("format", choice.format.code()).to_string();
    let about = match choice.format {
        Format::Xlsx => "与导入模板相同，改好后可以直接导入。",
        Format::Csv => "给数据分析等程序用；用 Excel 打开也不乱码。",
        Format::CsvGbk => "给只认 GBK 的旧系统用。",
        Format::Gift => "给 Moodle 等学习平台用。难度、依据等写在注释里，再导入时不丢。",
        Format::Aiken => "最简单的文本格式，只有单选题的题干、选项和答案。",
        Format::Qti => "给支持 QTI 2.1 的考试系统用，每题一个文件。难度、依据等写在给命题人看的说明里。",
    };
    let left: Vec<_> = together(&choice.left).into_iter().map(|words| view! { <li>{words}</li> }).collect();
    let told = if left.is_empty() {
        view! { <p>"全部内容都能导出。"</p> }.into_any()
    } else {
        view! { <p>"这种格式放不下、不导出的："</p><ul class="small">{left}</ul> }.into_any()
    };
    let download = if choice.held == 0 {
        view! { <p class="muted">"没有一题能用这种格式导出。"</p> }.into_any()
    } else {
        view! { <ui::LinkButton href=href>{format!("导出 {} 题", choice.held)}</ui::LinkButton> }.into_any()
    };
    view! { <ui::Card title=choice.format.term()><p>{about}</p>{told}{download}</ui::Card> }.into_any()
}

/// What is left out of the same questions stands on one line.
fn together(all: &[LeftCount]) -> Vec<String> {
    let mut lines: Vec<(&LeftCount, Vec<String>)> = Vec::new();
    for left in all {
        match lines.iter_mut().find(|(of, _)| (of.questions, &of.first) == (left.questions, &left.first)) {
            Some((_, what)) => what.push(text::left(&left.what)),
            None => lines.push((left, vec![text::left(&left.what)])),
        }
    }
    let line = |(of, what): (&LeftCount, Vec<String>)| {
        let more = if of.questions as usize > of.first.len() { "等" } else { "" };
        format!("{}：{} 题（{}{more}）", what.join("、"), of.questions, of.first.join("、"))
    };
    lines.into_iter().map(line).collect()
}

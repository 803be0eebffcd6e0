//! One question: as a candidate sees it, what is proposed for it, its past, its figures.

use super::{
    diff::difference,
    questions::{address, aim, crumbs, tone},
};
use crate::{
    exam::reveal::right,
    layout::{self, Desk},
    text,
    training::sample::{options, part},
    ui::{self, Column, Kind, Tone, cells, fact},
};
use contract::{
    Frame,
    bank::{EditShown, HistoryLine, QuestionPage, Shown},
};
use domain::{
    bank::{RawOption, RawQuestion, edit::EditAct},
    organization::Position,
};
use leptos::prelude::*;

/// Renders a question of a bank.
#[must_use]
pub fn page(frame: &Frame, view: &QuestionPage) -> String {
    let home = address(&view.bank);
    let edit = (view.bank.may_edit && view.open.is_none() && view.current.is_some()).then(|| {
        let href = format!("{home}/questions/{}/edit", view.id);
        view! { <ui::LinkButton href=href kind=Kind::Primary>"修改这道题"</ui::LinkButton> }.into_any()
    });
    let subtitle = match (&view.current, &view.bank.newest) {
        (Some(_), Some(v)) => format!("在用：第 {} 版", v.version),
        _ if view.history.is_empty() => "还没有发布".into(),
        _ => "已停用，不再出题；已考试卷不受影响".into(),
    };
    let desk = Desk { crumbs: crumbs(&view.bank), actions: edit, subtitle, ..Desk::titled(&view.id) };
    layout::desk(frame, desk, || {
        let open = view.open.as_ref().map(|open| proposal(frame, view, open));
        let current = view.current.as_ref().map(|shown| {
            let retire = (view.bank.may_edit && view.open.is_none()).then(|| retire(frame, view));
            let (candidate, meta) = (as_candidate(shown), meta(shown));
            view! { <ui::Card title="已发布的内容">{candidate}{meta}{retire}</ui::Card> }
        });
        view! { {open}{current}{figures(view)}{history(&view.history)}{past(view)} }.into_any()
    })
}

/// A question as a candidate sees it, its answers behind a line.
pub(super) fn as_candidate(shown: &Shown) -> AnyView {
    let item = &shown.item;
    let parts: Vec<_> = item.parts.iter().map(part).collect();
    let answers = shown.answers.iter().enumerate().map(|(at, answer)| {
        let which = if item.parts.is_empty() { "答案：".into() } else { format!("第 {} 问：", at + 1) };
        let why = shown.raw.parts.get(at).map(|p| p.explanation.clone()).filter(|why| !why.is_empty());
        view! {
            <p><strong>{format!("{which}{}", right(answer))}</strong></p>
            {why.map(|why| view! { <p>{why}</p> })}
        }
    });
    let answers: Vec<_> = answers.collect();
    let explanation = shown.raw.explanation.clone();
    view! {
        <div class="stack measure">
            <p class="small muted">{item.kind.term()}"。考生看到的样子；考试时选项顺序打乱。"</p>
            <p class="stem">{item.stem.clone()}</p>
            {options(item.kind, &item.options)}
            {parts}
            <ui::Disclosure label="答案和解析" open=true>
                {answers}
                <p>{explanation}</p>
            </ui::Disclosure>
        </div>
    }
    .into_any()
}

/// A question in few lines, its key marked, to be read beside another.
pub(super) fn wording(raw: &RawQuestion) -> AnyView {
    let options = |options: &[RawOption]| -> AnyView {
        let each = ('A'..).zip(options).map(|(letter, option)| {
            let mark = if option.correct { "（正确）" } else { "" };
            view! { <li>{format!("{letter}. {}{mark}", option.text)}</li> }
        });
        view! { <ul class="plain">{each.collect::<Vec<_>>()}</ul> }.into_any()
    };
    let answer = |truth: Option<bool>, answers: &[String]| -> String {
        let truth = truth.map(|holds| if holds { "正确".to_owned() } else { "错误".to_owned() });
        truth.unwrap_or_else(|| answers.join(" 或 "))
    };
    let said = answer(raw.answer, &raw.answers);
    let said = (!said.is_empty()).then(|| view! { <p>{format!("答案：{said}")}</p> });
    let parts: Vec<_> = (1..)
        .zip(&raw.parts)
        .map(|(number, part)| {
            let said = answer(part.answer, &part.answers);
            let said = (!said.is_empty()).then(|| view! { <p>{format!("答案：{said}")}</p> });
            view! { <p>{format!("{number}. {}", part.stem)}</p>{options(&part.options)}{said} }
        })
        .collect();
    view! { <p>{raw.kind.term()}"："{raw.stem.clone()}</p>{options(&raw.options)}{said}{parts} }.into_any()
}

fn meta(shown: &Shown) -> AnyView {
    let raw = &shown.raw;
    let listed =
        |words: Vec<String>, all: &str| if words.is_empty() { all.to_owned() } else { words.join("、") };
    let sectors = raw.sectors.iter().map(|code| super::sector(code)).collect();
    let audiences =
        raw.audiences.iter().map(|code| Position::from_code(code).map_or(code.clone(), |p| p.term().into()));
    let valid = match (raw.valid_from, raw.valid_to) {
        (None, None) => "一直有效".to_owned(),
        (from, to) => format!(
            "{} 至 {}",
            from.map_or_else(|| "最初".into(), text::date),
            to.map_or_else(|| "今后".into(), text::date)
        ),
    };
    let facts = vec![
        fact("依据", raw.basis.as_ref().map(text::basis).unwrap_or_default()),
        fact("证据", raw.evidence.join("；")),
        fact("难度", raw.difficulty.term()),
        fact("专题", raw.topics.join("、")),
        fact("行业", listed(sectors, "所有行业")),
        fact("岗位", listed(audiences.collect(), "所有岗位")),
        fact("有效期", valid),
    ];
    view! { <ui::Facts items=facts columns=true/> }.into_any()
}

fn proposal(frame: &Frame, view: &QuestionPage, open: &EditShown) -> AnyView {
    let title = format!("{}：{}", aim(open.aim), open.state.0.term());
    let by = format!("{} 于 {} 起草", open.author, text::minute(open.written_at));
    let reviewed = open.reviewed.as_ref().map(|(who, at)| {
        let what =
            if open.state.0 == domain::bank::edit::EditState::Approved { "审核通过" } else { "退回" };
        fact(what, format!("{who}，{}", text::minute(*at)))
    });
    let mut facts = vec![fact("起草", by)];
    if !open.reason.is_empty() {
        facts.push(fact("理由", open.reason.clone()));
    }
    facts.extend(reviewed);
    if !open.note.is_empty() {
        facts.push(fact("审核意见", open.note.clone()));
    }
    let stale = open.stale.then(|| {
        view! {
            <ui::Notice tone=Tone::Warn title="起草以后，这道题已发布了新的内容"
                body="请退回起草人，对照新内容改好后再提交。"/>
        }
    });
    let state = open.state.0;
    let badge = view! { <ui::Badge tone=tone(state)>{state.term()}</ui::Badge> }.into_any();
    let change = (open.base.is_some() && open.body.is_some()).then(|| {
        let after = open.body.as_ref().map(|shown| &shown.raw);
        view! { <h3>"改动"</h3>{difference(open.base.as_ref(), after)} }
    });
    let body =
        open.body.as_ref().map(|shown| view! { <h3>"改后的题目"</h3>{as_candidate(shown)}{meta(shown)} });
    let acts = acts(frame, view, open);
    view! {
        <ui::Card title=title aside=badge>
            {stale}
            <ui::Facts items=facts columns=true/>
            {change}
            {body}
            {acts}
        </ui::Card>
    }
    .into_any()
}

/// What the reader may do with a proposal.
fn acts(frame: &Frame, view: &QuestionPage, open: &EditShown) -> AnyView {
    let form = |act: &'static str, label: &'static str, kind: Kind| {
        let id = open.id.to_string();
        view! {
            <ui::PostForm action="/api/bank/move-edit" inline=true>
                <input type="hidden" name="edit" value=id/>
                <input type="hidden" name="act" value=act/>
                <ui::Button kind=kind>{label}</ui::Button>
            </ui::PostForm>
        }
        .into_any()
    };
    let may = |act: EditAct| open.acts.contains(&act);
    let write = (may(EditAct::Write) && open.body.is_some()).then(|| {
        let href = format!("{}/questions/{}/edit", address(&view.bank), view.id);
        view! { <ui::LinkButton href=href>"继续修改"</ui::LinkButton> }
    });
    let submit = may(EditAct::Submit).then(|| form("submit", "提交审核", Kind::Primary));
    let approve = (may(EditAct::Approve) && !open.stale).then(|| form("approve", "审核通过", Kind::Primary));
    let back = may(EditAct::Return).then(|| {
        if open.own {
            return form("return", "撤回修改", Kind::Plain);
        }
        let (error, note, id) = (text::field_error(&frame.flash, "note"), frame.typed("note"), open.id.to_string());
        view! {
            <ui::Disclosure label="退回起草人" button=Kind::Plain open=error.is_some()>
                <ui::PostForm action="/api/bank/move-edit">
                    <input type="hidden" name="edit" value=id/>
                    <input type="hidden" name="act" value="return"/>
                    <ui::Field label="退回理由" name="note" value=note error=error maxlength=200 required=true/>
                    <ui::Button>"退回"</ui::Button>
                </ui::PostForm>
            </ui::Disclosure>
        }
        .into_any()
    });
    let discard = may(EditAct::Discard).then(|| {
        let confirm = form("discard", "确认放弃", Kind::Danger);
        view! {
            <ui::Disclosure label="放弃这份草稿" button=Kind::Danger>
                <p>"放弃后草稿留作记录，不再进入题库。"</p>
                {confirm}
            </ui::Disclosure>
        }
    });
    let own = (open.own && open.state.0 == domain::bank::edit::EditState::Submitted)
        .then(|| view! { <p class="small muted">"由您以外的应急办同事审核。"</p> });
    view! { {own}<div class="actions">{approve}{submit}{write}{back}{discard}</div> }.into_any()
}

fn retire(frame: &Frame, view: &QuestionPage) -> AnyView {
    let (error, reason) = (text::field_error(&frame.flash, "reason"), frame.typed("reason"));
    let (bank, question) = (view.bank.code.clone(), view.id.clone());
    view! {
        <ui::Disclosure label="停用这道题" button=Kind::Danger open=error.is_some()>
            <p>"提交后由同事审核；发布新版后不再出这道题，已考试卷和成绩不受影响，题号不再使用。"</p>
            <ui::PostForm action="/api/bank/retire-question">
                <input type="hidden" name="bank" value=bank/>
                <input type="hidden" name="question" value=question/>
                <ui::Field label="停用理由" name="reason" value=reason error=error maxlength=200 required=true/>
                <ui::Button kind=Kind::Danger>"提交停用"</ui::Button>
            </ui::PostForm>
        </ui::Disclosure>
    }
    .into_any()
}

fn figures(view: &QuestionPage) -> AnyView {
    let columns = vec![
        Column::text("考试"),
        Column::number("出题次数"),
        Column::number("答对率"),
        Column::number("区分度"),
    ];
    let rows = view.uses.iter().map(|line| {
        let share = (line.full * 1000 + line.asked / 2).checked_div(line.asked);
        let rest = line.figures.as_ref().and_then(|figures| figures.item_rest);
        let href = format!("/office/exams/{}/items/{}", line.exam, view.id);
        cells![
            view! { <a href=href>{line.title.clone()}</a> },
            line.asked.to_string(),
            text::per_mille(share),
            rest.map_or_else(|| "—".to_owned(), crate::exam::figures::decimal),
        ]
    });
    let rows = rows.collect();
    view! {
        <ui::Card title="使用情况">
            <ui::Table caption="各次考试的使用情况" columns=columns rows=rows cards=true empty="还没有在考试中出过这道题。"/>
            <p class="small muted">"满 30 人首次答过的考试有区分度；交卷后几分钟内更新。"</p>
        </ui::Card>
    }
    .into_any()
}

fn history(lines: &[HistoryLine]) -> AnyView {
    let entries = lines.iter().map(|line| {
        let what = match (&line.before, &line.after) {
            (None, _) => "收入题库",
            (Some(_), Some(_)) => "修改",
            (Some(_), None) => "停用",
        };
        let label = format!("第 {} 版 · {what} · {}", line.version, text::minute(line.at));
        let body = (line.before.is_some() && line.after.is_some())
            .then(|| difference(line.before.as_ref(), line.after.as_ref()));
        match body {
            Some(body) => view! { <ui::Disclosure label=label>{body}</ui::Disclosure> }.into_any(),
            None => view! { <p>{label}</p> }.into_any(),
        }
    });
    let entries: Vec<_> = entries.collect();
    (!entries.is_empty()).then(|| view! { <ui::Card title="版本记录">{entries}</ui::Card> }).into_any()
}

fn past(view: &QuestionPage) -> AnyView {
    let columns = ["办结", "事项", "起草", "审核", "理由"].map(Column::text).to_vec();
    let rows: Vec<_> = view
        .past
        .iter()
        .map(|edit| {
            let state = edit.state.0;
            cells![
                view! { <ui::Badge tone=tone(state)>{state.term()}</ui::Badge> },
                aim(edit.aim),
                format!("{} {}", edit.author, text::minute(edit.written_at)),
                edit.reviewer.clone().unwrap_or_else(|| "—".into()),
                edit.reason.clone(),
            ]
        })
        .collect();
    (!rows.is_empty())
        .then(|| view! { <ui::Card title="办结的修改"><ui::Table caption="办结的修改" columns=columns rows=rows cards=true/></ui::Card> })
        .into_any()
}

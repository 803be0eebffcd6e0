//! The form of a question. Every part works without a script: another type, another option, another question of
//! a case are asked of the server, which gives the form back with everything that was typed.

use super::questions::{address, crumbs};
use crate::{
    layout::{self, Desk},
    text,
    ui::{self, Kind, Tone, choice},
};
use contract::{
    Frame, Refusal, UiError,
    bank::{BodyForm, PARTS, PartForm, QuestionForm, WritePage},
};
use domain::{
    bank::{Difficulty, KindName},
    organization::{Position, Sector},
};
use leptos::prelude::*;

/// Renders the form.
#[must_use]
pub fn page(frame: &Frame, view: &WritePage) -> String {
    let typed = QuestionForm::read(frame.flash.typed.iter().map(|(n, v)| (n.as_str(), v.as_str())));
    let form = typed.unwrap_or_else(|| view.form.clone());
    let kind = KindName::ALL.into_iter().find(|k| k.name() == form.get("kind")).unwrap_or(KindName::Single);
    let title = match &view.id {
        None => format!("出一道{}", kind.term()),
        Some(id) => format!("修改 {id}"),
    };
    let mut crumbs = crumbs(&view.bank);
    if let Some(id) = &view.id {
        crumbs.push(ui::NavItem::new(format!("{}/questions/{id}", address(&view.bank)), id.clone()));
    }
    // What is wrong stands at the form, not in one long sentence above it.
    let (mut bare, mut faults) = (frame.clone(), Vec::new());
    if let Some(UiError::Refused(Refusal::QuestionFaulty { faults: found })) = &frame.flash.error {
        faults = found.iter().map(text::question_fault).collect();
        bare.flash.error = None;
    }
    layout::desk(&bare, Desk { crumbs, ..Desk::titled(&title) }, || {
        let wrong = (!faults.is_empty()).then(|| {
            let lines: Vec<_> = faults.into_iter().map(|fault| view! { <li>{fault}</li> }).collect();
            view! {
                <div class="notice error-summary" data-tone="bad" id="errors" role="alert" tabindex="-1" autofocus=true>
                    <h2>"题目没有保存，填写的内容都还在"</h2>
                    <ul>{lines}</ul>
                </div>
            }
        });
        let note = (!view.note.is_empty()).then(|| {
            view! { <ui::Notice tone=Tone::Warn title="审核退回" body=view.note.clone()/> }
        });
        let (code, id) = (view.bank.code.clone(), view.id.clone().unwrap_or_default());
        let cards = (
            kinds(&form, view, kind),
            asked(&form, kind),
            grounds(&form, view),
            meant(&form),
            finish(&form, view),
        );
        view! {
            {wrong}{note}
            <ui::PostForm action="/api/bank/write-question">
                <input type="hidden" name="bank" value=code/>
                <input type="hidden" name="question" value=id/>
                {cards}
            </ui::PostForm>
        }
        .into_any()
    })
}

fn kinds(form: &QuestionForm, view: &WritePage, kind: KindName) -> AnyView {
    let options = KindName::ALL.iter().map(|k| choice(k.name(), k.term())).collect();
    let number = view.id.is_none().then(|| {
        let typed = form.get("id").to_owned();
        view! {
            <ui::Field label="题号" name="id" value=typed maxlength=64
                hint="留空由系统编号。自定题号只用字母、数字和 . _ -，定下后不再改。"/>
        }
    });
    view! {
        <ui::Card title="题型">
            <div class="row-end">
                <ui::SelectField label="题型" name="kind" options=options value=kind.name()/>
                <ui::Button name="act" value="reshape">"换成这个题型"</ui::Button>
            </div>
            {number}
        </ui::Card>
    }
    .into_any()
}

fn asked(form: &QuestionForm, kind: KindName) -> AnyView {
    let stem = if kind == KindName::Case { "案情" } else { "题干" };
    let hint = match kind {
        KindName::Fill => "空处写成（　　）。",
        KindName::Case => "写清单位、地点、人和事；80 到 200 字为宜。",
        _ => "一题只考一件事；题干里写明判断所需的全部情况。",
    };
    let parts = (kind == KindName::Case).then(|| parts(&form.parts));
    let (asked, explanation) = (form.get("stem").to_owned(), form.get("explanation").to_owned());
    let body = body(&form.body, kind, "");
    view! {
        <ui::Card title="题目">
            <ui::TextArea label=stem name="stem" value=asked rows=4 hint=hint maxlength=2000 required=true/>
            {body}
            <ui::TextArea label="解析" name="explanation" value=explanation rows=3
                hint="为什么对、容易错在哪里，写明依据条文；不要写选项字母，考试时选项会打乱。" maxlength=2000 required=true/>
        </ui::Card>
        {parts}
    }
    .into_any()
}

fn body(body: &BodyForm, kind: KindName, prefix: &str) -> AnyView {
    match kind {
        KindName::Single | KindName::Multiple => options(body, kind, prefix),
        KindName::TrueFalse => {
            let choices = vec![choice("true", "正确"), choice("false", "错误")];
            view! {
                <ui::ChoiceGroup legend="答案" name=format!("{prefix}truth") options=choices selected=vec![body.truth.clone()] required=true/>
            }
            .into_any()
        }
        KindName::Fill => view! {
            <ui::TextArea label="可接受的答案" name=format!("{prefix}answers") value=body.answers.clone() rows=3
                hint="每行一种写法，例如 12 和 十二 各写一行；全角半角、大小写不用区分。" required=true/>
        }
        .into_any(),
        KindName::Case => ().into_any(),
    }
}

fn options(body: &BodyForm, kind: KindName, prefix: &str) -> AnyView {
    let (input, legend) = match kind {
        KindName::Single => ("radio", "选项（点选正确的一个）"),
        _ => ("checkbox", "选项（勾选全部正确的，至少两个）"),
    };
    let rows = body.options.iter().enumerate().map(|(index, option)| {
        let (place, letter) = (index + 1, domain::exam::delivery::letter(index));
        let name = format!("{prefix}option-{place}");
        let checked = body.right.contains(&place.to_string());
        let id = format!("f-{name}");
        view! {
            <li class="option-row">
                <label class="option-mark">
                    <input type=input name=format!("{prefix}right") value=place.to_string() checked=checked
                        aria-label=format!("{letter} 正确")/>
                    <span>{letter.to_string()}</span>
                </label>
                <label class="hidden" for=id.clone()>{format!("选项 {letter}")}</label>
                <input class="input" id=id name=name value=option.clone() maxlength="500"/>
            </li>
        }
    });
    let rows: Vec<_> = rows.collect();
    view! {
        <fieldset class="stack">
            <legend class="field-label">{legend}</legend>
            <p class="field-hint">"从 A 起连续填写，不用的留空。"</p>
            <ul class="option-rows">{rows}</ul>
            <ui::Check label="最后一个选项固定在最后（如“以上都不对”）" name=format!("{prefix}pin_last") checked=body.pin_last/>
        </fieldset>
    }
    .into_any()
}

fn parts(parts: &[PartForm]) -> AnyView {
    let count = parts.len();
    let shown = parts.iter().enumerate().map(|(index, part)| one_part(index + 1, part, count));
    let shown: Vec<_> = shown.collect();
    let more =
        (count < PARTS).then(|| view! { <ui::Button name="act" value="add_part">"增加一问"</ui::Button> });
    let less =
        (count > 1).then(|| view! { <ui::Button name="act" value="remove_part">"去掉最后一问"</ui::Button> });
    view! { {shown}<div class="actions">{more}{less}</div> }.into_any()
}

fn one_part(number: usize, part: &PartForm, count: usize) -> AnyView {
    let prefix = format!("p{number}-");
    let kind = KindName::ALL.into_iter().find(|k| k.name() == part.kind).unwrap_or(KindName::Single);
    let kinds =
        KindName::ALL.iter().filter(|k| **k != KindName::Case).map(|k| choice(k.name(), k.term())).collect();
    let (stem, explanation, body) =
        (part.stem.clone(), part.explanation.clone(), body(&part.body, kind, &prefix));
    view! {
        <ui::Card title=format!("第 {number} 问（共 {count} 问）")>
            <div class="row-end">
                <ui::SelectField label="题型" name=format!("{prefix}kind") options=kinds value=kind.name()/>
                <ui::Button name="act" value="reshape">"换成这个题型"</ui::Button>
            </div>
            <ui::TextArea label="题干" name=format!("{prefix}stem") value=stem rows=2 maxlength=2000 required=true/>
            {body}
            <ui::TextArea label="解析" name=format!("{prefix}explanation") value=explanation rows=2 maxlength=2000/>
        </ui::Card>
    }
    .into_any()
}

fn grounds(form: &QuestionForm, view: &WritePage) -> AnyView {
    let bases =
        vec![choice("law", "法律法规"), choice("plan", "街道实施方案"), choice("practice", "标准和操作实务")];
    let laws = text::LAWS.iter().map(|(key, name)| choice(*key, format!("{key} {name}"))).collect();
    let levels = Difficulty::ALL.iter().map(|d| choice(d.name(), d.term())).collect();
    let known = (!view.topics.is_empty()).then(|| {
        view! { <p class="field-hint">{format!("已有专题：{}", view.topics.join("、"))}</p> }
    });
    let value = |input: &str| form.get(input).to_owned();
    let (basis, law, article, item) = (value("basis"), value("law"), value("article"), value("item"));
    let (standard, clause, evidence) = (value("standard"), value("clause"), value("evidence"));
    let (difficulty, main, from, to) =
        (value("difficulty"), value("topics"), value("valid_from"), value("valid_to"));
    view! {
        <ui::Card title="依据和分类">
            <div class="form-grid">
                <ui::SelectField label="依据类别" name="basis" options=bases value=basis required=true/>
                <ui::SelectField label="法规" name="law" options=laws value=law blank="（法律法规时选择）"/>
                <ui::Field label="条" name="article" value=article hint="如 21；之一写 134-1"/>
                <ui::Field label="项" name="item" value=item inputmode="numeric" hint="没有就留空"/>
                <ui::Field label="标准" name="standard" value=standard hint="标准类填写，如 GB 30871-2022"/>
                <ui::Field label="方案条款或标准条款" name="clause" value=clause/>
            </div>
            <ui::TextArea label="证据" name="evidence" value=evidence rows=3
                hint="每行一条，2 到 4 条：条文中的关键事实或数字，原文照抄短语，供核对用，不给考生看。"/>
            <div class="form-grid">
                <ui::SelectField label="难度" name="difficulty" options=levels value=difficulty required=true/>
                <ui::Field label="专题" name="topics" value=main hint="多个用顿号分开，主要的写在前面" required=true/>
                <ui::Field label="生效日期" name="valid_from" kind="date" value=from/>
                <ui::Field label="失效日期" name="valid_to" kind="date" value=to/>
            </div>
            {known}
        </ui::Card>
    }
    .into_any()
}

fn meant(form: &QuestionForm) -> AnyView {
    let sectors = Sector::ENTERPRISE.iter().map(|s| choice(s.code(), s.term())).collect();
    let positions = Position::ALL.iter().map(|p| choice(p.code(), p.term())).collect();
    // "all" is what an empty list says.
    let audiences = form.audiences.clone();
    let chosen: Vec<String> = form.sectors.iter().filter(|code| *code != "all").cloned().collect();
    view! {
        <ui::Card title="适用范围">
            <div class="tick-grid">
                <ui::ChoiceGroup legend="行业" name="sectors" options=sectors selected=chosen many=true hint="都不选表示所有行业"/>
            </div>
            <div class="tick-grid">
                <ui::ChoiceGroup legend="岗位" name="audiences" options=positions selected=audiences many=true hint="都不选表示所有岗位"/>
            </div>
        </ui::Card>
    }
    .into_any()
}

fn finish(form: &QuestionForm, view: &WritePage) -> AnyView {
    let reason = view.published.then(|| {
        view! {
            <ui::Field label="修改理由" name="reason" value=form.get("reason").to_owned() maxlength=200 required=true
                hint="审核人和审计人员会看到，例如：条文已修订；选项有歧义"/>
        }
    });
    view! {
        {reason}
        <div class="actions">
            <ui::Button kind=Kind::Primary name="act" value="submit">"保存并提交审核"</ui::Button>
            <ui::Button name="act" value="save">"存为草稿"</ui::Button>
        </div>
    }
    .into_any()
}

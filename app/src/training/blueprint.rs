//! The blueprint of a training's test: written row by row without a script, or read where it stands.

use crate::{
    layout::{self, Desk},
    text,
    ui::{self, Cell, Column, Kind, NavItem, Tone, cells, choice, fact},
};
use contract::{
    Frame, Refusal, UiError,
    blueprint::{BlueprintFault, BlueprintView, CellForm, CellState},
};
use domain::{
    bank::{Difficulty, KindName},
    exam::{Blueprint, Preset},
};
use leptos::prelude::*;

/// The page of the blueprint.
#[must_use]
pub fn page(frame: &Frame, view: &BlueprintView) -> String {
    let crumbs = vec![
        NavItem::new("/office/trainings", "培训"),
        NavItem::new(format!("/office/trainings/{}", view.training), view.title.clone()),
    ];
    // What was refused stands in the list of faults, row by row.
    let refused = frame.flash.error.as_ref().is_some_and(|error| {
        matches!(error, UiError::Refused(Refusal::BlueprintFaulty { .. } | Refusal::BankWithdrawn { .. }))
    });
    let mut frame = frame.clone();
    if refused && view.editable {
        frame.flash.error = None;
    }
    let subtitle = view.title.clone();
    layout::desk(&frame, Desk { crumbs, subtitle, ..Desk::titled("考核方案") }, || {
        if view.editable { editor(view, refused) } else { reading(view) }
    })
}

fn page_path(view: &BlueprintView) -> String {
    format!("/office/trainings/{}/test", view.training)
}

/// The form. Buttons that change its rows ask for this page again with what stands in it; only one saves.
fn editor(view: &BlueprintView, refused: bool) -> AnyView {
    let path = page_path(view);
    let banks =
        view.banks.iter().map(|b| choice(&b.id, &b.label).hint(format!("{} 题", b.questions))).collect();
    let chosen = view.banks.iter().filter(|b| b.chosen).map(|b| b.id.clone()).collect();
    let no_banks = view.banks.is_empty().then(|| {
        view! { <ui::Empty title="没有可选的题库" body="请管理员用 anxun bank import 发布题库。"/> }
    });
    let training = view.training.to_string();
    let (presets, rows, rules) = (presets(view, &path), rows(view, &path), rules(view));
    view! {
        {verdict(view, refused)}
        <ui::PostForm action="/api/training/blueprint" id="blueprint">
            <input type="hidden" name="training" value=training/>
            // The first submit button is what Enter presses: it must not save.
            <button class="hidden" type="submit" formmethod="get" formaction=path.clone() name="act" value="check"
                tabindex="-1" aria-hidden="true">"更新"</button>
            <ui::Card title="题库" id="f-banks">
                <div class="blueprint-choices">
                <ui::ChoiceGroup legend="从这些题库抽题" name="banks" options=banks selected=chosen many=true
                    hint="只列出各题库最新的版本，已停用的不列。换了题库请点“核对”，各行的题量随之更新。"/>
                </div>
                {no_banks}
            </ui::Card>
            {presets}
            {rows}
            {rules}
            <div class="actions">
                <ui::Button kind=Kind::Primary>"保存方案"</ui::Button>
                {ask(path.clone(), "check".into(), "核对".into(), false)}
                {ask(format!("{path}/preview"), "look".into(), "预览样卷".into(), false)}
            </div>
            <p class="small muted">"“核对”和“预览样卷”不保存。保存后可以再改，培训发布后固定不变。"</p>
        </ui::PostForm>
    }
    .into_any()
}

/// A button that asks for a page with what stands in the form.
fn ask(path: String, act: String, words: String, danger: bool) -> AnyView {
    let kind = danger.then_some("danger");
    view! {
        <button class="button" type="submit" formmethod="get" formaction=path name="act" value=act data-kind=kind>
            {words}
        </button>
    }
    .into_any()
}

fn verdict(view: &BlueprintView, refused: bool) -> AnyView {
    let withdrawn = |fault: &&BlueprintFault| matches!(fault, BlueprintFault::BankWithdrawn { .. });
    if !view.judged && !refused {
        let gone = view.faults.iter().filter(withdrawn).map(|fault| {
            view! { <ui::Notice tone=Tone::Warn title=text::blueprint_fault(fault)/> }
        });
        return gone.collect::<Vec<_>>().into_any();
    }
    if view.faults.is_empty() {
        let title = format!("核对无误：{} 题，100 分", view.items);
        let body = format!("{}。还没有保存。", retakes(view));
        return view! { <ui::Notice tone=Tone::Good title=title body=body/> }.into_any();
    }
    let errors = view.faults.iter();
    let errors =
        errors.map(|f| ui::FieldError { field: f.input(), message: text::blueprint_fault(f) }).collect();
    let title = if refused { "方案没有保存，请修改以下内容" } else { "请修改以下内容" };
    view! { <ui::ErrorSummary title=title errors=errors/> }.into_any()
}

fn retakes(view: &BlueprintView) -> String {
    match view.fresh_retakes {
        Some(0) | None => "题库够每人一份试卷".into(),
        Some(n) => format!("题库够每人首考和 {n} 次补考都不重题"),
    }
}

fn presets(view: &BlueprintView, path: &str) -> AnyView {
    let buttons = Preset::ALL.map(|preset| {
        let fits = if preset.code() == view.preset { "（适合本培训对象）" } else { "" };
        let blueprint = preset.blueprint();
        let words =
            format!("{} {} 题 {} 分钟{fits}", preset.term(), blueprint.items(), blueprint.draft().minutes);
        ask(path.to_owned(), format!("preset-{}", preset.code()), words, false)
    });
    view! {
        <ui::Card title="套用预设">
            <p class="small muted">"点一下，换成预设的题目和规则；题库不变，套用后仍可逐行修改。"</p>
            <div class="actions">{buttons}</div>
        </ui::Card>
    }
    .into_any()
}

fn rows(view: &BlueprintView, path: &str) -> AnyView {
    let columns = vec![
        Column::text("行"),
        Column::text("题型"),
        Column::text("专题"),
        Column::text("法律"),
        Column::text("难度"),
        Column::text("题数"),
        Column::text("每题分值"),
        Column::number("小计"),
        Column::text("题量"),
        Column::text("操作"),
    ];
    let states = view.cells.iter().zip(&view.form.cells).enumerate();
    let rows = states.map(|(row, (state, cell))| edited(view, path, row, cell, *state)).collect();
    let total = total_words(view);
    let total = view! { <ui::Badge tone=total_tone(view)>{total}</ui::Badge> }.into_any();
    let full = view.form.cells.len() >= Blueprint::MOST_CELLS;
    let add = match full {
        false => ask(path.to_owned(), "add".into(), "增加一行".into(), false),
        true => {
            view! { <p class="small muted">{format!("最多 {} 行。", Blueprint::MOST_CELLS)}</p> }.into_any()
        }
    };
    view! {
        <ui::Card title="题目" id="f-cells" aside=total>
            <div class="blueprint-rows">
                <ui::Table caption="题目" columns=columns rows=rows cards=true empty="还没有题目行，请增加一行"/>
            </div>
            <div class="actions">{add}</div>
            <p class="small muted">
                "题量写作“符合 / 需要”。需要的题数是本卷加一份备用卷（补考或作废重考用），并计入其他行可能先抽走的题。"
            </p>
        </ui::Card>
    }
    .into_any()
}

fn total_tone(view: &BlueprintView) -> Tone {
    if view.total == 10_000 { Tone::Good } else { Tone::Warn }
}

fn total_words(view: &BlueprintView) -> String {
    let points = |hundredths: u32| text::points(i32::try_from(hundredths).unwrap_or(i32::MAX));
    let off = match view.total {
        10_000 => String::new(),
        less if less < 10_000 => format!("，还差 {} 分", points(10_000 - less)),
        more => format!("，多出 {} 分", points(more - 10_000)),
    };
    format!("共 {} 题，合计 {} 分{off}", view.items, points(view.total))
}

fn edited(view: &BlueprintView, path: &str, row: usize, cell: &CellForm, state: CellState) -> Vec<Cell> {
    let wrong = |input: &str| {
        let name = format!("{input}-{row}");
        (view.judged && view.faults.iter().any(|fault| fault.input() == name)).then_some("true")
    };
    let kinds = KindName::ALL.map(|kind| (kind.name().to_owned(), kind.term().to_owned()));
    let topics = counted(&view.topics, str::to_owned);
    let laws = counted(&view.laws, |key| text::law_name(key).to_owned());
    let levels = || Difficulty::ALL.map(|level| (level.name().to_owned(), level.term().to_owned())).to_vec();
    let number = |input: &'static str, label: &str, value: &str, mode: &'static str| {
        let (name, label) = (format!("{input}-{row}"), format!("第 {} 行{label}", row + 1));
        let (id, value) = (format!("f-{name}"), value.to_owned());
        view! {
            <input class="input" type="text" id=id name=name value=value inputmode=mode autocomplete="off"
                maxlength="12" aria-label=label aria-invalid=wrong(input)/>
        }
    };
    let band = view! {
        <span class="blueprint-band">
            {select(row, "easiest", "难度从", &cell.easiest, Some("不限"), levels(), wrong("easiest"))}
            <span aria-hidden="true">"至"</span>
            {select(row, "hardest", "难度到", &cell.hardest, Some("不限"), levels(), wrong("hardest"))}
        </span>
    };
    cells![
        format!("第 {} 行", row + 1),
        select(row, "kind", "题型", &cell.kind, None, kinds.to_vec(), wrong("kind")),
        select(row, "topic", "专题", &cell.topic, Some("不限"), topics, None),
        select(row, "law", "法律", &cell.law, Some("不限"), laws, None),
        band,
        number("count", "题数", &cell.count, "numeric"),
        number("each", "每题分值", &cell.each, "decimal"),
        text::points(i32::try_from(state.points).unwrap_or(i32::MAX)),
        supply(state),
        ask(path.to_owned(), format!("remove-{row}"), "删除".into(), false),
    ]
}

/// Values with the number of their questions.
fn counted(all: &[(String, u32)], name: impl Fn(&str) -> String) -> Vec<(String, String)> {
    all.iter().map(|(value, count)| (value.clone(), format!("{}（{count}）", name(value)))).collect()
}

/// One of several values; what was chosen before is kept even where it is not offered any more.
fn select(
    row: usize,
    input: &'static str,
    label: &str,
    value: &str,
    blank: Option<&'static str>,
    mut options: Vec<(String, String)>,
    wrong: Option<&'static str>,
) -> AnyView {
    if !value.is_empty() && options.iter().all(|(known, _)| known != value) {
        options.push((value.to_owned(), format!("{value}（所选题库没有）")));
    }
    let options = options.into_iter().map(|(known, words)| {
        let selected = known == value;
        view! { <option value=known selected=selected>{words}</option> }
    });
    let (name, label) = (format!("{input}-{row}"), format!("第 {} 行{label}", row + 1));
    view! {
        <select class="input" id=format!("f-{name}") name=name aria-label=label aria-invalid=wrong>
            {blank.map(|words| view! { <option value="">{words}</option> })}
            {options.collect::<Vec<_>>()}
        </select>
    }
    .into_any()
}

fn supply(state: CellState) -> AnyView {
    match state.supply {
        None => view! { <span class="muted">"—"</span> }.into_any(),
        Some((have, need)) if have >= need => {
            view! { <ui::Badge tone=Tone::Good>{format!("够 {have} / {need}")}</ui::Badge> }.into_any()
        }
        Some((have, need)) => {
            let words = format!("缺 {}：{have} / {need}", need - have);
            view! { <ui::Badge tone=Tone::Bad>{words}</ui::Badge> }.into_any()
        }
    }
}

fn rules(view: &BlueprintView) -> AnyView {
    let form = &view.form;
    let error = |fault: &BlueprintFault| {
        let told = view.judged && view.faults.contains(fault);
        if told { text::blueprint_fault(fault) } else { String::new() }
    };
    let multiple = vec![
        choice("all_or_nothing", "全对才得分").hint("少选、错选都不得分"),
        choice("partial_without_wrong", "少选按比例得分").hint("有错选不得分"),
    ];
    let text = |label: &str, name: &str, value: &str, mode: &str, fault: &BlueprintFault| {
        let (label, name, value) = (label.to_owned(), name.to_owned(), value.to_owned());
        let (mode, error) = (mode.to_owned(), error(fault));
        view! { <ui::Field label=label name=name value=value inputmode=mode error=error/> }
    };
    let fields = [
        text("合格线（分）", "pass_mark", &form.pass_mark, "decimal", &BlueprintFault::PassMark),
        text("考核时长（分钟）", "minutes", &form.minutes, "numeric", &BlueprintFault::Minutes),
        text("每人可考（次）", "attempts", &form.attempts, "numeric", &BlueprintFault::Attempts),
        text(
            "补考间隔（小时）",
            "cool_down_hours",
            &form.cool_down_hours,
            "numeric",
            &BlueprintFault::CoolDown,
        ),
    ];
    let (rule, rule_error) = (vec![form.multiple_rule.clone()], error(&BlueprintFault::MultipleRule));
    view! {
        <ui::Card title="规则">
            <div class="blueprint-rules">
                {fields}
            </div>
            <div class="blueprint-choices">
                <ui::ChoiceGroup legend="多选题评分" name="multiple_rule" options=multiple selected=rule
                error=rule_error/>
            </div>
        </ui::Card>
    }
    .into_any()
}

/// The blueprint as it stands, for who may not change it.
fn reading(view: &BlueprintView) -> AnyView {
    if !view.saved {
        return view! { <ui::Empty title="还没有考核方案" body="应急办保存方案后，在这里可以看到。"/> }
            .into_any();
    }
    let form = &view.form;
    let banks =
        view.banks.iter().filter(|b| b.chosen).map(|b| b.label.clone()).collect::<Vec<_>>().join("、");
    let rule = match form.multiple_rule.as_str() {
        "all_or_nothing" => "全对才得分",
        _ => "少选按比例得分，有错选不得分",
    };
    let facts = vec![
        fact("题库", banks),
        fact("题目", total_words(view)),
        fact("合格线", format!("{} 分", form.pass_mark)),
        fact("考核时长", format!("{} 分钟", form.minutes)),
        fact("每人可考", format!("{} 次", form.attempts)),
        fact("补考间隔", format!("{} 小时", form.cool_down_hours)),
        fact("多选题评分", rule),
    ];
    let columns = vec![
        Column::text("题型"),
        Column::text("专题"),
        Column::text("法律"),
        Column::text("难度"),
        Column::number("题数"),
        Column::number("每题分值"),
        Column::number("小计"),
    ];
    let rows = form.cells.iter().zip(&view.cells).map(|(cell, state)| read_row(cell, *state)).collect();
    let published = view.published.then(|| {
        view! { <ui::Notice title="培训已经发布，方案固定不变" body="每人的试卷都按这份方案从所列题库版本中抽取。"/> }
    });
    view! {
        {published}
        <ui::Card><ui::Facts items=facts/></ui::Card>
        <ui::Card title="题目"><ui::Table caption="题目" columns=columns rows=rows cards=true/></ui::Card>
    }
    .into_any()
}

fn read_row(cell: &CellForm, state: CellState) -> Vec<Cell> {
    let kind = KindName::ALL.into_iter().find(|kind| kind.name() == cell.kind).map_or("", KindName::term);
    let any = |text: &str| if text.is_empty() { "不限".to_owned() } else { text.to_owned() };
    let law = if cell.law.is_empty() { "不限".into() } else { text::law_name(&cell.law).to_owned() };
    let level =
        |name: &str| Difficulty::ALL.into_iter().find(|l| l.name() == name).map_or("", Difficulty::term);
    let band = match (level(&cell.easiest), level(&cell.hardest)) {
        ("", _) | (_, "") => "不限".to_owned(),
        (easiest, hardest) if easiest == hardest => easiest.to_owned(),
        (easiest, hardest) => format!("{easiest}至{hardest}"),
    };
    cells![
        kind,
        any(&cell.topic),
        law,
        band,
        cell.count.clone(),
        cell.each.clone(),
        text::points(i32::try_from(state.points).unwrap_or(i32::MAX)),
    ]
}

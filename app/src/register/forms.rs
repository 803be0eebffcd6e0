//! The forms of a unit's registers; each opens on demand, and by itself when something in it was refused.

use crate::{
    text,
    ui::{self, Choice, choice},
};
use contract::{Flash, Frame, register::UnitRegisters};
use domain::{
    organization::Hazard,
    register::{PlaceKind, StatutoryKind, WorkCategory},
};
use leptos::prelude::*;

/// What was typed into a form and what is wrong with it, where it was this form that was refused.
#[derive(Clone)]
struct Filled {
    flash: Flash,
    here: bool,
}

impl Filled {
    fn of(frame: &Frame, form: &str) -> Self {
        let here = frame.typed("form") == form;
        Self { flash: if here { frame.flash.clone() } else { Flash::default() }, here }
    }
    fn value(&self, name: &str) -> String {
        self.flash.typed.get(name).cloned().unwrap_or_default()
    }
    fn error(&self, name: &str) -> String {
        text::field_error(&self.flash, name).unwrap_or_default()
    }
}

fn people(view: &UnitRegisters) -> Vec<Choice> {
    view.people.iter().map(|person| choice(person.id.to_string(), person.label.clone())).collect()
}

fn categories() -> Vec<Choice> {
    WorkCategory::ALL.iter().map(|c| choice(c.code(), c.term())).collect()
}

/// The form of a place.
pub(super) fn place(frame: &Frame, view: &UnitRegisters) -> AnyView {
    let filled = Filled::of(frame, "place");
    let (open, own) = (filled.here, filled.clone());
    let (value, error) = (move |name: &str| filled.value(name), move |name: &str| own.error(name));
    let kinds = PlaceKind::ALL.iter().map(|k| choice(k.code(), k.term())).collect();
    let hazards = Hazard::ALL.iter().map(|h| choice(h.code(), h.term())).collect();
    let unit = view.unit.to_string();
    view! {
        <ui::Disclosure label="登记场所" open=open>
            <div class="measure">
            <ui::PostForm action="/api/register/enter-place">
                <input type="hidden" name="form" value="place"/>
                <input type="hidden" name="unit" value=unit/>
                <ui::SelectField label="类别" name="place_kind" options=kinds value=value("place_kind") error=error("place_kind")
                    blank="请选择" required=true/>
                <ui::SelectField label="风险类别" name="hazard" options=hazards value=value("hazard")
                    error=error("hazard") blank="按场所类别" hint="只有“其他风险点”要选"/>
                <ui::Field label="名称" name="name" value=value("name") error=error("name") required=true
                    hint="在本单位内不重名，例如 1 号污水池"/>
                <ui::Field label="位置" name="location" value=value("location") error=error("location")
                    hint="在单位里的什么地方"/>
                <ui::Field label="介质或物料" name="medium" value=value("medium") error=error("medium")/>
                <ui::Field label="主要风险" name="risk" value=value("risk") error=error("risk")/>
                <ui::Field label="数量" name="amount" value=value("amount") error=error("amount") inputmode="numeric"
                    hint="同样的场所有几处，不填按 1 处"/>
                <ui::Field label="监护人" name="guardian" value=value("guardian") error=error("guardian")/>
                <ui::Field label="最近检查日期" name="checked_on" kind="date" value=value("checked_on")
                    error=error("checked_on")/>
                <ui::Button>"登记场所"</ui::Button>
            </ui::PostForm>
            </div>
        </ui::Disclosure>
    }
    .into_any()
}

/// The form of a certificate.
pub(super) fn statutory(frame: &Frame, view: &UnitRegisters) -> AnyView {
    let filled = Filled::of(frame, "statutory");
    let (open, own) = (filled.here, filled.clone());
    let (value, error) = (move |name: &str| filled.value(name), move |name: &str| own.error(name));
    let kinds = StatutoryKind::ALL.iter().map(|k| choice(k.code(), k.term())).collect();
    let people = people(view);
    view! {
        <ui::Disclosure label="登记证书" open=open>
            <div class="measure">
            <ui::PostForm action="/api/register/enter-statutory">
                <input type="hidden" name="form" value="statutory"/>
                <ui::SelectField label="持证人" name="person" options=people value=value("person")
                    error=error("person") required=true/>
                <ui::SelectField label="证书类别" name="kind" options=kinds value=value("kind") error=error("kind")
                    blank="请选择" required=true/>
                <ui::SelectField label="作业类别" name="category" options=categories() value=value("category")
                    error=error("category") blank="不适用"
                    hint="只有特种作业操作证要选。有限空间作业没有操作证，按专题培训管理"/>
                <ui::Field label="证号" name="number" value=value("number") error=error("number") required=true/>
                <ui::Field label="发证机关" name="issuer" value=value("issuer") error=error("issuer") required=true/>
                <ui::Field label="发证日期" name="issued_on" kind="date" value=value("issued_on")
                    error=error("issued_on") required=true/>
                <ui::Field label="有效期至" name="valid_until" kind="date" value=value("valid_until")
                    error=error("valid_until") required=true/>
                <ui::Field label="复审日期" name="review_by" kind="date" value=value("review_by")
                    error=error("review_by") hint="证件上的应复审日期，没有就留空"/>
                <ui::Button>"登记证书"</ui::Button>
            </ui::PostForm>
            </div>
        </ui::Disclosure>
    }
    .into_any()
}

/// The form of a post of special work.
pub(super) fn post(frame: &Frame, view: &UnitRegisters) -> AnyView {
    let filled = Filled::of(frame, "post");
    let (open, own) = (filled.here, filled.clone());
    let (value, error) = (move |name: &str| filled.value(name), move |name: &str| own.error(name));
    let people = people(view);
    view! {
        <ui::Disclosure label="登记特种作业岗位" open=open>
            <div class="measure">
            <ui::PostForm action="/api/register/note-post">
                <input type="hidden" name="form" value="post"/>
                <ui::SelectField label="人员" name="worker" options=people value=value("worker")
                    required=true/>
                <ui::SelectField label="作业类别" name="work" options=categories() value=value("work")
                    error=error("work") blank="请选择" required=true/>
                <ui::Button>"登记岗位"</ui::Button>
            </ui::PostForm>
            </div>
        </ui::Disclosure>
    }
    .into_any()
}

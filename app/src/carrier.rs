//! The five carriers: the entry on a phone, the same for the office, and the yearly matrix.

use crate::{
    layout::{self, Desk},
    text::{self, field_error},
    ui::{self, Column, Kind, Link, NavItem, Tone, cells, choice},
};
use contract::{
    Frame,
    carrier::{CarrierEntry, CarrierLine, CarrierMatrix, CarrierUnit},
};
use domain::{
    carrier::{Carrier, Standard},
    organization::Sector,
};
use leptos::prelude::*;

/// The entry of the own unit: opened, it can be sent as it is.
#[must_use]
pub fn mine(frame: &Frame, view: &CarrierEntry) -> String {
    layout::phone(frame, "五个载体", || {
        let form = entry(frame, view);
        let lines = lines(view, "/my/enterprise/carriers");
        let name = view.name.clone();
        view! {
            <ui::Card title=name>{form}</ui::Card>
            {lines}
            <p class="small muted">"记错了请联系街道应急办撤销。"</p>
        }
        .into_any()
    })
}

/// The entry of a unit for the office.
#[must_use]
pub fn unit(frame: &Frame, view: &CarrierEntry) -> String {
    let crumbs = vec![NavItem::new("/office/carriers", "五个载体")];
    layout::desk(frame, Desk { crumbs, ..Desk::titled(&view.name) }, || {
        let form = entry(frame, view);
        let lines = lines(view, &format!("/office/carriers/{}", view.unit));
        view! { <ui::Card title="记录一次"><div class="measure">{form}</div></ui::Card>{lines} }.into_any()
    })
}

/// The form: what is usual stands there, what is rarely changed is folded away.
fn entry(frame: &Frame, view: &CarrierEntry) -> AnyView {
    let typed = |name: &str, otherwise: String| frame.flash.typed.get(name).cloned().unwrap_or(otherwise);
    let error = |name: &str| field_error(&frame.flash, name).unwrap_or_default();
    let carriers = Carrier::ALL.iter().map(|carrier| choice(carrier.code(), carrier.term())).collect();
    let carrier = vec![typed("carrier", view.carrier.code().to_owned())];
    let headcount = typed("headcount", view.headcount.to_string());
    let standards = view.standards.iter().map(|standard| choice(standard.code(), standard.term())).collect();
    let standard = typed("standard", view.standard.code().to_owned());
    let learnt = Standard::from_code(&standard).map_or("", Standard::term);
    let date = typed("date", text::date(view.day));
    let remark = typed("remarks", String::new());
    let (wrong_carrier, wrong_headcount, wrong_standard, wrong_date, wrong_remark) =
        (error("carrier"), error("headcount"), error("standard"), error("date"), error("remarks"));
    let open = !wrong_date.is_empty() || !wrong_standard.is_empty() || !wrong_remark.is_empty();
    let (key, unit) = (view.key.to_string(), view.unit.to_string());
    let about = format!("{date} · 学习《{learnt}》");
    view! {
        <ui::PostForm action="/api/carrier/record">
            <input type="hidden" name="key" value=key/>
            <input type="hidden" name="unit" value=unit/>
            <ui::ChoiceGroup legend="载体" name="carrier" options=carriers selected=carrier error=wrong_carrier/>
            <ui::Field label="参加人数" name="headcount" value=headcount error=wrong_headcount inputmode="numeric"/>
            <p class="small muted">{about}</p>
            <ui::Disclosure label="改日期、标准，或加说明" open=open>
                <ui::Field label="日期" name="date" kind="date" value=date error=wrong_date/>
                <ui::SelectField label="学习的标准" name="standard" options=standards value=standard error=wrong_standard/>
                <ui::Field label="说明" name="remarks" value=remark error=wrong_remark maxlength=200/>
            </ui::Disclosure>
            <ui::Button kind=Kind::Primary wide=true>"记录"</ui::Button>
        </ui::PostForm>
    }
    .into_any()
}

fn lines(view: &CarrierEntry, path: &str) -> AnyView {
    let columns = vec![
        Column::text("日期"),
        Column::text("载体"),
        Column::number("人数"),
        Column::text("标准"),
        Column::text("说明"),
        Column::text("来源"),
    ];
    let rows = view.lines.iter().map(|line| row(line, view.by_office)).collect();
    let link = Link::to(path);
    let pager = view.pager;
    view! {
        <ui::Table caption="已记录" caption_shown=true columns=columns rows=rows cards=true empty="还没有记录"/>
        <ui::Pager link=link page=pager.page size=pager.size total=pager.total/>
    }
    .into_any()
}

fn row(line: &CarrierLine, by_office: bool) -> Vec<ui::Cell> {
    let from = if line.by_unit { "单位" } else { "应急办" };
    let struck = line.struck.clone().map(|why| {
        view! { <ui::Badge tone=Tone::Bad>"已撤销"</ui::Badge><div class="small muted">{why}</div> }
    });
    let id = line.id.to_string();
    let strike = (by_office && line.struck.is_none()).then(|| {
        view! {
            <ui::Disclosure label="撤销">
                <ui::PostForm action="/api/carrier/strike">
                    <input type="hidden" name="record" value=id/>
                    <ui::Field label="理由" name="reason" required=true maxlength=200/>
                    <ui::Button kind=Kind::Danger>"撤销这条记录"</ui::Button>
                </ui::PostForm>
            </ui::Disclosure>
        }
    });
    cells![
        text::date(line.held_on),
        line.carrier.map_or("—", Carrier::term),
        line.headcount.to_string(),
        line.standard.map_or("—", Standard::term),
        line.remark.clone(),
        view! { {from}" "{struck}{strike} },
    ]
}

/// The yearly matrix unit × carrier.
#[must_use]
pub fn matrix(frame: &Frame, view: &CarrierMatrix) -> String {
    let query = &view.query;
    let link = Link::to("/office/carriers")
        .with("year", view.year)
        .with("q", &query.q)
        .with("area", &query.area)
        .with("sector", &query.sector)
        .with("without", &query.without);
    let file = Link::to("/office/carriers.xlsx");
    let file = link.pairs().iter().fold(file, |file, (key, value)| file.with(key, value)).to_string();
    let actions =
        view! { <ui::LinkButton href=file download="五个载体台账.xlsx">"导出表格"</ui::LinkButton> };
    let subtitle = "学习重大事故隐患判定标准：开工第一课、晨会、全员培训、警示教育、安全生产月".to_owned();
    let page = Desk { subtitle, actions: Some(actions.into_any()), ..Desk::titled("五个载体") };
    layout::desk(frame, page, || {
        let figures = Carrier::ALL.iter().zip(view.used).map(|(carrier, used)| {
            let without = link.with("without", carrier.code()).to_string();
            let left = format!("{} 家还没有", view.units.saturating_sub(used));
            let of = format!(" / {} 家", view.units);
            view! {
                <ui::Card title=carrier.term()>
                    <p><strong class="num">{used.to_string()}</strong>{of}</p>
                    <p><a href=without>{left}</a></p>
                </ui::Card>
            }
        });
        let figures = query.without.is_empty().then(|| figures.collect::<Vec<_>>());
        view! {
            <div class="grid">{figures}</div>
            {filters(view, &link)}
            {table(view)}
            <ui::Pager link=link.clone() page=view.pager.page size=view.pager.size total=view.pager.total/>
        }
        .into_any()
    })
}

fn filters(view: &CarrierMatrix, link: &Link) -> AnyView {
    let query = view.query.clone();
    let areas: Vec<_> = view.areas.iter().map(|(id, name)| choice(id.to_string(), name.clone())).collect();
    let area = (!areas.is_empty()).then(|| {
        view! { <ui::SelectField label="管理区" name="area" options=areas value=query.area blank="全部"/> }
    });
    let sectors = Sector::ENTERPRISE.iter().map(|sector| choice(sector.code(), sector.term())).collect();
    let missing = [choice("any", "一次也没有")]
        .into_iter()
        .chain(Carrier::ALL.iter().map(|carrier| choice(carrier.code(), format!("没有{}", carrier.term()))))
        .collect();
    let year = view.year.to_string();
    view! {
        <ui::Filters link=link.clone() fields=&["year", "q", "area", "sector", "without"]>
            <ui::Field label="年份" name="year" value=year inputmode="numeric"/>
            <ui::Field label="单位" name="q" kind="search" value=query.q/>
            {area}
            <ui::SelectField label="行业领域" name="sector" options=sectors value=query.sector blank="全部"/>
            <ui::SelectField label="缺少" name="without" options=missing value=query.without blank="不限"/>
        </ui::Filters>
    }
    .into_any()
}

fn table(view: &CarrierMatrix) -> AnyView {
    let mut columns = vec![Column::text("单位"), Column::text("管理区"), Column::text("行业领域")];
    columns.extend(Carrier::ALL.iter().map(|carrier| Column::number(carrier.term())));
    columns.push(Column::number("人次"));
    let rows = view.rows.iter().map(|unit| unit_row(unit, view.may_enter)).collect();
    view! { <ui::Table caption="五个载体" columns=columns rows=rows cards=true empty="没有这样的单位"/> }
        .into_any()
}

fn unit_row(unit: &CarrierUnit, may_enter: bool) -> Vec<ui::Cell> {
    let name = unit.name.clone();
    let name = if may_enter {
        let href = format!("/office/carriers/{}", unit.unit);
        view! { <a href=href>{name}</a> }.into_any()
    } else {
        name.into_any()
    };
    let mut row = cells![name, unit.area.clone(), unit.sector.map_or("—", Sector::term)];
    row.extend(
        unit.counts.map(|count| if count == 0 { "—".into_any() } else { count.to_string().into_any() }),
    );
    row.push(unit.people.to_string().into_any());
    row
}

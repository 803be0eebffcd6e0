//! Who a training is for: conditions to tick, and the list of today beside them.

use crate::{
    layout::{self, Desk},
    text,
    ui::{self, Column, Kind, Link, NavItem, Tone, cells, choice},
};
use contract::{
    Frame,
    audience::{AudienceView, GroupCount, MeantLine, NamedArea, Why},
};
use domain::{
    audience::{Clause, MOST_CLAUSES},
    organization::{Class, Employment, Fact, Position, Sector},
    policy::Topic,
};
use leptos::prelude::*;

/// The page.
#[must_use]
pub fn page(frame: &Frame, view: &AudienceView) -> String {
    let path = format!("/office/trainings/{}", view.training);
    let crumbs =
        vec![NavItem::new("/office/trainings", "培训"), NavItem::new(path.clone(), view.title.clone())];
    let draft = view.status == "draft";
    let export = Link::to(format!("{path}/audience.xlsx"))
        .with("q", &view.query.q)
        .with("area", &view.query.area)
        .with("sector", &view.query.sector)
        .with("position", &view.query.position);
    let actions = (view.kept || !draft).then(|| {
        view! { <ui::LinkButton href=export.to_string() download="应训名单.xlsx">"导出名单（记入日志）"</ui::LinkButton> }
            .into_any()
    });
    let subtitle = if draft {
        format!("按 {} 的名册，共 {} 人", text::date(view.today), view.total)
    } else {
        format!("已登记 {} 人，新增应训 {} 人", view.attending, view.total)
    };
    let title = if draft { "培训对象" } else { "新增应训" };
    layout::desk(frame, Desk { crumbs, actions, subtitle, ..Desk::titled(title) }, || {
        if view.by_ranking {
            return view! { <ui::Notice title="由上一轮的前几名参加" body="这一轮不另设对象，发布时按公布的名次登记。"/> }
                .into_any();
        }
        let editor = view.may_edit.then(|| editor(view));
        let said = (!view.may_edit).then(|| described(view));
        let unkept = (view.may_edit && !view.kept).then(|| {
            view! { <ui::Notice tone=Tone::Warn title="名单按尚未保存的条件列出" body="核对后点“保存对象”，发布时才按它登记。"/> }
        });
        view! {
            {editor}{said}{unkept}
            {groups(view)}
            {list(view)}
            {named(frame, view)}
        }
        .into_any()
    })
}

/// The link of the list as it is looked at; a rule that is tried and not kept goes along.
fn link(view: &AudienceView) -> Link {
    let mut link = Link::to(format!("/office/trainings/{}/audience", view.training));
    if view.may_edit && !view.kept {
        link = link.with("look", 1);
        for (place, clause) in view.rule.clauses.iter().enumerate() {
            for (set, codes) in sets(clause) {
                link = link.with(&format!("c{place}.{set}"), codes.join(","));
            }
        }
        let topics: Vec<&str> = view.topics.iter().map(|topic| topic.code()).collect();
        link = link.with("topic", topics.join(","));
    }
    link.with("q", &view.query.q)
        .with("area", &view.query.area)
        .with("sector", &view.query.sector)
        .with("position", &view.query.position)
}

fn sets(clause: &Clause) -> [(&'static str, Vec<String>); 6] {
    [
        ("post", clause.posts.iter().map(|p| p.code().to_owned()).collect()),
        ("sector", clause.sectors.iter().map(|s| s.code().to_owned()).collect()),
        ("area", clause.areas.iter().map(ToString::to_string).collect()),
        ("employment", clause.employments.iter().map(|e| e.code().to_owned()).collect()),
        ("fact", clause.facts.iter().map(|f| f.code().to_owned()).collect()),
        ("class", clause.classes.iter().map(|c| c.code().to_owned()).collect()),
    ]
}

/// The six sets of one clause, each opening on demand; what is ticked stands in its name.
pub(crate) fn clause_fields(place: usize, clause: &Clause, areas: Option<&[NamedArea]>) -> AnyView {
    let area_options =
        areas.unwrap_or_default().iter().map(|(id, name)| choice(id.to_string(), name.clone()));
    let options = [
        ("岗位", Position::ALL.iter().map(|p| choice(p.code(), p.term())).collect::<Vec<_>>()),
        ("行业领域", Sector::ALL.iter().map(|s| choice(s.code(), s.term())).collect()),
        ("管理区", area_options.collect()),
        ("用工形式", Employment::ALL.iter().map(|e| choice(e.code(), e.term())).collect()),
        ("单位情况", Fact::ALL.iter().map(|f| choice(f.code(), f.term())).collect()),
        ("单位类别（按情况和行业自动判定）", Class::ALL.iter().map(|c| choice(c.code(), c.term())).collect()),
    ];
    let fields = options.into_iter().zip(sets(clause)).filter(|((_, options), _)| !options.is_empty());
    let fields: Vec<_> = fields
        .map(|((label, options), (set, ticked))| {
            let terms: Vec<_> =
                options.iter().filter(|o| ticked.contains(&o.value)).map(|o| o.label.clone()).collect();
            let all = terms.len() == options.len();
            let said = match terms.len() {
                0 => "不限".to_owned(),
                _ if all => "全部".to_owned(),
                1..=4 => terms.join("、"),
                n => format!("{} 等 {n} 项", terms[..3].join("、")),
            };
            let summary = format!("{label}：{said}");
            view! {
                <ui::Disclosure label=summary>
                    <ui::ChoiceGroup legend=label name=format!("c{place}.{set}") options=options many=true selected=ticked/>
                </ui::Disclosure>
            }
        })
        .collect();
    fields.into_any()
}

fn editor(view: &AudienceView) -> AnyView {
    let path = format!("/office/trainings/{}/audience", view.training);
    let empty = [Clause::default()];
    let clauses = if view.rule.clauses.is_empty() { &empty[..] } else { &view.rule.clauses[..] };
    let more = clauses.len() < MOST_CLAUSES;
    let cards: Vec<_> = clauses
        .iter()
        .enumerate()
        .map(|(place, clause)| {
            let fields = clause_fields(place, clause, Some(&view.areas));
            let said = text::clause(clause, &view.areas);
            view! {
                <ui::Card title=format!("条件 {}", place + 1)>
                    <p class="small muted">{said}</p>
                    {fields}
                </ui::Card>
            }
        })
        .collect();
    let topics = Topic::OF_ROWS.iter().map(|topic| choice(topic.code(), topic.term())).collect::<Vec<_>>();
    let ticked: Vec<String> = view.topics.iter().map(|topic| topic.code().to_owned()).collect();
    let counts = view.kind.teaches().then(|| {
        view! {
            <ui::Disclosure label=format!("计入的培训责任：{} 项", ticked.len())>
                <ui::ChoiceGroup legend="合格后计入" name="topic" options=topics many=true selected=ticked
                    hint="专题培训只勾选对应的专题，避免消防课顶替年度再培训"/>
            </ui::Disclosure>
        }
    });
    let add = more.then(|| {
        view! {
            <button class="button" type="submit" formmethod="get" formaction=path.clone() name="add" value="1">"再加一个条件"</button>
        }
    });
    let training = view.training.to_string();
    view! {
        <ui::PostForm action="/api/training/audience">
            <input type="hidden" name="training" value=training/>
            <input type="hidden" name="look" value="1"/>
            <p class="small muted">"满足任意一个条件即为应训；同一条件内各项要同时满足，不勾选表示不限。"</p>
            <div class="grid" data-fit="cards">{cards}</div>
            {counts}
            <div class="actions">
                <ui::Button kind=Kind::Primary>"保存对象"</ui::Button>
                <button class="button" type="submit" formmethod="get" formaction=path>"刷新名单（不保存）"</button>
                {add}
            </div>
        </ui::PostForm>
    }
    .into_any()
}

fn described(view: &AudienceView) -> AnyView {
    let clauses: Vec<_> = view
        .rule
        .clauses
        .iter()
        .map(|clause| view! { <li>{text::clause(clause, &view.areas)}</li> })
        .collect();
    let named = (!view.rule.added.is_empty() || !view.rule.removed.is_empty()).then(|| {
        let words =
            format!("另有指定参加 {} 人，不参加 {} 人", view.rule.added.len(), view.rule.removed.len());
        view! { <p class="small muted">{words}</p> }
    });
    let later = (view.status == "published").then(|| {
        view! { <p class="small muted">"发布后对象不再改动。名册更新后新符合条件的人列在下面，登记后即可学习和考核，结束前都可办理。"</p> }
    });
    view! { <ui::Card title="对象（满足任意一条）"><ol>{clauses}</ol>{named}{later}</ui::Card> }.into_any()
}

fn groups(view: &AudienceView) -> AnyView {
    let link = link(view);
    let card = |title: &'static str, key: &'static str, counts: &[GroupCount]| {
        let rows: Vec<_> = counts
            .iter()
            .take(13)
            .map(|count| {
                let href = link.with(key, &count.code).to_string();
                view! { <div class="row"><a href=href>{count.term.clone()}</a><span class="num">{count.people.to_string()}</span></div> }
            })
            .collect();
        view! { <ui::Card title=title>{rows}</ui::Card> }
    };
    if view.total == 0 {
        return ().into_any();
    }
    view! {
        <div class="grid">
            {card("按管理区", "area", &view.by_area)}
            {card("按行业领域", "sector", &view.by_sector)}
            {card("按岗位", "position", &view.by_position)}
        </div>
    }
    .into_any()
}

fn list(view: &AudienceView) -> AnyView {
    let link = link(view);
    let areas = view.areas.iter().map(|(id, name)| choice(id.to_string(), name.clone())).collect();
    let sectors = Sector::ALL.iter().map(|s| choice(s.code(), s.term())).collect();
    let positions = Position::ALL.iter().map(|p| choice(p.code(), p.term())).collect();
    let query = view.query.clone();
    let enrols = view.status == "published";
    let mut columns = ["姓名", "手机号", "岗位", "用工形式", "单位", "管理区", "行业领域", "原因"]
        .map(Column::text)
        .to_vec();
    if view.may_edit && view.kept {
        columns.push(Column::text("办理"));
    }
    let rows = view.rows.iter().map(|row| line(view, row, enrols)).collect();
    let empty = if enrols { "没有新增应训人员" } else { "按现在的条件没有人需要参加" };
    let pager = view.pager;
    let table = view! { <ui::Table caption="名单" columns=columns rows=rows cards=true empty=empty/> };
    let table = if enrols && view.total > 0 {
        let (all, training) = (format!("全部登记（{} 人）", view.total), view.training.to_string());
        view! {
            <ui::PostForm action="/api/training/enrol-new">
                <input type="hidden" name="training" value=training/>
                {table}
                <div class="actions">
                    <ui::Button kind=Kind::Primary name="all" value="1">{all}</ui::Button>
                    <ui::Button>"只登记勾选的人"</ui::Button>
                </div>
            </ui::PostForm>
        }
        .into_any()
    } else {
        table.into_any()
    };
    view! {
        <ui::Filters link=link.clone() fields=&["q", "area", "sector", "position"] label="查找">
            <ui::Field label="姓名、手机号或单位" name="q" kind="search" value=query.q/>
            <ui::SelectField label="管理区" name="area" options=areas value=query.area blank="全部"/>
            <ui::SelectField label="行业领域" name="sector" options=sectors value=query.sector blank="全部"/>
            <ui::SelectField label="岗位" name="position" options=positions value=query.position blank="全部"/>
        </ui::Filters>
        {table}
        <ui::Pager link=link page=pager.page size=pager.size total=pager.total/>
    }
    .into_any()
}

fn line(view: &AudienceView, line: &MeantLine, enrols: bool) -> Vec<ui::Cell> {
    let why = match &line.why {
        Why::Clause(place) => format!("符合条件 {place}"),
        Why::Named(reason) => format!("指定参加：{reason}"),
    };
    let name = line.name.clone();
    let name = if enrols {
        let id = line.person.to_string();
        view! { <label class="check"><input type="checkbox" name="person" value=id/><span>{name}</span></label> }
            .into_any()
    } else {
        name.into_any()
    };
    let unit = format!("/office/enterprises/{}", line.unit);
    let mut cells = cells![
        name,
        view! { <span class="num">{line.mobile.clone()}</span> },
        line.position.clone(),
        line.employment.clone(),
        view! { <a href=unit>{line.unit_name.clone()}</a> },
        line.area.clone(),
        line.sector.clone(),
        why,
    ];
    if view.may_edit && view.kept {
        let (training, person) = (view.training.to_string(), line.person.to_string());
        let act = match &line.why {
            Why::Named(_) => clear(&training, &person, "取消指定"),
            Why::Clause(_) => view! {
                <ui::Disclosure label="不参加">
                    <ui::PostForm action="/api/training/name-person">
                        <input type="hidden" name="training" value=training/>
                        <input type="hidden" name="person" value=person/>
                        <input type="hidden" name="way" value="out"/>
                        <ui::Field label="理由" name="reason" required=true/>
                        <ui::Button>"不参加"</ui::Button>
                    </ui::PostForm>
                </ui::Disclosure>
            }
            .into_any(),
        };
        cells.push(act);
    }
    cells
}

fn clear(training: &str, person: &str, words: &'static str) -> AnyView {
    let (training, person) = (training.to_owned(), person.to_owned());
    view! {
        <ui::PostForm action="/api/training/name-person" inline=true>
            <input type="hidden" name="training" value=training/>
            <input type="hidden" name="person" value=person/>
            <input type="hidden" name="way" value="clear"/>
            <ui::Button>{words}</ui::Button>
        </ui::PostForm>
    }
    .into_any()
}

/// Who is named in, by the mobile number, and who is named out.
fn named(frame: &Frame, view: &AudienceView) -> AnyView {
    if !view.may_edit {
        return ().into_any();
    }
    let error = |name: &str| text::field_error(&frame.flash, name).unwrap_or_default();
    let (unknown, reasonless) = (error("people"), error("reason"));
    let (mobile, reason) = (frame.typed("mobile"), frame.typed("reason"));
    let training = view.training.to_string();
    let rows = view.left_out.iter().map(|out| {
        let again = clear(&training, &out.person.to_string(), "恢复参加");
        cells![out.name.clone(), out.unit_name.clone(), out.reason.clone(), again]
    });
    let rows: Vec<_> = rows.collect();
    let columns = ["姓名", "单位", "理由", "办理"].map(Column::text).to_vec();
    let left_out = (!rows.is_empty()).then(|| {
        view! { <ui::Table caption="指定不参加" caption_shown=true columns=columns rows=rows cards=true/> }
    });
    view! {
        {left_out}
        <ui::Disclosure label="另外指定一个人参加">
            <div class="measure">
                <ui::PostForm action="/api/training/name-person">
                    <input type="hidden" name="training" value=training/>
                    <input type="hidden" name="way" value="in"/>
                    <ui::Field label="手机号" name="mobile" inputmode="tel" value=mobile error=unknown
                        hint="须是名册里在岗的人" required=true/>
                    <ui::Field label="理由" name="reason" value=reason error=reasonless required=true/>
                    <ui::Button>"指定参加"</ui::Button>
                </ui::PostForm>
            </div>
        </ui::Disclosure>
    }
    .into_any()
}

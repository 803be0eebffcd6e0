//! The register of statutory certificates: the list, who lacks one, the workbook.

use super::{Ground, bound_to, page};
use crate::{Cx, Failure};
use contract::register::{
    LackLine, LackingView, StatutoryFigures, StatutoryLine, StatutoryQuery, StatutoryView,
};
use document::table::{Cell, List, ListColumn, write};
use domain::{
    actor::{Action, may},
    audit::{Event, Subject},
    organization::{Facts, Position, Sector, UnitClass},
    register::{EntryState, Held, Need, StatutoryKind, StatutoryState, WorkCategory, lacking, needs, state},
};
use std::collections::{BTreeSet, HashMap};
use storage::{
    db::Handle,
    register::{SpecialPostRow, StatutoryRow},
};
use uuid::Uuid;

/// Everything that the register shows to somebody.
pub(super) struct Shown {
    pub ground: Ground,
    pub lines: Vec<StatutoryLine>,
    pub lacking: Vec<LackLine>,
    pub posts: Vec<SpecialPostRow>,
}

impl Shown {
    /// Loads it, cut down to an area or a unit.
    pub async fn load(
        cx: &Cx,
        db: &impl Handle,
        area: Option<Uuid>,
        unit: Option<Uuid>,
    ) -> Result<Self, Failure> {
        let ground = Ground::load(db, cx.street()).await?;
        let seen = |person: Uuid| {
            ground
                .people
                .get(&person)
                .is_some_and(|p| unit.is_none_or(|unit| unit == p.unit_id) && ground.shows(p.unit_id, area))
        };
        let mut posts = storage::register::posts(db, cx.street()).await?;
        posts.retain(|row| seen(row.person_id));
        let rows = storage::register::all_statutory(db, cx.street()).await?;
        let rows = rows.into_iter().filter(|row| seen(row.person_id));
        let lines: Vec<StatutoryLine> = rows.filter_map(|row| line(cx, &ground, row)).collect();
        let mut lacks = without(&ground, &lines, &posts, &seen);
        lacks.sort_by(|a, b| {
            (&a.unit_name, &a.name, a.kind, a.category).cmp(&(&b.unit_name, &b.name, b.kind, b.category))
        });
        Ok(Self { ground, lines, lacking: lacks, posts })
    }

    fn figures(&self) -> StatutoryFigures {
        let count = |wanted: &dyn Fn(&StatutoryLine) -> bool| {
            u32::try_from(self.lines.iter().filter(|line| wanted(line)).count()).unwrap_or(u32::MAX)
        };
        let counts = |line: &StatutoryLine| line.entry == EntryState::Active;
        StatutoryFigures {
            registered: count(&counts),
            soon: count(&|line| counts(line) && line.state.warns() && line.state.in_force()),
            over: count(&|line| counts(line) && !line.state.in_force()),
            proposed: count(&|line| line.entry == EntryState::Proposed),
            lacking: u32::try_from(self.lacking.len()).unwrap_or(u32::MAX),
        }
    }
}

fn line(cx: &Cx, ground: &Ground, row: StatutoryRow) -> Option<StatutoryLine> {
    let person = ground.people.get(&row.person_id)?;
    let unit = ground.units.get(&person.unit_id)?;
    Some(StatutoryLine {
        id: row.id,
        person: person.id,
        name: person.name.clone(),
        unit: unit.id,
        unit_name: unit.name.clone(),
        kind: StatutoryKind::from_code(&row.kind)?,
        category: row.category.as_deref().and_then(WorkCategory::from_code),
        entry: EntryState::from_code(&row.state)?,
        state: state(row.valid_until, row.review_by, cx.today()),
        number: row.number,
        issuer: row.issuer,
        issued_on: row.issued_on,
        valid_until: row.valid_until,
        review_by: row.review_by,
    })
}

/// Who is in post, needs a certificate and has none in force.
fn without(
    ground: &Ground,
    lines: &[StatutoryLine],
    posts: &[SpecialPostRow],
    seen: &dyn Fn(Uuid) -> bool,
) -> Vec<LackLine> {
    let mut held: HashMap<Uuid, Vec<Held>> = HashMap::new();
    for line in lines.iter().filter(|line| line.entry == EntryState::Active) {
        let what = Need { kind: line.kind, category: line.category };
        held.entry(line.person).or_default().push(Held { what, state: line.state });
    }
    let mut of_posts: HashMap<Uuid, BTreeSet<WorkCategory>> = HashMap::new();
    for post in posts {
        of_posts.entry(post.person_id).or_default().extend(WorkCategory::from_code(&post.category));
    }
    let none = BTreeSet::new();
    let mut lacks = Vec::new();
    for person in ground.people.values().filter(|p| p.active && seen(p.id)) {
        let Some(unit) = ground.units.get(&person.unit_id).filter(|u| u.closed_on.is_none()) else {
            continue;
        };
        let Some(position) = Position::from_code(&person.position) else { continue };
        let class =
            Sector::from_code(&unit.sector).map(|s| UnitClass::of(s, &Facts::from_codes(&unit.facts)));
        let needs = needs(position, class, of_posts.get(&person.id).unwrap_or(&none));
        for lack in lacking(&needs, held.get(&person.id).map_or(&[], Vec::as_slice)) {
            lacks.push(LackLine {
                person: person.id,
                name: person.name.clone(),
                unit: unit.id,
                unit_name: unit.name.clone(),
                kind: lack.what.kind,
                category: lack.what.category,
                over: lack.over,
            });
        }
    }
    lacks
}

/// Lists one page of the register, what needs care first. An area official sees the own area.
pub async fn list_statutory(cx: &Cx, query: StatutoryQuery) -> Result<StatutoryView, Failure> {
    let actor = cx.allow(Action::ReadOffice)?;
    let shown = Shown::load(cx, &cx.reader(), bound_to(actor), None).await?;
    let figures = shown.figures();
    let (rows, pager) = page(found(shown.lines, &query), &query.page);
    let may_manage = may(actor, Action::ManageRegisters).is_ok();
    Ok(StatutoryView { query, figures, rows, pager, may_manage })
}

/// Lists one page of those who need a certificate and have none in force.
pub async fn list_lacking(cx: &Cx, wanted: &str) -> Result<LackingView, Failure> {
    let actor = cx.allow(Action::ReadOffice)?;
    let shown = Shown::load(cx, &cx.reader(), bound_to(actor), None).await?;
    let (rows, pager) = page(shown.lacking, wanted);
    Ok(LackingView { rows, pager })
}

fn found(mut lines: Vec<StatutoryLine>, query: &StatutoryQuery) -> Vec<StatutoryLine> {
    let text = query.q.trim();
    lines.retain(|line| {
        let named = [&line.name, &line.unit_name, &line.number].into_iter().any(|part| part.contains(text));
        let proposed = line.entry == EntryState::Proposed;
        let wanted = match query.state.as_str() {
            "" => true,
            "proposed" => proposed,
            "warn" => !proposed && line.state.warns(),
            code => !proposed && line.state.code() == code,
        };
        named
            && wanted
            && (query.kind.is_empty() || line.kind.code() == query.kind)
            && (query.category.is_empty() || line.category.is_some_and(|c| c.code() == query.category))
    });
    // Those that wait for a decision, then the worst.
    lines.sort_by(|a, b| {
        (a.entry, rank(a.state), a.valid_until, a.id).cmp(&(b.entry, rank(b.state), b.valid_until, b.id))
    });
    lines
}

const fn rank(state: StatutoryState) -> u8 {
    match state {
        StatutoryState::Expired { .. } => 0,
        StatutoryState::ReviewMissed { .. } => 1,
        StatutoryState::Expiring { .. } => 2,
        StatutoryState::ReviewDue { .. } => 3,
        StatutoryState::Valid => 4,
    }
}

/// Writes what a query finds as a workbook; logged, for it names people.
pub async fn export_statutory(cx: &Cx, query: &StatutoryQuery) -> Result<(String, Vec<u8>), Failure> {
    let actor = cx.allow(Action::ReadOffice)?;
    let shown = Shown::load(cx, &cx.reader(), bound_to(actor), None).await?;
    let lines = found(shown.lines, query);
    let count = u32::try_from(lines.len()).unwrap_or(u32::MAX);
    let columns = [
        ("姓名", 12),
        ("单位", 36),
        ("证书类别", 26),
        ("作业类别", 20),
        ("证号", 24),
        ("发证机关", 24),
        ("发证日期", 12),
        ("有效期至", 12),
        ("复审日期", 12),
        ("状态", 16),
    ];
    let list = List {
        sheet: "法定证书".into(),
        title: format!("法定证书登记（{} 导出，共 {count} 份）", cx.today()),
        columns: columns.map(|(name, width)| ListColumn { name: name.into(), width }).to_vec(),
        rows: lines.into_iter().map(cells).collect(),
        made_on: cx.today(),
    };
    let bytes = crate::organization::blocking(move || write(&list)).await?.map_err(anyhow::Error::from)?;
    let tx = cx.begin().await?;
    let event = Event::PersonalDataRead { list: "statutory".into(), rows: count };
    cx.log(&tx, event, Subject::new("register", "statutory")).await?;
    tx.commit().await?;
    Ok((format!("法定证书-{}.xlsx", cx.today()), bytes))
}

fn cells(line: StatutoryLine) -> Vec<Cell> {
    let state = match line.entry {
        EntryState::Active => contract::archive::statutory_state(line.state).shown(),
        other => other.term().to_owned(),
    };
    vec![
        line.name.into(),
        line.unit_name.into(),
        line.kind.term().into(),
        line.category.map(WorkCategory::term).into(),
        line.number.into(),
        line.issuer.into(),
        line.issued_on.into(),
        line.valid_until.into(),
        line.review_by.into(),
        state.into(),
    ]
}

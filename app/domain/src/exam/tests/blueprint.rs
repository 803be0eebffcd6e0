use super::*;

fn defects(change: impl FnOnce(&mut BlueprintDraft)) -> Vec<BlueprintDefect> {
    let mut draft = Blueprint::yearly().draft().clone();
    change(&mut draft);
    Blueprint::new(draft).unwrap_err()
}

#[test]
fn the_usual_blueprints_are_sound() {
    for (blueprint, items) in [
        (Blueprint::yearly(), 50),
        (Blueprint::yearly_with_cases(), 47),
        (Blueprint::workers(), 50),
        (Blueprint::officials(), 46),
        (Blueprint::contest(), 50),
        (Blueprint::spot(), 10),
    ] {
        assert_eq!(blueprint.items(), items);
        assert_eq!(Blueprint::new(blueprint.draft().clone()), Ok(blueprint));
    }
    let yearly = Blueprint::yearly();
    let draft = yearly.draft();
    assert_eq!((draft.pass_mark, draft.minutes, draft.attempts), (Points::whole(80), 90, 3));
}

#[test]
fn a_wrong_blueprint_is_refused_with_every_defect() {
    assert_eq!(defects(|d| d.cells[0].count = 29), [BlueprintDefect::Total { have: Points::whole(98) }]);
    assert_eq!(defects(|d| d.pass_mark = Points::ZERO), [BlueprintDefect::PassMark { have: Points::ZERO }]);
    assert_eq!(
        defects(|d| (d.minutes, d.attempts) = (0, 11)),
        [BlueprintDefect::Minutes { have: 0 }, BlueprintDefect::Attempts { have: 11 }]
    );
    let forever = Blueprint::MOST_COOL_DOWN + 1;
    assert_eq!(defects(|d| d.cool_down_minutes = forever), [BlueprintDefect::CoolDown { have: forever }]);
    let band = Band { easiest: Difficulty::Hard, hardest: Difficulty::Easy };
    assert_eq!(defects(|d| d.cells[1].band = Some(band)), [BlueprintDefect::BandReversed { cell: 1 }]);
    assert!(defects(|d| d.cells.clear()).contains(&BlueprintDefect::CellCount { have: 0 }));
    let json = serde_json::to_string(&Blueprint::yearly()).unwrap();
    assert!(serde_json::from_str::<Blueprint>(&json).is_ok());
    assert!(serde_json::from_str::<Blueprint>(&json.replace("\"count\":30", "\"count\":31")).is_err());
}

#[test]
fn a_short_cell_is_named_with_what_is_missing() {
    let pool = pool(&bank(80, 30));
    assert_eq!(feasible(&Blueprint::yearly(), &pool, 1), []);
    let short = feasible(&Blueprint::yearly(), &pool, 2);
    assert_eq!(short, [Supply { cell: 0, have: 80, need: 90 }]);
    assert_eq!(short[0].missing(), 10);
}

#[test]
fn cells_that_share_questions_need_them_twice() {
    // 4 of the topic and 20 of any: with 24 of the topic only, the wide cell may lose 4 of its 24.
    let topical: BTreeMap<_, _> = bank(72, 40).into_iter().collect();
    let pool = pool(&topical);
    assert_eq!(feasible(&varied(), &pool, 0), []);
    let narrow: Vec<_> = pool
        .items()
        .iter()
        .filter(|i| i.shape.kind != KindName::Single || i.topics == ["消防"])
        .cloned()
        .collect();
    assert_eq!(feasible(&varied(), &Pool::new(narrow.clone()).unwrap(), 0), []);
    let fewer: Vec<_> = narrow.into_iter().filter(|i| i.id.as_str() != "single-0000").collect();
    let short = feasible(&varied(), &Pool::new(fewer).unwrap(), 0);
    assert_eq!(short, [Supply { cell: 1, have: 23, need: 24 }]);
}

#[test]
fn every_cell_is_told_what_it_finds_even_where_the_blueprint_is_not_sound() {
    let pool = pool(&bank(80, 30));
    let cells = [Cell::plain(KindName::Single, 0, 2), Cell::plain(KindName::Case, u16::MAX, 2)];
    let told = supply(&cells, &pool, 1);
    assert_eq!(told[0], Supply { cell: 0, have: 80, need: 0 });
    assert_eq!((told[1].cell, told[1].need), (1, 2 * usize::from(u16::MAX)));
    let nothing = Cell { topic: Some("没有这个专题".into()), ..Cell::plain(KindName::Single, 1, 2) };
    assert_eq!(supply(&[nothing], &pool, 1), [Supply { cell: 0, have: 0, need: 2 }]);
}

#[test]
fn a_pool_refuses_an_id_twice() {
    let item = PoolItem::of(&question(KindName::Single, 1));
    let refusal = Pool::new(vec![item.clone(), item.clone()]).unwrap_err();
    assert_eq!(refusal, PoolRefusal::Duplicate(item.id));
}

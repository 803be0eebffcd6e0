//! Drill years, draws and drills stay as they were.

use super::ground::Ground;
use support::TestServer;

support::both![
    a_drawn_day_stays_drawn,
    the_anchors_of_a_drill_year_stay,
    a_drill_has_neither_scene_nor_place_before_arrival,
    a_recorded_drill_stays_as_it_was,
];

const YEAR: &str = "INSERT INTO drill_year (street, year, anchor_a, anchor_b, days, policy, opened_at) VALUES \
    ({street}, 2026, {hash}, {hash}, '[]', '{}', {now})";
const DAY: &str = "INSERT INTO draw (street, year, day, date, inputs, inputs_hash, frozen_at) VALUES \
    ({street}, 2026, 1, '2026-03-02', '{}', {hash}, {now})";

/// A four-no drill for which a team was sent out.
async fn dispatched(ground: &Ground) {
    ground.does("INSERT INTO team (street, id, name) VALUES ({street}, {team}, 'T')").await;
    ground
        .does("INSERT INTO scenario_card (street, id, code, hazard, title, body) VALUES ({street}, {card}, 'c', 'h', 'T', 'B')")
        .await;
    ground
        .does("INSERT INTO risk_point (street, id, unit_id, name, hazard) VALUES ({street}, {point}, {unit}, 'P', 'h')")
        .await;
    ground
        .does(
            "INSERT INTO drill (street, id, year, held_on, unit_id, area_id, kind, organiser, four_no, declared, draw_day, \
             team_id, slot, stage, dispatched_at) VALUES ({street}, {drill}, 2026, '2026-03-02', {unit}, {area}, 'special', \
             'street', true, false, 1, {team}, 'am', 'dispatched', {now})",
        )
        .await;
}

async fn a_drawn_day_stays_drawn(server: &TestServer) {
    let (ground, _) = Ground::new(server).await;
    ground.does(YEAR).await;
    ground.does(DAY).await;
    ground.never("UNIQUE", DAY).await;
    for change in ["inputs = '[]'", "inputs_hash = {hash2}", "date = '2026-03-03'"] {
        ground.never("draw_stands", &format!("UPDATE draw SET {change}")).await;
    }
    // Nothing is published before it is drawn, and nothing but both links together.
    ground.never("CHECK", "UPDATE draw SET published_at = {now}, link_a = 'a', link_b = 'b'").await;
    ground.does("UPDATE draw SET drawn_at = {now}, table_hash = {hash}, size = 4, sealed = 's'").await;
    ground.never("CHECK", "UPDATE draw SET link_a = 'a'").await;
    ground.never("CHECK", "UPDATE draw SET published_at = {now}, link_a = 'a'").await;
    let undrawn = "drawn_at = NULL, table_hash = NULL, size = NULL, sealed = NULL";
    for change in ["sealed = 'x'", "table_hash = {hash2}", "size = 5", "drawn_at = {later}", undrawn] {
        ground.never("draw_stands", &format!("UPDATE draw SET {change}")).await;
    }
    ground.does("UPDATE draw SET published_at = {now}, link_a = 'a', link_b = 'b'").await;
    for change in ["link_a = 'x'", "link_b = 'x'", "published_at = NULL, link_a = NULL, link_b = NULL"] {
        ground.never("draw_stands", &format!("UPDATE draw SET {change}")).await;
    }
    ground.never("draw_stands", "DELETE FROM draw").await;
}

async fn the_anchors_of_a_drill_year_stay(server: &TestServer) {
    let (ground, _) = Ground::new(server).await;
    ground.does(YEAR).await;
    ground.never("UNIQUE", YEAR).await;
    for change in ["anchor_a = {hash2}", "anchor_b = {hash2}", "days = '[1]'", "policy = '[]'"] {
        ground.never("append_only", &format!("UPDATE drill_year SET {change}")).await;
    }
    ground.never("append_only", "DELETE FROM drill_year").await;
}

async fn a_drill_has_neither_scene_nor_place_before_arrival(server: &TestServer) {
    let (ground, _) = Ground::new(server).await;
    dispatched(&ground).await;
    for early in ["scenario_id = {card}", "place_id = {point}", "scenario_id = {card}, place_id = {point}"] {
        ground.never("CHECK", &format!("UPDATE drill SET {early}")).await;
    }
    for skipped in ["stage = 'arrived'", "stage = 'running'", "stage = 'finished'", "stage = 'aborted'"] {
        ground.never("CHECK", &format!("UPDATE drill SET {skipped}")).await;
    }
    // Who gave notice held no four-no drill.
    ground.never("CHECK", "UPDATE drill SET notice_exception = '通知'").await;
    ground
        .does("UPDATE drill SET stage = 'arrived', arrived_at = {now}, scenario_id = {card}, place_id = {point}")
        .await;
}

async fn a_recorded_drill_stays_as_it_was(server: &TestServer) {
    let (ground, _) = Ground::new(server).await;
    dispatched(&ground).await;
    ground
        .does("INSERT INTO drill_step (street, drill_id, seq, at, client_key, mark, note) VALUES ({street}, {drill}, 1, {now}, 'k', 'alarm', '')")
        .await;
    ground.never("append_only", "UPDATE drill_step SET at = {later}").await;
    ground.never("append_only", "DELETE FROM drill_step").await;
    ground
        .does(
            "UPDATE drill SET stage = 'finished', arrived_at = {now}, scenario_id = {card}, place_id = {point}, \
             started_at = {now}, finished_at = {later}",
        )
        .await;
    for change in ["stage = 'running'", "four_no = false", "held_on = '2026-03-03'"] {
        ground.never("drill_stands", &format!("UPDATE drill SET {change}")).await;
    }
    ground.never("drill_stands", "DELETE FROM drill").await;
}

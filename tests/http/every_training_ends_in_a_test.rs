//! 凡培训必考核: every way around it that we know of, tried through the routes and past them. Each must be
//! refused, and whatever is done in whatever order, the same sentence holds afterwards: what is offered has its
//! test, and what is closed has for every attendee a pass, a failure, or an excuse that somebody approved.

mod routes;
mod sql;

use support::TestServer;

/// The sentence, checked over everything that a street holds.
async fn holds(server: &TestServer, street: &str, after: &str) {
    let reader = server.db().reader();
    let kinds = ["training", "contest", "officials"];
    let trainings = storage::training::page(&reader, street, &kinds, 1, 1_000).await.unwrap().rows;
    let ids: Vec<_> = trainings.iter().map(|t| t.id).collect();
    let attendees = storage::training::attendees(&reader, street, ids).await.unwrap();
    for training in trainings {
        let offered = training.status != "draft";
        assert!(!offered || training.exam_id.is_some(), "{after}: offered without a test");
        let own: Vec<_> = attendees.iter().filter(|a| a.training_id == training.id).collect();
        let came = storage::session::attendance_of_training(&reader, street, training.id).await.unwrap();
        for person in came {
            let known = own.iter().any(|a| a.person_id == person.person_id);
            assert!(known, "{after}: somebody came and is no attendee");
        }
        if training.status != "closed" {
            continue;
        }
        assert!(!own.is_empty(), "{after}: closed over nobody");
        for attendee in own {
            match attendee.result.as_deref() {
                Some("passed" | "failed") => {
                    assert!(attendee.attempt_id.is_some(), "{after}: a result of nothing")
                }
                Some("excused") => {
                    let reason = attendee.excuse_reason.as_deref().unwrap_or_default();
                    assert!(
                        reason.chars().count() >= 2 && attendee.excused_by.is_some(),
                        "{after}: excused by nobody"
                    );
                }
                other => panic!("{after}: closed over an attendee with {other:?}"),
            }
        }
    }
}

use super::*;

fn letters(text: &str) -> GivenAnswer {
    GivenAnswer::Letters(text.into())
}

fn view(lease: u32, next_seq: u64, answers: &[(u16, &str)]) -> SheetView {
    let answers =
        answers.iter().map(|(n, text)| SavedAnswer { item: ItemRef::item(*n), answer: letters(text) });
    SheetView {
        attempt: Default::default(),
        title: String::new(),
        items: Vec::new(),
        answers: answers.collect(),
        flags: Vec::new(),
        lease,
        writable: true,
        next_seq,
        deadline_ms: 0,
        now_ms: 0,
        current: 1,
        overview: false,
        news: None,
    }
}

const ONE: ItemRef = ItemRef::item(1);
const TWO: ItemRef = ItemRef::item(2);

#[test]
fn answers_go_out_in_the_order_given_and_leave_when_acknowledged() {
    let mut queue = Queue::new(&view(1, 5, &[]));
    queue.put(TWO, letters("A"), false);
    queue.put(ONE, letters("B"), false);
    let first = queue.next().unwrap().clone();
    assert_eq!((first.item, first.seq, first.lease), (TWO, 5, 1));
    queue.acknowledge(&first);
    let second = queue.next().unwrap().clone();
    assert_eq!((second.item, second.seq), (ONE, 6));
    assert_eq!(queue.light(true), Light::Saving);
    queue.acknowledge(&second);
    assert_eq!((queue.light(true), queue.kept()), (Light::Saved, None));
}

#[test]
fn a_change_made_while_the_older_answer_is_under_way_is_not_lost() {
    let mut queue = Queue::new(&view(1, 1, &[]));
    queue.put(ONE, letters("A"), false);
    let under_way = queue.next().unwrap().clone();
    queue.put(ONE, letters("B"), false);
    queue.acknowledge(&under_way);
    assert_eq!(queue.given(ONE), Some(&letters("B")));
    let newer = queue.next().unwrap();
    assert_eq!((&newer.answer, &newer.before, newer.seq), (&letters("B"), &Some(letters("A")), 2));
}

#[test]
fn going_back_to_the_saved_answer_is_sent_while_another_may_have_arrived() {
    let mut queue = Queue::new(&view(1, 1, &[(1, "A")]));
    queue.put(ONE, letters("A"), false);
    assert_eq!(queue.next(), None, "nothing has changed");
    queue.put(ONE, letters("B"), false);
    queue.put(ONE, letters("A"), false);
    assert_eq!(queue.next().map(|e| &e.answer), Some(&letters("A")));
}

#[test]
fn what_is_being_typed_waits_for_a_pause() {
    let mut queue = Queue::new(&view(1, 1, &[]));
    queue.put(ONE, GivenAnswer::Fill("3".into()), true);
    queue.put(TWO, letters("A"), false);
    assert_eq!(queue.next().map(|e| e.item), Some(TWO));
    queue.settle();
    assert_eq!(queue.next().map(|e| e.item), Some(ONE));
}

#[test]
fn the_wait_doubles_up_to_half_a_minute_and_starts_again_after_a_success() {
    let mut queue = Queue::new(&view(1, 1, &[]));
    queue.put(ONE, letters("A"), false);
    let mut wait = || {
        let wait = queue.patience();
        queue.lost();
        wait
    };
    let waits: Vec<_> = (0..40).map(|_| wait()).collect();
    assert_eq!(waits[..7], [1, 2, 4, 8, 16, 30, 30]);
    assert!(waits[7..].iter().all(|wait| *wait == 30));
    assert_eq!(queue.light(true), Light::Offline(1));
    let sent = queue.next().unwrap().clone();
    queue.acknowledge(&sent);
    assert_eq!((queue.light(true), queue.patience()), (Light::Saved, 1));
}

#[test]
fn a_reload_under_the_same_lease_sends_again_under_the_same_number() {
    let mut before = Queue::new(&view(1, 5, &[]));
    before.put(ONE, letters("A"), false);
    let json = serde_json::to_string(before.kept().unwrap()).unwrap();
    // The answer had arrived, its acknowledgement had not.
    let mut after = Queue::new(&view(1, 6, &[(1, "A")]));
    assert_eq!(after.restore(serde_json::from_str(&json).unwrap()), []);
    assert_eq!(after.next().map(|e| (e.item, e.seq)), Some((ONE, 5)));
    after.put(TWO, letters("B"), false);
    assert_eq!(after.next_seq(), 7);
}

#[test]
fn numbers_given_before_a_reload_are_not_given_again() {
    let mut before = Queue::new(&view(1, 5, &[]));
    before.put(ONE, letters("A"), false);
    before.put(TWO, letters("B"), false);
    let mut after = Queue::new(&view(1, 5, &[]));
    after.restore(before.kept().unwrap().clone());
    after.put(ItemRef::item(3), letters("C"), false);
    let numbers: Vec<_> = after.kept().unwrap().answers.iter().map(|e| e.seq).collect();
    assert_eq!(numbers, [5, 6, 7]);
}

#[test]
fn after_a_take_over_the_newer_of_two_devices_answers_stands() {
    let mut old = Queue::new(&view(1, 5, &[(1, "A"), (2, "A")]));
    old.put(ONE, letters("B"), false);
    old.put(TWO, letters("B"), false);
    old.put(ItemRef::item(3), letters("B"), false);
    let kept = old.kept().unwrap().clone();
    // Another device has answered 2; 3 had arrived; 1 is as it was.
    let mut new = Queue::new(&view(2, 1, &[(1, "A"), (2, "D"), (3, "B")]));
    assert_eq!(new.restore(kept), [TWO]);
    assert_eq!(new.given(TWO), Some(&letters("D")));
    let sent: Vec<_> = new.kept().unwrap().answers.iter().map(|e| (e.item, e.lease, e.seq)).collect();
    assert_eq!(sent, [(ONE, 2, 1)]);
}

#[test]
fn a_number_that_is_taken_is_replaced_a_few_times_and_then_given_up() {
    let mut queue = Queue::new(&view(1, 1, &[(1, "A")]));
    queue.put(ONE, letters("B"), false);
    for seq in 1..=3 {
        let sent = queue.next().unwrap().clone();
        assert_eq!(sent.seq, seq);
        assert!(queue.renumber(&sent));
    }
    let sent = queue.next().unwrap().clone();
    assert!(!queue.renumber(&sent));
    assert_eq!((queue.given(ONE), queue.next()), (Some(&letters("A")), None));
}

#[test]
fn flags_show_at_once_and_the_last_word_counts() {
    let mut queue = Queue::new(&view(1, 1, &[]));
    queue.flag(ONE, true);
    let under_way = queue.next_flag().unwrap();
    queue.flag(ONE, false);
    queue.settle_flag(under_way, true);
    assert_eq!((queue.is_flagged(ONE), queue.next_flag()), (false, Some(Flag { item: ONE, on: false })));
    queue.settle_flag(Flag { item: ONE, on: false }, true);
    assert_eq!((queue.is_flagged(ONE), queue.kept()), (false, None));
}

#[test]
fn a_flag_that_is_refused_shows_what_is_saved() {
    let mut queue = Queue::new(&view(1, 1, &[]));
    queue.flag(TWO, true);
    assert!(queue.is_flagged(TWO));
    queue.settle_flag(Flag { item: TWO, on: true }, false);
    assert!(!queue.is_flagged(TWO));
}

//! What the server's answer to a saved answer means for the page.

use serde_json::Value;

/// What became of something that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// It is durable.
    Kept {
        /// It came after the deadline: kept, not scored.
        late: bool,
        /// Milliseconds left, where the server says so.
        remaining_ms: Option<i64>,
    },
    /// Nobody knows; try again.
    Lost,
    /// The sign-in has expired; try again after signing in.
    SignedOut,
    /// Another device has taken over.
    TakenOver,
    /// The time is up.
    TimeIsUp,
    /// The paper was handed in already.
    AlreadySubmitted,
    /// The number was used already; send it under a new one.
    Stale,
    /// It will never be taken, with the reason as a sentence.
    Refused(String),
}

/// Reads an answer of the server: its HTTP status and its body.
#[must_use]
pub fn read(status: u16, body: &str) -> Reply {
    // Only the few words needed are read: the whole closed enum would cost the browser several kilobytes.
    let Ok(said) = serde_json::from_str::<Value>(body) else { return Reply::Lost };
    if status == 200 {
        let late = said["late"].as_bool().unwrap_or(false);
        return Reply::Kept { late, remaining_ms: said["remaining_ms"].as_i64() };
    }
    match (said["error"].as_str(), said["facts"]["refusal"].as_str()) {
        (Some("refused"), Some("taken_over")) => Reply::TakenOver,
        (Some("refused"), Some("time_is_up")) => Reply::TimeIsUp,
        (Some("refused"), Some("already_submitted")) => Reply::AlreadySubmitted,
        (Some("refused"), Some("stale_form")) => Reply::Stale,
        (Some("sign_in_needed"), _) => Reply::SignedOut,
        (
            Some("refused" | "form" | "missing" | "denied" | "foreign_origin" | "too_large" | "unreadable"),
            _,
        ) => Reply::Refused(said["message"].as_str().unwrap_or_default().to_owned()),
        _ => Reply::Lost,
    }
}

/// How a sitting stands on the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It runs.
    Open,
    /// It was handed in.
    Submitted,
    /// It was voided.
    Voided,
}

/// What the server's clock says of a sitting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// Milliseconds left; negative once the time is up.
    pub left_ms: i64,
    /// The deadline, in milliseconds since 1970.
    pub deadline_ms: i64,
    /// Whether this page may write.
    pub writable: bool,
    /// How the sitting stands.
    pub state: State,
}

/// Reads the server's clock: its HTTP status and its body.
pub fn clock(status: u16, body: &str) -> Result<Clock, Reply> {
    if status != 200 {
        return Err(read(status, body));
    }
    let said = serde_json::from_str::<Value>(body).map_err(|_| Reply::Lost)?;
    let (Some(now_ms), Some(deadline_ms)) = (said["now_ms"].as_i64(), said["deadline_ms"].as_i64()) else {
        return Err(Reply::Lost);
    };
    let state = match said["state"].as_str() {
        Some("submitted") => State::Submitted,
        Some("voided") => State::Voided,
        _ => State::Open,
    };
    let writable = said["writable"].as_bool().unwrap_or(false);
    Ok(Clock { left_ms: deadline_ms - now_ms, deadline_ms, writable, state })
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::{
        Refusal, UiError,
        exam::{ClockView, Saved, SittingState},
    };

    fn told(error: &UiError) -> Reply {
        let mut body = serde_json::to_value(error).unwrap();
        body["message"] = "说明".into();
        read(422, &body.to_string())
    }

    #[test]
    fn an_acknowledgement_is_understood() {
        let body = serde_json::to_string(&Saved { seq: 7, late: false, remaining_ms: 61_000 }).unwrap();
        assert_eq!(read(200, &body), Reply::Kept { late: false, remaining_ms: Some(61_000) });
    }

    #[test]
    fn refusals_that_change_the_page_are_told_apart() {
        for (refusal, reply) in [
            (Refusal::TakenOver, Reply::TakenOver),
            (Refusal::TimeIsUp { since: "17:30".into() }, Reply::TimeIsUp),
            (Refusal::AlreadySubmitted, Reply::AlreadySubmitted),
            (Refusal::StaleForm, Reply::Stale),
            (Refusal::AnswerMalformed, Reply::Refused("说明".into())),
        ] {
            assert_eq!(told(&UiError::Refused(refusal)), reply);
        }
        assert_eq!(told(&UiError::SignInNeeded), Reply::SignedOut);
        assert_eq!(told(&UiError::Missing), Reply::Refused("说明".into()));
    }

    #[test]
    fn the_clock_is_read_and_everything_else_is_asked_for_again() {
        let view = ClockView { now_ms: 5, deadline_ms: 65, writable: true, state: SittingState::Voided };
        let body = serde_json::to_string(&view).unwrap();
        let read = Clock { left_ms: 60, deadline_ms: 65, writable: true, state: State::Voided };
        assert_eq!(clock(200, &body), Ok(read));
        assert_eq!(clock(200, "<html>the page of a captive portal</html>"), Err(Reply::Lost));
        assert_eq!(clock(200, "{}"), Err(Reply::Lost));
        assert_eq!(clock(401, r#"{"error":"sign_in_needed"}"#), Err(Reply::SignedOut));
    }

    #[test]
    fn a_fault_of_the_server_or_of_a_proxy_is_tried_again() {
        assert_eq!(told(&UiError::Internal { reference: "ab".into() }), Reply::Lost);
        assert_eq!(told(&UiError::Conflict), Reply::Lost);
        assert_eq!(read(502, "<html>Bad Gateway</html>"), Reply::Lost);
        assert_eq!(read(200, "<html>the page of a captive portal</html>"), Reply::Lost);
    }
}

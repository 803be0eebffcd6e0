//! Making the day's notices, once a day and never at night.

use crate::{Cx, Failure};
use chrono::NaiveDate;
use domain::{
    notice::{Kind, is_quiet, step},
    policy::Topic,
};
use storage::{
    duty::{DutyFilter, DutyLine},
    notice::{NoticeRow, OutboxRow},
};

/// Duties looked at in one go.
const STEP: u64 = 2_000;

/// Makes the notices of today: everybody whose duty came to a new step is told once, and the office's channels
/// (`mail`, `webhook`) get one digest. Does nothing at night, while duties are being computed, or where it was done
/// today. Gives how many duties were looked at.
pub async fn make_notices(cx: &Cx, channels: &[(&str, String)]) -> Result<u64, Failure> {
    let reader = cx.reader();
    if is_quiet(cx.now()) {
        return Ok(0);
    }
    let today = cx.today();
    let round = storage::duty::round(&reader, cx.street()).await?;
    // What is told must be of today.
    let fresh =
        round.is_some_and(|round| round.done_at.is_some() && round.signs.starts_with(&today.to_string()));
    if !fresh {
        return Ok(0);
    }
    let done = format!("notices-{today}");
    if storage::notice::was_done(&reader, cx.street(), &done).await? {
        return Ok(0);
    }
    let filter = DutyFilter::unmet(today);
    let mut page = 1;
    let mut seen = 0;
    loop {
        // The order is by due date, so that those with time left come last and end the search.
        let found = storage::duty::page(&reader, cx.street(), &filter, page, STEP).await?;
        let count = found.rows.len();
        let rows: Vec<NoticeRow> = found.rows.iter().filter_map(|line| notice(cx, line, today)).collect();
        let ended = rows.is_empty() || count < usize::try_from(STEP).unwrap_or(usize::MAX);
        seen += count as u64;
        let tx = cx.begin().await?;
        storage::notice::add(&tx, rows).await?;
        tx.commit().await?;
        if ended {
            break;
        }
        page += 1;
    }
    let counts = storage::duty::counts(&reader, cx.street(), &filter).await?;
    let digest = serde_json::json!({
        "kind": "duty_digest",
        "street": cx.street(),
        "date": today,
        "overdue": counts.overdue,
        "due_soon": counts.soon,
        "open": counts.open,
        "met": counts.met,
        "link": format!("{}/office/duties", cx.services().public_url),
    });
    let rows = channels.iter().map(|(channel, recipient)| OutboxRow {
        street: cx.street().to_owned(),
        id: cx.new_uuid(),
        channel: (*channel).to_owned(),
        kind: "digest".into(),
        dedup: format!("digest:{today}:{channel}"),
        recipient: recipient.clone(),
        body: digest.to_string(),
        state: "waiting".into(),
        tries: 0,
        made_at: cx.now(),
        next_at: cx.now(),
        claimed_until: None,
        claim: None,
        last_error: None,
        done_at: None,
    });
    let rows: Vec<OutboxRow> = rows.collect();
    let tx = cx.begin().await?;
    storage::db::next_number(&tx, cx.street(), &done).await?;
    if counts.overdue + counts.soon > 0 {
        storage::notice::post(&tx, rows).await?;
    }
    tx.commit().await?;
    Ok(seen)
}

/// The notice of a duty that came to a step; none of one with time left.
fn notice(cx: &Cx, line: &DutyLine, today: NaiveDate) -> Option<NoticeRow> {
    let step = step(line.due_on, today)?;
    let kind = match Topic::from_code(&line.topic) {
        Some(Topic::Renewal) => Kind::CertificateExpiring,
        _ if line.due_on < today => Kind::DutyOverdue,
        _ => Kind::DutySoon,
    };
    let body = match kind {
        Kind::DutyOverdue => format!("“{}”已于 {} 到期，请尽快参加培训和考核。", line.title, line.due_on),
        Kind::DutySoon => format!("“{}”请在 {} 前完成。", line.title, line.due_on),
        Kind::CertificateExpiring => format!("{}：有效期到 {}，请参加复训。", line.title, line.due_on),
    };
    Some(NoticeRow {
        street: cx.street().to_owned(),
        id: cx.new_uuid(),
        person_id: line.person_id,
        kind: kind.code().into(),
        about: line.title.clone(),
        dedup: format!("{}:{}:{}:{step}", kind.code(), line.title, line.period_from),
        body,
        path: "/my#duties".into(),
        made_at: cx.now(),
        read_at: None,
    })
}

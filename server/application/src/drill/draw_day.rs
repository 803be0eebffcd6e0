//! The morning's draw.

use super::{
    Hand,
    freeze::{NO_BEACON, freeze_inputs},
    secret::{self, Sealed},
    year::Year,
};
use crate::{Cx, Failure};
use chrono::{Datelike, NaiveDate};
use contract::Refusal;
use domain::{
    audit::{Event, Subject},
    drill::draw::{DayInputs, draw},
};
use storage::drill::Drawn;

/// Draws today: freezes the inputs first where the evening's job did not, both logged in this order.
/// A second call is refused and changes nothing.
pub async fn open_day(cx: &Cx, hand: Hand, date: NaiveDate) -> Result<(), Failure> {
    hand.allow(cx)?;
    freeze_inputs(cx, hand, date).await?;
    draw_day(cx, hand, date).await
}

/// Draws today from its frozen inputs. The result is sealed at once; in the clear stand only its size and
/// the hash of the chances. Of two servers that draw at once, one is told that it was drawn.
pub async fn draw_day(cx: &Cx, hand: Hand, date: NaiveDate) -> Result<(), Failure> {
    hand.allow(cx)?;
    if date != cx.today() {
        return Err(Refusal::OnlyToday { today: cx.today().to_string() }.into());
    }
    let year = Year::open(cx, date.year()).await?;
    let day = year.number_of(date)?;
    let number = i32::try_from(day).map_err(anyhow::Error::from)?;
    let row = storage::drill::draw(&cx.reader(), cx.street(), date.year(), number).await?;
    let row = row.ok_or(Refusal::NotDrawn)?;
    if row.drawn_at.is_some() {
        return Err(Refusal::AlreadyDrawn.into());
    }
    let inputs: DayInputs = serde_json::from_str(&row.inputs)?;
    if hex::encode(inputs.hash()) != row.inputs_hash {
        return Err(anyhow::anyhow!("the frozen inputs of {date} are not those that were logged").into());
    }
    let secrets = secret::of_day(cx, &year.row, inputs.policy.days, day, NO_BEACON)?;
    let result = draw(&inputs, &secrets.key).map_err(|refusal| anyhow::anyhow!("the draw: {refusal:?}"))?;
    let (size, table_hash) = (result.size, result.table_hash.clone());
    let sealed = secret::seal(cx, row.year, row.day, &Sealed { beacon: NO_BEACON.into(), draw: result })?;
    let tx = cx.begin().await?;
    let drawn = Drawn {
        at: cx.now(),
        table_hash: table_hash.clone(),
        size: i32::try_from(size).map_err(anyhow::Error::from)?,
        sealed,
    };
    if !storage::drill::save_drawn(&tx, cx.street(), row.year, row.day, drawn).await? {
        return Err(Refusal::AlreadyDrawn.into());
    }
    let event = Event::DrawMade { year: row.year, day, table_hash, size };
    hand.log(cx, &tx, event, Subject::new("draw", format!("{}-{day}", row.year))).await?;
    Ok(tx.commit().await?)
}

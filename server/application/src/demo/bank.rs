//! Demo data: a bank under work, so that its pages show what they are for.

use super::training::clerk;
use crate::{
    Cx, Failure,
    bank::edit::{Many, move_edits, show_form, write_question},
};
use domain::bank::edit::EditAct;
use uuid::Uuid;

/// The bank that is under work.
const BANK: &str = "fire-law";

/// Leaves a draft, a proposal that waits for review, and an approved one; nothing where the bank is not there.
pub async fn load(cx: &Cx, one: Uuid, other: Uuid) -> Result<(), Failure> {
    let (first, second) = (cx.acting(clerk(cx, one)), cx.acting(clerk(cx, other)));
    if storage::bank::newest(&cx.reader(), cx.street(), BANK).await?.is_none() {
        return Ok(());
    }
    change(&first, "xf-02-05-01", "解析补充了常见误解", true).await?;
    move_edits(&second, &Many { bank: BANK.into(), act: EditAct::Approve, edits: Vec::new() }).await?;
    change(&second, "xf-02-09-01", "学员反映解析太短", true).await?;
    change(&first, "xf-02-12-01", "统一专题名称", false).await
}

async fn change(cx: &Cx, question: &str, reason: &str, submit: bool) -> Result<(), Failure> {
    let mut form = show_form(cx, BANK, Some(question), "").await?.form;
    let explanation = format!("{}答错的人多半是把单位和个人的责任弄混了。", form.get("explanation"));
    form.set("explanation", explanation);
    form.set("reason", reason);
    write_question(cx, BANK, Some(question), &form, submit).await?;
    Ok(())
}

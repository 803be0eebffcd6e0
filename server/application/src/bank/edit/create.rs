//! Opening a bank.

use crate::{Cx, Failure};
use contract::{Field, FieldError, FieldProblem, Refusal, UiError};
use domain::{
    actor::Action,
    audit::{Event, Subject},
    bank::BankCode,
};
use storage::{Failed, bank::edit::BankRow};

/// A bank as typed.
#[derive(Clone, Debug, Default)]
pub struct NewBank {
    /// Its code: small letters, digits and hyphens.
    pub code: String,
    /// What people will call it, 2 to 60 characters.
    pub name: String,
    /// What it is for, at most 500 characters.
    pub description: String,
}

/// Opens a bank without questions; gives its code.
pub async fn create_bank(cx: &Cx, typed: NewBank) -> Result<String, Failure> {
    cx.allow(Action::EditBanks)?;
    let mut wrong = Vec::new();
    let mut check =
        |bad: Option<FieldProblem>, field| wrong.extend(bad.map(|problem| FieldError { field, problem }));
    let code = BankCode::parse(typed.code.trim());
    check(code.is_none().then_some(FieldProblem::NotACode), Field::Code);
    check(length(&typed.name, 2, 60), Field::Title);
    check(length(&typed.description, 0, 500), Field::Note);
    let Some(code) = code.filter(|_| wrong.is_empty()) else { return Err(UiError::Form(wrong).into()) };
    let row = BankRow {
        street: cx.street().to_owned(),
        code: code.to_string(),
        name: typed.name.trim().to_owned(),
        description: typed.description.trim().to_owned(),
        created_at: cx.now(),
    };
    let tx = cx.begin().await?;
    match storage::bank::edit::add_bank(&tx, row).await {
        Err(Failed::AlreadyThere) => return Err(Refusal::BankCodeTaken { code: code.to_string() }.into()),
        other => other?,
    }
    cx.log(&tx, Event::BankCreated { code: code.to_string() }, Subject::new("bank", &code)).await?;
    tx.commit().await?;
    Ok(code.to_string())
}

/// What is wrong with the length of a text.
pub(super) fn length(text: &str, least: u16, most: u16) -> Option<FieldProblem> {
    match text.trim().chars().count() {
        0 if least > 0 => Some(FieldProblem::Empty),
        n if n < usize::from(least) => Some(FieldProblem::TooShort { least }),
        n if n > usize::from(most) => Some(FieldProblem::TooLong { most }),
        _ => None,
    }
}

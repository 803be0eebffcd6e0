//! Demo data: how the street's certificates look, and a draft of the next version.

use super::training::clerk;
use crate::{
    Cx, Failure,
    certificate::{Seal, TemplateForm, publish_template, try_template},
};
use chrono::{Datelike, NaiveDate, NaiveTime};
use uuid::Uuid;

/// Puts the first version into use at the beginning of the year, so that all certificates of the demo bear it, and
/// leaves a draft. No seal: a picture of one is for the office to bring. Nothing where there are no fonts.
pub async fn load(cx: &Cx, today: NaiveDate, office: Uuid) -> Result<(), Failure> {
    if cx.services().fonts.is_none() {
        return Ok(());
    }
    let first = NaiveDate::from_ymd_opt(today.year(), 1, 4).unwrap_or(today).and_time(NaiveTime::MIN);
    let clerk = cx.at(domain::calendar::instant(first)).acting(clerk(cx, office));
    let form = TemplateForm {
        subtitle: "唐王街道安全生产知识全员培训".into(),
        issuer: "唐王街道办事处".into(),
        signatory_1: "培训负责人（签字）：".into(),
        months: "12".into(),
        border: "gold".into(),
        ..TemplateForm::default()
    };
    try_template(&clerk, form.clone(), Seal::Drop).await?;
    publish_template(&clerk).await?;
    let next =
        TemplateForm { signatory_2: "考核负责人（签字）：".into(), border: "blue".into(), ..form };
    try_template(&clerk, next, Seal::Drop).await
}

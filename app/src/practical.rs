//! Practical assessments: the office's pages, and the judge's sheet on a phone.

pub mod judge;
pub mod office;

use crate::{
    text,
    ui::{self, Tone},
};
use domain::{exam::Points, practical::Verdict};
use leptos::prelude::*;

/// Hundredths as people write them.
fn hundredths(hundredths: u32) -> String {
    text::points(i32::try_from(hundredths).unwrap_or(i32::MAX))
}

fn points(points: Points) -> String {
    hundredths(points.get())
}

/// What the sheets of a person come to, in a badge.
fn verdict(verdict: Verdict) -> AnyView {
    let (tone, words) = match verdict {
        Verdict::Waiting { have, need } => (Tone::Neutral, format!("已评 {have} / {need}")),
        Verdict::Disputed { apart } => (Tone::Warn, format!("相差 {} 分，待合议", points(apart))),
        Verdict::Settled { vetoed: true, score, .. } => {
            (Tone::Bad, format!("{} 分，否决项不合格", points(score)))
        }
        Verdict::Settled { score, passed: true, .. } => (Tone::Good, format!("{} 分，合格", points(score))),
        Verdict::Settled { score, .. } => (Tone::Bad, format!("{} 分，不合格", points(score))),
    };
    view! { <ui::Badge tone=tone>{words}</ui::Badge> }.into_any()
}

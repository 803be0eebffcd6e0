//! The form of a blueprint with how every row stands.

use super::{
    form_of,
    understand::{Understood, judge, small, supplies, understand},
};
use crate::{
    Cx, Failure,
    exam::{
        create_exam::{bank_label, blueprint},
        pool::{self, Questions},
    },
    training::audience,
};
use chrono::NaiveDate;
use contract::{
    Refusal, UiError,
    blueprint::{BankOffer, BlueprintFault, BlueprintForm, BlueprintView, CellForm, CellState},
};
use domain::{
    actor::Action,
    calendar,
    exam::{Blueprint, BlueprintDraft, Preset, Supply, supply},
    training::OFFICIALS_BANK,
};
use std::collections::{BTreeMap, HashMap};
use storage::{Reader, bank::BankVersionRow, training::TrainingRow};
use uuid::Uuid;

/// What is done to the form before it is shown; nothing of it is saved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Act {
    /// It is shown as it is.
    #[default]
    Look,
    /// It is judged.
    Check,
    /// A row is added.
    Add,
    /// A row is taken away, counted from 0.
    Remove(usize),
    /// Rows and rules are replaced by those of a preset.
    Preset(Preset),
}

/// Shows the blueprint of a training's test: what was typed, else what is saved, else the preset of the
/// audience. Who may not change it sees what is saved.
pub async fn show_blueprint(
    cx: &Cx,
    id: Uuid,
    typed: Option<BlueprintForm>,
    act: Act,
) -> Result<BlueprintView, Failure> {
    cx.allow(Action::ReadOffice)?;
    let reader = cx.reader();
    let training = storage::training::find(&reader, cx.street(), id).await?.ok_or_else(Failure::missing)?;
    let editable = training.status == "draft" && cx.allow(Action::ManageTrainings).is_ok();
    let preset = Preset::for_audience(&audience(&training.audience));
    let saved = saved(cx, &reader, &training).await?;
    let has_test = saved.is_some();
    let fixed = saved.as_ref().map(|saved| saved.day).filter(|_| !editable);
    let form = typed.filter(|_| editable).or(saved.map(|saved| saved.form));
    let form = form.unwrap_or_else(|| form_of(&preset.blueprint(), &[]));
    let judged = act == Act::Check;
    let form = acted(form, act);
    let for_officials = audience(&training.audience).iter().all(|p| p.is_official());
    let shelf = Shelf::read(cx, &reader, &form, fixed, for_officials).await?;
    let Understood { draft, mut faults } = understand(&form);
    let (questions, of_banks) = shelf.questions(cx, &reader).await?;
    faults.splice(0..0, of_banks);
    let found = supplies(&draft, questions.as_ref());
    if let Err(more) = judge(&draft, &found) {
        faults.extend(more);
    }
    Ok(BlueprintView {
        training: id,
        title: training.title,
        editable,
        published: training.status != "draft",
        saved: has_test,
        judged,
        preset: preset.code(),
        cells: states(&draft, &found),
        topics: counts(questions.as_ref(), |q| q.topics().to_vec()),
        laws: counts(questions.as_ref(), |q| {
            q.basis().law().map(|l| l.as_str().to_owned()).into_iter().collect()
        }),
        items: draft.cells.iter().map(|cell| u32::from(cell.count)).sum(),
        total: draft.cells.iter().map(|cell| cell.points()).sum::<domain::exam::Points>().get(),
        fresh_retakes: questions.as_ref().filter(|_| !found.is_empty()).map(|q| fresh_retakes(&draft, q)),
        banks: shelf.offers,
        form,
        faults,
    })
}

fn acted(mut form: BlueprintForm, act: Act) -> BlueprintForm {
    match act {
        Act::Look | Act::Check => {}
        Act::Add => form.cells.push(CellForm { kind: "single".into(), ..CellForm::default() }),
        Act::Remove(row) if row < form.cells.len() => drop(form.cells.remove(row)),
        Act::Remove(_) => {}
        Act::Preset(preset) => {
            form = BlueprintForm { banks: form.banks, ..form_of(&preset.blueprint(), &[]) };
        }
    }
    form
}

/// The blueprint of the test that a training has.
pub(super) struct Saved {
    /// As a form.
    pub form: BlueprintForm,
    /// The day whose questions its papers are drawn from.
    pub day: NaiveDate,
}

/// Reads the blueprint of the test that a training has.
pub(super) async fn saved(
    cx: &Cx,
    reader: &Reader,
    training: &TrainingRow,
) -> Result<Option<Saved>, Failure> {
    let Some(id) = training.exam_id else { return Ok(None) };
    let exam = storage::exam::exam(reader, cx.street(), id).await?.ok_or_else(Failure::missing)?;
    let versions = storage::exam::bank_versions(reader, cx.street(), id).await?;
    let form = form_of(&blueprint(&exam)?, &versions);
    Ok(Some(Saved { form, day: calendar::date_of(exam.opens_at) }))
}

/// The banks that are offered, and those that are chosen.
pub(super) struct Shelf {
    /// What is offered.
    pub offers: Vec<BankOffer>,
    /// The versions chosen, as far as they may be.
    pub chosen: Vec<Uuid>,
    faults: Vec<BlueprintFault>,
    day: NaiveDate,
}

impl Shelf {
    /// Looks the banks of a form up. Offered are the newest versions and what is chosen already; what was
    /// withdrawn is not. Of a blueprint that stays as it is (`fixed`, the day of its questions) its own banks are
    /// shown, withdrawn or not.
    pub async fn read(
        cx: &Cx,
        reader: &Reader,
        form: &BlueprintForm,
        fixed: Option<NaiveDate>,
        for_officials: bool,
    ) -> Result<Self, Failure> {
        let editable = fixed.is_none();
        let rows = storage::bank::versions(reader, cx.street()).await?;
        let withdrawn = storage::bank::withdrawals(reader, cx.street()).await?;
        let is_withdrawn = |row: &BankVersionRow| withdrawn.iter().any(|w| w.bank_version_id == row.id);
        let is_chosen = |row: &BankVersionRow| form.banks.contains(&row.id.to_string());
        let mut questions: HashMap<Uuid, i64> = HashMap::new();
        for count in storage::bank::counts(reader, cx.street()).await? {
            *questions.entry(count.bank_version_id).or_default() += count.questions;
        }
        let day = fixed.unwrap_or(cx.today());
        let mut shelf = Self { offers: Vec::new(), chosen: Vec::new(), faults: Vec::new(), day };
        let mut newest = "";
        for row in &rows {
            let is_newest = newest != row.code;
            newest = &row.code;
            let chosen = is_chosen(row);
            let gone = editable && is_withdrawn(row);
            if chosen && gone {
                shelf.faults.push(BlueprintFault::BankWithdrawn { bank: bank_label(row) });
            } else if chosen {
                shelf.chosen.push(row.id);
            }
            // The officials' bank is for officials alone.
            let offered = is_newest && (for_officials || row.code != OFFICIALS_BANK);
            if !gone && (chosen || (editable && offered)) {
                shelf.offers.push(BankOffer {
                    id: row.id.to_string(),
                    label: bank_label(row),
                    questions: questions.get(&row.id).and_then(|n| u32::try_from(*n).ok()).unwrap_or(0),
                    chosen,
                });
            }
        }
        if shelf.chosen.len() + shelf.faults.len() < form.banks.len() {
            shelf.faults.push(BlueprintFault::BankUnknown);
        }
        if form.banks.is_empty() {
            shelf.faults.push(BlueprintFault::NoBank);
        }
        shelf.chosen.sort_unstable();
        Ok(shelf)
    }

    /// Reads the questions of the chosen banks that may be asked on its day, with what is wrong about the choice.
    pub async fn questions(
        &self,
        cx: &Cx,
        db: &impl storage::db::Handle,
    ) -> Result<(Option<Questions>, Vec<BlueprintFault>), Failure> {
        let mut faults = self.faults.clone();
        if self.chosen.is_empty() {
            return Ok((None, faults));
        }
        match pool::of_versions(db, cx.street(), &self.chosen, self.day).await {
            Ok(questions) => Ok((Some(questions), faults)),
            Err(Failure::Told(UiError::Refused(Refusal::QuestionsRepeated))) => {
                faults.push(BlueprintFault::QuestionsRepeated);
                Ok((None, faults))
            }
            Err(other) => Err(other),
        }
    }
}

fn states(draft: &BlueprintDraft, found: &[Supply]) -> Vec<CellState> {
    let state = |(at, cell): (usize, &domain::exam::Cell)| CellState {
        points: cell.points().get(),
        supply: found.get(at).map(|supply| (small(supply.have), small(supply.need))),
    };
    draft.cells.iter().enumerate().map(state).collect()
}

/// For how many retakes, of those that are allowed, every row finds questions not seen before.
fn fresh_retakes(draft: &BlueprintDraft, questions: &Questions) -> u8 {
    let most = draft.attempts.clamp(1, 10) - 1;
    let enough =
        |retakes: &u8| supply(&draft.cells, &questions.pool, *retakes).iter().all(|s| s.missing() == 0);
    (1..=most).take_while(enough).last().unwrap_or(0)
}

/// Counts the questions by something they have, the most frequent first.
fn counts(
    questions: Option<&Questions>,
    of: impl Fn(&domain::bank::Question) -> Vec<String>,
) -> Vec<(String, u32)> {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for name in questions.iter().flat_map(|q| q.all()).flat_map(of) {
        *counts.entry(name).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    counts
}

/// Judges a form against its banks.
pub(super) async fn judged(
    cx: &Cx,
    reader: &Reader,
    form: &BlueprintForm,
    fixed: Option<NaiveDate>,
) -> Result<(Blueprint, Vec<Uuid>, Questions), Failure> {
    let shelf = Shelf::read(cx, reader, form, fixed, true).await?;
    let withdrawn = shelf.faults.iter().find_map(|fault| match fault {
        BlueprintFault::BankWithdrawn { bank } => Some(bank.clone()),
        _ => None,
    });
    if let Some(bank) = withdrawn {
        return Err(Refusal::BankWithdrawn { bank }.into());
    }
    let Understood { draft, mut faults } = understand(form);
    let (questions, of_banks) = shelf.questions(cx, reader).await?;
    faults.splice(0..0, of_banks);
    match (judge(&draft, &supplies(&draft, questions.as_ref())), questions) {
        (Ok(blueprint), Some(questions)) if faults.is_empty() => Ok((blueprint, shelf.chosen, questions)),
        (judged, _) => {
            faults.extend(judged.err().unwrap_or_default());
            Err(Refusal::BlueprintFaulty { faults }.into())
        }
    }
}

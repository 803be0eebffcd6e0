//! A workbook of 10,000 questions: what it costs to read it to sound questions, beside calamine only reading its
//! cells (07-performance).

use std::{hint::black_box, io::Cursor};

use anyhow::{Result, anyhow, ensure};
use calamine::{DataRef, Reader, Xlsx};
use contract::exchange::Format;
use domain::bank::{Difficulty, KindName, Question, RawBasis, RawOption, RawQuestion};

use crate::{moment::Moment, table::Table};

const QUESTIONS: u32 = 10_000;
/// Each kind of reading is timed so often, in turns.
const RUNS: usize = 9;

/// Runs the benchmark; tells whether its bound was kept.
pub fn command() -> Result<bool> {
    let bank = (0..QUESTIONS).map(question).collect::<Result<Vec<_>>>()?;
    let file = exchange::write(&bank, Format::Xlsx)?.bytes;
    let (mut bare, mut full) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let start = Moment::now();
        let cells = black_box(cells(&file)?);
        bare.push(start.elapsed().as_secs_f64() * 1e3);
        ensure!(cells > QUESTIONS as usize, "calamine read {cells} cells");
        let start = Moment::now();
        let reading =
            exchange::read(&file, Format::Xlsx, &exchange::Defaults::default(), &exchange::Limits::default());
        let reading = black_box(reading.map_err(|problem| anyhow!("{problem:?}"))?);
        full.push(start.elapsed().as_secs_f64() * 1e3);
        let sound = reading.entries.iter().filter(|entry| entry.draft.is_some()).count();
        ensure!(sound == bank.len(), "{sound} questions are sound");
    }
    let (bare, full) = (median(bare), median(full));
    let mut table = Table::new("import");
    table.tell("questions", f64::from(QUESTIONS), "");
    table.tell("workbook", file.len() as f64 / 1e6, "MB");
    table.tell("calamine, all cells, median", bare, "ms");
    table.tell("to sound questions, median", full, "ms");
    table.bound("ratio", full / bare, "×", 4.0);
    table.finish()
}

fn median(mut runs: Vec<f64>) -> f64 {
    runs.sort_by(f64::total_cmp);
    runs[runs.len() / 2]
}

/// Reads every cell of every sheet, as the reference.
fn cells(file: &[u8]) -> Result<usize> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(file))?;
    let mut count = 0;
    for name in workbook.sheet_names() {
        let mut reader = workbook.worksheet_cells_reader(&name)?;
        while let Some(cell) = reader.next_cell()? {
            count += usize::from(!matches!(cell.get_value(), DataRef::Empty));
        }
    }
    Ok(count)
}

/// A question like those of the banks: four or five options, an explanation, an article.
fn question(n: u32) -> Result<Question> {
    let kind = [KindName::Single, KindName::Single, KindName::Multiple, KindName::TrueFalse, KindName::Fill]
        [n as usize % 5];
    let is_choice = matches!(kind, KindName::Single | KindName::Multiple);
    let options = (0..if is_choice { 4 + n % 2 } else { 0 }).map(|at| RawOption {
        text: format!("第 {at} 种做法：先检测氧含量，再安排 {n} 名人员进入池内作业"),
        correct: at == n % 4 || (kind == KindName::Multiple && at == (n + 1) % 4),
        pin_last: false,
    });
    let raw = RawQuestion {
        id: format!("bench-{n:05}"),
        kind,
        stem: format!("第 {n} 号车间清理污水池前，现场负责人应当怎样安排通风、检测和监护？"),
        options: options.collect(),
        answer: (kind == KindName::TrueFalse).then_some(n.is_multiple_of(2)),
        answers: if kind == KindName::Fill { vec![format!("{n}"), format!("{n} 日")] } else { Vec::new() },
        pin_last: false,
        explanation: format!("有限空间作业先通风、再检测、后作业，监护人全程不得离开（第 {n} 条要点）。"),
        difficulty: Difficulty::ALL[n as usize % 3],
        topics: vec!["有限空间".into(), "应急处置".into()],
        sectors: vec!["all".into()],
        audiences: vec!["safety_manager".into(), "team_leader".into()],
        basis: Some(RawBasis::Law { law: "22".into(), article: Some((n % 90 + 1).to_string()), item: None }),
        evidence: vec!["先通风".into(), "再检测".into()],
        valid_from: day(n),
        valid_to: None,
        parts: Vec::new(),
    };
    Question::parse(raw).map_err(|defects| anyhow!("{defects:?}"))
}

/// A day of its own for each question.
fn day(n: u32) -> Option<chrono::NaiveDate> {
    chrono::NaiveDate::from_ymd_opt(2024, n % 12 + 1, n % 28 + 1)
}

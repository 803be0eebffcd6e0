//! What a format can hold comes back whole; whatever is thrown at a reader, it answers.

use chrono::{Days, NaiveDate};
use contract::exchange::{Format, Left};
use domain::bank::{
    Difficulty, KindName, Question, RawBasis, RawOption, RawPart, RawQuestion,
    text::{bare, fold},
};
use exchange::{Defaults, Limits, guess, read, write};
use proptest::{collection::vec, option, prelude::*, sample::select};

use crate::kit::{defaults, questions, reading};

/// Texts with everything that one format or another gives a meaning to.
fn text() -> impl Strategy<Value = String> {
    let pieces = select(vec![
        "安全",
        "通风",
        "1.5%",
        "（　　）",
        "A. 甲",
        "B、乙",
        " ",
        "\n",
        "\t",
        "~",
        "=",
        "#",
        "{",
        "}",
        ":",
        "::",
        "\\",
        "\\n",
        "%50%",
        "####",
        "<b>",
        "&amp;",
        "&",
        ">",
        "\"",
        "'",
        ",",
        "，",
        "、",
        ";",
        "；",
        "|",
        "｜",
        "//",
        "[html]",
        "[",
        "]",
        "$CATEGORY:",
        "-",
        "+",
        "@",
        "ANSWER: A",
        "_x0041_",
        "=DISPIMG(",
        "对",
        "机械制造",
        "全部",
        "𠮷",
        "é",
        "TRUE",
        "->",
    ]);
    (select(vec!["题", "=1", "-2", "%3", "'=x", "\"q", "A", "~t", "{T}", "#9", "氧"]), vec(pieces, 0..6))
        .prop_map(|(first, rest)| format!("{first}{}", rest.concat()).trim().to_owned())
        .prop_filter("says something", |text| !bare(text).is_empty() && !fold(text).is_empty())
}

fn texts(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<String>> {
    vec(text(), count)
}

/// Options that say different things.
fn options() -> impl Strategy<Value = Vec<RawOption>> {
    (texts(2..9), vec(any::<(bool, bool)>(), 8)).prop_map(|(texts, flags)| {
        let each = texts.into_iter().enumerate().zip(flags);
        each.map(|((index, text), (correct, pin_last))| RawOption {
            text: format!("{text}{index}"),
            correct,
            pin_last,
        })
        .collect()
    })
}

fn body() -> impl Strategy<Value = RawPart> {
    let kinds = select(vec![KindName::Single, KindName::Multiple, KindName::TrueFalse, KindName::Fill]);
    (kinds, text(), options(), any::<bool>(), texts(1..4), option::of(text()), any::<usize>()).prop_map(
        |(kind, stem, mut options, truth, mut answers, explanation, right)| {
            let count = options.len();
            let right = right % count;
            for (index, option) in options.iter_mut().enumerate() {
                option.correct = match kind {
                    KindName::Single => index == right,
                    _ => option.correct || index == right || index == (right + 1) % count,
                };
            }
            answers.sort();
            answers.dedup();
            let is_choice = matches!(kind, KindName::Single | KindName::Multiple);
            RawPart {
                kind,
                stem,
                options: if is_choice { options } else { Vec::new() },
                answer: (kind == KindName::TrueFalse).then_some(truth),
                answers: if kind == KindName::Fill { answers } else { Vec::new() },
                pin_last: false,
                explanation: explanation.unwrap_or_default(),
            }
        },
    )
}

fn basis() -> impl Strategy<Value = RawBasis> {
    prop_oneof![
        (10_u8..99, option::of(1_u16..300), option::of(1_u16..20), 1_u16..9).prop_map(
            |(law, article, branch, item)| {
                let article =
                    article.map(|main| branch.map_or(main.to_string(), |branch| format!("{main}-{branch}")));
                RawBasis::Law { law: law.to_string(), article, item: Some(item) }
            }
        ),
        text().prop_map(|clause| RawBasis::Plan { clause }),
        (text(), option::of(text())).prop_map(|(standard, clause)| RawBasis::Practice { standard, clause }),
    ]
}

fn sectors() -> impl Strategy<Value = Vec<String>> {
    vec(
        select(vec!["all", "dust", "machinery", "hazchem", "hazardous_chemicals", "tobacco"])
            .prop_map(str::to_owned),
        0..4,
    )
}

fn audiences() -> impl Strategy<Value = Vec<String>> {
    vec(select(vec!["principal", "frontline", "leader"]).prop_map(str::to_owned), 0..4)
}

fn question() -> impl Strategy<Value = Question> {
    let dates = (option::of(0_u64..10_000), option::of(10_000_u64..20_000));
    let lists = (texts(0..4), sectors(), audiences(), texts(0..4));
    (body(), option::of(vec(body(), 1..4)), basis(), select(Difficulty::ALL.to_vec()), lists, dates).prop_map(
        |(body, parts, basis, difficulty, (topics, sectors, audiences, evidence), (from, to))| {
            let day = |days: u64| NaiveDate::from_ymd_opt(2000, 1, 1).unwrap() + Days::new(days);
            let mut raw = RawQuestion {
                id: "q".into(),
                kind: body.kind,
                stem: body.stem,
                options: body.options,
                answer: body.answer,
                answers: body.answers,
                pin_last: false,
                explanation: body.explanation,
                difficulty,
                topics,
                sectors,
                audiences,
                basis: Some(basis),
                evidence,
                valid_from: from.map(day),
                valid_to: to.map(day),
                parts: Vec::new(),
            };
            if let Some(parts) = parts {
                raw.kind = KindName::Case;
                (raw.options, raw.answer, raw.answers) = (Vec::new(), None, Vec::new());
                raw.parts = parts;
            }
            Question::parse(raw).unwrap()
        },
    )
}

fn bank() -> impl Strategy<Value = Vec<Question>> {
    vec(question(), 1..5).prop_map(|questions| {
        let named = questions.into_iter().enumerate().map(|(index, question)| {
            let mut raw = RawQuestion::from(question);
            raw.id = format!("q.{index}-a_B");
            Question::parse(raw).unwrap()
        });
        named.collect()
    })
}

/// The questions that a format holds at all.
fn held(questions: &[Question], left: &[contract::exchange::LeftOut]) -> Vec<Question> {
    let is_held = |question: &&Question| {
        let whole = |what: &Left| matches!(what, Left::Kind { .. } | Left::Unsayable { .. });
        !left.iter().any(|one| one.id == question.id().as_str() && whole(&one.what))
    };
    questions.iter().filter(is_held).cloned().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(96) })]

    #[test]
    fn tables_hold_everything(bank in bank()) {
        for format in [Format::Xlsx, Format::Csv, Format::CsvGbk] {
            let made = write(&bank, format).unwrap();
            prop_assert_eq!(&made.left, &Vec::new());
            prop_assert_eq!(guess(&format!("bank.{}", format.extension()), &made.bytes).map(|f| f.extension()), Some(format.extension()));
            let back = reading(&made.bytes, format);
            prop_assert_eq!(questions(&back), bank.clone());
            prop_assert!(back.entries.iter().all(|entry| entry.notes.is_empty()));
        }
    }

    #[test]
    fn gift_holds_everything_but_cases(bank in bank()) {
        let made = write(&bank, Format::Gift).unwrap();
        let held = held(&bank, &made.left);
        let cases = bank.iter().filter(|q| q.kind().name() == KindName::Case).count();
        let told = made.left.iter().filter(|one| matches!(one.what, Left::Kind { .. })).count();
        prop_assert_eq!(told, cases);
        if !held.is_empty() {
            prop_assert_eq!(questions(&reading(&made.bytes, Format::Gift)), held);
        }
    }

    #[test]
    fn packages_hold_everything(bank in bank()) {
        let made = write(&bank, Format::Qti).unwrap();
        prop_assert_eq!(&made.left, &Vec::new());
        prop_assert_eq!(guess("bank.zip", &made.bytes), Some(Format::Qti));
        prop_assert_eq!(questions(&reading(&made.bytes, Format::Qti)), bank);
    }

    #[test]
    fn aiken_holds_stems_options_and_keys_of_single_choice(bank in bank()) {
        let made = write(&bank, Format::Aiken).unwrap();
        let held = held(&bank, &made.left);
        prop_assume!(!held.is_empty());
        let back = questions(&reading(&made.bytes, Format::Aiken));
        prop_assert_eq!(back.len(), held.len());
        let on_one_line = |text: &str| text.split('\n').map(str::trim).filter(|l| !l.is_empty()).collect::<Vec<_>>().join(" ");
        for (back, held) in back.into_iter().zip(held) {
            let (back, held) = (RawQuestion::from(back), RawQuestion::from(held));
            prop_assert_eq!(back.stem, on_one_line(&held.stem));
            let plain = |raw: &[RawOption]| -> Vec<(String, bool)> {
                raw.iter().map(|option| (on_one_line(&option.text), option.correct)).collect()
            };
            prop_assert_eq!(plain(&back.options), plain(&held.options));
            let told = made.left.iter().any(|one| one.id == held.id && matches!(one.what, Left::Column { .. }));
            prop_assert!(told);
        }
    }

    #[test]
    fn any_bytes_are_answered(bytes in vec(any::<u8>(), 0..400), name in "[a-z.]{0,8}") {
        let _ = guess(&name, &bytes);
        for format in Format::ALL {
            drop(read(&bytes, format, &Defaults::default(), &Limits::default()));
        }
    }

    #[test]
    fn any_text_is_answered(pieces in vec(text(), 0..12)) {
        let text = pieces.join("\n");
        for format in [Format::Csv, Format::Gift, Format::Aiken] {
            drop(read(text.as_bytes(), format, &defaults(), &Limits::default()));
        }
        let table = format!("题干,选项,答案,题型,依据,条\n{}", pieces.join(","));
        drop(read(table.as_bytes(), Format::Csv, &defaults(), &Limits::default()));
    }

    #[test]
    fn damaged_files_are_answered(bank in bank(), at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>()) {
        for format in Format::ALL {
            let mut bytes = write(&bank, format).unwrap().bytes;
            if bytes.is_empty() {
                continue;
            }
            let at = at.index(bytes.len());
            bytes[at] ^= byte | 1;
            if cut {
                bytes.truncate(at);
            }
            drop(read(&bytes, format, &defaults(), &Limits::default()));
        }
    }
}

//! Writing a package.

use std::io::{Cursor, Write as _};

use contract::exchange::{Artefact, Left, LeftOut};
use domain::bank::{KindName, Question, RawOption, RawPart, RawQuestion};
use zip::{ZipWriter, write::SimpleFileOptions};

use super::TOOL;
use crate::{WriteError, clean::clean, meta::Meta, text::on_one_line};

const NAMESPACE: &str = "http://www.imsglobal.org/xsd/imsqti_v2p1";
const RULES: &str = "http://www.imsglobal.org/question/qti_v2p1/rptemplates";

/// Writes questions, each in a file of its own.
pub(crate) fn write(questions: &[Question]) -> Result<Artefact, WriteError> {
    let mut left = Vec::new();
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let mut resources = String::new();
    for (number, question) in (1_usize..).zip(questions) {
        let (raw, changed) = clean(question);
        if changed {
            left.push(LeftOut { id: raw.id.clone(), what: Left::Characters });
        }
        let path = format!("items/{number:05}-{}.xml", raw.id);
        resources.push_str(&format!(
            "<resource identifier=\"R-{number}\" type=\"imsqti_item_xmlv2p1\" href=\"{path}\"><file href=\"{path}\"/></resource>\n"
        ));
        file(&mut archive, &path, &item(&raw))?;
    }
    file(&mut archive, "imsmanifest.xml", &manifest(&resources))?;
    let bytes = archive.finish().map_err(WriteError::of)?.into_inner();
    Ok(Artefact { bytes, left })
}

fn file(archive: &mut ZipWriter<Cursor<Vec<u8>>>, path: &str, text: &str) -> Result<(), WriteError> {
    archive.start_file(path, SimpleFileOptions::default()).map_err(WriteError::of)?;
    archive.write_all(text.as_bytes()).map_err(WriteError::of)
}

fn manifest(resources: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <manifest xmlns=\"http://www.imsglobal.org/xsd/imscp_v1p1\" identifier=\"MANIFEST-1\">\n\
         <metadata><schema>QTIv2.1 Package</schema><schemaversion>1.0.0</schemaversion></metadata>\n\
         <organizations/>\n<resources>\n{resources}</resources>\n</manifest>\n"
    )
}

/// A question or one of a case.
struct Asked<'a> {
    /// From 1; 0 for a question by itself.
    number: usize,
    kind: KindName,
    stem: &'a str,
    options: &'a [RawOption],
    answer: Option<bool>,
    answers: &'a [String],
    explanation: &'a str,
}

impl Asked<'_> {
    fn response(&self) -> String {
        if self.number == 0 { "RESPONSE".to_owned() } else { format!("RESPONSE_{}", self.number) }
    }
    fn explanation_id(&self) -> String {
        if self.number == 0 { "EXPLANATION".to_owned() } else { format!("EXPLANATION_{}", self.number) }
    }
}

fn item(raw: &RawQuestion) -> String {
    let asked = asked(raw);
    let declarations: String = asked.iter().map(declaration).collect();
    let bodies: String = asked.iter().map(body).collect();
    let mut explained: Vec<(String, &str)> =
        asked.iter().map(|one| (one.explanation_id(), one.explanation)).collect();
    if raw.kind == KindName::Case {
        explained.insert(0, ("EXPLANATION".to_owned(), &raw.explanation));
    }
    explained.retain(|(_, text)| !text.is_empty());
    let shown: String = explained.iter().map(|(id, _)| format!("<value>{id}</value>")).collect();
    let shown = if shown.is_empty() { shown } else { format!("<defaultValue>{shown}</defaultValue>") };
    let feedback: String = explained
        .iter()
        .map(|(id, text)| {
            let text = flow(text);
            format!("<modalFeedback outcomeIdentifier=\"FEEDBACK\" showHide=\"show\" identifier=\"{id}\"><p>{text}</p></modalFeedback>\n")
        })
        .collect();
    let scene = match raw.kind {
        KindName::Case => format!("<div class=\"scene\"><p>{}</p></div>", flow(&raw.stem)),
        _ => String::new(),
    };
    let title: String = on_one_line(&raw.stem).0.chars().take(40).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <assessmentItem xmlns=\"{NAMESPACE}\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xsi:schemaLocation=\"{NAMESPACE} http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd\" \
         identifier=\"Q-{id}\" title=\"{title}\" label=\"{id}\" xml:lang=\"zh-CN\" adaptive=\"false\" \
         timeDependent=\"false\" toolName=\"{TOOL}\" toolVersion=\"1\">\n\
         {declarations}\
         <outcomeDeclaration identifier=\"SCORE\" cardinality=\"single\" baseType=\"float\"><defaultValue><value>0</value></defaultValue></outcomeDeclaration>\n\
         <outcomeDeclaration identifier=\"FEEDBACK\" cardinality=\"multiple\" baseType=\"identifier\">{shown}</outcomeDeclaration>\n\
         <itemBody><rubricBlock view=\"author\"><p>{details}</p></rubricBlock>{scene}{bodies}</itemBody>\n\
         {processing}{feedback}</assessmentItem>\n",
        id = raw.id,
        title = escaped(&title),
        details = escaped(&Meta::of(raw).line()),
        processing = processing(&asked),
    )
}

fn asked(raw: &RawQuestion) -> Vec<Asked<'_>> {
    if raw.kind != KindName::Case {
        return vec![Asked {
            number: 0,
            kind: raw.kind,
            stem: &raw.stem,
            options: &raw.options,
            answer: raw.answer,
            answers: &raw.answers,
            explanation: &raw.explanation,
        }];
    }
    let parts = (1..).zip(&raw.parts);
    let each = parts.map(|(number, part)| {
        let RawPart { kind, stem, options, answer, answers, explanation, pin_last: _ } = part;
        Asked { number, kind: *kind, stem, options, answer: *answer, answers, explanation }
    });
    each.collect()
}

fn declaration(one: &Asked<'_>) -> String {
    let value = |text: &str| format!("<value>{}</value>", escaped(text));
    let (cardinality, kind, correct, mapping) = match one.kind {
        KindName::Fill => {
            let entries: String = one
                .answers
                .iter()
                .map(|answer| format!("<mapEntry mapKey=\"{}\" mappedValue=\"1\"/>", escaped(answer)))
                .collect();
            let first = one.answers.first().map(|answer| value(answer)).unwrap_or_default();
            ("single", "string", first, format!("<mapping defaultValue=\"0\">{entries}</mapping>"))
        }
        KindName::TrueFalse => {
            let right = if one.answer == Some(true) { "true" } else { "false" };
            ("single", "identifier", value(right), String::new())
        }
        _ => {
            let right = ('A'..).zip(one.options).filter(|(_, option)| option.correct);
            let right: String = right.map(|(letter, _)| value(&letter.to_string())).collect();
            let cardinality = if one.kind == KindName::Multiple { "multiple" } else { "single" };
            (cardinality, "identifier", right, String::new())
        }
    };
    format!(
        "<responseDeclaration identifier=\"{}\" cardinality=\"{cardinality}\" baseType=\"{kind}\">\
         <correctResponse>{correct}</correctResponse>{mapping}</responseDeclaration>\n",
        one.response()
    )
}

/// The words and the interaction, without white space of our own.
fn body(one: &Asked<'_>) -> String {
    let (response, stem) = (one.response(), flow(one.stem));
    let choice = |id: &str, fixed: bool, text: &str| {
        let fixed = if fixed { " fixed=\"true\"" } else { "" };
        format!("<simpleChoice identifier=\"{id}\"{fixed}>{}</simpleChoice>", flow(text))
    };
    let interaction = match one.kind {
        KindName::Fill => format!(
            "<p class=\"prompt\">{stem}</p><p><textEntryInteraction responseIdentifier=\"{response}\" expectedLength=\"20\"/></p>"
        ),
        KindName::TrueFalse => format!(
            "<choiceInteraction responseIdentifier=\"{response}\" shuffle=\"false\" maxChoices=\"1\"><prompt>{stem}</prompt>{}{}</choiceInteraction>",
            choice("true", true, "正确"),
            choice("false", true, "错误"),
        ),
        _ => {
            let most = if one.kind == KindName::Multiple { 0 } else { 1 };
            let choices = ('A'..)
                .zip(one.options)
                .map(|(letter, option)| choice(&letter.to_string(), option.pin_last, &option.text));
            format!(
                "<choiceInteraction responseIdentifier=\"{response}\" shuffle=\"true\" maxChoices=\"{most}\"><prompt>{stem}</prompt>{}</choiceInteraction>",
                choices.collect::<String>()
            )
        }
    };
    if one.number == 0 { interaction } else { format!("<div class=\"part\">{interaction}</div>") }
}

/// A point for each right answer.
fn processing(asked: &[Asked<'_>]) -> String {
    match asked {
        [one] if one.number == 0 && one.kind == KindName::Fill => {
            format!("<responseProcessing template=\"{RULES}/map_response\"/>\n")
        }
        [one] if one.number == 0 => format!("<responseProcessing template=\"{RULES}/match_correct\"/>\n"),
        several => {
            let each = several.iter().map(|one| {
                let response = one.response();
                let (test, points) = if one.kind == KindName::Fill {
                    let mapped = format!("<mapResponse identifier=\"{response}\"/>");
                    (format!("<gt>{mapped}<baseValue baseType=\"float\">0</baseValue></gt>"), mapped)
                } else {
                    (
                        format!("<match><variable identifier=\"{response}\"/><correct identifier=\"{response}\"/></match>"),
                        "<baseValue baseType=\"float\">1</baseValue>".to_owned(),
                    )
                };
                format!(
                    "<responseCondition><responseIf>{test}<setOutcomeValue identifier=\"SCORE\"><sum>\
                     <variable identifier=\"SCORE\"/>{points}</sum></setOutcomeValue></responseIf></responseCondition>"
                )
            });
            format!("<responseProcessing>{}</responseProcessing>\n", each.collect::<String>())
        }
    }
}

/// Text with its line breaks.
fn flow(text: &str) -> String {
    escaped(text).replace("&#10;", "<br/>")
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            c => out.push(c),
        }
    }
    out
}

//! The hashes of a question and of a bank version (frozen).

use super::question::{Choice, Kind, Question};
use crate::hash::{Bytes32, hash, lp};

impl Question {
    /// Hashes everything that a candidate sees and that decides a mark: `H(lp("anxun-question-v1", id,
    /// type, stem, body…))`. For options the body is, per option, text and "1" or "0" for right and for
    /// pinned; for a statement "true" or "false"; for a blank its wordings; for a case, per part, its
    /// type, stem and `lp(body…)`.
    #[must_use]
    pub fn content_hash(&self) -> Bytes32 {
        let kind = self.kind();
        let mut parts = vec![
            b"anxun-question-v1".to_vec(),
            self.id().as_str().as_bytes().to_vec(),
            kind.name().name().into(),
        ];
        parts.push(self.stem().as_bytes().to_vec());
        parts.extend(body(kind));
        hash(&joined(&parts))
    }
}

/// Hashes a frozen version of a bank: `H(lp("anxun-bank-v1", id, content hash, …))`, by id.
#[must_use]
pub fn version_hash(questions: &[Question]) -> Bytes32 {
    let mut sorted: Vec<_> = questions.iter().collect();
    sorted.sort_by_key(|q| q.id());
    let mut parts = vec![b"anxun-bank-v1".to_vec()];
    for question in sorted {
        parts.push(question.id().as_str().as_bytes().to_vec());
        parts.push(question.content_hash().to_vec());
    }
    hash(&joined(&parts))
}

fn body(kind: &Kind) -> Vec<Vec<u8>> {
    let flag = |on: bool| if on { b"1".to_vec() } else { b"0".to_vec() };
    let listed = |options: &[Choice], is_right: &dyn Fn(usize) -> bool| {
        let each = options.iter().enumerate();
        each.flat_map(|(i, o)| [o.text.as_bytes().to_vec(), flag(is_right(i)), flag(o.pin_last)]).collect()
    };
    match kind {
        Kind::Single { options, right } => listed(options, &|i| i == usize::from(*right)),
        Kind::Multiple { options, right } => {
            listed(options, &|i| u8::try_from(i).is_ok_and(|i| right.contains(&i)))
        }
        Kind::TrueFalse { answer } => vec![answer.to_string().into_bytes()],
        Kind::Fill { answers } => answers.iter().map(|a| a.as_bytes().to_vec()).collect(),
        Kind::Case { parts } => parts
            .iter()
            .flat_map(|p| [p.kind.name().name().into(), p.stem.as_bytes().to_vec(), joined(&body(&p.kind))])
            .collect(),
    }
}

fn joined(parts: &[Vec<u8>]) -> Vec<u8> {
    lp(&parts.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

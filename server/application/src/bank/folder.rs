//! A bank as a folder: `bank.toml` with its code and name, and `questions/*.toml`.

use domain::bank::{BankFile, Defect, LawKey, LawLibrary, Question, law::LawText};
use serde::Deserialize;
use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

/// A bank as read from its folder.
#[derive(Clone, Debug)]
pub struct BankFolder {
    /// Stable for ever, such as `work-safety-law`.
    pub code: String,
    /// What people call it.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// The version its editors gave it, from 1.
    pub version: i32,
    /// The questions of all files.
    pub questions: Vec<Question>,
    /// In which file each question stands.
    pub files: BTreeMap<String, PathBuf>,
}

/// Something in a folder that cannot be read.
#[derive(Clone, Debug)]
pub struct FileFault {
    /// Which file or folder.
    pub file: PathBuf,
    /// What is wrong with it.
    pub kind: FileFaultKind,
}

/// What can be wrong with a file of a bank.
#[derive(Clone, Debug)]
pub enum FileFaultKind {
    /// It cannot be opened.
    Unopened(String),
    /// It is no TOML of the right shape.
    Shape {
        /// The line, from 1, where it is known.
        line: Option<usize>,
        /// What the parser says.
        message: String,
    },
    /// A question is defective.
    Question {
        /// Which.
        id: String,
        /// Everything wrong with it.
        defects: Vec<Defect>,
    },
    /// There are no questions.
    Empty,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    code: String,
    name: String,
    #[serde(default = "first")]
    version: i32,
    #[serde(default)]
    description: String,
}

const fn first() -> i32 {
    1
}

/// Reads a bank from its folder; gives everything wrong at once.
pub fn read_bank(folder: &Path) -> Result<BankFolder, Vec<FileFault>> {
    let mut faults = Vec::new();
    let head: Option<Head> = read_toml(&folder.join("bank.toml"), &mut faults);
    let (mut questions, mut files) = (Vec::new(), BTreeMap::new());
    for file in files_of(&folder.join("questions"), "toml", &mut faults) {
        let Some(parsed) = read_toml::<BankFile>(&file, &mut faults) else { continue };
        for raw in parsed.question {
            let id = raw.id.clone();
            match Question::parse(raw) {
                Ok(question) => {
                    files.insert(id, file.clone());
                    questions.push(question);
                }
                Err(defects) => {
                    let kind = FileFaultKind::Question { id, defects };
                    faults.push(FileFault { file: file.clone(), kind });
                }
            }
        }
    }
    if questions.is_empty() && faults.is_empty() {
        faults.push(FileFault { file: folder.to_owned(), kind: FileFaultKind::Empty });
    }
    match head {
        Some(head) if faults.is_empty() => {
            let Head { code, name, version, description } = head;
            Ok(BankFolder { code, name, description, version, questions, files })
        }
        _ => Err(faults),
    }
}

/// Reads the law texts of a folder, files `NN-*.md`. Other files are passed over.
pub fn read_laws(folder: &Path) -> Result<LawLibrary, Vec<FileFault>> {
    let mut faults = Vec::new();
    let mut library = LawLibrary::default();
    for file in files_of(folder, "md", &mut faults) {
        let name = file.file_name().and_then(|n| n.to_str()).unwrap_or_default();
        let Some(key) = LawKey::of_file(name) else { continue };
        match fs::read_to_string(&file) {
            Ok(text) => library.add(key, LawText::parse(&text)),
            Err(error) => faults.push(unopened(&file, &error)),
        }
    }
    if library.iter().next().is_none() && faults.is_empty() {
        faults.push(FileFault { file: folder.to_owned(), kind: FileFaultKind::Empty });
    }
    if faults.is_empty() { Ok(library) } else { Err(faults) }
}

fn read_toml<T: for<'de> Deserialize<'de>>(file: &Path, faults: &mut Vec<FileFault>) -> Option<T> {
    let text = fs::read_to_string(file).map_err(|error| faults.push(unopened(file, &error))).ok()?;
    let parsed = toml::from_str(&text).map_err(|error| {
        let line = error.span().map(|span| text[..span.start.min(text.len())].lines().count().max(1));
        let kind = FileFaultKind::Shape { line, message: error.message().to_owned() };
        faults.push(FileFault { file: file.to_owned(), kind });
    });
    parsed.ok()
}

/// The files of a folder with an extension, by name.
fn files_of(folder: &Path, extension: &str, faults: &mut Vec<FileFault>) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder).map_err(|error| faults.push(unopened(folder, &error))) else {
        return Vec::new();
    };
    let paths = entries.filter_map(Result::ok).map(|entry| entry.path());
    let mut files: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|e| e == extension)).collect();
    files.sort();
    files
}

fn unopened(file: &Path, error: &io::Error) -> FileFault {
    FileFault { file: file.to_owned(), kind: FileFaultKind::Unopened(error.to_string()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_without_files_says_what_is_missing() {
        let nowhere = Path::new("no-such-folder");
        let faults = read_bank(nowhere).unwrap_err();
        assert_eq!(faults.len(), 2, "{faults:?}");
        assert!(faults.iter().all(|f| matches!(f.kind, FileFaultKind::Unopened(_))));
        assert!(read_laws(nowhere).is_err());
    }
}

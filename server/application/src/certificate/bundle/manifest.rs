//! The list that lies in an archive of certificates.

use crate::{Failure, certificate::list::status_term};
use chrono::NaiveDate;
use contract::{Refusal, UiError};
use document::table::{Cell, List, ListColumn, write, write_csv};
use domain::certificate::Status;

/// A certificate in the list.
pub(super) struct Line {
    pub serial: String,
    pub revision: u32,
    pub holder: String,
    pub unit: String,
    pub training: String,
    pub issued_on: NaiveDate,
    pub valid_until: NaiveDate,
    pub status: Status,
    /// Its file's name and SHA-256, where it has one in the archive.
    pub file: Option<(String, String)>,
    /// Why it has none.
    pub note: String,
}

/// The whole list.
pub(super) struct Manifest(List);

impl Manifest {
    pub fn new(today: NaiveDate) -> Self {
        let columns = [
            ("编号", 26),
            ("版次", 8),
            ("姓名", 12),
            ("单位", 36),
            ("培训", 36),
            ("签发日期", 12),
            ("有效期至", 12),
            ("状态", 12),
            ("文件", 44),
            ("SHA-256", 68),
            ("说明", 30),
        ];
        Self(List {
            sheet: "证明".into(),
            title: format!("培训考核合格证明（{today} 打包，SHA-256 为文件指纹）"),
            columns: columns.map(|(name, width)| ListColumn { name: name.into(), width }).to_vec(),
            rows: Vec::new(),
            made_on: today,
        })
    }

    pub fn add(&mut self, line: Line) {
        let (name, hash) = line.file.unzip();
        self.0.rows.push(vec![
            line.serial.into(),
            Cell::Whole(line.revision.into()),
            line.holder.into(),
            line.unit.into(),
            line.training.into(),
            line.issued_on.into(),
            line.valid_until.into(),
            status_term(line.status).into(),
            name.into(),
            hash.into(),
            line.note.into(),
        ]);
    }

    pub fn csv(&self) -> Vec<u8> {
        write_csv(&self.0)
    }

    pub fn workbook(&self) -> Result<Vec<u8>, Failure> {
        Ok(write(&self.0).map_err(anyhow::Error::from)?)
    }
}

/// Why a certificate has no file, in the list.
pub(super) fn why(error: &UiError) -> String {
    match error {
        UiError::Refused(Refusal::GlyphMissing { character, code_point }) => {
            format!("字库没有“{character}”（{code_point}），没有生成")
        }
        _ => "没有生成".to_owned(),
    }
}

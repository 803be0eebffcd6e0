//! The roster of units and people: its template, its reading, and the workbook that marks what is wrong.
//!
//! All values are texts here: what they mean and whether they hold is decided elsewhere.

mod columns;
mod read;
mod write;

pub use columns::{FACTS, PERSON_COLUMNS, UNIT_COLUMNS};
pub use read::parse;
pub use write::{Choices, Marked, RowFault, template, write, write_marked};

/// A row of the sheet 单位 as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RawUnit {
    /// Its row in the sheet, from 1 on; 0 for one that came from elsewhere.
    pub row: u32,
    /// A number in the row lost its last digits in Excel.
    pub rounded: bool,
    /// 单位名称.
    pub name: String,
    /// 统一社会信用代码.
    pub credit_code: String,
    /// 管理区.
    pub area: String,
    /// 行业领域.
    pub sector: String,
    /// 地址.
    pub address: String,
    /// 从业人数.
    pub headcount: String,
    /// 是, 否 or nothing for each of [`FACTS`].
    pub facts: [String; FACTS.len()],
}

impl RawUnit {
    /// Its texts in the order of [`UNIT_COLUMNS`].
    fn cells(&self) -> Vec<&str> {
        let fixed = [&self.name, &self.credit_code, &self.area, &self.sector, &self.address, &self.headcount];
        fixed.into_iter().chain(&self.facts).map(String::as_str).collect()
    }
}

/// A row of the sheet 人员 as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RawPerson {
    /// Its row in the sheet, from 1 on; 0 for one that came from elsewhere.
    pub row: u32,
    /// A number in the row lost its last digits in Excel.
    pub rounded: bool,
    /// 单位统一社会信用代码.
    pub unit_code: String,
    /// 姓名.
    pub name: String,
    /// 手机号.
    pub mobile: String,
    /// 岗位类别.
    pub post: String,
    /// 用工形式.
    pub employment: String,
}

impl RawPerson {
    /// Its texts in the order of [`PERSON_COLUMNS`].
    fn cells(&self) -> Vec<&str> {
        vec![&self.unit_code, &self.name, &self.mobile, &self.post, &self.employment]
    }
}

/// What a roster holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RosterSheets {
    /// The rows of 单位; empty if the workbook has no such sheet.
    pub units: Vec<RawUnit>,
    /// The rows of 人员; empty if the workbook has no such sheet.
    pub people: Vec<RawPerson>,
    /// Optional columns that a present sheet lacks: their values are unknown, not 否.
    pub absent: Vec<&'static str>,
}

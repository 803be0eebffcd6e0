//! The columns of a table of questions.

use serde::{Deserialize, Serialize};

/// A column of a table of questions. Other formats name what they hold by it too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// 题号
    Id,
    /// 题型
    Kind,
    /// 所属案例: on a part the 题号 or label of its case; on a case without 题号 its label.
    Case,
    /// 题干
    Stem,
    /// 选项A
    A,
    /// 选项B
    B,
    /// 选项C
    C,
    /// 选项D
    D,
    /// 选项E
    E,
    /// 选项F
    F,
    /// 选项G
    G,
    /// 选项H
    H,
    /// 答案
    Answer,
    /// 固定末项: letters of the options that stay last.
    Pinned,
    /// 解析
    Explanation,
    /// 难度
    Difficulty,
    /// 专题
    Topics,
    /// 行业
    Sectors,
    /// 岗位
    Audiences,
    /// 依据法规: the number of a law, 方案 or 标准.
    Law,
    /// 条: of a law, or of a standard.
    Article,
    /// 项
    Item,
    /// 依据说明: the clause of the plan, or the standard.
    BasisNote,
    /// 证据
    Evidence,
    /// 生效日期
    ValidFrom,
    /// 失效日期
    ValidTo,
}

impl Column {
    /// All columns in the order of the template.
    pub const ALL: [Self; 26] = [
        Self::Id,
        Self::Kind,
        Self::Case,
        Self::Stem,
        Self::A,
        Self::B,
        Self::C,
        Self::D,
        Self::E,
        Self::F,
        Self::G,
        Self::H,
        Self::Answer,
        Self::Pinned,
        Self::Explanation,
        Self::Difficulty,
        Self::Topics,
        Self::Sectors,
        Self::Audiences,
        Self::Law,
        Self::Article,
        Self::Item,
        Self::BasisNote,
        Self::Evidence,
        Self::ValidFrom,
        Self::ValidTo,
    ];
    /// The columns of the options, the first first.
    pub const OPTIONS: [Self; 8] = [Self::A, Self::B, Self::C, Self::D, Self::E, Self::F, Self::G, Self::H];

    /// Its header in the template.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Id => "题号",
            Self::Kind => "题型",
            Self::Case => "所属案例",
            Self::Stem => "题干",
            Self::A => "选项A",
            Self::B => "选项B",
            Self::C => "选项C",
            Self::D => "选项D",
            Self::E => "选项E",
            Self::F => "选项F",
            Self::G => "选项G",
            Self::H => "选项H",
            Self::Answer => "答案",
            Self::Pinned => "固定末项",
            Self::Explanation => "解析",
            Self::Difficulty => "难度",
            Self::Topics => "专题",
            Self::Sectors => "行业",
            Self::Audiences => "岗位",
            Self::Law => "依据法规",
            Self::Article => "条",
            Self::Item => "项",
            Self::BasisNote => "依据说明",
            Self::Evidence => "证据",
            Self::ValidFrom => "生效日期",
            Self::ValidTo => "失效日期",
        }
    }
    /// Its place in [`Column::ALL`].
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }
    /// The column of an option, counted from 0; none from the ninth on.
    #[must_use]
    pub fn option(index: usize) -> Option<Self> {
        Self::OPTIONS.get(index).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_stands_where_its_index_says() {
        for (index, column) in Column::ALL.into_iter().enumerate() {
            assert_eq!(column.index(), index);
        }
        assert_eq!(Column::option(7), Some(Column::H));
        assert_eq!(Column::option(8), None);
    }
}

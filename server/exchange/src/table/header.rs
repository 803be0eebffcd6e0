//! The row of headers: found below titles and merged rows, in any order, in the words that offices use.

use contract::exchange::Column;
use domain::bank::text::fold;

use super::GridRow;
use crate::entry::Line;

/// So many filled rows are searched.
const DEEPEST: usize = 30;

/// What a header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// A column of the template.
    Field(Column),
    /// All options in one cell.
    Options,
    /// Known, and of no use: what is to be mended, the number of the row.
    Known,
}

/// A row of headers.
pub(crate) struct Header {
    /// The index of the row of names among the filled rows.
    pub names: usize,
    /// The index of its last row: letters of options may stand in one of their own.
    pub at: usize,
    /// What each column of the table is.
    pub marks: Vec<Option<Mark>>,
    /// The template's own headers, all of them: written by us, so that nothing has to be guessed.
    pub own: bool,
}

/// A row in the columns of the template.
pub(crate) struct Taken {
    pub line: Line,
    /// The options that stand in one cell.
    pub options: String,
}

impl Header {
    /// Where a column stands.
    pub(crate) fn position(&self, column: Column) -> Option<usize> {
        self.marks.iter().position(|mark| *mark == Some(Mark::Field(column)))
    }
    /// Whether it has a column.
    pub(crate) fn has(&self, column: Column) -> bool {
        self.position(column).is_some()
    }
    /// Puts a row into the columns of the template; none where nothing stands in them, or the headers again.
    pub(crate) fn take(&self, row: GridRow) -> Option<Taken> {
        let mut taken = Taken { line: Line::empty(row.number), options: String::new() };
        let (mut says, mut repeats) = (false, true);
        for (cell, mark) in row.cells.into_iter().zip(&self.marks) {
            if cell.is_empty() {
                continue;
            }
            // Most cells are no header by their length alone.
            repeats = repeats && cell.len() < 64 && mark_of(&cell) == *mark;
            match mark {
                Some(Mark::Field(column)) => {
                    taken.line.set(*column, cell);
                    says = true;
                }
                Some(Mark::Options) => {
                    taken.options = cell;
                    says = true;
                }
                Some(Mark::Known) | None => {}
            }
        }
        (says && !repeats).then_some(taken)
    }
}

/// Finds the row that names the most columns, the stem and at least one other among them.
pub(crate) fn find(rows: &[GridRow]) -> Option<Header> {
    let mut best: Option<(usize, Header)> = None;
    for (at, row) in rows.iter().take(DEEPEST).enumerate() {
        let mut marks: Vec<Option<Mark>> = row.cells.iter().map(|cell| mark_of(cell)).collect();
        // Of two columns of one name the first counts, and the template's own name before any other.
        for column in Column::ALL {
            let one = Some(Mark::Field(column));
            let own = row.cells.iter().position(|cell| cell == column.title());
            let kept = own.or_else(|| marks.iter().position(|mark| *mark == one));
            for (index, mark) in marks.iter_mut().enumerate() {
                if *mark == one && Some(index) != kept {
                    *mark = None;
                }
            }
        }
        let found = marks.iter().filter(|mark| matches!(mark, Some(Mark::Field(_) | Mark::Options))).count();
        let has_stem = marks.contains(&Some(Mark::Field(Column::Stem)));
        if has_stem && found >= 2 && best.as_ref().is_none_or(|(most, _)| found > *most) {
            let own = Column::ALL.iter().all(|column| row.cells.iter().any(|cell| cell == column.title()));
            best = Some((found, Header { names: at, at, marks, own }));
        }
    }
    best.map(|(_, mut header)| {
        under_options(rows, &mut header);
        header
    })
}

/// Takes the letters in where they stand in a row of their own, below one wide cell 选项.
fn under_options(rows: &[GridRow], header: &mut Header) {
    let Some(below) = rows.get(header.at + 1).filter(|_| header.marks.contains(&Some(Mark::Options))) else {
        return;
    };
    let letters: Vec<(usize, Option<Mark>)> = below
        .cells
        .iter()
        .enumerate()
        .filter(|(_, cell)| !cell.is_empty())
        .map(|(at, cell)| (at, mark_of(cell)))
        .collect();
    let is_letter = |mark: &Option<Mark>| matches!(mark, Some(Mark::Field(c)) if Column::OPTIONS.contains(c));
    if letters.len() < 2 || !letters.iter().all(|(_, mark)| is_letter(mark)) {
        return;
    }
    header.at += 1;
    header.marks.iter_mut().filter(|mark| **mark == Some(Mark::Options)).for_each(|mark| *mark = None);
    for (at, mark) in letters {
        if header.marks.len() <= at {
            header.marks.resize(at + 1, None);
        }
        header.marks[at] = mark;
    }
}

/// What a header says, if anything.
fn mark_of(title: &str) -> Option<Mark> {
    let folded: String =
        fold(title).chars().filter(|c| !matches!(c, '*' | ':' | '(' | ')' | '_' | '-')).collect();
    if let Some(index) = option_letter(&folded) {
        return Column::option(index).map(Mark::Field);
    }
    // A remark in brackets says how to fill, not what.
    let plain = fold(title).chars().filter(|c| !matches!(c, '*' | ':')).collect::<String>();
    let plain = match plain.find(['(', '[', '【']) {
        Some(at) if at > 0 => &plain[..at],
        _ => plain.as_str(),
    };
    if let Some(column) = Column::ALL.into_iter().find(|column| column.title() == plain) {
        return Some(Mark::Field(column));
    }
    Some(match plain {
        "试题编号" | "题目编号" | "试题id" | "题目id" | "id" => Mark::Field(Column::Id),
        "类型" | "试题类型" | "题目类型" | "题目题型" | "试题题型" | "题类" | "题目分类" => {
            Mark::Field(Column::Kind)
        }
        "案例" | "案例编号" | "案例题号" | "所属案例题" | "父题号" | "所属题号" => {
            Mark::Field(Column::Case)
        }
        "题目" | "试题" | "试题内容" | "题目内容" | "题干内容" | "试题题干" | "题目题干" | "内容"
        | "问题" | "题目描述" | "试题名称" | "题目名称" => Mark::Field(Column::Stem),
        "选项" | "备选项" | "备选答案" | "选项内容" | "答案选项" | "试题选项" | "题目选项" | "候选项"
        | "可选项" => Mark::Options,
        "正确答案" | "标准答案" | "参考答案" | "试题答案" | "题目答案" | "正确选项" | "答案内容" => {
            Mark::Field(Column::Answer)
        }
        "答案解析" | "试题解析" | "题目解析" | "解释" | "解析说明" | "答案说明" | "试题分析" | "题解" => {
            Mark::Field(Column::Explanation)
        }
        "难度系数" | "难易程度" | "难易度" | "试题难度" | "题目难度" | "难度等级" => {
            Mark::Field(Column::Difficulty)
        }
        "知识点" | "考点" | "主题" | "章节" | "标签" | "所属专题" | "分类" | "试题分类" | "专业" => {
            Mark::Field(Column::Topics)
        }
        "适用行业" | "行业领域" | "所属行业" => Mark::Field(Column::Sectors),
        "适用岗位" | "适用对象" | "适用人群" | "适用人员" | "岗位类别" => {
            Mark::Field(Column::Audiences)
        }
        "法规" | "法规编号" | "依据法规编号" => Mark::Field(Column::Law),
        "条款" | "条号" | "第几条" | "依据条款" => Mark::Field(Column::Article),
        "项号" | "第几项" => Mark::Field(Column::Item),
        "依据" | "出处" | "来源" | "法律依据" | "出题依据" | "命题依据" => {
            Mark::Field(Column::BasisNote)
        }
        "依据要点" | "原文要点" => Mark::Field(Column::Evidence),
        "启用日期" | "有效期起" | "开始日期" => Mark::Field(Column::ValidFrom),
        "停用日期" | "有效期止" | "截止日期" | "作废日期" => Mark::Field(Column::ValidTo),
        "需要修改" => Mark::Known,
        _ => return None,
    })
}

/// The index of an option that a header such as 选项A, A, 备选答案1 or A选项 names.
fn option_letter(folded: &str) -> Option<usize> {
    let rest = ["备选答案", "备选项", "选项", "答案", "选择"]
        .iter()
        .find_map(|word| folded.strip_prefix(word).or_else(|| folded.strip_suffix(word)))
        .unwrap_or(folded);
    let mut chars = rest.chars();
    let (one, None) = (chars.next()?, chars.next()) else { return None };
    match one {
        'a'..='h' => Some(one as usize - 'a' as usize),
        '1'..='8' if rest.len() < folded.len() => Some(one as usize - '1' as usize),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_known_in_the_words_of_offices() {
        for (title, column) in [
            ("试题内容", Column::Stem),
            ("* 题干（必填）", Column::Stem),
            ("正确答案", Column::Answer),
            ("标准答案：", Column::Answer),
            ("选项Ａ", Column::A),
            ("选项(B)", Column::B),
            ("C", Column::C),
            ("备选答案4", Column::D),
            ("E选项", Column::E),
            ("类型", Column::Kind),
            ("难易程度", Column::Difficulty),
        ] {
            assert_eq!(mark_of(title), Some(Mark::Field(column)), "{title}");
        }
        assert_eq!(mark_of("选项（每行一个）"), Some(Mark::Options));
        assert_eq!(mark_of("分值"), None);
        assert_eq!(mark_of("1"), None, "a number alone is no option");
    }
}

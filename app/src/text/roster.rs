//! What is wrong with a cell of a roster: what, why, and what to do.

use contract::organization::{CellFault, CellProblem};

/// The sentence of a wrong cell.
#[must_use]
pub fn cell_fault(fault: &CellFault) -> String {
    match &fault.problem {
        CellProblem::Empty => "没有填写。请补上。".into(),
        CellProblem::TooLong { most } => format!("超过 {most} 个字。请缩短。"),
        CellProblem::ControlCharacter => "含有换行等不可见字符。请删掉后重新输入。".into(),
        CellProblem::CodeLength { length } => {
            format!("统一社会信用代码应为 18 位，这里是 {length} 位。请对照营业执照补全。")
        }
        CellProblem::CodeCharacter { character } => {
            format!(
                "统一社会信用代码里不会出现“{character}”（不用 I、O、S、V、Z）。请对照营业执照核对是否把数字看成了字母。"
            )
        }
        CellProblem::CodeCheckDigit { expected } => {
            format!("校验位不对：前 17 位对应的末位应为“{expected}”。请对照营业执照逐位核对。")
        }
        CellProblem::CodeRounded => {
            "Excel 把长数字的末几位变成了 0，原号码已丢失。请先把这一列设为“文本”格式，再重新填写。".into()
        }
        CellProblem::NotAMobile => "不是 11 位手机号。请核对后填写，例如 13800000000。".into(),
        CellProblem::UnknownTerm { allowed } => {
            format!("不在可选范围内。请从下拉列表中选择：{}。", allowed.join("、"))
        }
        CellProblem::NotYesNo => "只能填“是”或“否”，不清楚可以留空。".into(),
        CellProblem::NotANumber { most } => format!("请填 0 到 {most} 之间的整数，不带单位和小数。"),
        CellProblem::SameCode { row } => format!("与第 {row} 行的统一社会信用代码相同。同一单位请只留一行。"),
        CellProblem::SamePerson { row } => {
            format!("与第 {row} 行是同一人（单位和手机号都相同）。请只留一行。")
        }
        CellProblem::OtherName { row, name } => {
            format!("第 {row} 行已把这个手机号登记给本单位的“{name}”。一人一号，请核对是谁的号码。")
        }
        CellProblem::UnknownUnit => {
            "名册和系统里都没有这个代码的单位。请在“单位”表中补上这家单位，或核对代码。".into()
        }
        CellProblem::TooShort { least } => format!("至少 {least} 个字。请补全。"),
        CellProblem::NotADate => "不是日期。请按 2026-11-23 的样子填写。".into(),
        CellProblem::DateMisfit => {
            "与这一行的其他日期对不上：发证不能晚于今天，有效期要晚于发证且不超过 10 年，复审要在有效期以内。请对照证件核对。"
                .into()
        }
        CellProblem::SameEntry { row } => format!("与第 {row} 行是同一项。请只留一行。"),
        CellProblem::UnknownPerson => {
            "这家单位没有这名在岗人员（姓名和手机号要与名册一致）。请先导入名册，或核对姓名和手机号。".into()
        }
        CellProblem::NumberTaken { name } => {
            format!("这个证号已登记在“{name}”名下。请核对证件；确属登错的，请先移除原来的登记。")
        }
        CellProblem::CategoryMisfit => {
            "只有特种作业操作证要填作业类别，而且必须填。有限空间作业没有操作证，不在此登记。".into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_check_digit_names_the_right_one() {
        let problem = CellProblem::CodeCheckDigit { expected: '3' };
        let fault = CellFault { column: "统一社会信用代码".into(), value: "x".into(), problem };
        assert!(cell_fault(&fault).contains("应为“3”"));
    }
}

//! The columns of the roster, with the names that other departments' lists use for them.

use crate::workbook::Column;

/// Facts about a unit that its duties follow from, each answered by 是 or 否.
pub const FACTS: [&str; 11] = [
    "有限空间",
    "动火",
    "高处作业",
    "粉尘涉爆",
    "涉氨制冷",
    "危险化学品",
    "人员密集场所",
    "公众聚集场所",
    "消防重点单位",
    "高层建筑",
    "劳务派遣",
];

/// The columns of the sheet 单位.
pub const UNIT_COLUMNS: [Column; 17] = [
    Column::required("单位名称", &["企业名称", "单位", "企业"]),
    Column::required("统一社会信用代码", &["社会信用代码", "信用代码", "单位统一社会信用代码"]),
    Column::required("管理区", &["所属管理区", "片区", "社区"]),
    Column::required("行业领域", &["行业", "所属行业", "领域"]),
    Column::optional("地址", &["单位地址", "经营地址", "注册地址"]),
    Column::optional("从业人数", &["从业人员数", "职工人数", "人数", "员工人数"]),
    Column::optional(FACTS[0], &["有限空间作业"]),
    Column::optional(FACTS[1], &["动火作业"]),
    Column::optional(FACTS[2], &["高处"]),
    Column::optional(FACTS[3], &["涉爆粉尘"]),
    Column::optional(FACTS[4], &["涉氨"]),
    Column::optional(FACTS[5], &["危化品"]),
    Column::optional(FACTS[6], &[]),
    Column::optional(FACTS[7], &[]),
    Column::optional(FACTS[8], &["消防安全重点单位"]),
    Column::optional(FACTS[9], &[]),
    Column::optional(FACTS[10], &["劳务派遣用工"]),
];

/// The columns of the sheet 人员.
pub const PERSON_COLUMNS: [Column; 5] = [
    Column::required("单位统一社会信用代码", &["统一社会信用代码", "社会信用代码", "单位信用代码"]),
    Column::required("姓名", &["人员姓名"]),
    Column::required("手机号", &["手机", "手机号码", "联系电话", "电话"]),
    Column::required("岗位类别", &["岗位", "人员类别"]),
    Column::optional("用工形式", &["用工性质"]),
];

/// What the template says about a column: an explanation and an example.
pub(super) fn explanation(column: &str) -> (&'static str, &'static str) {
    match column {
        "单位名称" => ("营业执照上的全称", "示例机械制造有限公司"),
        "统一社会信用代码" => ("18 位，按文本填写，系统校验末位", "91370112MA3EXAMPLE"),
        "管理区" => ("从下拉列表中选择", ""),
        "行业领域" => ("从下拉列表中选择", ""),
        "地址" => ("实际生产经营地址", "示例路 1 号"),
        "从业人数" => ("整数，含劳务派遣和灵活用工人员", "36"),
        "单位统一社会信用代码" => {
            ("人员所在单位的代码，须在“单位”表或系统中存在", "91370112MA3EXAMPLE")
        }
        "姓名" => ("少数民族姓名用间隔号“·”", "阿卜杜拉·买买提"),
        "手机号" => ("11 位，按文本填写，用于登录", "13800000000"),
        "岗位类别" => ("从下拉列表中选择", "主要负责人"),
        "用工形式" => ("从下拉列表中选择，不填按企业人员", "企业人员"),
        _ => ("填“是”或“否”，不填则不改动", "否"),
    }
}

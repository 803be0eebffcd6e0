//! The sheets of the registers: their columns, with what to write into them.

use contract::register::Register;
use document::{
    form::{Asked, Form},
    workbook::Column,
};
use domain::register::{PlaceKind, StatutoryKind, WorkCategory};

/// The columns of statutory certificates, in their order.
pub(super) mod statutory {
    pub const NAMES: [&str; 10] = [
        "单位统一社会信用代码",
        "姓名",
        "手机号",
        "证书类别",
        "作业类别",
        "证号",
        "发证机关",
        "发证日期",
        "有效期至",
        "复审日期",
    ];
    pub const CODE: usize = 0;
    pub const NAME: usize = 1;
    pub const MOBILE: usize = 2;
    pub const KIND: usize = 3;
    pub const CATEGORY: usize = 4;
    pub const NUMBER: usize = 5;
    pub const ISSUER: usize = 6;
    pub const ISSUED: usize = 7;
    pub const UNTIL: usize = 8;
    pub const REVIEW: usize = 9;
}

/// The columns of places, in their order.
pub(super) mod places {
    pub const NAMES: [&str; 9] = [
        "单位统一社会信用代码",
        "场所类别",
        "名称",
        "位置",
        "介质或物料",
        "主要风险",
        "数量",
        "监护人",
        "最近检查日期",
    ];
    pub const CODE: usize = 0;
    pub const KIND: usize = 1;
    pub const NAME: usize = 2;
    pub const LOCATION: usize = 3;
    pub const MEDIUM: usize = 4;
    pub const RISK: usize = 5;
    pub const AMOUNT: usize = 6;
    pub const GUARDIAN: usize = 7;
    pub const CHECKED: usize = 8;
}

/// The names of a register's columns.
pub(super) fn names(register: Register) -> &'static [&'static str] {
    match register {
        Register::Statutory => &statutory::NAMES,
        Register::Places => &places::NAMES,
    }
}

/// The sheet of a register.
pub(super) fn form(register: Register) -> Form {
    match register {
        Register::Statutory => statutory_form(),
        Register::Places => places_form(),
    }
}

const CODES: &[&str] = &["统一社会信用代码", "社会信用代码", "信用代码"];

fn asked(
    column: Column,
    width: u8,
    explanation: &'static str,
    example: &'static str,
    choices: Vec<&'static str>,
) -> Asked {
    Asked { column, explanation, example, width, choices: choices.into_iter().map(str::to_owned).collect() }
}

fn statutory_form() -> Form {
    let [code, name, mobile, kind, category, number, issuer, issued, until, review] = statutory::NAMES;
    let kinds = StatutoryKind::ALL.iter().map(|kind| kind.term()).collect();
    let categories = WorkCategory::ALL.iter().map(|category| category.term()).collect();
    let needed = |name, aliases: &'static [&'static str]| Column::required(name, aliases);
    let left_out = |name, aliases: &'static [&'static str]| Column::optional(name, aliases);
    Form {
        sheet: "法定证书",
        title: "法定证书登记表",
        columns: vec![
            asked(needed(code, CODES), 24, "持证人所在单位，18 位，按文本填写", "91370112MA3EXAMPLE", vec![]),
            asked(needed(name, &["人员姓名", "持证人"]), 14, "与名册一致", "王立新", vec![]),
            asked(
                needed(mobile, &["手机", "联系电话"]),
                16,
                "与名册一致，用来核对本人",
                "13800000000",
                vec![],
            ),
            asked(needed(kind, &["证件类别", "证书"]), 28, "从下拉列表中选择", "特种作业操作证", kinds),
            asked(
                left_out(category, &["操作项目", "作业项目"]),
                24,
                "只有特种作业操作证要填；有限空间作业没有操作证",
                "焊接与热切割作业",
                categories,
            ),
            asked(
                needed(number, &["证书编号", "编号"]),
                24,
                "按文本填写，与证件一致",
                "T370112199001010011",
                vec![],
            ),
            asked(needed(issuer, &["发证单位"]), 24, "证件上的发证机关", "山东省应急管理厅", vec![]),
            asked(needed(issued, &["初领日期", "签发日期"]), 14, "年-月-日", "2024-05-20", vec![]),
            asked(needed(until, &["有效期", "有效期限至"]), 14, "年-月-日", "2030-05-19", vec![]),
            asked(
                left_out(review, &["应复审日期"]),
                14,
                "证件上的应复审日期，没有就留空",
                "2027-05-19",
                vec![],
            ),
        ],
        notes: vec![
            "1. 法定证书由主管部门考核发放，街道只登记、提醒，不发证。",
            "2. 一人有几个证就填几行；同一操作证有几个作业类别的，每个类别一行。",
            "3. 证号已登记、内容有变化的，导入后以新内容为准，原登记留档。",
            "4. 导入前逐行检查，有一行不对就不写入；有问题的行会标明原因并可下载修改。",
        ],
    }
}

fn places_form() -> Form {
    let [code, kind, name, location, medium, risk, amount, guardian, checked] = places::NAMES;
    let kinds = PlaceKind::SUPERVISED.iter().map(|kind| kind.term()).collect();
    Form {
        sheet: "作业场所",
        title: "有限空间、动火、高处作业场所台账",
        columns: vec![
            asked(
                Column::required(code, CODES),
                24,
                "场所所在单位，18 位，按文本填写",
                "91370112MA3EXAMPLE",
                vec![],
            ),
            asked(Column::required(kind, &["类别"]), 18, "从下拉列表中选择", "有限空间", kinds),
            asked(
                Column::required(name, &["场所名称", "有限空间名称"]),
                28,
                "在本单位内不重名",
                "1 号污水池",
                vec![],
            ),
            asked(
                Column::optional(location, &["具体位置", "所在位置"]),
                28,
                "在单位里的什么地方",
                "厂区东北角",
                vec![],
            ),
            asked(
                Column::optional(medium, &["介质", "物料"]),
                18,
                "里面是什么，或加工什么",
                "污水、污泥",
                vec![],
            ),
            asked(
                Column::optional(risk, &["风险", "危险有害因素"]),
                28,
                "最主要的危险",
                "硫化氢中毒、缺氧窒息",
                vec![],
            ),
            asked(Column::optional(amount, &["个数"]), 8, "同样的场所有几处，不填按 1 处", "1", vec![]),
            asked(Column::optional(guardian, &["监护人员", "负责人"]), 14, "谁负责监护", "李强", vec![]),
            asked(Column::optional(checked, &["检查日期"]), 14, "年-月-日", "2026-11-03", vec![]),
        ],
        notes: vec![
            "1. 登记有限空间、电气焊动火点、高处作业点，每处一行。",
            "2. 同一单位、同一类别、同一名称的场所再次导入时更新原有内容。",
            "3. 在册的场所用于抽取演练地点，也用于核对单位情况，请如实登记。",
            "4. 导入前逐行检查，有一行不对就不写入；有问题的行会标明原因并可下载修改。",
        ],
    }
}

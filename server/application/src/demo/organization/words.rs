//! The words that demo names are made of. Nobody and no company in particular is meant.

use domain::organization::{Fact, Sector};

/// The management areas.
pub(super) const AREAS: [&str; 8] = [
    "东街管理区",
    "西街管理区",
    "南园管理区",
    "北河管理区",
    "柳园管理区",
    "工业园管理区",
    "物流园管理区",
    "新城管理区",
];

/// The first part of a company's name.
pub(super) const TRADE_NAMES: [&str; 64] = [
    "鑫源", "宏达", "瑞丰", "华盛", "金桥", "恒信", "泰和", "正大", "永兴", "隆昌", "嘉禾", "广源", "盛世",
    "东方", "齐鲁", "泉城", "新华", "兴业", "福临", "顺达", "德润", "天成", "万通", "百川", "联众", "力诚",
    "中远", "科锐", "博远", "海润", "明珠", "春晖", "长青", "众合", "诚泰", "安顺", "祥瑞", "凯旋", "通达",
    "旭日", "双龙", "立达", "润泽", "金鼎", "鲁中", "聚丰", "康泰", "惠民", "利群", "优品", "佳美", "远航",
    "腾飞", "亿佳", "和谐", "同创", "宝丰", "源泰", "鼎盛", "鸿运", "汇通", "龙腾", "晨光", "星辰",
];

/// One sector of the demo street.
pub(super) struct SectorWords {
    pub sector: Sector,
    /// Units of it; 400 in all.
    pub units: usize,
    /// The last part of a company's name.
    pub endings: &'static [&'static str],
    /// Least and greatest headcount.
    pub headcount: (u32, u32),
    /// What may be known of a unit, with its chance in percent.
    pub facts: &'static [(Fact, u32)],
}

use Fact::{
    Ammonia, ConfinedSpace, CrowdedPlace, Dispatch, Dust, FireKey, HazardousChemicals, HeightWork, HighRise,
    HotWork, PublicGathering,
};

/// The sectors with their share of the street.
pub(super) const SECTORS: &[SectorWords] = &[
    SectorWords {
        sector: Sector::Furniture,
        units: 62,
        endings: &["木业有限公司", "家具有限公司", "定制家居有限公司", "板材厂"],
        headcount: (6, 160),
        facts: &[(Dust, 42), (HotWork, 20), (FireKey, 8), (Dispatch, 10)],
    },
    SectorWords {
        sector: Sector::Food,
        units: 34,
        endings: &["食品有限公司", "冷链食品有限公司", "调味品有限公司", "肉制品有限公司"],
        headcount: (8, 260),
        facts: &[(Ammonia, 24), (ConfinedSpace, 45), (Dust, 10), (Dispatch, 25), (HotWork, 15)],
    },
    SectorWords {
        sector: Sector::Machinery,
        units: 58,
        endings: &["机械制造有限公司", "五金制品有限公司", "精密机械有限公司", "金属结构有限公司"],
        headcount: (5, 320),
        facts: &[(HotWork, 75), (HeightWork, 30), (ConfinedSpace, 18), (Dust, 12), (Dispatch, 18)],
    },
    SectorWords {
        sector: Sector::BuildingMaterials,
        units: 36,
        endings: &["建材有限公司", "混凝土有限公司", "门窗有限公司", "石材有限公司"],
        headcount: (6, 140),
        facts: &[(ConfinedSpace, 35), (HotWork, 45), (HeightWork, 25), (Dust, 6)],
    },
    SectorWords {
        sector: Sector::Textile,
        units: 24,
        endings: &["服装有限公司", "纺织有限公司", "家纺有限公司"],
        headcount: (10, 220),
        facts: &[(FireKey, 18), (CrowdedPlace, 22), (Dispatch, 20), (Dust, 6)],
    },
    SectorWords {
        sector: Sector::Warehouse,
        units: 42,
        endings: &["物流有限公司", "仓储有限公司", "供应链有限公司", "货运代理有限公司"],
        headcount: (5, 180),
        facts: &[(FireKey, 16), (HeightWork, 20), (Dispatch, 40), (HotWork, 6)],
    },
    SectorWords {
        sector: Sector::Construction,
        units: 12,
        endings: &["建筑工程有限公司", "装饰工程有限公司", "市政工程有限公司"],
        headcount: (20, 300),
        facts: &[(HotWork, 90), (HeightWork, 95), (ConfinedSpace, 50), (Dispatch, 60)],
    },
    SectorWords {
        sector: Sector::HazardousChemicals,
        units: 10,
        endings: &["加油站有限公司", "化工有限公司", "燃气有限公司"],
        headcount: (5, 60),
        facts: &[(HazardousChemicals, 100), (ConfinedSpace, 60), (HotWork, 40), (FireKey, 60)],
    },
    SectorWords {
        sector: Sector::Commerce,
        units: 50,
        endings: &["商贸有限公司", "超市有限公司", "购物中心有限公司", "农贸市场有限公司"],
        headcount: (3, 150),
        facts: &[(PublicGathering, 26), (CrowdedPlace, 22), (FireKey, 10), (HighRise, 6)],
    },
    SectorWords {
        sector: Sector::Catering,
        units: 44,
        endings: &["餐饮有限公司", "酒店有限公司", "宾馆有限公司", "餐饮管理有限公司"],
        headcount: (3, 90),
        facts: &[(PublicGathering, 34), (FireKey, 8), (HighRise, 10)],
    },
    SectorWords {
        sector: Sector::Education,
        units: 16,
        endings: &["幼儿园有限公司", "教育培训有限公司", "职业培训学校有限公司"],
        headcount: (8, 90),
        facts: &[(CrowdedPlace, 88), (FireKey, 30)],
    },
    SectorWords {
        sector: Sector::Care,
        units: 12,
        endings: &["养老服务有限公司", "康复医院有限公司", "门诊部有限公司"],
        headcount: (8, 140),
        facts: &[(CrowdedPlace, 85), (FireKey, 35), (HighRise, 15)],
    },
];

/// Roads of the street.
pub(super) const ROADS: [&str; 12] = [
    "温泉路",
    "文化路",
    "工业一路",
    "工业二路",
    "物流大道",
    "柳园路",
    "北河路",
    "新城大街",
    "东街",
    "西街",
    "南园路",
    "创业路",
];

/// Family names, the frequent ones more than once.
pub(super) const FAMILY_NAMES: [&str; 48] = [
    "王", "王", "王", "李", "李", "李", "张", "张", "张", "刘", "刘", "陈", "杨", "赵", "赵", "孙", "孙",
    "周", "吴", "徐", "马", "朱", "胡", "郭", "高", "林", "何", "宋", "郑", "韩", "冯", "于", "董", "程",
    "曹", "袁", "邓", "许", "傅", "沈", "曾", "彭", "吕", "苏", "卢", "蒋", "欧阳", "尉迟",
];

/// Given names.
pub(super) const GIVEN_NAMES: [&str; 80] = [
    "伟", "强", "磊", "军", "勇", "杰", "涛", "超", "明", "刚", "平", "辉", "鹏", "华", "飞", "鑫", "波",
    "斌", "宇", "浩", "凯", "健", "俊", "帆", "帅", "旭", "宁", "龙", "林", "阳", "芳", "娜", "敏", "静",
    "丽", "艳", "娟", "霞", "秀英", "桂英", "玉兰", "建国", "建华", "志强", "志远", "文博", "国庆", "海涛",
    "立军", "红梅", "春燕", "晓东", "晓燕", "雪梅", "凤英", "秀兰", "金凤", "永强", "德胜", "庆丰", "宝山",
    "长江", "保国", "世杰", "家豪", "子轩", "雨桐", "欣怡", "思远", "梦洁", "俊杰", "海燕", "玉珍", "淑芬",
    "广才", "传福", "兆田", "延军", "振华", "学文",
];

/// Names that fonts, forms and masks often fail on.
pub(super) const RARE_NAMES: [&str; 8] =
    ["阿卜杜拉·买买提", "张㛃𬱖", "刘䶮", "王喆垚", "赵犇", "古丽娜尔·艾合买提", "欧阳娜娜", "李𬘭"];

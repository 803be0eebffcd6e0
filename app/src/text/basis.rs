//! What a question rests on, as people cite it.

use domain::{bank::RawBasis, exam::review::Ground};

/// The names of the texts that questions rest on, by their keys.
pub const LAWS: &[(&str, &str)] = &[
    ("01", "安全生产法"),
    ("02", "消防法"),
    ("03", "突发事件应对法"),
    ("04", "危险化学品安全法"),
    ("05", "特种设备安全法"),
    ("08", "个人信息保护法"),
    ("09", "刑法"),
    ("10", "生产安全事故应急条例"),
    ("11", "生产安全事故报告和调查处理条例"),
    ("13", "安全生产许可证条例"),
    ("14", "建设工程安全生产管理条例"),
    ("15", "烟花爆竹安全管理条例"),
    ("16", "工伤保险条例"),
    ("17", "突发事件应急预案管理办法"),
    ("20", "生产安全事故应急预案管理办法"),
    ("21", "工贸企业重大事故隐患判定标准"),
    ("22", "工贸企业有限空间作业安全规定"),
    ("23", "工贸企业粉尘防爆安全规定"),
    ("24", "生产安全事故罚款处罚规定"),
    ("27", "机关、团体、企业、事业单位消防安全管理规定"),
    ("28", "高层民用建筑消防安全管理规定"),
    ("41", "烟花爆竹生产经营单位重大生产安全事故隐患判定标准"),
    ("42", "房屋市政工程生产安全重大事故隐患判定标准"),
    ("50", "山东省安全生产条例"),
    ("51", "山东省消防条例"),
];

/// Names a law by its key: `安全生产法`.
#[must_use]
pub fn law_name(key: &str) -> &'static str {
    LAWS.iter().find(|(known, _)| *known == key).map_or("有关规定", |(_, name)| name)
}

/// Cites a basis: `《安全生产法》第二十一条第三项`.
#[must_use]
pub fn basis(basis: &RawBasis) -> String {
    match basis {
        RawBasis::Law { law, article, item } => {
            let name = law_name(law);
            let article = article.as_deref().map(article_text).unwrap_or_default();
            let item = item.map(|n| format!("第{}项", numeral(n))).unwrap_or_default();
            format!("《{name}》{article}{item}")
        }
        RawBasis::Plan { clause } => format!("街道治本攻坚三年行动实施方案 {clause}"),
        RawBasis::Practice { standard, clause } => {
            clause.as_ref().map_or_else(|| standard.clone(), |clause| format!("{standard} 第 {clause} 条"))
        }
    }
}

/// Names what questions rest on, for headings: `《安全生产法》`.
#[must_use]
pub fn ground(ground: &Ground) -> String {
    match ground {
        Ground::Law(law) => basis(&RawBasis::Law { law: law.as_str().into(), article: None, item: None }),
        Ground::Plan => "街道治本攻坚三年行动实施方案".into(),
        Ground::Practice => "标准和操作实务".into(),
        Ground::Other => "其他依据".into(),
    }
}

fn article_text(article: &str) -> String {
    let number = |text: &str| text.parse().map_or_else(|_| text.to_owned(), numeral);
    match article.split_once('-') {
        Some((main, branch)) => format!("第{}条之{}", number(main), number(branch)),
        None => format!("第{}条", number(article)),
    }
}

/// Writes 1 to 999 as laws number their articles; greater numbers in digits.
fn numeral(n: u16) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |n: u16| DIGITS[usize::from(n % 10)];
    let (hundreds, tens, ones) = (n / 100, n / 10 % 10, n % 10);
    if !(1..1000).contains(&n) {
        return n.to_string();
    }
    let mut text = String::new();
    if hundreds > 0 {
        text += digit(hundreds);
        text += "百";
    }
    match (hundreds, tens) {
        (0, 0) => {}
        (_, 0) if ones > 0 => text += "零",
        (_, 0) => {}
        (0, 1) => text += "十",
        _ => {
            text += digit(tens);
            text += "十";
        }
    }
    if ones > 0 {
        text += digit(ones);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_cited_as_laws_number_them() {
        for (n, text) in [
            (3, "三"),
            (10, "十"),
            (12, "十二"),
            (20, "二十"),
            (34, "三十四"),
            (100, "一百"),
            (101, "一百零一"),
            (110, "一百一十"),
            (134, "一百三十四"),
        ] {
            assert_eq!(numeral(n), text);
        }
        let law =
            |article: &str, item| RawBasis::Law { law: "01".into(), article: Some(article.into()), item };
        assert_eq!(basis(&law("21", Some(3))), "《安全生产法》第二十一条第三项");
        assert_eq!(basis(&law("134-1", None)), "《安全生产法》第一百三十四条之一");
    }
}

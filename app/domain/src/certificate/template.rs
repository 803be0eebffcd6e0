//! What a street may set on its certificates. Title and disclaimer are not among it.

/// The colour of the frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Border {
    /// 金色
    #[default]
    Gold,
    /// 红色
    Red,
    /// 蓝色
    Blue,
    /// 绿色
    Green,
}

impl Border {
    /// All of them, in the order of the form.
    pub const ALL: [Self; 4] = [Self::Gold, Self::Red, Self::Blue, Self::Green];

    /// The stored code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Gold => "gold",
            Self::Red => "red",
            Self::Blue => "blue",
            Self::Green => "green",
        }
    }
    /// What people read.
    #[must_use]
    pub const fn term(self) -> &'static str {
        match self {
            Self::Gold => "金色",
            Self::Red => "红色",
            Self::Blue => "蓝色",
            Self::Green => "绿色",
        }
    }
    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|border| border.code() == code)
    }
}

/// A template that holds to the rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// A line below the title, up to [`Template::MOST_SUBTITLE`] characters; may be empty.
    pub subtitle: String,
    /// Who issues, 1 to [`Template::MOST_ISSUER`] characters.
    pub issuer: String,
    /// Up to two lines of up to [`Template::MOST_SIGNATORY`] characters, such as `培训负责人：张三`.
    pub signatories: Vec<String>,
    /// How long a certificate holds, 1 to [`Template::MOST_MONTHS`] months.
    pub months: u8,
    /// The colour of the frame.
    pub border: Border,
}

/// A part of a template, to name it in a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TemplatePart {
    /// The line below the title.
    Subtitle,
    /// Who issues.
    Issuer,
    /// The first line of the signatories.
    Signatory1,
    /// The second.
    Signatory2,
    /// The validity.
    Months,
    /// The colour.
    Border,
}

/// What is wrong with a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TemplateFault {
    /// Must be filled in.
    Empty,
    /// Too many characters.
    TooLong {
        /// The most.
        most: u16,
    },
    /// No whole number in a range.
    OutOfRange {
        /// The least.
        least: u8,
        /// The most.
        most: u8,
    },
    /// Nothing of the list.
    NothingChosen,
    /// It reads as if this were a statutory certificate, which the street cannot issue.
    Misleading {
        /// The words.
        words: &'static str,
    },
}

/// What was written into the form.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "the fields are those of the template, as text")]
pub struct Written<'a> {
    pub subtitle: &'a str,
    pub issuer: &'a str,
    pub signatories: [&'a str; 2],
    pub months: &'a str,
    pub border: &'a str,
}

/// Words of certificates that laws know; a paper of the street must not be taken for one of them.
const STATUTORY: [&str; 6] = ["操作证", "资格证", "执业证", "考核合格证", "职业技能", "上岗证"];

impl Template {
    /// The most characters of the line below the title.
    pub const MOST_SUBTITLE: u16 = 40;
    /// The most characters of the issuing office.
    pub const MOST_ISSUER: u16 = 60;
    /// The most characters of a signatory line.
    pub const MOST_SIGNATORY: u16 = 24;
    /// The longest validity: three years, as long as the longest cycle of training.
    pub const MOST_MONTHS: u8 = 36;
    /// The validity where a street has set none (01-rules: the annual training).
    pub const USUAL_MONTHS: u8 = 12;

    /// Reads what was written, or says everything that is wrong with it.
    ///
    /// # Errors
    /// Each part that does not hold to the rules.
    pub fn read(written: &Written<'_>) -> Result<Self, Vec<(TemplatePart, TemplateFault)>> {
        let mut faults = Vec::new();
        let mut line = |part, text: &str, most: u16| {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            if text.chars().count() > usize::from(most) {
                faults.push((part, TemplateFault::TooLong { most }));
            } else if let Some(words) = STATUTORY.into_iter().find(|words| text.contains(words)) {
                faults.push((part, TemplateFault::Misleading { words }));
            }
            text
        };
        let subtitle = line(TemplatePart::Subtitle, written.subtitle, Self::MOST_SUBTITLE);
        let issuer = line(TemplatePart::Issuer, written.issuer, Self::MOST_ISSUER);
        let [first, second] = written.signatories;
        let first = line(TemplatePart::Signatory1, first, Self::MOST_SIGNATORY);
        let second = line(TemplatePart::Signatory2, second, Self::MOST_SIGNATORY);
        if issuer.is_empty() {
            faults.push((TemplatePart::Issuer, TemplateFault::Empty));
        }
        let months = written.months.trim().parse().ok().filter(|n| (1..=Self::MOST_MONTHS).contains(n));
        if months.is_none() {
            let range = TemplateFault::OutOfRange { least: 1, most: Self::MOST_MONTHS };
            faults.push((TemplatePart::Months, range));
        }
        let border = Border::from_code(written.border);
        if border.is_none() {
            faults.push((TemplatePart::Border, TemplateFault::NothingChosen));
        }
        match (months, border) {
            (Some(months), Some(border)) if faults.is_empty() => {
                let signatories = [first, second].into_iter().filter(|line| !line.is_empty()).collect();
                Ok(Self { subtitle, issuer, signatories, months, border })
            }
            _ => Err(faults),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: Written<'static> = Written {
        subtitle: "",
        issuer: " 唐王街道办事处 ",
        signatories: ["", "负责人：张三"],
        months: "12",
        border: "blue",
    };

    #[test]
    fn a_template_is_read_without_its_blanks() {
        let template = Template::read(&GOOD).unwrap();
        assert_eq!(template.issuer, "唐王街道办事处");
        assert_eq!(template.signatories, ["负责人：张三"]);
        assert_eq!((template.months, template.border), (12, Border::Blue));
        for border in Border::ALL {
            assert_eq!(Border::from_code(border.code()), Some(border));
        }
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let long = "长".repeat(41);
        let written = Written { subtitle: &long, issuer: " ", months: "37", border: "pink", ..GOOD };
        let faults = Template::read(&written).unwrap_err();
        let parts: Vec<_> = faults.iter().map(|(part, _)| *part).collect();
        use TemplatePart::{Border, Issuer, Months, Subtitle};
        assert_eq!(parts, [Subtitle, Issuer, Months, Border]);
        assert!(Template::read(&Written { months: "0", ..GOOD }).is_err());
        assert!(Template::read(&Written { months: "一年", ..GOOD }).is_err());
    }

    #[test]
    fn a_paper_that_looks_statutory_is_refused() {
        for subtitle in ["特种作业操作证", "安全管理人员考核合格证", "职业技能等级"] {
            let faults = Template::read(&Written { subtitle, ..GOOD }).unwrap_err();
            assert!(matches!(faults[..], [(TemplatePart::Subtitle, TemplateFault::Misleading { .. })]));
        }
    }
}

//! The formats that all workbooks of the platform share, and text that can never become a formula.

use rust_xlsxwriter::{Color, Format, FormatAlign, Worksheet, XlsxError};

use super::bordered;

/// The most characters of a cell (Excel's own limit, in UTF-16 units).
const MOST_UNITS: usize = 32_767;
/// What stands at the end of a text that was longer.
const CUT: &str = "…（已截断）";

/// Formats by purpose.
pub struct Paint {
    /// The line above a table.
    pub title: Format,
    /// A header.
    pub header: Format,
    /// The header of a column that may not be empty.
    pub needed: Format,
    /// A text.
    pub text: Format,
    /// A text that is at fault.
    pub faulty: Format,
    /// What is wrong.
    pub fault: Format,
    /// A whole number.
    pub whole: Format,
    /// A number with two decimals.
    pub hundredths: Format,
    /// A share with two decimals.
    pub percent: Format,
    /// A day.
    pub date: Format,
}

impl Default for Paint {
    fn default() -> Self {
        Self::new()
    }
}

impl Paint {
    /// The formats of all workbooks.
    pub fn new() -> Self {
        let header = bordered()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Center)
            .set_background_color(Color::RGB(0x00E8_EDF3));
        let text = bordered().set_num_format("@").set_text_wrap();
        Self {
            title: Format::new().set_bold().set_font_size(14).set_align(FormatAlign::VerticalCenter),
            needed: header.clone().set_background_color(Color::RGB(0x00FD_E8C8)),
            header,
            faulty: text.clone().set_background_color(Color::RGB(0x00FF_F1B8)),
            fault: text.clone().set_font_color(Color::RGB(0x00B4_2318)),
            text,
            whole: bordered().set_num_format("0"),
            hundredths: bordered().set_num_format("0.00"),
            percent: bordered().set_num_format("0.00%"),
            date: bordered().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Center),
        }
    }
}

/// Writes a text as a string cell. One that a spreadsheet could take for a formula when it is edited or saved
/// as CSV gets Excel's quote prefix: it stays text and reads back unchanged.
///
/// # Errors
/// A row or column that no sheet has.
pub fn write_text(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    let short;
    let text = if text.encode_utf16().count() > MOST_UNITS {
        short = shortened(text);
        &short
    } else {
        text
    };
    if text.is_empty() {
        sheet.write_blank(row, column, format)?;
    } else if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        sheet.write_string_with_format(row, column, text, &format.clone().set_quote_prefix())?;
    } else {
        sheet.write_string_with_format(row, column, text, format)?;
    }
    Ok(())
}

fn shortened(text: &str) -> String {
    let mut room = MOST_UNITS - CUT.encode_utf16().count();
    let kept = text.chars().take_while(|character| match room.checked_sub(character.len_utf16()) {
        Some(left) => {
            room = left;
            true
        }
        None => false,
    });
    kept.chain(CUT.chars()).collect()
}

//! A QR code as a drawing for pages (ISO/IEC 18004, error correction M).

/// A drawn code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawing {
    /// How many modules it has at each side, without the quiet zone of four modules that belongs around it.
    pub size: usize,
    /// The dark modules as an SVG path, one unit a module, a rectangle per horizontal run.
    pub path: String,
}

/// A text is longer than a code holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the text is longer than a QR code holds")]
pub struct TooLong;

/// Draws a text.
///
/// # Errors
/// Refuses a text of more than about 2,300 bytes.
pub fn draw(text: &str) -> Result<Drawing, TooLong> {
    let code = fast_qr::QRBuilder::new(text).ecl(fast_qr::ECL::M).build().map_err(|_| TooLong)?;
    let mut path = String::new();
    for row in 0..code.size {
        let mut column = 0;
        while column < code.size {
            let start = column;
            while column < code.size && code[row][column].value() {
                column += 1;
            }
            if column > start {
                path.push_str(&format!("M{start} {row}h{}v1h-{}z", column - start, column - start));
            }
            column += 1;
        }
    }
    Ok(Drawing { size: code.size, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_begins_with_the_upper_edges_of_its_finders() {
        let drawing = draw("https://anxun.example.cn/spot/0123456789abcdef0123456789abcdef").unwrap();
        assert!(drawing.path.starts_with("M0 0h7v1h-7z"), "{}", drawing.path);
        assert!(drawing.path.contains(&format!("M{} 0h7v1h-7z", drawing.size - 7)));
        assert_eq!(draw(&"长".repeat(2_000)), Err(TooLong));
    }
}

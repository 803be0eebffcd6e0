//! Text out of HTML: marks dropped, paragraphs kept as lines, characters by name restored.

/// What was left of a text.
pub(crate) struct Stripped {
    pub text: String,
    /// There was a mark beside paragraphs and line breaks.
    pub marked: bool,
    /// There was a picture.
    pub picture: bool,
}

/// Strips HTML.
pub(crate) fn strip(html: &str) -> Stripped {
    let mut out = Stripped { text: String::with_capacity(html.len()), marked: false, picture: false };
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        out.text.push_str(&rest[..at]);
        rest = &rest[at..];
        rest = if rest.starts_with('<') { tag(rest, &mut out) } else { reference(rest, &mut out.text) };
    }
    out.text.push_str(rest);
    let lines = out.text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    out.text = lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
    out
}

/// Passes a tag; a `<` that opens none stands for itself.
fn tag<'a>(rest: &'a str, out: &mut Stripped) -> &'a str {
    let begins = rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!'));
    let Some(end) = rest.find('>').filter(|_| begins) else {
        out.text.push('<');
        return &rest[1..];
    };
    let inner = rest[1..end].trim_start_matches('/');
    let name =
        inner.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default().to_ascii_lowercase();
    match name.as_str() {
        "br" | "p" | "div" | "li" | "tr" | "ul" | "ol" | "table" => out.text.push('\n'),
        "img" | "svg" | "object" | "video" | "audio" => out.picture = true,
        _ => out.marked = true,
    }
    &rest[end + 1..]
}

/// Restores `&lt;`, `&#20013;` and the like; an `&` that begins none stands for itself.
fn reference<'a>(rest: &'a str, text: &mut String) -> &'a str {
    let end = rest.char_indices().take(12).find(|(_, c)| *c == ';').map(|(at, _)| at);
    let known = end.and_then(|end| {
        let name = &rest[1..end];
        let character = match name {
            "lt" => '<',
            "gt" => '>',
            "amp" => '&',
            "quot" => '"',
            "apos" => '\'',
            "nbsp" => ' ',
            _ => {
                let digits = name.strip_prefix('#')?;
                let number = match digits.strip_prefix(['x', 'X']) {
                    Some(hex) => u32::from_str_radix(hex, 16),
                    None => digits.parse(),
                };
                char::from_u32(number.ok()?)?
            }
        };
        Some((character, end))
    });
    match known {
        Some((character, end)) => {
            text.push(character);
            &rest[end + 1..]
        }
        None => {
            text.push('&');
            &rest[1..]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_stay_lines_and_marks_go() {
        let got = strip("<p>先<b>通风</b>，\n再检测</p><p>氧含量 &lt; 19.5% &amp; &#x4E2D;<img src=x></p>");
        assert_eq!(got.text, "先通风，\n再检测\n氧含量 < 19.5% & 中");
        assert!(got.marked && got.picture);
        assert_eq!(strip("a < b && c &nosuch; <").text, "a < b && c &nosuch; <");
    }
}

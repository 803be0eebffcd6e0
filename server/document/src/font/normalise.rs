//! Names as people type them, brought to the code points that fonts and searches know.

use unicode_normalization::UnicodeNormalization;

/// What the 214 Kangxi radicals U+2F00–U+2FD5 stand for (Unicode compatibility mappings): text copied out of
/// a PDF often carries the radical in place of the ideograph that looks the same.
const KANGXI: &str = "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";

/// The code points of the 80 characters at GBK FE50–FEA0, which old systems stored as U+E815–U+E864 in the
/// private use area before Unicode had them (GB 18030-2022 gives all of them real ones).
const GBK_PRIVATE: &str = "⺁𠂇𠂉𠃌⺄㑳㑇⺈⺋龴㖞㘚㘎⺌⺗㥮㤘龵㧏㧟㩳㧐龶龷㭎㱮㳠⺧𡗗龸⺪䁖䅟⺮䌷⺳⺶⺷𢦏䎱䎬⺻䏝䓖䙡䙌龹䜣䜩䝼䞍⻊䥇䥺䥽䦂䦃䦅䦆䦟䦛䦷䦶龺𤇾䲣䲟䲠䲡䱷䲢䴓䴔䴕䴖䴗䴘䴙䶮龻";

/// Brings a person's name to one spelling: NFC, real code points in place of private ones and radicals, one
/// kind of middle dot, ASCII letters, no invisible characters, no space beside a Chinese character.
///
/// Writing the same name twice gives the same text, so that it can be compared and searched.
pub fn normalise_name(name: &str) -> String {
    let text: String = clean_text(name).chars().map(name_character).collect();
    let mut result = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        // Rosters pad two-character names to the width of three: 张　三.
        let padding = character == ' '
            && (result.chars().next_back().is_some_and(is_han_or_dot)
                || characters.peek().copied().is_some_and(is_han_or_dot));
        if !padding {
            result.push(character);
        }
    }
    result
}

/// Brings any text of a document to NFC with real code points, without control and invisible characters;
/// runs of white space become one space, the ends are trimmed. Dots and full-width letters stay as they are.
pub fn clean_text(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for character in text.nfc().filter(|c| !is_invisible(*c)).map(real_code_point) {
        if character.is_whitespace() || character.is_control() {
            if !result.is_empty() && !result.ends_with(' ') {
                result.push(' ');
            }
        } else {
            result.push(character);
        }
    }
    result.truncate(result.trim_end().len());
    result
}

/// Zero-width characters, direction marks and variation selectors: they have no glyph of their own.
fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0100}'..='\u{E01EF}')
}

fn real_code_point(character: char) -> char {
    let nth = |table: &str, first: u32| {
        let offset = usize::try_from(u32::from(character) - first).unwrap_or(usize::MAX);
        table.chars().nth(offset).unwrap_or(character)
    };
    match character {
        '\u{2F00}'..='\u{2FD5}' => nth(KANGXI, 0x2F00),
        '\u{E815}'..='\u{E864}' => nth(GBK_PRIVATE, 0xE815),
        other => other,
    }
}

fn name_character(character: char) -> char {
    match character {
        // The dot of 阿卜杜拉·买买提 is typed in many ways.
        '\u{2022}' | '\u{2027}' | '\u{2219}' | '\u{22C5}' | '\u{30FB}' | '\u{FF65}' | '\u{0387}' => {
            '\u{00B7}'
        }
        // Full-width digits and letters.
        '\u{FF10}'..='\u{FF19}' | '\u{FF21}'..='\u{FF3A}' | '\u{FF41}'..='\u{FF5A}' => {
            char::from_u32(u32::from(character) - 0xFEE0).unwrap_or(character)
        }
        other => other,
    }
}

fn is_han_or_dot(character: char) -> bool {
    matches!(character,
        '\u{00B7}' | '\u{3007}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_type_the_dot_gives_one_name() {
        for dot in ["·", "•", "・", "‧", "･", " · ", "　•　"] {
            assert_eq!(normalise_name(&format!("阿卜杜拉{dot}买买提")), "阿卜杜拉·买买提");
        }
    }

    #[test]
    fn padding_inside_a_chinese_name_goes_and_a_space_inside_a_foreign_name_stays() {
        assert_eq!(normalise_name("　张　　三 "), "张三");
        assert_eq!(normalise_name("ＪＯＨＮ  Smith"), "JOHN Smith");
    }

    #[test]
    fn private_code_points_and_radicals_become_real_characters() {
        assert_eq!(normalise_name("\u{E863}"), "䶮");
        assert_eq!(normalise_name("\u{E81E}\u{E816}\u{E864}"), "\u{9FB4}\u{20087}\u{9FBB}");
        assert_eq!(normalise_name("⾼⼭"), "高山");
        assert_eq!((KANGXI.chars().count(), GBK_PRIVATE.chars().count()), (214, 80));
    }

    #[test]
    fn invisible_characters_and_compatibility_forms_vanish() {
        assert_eq!(normalise_name("张\u{200B}三\u{FEFF}\u{E0100}"), "张三");
        assert_eq!(normalise_name("\u{F914}"), "樂");
        assert_eq!(clean_text("一行\n二行\t三行\u{7}"), "一行 二行 三行");
    }

    #[test]
    fn rare_characters_stay_as_they_are() {
        assert_eq!(normalise_name("张㛃𬱖䶮堃"), "张㛃𬱖䶮堃");
    }
}

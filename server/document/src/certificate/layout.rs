//! Where everything stands on the certificate. Numbers are millimetres from the lower left unless said.

use chrono::{Datelike, NaiveDate};

use super::facts::{CertificateFacts, Field, Frame, Look};
use super::page::{Area, HEIGHT_MM, Page, Paint, WIDTH_MM, mm};
use super::picture::Picture;
use super::text::{fit, fit_balanced};
use super::{DISCLAIMER, RenderRefusal, TITLE};
use crate::font::{MissingGlyph, Style};

const INK: Paint = (0.13, 0.13, 0.15);
const RED: Paint = (0.66, 0.11, 0.11);
/// The colour that says specimen.
const FAINT: Paint = (0.86, 0.86, 0.88);
const GREY: Paint = (0.40, 0.40, 0.43);
const BLACK: Paint = (0.0, 0.0, 0.0);

/// Left and right margin of the text.
const MARGIN: f32 = 36.0;
/// The middle of the page.
const MIDDLE: f32 = WIDTH_MM / 2.0;
/// Sizes in points that the name shrinks through.
const NAME_SIZES: [f32; 8] = [31.0, 28.0, 25.0, 22.0, 19.0, 17.0, 15.0, 13.0];
/// Sizes in points that the unit shrinks through.
const UNIT_SIZES: [f32; 4] = [15.0, 13.5, 12.0, 11.0];
/// Sizes in points that the text shrinks through.
const BODY_SIZES: [f32; 4] = [17.0, 15.5, 14.0, 12.5];
/// Sizes in points that the line below the title shrinks through.
const SUBTITLE_SIZES: [f32; 4] = [15.0, 13.5, 12.0, 11.0];
/// Sizes in points that a signatory line shrinks through.
const SIGNATORY_SIZES: [f32; 4] = [12.0, 11.0, 9.5, 8.5];
/// Sizes in points that the office's name shrinks through.
const ISSUER_SIZES: [f32; 5] = [16.0, 14.5, 13.0, 12.0, 11.0];
/// The longer side of the seal's picture.
const SEAL: f32 = 40.0;
/// The side of the QR code without its quiet zone: with the signed record it has 57 modules of half a millimetre.
const CODE: f32 = 30.0;
/// The lower edge of the QR code.
const CODE_Y: f32 = 27.0;
/// The middle of the block with the office, the date and the seal.
const ISSUER_X: f32 = 214.0;
/// The width of that block.
const ISSUER_WIDTH: f32 = 92.0;

/// The strong and the faint colour of frame and engraving.
fn colours(frame: Frame) -> (Paint, Paint) {
    match frame {
        Frame::Gold => ((0.68, 0.55, 0.30), (0.945, 0.92, 0.865)),
        Frame::Red => ((0.69, 0.23, 0.20), (0.965, 0.90, 0.89)),
        Frame::Blue => ((0.19, 0.37, 0.62), (0.885, 0.915, 0.955)),
        Frame::Green => ((0.20, 0.47, 0.35), (0.885, 0.935, 0.91)),
    }
}

/// Draws the whole page. The picture of the seal is known by its name to the whole document.
pub(super) fn draw(
    page: &mut Page<'_>,
    facts: &CertificateFacts,
    seal: Option<(&str, Picture)>,
) -> Result<(), RenderRefusal> {
    let (strong, faint) = colours(facts.look.frame);
    page.artifact(|page| {
        rosette(page, faint);
        frame(page, strong);
    });
    if facts.look.specimen {
        page.fill(FAINT);
        page.tagged("P", None, |page| {
            page.centred(Style::Title, 150.0, mm(MIDDLE), mm(78.0), "样张", 0.0).map(drop)
        })?;
    }
    heading(page, facts, strong)?;
    holder(page, facts, strong)?;
    body(page, facts)?;
    if let Some((name, picture)) = seal {
        draw_seal(page, name, picture, &facts.issuer)?;
    }
    signatories(page, &facts.look)?;
    issuer(page, facts)?;
    code(page, &facts.verify_url)?;
    code_notes(page, facts)?;
    page.fill(GREY);
    page.tagged("P", None, |page| {
        page.centred(Style::Body, 9.0, mm(MIDDLE), mm(17.0), DISCLAIMER, 0.0).map(drop)
    })?;
    Ok(())
}

/// A faint engraved rose behind the text: lines only, PDF/A-1 knows no transparency.
fn rosette(page: &mut Page<'_>, faint: Paint) {
    page.pen(faint, 0.3);
    let (x, y) = (mm(MIDDLE), mm(98.0));
    for (petals, radius, depth) in [(24.0, 40.0, 9.0), (24.0, 52.0, 6.0)] {
        for phase in [0.0, std::f32::consts::PI] {
            let points = (0..384_u16).map(|step| {
                let angle = f32::from(step) / 384.0 * std::f32::consts::TAU;
                let distance = mm(radius + depth * (petals * angle + phase).sin());
                (x + distance * angle.cos(), y + distance * angle.sin())
            });
            page.line(points, true);
        }
    }
}

/// Two frames with a small key pattern in each corner.
fn frame(page: &mut Page<'_>, strong: Paint) {
    let inset = |by: f32| Area {
        x: mm(by),
        y: mm(by),
        width: mm(WIDTH_MM - 2.0 * by),
        height: mm(HEIGHT_MM - 2.0 * by),
    };
    page.pen(strong, 2.2);
    page.frame(inset(9.0));
    page.pen(strong, 0.6);
    page.frame(inset(11.2));
    for (right, top) in [(false, false), (true, false), (true, true), (false, true)] {
        let place = |x: f32, y: f32| {
            (mm(if right { WIDTH_MM - x } else { x }), mm(if top { HEIGHT_MM - y } else { y }))
        };
        let spiral = [(13.2, 24.0), (13.2, 13.2), (24.0, 13.2)].map(|(x, y)| place(x, y));
        page.line(spiral, false);
        let key = [(15.2, 20.0), (15.2, 15.2), (20.0, 15.2), (20.0, 18.2), (17.8, 18.2), (17.8, 17.4)];
        page.line(key.map(|(x, y)| place(x, y)), false);
    }
}

/// Title, the line below it where there is one, and the number. With that line all of it stands a little higher.
fn heading(page: &mut Page<'_>, facts: &CertificateFacts, strong: Paint) -> Result<(), RenderRefusal> {
    let subtitle = facts.look.subtitle.as_str();
    let (title_y, rule_y, number_y) =
        if subtitle.is_empty() { (168.0, 160.5, 152.5) } else { (174.0, 158.0, 150.5) };
    page.fill(RED);
    page.tagged("H1", None, |page| {
        page.centred(Style::Title, 38.0, mm(MIDDLE), mm(title_y), TITLE, 3.0).map(drop)
    })?;
    if !subtitle.is_empty() {
        let width = mm(WIDTH_MM - 2.0 * MARGIN);
        let fitted = fit(page.faces, Style::Body, subtitle, &SUBTITLE_SIZES, width, 1)?;
        fits(Field::Subtitle, subtitle, fitted.lines.len(), 1)?;
        page.fill(INK);
        page.tagged("P", None, |page| {
            page.centred_lines(Style::Body, &fitted, mm(MIDDLE), mm(164.0), 1.0).map(drop)
        })?;
    }
    page.artifact(|page| {
        page.pen(strong, 0.8);
        page.line([(mm(MIDDLE - 62.0), mm(rule_y)), (mm(MIDDLE - 4.0), mm(rule_y))], false);
        page.line([(mm(MIDDLE + 4.0), mm(rule_y)), (mm(MIDDLE + 62.0), mm(rule_y))], false);
        page.fill(strong);
        let (x, y, r) = (mm(MIDDLE), mm(rule_y), mm(1.3));
        page.shapes([vec![(x - r, y), (x, y - r), (x + r, y), (x, y + r)]]);
    });
    page.fill(GREY);
    let revision =
        if facts.revision > 1 { format!("（第 {} 版）", facts.revision) } else { String::new() };
    page.tagged("P", None, |page| {
        let number = format!("证书编号：{}{revision}", facts.serial);
        page.centred(Style::Body, 11.5, mm(MIDDLE), mm(number_y), &number, 0.0).map(drop)
    })?;
    Ok(())
}

/// Up to two lines side by side between the text and the QR code.
fn signatories(page: &mut Page<'_>, look: &Look) -> Result<(), RenderRefusal> {
    page.fill(INK);
    for (line, x) in look.signatories.iter().zip([MARGIN, MARGIN + 78.0]) {
        let fitted = fit(page.faces, Style::Body, line, &SIGNATORY_SIZES, mm(74.0), 1)?;
        fits(Field::Signatory, line, fitted.lines.len(), 1)?;
        let text = fitted.lines.first().map(String::as_str).unwrap_or_default();
        page.tagged("P", None, |page| page.text(Style::Body, fitted.size, mm(x), mm(63.5), text, 0.0))?;
    }
    Ok(())
}

fn holder(page: &mut Page<'_>, facts: &CertificateFacts, strong: Paint) -> Result<(), RenderRefusal> {
    let width = mm(WIDTH_MM - 2.0 * MARGIN);
    let mut name = fit(page.faces, Style::Title, &facts.holder, &NAME_SIZES[..7], width, 1)?;
    if name.lines.len() > 1 {
        name = fit_balanced(page.faces, Style::Title, &facts.holder, &NAME_SIZES[4..], width, 2)?;
    }
    fits(Field::Holder, &facts.holder, name.lines.len(), 2)?;
    page.fill(INK);
    let mut widest = 0.0;
    page.tagged("P", None, |page| {
        widest = page.centred_lines(Style::Title, &name, mm(MIDDLE), mm(131.0), 1.25)?;
        Ok::<(), MissingGlyph>(())
    })?;
    page.artifact(|page| {
        page.pen(strong, 0.6);
        let half = (widest / 2.0 + mm(10.0)).clamp(mm(42.0), width / 2.0);
        page.line([(mm(MIDDLE) - half, mm(126.6)), (mm(MIDDLE) + half, mm(126.6))], false);
    });
    let unit = fit_balanced(page.faces, Style::Body, &facts.unit, &UNIT_SIZES, width, 1)?;
    fits(Field::Unit, &facts.unit, unit.lines.len(), 2)?;
    let lowest = if unit.lines.len() > 1 { 114.5 } else { 118.0 };
    page.tagged("P", None, |page| {
        page.centred_lines(Style::Body, &unit, mm(MIDDLE), mm(lowest), 1.35).map(drop)
    })?;
    Ok(())
}

fn body(page: &mut Page<'_>, facts: &CertificateFacts) -> Result<(), RenderRefusal> {
    let text = format!(
        "\u{3000}\u{3000}参加“{}”，完成培训 {} 学时，经考核成绩为 {}，考核合格，特发此证明。",
        facts.training, facts.hours, facts.score
    );
    let fitted = fit(page.faces, Style::Body, &text, &BODY_SIZES, mm(WIDTH_MM - 2.0 * MARGIN), 3)?;
    fits(Field::Training, &facts.training, fitted.lines.len(), 4)?;
    page.fill(INK);
    let leading = fitted.size * 1.75;
    let first = mm(89.0) + (fitted.lines.len() - 1) as f32 * leading / 2.0;
    page.tagged("P", None, |page| {
        for (index, line) in fitted.lines.iter().enumerate() {
            let baseline = first - index as f32 * leading;
            page.text(Style::Body, fitted.size, mm(MARGIN), baseline, line, 0.0)?;
        }
        Ok::<(), MissingGlyph>(())
    })?;
    Ok(())
}

/// The picture lies under the text, as ink would over print: no mask is needed.
fn draw_seal(page: &mut Page<'_>, name: &str, picture: Picture, issuer: &str) -> Result<(), MissingGlyph> {
    let (across, down) = (picture.width as f32, picture.height as f32);
    let scale = mm(SEAL) / across.max(down);
    let (width, height) = (across * scale, down * scale);
    let area = Area { x: mm(ISSUER_X) - width / 2.0, y: mm(44.0) - height / 2.0, width, height };
    page.tagged("Figure", Some(format!("印章：{issuer}")), |page| {
        page.picture(name, picture, area);
        Ok(())
    })
}

fn issuer(page: &mut Page<'_>, facts: &CertificateFacts) -> Result<(), RenderRefusal> {
    let fitted = fit_balanced(page.faces, Style::Title, &facts.issuer, &ISSUER_SIZES, mm(ISSUER_WIDTH), 1)?;
    fits(Field::Issuer, &facts.issuer, fitted.lines.len(), 3)?;
    page.fill(INK);
    page.tagged("P", None, |page| {
        page.centred_lines(Style::Title, &fitted, mm(ISSUER_X), mm(46.5), 1.3).map(drop)
    })?;
    page.tagged("P", None, |page| {
        let date = chinese_date(facts.issued_on);
        page.centred(Style::Body, 13.0, mm(ISSUER_X), mm(37.5), &date, 0.0).map(drop)
    })?;
    Ok(())
}

/// The QR code as one filled path with a shape per horizontal run (ISO/IEC 18004, error correction M).
fn code(page: &mut Page<'_>, url: &str) -> Result<(), RenderRefusal> {
    let code = fast_qr::QRBuilder::new(url)
        .ecl(fast_qr::ECL::M)
        .build()
        .map_err(|error| RenderRefusal::engine(&format!("{error:?}")))?;
    let module = mm(CODE) / code.size as f32;
    let (left, top) = (mm(MARGIN), mm(CODE_Y + CODE));
    let mut rings = Vec::new();
    for row in 0..code.size {
        let mut column = 0;
        while column < code.size {
            let start = column;
            while column < code.size && code[row][column].value() {
                column += 1;
            }
            if column > start {
                let (x0, x1) = (left + start as f32 * module, left + column as f32 * module);
                // A hair of overlap, or viewers show white seams between the rows.
                let (y0, y1) = (top - (row + 1) as f32 * module - 0.02, top - row as f32 * module + 0.02);
                rings.push(vec![(x0, y0), (x1, y0), (x1, y1), (x0, y1)]);
            }
            column += 1;
        }
    }
    page.fill(BLACK);
    page.tagged("Figure", Some(format!("核验二维码：{url}")), |page| {
        page.shapes(rings);
        Ok(())
    })
}

fn code_notes(page: &mut Page<'_>, facts: &CertificateFacts) -> Result<(), MissingGlyph> {
    let x = mm(MARGIN + CODE + 5.5);
    let until = facts.valid_until.map_or_else(|| "长期有效".to_owned(), chinese_date);
    for (y, paint, line) in
        [(49.0, INK, format!("有效期至：{until}")), (41.0, GREY, "扫描二维码可核验真伪与当前状态".to_owned())]
    {
        page.fill(paint);
        page.tagged("P", None, |page| page.text(Style::Body, 11.5, x, mm(y), &line, 0.0))?;
    }
    // The address without its code, for those who type: it leads to the status only.
    let address = facts.verify_url.split('?').next().unwrap_or_default();
    if page.faces.measure(Style::Body, address)? * 8.0 <= mm(92.0) {
        page.tagged("P", None, |page| page.text(Style::Body, 8.0, x, mm(34.5), address, 0.0))?;
    }
    Ok(())
}

/// A text that is too long for its place even at its smallest size, for instance of wide Latin letters.
fn fits(field: Field, text: &str, lines: usize, most: usize) -> Result<(), RenderRefusal> {
    if lines <= most {
        return Ok(());
    }
    let length = text.chars().count();
    Err(RenderRefusal::TooLong { field, length, limit: length * most / lines })
}

fn chinese_date(date: NaiveDate) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

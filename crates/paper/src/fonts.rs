//! Inter, regular and bold, as the PDF embeds it: shaping, and how wide a line is.
//!
//! Text is Polish and left to right. Contextual forms are off: Inter would turn the x of "35 x 45 mm" into a times sign,
//! and what is copied out of the PDF must be what was written.

use std::sync::LazyLock;

use krilla::text::{Font, GlyphId, KrillaGlyph};
use rustybuzz::ttf_parser::Tag;
use rustybuzz::{Direction, Face, Feature, ShapePlan, UnicodeBuffer, script, shape_with_plan};

static REGULAR: LazyLock<Cut> = LazyLock::new(|| Cut::new(include_bytes!("../../../assets/fonts/Inter-Regular.ttf")));
static BOLD: LazyLock<Cut> = LazyLock::new(|| Cut::new(include_bytes!("../../../assets/fonts/Inter-Bold.ttf")));

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    Regular,
    Bold,
}

struct Cut {
    face: Face<'static>,
    /// Worked out once: it takes longer than shaping a page.
    plan: ShapePlan,
    font: Font,
}

impl Cut {
    fn new(file: &'static [u8]) -> Self {
        let opened = Face::from_slice(file, 0).zip(Font::new(file.into(), 0));
        let (face, font) = opened.unwrap_or_else(|| unreachable!("the font in this program is a font"));
        let off = |tag| Feature::new(Tag::from_bytes(tag), 0, ..);
        let features = [off(b"calt"), off(b"liga")];
        let polish = "pl".parse().ok();
        let plan = ShapePlan::new(&face, Direction::LeftToRight, Some(script::LATIN), polish.as_ref(), &features);
        Self { face, plan, font }
    }
}

impl Weight {
    pub(crate) fn font(self) -> Font {
        self.cut().font.clone()
    }

    /// In points, at this size.
    pub(crate) fn width(self, text: &str, size: f32) -> f32 {
        self.shaped(text).iter().map(|glyph| glyph.x_advance).sum::<f32>() * size
    }

    /// The same text without control characters, and with "?" for what the font has no picture of: a PDF may not hold a
    /// character without one.
    pub(crate) fn printable(self, text: &str) -> String {
        let has = |c: char| self.cut().face.glyph_index(c).is_some();
        let printable = |c: char| match c {
            c if c.is_whitespace() && c != '\u{a0}' => Some(' '),
            c if c.is_control() => None,
            c if has(c) => Some(c),
            _ => Some('?'),
        };
        text.chars().filter_map(printable).collect()
    }

    /// Glyphs in units of the font's size.
    pub(crate) fn shaped(self, text: &str) -> Vec<KrillaGlyph> {
        let Cut { face, plan, .. } = self.cut();
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.set_direction(Direction::LeftToRight);
        buffer.set_script(script::LATIN);
        let shaped = shape_with_plan(face, plan, buffer);
        let units = face.units_per_em() as f32;
        let (infos, positions) = (shaped.glyph_infos(), shaped.glyph_positions());
        let glyphs = infos.iter().zip(positions).enumerate().map(|(at, (info, position))| {
            let next = infos[at..].iter().map(|next| next.cluster).find(|&cluster| cluster > info.cluster);
            KrillaGlyph::new(
                GlyphId::new(info.glyph_id),
                position.x_advance as f32 / units,
                position.x_offset as f32 / units,
                position.y_offset as f32 / units,
                position.y_advance as f32 / units,
                info.cluster as usize..next.map_or(text.len(), |cluster| cluster as usize),
                None,
            )
        });
        glyphs.collect()
    }

    fn cut(self) -> &'static Cut {
        match self {
            Self::Regular => &REGULAR,
            Self::Bold => &BOLD,
        }
    }
}

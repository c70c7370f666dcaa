//! Where each line of a sheet stands. Points from the page's top left corner; a text's `y` is its baseline.

use crate::fonts::Weight;
use crate::sheet::{Block, Format, Sheet};
use crate::wrap;

/// From one baseline to the next, in sizes of the font.
const LEADING: f32 = 1.35;
/// How much of a line stands above its baseline.
const ASCENT: f32 = 0.95;

/// Sizes in points.
pub(crate) struct Style {
    pub page: (f32, f32),
    margin: f32,
    title: f32,
    number: f32,
    heading: f32,
    body: f32,
    small: f32,
    /// Width of the column of facts' labels.
    labels: f32,
}

/// One piece of ink, and which part of the text it is.
pub(crate) struct Placed {
    pub part: Part,
    pub ink: Ink,
}

/// The place in the sheet; its order is the order of reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// 0 is the title, `n` the sheet's block `n - 1`.
    Block(usize),
    Label(usize, usize),
    Item(usize, usize),
    /// No text: frames, boxes, page numbers.
    Ornament,
}

pub(crate) enum Ink {
    Text { x: f32, y: f32, size: f32, weight: Weight, text: String },
    Frame { x: f32, y: f32, width: f32, height: f32 },
}

pub(crate) type Page = Vec<Placed>;

impl Format {
    pub(crate) fn style(self) -> Style {
        match self {
            Self::A5 => Style {
                page: (419.53, 595.28),
                margin: 34.0,
                title: 16.0,
                number: 40.0,
                heading: 12.5,
                body: 11.0,
                small: 9.0,
                labels: 66.0,
            },
            Self::A4 => Style {
                page: (595.28, 841.89),
                margin: 51.0,
                title: 22.0,
                number: 44.0,
                heading: 17.0,
                body: 14.0,
                small: 14.0,
                labels: 118.0,
            },
        }
    }
}

/// The sheet's pages; at least one.
pub(crate) fn pages(sheet: &Sheet) -> Vec<Page> {
    let style = sheet.format.style();
    let mut setter = Setter { y: style.margin, pages: vec![Page::new()], style };
    let Style { title, number, heading, body, small, .. } = setter.style;
    setter.paragraph(Part::Block(0), &sheet.title, title, Weight::Bold);
    for (at, block) in (1..).zip(&sheet.blocks) {
        let part = Part::Block(at);
        match block {
            Block::Heading(text) => {
                setter.gap(body * 0.7);
                // A heading stays with what it heads.
                setter.keep_together((heading + 2.0 * body) * LEADING);
                setter.paragraph(part, text, heading, Weight::Bold);
            }
            Block::Number(text) => setter.number(part, text, number),
            Block::Text(text) => setter.paragraph(part, text, body, Weight::Regular),
            Block::Small(text) => {
                setter.gap(small * 0.7);
                setter.paragraph(part, text, small, Weight::Regular);
            }
            Block::Facts(facts) => {
                for (item, fact) in facts.iter().enumerate() {
                    let label = Label::Word(&fact.label);
                    setter.item((at, item), label, setter.style.labels, &fact.text);
                }
            }
            Block::Bullets(items) => setter.items(at, items, |_| Label::Sign("•".to_owned())),
            Block::Steps(items) => setter.items(at, items, |item| Label::Sign(format!("{}.", item + 1))),
            Block::Boxes(items) => setter.items(at, items, |_| Label::Box),
        }
    }
    setter.number_pages();
    setter.pages
}

enum Label<'a> {
    Word(&'a str),
    Sign(String),
    Box,
}

struct Setter {
    style: Style,
    pages: Vec<Page>,
    /// Top of what comes next.
    y: f32,
}

impl Setter {
    fn items(&mut self, block: usize, items: &[String], label: impl Fn(usize) -> Label<'static>) {
        for (item, text) in items.iter().enumerate() {
            self.item((block, item), label(item), self.style.body * 1.6, text);
        }
    }

    /// A label and, `indent` to its right, the text.
    fn item(&mut self, (block, item): (usize, usize), label: Label<'_>, indent: f32, text: &str) {
        let (x, size) = (self.style.margin, self.style.body);
        self.keep_together(size * LEADING);
        let y = self.y + size * ASCENT;
        let part = Part::Label(block, item);
        match label {
            Label::Word(text) => self.put(part, Ink::text(x, y, size, Weight::Bold, text.to_owned())),
            Label::Sign(text) => self.put(part, Ink::text(x, y, size, Weight::Regular, text)),
            Label::Box => {
                let side = size * 0.8;
                self.put(Part::Ornament, Ink::Frame { x, y: y - side * 0.92, width: side, height: side });
            }
        }
        self.lines(Part::Item(block, item), x + indent, text, size, Weight::Regular);
        self.gap(size * 0.22);
    }

    fn paragraph(&mut self, part: Part, text: &str, size: f32, weight: Weight) {
        for text in text.lines().filter(|text| !text.trim().is_empty()) {
            self.lines(part, self.style.margin, text, size, weight);
        }
        self.gap(size * 0.3);
    }

    /// In a frame, and smaller where it would not fit.
    fn number(&mut self, part: Part, text: &str, size: f32) {
        let (x, width, inset) = (self.style.margin, self.width(), size * 0.3);
        let size = size.min(size * (width - 2.0 * inset) / Weight::Bold.width(text, size));
        let height = size * LEADING + inset;
        self.gap(size * 0.1);
        self.keep_together(height);
        self.put(Part::Ornament, Ink::Frame { x, y: self.y, width, height });
        let left = x + (width - Weight::Bold.width(text, size)) / 2.0;
        let y = self.y + inset / 2.0 + size;
        self.put(part, Ink::text(left, y, size, Weight::Bold, text.to_owned()));
        self.y += height;
        self.gap(size * 0.25);
    }

    fn lines(&mut self, part: Part, x: f32, text: &str, size: f32, weight: Weight) {
        let width = self.style.page.0 - self.style.margin - x;
        for line in wrap::lines(text, weight, size, width) {
            self.keep_together(size * LEADING);
            self.put(part, Ink::text(x, self.y + size * ASCENT, size, weight, line));
            self.y += size * LEADING;
        }
    }

    /// "strona 1 z 2", where there is more than one.
    fn number_pages(&mut self) {
        let of = self.pages.len();
        if of == 1 {
            return;
        }
        let Style { page: (width, height), margin, small: size, .. } = self.style;
        for (at, page) in (1..).zip(&mut self.pages) {
            let text = format!("strona {at} z {of}");
            let x = width - margin - Weight::Regular.width(&text, size);
            page.push(Placed {
                part: Part::Ornament,
                ink: Ink::text(x, height - margin * 0.55, size, Weight::Regular, text),
            });
        }
    }

    /// Begins a page where so much does not fit on this one.
    fn keep_together(&mut self, height: f32) {
        if self.y + height > self.style.page.1 - self.style.margin {
            self.pages.push(Page::new());
            self.y = self.style.margin;
        }
    }

    fn gap(&mut self, height: f32) {
        self.y += height;
    }

    fn put(&mut self, part: Part, ink: Ink) {
        if let Some(page) = self.pages.last_mut() {
            page.push(Placed { part, ink });
        }
    }

    fn width(&self) -> f32 {
        self.style.page.0 - 2.0 * self.style.margin
    }
}

impl Ink {
    fn text(x: f32, y: f32, size: f32, weight: Weight, text: String) -> Self {
        Self::Text { x, y, size, weight, text: weight.printable(&text) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page_of(blocks: Vec<Block>, format: Format) -> Vec<Page> {
        pages(&Sheet { format, title: "Zażółć gęślą jaźń".to_owned(), blocks })
    }

    #[test]
    fn large_print_has_nothing_below_fourteen_points() {
        let every = vec![
            Block::Heading("a".into()),
            Block::Text("b".into()),
            Block::Small("c".into()),
            Block::Steps(vec!["d".into(); 60]),
        ];
        for placed in page_of(every, Format::A4).iter().flatten() {
            if let Ink::Text { size, text, .. } = &placed.ink {
                assert!(*size >= 14.0, "{text}: {size} pt");
            }
        }
    }

    #[test]
    fn nothing_stands_outside_its_page() {
        let words = "Wypełniony formularz zgłoszenia pobytu stałego https://bip.uml.lodz.pl/urzad-miasta/".repeat(9);
        let blocks =
            vec![Block::Number("Ł9999-99999-K".into()), Block::Boxes(vec![words.clone(); 20]), Block::Text(words)];
        for format in [Format::A5, Format::A4] {
            let (width, height) = format.style().page;
            let pages = page_of(blocks.clone(), format);
            assert!(pages.len() > 1);
            for placed in pages.iter().flatten() {
                let (right, bottom) = match &placed.ink {
                    Ink::Text { x, y, size, weight, text } => {
                        (x + weight.width(text.trim_end(), *size), y + size * 0.3)
                    }
                    Ink::Frame { x, y, width, height } => (x + width, y + height),
                };
                assert!(right <= width && bottom <= height, "{right} × {bottom} on {width} × {height}");
            }
        }
    }

    #[test]
    fn a_heading_is_never_the_last_line_of_a_page() {
        for lines in 1..60 {
            let blocks = vec![
                Block::Bullets(vec!["wiersz".into(); lines]),
                Block::Heading("Opłaty".into()),
                Block::Text("x".into()),
            ];
            let pages = page_of(blocks, Format::A5);
            let last =
                |page: &Page| page.iter().rev().find(|placed| placed.part != Part::Ornament).map(|placed| placed.part);
            assert!(pages.iter().all(|page| last(page) != Some(Part::Block(2))), "after {lines} lines");
        }
    }
}

//! A sheet as a PDF/UA-1 file: tagged in reading order, Polish by declaration, its text readable and copyable. The same
//! sheet makes the same bytes: there is no date in it but those of the sheet.

use std::collections::BTreeMap;
use std::num::NonZeroU16;

use krilla::color::rgb;
use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::error::KrillaError;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, ListNumbering, Node, SpanTag, Tag, TagGroup, TagTree,
};
use krilla::{Document, SerializeSettings};
use thiserror::Error;

use crate::layout::{self, Ink, Part, Placed};
use crate::sheet::{Block, Sheet};

/// The sheet cannot be a PDF that everybody can read.
#[derive(Debug, Error)]
#[error("the paper could not be made: {0}")]
pub struct PdfError(String);

/// The bytes of the file.
pub fn pdf(sheet: &Sheet) -> Result<Vec<u8>, PdfError> {
    let mut document = Document::new_with(settings()?);
    let mut marked = Marked::default();
    let mut outline = Outline::new();
    let (width, height) = sheet.format.style().page;
    for (at, placed) in layout::pages(sheet).iter().enumerate() {
        let size = PageSettings::from_wh(width, height).ok_or_else(|| PdfError("no size".to_owned()))?;
        let mut page = document.start_page_with(size);
        let mut surface = page.surface();
        for placed in placed {
            marked.draw(&mut surface, placed);
        }
        surface.finish();
        page.finish();
        for (title, y) in placed.iter().filter_map(|placed| entry(sheet, placed)) {
            outline.push_child(OutlineNode::new(title, XyzDestination::new(at, Point::from_xy(0.0, y))));
        }
    }
    document.set_outline(outline);
    document.set_metadata(
        Metadata::new().title(sheet.title.clone()).language("pl".to_owned()).creator("Centrala".to_owned()),
    );
    document.set_tag_tree(marked.tree(sheet));
    document.finish().map_err(|error| PdfError(reason(error)))
}

fn settings() -> Result<SerializeSettings, PdfError> {
    let accessible = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1).finish();
    let configuration = accessible.map_err(|error| PdfError(format!("{error:?}")))?;
    Ok(SerializeSettings { configuration, ..SerializeSettings::default() })
}

/// What the outline says of the first line of a heading, and where that is.
fn entry(sheet: &Sheet, placed: &Placed) -> Option<(String, f32)> {
    let (Part::Block(at), Ink::Text { y, size, .. }) = (placed.part, &placed.ink) else { return None };
    let title = match at.checked_sub(1).map(|at| &sheet.blocks[at]) {
        None => &sheet.title,
        Some(Block::Heading(title)) => title,
        Some(_) => return None,
    };
    Some((title.clone(), y - size))
}

/// What is drawn, by the part of the text that it is.
#[derive(Default)]
struct Marked(BTreeMap<Part, Vec<Identifier>>);

impl Marked {
    fn draw(&mut self, surface: &mut Surface<'_>, Placed { part, ink }: &Placed) {
        let tag = match part {
            Part::Ornament => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)),
            Part::Block(_) | Part::Label(..) | Part::Item(..) => ContentTag::Span(SpanTag::empty()),
        };
        let identifier = surface.start_tagged(tag);
        match ink {
            Ink::Text { x, y, size, weight, text } => {
                surface.set_stroke(None);
                surface.set_fill(Some(Fill { paint: rgb::Color::black().into(), ..Fill::default() }));
                surface.draw_glyphs(Point::from_xy(*x, *y), &weight.shaped(text), weight.font(), text, *size, false);
            }
            Ink::Frame { x, y, width, height } => {
                surface.set_fill(None);
                surface.set_stroke(Some(Stroke { paint: rgb::Color::black().into(), width: 1.0, ..Stroke::default() }));
                if let Some(frame) = Rect::from_xywh(*x, *y, *width, *height) {
                    let mut path = PathBuilder::new();
                    path.push_rect(frame);
                    if let Some(path) = path.finish() {
                        surface.draw_path(&path);
                    }
                }
            }
        }
        surface.end_tagged();
        if *part != Part::Ornament {
            self.0.entry(*part).or_default().push(identifier);
        }
    }

    /// In the order of reading, whatever page a line stands on.
    fn tree(mut self, sheet: &Sheet) -> TagTree {
        let mut tree = TagTree::new().with_lang(Some("pl".to_owned()));
        let title = heading(NonZeroU16::MIN, &sheet.title);
        tree.push(self.group(title, Part::Block(0)));
        for (at, block) in (1..).zip(&sheet.blocks) {
            match block {
                Block::Heading(text) => {
                    tree.push(self.group(heading(NonZeroU16::MIN.saturating_add(1), text), Part::Block(at)));
                }
                Block::Number(_) | Block::Text(_) | Block::Small(_) => {
                    tree.push(self.group(TagGroup::new(Tag::P), Part::Block(at)));
                }
                Block::Facts(facts) => {
                    for item in 0..facts.len() {
                        let mut fact = self.group(TagGroup::new(Tag::P), Part::Label(at, item));
                        self.fill(&mut fact, Part::Item(at, item));
                        tree.push(fact);
                    }
                }
                Block::Bullets(items) => tree.push(self.list(ListNumbering::Disc, at, items.len())),
                Block::Steps(items) => tree.push(self.list(ListNumbering::Decimal, at, items.len())),
                Block::Boxes(items) => tree.push(self.list(ListNumbering::Square, at, items.len())),
            }
        }
        tree
    }

    fn list(&mut self, numbering: ListNumbering, block: usize, items: usize) -> TagGroup {
        let items = (0..items).map(|item| {
            // A box is no text: its item has no label.
            let label = self.0.contains_key(&Part::Label(block, item));
            let label = label.then(|| self.group(TagGroup::new(Tag::Lbl), Part::Label(block, item)));
            let body = self.group(TagGroup::new(Tag::LBody), Part::Item(block, item));
            Node::Group(TagGroup::with_children(Tag::LI, label.into_iter().chain([body]).map(Node::Group).collect()))
        });
        TagGroup::with_children(Tag::L(numbering), items.collect())
    }

    fn group(&mut self, mut group: TagGroup, part: Part) -> TagGroup {
        self.fill(&mut group, part);
        group
    }

    fn fill(&mut self, group: &mut TagGroup, part: Part) {
        for identifier in self.0.remove(&part).unwrap_or_default() {
            group.push(identifier);
        }
    }
}

fn heading(level: NonZeroU16, title: &str) -> TagGroup {
    TagGroup::new(Tag::Hn(level, Some(title.to_owned())))
}

fn reason(error: KrillaError) -> String {
    format!("{error:?}").chars().take(300).collect()
}

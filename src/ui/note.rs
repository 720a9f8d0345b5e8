//! A note in Markdown as it reads. Nothing in a note is opened or loaded: a link asks first, an image is its text and address.

use egui::{Label, RichText, Sense, Ui, vec2};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::model::{cut, harmless};
use crate::scene::fonts::Weight;
use crate::ui::parts::widgets::Hint;

use super::address::why_not;
use super::command::Command;
use super::dialogs::OpenAddress;
use super::theme::{font, palette};

/// So much of a note is laid out; nobody reads a book in a side panel.
const MOST: usize = 20_000;
/// Nesting is shown down to here.
const DEEPEST: usize = 6;
/// The step of a list or a quotation to the right.
const STEP: f32 = 16.0;

/// Lines that belong together: a paragraph, a heading, an item.
#[derive(Debug, Default, PartialEq)]
struct Block {
    depth: usize,
    /// What stands before it: a bullet or a number.
    marker: String,
    heading: Option<u8>,
    quoted: bool,
    code: bool,
    rule: bool,
    pieces: Vec<Piece>,
}

/// A run of text in one style.
#[derive(Debug, Default, PartialEq)]
struct Piece {
    text: String,
    strong: bool,
    slanted: bool,
    struck: bool,
    code: bool,
    /// The address of the link that it belongs to.
    link: Option<String>,
}

/// Whether a text looks otherwise once its Markdown is read.
pub fn is_marked_up(text: &str) -> bool {
    text.contains(['*', '#', '[', '`', '_', '>']) || text.contains("\n- ") || text.starts_with("- ")
}

/// Shows a note.
pub fn show(ui: &mut Ui, note: &str, out: &mut Vec<Command>) {
    let (shown, rest) = first(note);
    ui.spacing_mut().item_spacing.y = 6.0;
    for block in blocks(&harmless(shown)) {
        show_block(ui, &block, out);
    }
    if rest > 0 {
        ui.weak(format!("… {rest} more characters not shown"));
    }
}

/// As much of a note as is shown, and how many characters are left.
fn first(note: &str) -> (&str, usize) {
    match note.char_indices().nth(MOST) {
        Some((at, _)) => (&note[..at], note[at..].chars().count()),
        None => (note, 0),
    }
}

/// The note as a list of blocks. Nesting is a number, so that no depth of it can exhaust the stack.
fn blocks(note: &str) -> Vec<Block> {
    let mut reader = Reader::default();
    for event in Parser::new_ext(note, Options::ENABLE_STRIKETHROUGH) {
        reader.take(event);
    }
    reader.finish();
    reader.blocks
}

#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    open: Block,
    /// For each open list the number of its next item, if it is numbered.
    lists: Vec<Option<u64>>,
    quotes: usize,
    strong: usize,
    slanted: usize,
    struck: usize,
    links: Vec<String>,
    images: Vec<String>,
}

impl Reader {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                self.push(&text, false);
            }
            Event::Code(text) => self.push(&text, true),
            Event::SoftBreak => self.push(" ", false),
            Event::HardBreak => self.push("\n", false),
            Event::Rule => {
                self.finish();
                self.open.rule = true;
                self.finish();
            }
            Event::InlineMath(text) | Event::DisplayMath(text) => self.push(&text, false),
            Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::HtmlBlock => self.finish_unless_marked(),
            Tag::Heading { level, .. } => {
                self.finish();
                self.open.heading = Some(size_of(level));
            }
            Tag::CodeBlock(_) => {
                self.finish_unless_marked();
                self.open.code = true;
            }
            Tag::BlockQuote(_) => {
                self.finish();
                self.quotes += 1;
            }
            Tag::List(first) => {
                self.finish();
                self.lists.push(first);
            }
            Tag::Item => {
                self.finish();
                self.open.marker = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number = number.saturating_add(1);
                        format!("{}.", *number - 1)
                    }
                    _ => "•".to_owned(),
                };
            }
            Tag::Emphasis => self.slanted += 1,
            Tag::Strong => self.strong += 1,
            Tag::Strikethrough => self.struck += 1,
            Tag::Link { dest_url, .. } => self.links.push(dest_url.into_string()),
            Tag::Image { dest_url, .. } => self.images.push(dest_url.into_string()),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::HtmlBlock => {
                self.finish();
            }
            TagEnd::BlockQuote(_) => {
                self.finish();
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::List(_) => {
                self.finish();
                self.lists.pop();
            }
            TagEnd::Item => self.finish(),
            TagEnd::Emphasis => self.slanted = self.slanted.saturating_sub(1),
            TagEnd::Strong => self.strong = self.strong.saturating_sub(1),
            TagEnd::Strikethrough => self.struck = self.struck.saturating_sub(1),
            TagEnd::Link => {
                self.links.pop();
            }
            TagEnd::Image => {
                if let Some(address) = self.images.pop() {
                    self.push(&format!(" (image, not loaded: {address})"), false);
                }
            }
            _ => {}
        }
    }

    fn push(&mut self, text: &str, code: bool) {
        self.open.pieces.push(Piece {
            text: text.to_owned(),
            strong: self.strong > 0,
            slanted: self.slanted > 0,
            struck: self.struck > 0,
            code,
            link: self.links.last().cloned(),
        });
    }

    /// Ends the open block, but leaves an item that has only its bullet.
    fn finish_unless_marked(&mut self) {
        if !self.open.pieces.is_empty() || self.open.marker.is_empty() {
            self.finish();
        }
    }

    fn finish(&mut self) {
        let mut block = std::mem::take(&mut self.open);
        if block.pieces.is_empty() && block.marker.is_empty() && !block.rule {
            return;
        }
        block.depth = self.lists.len() + self.quotes;
        block.quoted = self.quotes > 0;
        self.blocks.push(block);
    }
}

fn size_of(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 16,
        HeadingLevel::H2 => 15,
        _ => 14,
    }
}

fn show_block(ui: &mut Ui, block: &Block, out: &mut Vec<Command>) {
    if block.rule {
        ui.separator();
        return;
    }
    let indent = block.depth.min(DEEPEST) as f32 * STEP;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        // The bullet hangs before the text.
        let (rect, _) = ui.allocate_exact_size(vec2(indent, 0.0), Sense::hover());
        if !block.marker.is_empty() {
            let at = egui::pos2(rect.right() - 5.0, rect.top());
            let color = palette(ui.ctx()).text_secondary;
            let font = font(13.0, Weight::Regular);
            ui.painter()
                .text(at, egui::Align2::RIGHT_TOP, &block.marker, font, color);
        } else if block.quoted {
            let x = rect.right() - 8.0;
            let stroke = egui::Stroke::new(2.0, palette(ui.ctx()).border);
            ui.painter()
                .vline(x, rect.top()..=rect.top() + 16.0, stroke);
        }
        ui.vertical(|ui| {
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing = vec2(0.0, 2.0);
                for piece in &block.pieces {
                    show_piece(ui, block, piece, out);
                }
            });
        });
    });
}

fn show_piece(ui: &mut Ui, block: &Block, piece: &Piece, out: &mut Vec<Command>) {
    let text = styled(ui, block, piece);
    let Some(address) = &piece.link else {
        ui.add(Label::new(text));
        return;
    };
    let shown = harmless(address);
    match why_not(address) {
        None => {
            let link = ui.link(text).hint(shown.as_ref());
            if link.clicked() {
                out.push(OpenAddress::ask(address));
            }
        }
        Some(why) => {
            let tip = format!("{}\nNot opened: {why}", tip_of(&shown));
            ui.add(Label::new(text).sense(Sense::hover())).hint(tip);
        }
    }
}

/// As much of an address as a tooltip holds.
fn tip_of(address: &str) -> String {
    cut(address, 300).into_owned()
}

fn styled(ui: &Ui, block: &Block, piece: &Piece) -> RichText {
    let palette = palette(ui.ctx());
    let weight = if piece.strong || block.heading.is_some() {
        Weight::SemiBold
    } else {
        Weight::Regular
    };
    let size = f32::from(block.heading.unwrap_or(13));
    let mut text = RichText::new(&piece.text).font(font(size, weight));
    if piece.slanted {
        text = text.italics();
    }
    if piece.struck {
        text = text.strikethrough();
    }
    if piece.code || block.code {
        text = text.background_color(palette.hover);
    }
    if block.quoted && piece.link.is_none() {
        text = text.color(palette.text_secondary);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_note_stops_the_program(note in "[-*_#>\\[\\]()!`~<1. \nax\u{202e}:/]{0,80}") {
            let blocks = blocks(&note);
            prop_assert!(blocks.iter().all(|block| block.rule || !block.pieces.is_empty() || !block.marker.is_empty()));
        }
    }

    fn plain(block: &Block) -> String {
        block
            .pieces
            .iter()
            .map(|piece| piece.text.as_str())
            .collect()
    }

    #[test]
    fn a_note_is_a_list_of_blocks() {
        let blocks =
            blocks("# Title\n\nSome **bold** text\n\n- one\n- two\n  1. deep\n\n> said\n\n---");
        let told: Vec<(usize, &str, String)> = blocks
            .iter()
            .map(|block| (block.depth, block.marker.as_str(), plain(block)))
            .collect();
        let expected = [
            (0, "", "Title"),
            (0, "", "Some bold text"),
            (1, "•", "one"),
            (1, "•", "two"),
            (2, "1.", "deep"),
            (1, "", "said"),
            (0, "", ""),
        ];
        let expected = expected.map(|(depth, marker, text)| (depth, marker, text.to_owned()));
        assert_eq!(told, expected);
        assert!(blocks[1].pieces[1].strong && blocks[6].rule);
    }

    #[test]
    fn links_keep_their_address_and_images_are_told_not_loaded() {
        let blocks = blocks("See [this](https://example.org) and ![a map](file:///etc/passwd).");
        assert_eq!(
            blocks[0].pieces[1].link.as_deref(),
            Some("https://example.org")
        );
        let text = plain(&blocks[0]);
        assert!(text.contains("a map (image, not loaded: file:///etc/passwd)"));
    }

    #[test]
    fn nesting_and_length_have_no_bottom_to_fall_through() {
        let deep = format!("{} x", "> ".repeat(9_000));
        assert_eq!(blocks(&deep).len(), 1);
        let long = "word ".repeat(2_000_000);
        let (shown, rest) = first(&long);
        assert_eq!((shown.len(), rest), (MOST, long.len() - MOST));
    }
}

//! The legend as a column beside the chart, so that it takes no corner of it.

use crate::geom::{Pos2, Rect, pos2, vec2};
use crate::look::{Palette, TOKENS, Theme};
use crate::model::Facet;
use crate::scene::fonts::{FontBook, Weight};
use crate::scene::ink::{Detail, Ink};
use crate::scene::text::flow;

use super::{
    Card, CardRow, LINE, LINES_TITLE, Legend, Meaning, SAMPLE, SIZE, SWATCH, row_at, sample_line,
    swatch,
};

impl Legend {
    /// The column laid out on a ground of this height, as wide as the tokens say. `None` where that is too low.
    pub fn column(&self, theme: Theme, height: f32) -> Option<Card> {
        let token = &TOKENS.legend_column;
        let palette = theme.palette();
        let mut card = Card::default();
        let mut y = token.padding;
        if !self.kinds.is_empty() {
            y = self.kinds_below(&mut card, y, palette) + 10.0;
        }
        if !self.looks.is_empty() {
            if !self.kinds.is_empty() {
                rule(&mut card, y - 4.0, palette);
                y += 6.0;
            }
            y = self.lines_below(&mut card, y, palette);
        }
        if y + token.padding > height {
            return None;
        }
        card.size = vec2(token.width, height);
        let edge = Ink::line(Pos2::ZERO, pos2(0.0, height), 1.0, palette.hairline);
        card.inks.insert(0, edge);
        Some(card)
    }

    fn kinds_below(&self, card: &mut Card, top: f32, palette: &Palette) -> f32 {
        let token = &TOKENS.legend_column;
        card.title(pos2(token.padding, top + SIZE), "Entities", palette);
        let mut y = top + SIZE + 8.0;
        let width = token.width - 2.0 * token.padding;
        for kind in &self.kinds {
            let middle = y + token.row / 2.0;
            swatch(
                &mut card.inks,
                pos2(token.padding + SWATCH, middle),
                &kind.look,
            );
            let text = pos2(token.padding + 2.0 * SWATCH + 8.0, middle + SIZE * 0.36);
            card.text(text, kind.label.to_string(), palette.text);
            card.rows.push(CardRow {
                rect: row_at(token.padding, middle, width, token.row),
                name: kind.label.to_string(),
                meaning: Meaning::Filters(Facet::EntityKind(kind.id.clone())),
            });
            y += token.row;
        }
        y
    }

    fn lines_below(&self, card: &mut Card, top: f32, palette: &Palette) -> f32 {
        let token = &TOKENS.legend_column;
        let width = token.width - 2.0 * token.padding;
        let mut y = top;
        for line in flow(LINES_TITLE, SIZE, Weight::SemiBold, width) {
            let at = pos2(token.padding, y + SIZE);
            let color = palette.text_secondary;
            card.inks
                .push(Ink::text(at, line, SIZE, Weight::SemiBold, color));
            y += LINE;
        }
        y += 6.0;
        for (row, name, meaning) in self.lines() {
            let middle = y + token.row / 2.0;
            let left = token.padding;
            let sample = (pos2(left, middle), pos2(left + SAMPLE, middle));
            let detail = if self.far { Detail::Far } else { Detail::Full };
            sample_line(&mut card.inks, sample, &row, detail, palette);
            let words = pos2(left + SAMPLE + 8.0, middle + SIZE * 0.36);
            let lines = lead_and_rule(card, words, name, width - SAMPLE - 8.0, palette);
            let height = token.row + LINE * (lines - 1.0);
            card.rows.push(CardRow {
                rect: row_at(left, y + height / 2.0, width, height),
                name: name.to_owned(),
                meaning,
            });
            y += height + 1.0;
        }
        y += 4.0;
        rule(card, y, palette);
        y += 6.0;
        for note in self.notes() {
            for line in flow(&note, SIZE, Weight::Regular, width) {
                card.text(pos2(token.padding, y + SIZE), line, palette.text_secondary);
                y += LINE;
            }
            y += 3.0;
        }
        y
    }
}

/// Words of which those before the colon stand out. Returns in how many lines.
fn lead_and_rule(card: &mut Card, at: Pos2, words: &str, width: f32, palette: &Palette) -> f32 {
    let book = FontBook::shared();
    let blank = book.width(" ", SIZE, Weight::Regular);
    let lead = words.find(':').map_or(0, |colon| colon + 1);
    let (mut x, mut line) = (0.0, 0);
    let mut so_far = 0;
    for word in words.split_whitespace() {
        let weight = match so_far < lead {
            true => Weight::Medium,
            false => Weight::Regular,
        };
        so_far += word.len() + 1;
        let wide = book.width(word, SIZE, weight);
        if x > 0.0 && x + wide > width {
            (x, line) = (0.0, line + 1);
        }
        let place = at + vec2(x, LINE * line as f32);
        card.inks.push(Ink::text(
            place,
            word.to_owned(),
            SIZE,
            weight,
            palette.text,
        ));
        x += wide + blank;
    }
    line as f32 + 1.0
}

fn rule(card: &mut Card, y: f32, palette: &Palette) {
    let token = &TOKENS.legend_column;
    let (from, to) = (pos2(token.padding, y), pos2(token.width - token.padding, y));
    card.inks.push(Ink::line(from, to, 1.0, palette.hairline));
}

/// Where the column stands beside what is left of a room for the chart.
pub(crate) fn beside(room: Rect, card: &Card) -> (Rect, Rect) {
    let edge = room.right() - card.size.x;
    (room.with_max_x(edge), room.with_min_x(edge))
}

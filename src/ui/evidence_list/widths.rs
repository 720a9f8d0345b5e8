//! How wide the columns of the list are: as their content asks for, within bounds; the sentence has the rest.

use crate::analysis::evidence_list::{LinkText, SortColumn};
use crate::model::one_line;
use crate::scene::fonts::{FontBook, Weight};

use super::row::{COLUMNS, MARGIN, SAMPLE, SIZE, TableColumn, support_words};

/// Room beside a heading for the arrow that says how the list is sorted.
const ARROW: f32 = 16.0;
/// Maximum width that a text takes on one line before it wraps.
const LINE: f32 = 150.0;
/// Minimum width of the sentence.
const SENTENCE: f32 = 240.0;

/// The widths that a column may have.
#[derive(Clone, Copy, Debug, Default)]
struct Bounds {
    /// That of the longest word: no word is broken.
    min: f32,
    /// That of the longest text on one line, within reason.
    max: f32,
}

/// Returns the width of each column in `room` for a list of these texts.
pub(super) fn widths(texts: &[std::sync::Arc<LinkText>], room: f32) -> [f32; COLUMNS.len()] {
    let bounds = COLUMNS.map(|column| bounds(column, texts));
    let sum = |of: fn(&Bounds) -> f32| bounds.iter().map(of).sum::<f32>();
    let (least, most) = (sum(|one| one.min), sum(|one| one.max));
    // Half of what is left over the longest words goes to the sentence, until every other text is on one line.
    let left = (room - SENTENCE - least).max(0.0) / 2.0;
    let part = (left / (most - least).max(1.0)).min(1.0);
    let of = |one: &Bounds| quarter(one.min + (one.max - one.min) * part);
    let others = bounds.iter().map(of).sum::<f32>();
    let mut widths = bounds.map(|one| of(&one));
    for (width, column) in widths.iter_mut().zip(COLUMNS) {
        if column == TableColumn::Sentence {
            *width = quarter((room - others).max(SENTENCE));
        }
    }
    widths
}

/// A width that adds up without rounding.
pub(super) fn quarter(width: f32) -> f32 {
    (width * 4.0).floor() / 4.0
}

fn bounds(column: TableColumn, texts: &[std::sync::Arc<LinkText>]) -> Bounds {
    let TableColumn::Sorts(column) = column else {
        return Bounds::default();
    };
    let book = FontBook::shared();
    let heading = book.width(column.label(), SIZE, Weight::SemiBold) + ARROW;
    let weight = match column {
        SortColumn::From | SortColumn::To => Weight::Medium,
        _ => Weight::Regular,
    };
    let mut bounds = Bounds {
        min: heading,
        max: heading,
    };
    for text in texts {
        let text = one_line(&text_in(column, text));
        let width = |text: &str| book.width(text, SIZE, weight).ceil() + 1.0;
        let words = text.split_whitespace().map(width);
        bounds.min = bounds.min.max(words.fold(0.0, f32::max).min(LINE));
        bounds.max = bounds.max.max(width(&text).min(LINE));
    }
    let beside = 2.0 * MARGIN
        + match column {
            SortColumn::Strength => SAMPLE + 8.0,
            _ => 0.0,
        };
    Bounds {
        min: bounds.min + beside,
        max: bounds.max.max(bounds.min) + beside,
    }
}

/// What a column shows of a link.
fn text_in(column: SortColumn, text: &LinkText) -> String {
    match column {
        SortColumn::Strength => support_words(text).to_owned(),
        SortColumn::From => text.from.clone(),
        SortColumn::CustomKind => text.kind.clone(),
        SortColumn::Label => text.label.clone(),
        SortColumn::To => text.to.clone(),
        SortColumn::Stake => text.stake.clone(),
        SortColumn::Since => "2025-12-09".to_owned(),
        SortColumn::Voices => String::new(),
        SortColumn::Sources => text.sources.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    fn width(of: SortColumn, texts: &[Arc<LinkText>], room: f32) -> f32 {
        let at = COLUMNS
            .iter()
            .position(|one| *one == TableColumn::Sorts(of));
        widths(texts, room)[at.unwrap()]
    }

    #[test]
    fn column_is_as_wide_as_its_longest_word() {
        let text = Arc::new(LinkText {
            label: "attacked infrastructure".into(),
            ..LinkText::default()
        });
        let word = FontBook::shared().width("infrastructure", SIZE, Weight::Regular);
        for room in [300.0, 800.0, 1_400.0] {
            assert!(width(SortColumn::Label, &[Arc::clone(&text)], room) >= word + 2.0 * MARGIN);
        }
    }

    #[test]
    fn columns_fill_the_room_and_an_empty_one_is_narrow() {
        let texts = [Arc::new(LinkText::default())];
        assert!(width(SortColumn::Stake, &texts, 1_400.0) < 70.0);
        let all: f32 = widths(&texts, 1_400.0).iter().sum();
        assert!((1_390.0..=1_400.0).contains(&all), "{all}");
    }
}

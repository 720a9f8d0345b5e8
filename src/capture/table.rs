//! A pasted table as lines: what a spreadsheet copies, or CSV with a header.

use crate::model::Stance;

use super::Lexicon;
use super::line::{quoted, stance_word};

/// A table as lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableLines {
    /// A line for each row.
    pub lines: Vec<String>,
    /// Columns that no line can state: their headings.
    pub unread: Vec<String>,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CellField {
    From,
    Verb,
    To,
    Since,
    Until,
    Says,
    Stance,
    Locator,
    Stake,
    Label,
    Source,
    Note,
    Unread,
}

/// Without a header.
const PLAIN: [CellField; 5] = [
    CellField::From,
    CellField::Verb,
    CellField::To,
    CellField::Since,
    CellField::Note,
];

/// The lines that a pasted text stands for: of a table (cells apart by tabs, or CSV whose header names both ends) a line for
/// each row, else its lines as they are. A cell is one name, whatever commas it has.
pub fn lines_of_table(text: &str, lexicon: &Lexicon) -> TableLines {
    let text = text.trim_start_matches('\u{feff}');
    let delimiter = if text.contains('\t') {
        b'\t'
    } else {
        match [b',', b';']
            .into_iter()
            .find(|mark| has_header(text, *mark))
        {
            Some(mark) => mark,
            None => {
                let lines = text.lines().map(|line| line.trim_end().to_owned());
                return TableLines {
                    lines: lines.collect(),
                    unread: Vec::new(),
                };
            }
        }
    };
    let rows = rows(text, delimiter);
    let header = rows.first().and_then(|row| header(row));
    let mut out = TableLines::default();
    let (columns, first) = match header {
        Some(columns) => (columns, 1),
        None => (PLAIN.to_vec(), 0),
    };
    if first == 1 {
        let unread = rows[0].iter().zip(&columns);
        let unread = unread
            .filter(|(name, column)| **column == CellField::Unread && !name.trim().is_empty());
        out.unread = unread.map(|(name, _)| name.trim().to_owned()).collect();
    }
    out.lines = rows[first..]
        .iter()
        .map(|row| line(row, &columns, lexicon))
        .collect();
    out
}

fn rows(text: &str, delimiter: u8) -> Vec<Vec<String>> {
    let reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let records = reader.into_records().filter_map(Result::ok);
    records
        .map(|record| record.iter().map(str::to_owned).collect())
        .collect()
}

fn has_header(text: &str, delimiter: u8) -> bool {
    let first = text.lines().next().unwrap_or_default();
    rows(first, delimiter)
        .first()
        .is_some_and(|row| header(row).is_some())
}

/// What the columns hold, if this row names both ends.
fn header(row: &[String]) -> Option<Vec<CellField>> {
    let names: Vec<String> = row.iter().map(|cell| cell.trim().to_lowercase()).collect();
    let has_target = names
        .iter()
        .any(|name| matches!(name.as_str(), "to" | "object" | "target"));
    let has_from = names
        .iter()
        .any(|name| matches!(name.as_str(), "from" | "subject"));
    let column = |name: &String| match name.as_str() {
        "from" | "subject" => CellField::From,
        "source" if has_target && !has_from => CellField::From,
        "source" => CellField::Source,
        "kind" | "verb" => CellField::Verb,
        "to" | "object" | "target" => CellField::To,
        "since" | "date" => CellField::Since,
        "until" => CellField::Until,
        "says" => CellField::Says,
        "stance" => CellField::Stance,
        "locator" => CellField::Locator,
        "share" => CellField::Stake,
        "label" => CellField::Label,
        "note" => CellField::Note,
        _ => CellField::Unread,
    };
    let columns: Vec<CellField> = names.iter().map(column).collect();
    let names_both = columns.contains(&CellField::From) && columns.contains(&CellField::To);
    names_both.then_some(columns)
}

/// A row as a line. What a cell holds that no line can say stays in the line, so that it is found there and mended.
fn line(row: &[String], columns: &[CellField], lexicon: &Lexicon) -> String {
    let filled: Vec<&String> = row.iter().filter(|cell| !cell.trim().is_empty()).collect();
    match filled.as_slice() {
        [] => return String::new(),
        // A source line between rows, or a line of text.
        [only] => return on_one_line(only),
        _ => {}
    }
    let cell = |wanted: CellField| {
        let mut cells = row
            .iter()
            .zip(columns)
            .filter(|(_, column)| **column == wanted);
        cells
            .next()
            .map_or_else(String::new, |(text, _)| on_one_line(text))
    };
    let mut parts = vec![
        prefix(&cell(CellField::Says), &cell(CellField::Stance)),
        end(&cell(CellField::From), lexicon),
        cell(CellField::Verb),
        end(&cell(CellField::To), lexicon),
        period(&cell(CellField::Since), &cell(CellField::Until)),
    ];
    let share = cell(CellField::Stake);
    if !share.is_empty() && !share.ends_with('%') {
        parts.push(format!("{share}%"));
    } else {
        parts.push(share);
    }
    let mut more = |column: CellField, tell: &dyn Fn(&str) -> String| {
        let text = cell(column);
        if !text.is_empty() {
            parts.push(tell(&text));
        }
    };
    more(CellField::Label, &|text| format!("({})", quoted(text)));
    more(CellField::Locator, &|text| format!("#{}", quoted(text)));
    more(CellField::Source, &|text| format!("@{}", quoted(text)));
    more(CellField::Note, &|text| format!("// {text}"));
    // More cells than columns: nothing of them may go unseen.
    let beyond = row.iter().skip(columns.len()).map(|cell| on_one_line(cell));
    parts.splice(5..5, beyond);
    parts.retain(|part| !part.is_empty());
    parts.join(" ")
}

/// A cell may have line ends, a line has none.
fn on_one_line(cell: &str) -> String {
    cell.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn prefix(says: &str, stance: &str) -> String {
    if says.is_empty() && stance.is_empty() {
        return String::new();
    }
    let word = stance.to_lowercase();
    let known = Stance::ALL.iter().find(|known| known.as_str() == word);
    let word = match known {
        Some(known) => stance_word(*known),
        None if word.is_empty() => "says",
        None => word.as_str(),
    };
    if says.is_empty() {
        format!("{word}:")
    } else {
        format!("{} {word}:", quoted(says))
    }
}

/// A cell as an end of a line: one name, with its kind if the cell states it.
fn end(cell: &str, lexicon: &Lexicon) -> String {
    if cell.is_empty() {
        return String::new();
    }
    if lexicon.bearers(cell).is_empty()
        && let Some((name, kind)) = cell.rsplit_once(':')
        && !name.trim().is_empty()
        && let Some(kind) = lexicon.entity_kind(kind)
    {
        return format!("{}:{kind}", quoted(name.trim()));
    }
    quoted(cell)
}

fn period(since: &str, until: &str) -> String {
    match (since, until) {
        (since, "") => since.to_owned(),
        (since, "..") => format!("{since}.."),
        (since, until) => format!("{since}..{until}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capture::laws::{document, why};

    #[test]
    fn tables_become_lines() {
        let document = document();
        let lexicon = Lexicon::of(&document);
        let lines = |text: &str| lines_of_table(text, &lexicon).lines;
        assert_eq!(
            lines("UK\tsanctions\tAnxun, Ltd\t2025\tsaid twice\nA\towns\tB:company\n"),
            [
                "\"UK\" sanctions \"Anxun, Ltd\" 2025 // said twice",
                "\"A\" owns \"B\":company"
            ]
        );
        assert_eq!(
            lines(
                "subject,kind,object,since,until,says,stance,locator,share,color\nA,owns,B,2019,..,UK,alleges,p. 3,25,red"
            ),
            ["\"UK\" alleges: \"A\" owns \"B\" 2019.. 25% #\"p. 3\""]
        );
        let table = lines_of_table("source;verb;target;color\nA;owns;B;red", &lexicon);
        assert_eq!(
            (table.lines.len(), table.unread),
            (1, vec!["color".to_owned()])
        );
        assert_eq!(
            lines("A owns B, C\n\nD owns E"),
            ["A owns B, C", "", "D owns E"]
        );
        let bad = &lines("A\towns\tB\tDec 2025")[0];
        assert!(why(bad).contains("after the closing quote"), "{bad}");
    }

    #[test]
    fn a_cell_of_several_lines_is_one_line_wherever_it_stands() {
        let lexicon = Lexicon::of(&Default::default());
        for text in ["A\towns\tB\t\t\t\"x\ny\"", "A\tB\n\"all\nalone\"\t"] {
            for line in lines_of_table(text, &lexicon).lines {
                assert!(!line.contains('\n'), "{line:?}");
            }
        }
    }
}

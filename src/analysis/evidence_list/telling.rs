//! The texts of the links in the list: one by one, as text to be read, as a table.

use rayon::prelude::*;

use super::sources_of;
use crate::model::evidence::Evidence;
use crate::model::sentence::{Narrator, list, publication, support_text};
use crate::model::{Claim, Document, Link, Marking, PartialDate, Source, Until, one_line, stakes};

/// The texts of one link.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LinkText {
    /// The name of its start.
    pub from: String,
    /// Its kind.
    pub kind: String,
    /// Its label; empty where it has none.
    pub label: String,
    /// The name of its end.
    pub to: String,
    /// The stakes that claims state which count, each once: `25–50%`. Empty where they state none.
    pub stake: String,
    /// Its look in words, such as *Alleged, disputed, two voices*.
    pub support: String,
    /// Its sentence.
    pub sentence: String,
    /// What to call the sources that it cites.
    pub sources: String,
    /// The same sources in full, each with the places in it, and whether it counts.
    pub cited: Vec<String>,
}

impl LinkText {
    /// Returns the kind with the label, if there is one: *supplies (contractor)*.
    pub fn kind_and_label(&self) -> String {
        match self.label.as_str() {
            "" => self.kind.clone(),
            label => format!("{} ({label})", self.kind),
        }
    }

    /// Returns the link in a few words: *i-Soon – supplies (contractor) – PLA*.
    pub fn title(&self) -> String {
        format!("{} – {} – {}", self.from, self.kind_and_label(), self.to)
    }
}

/// Makes the texts of links.
pub struct Teller<'a> {
    document: &'a Document,
    evidence: &'a Evidence,
    narrator: Narrator<'a>,
}

impl<'a> Teller<'a> {
    /// A teller of a document's links.
    pub fn new(document: &'a Document, evidence: &'a Evidence) -> Self {
        Self {
            document,
            evidence,
            narrator: Narrator::new(document, evidence),
        }
    }

    /// Returns the texts of the link in `slot`; empty ones if there is none.
    pub fn tell(&self, slot: u32) -> LinkText {
        let Some(link) = self.document.links().at(slot) else {
            return LinkText::default();
        };
        let name = |id: &str| {
            let entity = self.document.entities().get(id);
            entity.map_or_else(|| id.to_owned(), |entity| entity.label().to_owned())
        };
        let kind = self.evidence.vocabulary().link_kind(link.kind_id()).label;
        let claims = self.present(link);
        let sources = sources_of(self.document, claims.iter().copied());
        let mut names: Vec<String> = Vec::new();
        for name in sources.iter().map(|source| publication(source)) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        LinkText {
            from: name(&link.from),
            kind: kind.to_string(),
            label: link.label.to_string(),
            to: name(&link.to),
            stake: stakes(self.document, self.evidence, link),
            support: support_text(&self.evidence.link(slot)),
            sentence: self.narrator.sentence(slot),
            sources: names.join("; "),
            cited: sources
                .into_iter()
                .map(|source| self.cited(&claims, source))
                .collect(),
        }
    }

    /// The link's claims, but those that are as if deleted.
    fn present(&self, link: &'a Link) -> Vec<&'a Claim> {
        let is_there = |claim: &&Claim| !self.evidence.is_left_out(self.document, claim);
        link.claims.iter().filter(is_there).collect()
    }

    /// A source in full: publisher, title, date, the places that claims name in it, address; and if no claim of it counts.
    fn cited(&self, claims: &[&Claim], source: &Source) -> String {
        let mut parts: Vec<String> = Vec::new();
        let mut add = |part: String| {
            if !part.is_empty() {
                parts.push(part);
            }
        };
        add(source.publisher.to_string());
        if !source.title.is_empty() {
            add(format!("“{}”", source.title));
        }
        // An address ends the line, whole.
        if source.publisher.is_empty() && source.title.is_empty() && source.url.is_empty() {
            add(source.label().into_owned());
        }
        add(source.published.map(PartialDate::text).unwrap_or_default());
        let claims = claims.iter().filter(|claim| claim.source == source.id);
        let mut places: Vec<String> = Vec::new();
        for claim in claims.clone().filter(|claim| !claim.locator.is_empty()) {
            let place = claim.locator.to_string();
            if !places.contains(&place) {
                places.push(place);
            }
        }
        add(list(&places));
        add(source.url.to_string());
        if claims.clone().all(|claim| claim.ended.is_some()) {
            add("set aside".to_owned());
        } else if !claims
            .clone()
            .any(|claim| self.evidence.counts(self.document, claim))
        {
            add("does not count".to_owned());
        }
        parts.join(", ")
    }

    /// The highest marking of a link, its ends, its claims and their sources.
    fn marking(&self, link: &Link) -> Marking {
        let of_claim = |claim: &Claim| self.document.claim_marking(claim, Some(link), None);
        let itself = of_claim(&Claim::default());
        link.claims.iter().map(of_claim).fold(itself, Marking::max)
    }

    /// Returns the links as text to be read: marking and counts first, then each link with its support, its sentence and its
    /// sources.
    pub fn text(&self, order: &[u32], heading: &str) -> String {
        let lines: Vec<String> = order
            .par_iter()
            .enumerate()
            .with_min_len(64)
            .map(|(at, slot)| self.paragraph(*slot, at + 1))
            .collect();
        let mut text = format!("{}\n{heading}\n", self.marking_of(order));
        for line in lines {
            text.push('\n');
            text.push_str(&line);
        }
        text
    }

    /// The marking of all these lines together.
    fn marking_of(&self, order: &[u32]) -> Marking {
        let links = order
            .iter()
            .filter_map(|slot| self.document.links().at(*slot));
        let markings = links.map(|link| self.marking(link));
        markings.fold(self.document.marking(), Marking::max)
    }

    fn paragraph(&self, slot: u32, number: usize) -> String {
        let told = self.tell(slot);
        let one_line =
            |text: &str| one_line(&text.split_whitespace().collect::<Vec<_>>().join(" "));
        let title = one_line(&told.title());
        let sentence = one_line(&told.sentence);
        // What the sentence begins with need not be said before it.
        let support = match sentence.starts_with(&told.support) {
            true => String::new(),
            false => format!("{}. ", told.support),
        };
        let mut text = format!("{number}. {title}\n   {support}{sentence}\n");
        for source in &told.cited {
            text.push_str(&format!("   – {}\n", one_line(source)));
        }
        text
    }

    /// Returns the links as a table: a header and a row for each, cells separated by tabs.
    pub fn table(&self, order: &[u32]) -> String {
        let rows: Vec<String> = order
            .par_iter()
            .with_min_len(64)
            .filter_map(|slot| Some(self.row(*slot, self.document.links().at(*slot)?)))
            .collect();
        let mut text = HEADER.join("\t");
        text.push('\n');
        text.push_str(&rows.concat());
        text
    }

    fn row(&self, slot: u32, link: &Link) -> String {
        let told = self.tell(slot);
        let found = self.evidence.link(slot);
        let yes = |is: bool| if is { "yes" } else { "" }.to_owned();
        let until = found.until.map(|until| match until {
            Until::Date(date) => date.to_string(),
            Until::StillSo => "ongoing".to_owned(),
        });
        let ended = link
            .claims
            .iter()
            .filter(|claim| claim.ended.is_some())
            .count();
        let cells = [
            told.from,
            told.kind,
            told.label,
            told.to,
            told.stake,
            found.support.as_str().to_owned(),
            yes(found.disputed),
            yes(found.ended),
            found.voices.to_string(),
            found.since.map(|date| date.to_string()).unwrap_or_default(),
            until.unwrap_or_default(),
            told.sentence,
            told.cited.join("; "),
            ended.to_string(),
            self.marking(link).to_string(),
            link.id.to_string(),
        ];
        let cells: Vec<String> = cells.iter().map(|cell| table_cell(cell)).collect();
        cells.join("\t") + "\n"
    }
}

/// The header of the table.
pub const HEADER: [&str; 16] = [
    "From",
    "Kind",
    "Label",
    "To",
    "Stake",
    "Support",
    "Disputed",
    "Ended",
    "Voices",
    "Since",
    "Until",
    "Sentence",
    "Sources",
    "Claims set aside",
    "Marking",
    "ID",
];

/// A text as a cell of a table: on one line, and never a formula or an open quote to the program it is pasted into.
pub fn table_cell(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let plain = plain.trim();
    let is_risky = |c: char| {
        matches!(
            c,
            '=' | '+' | '-' | '@' | '"' | '\'' | '＝' | '＋' | '－' | '＠'
        )
    };
    // What is not seen does not hide what begins a formula.
    let first = plain.chars().find(|c| !c.is_whitespace() && !is_unseen(*c));
    if first.is_some_and(is_risky) {
        format!("'{plain}")
    } else {
        plain.to_owned()
    }
}

fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_cell_is_never_a_formula() {
        for (text, cell) in [
            ("=1+1", "'=1+1"),
            ("  @sum", "'@sum"),
            ("+44 20", "'+44 20"),
            ("-", "'-"),
            ("\u{feff}=1", "'\u{feff}=1"),
            ("\t=1", "'=1"),
            ("＝1", "'＝1"),
            ("\"a\tb", "'\"a b"),
            ("'=1", "''=1"),
            ("a\nb\tc", "a b c"),
            ("i-Soon", "i-Soon"),
            ("", ""),
        ] {
            assert_eq!(table_cell(text), cell, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn cells_stay_cells(text in "[=+@\"' \\t\\r\\n\\x00a-]{0,6}|.{0,12}") {
            let cell = table_cell(&text);
            prop_assert!(!cell.contains(['\t', '\n', '\r']));
            prop_assert!(!cell.starts_with(['=', '+', '-', '@', '"']));
        }
    }
}

//! Several lines, one after the other, as one edit: each is read with the names that those before it made.

use std::sync::Arc;

use crate::edit::{Edit, apply};
use crate::model::{Claim, Document, PartialDate, Source};

use super::Lexicon;
use super::line::Line;
use super::plan::{Plan, Setting, plan_line};
use super::read::{Mistake, read};
use super::source::{FoundSource, SourceWords, find_source, ids_of, new_source};

/// What became of a line.
#[derive(Clone, Debug, PartialEq)]
pub enum LineResult {
    /// It is blank.
    Blank,
    /// It set the current source.
    Source(Arc<Source>),
    /// It was understood; this will be done.
    Fact(Box<Line>, Box<Plan>),
    /// It was not understood.
    Bad(Vec<Mistake>),
}

impl LineResult {
    /// Why a line is not understood, in one sentence without a full stop.
    pub fn why(&self) -> Option<String> {
        let Self::Bad(mistakes) = self else {
            return None;
        };
        let why: Vec<&str> = mistakes
            .iter()
            .map(|mistake| mistake.why.as_str())
            .collect();
        Some(why.join("; "))
    }
}

/// What several lines do.
#[derive(Debug)]
pub struct Batch {
    /// What became of each.
    pub rows: Vec<LineResult>,
    /// The edits of all good lines, in order.
    pub edits: Vec<Edit>,
    /// The dataset with them.
    pub document: Document,
    /// The source that is current after the last line.
    pub source: Option<Arc<Source>>,
}

/// How a batch is read.
pub struct Rules {
    /// The source that is current before the first line.
    pub source: Option<Arc<Source>>,
    /// Today.
    pub today: Option<PartialDate>,
    /// Bits for new ids.
    pub bits: u64,
    /// Gives claims without an id theirs.
    pub name_claims: fn(&mut [Claim]),
    /// Whether a line without a source is refused.
    pub needs_source: bool,
    /// Whether `@words` may describe a source that the dataset has not got.
    pub may_title: bool,
    /// Whether one word of a name may mean the only entity that has it: where someone sees, before anything is done, which
    /// entity that is. A script is refused and told.
    pub may_shorten: bool,
}

/// Reads these lines and does in a copy of the document what they say.
pub fn batch<'t>(
    lines: impl Iterator<Item = &'t str>,
    document: &Document,
    rules: &Rules,
) -> Batch {
    let mut out = Batch {
        rows: Vec::new(),
        edits: Vec::new(),
        document: document.clone(),
        source: rules.source.clone(),
    };
    let mut lexicon = Lexicon::of(document);
    // After a source line that was not understood no line may rest on the source before it.
    let mut lost = false;
    for (at, text) in (0u64..).zip(lines) {
        let bits = crate::model::names::stable_hash(&format!("{} {at}", rules.bits));
        let reading = read(text, &out.document, &lexicon);
        let shortened = match &reading.line {
            Some(line) if !rules.may_shorten => shortened(line, &out.document),
            _ => Vec::new(),
        };
        let row = match reading.line {
            None if reading.mistakes.is_empty() => LineResult::Blank,
            Some(_) if !shortened.is_empty() => LineResult::Bad(shortened),
            None => {
                lost |= text.trim_start().starts_with('@');
                LineResult::Bad(reading.mistakes)
            }
            Some(Line::Source(words)) => match source_of(&out.document, &words, rules, bits) {
                Ok(source) => {
                    lost = false;
                    out.source = Some(Arc::clone(&source));
                    LineResult::Source(source)
                }
                Err(why) => {
                    lost = true;
                    LineResult::Bad(vec![Mistake::new(0..text.len(), why)])
                }
            },
            Some(line) => fact_row(&mut out, &lexicon, line, rules, bits, lost),
        };
        if matches!(&row, LineResult::Fact(_, plan) if plan.edit.is_some()) {
            lexicon.refresh(&out.document);
        }
        out.rows.push(row);
    }
    out
}

/// What is wrong with names of which only a word was typed, where that is not enough.
fn shortened(line: &Line, document: &Document) -> Vec<Mistake> {
    let ends = line.ends().into_iter();
    ends.filter_map(|end| {
        let word = end.word.as_ref()?;
        let entity = document.entities().at(end.slot?)?;
        let (name, id) = (entity.label(), &entity.id);
        let why = format!(
            "“{word}” may be {name} (ID {id}): write that name or ID, or \"{word}\" in quotes for a new name"
        );
        Some(Mistake::new(end.at.clone(), why))
    })
    .collect()
}

fn fact_row(
    out: &mut Batch,
    lexicon: &Lexicon,
    line: Line,
    rules: &Rules,
    bits: u64,
    lost: bool,
) -> LineResult {
    let current = out.source.as_deref().filter(|_| !lost);
    let needs_source = match &line {
        Line::Fact(fact) => fact.extras.source.is_none() && fact.extras.new_source.is_none(),
        _ => false,
    };
    if needs_source && current.is_none() && (rules.needs_source || lost) {
        let why = if lost {
            "no source: the @ line above was not understood"
        } else {
            "no source: start with @id or @https://…, or end this line with @id"
        };
        return LineResult::Bad(vec![Mistake::new(0..0, why)]);
    }
    let setting = Setting {
        document: &out.document,
        lexicon,
        source: current,
        today: rules.today,
        bits,
        name_claims: rules.name_claims,
    };
    let plan = plan_line(&line, &setting);
    if let Some(edit) = &plan.edit {
        if let Err(error) = apply(&mut out.document, edit.clone()) {
            return LineResult::Bad(vec![Mistake::new(0..0, error.to_string())]);
        }
        out.edits.push(edit.clone());
    }
    LineResult::Fact(Box::new(line), Box::new(plan))
}

/// The source that a line of a batch sets.
fn source_of(
    document: &Document,
    words: &SourceWords,
    rules: &Rules,
    bits: u64,
) -> Result<Arc<Source>, String> {
    match (find_source(document, words), words) {
        (FoundSource::New, SourceWords::Words(words)) if !rules.may_title => Err(format!(
            "no source “{words}”; write an ID, or an address to add one"
        )),
        _ => source_row(document, words, rules.today, bits),
    }
}

/// The source that a line sets.
///
/// # Errors
/// If several are meant.
pub fn source_row(
    document: &Document,
    words: &SourceWords,
    today: Option<PartialDate>,
    bits: u64,
) -> Result<Arc<Source>, String> {
    let sources = document.sources();
    match (find_source(document, words), words) {
        (FoundSource::Known(slot), _) => match sources.at(slot) {
            Some(source) => Ok(Arc::clone(source)),
            None => Err("this source was deleted".into()),
        },
        (FoundSource::Several(slots), words) => {
            let ids = ids_of(document, &slots);
            let count = slots.len();
            Err(format!(
                "“{words}” matches {count} sources; write the ID: {ids}"
            ))
        }
        (FoundSource::New, words) => Ok(Arc::new(new_source(document, words, today, bits))),
    }
}

//! The dataset: its records, its vocabulary, what its evidence amounts to, what is wrong with it.
//!
//! Values only. Nothing here touches the disk, the clock or the screen.

pub(crate) mod address;
mod check;
mod date;
mod document;
pub mod evidence;
mod facet;
mod filter;
pub mod findings;
mod harmless;
pub mod history;
mod joins;
mod label;
mod link_name;
pub(crate) mod matching;
pub mod names;
mod other_words;
mod problem;
pub(crate) mod raw;
mod record;
mod references;
pub mod sentence;
mod slots;
mod text;
mod usual;
mod vocabulary;
mod weight;
mod what_if;
mod words;

pub use check::{UNUSABLE_RECORD, check, why_unreadable};
pub use date::{Day, NotADate, PartialDate, Until};
pub use document::{Document, NO_SLOT, Parts, Repeated};
pub use facet::{Facet, toggled_support};
pub use filter::{
    Flipped, Told, Visible, country_names, filter_text, show_again, shown, shown_too,
};
pub use harmless::{escape_json, harmless, is_harmful};
pub use link_name::{NamePart, NameSort, link_name, name_of_several, stakes};
pub use problem::{Problem, ProblemList, RecordRef, Severity};
pub use raw::{Extra, RawJson};
pub use record::{
    Claim, CustomKind, Ending, Entity, Filter, FilterLists, Grading, Identifier, Link, Meta, Name,
    Number, Release, SetAsideFinding, Source, Stake, Value, View,
};
pub use references::{Reference, References};
pub use slots::{Record, Table};
/// Short text: up to 23 bytes in place, longer ones shared, so that copying a record copies no text.
pub use smol_str::SmolStr as Str;
pub use text::{
    agree, counted, counts, cut, end_of, figure, one_line, screen_line, short_line, without_middle,
};
pub use usual::{LinkSide, usual_kind};
pub use vocabulary::{EntityKind, EntityKindInfo, LinkKind, LinkKindInfo, Vocabulary, is_built_in};
pub use weight::{SourceTree, SourceWeight, source_tree, source_weights};
pub use what_if::{Change, Impact, WhatIf, impacts, impacts_text, key_of};
pub(crate) use words::words;
pub use words::{
    Confidence, Credibility, EndedHow, KindFor, Likelihood, LikelihoodScale, LinkNaming, Marking,
    NameType, Reliability, Role, SourceScale, Stance, Support, TableName,
};

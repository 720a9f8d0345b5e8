//! The capture line: one typed line is one fact with its source.
//!
//! ```text
//! line   = "@" ( id | url | words )
//!        | [ [ who ] ("says" | "alleges" | "assesses" [likelihood] | "denies") ":" ] ends verb ends { extra } [ "//" note ]
//! ends   = end { "," end }, a list on one side only        end = name | '"' text '"', then [ ":" kind ]
//! verb   = label, inverse label or id of a link kind, longest match, any case
//! extra  = date | [date] ".." [date] | "(" link label ")" | number "%" | "#" locator | "@" id | grade as B2 | "TLP:…"
//! ```
//!
//! text ─[`read`]→ [`Line`] ─[`plan`]→ [`Plan`]: an edit, and in words what it will do. [`Line`] ─[`print`]→ text that reads
//! back as the same. Within quotes a doubled quote stands for one. `who` may be left out: then the stance alone is stated, and
//! the source's authors speak. Window, sheet and command line all come here; nothing is guessed that they do not show.

mod batch;
mod ends;
mod extras;
#[cfg(test)]
mod laws;
mod lexicon;
mod line;
mod plan;
mod read;
mod scan;
mod source;
mod table;
mod typing;
mod words;

pub use batch::{Batch, Row, Rules, batch, source_row};
pub use lexicon::Lexicon;
pub use line::{End, Extras, Fact, Line, Said, Speaker, Verb, print};
pub use plan::{ClaimDone, Plan, PlannedLink, Setting, plan};
pub use read::{Mistake, Reading, read};
pub use source::{FoundSource, SourceWords, find_source, is_url, new_source};
pub use table::{Lines, lines_of_table};
pub use typing::{Wanted, verbs_that_begin, wanted};
pub use words::name_of_source;

//! Quick entry: one typed line is one fact with its source.
//!
//! ```text
//! line   = "@" ( id | url | words )
//!        | [ [ who ] ("says" | "alleges" | "assesses" [likelihood] | "denies") ":" ] ends verb ends { extra } [ "//" note ]
//!        | ends, at least one of them with another name, each known or with a kind
//! ends   = end { "," end }, a list on one side only
//! end    = ( name | '"' text '"' ) [ ":" kind ] { "=" another name }
//! verb   = label, reverse label or id of a link kind, longest match, any case
//! extra  = date | [date] ".." [date] | "(" link label ")" | number "%" | "#" locator | "@" ( id | url ) | grade as B2 | "TLP:…"
//! ```
//!
//! text ─[`read`]→ [`Line`] ─[`plan_line`]→ [`Plan`]: an edit, and in words what it will do. [`Line`] ─[`print`]→ text that
//! reads back as the same. Within quotes a doubled quote is one. `who` may be left out: then the stance alone is stated, and
//! the source's authors speak. A name that is new may be one word of the only known name that has it. Window, sheet and
//! command line all come here; nothing is guessed that they do not show.

mod batch;
mod caution;
mod dates;
mod ends;
mod existing;
mod extras;
mod kinds;
#[cfg(test)]
mod laws;
mod lexicon;
mod line;
mod plan;
mod read;
mod scan;
mod source;
mod states;
mod table;
#[cfg(test)]
mod tests;
mod typing;
mod verb;
mod words;

pub use batch::{Batch, LineResult, Rules, batch, source_row};
pub use kinds::{Proposal, kinds_near, propose, propose_at};
pub use lexicon::Lexicon;
pub use line::{Attribution, Extras, Fact, Line, Speaker, TypedEnd, Verb, print};
pub use plan::{ClaimDone, NewEntity, Plan, PlannedLink, Setting, plan_line};
pub use read::{LineReading, Mistake, read};
pub use source::{FoundSource, SourceWords, find_source, ids_of, is_url, new_source};
pub use table::{TableLines, lines_of_table};
pub use typing::{TypingTarget, verbs_near, verbs_that_begin, wanted};
pub use words::{verb_list, voices};

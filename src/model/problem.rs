//! What is wrong with a dataset, where, and what was done about it.

use std::fmt;

use rustc_hash::FxHashMap;

use super::words::words;
use super::{Str, TableName};

words! {
    /// How bad a problem is.
    pub Severity {
        /// Something could not be read, or breaks an invariant.
        Error = "error",
        /// An unknown kind, a pending link, an absent reference.
        Warning = "warning",
        /// A finding.
        Note = "note",
    }
}

/// Which record a problem is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordRef {
    /// Its table.
    pub table: TableName,
    /// Its id; empty for the dataset itself, or a record without one.
    pub id: Str,
    /// The claim's id or, where it has none, its place counted from 1; empty = the record itself.
    pub claim: Str,
}

impl RecordRef {
    /// The record `id` of `table`.
    pub fn new(table: TableName, id: impl Into<Str>) -> Self {
        Self {
            table,
            id: id.into(),
            claim: Str::default(),
        }
    }

    /// The dataset itself.
    pub fn dataset() -> Self {
        Self::new(TableName::Dataset, "")
    }

    /// The claim of this record with `id`, else the one at place `at` counted from 0.
    pub fn claim(&self, id: &str, at: usize) -> Self {
        Self {
            claim: if id.is_empty() {
                format!("#{}", at + 1).into()
            } else {
                id.into()
            },
            ..self.clone()
        }
    }
}

impl fmt::Display for RecordRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.table.record())?;
        if !self.id.is_empty() {
            write!(f, " {}", self.id)?;
        }
        if !self.claim.is_empty() {
            write!(f, ", claim {}", self.claim)?;
        }
        Ok(())
    }
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// The line in the file, counted from 1; of the record or, for a syntax error, of the place itself.
    pub line: Option<u32>,
    /// The record.
    pub record: RecordRef,
    /// The field, if it is about one.
    pub field: Str,
    /// A short name of the rule that found it, the same for all problems of its sort.
    pub rule: &'static str,
    /// What is wrong and what was done about it, or what to do next: one sentence without a full stop.
    pub text: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.severity)?;
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        write!(f, "{}", self.record)?;
        if !self.field.is_empty() {
            write!(f, ", {}", self.field)?;
        }
        write!(f, ": {}", self.text)
    }
}

/// Of one rule so many problems are told, of the rest only how many there are: a list of millions would fill the memory,
/// and nobody works through it.
const MOST_OF_A_RULE: usize = 10_000;

/// Problems as they are found.
#[derive(Debug, Default)]
pub struct ProblemList {
    told: Vec<Problem>,
    /// For each rule how many were found, and the worst of those that are not told.
    counts: FxHashMap<&'static str, (usize, Option<Severity>)>,
}

impl ProblemList {
    /// One more.
    pub fn push(&mut self, problem: Problem) {
        let (count, untold) = self.counts.entry(problem.rule).or_default();
        *count += 1;
        if *count <= MOST_OF_A_RULE {
            self.told.push(problem);
        } else {
            *untold = Some(untold.map_or(problem.severity, |worst| worst.min(problem.severity)));
        }
    }

    /// All that are told, and for each rule how many are not.
    pub fn finish(mut self) -> Vec<Problem> {
        let mut rules: Vec<_> = self.counts.into_iter().collect();
        rules.sort_unstable();
        for (rule, (count, untold)) in rules {
            let Some(severity) = untold else { continue };
            self.told.push(Problem {
                severity,
                line: None,
                record: RecordRef::dataset(),
                field: Str::default(),
                rule: "more-problems",
                text: format!("and {} more of the rule {rule}", count - MOST_OF_A_RULE),
            });
        }
        self.told
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_million_problems_of_one_rule_the_first_are_told_and_the_rest_counted() {
        let problem = |rule: &'static str, severity: Severity| Problem {
            severity,
            line: None,
            record: RecordRef::dataset(),
            field: Str::default(),
            rule,
            text: String::new(),
        };
        let mut list = ProblemList::default();
        for at in 0..1_000_000 {
            let is_last = at == 999_999;
            let severity = if is_last {
                Severity::Error
            } else {
                Severity::Note
            };
            list.push(problem("often", severity));
        }
        list.push(problem("once", Severity::Note));
        let told = list.finish();
        assert_eq!(told.len(), MOST_OF_A_RULE + 2);
        let last = told.last().unwrap();
        assert_eq!(last.text, "and 990000 more of the rule often");
        assert_eq!(
            last.severity,
            Severity::Error,
            "the exit code depends on it"
        );
    }
}

//! What became of the records of a file: kept, changed or left out, with why and where. Counted once, for the window, the command line
//! and tests alike.

use std::collections::BTreeMap;
use std::fmt;

use crate::model::{Document, Problem, ProblemList, RecordRef, Severity, Str, counted, figure};

/// What became of a record of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// It is in the dataset as the file has it.
    Kept,
    /// It is in the dataset, but not in every part as the file has it.
    Changed,
    /// It is not in the dataset.
    LeftOut,
}

/// What a reader reports as it goes.
#[derive(Debug, Default)]
pub(crate) struct RecordReport {
    problems: ProblemList,
    tally: Tally,
    /// The record that was changed last: several changes of one record count once.
    last: Option<RecordRef>,
}

/// What became of all records of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Records that are in the dataset as the file has them.
    pub kept: usize,
    /// Records that are in the dataset, but not in every part as the file has them.
    pub changed: usize,
    /// Parts of the file that are in no record.
    pub left_out: usize,
    /// How often each rule decided so: rules are those of the problems, which say where and what exactly.
    pub why: BTreeMap<&'static str, (Fate, usize)>,
}

/// One thing to report: why, where and how bad.
pub(crate) struct Why<'a> {
    /// How bad it is.
    pub severity: Severity,
    /// A short name, the same for all of its kind.
    pub rule: &'static str,
    /// The line in the file.
    pub line: Option<u32>,
    /// The record; the dataset itself where nothing became a record.
    pub record: &'a RecordRef,
    /// What happened, as a clause.
    pub text: String,
}

impl RecordReport {
    /// Reports what became of a record, or of the file.
    pub(crate) fn tell(&mut self, fate: Fate, why: Why<'_>) {
        let rule = self.tally.why.entry(why.rule).or_insert((fate, 0));
        *rule = (rule.0.max(fate), rule.1 + 1);
        match fate {
            Fate::Kept => {}
            Fate::LeftOut => self.tally.left_out += 1,
            Fate::Changed => {
                let is_same = self.last.as_ref() == Some(why.record);
                self.tally.changed += usize::from(!is_same && !why.record.id.is_empty());
                self.last = Some(why.record.clone());
            }
        }
        self.problems.push(Problem {
            severity: why.severity,
            line: why.line,
            record: why.record.clone(),
            field: Str::default(),
            rule: why.rule,
            text: why.text,
        });
    }

    /// The problems in order of lines, and what became of the records that `document` is made of.
    pub(crate) fn finish(self, document: &Document) -> (Vec<Problem>, Tally) {
        let mut problems = self.problems.finish();
        problems.sort_by_key(|problem| problem.line);
        let mut tally = self.tally;
        let records = document.entities().len() + document.links().len() + document.sources().len();
        tally.kept = records.saturating_sub(tally.changed);
        (problems, tally)
    }
}

impl Tally {
    /// Everything of a file is in the document.
    pub fn all(document: &Document) -> Self {
        RecordReport::default().finish(document).1
    }

    /// Whether every record is as the file has it.
    pub fn is_whole(&self) -> bool {
        self.changed == 0 && self.left_out == 0
    }
}

/// `195 records kept, 2 changed, 1 left out`.
impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} kept", counted(self.kept, "record"))?;
        for (count, what) in [(self.changed, "changed"), (self.left_out, "left out")] {
            if count > 0 {
                write!(f, ", {} {what}", figure(count))?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::TableName;

    #[test]
    fn every_fate_is_counted_by_record_and_by_rule() {
        let mut report = RecordReport::default();
        let record = RecordRef::new(TableName::Entities, "a");
        let mut tell = |fate, rule, record: &RecordRef| {
            report.tell(
                fate,
                Why {
                    severity: Severity::Warning,
                    rule,
                    line: Some(7),
                    record,
                    text: rule.to_owned(),
                },
            );
        };
        tell(Fate::Changed, "repeated-key", &record);
        tell(Fate::Changed, "repeated-key", &record);
        tell(Fate::LeftOut, "unusable-link", &RecordRef::dataset());
        tell(Fate::Kept, "encoding", &RecordRef::dataset());
        let (problems, tally) = report.finish(&Document::default());
        assert_eq!(problems.len(), 4);
        assert_eq!((tally.changed, tally.left_out), (1, 1));
        assert_eq!(tally.why["repeated-key"], (Fate::Changed, 2));
        assert_eq!(tally.to_string(), "0 records kept, 1 changed, 1 left out");
        assert!(!tally.is_whole());
    }
}

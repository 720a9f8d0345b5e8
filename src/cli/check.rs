//! `linkwright check`.

use std::path::PathBuf;

use anyhow::Result;
use serde_json::{Value, json};

use crate::model::findings::{MOST, Rule};
use crate::model::history::SetAsideCounts;
use crate::model::{Document, Problem, Severity, counted, one_line};

use super::{ExitOutcome, io};

/// Reports the problems of each file. The exit code is 1 if any is an error, 2 if a file could not be read.
pub(super) fn check(files: &[PathBuf], as_json: bool) -> Result<ExitOutcome> {
    let mut outcome = ExitOutcome::Done;
    let mut rows = Vec::new();
    for file in files {
        let opened = match io::open(file) {
            Ok(opened) => opened,
            Err(error) => {
                io::complain(&error);
                outcome = outcome.and(ExitOutcome::Failed);
                continue;
            }
        };
        let mut problems = opened.all_problems();
        let (findings, counts) = opened.findings();
        problems.extend(findings);
        if problems.iter().any(|p| p.severity == Severity::Error) {
            outcome = outcome.and(ExitOutcome::ProblemsFound);
        }
        if as_json {
            rows.extend(problems.iter().map(|problem| row(&io::name(file), problem)));
        } else {
            print_lines(&io::name(file), &problems, &counts, &opened.document)?;
        }
    }
    if as_json {
        io::print_json(&rows)?;
    }
    Ok(outcome)
}

fn print_lines(
    file: &str,
    problems: &[Problem],
    counts: &[(Rule, usize)],
    document: &Document,
) -> Result<()> {
    let mut text = String::new();
    for problem in problems {
        text.push_str(&one_line(&format!("{file}: {problem}")));
        text.push('\n');
    }
    for (rule, count) in counts.iter().filter(|(_, count)| *count > MOST) {
        let more = count - MOST;
        let rule = rule.heading().to_lowercase();
        text.push_str(&format!("{file}: {more} more: {rule}\n"));
    }
    let count = |severity| problems.iter().filter(|p| p.severity == severity).count();
    let untold: usize = counts.iter().map(|(_, n)| n.saturating_sub(MOST)).sum();
    let mut summary = match problems.len() {
        0 => "no problems".to_owned(),
        _ => format!(
            "{}, {}, {}",
            counted(count(Severity::Error), "error"),
            counted(count(Severity::Warning), "warning"),
            counted(count(Severity::Note) + untold, "note")
        ),
    };
    let set_aside = SetAsideCounts::of(document);
    if !set_aside.is_nothing() {
        summary.push_str(&format!("; {set_aside}"));
    }
    let findings = document.findings().len();
    if findings > 0 {
        summary.push_str(&format!("; {} dismissed", counted(findings, "finding")));
    }
    text.push_str(&format!("{file}: {summary}\n"));
    io::print(text.as_bytes())
}

fn row(file: &str, problem: &Problem) -> Value {
    let stated = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    json!({
        "file": file,
        "severity": problem.severity.as_str(),
        "line": problem.line,
        "table": problem.record.table.as_str(),
        "id": stated(&problem.record.id),
        "claim": stated(&problem.record.claim),
        "field": stated(&problem.field),
        "rule": problem.rule,
        "text": problem.text,
    })
}

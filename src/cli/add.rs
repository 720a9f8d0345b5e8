//! `linkwright add`.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, bail};

use crate::capture::{Batch, ClaimDone, Row, Rules, batch};
use crate::formats::{self, Format, linkwright};
use crate::model::{Document, Source, counted, one_line};
use crate::store::{self, StoreError, Version};

use super::{Outcome, io};

/// Adds what the lines on standard input say to a dataset. Good lines are added in one go, bad ones reported as
/// `line N: why`; where nothing is good the file keeps its bytes.
pub fn add(file: &Path, source: Option<&str>) -> Result<Outcome> {
    if io::is_dash(file) {
        bail!("FILE cannot be - here: standard input has the lines");
    }
    let bytes = io::bytes(file)?;
    let read = Version::of(&bytes);
    let opened = formats::open(&bytes).with_context(|| io::name(file))?;
    drop(bytes);
    if opened.format != Format::Linkwright {
        bail!(
            "{}: it is no Linkwright dataset; convert it first",
            file.display()
        );
    }
    io::may_write(&opened, file)?;
    let document = opened.document;
    let source = source.map(|id| known_source(&document, id)).transpose()?;
    let input = match store::read_standard_input() {
        Err(StoreError::Empty { .. }) => Vec::new(),
        input => input?,
    };
    let lines = lines(&input);
    let rules = Rules {
        source,
        today: store::today(),
        bits: store::random_bits(),
        name_claims: linkwright::give_claim_ids,
        needs_source: true,
        may_title: false,
    };
    let texts = lines.iter().map(|line| line.as_deref().unwrap_or_default());
    let done = batch(texts, &document, &rules);
    let bad = report(&done, &lines);
    if !done.edits.is_empty() {
        let bytes = linkwright::write(&done.document);
        io::write_back(file, &bytes, read).context("nothing was added")?;
    }
    io::print(summary(&done, bad).as_bytes())?;
    Ok(if bad > 0 {
        Outcome::ProblemsFound
    } else {
        Outcome::Done
    })
}

fn known_source(document: &Document, id: &str) -> Result<Arc<Source>> {
    let id = id.strip_prefix('@').unwrap_or(id);
    match document.sources().get(id) {
        Some(source) => Ok(Arc::clone(source)),
        None => bail!("there is no source “{id}” in this dataset; nothing was added"),
    }
}

/// The lines; `None` = one that is no UTF-8.
fn lines(input: &[u8]) -> Vec<Option<String>> {
    let input = input.strip_prefix(b"\xef\xbb\xbf").unwrap_or(input);
    let mut lines: Vec<Option<String>> = input
        .split(|byte| *byte == b'\n')
        .map(|line| {
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            std::str::from_utf8(line).ok().map(str::to_owned)
        })
        .collect();
    if lines.last().is_some_and(|line| line.as_deref() == Some("")) {
        lines.pop();
    }
    lines
}

/// Says on standard error why each bad line is bad, and what of good ones was not taken over; how many are bad.
fn report(done: &Batch, lines: &[Option<String>]) -> usize {
    let mut bad = 0;
    let mut err = std::io::stderr().lock();
    for (at, (row, line)) in done.rows.iter().zip(lines).enumerate() {
        let number = at + 1;
        let why = match line {
            None => Some("it is no UTF-8 text".to_owned()),
            Some(_) => row.why(),
        };
        if let Some(why) = why {
            bad += 1;
            let _ = writeln!(err, "line {number}: {}", one_line(&why));
        } else if let Row::Fact(_, plan) = row {
            for listed in &plan.listed {
                let _ = writeln!(err, "line {number}: note: {}", one_line(listed));
            }
        }
    }
    bad
}

fn summary(done: &Batch, bad: usize) -> String {
    let (mut entities, mut links, mut claims, mut filled, mut same, mut sources) =
        (0, 0, 0, 0, 0, 0);
    for row in &done.rows {
        let Row::Fact(_, plan) = row else { continue };
        entities += plan.new_entities.len();
        sources += usize::from(plan.new_source.is_some());
        for link in &plan.links {
            links += usize::from(link.is_new);
            match link.done {
                ClaimDone::Added => claims += 1,
                ClaimDone::Filled(_) => filled += 1,
                ClaimDone::Same => same += 1,
            }
        }
    }
    let mut text = format!(
        "added {}, {}, {}, {}",
        counted(entities, "entity"),
        counted(links, "link"),
        counted(claims, "claim"),
        counted(sources, "source"),
    );
    if filled > 0 {
        text.push_str(&format!("; {} filled in", counted(filled, "claim")));
    }
    if same > 0 {
        text.push_str(&format!("; {} there already", counted(same, "claim")));
    }
    if bad > 0 {
        text.push_str(&format!("; {} not understood", counted(bad, "line")));
    }
    text.push('\n');
    text
}

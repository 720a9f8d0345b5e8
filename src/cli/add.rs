//! `linkwright add`.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, bail};

use crate::capture::{
    Batch, ClaimDone, FoundSource, LineResult, Rules, SourceWords, batch, find_source, ids_of,
};
use crate::formats::{self, Format, linkwright};
use crate::model::{Document, Source, counted, one_line};
use crate::store::{self, StoreError, Version};

use super::{ExitOutcome, io};

/// Adds the facts on standard input to a dataset. Valid lines are added in one go, invalid ones reported as `line N: why`; if no line
/// is valid the file keeps its bytes.
pub(super) fn add(file: &Path, source: Option<&str>) -> Result<ExitOutcome> {
    if io::is_dash(file) {
        bail!("FILE cannot be -, because the lines come from standard input");
    }
    let bytes = io::bytes(file)?;
    let read = Version::of(&bytes);
    let opened = formats::open(&bytes).with_context(|| io::name(file))?;
    drop(bytes);
    if opened.format != Format::Linkwright {
        bail!(
            "{}: not a Linkwright dataset; run linkwright convert first",
            io::name(file)
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
        may_shorten: false,
    };
    let texts = lines.iter().map(|line| line.as_deref().unwrap_or_default());
    let done = batch(texts, &document, &rules);
    let bad = report(&done, &lines);
    if !done.edits.is_empty() {
        let bytes = linkwright::write(&done.document);
        io::write_back(file, &bytes, read).context("nothing was added")?;
    } else {
        io::sweep(file);
    }
    io::print(summary(&done, bad).as_bytes())?;
    Ok(if bad > 0 {
        ExitOutcome::ProblemsFound
    } else {
        ExitOutcome::Done
    })
}

fn known_source(document: &Document, id: &str) -> Result<Arc<Source>> {
    let id = id.strip_prefix('@').unwrap_or(id);
    if let Some(source) = document.sources().get(id) {
        return Ok(Arc::clone(source));
    }
    let near = match find_source(document, &SourceWords::Words(id.to_owned())) {
        FoundSource::New => Vec::new(),
        FoundSource::Known(slot) => vec![slot],
        FoundSource::Several(slots) => slots,
    };
    match near.as_slice() {
        [] => bail!("--source: no source “{id}”; nothing was added"),
        near => bail!(
            "--source: no source “{id}”; write the ID: {}",
            ids_of(document, near)
        ),
    }
}

/// The lines; `None` for one that is not UTF-8.
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

/// Reports on standard error why each invalid line is invalid, and what of valid ones was not added. Returns how many are invalid.
fn report(done: &Batch, lines: &[Option<String>]) -> usize {
    let mut bad = 0;
    let mut err = std::io::stderr().lock();
    for (at, (row, line)) in done.rows.iter().zip(lines).enumerate() {
        let number = at + 1;
        let why = match line {
            None => Some("not valid UTF-8".to_owned()),
            Some(_) => row.why(),
        };
        if let Some(why) = why {
            bad += 1;
            let _ = writeln!(err, "line {number}: {}", one_line(&why));
        } else if let LineResult::Fact(_, plan) = row {
            for listed in &plan.listed {
                let _ = writeln!(err, "line {number}: note: {}", one_line(listed));
            }
        }
    }
    bad
}

fn summary(done: &Batch, bad: usize) -> String {
    let (mut entities, mut links, mut claims, mut filled, mut same, mut sources, mut names) =
        (0, 0, 0, 0, 0, 0, 0);
    for row in &done.rows {
        let LineResult::Fact(_, plan) = row else {
            continue;
        };
        entities += plan.new_entities.len();
        sources += usize::from(plan.new_source.is_some());
        names += plan.named.len();
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
    if names > 0 {
        text.push_str(&format!(", {}", counted(names, "other name")));
    }
    if filled > 0 {
        text.push_str(&format!("; {} filled in", counted(filled, "claim")));
    }
    if same > 0 {
        text.push_str(&format!("; {} already present", counted(same, "claim")));
    }
    if bad > 0 {
        text.push_str(&format!("; {} not understood", counted(bad, "line")));
    }
    text.push('\n');
    text
}

//! `linkwright stats`.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Result, bail};
use serde_json::{Value, json};

use crate::look::Theme;
use crate::model::sentence::Narrator;
use crate::model::{Document, Filter, PartialDate, WhatIf, counted, figure, one_line, stakes};
use crate::work::Chart;

use super::{ExitOutcome, io};

/// Counts by kind, components, degree.
pub(super) fn summary(file: &Path, as_json: bool) -> Result<ExitOutcome> {
    let document = io::open(file)?.document;
    let stats = DatasetStats::of(&document);
    if as_json {
        io::print_json(&stats.json())?;
    } else {
        io::print(stats.lines().as_bytes())?;
    }
    Ok(ExitOutcome::Done)
}

struct DatasetStats {
    entities: usize,
    links: usize,
    sources: usize,
    claims: usize,
    pending: usize,
    entity_kinds: BTreeMap<String, usize>,
    link_kinds: BTreeMap<String, usize>,
    looks: BTreeMap<&'static str, usize>,
    disputed: usize,
    components: usize,
    largest: usize,
    lone: usize,
    most: Vec<(u32, String)>,
    mean_degree: f64,
}

impl DatasetStats {
    fn of(document: &Document) -> Self {
        let chart = Chart::of_everything(document, Theme::default());
        let (net, evidence) = (&chart.net, &chart.evidence);
        let degrees = net.degrees();
        let sizes = net.component_sizes();
        let mut counts = Self {
            entities: document.entities().len(),
            links: document.links().len(),
            sources: document.sources().len(),
            claims: 0,
            pending: 0,
            entity_kinds: BTreeMap::new(),
            link_kinds: BTreeMap::new(),
            looks: BTreeMap::new(),
            disputed: 0,
            components: sizes.len(),
            largest: sizes.first().copied().unwrap_or(0),
            lone: sizes.iter().filter(|size| **size == 1).count(),
            most: Vec::new(),
            mean_degree: 0.0,
        };
        for entity in document.entities().iter() {
            *counts
                .entity_kinds
                .entry(entity.kind_id().into())
                .or_default() += 1;
            counts.claims += entity.claims.len();
        }
        for (slot, link) in document.links().iter_slots() {
            *counts.link_kinds.entry(link.kind_id().into()).or_default() += 1;
            counts.claims += link.claims.len();
            counts.pending += usize::from(document.is_pending(slot));
            let found = evidence.link(slot);
            *counts.looks.entry(found.support.as_str()).or_default() += 1;
            counts.disputed += usize::from(found.disputed);
        }
        let mut order: Vec<usize> = (0..degrees.len()).collect();
        order.sort_by_key(|node| std::cmp::Reverse(degrees[*node]));
        counts.most = order
            .iter()
            .take(5)
            .filter(|node| degrees[**node] > 0)
            .filter_map(|node| {
                let entity = document.entities().at(net.nodes[*node])?;
                Some((degrees[*node], entity.label().to_owned()))
            })
            .collect();
        if !degrees.is_empty() {
            let sum: u64 = degrees.iter().map(|d| u64::from(*d)).sum();
            counts.mean_degree = sum as f64 / degrees.len() as f64;
        }
        counts
    }

    fn json(&self) -> Value {
        json!({
            "entities": self.entities,
            "links": self.links,
            "sources": self.sources,
            "claims": self.claims,
            "pending_links": self.pending,
            "entity_kinds": self.entity_kinds,
            "link_kinds": self.link_kinds,
            "looks": self.looks,
            "disputed": self.disputed,
            "components": {"count": self.components, "largest": self.largest, "lone": self.lone},
            "degree": {
                "mean": (self.mean_degree * 100.0).round() / 100.0,
                "most": self.most.iter().map(|(n, name)| json!({"name": name, "links": n})).collect::<Vec<_>>(),
            },
        })
    }

    fn lines(&self) -> String {
        let mut text = format!(
            "{}, {}, {}, {}\n",
            counted(self.entities, "entity"),
            counted(self.links, "link"),
            counted(self.sources, "source"),
            counted(self.claims, "claim"),
        );
        if self.pending > 0 {
            text.push_str(&format!("{}\n", counted(self.pending, "incomplete link")));
        }
        text.push_str(&format!(
            "{} (largest: {}); {} without links\n",
            counted(self.components, "connected component"),
            figure(self.largest),
            counted(self.lone, "entity")
        ));
        text.push_str(&format!("{:.2} links per entity\n", self.mean_degree));
        let mut block = |title: &str, rows: Vec<(usize, &str)>| {
            if !rows.is_empty() {
                text.push_str(&format!("\n{title}\n"));
                for (count, name) in rows {
                    text.push_str(&format!("{count:>8}  {}\n", one_line(name)));
                }
            }
        };
        let by_count = |map: &BTreeMap<String, usize>| {
            let mut rows: Vec<(usize, String)> = map.iter().map(|(k, n)| (*n, k.clone())).collect();
            rows.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
            rows
        };
        let (entities, links) = (by_count(&self.entity_kinds), by_count(&self.link_kinds));
        block(
            "Entities",
            entities.iter().map(|(n, k)| (*n, k.as_str())).collect(),
        );
        block(
            "Links",
            links.iter().map(|(n, k)| (*n, k.as_str())).collect(),
        );
        let mut looks: Vec<(usize, &str)> = self.looks.iter().map(|(k, n)| (*n, *k)).collect();
        looks.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
        if self.disputed > 0 {
            looks.push((self.disputed, "of these disputed"));
        }
        block("Evidence", looks);
        let most = self.most.iter().map(|(n, k)| (*n as usize, k.as_str()));
        block("Most links", most.collect());
        text
    }
}

/// One row a link: id, look, voices, disputed, sentence. No view applies. What rests on the sources and speakers `without`
/// is as if deleted.
pub(super) fn evidence(
    file: &Path,
    as_json: bool,
    as_of: Option<PartialDate>,
    without: &[String],
) -> Result<ExitOutcome> {
    let document = io::open(file)?.document;
    let filter = Filter {
        as_of,
        ..Filter::default()
    };
    let mut left_out = WhatIf::default();
    for id in without {
        leave_out(&document, id, &io::name(file), &mut left_out)?;
    }
    let chart = Chart::of(&document, filter, left_out, Theme::default());
    let evidence = &chart.evidence;
    let narrator = Narrator::new(&document, evidence);
    let mut text = String::new();
    let mut rows = Vec::new();
    for (slot, link) in document.links().iter_slots() {
        let found = evidence.link(slot);
        let sentence = narrator.sentence(slot);
        let stake = stakes(&document, evidence, link);
        if as_json {
            rows.push(json!({
                "id": link.id.as_str(),
                "look": found.support.as_str(),
                "voices": found.voices,
                "disputed": found.disputed,
                "sentence": sentence,
                "label": link.label.as_str(),
                "stake": stake,
            }));
        } else {
            let disputed = if found.disputed { "disputed" } else { "" };
            text.push_str(&format!(
                "{}\t{}\t{}\t{disputed}\t{}\t{}\t{stake}\n",
                one_line(&link.id),
                found.support,
                found.voices,
                one_line(&sentence),
                one_line(&link.label)
            ));
        }
    }
    if as_json {
        io::print_json(&rows)?;
    } else {
        io::print(text.as_bytes())?;
    }
    Ok(ExitOutcome::Done)
}

/// Leaves out the source `id` or, where there is none, the speaker.
fn leave_out(document: &Document, id: &str, file: &str, without: &mut WhatIf) -> Result<()> {
    let source = document.sources().slot_of(id);
    let speaker = document.entities().slot_of(id);
    match (source, speaker) {
        (Some(_), _) => {
            without.sources.push(id.into());
            if speaker.is_some() {
                io::note(&format!(
                    "{file}: a source and an entity have the id “{id}”; the source is left out"
                ));
            }
        }
        (None, Some(_)) => without.speakers.push(id.into()),
        (None, None) => bail!("{file}: no source or entity “{id}”"),
    }
    Ok(())
}

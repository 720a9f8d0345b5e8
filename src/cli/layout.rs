//! `linkwright layout`.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::formats::{self, Format, linkwright};
use crate::layout::shapes::{self, Around, Arrangement};
use crate::layout::{Style, arrange};
use crate::look::Theme;
use crate::model::{Document, View, WhatIf};
use crate::net::Net;
use crate::store::Version;
use crate::work::{ArrangeOptions, Chart, Places, whole};

use super::render::view_index;
use super::{ArrangementName, ExitOutcome, io};

/// Width over height of the picture, as on most screens.
const ASPECT: f32 = 1.5;

/// How entities are to be arranged.
pub(super) struct LayoutOptions<'a> {
    /// The view's id; the main view with every entity if absent.
    pub view: Option<&'a str>,
    /// By what rule.
    pub arrangement: ArrangementName,
    /// The id of the entity in the centre of a radial arrangement.
    pub from: Option<&'a str>,
    /// Whether better supported links pull more.
    pub by_evidence: bool,
    /// Whether entities of one kind are kept together.
    pub by_kind: bool,
    /// The random seed of an arrangement by forces.
    pub seed: u64,
}

/// Arranges everything that is not pinned in a view, writes the dataset, and reports how long that took.
pub(super) fn layout(
    file: &Path,
    out: &Path,
    options: &LayoutOptions<'_>,
    stats: bool,
) -> Result<ExitOutcome> {
    let start = Instant::now();
    let bytes = io::bytes(file)?;
    let read = Version::of(&bytes);
    let opened = formats::open(&bytes).with_context(|| io::name(file))?;
    drop(bytes);
    io::may_write(&opened, file)?;
    if opened.format != Format::Linkwright {
        io::may_replace(file, out)?;
    }
    let mut document = opened.document;
    let read_ms = start.elapsed();
    let layout_ms = arrange_view(&mut document, options)?;
    let start = Instant::now();
    let bytes = linkwright::write(&document);
    if out == file || io::is_in_place(file, out) {
        io::write_back(out, &bytes, read)?;
    } else {
        io::write(out, &bytes)?;
    }
    if stats {
        let ms = |time: Duration| (time.as_secs_f64() * 1e5).round() / 100.0;
        let line = serde_json::json!({
            "entities": document.entities().len(),
            "links": document.links().len(),
            "read_ms": ms(read_ms),
            "layout_ms": ms(layout_ms),
            "write_ms": ms(start.elapsed()),
        });
        eprintln!("{line}");
    }
    Ok(ExitOutcome::Done)
}

/// Gives every entity a position in the main view, which is made if there is none, or each that a named view shows one there.
/// Says how long the layout itself took.
fn arrange_view(document: &mut Document, options: &LayoutOptions<'_>) -> Result<Duration> {
    let (at, chart) = match options.view {
        Some(id) => {
            let at = view_index(document, id)?;
            let filter = document.views()[at].filter.clone();
            let chart = Chart::of(document, filter, WhatIf::default(), Theme::Light);
            (at, chart)
        }
        None => {
            let at = main_view(document);
            (at, Chart::of_everything(document, Theme::Light))
        }
    };
    let places = Places::of(document, Some(&document.views()[at]));
    let nodes = &chart.net.nodes;
    let (positions, took) = if let Some(arrangement) = shape(document, &chart.net, options)? {
        let input = {
            let all: Vec<u32> = (0..nodes.len() as u32).collect();
            chart.arrangement_input(document, &all, ASPECT)
        };
        let place = |slot: u32| places.get(slot).filter(|_| places.is_pinned(slot));
        let around = Around {
            now: nodes.iter().map(|slot| place(*slot)).collect(),
            pinned: nodes.iter().map(|slot| places.is_pinned(*slot)).collect(),
            center: match arrangement {
                Arrangement::Radial(root) => Some(root),
                _ => None,
            },
            others: Vec::new(),
        };
        timed(|| shapes::settle(&input, &shapes::arrange(&input, arrangement), &around))
    } else {
        let is_free = |slot| !places.is_pinned(slot);
        let options = ArrangeOptions {
            style: match options.arrangement {
                ArrangementName::Distances => Style::Distances,
                _ => Style::default(),
            },
            by_evidence: options.by_evidence,
            by_kind: options.by_kind,
            seed: options.seed,
        };
        let input = chart.layout_input(document, &places, is_free, ASPECT, &options);
        timed(|| arrange(&input))
    };
    let slots = nodes.iter().zip(positions);
    let entities = document.entities();
    let found: Vec<_> = slots
        .filter_map(|(slot, at)| Some((entities.id_at(*slot)?.clone(), whole(at))))
        .collect();
    document.view_mut(at).positions.extend(found);
    Ok(took)
}

/// What some work gives, and how long it took.
fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    (work(), start.elapsed())
}

/// The shape that the options ask for; `None` means forces.
fn shape(
    document: &Document,
    net: &Net,
    options: &LayoutOptions<'_>,
) -> Result<Option<Arrangement>> {
    let by_forces = matches!(
        options.arrangement,
        ArrangementName::Clusters | ArrangementName::Distances
    );
    if !by_forces && (options.by_evidence || options.by_kind || options.seed != 0) {
        bail!("--by-evidence, --by-kind and --seed are for clusters and distances");
    }
    let from = match (options.arrangement, options.from) {
        (ArrangementName::Radial, Some(id)) => id,
        (ArrangementName::Radial, None) => bail!("a radial arrangement needs --from ID"),
        (_, Some(_)) => bail!("--from is for --arrangement radial"),
        (ArrangementName::Clusters | ArrangementName::Distances, None) => return Ok(None),
        (ArrangementName::Layered, None) => return Ok(Some(Arrangement::Layered)),
        (ArrangementName::Columns, None) => return Ok(Some(Arrangement::Columns)),
        (ArrangementName::Circle, None) => return Ok(Some(Arrangement::Circle)),
    };
    let slot = document.entities().slot_of(from);
    let root = slot.and_then(|slot| net.node(slot));
    let root = root.with_context(|| format!("--from: no entity with ID “{from}”"))?;
    Ok(Some(Arrangement::Radial(root)))
}

/// The place of the main view; a dataset without one gets one.
fn main_view(document: &mut Document) -> usize {
    document.main_view_index().unwrap_or_else(|| {
        document.splice_view(0, false, Some(Arc::new(View::new("main", "Main"))));
        0
    })
}

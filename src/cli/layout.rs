//! `linkwright layout`.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::formats::{self, linkwright};
use crate::geom::{Pos2, pos2};
use crate::layout::shapes::{self, Around, Arrangement};
use crate::layout::{Style, arrange};
use crate::look::Theme;
use crate::model::{Document, View};
use crate::net::Net;
use crate::scene::{arrangement_input, evidence_weights, kind_groups, layout_input};
use crate::store::Version;
use crate::work::Chart;

use super::{ArrangementName, Outcome, io};

/// Width over height of the picture, as on most screens.
const ASPECT: f32 = 1.5;

/// How things are to be placed.
pub struct Wish<'a> {
    /// By what rule.
    pub arrangement: ArrangementName,
    /// The id of the entity in the middle of a radial one.
    pub from: Option<&'a str>,
    /// Whether better evidenced links pull more.
    pub by_evidence: bool,
    /// Whether what is of one kind is drawn together.
    pub by_kind: bool,
    /// The seed of an arrangement by forces.
    pub seed: u64,
}

/// Arranges everything that is not pinned in the main view, writes the dataset, and says how long that took.
pub fn layout(file: &Path, out: &Path, wish: &Wish<'_>, stats: bool) -> Result<Outcome> {
    let start = Instant::now();
    let bytes = io::bytes(file)?;
    let read = Version::of(&bytes);
    let opened = formats::open(&bytes).with_context(|| io::name(file))?;
    drop(bytes);
    io::may_write(&opened, file)?;
    let mut document = opened.document;
    let read_ms = start.elapsed();
    let layout_ms = arrange_main(&mut document, wish)?;
    let start = Instant::now();
    let bytes = linkwright::write(&document);
    if out == file {
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
    Ok(Outcome::Done)
}

/// Gives every entity a place in the main view, which is made if there is none. Says how long the layout itself took.
fn arrange_main(document: &mut Document, wish: &Wish<'_>) -> Result<Duration> {
    let at = main_view(document);
    let view = Arc::clone(&document.views()[at]);
    let chart = Chart::of_everything(document, Theme::Light);
    let (net, scene, evidence) = (&chart.net, &chart.scene, &chart.evidence);
    let is_pinned = |slot: u32| {
        let id = document.entities().id_at(slot);
        id.is_some_and(|id| view.pinned.contains(id))
    };
    let place = |slot: u32| stored(document, &view, slot).filter(|_| is_pinned(slot));
    let (positions, took) = if let Some(arrangement) = shape(document, net, wish)? {
        let nodes: Vec<u32> = (0..net.nodes.len() as u32).collect();
        let input = arrangement_input(document, evidence, net, scene, &nodes, ASPECT);
        let around = Around {
            now: net.nodes.iter().map(|slot| place(*slot)).collect(),
            pinned: net.nodes.iter().map(|slot| is_pinned(*slot)).collect(),
            center: match arrangement {
                Arrangement::Radial(root) => Some(root),
                _ => None,
            },
            others: Vec::new(),
        };
        timed(|| shapes::settle(&input, &shapes::arrange(&input, arrangement), &around))
    } else {
        let mut input = layout_input(document, net, scene, place, is_pinned, ASPECT, wish.seed);
        if wish.arrangement == ArrangementName::Distances {
            input.style = Style::Distances;
        }
        if wish.by_kind {
            input.groups = kind_groups(document, evidence, net);
        }
        if wish.by_evidence {
            input.weights = evidence_weights(evidence, net);
        }
        timed(|| arrange(&input))
    };
    let ids: Vec<_> = net
        .nodes
        .iter()
        .map(|slot| document.entities().id_at(*slot).cloned())
        .collect();
    let view = document.view_mut(at);
    for (id, position) in ids.into_iter().zip(positions) {
        if let Some(id) = id {
            let whole = [position.x.round() as i32, position.y.round() as i32];
            view.positions.insert(id, whole);
        }
    }
    Ok(took)
}

/// What some work gives, and how long it took.
fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    (work(), start.elapsed())
}

/// The shape that was wished for; `None` stands for forces.
fn shape(document: &Document, net: &Net, wish: &Wish<'_>) -> Result<Option<Arrangement>> {
    let by_forces = matches!(
        wish.arrangement,
        ArrangementName::Clusters | ArrangementName::Distances
    );
    if !by_forces && (wish.by_evidence || wish.by_kind || wish.seed != 0) {
        bail!("--by-evidence, --by-kind and --seed are for clusters and distances");
    }
    let from = match (wish.arrangement, wish.from) {
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
    let root = root.with_context(|| format!("--from: there is no entity with the id {from:?}"))?;
    Ok(Some(Arrangement::Radial(root)))
}

/// The place of the main view; a dataset without one gets one.
fn main_view(document: &mut Document) -> usize {
    document.main_view_index().unwrap_or_else(|| {
        document.splice_view(0, false, Some(Arc::new(View::new("main", "Main"))));
        0
    })
}

/// Where a view has an entity.
pub fn stored(document: &Document, view: &View, slot: u32) -> Option<Pos2> {
    let id = document.entities().id_at(slot)?;
    let [x, y] = view.positions.get(id)?;
    Some(pos2(*x as f32, *y as f32))
}

//! `linkwright render`.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::export;
use crate::geom::{Pos2, Vec2};
use crate::layout::arrange;
use crate::look::Theme;
use crate::model::{Document, View, Without};
use crate::scene::fonts::FontBook;
use crate::scene::layout_input;
use crate::scene::picture::{Picture, picture};
use crate::work::Chart;

use super::layout::stored;
use super::{Outcome, io};

/// What `render` was asked for.
pub struct Request<'a> {
    /// The dataset.
    pub file: &'a Path,
    /// The picture's file; its ending says which format. `-` is SVG on standard output.
    pub out: &'a Path,
    /// The view's id; the main view if absent.
    pub view: Option<&'a str>,
    /// Width and height in points.
    pub size: Vec2,
    /// Pixels a point.
    pub scale: f32,
    /// The theme.
    pub theme: Theme,
}

/// Draws a view of a dataset into a file, without a display.
pub fn render(request: &Request<'_>) -> Result<Outcome> {
    let format = PictureFormat::of(request.out)?;
    let document = io::open(request.file)?.document;
    let view = find_view(&document, request.view)?;
    let picture = picture_of(&document, &view, request.size, request.theme);
    let bytes = match format {
        PictureFormat::Svg => export::svg(&picture).into_bytes(),
        PictureFormat::Png => export::png(&picture, request.scale)
            .with_context(|| request.out.display().to_string())?,
    };
    io::write(request.out, &bytes)?;
    if let Some(complaint) = FontBook::shared().complaint() {
        io::note(&format!("{}: {complaint}", io::name(request.file)));
    }
    Ok(Outcome::Done)
}

enum PictureFormat {
    Svg,
    Png,
}

impl PictureFormat {
    fn of(out: &Path) -> Result<Self> {
        if io::is_dash(out) {
            return Ok(Self::Svg);
        }
        let ending = out.extension().map(|e| e.to_string_lossy().to_lowercase());
        match ending.as_deref() {
            Some("svg") => Ok(Self::Svg),
            Some("png") => Ok(Self::Png),
            _ => bail!(
                "{}: the name of a picture ends in .svg or .png",
                out.display()
            ),
        }
    }
}

fn find_view(document: &Document, id: Option<&str>) -> Result<View> {
    let Some(id) = id else {
        return Ok(document
            .main_view()
            .map(|v| View::clone(v))
            .unwrap_or_default());
    };
    let Some(at) = document.view_index(id) else {
        let ids: Vec<&str> = document
            .views()
            .iter()
            .map(|view| view.id.as_str())
            .collect();
        bail!(
            "there is no view “{id}”; this dataset has: {}",
            ids.join(", ")
        );
    };
    Ok(View::clone(&document.views()[at]))
}

/// The picture of a view.
pub fn picture_of(document: &Document, view: &View, size: Vec2, theme: Theme) -> Picture {
    let chart = Chart::of(document, view.filter.clone(), Without::default(), theme);
    let positions = positions_of(document, view, &chart, size.x / size.y.max(1.0));
    picture(&chart.subject(document, &positions, &BTreeSet::new()), size)
}

/// The position of each node: the view's; a node that has none there gets one beside its neighbours.
fn positions_of(document: &Document, view: &View, chart: &Chart, aspect: f32) -> Vec<Pos2> {
    let (net, scene) = (&chart.net, &chart.scene);
    let place = |slot: u32| stored(document, view, slot);
    let known: Option<Vec<Pos2>> = net.nodes.iter().map(|slot| place(*slot)).collect();
    known.unwrap_or_else(|| {
        let is_pinned = |slot: u32| {
            let id = document.entities().id_at(slot);
            id.is_some_and(|id| view.pinned.contains(id))
        };
        arrange(&layout_input(
            document, net, scene, place, is_pinned, aspect, 0,
        ))
    })
}

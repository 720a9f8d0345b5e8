//! `linkwright render`.

use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::export::{PRINTED, PictureFormat, picture_endings};
use crate::geom::{Pos2, Vec2};
use crate::layout::arrange;
use crate::look::Theme;
use crate::model::{Document, View, WhatIf};
use crate::scene::fonts::FontBook;
use crate::scene::picture::{Picture, picture};
use crate::work::{ArrangeOptions, Chart, Places};

use super::{ExitOutcome, io};

/// What `render` was asked for.
pub(super) struct Request<'a> {
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
pub(super) fn render(request: &Request<'_>) -> Result<ExitOutcome> {
    let format = format_of(request.out)?;
    let document = io::open(request.file)?.document;
    let view = find_view(&document, request.view)?;
    let picture = picture_of(&document, &view, request.size, request.theme);
    let bytes = (format.write)(&picture, request.scale)
        .with_context(|| request.out.display().to_string())?;
    io::write(request.out, &bytes)?;
    if let Some(complaint) = FontBook::shared().complaint() {
        io::note(&format!("{}: {complaint}", io::name(request.file)));
    }
    Ok(ExitOutcome::Done)
}

/// The format of the picture that a path says.
fn format_of(out: &Path) -> Result<&'static PictureFormat> {
    if io::is_dash(out) {
        return Ok(&PRINTED);
    }
    PictureFormat::of_path(out).with_context(|| {
        let (name, endings) = (out.display(), picture_endings());
        format!("{name}: not a picture; the name must end in {endings}")
    })
}

fn find_view(document: &Document, id: Option<&str>) -> Result<View> {
    let Some(id) = id else {
        return Ok(document
            .main_view()
            .map(|v| View::clone(v))
            .unwrap_or_default());
    };
    let Some(at) = document.view_index(id) else {
        let ids = document.views().iter().map(|view| view.id.as_str());
        let ids: Vec<&str> = ids.collect();
        let available = match ids.is_empty() {
            true => "none".to_owned(),
            false => ids.join(", "),
        };
        bail!("no view “{id}”; available: {available}");
    };
    Ok(View::clone(&document.views()[at]))
}

/// The picture of a view.
pub(super) fn picture_of(document: &Document, view: &View, size: Vec2, theme: Theme) -> Picture {
    let chart = Chart::of(document, view.filter.clone(), WhatIf::default(), theme);
    let places = Places::of(document, Some(view));
    let positions = positions_of(document, &chart, &places, size.x / size.y.max(1.0));
    picture(&chart.subject(document, &positions, places.pinned()), size)
}

/// The position of each node: the view's; a node that has none there gets one beside its neighbours.
fn positions_of(document: &Document, chart: &Chart, places: &Places, aspect: f32) -> Vec<Pos2> {
    let nodes = chart.net.nodes.iter();
    let known: Option<Vec<Pos2>> = nodes.map(|slot| places.get(*slot)).collect();
    known.unwrap_or_else(|| {
        let options = ArrangeOptions::default();
        arrange(&chart.layout_input(document, places, |_| false, aspect, &options))
    })
}

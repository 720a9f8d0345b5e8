//! `linkwright render`.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::export::{PRINTED, PictureFormat, picture_endings};
use crate::geom::{Pos2, Vec2};
use crate::layout::arrange;
use crate::look::Theme;
use crate::model::names::slug;
use crate::model::{Document, View, WhatIf};
use crate::scene::fonts::FontBook;
use crate::scene::picture::{Picture, Subject, picture};
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
    /// Whether each view is drawn, in a file of its own beside `out`.
    pub all_views: bool,
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
    if request.all_views && io::is_dash(request.out) {
        bail!("--all-views writes a file per view; name one with -o instead of -");
    }
    let document = io::open(request.file)?.document;
    let write = |view: &View, out: &Path| -> Result<()> {
        let picture = picture_of(&document, view, request.size, request.theme);
        let bytes =
            (format.write)(&picture, request.scale).with_context(|| out.display().to_string())?;
        io::write(out, &bytes)
    };
    if request.all_views {
        for (out, view) in files_of_views(&document, request.out) {
            write(&view, &out)?;
            io::print(format!("{}\n", io::name(&out)).as_bytes())?;
        }
    } else {
        let view = find_view(&document, request.view)?;
        write(&view, request.out)?;
    }
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

/// Each view with its file: `out` with the view's name before the ending, `case.png` as `case-money.png`.
fn files_of_views(document: &Document, out: &Path) -> Vec<(PathBuf, View)> {
    let mut views: Vec<View> = document.views().iter().map(|v| View::clone(v)).collect();
    if views.is_empty() {
        views.push(View::new("main", "Main"));
    }
    let part = |part: Option<&OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    let (stem, ending) = (part(out.file_stem()), part(out.extension()));
    let mut taken = BTreeSet::new();
    let mut name = |view: &View| {
        let title = match view.title.is_empty() {
            true => slug(&view.id),
            false => slug(&view.title),
        };
        let title = match title.is_empty() {
            true => "view".to_owned(),
            false => title,
        };
        let again = (2..).map(|n| format!("{title}-{n}"));
        let free = std::iter::once(title.clone())
            .chain(again)
            .find(|name| taken.insert(name.clone()));
        out.with_file_name(format!("{stem}-{}.{ending}", free.unwrap_or(title)))
    };
    let files: Vec<PathBuf> = views.iter().map(&mut name).collect();
    files.into_iter().zip(views).collect()
}

fn find_view(document: &Document, id: Option<&str>) -> Result<View> {
    let Some(id) = id else {
        return Ok(document
            .main_view()
            .map(|v| View::clone(v))
            .unwrap_or_default());
    };
    Ok(View::clone(&document.views()[view_index(document, id)?]))
}

/// The place of the view with this id.
pub(super) fn view_index(document: &Document, id: &str) -> Result<usize> {
    let Some(at) = document.view_index(id) else {
        let ids = document.views().iter().map(|view| view.id.as_str());
        let ids: Vec<&str> = ids.collect();
        let available = match ids.is_empty() {
            true => "none".to_owned(),
            false => ids.join(", "),
        };
        bail!("no view “{id}”; available: {available}");
    };
    Ok(at)
}

/// The picture of a view.
pub(super) fn picture_of(document: &Document, view: &View, size: Vec2, theme: Theme) -> Picture {
    let chart = Chart::of(document, view.filter.clone(), WhatIf::default(), theme);
    let places = Places::of(document, Some(view));
    let positions = positions_of(document, &chart, &places, size.x / size.y.max(1.0));
    let subject = Subject {
        naming: document.link_naming(Some(view)),
        ..chart.subject(document, &positions, places.pinned())
    };
    picture(&subject, size)
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

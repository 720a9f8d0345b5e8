//! Inks → PNG, by way of the SVG: one translation, one picture.

use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use usvg::fontdb::{Database, ID};

use crate::scene::fonts::{FontBook, Weight};
use crate::scene::picture::Picture;

use super::svg::svg;
use super::{PictureError, PictureFormat};

/// The format in the list of picture formats.
pub(super) const FORMAT: PictureFormat = PictureFormat {
    label: "PNG picture",
    ending: "png",
    write: png,
};

/// The most pixels a side.
const MOST: u32 = 16_384;

/// The picture as a PNG file, `scale` pixels per point.
///
/// # Errors
/// If a side would have more than 16,384 pixels, or less than one.
fn png(picture: &Picture, scale: f32) -> Result<Vec<u8>, PictureError> {
    let side = |points: f32| f64::from(points) * f64::from(scale);
    let (width, height) = (side(picture.size.x).round(), side(picture.size.y).round());
    let too_large = PictureError::TooLarge {
        width,
        height,
        most: MOST,
    };
    let is_fine = |side: f64| side >= 1.0 && side <= f64::from(MOST);
    if !is_fine(width) || !is_fine(height) {
        return Err(too_large);
    }
    let tree = usvg::Tree::from_str(&svg(picture), &options())
        .map_err(|error| PictureError::Draw(error.to_string()))?;
    let mut pixels = Pixmap::new(width as u32, height as u32).ok_or(too_large)?;
    resvg::render(
        &tree,
        Transform::from_scale(scale, scale),
        &mut pixels.as_mut(),
    );
    encode(&pixels)
}

/// Options that set text in the program's own faces, and in the same faces of the system as the screen.
fn options() -> usvg::Options<'static> {
    let mut database = Database::new();
    for weight in Weight::ALL {
        database.load_font_data(weight.bytes().to_vec());
    }
    database.set_sans_serif_family("Inter");
    database.set_serif_family("Inter");
    let mut options = usvg::Options {
        fontdb: Arc::new(database),
        ..usvg::Options::default()
    };
    options.font_resolver.select_fallback = Box::new(select_fallback);
    options
}

/// The face for a character that Inter lacks, loaded when first asked for.
fn select_fallback(c: char, used: &[ID], database: &mut Arc<Database>) -> Option<ID> {
    let face = FontBook::shared().fallback(c)?;
    let is_it = |info: &&usvg::fontdb::FaceInfo| {
        info.index == face.index
            && database
                .with_face_data(info.id, |data, _| data.len() == face.data.len())
                .unwrap_or(false)
    };
    let known = database.faces().find(is_it).map(|info| info.id);
    let id = known.or_else(|| {
        let source = usvg::fontdb::Source::Binary(Arc::new(face.data.to_vec()));
        let ids = Arc::make_mut(database).load_font_source(source);
        let of_index = |id: &&ID| {
            database
                .face(**id)
                .is_some_and(|info| info.index == face.index)
        };
        ids.iter().find(of_index).copied()
    })?;
    (!used.contains(&id)).then_some(id)
}

/// PNG at a fast setting: the default takes longer than everything else together.
fn encode(pixels: &Pixmap) -> Result<Vec<u8>, PictureError> {
    let error = |error: png::EncodingError| PictureError::Encode(error.to_string());
    // The ground is opaque, so three bytes a pixel are all there is.
    let rgb: Vec<u8> = pixels
        .data()
        .chunks_exact(4)
        .flat_map(|pixel| [pixel[0], pixel[1], pixel[2]])
        .collect();
    let mut file = Vec::with_capacity(rgb.len() / 8);
    let mut encoder = png::Encoder::new(&mut file, pixels.width(), pixels.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    let mut writer = encoder.write_header().map_err(error)?;
    writer.write_image_data(&rgb).map_err(error)?;
    writer.finish().map_err(error)?;
    Ok(file)
}

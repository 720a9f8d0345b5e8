//! Picture → file, one file and one row for each format. Nothing here decides how anything looks.

mod png;
mod svg;

use std::path::Path;

use crate::scene::picture::Picture;

/// A picture format: all that the rest of the program knows about it.
#[derive(Debug)]
pub struct PictureFormat {
    /// Its name for people.
    pub label: &'static str,
    /// How its files end, without the dot.
    pub ending: &'static str,
    /// Makes the file, at so many pixels per point where it has pixels.
    pub write: fn(&Picture, f32) -> Result<Vec<u8>, PictureError>,
}

/// The picture formats, the proposed one first. From this list follow the command line, file dialogs and messages;
/// the hint of the action names them, too.
pub const PICTURES: &[PictureFormat] = &[png::FORMAT, svg::FORMAT];

/// The format of a picture on standard output: text.
pub const PRINTED: PictureFormat = svg::FORMAT;

/// Why a picture could not be made.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// It would have more pixels than are made.
    #[error("a picture of {width}×{height} pixels is too large; the maximum is {most}×{most}")]
    TooLarge {
        /// Width in pixels.
        width: f64,
        /// Height in pixels.
        height: f64,
        /// The most a side.
        most: u32,
    },
    /// Something in the picture could not be drawn.
    #[error("the picture could not be drawn: {0}")]
    Draw(String),
    /// The file could not be made.
    #[error("the picture could not be written: {0}")]
    Encode(String),
}

impl PictureFormat {
    /// The format that the ending of a file name says.
    pub fn of_path(path: &Path) -> Option<&'static Self> {
        let ending = path.extension()?.to_str()?;
        let mut all = PICTURES.iter();
        all.find(|format| format.ending.eq_ignore_ascii_case(ending))
    }
}

/// How names of pictures end, in words: `.png or .svg`.
pub fn picture_endings() -> String {
    let endings: Vec<String> = PICTURES
        .iter()
        .map(|format| format!(".{}", format.ending))
        .collect();
    match endings.split_last() {
        Some((last, first)) if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        _ => endings.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_known_by_its_ending() {
        let ending =
            |name: &str| PictureFormat::of_path(Path::new(name)).map(|format| format.ending);
        assert_eq!(ending("a.PNG"), Some("png"));
        assert_eq!(ending("a.png.svg"), Some("svg"));
        assert_eq!(ending("png"), None);
        assert_eq!(ending("a.gif"), None);
        let mut endings: Vec<_> = PICTURES.iter().map(|format| format.ending).collect();
        endings.sort_unstable();
        endings.dedup();
        assert_eq!(
            endings.len(),
            PICTURES.len(),
            "each ending means one format"
        );
    }
}

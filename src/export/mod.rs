//! Picture → file. Nothing here decides how anything looks.

mod png;
mod svg;

pub use png::{PngError, png};
pub use svg::svg;

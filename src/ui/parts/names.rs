//! What files and datasets are called.

use std::path::Path;

use crate::formats::Format;
use crate::model::one_line;
use crate::work::Work;

/// The last part of a path.
pub fn file_name(file: &Path) -> String {
    one_line(&file.file_name().map_or_else(
        || file.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    ))
}

/// What exporting the dataset in another format is called.
pub(crate) fn export_label(format: Format) -> String {
    format!("Export {}…", format.row().label)
}

/// The dataset's title, else its file's name.
pub fn shown_title(work: &Work) -> String {
    let title = &work.document.meta().title;
    match (title.is_empty(), &work.origin.file) {
        (false, _) => one_line(title),
        (true, Some(file)) => file_name(file),
        (true, None) => "Untitled".to_owned(),
    }
}

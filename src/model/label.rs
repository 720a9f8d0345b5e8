//! What records are called in lists, on the chart and in sentences.

use std::borrow::Cow;

use super::address::short_address;
use super::{Document, Entity, Source};

impl Entity {
    /// Returns the name on the chart: its name, else its ID.
    pub fn label(&self) -> &str {
        if self.name.is_empty() {
            &self.id
        } else {
            &self.name
        }
    }
}

impl Source {
    /// Returns its name in a list: its title, else its publisher, else its address, shortened, else the name of its file,
    /// else its ID.
    pub fn label(&self) -> Cow<'_, str> {
        let named = [&self.title, &self.publisher]
            .into_iter()
            .find(|text| !text.is_empty());
        if let Some(name) = named {
            return Cow::Borrowed(name);
        }
        let address = [&self.url, &self.archived_url]
            .into_iter()
            .map(|url| short_address(url))
            .find(|text| !text.is_empty());
        if let Some(address) = address {
            return Cow::Owned(address);
        }
        let file = self.file.rsplit(['/', '\\']).next();
        Cow::Borrowed(file.filter(|file| !file.is_empty()).unwrap_or(&self.id))
    }
}

impl Document {
    /// Returns the label of the source with this ID; the ID if there is none.
    pub fn source_label(&self, id: &str) -> String {
        let source = self.sources().get(id);
        source.map_or_else(|| id.to_owned(), |source| source.label().into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn untitled_sources_are_called_by_address_file_or_id() {
        let mut source = Source {
            id: "example-org-xybn".into(),
            ..Source::default()
        };
        assert_eq!(source.label(), "example-org-xybn");
        source.file = "files/leak 2024.pdf".into();
        assert_eq!(source.label(), "leak 2024.pdf");
        source.archived_url = "https://archive.org/1".into();
        assert_eq!(source.label(), "archive.org/1");
        source.url = "https://example.org/a%20report/".into();
        assert_eq!(source.label(), "example.org/a report");
        source.publisher = "Lumen".into();
        assert_eq!(source.label(), "Lumen");
        source.title = "Report".into();
        assert_eq!(source.label(), "Report");
    }
}

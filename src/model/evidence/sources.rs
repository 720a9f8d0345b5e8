//! What sources bring to the claims that cite them.

use std::sync::Arc;

use super::keys::{VoiceKey, push_new};
use super::{Evidence, SourceFacts, roots};
use crate::model::names::fold;
use crate::model::{Document, PartialDate, Reliability, Role, Source};

impl Evidence {
    pub(super) fn find_all_source_facts(&mut self, document: &Document) {
        for source in document.sources().iter() {
            self.learn_publisher(document, source);
        }
        let order = document.sources().order();
        self.sources = vec![None; document.sources().slot_count()];
        for (slot, roots) in roots::roots(document, order, |_| None) {
            self.sources[slot as usize] = self.source_facts(document, slot, roots);
        }
    }

    /// Notes the name of a publisher who speaks for lack of authors.
    pub(super) fn learn_publisher(&mut self, document: &Document, source: &Source) {
        if source.authors.is_empty() {
            self.named.learn_name(document, &fold(&source.publisher));
        }
    }

    pub(super) fn source_facts(
        &self,
        document: &Document,
        slot: u32,
        roots: Arc<[u32]>,
    ) -> Option<SourceFacts> {
        let sources = document.sources();
        let source = sources.at(slot)?;
        let published_later = self.basis.as_of.is_some_and(|as_of| {
            let published = source.published.map(PartialDate::first_day);
            published.is_some_and(|first| first > as_of.last_day())
        });
        let is_register =
            |root: &u32| sources.at(*root).and_then(|s| s.role) == Some(Role::Register);
        let out = &self.sources_out;
        Some(SourceFacts {
            counts: source.reliability != Some(Reliability::E) && !published_later,
            register: roots.iter().any(is_register),
            keys: self.root_keys(document, &roots),
            left_out: !out.is_empty()
                && (out.contains(&slot) || roots.iter().all(|root| out.contains(root))),
            roots,
        })
    }

    /// *For each root of role own or register: its authors, else its publisher, else the source itself; for any other root
    /// unknown.*
    fn root_keys(&self, document: &Document, roots: &[u32]) -> Arc<[VoiceKey]> {
        let mut keys = Vec::new();
        for &root in roots {
            let Some(source) = document.sources().at(root) else {
                continue;
            };
            match source.role {
                Some(Role::Own | Role::Register) => {
                    self.push_author_keys(document, source, root, &mut keys);
                }
                Some(Role::Relay) | None => push_new(&mut keys, VoiceKey::Unknown),
            }
        }
        keys.into()
    }

    fn push_author_keys(
        &self,
        document: &Document,
        source: &Source,
        slot: u32,
        keys: &mut Vec<VoiceKey>,
    ) {
        for author in &source.authors {
            push_new(keys, self.key_of_id(document, author));
        }
        if source.authors.is_empty() {
            match self.named.number(&fold(&source.publisher)) {
                Some(number) => self.named.push_name_keys(number, keys),
                None => push_new(keys, VoiceKey::Source(slot)),
            }
        }
    }
}

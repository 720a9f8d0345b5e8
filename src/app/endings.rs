//! Claims ended and corrected, links set aside: each one step, and nothing is erased.

use crate::edit::{Edit, correct_claim, end_claim, set_aside_link};
use crate::formats::linkwright::{free_id, give_claim_ids, set_text};
use crate::model::{Claim, EndedHow, Ending, Entity, Link, agree, counted};
use crate::store::random_bits;
use crate::ui::dialogs::SetAside;
use crate::ui::fields::{FieldKey, RecordKey, RecordPart, entity_edit, link_edit};

use super::Linkwright;

impl Linkwright {
    /// Asks why the selected links are set aside.
    pub(super) fn ask_to_set_aside(&mut self) {
        self.window.popup = None;
        let today = self.window.today.map(|date| date.to_string());
        self.window.ask(SetAside {
            count: self.links_to_set_aside().count(),
            how: EndedHow::Withdrawn,
            why: String::new(),
            on: today.unwrap_or_default(),
        });
    }

    /// The selected links that have a claim that is not ended yet.
    fn links_to_set_aside(&self) -> impl Iterator<Item = &Link> {
        let links = self.window.selection.links.iter();
        let links = links.filter_map(|slot| self.work.document.links().at(*slot));
        links
            .map(AsRef::as_ref)
            .filter(|link| link.claims.iter().any(|claim| claim.ended.is_none()))
    }

    /// Ends every claim of the selected links that is not ended yet.
    pub(super) fn set_aside(&mut self, ended: &Ending) {
        let edits: Vec<Edit> = self
            .links_to_set_aside()
            .map(|link| {
                let mut link = link.clone();
                give_claim_ids(&mut link.claims);
                set_aside_link(&link, ended)
            })
            .collect();
        let (text, it) = match edits.len() {
            0 => return,
            n => (
                format!("Set {} aside", counted(n, "link")),
                agree(n, "it", "them"),
            ),
        };
        self.commit(text.clone(), Edit::All(edits));
        self.window
            .notify(format!("{text}. View › Show set-aside links shows {it}."));
    }

    /// Ends the claim at a place of a record.
    pub(super) fn end_claim(&mut self, record: &RecordKey, at: usize, ended: Ending) {
        let Some(mut claims) = self.claims_with_ids(record) else {
            return;
        };
        if let Some(claim) = claims.get_mut(at) {
            end_claim(claim, ended);
            self.put_claims("Set claim aside", record, claims);
        }
    }

    /// Ends the claim at a place of a record as superseded, and opens a copy of it to be changed.
    pub(super) fn correct_claim(&mut self, record: &RecordKey, at: usize, ended: Ending) {
        let Some(mut claims) = self.claims_with_ids(record) else {
            return;
        };
        let id = free_id(&claims, random_bits());
        let Some(copy) = correct_claim(&mut claims, at, ended, id) else {
            return;
        };
        let today = self.window.today.map(|date| date.to_string());
        set_text(copy, "recorded", &today.unwrap_or_default());
        set_text(copy, "recorded_by", "");
        self.put_claims("Correct claim", record, claims);
        self.window.open_claims.clear();
        self.window.open_claims.insert(at + 1);
        self.window.focus = Some(FieldKey {
            record: record.clone(),
            part: RecordPart::Claim(at + 1),
            key: "locator",
        });
    }

    /// A record's claims, each with an id: one may have to point to another.
    fn claims_with_ids(&self, record: &RecordKey) -> Option<Vec<Claim>> {
        let document = &self.work.document;
        let mut claims = match record {
            RecordKey::Entity(slot) => document.entities().at(*slot)?.claims.clone(),
            RecordKey::Link(slot) => document.links().at(*slot)?.claims.clone(),
            _ => return None,
        };
        give_claim_ids(&mut claims);
        Some(claims)
    }

    fn put_claims(&mut self, label: &str, record: &RecordKey, claims: Vec<Claim>) {
        let document = &self.work.document;
        let edit = match record {
            RecordKey::Entity(slot) => document.entities().at(*slot).map(|entity| {
                entity_edit(Entity {
                    claims,
                    ..Entity::clone(entity)
                })
            }),
            RecordKey::Link(slot) => document.links().at(*slot).map(|link| {
                link_edit(Link {
                    claims,
                    ..Link::clone(link)
                })
            }),
            _ => None,
        };
        if let Some(edit) = edit {
            self.commit(label, edit);
        }
    }
}

//! Leads what lists records by id, after all records are led: views, filters, releases, dismissed findings.

use std::sync::Arc;

use crate::edit::change::{Edit, ViewHead};
use crate::model::findings::Rule;
use crate::model::{Filter, FilterLists, RawJson, Release, SetAsideFinding, Str, TableName, View};

use super::Merge;
use super::references::{Redirects, lead};

impl Redirects<'_> {
    pub(super) fn view(&mut self, at: usize, view: &View) {
        let mut now = view.clone();
        let View {
            id,
            title: _,
            filter,
            link_names: _,
            // What stands here under an id is led below.
            pinned: _,
            positions: _,
            unread_positions: _,
            extra: _,
        } = &mut now;
        redirect_filter(filter, self.merge, &self.merged_links());
        filter
            .hidden_links
            .retain(|link| !self.links.contains_key(link));
        let id = id.clone();
        if self.merges_entities() {
            if self.unread_place(&mut now) {
                self.move_place(&mut now);
                self.edits.push(Edit::View(id, Some((at, Arc::new(now)))));
                return;
            }
            self.move_place(&mut now);
            for entity in [&self.merge.keep, &self.merge.other] {
                let place = now.positions.get(entity);
                if place != view.positions.get(entity) {
                    let edit = Edit::Position(id.clone(), entity.clone(), place.copied());
                    self.edits.push(edit);
                }
                let pinned = now.pinned.contains(entity);
                if pinned != view.pinned.contains(entity) {
                    self.edits
                        .push(Edit::Pin(id.clone(), entity.clone(), pinned));
                }
            }
        }
        if now.filter != view.filter {
            let head = Box::new(ViewHead::of(&now));
            self.edits.push(Edit::ViewHead(id, head));
        }
    }

    /// The one that stays keeps its place; without one it takes that of the one that goes, and is pinned where that was.
    fn move_place(&self, view: &mut View) {
        let (keep, other) = (&self.merge.keep, &self.merge.other);
        let place = view.positions.remove(other);
        let was_pinned = view.pinned.remove(other);
        if self.has_place(view) {
            return;
        }
        if let Some(place) = place {
            view.positions.insert(keep.clone(), place);
        }
        if was_pinned {
            view.pinned.insert(keep.clone());
        }
    }

    /// Whether the one that stays has a place, be it one that could not be read.
    fn has_place(&self, view: &View) -> bool {
        let token = token_of(&self.merge.keep);
        let mut unread = view.unread_positions.iter();
        view.positions.contains_key(&self.merge.keep) || unread.any(|(key, _)| *key == token)
    }

    /// A position of the one that goes that could not be read is kept for the one that stays, if that has none; whether
    /// there was one.
    fn unread_place(&self, view: &mut View) -> bool {
        let (has_one, other) = (self.has_place(view), token_of(&self.merge.other));
        let mut unread = view.unread_positions.iter();
        let Some(at) = unread.position(|(key, _)| *key == other) else {
            return false;
        };
        if has_one {
            view.unread_positions.remove(at);
        } else {
            view.unread_positions[at].0 = token_of(&self.merge.keep);
        }
        true
    }

    pub(super) fn release(&mut self, at: usize, release: &Release) {
        let mut now = release.clone();
        let Release {
            id: _,
            on: _,
            audience: _,
            withheld,
            extra: _,
        } = &mut now;
        lead(withheld, &self.merge.other, &self.merge.keep);
        for (gone, twin) in self.merged_links() {
            lead(withheld, &gone, &twin);
        }
        if now != *release {
            let id = release.id.clone();
            self.edits
                .push(Edit::Release(id, Some((at, Arc::new(now)))));
        }
    }

    /// Findings about claims go along with these, and those about a pair with the pair. One about the removed record is
    /// dropped: no one has judged it for the merged record.
    pub(super) fn findings(&mut self) {
        let mut stay: Vec<SetAsideFinding> = Vec::new();
        let mut edits = Vec::new();
        for (at, finding) in self.document.findings().iter().enumerate() {
            let now = self.led_finding(finding);
            match now {
                Some(now) if now == **finding => stay.push(now),
                Some(now) if !stay.iter().any(|have| is_about_the_same(have, &now)) => {
                    edits.push((at, Some(Arc::new(now.clone()))));
                    stay.push(now);
                }
                _ => edits.push((at, None)),
            }
        }
        // From the last on, so that the places before stay what they are.
        for (at, finding) in edits.into_iter().rev() {
            self.counts.findings_gone += usize::from(finding.is_none());
            self.edits.push(Edit::Finding {
                at,
                replace: true,
                finding,
            });
        }
    }

    fn led_finding(&self, finding: &SetAsideFinding) -> Option<SetAsideFinding> {
        let (keep, other) = (&self.merge.keep, &self.merge.other);
        let mut now = finding.clone();
        let SetAsideFinding {
            rule,
            table,
            id,
            claim,
            why: _,
            on: _,
            extra: _,
        } = &mut now;
        let table = (*table)?;
        if *rule == Rule::Duplicate.as_str() && self.merges_entities() {
            self.lead_one(id);
            self.lead_one(claim);
            if claim < id {
                std::mem::swap(claim, id);
            }
            let was_changed = finding.id == *other || finding.claim == *other;
            return if was_changed {
                (now.id != now.claim).then_some(now)
            } else {
                Some(finding.clone())
            };
        }
        let key = (table, finding.id.clone());
        if let Some(renamed) = self.claims.get(&key)
            && let Some((_, renamed_to)) = renamed.iter().find(|(old, _)| *old == finding.claim)
        {
            *claim = renamed_to.clone();
        }
        if table == self.merge.table && finding.id == *other {
            if finding.claim.is_empty() {
                return None;
            }
            *id = keep.clone();
        }
        if table == TableName::Links
            && let Some(twin) = self.links.get(&finding.id)
        {
            *id = twin.clone().filter(|_| !finding.claim.is_empty())?;
        }
        Some(now)
    }
}

/// An id as the key of a position that could not be read has it.
fn token_of(id: &str) -> Box<str> {
    RawJson::string(id).as_json().into()
}

fn is_about_the_same(a: &SetAsideFinding, b: &SetAsideFinding) -> bool {
    (&a.rule, a.table, &a.id, &a.claim) == (&b.rule, b.table, &b.id, &b.claim)
}

/// A filter that speaks of the record that stays where it spoke of the one that goes; `links` are those that became one with
/// another. What stays is hidden only if both were: nothing disappears that was visible.
pub fn redirect_filter(filter: &mut Filter, merge: &Merge, links: &[(Str, Str)]) {
    let (other, keep) = (&merge.other, &merge.keep);
    let entities = merge.table == TableName::Entities;
    let Filter {
        any,
        not,
        as_of: _,
        hidden,
        hidden_links,
        only,
        also,
        nothing_else: _,
        extra: _,
    } = filter;
    for lists in [any, not] {
        let FilterLists {
            entity_kinds: _,
            link_kinds: _,
            tags: _,
            looks: _,
            sources,
            speakers,
            countries: _,
            markings: _,
            extra: _,
        } = lists;
        lead(if entities { speakers } else { sources }, other, keep);
    }
    if entities {
        lead_hidden(hidden, other, keep);
        lead(only, other, keep);
        lead(also, other, keep);
    }
    for (gone, twin) in links {
        lead_hidden(hidden_links, gone, twin);
    }
}

fn lead_hidden(ids: &mut Vec<Str>, other: &Str, keep: &Str) {
    if !(ids.contains(other) && ids.contains(keep)) {
        ids.retain(|id| id != keep);
    }
    ids.retain(|id| id != other);
}

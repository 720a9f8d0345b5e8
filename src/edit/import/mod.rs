//! Another dataset brought into this one, as one edit, with a report of everything that was not plain addition.

mod carry;
mod union;
mod unite;

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::findings::Rule;
use crate::model::names::{all_names, fold, new_id, stable_hash};
use crate::model::{
    Claim, CustomKind, Document, Entity, Extra, Likelihood, LikelihoodScale, Link, Marking,
    RawJson, RecordRef, Reference, References, Release, SetAsideFinding, Source, Str, TableName,
    View, short_line,
};

use self::carry::Renamed;
use self::union::Union;
use self::unite::{
    unite_entities, unite_kinds, unite_links, unite_own_fields, unite_sources, unite_view_heads,
};
use super::change::{Edit, ViewHead};

/// Where the incoming document comes from, which decides how its records are matched with ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportOrigin {
    /// A Linkwright file: its ids mean the same things as ours.
    Linkwright,
    /// Another format: nothing is matched; the ids were made for this import and must only be free.
    Other,
}

/// Something that the user should know of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// Both state a field differently; ours was kept.
    Field {
        /// The record.
        record: RecordRef,
        /// The field.
        field: &'static str,
        /// Our value.
        ours: String,
        /// Theirs.
        theirs: String,
    },
    /// Both have a record of this id, which are perhaps not the same thing; the incoming one got a fresh id.
    PerhapsNotTheSame {
        /// The record that both have.
        record: RecordRef,
        /// The incoming one's new id.
        new_id: Str,
    },
    /// A record of ours was completed from theirs.
    United(RecordRef),
}

impl std::fmt::Display for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Field {
                record,
                field,
                ours,
                theirs,
            } => {
                // A description may be pages long.
                const HELD: usize = 60;
                let [ours, theirs] = [ours, theirs].map(|text| short_line(text, HELD));
                write!(
                    f,
                    "{record}, {field}: kept “{ours}”; the other file has “{theirs}”"
                )
            }
            Self::PerhapsNotTheSame { record, new_id } => write!(
                f,
                "{record}: may be a different record; both kept, theirs as {new_id}"
            ),
            Self::United(record) => write!(f, "{record}: completed from the other file"),
        }
    }
}

/// A merge, ready to be applied.
#[derive(Clone, Debug)]
pub struct Import {
    /// The edit.
    pub edit: Edit,
    /// Entities that are new.
    pub new_entities: Vec<Str>,
    /// How many links are new.
    pub new_links: usize,
    /// How many sources are new.
    pub new_sources: usize,
    /// What the user should know of.
    pub differences: Vec<Difference>,
}

/// Brings `theirs` into `ours`. Same id and kind unites; what is empty is filled; a field that differs keeps ours; absence
/// deletes nothing. `bits` gives fresh ids their random part.
pub fn import(ours: &Document, theirs: &Document, origin: &ImportOrigin, bits: u64) -> Import {
    let mut importer = Importer {
        ours,
        theirs,
        bits,
        match_ids: *origin == ImportOrigin::Linkwright,
        edits: Vec::new(),
        differences: Vec::new(),
        renamed: Renamed::default(),
        new_entities: Vec::new(),
        new_links: 0,
        new_sources: 0,
    };
    importer.choose_ids();
    importer.kinds();
    importer.sources();
    importer.entities();
    importer.links();
    importer.views();
    importer.rest();
    Import {
        edit: Edit::All(importer.edits),
        new_entities: importer.new_entities,
        new_links: importer.new_links,
        new_sources: importer.new_sources,
        differences: importer.differences,
    }
}

struct Importer<'a> {
    ours: &'a Document,
    theirs: &'a Document,
    bits: u64,
    match_ids: bool,
    edits: Vec<Edit>,
    differences: Vec<Difference>,
    renamed: Renamed,
    new_entities: Vec<Str>,
    new_links: usize,
    new_sources: usize,
}

impl Importer<'_> {
    /// Decides which incoming records keep their ids.
    fn choose_ids(&mut self) {
        for source in self.theirs.sources().iter() {
            if !self.match_ids && self.ours.sources().get(&source.id).is_some() {
                let taken = |id: &str| {
                    self.ours.sources().get(id).is_some() || self.theirs.sources().get(id).is_some()
                };
                let id = self.fresh_id(&source.id, &source.label(), taken);
                self.renamed.sources.insert(source.id.clone(), id);
            }
        }
        for entity in self.theirs.entities().iter() {
            let Some(have) = self.ours.entities().get(&entity.id) else {
                continue;
            };
            if self.match_ids && is_same_entity(have, entity) {
                continue;
            }
            let taken = |id: &str| {
                self.ours.entities().get(id).is_some() || self.theirs.entities().get(id).is_some()
            };
            let id = self.fresh_id(&entity.id, entity.label(), taken);
            self.perhaps_not_the_same(TableName::Entities, &entity.id, &id);
            self.renamed.entities.insert(entity.id.clone(), id);
        }
        for link in self.theirs.links().iter() {
            let Some(have) = self.ours.links().get(&link.id) else {
                continue;
            };
            let end = |id: &Str| self.renamed.entity(id);
            let same = have.kind_id() == link.kind_id()
                && have.from == end(&link.from)
                && have.to == end(&link.to);
            if self.match_ids && same {
                continue;
            }
            let taken = |id: &str| {
                self.ours.links().get(id).is_some() || self.theirs.links().get(id).is_some()
            };
            let name = format!("{} {} {}", link.from, link.kind_id(), link.to);
            let id = self.fresh_id(&link.id, &name, taken);
            self.perhaps_not_the_same(TableName::Links, &link.id, &id);
            self.renamed.links.insert(link.id.clone(), id);
        }
    }

    fn perhaps_not_the_same(&mut self, table: TableName, id: &Str, new_id: &Str) {
        if self.match_ids {
            self.differences.push(Difference::PerhapsNotTheSame {
                record: RecordRef::new(table, id.clone()),
                new_id: new_id.clone(),
            });
        }
    }

    /// A free id for a record, different for records with different old ids.
    fn fresh_id(&self, old: &str, name: &str, taken: impl Fn(&str) -> bool) -> Str {
        new_id(name, self.bits ^ stable_hash(old), taken).into()
    }

    fn kinds(&mut self) {
        let ours = self.ours.kinds().iter();
        let ours: FxHashMap<_, &Arc<CustomKind>> =
            ours.map(|kind| ((&kind.id, kind.target), kind)).collect();
        for kind in self.theirs.kinds() {
            match ours.get(&(&kind.id, kind.target)) {
                None => self.edits.push(Edit::CustomKind(
                    kind.id.clone(),
                    kind.target,
                    Some(Arc::clone(kind)),
                )),
                Some(have) => {
                    let (union, kept) = unite_kinds(have, kind);
                    let edit = |kept: CustomKind| {
                        Edit::CustomKind(kept.id.clone(), kept.target, Some(Arc::new(kept)))
                    };
                    self.close(union, kept, have, edit);
                }
            }
        }
    }

    /// Takes over what a union found, and its edit if it changed anything.
    fn close<R: PartialEq>(
        &mut self,
        union: Union,
        kept: R,
        have: &R,
        edit: impl FnOnce(R) -> Edit,
    ) {
        self.differences.extend(union.differences);
        if kept != *have {
            self.differences.push(Difference::United(union.record));
            self.edits.push(edit(kept));
        }
    }

    fn sources(&mut self) {
        for theirs in self.theirs.sources().iter() {
            let source = self.carried_source(theirs);
            let edit = |source: Source| Edit::Source(source.id.clone(), Some(Arc::new(source)));
            match self.ours.sources().get(&source.id) {
                None => {
                    self.new_sources += 1;
                    self.edits.push(edit(source));
                }
                Some(have) => {
                    let (union, kept) = unite_sources(self.ours, have, &source);
                    self.close(union, kept, have, edit);
                }
            }
        }
    }

    fn entities(&mut self) {
        for theirs in self.theirs.entities().iter() {
            let entity = self.carried_entity(theirs);
            let edit = |entity: Entity| Edit::Entity(entity.id.clone(), Some(Arc::new(entity)));
            match self.ours.entities().get(&entity.id) {
                None => {
                    self.new_entities.push(entity.id.clone());
                    self.edits.push(edit(entity));
                }
                Some(have) => {
                    let (union, kept) = unite_entities(self.ours, have, &entity);
                    self.close(union, kept, have, edit);
                }
            }
        }
    }

    fn links(&mut self) {
        for theirs in self.theirs.links().iter() {
            let link = self.carried_link(theirs);
            let edit = |link: Link| Edit::Link(link.id.clone(), Some(Arc::new(link)));
            match self.ours.links().get(&link.id) {
                None => {
                    self.new_links += 1;
                    self.edits.push(edit(link));
                }
                Some(have) => {
                    let (union, kept) = unite_links(self.ours, have, &link);
                    self.close(union, kept, have, edit);
                }
            }
        }
    }

    /// Incoming views: new ones come whole; in views that both have, only what is new here gets a place.
    fn views(&mut self) {
        let mut at = self.ours.views().len();
        for theirs in self.theirs.views() {
            let view = self.carried_view(theirs);
            match self.ours.view_index(&view.id) {
                Some(index) if self.match_ids => {
                    let have = &self.ours.views()[index];
                    self.place_new(have, &view);
                }
                Some(_) => self.place_in_main(&view),
                None if !self.match_ids => self.place_in_main(&view),
                None => {
                    let id = view.id.clone();
                    self.edits.push(Edit::View(id, Some((at, Arc::new(view)))));
                    at += 1;
                }
            }
        }
    }

    fn place_in_main(&mut self, view: &View) {
        if let Some(main) = self.ours.main_view() {
            self.place_new(main, view);
        } else if !view.positions.is_empty() {
            let main = View {
                positions: view.positions.clone(),
                ..View::new("main", "Main")
            };
            self.edits
                .push(Edit::View("main".into(), Some((0, Arc::new(main)))));
        }
    }

    /// Takes over the places of entities that our view does not have yet.
    fn place_new(&mut self, have: &View, view: &View) {
        let aside = beside(have, view);
        for (id, position) in &view.positions {
            if !have.positions.contains_key(id) {
                let position = [
                    position[0].saturating_add(aside[0]),
                    position[1].saturating_add(aside[1]),
                ];
                let edit = Edit::Position(have.id.clone(), id.clone(), Some(position));
                self.edits.push(edit);
                if view.pinned.contains(id) {
                    self.edits
                        .push(Edit::Pin(have.id.clone(), id.clone(), true));
                }
            }
        }
        if self.match_ids {
            let (union, head) = unite_view_heads(have, view);
            let id = have.id.clone();
            self.close(union, head, &ViewHead::of(have), |head| {
                Edit::ViewHead(id, Box::new(head))
            });
        }
    }

    /// The dataset's own fields, releases, dismissed findings, and what could not be read.
    fn rest(&mut self) {
        if self.match_ids {
            self.own_fields();
            self.releases();
            self.findings();
            self.leftovers();
        }
    }

    fn own_fields(&mut self) {
        let have = self.ours.meta();
        let (union, kept) = unite_own_fields(self.ours, self.theirs);
        self.close(union, kept, have, |kept| Edit::Meta(Arc::new(kept)));
    }

    fn releases(&mut self) {
        let mut at = self.ours.releases().len();
        let ours: FxHashSet<_> = self.ours.releases().iter().map(|have| &have.id).collect();
        for release in self.theirs.releases() {
            if ours.contains(&release.id) {
                continue;
            }
            let release = self.carried_release(release);
            let id = release.id.clone();
            self.edits
                .push(Edit::Release(id, Some((at, Arc::new(release)))));
            at += 1;
        }
    }

    fn findings(&mut self) {
        let mut at = self.ours.findings().len();
        let ours: FxHashSet<&SetAsideFinding> =
            self.ours.findings().iter().map(Arc::as_ref).collect();
        for finding in self.theirs.findings() {
            let finding = self.carried_finding(finding);
            if !ours.contains(&finding) {
                self.edits.push(Edit::Finding {
                    at,
                    replace: false,
                    finding: Some(Arc::new(finding)),
                });
                at += 1;
            }
        }
    }

    fn leftovers(&mut self) {
        let mut leftovers: Vec<(TableName, RawJson)> = self.ours.leftovers().to_vec();
        let ours: FxHashSet<_> = self.ours.leftovers().iter().collect();
        let new = self.theirs.leftovers().iter();
        leftovers.extend(new.filter(|raw| !ours.contains(raw)).cloned());
        if leftovers.len() > self.ours.leftovers().len() {
            leftovers.sort_by_key(|(table, _)| *table);
            self.edits.push(Edit::Leftovers(leftovers.into()));
        }
    }
}

/// Same id, same kind, and a name in common.
fn is_same_entity(ours: &Entity, theirs: &Entity) -> bool {
    let names: FxHashSet<String> = all_names(ours)
        .map(|name| fold(name).into_owned())
        .collect();
    ours.kind_id() == theirs.kind_id()
        && all_names(theirs).any(|name| names.contains(fold(name).as_ref()))
}

/// How far a chart that shares no entity with ours moves, so that it stands to the right of ours and not on it.
fn beside(have: &View, view: &View) -> [i32; 2] {
    const GAP: i64 = 240;
    let shares = view
        .positions
        .keys()
        .any(|id| have.positions.contains_key(id));
    let (Some(ours), Some(theirs)) = (extent(have), extent(view)) else {
        return [0, 0];
    };
    let apart = |axis: usize| ours[axis].1 < theirs[axis].0 || theirs[axis].1 < ours[axis].0;
    if shares || apart(0) || apart(1) {
        return [0, 0];
    }
    let whole = |by: i64| by.clamp(i32::MIN.into(), i32::MAX.into()) as i32;
    let middle = |(least, most): (i64, i64)| (least + most) / 2;
    [
        whole(ours[0].1 + GAP - theirs[0].0),
        whole(middle(ours[1]) - middle(theirs[1])),
    ]
}

/// The least and greatest coordinate of a view's positions, for each axis.
fn extent(view: &View) -> Option<[(i64, i64); 2]> {
    let axis = |axis: usize| {
        let all = view.positions.values().map(|at| i64::from(at[axis]));
        Some((all.clone().min()?, all.max()?))
    };
    Some([axis(0)?, axis(1)?])
}

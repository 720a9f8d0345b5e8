//! One change of a document, and how it is applied: all or nothing, returning its inverse.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::model::evidence::ChangedRecords;
use crate::model::{
    Claim, CustomKind, Document, Entity, Extra, Filter, KindFor, Link, LinkNaming, Meta, RawJson,
    Release, SetAsideFinding, Source, Str, TableName, View,
};

/// Gives a record a value, or removes it. Applying it returns the edit that restores what was there.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// The dataset's own fields.
    Meta(Arc<Meta>),
    /// The custom kind with this ID, for entities or for links.
    CustomKind(Str, KindFor, Option<Arc<CustomKind>>),
    /// The source with this id.
    Source(Str, Option<Arc<Source>>),
    /// The entity with this id.
    Entity(Str, Option<Arc<Entity>>),
    /// The link with this id.
    Link(Str, Option<Arc<Link>>),
    /// The view with this id: whole, with its place in the list.
    View(Str, Option<(usize, Arc<View>)>),
    /// A view's title and filter.
    ViewHead(Str, Box<ViewHead>),
    /// The position of an entity in a view: view, entity, world units.
    Position(Str, Str, Option<[i32; 2]>),
    /// Whether an entity keeps its position when the chart is arranged: view, entity.
    Pin(Str, Str, bool),
    /// The release with this id, with its place in the list.
    Release(Str, Option<(usize, Arc<Release>)>),
    /// The dismissed finding at this place of the list. `replace` says whether there is one now.
    Finding {
        /// The place in the list.
        at: usize,
        /// Whether the finding there now is removed.
        replace: bool,
        /// The finding there afterwards.
        finding: Option<Arc<SetAsideFinding>>,
    },
    /// The elements of tables that are not usable records.
    Leftovers(Arc<Vec<(TableName, RawJson)>>),
    /// Several edits, in order, as one.
    All(Vec<Edit>),
}

/// The fields of a view other than positions and pins, which are records of their own.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ViewHead {
    /// Its name for people.
    pub title: Str,
    /// What it shows.
    pub filter: Filter,
    /// What names of links say.
    pub link_names: Option<LinkNaming>,
    /// What else the file holds.
    pub extra: Extra,
}

impl ViewHead {
    /// The head of a view.
    pub fn of(view: &View) -> Self {
        let View {
            id: _,
            title,
            filter,
            link_names,
            // Edits of their own, but for those that could not be read: these change with the whole view alone.
            pinned: _,
            positions: _,
            unread_positions: _,
            extra,
        } = view;
        Self {
            title: title.clone(),
            filter: filter.clone(),
            link_names: *link_names,
            extra: extra.clone(),
        }
    }
}

/// Why an edit was refused. The document is unchanged.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The file is of a newer version.
    #[error("this dataset was written by a newer Linkwright and is read-only")]
    ReadOnly,
    /// Another window has it.
    #[error("this dataset is open in another window, so it is read-only here")]
    Elsewhere,
    /// A record must have an id, and keep it.
    #[error("{0} “{1}”: its ID cannot be empty or change")]
    Id(&'static str, Str),
    /// Two claims of a record have the same id.
    #[error("two claims of “{0}” have the ID “{1}”")]
    ClaimId(Str, Str),
    /// The view does not exist.
    #[error("no view “{0}”")]
    NoView(Str),
    /// A place outside its list.
    #[error("position {0} is outside the list")]
    Place(usize),
}

/// A record that changed: its slot and what stood there.
#[derive(Clone, Debug)]
pub struct Changed<R> {
    /// Its slot.
    pub slot: u32,
    /// What it was.
    pub old: Option<Arc<R>>,
}

/// What an edit touched, for whoever derives something from the document.
#[derive(Clone, Debug, Default)]
pub struct Touched {
    /// The dataset's own fields.
    pub meta: bool,
    /// Custom kinds: the appearance of every record may have changed.
    pub kinds: bool,
    /// Sources.
    pub sources: Vec<Changed<Source>>,
    /// Entities.
    pub entities: Vec<Changed<Entity>>,
    /// Links.
    pub links: Vec<Changed<Link>>,
    /// Titles, filters, or which views there are.
    pub views: bool,
    /// Entities whose position or pin changed, in some view, by id.
    pub places: Vec<Str>,
}

impl Touched {
    /// What evidence has to know of it.
    pub fn changes(&self) -> ChangedRecords<'_> {
        fn rows<R>(changed: &[Changed<R>]) -> Vec<(u32, Option<&R>)> {
            let rows = changed.iter();
            rows.map(|row| (row.slot, row.old.as_deref())).collect()
        }
        ChangedRecords {
            sources: rows(&self.sources),
            entities: rows(&self.entities),
            links: rows(&self.links),
            kinds: self.kinds,
        }
    }

    /// Whether no record changed, only where things are and which views there are.
    pub fn is_of_views_only(&self) -> bool {
        let Self {
            meta,
            kinds,
            sources,
            entities,
            links,
            views: _,
            places: _,
        } = self;
        !meta && !kinds && sources.is_empty() && entities.is_empty() && links.is_empty()
    }

    fn join(&mut self, other: Self) {
        let Self {
            meta,
            kinds,
            sources,
            entities,
            links,
            views,
            places,
        } = other;
        self.meta |= meta;
        self.kinds |= kinds;
        self.sources.extend(sources);
        self.entities.extend(entities);
        self.links.extend(links);
        self.views |= views;
        self.places.extend(places);
    }
}

/// The result of an edit.
#[derive(Clone, Debug)]
pub struct Applied {
    /// Makes everything what it was.
    pub inverse: Edit,
    /// What changed.
    pub touched: Touched,
}

/// Applies `edit`.
///
/// # Errors
/// If a record has no id or another one than the edit names, two claims of a record have the same id, or a view or place
/// is not there. The document is then exactly as it was.
pub fn apply(document: &mut Document, edit: Edit) -> Result<Applied, EditError> {
    if document.newer_version().is_some() {
        return Err(EditError::ReadOnly);
    }
    apply_one(document, edit)
}

fn apply_one(document: &mut Document, edit: Edit) -> Result<Applied, EditError> {
    let mut touched = Touched::default();
    let inverse = match edit {
        Edit::All(edits) => return apply_all(document, edits),
        Edit::Meta(meta) => {
            touched.meta = true;
            Edit::Meta(document.put_meta(meta))
        }
        Edit::CustomKind(id, target, kind) => {
            let stated = kind.as_ref().map(|kind| (&kind.id, kind.target));
            check_id("kind", &id, stated.map(|(id, _)| id))?;
            if stated.is_some_and(|(_, stated)| stated != target) {
                return Err(EditError::Id("kind", id));
            }
            touched.kinds = true;
            let old = document.put_kind((id.clone(), target), kind);
            Edit::CustomKind(id, target, old)
        }
        Edit::Source(id, source) => {
            check_id("source", &id, source.as_ref().map(|source| &source.id))?;
            let (slot, old) = document.put_source(&id, source);
            note(&mut touched.sources, slot, &old);
            Edit::Source(id, old)
        }
        Edit::Entity(id, entity) => {
            check_id("entity", &id, entity.as_ref().map(|entity| &entity.id))?;
            check_claims(&id, entity.as_ref().map(|entity| &entity.claims[..]))?;
            let (slot, old) = document.put_entity(&id, entity);
            note(&mut touched.entities, slot, &old);
            Edit::Entity(id, old)
        }
        Edit::Link(id, link) => {
            check_id("link", &id, link.as_ref().map(|link| &link.id))?;
            check_claims(&id, link.as_ref().map(|link| &link.claims[..]))?;
            let (slot, old) = document.put_link(&id, link);
            note(&mut touched.links, slot, &old);
            Edit::Link(id, old)
        }
        Edit::View(id, view) => apply_view(document, id, view, &mut touched)?,
        Edit::ViewHead(id, head) => {
            let at = view_index(document, &id)?;
            let view = document.view_mut(at);
            let ViewHead {
                title,
                filter,
                link_names,
                extra,
            } = *head;
            let old = ViewHead {
                title: std::mem::replace(&mut view.title, title),
                filter: std::mem::replace(&mut view.filter, filter),
                link_names: std::mem::replace(&mut view.link_names, link_names),
                extra: std::mem::replace(&mut view.extra, extra),
            };
            touched.views = true;
            Edit::ViewHead(id, Box::new(old))
        }
        Edit::Position(view_id, entity, position) => {
            let at = view_index(document, &view_id)?;
            let positions = &mut document.view_mut(at).positions;
            let old = match position {
                Some(position) => positions.insert(entity.clone(), position),
                None => positions.remove(&entity),
            };
            touched.places.push(entity.clone());
            Edit::Position(view_id, entity, old)
        }
        Edit::Pin(view_id, entity, pinned) => {
            let at = view_index(document, &view_id)?;
            let pins = &mut document.view_mut(at).pinned;
            let was = if pinned {
                !pins.insert(entity.clone())
            } else {
                pins.remove(&entity)
            };
            touched.places.push(entity.clone());
            Edit::Pin(view_id, entity, was)
        }
        Edit::Release(id, release) => apply_release(document, id, release)?,
        Edit::Finding {
            at,
            replace,
            finding,
        } => {
            let room = document.findings().len() + usize::from(!replace);
            if at >= room {
                return Err(EditError::Place(at));
            }
            let stands = finding.is_some();
            let old = document.splice_finding(at, replace, finding);
            Edit::Finding {
                at,
                replace: stands,
                finding: old,
            }
        }
        Edit::Leftovers(leftovers) => {
            touched.meta = true;
            Edit::Leftovers(document.put_leftovers(leftovers))
        }
    };
    Ok(Applied { inverse, touched })
}

fn apply_all(document: &mut Document, edits: Vec<Edit>) -> Result<Applied, EditError> {
    let mut touched = Touched::default();
    let mut inverses = Vec::with_capacity(edits.len());
    for edit in edits {
        match apply_one(document, edit) {
            Ok(applied) => {
                inverses.push(applied.inverse);
                touched.join(applied.touched);
            }
            Err(error) => {
                for inverse in inverses.into_iter().rev() {
                    apply_one(document, inverse).expect("an inverse always applies");
                }
                return Err(error);
            }
        }
    }
    inverses.reverse();
    Ok(Applied {
        inverse: Edit::All(inverses),
        touched,
    })
}

fn apply_view(
    document: &mut Document,
    id: Str,
    view: Option<(usize, Arc<View>)>,
    touched: &mut Touched,
) -> Result<Edit, EditError> {
    check_id("view", &id, view.as_ref().map(|(_, view)| &view.id))?;
    let stands = document.view_index(&id);
    let room = document.views().len() + usize::from(stands.is_none());
    if let Some((at, _)) = view.as_ref().filter(|(at, _)| *at >= room) {
        return Err(EditError::Place(*at));
    }
    let old = stands.and_then(|at| Some((at, document.splice_view(at, true, None)?)));
    if let Some((at, view)) = view {
        document.splice_view(at, false, Some(view));
    }
    touched.views = true;
    Ok(Edit::View(id, old))
}

fn apply_release(
    document: &mut Document,
    id: Str,
    release: Option<(usize, Arc<Release>)>,
) -> Result<Edit, EditError> {
    check_id("release", &id, release.as_ref().map(|(_, r)| &r.id))?;
    let stands = document.releases().iter().position(|have| have.id == id);
    let room = document.releases().len() + usize::from(stands.is_none());
    if let Some((at, _)) = release.as_ref().filter(|(at, _)| *at >= room) {
        return Err(EditError::Place(*at));
    }
    let old = stands.and_then(|at| Some((at, document.splice_release(at, true, None)?)));
    if let Some((at, release)) = release {
        document.splice_release(at, false, Some(release));
    }
    Ok(Edit::Release(id, old))
}

fn check_id(what: &'static str, id: &Str, stated: Option<&Str>) -> Result<(), EditError> {
    if id.is_empty() || stated.is_some_and(|stated| stated != id) {
        return Err(EditError::Id(what, id.clone()));
    }
    Ok(())
}

fn check_claims(record: &Str, claims: Option<&[Claim]>) -> Result<(), EditError> {
    let mut seen = FxHashSet::default();
    let ids = claims.unwrap_or_default().iter().map(|claim| &claim.id);
    let mut stated = ids.filter(|id| !id.is_empty());
    match stated.find(|id| !seen.insert(*id)) {
        Some(again) => Err(EditError::ClaimId(record.clone(), again.clone())),
        None => Ok(()),
    }
}

fn note<R>(list: &mut Vec<Changed<R>>, slot: Option<u32>, old: &Option<Arc<R>>) {
    list.extend(slot.map(|slot| Changed {
        slot,
        old: old.clone(),
    }));
}

fn view_index(document: &Document, id: &Str) -> Result<usize, EditError> {
    document
        .view_index(id)
        .ok_or_else(|| EditError::NoView(id.clone()))
}

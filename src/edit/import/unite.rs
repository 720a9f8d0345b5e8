//! Two records that are the same as one, field by field. The patterns name every field, so that one that is added to a record
//! and forgotten here does not compile. Claims are united in `union`.

use crate::model::names::{all_names, fold};
use crate::model::{
    CustomKind, Document, Entity, Filter, Link, Meta, Name, RecordRef, Source, TableName, View,
    counted,
};

use super::ViewHead;
use super::union::Union;

pub(super) fn unite_kinds(have: &CustomKind, kind: &CustomKind) -> (Union, CustomKind) {
    let mut union = Union::new(RecordRef::new(TableName::Kinds, kind.id.clone()));
    let mut kept = have.clone();
    let CustomKind {
        id: _,
        target: _,
        label,
        inverse,
        like,
        shape,
        color,
        icon,
        directed,
        self_declared,
        stance,
        extra,
    } = kind;
    union.text("label", &mut kept.label, label);
    union.text("inverse", &mut kept.inverse, inverse);
    union.text("like", &mut kept.like, like);
    union.text("shape", &mut kept.shape, shape);
    union.text("color", &mut kept.color, color);
    union.text("icon", &mut kept.icon, icon);
    union.value("directed", &mut kept.directed, *directed);
    union.value("own_word", &mut kept.self_declared, *self_declared);
    union.value("stance", &mut kept.stance, *stance);
    union.extra(&mut kept.extra, extra);
    (union, kept)
}

pub(super) fn unite_sources(ours: &Document, have: &Source, source: &Source) -> (Union, Source) {
    let mut union = Union::new(RecordRef::new(TableName::Sources, source.id.clone()));
    let mut kept = have.clone();
    let Source {
        id: _,
        title,
        publisher,
        authors,
        role,
        url,
        archived_url,
        file,
        sha256,
        published,
        retrieved,
        reliability,
        derived_from,
        marking,
        note,
        extra,
    } = source;
    union.text("title", &mut kept.title, title);
    union.text("publisher", &mut kept.publisher, publisher);
    union.list(&mut kept.authors, authors);
    union.value("role", &mut kept.role, *role);
    union.text("url", &mut kept.url, url);
    union.text("archived_url", &mut kept.archived_url, archived_url);
    union.text("file", &mut kept.file, file);
    union.text("sha256", &mut kept.sha256, sha256);
    union.value("published", &mut kept.published, *published);
    union.value("retrieved", &mut kept.retrieved, *retrieved);
    union.value("reliability", &mut kept.reliability, *reliability);
    union.list(&mut kept.derived_from, derived_from);
    union.marking(ours, &mut kept.marking, *marking);
    union.text("note", &mut kept.note, note);
    union.extra(&mut kept.extra, extra);
    (union, kept)
}

pub(super) fn unite_entities(ours: &Document, have: &Entity, entity: &Entity) -> (Union, Entity) {
    let mut union = Union::new(RecordRef::new(TableName::Entities, entity.id.clone()));
    let mut kept = have.clone();
    let Entity {
        id: _,
        kind: _,
        name,
        names,
        country,
        since,
        until,
        tags,
        identifiers,
        properties,
        marking,
        note,
        claims,
        extra,
    } = entity;
    if !name.is_empty() && fold(name) != fold(&have.name) && !have.name.is_empty() {
        union.differ("name", have.name.to_string(), name.to_string());
        if !all_names(have).any(|known| fold(known) == fold(name)) {
            kept.names.push(Name {
                text: name.clone(),
                ..Name::default()
            });
        }
    }
    if kept.name.is_empty() {
        kept.name = name.clone();
    }
    union.list(&mut kept.names, names);
    union.text("country", &mut kept.country, country);
    union.value("since", &mut kept.since, *since);
    union.value("until", &mut kept.until, *until);
    union.list(&mut kept.tags, tags);
    union.list(&mut kept.identifiers, identifiers);
    union.properties(&mut kept.properties, properties);
    union.marking(ours, &mut kept.marking, *marking);
    union.text("note", &mut kept.note, note);
    union.claims(&mut kept.claims, claims);
    union.extra(&mut kept.extra, extra);
    (union, kept)
}

pub(super) fn unite_links(ours: &Document, have: &Link, link: &Link) -> (Union, Link) {
    let mut union = Union::new(RecordRef::new(TableName::Links, link.id.clone()));
    let mut kept = have.clone();
    let Link {
        id: _,
        kind: _,
        from: _,
        to: _,
        directed,
        label,
        since,
        until,
        tags,
        properties,
        marking,
        note,
        claims,
        extra,
    } = link;
    union.value("directed", &mut kept.directed, *directed);
    union.text("label", &mut kept.label, label);
    union.value("since", &mut kept.since, *since);
    union.value("until", &mut kept.until, *until);
    union.list(&mut kept.tags, tags);
    union.properties(&mut kept.properties, properties);
    union.marking(ours, &mut kept.marking, *marking);
    union.text("note", &mut kept.note, note);
    union.claims(&mut kept.claims, claims);
    union.extra(&mut kept.extra, extra);
    (union, kept)
}

/// The datasets' own fields. A dataset keeps its marking: the records of the other state theirs.
pub(super) fn unite_own_fields(ours: &Document, theirs: &Document) -> (Union, Meta) {
    let have = ours.meta();
    let mut union = Union::new(RecordRef::dataset());
    let mut kept = Meta::clone(have);
    let Meta {
        title,
        description,
        marking,
        handling,
        grading,
        extra,
    } = theirs.meta().as_ref();
    union.text("title", &mut kept.title, title);
    union.text("description", &mut kept.description, description);
    union.text("handling", &mut kept.handling, handling);
    if marking.is_some() && have.marking != *marking {
        union.differ(
            "marking",
            ours.marking().to_string(),
            format!("{}, which its records now state", theirs.marking()),
        );
    }
    if let Some(grading) = grading {
        union.grading(&mut kept.grading, grading);
    }
    union.extra(&mut kept.extra, extra);
    (union, kept)
}

/// What a view has beside the places of entities. An empty filter is one that shows everything, so that ours stays.
pub(super) fn unite_view_heads(have: &View, view: &View) -> (Union, ViewHead) {
    let mut union = Union::new(RecordRef::new(TableName::Views, view.id.clone()));
    let mut kept = ViewHead::of(have);
    let View {
        id: _,
        title,
        filter,
        link_names,
        pinned: _,
        positions: _,
        unread_positions,
        extra,
    } = view;
    union.text("title", &mut kept.title, title);
    union.value("link_names", &mut kept.link_names, *link_names);
    if *filter != have.filter && *filter != Filter::default() {
        union.differ("filter", "ours, unchanged".into(), "a different one".into());
    }
    let new = unread_positions.iter();
    let new = new.filter(|unread| !have.unread_positions.contains(unread));
    match new.count() {
        0 => {}
        n => union.differ(
            "positions",
            "ours, unchanged".into(),
            format!("{} that cannot be read", counted(n, "position")),
        ),
    }
    union.extra(&mut kept.extra, extra);
    (union, kept)
}

//! Which fields of a record hold the ids of other records: the one place that says so. An import gives these ids new names,
//! merging leads them to the record that stays, and a copied part follows them to the sources that it cites.

use super::Str;
use super::record::{Claim, Entity, Filter, FilterLists, Identifier, Link, Name, Source};
use super::words::TableName;

/// A field that refers to records of a table.
#[derive(Debug)]
pub enum Reference<'a> {
    /// One id.
    One(TableName, &'a mut Str),
    /// Several ids.
    Many(TableName, &'a mut Vec<Str>),
}

/// A record, or a part of one, that refers to others. A record's claims have references of their own.
pub trait References {
    /// Visits each id that is referred to, with its table.
    fn each_reference(&self, visit: &mut dyn FnMut(TableName, &Str));

    /// Visits each field that refers to something, to change it.
    fn each_reference_mut(&mut self, visit: &mut dyn FnMut(Reference<'_>));
}

/// The fields of a record: those that refer to one or many records of a table, those that have references inside, and all
/// others. One that is added to the record and not listed here does not compile.
macro_rules! references {
    ($record:ident {
        one: [$($one:ident => $one_table:ident),*], many: [$($many:ident => $many_table:ident),*],
        inside: [$($inside:ident),*], none: [$($none:ident),* $(,)?] $(,)?
    }) => {
        impl References for $record {
            fn each_reference(&self, visit: &mut dyn FnMut(TableName, &Str)) {
                let Self { $($one,)* $($many,)* $($inside,)* $($none: _,)* } = self;
                $(visit(TableName::$one_table, $one);)*
                $($many.iter().for_each(|id| visit(TableName::$many_table, id));)*
                $($inside.each_reference(visit);)*
            }

            fn each_reference_mut(&mut self, visit: &mut dyn FnMut(Reference<'_>)) {
                let Self { $($one,)* $($many,)* $($inside,)* $($none: _,)* } = self;
                $(visit(Reference::One(TableName::$one_table, $one));)*
                $(visit(Reference::Many(TableName::$many_table, $many));)*
                $($inside.each_reference_mut(visit);)*
            }
        }
    };
}

impl<R: References> References for Vec<R> {
    fn each_reference(&self, visit: &mut dyn FnMut(TableName, &Str)) {
        self.iter().for_each(|record| record.each_reference(visit));
    }

    fn each_reference_mut(&mut self, visit: &mut dyn FnMut(Reference<'_>)) {
        self.iter_mut()
            .for_each(|record| record.each_reference_mut(visit));
    }
}

references!(Source {
    one: [], many: [authors => Entities, derived_from => Sources], inside: [],
    none: [id, title, publisher, role, url, archived_url, file, sha256, published, retrieved, reliability, marking, note,
           extra],
});
references!(Entity {
    one: [],
    many: [],
    inside: [names, identifiers],
    none: [
        id, kind, name, country, since, until, tags, properties, marking, note, claims, extra
    ],
});
references!(Name { one: [source => Sources], many: [], inside: [], none: [text, lang, kind, extra] });
references!(Identifier { one: [source => Sources], many: [], inside: [], none: [scheme, value, extra] });
references!(Link {
    one: [from => Entities, to => Entities], many: [], inside: [],
    none: [id, kind, directed, label, since, until, tags, properties, marking, note, claims, extra],
});
// The claim that supersedes another is one of the same record.
references!(Claim {
    one: [source => Sources], many: [speakers => Entities], inside: [],
    none: [id, about, stance, speaker_name, locator, quote, credibility, likelihood, confidence, share, since, until,
           recorded, recorded_by, marking, note, ended, extra],
});
references!(Filter {
    one: [], many: [hidden => Entities, hidden_links => Links, only => Entities, also => Entities],
    inside: [any, not],
    none: [as_of, nothing_else, extra],
});
references!(FilterLists {
    one: [], many: [sources => Sources, speakers => Entities], inside: [],
    none: [entity_kinds, link_kinds, tags, looks, countries, markings, extra],
});

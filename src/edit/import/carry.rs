//! Incoming records as they read here: their references under the new ids, their markings and likelihoods stated where the two
//! datasets read unstated ones differently.

use super::*;

/// The new ids of incoming records whose own ids are taken here by something else.
#[derive(Default)]
pub(super) struct Renamed {
    pub(super) sources: FxHashMap<Str, Str>,
    pub(super) entities: FxHashMap<Str, Str>,
    pub(super) links: FxHashMap<Str, Str>,
}

impl Renamed {
    pub(super) fn source(&self, id: &Str) -> Str {
        self.sources.get(id).unwrap_or(id).clone()
    }

    pub(super) fn entity(&self, id: &Str) -> Str {
        self.entities.get(id).unwrap_or(id).clone()
    }

    pub(super) fn link(&self, id: &Str) -> Str {
        self.links.get(id).unwrap_or(id).clone()
    }

    pub(super) fn of(&self, table: TableName, id: &Str) -> Str {
        match table {
            TableName::Sources => self.source(id),
            TableName::Entities => self.entity(id),
            TableName::Links => self.link(id),
            TableName::Dataset
            | TableName::Kinds
            | TableName::Views
            | TableName::Releases
            | TableName::Findings => id.clone(),
        }
    }

    /// An id of a table that is not stated.
    fn any(&self, id: &Str) -> Str {
        let entity = self.entities.get(id).or_else(|| self.links.get(id));
        entity
            .or_else(|| self.sources.get(id))
            .unwrap_or(id)
            .clone()
    }
}

impl Importer<'_> {
    /// What an incoming record's missing marking amounts to here: nothing may become less restricted by moving.
    fn carried_marking(&self, stated: Option<Marking>, extra: &Extra) -> Option<Marking> {
        if !self.match_ids || stated.is_some() || extra.unread("marking").is_some() {
            return stated;
        }
        let theirs = self.theirs.marking();
        (theirs != self.ours.marking()).then_some(theirs)
    }

    /// Puts the new ids into the fields that refer to other records.
    fn carry_references(&self, record: &mut impl References) {
        record.each_reference_mut(&mut |reference| match reference {
            Reference::One(table, id) => *id = self.renamed.of(table, id),
            Reference::Many(table, ids) => {
                ids.iter_mut()
                    .for_each(|id| *id = self.renamed.of(table, id));
            }
        });
    }

    pub(super) fn carried_source(&self, source: &Source) -> Source {
        let mut source = source.clone();
        self.carry_references(&mut source);
        source.id = self.renamed.source(&source.id);
        source.marking = self.carried_marking(source.marking, &source.extra);
        source
    }

    pub(super) fn carried_entity(&self, entity: &Entity) -> Entity {
        let mut entity = entity.clone();
        self.carry_references(&mut entity);
        self.carry_claims(&mut entity.claims);
        entity.id = self.renamed.entity(&entity.id);
        entity.marking = self.carried_marking(entity.marking, &entity.extra);
        entity
    }

    pub(super) fn carried_link(&self, link: &Link) -> Link {
        let mut link = link.clone();
        self.carry_references(&mut link);
        self.carry_claims(&mut link.claims);
        link.id = self.renamed.link(&link.id);
        link.marking = self.carried_marking(link.marking, &link.extra);
        link
    }

    fn carry_claims(&self, claims: &mut Vec<Claim>) {
        self.carry_references(claims);
        for claim in claims {
            claim.likelihood = claim.likelihood.map(|word| self.carried_likelihood(word));
        }
    }

    fn carried_likelihood(&self, word: Likelihood) -> Likelihood {
        let scale = |document: &Document| -> Option<LikelihoodScale> {
            document.meta().grading.as_ref()?.likelihood
        };
        match word.scale {
            None if self.match_ids && scale(self.theirs) != scale(self.ours) => Likelihood {
                scale: scale(self.theirs),
                ..word
            },
            _ => word,
        }
    }

    pub(super) fn carried_view(&self, view: &View) -> View {
        let View {
            id,
            title,
            filter,
            link_names,
            pinned,
            positions,
            unread_positions,
            extra,
        } = view;
        let mut filter = filter.clone();
        self.carry_references(&mut filter);
        let entity = |id: &Str| self.renamed.entity(id);
        let places = positions.iter().map(|(id, place)| (entity(id), *place));
        View {
            id: id.clone(),
            title: title.clone(),
            filter,
            link_names: *link_names,
            pinned: pinned.iter().map(entity).collect(),
            positions: places.collect(),
            unread_positions: unread_positions.clone(),
            extra: extra.clone(),
        }
    }

    /// What was withheld is named by its id alone, whatever its table.
    pub(super) fn carried_release(&self, release: &Release) -> Release {
        let mut release = release.clone();
        let Release {
            id: _,
            on: _,
            audience: _,
            withheld,
            extra: _,
        } = &mut release;
        withheld
            .iter_mut()
            .for_each(|id| *id = self.renamed.any(id));
        release
    }

    /// Of a pair of duplicates the second entity is where other findings have a claim; its id is the greater one.
    pub(super) fn carried_finding(&self, finding: &SetAsideFinding) -> SetAsideFinding {
        let mut finding = finding.clone();
        let SetAsideFinding {
            rule,
            table,
            id,
            claim,
            why: _,
            on: _,
            extra: _,
        } = &mut finding;
        let table = *table;
        let carried = |id: &Str| match table {
            Some(table) => self.renamed.of(table, id),
            None => id.clone(),
        };
        *id = carried(id);
        if *rule == Rule::Duplicate.as_str() {
            *claim = carried(claim);
            if claim < id {
                std::mem::swap(claim, id);
            }
        }
        finding
    }
}

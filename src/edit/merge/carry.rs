//! Incoming records as they read here: their references under the new ids, their markings and likelihoods stated where the two
//! datasets read unstated ones differently. The patterns name every field, so that a field that is added to a record and may
//! hold an id does not compile until it is looked at here.

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

    /// An id of a table that is not stated.
    fn any(&self, id: &Str) -> Str {
        let entity = self.entities.get(id).or_else(|| self.links.get(id));
        entity
            .or_else(|| self.sources.get(id))
            .unwrap_or(id)
            .clone()
    }
}

impl Merger<'_> {
    /// What an incoming record's missing marking amounts to here: nothing may become less restricted by moving.
    fn carried_marking(&self, stated: Option<Marking>, extra: &Extra) -> Option<Marking> {
        if !self.match_ids || stated.is_some() || extra.unread("marking").is_some() {
            return stated;
        }
        let theirs = self.theirs.marking();
        (theirs != self.ours.marking()).then_some(theirs)
    }

    pub(super) fn carried_source(&self, source: &Source) -> Source {
        let mut source = source.clone();
        let Source {
            id,
            title: _,
            publisher: _,
            authors,
            role: _,
            url: _,
            archived_url: _,
            file: _,
            sha256: _,
            published: _,
            retrieved: _,
            reliability: _,
            derived_from,
            marking,
            note: _,
            extra,
        } = &mut source;
        *id = self.renamed.source(id);
        rename(authors, |id| self.renamed.entity(id));
        rename(derived_from, |id| self.renamed.source(id));
        *marking = self.carried_marking(*marking, extra);
        source
    }

    pub(super) fn carried_entity(&self, entity: &Entity) -> Entity {
        let mut entity = entity.clone();
        let Entity {
            id,
            kind: _,
            name: _,
            names,
            country: _,
            since: _,
            until: _,
            tags: _,
            identifiers,
            properties: _,
            marking,
            note: _,
            claims,
            extra,
        } = &mut entity;
        *id = self.renamed.entity(id);
        for name in names {
            let Name {
                text: _,
                lang: _,
                kind: _,
                source,
                extra: _,
            } = name;
            *source = self.renamed.source(source);
        }
        for identifier in identifiers {
            let Identifier {
                scheme: _,
                value: _,
                source,
                extra: _,
            } = identifier;
            *source = self.renamed.source(source);
        }
        claims.iter_mut().for_each(|claim| self.carry_claim(claim));
        *marking = self.carried_marking(*marking, extra);
        entity
    }

    pub(super) fn carried_link(&self, link: &Link) -> Link {
        let mut link = link.clone();
        let Link {
            id,
            kind: _,
            from,
            to,
            directed: _,
            label: _,
            since: _,
            until: _,
            tags: _,
            properties: _,
            marking,
            note: _,
            claims,
            extra,
        } = &mut link;
        *id = self.renamed.link(id);
        *from = self.renamed.entity(from);
        *to = self.renamed.entity(to);
        claims.iter_mut().for_each(|claim| self.carry_claim(claim));
        *marking = self.carried_marking(*marking, extra);
        link
    }

    /// A claim's own id, and that of the claim that supersedes it, mean something in their record alone.
    fn carry_claim(&self, claim: &mut Claim) {
        let Claim {
            id: _,
            about: _,
            stance: _,
            source,
            speakers,
            speaker_name: _,
            locator: _,
            quote: _,
            credibility: _,
            likelihood,
            confidence: _,
            share: _,
            since: _,
            until: _,
            recorded: _,
            recorded_by: _,
            marking: _,
            note: _,
            ended: _,
            extra: _,
        } = claim;
        *source = self.renamed.source(source);
        rename(speakers, |id| self.renamed.entity(id));
        *likelihood = likelihood.map(|word| self.carried_likelihood(word));
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
            pinned,
            positions,
            unread_positions,
            extra,
        } = view;
        let entity = |id: &Str| self.renamed.entity(id);
        let places = positions.iter().map(|(id, place)| (entity(id), *place));
        View {
            id: id.clone(),
            title: title.clone(),
            filter: self.carried_filter(filter),
            pinned: pinned.iter().map(entity).collect(),
            positions: places.collect(),
            unread_positions: unread_positions.clone(),
            extra: extra.clone(),
        }
    }

    fn carried_filter(&self, filter: &Filter) -> Filter {
        let mut filter = filter.clone();
        let Filter {
            any,
            not,
            as_of: _,
            hidden,
            hidden_links,
            only,
            extra: _,
        } = &mut filter;
        for lists in [any, not] {
            let Lists {
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
            rename(sources, |id| self.renamed.source(id));
            rename(speakers, |id| self.renamed.entity(id));
        }
        rename(hidden, |id| self.renamed.entity(id));
        rename(hidden_links, |id| self.renamed.link(id));
        rename(only, |id| self.renamed.entity(id));
        filter
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
        rename(withheld, |id| self.renamed.any(id));
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
        let carried = |id: &Str| match table {
            Some(TableName::Entities) => self.renamed.entity(id),
            Some(TableName::Links) => self.renamed.link(id),
            Some(TableName::Sources) => self.renamed.source(id),
            _ => id.clone(),
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

fn rename(ids: &mut [Str], new: impl Fn(&Str) -> Str) {
    ids.iter_mut().for_each(|id| *id = new(id));
}

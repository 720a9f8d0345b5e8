//! What one row of a list or of the legend filters by: a click shows only that, another click shows the rest again, and
//! with Alt it is hidden.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::{Filter, FilterLists, Str, Support};

/// One thing to filter by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Facet {
    /// Entities of this kind.
    EntityKind(Str),
    /// Links of this kind.
    LinkKind(Str),
    /// What bears this tag.
    Tag(Str),
    /// Links of this look.
    Support(Support),
    /// Links said in these sources: the one that is meant, and those that only relay it where no link cites it itself.
    Sources(Arc<[Str]>),
    /// Entities of this country.
    Country(Str),
}

impl Facet {
    /// Whether the filter shows nothing else in its list.
    pub fn is_only(&self, filter: &Filter) -> bool {
        match self {
            Self::Support(support) => filter.any.looks == [*support],
            _ => self
                .list(&filter.any)
                .is_some_and(|(list, items)| list.as_slice() == items),
        }
    }

    /// Whether the filter leaves it out. Of several sources the one that is meant tells.
    pub fn is_hidden(&self, filter: &Filter) -> bool {
        if let Self::Support(support) = self {
            let any = &filter.any.looks;
            let wanted = if any.is_empty() {
                *support != Support::SetAside
            } else {
                any.contains(support)
            };
            return !wanted || filter.not.looks.contains(support);
        }
        let holds = |lists, when_empty| {
            let found = self.list(lists);
            let meant = found.and_then(|(list, items)| Some((list, items.first()?)));
            meant.is_some_and(|(list, item)| list.contains(item) || (when_empty && list.is_empty()))
        };
        holds(&filter.not, false) || !holds(&filter.any, true)
    }

    /// The filter after a click: only this of its list, or all of it again if it was so already.
    pub fn clicked(&self, filter: &Filter) -> Filter {
        let mut new = filter.clone();
        let again = self.is_only(filter) && !self.is_hidden(filter);
        if let Self::Support(support) = self {
            new.any.looks = if again { Vec::new() } else { vec![*support] };
            new.not.looks.retain(|have| have != support);
            return new;
        }
        if let Some((list, items)) = self.list_mut(&mut new.any) {
            *list = if again { Vec::new() } else { items.to_vec() };
        }
        if let Some((list, items)) = self.list_mut(&mut new.not) {
            remove(list, items);
        }
        new
    }

    /// The filter with this hidden, or shown again where it was hidden.
    pub fn toggled(&self, filter: &Filter) -> Filter {
        if let Self::Support(support) = self {
            return toggled_support(filter, *support, !self.is_hidden(filter));
        }
        let mut new = filter.clone();
        if self.is_hidden(filter) {
            if let Some((list, items)) = self.list_mut(&mut new.not) {
                remove(list, items);
            }
            if let Some((list, items)) = self.list_mut(&mut new.any)
                && !list.is_empty()
            {
                add(list, items);
            }
        } else if let Some((list, items)) = self.list_mut(&mut new.not) {
            add(list, items);
        }
        new
    }

    fn list<'a>(&'a self, lists: &'a FilterLists) -> Option<(&'a Vec<Str>, &'a [Str])> {
        let list = match self {
            Self::EntityKind(_) => &lists.entity_kinds,
            Self::LinkKind(_) => &lists.link_kinds,
            Self::Tag(_) => &lists.tags,
            Self::Sources(_) => &lists.sources,
            Self::Country(_) => &lists.countries,
            Self::Support(_) => return None,
        };
        Some((list, self.items()))
    }

    fn list_mut<'a>(&'a self, lists: &'a mut FilterLists) -> Option<(&'a mut Vec<Str>, &'a [Str])> {
        let list = match self {
            Self::EntityKind(_) => &mut lists.entity_kinds,
            Self::LinkKind(_) => &mut lists.link_kinds,
            Self::Tag(_) => &mut lists.tags,
            Self::Sources(_) => &mut lists.sources,
            Self::Country(_) => &mut lists.countries,
            Self::Support(_) => return None,
        };
        Some((list, self.items()))
    }

    /// What of it is in a filter's list.
    fn items(&self) -> &[Str] {
        match self {
            Self::EntityKind(item)
            | Self::LinkKind(item)
            | Self::Tag(item)
            | Self::Country(item) => std::slice::from_ref(item),
            Self::Sources(items) => items,
            Self::Support(_) => &[],
        }
    }
}

fn remove(list: &mut Vec<Str>, items: &[Str]) {
    let items: FxHashSet<&Str> = items.iter().collect();
    list.retain(|have| !items.contains(have));
}

fn add(list: &mut Vec<Str>, items: &[Str]) {
    let have: FxHashSet<Str> = list.iter().cloned().collect();
    list.extend(items.iter().filter(|item| !have.contains(*item)).cloned());
}

/// The filter with a look shown or hidden.
pub fn toggled_support(filter: &Filter, support: Support, shown: bool) -> Filter {
    let mut filter = filter.clone();
    let usual = || {
        Support::ALL
            .iter()
            .copied()
            .filter(|support| *support != Support::SetAside)
    };
    let mut looks: Vec<Support> = if filter.any.looks.is_empty() {
        usual().collect()
    } else {
        filter.any.looks.clone()
    };
    filter.not.looks.retain(|have| *have != support);
    looks.retain(|have| *have != support);
    if !shown {
        looks.push(support);
    }
    looks.sort_unstable();
    // "All but set-aside" is written as nothing; nothing at all must stay sayable.
    filter.any.looks = if usual().eq(looks.iter().copied()) {
        Vec::new()
    } else {
        looks
    };
    if filter.any.looks.is_empty() && shown && support != Support::SetAside {
        filter.not.looks.push(support);
    }
    filter
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn facet() -> impl Strategy<Value = Facet> {
        let word = || prop::sample::select(vec!["a", "b", "c"]).prop_map(Str::from);
        prop_oneof![
            word().prop_map(Facet::EntityKind),
            word().prop_map(Facet::LinkKind),
            word().prop_map(Facet::Tag),
            word().prop_map(|id| Facet::Sources([id].into())),
            word().prop_map(Facet::Country),
            prop::sample::select(Support::ALL).prop_map(Facet::Support),
        ]
    }

    proptest! {
        #[test]
        fn a_click_shows_only_it_and_another_everything(facets in prop::collection::vec(facet(), 1..5), last in facet()) {
            let mut filter = Filter::default();
            for facet in &facets {
                filter = facet.toggled(&filter);
            }
            let once = last.clicked(&filter);
            if !last.is_only(&filter) || last.is_hidden(&filter) {
                prop_assert!(last.is_only(&once) && !last.is_hidden(&once));
                let twice = last.clicked(&once);
                prop_assert!(!last.is_only(&twice));
            }
        }

        #[test]
        fn what_is_hidden_is_shown_again_and_nothing_else_changes(facet in facet(), other in facet()) {
            let start = Filter::default();
            let once = facet.toggled(&start);
            prop_assert_ne!(facet.is_hidden(&once), facet.is_hidden(&start));
            if other != facet {
                prop_assert_eq!(other.is_hidden(&once), other.is_hidden(&start));
            }
            prop_assert_eq!(facet.toggled(&once), start);
        }
    }
}

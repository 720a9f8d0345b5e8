//! Which links touch an entity.

use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

/// Link slots by the entity slots that they touch, or touched once: whoever asks looks at the link's ends.
///
/// Made from the ends of all links when first someone asks, so that opening a file does not wait for it; ends that are
/// resolved later are noted beside it. A copy shares the rows.
#[derive(Clone, Debug, Default)]
pub(super) struct Joins {
    rows: OnceLock<Arc<Rows>>,
    later: FxHashMap<u32, Vec<u32>>,
}

/// One row of links for each entity slot, one after the other.
#[derive(Debug)]
struct Rows {
    /// Where each row begins; one more than there are rows.
    starts: Vec<u32>,
    links: Vec<u32>,
}

impl Rows {
    /// By counting: the links in `order` stay in their order in each row.
    fn of(ends: &[[u32; 2]], order: &[u32], entities: usize) -> Self {
        let mut starts = vec![0; entities + 1];
        let ends_of = |link: u32| {
            let [from, to] = ends[link as usize];
            [Some(from), (to != from).then_some(to)]
        };
        for end in order.iter().flat_map(|link| ends_of(*link)).flatten() {
            if let Some(count) = starts.get_mut(end as usize) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut links = vec![0; sum as usize];
        for &link in order.iter().rev() {
            for end in ends_of(link).into_iter().flatten() {
                if let Some(start) = starts.get_mut(end as usize) {
                    *start -= 1;
                    links[*start as usize] = link;
                }
            }
        }
        Self { starts, links }
    }

    fn row(&self, entity: u32) -> &[u32] {
        let at = entity as usize;
        match self.starts.get(at..at + 2) {
            Some(&[from, to]) => &self.links[from as usize..to as usize],
            _ => &[],
        }
    }
}

impl Joins {
    /// The links that touch this entity or did so, each once: those that were there when first someone asked in the order
    /// of then, and later ones.
    pub(super) fn of(
        &self,
        entity: u32,
        ends: &[[u32; 2]],
        order: &[u32],
        entities: usize,
    ) -> (&[u32], &[u32]) {
        let rows = self
            .rows
            .get_or_init(|| Arc::new(Rows::of(ends, order, entities)));
        let later = self.later.get(&entity).map_or(&[][..], Vec::as_slice);
        (rows.row(entity), later)
    }

    /// Notes that an end of this link is this entity now.
    pub(super) fn note(&mut self, link: u32, entity: u32) {
        // Before anyone asked there is nothing to keep true.
        let Some(rows) = self.rows.get() else { return };
        let later = self.later.entry(entity).or_default();
        if !rows.row(entity).contains(&link) && !later.contains(&link) {
            later.push(link);
        }
    }
}

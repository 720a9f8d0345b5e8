//! How many independent voices there are: claims joined wherever two share a key.

use rustc_hash::FxHashMap;

use super::Key;

/// Claims joined into voices, as they come. Used again and again, so that counting the voices of many links allocates
/// nothing.
#[derive(Clone, Debug, Default)]
pub(super) struct Voices {
    /// By claim: an earlier claim of the same voice, or itself.
    joined: Vec<u32>,
    /// By claim: whether it asserts.
    asserts: Vec<bool>,
    /// Each key that was heard, once: the first claim that has it, and whether one that has it asserts.
    heard: Vec<(Key, u32, bool)>,
    /// Where keys stand in `heard`, from [`FEW`] on.
    places: FxHashMap<Key, usize>,
}

/// Among so many keys looking at each is faster than a table.
const FEW: usize = 32;

impl Voices {
    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.joined.clear();
        self.asserts.clear();
        self.heard.clear();
        self.places.clear();
    }

    /// How many claims there are.
    pub(super) fn len(&self) -> u32 {
        self.joined.len() as u32
    }

    /// One more claim in support, with its keys.
    pub(super) fn add(&mut self, keys: &[Key], asserts: bool) {
        let claim = self.len();
        self.joined.push(claim);
        self.asserts.push(asserts);
        for key in keys {
            match self.place_of(key) {
                Some(at) => {
                    let (_, first, asserted) = &mut self.heard[at];
                    *asserted |= asserts;
                    let first = *first;
                    self.join(first, claim);
                }
                None => {
                    self.heard.push((*key, claim, asserts));
                    self.note_place(key);
                }
            }
        }
    }

    fn place_of(&self, key: &Key) -> Option<usize> {
        if self.heard.len() > FEW {
            return self.places.get(key).copied();
        }
        self.heard.iter().position(|(have, ..)| have == key)
    }

    /// Notes where the key that was heard last stands, and all others when there are first too many to look at each.
    fn note_place(&mut self, key: &Key) {
        let last = self.heard.len() - 1;
        if last > FEW {
            self.places.insert(*key, last);
        } else if last == FEW {
            let keys = self.heard.iter().map(|(key, ..)| *key);
            self.places.extend(keys.zip(0..));
        }
    }

    /// The first claim of the voice that this claim belongs to.
    pub(super) fn first(&self, mut claim: u32) -> u32 {
        while self.joined[claim as usize] != claim {
            claim = self.joined[claim as usize];
        }
        claim
    }

    /// The same, and the way there is half as long the next time: else a chain of claims would take time by its square.
    fn shortened(&mut self, mut claim: u32) -> u32 {
        while self.joined[claim as usize] != claim {
            let next = self.joined[claim as usize];
            self.joined[claim as usize] = self.joined[next as usize];
            claim = self.joined[claim as usize];
        }
        claim
    }

    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.shortened(a), self.shortened(b));
        self.joined[a.max(b) as usize] = a.min(b);
    }

    /// The number of voices, and of those that hold an asserting claim.
    pub(super) fn count(&mut self) -> (u32, u32) {
        let mut voices = 0;
        // What a claim asserts, its whole voice asserts; later claims hand it to earlier ones.
        for claim in (0..self.joined.len()).rev() {
            let earlier = self.joined[claim] as usize;
            if earlier == claim {
                voices += 1;
            } else {
                self.asserts[earlier] |= self.asserts[claim];
            }
        }
        let firsts = (0..).zip(&self.joined).filter(|(at, to)| at == *to);
        let asserting = firsts.filter(|(at, _)| self.asserts[*at as usize]).count();
        (voices, asserting as u32)
    }

    /// The keys of claims that assert.
    pub(super) fn asserting_keys(&self) -> impl Iterator<Item = Key> + '_ {
        let asserting = self.heard.iter().filter(|(.., asserted)| *asserted);
        asserting.map(|(key, ..)| *key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Some claims of some of so many keys each: few, which are looked at one by one, or more than that.
    fn claims() -> impl Strategy<Value = Vec<(Vec<u32>, bool)>> {
        let of = |keys: u32, most: usize| {
            let claim = (prop::collection::vec(0..keys, 1..4), any::<bool>());
            prop::collection::vec(claim, 0..most)
        };
        prop_oneof![of(9, 9), of(3 * FEW as u32, 2 * FEW)]
    }

    proptest! {
        /// Against the rule in its own words: join until nothing changes.
        #[test]
        fn counts_what_joining_pair_by_pair_leaves(claims in claims()) {
            let mut voices = Voices::default();
            let mut groups: Vec<(Vec<u32>, bool)> = claims.clone();
            for (keys, asserts) in &claims {
                let keys: Vec<Key> = keys.iter().map(|key| Key::Entity(*key)).collect();
                voices.add(&keys, *asserts);
            }
            'again: loop {
                for a in 0..groups.len() {
                    for b in 0..a {
                        if groups[a].0.iter().any(|key| groups[b].0.contains(key)) {
                            let (keys, asserts) = groups.remove(a);
                            groups[b].0.extend(keys);
                            groups[b].1 |= asserts;
                            continue 'again;
                        }
                    }
                }
                break;
            }
            let asserting = groups.iter().filter(|(_, asserts)| *asserts).count();
            prop_assert_eq!(voices.count(), (groups.len() as u32, asserting as u32));
            let said: Vec<u32> = claims.iter().filter(|(_, asserts)| *asserts).flat_map(|(keys, _)| keys).copied().collect();
            for key in 0..3 * FEW as u32 {
                prop_assert_eq!(voices.asserting_keys().any(|k| k == Key::Entity(key)), said.contains(&key));
            }
        }
    }
}

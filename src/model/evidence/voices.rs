//! How many independent voices there are: claims joined wherever two share a key.

use rustc_hash::FxHashMap;

use super::VoiceKey;

/// Claims joined into voices, as they come. Used again and again, so that counting the voices of many links allocates
/// nothing.
#[derive(Clone, Debug, Default)]
pub(super) struct VoiceSets {
    /// By claim: an earlier claim of the same voice, or itself.
    joined: Vec<u32>,
    /// By claim: whether it asserts.
    asserts: Vec<bool>,
    /// Each key that was heard, once: the first claim that has it, and whether one that has it asserts.
    heard: Vec<(VoiceKey, u32, bool)>,
    /// Where keys stand in `heard`, from [`FEW`] on.
    places: FxHashMap<VoiceKey, usize>,
}

/// Among so many keys looking at each is faster than a table.
const FEW: usize = 32;

impl VoiceSets {
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
    pub(super) fn add(&mut self, keys: &[VoiceKey], asserts: bool) {
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

    fn place_of(&self, key: &VoiceKey) -> Option<usize> {
        if self.heard.len() > FEW {
            return self.places.get(key).copied();
        }
        self.heard.iter().position(|(have, ..)| have == key)
    }

    /// Notes where the key that was heard last stands, and all others when there are first too many to look at each.
    fn note_place(&mut self, key: &VoiceKey) {
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

    /// Points every claim straight at the first of its voice. An earlier claim is always pointed there before a later one.
    pub(super) fn flatten(&mut self) {
        for claim in 0..self.joined.len() {
            self.joined[claim] = self.joined[self.joined[claim] as usize];
        }
    }

    /// The first claim of the voice whose only key is *unknown*, where there are others: it may only repeat these, and does
    /// not count. Asks about each key once, so to be called when [`Self::flatten`] has shortened the ways.
    pub(super) fn uncounted(&self) -> Option<u32> {
        let unknown = self.first(self.heard[self.place_of(&VoiceKey::Unknown)?].1);
        let others = self
            .heard
            .iter()
            .filter(|(key, ..)| *key != VoiceKey::Unknown);
        let mut others = others.map(|(_, claim, _)| self.first(*claim)).peekable();
        (others.peek().is_some() && others.all(|other| other != unknown)).then_some(unknown)
    }

    /// The number of voices, and of those that hold an asserting claim: at least one where any claim asserts.
    pub(super) fn count(&mut self) -> (u32, u32) {
        self.flatten();
        let uncounted = self.uncounted();
        let (mut voices, mut asserting, mut asserted) = (0, 0, false);
        // What a claim asserts, its whole voice asserts; later claims hand it to the first.
        for claim in (0..self.joined.len()).rev() {
            let first = self.joined[claim] as usize;
            asserted |= self.asserts[claim];
            if first != claim {
                self.asserts[first] |= self.asserts[claim];
            } else if uncounted != Some(claim as u32) {
                voices += 1;
                asserting += u32::from(self.asserts[claim]);
            }
        }
        (voices, asserting.max(u32::from(asserted)))
    }

    /// The keys of claims that assert.
    pub(super) fn asserting_keys(&self) -> impl Iterator<Item = VoiceKey> + '_ {
        let asserting = self.heard.iter().filter(|(.., asserted)| *asserted);
        asserting.map(|(key, ..)| *key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Claims with at most three of this many keys each, the first of them *unknown*: few, which are looked at one by one, or
    /// more than that.
    fn claims() -> impl Strategy<Value = Vec<(Vec<VoiceKey>, bool)>> {
        let key = |number| match number {
            0 => VoiceKey::Unknown,
            number => VoiceKey::Entity(number),
        };
        let of = move |keys: u32, most: usize| {
            let keys = prop::collection::vec((0..keys).prop_map(key), 1..4);
            prop::collection::vec((keys, any::<bool>()), 0..most)
        };
        prop_oneof![of(9, 9), of(3 * FEW as u32, 2 * FEW)]
    }

    proptest! {
        /// Against the rule in its own words: join until nothing changes, then count.
        #[test]
        fn counts_what_joining_pair_by_pair_leaves(claims in claims()) {
            let mut voices = VoiceSets::default();
            let mut groups: Vec<(Vec<VoiceKey>, bool)> = claims.clone();
            for (keys, asserts) in &claims {
                voices.add(keys, *asserts);
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
            if groups.len() > 1 {
                groups.retain(|(keys, _)| keys.iter().any(|key| *key != VoiceKey::Unknown));
            }
            let asserting = groups.iter().filter(|(_, asserts)| *asserts).count();
            let asserting = asserting.max(usize::from(claims.iter().any(|(_, asserts)| *asserts)));
            prop_assert_eq!(voices.count(), (groups.len() as u32, asserting as u32));
            let said = |key: &VoiceKey| claims.iter().any(|(keys, asserts)| *asserts && keys.contains(key));
            for key in claims.iter().flat_map(|(keys, _)| keys) {
                prop_assert_eq!(voices.asserting_keys().any(|have| have == *key), said(key));
            }
        }
    }

    /// Every claim joins two voices, from the last on: without shortening, the way to the first is as long as the chain.
    #[test]
    fn long_chain_is_one_voice() {
        let mut voices = VoiceSets::default();
        let count = 100_000;
        for key in 0..count {
            voices.add(&[VoiceKey::Entity(key)], false);
        }
        for key in (1..count).rev() {
            voices.add(
                &[VoiceKey::Entity(key), VoiceKey::Entity(key - 1)],
                key == 1,
            );
        }
        voices.add(&[VoiceKey::Unknown], false);
        assert_eq!(voices.count(), (1, 1));
    }
}

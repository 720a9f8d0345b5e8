//! Chance that comes out the same everywhere: a hash of record ids, so that it does not depend on the order of the records.

use crate::geom::Vec2;

use super::plane::turned;

/// Mixes a number so that close inputs give unrelated outputs: the finaliser of splitmix64 (Steele, Lea and Flood 2014).
pub(crate) fn mix(value: u64) -> u64 {
    let mut mixed = value.wrapping_add(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// A number from 0 up to but excluding 1, from the upper bits of a hash.
pub(crate) fn unit(hash: u64) -> f32 {
    (hash >> 40) as f32 / (1u64 << 24) as f32
}

/// A direction of length 1, evenly spread over hashes.
pub(crate) fn direction(hash: u64) -> Vec2 {
    turned(unit(hash))
}

/// Puts a list in an order that depends on the seed only (Fisher and Yates).
pub(crate) fn shuffle<T>(list: &mut [T], seed: u64) {
    for last in (1..list.len()).rev() {
        let chance = mix(seed ^ last as u64);
        list.swap(last, (chance % (last as u64 + 1)) as usize);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unit_stays_below_one() {
        assert_eq!(unit(0), 0.0);
        assert!(unit(u64::MAX) < 1.0);
    }

    #[test]
    fn a_shuffled_list_has_the_same_members() {
        let mut list: Vec<u32> = (0..50).collect();
        shuffle(&mut list, 7);
        assert!(!list.is_sorted());
        list.sort_unstable();
        assert!(list.into_iter().eq(0..50));
    }
}

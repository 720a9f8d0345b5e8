//! How names are compared: folded, romanised, by initials.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use super::Entity;

/// A name as names are compared: NFKC, lower case, every run of white space one blank, trimmed.
pub fn fold(name: &str) -> Cow<'_, str> {
    let plain = |b: u8| (b.is_ascii_graphic() && !b.is_ascii_uppercase()) || b == b' ';
    if name.bytes().all(plain)
        && !name.starts_with(' ')
        && !name.ends_with(' ')
        && !name.contains("  ")
    {
        return Cow::Borrowed(name);
    }
    // In ASCII there is nothing to compose.
    let lower = if name.is_ascii() {
        name.to_ascii_lowercase()
    } else {
        name.nfkc().collect::<String>().to_lowercase()
    };
    let mut out = String::with_capacity(lower.len());
    for word in lower.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    Cow::Owned(out)
}

/// The name in Latin letters, each Han character a word of its own (`张伟` → `zhang wei`).
pub fn romanise(name: &str) -> String {
    let mut spaced = String::with_capacity(name.len() * 2);
    let mut before_han = false;
    for c in name.chars() {
        let han = is_han(c);
        if (han || before_han) && !spaced.is_empty() && !spaced.ends_with(' ') && !c.is_whitespace()
        {
            spaced.push(' ');
        }
        spaced.push(c);
        before_han = han;
    }
    any_ascii::any_ascii(&spaced)
}

/// What names are sorted by, as a person would: in Latin letters, numbers by their value (`Ärzte` before `Beta 2` before `Beta 10`).
pub fn sort_key(name: &str) -> String {
    const DIGITS: usize = 20;
    let latin = romanise(name).to_ascii_lowercase();
    let mut key = String::with_capacity(latin.len());
    let mut rest = latin.as_str();
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(at);
        let end = from.find(|c: char| !c.is_ascii_digit());
        let (number, after) = from.split_at(end.unwrap_or(from.len()));
        let value = number.trim_start_matches('0');
        key.push_str(before);
        key.extend(std::iter::repeat_n('0', DIGITS.saturating_sub(value.len())));
        key.push_str(value);
        rest = after;
    }
    key + rest
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{2fdf}' | '\u{3005}'..='\u{3007}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// The first letters of the words of a romanised, folded name of at least two words (`uk` for United Kingdom).
pub fn initials(name: &str) -> Option<String> {
    let words: Vec<&str> = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    (words.len() > 1).then(|| {
        words
            .iter()
            .filter_map(|word| word.chars().next())
            .collect()
    })
}

/// Every name of an entity as it stands: its name first, then the further ones.
pub fn all_names(entity: &Entity) -> impl Iterator<Item = &str> {
    std::iter::once(entity.label())
        .chain(entity.names.iter().map(|name| name.text.as_str()))
        .filter(|name| !name.is_empty())
}

/// The first part of a new id: the name romanised, in `[a-z0-9-]`, at most 40 characters; empty if nothing is left of it.
pub fn slug(name: &str) -> String {
    let mut out = String::new();
    for c in romanise(name).to_lowercase().chars() {
        if out.len() >= 40 {
            break;
        }
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if c == '\'' {
            // What romanising writes for a soft sign does not part a word.
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

/// The last part of a new id: `letters` characters of `a-z2-7` from these random or hashed bits.
pub fn suffix(bits: u64, letters: usize) -> String {
    const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    (0..letters.min(12))
        .map(|at| char::from(ALPHABET[(bits >> (at * 5) & 31) as usize]))
        .collect()
}

/// A hash of `text` that is the same on every machine and in every version: FNV-1a, mixed so that all bits depend on all bytes.
pub fn stable_hash(text: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325, step);
    let hash = (hash ^ hash >> 32).wrapping_mul(0xd6e8_feb8_6659_fd93);
    hash ^ hash >> 32
}

/// A new id of `name` that `taken` does not know: slug, `-`, four of `a-z2-7` from `bits`; more where those are taken.
pub fn new_id(name: &str, bits: u64, taken: impl Fn(&str) -> bool) -> String {
    let slug = slug(name);
    let with = |tail: &str| {
        if slug.is_empty() {
            tail.to_owned()
        } else {
            format!("{slug}-{tail}")
        }
    };
    (4..=12)
        .map(|letters| with(&suffix(bits, letters)))
        .find(|id| !taken(id))
        .unwrap_or_else(|| {
            (2u64..)
                .map(|n| with(&format!("{}-{n}", suffix(bits, 12))))
                .find(|id| !taken(id))
                .expect("some number is free")
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(name in "\\PC{0,12}") {
            let once = fold(&name).into_owned();
            // Lower case can leave a form that NFKC would still compose; comparing needs only that equal names fold alike.
            let folded = fold(&once).into_owned();
            let twice = fold(&folded).into_owned();
            prop_assert_eq!(folded, twice);
        }

        #[test]
        fn new_ids_are_slugs_and_free(name in "\\PC{0,60}", bits in any::<u64>()) {
            let id = new_id(&name, bits, |_| false);
            prop_assert!(id.len() <= 45 && !id.is_empty());
            prop_assert!(id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'), "{}", id);
            let first = id.clone();
            let other = new_id(&name, bits, |taken| taken == first);
            prop_assert_ne!(id, other);
            // Where all its letters are taken, numbers follow.
            let last = new_id(&name, bits, |taken| !taken.ends_with("-3"));
            prop_assert!(last.ends_with("-3"), "{}", last);
        }
    }

    #[test]
    fn folds() {
        let check = |name: &str, folded: &str| assert_eq!(fold(name), folded);
        check("  The   Independent ", "the independent");
        check("ＦＣＤＯ", "fcdo");
        check("the\u{a0}independent", "the independent");
        check("plain text", "plain text");
        check("ÉCOLE", "école");
        check("", "");
    }

    #[test]
    fn romanises_han_word_by_word() {
        assert_eq!(fold(&romanise("张伟")), "zhang wei");
        assert_eq!(
            slug("四川安洵信息技术有限公司"),
            "si-chuan-an-xun-xin-xi-ji-shu-you-xian-g"
        );
        assert_eq!(slug("Сычуань Аньсюнь"), "sychuan-ansyun");
        assert_eq!(slug("  i-Soon (Anxun)  "), "i-soon-anxun");
        assert_eq!(slug("!!!"), "");
    }

    #[test]
    fn names_sort_as_a_person_would() {
        let mut names = [
            "Zeta",
            "Beta 10",
            "Österreich",
            "n11",
            "Beta 2",
            "N2",
            "Ärzte",
        ];
        names.sort_by_key(|name| sort_key(name));
        let sorted = [
            "Ärzte",
            "Beta 2",
            "Beta 10",
            "N2",
            "n11",
            "Österreich",
            "Zeta",
        ];
        assert_eq!(names, sorted);
    }

    #[test]
    fn initials_need_two_words() {
        assert_eq!(initials("united kingdom").as_deref(), Some("uk"));
        assert_eq!(initials("china"), None);
    }
}

//! What is compared of a name, so that two ways of writing it meet: its words in Latin letters, without what people add
//! or leave out at will.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::EntityKind;
use crate::model::names::{fold, romanise, stable_hash};

/// A name as duplicates are found by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NameKey {
    /// Its words as they stand: without articles, titles and legal forms, and in the singular.
    words: Vec<String>,
    /// The same, sorted.
    sorted: Vec<String>,
    /// Its legal forms in one spelling each, sorted.
    forms: Vec<&'static str>,
    /// It has no word that tells it from many others.
    pub(super) generic: bool,
    base: EntityKind,
    is_ascii: bool,
}

/// Minimum length of names that are compared without regard to spaces: it is no chance that these agree.
const LEAST_JOINED: usize = 8;
/// Minimum length of a word in which a typing mistake is looked for. Brothers and branches have shorter ones.
const LEAST_MISTAKEN: usize = 6;
/// The same if nothing else in the name tells it from others.
const LEAST_MISTAKEN_ALONE: usize = 8;
/// Longer words and names are no names that someone typed.
const MOST_LETTERS: usize = 32;
const MOST_WORDS: usize = 10;

impl NameKey {
    /// The key of a name; `None` if it is too little of a name to go by.
    pub(super) fn of(name: &str, base: EntityKind) -> Option<Self> {
        if is_initials(name) {
            return None;
        }
        let folded = fold(name);
        let latin = if folded.is_ascii() {
            folded.into_owned()
        } else {
            fold(&romanise(&folded)).into_owned()
        };
        let words = latin.split(|c: char| !c.is_alphanumeric());
        let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
        let letters = |word: &&&str| word.chars().filter(|c| c.is_alphabetic()).count() > 1;
        let enough = if base == EntityKind::Person { 2 } else { 1 };
        let length: usize = words.iter().map(|word| word.len()).sum();
        if words.iter().filter(letters).count() < enough || length < 4 {
            return None;
        }
        let (words, forms) = match base {
            EntityKind::Person => (without_titles(&words), Vec::new()),
            _ => without_forms(&words),
        };
        let mut sorted = words.clone();
        sorted.sort_unstable();
        Some(Self {
            generic: words.iter().all(|word| is_generic(word)),
            words,
            sorted,
            forms,
            base,
            is_ascii: name.is_ascii(),
        })
    }

    /// Hashes of which two names that are alike have one in common.
    pub(super) fn push_hashes(&self, hashes: &mut Vec<u64>) {
        let whole = self.words.iter().map(|word| stable_hash(word));
        let whole = whole.fold(0, u64::wrapping_add);
        hashes.push(marked(whole, 1));
        hashes.extend(self.joined().map(|joined| marked(stable_hash(&joined), 2)));
        for word in self.words.iter().filter(|word| self.may_be_mistyped(word)) {
            let rest = whole.wrapping_sub(stable_hash(word));
            let with = |word: &str| marked(rest.wrapping_add(stable_hash(word)), 3);
            hashes.push(with(word));
            // What has a letter more, less or other has one of these in common with the word.
            let mut shorter = String::with_capacity(word.len());
            for at in 1..word.len() - 1 {
                shorter.clear();
                shorter.push_str(&word[..at]);
                shorter.push_str(&word[at + 1..]);
                hashes.push(with(&shorter));
            }
        }
        hashes.extend(self.outer_names().map(|[first, last]| {
            let last = stable_hash(last).rotate_left(1);
            marked(stable_hash(first).wrapping_add(last), 4)
        }));
    }

    /// Whether the two are one name written in two ways.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        let forms_agree =
            self.forms.is_empty() || other.forms.is_empty() || self.forms == other.forms;
        let joined = self.joined();
        forms_agree
            && (self.sorted == other.sorted || (joined.is_some() && joined == other.joined()))
    }

    /// Whether one of the two may be a slip of the other, or leaves out what stands between first and last name.
    pub(super) fn is_close(&self, other: &Self) -> bool {
        (self.forms.is_empty() || other.forms.is_empty() || self.forms == other.forms)
            && (self.is_mistyped(other) || self.leaves_out_middle_names(other))
    }

    /// The name without spaces: *PetroSaudi* for *Petro Saudi*, *yongxinzhicheng* for `永信至诚`. `None` where that is
    /// short, or where a space parts two numbers.
    fn joined(&self) -> Option<String> {
        let joined = self.words.concat();
        let has_digit = self.is_ascii && joined.bytes().any(|byte| byte.is_ascii_digit());
        (joined.len() >= LEAST_JOINED && !has_digit).then_some(joined)
    }

    fn may_be_mistyped(&self, word: &str) -> bool {
        use EntityKind::{Agency, Company, Group, Organization, Person, Place, Sector, State};
        let is_party = matches!(
            self.base,
            Agency | Company | Group | Organization | Person | Place | Sector | State
        );
        let is_told_apart = |other: &String| other != word && !is_generic(other);
        let least = match self.words.iter().any(is_told_apart) {
            true => LEAST_MISTAKEN,
            false => LEAST_MISTAKEN_ALONE,
        };
        is_party
            && self.words.len() <= MOST_WORDS
            && (least..=MOST_LETTERS).contains(&word.len())
            && word.bytes().all(|byte| byte.is_ascii_lowercase())
    }

    /// Whether the two have one word that differs, and that in one letter, not the first nor the last: *Leisner* and
    /// *Leissner*, but not *Ivanov* and *Ivanova*.
    fn is_mistyped(&self, other: &Self) -> bool {
        if self.words.len() != other.words.len() {
            return false;
        }
        let lacks = |a: &Self, b: &Self| -> Option<String> {
            let mut rest = b.sorted.clone();
            let mut extra = a.sorted.iter().filter(|word| {
                let at = rest.iter().position(|have| have == *word);
                at.map(|at| rest.swap_remove(at)).is_none()
            });
            let only = extra.next()?;
            extra.next().is_none().then(|| only.clone())
        };
        let (Some(one), Some(two)) = (lacks(self, other), lacks(other, self)) else {
            return false;
        };
        self.may_be_mistyped(&one)
            && other.may_be_mistyped(&two)
            && one.as_bytes().first() == two.as_bytes().first()
            && one.as_bytes().last() == two.as_bytes().last()
            && strsim::levenshtein(&one, &two) == 1
    }

    /// First and last name of a person with two names or more.
    fn outer_names(&self) -> Option<[&str; 2]> {
        let is_person = self.base == EntityKind::Person && self.words.len() <= 5;
        let [first, .., last] = self.words.as_slice() else {
            return None;
        };
        let is_name = |word: &String| word.len() > 2;
        (is_person && is_name(first) && is_name(last)).then_some([first, last])
    }

    fn leaves_out_middle_names(&self, other: &Self) -> bool {
        let outer = self.outer_names();
        let (one, two) = (self.words.len(), other.words.len());
        outer.is_some() && outer == other.outer_names() && one.min(two) == 2 && one != two
    }
}

/// A hash of one sort, told from those of other sorts.
fn marked(hash: u64, sort: u64) -> u64 {
    (hash ^ sort).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// The words of a person's name but titles and what stands for *son of*, as long as two are left.
fn without_titles(words: &[&str]) -> Vec<String> {
    let kept = words.iter().filter(|word| !TITLES.contains(**word));
    let kept: Vec<String> = kept.map(|word| (*word).to_owned()).collect();
    if kept.len() < 2 {
        return words.iter().map(|word| (*word).to_owned()).collect();
    }
    kept
}

/// The words of a name but articles and legal forms, in the singular; and the legal forms.
fn without_forms(words: &[&str]) -> (Vec<String>, Vec<&'static str>) {
    let mut kept: Vec<String> = Vec::new();
    let mut forms = Vec::new();
    let is_letter = |word: &&&str| word.len() == 1 && word.as_bytes()[0].is_ascii_lowercase();
    let mut at = 0;
    while at < words.len() {
        // `S.A.` and `L.L.C.` are one word.
        let letters = words[at..].iter().take_while(is_letter).count().max(1);
        let word = words[at..at + letters].concat();
        at += letters;
        match FORMS.get(word.as_str()) {
            // What begins with a legal form is called so: *SE Investments*.
            Some(form) if !kept.is_empty() => forms.push(*form),
            _ if ARTICLES.contains(&word.as_str()) => {}
            _ => kept.push(singular(word)),
        }
    }
    forms.sort_unstable();
    forms.dedup();
    if kept.is_empty() {
        let all = words.iter().map(|word| (*word).to_owned());
        return (all.collect(), Vec::new());
    }
    (kept, forms)
}

fn singular(mut word: String) -> String {
    const OTHERWISE: [&str; 3] = ["ss", "us", "is"];
    let is_plural = word.len() >= 6
        && word.ends_with('s')
        && word.bytes().all(|byte| byte.is_ascii_lowercase())
        && !OTHERWISE.iter().any(|ending| word.ends_with(ending));
    if is_plural {
        word.pop();
    }
    word
}

/// Letters that stand for words: one letter each, or up to four capitals that are no word.
fn is_initials(name: &str) -> bool {
    let mut words = name.split(|c: char| !c.is_alphanumeric());
    let single = |word: &str| word.chars().nth(1).is_none();
    let mut capitals = name.chars().filter(|c| c.is_alphanumeric());
    words.all(single) && name.is_ascii()
        || name.len() <= 4 && name.is_ascii() && capitals.all(|c| !c.is_ascii_lowercase())
}

/// Words between the words of a name.
const ARTICLES: [&str; 2] = ["the", "and"];

/// Titles of persons, and what stands between their name and their father's.
static TITLES: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    "
    mr mrs ms miss herr frau dr prof professor sir dame lord lady baron count hon rev
    tun tunku tengku dato datuk datin sri seri haji hajjah sheikh shaikh sayyid syed
    gen general col colonel lt maj major capt captain adm admiral
    bin binti ibn bint jr sr
    "
    .split_whitespace()
    .collect()
});

/// Legal forms, each with the spelling that stands for all of its spellings.
static FORMS: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| {
    const SPELLINGS: &str = "
        inc incorporated; ltd limited; llc; llp; lp; plc; co company; corp corporation; gmbh; ag; kg; kgaa; se;
        sa; sas; sarl; srl; spa; nv; bv; ab; asa; oy oyj; aps; pjs pjsc; jsc; ojsc; cjsc; oao; ooo; zao; pao; ao;
        pte; pty; sdn; bhd berhad; kk; ltda; eurl; sagl; fze; fzc; fzco; doo; spzoo; sro; kft; zrt; nyrt
    ";
    let of_one = |spellings: &'static str| {
        let mut spellings = spellings.split_whitespace();
        let first = spellings.next();
        let pairs = first.map(|first| spellings.chain([first]).map(move |one| (one, first)));
        pairs.into_iter().flatten().collect::<Vec<_>>()
    };
    SPELLINGS.split(';').flat_map(of_one).collect()
});

/// Words that many names have, each in the singular where that is how it is compared.
static GENERIC: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    "
    a act actor advice advisory affairs ag agencies agency an and army attack attacks authority bank board
    botnet bureau campaign center central centre charges co code command commission committee companies
    company corp corporation council court covert cyber data defence defense department designations
    development director domain executive federal finance for force forces foreign foundation general gmbh
    government governments group hacker hackers head holding holdings home inc indictment industry institute
    intelligence interior international investigation item joint justice law limited llc ltd main malware
    military ministry national navy network networks node of office officer official officials on operation
    order organisation organization other others parliament partners person plc police press program
    programme project public regulations release report sa sanctions security server servers service services
    state statement supreme system systems team technology the trust undisclosed unidentified union unit
    university unknown unnamed victim victims
    "
    .split_whitespace()
    .flat_map(|word| [word.to_owned(), singular(word.to_owned())])
    .collect()
});

/// Whether a word tells nothing apart: a letter, a short number, a word of many names.
fn is_generic(word: &str) -> bool {
    let short_number = word.len() < 4 && word.bytes().all(|b| b.is_ascii_digit());
    short_number || word.chars().nth(1).is_none() || GENERIC.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn generic_words_tell_nothing_apart() {
        assert!(is_generic("ministry") && is_generic("7") && is_generic("x"));
        assert!(is_generic(&singular("services".to_owned())));
        assert!(!is_generic("acme") && !is_generic("61398"));
    }

    #[test]
    fn initials_are_no_names() {
        let check = |name: &str, expected: bool| assert_eq!(is_initials(name), expected, "{name}");
        for initials in ["J. S.", "FSB", "A B C", "BP", "APT1"] {
            check(initials, true);
        }
        for name in ["Bank", "Ivan", "J. Smith", "APT41", "张伟"] {
            check(name, false);
        }
    }

    #[test]
    fn legal_forms_articles_and_titles_are_dropped() {
        let check = |base, name: &str, words: &str, forms: &[&str]| {
            let key = NameKey::of(name, base).unwrap();
            assert_eq!(
                (key.words.join(" ").as_str(), &key.forms[..]),
                (words, forms),
                "{name}"
            );
        };
        use EntityKind::{Company, Person};
        check(
            Company,
            "The Falcon Private Bank, Limited",
            "falcon private bank",
            &["ltd"],
        );
        check(Company, "Banque Pictet S.A.", "banque pictet", &["sa"]);
        check(
            Company,
            "Aabar Investments P.J.S.",
            "aabar investment",
            &["pjs"],
        );
        check(Company, "Acme Sdn. Bhd.", "acme", &["bhd", "sdn"]);
        check(Company, "SE Investments", "se investment", &[]);
        check(Company, "Limited Company", "limited", &["co"]);
        check(Person, "Dato' Sri Najib bin Tun Razak", "najib razak", &[]);
        check(Person, "General Major", "general major", &[]);
    }

    proptest! {
        /// Names that are alike have a hash in common: else they would never be compared.
        #[test]
        fn names_that_are_alike_meet(
            a in "[abc]{5,8} [abc]{2,7}( [abc]{1,7})?", b in "[abc]{5,8} [abc]{2,7}", at in 0usize..16,
            person in any::<bool>(), other in "[abc ]",
        ) {
            let base = if person { EntityKind::Person } else { EntityKind::Company };
            // Either two names, or one and the same with a letter replaced.
            let mut slip = a.clone();
            let at = at % slip.len();
            slip.replace_range(at..=at, &other);
            for b in [b, slip] {
                let (Some(a), Some(b)) = (NameKey::of(&a, base), NameKey::of(&b, base)) else { continue };
                prop_assert_eq!(a.is_same(&b), b.is_same(&a));
                prop_assert_eq!(a.is_close(&b), b.is_close(&a));
                if a.is_same(&b) || a.is_close(&b) {
                    let (mut of_a, mut of_b) = (Vec::new(), Vec::new());
                    a.push_hashes(&mut of_a);
                    b.push_hashes(&mut of_b);
                    prop_assert!(of_a.iter().any(|hash| of_b.contains(hash)), "{:?} {:?}", a, b);
                }
            }
        }
    }
}

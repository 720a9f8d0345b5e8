//! What kind of entity a new name is: known from the name where it says so, else guessed from the verb.

use crate::model::names::fold;
use crate::model::{EntityKind, LinkKind, LinkKindInfo, LinkSide, Str, usual_kind};

use super::Lexicon;
use super::states::state_code;

/// A kind for a new name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The kind.
    pub kind: EntityKind,
    /// Whether the name itself says so: a state's name, a company's legal form. Anything else someone should look at.
    pub is_known: bool,
}

/// The kind proposed for a name at this side of a link; `link` is the built-in kind that the verb is or is based on.
///
/// The first of these that says something decides:
///
/// 1. A state's name is a state, a legal form (*Ltd*) a company. Both are known, all else is guessed.
/// 2. A word of the name that says what it is: *Ministry*, *Bank*, *Act*.
/// 3. A person's title, given name or small word: *Dr*, *Tim*, *bin*. Capitals alone are no evidence: *Goldman Sachs*.
/// 4. What usually stands at this side of the verb. Only this differs from verb to verb.
pub fn propose(name: &str, link: Option<LinkKind>, side: LinkSide) -> Proposal {
    let known = |kind| Proposal {
        kind,
        is_known: true,
    };
    let guessed = |kind| Proposal {
        kind,
        is_known: false,
    };
    if state_code(name).is_some() {
        return known(EntityKind::State);
    }
    if ends_in_legal_form(name) {
        return known(EntityKind::Company);
    }
    let person = || is_like_a_person(name).then_some(EntityKind::Person);
    let usual = || link.map_or(EntityKind::Other, |link| usual_kind(link, side));
    guessed(told_by_word(name).or_else(person).unwrap_or_else(usual))
}

/// The kind proposed for a new name at this side of a link of this kind; `None` = it is at no link.
pub fn propose_at(name: &str, at: Option<(&LinkKindInfo, LinkSide)>) -> Proposal {
    let (link, side) = at.map_or((None, LinkSide::To), |(kind, side)| (kind.base, side));
    propose(name, link, side)
}

/// Two to four words with capitals or initials, small words such as *bin* or *de* between them, and among them a title, a
/// given name or a small word that only persons have.
fn is_like_a_person(name: &str) -> bool {
    const BETWEEN: &str = "al da de del der di dos du el la le y";
    const OF_PERSONS: &str = "bin bint binti ibn van von";
    let is_in = |all: &str, word: &str| all.split_whitespace().any(|known| known == word);
    let is_name = |word: &str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase)
            && word
                .chars()
                .all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’'))
            && (word.chars().any(char::is_lowercase) || word.chars().count() <= 2)
    };
    let bare = |word: &str| fold(word.trim_end_matches('.')).into_owned();
    let words: Vec<&str> = name.split_whitespace().collect();
    let names: Vec<&str> = words.iter().copied().filter(|word| is_name(word)).collect();
    let may_stand = |word: &&str| is_name(word) || is_in(BETWEEN, word) || is_in(OF_PERSONS, word);
    let (Some(first), Some(last)) = (words.first(), words.last()) else {
        return false;
    };
    let is_shaped = (2..=4).contains(&names.len())
        && words.iter().all(may_stand)
        && is_name(first)
        && is_name(last);
    is_shaped
        && (is_in(TITLES, &bare(first))
            || names.iter().any(|word| is_in(GIVEN_NAMES, &bare(word)))
            || words.iter().any(|word| is_in(OF_PERSONS, word)))
}

/// What stands before the names of persons alone.
const TITLES: &str =
    "mr mrs ms dr prof sir dame lord lady sheikh sheikha shaikh datuk dato datin tun senator";

/// Usual given names, folded, without those that places and firms are called by.
const GIVEN_NAMES: &str = "
    aaron adam adrian ahmad ahmed alan albert alejandro aleksandr aleksei alex alexander alexei alexey ali alice amanda amir
    amy ana anastasia anatoly andrea andreas andrei andrew andrey angela anna anne anthony antonio arthur aziz barbara
    benjamin boris brian bruce carlos carol caroline catherine charles christian christine christopher claire claudia craig
    daniel daria david deborah denis diana diego dmitri dmitry donald dylan edward ekaterina elena elizabeth emily emma eric
    eva evgeny fatima felix fernando francisco frank frederick gary george gerald giovanni giulia gordon graham gregory
    hassan heather heinrich helen henry howard hussein ian ibrahim igor irina isabel ivan jack jacob james jamie jan jane
    jason jean jeffrey jennifer jessica jho jim joan joe johannes john jonathan jorge jose joseph juan julia julian julie
    karen karl kate kathleen kenneth kevin khalid kirill konstantin larisa larry laura leonid linda lisa louis louise lucy
    luis lukas maria marie mario mark markus martin mary matthew maxim megan mehmet michael michel michelle miguel mikhail
    mohamed mohammad mohammed muhammad mustafa najib nancy natalia natalie nathan nicholas nicolas nicole nigel nikita
    nikolai oleg olga oliver olivia omar oscar osman pablo patricia patrick paul pavel pedro peter petr pierre rachel
    ralph raymond rebecca ricardo richard riza robert roberto roger roland roman ronald rosmah ruth ryan salman samuel sandra
    sarah scott sean sebastian sergei sergey sergio sharon simon sofia sophie stefan stephanie stephen steven susan svetlana
    tatiana teresa thomas tim timothy tom umar valery vasily vera viktor vincent vladimir vladislav walter wilhelm william
    xavier yulia yuri yusuf yvette zainab
";

/// Words that say what a thing is, each kind with its own.
const TELLING: &[(EntityKind, &str)] = &[
    (
        EntityKind::Agency,
        "administration agency authority bureau command commissariat constabulary department directorate embassy
        inspectorate ministry parliament police prosecutor prosecutors secretariat tribunal treasury
        ministère ministerio ministero ministerium ministerstvo bundesamt bundesministerium polizei polícia police
        agencia agence staatsanwaltschaft",
    ),
    (
        EntityKind::Company,
        "airlines bank banque brothers capital enterprise enterprises holding holdings industries investment investments
        logistics partners pharmaceuticals securities shipping technologies trading ventures",
    ),
    (
        EntityKind::Organization,
        "academy alliance association federation forum foundation institute organisation organization party union
        university college society interpol europol eurojust frontex nato unesco unicef unhcr unodc opec osce oecd asean imf wto
        universität université universidad stiftung verein",
    ),
    (
        EntityKind::Law,
        "act convention decree directive law ordinance regulation regulations statute treaty",
    ),
    (EntityKind::Campaign, "operation campaign"),
    (EntityKind::Infrastructure, "botnet domain server"),
];

/// What a word of the name says: the last such word counts, so that *Bank Act* is a law.
fn told_by_word(name: &str) -> Option<EntityKind> {
    let words = name.split(|c: char| !c.is_alphanumeric());
    let mut words: Vec<String> = words.map(str::to_lowercase).collect();
    words.reverse();
    words.iter().find_map(|word| {
        let mut kinds = TELLING.iter();
        kinds
            .find(|(_, telling)| telling.split_whitespace().any(|known| known == word))
            .map(|(kind, _)| *kind)
    })
}

/// Whether the last words of a name are a company's legal form.
fn ends_in_legal_form(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    (1..=3.min(words.len().saturating_sub(1))).any(|count| {
        let form = &words[words.len() - count..];
        // In small letters only full stops tell a form from a word: “s.a.”, not “as”.
        let is_written_so =
            |word: &&str| word.contains('.') || word.chars().any(char::is_uppercase);
        form.iter().all(|word| is_written_so(word) || *word == "de")
            && is_legal_form(&form.concat())
    })
}

/// Whether this is what stands after a company's name and names none by itself.
pub(super) fn is_legal_form(text: &str) -> bool {
    const FORMS: &str = "
        ltd limited inc incorporated llc llp lp plc corp corporation co coltd company gmbh ag kg ug se
        sa sas sarl srl spa sl slu bv nv ab as asa oy oyj aps a/s k/s kft zrt doo dd ooo ao oao zao pao
        jsc ojsc pjsc cjsc pjs llcfz fze fzco pte pteltd pty ptyltd bhd sdnbhd pvt pvtltd kk lda ltda sadecv
        berhad sendirianberhad aktiengesellschaft aktiebolag aktieselskab aksjeselskap osakeyhtiö kabushikikaisha
        sociétéanonyme sociedadanónima societàperazioni naamlozevennootschap beslotenvennootschap spółkaakcyjna tbk
        zoo spzoo sro eood ood ead ad sae wll gmbhcokg gmbh&cokg
    ";
    let bare: String = text
        .to_lowercase()
        .chars()
        .filter(|c| !matches!(c, '.' | ' ' | ','))
        .collect();
    FORMS.split_whitespace().any(|form| form == bare)
}

/// What people write for a kind that is not its name: `yacht` is an asset.
const MEANS: &[(EntityKind, &str)] = &[
    (EntityKind::State, "country nation government"),
    (
        EntityKind::Agency,
        "ministry department police bureau authority court regulator",
    ),
    (
        EntityKind::Company,
        "bank firm business fund corporation business enterprise manufacturer",
    ),
    (
        EntityKind::Organization,
        "ngo party charity association club foundation university institute process",
    ),
    (EntityKind::Campaign, "operation attack"),
    (
        EntityKind::Group,
        "hackers gang apt actor crew cartel intrusion-set",
    ),
    (
        EntityKind::Person,
        "man woman individual official politician human people",
    ),
    (
        EntityKind::Event,
        "meeting incident designation listing conference",
    ),
    (
        EntityKind::Document,
        "report advisory article letter code book contract paper",
    ),
    (EntityKind::Law, "act regulation treaty norm statute"),
    (EntityKind::Sector, "industry branch"),
    (
        EntityKind::Place,
        "city town village region address location port",
    ),
    (
        EntityKind::Infrastructure,
        "server domain network botnet website ip host",
    ),
    (
        EntityKind::Malware,
        "virus ransomware trojan tool backdoor software",
    ),
    (
        EntityKind::Asset,
        "yacht ship vessel boat aircraft plane jet car account property house villa apartment painting wallet land",
    ),
];

/// The kind that this word is another word for.
fn kind_meant(word: &str) -> Option<EntityKind> {
    let word = word.trim().to_lowercase();
    let means = |words: &str| words.split_whitespace().any(|known| known == word);
    MEANS
        .iter()
        .find(|(_, words)| means(words))
        .map(|(kind, _)| *kind)
}

/// The entity kinds that are nearest to a word that is none, id and label: those that it is another word for, begins or
/// misspells.
pub fn kinds_near(lexicon: &Lexicon, word: &str) -> Vec<(Str, Str)> {
    let word = fold(word).into_owned();
    let meant = kind_meant(&word);
    let most = word.chars().count() / 3;
    let far = |id: &str, label: &str| {
        let label = label.to_lowercase();
        if meant.is_some_and(|kind| kind.as_str() == id) {
            return Some(0);
        }
        let begins =
            word.chars().count() >= 2 && (id.starts_with(&word) || label.starts_with(&word));
        let distance = strsim::osa_distance(&word, id).min(strsim::osa_distance(&word, &label));
        (begins || distance <= most).then_some(distance.max(1))
    };
    let kinds = lexicon.vocabulary().entity_kinds();
    let mut near: Vec<(usize, (Str, Str))> = kinds
        .into_iter()
        .filter_map(|kind| Some((far(&kind.id, &kind.label)?, (kind.id, kind.label))))
        .collect();
    near.sort_by_key(|(distance, _)| *distance);
    near.into_iter().map(|(_, kind)| kind).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_they_are() {
        use EntityKind as E;
        let check = |name: &str, link: LinkKind, side: LinkSide, kind: E, is_known: bool| {
            let expected = Proposal { kind, is_known };
            assert_eq!(propose(name, Some(link), side), expected, "{name}");
        };
        check("Malaysia", LinkKind::Owns, LinkSide::From, E::State, true);
        check(
            "the Netherlands",
            LinkKind::Pays,
            LinkSide::To,
            E::State,
            true,
        );
        check(
            "Aabar Investment PJS",
            LinkKind::Sanctions,
            LinkSide::From,
            E::Company,
            true,
        );
        check(
            "Falcon Private Bank Ltd",
            LinkKind::Charges,
            LinkSide::To,
            E::Company,
            true,
        );
        check(
            "Rosneft OOO",
            LinkKind::Charges,
            LinkSide::To,
            E::Company,
            true,
        );
        check(
            "Foo S.A. de C.V.",
            LinkKind::Charges,
            LinkSide::To,
            E::Company,
            true,
        );
        check(
            "Ministry of State Security",
            LinkKind::Supplies,
            LinkSide::From,
            E::Agency,
            false,
        );
        check(
            "Banking Act",
            LinkKind::Supplies,
            LinkSide::From,
            E::Law,
            false,
        );
        check(
            "Tim Leissner",
            LinkKind::WorksFor,
            LinkSide::From,
            E::Person,
            false,
        );
        check(
            "Mohamed bin Zayed",
            LinkKind::Pays,
            LinkSide::To,
            E::Person,
            false,
        );
        check(
            "Low Taek Jho",
            LinkKind::Charges,
            LinkSide::To,
            E::Person,
            false,
        );
        check(
            "Integrity Tech",
            LinkKind::Pays,
            LinkSide::From,
            E::Company,
            false,
        );
        check(
            "Integrity Tech",
            LinkKind::Sanctions,
            LinkSide::To,
            E::Company,
            false,
        );
        check(
            "Goldman Sachs",
            LinkKind::WorksFor,
            LinkSide::To,
            E::Company,
            false,
        );
        for name in [
            "1Malaysia Development Berhad",
            "Felda Sendirian Berhad",
            "Siemens Aktiengesellschaft",
        ] {
            check(name, LinkKind::Charges, LinkSide::From, E::Company, true);
        }
        for name in ["Interpol", "Europol", "NATO"] {
            check(
                name,
                LinkKind::RelatedTo,
                LinkSide::To,
                E::Organization,
                false,
            );
        }
        check("Salt as", LinkKind::Targets, LinkSide::To, E::Sector, false);
        check("Ltd", LinkKind::Targets, LinkSide::To, E::Sector, false);
        let other = propose("Anything", None, LinkSide::To);
        assert_eq!(other.kind, E::Other);
    }

    #[test]
    fn a_person_is_guessed_by_name_whatever_the_verb() {
        let persons = [
            "Tim Leissner",
            "Mohamed bin Zayed",
            "George W. Bush",
            "Dr Evil",
            "Yvette Cooper",
        ];
        let others = [
            "Goldman Sachs",
            "Cobalt Strike",
            "Salt Typhoon",
            "Tim",
            "Mary and John Ng",
        ];
        for link in LinkKind::ALL {
            for side in [LinkSide::From, LinkSide::To] {
                let guess = |name: &str| propose(name, Some(*link), side).kind;
                for name in persons {
                    assert_eq!(guess(name), EntityKind::Person, "{name}, {link:?}");
                }
                for name in others {
                    assert_eq!(guess(name), usual_kind(*link, side), "{name}, {link:?}");
                }
            }
        }
    }

    #[test]
    fn other_words_for_kinds() {
        assert_eq!(kind_meant(" Yacht"), Some(EntityKind::Asset));
        assert_eq!(kind_meant("company"), None);
    }
}

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
    let usual = link.map_or(EntityKind::Other, |link| usual_kind(link, side));
    if let Some(kind) = told_by_word(name) {
        return guessed(kind);
    }
    let may_be_person = link.is_some_and(|link| takes_persons(link, side));
    match may_be_person && is_like_a_person(name) {
        true => guessed(EntityKind::Person),
        false => guessed(usual),
    }
}

/// The kind proposed for a new name at this side of a link of this kind; `None` = it is at no link.
pub fn propose_at(name: &str, at: Option<(&LinkKindInfo, LinkSide)>) -> Proposal {
    let (link, side) = at.map_or((None, LinkSide::To), |(kind, side)| (kind.base, side));
    propose(name, link, side)
}

/// Whether persons usually stand at this side of a link.
fn takes_persons(link: LinkKind, side: LinkSide) -> bool {
    use LinkKind as L;
    match side {
        LinkSide::From => matches!(
            link,
            L::WorksFor | L::FamilyOf | L::Founded | L::Owns | L::Controls | L::Directs | L::Pays
        ),
        LinkSide::To => matches!(link, L::Charges | L::Convicts | L::FamilyOf | L::Pays),
    }
}

/// Two or three words with capitals, small words such as *bin* or *de* between them, and nothing that persons are not called.
fn is_like_a_person(name: &str) -> bool {
    const BETWEEN: &str = " al bin bint da de del der di dos du el ibn la le van von y ";
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_between = |word: &str| BETWEEN.contains(&format!(" {word} "));
    let is_name = |word: &str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase)
            && word.chars().any(char::is_lowercase)
            && word
                .chars()
                .all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’'))
    };
    let names = words.iter().filter(|word| is_name(word)).count();
    let (first, last) = (words.first(), words.last());
    (2..=3).contains(&names)
        && words.iter().all(|word| is_name(word) || is_between(word))
        && first.is_some_and(|word| is_name(word))
        && last.is_some_and(|word| is_name(word))
}

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
        university college society universität université universidad stiftung verein",
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
            LinkKind::Owns,
            LinkSide::From,
            E::Person,
            false,
        );
        check(
            "Low Taek Jho",
            LinkKind::Owns,
            LinkSide::To,
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
        check("Salt as", LinkKind::Targets, LinkSide::To, E::Sector, false);
        check("Ltd", LinkKind::Targets, LinkSide::To, E::Sector, false);
        let other = propose("Anything", None, LinkSide::To);
        assert_eq!(other.kind, E::Other);
    }

    #[test]
    fn other_words_for_kinds() {
        assert_eq!(kind_meant(" Yacht"), Some(EntityKind::Asset));
        assert_eq!(kind_meant("company"), None);
    }
}

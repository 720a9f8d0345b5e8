//! Closed sets of words: markings, grades, stances. Each is an enum whose text is written exactly so in the file.

/// Declares an enum, as visible as it is written to be, whose variants are words of the file format: `ALL` in order, `as_str`, `from_word`, `Display`, JSON Schema.
macro_rules! words {
    ($(#[$about:meta])* $vis:vis $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis enum $name { $($(#[$doc])* $variant),+ }

        impl $name {
            /// Every member, in the order of the declaration.
            $vis const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word as the file has it.
            $vis const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The member that is written `word`, exactly.
            $vis fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl schemars::JsonSchema for $name {
            fn inline_schema() -> bool { true }
            fn schema_name() -> std::borrow::Cow<'static, str> { stringify!($name).into() }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let words: Vec<&str> = Self::ALL.iter().map(|word| word.as_str()).collect();
                schemars::json_schema!({"type": "string", "enum": words})
            }
        }
    };
}
pub(crate) use words;

words! {
    /// A marking of the Traffic Light Protocol 2.0 (FIRST, 2022), from the least to the most restricted.
    pub Marking {
        /// May be shared without restriction.
        Clear = "TLP:CLEAR",
        /// Within the community.
        Green = "TLP:GREEN",
        /// Within the organisation and its clients, on a need-to-know basis.
        Amber = "TLP:AMBER",
        /// Within the organisation only.
        AmberStrict = "TLP:AMBER+STRICT",
        /// For the named recipients only.
        Red = "TLP:RED",
    }
}

impl Marking {
    /// What TLP 2.0 lets a recipient do, in our words; shown beside the banner when the dataset states no handling.
    pub const fn handling(self) -> &'static str {
        match self {
            Self::Clear => "May be shared without restriction",
            Self::Green => "May be shared within the community, not in public",
            Self::Amber => "Need to know: own organisation and its clients",
            Self::AmberStrict => "Need to know: own organisation only",
            Self::Red => "For the eyes and ears of the recipients only",
        }
    }
}

words! {
    /// What names of links on the chart say.
    pub LinkNaming {
        /// Links have no names.
        Off = "none",
        /// Label or kind.
        Names = "names",
        /// Label or kind, with stake and period.
        NamesAndFigures = "names-and-figures",
        /// Stake and period alone.
        Figures = "figures",
    }
}

impl LinkNaming {
    /// What they say where no view says otherwise.
    pub const USUAL: Self = Self::NamesAndFigures;
}

words! {
    /// What a claim does with what it is about.
    pub Stance {
        /// States it as fact.
        Asserts = "asserts",
        /// Accuses; untested.
        Alleges = "alleges",
        /// Judges.
        Assesses = "assesses",
        /// Says it is untrue; stands only on what was denied.
        Denies = "denies",
    }
}

words! {
    /// How a source knows what it says.
    pub Role {
        /// A public register, statute or court judgment.
        Register = "register",
        /// The author's own act, observation or research.
        Own = "own",
        /// Repeats others; `derived_from` says whom.
        Relay = "relay",
    }
}

impl Role {
    /// Its name for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Register => "Public record",
            Self::Own => "First-hand",
            Self::Relay => "Relays others",
        }
    }

    /// What it means.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Register => "a public register, statute or judgment",
            Self::Own => "its author's own act, observation or research",
            Self::Relay => "passes on what others said",
        }
    }
}

words! {
    /// Reliability of a source (Admiralty scale).
    pub Reliability {
        /// Completely reliable.
        A = "A",
        /// Usually reliable.
        B = "B",
        /// Fairly reliable.
        C = "C",
        /// Not usually reliable.
        D = "D",
        /// Unreliable.
        E = "E",
        /// Reliability cannot be judged.
        F = "F",
    }
}

impl Reliability {
    /// The grade in words.
    pub const fn text(self) -> &'static str {
        match self {
            Self::A => "completely reliable",
            Self::B => "usually reliable",
            Self::C => "fairly reliable",
            Self::D => "not usually reliable",
            Self::E => "unreliable",
            Self::F => "cannot be judged",
        }
    }
}

/// Credibility of a claim (Admiralty scale), 1 to 6.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Credibility(u8);

impl Credibility {
    /// Every grade, from 1 to 6.
    pub const ALL: [Self; 6] = [Self(1), Self(2), Self(3), Self(4), Self(5), Self(6)];

    /// The grade `number`, if it is 1 to 6.
    pub fn new(number: u8) -> Option<Self> {
        (1..=6).contains(&number).then_some(Self(number))
    }

    /// The number, 1 to 6.
    pub const fn number(self) -> u8 {
        self.0
    }

    /// The grade in words.
    pub const fn text(self) -> &'static str {
        match self.0 {
            1 => "confirmed by other sources",
            2 => "probably true",
            3 => "possibly true",
            4 => "doubtful",
            5 => "improbable",
            _ => "cannot be judged",
        }
    }
}

impl schemars::JsonSchema for Credibility {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Credibility".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "integer", "minimum": 1, "maximum": 6})
    }
}

words! {
    /// Confidence of the one who assesses.
    pub Confidence {
        /// Low.
        Low = "low",
        /// Moderate.
        Moderate = "moderate",
        /// High.
        High = "high",
    }
}

words! {
    /// The scale that grades sources and claims.
    pub SourceScale {
        /// NATO Admiralty code: reliability A–F, credibility 1–6.
        Admiralty = "admiralty",
    }
}

words! {
    /// A scale of likelihood words. Words are kept as the speaker used them and never converted.
    pub LikelihoodScale {
        /// Intelligence Community Directive 203 (United States).
        Icd203 = "icd-203",
        /// Professional Head of Intelligence Assessment probability yardstick (United Kingdom).
        Phia = "phia",
    }
}

impl LikelihoodScale {
    /// The scale's words with their ranges in percent, from the least to the most likely.
    pub const fn terms(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Icd203 => &[
                ("almost-no-chance", "1–5%"),
                ("very-unlikely", "5–20%"),
                ("unlikely", "20–45%"),
                ("roughly-even-chance", "45–55%"),
                ("likely", "55–80%"),
                ("very-likely", "80–95%"),
                ("almost-certain", "95–99%"),
            ],
            Self::Phia => &[
                ("remote-chance", "up to 5%"),
                ("highly-unlikely", "10–20%"),
                ("unlikely", "25–35%"),
                ("realistic-possibility", "40–50%"),
                ("likely", "55–75%"),
                ("highly-likely", "80–90%"),
                ("almost-certain", "from 95%"),
            ],
        }
    }

    /// The scale's name for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Icd203 => "ICD 203",
            Self::Phia => "PHIA",
        }
    }
}

/// A likelihood word as its speaker used it: `icd-203:likely`, or `likely`, which is read in the dataset's scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Likelihood {
    /// The scale, where the text names it.
    pub scale: Option<LikelihoodScale>,
    /// The word, one of a scale's terms.
    pub term: &'static str,
}

impl Likelihood {
    /// Reads `icd-203:likely`, `phia:likely` or a bare word of either scale.
    pub fn from_word(text: &str) -> Option<Self> {
        let (scale, word) = match text.split_once(':') {
            Some((scale, word)) => (Some(LikelihoodScale::from_word(scale)?), word),
            None => (None, text),
        };
        let scales = match &scale {
            Some(scale) => std::slice::from_ref(scale),
            None => LikelihoodScale::ALL,
        };
        let term = scales
            .iter()
            .flat_map(|s| s.terms())
            .find(|(term, _)| *term == word)?
            .0;
        Some(Self { scale, term })
    }

    /// The word for people: blanks for hyphens.
    pub fn text(self) -> String {
        self.term.replace('-', " ")
    }
}

impl std::fmt::Display for Likelihood {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(scale) = self.scale {
            write!(f, "{scale}:")?;
        }
        f.write_str(self.term)
    }
}

words! {
    /// What kind of name another name is.
    pub NameType {
        /// In the entity's own script.
        Native = "native",
        /// The native name in Latin letters.
        Romanised = "romanised",
        /// The native name in traditional characters.
        Traditional = "traditional",
        /// Also called.
        Alias = "alias",
        /// No longer used.
        Former = "former",
        /// Used by mistake; kept so that it is found.
        Mistaken = "mistaken",
    }
}

words! {
    /// Why a claim no longer counts.
    pub EndedHow {
        /// Its speaker took it back.
        Withdrawn = "withdrawn",
        /// Found to be wrong.
        Rejected = "rejected",
        /// Replaced by another claim.
        Superseded = "superseded",
    }
}

words! {
    /// What a dataset's custom kind is a kind of.
    #[derive(Default)]
    pub KindFor {
        /// A kind of entity.
        #[default]
        Entity = "entity",
        /// A kind of link.
        Link = "link",
    }
}

words! {
    /// How a link is drawn: what its claims amount to, by the evidence rule, strongest first.
    pub Support {
        /// On record, or asserted by two or more independent voices: solid.
        Established = "established",
        /// Asserted by one voice: dashed.
        Reported = "reported",
        /// No one asserts it: dash-dot.
        Alleged = "alleged",
        /// No counting claim supports it: dotted grey.
        Unsourced = "unsourced",
        /// All of its supporting claims are set aside: short cross-strokes, hidden unless asked for.
        SetAside = "set-aside",
    }
}

impl Support {
    /// The legend's words for this look.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Established => "Established: on record, or asserted by two independent voices",
            Self::Reported => "Reported: asserted by one voice, not on record",
            Self::Alleged => "Alleged or assessed, not asserted",
            Self::Unsourced => "No source that counts",
            Self::SetAside => "Set aside: withdrawn, found to be wrong or superseded",
        }
    }
}

words! {
    /// The tables of a dataset, by their keys in the file.
    pub TableName {
        /// The dataset's own fields.
        Dataset = "dataset",
        /// Own kinds.
        Kinds = "kinds",
        /// Sources.
        Sources = "sources",
        /// Entities.
        Entities = "entities",
        /// Links.
        Links = "links",
        /// Views.
        Views = "views",
        /// Releases.
        Releases = "releases",
        /// Findings that were set aside.
        Findings = "set_aside_findings",
    }
}

impl TableName {
    /// One record of the table, for people.
    pub const fn record(self) -> &'static str {
        match self {
            Self::Dataset => "dataset",
            Self::Kinds => "custom kind",
            Self::Sources => "source",
            Self::Entities => "entity",
            Self::Links => "link",
            Self::Views => "view",
            Self::Releases => "release",
            Self::Findings => "dismissed finding",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_read_back() {
        for marking in Marking::ALL {
            assert_eq!(Marking::from_word(marking.as_str()), Some(*marking));
        }
        assert_eq!(
            Marking::from_word("tlp:red"),
            None,
            "exactly so, or unknown"
        );
        assert!(Marking::Red > Marking::AmberStrict && Marking::AmberStrict > Marking::Amber);
    }

    #[test]
    fn likelihood_keeps_its_scale() {
        let check = |text: &str| assert_eq!(Likelihood::from_word(text).unwrap().to_string(), text);
        check("icd-203:likely");
        check("phia:almost-certain");
        check("realistic-possibility");
        for bad in [
            "",
            "phia:very-likely",
            "icd-203:",
            "nato:likely",
            "Likely",
            "likely ",
            ":likely",
        ] {
            assert_eq!(Likelihood::from_word(bad), None, "{bad}");
        }
    }
}

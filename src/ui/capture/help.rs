//! How to write a fact, by examples.

use crate::capture::verb_list;
use crate::model::Vocabulary;
use crate::ui::dialogs::QuickEntryHelp;

/// The rules of quick entry: what each is about, and the rule.
const RULES: [(&str, &str); 13] = [
    (
        "Open, close",
        "A or Ctrl+L opens quick entry, Esc closes it.",
    ),
    (
        "One line",
        "One fact: subject, verb, object, then details. Example: United Kingdom sanctions i-Soon, Integrity Tech 2025-12-09",
    ),
    (
        "Source",
        "@ and an address, an ID or words of a title. New claims cite it until you close quick entry or, if pinned, clear it.",
    ),
    (
        "Speaker",
        "FCDO alleges: i-Soon targets Systems worldwide:sector. Or says, assesses likely, denies.",
    ),
    (
        "Verb",
        "A link kind or its reverse label, such as part of, has part or supplied by.",
    ),
    (
        "New name",
        "State its kind after a colon, as in Topaz:asset, or press Ctrl+. to change it. Without one, the kind is guessed from the \
         name or the verb and listed in Problems.",
    ),
    (
        "Known name",
        "An alias or one word of it is enough if only one entity has that. In quotes or with a kind, write the whole name.",
    ),
    (
        "Other name",
        "Acme Holding = Acme Group, in a line of its own or after a name in a fact.",
    ),
    (
        "Details",
        "In any order: 2019..2021 (2019.. means ongoing) · 25-50% · (link label) · #\"para 2\" · B2 · TLP:GREEN · @source of this \
         line only · // note",
    ),
    (
        "Quotes",
        "They protect commas, colons and dates in a name: \"Acme Trading, Ltd\".",
    ),
    (
        "Keys",
        "Tab completes a name from its second letter, Down chooses another, Up recalls earlier lines. Enter adds, Shift+Enter keeps \
         subject and verb, Ctrl+Enter opens the claim. The words below the line say what Enter does.",
    ),
    (
        "Paste",
        "Lines or spreadsheet rows open as a sheet. An address becomes the current source.",
    ),
    ("Scripts", "linkwright add FILE --source ID < lines"),
];

/// The rules of quick entry, to read.
pub fn help(vocabulary: &Vocabulary) -> QuickEntryHelp {
    let rules = RULES
        .iter()
        .map(|(about, rule)| (*about, (*rule).to_owned()));
    let verbs = ("All verbs", verb_list(vocabulary));
    QuickEntryHelp {
        rows: rules.chain([verbs]).collect(),
    }
}

//! How to write a fact, by examples.

use crate::capture::verb_list;
use crate::model::Vocabulary;
use crate::ui::dialogs::ImportReport;

/// The rules of quick entry, to read.
pub fn help(vocabulary: &Vocabulary) -> ImportReport {
    let verbs = format!("Verbs: {}.", verb_list(vocabulary));
    let lines = [
        "A or Ctrl+L opens quick entry, Esc closes it. One line is one fact: subject, verb, object, then details.",
        "Example: United Kingdom sanctions i-Soon, Integrity Tech 2025-12-09",
        "Source: @ and an address, an ID or words of a title. New claims cite it until you close quick entry or, if pinned, clear it.",
        "Speaker: FCDO alleges: i-Soon targets Systems worldwide:sector. Or says, assesses likely, denies.",
        "Verb: a link kind or its reverse label, such as part of, has part or supplied by.",
        "New name: state its kind after a colon, as in Topaz:asset, or press Ctrl+. to change it. Without one, the kind is guessed \
         from the name or the verb and listed in Problems.",
        "Known name: an alias or one word of it is enough if only one entity has that. In quotes or with a kind, write the \
         whole name.",
        "Other name: Acme Holding = Acme Group, in a line of its own or after a name in a fact.",
        "Details, in any order: 2019..2021 (2019.. means ongoing) · 25-50% · (link label) · #\"para 2\" · B2 · TLP:GREEN · \
         @source of this line only · // note",
        "Quotes protect commas, colons and dates in a name: \"Acme Trading, Ltd\".",
        "Tab completes a name from its second letter, Down chooses another. The words below the line say what Enter does.",
        "Enter adds, Shift+Enter keeps subject and verb, Ctrl+Enter opens the claim, Up recalls earlier lines.",
        "Pasted lines or spreadsheet rows open as a sheet. A pasted address becomes the current source.",
        &verbs,
        "Scripts: linkwright add FILE --source ID < lines",
    ];
    ImportReport {
        title: "Quick entry help".into(),
        lines: lines.map(str::to_owned).to_vec(),
    }
}

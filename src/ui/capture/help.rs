//! How to write a fact, by examples.

use crate::model::Vocabulary;
use crate::ui::dialogs::Report;

/// The rules of quick entry, to read.
pub fn help(vocabulary: &Vocabulary) -> Report {
    let kinds = vocabulary.link_kinds();
    let verb = |kind: &crate::model::LinkKindInfo| match kind.inverse.is_empty() {
        true => kind.label.to_string(),
        false => format!("{} / {}", kind.label, kind.inverse),
    };
    let verbs: Vec<String> = kinds.iter().map(verb).collect();
    let verbs = format!("Verbs: {}.", verbs.join(" · "));
    let lines = [
        "A or Ctrl+L opens quick entry, Esc closes it. A line is a fact: subject, verb, object.",
        "United Kingdom sanctions i-Soon, Integrity Tech 2025-12-09",
        "@https://… or @words of a title – the current source: every new claim cites it until quick entry is closed. \
         Its pin keeps it.",
        "FCDO alleges: i-Soon targets Systems worldwide:sector – before the colon the speaker (says, alleges, \
         assesses likely, denies).",
        "A verb is a link kind, also its reverse label: part of, has part, supplied by.",
        "A new name's kind follows its colon; without it the kind is guessed from name and verb, and Problems lists it. \
         Ctrl+. goes through the kinds.",
        "An alias, or one word of a name, is enough where only one entity has it: Anxun → Sichuan Anxun. In quotes, or \
         with a kind, a name is a new one.",
        "Sichuan Anxun = Anxun – another name, in a line of its own or after any name of a fact.",
        "After the last name, in any order: 2019..2021 (2019.. = ongoing) · 25-50% · (link label) · #\"para 2\" · B2 · \
         TLP:GREEN · @source or @https://… of this line alone · // a note.",
        "Quotes keep commas, colons and dates in a name: \"Sichuan Anxun, Ltd\".",
        "Names are offered from the second letter: Tab takes the first, Down chooses. Below the line is what Enter will do.",
        "Enter adds; Shift+Enter keeps subject and verb; Ctrl+Enter opens the claim; Up recalls.",
        "Several pasted lines, or a table from a spreadsheet, open as a sheet. A pasted address is the current source.",
        &verbs,
        "Scripts: linkwright add FILE --source ID < lines",
    ];
    Report {
        title: "Quick entry help".into(),
        lines: lines.map(str::to_owned).to_vec(),
    }
}

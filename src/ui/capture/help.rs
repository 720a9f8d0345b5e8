//! How to write a fact, by examples.

use crate::model::Vocabulary;
use crate::ui::dialogs::Report;

/// The rule of the capture line, to read.
pub fn help(vocabulary: &Vocabulary) -> Report {
    let kinds = vocabulary.link_kinds();
    let verb = |kind: &crate::model::LinkKindInfo| match kind.inverse.is_empty() {
        true => kind.label.to_string(),
        false => format!("{} / {}", kind.label, kind.inverse),
    };
    let verbs: Vec<String> = kinds.iter().map(verb).collect();
    let verbs = format!("Verbs: {}.", verbs.join(" · "));
    let lines = [
        "A or Ctrl+L opens the capture line; Esc leaves it. A line is a fact: subject, verb, object.",
        "United Kingdom sanctions i-Soon, Integrity Tech 2025-12-09",
        "@https://… or @words of a title – the source of every claim from now on, until it is changed.",
        "FCDO alleges: i-Soon targets Systems worldwide:sector – whose word it is (says, alleges, assesses likely, denies); \
         a new name's kind after its colon.",
        "A verb is a link kind, also the other way round: part of, has part, supplied by.",
        "After the last name, in any order: 2019..2021 (2019.. = still so) · 25-50% · (link label) · #\"para 2\" · B2 · \
         TLP:GREEN · @source of this line alone · // a note.",
        "Quotes keep commas, colons and dates in a name: \"Sichuan Anxun, Ltd\".",
        "From the second letter names are offered: Tab takes, Down chooses. Under the line stands what Enter will do.",
        "Enter adds; Shift+Enter keeps subject and verb; Ctrl+Enter opens the claim; Up recalls.",
        "Several pasted lines, or a table from a spreadsheet, open as a sheet. A pasted address is the current source.",
        &verbs,
        "Scripts: linkwright add FILE --source ID < lines",
    ];
    Report {
        title: "How to write a fact".into(),
        lines: lines.map(str::to_owned).to_vec(),
    }
}

//! What of a line is protected: text in quotes, and names that are known.

use std::ops::Range;

use super::Lexicon;

/// A line's text with what is protected in it.
pub(super) struct Scan<'a> {
    /// The text.
    pub text: &'a str,
    /// Closed and unclosed quotes, with their marks, in order.
    pub quotes: Vec<Quote>,
    /// Known names outside quotes, in order, the longest at each place.
    pub known: Vec<Range<usize>>,
    /// Where the note begins: *at the first `//` that has white space before it*, outside quotes.
    pub note: Option<usize>,
    /// For each byte whether it is protected.
    shield: Vec<bool>,
}

/// A stretch in quotes.
#[derive(Clone, Debug)]
pub(super) struct Quote {
    /// With its marks.
    pub range: Range<usize>,
    /// Whether it has an end.
    pub closed: bool,
}

/// Whether a character is part of a word, so that no name or verb begins or ends beside it. Hyphens and apostrophes join
/// words: `operates` is no word of `co-operates`.
fn joins(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | '\'' | '’')
}

impl<'a> Scan<'a> {
    /// Finds the quotes of `text`, and where its note begins: there all is free text.
    pub(super) fn quotes(text: &'a str) -> Self {
        let mut scan = Self {
            text,
            quotes: Vec::new(),
            known: Vec::new(),
            note: None,
            shield: vec![false; text.len()],
        };
        let mut at = 0;
        let mut before = None;
        while let Some(c) = text[at..].chars().next() {
            if text[at..].starts_with("//") && before.is_some_and(char::is_whitespace) {
                scan.note = Some(at);
                break;
            }
            if let Some(close) = closing(c).filter(|_| opens_after(before)) {
                let (end, closed) = end_of_quote(text, at + c.len_utf8(), close);
                // A curly quote without an end is a character like others.
                if closed || c == '"' {
                    scan.shield[at..end].fill(true);
                    let range = at..end;
                    scan.quotes.push(Quote { range, closed });
                    before = Some(close);
                    at = end;
                    continue;
                }
            }
            before = Some(c);
            at += c.len_utf8();
        }
        scan
    }

    /// Finds the known names before `end`, from left to right, the longest at each place.
    pub(super) fn find_known(&mut self, lexicon: &Lexicon, end: usize) {
        let mut at = 0;
        while at < end {
            // What `@` and `#` lead in is an id or a place in a source.
            let is_led_in = self.text[..at].ends_with(['@', '#']);
            if self.shield[at] || is_led_in || !self.is_edge(at) {
                at += self.char_at(at).map_or(1, char::len_utf8);
                continue;
            }
            match lexicon.longest_name(&self.text[at..end], |len| {
                let stop = at + len;
                self.is_edge(stop) && (stop == end || !self.is_inside_quote(stop))
            }) {
                Some(len) => {
                    self.shield[at..at + len].fill(true);
                    self.known.push(at..at + len);
                    at += len;
                }
                None => at = self.next_place(at),
            }
        }
    }

    /// Where a known name may begin after this place, where none does: an address that `@` leads in holds none.
    fn next_place(&self, at: usize) -> usize {
        let rest = &self.text[at..];
        let begins = self.text[..at]
            .chars()
            .next_back()
            .is_none_or(char::is_whitespace);
        if begins && rest.starts_with("@http") {
            let len = rest.find(char::is_whitespace).unwrap_or(rest.len());
            return at + len;
        }
        at + self.char_at(at).map_or(1, char::len_utf8)
    }

    fn is_inside_quote(&self, at: usize) -> bool {
        let after = self.quotes.partition_point(|quote| quote.range.start < at);
        let before = after.checked_sub(1).map(|place| &self.quotes[place]);
        before.is_some_and(|quote| at < quote.range.end)
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.text[at..].chars().next()
    }

    /// Whether no word goes on across this place.
    pub(super) fn is_edge(&self, at: usize) -> bool {
        let before = self.text[..at].chars().next_back();
        let after = self.char_at(at);
        !(before.is_some_and(joins) && after.is_some_and(joins))
    }

    /// Whether nothing of this stretch is protected.
    pub(super) fn is_free(&self, range: Range<usize>) -> bool {
        self.shield[range].iter().all(|protected| !protected)
    }

    /// The stretch without white space at its ends.
    pub(super) fn trim(&self, range: Range<usize>) -> Range<usize> {
        let text = &self.text[range.clone()];
        let start = range.start + (text.len() - text.trim_start().len());
        let end = range.end - (text.len() - text.trim_end().len());
        start..end.max(start)
    }

    /// The parts of a stretch between commas that nothing protects.
    pub(super) fn split_commas(&self, range: Range<usize>) -> Vec<Range<usize>> {
        let mut parts = Vec::new();
        let mut start = range.start;
        let text = &self.text[range.clone()];
        for (at, c) in text.match_indices([',', '，', '、']) {
            let at = range.start + at;
            if self.is_free(at..at + c.len()) {
                parts.push(start..at);
                start = at + c.len();
            }
        }
        parts.push(start..range.end);
        parts
    }

    /// Where the character before this place begins.
    pub(super) fn char_before(&self, at: usize) -> usize {
        at - self.text[..at]
            .chars()
            .next_back()
            .map_or(0, char::len_utf8)
    }

    /// The quote that begins here.
    pub(super) fn quote_at(&self, at: usize) -> Option<&Quote> {
        self.quotes.iter().find(|quote| quote.range.start == at)
    }

    /// What a quote holds, doubled marks as one.
    pub(super) fn unquoted(&self, quote: &Quote) -> String {
        let text = &self.text[quote.range.clone()];
        let open = text.chars().next().map_or(0, char::len_utf8);
        let mark = text[..open].chars().next().and_then(closing).unwrap_or('"');
        let close = if quote.closed { mark.len_utf8() } else { 0 };
        let inner = &text[open..(text.len() - close).max(open)];
        let twice: String = [mark, mark].iter().collect();
        inner.replace(&twice, &mark.to_string())
    }
}

/// What closes a quote that this character opens.
const fn closing(c: char) -> Option<char> {
    match c {
        '"' => Some('"'),
        '“' => Some('”'),
        _ => None,
    }
}

/// Whether a quote can open after this character: elsewhere it is a mark of inches, or part of a name.
fn opens_after(before: Option<char>) -> bool {
    before
        .is_none_or(|c| c.is_whitespace() || matches!(c, ',' | '，' | '、' | ':' | '(' | '#' | '@'))
}

/// Where a quote that was opened before `from` ends, its mark included, and whether it does.
fn end_of_quote(text: &str, from: usize, close: char) -> (usize, bool) {
    let mut chars = text[from..].char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c != close {
            continue;
        }
        if chars.peek().is_some_and(|(_, next)| *next == close) {
            chars.next();
        } else {
            return (from + at + close.len_utf8(), true);
        }
    }
    (text.len(), false)
}

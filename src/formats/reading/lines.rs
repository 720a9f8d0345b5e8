//! Where in a file something is.

/// How many line ends there are in `bytes`.
pub(crate) fn count_lines(bytes: &[u8]) -> usize {
    memchr::memchr_iter(b'\n', bytes).count()
}

/// Counts lines, from 1. Quick where places are asked for nearly in order.
pub(crate) struct LineCounter<'a> {
    text: &'a str,
    /// The place that was asked for last, and its line.
    last: (usize, u32),
}

impl<'a> LineCounter<'a> {
    /// The lines of this text.
    pub(crate) fn of(text: &'a str) -> Self {
        Self { text, last: (0, 1) }
    }

    /// The line of a part of the text.
    pub(crate) fn line_of(&mut self, part: &str) -> u32 {
        let at = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        self.line_at(at)
    }

    /// The line of the byte at this place.
    pub(crate) fn line_at(&mut self, at: usize) -> u32 {
        let at = at.min(self.text.len());
        let (from, line) = match at >= self.last.0 {
            true => self.last,
            false => (0, 1),
        };
        let more = count_lines(&self.text.as_bytes()[from..at]) as u32;
        self.last = (at, line + more);
        self.last.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_forwards_and_back() {
        let text = "a\nb\n\nc";
        let mut lines = LineCounter::of(text);
        assert_eq!(
            [0, 2, 5, 2, 99].map(|at| lines.line_at(at)),
            [1, 2, 4, 2, 4]
        );
        assert_eq!(lines.line_of(&text[2..3]), 2);
    }
}

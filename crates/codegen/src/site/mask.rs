//! The text of a page in, the same without the values of secrets out, character for character.

use std::collections::BTreeSet;

use docparse::source::SourceFile;

use super::context::Context;

impl Context<'_> {
    /// The lines of a page, and the number of the first.
    pub(super) fn lines(&self, file: &SourceFile) -> (u32, Vec<String>) {
        let text = &file.text[file.part.clone()];
        let first = file.line(file.part.start as u32);
        let mut hidden = String::with_capacity(text.len());
        let mut at = 0;
        let mut spans: Vec<_> =
            self.api.secrets.iter().filter(|span| span.source == file.id).map(|span| span.range()).collect();
        spans.sort_by_key(|span| (span.start, span.end));
        for span in spans {
            let start = span.start.saturating_sub(file.part.start).max(at);
            let end = span.end.saturating_sub(file.part.start).max(start);
            let (Some(before), Some(secret)) = (text.get(at..start), text.get(start..end)) else { continue };
            hidden.push_str(before);
            hidden.extend(secret.chars().map(|_| '*'));
            at = end;
        }
        hidden.push_str(text.get(at..).unwrap_or_default());
        // Most pages have none of the values, so the lines need not be searched one by one.
        let values: BTreeSet<&str> =
            self.secrets.iter().copied().filter(|secret| hidden.contains(secret)).collect();
        let lines =
            hidden.split('\n').map(|line| docparse::mask_values(line.trim_end_matches('\r'), &values));
        let mut lines: Vec<String> = lines.collect();
        // What follows the last line ending is no line, if it is nothing.
        if lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        (first, lines)
    }
}

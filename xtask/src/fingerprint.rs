//! A finding in, what stays the same of it from edit to edit out.

use std::collections::BTreeMap;

use codegen::output::digest;

use crate::finding::Finding;

/// A name for the finding that does not depend on where on its page it stands: its code, its
/// page and its message without positions. Two of a kind on one page share it.
pub(crate) fn of(finding: &Finding) -> String {
    let page = finding.place.page_id.as_deref().unwrap_or(&finding.place.path);
    parts(finding.code.id, page, &finding.message)
}

/// The same, from what `--format json` printed.
pub(crate) fn parts(code: &str, page: &str, message: &str) -> String {
    digest(format!("{code}\n{page}\n{}", without_positions(message)))
}

/// The message with the numbers of lines and columns left out.
fn without_positions(message: &str) -> String {
    let mut after = "";
    let mut kept = Vec::new();
    for word in message.split(' ') {
        let counted = matches!(after.trim_end_matches(','), "line" | "lines" | "column" | "columns");
        let number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let bare = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        let place = bare.split_once(':').is_some_and(|(line, column)| number(line) && number(column));
        kept.push(if place || counted && number(bare) { "_" } else { word });
        after = word;
    }
    kept.join(" ")
}

/// Findings that were there before, each as often as it was.
#[derive(Debug, Default)]
pub(crate) struct Known(BTreeMap<String, usize>);

impl Known {
    /// Adds one finding.
    pub(crate) fn add(&mut self, fingerprint: String) {
        *self.0.entry(fingerprint).or_default() += 1;
    }

    /// Whether the finding was there; each that was answers for one.
    pub(crate) fn take(&mut self, fingerprint: &str) -> bool {
        match self.0.get_mut(fingerprint) {
            Some(left) if *left > 0 => {
                *left -= 1;
                true
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_left_out_and_nothing_else() {
        for (message, expected) in [
            ("differs from line 41, column 7", "differs from line _ column _"),
            ("says 5 at 12:3", "says 5 at _"),
            ("`line` has 3 cells", "`line` has 3 cells"),
        ] {
            assert_eq!(without_positions(message), expected);
        }
    }

    #[test]
    fn a_second_of_a_kind_is_new() {
        let mut known = Known::default();
        known.add("a".into());
        assert_eq!([known.take("a"), known.take("a"), known.take("b")], [true, false, false]);
    }
}
